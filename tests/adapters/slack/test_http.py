"""Slack by HTTP: only what Slack signed is taken, nothing is acknowledged before it is stored, an error is a 5xx."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Mount

from chatbot.app import mount
from chatbot.i18n import translator
from chatbot_adapters.slack import SlackAdapter, SlackSettings
from chatbot_adapters.slack.door import Door
from chatbot_adapters.slack.http import MAX_BODY, requests
from chatbot_adapters.telegram import TelegramAdapter
from chatbot_adapters.web import WebAdapter
from tests import loopback
from tests.contract.script import UNWANTED, ScriptedBot
from tests.contract.slack.server import BOT, SIGNING_SECRET, TEAM, encoded, signed

NOW = 1_795_000_000.0
MESSAGE = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.0", "text": "hej"}
EVENT = {"type": "event_callback", "team_id": TEAM, "event_id": "E1", "event": MESSAGE}
COMMAND = {"command": "/hjälp", "text": "", "team_id": TEAM, "user_id": "U1", "channel_id": "D1", "trigger_id": "t1"}


class Asked:
    """The application by itself, at a time that stands still."""

    def __init__(self) -> None:
        adapter = SlackAdapter()
        self.bot = ScriptedBot(adapter)
        self.door: Door | None = Door(self.bot, AsyncWebClient("xoxb-1"), BOT, translator())
        application = requests(AsyncWebClient("xoxb-1"), SIGNING_SECRET, lambda: self.door, lambda: NOW, body_s=0.2)
        whole = Starlette(routes=[Mount("/slack", application)])
        transport = httpx.ASGITransport(whole, raise_app_exceptions=False)
        self.http = loopback.client(transport=transport, base_url="http://resfri.example")

    async def post(
        self, kind: str, payload: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """As Slack sends it; `headers` in place of the right signature."""
        content_type, body = encoded(kind, payload)
        signature = signed(body, NOW) if headers is None else headers
        return await self.http.post("/slack/events", content=body, headers={"Content-Type": content_type, **signature})


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    """See `Asked`."""
    made = Asked()
    async with made.http:
        yield made


BODY = encoded("events_api", EVENT)[1]
RIGHT = signed(BODY, NOW)
WRONG: dict[str, Mapping[str, str]] = {
    "missing": {},
    "no signature": {"X-Slack-Request-Timestamp": RIGHT["X-Slack-Request-Timestamp"]},
    "of another secret": signed(BODY, NOW, "another"),
    "of another body": signed(BODY + b" ", NOW),
    "301 s old": signed(BODY, NOW - 301),
    "301 s ahead": signed(BODY, NOW + 301),
    "no time": {**RIGHT, "X-Slack-Request-Timestamp": "nyss"},
    "no letters": {**RIGHT, "X-Slack-Signature": "v0=\u00e5\u00e4\u00f6"},
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_slack_did_not_sign_is_refused(asked: Asked, name: str) -> None:
    """401, and nothing is stored."""
    headers = [(key.encode(), value.encode("latin-1")) for key, value in WRONG[name].items()]
    sent = await asked.http.post(
        "/slack/events", content=BODY, headers=[(b"Content-Type", b"application/json"), *headers]
    )
    assert sent.status_code == 401
    assert not asked.bot.events


@pytest.mark.parametrize("age", [0, 299, -299])
async def test_what_slack_signed_is_stored_before_the_answer(asked: Asked, age: int) -> None:
    """200 with nothing in it, within five minutes either way."""
    answer = await asked.post("events_api", EVENT, signed(BODY, NOW - age))
    assert (answer.status_code, answer.content) == (200, b"")
    assert [event.text for event in asked.bot.events.values()] == ["hej"]


async def test_a_retry_is_the_same_event(asked: Asked) -> None:
    """Known by its event id, never by a retry header."""
    for _ in range(3):
        assert (await asked.post("events_api", EVENT)).status_code == 200
    assert len(asked.bot.events) == 1


async def test_the_address_is_proved(asked: Asked) -> None:
    """Slack sends a challenge when the address is set, also before the app is up; and looks at the certificate."""
    asked.door = None
    answer = await asked.post("events_api", {"type": "url_verification", "challenge": "3eZbrw1aB"})
    assert answer.json() == {"challenge": "3eZbrw1aB"}
    assert (await asked.post("slash_commands", {"ssl_check": "1", "token": "x"})).status_code == 200


async def test_what_cannot_be_stored_is_sent_again(asked: Asked) -> None:
    """503 while the database is away, or before Slack has said who the bot is."""
    asked.bot.away = True
    assert (await asked.post("events_api", EVENT)).status_code == 503
    asked.bot.away = False
    door, asked.door = asked.door, None
    assert (await asked.post("events_api", EVENT)).status_code == 503
    asked.door = door
    assert (await asked.post("events_api", EVENT)).status_code == 200
    assert len(asked.bot.events) == 1


async def test_a_fault_is_a_500_and_no_text_is_logged(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    """What lacks a part it always has cannot be read; what was said stands in no log."""
    broken = {**EVENT, "event": {**MESSAGE, "text": "kanariefågel", "ts": "kanariefågel"}}
    assert (await asked.post("events_api", broken)).status_code == 500
    assert "kanarie" not in caplog.text
    assert "ValueError" in caplog.text


JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        (JSON, b"{", 400),
        (JSON, b"[]", 400),
        (JSON, b"", 400),
        (FORM, b"payload=%7B", 400),
        (FORM, b"payload=1", 400),
        (JSON, b"\xff", 401),  # no text, so Slack has not signed it
        (JSON, b"{}", 200),  # nothing that the core has a use for
    ],
)
async def test_what_is_no_payload_is_malformed(asked: Asked, media: str, body: bytes, status: int) -> None:
    """400 for what cannot be read, though it be signed."""
    headers = {"Content-Type": media, **signed(body, NOW)}
    assert (await asked.http.post("/slack/events", content=body, headers=headers)).status_code == status
    assert not asked.bot.events


async def test_a_large_body_is_not_read(asked: Asked) -> None:
    """413 past a megabyte."""
    headers = {"Content-Type": "application/json", **signed(b"", NOW)}
    answer = await asked.http.post("/slack/events", content=b" " * (MAX_BODY + 1), headers=headers)
    assert answer.status_code == 413


async def test_a_slow_body_is_not_waited_for(asked: Asked) -> None:
    """408 when it has not come in time."""

    told: list[Mapping[str, Any]] = []
    parts = iter([{"type": "http.request", "body": b"{", "more_body": True}])

    async def receive() -> Any:
        return next(parts, None) or await asyncio.Event().wait()

    async def send(message: Any) -> None:
        told.append(message)

    application = requests(AsyncWebClient("xoxb-1"), SIGNING_SECRET, lambda: asked.door, lambda: NOW, body_s=0.05)
    scope = {"type": "http", "method": "POST", "path": "/events", "headers": [], "query_string": b""}
    await asyncio.wait_for(application(scope, receive, send), 5)
    assert told[0]["status"] == 408


async def test_other_addresses_and_methods_are_not_there(asked: Asked) -> None:
    """One address, one method."""
    assert (await asked.http.get("/slack/events")).status_code == 405
    assert (await asked.http.post("/slack/other")).status_code == 404


async def test_what_the_core_refuses_is_told_in_the_acknowledgement(asked: Asked) -> None:
    """To the one who gave the command."""
    answer = await asked.post("slash_commands", {**COMMAND, "text": UNWANTED})
    assert answer.json() == {"text": "Det tar jag inte emot."}


async def test_a_wrong_form_is_told_in_the_acknowledgement(asked: Asked) -> None:
    """By its fields, and nothing is stored."""
    kept = json.dumps({"channel": "D1", "thread": "", "direct": True, "value": ""})
    values = {"people": {"v": {"type": "plain_text_input", "value": "många"}}}
    view = {"id": "V1", "hash": "h", "callback_id": "f", "private_metadata": kept, "state": {"values": values}}
    payload = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U1"}, "view": view}
    told = (await asked.post("interactive", payload)).json()
    assert told["response_action"] == "errors"
    assert set(told["errors"]) == {"people"}
    assert not asked.bot.events


def test_it_is_mounted_in_the_one_web_server() -> None:
    """When it has a signing secret; what has no application is left out."""
    web, slack = WebAdapter(), SlackAdapter(SlackSettings.model_validate({"signing_secret": SIGNING_SECRET}))
    mount([web, slack, TelegramAdapter()])
    assert [path for path, _ in web.extra_mounts] == ["/slack"]
    mount([web, SlackAdapter()])
    assert web.extra_mounts == []


@pytest.mark.parametrize(
    ("settings", "starts"),
    [
        ({}, False),
        ({"bot_token": "xoxb-1"}, False),
        ({"bot_token": "xoxb-1", "app_token": "xapp-1"}, True),
        ({"bot_token": "xoxb-1", "signing_secret": "s"}, True),
        ({"app_token": "xapp-1", "signing_secret": "s"}, False),
        ({"bot_token": "xoxb-1", "signing_secret": " "}, False),
    ],
)
def test_it_starts_with_the_bots_token_and_a_way_in(settings: Mapping[str, str], starts: bool) -> None:
    """Either way in will do."""
    assert SlackAdapter(SlackSettings.model_validate(settings)).configured() is starts
