"""A calendar read in through a real browser against a real server, and nothing of its names and titles left behind."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from chatbot.clock import local, system_clock
from tests.browsing import NARROW, WIDE, overflow, say, shoot, violations, visit
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
LABEL = "Läs in möten från en fil (.ics eller .csv)"
SECRETS = ("Hemligt ärende", "Anna Andersson", "anna@kommun.example", "Dan Danielsson", "Annas kalender")
ATTENDEES = (
    "ORGANIZER;CN=Anna Andersson:mailto:anna@kommun.example\r\n"
    "ATTENDEE;CN=Dan Danielsson:mailto:dan@kommun.example\r\nATTENDEE:mailto:bo@kommun.example\r\n"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """A fresh install, running."""
    (tmp_path / "data").mkdir()
    with Running(tmp_path / "data") as running:
        yield running
        assert running.stop() == 0


def calendar(path: Path) -> Path:
    """Two online meetings, one of them with a place, and one without a link, of this month."""
    today = local(system_clock()).date()
    days = [today - timedelta(days=back) for back in (3, 4, 5)]
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
        + _event(days[0], "DESCRIPTION:https://teams.microsoft.com/l/1\r\nLOCATION:Bengtsfors\r\n")
        + _event(days[1], "DESCRIPTION:https://teams.microsoft.com/l/2\r\n")
        + _event(days[2], "")
        + "END:VCALENDAR\r\n",
        encoding="utf-8",
        newline="",
    )
    return path


def _event(day: date, more: str) -> str:
    begin = f"BEGIN:VEVENT\r\nUID:{day}\r\nSUMMARY:Hemligt ärende\r\nDTSTART:{day:%Y%m%d}T080000Z\r\n"
    return f"{begin}DTEND:{day:%Y%m%d}T090000Z\r\n{ATTENDEES}{more}END:VEVENT\r\n"


async def press(page: Page, label: str, expected: str) -> None:
    """Press the latest button of that name and wait for what it brings."""
    await page.get_by_role("button", name=label, exact=True).last.click()
    await expect(page.get_by_role("log")).to_contain_text(expected)


@pytest.mark.parametrize(("look", "how"), [("wide-light", WIDE), ("narrow-dark", NARROW)])
async def test_a_calendar_is_read_in(
    browser: Browser, server: Running, tmp_path: Path, look: str, how: dict[str, object]
) -> None:
    """Group, rows, place, saved; the same file again is known; no axe violation, nothing left of names or titles."""
    page = await visit(browser, server.address, **how)
    file = calendar(tmp_path / "Annas kalender.ics")
    await page.get_by_label(LABEL).set_input_files(file)
    await press(page, "Läs in", "Vilken grupp hade mötena?")
    await press(page, "Kommunledningen i Åmål", "1 möte skulle sparas, 0 finns redan, 1 kan inte sparas.")
    await expect(page.get_by_role("log")).to_contain_text("Var hade ni annars träffats?")
    await shoot(page, f"{look}-upload-rows")
    assert await violations(page) == []
    assert await overflow(page) <= 0
    await say(page, "Mellerud", "2 möten skulle sparas, 0 finns redan, 1 kan inte sparas.")
    await press(page, "Spara 2 möten", "2 möten är sparade, 0 fanns redan, 1 kunde inte sparas.")
    await shoot(page, f"{look}-upload-saved")
    await page.get_by_label(LABEL).set_input_files(file)
    await press(page, "Läs in", "Det finns inget nytt möte att spara i filen.")
    await page.close()
    _clean(server)


async def test_a_calendar_is_read_in_without_javascript(browser: Browser, server: Running, tmp_path: Path) -> None:
    """Forms and full pages alone carry it."""
    page = await visit(browser, server.address, java_script_enabled=False, **WIDE)
    await page.get_by_label(LABEL).set_input_files(calendar(tmp_path / "Annas kalender.ics"))
    await press(page, "Läs in", "Vilken grupp hade mötena?")
    await press(page, "Kommunledningen i Åmål", "1 möte skulle sparas, 0 finns redan, 1 kan inte sparas.")
    await press(page, "Spara 1 möte", "1 möte är sparat, 0 fanns redan, 2 kunde inte sparas.")
    _clean(server)


def _clean(server: Running) -> None:
    """The meetings are in the database, and no secret in any file of the server or in what it printed."""
    with contextlib.closing(sqlite3.connect(server.data / "resfri.sqlite3")) as database:
        assert database.execute("select count(*) from meeting").fetchone()[0] in {1, 2}
    for path in (path for path in server.data.rglob("*") if path.is_file()):
        held = path.read_bytes()
        assert not [secret for secret in SECRETS if secret.encode() in held], path.name
    assert not [secret for secret in SECRETS if secret in "\n".join(server.printed)]
