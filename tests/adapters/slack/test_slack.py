"""Slack's traps: marks and entities, NFD, silence in channels, what is acknowledged when, limits, lost answers."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from chatbot import commands
from chatbot.errors import UsageError
from chatbot.i18n import translator
from chatbot.messages import (
    Action,
    Actions,
    Edit,
    Form,
    Heading,
    Image,
    OpenForm,
    Place,
    Post,
    Span,
    Steps,
    Table,
    Text,
    say,
    text,
)
from chatbot.messages import Step as MessageStep
from chatbot.ports import Brand, Outgoing, RateLimited, SendFailed
from chatbot_adapters.slack import SlackAdapter, SlackSettings
from chatbot_adapters.slack.incoming import event_of, plain
from chatbot_adapters.slack.limits import limits
from chatbot_adapters.slack.manifest import SCOPES, manifest
from chatbot_adapters.slack.render import escaped, pieces
from chatbot_adapters.slack.send import AWAY_S
from tests.contract.script import ScriptedBot
from tests.contract.slack.server import APP_TOKEN, BOT, BOT_TOKEN, TEAM, Refusal, SlackServer, validator
from tests.running import free_port

DIRECT = Place("slack", TEAM, "D1")
CHANNEL = Place("slack", TEAM, "C1", kind="group")
COMMAND = {"team_id": TEAM, "user_id": "U1", "channel_id": "C1", "trigger_id": "t1"}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        (f"<@{BOT}> hur delar jag?", "hur delar jag?"),
        ("se <https://a.se|sidan> och <https://b.se>", "se sidan och https://b.se"),
        ("<!here> hej", "@here hej"),
        ("ska\u0308rm", "skärm"),
    ],
)
def test_text_as_it_was_typed(sent: str, read: str) -> None:
    """Slack's marks are words again, entities signs, and the app's own mention is gone."""
    assert plain(sent, BOT) == read


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_what_is_typed_survives_the_way(typed: str) -> None:
    """Escaped as Slack's clients do and read again, it is what was typed."""
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(sent, BOT) == plain(sent, "X")
    assert "<" not in escaped(typed)
    assert ">" not in escaped(typed)


@pytest.mark.parametrize(
    ("sent", "name", "rest"),
    [
        ({"command": "/logga-möte", "text": "i tisdags"}, "logga-möte", "i tisdags"),
        ({"command": "/logga-mo\u0308te", "text": ""}, "logga-möte", ""),
        ({"command": "/logga-mote", "text": ""}, "logga-mote", ""),
        ({"command": "/resfri", "text": "topplista vecka"}, "topplista", "vecka"),
        ({"command": "/resfri", "text": ""}, "hjälp", ""),
    ],
)
def test_commands(sent: Mapping[str, str], name: str, rest: str) -> None:
    """In NFC and NFD, with and without å ä ö; `/resfri` does them all."""
    event = event_of({**COMMAND, **sent}, BOT)
    assert event is not None
    assert (event.kind, event.name, event.text, event.trigger) == ("command", name, rest, "t1")


@pytest.mark.parametrize(
    "said",
    [
        {"type": "message", "channel_type": "channel", "user": "U1", "text": "vi ses"},
        {"type": "message", "channel_type": "im", "bot_id": "B1", "user": "U1", "text": "från en bot"},
        {"type": "message", "channel_type": "im", "subtype": "message_changed", "user": "U1"},
        {"type": "reaction_added", "user": "U1"},
    ],
)
def test_what_is_not_for_the_bot_is_left(said: Mapping[str, str]) -> None:
    """Talk in channels, other bots, edits."""
    payload = {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": "E",
        "event": {**said, "channel": "C1", "ts": "1.0"},
    }
    assert event_of(payload, BOT) is None


def test_a_thread_is_kept() -> None:
    """The answer goes where the mention stood."""
    said = {"type": "app_mention", "user": "U1", "text": "hej", "channel": "C1", "ts": "2.0", "thread_ts": "1.0"}
    event = event_of({"type": "event_callback", "team_id": TEAM, "event_id": "E", "event": said}, BOT)
    assert event is not None
    assert (event.place.thread, event.place.kind, event.key) == ("1.0", "group", f"{TEAM}:E")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
