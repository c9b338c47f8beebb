"""From a post to a page, by templates that escape everything. Pure."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chatbot.clock import local
from chatbot.i18n import Translator
from chatbot.pages.choices import choices
from chatbot.pages.names import slug
from chatbot.pages.sight import Sight
from chatbot.ports import Brand
from chatbot.resources import MARKUP

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Renderer:
    """Makes pages in one language."""

    brand: Brand
    t: Translator
    refresh_seconds: int

    def board(self, sight: Sight, at: datetime, words: str, *, live: bool) -> str:
        """The board; `words` is what was asked for, shown again where it was not understood."""
        links = choices(sight.wanted, words, local(at).date(), self.t, campaign=sight.campaign, live=live)
        told = self._told(at, live=live)
        return self._make("board.html", sight=sight, words=words, live=live, links=links, told=told)

    def federations(self, names: Sequence[str]) -> str:
        """Which boards there are, for those whom the login lets in."""
        return self._make("federations.html", links=[(name, slug(name)) for name in names])

    def refusal(self, title: str, sentence: str) -> str:
        """A page that says why there is nothing to see."""
        return self._make("refusal.html", title=title, sentence=sentence)

    def _told(self, at: datetime, *, live: bool) -> str:
        """How fresh the figures are. A clock that stands still (the demo) has no time to tell."""
        day, time = self.t.short_day(local(at).date()), self.t.time(local(at).time())
        fresh = "" if self.brand.clock_text else self.t._("Hämtad {day} kl. {time}.", day=day, time=time)
        if not live:
            return fresh
        again = self.t.n(
            "Sidan hämtas på nytt varje sekund.",
            "Sidan hämtas på nytt med {count} sekunders mellanrum.",
            self.refresh_seconds,
        )
        return f"{fresh} {again}".strip()

    def _make(self, name: str, **values: object) -> str:
        return _environment().get_template(name).render(brand=self.brand, t=self.t, _=self.t._, **values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, MARKUP]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["base64"] = lambda data: b64encode(data).decode("ascii")
    made.tests["https"] = lambda address: str(address).lower().startswith("https://")
    return made
