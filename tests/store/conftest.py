"""A store on each engine: every test of this folder runs on both."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.store import Store, open_store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'resfri.sqlite3'}"
    found: str = request.getfixturevalue("postgres_database")
    return found


@pytest.fixture
def store(made: str) -> Iterator[Store]:
    """An open store at this release's schema."""
    with open_store(made) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """Monday 2026-11-23 10:00 in Sweden."""
    return NOW
