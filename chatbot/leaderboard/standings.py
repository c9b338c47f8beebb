"""Standings: groups in order, by a rule that is printed. Small groups are never shown by themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chatbot.errors import N_, Notice
from chatbot.i18n import swedish_key
from chatbot.leaderboard.periods import Period

PROTECTED = 5  # a group with fewer members than this is not shown by itself
PER_FTE = N_("Ordnat efter möten per årsarbetskraft, så att stora och små grupper jämförs rättvist.")
BY_COUNT = N_("Ordnat efter antal loggade möten. Lika många möten ger samma plats.")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a group has logged in a period: meetings, Wh, g CO2e, travel minutes and vehicle metres saved."""

    group_id: int
    group: str
    organisation: str
    members: int | None
    fte: float | None  # årsarbetskrafter
    recurring_per_month: float | None
    meetings: int
    wh: int
    g: int
    minutes: int
    metres: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A group's place. Groups that are equal share their rank (1, 1, 3)."""

    rank: int
    group: str
    organisation: str
    meetings: int
    wh: int
    g: int
    minutes: int
    metres: int
    per_fte: float | None
    tied: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of all groups that may be counted."""

    meetings: int = 0
    wh: int = 0
    g: int = 0
    minutes: int = 0
    metres: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """The groups that logged something, in order; `hidden` groups are too small to be shown by themselves."""

    period: Period
    factor_set: str
    rule: Notice
    rows: tuple[Standing, ...]
    hidden: int
    hidden_counted: bool  # True if the small groups' figures are part of the total
    total: Totals


def standings(tallies: Sequence[Tally], period: Period, factor_set: str = "fysik") -> Board:
    """The board of a period. Groups of under five members enter only the total, and only when at least two of them
    hold five persons together: else the total would give one of them away (REMM; small-group protection)."""
    active = [tally for tally in tallies if tally.meetings]
    small = [tally for tally in active if tally.members is not None and tally.members < PROTECTED]
    shown = [tally for tally in active if tally not in small]
    counted = len(small) >= 2 and sum(tally.members or 0 for tally in small) >= PROTECTED
    by_fte = bool(shown) and all(tally.fte for tally in shown)
    return Board(
        period=period,
        factor_set=factor_set,
        rule=Notice(PER_FTE if by_fte else BY_COUNT),
        rows=_ranked(shown, by_fte=by_fte),
        hidden=len(small),
        hidden_counted=counted,
        total=_sum([*shown, *small] if counted else shown),
    )


def _ranked(shown: Sequence[Tally], *, by_fte: bool) -> tuple[Standing, ...]:
    def score(tally: Tally) -> float:
        return tally.meetings / tally.fte if by_fte and tally.fte else float(tally.meetings)

    ordered = sorted(shown, key=lambda tally: (-score(tally), swedish_key(tally.group), tally.group_id))
    scores = [score(tally) for tally in ordered]
    return tuple(
        Standing(
            rank=scores.index(own) + 1,
            group=tally.group,
            organisation=tally.organisation,
            meetings=tally.meetings,
            wh=tally.wh,
            g=tally.g,
            minutes=tally.minutes,
            metres=tally.metres,
            per_fte=own if by_fte else None,
            tied=scores.count(own) > 1,
        )
        for tally, own in zip(ordered, scores, strict=True)
    )


def _sum(tallies: Iterable[Tally]) -> Totals:
    total = Totals()
    for tally in tallies:
        total = Totals(
            total.meetings + tally.meetings,
            total.wh + tally.wh,
            total.g + tally.g,
            total.minutes + tally.minutes,
            total.metres + tally.metres,
        )
    return total
