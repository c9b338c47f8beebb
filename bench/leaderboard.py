"""Boards over many meetings: the week's and all time's, beside the plain GROUP BY they rest on, and DuckDB.

Run from the checkout: `python bench/leaderboard.py [meetings] [database]`, by default 10,000, 100,000 and 1,000,000
meetings of 5,000 groups in one federation over three years, on SQLite. A PostgreSQL address as the last word runs it
there: the database must be empty. Rows are as wide as real ones, so a million take 3 GB.

"post" is the board with what is told beside it (places won and lost, streak, milestone), as a chat or page gets it.
PostgreSQL is measured after a VACUUM, which it does by itself within a minute; SQLite without an ANALYZE, which Resfri
never does. "MB" is the most that a process held which looked at that board alone, Python and its libraries included.
DuckDB is a peer to compare with and not part of Resfri (`pip install duckdb`); it is handed six columns of the rows.
"""

import csv
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from chatbot import app, boards, ledger
from chatbot.boards import Wanted
from chatbot.clock import system_clock
from chatbot.leaderboard import Period, period
from chatbot.ledger import DEFAULT_SET
from chatbot.meetings import Meeting, Traveller
from chatbot.settings import Settings
from chatbot.store import Store, Tx, migrate, open_reader, open_store
from chatbot.store.meetings import MEETING, SAVING
from chatbot.store.schema import federation, group, meeting, organisation

GROUPS, DAYS = 5000, 3 * 365
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
BATCH, REPEATS = 20_000, 5
PLAIN = (
    "SELECT group_id, count(*), sum(wh), sum(g), sum(minutes), sum(metres) FROM meeting "
    "WHERE {undone} AND factor_set = '{factor_set}'{days} GROUP BY group_id"
)
SPANS = {"week": period("week", TODAY), "all": Period("all")}
Run = Callable[[], Any]
Row = dict[str, Any]


def fill(store: Store, count: int, already: int) -> None:
    """Meetings up to `count`, with figures drawn by a fixed seed; the groups too if there are none."""
    dice, like = random.Random(already), _like_a_real_one()
    if not already:
        store.call(_groups)
    for start in range(already, count, BATCH):
        rows = [like | _drawn(dice) for _ in range(min(BATCH, count - start))]
        store.call(partial(_insert, rows))


def settle(url: str) -> None:
    """What PostgreSQL does by itself soon after."""
    if url.startswith("postgresql"):
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()


def _insert(rows: list[Row], tx: Tx) -> None:
    tx.execute(meeting.insert(), rows)


def _groups(tx: Tx) -> None:
    tx.execute(federation.insert(), [{"id": 1, "name": "Bänk"}])
    tx.execute(organisation.insert(), [{"id": 1, "federation_id": 1, "name": "Bänk"}])
    rows = [
        {"id": n + 1, "organisation_id": 1, "name": f"Grupp {n}", "members": 5 + n % 20, "fte": 3.5, "created_at": NOW}
        for n in range(GROUPS)
    ]
    tx.execute(group.insert(), rows)


def _like_a_real_one() -> Row:
    """What is alike in all rows, with the details and the calculation of a usual meeting."""
    who = (Traveller("Mellerud", 4),)
    facts = Meeting(TODAY, None, 60, 6, "webb", "teams", "Åmål", who, "bil", None, "ja", 100)
    sums = ledger.reckon(facts, app.load_packs(Settings(), system_clock).library)
    return {
        "participants": 6,
        "form": "webb",
        "details": MEETING.dump_python(facts, mode="json"),
        "calculation": SAVING.dump_python(sums, mode="json"),
        "factor_set": DEFAULT_SET,
        "factor_version": "1",
        "undone": False,
        "created_at": NOW,
    }


