"""How it goes: places won and lost since last time, milestones, streaks, the common goal, and a coach's word."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.leaderboard.periods import Period, label
from chatbot.leaderboard.standings import Board

MILESTONES = (10, 25, 50, 100, 136, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000)
STREAK = 4  # weeks in a row that are worth telling
SUMMER = range(27, 33)  # ISO weeks of the usual leave; a week without meetings then ends no streak
WORKDAYS = 4  # a week with fewer is no week to miss
WORDS = (
    N_("Varje möte som hålls på distans är en resa som någon slapp. Bra jobbat!"),
    N_("Det tar några möten att komma över tröskeln. Fortsätt så är ni snart där."),
    N_("Är något krångligt? Skriv en fråga till mig, så hittar vi ett tips."),
    N_("Vilket av era nästa möten kan bli utan resa?"),
    N_("Berätta gärna för en annan grupp vad som har fungerat hos er."),
    N_("Har ni hållit möten som inte är loggade? Ni hinner fortfarande."),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """Meetings that all groups aim at together, and how many are logged."""

    meetings: int
    logged: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told beside the board. All of it is of groups that are shown, or of the total that is."""

    moved: Mapping[int, int | None]  # group -> places up (minus: down) since the period before, None = was not there
    milestone: int | None = None  # meetings in all that were passed in the period
    streak: tuple[str, int] | None = None  # the group with the longest row of weeks with meetings, and how many
    goal: Goal | None = None


def progress(
    board: Board,
    before: Board | None,
    totals: tuple[int, int],
    weeks: Mapping[int, frozenset[date]],
    goal: Goal | None = None,
) -> Progress:
    """Compare with the period before.

    `totals` = meetings in all before the period and at its end; `weeks` = the Mondays of each group's weeks with
    meetings, the last ones.
    """
    return Progress(_moved(board, before), _passed(*totals), _longest(board, weeks), goal)


def _moved(board: Board, before: Board | None) -> Mapping[int, int | None]:
    if before is None or not before.rows:
        return {}
    then = {row.group_id: row.rank for row in before.rows}
    moved: dict[int, int | None] = {}
    for row in board.rows:
        was = then.get(row.group_id)
        moved[row.group_id] = was - row.rank if was is not None and row.rank is not None else None
    return moved


def _passed(before: int, now: int) -> int | None:
    return max((stone for stone in MILESTONES if before < stone <= now), default=None)


def _longest(board: Board, weeks: Mapping[int, frozenset[date]]) -> tuple[str, int] | None:
    if board.period.kind != "week" or board.period.start is None:
        return None
    rows = [(streak(weeks.get(row.group_id, frozenset()), board.period.start), row.group) for row in board.rows]
    count, group = max(rows, default=(0, ""), key=lambda one: (one[0], one[1]))
    return (group, count) if count >= STREAK else None


def streak(mondays: frozenset[date], last: date) -> int:
    """Weeks in a row with meetings up to the one that begins on `last`. Weeks of leave and of holidays end none."""
    count, monday = 0, last
    while monday in mondays or (monday != last and week_off(monday) and count):
        count += monday in mondays
        monday -= timedelta(7)
    return count


def week_off(monday: date) -> bool:
    """Whether people are away that week: the summer's leave, or hardly any workday."""
    free = _free(monday.year) | _free(monday.year + 1)
    return monday.isocalendar().week in SUMMER or sum(monday + timedelta(n) not in free for n in range(5)) < WORKDAYS


@cache
def _free(year: int) -> frozenset[date]:
    return frozenset(
        holidays.country_holidays("SE", years=year, language="sv", categories=("public", "de_facto")).keys()
    )


def move_words(moved: Mapping[int, int | None], group_id: int, t: Translator) -> str:
    """ "upp 2", "ner 1", "samma plats", "ny"."""
    steps = moved.get(group_id)
    if steps is None:
        return t._("ny")
    if steps == 0:
        return t._("samma plats")
    return t._("upp {steps}", steps=steps) if steps > 0 else t._("ner {steps}", steps=-steps)


def told(of: Progress, period: Period, t: Translator) -> Sequence[str]:
    """The sentences under the board, the goal first; a coach's word last, another one each period."""
    sentences = [_goal(of.goal, t)] if of.goal else []
    if of.milestone:
        sentences.append(t._("Nu har ni tillsammans passerat {count} möten utan resa.", count=t.number(of.milestone)))
    if of.streak:
        group, weeks = of.streak
        sentences.append(t._("{group} har mötts utan att resa {weeks} veckor i rad.", group=group, weeks=weeks))
    return [*sentences, coach_word(period, t)]


def _goal(goal: Goal, t: Translator) -> str:
    if goal.logged >= goal.meetings:
        return t._(
            "Målet på {goal} möten är nått: {logged} är loggade.",
            goal=t.number(goal.meetings),
            logged=t.number(goal.logged),
        )
    percent = t.number(100 * goal.logged // goal.meetings)
    words = {"goal": t.number(goal.meetings), "logged": t.number(goal.logged), "percent": percent}
    if goal.until is None:
        return t._("Målet är {goal} möten tillsammans. Hittills är {logged} loggade, {percent} procent.", **words)
    return t._(
        "Målet är {goal} möten tillsammans till {day}. Hittills är {logged} loggade, {percent} procent.",
        day=t.short_day(goal.until),
        **words,
    )


def coach_word(period: Period, t: Translator) -> str:
    """A sentence a coach would say; which one follows from the period, so that the same post is always the same."""
    seed = hashlib.sha256(label(period, t).encode()).digest()[0]
    return t._(WORDS[seed % len(WORDS)])
