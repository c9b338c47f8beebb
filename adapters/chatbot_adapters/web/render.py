"""From messages to HTML, by templates that escape everything. Pure, but for the keys that are handed in."""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chatbot.clock import local
from chatbot.errors import N_, Notice, ResfriError
from chatbot.i18n import Translator, translator
from chatbot.messages import Image, Post
from chatbot.ports import Brand
from chatbot.resources import MARKUP
from chatbot_adapters.web.conversation import Entry, latest
from chatbot_adapters.web.incoming import FIELD_PREFIX, MAX_FILE, MAX_TEXT

TEMPLATES = Path(__file__).parent / "templates"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What to try first: a label that says what it is for, and the command that is sent; "" sends the label itself.
STARTERS = (
    (N_("Hur delar jag skärmen i Teams?"), ""),
    (N_("Logga ett möte"), "/logga-möte"),
    (N_("Se topplistan"), "/topplista"),
    (N_("Se vad jag kan"), "/hjälp"),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A form that could not be taken: which one, what is wrong by field, and what was typed."""

    ref: str
    errors: Mapping[str, str]
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page of the conversation is made of."""

    entries: Sequence[Entry]
    last: int = 0  # the outbox id that the page goes up to
    waiting: bool = False  # an answer is still to come
    note: str = ""  # a sentence by the input field: why something was not taken
    typed: str = ""
    key: str = ""
    trouble: Trouble | None = None
    file_note: str = ""  # a sentence by the field for a file


@dataclass(frozen=True, slots=True)
class Renderer:
    """Makes pages and fragments in one language."""

    brand: Brand
    t: Translator
    environment: Environment
    new_key: Callable[[], str] = field(default=lambda: uuid4().hex)

    def page(self, page: Page) -> str:
        """The whole page."""
        starters = [(self.t._(label), command) for label, command in STARTERS]
        return self._make("chat.html", page=page, starters=starters, latest=latest(page.entries))

    def entry(self, entry: Entry, trouble: Trouble | None = None) -> str:
        """One message, as the stream sends it."""
        return self._make("entry.html", entry=entry, trouble=trouble, latest="", last=entry.media)

    def error(self, title: str, sentence: str, *, typed: str = "", key: str = "") -> str:
        """A page that says what went wrong; `typed` is given back to be sent again."""
        return self._make("error.html", title=title, sentence=sentence, typed=typed, key=key)

    def enter(self) -> str:
        """The page that sends a browser on to the chat (see `pages.home`)."""
        return self._make("enter.html")

    def tell(self, what: Notice | ResfriError) -> str:
        """A sentence in the page's language."""
        return self.t.tell(what)

    def _make(self, name: str, **values: object) -> str:
        template = self.environment.get_template(name)
        return template.render(brand=self.brand, t=self.t, _=self.t._, new_key=self.new_key, when=self._when, **values)

    def _when(self, at: datetime | None) -> str:
        """The time of day; nothing when the clock stands still, where every message would have the same."""
        return "" if at is None or self.brand.clock_text else self.t.time(local(at).time())


def renderer(brand: Brand) -> Renderer:
    """The renderer of a bot."""
    return Renderer(brand, translator(brand.language), _environment())


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, MARKUP]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(field_prefix=FIELD_PREFIX, max_text=MAX_TEXT, max_file=MAX_FILE, png_size=png_size)
    made.tests["https"] = lambda address: str(address).lower().startswith("https://")
    made.tests["iso_day"] = _is_iso_day
    return made


def _is_iso_day(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%d") is not None  # noqa: DTZ007 - only its form is looked at
    except ValueError:
        return False


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels from a PNG's header (PNG specification §11.2.2), (0, 0) if it is none."""
    if len(data) < 24 or not data.startswith(PNG_SIGNATURE):
        return (0, 0)
    width, height = struct.unpack(">II", data[16:24])
    return (int(width), int(height))


def images(post: Post) -> Sequence[Image]:
    """A post's pictures, in order; the page numbers them from 0."""
    return [block for block in post.blocks if isinstance(block, Image)]
