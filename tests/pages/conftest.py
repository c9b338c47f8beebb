"""Fixtures: a database with groups and meetings, and somebody who opens the board's page over it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime

import httpx
import pytest

from chatbot.clock import Clock, fixed_clock
from chatbot.meetings import Meeting, Saving
from chatbot.messages import Actor, Place
from chatbot.pages import PagesSettings
from chatbot.pages.app import PREFIX, build_pages
from chatbot.ports import Brand
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Store, Tx, campaigns, meetings, open_store, people
from chatbot.store.groups import Aim, put_group, set_goal
from tests import loopback

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # Monday 13.30 in Sweden, week 48
TOKEN = "nyckel-till-Dalsland-1"
OTHER = "nyckel-till-nagon-annan"
ORGANISATION = "nyckel-till-Mellerud-2"
HEADER = "X-Remote-User"
SETTINGS = PagesSettings.model_validate(
    {"tokens": f"Dalsland={TOKEN}, Annat förbund={OTHER}, Melleruds kommun={ORGANISATION}", "proxy_header": HEADER}
)
# Federation, organisation, group, members, årsarbetskrafter, and the days of its meetings.
GROUPS = (
    ("Dalsland", "Åmåls kommun", "Kommunledningen", 9, 7.5, ("2026-11-23", "2026-11-17", "2026-11-02", "2025-11-20")),
    ("Dalsland", "Åmåls kommun", "Överförmyndarna", 3, 2.0, ("2026-11-23", "2026-11-24")),
    ("Dalsland", "Melleruds kommun", "Tekniska <b>nämnden</b> & miljö", 12, 9.0, ("2026-11-18", "2026-11-03")),
    ("Dalsland", "Melleruds kommun", "Skolkansliet", None, 4.0, ("2026-10-01", "2026-11-19", "2025-12-31")),
    ("Dalsland", "Bengtsfors kommun", "Enheten för två", 2, 2.0, ("2026-11-20",)),
    ("Dalsland", "Bengtsfors kommun", "Kommunledningen", 8, 7.5, ("2026-11-16", "2026-11-05", "2026-02-03")),
    ("Annat förbund", "Annan kommun", "Hemliga gruppen", 8, 5.0, ("2026-11-23",)),
)
Opens = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


def planted(tx: Tx) -> None:
    """Groups, meetings, a campaign and a goal; the sums of each meeting differ, so that no figures meet by chance."""
    for number, (federation, organisation, name, members, fte, days) in enumerate(GROUPS, 1):
        group = put_group(tx, PlannedGroup(federation, organisation, name, members=members, fte=fte), NOW)
        person = people.meet(tx, Actor("web", "t", f"{number}"), "sv", NOW)
        for turn, day in enumerate(days, 1):
            _log(tx, group.id, person.id, date.fromisoformat(day), number * 7919 + turn * 104729)
        if number == 1:
            place = Place("test", "t", "kampanj", kind="group")
            first, last = date(2026, 11, 9), date(2026, 12, 6)
            campaigns.add(tx, place, group.federation_id, "Resfri höst", first, last, 20, NOW)
    set_goal(tx, "Dalsland", Aim(136, date(2026, 1, 1), date(2026, 12, 31)))


def _log(tx: Tx, group_id: int, person_id: int, day: date, size: int) -> None:
    facts = Meeting(day, None, 60, 5, "webb", "teams", None, (), "bil", None, "ja", 100)
    sums = Saving(size, size // 900, size // 7, size // 23, 0, 0, 0, 0, 0, 0, 0, "fysik", "1", (), ())
    meetings.add(tx, group_id, person_id, facts, sums, NOW)


@pytest.fixture
def store(sqlite_made: str) -> Iterator[Store]:
    """A database with two federations."""
    with open_store(sqlite_made) as opened:
        opened.call(planted)
        yield opened


@pytest.fixture
def opens(store: Store) -> Opens:
    """Opens the pages with other settings than usual."""

    @asynccontextmanager
    async def visiting(
        settings: PagesSettings = SETTINGS,
        brand: Brand = Brand(),  # noqa: B008 - a value that never changes
        clock: Clock = fixed_clock(NOW),  # noqa: B008 - likewise
    ) -> AsyncIterator[httpx.AsyncClient]:
        app = build_pages(settings, store, clock, brand)
        transport = httpx.ASGITransport(app, root_path=PREFIX)
        async with loopback.client(transport=transport, base_url="http://localhost") as http:
            yield http

    return visiting


@pytest.fixture
async def http(opens: Opens) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser without JavaScript."""
    async with opens() as client:
        yield client
