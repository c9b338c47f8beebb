"""The database: SQLite with exactly one writing thread, or PostgreSQL with a thread pool. Same functions on both.

`Store.run(fn)` gives `fn` a transaction (`Tx`) and its result back. On SQLite the functions that wait are committed
together, each in a savepoint: one fsync for many, and one that fails takes no other with it. A single writing
connection also keeps clear of SQLite's WAL-reset bug (3.7.0 to 3.51.2 with two writers).
"""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from chatbot.errors import N_, ResfriError, UsageError

Tx = Connection
T = TypeVar("T")
Work = Callable[[Tx], Any]
BATCH = 64  # functions committed together; more only makes the first ones wait
POSTGRES_THREADS = 8


class StoreError(ResfriError):
    """The database could not be used just now; nothing was stored."""


class Store:
    """An open database. Close it, or use it as a context manager."""

    def __init__(self, writer: "_SqliteWriter | _PostgresPool", reader: Engine) -> None:
        self._writer = writer
        self._reader = reader

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._reader.dialect.name

    def call(self, work: Callable[[Tx], T]) -> T:
        """Run the work in a transaction and wait for it, from a thread that may block."""
        return _translated(self._writer.submit(work).result)

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run the work in a transaction, from the event loop. Raises `StoreError` when the database is gone."""
        future = asyncio.wrap_future(self._writer.submit(work))
        try:
            return await asyncio.shield(future)  # a cancelled caller must not cancel a commit half way
        except SQLAlchemyError as error:
            raise _unavailable(error) from error

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run work that only reads, beside the writer."""

        def reading() -> T:
            with self._reader.connect() as tx:
                return work(tx)

        return _translated(reading)

    async def look(self, work: Callable[[Tx], T]) -> T:
        """`read` from the event loop."""
        return await asyncio.to_thread(self.read, work)

    def close(self) -> None:
        """Finish what waits, then let go of the file or the connections."""
        self._writer.close()
        self._reader.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(url: str) -> Store:
    """Open the database for reading and writing. Raises `ResfriError` when it cannot be used, with what to do."""
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        lock = _lock(Path(engine.url.database or ""))
        return Store(_SqliteWriter(engine, lock), _sqlite_reader(url))
    _reach(engine)
    return Store(_PostgresPool(engine), engine)


def open_reader(url: str) -> Store:
    """Open the database for reading only: may stand beside a running server. `run` and `call` refuse to write."""
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        if not path.exists():
            raise ResfriError(
                N_("Det finns ingen databas i {path} ännu. Starta Resfri först med: resfri run"), path=path
            )
        reader = _sqlite_reader(url)
        return Store(_PostgresPool(reader), reader)
    _reach(engine)
    return Store(_PostgresPool(engine), engine)


def _reach(engine: Engine) -> None:
    """Raise `StoreError` with where the server was looked for, never the password, if it does not let us in."""
    url = engine.url
    try:
        engine.connect().close()
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(
            N_(
                "Databasen {database} på {host} går inte att nå som {user}. "
                "Kontrollera att PostgreSQL är igång där, och namn och lösenord i RESFRI_DATABASE."
            ),
            database=url.database or "-",
            host=f"{url.host or 'localhost'}:{url.port or 5432}",
            user=url.username or "-",
        ) from error


class _SqliteWriter:
    """The one writing thread: takes what waits, commits it together, then hands the results back."""

    def __init__(self, engine: Engine, lock: FileLock) -> None:
        self._engine = engine
        self._lock = lock
        self._jobs: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._loop, name="resfri-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Tx], T]) -> "Future[T]":
        future: Future[T] = Future()
        self._jobs.put((work, future))
        return future

    def close(self) -> None:
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()
        self._engine.dispose()
        self._lock.release()

    def _loop(self) -> None:
        going = True
        while going:
            batch, going = self._batch()
            if batch:
                self._commit(batch)

    def _batch(self) -> tuple[list[tuple[Work, Future[Any]]], bool]:
        batch: list[tuple[Work, Future[Any]]] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == BATCH or self._jobs.empty():
                return batch, True
            job = self._jobs.get()
        return batch, False

    def _commit(self, batch: list[tuple[Work, Future[Any]]]) -> None:
        outcomes: list[Callable[[], None]] = []
        try:
            with self._engine.begin() as tx:
                outcomes += [_in_savepoint(tx, work, future) for work, future in batch]
        except Exception as error:  # noqa: BLE001  whatever stops a commit must reach every caller that waits for it
            for _, future in batch:
                future.set_exception(error)
            return
        for tell in outcomes:
            tell()


