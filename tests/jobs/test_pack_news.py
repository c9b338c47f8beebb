"""Coaches hear in their place what is wrong in the tips' files: once, and when it is mended."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.errors import notice
from chatbot.i18n import translator
from chatbot.jobs.pack_news import MAX_TOLD, PackNews, problems_post, state_of
from chatbot.messages import Place
from chatbot.packs import Problem
from chatbot.store import Store, coach_places, open_store, outbox
from tests.jobs.test_shelf import Desk
from tests.talks.talk import words

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROOM = Place("chat", "t", "-1", kind="group")
OTHER = Place("chat", "t", "-2", kind="group")
MENDED = "Tipsens filer är hela igen"


@pytest.fixture
def store(made: str) -> Iterator[Store]:
    """A fresh database, on both engines, with one place that hears."""
    with open_store(made) as opened:
        opened.call(lambda tx: coach_places.put(tx, ROOM, NOW))
        yield opened


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A sound pack and its shelf."""
    return Desk(tmp_path / "p")


def news(store: Store, desk: Desk) -> PackNews:
    """The job of one process."""
    return PackNews(store, lambda: NOW, lambda platform: True, lambda: desk.shelf.errors)


def heard(store: Store, place: Place = ROOM) -> list[str]:
    """What has been posted in the place, as text."""
    return [words(out.item) for out in store.call(lambda tx: outbox.feed(tx, place, 0))]


async def test_a_fault_is_told_once_and_told_when_mended(store: Store, desk: Desk) -> None:
    """With file, line and what to do; the same fault in another line is no news, another fault is."""
    job = news(store, desk)
    assert await job.tell() == 0  # the packs have not been read yet
    desk.shelf.now()
    assert await job.tell() == 0  # all is well: nothing to tell
    file = desk.folder / "guider" / "eko.yaml"
    file.write_text("id: eko\ntitel: Eko\nområde: ljud\nsteg: [Klicka.]\nfragor: [x]\n", "utf-8")
    desk.shelf.look()
    assert await job.tell() == 1
    (told,) = heard(store)
    assert "p/guider/eko.yaml, rad 5: Nyckeln fragor känns inte igen. Menade du frågor?" in told
    assert str(desk.folder.parent) not in told
    file.write_text("# ett ord\nid: eko\ntitel: Eko\nområde: ljud\nsteg: [Klicka.]\nfragor: [x]\n", "utf-8")
    desk.shelf.look()
    assert [await job.tell(), await job.tell()] == [0, 0]
    file.write_text("id: eko\ntitel: [\n", "utf-8")
    desk.shelf.look()
    assert await job.tell() == 1
    desk.save("eko", "Eko i mötet", "varför ekar det så")
    desk.shelf.look()
    assert [await job.tell(), await job.tell()] == [1, 0]
    assert MENDED in heard(store)[-1]
    assert len(heard(store)) == 3


async def test_a_save_that_is_taken_back_is_told_as_mended(store: Store, desk: Desk, tmp_path: Path) -> None:
    """Also when the very same file is put back, so that nothing has to be read anew."""
    job = news(store, desk)
    desk.shelf.now()
    file = desk.folder / "guider" / "eko.yaml"
    file.rename(tmp_path / "kept.yaml")
    file.write_text("id: [\n", "utf-8")
    desk.shelf.look()
    await job.tell()
    (tmp_path / "kept.yaml").rename(file)
    desk.shelf.look()
    assert await job.tell() == 1
    assert MENDED in heard(store)[-1]


async def test_a_place_that_begins_to_hear_is_told_how_it_is(store: Store, desk: Desk) -> None:
    """What is wrong now, and nothing while all is well; a place that no longer hears is left in peace."""
    job = news(store, desk)
    desk.shelf.now()
    (desk.folder / "guider" / "eko.yaml").write_text("id: [\n", "utf-8")
    desk.shelf.look()
    await job.tell()
    store.call(lambda tx: coach_places.put(tx, OTHER, NOW))
    assert await job.tell() == 1
    assert "eko.yaml" in heard(store, OTHER)[0]
    assert store.call(lambda tx: coach_places.remove(tx, OTHER))
    assert not store.call(lambda tx: coach_places.remove(tx, OTHER))
    desk.save("eko", "Eko i mötet", "varför ekar det så")
    desk.shelf.look()
    assert await job.tell() == 1
    assert len(heard(store, OTHER)) == 1


async def test_several_processes_and_a_restart_tell_it_once(store: Store, desk: Desk) -> None:
    """Eight that see it at the same moment, one that starts later, and one that still sees what has been mended."""
    desk.shelf.now()
    (desk.folder / "guider" / "eko.yaml").write_text("id: [\n", "utf-8")
    desk.shelf.look()
    jobs = [news(store, desk) for _ in range(8)]
    assert sum(await asyncio.gather(*(job.tell() for job in jobs))) == 1
    assert await news(store, desk).tell() == 0
    errors = desk.shelf.errors
    slow = PackNews(store, lambda: NOW, lambda platform: True, lambda: errors)
    assert await slow.tell() == 0
    desk.save("eko", "Eko i mötet", "varför ekar det så")
    desk.shelf.look()
    assert sum([await job.tell() for job in jobs]) == 1
    assert await slow.tell() == 0  # its own view has not changed: it does not take the news back
    assert len(heard(store)) == 2


async def test_a_pack_that_is_broken_from_the_start_is_told(store: Store, tmp_path: Path) -> None:
    """After the first reading, and to whoever heard of it before the restart no more."""
    desk = Desk(tmp_path / "q")
    (desk.folder / "guider" / "brus.yaml").write_text("id: brus\n", "utf-8")
    desk.open()
    desk.shelf.now()
    assert await news(store, desk).tell() == 1
    assert await news(store, desk).tell() == 0
    assert "brus.yaml" in heard(store)[0]


def test_many_faults_are_told_in_short() -> None:
    """Five and how many more; a fault of a whole file has no line."""
    many = [Problem(Path(f"/a/b/p/guider/{n}.yaml"), n, "yaml", "error", notice("Fel.")) for n in range(MAX_TOLD + 3)]
    told = words(problems_post(many, translator()))
    assert "p/guider/0.yaml: Fel." in told
    assert "guider/4.yaml, rad 4: Fel." in told
    assert "guider/5.yaml" not in told
    assert "Det finns 3 fel till. Alla visas av: resfri packs lint" in told
    assert len({state_of(many), state_of(many[:2]), state_of(())}) == 3
