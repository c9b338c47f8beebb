"""The traps of Slack and of its SDK that were met before this adapter was written; each is named by its test.

Those of signatures and bodies are in test_http, of text and limits in test_slack, of the app's removal in test_native.
"""

import asyncio
import logging
import statistics
import time
from collections.abc import Mapping
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from chatbot import commands
from chatbot.i18n import translator
from chatbot.messages import Choice, Field, Form, Place, say
from chatbot.ports import Outgoing, RateLimited
from chatbot_adapters.slack.application import application
from chatbot_adapters.slack.incoming import event_of
from chatbot_adapters.slack.manifest import manifest
from chatbot_adapters.slack.render import view
from tests.adapters.slack.test_slack import paced, running, said
from tests.contract.slack.driver import slack
from tests.contract.slack.server import BOT, TEAM, Refusal, SlackServer

DIRECT = Place("slack", TEAM, "D1")
QUICK_S = 1.0  # far under the three seconds that Slack waits
UNKNOWN = {
    "command": "/finnsinte",
    "text": "",
    "team_id": TEAM,
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "t1",
}
OF_NO_USE = {"type": "reaction_added", "user": "U1", "reaction": "kanariefågel", "event_ts": "1.0"}
WHO: Mapping[str, Any] = {"team": {"id": TEAM}, "user": {"id": "U1"}}


@pytest.mark.parametrize("http", [False, True])
@pytest.mark.parametrize(("kind", "payload"), [("events_api", said("hej")), ("slash_commands", UNKNOWN)])
async def test_the_acknowledgement_waits_for_no_answer(*, http: bool, kind: str, payload: Mapping[str, Any]) -> None:
    """While the core works on it; a command that nobody knows is taken too, or Slack would say dispatch_failed."""
    async with slack(http=http) as driver, driver.bot.holding():
        await asyncio.wait_for(driver.server.happens(kind, payload), QUICK_S)
        assert len(driver.bot.events) == 1


@pytest.mark.measured
async def test_bolt_polls_for_no_acknowledgement() -> None:
    """It would look each ten milliseconds whether a listener has acknowledged; here the middle event takes less."""
    taken: list[float] = []

    async def take(payload: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    app = application(AsyncWebClient("xoxb-1"), take)
    for number in range(31):
        before = time.perf_counter()
        answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(said("hej", f"E{number}"))))
        taken.append(time.perf_counter() - before)
        assert answer.status == 200
    assert statistics.median(taken) < 0.008


@pytest.mark.parametrize("http", [False, True])
async def test_what_is_of_no_use_is_acknowledged_and_not_logged(
    caplog: pytest.LogCaptureFixture, *, http: bool
) -> None:
    """Bolt would log the whole payload as a warning, with what people wrote."""
    caplog.set_level(logging.INFO)
    payload = {"type": "event_callback", "team_id": TEAM, "event_id": "E9", "event": OF_NO_USE}
    async with slack(http=http) as driver:
        await asyncio.wait_for(driver.server.happens("events_api", payload), QUICK_S)
        assert not driver.bot.events
    assert "kanarie" not in caplog.text


PRESSED = {
    **WHO,
    "type": "block_actions",
    "channel": {"id": "D1"},
    "container": {"type": "message", "message_ts": "1.0", "channel_id": "D1"},
    "actions": [{"action_id": "0:undo", "value": "7", "text": {"text": "Ångra"}}],
}
FILLED = {"id": "V1", "callback_id": "f", "private_metadata": '{"channel":"D1","thread":"","direct":true,"value":""}'}


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (said("hej", "E1"), said("hej", "E2")),
        ({**UNKNOWN, "trigger_id": "t1"}, {**UNKNOWN, "trigger_id": "t2"}),
        ({**PRESSED, "trigger_id": "t1"}, {**PRESSED, "trigger_id": "t2"}),
        (
            {**WHO, "type": "view_submission", "view": {**FILLED, "hash": "a", "state": {"values": {}}}},
            {**WHO, "type": "view_submission", "view": {**FILLED, "hash": "b", "state": {"values": {}}}},
        ),
    ],
    ids=["event", "command", "press", "form"],
)
def test_what_slack_repeats_has_one_key(first: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """And the same done anew by the person has another."""
    keys = [event.key for event in (event_of(one, BOT) for one in (first, dict(first), other)) if event]
    assert keys[0] == keys[1] != keys[2]


async def test_a_429_is_waited_for_by_the_outbox_alone() -> None:
    """Slack is asked once, its wait is told at once, and nothing sleeps in between."""
    async with SlackServer().running() as server:
        server.fail.append(Refusal("ratelimited", 429, **{"Retry-After": "12"}))
        with pytest.raises(RateLimited) as limit:
            await asyncio.wait_for(paced(server).adapter.send(Outgoing(1, DIRECT, say("hej"), "U1")), QUICK_S)
        assert limit.value.retry_after == 12
        assert server.calls["chat.postMessage"] == 1


async def test_a_socket_that_is_opened_again_replaces_the_old_one() -> None:
    """Slack allows ten to an app; after six drops there is one."""
    async with SlackServer().running() as server, running(server) as (_, bot):
        for number in range(6):
            await server.drop_socket()
            await asyncio.wait_for(server.happens("events_api", said("hej", f"E{number}")), 15)
        assert len(bot.events) == 6
        assert sum(not socket.closed for socket in server._sockets) == 1


RESERVED = """
    archive away call collapse dm dnd expand feed feedback invite invite_people join kick leave me msg mute open pro
    remind remove rename search shortcuts shrug star status topic unarchive who
    """


def test_no_command_has_a_name_of_slacks_own() -> None:
    """Slack refuses the whole manifest for one of them, with "invalid name"."""
    made = manifest(commands.specs(), translator())
    names = {one["command"].removeprefix("/") for one in made["features"]["slash_commands"]}
    assert not names.intersection(RESERVED.split())


def test_numbers_are_typed_as_text() -> None:
    """Slack's own field for numbers may refuse the Swedish decimal comma."""
    fields = (Field("km", "Resväg", "decimal"), Field("people", "Antal", "int"), Field("date", "Dag", "date"))
    shown = view(Form("f", "F", fields, "Spara"), DIRECT)
    assert [block["element"]["type"] for block in shown["blocks"]] == [
        "plain_text_input",
        "plain_text_input",
        "datepicker",
    ]


async def test_a_form_is_within_slacks_limits() -> None:
    """However long its words: title 24, labels and hints 2000, options 75; the fake refuses more, as Slack does."""
    long = "Hur många var med på mötet och var satt de? " * 60
    choices = tuple(Choice(f"v{number}", long) for number in range(100))
    fields = (Field("a", long, hint=long, initial="x" * 100), Field("b", long, "choice", choices=choices))
    async with SlackServer().running() as server, running(server) as (adapter, _):
        await server.happens("interactive", {**WHO, "type": "shortcut", "callback_id": "x", "trigger_id": "t1"})
        await adapter._made_client().views_open(
            trigger_id="t1", view=view(Form("f", long, fields, long, intro=long[:3000]), DIRECT)
        )
        assert len(server.views) == 1
        assert not server.problems
