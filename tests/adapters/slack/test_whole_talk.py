"""A talk on Slack through a real `resfri run`: direct message and channel, from the first question to the board."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.contract.slack.driver import read
from tests.contract.slack.server import APP_TOKEN, BOT, BOT_TOKEN, SIGNING_SECRET, TEAM, Held, SlackServer
from tests.running import Running

PATIENCE_S = 20.0


class Person:
    """Somebody in the workspace, who waits for what they expect."""

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        self._ids = count(1)

    async def says(self, text: str, expects: str, *, channel: str = "D1") -> Held:
        """Write to the app directly, or mention it in a channel."""
        direct = channel.startswith("D")
        kind = {"type": "message", "channel_type": "im"} if direct else {"type": "app_mention"}
        words = text if direct else f"<@{BOT}> {text}"
        event = {**kind, "user": "U1", "channel": channel, "ts": "1795000000.0", "text": words}
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": f"E{next(self._ids)}", "event": event}
        return await self._does("events_api", payload, expects)

    async def commands(self, command: str, text: str, expects: str, *, channel: str = "C1") -> Held:
        """A slash command."""
        payload = {"command": command, "text": text, "team_id": TEAM, "user_id": "U1", "channel_id": channel}
        return await self._does("slash_commands", {**payload, "trigger_id": f"t{next(self._ids)}"}, expects)

    async def presses(self, held: Held, label: str, expects: str) -> Held:
        """A button of a message."""
        buttons = [b for block in held.blocks if block["type"] == "actions" for b in block["elements"]]
        button = next(one for one in buttons if one["text"]["text"] == label)
        container = {
            "type": "message",
            "message_ts": held.ts,
            "channel_id": held.channel,
            "is_ephemeral": bool(held.only),
        }
        payload = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": "U1"}, "channel": {"id": held.channel}}
        pressed = {**button, "block_id": "b", "action_ts": "1"}
        whole = {**payload, "container": container, "trigger_id": f"t{next(self._ids)}", "actions": [pressed]}
        return await self._does("interactive", whole, expects)

    async def _does(self, kind: str, payload: Mapping[str, Any], expects: str) -> Held:
        before = len(self.server.messages)
        await self.server.happens(kind, payload)
        return await self.waits(lambda one: expects in read(one), before)

    async def waits(self, wanted: Any, before: int = 0) -> Held:
        """The newest message that is what was wanted."""
        for _ in range(int(PATIENCE_S / 0.02)):
            found = [one for one in self.server.messages[before:] if wanted(one)]
            if found:
                return found[-1]
            await asyncio.sleep(0.02)
        raise AssertionError([read(one)[:150] for one in self.server.messages[before:]])


WAYS_IN = {"socket": {"slack__app_token": APP_TOKEN}, "http": {"slack__signing_secret": SIGNING_SECRET}}


@pytest.fixture(params=WAYS_IN)
async def person(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """A person, a Slack and a running Resfri, reached by Socket Mode or by HTTP."""
    async with SlackServer().running() as server:
        settings = {"slack__bot_token": BOT_TOKEN, "slack__base_url": f"{server.address}/api/"}
        running = Running(tmp_path, settings={**settings, **WAYS_IN[request.param]})
        await asyncio.to_thread(running.__enter__)
        try:
            if request.param == "http":
                server.app_url = f"{running.address}/slack/events"
            else:
                await asyncio.wait_for(server.connected.wait(), PATIENCE_S)
            yield Person(server)
        finally:
            await asyncio.to_thread(running.__exit__, None, None, None)
        assert not server.problems


async def test_from_the_first_question_to_the_board(person: Person) -> None:
    """A tip, a group, a meeting by a line, a correction, the sums, undo with the message changed, and the board."""
    tip = await person.says("hur delar jag skärmen i teams?", "Dela hela skärmen")
    await person.presses(tip, "Ett steg i taget", "Steg 1 av")
    groups = await person.says("/grupp", "Vilken grupp")
    await person.presses(groups, "Kommunledningen i Åmål", "Nu är du med")
    line = "i tisdags på teams, 6 pers, slapp åka till Bengtsfors"
    saved = await person.commands("/logga-mo\u0308te", line, "Mötet är sparat", channel="D1")
    await person.presses(saved, "Visa uträkningen", "Så är det räknat")
    changed = await person.says("vi var 8", "Mötet är ändrat")
    await person.presses(changed, "Ångra", "borttaget")
    await person.waits(lambda one: one.ts == changed.ts and "Mötet är borttaget" in read(one))
    await person.commands("/resfri", f"logga-möte {line}", "Mötet är sparat", channel="D1")
    board = await person.says("/topplista allt", "Topplistan")
    assert any(block["type"] == "table" for block in board.blocks)
    await person.waits(lambda one: one.file == "resfri.png")


async def test_a_modal_says_what_is_wrong_and_then_saves(person: Person) -> None:
    """The form is a modal; a wrong number comes back by its field, in the acknowledgement."""
    await person.presses(await person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    await person.server.happens(
        "slash_commands",
        {
            "command": "/logga-mote",
            "text": "",
            "team_id": TEAM,
            "user_id": "U1",
            "channel_id": "D1",
            "trigger_id": "t99",
        },
    )
    async with asyncio.timeout(PATIENCE_S):
        while not person.server.views:  # noqa: ASYNC110  what is waited for happens in another process
            await asyncio.sleep(0.02)
    shown = person.server.views[0]
    values: dict[str, Any] = {
        "datum": {"v": {"type": "datepicker", "selected_date": shown["blocks"][0]["element"]["initial_date"]}},
        "antal": {"v": {"type": "plain_text_input", "value": "många"}},
        "plats": {"v": {"type": "plain_text_input", "value": "Bengtsfors"}},
        "form": {"v": {"type": "static_select", "selected_option": {"value": "teams"}}},
        "längd": {"v": {"type": "plain_text_input", "value": None}},
    }
    view = {**shown, "state": {"values": values}}
    payload = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U1"}, "view": view}
    told = await person.server.happens("interactive", payload)
    assert told["response_action"] == "errors"
    assert "siffror" in told["errors"]["antal"]
    values["antal"]["v"]["value"] = "6"
    await person.server.happens("interactive", {**payload, "view": {**view, "hash": "h2"}})
    await person.waits(lambda one: "Mötet är sparat" in read(one))


async def test_in_a_channel_the_answer_is_private_until_it_is_shared(person: Person) -> None:
    """Only the one who asked sees it; Dela shows it to all."""
    tip = await person.says("hur delar jag skärmen i teams?", "Dela hela skärmen", channel="C1")
    assert tip.only == "U1"
    shared = await person.presses(tip, "Dela", "Dela hela skärmen")
    assert (shared.only, shared.channel) == ("", "C1")
