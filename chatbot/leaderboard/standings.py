"""Standings: groups in order, by a rule that is printed. Small groups are never shown by themselves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from chatbot.errors import N_, Notice
from chatbot.i18n import swedish_key
from chatbot.leaderboard.periods import Period

PROTECTED = 5  # a group with fewer members than this is not shown by itself
PER_FTE = N_(
    "Ordnat efter loggade möten per årsarbetskraft, så att stora och små grupper jämförs rättvist. "
    "Lika tal ger samma plats."
)
BY_COUNT = N_("Ordnat efter antal loggade möten. Lika många möten ger samma plats.")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a group has logged in a period: meetings, and the Wh, g CO2e, travel minutes and vehicle metres saved."""

    group_id: int
    group: str
    organisation: str
    members: int | None  # persons in the group; None if nobody has said
    fte: float | None  # årsarbetskrafter (full-time equivalents)
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
    per_fte: float | None  # meetings per årsarbetskraft as printed (two decimals), None on a board ranked by number
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
    """The board of a period, by one factor set.

    Groups of fewer than five members are not ranked. Their figures enter the total only when at least two that have
    logged something hold five persons together: else the total less the rows would give one of them away.
    """
    active = [tally for tally in tallies if tally.meetings]
    shown = [tally for tally in active if not is_small(tally)]
    small = [tally for tally in active if is_small(tally)]
    counted = len(small) >= 2 and sum(tally.members or 0 for tally in small) >= PROTECTED
    by_fte = bool(shown) and all(tally.fte is not None and tally.fte > 0 for tally in shown)
    return Board(
        period=period,
        factor_set=factor_set,
        rule=Notice(PER_FTE if by_fte else BY_COUNT),
        rows=_ranked(shown, by_fte=by_fte),
        hidden=sum(map(is_small, tallies)),  # also silent ones: who logged is nobody's business
        hidden_counted=counted,
        total=_sum([*shown, *small] if counted else shown),
    )


def is_small(tally: Tally) -> bool:
    """True for a group known to have fewer than five members."""
    return tally.members is not None and tally.members < PROTECTED


def _ranked(shown: Iterable[Tally], *, by_fte: bool) -> tuple[Standing, ...]:
    scored = [(tally, _score(tally, by_fte=by_fte)) for tally in shown]
    # Name before id: the order of equals is the alphabet's, whichever group was made or logged first.
    scored.sort(key=lambda one: (-one[1], swedish_key(one[0].group), swedish_key(one[0].organisation), one[0].group_id))
    sharing = Counter(score for _, score in scored)
    ranks: dict[float, int] = {}
    for place, (_, score) in enumerate(scored, 1):
        ranks.setdefault(score, place)
    return tuple(
        _standing(tally, ranks[score], score if by_fte else None, tied=sharing[score] > 1) for tally, score in scored
    )


def _score(tally: Tally, *, by_fte: bool) -> float:
    """What is ranked is what is printed: groups that both show 0,33 share a place."""
    return round(tally.meetings / tally.fte, 2) if by_fte and tally.fte else float(tally.meetings)


def _standing(tally: Tally, rank: int, per_fte: float | None, *, tied: bool) -> Standing:
    return Standing(
        rank=rank,
        group=tally.group,
        organisation=tally.organisation,
        meetings=tally.meetings,
        wh=tally.wh,
        g=tally.g,
        minutes=tally.minutes,
        metres=tally.metres,
        per_fte=per_fte,
        tied=tied,
    )


def _sum(tallies: Sequence[Tally]) -> Totals:
    return Totals(**{field.name: sum(getattr(tally, field.name) for tally in tallies) for field in fields(Totals)})
