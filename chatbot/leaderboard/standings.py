"""Standings: groups in order, by a rule that is printed. Small groups are never shown by themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal, NamedTuple

from chatbot.errors import Notice
from chatbot.i18n import swedish_key
from chatbot.leaderboard.measures import RULES, Measure, Tally, score, usual
from chatbot.leaderboard.periods import Period, days

PROTECTED = 5  # a group with fewer members than this is not shown by itself
LEAST = 2  # meetings in a month or more, for a place by a measure that one meeting could win
A_MONTH = 28  # days
Size = Literal["small", "middle", "large"]
SIZES: Mapping[Size, tuple[int, int]] = {"small": (5, 9), "middle": (10, 24), "large": (25, 10**9)}  # members


class Standing(NamedTuple):
    """A group's place. Groups that are equal share their rank (1, 1, 3)."""

    rank: int | None  # None: no place, for want of meetings or of what the measure is counted by
    group_id: int
    group: str
    organisation: str
    meetings: int
    wh: int
    g: int
    minutes: int
    metres: int
    score: float | None  # as printed, in the unit of the board's measure; None where it cannot be counted
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
    measure: Measure
    rows: tuple[Standing, ...]
    hidden: int
    hidden_counted: bool  # True if the small groups' figures are part of the total
    total: Totals
    size: Size | None = None  # only groups of this size are shown; the total is of all

    @property
    def rule(self) -> Notice:
        """What the order is by, in words."""
        return Notice(RULES[self.measure])


def standings(
    tallies: Sequence[Tally],
    period: Period,
    factor_set: str = "fysik",
    measure: Measure | None = None,
    size: Size | None = None,
    before: Mapping[int, int] | None = None,
) -> Board:
    """The board of a period, by one factor set.

    `measure` None is the fairest that all groups shown have figures for; `before` is the number of meetings of each
    group in the period before. Groups of fewer than five members are not ranked. Their figures enter the total only if
    there are at least two such groups with five members together, whoever of them logged: the total less the rows is
    then always the sum of the same groups, and no two boards can be subtracted to give one of them away.
    """
    active = [tally for tally in tallies if tally.meetings]
    small = [tally for tally in tallies if is_small(tally)]
    counted = len(small) >= 2 and sum(tally.members or 0 for tally in small) >= PROTECTED
    shown = [tally for tally in active if not is_small(tally)]
    by = measure or usual(shown, period)
    listed = [tally for tally in shown if size is None or size_of(tally) == size]
    return Board(
        period=period,
        factor_set=factor_set,
        measure=by,
        rows=_ranked(listed, by, period, before or {}),
        hidden=len(small),  # also silent ones: who logged is nobody's business
        hidden_counted=counted,
        total=_sum([*shown, *small] if counted else shown),
        size=size,
    )


def is_small(tally: Tally) -> bool:
    """True for a group known to have fewer than five members."""
    return tally.members is not None and tally.members < PROTECTED


def size_of(tally: Tally) -> Size | None:
    """The size class by members, None where they are not told or too few to be shown."""
    members = tally.members or 0
    return next((size for size, (least, most) in SIZES.items() if least <= members <= most), None)


def _ranked(
    shown: Iterable[Tally], measure: Measure, period: Period, before: Mapping[int, int]
) -> tuple[Standing, ...]:
    least = _least(measure, period)
    placed: list[tuple[Tally, float]] = []
    rest: list[tuple[Tally, float | None]] = []
    for tally in sorted(shown, key=_alphabet):
        value = score(tally, measure, period, before.get(tally.group_id, 0))  # as printed: 0,33 twice is a tie
        if value is not None and tally.meetings >= least:
            placed.append((tally, value))
        else:
            rest.append((tally, value))
    placed.sort(key=lambda one: -one[1])  # equals keep the alphabet's order; one sort by both takes twice as long
    sharing = Counter(value for _, value in placed)
    ranks: dict[float, int] = {}
    for place, (_, value) in enumerate(placed, 1):
        ranks.setdefault(value, place)
    return (
        *(_standing(tally, ranks[value], value, tied=sharing[value] > 1) for tally, value in placed),
        *(_standing(tally, None, value, tied=False) for tally, value in rest),
    )


def _alphabet(tally: Tally) -> tuple[object, ...]:
    """Name before id: the order of equals is the alphabet's, whichever group was made or logged first."""
    return swedish_key(tally.group), swedish_key(tally.organisation), tally.group_id


def _least(measure: Measure, period: Period) -> int:
    """The meetings it takes to be ranked: one lucky meeting wins no month."""
    short = 0 < days(period) < A_MONTH
    return 0 if short or measure not in {"share", "fte"} else LEAST


def _standing(tally: Tally, rank: int | None, value: float | None, *, tied: bool) -> Standing:
    return Standing(  # by place, for thousands are made: by name takes three times as long
        rank,
        tally.group_id,
        tally.group,
        tally.organisation,
        tally.meetings,
        tally.wh,
        tally.g,
        tally.minutes,
        tally.metres,
        value,
        tied,
    )


def _sum(tallies: Sequence[Tally]) -> Totals:
    figures = attrgetter(*(field.name for field in fields(Totals)))
    return Totals(*map(sum, zip(*map(figures, tallies), strict=True)))
