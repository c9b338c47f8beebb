"""Boards: the one door to standings, for a command, a job and a page alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chatbot.clock import STOCKHOLM
from chatbot.errors import N_
from chatbot.leaderboard import (
    Board,
    Goal,
    Measure,
    Period,
    Progress,
    Size,
    between,
    days,
    previous,
    progress,
    standings,
    week_off,
)
from chatbot.ledger import DEFAULT_SET
from chatbot.store import Tx, groups, meetings
from chatbot.store.campaigns import Campaign

STREAK_WEEKS = 60  # a row of weeks is told of up to this many
LATE = timedelta(days=7)  # after a campaign's last day, for meetings that are logged late
CAMPAIGN = "kampanj"
NO_CAMPAIGN = N_("Ingen kampanj är igång.")
NO_CAMPAIGN_ADVICE = N_("En samordnare startar en i chatten med /kampanj. Välj en annan period så länge.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which board: its period, what it is ordered by (None = the fairest there are figures for), of which groups."""

    period: Period
    measure: Measure | None = None
    size: Size | None = None
    logged_before: datetime | None = None  # what was logged later is not counted
    goal: int | None = None  # meetings a campaign aims at, in place of the federation's own goal


def means_campaign(period_words: str) -> bool:
    """Whether the words for a period ask for the campaign's."""
    return period_words.casefold() in {CAMPAIGN, f"{CAMPAIGN}en"}


def board(tx: Tx, federation_id: int, wanted: Wanted, factor_set: str = DEFAULT_SET) -> Board:
    """The groups of a federation in a period, by one factor set."""
    of, before = wanted.period, previous(wanted.period)
    then = {}
    if wanted.measure == "change" and days(of):
        counted = meetings.tallies(tx, federation_id, factor_set, before.start, before.end)
        then = {tally.group_id: tally.meetings for tally in counted}
    now = meetings.tallies(tx, federation_id, factor_set, of.start, of.end, wanted.logged_before)
    return standings(now, of, factor_set, wanted.measure, wanted.size, then)


def how_it_goes(tx: Tx, federation_id: int, shown: Board, wanted: Wanted) -> Progress:
    """What has happened since the period before the board's, and how near the common goal is."""
    of = shown.period
    before = board(tx, federation_id, Wanted(previous(of), shown.measure, shown.size)) if days(of) else None
    totals = (0, 0)
    if of.start and of.end:
        earlier = _logged(tx, federation_id, None, of.start)
        totals = (earlier, earlier + shown.total.meetings)
    return progress(shown, before, totals, _weeks(tx, shown), _goal(tx, federation_id, shown, wanted))


def _weeks(tx: Tx, shown: Board) -> Mapping[int, frozenset[date]]:
    """The Mondays on whose weeks each group has met, looked up only as far back as somebody's row of weeks reaches."""
    if shown.period.kind != "week" or shown.period.start is None:
        return {}
    found: dict[int, set[date]] = {}
    going, monday = {row.group_id for row in shown.rows}, shown.period.start
    for _ in range(STREAK_WEEKS):
        met = meetings.who_met(tx, shown.factor_set, monday, monday + timedelta(weeks=1))
        for group_id in going & met:
            found.setdefault(group_id, set()).add(monday)
        if not week_off(monday):
            going &= met
        if not going:
            break
        monday -= timedelta(weeks=1)
    return {group_id: frozenset(mondays) for group_id, mondays in found.items()}


def _goal(tx: Tx, federation_id: int, shown: Board, wanted: Wanted) -> Goal | None:
    """The campaign's goal, else the federation's, and how many of its meetings are logged; None if it has none."""
    if wanted.goal is not None and wanted.period.end is not None:
        return Goal(wanted.goal, shown.total.meetings, wanted.period.end - timedelta(1))
    aim = groups.goal_of(tx, federation_id)
    if aim is None:
        return None
    end = aim.until + timedelta(1) if aim.until else None
    return Goal(aim.meetings, _logged(tx, federation_id, aim.since, end), aim.until)


def of_campaign(one: Campaign) -> Wanted:
    """Its board: the days of the campaign, and what was logged within a week after the last."""
    return Wanted(between(one.first, one.last, one.name), logged_before=closes(one), goal=one.goal)


def closes(one: Campaign) -> datetime:
    """When a campaign's figures stand fast: seven days after its last day, at midnight in Sweden."""
    return datetime.combine(one.last + LATE + timedelta(1), time(), STOCKHOLM)


def _logged(tx: Tx, federation_id: int, start: date | None, end: date | None) -> int:
    """Meetings in all, of the groups that may be counted."""
    tallies = meetings.tallies(tx, federation_id, DEFAULT_SET, start, end)
    return standings(tallies, Period("all")).total.meetings
