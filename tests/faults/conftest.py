"""The two databases that faults are tried on."""

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database that outlives its server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'resfri.sqlite3'}"
    found: str = request.getfixturevalue("postgres_database")
    return found
