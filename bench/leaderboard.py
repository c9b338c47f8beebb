"""Boards over many meetings: the week's and all time's, beside the plain GROUP BY they rest on, and DuckDB.

Run from the checkout: `python bench/leaderboard.py [meetings] [database]`, by default 10,000, 100,000 and 1,000,000
meetings of 5,000 groups in one federation over three years, on SQLite. A PostgreSQL address as the last word runs it
there: the database must be empty. DuckDB is a peer to compare with and not part of Resfri (`pip install duckdb`).
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from chatbot import boards
from chatbot.boards import Wanted
from chatbot.leaderboard import Period, period
from chatbot.ledger import DEFAULT_SET
from chatbot.store import Store, Tx, migrate, open_store
from chatbot.store.schema import federation, group, meeting, organisation

GROUPS, DAYS = 5000, 3 * 365
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
BATCH, REPEATS = 20_000, 5
PLAIN = "SELECT group_id, count(*), sum(wh), sum(g), sum(minutes), sum(metres) FROM meeting {where} GROUP BY group_id"
Run = Callable[[], Any]


def fill(store: Store, count: int, already: int) -> None:
    """Meetings up to `count`, with figures drawn by a fixed seed; the groups too if there are none."""
    dice = random.Random(already)
    if not already:
        store.call(_groups)
    for start in range(already, count, BATCH):
        rows = [_meeting(dice) for _ in range(min(BATCH, count - start))]
        store.call(partial(_insert, rows))
    store.call(lambda tx: tx.execute(text("ANALYZE")))


def _insert(rows: list[dict[str, Any]], tx: Tx) -> None:
    tx.execute(meeting.insert(), rows)


def _groups(tx: Tx) -> None:
    tx.execute(federation.insert(), [{"id": 1, "name": "Bänk"}])
    tx.execute(organisation.insert(), [{"id": 1, "federation_id": 1, "name": "Bänk"}])
    rows = [
        {"id": n + 1, "organisation_id": 1, "name": f"Grupp {n}", "members": 5 + n % 20, "fte": 3.5, "created_at": NOW}
        for n in range(GROUPS)
    ]
    tx.execute(group.insert(), rows)


def _meeting(dice: random.Random) -> dict[str, Any]:
    return {
        "group_id": dice.randrange(GROUPS) + 1,
        "day": TODAY - timedelta(days=dice.randrange(DAYS)),
        "participants": 6,
        "form": "webb",
        "details": {},
        "calculation": {},
        "metres": dice.randrange(200_000),
        "minutes": dice.randrange(600),
        "wh": dice.randrange(90_000),
        "g": dice.randrange(30_000),
        "factor_set": DEFAULT_SET,
        "factor_version": "1",
        "undone": False,
        "created_at": NOW,
    }


def timed(run: Run) -> float:
    """Milliseconds, the median of a few."""
    took = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    return sorted(took)[len(took) // 2]


def measured(store: Store, wanted: Period) -> tuple[float, float]:
    """The board, and the plain GROUP BY over the same days."""
    where, days = "", {}
    if wanted.start and wanted.end:
        where, days = "WHERE day >= :start AND day < :end", {"start": wanted.start, "end": wanted.end}
    plain = text(PLAIN.format(where=where))
    board = timed(lambda: store.read(lambda tx: boards.board(tx, 1, Wanted(wanted))))
    return board, timed(lambda: store.read(lambda tx: tx.execute(plain, days).all()))


def duck(store: Store, wanted: Period) -> float | None:
    """DuckDB over a copy of the same rows, None if it is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    other = duckdb.connect()
    other.execute("CREATE TABLE meeting (group_id INT, day DATE, wh BIGINT, g BIGINT, minutes BIGINT, metres BIGINT)")
    rows = store.read(lambda tx: tx.execute(text("SELECT group_id, day, wh, g, minutes, metres FROM meeting")).all())
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.csv"
        table.write_text("\n".join(",".join(map(str, row)) for row in rows), "ascii")
        other.execute(f"COPY meeting FROM '{table}' (HEADER false)")
    where = f"WHERE day >= '{wanted.start}' AND day < '{wanted.end}'" if wanted.start else ""
    return timed(lambda: other.execute(PLAIN.format(where=where)).fetchall())


def main() -> None:
    """Print the figures for each size."""
    said = sys.argv[1:]
    sizes = [int(one) for one in said if one.isdecimal()] or [10_000, 100_000, 1_000_000]
    address = next((one for one in said if "://" in one), "")
    with tempfile.TemporaryDirectory() as folder:
        url = address or f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        with open_store(url) as store:
            migrate(store)
            print(f"{store.dialect}, {GROUPS} groups; ms, median of {REPEATS}")
            print(
                f"{'meetings':>10}  {'board of':<8} {'Resfri':>8} {'GROUP BY':>9} {'DuckDB':>8} {'ratio':>6} {'MB':>6}"
            )
            already = 0
            for size in sorted(sizes):
                fill(store, size, already)
                already = size
                for name, wanted in (("week", period("week", TODAY)), ("all", Period("all"))):
                    board, plain = measured(store, wanted)
                    other = duck(store, wanted) if size <= 1_000_000 else None
                    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                    beside = f"{other:8.1f}" if other is not None else f"{'-':>8}"
                    print(
                        f"{size:>10}  {name:<8} {board:8.1f} {plain:9.1f} {beside} {board / plain:6.2f} {memory:6.0f}"
                    )


if __name__ == "__main__":
    main()