def _in_savepoint(tx: Tx, work: Work, future: "Future[Any]") -> Callable[[], None]:
    """One function of a batch. Said to the driver: SQLAlchemy's own savepoints cost more than what stands in them."""
    tx.exec_driver_sql("SAVEPOINT work")
    try:
        result = work(tx)
    except Exception as error:  # noqa: BLE001  the caller gets it; the others in the batch go on
        tx.exec_driver_sql("ROLLBACK TO work")
        failed = error
        return lambda: future.set_exception(failed)
    finally:
        tx.exec_driver_sql("RELEASE work")
    return lambda: future.set_result(result)


class _PostgresPool:
    """A transaction per function, in threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(POSTGRES_THREADS, thread_name_prefix="resfri-db")

    def submit(self, work: Callable[[Tx], T]) -> "Future[T]":
        return self._threads.submit(self._run, work)

    def _run(self, work: Callable[[Tx], T]) -> T:
        with self._engine.begin() as tx:
            return work(tx)

    def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except SQLAlchemyError as error:
        raise UsageError(
            N_("RESFRI_DATABASE är ingen databasadress. Den börjar med sqlite:/// eller postgresql://.")
        ) from error
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed.database)
        case "postgresql":
            return _postgres(parsed)
        case _:
            raise UsageError(
                N_("RESFRI_DATABASE är ingen databasadress. Den börjar med sqlite:/// eller postgresql://.")
            )


def _postgres(url: Any) -> Engine:
    try:
        return create_engine(url, hide_parameters=True, pool_size=POSTGRES_THREADS, max_overflow=2, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ResfriError(
            N_("PostgreSQL behöver ett tillägg. Installera det med: pip install 'resfri[postgres]'")
        ) from error


def _sqlite(database: str | None) -> Engine:
    if not database or database == ":memory:":
        raise UsageError(N_("SQLite behöver en fil, till exempel sqlite:////var/lib/resfri/resfri.sqlite3."))
    path = Path(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResfriError(
            N_("Resfri får inte skriva i mappen {folder}. Välj en annan med RESFRI_DATA."), folder=path.parent
        ) from error
    engine = create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 30, "isolation_level": None},
    )
    event.listen(engine, "connect", _writer_pragmas)
    event.listen(engine, "begin", lambda tx: tx.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _sqlite_reader(url: str) -> Engine:
    path = Path(make_url(url).database or "").absolute()
    engine = create_engine(
        f"sqlite:///file:{path}?mode=ro&uri=true",
        hide_parameters=True,
        poolclass=NullPool,
        connect_args={"check_same_thread": False, "timeout": 30},
    )
    event.listen(engine, "connect", _reader_pragmas)
    return engine


def _writer_pragmas(connection: Any, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _reader_pragmas(connection: Any, _: object) -> None:
    for pragma in ("query_only=1", "wal_autocheckpoint=0", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _lock(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise ResfriError(
            N_(
                "Resfri är redan igång med databasen {path}. Stäng det fönstret först, "
                "eller byt till PostgreSQL om flera ska köra samtidigt."
            ),
            path=path,
        ) from error
    except OSError as error:
        raise ResfriError(
            N_("Resfri får inte skriva i mappen {folder}. Välj en annan med RESFRI_DATA."), folder=path.parent
        ) from error
    return lock


def _translated(work: Callable[[], T]) -> T:
    try:
        return work()
    except SQLAlchemyError as error:
        raise _unavailable(error) from error


def _unavailable(error: SQLAlchemyError) -> Exception:
    if isinstance(error, DBAPIError) and not isinstance(error.orig, _programming_errors()):
        return StoreError(N_("Kunde inte spara just nu, inget är registrerat. Försök igen om en stund."))
    return error


def _programming_errors() -> tuple[type[BaseException], ...]:
    """Faults of our own code, which must not be dressed up as a database that is down."""
    import sqlite3

    found: list[type[BaseException]] = [sqlite3.ProgrammingError, sqlite3.IntegrityError]
    with contextlib.suppress(ModuleNotFoundError):
        import psycopg

        found += [psycopg.ProgrammingError, psycopg.IntegrityError, psycopg.DataError]
    return tuple(found)