BLOCKS = st.one_of(
    st.builds(Heading, WORDS),
    st.builds(
        Text, st.lists(st.builds(Span, WORDS, st.booleans(), href=st.sampled_from(["", "https://a.se"]))).map(tuple)
    ),
    st.builds(Steps, st.lists(st.builds(MessageStep, WORDS, WORDS), min_size=1, max_size=5).map(tuple)),
    st.builds(Actions, st.lists(st.builds(Action, WORDS, st.just("do"), WORDS), min_size=1, max_size=60).map(tuple)),
    st.builds(Table, st.just(("A", "B")), st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_every_post_is_what_slack_takes(blocks: list[Any]) -> None:
    """By the published types, no text can mention anybody, at most fifty blocks and one table in a message."""
    for piece in pieces(blocks):
        assert isinstance(piece, tuple)
        shown, words = piece
        assert not list(validator("blocks").iter_errors(shown))
        assert 1 <= len(shown) <= 50
        assert sum(one["type"] == "table" for one in shown) <= 1
        assert "<" not in words
        assert words.strip()


def test_a_long_button_stands_in_words_above_it() -> None:
    """Slack takes 75 characters of a label; what was cut can be read all the same."""
    label = "Ett mycket långt namn på ett tips " * 3
    (piece,) = pieces([Actions((Action(label, "do", "1"), Action("Kort", "do", "2")))])
    assert isinstance(piece, tuple)
    words, row = piece[0]
    assert words["elements"][0]["elements"][0]["text"] == label
    assert len(row["elements"][0]["text"]["text"]) <= 75
    assert row["elements"][0]["text"]["text"].endswith("…")


def test_a_preview_stands_as_the_blocks_do() -> None:
    """Lists with their questions, tables, pictures in words, buttons where they are; the text beside says it too."""
    steps = Steps((MessageStep("Klicka."), MessageStep("Välj.", "Syns den?")))
    helped = Actions((Action("Ja", "do", "1"), Action("Nej", "do", "2")))
    post = Post((Heading("Dela"), steps, helped, text("Klart"), Table(("A", "B"), (("1", "2"),)), Image(b"x", "Bild")))
    shown = ["Dela", "1. Klicka.", "2. Välj.", "   Syns den?", "[Ja]  [Nej]", "Klart", "A | B", "1 | 2", "[Bild]"]
    assert SlackAdapter().preview(post).splitlines() == shown
    first = pieces(post.blocks)[0]
    assert isinstance(first, tuple)
    assert "2. Välj.\nSyns den?" in first[1]


def test_the_manifest_is_what_slack_takes() -> None:
    """By Slack's own schema, with every command also without å ä ö."""
    made = json.loads(json.dumps(manifest(commands.specs(), translator())))
    assert not list(validator("manifest").iter_errors(made))
    names = [one["command"] for one in made["features"]["slash_commands"]]
    assert {"/resfri", "/logga-möte", "/logga-mote", "/topplista"} <= set(names)
    assert len(names) == len(set(names)) <= 50


def test_the_manifest_for_http_names_one_address() -> None:
    """For events, commands and interactions alike, and no socket; nothing but https is taken."""
    made = json.loads(json.dumps(manifest(commands.specs(), translator(), "https://resfri.kommun.se/")))
    assert not list(validator("manifest").iter_errors(made))
    asked, address = made["settings"], "https://resfri.kommun.se/slack/events"
    urls = {one["url"] for one in made["features"]["slash_commands"]}
    assert {*urls, asked["event_subscriptions"]["request_url"], asked["interactivity"]["request_url"]} == {address}
    assert not asked["socket_mode_enabled"]
    cli = SlackAdapter().cli
    assert cli is not None
    refused = CliRunner().invoke(cli, ["manifest", "--url", "http://resfri.kommun.se"])
    assert isinstance(refused.exception, UsageError)
    assert CliRunner().invoke(cli, ["manifest", "--url", "https://resfri.kommun.se"]).exit_code == 0


@contextlib.asynccontextmanager
async def running(server: SlackServer) -> AsyncIterator[tuple[SlackAdapter, ScriptedBot]]:
    """The adapter, connected."""
    adapter = made(server)
    bot = ScriptedBot(adapter)
    listening = asyncio.create_task(adapter.run(bot, bot))
    try:
        async with asyncio.timeout(10):
            await server.connected.wait()
        yield adapter, bot
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


def made(server: SlackServer, token: str = BOT_TOKEN) -> SlackAdapter:
    """An adapter for the fake."""
    adapter = SlackAdapter()
    tokens = {"bot_token": SecretStr(token), "app_token": SecretStr(APP_TOKEN)}
    adapter.configure(SlackSettings(**tokens, base_url=f"{server.address}/api/"), commands.specs(), Brand())
    return adapter


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """A running Slack."""
    async with SlackServer().running() as opened:
        yield opened


def said(words: str, id: str = "E1") -> Mapping[str, Any]:
    """A direct message as Slack tells it."""
    event = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.0", "text": words}
    return {"type": "event_callback", "team_id": TEAM, "event_id": id, "event": event}


async def test_nothing_is_acknowledged_before_it_is_stored(
    server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    """While the database is away Slack gets no acknowledgement and sends again; once it is back, one event. What was
    said stands in no log."""
    async with running(server) as (_, bot):
        bot.away = True
        sending = asyncio.create_task(server.happens("events_api", said("kanariefågel")))
        async with asyncio.timeout(10):
            while server.sent < 2:  # noqa: ASYNC110  what is waited for is the server's second try
                await asyncio.sleep(0.02)
        assert not sending.done()
        bot.away = False
        await asyncio.wait_for(sending, 15)
        assert [event.text for event in bot.events.values()] == ["kanariefågel"]
    assert "kanarie" not in caplog.text


async def test_slack_being_away_at_the_start_is_waited_for(server: SlackServer) -> None:
    """The first answer is an error of theirs; the next time it goes."""
    server.fail_calls.append(Refusal("internal_error", 500))
    async with running(server) as (_, bot):
        await asyncio.wait_for(server.happens("events_api", said("hej")), 15)
        assert bot.events


async def test_a_dropped_socket_is_opened_again(server: SlackServer) -> None:
    """What is said afterwards arrives."""
    async with running(server) as (_, bot):
        await server.drop_socket()
        await asyncio.wait_for(server.happens("events_api", said("hej igen")), 15)
        assert [event.text for event in bot.events.values()] == ["hej igen"]


@pytest.mark.parametrize(
    ("refusal", "raised", "final", "gone"),
    [
        (Refusal("ratelimited", 429, **{"Retry-After": "7"}), RateLimited, None, None),
        (Refusal("channel_not_found"), SendFailed, True, True),
        (Refusal("is_archived"), SendFailed, True, True),
        (Refusal("not_in_channel"), SendFailed, True, True),
        (Refusal("account_inactive"), SendFailed, True, True),
        (Refusal("msg_too_long"), SendFailed, True, False),
        (Refusal("internal_error", 500), SendFailed, False, False),
        (Refusal("service_unavailable", 503), RateLimited, None, None),
    ],
    ids=lambda value: value.error if isinstance(value, Refusal) else "",
)
async def test_refusals_are_told_apart(
    server: SlackServer, refusal: Refusal, raised: type[Exception], final: bool | None, gone: bool | None
) -> None:
    """Wait, never again, never again in that channel, or later."""
    async with running(server) as (adapter, _):
        server.fail.append(refusal)
        with pytest.raises(raised) as told:
            await adapter.send(Outgoing(1, CHANNEL, say("hej"), "U1"))
    if isinstance(told.value, RateLimited):
        assert told.value.retry_after == (7 if refusal.status == 429 else AWAY_S)
    if isinstance(told.value, SendFailed):
        assert (told.value.final, told.value.gone) == (final, gone)


@dataclass
class Paced:
    """An adapter whose seconds a test counts."""

    adapter: SlackAdapter
    now: float = 0.0

    async def sent(self, item: Outgoing) -> float:
        """Send it, and wait as long as is said; gives the time at which it went."""
        while True:
            try:
                await self.adapter.send(item)
            except RateLimited as limit:
                self.now += limit.retry_after + 0.001
            else:
                return self.now


def paced(server: SlackServer) -> Paced:
    """One that has sent nothing yet."""
    app = Paced(SlackAdapter(seconds=lambda: app.now))
    tokens = {"bot_token": SecretStr(BOT_TOKEN), "app_token": SecretStr(APP_TOKEN)}
    app.adapter.configure(SlackSettings(**tokens, base_url=f"{server.address}/api/"), (), Brand())
    return app


async def test_a_channel_is_sent_to_at_slacks_pace(server: SlackServer) -> None:
    """Three at once and then one a second, without asking Slack for what it would refuse; others need not wait."""
    app = paced(server)
    times = [await app.sent(Outgoing(n, DIRECT, say(f"nr {n}"), "U1")) for n in range(12)]
    assert times[2] == 0
    assert all(later - first >= 3 for first, later in zip(times, times[3:], strict=False))
    assert times[-1] < 10
    assert await app.sent(Outgoing(20, replace(DIRECT, channel="D2"), say("hej"), "U2")) == times[-1]
    assert server.calls["chat.postMessage"] == len(server.messages) == 13


async def test_a_post_of_several_messages_waits_until_all_have_room(server: SlackServer) -> None:
    """So that it is never stopped half way by the pace."""
    app = paced(server)
    await app.sent(Outgoing(1, DIRECT, say("hej"), "U1"))
    assert await app.sent(Outgoing(2, DIRECT, PARTS, "U1")) >= 3
    assert [one.text for one in server.messages] == ["hej", "först", "en stapel", "sist"]


async def test_calls_of_a_kind_have_a_pace_of_their_own(server: SlackServer) -> None:
    """Fifty edits and a hundred private answers a minute, whatever the channel; a form is never kept waiting."""
    app = paced(server)
    private = Post((text("hej"),), "actor")
    for n in range(21):
        last = await app.sent(Outgoing(n, replace(CHANNEL, channel=f"C{n}"), private, "U1"))
        assert (last > 0) is (n == 20)
    ref = (await app.adapter.send(Outgoing(90, DIRECT, say("hej"), "U1"))).ref
    assert ref is not None
    start = app.now
    for n in range(11):
        last = await app.sent(Outgoing(100 + n, DIRECT, Edit(ref, say(f"nr {n}")), "U1"))
        assert (last > start) is (n == 10)
    assert limits(OpenForm(Form("f", "F", (), "Spara"), "t"), DIRECT, private=False) == ()


async def test_while_slack_cannot_be_reached_no_attempt_is_counted(server: SlackServer) -> None:
    """Nobody listens there: nothing has arrived, and the item is not to blame."""
    adapter = SlackAdapter(SlackSettings(bot_token=SecretStr("xoxb-1"), base_url=f"http://127.0.0.1:{free_port()}/"))
    with pytest.raises(RateLimited):
        await adapter.send(Outgoing(1, DIRECT, say("hej"), "U1"))


PICTURE = Image(b"png", "en stapel")
PARTS = Post((text("först"), PICTURE, text("sist")))


async def test_a_post_stopped_half_way_is_taken_up_where_it_was(server: SlackServer) -> None:
    """A 429 on the second message of a post does not send the first one anew."""
    app = paced(server)
    server.fail_at = {2: Refusal("ratelimited", 429, **{"Retry-After": "1"})}
    item = Outgoing(1, DIRECT, PARTS, "U1")
    with pytest.raises(RateLimited):
        await app.adapter.send(item)
    app.now += 3
    assert (await app.adapter.send(item)).ref is not None
    assert [one.text for one in server.messages] == ["först", "en stapel", "sist"]


async def test_of_a_post_half_sent_before_a_crash_the_rest_is_sent(server: SlackServer) -> None:
    """The marks in the history tell how far it came; in a thread likewise, which channels do not show."""
    for place in (DIRECT, replace(CHANNEL, thread="0.5")):
        item = Outgoing(17, place, PARTS, "U1")
        server.messages.clear()
        async with running(server) as (adapter, _):
            server.fail_at = {2: Refusal("internal_error", 500)}
            with pytest.raises(SendFailed):
                await adapter.send(item)
        del server.messages[1]  # nobody knows whether the picture is there
        fresh = made(server)
        assert await fresh.settle(item) == "not_sent"
        await fresh.send(item)
        assert [one.text for one in server.messages] == ["först", "en stapel", "sist"]
        assert await made(server).settle(item) == "sent"


async def test_a_lost_answer_is_settled_by_the_history(server: SlackServer) -> None:
    """The mark tells whether the message is there; a private answer cannot be known."""
    async with running(server) as (adapter, _):
        server.cut = 1
        item = Outgoing(17, DIRECT, say("hej"), "U1")
        with pytest.raises(SendFailed) as told:
            await adapter.send(item)
        assert told.value.lost
        assert await adapter.settle(item) == "sent"
        assert await adapter.settle(Outgoing(18, DIRECT, say("hej"), "U1")) == "not_sent"
        private = Outgoing(19, CHANNEL, Post((text("hej"),), "actor"), "U1")
        assert await adapter.settle(private) == "unknown"


async def test_a_wrong_token_ends_the_start_with_a_sentence(server: SlackServer) -> None:
    """And doctor says the same."""
    adapter = made(server, "xoxb-wrong")
    with pytest.raises(UsageError):
        await adapter.run(ScriptedBot(adapter), ScriptedBot(adapter))
    (bad,) = await asyncio.to_thread(made(server, "xoxb-wrong").checks)
    assert not bad.ok
    (good,) = await asyncio.to_thread(made(server).checks)
    assert good.ok


async def test_doctor_tells_of_scopes_and_the_clock(server: SlackServer) -> None:
    """What the app was not given, a clock that is wrong, and a Slack that is not there, each with what to do."""
    server.scopes = [scope for scope in SCOPES if scope != "files:write"]
    late = SlackAdapter(made(server)._settings, lambda: datetime.now(UTC) - timedelta(minutes=7))
    good, scopes, clock = await asyncio.to_thread(late.checks)
    assert (good.ok, scopes.ok, clock.ok) == (True, False, False)
    assert scopes.text.fields == {"scopes": "files:write"}
    assert 415 <= int(str(clock.text.fields["seconds"])) <= 425
    assert scopes.hint
    assert clock.hint
    server.fail_calls.append(Refusal("internal_error", 500))
    (away,) = await asyncio.to_thread(made(server).checks)
    assert "går inte att nå" in away.text.message
