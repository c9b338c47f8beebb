"""A page as a person without JavaScript has it: its messages as text, and its forms to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta"})
INLINE = frozenset({"a", "b", "code", "em", "i", "span", "strong"})
FRAME = frozenset(
    {"html", "head", "title", "script", "body", "header", "main", "footer", "aside", "section", "article"}
)
BLOCKS = frozenset({"div", "p", "h1", "h2", "h3", "ol", "ul", "li", "details", "summary"})
FORMS = frozenset({"form", "label", "button", "textarea", "select", "option"})
TABLES = frozenset({"table", "caption", "thead", "tbody", "tr", "th", "td"})
WAITING = "Ladda om sidan för att se svaret"
KNOWN = EMPTY | INLINE | FRAME | BLOCKS | FORMS | TABLES


@dataclass
class PageForm:
    """A form: where it goes, what it carries, and what a person sees of it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # by the element's id
    labels: dict[str, str] = field(default_factory=dict)  # element's id by the label's words
    options: dict[str, dict[str, str]] = field(default_factory=dict)  # per field name, value by the option's words
    buttons: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """Reads a page: `articles` holds the messages as text, `forms` all forms in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.articles: list[str] = []
        self.notes: list[str] = []  # what the page itself says: errors beside the field, or a page of its own
        self.forms: list[PageForm] = []
        self.pictures: list[str] = []
        self.problems: list[str] = []
        self.waiting = WAITING in html  # an answer is on its way
        self._open: list[tuple[str, dict[str, str]]] = []
        self._words: list[str] = []  # of the element that is read for its own sake
        self._counts: list[int] = []
        self._ids: set[str] = set()
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = {name: value or "" for name, value in attrs}
        self._check(tag, given)
        if tag == "article":
            self.articles.append("")
        if _is_note(given):
            self.notes.append("")
        if tag not in INLINE:
            self._add("\n")
        if tag not in EMPTY:
            self._open.append((tag, given))
        if tag in {"label", "button", "option"}:
            self._words = []
        self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "ol":
                self._counts.append(int(given.get("start", "1")))
            case "li" if self._counts:
                self._add(f"{self._counts[-1]}. ")
                self._counts[-1] += 1
            case "img":
                self.pictures.append(given["src"])
                self._add(given["alt"])
            case "form":
                self.forms.append(PageForm(given["action"]))
            case "input" | "select" | "textarea":
                self._field(given)

    def _check(self, tag: str, given: dict[str, str]) -> None:
        if tag not in KNOWN:
            self.problems.append(f"<{tag}> does not belong here")
        if (id := given.get("id")) is not None:
            self.problems += [f"two elements are called {id}"] if id in self._ids else []
            self._ids.add(id)
        self.problems += [f"{name} on <{tag}>" for name in given if name.startswith("on") or name == "style"]

    def _field(self, given: dict[str, str]) -> None:
        form = self.forms[-1]
        form.fields[given["name"]] = given.get("value", "")
        form.names[given.get("id", given["name"])] = given["name"]

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if not self._open or self._open[-1][0] != tag:
            self.problems.append(f"</{tag}> closes nothing")
            return
        _, given = self._open.pop()
        if tag == "ol":
            self._counts.pop()
        self._close("".join(self._words).strip(), tag, given)

    def _close(self, words: str, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "label":
                self.forms[-1].labels[words] = given["for"]
            case "button":
                self.forms[-1].buttons.append(words)
            case "option":
                name = list(self.forms[-1].fields)[-1]
                self.forms[-1].options.setdefault(name, {})[words] = given["value"]

    def handle_data(self, data: str) -> None:
        """Words."""
        self._words.append(data)
        self._add(data)

    def _add(self, words: str) -> None:
        if any(tag == "article" for tag, _ in self._open):
            self.articles[-1] += words
        elif any(_is_note(given) for _, given in self._open):
            self.notes[-1] += words


def _is_note(given: dict[str, str]) -> bool:
    return given.get("role") == "alert" or "lone" in given.get("class", "").split()


def form_with(page: Page, label: str) -> PageForm:
    """The newest form that asks this, the words of its label's beginning."""
    return next(form for form in reversed(page.forms) if any(asked.startswith(label) for asked in form.labels))


def filled(form: PageForm, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the browser sends for a form filled in by its labels."""
    sent = dict(form.fields)
    for label, answer in values.items():
        id = next(id for asked, id in form.labels.items() if asked.startswith(label))
        name = form.names[id]
        sent[name] = form.options.get(name, {}).get(answer, answer)
    yield from sent.items()
