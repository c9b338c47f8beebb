"""The sums of a saving: what each line shows, and what comes out (pure)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chatbot.errors import N_, Notice, notice
from chatbot.packs.factors import Certainty, Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the sums: what, how much in which unit, from where, how surely, and the factor's id."""

    label: Notice
    value: str  # a plain decimal number with a point
    unit: str
    source: Notice
    certainty: Certainty = "hög"
    factor_id: str = ""


@dataclass(frozen=True, slots=True)
class Saving:
    """Net saving in whole units, its interval, and what is needed to reckon it again."""

    vehicle_m: int
    person_minutes: int
    wh: int
    g: int
    ore: int
    wh_low: int
    wh_high: int
    g_low: int
    g_high: int
    own_wh: int  # the meeting's own energy, already subtracted
    own_g: int
    factor_set: str
    factor_version: str
    factor_ids: tuple[str, ...]
    lines: tuple[Line, ...]


def whole(value: Decimal | float) -> int:
    """To the nearest integer, halves up, so that a sum can be checked by hand."""
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def plain(value: Decimal) -> str:
    """At most three decimals, no zeros at the end, never an exponent."""
    return f"{value.quantize(Decimal('0.001'), ROUND_HALF_UP).normalize():f}"


def km_line(label: str, metres: Decimal, unit: str) -> Line:
    """A stretch in kilometres that follows from the lines above."""
    return Line(notice(label), plain(metres / 1000), unit, notice(N_("Räknat ur raderna ovanför")), "medel")


def factor_line(figure: Figure) -> Line:
    """A factor with its source; a value carried past its time says so."""
    source = notice(figure.source)
    if figure.carried:
        source = notice(N_("{source} (det senast kända värdet, använt längre än det gällde)"), source=figure.source)
    return Line(notice(figure.label), plain(figure.value), figure.unit, source, figure.certainty, figure.id)
