"""Words, numbers and dates in the reader's language. Swedish is the source; other languages are catalogues."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from chatbot.errors import N_, Notice, ResfriError
from chatbot.resources import locales_folder

SOURCE = "sv"
# Babel's bare "sv" has the wrong first week of the year on 1,834 of 4,018 days; "sv_SE" on none (docs/glossary).
BABEL_LOCALES = {"sv": "sv_SE", "en": "en_GB"}
SWEDISH_ORDER = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})

__all__ = ["N_", "SOURCE", "Translator", "languages", "swedish_key", "translator"]


@dataclass(frozen=True, slots=True)
class Translator:
    """One language: `_` for sentences, `n` for plurals, and the ways to write numbers and dates."""

    language: str
    catalogue: NullTranslations

    def _(self, message: str, /, **fields: object) -> str:
        """The sentence in this language, its named placeholders filled."""
        return _fill(self.catalogue.gettext(message) if message else "", fields)

    def n(self, singular: str, plural: str, count: int, /, **fields: object) -> str:
        """The sentence in its singular or plural form; `{count}` is the number as written in this language."""
        chosen = self.catalogue.ngettext(singular, plural, count)
        return _fill(chosen, {**fields, "count": self.number(count)})

    def tell(self, what: Notice | ResfriError) -> str:
        """A notice or an error as a sentence."""
        if isinstance(what, Notice) and what.plural:
            return self.n(what.message, what.plural, what.count, **what.fields)
        return self._(what.message, **what.fields)

    @property
    def locale(self) -> str:
        """The name Babel knows this language by."""
        return BABEL_LOCALES.get(self.language, self.language)

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """A number with this language's separators and at most `decimals` decimals."""
        pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self.locale)

    def day(self, day: date) -> str:
        """A day in words: "tisdag 17 november 2026"."""
        return format_date(day, format="EEEE d MMMM y", locale=self.locale)

    def short_day(self, day: date) -> str:
        """A day short: "17 nov. 2026"."""
        return format_date(day, format="d MMM y", locale=self.locale)

    def month(self, day: date) -> str:
        """A month in words: "november 2026"."""
        return format_date(day, format="MMMM y", locale=self.locale)

    def time(self, at: time) -> str:
        """A time of day: "13.30"."""
        return f"{at.hour}.{at.minute:02}" if self.language == SOURCE else f"{at.hour}:{at.minute:02}"

    def either(self, words: Iterable[str]) -> str:
        """ "a, b eller c"."""
        return format_list(list(words), style="or", locale=self.locale)

    def all_of(self, words: Iterable[str]) -> str:
        """ "a, b och c"."""
        return format_list(list(words), style="standard", locale=self.locale)


def _fill(message: str, fields: dict[str, object]) -> str:
    return message.format(**fields) if fields else message


def languages(folder: Path | None = None) -> tuple[str, ...]:
    """The languages there is a catalogue for, Swedish first."""
    root = folder or locales_folder()
    found = sorted(p.parent.parent.name for p in root.glob("*/LC_MESSAGES/chatbot.po"))
    found += sorted(p.parent.parent.name for p in root.glob("*/LC_MESSAGES/chatbot.mo"))
    return (SOURCE, *dict.fromkeys(name for name in found if name != SOURCE))


@lru_cache(maxsize=8)
def translator(language: str = SOURCE) -> Translator:
    """The language asked for, its nearest ("en_GB" -> "en"), else Swedish."""
    name = language.replace("-", "_").split("_")[0].lower()
    if name == SOURCE or name not in languages():
        return Translator(SOURCE, NullTranslations())
    return Translator(name, _catalogue(locales_folder() / name / "LC_MESSAGES"))


def _catalogue(folder: Path) -> GNUTranslations:
    compiled = folder / "chatbot.mo"
    if compiled.exists():
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    return _compile(folder / "chatbot.po")


def _compile(source: Path) -> GNUTranslations:
    """In a checkout there are only .po files; the wheel's build compiles them (hatch_build.py)."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    buffer = io.BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file))
    buffer.seek(0)
    return GNUTranslations(buffer)


@lru_cache(maxsize=10_000)  # thousands of groups are sorted for each board
def swedish_key(word: str) -> str:
    """Sort key with å, ä and ö last, in that order; Python by itself puts Ä before Å."""
    return word.casefold().translate(SWEDISH_ORDER)
