"""What can be chosen on the page, and the words that stand for it in its address: those of `/topplista`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from chatbot.boards import CAMPAIGN, Wanted
from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.leaderboard import Measure, Period, Size, label, period, previous

FIRST = "månad"  # what the page shows when no period is asked for, as /topplista does
USUAL: Mapping[str, tuple[str, str]] = {
    "week": ("vecka", N_("Veckan")),
    "month": ("månad", N_("Månaden")),
    "year": ("år", N_("Året")),
    "all": ("allt", N_("Hela tiden")),
}
MEASURES: Mapping[Measure | None, tuple[str, str]] = {
    None: ("", N_("Som vanligt")),
    "share": ("andel", N_("Andel av gruppens möten")),
    "fte": ("årsarbetskraft", N_("Möten per årsarbetskraft")),
    "count": ("antal", N_("Antal möten")),
    "hours": ("timmar", N_("Sparade timmar")),
    "kwh": ("kwh", N_("kWh")),
    "kg": ("kg", N_("kg CO2e")),
    "change": ("förbättring", N_("Förbättring")),
}
SIZES: Mapping[Size | None, str] = {None: "", "small": "små", "middle": "mellanstora", "large": "stora"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to a board: what it says, where it leads, and whether it is the one that is shown."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The page's links."""

    periods: Sequence[Choice]
    measures: Sequence[Choice]
    beside: Sequence[Choice]  # the period before, and the one after if it has begun
    live: Choice  # to the same page, refreshing by itself or no longer


def choices(wanted: Wanted | None, words: str, today: date, t: Translator, *, campaign: bool, live: bool) -> Choices:
    """The links from a board, each keeping what it does not change; `wanted` is None where `words` named none."""
    shown = wanted or Wanted(Period("all"))
    other = t._("Sluta uppdatera") if live else t._("Uppdatera sidan av sig själv")
    return Choices(
        _periods(shown, today, t, known=wanted is not None, campaign=campaign, live=live),
        _measures(shown, today, t, known=wanted is not None, live=live),
        _beside(shown, today, t, live=live) if wanted else (),
        Choice(other, _href(words, live=not live)),
    )


def _periods(shown: Wanted, today: date, t: Translator, *, known: bool, campaign: bool, live: bool) -> Sequence[Choice]:
    found = [
        Choice(t._(name), _href(_words(shown, said), live=live), known and _is_now(shown.period, kind, today))
        for kind, (said, name) in USUAL.items()
    ]
    if campaign:
        href = _href(_words(shown, CAMPAIGN), live=live)
        found.append(Choice(t._("Kampanjen"), href, known and bool(shown.period.name)))
    return found


def _measures(shown: Wanted, today: date, t: Translator, *, known: bool, live: bool) -> Sequence[Choice]:
    when = period_words(shown.period, today) if known else FIRST
    return [
        Choice(t._(name), _href(_words(replace(shown, measure=one), when), live=live), known and one == shown.measure)
        for one, (_, name) in MEASURES.items()
    ]


def _beside(shown: Wanted, today: date, t: Translator, *, live: bool) -> Sequence[Choice]:
    of = shown.period
    if of.end is None or of.kind == "between":  # between two dates there is no next
        return ()
    before = previous(of)
    links = [Choice(t._("Tidigare: {period}", period=label(before, t)), _to(shown, before, live=live))]
    if of.end <= today:
        after = period(of.kind, of.end)
        links.append(Choice(t._("Senare: {period}", period=label(after, t)), _to(shown, after, live=live)))
    return links


def _to(shown: Wanted, of: Period, *, live: bool) -> str:
    return _href(_words(shown, fixed_words(of)), live=live)


def _is_now(of: Period, kind: str, today: date) -> bool:
    return of.kind == kind and (of.start is None or of == period(of.kind, today))


def period_words(of: Period, today: date) -> str:
    """The words for a period that go on with the calendar where it is the one of today."""
    now = next((said for kind, (said, _) in USUAL.items() if _is_now(of, kind, today)), "")
    return CAMPAIGN if of.name else now or fixed_words(of)


def fixed_words(of: Period) -> str:
    """What `parse_period` reads as this very period on any day."""
    if of.start is None or of.end is None:
        return "allt"
    match of.kind:
        case "week":
            year, week, _ = of.start.isocalendar()
            return f"{year}-v{week:02}"
        case "month":
            return of.start.strftime("%Y-%m")
        case "quarter":
            return f"kvartal {(of.start.month + 2) // 3} {of.start.year}"
        case "tertial":
            return f"tertial {(of.start.month + 3) // 4} {of.start.year}"
        case "between":
            return f"{of.start} till {date.fromordinal(of.end.toordinal() - 1)}"
        case _:
            return str(of.start.year)


def _words(of: Wanted, when: str) -> str:
    return " ".join(filter(None, (MEASURES[of.measure][0], SIZES[of.size], when)))


def _href(words: str, *, live: bool) -> str:
    return "?" + urlencode({"visa": words or FIRST, **({"uppdatera": "1"} if live else {})})
