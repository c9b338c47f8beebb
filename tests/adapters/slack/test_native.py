"""What is Slack's own: the app's page, shortcuts, the assistant's panel, channels without the app, its removal."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chatbot.messages import (
    Action,
    Actions,
    Actor,
    Event,
    EventKind,
    Heading,
    Home,
    Item,
    OpenForm,
    Place,
    Post,
    Table,
    Upload,
    say,
    text,
)
from chatbot.messages import Form as AnyForm
from chatbot.ports import Outgoing, SendFailed
from chatbot_adapters.slack.incoming import event_of, events_of
from tests.adapters.slack.test_slack import running
from tests.contract.slack.driver import read
from tests.contract.slack.server import BOT, TEAM, Held, Refusal, SlackServer

DIRECT = Place("slack", TEAM, "D1")
CHANNEL = Place("slack", TEAM, "C1", kind="group")
PAGE = Home(
    Post(
        (
            Heading("Dina möten"),
            text("<!channel> & co"),
            Table(("Grupp", "Möten"), (("Åmål", "3"),), "Topplistan", (1,)),
            Actions((Action("Ta bort", "undo", "7"), Action("Ändra", "edit-meeting", "7"))),
            Actions((Action("Byt grupp", "run", "grupp"),)),
        )
    )
)


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """A running Slack."""
    async with SlackServer().running() as opened:
        yield opened
    assert not opened.problems


def told(event: Mapping[str, Any], id: str = "E1") -> Mapping[str, Any]:
    """An event as Slack tells it."""
    return {"type": "event_callback", "team_id": TEAM, "event_id": id, "event": {"event_ts": "1795000000.5", **event}}


async def test_the_page_is_shown_to_its_person(server: SlackServer) -> None:
    """With its table as text; to show it again is harmless, so a lost send is sent again."""
    async with running(server) as (adapter, _):
        item = Outgoing(1, DIRECT, PAGE, "U1")
        await adapter.send(item)
        assert await adapter.settle(item) == "not_sent"
    shown = read(Held("", "", server.homes["U1"]["blocks"], ""))
    for words in ("Dina möten", "<!channel> & co", "Topplistan", "Åmål", "Ta bort"):
        assert words in shown


def test_the_page_is_asked_for_when_its_tab_is_opened() -> None:
    """Not by the tab of messages."""
    opened = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    event = event_of(told(opened), BOT)
    assert event is not None
    assert (event.kind, event.place, event.actor.user_id) == ("home", DIRECT, "U1")
    assert event_of(told({**opened, "tab": "messages"}), BOT) is None


def test_a_press_on_the_page_shows_it_anew() -> None:
    """In the person's own chat, with nothing to edit; two events of different keys."""
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "private_metadata": '{"channel": "D1"}'},
        "trigger_id": "t1",
        "actions": [{"action_id": "0:undo", "value": "7", "text": {"text": "Ta bort"}}],
    }
    pressed, home = events_of(payload, BOT)
    assert (pressed.kind, pressed.name, pressed.value, pressed.source) == ("action", "undo", "7", None)
    assert (home.kind, home.key, home.place) == ("home", "t1:home", DIRECT)
    assert pressed.place == DIRECT


def test_a_message_becomes_a_tip_by_its_shortcut() -> None:
    """Its words are the command's, marks as words and in NFC."""
    message = {
        "type": "message",
        "user": "U2",
        "ts": "5.0",
        "thread_ts": "4.0",
        "text": "<@U3> tryck på *Dela* &amp; välj",
    }
    payload = {
        "type": "message_action",
        "callback_id": "tips",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message": message,
        "trigger_id": "t1",
    }
    event = event_of(payload, BOT)
    assert event is not None
    assert (event.kind, event.name, event.text) == ("command", "tips", "@U3 tryck på *Dela* & välj")
    assert (event.place, event.trigger, event.key) == (replace(CHANNEL, thread="4.0"), "t1", "t1")


