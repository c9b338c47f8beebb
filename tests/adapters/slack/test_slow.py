"""A slow answer on Slack, through a real `resfri run` whose model on the side takes its time."""

import asyncio
from pathlib import Path

from tests.adapters.slack.test_whole_talk import PATIENCE_S, Person
from tests.answers.model import Model
from tests.contract.slack.driver import read
from tests.contract.slack.server import APP_TOKEN, BOT_TOKEN, TEAM, SlackServer
from tests.running import Running

SLOW_S = 4.0


async def test_who_waits_sees_that_the_answer_is_on_its_way(tmp_path: Path) -> None:
    """The one who asked in the panel by a status that is gone with the answer; a command behind it by its line.

    What is quick has neither.
    """
    with Model().running() as model:
        model.wait = SLOW_S
        async with SlackServer().running() as server:
            settings = {
                "slack__bot_token": BOT_TOKEN,
                "slack__app_token": APP_TOKEN,
                "slack__base_url": f"{server.address}/api/",
                "endpoint": model.address,
                "endpoint_seconds": "10",
            }
            running = Running(tmp_path, settings=settings)
            await asyncio.to_thread(running.start)
            try:
                await asyncio.wait_for(server.connected.wait(), PATIENCE_S)
                person = Person(server)
                await person.commands("/hjälp", "", "logga-möte")  # may be slow: the tips are being read
                before = sum("längre än vanligt" in read(one) for one in server.messages)
                await person.commands("/hjälp", "", "logga-möte")
                assert sum("längre än vanligt" in read(one) for one in server.messages) == before
                await _ask(server, "ljudet strular för oss")
                await person.waits(lambda one: bool(model.asked))  # the answer is being chosen
                command = asyncio.create_task(person.commands("/hjälp", "", "längre än vanligt"))
                await person.waits(lambda one: one.thread == "7.0")
                assert (await command).only == "U1"
                await _cleared(server)
            finally:
                await asyncio.to_thread(running.stop)
            assert server.statuses == [("D1", "7.0", "arbetar på ditt svar …"), ("D1", "7.0", "")]
            assert not server.problems


async def _ask(server: SlackServer, words: str) -> None:
    said = {"type": "message", "channel_type": "im", "user": "U2", "channel": "D1", "ts": "7.1", "thread_ts": "7.0"}
    event = {"type": "event_callback", "team_id": TEAM, "event_id": "slow", "event": {**said, "text": words}}
    await server.happens("events_api", event)


async def _cleared(server: SlackServer) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while len(server.statuses) < 2:  # noqa: ASYNC110  what is waited for happens in another process
            await asyncio.sleep(0.02)
