"""The store's own promises: transactions, refusals, one writer."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from chatbot.errors import ResfriError, UsageError
from chatbot.store import Store, Tx, migrate, open_reader, open_store
from chatbot.store.migrate import HEAD, revision


def test_a_new_database_is_brought_to_the_head(store: Store) -> None:
    """After migrate the revision is this release's, and migrating again does nothing."""
    assert store.call(revision) == HEAD
    assert migrate(store) is False


def test_a_newer_schema_is_refused(store: Store) -> None:
    """A database of a later release is not touched: the sentence says to upgrade or restore."""
    store.call(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(ResfriError, match="nyare version"):
        migrate(store)


def _count(tx: Tx) -> int:
    return int(tx.execute(text("SELECT count(*) FROM federation")).scalar_one())


def _insert(name: str) -> Callable[[Tx], str]:
    def work(tx: Tx) -> str:
        tx.execute(text("INSERT INTO federation (name) VALUES (:name)"), {"name": name})
        if name == "bad":
            raise LookupError(name)
        return name

    return work


async def test_one_that_fails_takes_no_other_with_it(store: Store) -> None:
    """Of twenty functions committed together the failing one is rolled back alone."""
    works = [_insert("bad" if number == 7 else f"n{number}") for number in range(20)]
    outcomes = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [LookupError]
    assert store.call(_count) == 19


def test_many_threads_write_without_losing_any(store: Store) -> None:
    """Eight threads with fifty inserts each leave four hundred rows."""
    threads = [
        threading.Thread(target=lambda t=t: [store.call(_insert(f"{t}-{n}")) for n in range(50)]) for t in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.call(_count) == 400


def test_a_reader_sees_what_was_written_and_may_not_write(tmp_path: Path) -> None:
    """A reader stands beside the writer on SQLite and is refused to change anything."""
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    with open_store(url) as store:
        migrate(store)
        store.call(_insert("one"))
        with open_reader(url) as reader:
            assert reader.read(_count) == 1
            with pytest.raises(ResfriError):
                reader.call(_insert("two"))


def test_a_second_process_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """The SQLite file has one writer; the sentence names the file and PostgreSQL."""
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    with open_store(url), pytest.raises(ResfriError, match=r"redan igång.*PostgreSQL"):
        open_store(url)
    open_store(url).close()


@pytest.mark.parametrize("url", ["", "mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    """Wrong addresses are a usage error in Swedish, with exit code 2."""
    with pytest.raises(UsageError) as caught:
        open_store(url)
    assert caught.value.exit_code == 2


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A database under something that is no folder gives a sentence that names RESFRI_DATA."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(ResfriError, match="RESFRI_DATA"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'a.sqlite3'}")


def test_a_reader_of_no_database_is_told(tmp_path: Path) -> None:
    """Commands that only read say how to make a database."""
    with pytest.raises(ResfriError, match="resfri run"):
        open_reader(f"sqlite:///{tmp_path / 'none.sqlite3'}")


def test_parameters_never_show_in_errors(store: Store) -> None:
    """What a person wrote does not come out in a database error."""
    with pytest.raises(Exception) as caught:  # noqa: PT011  any error will do: its text is what counts
        store.call(lambda tx: tx.execute(text("INSERT INTO nowhere VALUES (:x)"), {"x": "planted-secret"}))
    assert "planted-secret" not in str(caught.value)