def _drawn(dice: random.Random) -> Row:
    return {
        "group_id": dice.randrange(GROUPS) + 1,
        "day": TODAY - timedelta(days=dice.randrange(DAYS)),
        "metres": dice.randrange(200_000),
        "minutes": dice.randrange(600),
        "wh": dice.randrange(90_000),
        "g": dice.randrange(30_000),
    }


def timed(run: Run) -> float:
    """Milliseconds, the median of a few."""
    took = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    return sorted(took)[len(took) // 2]


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds for the board, the board with what is told beside it and the plain GROUP BY; the most MB held."""

    board: float
    post: float
    plain: float
    megabytes: float


def measured(url: str, name: str) -> Seen:
    """One board, in a process of its own."""
    wanted = Wanted(SPANS[name])
    with open_reader(url) as store:
        query = text(plain(SPANS[name], "NOT undone"))
        board = timed(lambda: store.read(lambda tx: boards.board(tx, 1, wanted)))
        post = timed(lambda: store.read(lambda tx: boards.how_it_goes(tx, 1, boards.board(tx, 1, wanted), wanted)))
        beside = timed(lambda: store.read(lambda tx: tx.execute(query).all()))
    return Seen(board, post, beside, most_held())


def most_held() -> float:
    """The most MB this process has held, as Linux tells it; `getrusage` counts what the parent held before the fork."""
    told = Path("/proc/self/status").read_text("ascii")
    return int(told.split("VmHWM:")[1].split()[0]) / 1024


def plain(of: Period, undone: str) -> str:
    """The sums in one statement."""
    days = f" AND day >= '{of.start}' AND day < '{of.end}'" if of.start else ""
    return PLAIN.format(undone=undone, factor_set=DEFAULT_SET, days=days)


def duck(store: Store) -> dict[str, float]:
    """DuckDB over a copy of the same rows; nothing if it is not installed."""
    try:
        import duckdb
    except ImportError:
        return {}
    other = duckdb.connect()
    columns = "group_id INT, day DATE, wh BIGINT, g BIGINT, minutes BIGINT, metres BIGINT, factor_set VARCHAR"
    other.execute(f"CREATE TABLE meeting ({columns})")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.csv"
        store.read(partial(_written, table))
        other.execute(f"COPY meeting FROM '{table}' (HEADER false)")

    def sums(of: Period) -> list[Any]:
        found: list[Any] = other.execute(plain(of, "true")).fetchall()
        return found

    return {name: timed(partial(sums, of)) for name, of in SPANS.items()}


def _written(table: Path, tx: Tx) -> None:
    wanted = text("SELECT group_id, day, wh, g, minutes, metres, factor_set FROM meeting")
    with table.open("w", newline="") as file:
        csv.writer(file).writerows(tx.execute(wanted, execution_options={"stream_results": True}))


def main() -> None:
    """Print the figures for each size."""
    said = sys.argv[1:]
    sizes = sorted(int(one) for one in said if one.isdecimal()) or [10_000, 100_000, 1_000_000]
    address = next((one for one in said if "://" in one), "").replace("postgresql://", "postgresql+psycopg://")
    alone = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1)
    with tempfile.TemporaryDirectory() as folder, alone:
        url = address or f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        with open_store(url) as store:
            migrate(store)
            print(f"{store.dialect}, {GROUPS} groups; ms, median of {REPEATS}")
            print(" meetings  board    Resfri     post  GROUP BY   DuckDB   ratio     MB")
            already = 0
            for size in sizes:
                fill(store, size, already)
                already = size
                settle(url)
                seen = {name: alone.submit(measured, url, name).result() for name in SPANS}
                peer = duck(store) if size <= 1_000_000 else {}
                for name, one in seen.items():
                    other = f"{peer[name]:8.1f}" if name in peer else f"{'-':>8}"
                    print(
                        f"{size:>9}  {name:<5} {one.board:9.1f} {one.post:8.1f} {one.plain:9.1f} {other} "
                        f"{one.board / one.plain:7.2f} {one.megabytes:6.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