def test_being_invited_to_a_channel_is_told() -> None:
    """With the one who did it; others who come and go are none of the bot's business."""
    joined = {"type": "member_joined_channel", "user": BOT, "channel": "C1", "team": TEAM, "inviter": "U1"}
    event = event_of(told(joined), BOT)
    assert event is not None
    assert (event.kind, event.name, event.actor.user_id, event.place) == ("member", "joined", "U1", CHANNEL)
    assert event_of(told({**joined, "user": "U2"}), BOT) is None


SHORTCUT = {"type": "shortcut", "team": {"id": TEAM}, "user": {"id": "U1"}, "callback_id": "logga-möte"}


async def test_a_global_shortcut_belongs_to_the_persons_own_chat(server: SlackServer) -> None:
    """Asked for once; when Slack does not say which it is, the person is named instead, and nothing is lost."""
    async with running(server) as (_, bot):
        server.fail_calls.append(Refusal("internal_error", 500))
        for number in range(3):
            await server.happens("interactive", {**SHORTCUT, "trigger_id": f"t{number}"})
        assert [event.place.channel for event in bot.events.values()] == ["U1", "D1", "D1"]
        assert server.calls["conversations.open"] == 2


THREAD = {"user_id": "U1", "channel_id": "D1", "thread_ts": "7.0", "context": {}}


@pytest.mark.parametrize("refused", [False, True])
async def test_the_assistants_panel_suggests(server: SlackServer, refused: bool) -> None:
    """At most four; that Slack refuses them is no reason to be told of the thread again."""
    async with running(server) as (_, bot):
        server.fail_calls += [Refusal("internal_error", 500)] * refused
        started = told({"type": "assistant_thread_started", "assistant_thread": THREAD})
        await asyncio.wait_for(server.happens("events_api", started), 5)
        assert server.sent == 1
        assert not bot.events
    assert ("D1", "7.0") in server.prompts or refused


def asked(kind: EventKind, place: Place) -> Event:
    """Something that its answer is slow for."""
    return Event("k", kind, Actor("slack", TEAM, "U1"), place, datetime(2026, 11, 23, tzinfo=UTC), "hemligt")


IN_PANEL = replace(DIRECT, thread="7.0")


async def test_in_the_assistants_panel_a_slow_answer_has_a_status(server: SlackServer) -> None:
    """Until it is there, and no message of it is ever made."""
    async with running(server) as (adapter, _):
        showing = asyncio.create_task(adapter.typing(asked("message", IN_PANEL)))
        async with asyncio.timeout(5):
            while not server.statuses:  # noqa: ASYNC110  what is waited for is a call of the app's
                await asyncio.sleep(0.01)
        assert not showing.done()
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
    assert server.statuses == [("D1", "7.0", "arbetar på ditt svar …"), ("D1", "7.0", "")]
    assert not server.messages


async def test_a_slow_command_has_a_line_that_only_its_person_sees(server: SlackServer) -> None:
    """Slack takes no such line back, so it is shown once, and is true afterwards too."""
    async with running(server) as (adapter, _):
        await adapter.typing(asked("command", CHANNEL))
    (line,) = server.messages
    assert (line.channel, line.only) == ("C1", "U1")
    assert "Svaret kommer så snart det är klart." in line.text


@pytest.mark.parametrize(
    ("kind", "place"), [("message", DIRECT), ("message", CHANNEL), ("action", CHANNEL), ("home", DIRECT)]
)
async def test_elsewhere_slack_has_no_sign(server: SlackServer, kind: EventKind, place: Place) -> None:
    """Nothing that would be left behind, and nothing that a channel sees."""
    async with running(server) as (adapter, _):
        await adapter.typing(asked(kind, place))
    assert not server.messages
    assert not server.statuses


async def test_a_sign_that_slack_refuses_is_no_matter(server: SlackServer) -> None:
    """Where the app is no member, and while Slack answers nothing."""
    server.not_in = {"C1"}
    async with running(server) as (adapter, _):
        await adapter.typing(asked("command", CHANNEL))
        server.trouble = lambda method: Refusal("internal_error", 500)
        await adapter.typing(asked("message", IN_PANEL))


