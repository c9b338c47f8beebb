"""What groups may be ordered by: each measure has its rule in words, and gives the figure that is ranked and shown.

Totals favour large groups, so the usual measure is a group's share of its own regular meetings; then meetings per
årsarbetskraft (REMM indicator 1); then plain counts.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from chatbot.errors import N_
from chatbot.leaderboard.periods import Period, days

Measure = Literal["share", "fte", "count", "hours", "kwh", "kg", "change"]
DAYS_A_MONTH = 365.25 / 12
RULES: Mapping[Measure, str] = {
    "share": N_(
        "Ordnat efter hur stor del av gruppens egna återkommande möten som loggats utan resa, högst 100 procent. "
        "Lika tal ger samma plats."
    ),
    "fte": N_(
        "Ordnat efter loggade möten per årsarbetskraft, så att stora och små grupper jämförs rättvist. "
        "Lika tal ger samma plats."
    ),
    "count": N_("Ordnat efter antal loggade möten. Lika många möten ger samma plats."),
    "hours": N_("Ordnat efter sparad restid i timmar. Lika tal ger samma plats."),
    "kwh": N_("Ordnat efter sparad energi i kWh. Lika tal ger samma plats."),
    "kg": N_("Ordnat efter undvikna utsläpp i kg CO2e. Lika tal ger samma plats."),
    "change": N_("Ordnat efter hur många fler möten gruppen loggat än perioden före. Lika tal ger samma plats."),
}


class Tally(NamedTuple):
    """What a group has logged in a period: meetings, and the Wh, g CO2e, travel minutes and vehicle metres saved."""

    group_id: int
    group: str
    organisation: str
    members: int | None  # persons in the group; None if nobody has said
    fte: float | None  # årsarbetskrafter (full-time equivalents)
    recurring_per_month: float | None  # the group's own regular meetings a month, travelled or not
    meetings: int
    wh: int
    g: int
    minutes: int
    metres: int


def usual(tallies: list[Tally], period: Period) -> Measure:
    """The fairest measure that every group has the figures for."""
    if tallies and all(score(tally, "share", period) is not None for tally in tallies):
        return "share"
    if tallies and all(score(tally, "fte", period) is not None for tally in tallies):
        return "fte"
    return "count"


def score(tally: Tally, measure: Measure, period: Period, before: int = 0) -> float | None:
    """The figure as it is printed: percent, meetings per årsarbetskraft with two decimals, hours, kWh, kg or a number;
    None where what it is counted by is not known of the group.

    `before` is how many meetings the group logged in the period before.
    """
    match measure:
        case "share":
            expected = (tally.recurring_per_month or 0) * days(period) / DAYS_A_MONTH
            return float(round(100 * min(1.0, tally.meetings / expected))) if expected > 0 else None
        case "fte":
            return round(tally.meetings / tally.fte, 2) if tally.fte and tally.fte > 0 else None
        case "hours":
            return round(tally.minutes / 60, 1)
        case "kwh":
            return round(tally.wh / 1000, 1)
        case "kg":
            return round(tally.g / 1000, 1)
        case "change":
            return float(tally.meetings - before)
        case "count":
            return float(tally.meetings)
