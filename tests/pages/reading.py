"""What a reader gets from a board page: the words of the board, its picture, and the links around it."""

from base64 import b64decode
from dataclasses import dataclass, field
from html.parser import HTMLParser

from chatbot.messages import Heading, Image, Post, Table, Text

READ = frozenset({"h2", "p", "caption", "th", "td"})


@dataclass
class Pictured:
    """A picture and the words that stand for it."""

    alt: str
    data: bytes


@dataclass
class Link:
    """Where a link leads, what it says, and whether it is the page itself."""

    href: str
    current: bool
    words: str = ""


class BoardPage(HTMLParser):
    """Reads a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []  # of the board, piece by piece
        self.pictures: list[Pictured] = []
        self.links: list[Link] = []
        self._inside = False
        self._open = ""
        self._link: Link | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A piece of the board, a picture or a link begins."""
        found = dict(attrs)
        if tag == "article":
            self._inside = True
        elif tag == "a":
            self._link = Link(found.get("href") or "", "aria-current" in found)
            self.links.append(self._link)
        elif tag == "img" and self._inside:
            kind, _, data = (found.get("src") or "").partition(",")
            assert kind == "data:image/png;base64"
            self.pictures.append(Pictured(found.get("alt") or "", b64decode(data)))
        elif tag in READ and self._inside:
            self._open = tag
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        self._inside = self._inside and tag != "article"
        self._link = None if tag == "a" else self._link
        self._open = "" if tag == self._open else self._open

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._link is not None:
            self._link.words += data
        if self._open:
            self.words[-1] += data

    def link(self, words: str) -> str:
        """Where the link that begins so leads."""
        return next(link.href for link in self.links if link.words.startswith(words))


@dataclass
class Told:
    """The same of a post, in the order of the page."""

    words: list[str] = field(default_factory=list)
    pictures: list[Pictured] = field(default_factory=list)


def told(post: Post) -> Told:
    """What the page must say for this post."""
    found = Told()
    for block in post.blocks:
        match block:
            case Heading(words):
                found.words.append(words)
            case Text(spans):
                found.words.append("".join(span.text for span in spans))
            case Table(header, rows, caption):
                found.words += [caption, *header, *(cell for row in rows for cell in row)]
            case Image(data, alt):
                found.pictures.append(Pictured(alt, data))
            case _:
                continue
    return found
