"""The stream: what comes, from where one left off, and its end."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.messages import MessageRef, Place, React, say
from chatbot.ports import Brand, Outgoing
from chatbot_adapters.web.chat import Chat
from chatbot_adapters.web.render import renderer
from chatbot_adapters.web.settings import WebSettings
from chatbot_adapters.web.stream import event_of, events, sse
from tests import loopback
from tests.adapters.web.conftest import Visitor, configured, running
from tests.adapters.web.small_bot import SmallBot


async def read(visitor: Visitor, count: int, after: str = "", last_id: str = "") -> list[tuple[int, str, str]]:
    """The first so many events as (id, event, data)."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    found: list[tuple[int, str, str]] = []
    async with visitor.http.stream("GET", f"/stream?after={after}", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["content-type"].startswith("text/event-stream")
        async for id, event, data in parsed(response):
            found.append((id, event, data))
            if len(found) == count:
                break
    return found


async def parsed(response: httpx.Response) -> AsyncIterator[tuple[int, str, str]]:
    """Events with an id, by the format's own rules for the fields that we use."""
    fields: dict[str, list[str]] = {}
    async for line in response.aiter_lines():
        name, _, value = line.partition(": ")
        if line:
            fields.setdefault(name, []).append(value)
        elif "id" in fields:
            yield int(fields["id"][0]), fields["event"][0], "\n".join(fields["data"])
            fields = {}
        else:
            fields = {}


async def test_the_stream_gives_what_has_come_and_what_comes(visitor: Visitor, bot: SmallBot) -> None:
    """Items from before, then new ones as they are said, each as a fragment with its id."""
    await visitor.script("/say", text="hej")
    reading = asyncio.create_task(read(visitor, 4))
    await visitor.script("/say", text="igen")
    found = await reading
    assert [id for id, _, _ in found] == [1, 2, 3, 4]
    assert "hej" in found[0][2]
    assert found[3][2].startswith('<article id="m-4"')


@pytest.mark.parametrize(
    ("after", "last_id", "first"), [("0", "", 1), ("2", "", 3), ("0", "3", 4), ("bogus", "", 1), ("-1", "", 1)]
)
async def test_the_stream_goes_on_where_one_left_off(visitor: Visitor, after: str, last_id: str, first: int) -> None:
    """Last-Event-ID comes before the address's own number; nonsense counts as none."""
    for words in ("ett", "två", "tre"):
        await visitor.script("/say", text=words)
    assert (await read(visitor, 1, after, last_id))[0][0] == first


async def test_the_stream_is_ones_own(visitor: Visitor, stranger: Visitor) -> None:
    """Nothing of another session comes."""
    await visitor.script("/say", text="hemligt")
    await stranger.script("/say", text="eget")
    assert "hemligt" not in str(await read(stranger, 2))
    async with loopback.client(base_url=visitor.http.base_url) as nobody:
        assert (await nobody.get("/stream")).status_code == 401


async def test_edits_and_deletions_name_what_they_change(visitor: Visitor) -> None:
    """An edit is a fragment with the id of the edited message; a deletion names the one to take away."""
    await visitor.script("/say", text="möte")
    await visitor.script("/act", name="undo", source="2", label="Ångra")
    await visitor.script("/act", name="remove", source="4")
    found = await read(visitor, 5)
    assert found[2][2].startswith('<article id="m-2"')
    assert found[4] == (5, "away", "m-4")


async def test_a_silent_stream_pulses(bot: SmallBot) -> None:
    """While nothing comes it shows that it lives, and whether an answer is still awaited."""
    chat = Chat(WebSettings(), renderer(Brand()), bot, bot, pulse=0.01)
    place = Place("web", "local", "c")
    lines = events(chat, place, 0)
    assert await anext(lines) == "retry: 2000\n\n"
    assert await anext(lines) == "event: idle\ndata: -\n\n"
    chat.closing.set()
    assert [line async for line in lines] == []


async def test_open_streams_end_with_the_program(bot: SmallBot) -> None:
    """Cancelling the adapter lets go of open streams well within two seconds."""
    async with loopback.client() as http:
        async with running(configured(), bot) as address:
            await http.get(address)
            opened = http.stream("GET", f"{address}stream?after=0")
            response = await opened.__aenter__()
            before = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - before < 2
        await opened.__aexit__(None, None, None)
        assert response.status_code == 200


def test_a_reaction_shows_nothing_but_moves_on() -> None:
    """What the web cannot show still counts as seen."""
    place = Place("web", "local", "c")
    item = Outgoing(9, place, React(MessageRef(place, "1"), "👍"))
    assert event_of(item, renderer(Brand())) == "id: 9\nevent: nothing\ndata: -\n\n"


@given(st.text())
def test_no_text_can_end_an_event_early(words: str) -> None:
    """Whatever lines a message has, it stays one event."""
    place = Place("web", "local", "c")
    event = event_of(Outgoing(1, place, say(words)), renderer(Brand()))
    lines = event[:-2].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert lines[:2] == ["id: 1", "event: show"]
    assert all(line.startswith("data: ") for line in lines[2:])
    assert event.endswith("\n\n")


def test_lines_end_as_the_format_says() -> None:
    """Three line ends and no others; U+2028 is a character like any."""
    assert sse(1, "x", "a\rb\r\nc\nd\u2028e") == "id: 1\nevent: x\ndata: a\ndata: b\ndata: c\ndata: d\u2028e\n\n"