async def test_where_the_app_is_no_member_the_person_is_answered_in_their_own_chat(server: SlackServer) -> None:
    """A command reaches the app in any channel; what is for all of one is refused for good."""
    server.not_in = {"C1", "D9"}
    async with running(server) as (adapter, _):
        private = Outgoing(1, CHANNEL, Post((text("bara du"),), "actor"), "U1")
        assert (await adapter.send(private)).degraded == ("ephemeral→dm",)
        assert await adapter.settle(private) == "unknown"
        between_people = Outgoing(2, replace(DIRECT, channel="D9"), say("hej"), "U1")
        assert (await adapter.send(between_people)).degraded == ("ephemeral→dm",)
        with pytest.raises(SendFailed) as refused:
            await adapter.send(Outgoing(3, CHANNEL, say("till alla"), "U1"))
        assert refused.value.final
    assert [(one.channel, one.text) for one in server.messages] == [("D1", "bara du"), ("D1", "hej")]


@pytest.mark.parametrize(
    "item",
    [Post((text("bara du"),), "actor"), Upload(b"x", "a.csv", "text/csv", "En fil", "actor")],
    ids=["words", "file"],
)
async def test_a_person_who_cannot_be_reached_says_nothing_of_the_channel(server: SlackServer, item: Item) -> None:
    """What the person's own chat refuses is given up, and the channel is not thought lost."""
    server.not_in = {"C1", "D1"}
    async with running(server) as (adapter, _):
        with pytest.raises(SendFailed) as refused:
            await adapter.send(Outgoing(1, CHANNEL, item, "U1"))
        assert (refused.value.final, refused.value.gone) == (True, False)
        with pytest.raises(SendFailed) as refused:
            await adapter.send(Outgoing(2, CHANNEL, say("till alla"), "U1"))
        assert refused.value.gone


FORM = AnyForm("f", "Ett formulär", (), "Spara", intro="Fyll i")


async def test_a_ticket_opens_one_modal(server: SlackServer) -> None:
    """Used already, after a crash, the modal is open; one that is too old may be replaced by a button."""
    async with running(server) as (adapter, _):
        await server.happens("interactive", {**SHORTCUT, "trigger_id": "t1"})
        item = Outgoing(1, DIRECT, OpenForm(FORM, "t1"), "U1")
        for _ in range(2):
            await adapter.send(item)
        assert len(server.views) == 1
        server.fail_calls.append(Refusal("expired_trigger_id"))
        with pytest.raises(SendFailed) as told:
            await adapter.send(item)
        assert not told.value.final


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": [BOT]}}],
    ids=["uninstalled", "revoked"],
)
async def test_an_app_that_is_taken_away_stops_listening(server: SlackServer, event: Mapping[str, Any]) -> None:
    """It acknowledges, ends by itself and leaves the socket; what is still to be sent is refused for good."""
    async with running(server) as (adapter, _):
        await asyncio.wait_for(server.happens("events_api", told(event)), 5)
        async with asyncio.timeout(5):
            while server.connected.is_set():  # noqa: ASYNC110  what is waited for is that the app hangs up
                await asyncio.sleep(0.02)
        server.fail.append(Refusal("account_inactive"))
        with pytest.raises(SendFailed) as refused:
            await adapter.send(Outgoing(1, DIRECT, say("hej"), "U1"))
        assert refused.value.final


async def test_somebody_elses_token_is_no_matter(server: SlackServer) -> None:
    """A person who takes their own consent back does not end the app."""
    async with running(server) as (_, bot):
        await server.happens("events_api", told({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}))
        said = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.0", "text": "hej"}
        await server.happens("events_api", told(said, "E2"))
        assert [one.text for one in bot.events.values()] == ["hej"]


async def test_an_event_is_taken_while_slack_answers_no_call(server: SlackServer) -> None:
    """What comes in depends on none of Slack's methods: nothing is acknowledged that was not stored."""
    async with running(server) as (_, bot):
        server.trouble = lambda method: Refusal("internal_error", 500)
        said = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.0", "text": "hej"}
        await asyncio.wait_for(server.happens("events_api", told(said)), 5)
        assert [one.text for one in bot.events.values()] == ["hej"]
