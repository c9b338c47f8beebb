"""Slack at its worst: repeats in any order, sockets that drop, 429 and 5xx in storms, nobody there, kill -9."""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.adapters.slack.storm import EACH, PEOPLE, WAYS_IN, Payload, Storm, shuffled, storm
from tests.contract.slack.server import Refusal, SlackServer

log = logging.getLogger(__name__)
pytestmark = pytest.mark.faults
KILLS = 3
SHARED = 24
Brewing = Callable[..., AbstractAsyncContextManager[Storm]]


@pytest.fixture
def brewing(tmp_path: Path) -> Brewing:
    """Makes a storm that is up, by the way in and the channel."""

    @contextlib.asynccontextmanager
    async def made(way_in: str, channel: str = "") -> AsyncIterator[Storm]:
        async with SlackServer().running() as server, asyncio.timeout(240):
            brewed = storm(server, tmp_path, way_in, channel)
            await brewed.start()
            try:
                yield brewed
            finally:
                await asyncio.to_thread(brewed.running.__exit__, None, None, None)
            assert not server.problems

    return made


def each_answered_once(storm: Storm) -> None:
    """Twelve answers and one welcome in each chat, none of them twice."""
    seen = storm.public()
    assert set(seen.values()) == {1}
    by_chat = [chat for chat, _ in seen]
    assert {chat: by_chat.count(chat) for chat in by_chat} == {f"D{n}": EACH + 1 for n in range(PEOPLE)}


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_events_up_to_four_times_in_any_order(brewing: Brewing, way_in: str) -> None:
    """One answer to each."""
    async with brewing(way_in) as storm:
        await storm.talk(shuffled(storm.questions(), seed=7))
        await storm.quiet()
        each_answered_once(storm)


async def test_the_socket_drops_every_other_second(brewing: Brewing) -> None:
    """While they talk for eight seconds: nothing is lost."""
    async with brewing("socket") as storm:
        said = storm.questions()
        for first in range(0, len(said), len(said) // 4):
            talking = asyncio.create_task(storm.talk(said[first : first + len(said) // 4], at_once=2))
            await asyncio.sleep(2)  # the fault itself
            await storm.server.drop_socket()
            await talking
        await storm.quiet()
        each_answered_once(storm)


def sometimes(refusals: list[Refusal], share: float, most: int) -> Callable[[str], Refusal | None]:
    """A share of the messages is refused, `most` in all; the dice fall the same at every run."""
    dice, left = random.Random(3), [most]

    def trouble(method: str) -> Refusal | None:
        if not method.startswith("chat.") or not left[0] or dice.random() > share:
            return None
        left[0] -= 1
        return dice.choice(refusals)

    return trouble


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_a_storm_of_429(brewing: Brewing, way_in: str) -> None:
    """Four of five messages are told to wait, sixty times in all."""
    async with brewing(way_in) as storm:
        storm.server.trouble = sometimes([Refusal("ratelimited", 429, **{"Retry-After": "1"})], 0.8, 60)
        await storm.talk(storm.questions())
        await storm.quiet()
        each_answered_once(storm)


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_a_storm_of_5xx(brewing: Brewing, way_in: str) -> None:
    """A fifth of the messages fails at Slack's, and some answers are cut off after the message has arrived."""
    async with brewing(way_in) as storm:
        storm.server.trouble = sometimes([Refusal("internal_error", 500), Refusal("unavailable", 503)], 0.2, 30)
        storm.server.cut = 4
        await storm.talk(storm.questions())
        await storm.quiet()
        each_answered_once(storm)


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_slack_cannot_be_reached(brewing: Brewing, way_in: str) -> None:
    """For a minute, in the middle of the talk; by HTTP the questions come all the while."""
    async with brewing(way_in) as storm:
        said = storm.questions()
        await storm.talk(said[: len(said) // 2])
        async with storm.server.unreachable():
            talking = asyncio.create_task(storm.talk(said[len(said) // 2 :]))
            await asyncio.sleep(60)  # the fault itself
        await talking
        await storm.quiet()
        each_answered_once(storm)


async def _talk_and_kill(storm: Storm, said: Sequence[Payload]) -> None:
    talking = asyncio.create_task(storm.talk(said))
    for _ in range(KILLS):
        for _ in range(len(said) // (KILLS + 1)):
            await storm.told.get()
        await storm.kill()
    await talking
    await storm.quiet()


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_killed_in_bursts(brewing: Brewing, way_in: str) -> None:
    """kill -9 three times while they talk: what was acknowledged is answered, once, settled by the history."""
    async with brewing(way_in) as storm:
        await _talk_and_kill(storm, storm.questions())
        each_answered_once(storm)


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_killed_in_a_channel(brewing: Brewing, way_in: str) -> None:
    """Private answers are in no history: none is lost, and at most one is doubled by each kill."""
    async with brewing(way_in, "C1") as storm:
        await _talk_and_kill(storm, storm.questions())
        seen = storm.private()
        assert len(seen) == PEOPLE * EACH
        doubles = sum(seen.values()) - len(seen)
        log.warning("%d kills, %d private answers, %d doubles", KILLS, len(seen), doubles)
        assert doubles <= KILLS
        assert not storm.public()


@pytest.mark.parametrize("way_in", WAYS_IN)
async def test_killed_while_they_share_in_a_channel(brewing: Brewing, way_in: str) -> None:
    """What all see is in the channel's history: kill -9 three times, and each shared answer stands there once."""
    async with brewing(way_in, "C1") as storm:
        await storm.talk(storm.questions()[:SHARED])
        await storm.quiet()
        while not storm.told.empty():
            storm.told.get_nowait()
        await _talk_and_kill(storm, storm.presses("Dela"))
        seen = storm.public()
        assert set(seen.values()) == {1}
        assert len(seen) == SHARED
