"""Which periods can be chosen on the page, and the words that stand for them in its address. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.leaderboard import Period, label, parse_period, period, previous

FIRST = "månad"  # what the page shows when no period is asked for, as /topplista does
USUAL = (("vecka", N_("Veckan")), ("månad", N_("Månaden")), ("år", N_("Året")), ("allt", N_("Hela tiden")))
MAX_WORDS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to a period: what it says, where it leads, and whether it is the one that is shown."""

    label: str
    href: str
    current: bool = False


def asked(words: str, today: date) -> Period | None:
    """The period that is meant, None if it is not understood."""
    said = words.strip()
    return parse_period(said or FIRST, today) if len(said) <= MAX_WORDS else None


def usual(shown: Period | None, today: date, t: Translator, *, live: bool) -> Sequence[Choice]:
    """This week, month and year, and all time."""
    return [Choice(t._(name), href(words, live=live), parse_period(words, today) == shown) for words, name in USUAL]


def beside(shown: Period, today: date, t: Translator, *, live: bool) -> Sequence[Choice]:
    """The period before, and the one after if it has begun; none where a period has no neighbours."""
    if shown.end is None or not words_of(shown):
        return ()
    before = previous(shown)
    links = [Choice(t._("Tidigare: {period}", period=label(before, t)), href(words_of(before), live=live))]
    if shown.end <= today:
        after = period(shown.kind, shown.end)
        links.append(Choice(t._("Senare: {period}", period=label(after, t)), href(words_of(after), live=live)))
    return links


def words_of(of: Period) -> str:
    """What `parse_period` reads as this very period on any day; "" for one that has no such words here."""
    if of.start is None:
        return ""
    match of.kind:
        case "week":
            year, week, _ = of.start.isocalendar()
            return f"{year}-v{week:02}"
        case "month":
            return of.start.strftime("%Y-%m")
        case "year":
            return str(of.start.year)
        case _:
            return ""


def href(words: str, *, live: bool) -> str:
    """The link to a period from the page itself."""
    return "?" + urlencode({"period": words or FIRST, **({"uppdatera": "1"} if live else {})})
