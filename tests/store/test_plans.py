"""What is looked up often is found by an index, and boards never read the rows of meetings, which are wide."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event

from chatbot.ledger import DEFAULT_SET
from chatbot.store import Store, Tx, meetings, outbox

DAYS = (date(2026, 11, 23), date(2026, 11, 30))
ALL_TIME = (None, None)


def plan(store: Store, work: Callable[[Tx], Any]) -> str:
    """How the engine would carry out the statement that the work makes."""

    def explained(tx: Tx) -> str:
        said: list[tuple[str, Any]] = []
        event.listen(tx, "before_cursor_execute", lambda *call: said.append((call[2], call[3])))
        work(tx)
        statement, parameters = said[0]
        how = "EXPLAIN QUERY PLAN" if store.dialect == "sqlite" else "EXPLAIN"
        if store.dialect == "postgresql":  # an empty table is read whole by any sensible planner
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        return "\n".join(str(row[-1]) for row in tx.exec_driver_sql(f"{how} {statement}", parameters))

    return store.call(explained)


@pytest.mark.parametrize(("span", "index"), [(DAYS, "ix_meeting_board"), (ALL_TIME, "ix_meeting_group")])
def test_a_board_reads_an_index_and_no_rows(store: Store, span: Any, index: str) -> None:
    """A span of days by the days, all time by the groups; a million rows of three kilobytes stay where they are."""
    told = plan(store, lambda tx: meetings.tallies(tx, 1, DEFAULT_SET, *span))
    only = {"sqlite": f"meeting USING COVERING INDEX {index}", "postgresql": f"Index Only Scan using {index}"}
    assert only[store.dialect] in told


def test_a_row_of_weeks_reads_an_index_and_no_rows(store: Store) -> None:
    """Asked once for each week that is looked back on."""
    told = plan(store, lambda tx: meetings.who_met(tx, DEFAULT_SET, *DAYS))
    only = {"sqlite": "USING COVERING INDEX ix_meeting_board", "postgresql": "Index Only Scan using ix_meeting_board"}
    assert only[store.dialect] in told


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda tx: meetings.on_day(tx, 1, DAYS[0]), "ix_meeting_group"),
        (lambda tx: meetings.of_group(tx, 1), "ix_meeting_group"),
        (lambda tx: meetings.of_person(tx, 1), "ix_meeting_person"),
        (lambda tx: meetings.all_after(tx, 1), {"sqlite": "PRIMARY KEY", "postgresql": "pk_meeting"}),
    ],
    ids=["on_day", "of_group", "of_person", "all_after"],
)
def test_logging_looks_no_further_than_it_must(store: Store, work: Callable[[Tx], Any], index: Any) -> None:
    """A meeting is logged as fast with a million others as with ten."""
    told = plan(store, work)
    assert (index if isinstance(index, str) else index[store.dialect]) in told
    assert "SCAN meeting" not in told


def test_looking_for_what_is_to_be_sent_reads_nothing_that_was(store: Store, now: datetime) -> None:
    """Asked four times a second, however much has been sent over the years."""
    told = plan(store, lambda tx: outbox.lease(tx, "chat", "me", now, 8))
    assert told.count("ix_outbox_due") == 2
    assert "ix_outbox_feed" not in told
