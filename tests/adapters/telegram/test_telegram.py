"""Telegram's traps: commands with å ä ö, silence in groups, 64 bytes, private answers, limits, moves, two pollers."""

import asyncio
import contextlib
import unicodedata
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from telegram import Update

from chatbot import app, commands, fallback
from chatbot.errors import UsageError
from chatbot.fallback.splitting import size
from chatbot.messages import Action, Actions, Event, Heading, Place, Post, Span, Table, Text, say, text
from chatbot.ports import Brand, Outgoing, RateLimited, SendFailed
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from chatbot_adapters.telegram.buttons import LONG, MAX_BYTES, button_data, read_button
from chatbot_adapters.telegram.incoming import Me, event_of
from chatbot_adapters.telegram.pace import Pace
from chatbot_adapters.telegram.render import MAX_TEXT, keyboard_of, pieces
from tests.contract.script import ScriptedBot
from tests.contract.telegram.people import message
from tests.contract.telegram.server import ME, TOKEN, Refusal, TelegramServer

GROUP = Place("telegram", "42", "-100500", kind="group")
OWN = Place("telegram", "42", "7")
PERSON: Mapping[str, Any] = {"id": 7, "is_bot": False, "first_name": "Åsa", "last_name": "Ek", "language_code": "sv-SE"}


def update(chat: int, said: str, **more: Any) -> Event | None:
    """The event for a message."""
    kind = {"type": "private"} if chat > 0 else {"type": "supergroup", "title": "G", "is_forum": True}
    message = {"message_id": 1, "date": 1, "chat": {"id": chat, **kind}, "from": PERSON, "text": said, **more}
    found = Update.de_json({"update_id": 9, "message": message}, None)
    return event_of(found, Me(42, "resfri_bot"))


@pytest.mark.parametrize(
    ("said", "text_", "addressed"),
    [
        ("/logga-möte i tisdags", "/logga-möte i tisdags", True),
        ("/logga_mote@resfri_bot i tisdags", "/logga_mote i tisdags", True),
        ("/logga-mo\u0308te@Resfri_Bot", "/logga-möte", True),
        ("/logga-möte@annan_bot i tisdags", "/logga-möte@annan_bot i tisdags", False),
        ("@resfri_bot hur delar jag skärmen?", "hur delar jag skärmen?", True),
        ("hur delar jag skärmen, @resfri_bot?", "hur delar jag skärmen,", True),
        ("vi ses klockan 8", "vi ses klockan 8", False),
        ("mejla a@resfri_bot.se", "mejla a@resfri_bot.se", False),
    ],
)
def test_in_a_group_only_what_is_meant_for_the_bot_is_addressed(said: str, text_: str, addressed: bool) -> None:
    """A command, a mention or a reply; the bot's own name is taken out of the text."""
    event = update(-100500, said)
    assert event is not None
    assert (event.text, event.addressed, event.place.kind) == (text_, addressed, "group")


def test_in_a_private_chat_everything_is_meant() -> None:
    """With key, language, NFC text and the person's name."""
    event = update(7, "ska\u0308rmen")
    assert event is not None
    assert (event.key, event.text, event.addressed) == ("42:9", "skärmen", True)
    assert (event.actor.locale, event.actor.name, event.place) == ("sv", "Åsa Ek", OWN)


def test_a_forum_topic_is_a_thread() -> None:
    """Answers go to the topic; a thread of a common group is none."""
    topic = update(-100500, "/hjälp", message_thread_id=77, is_topic_message=True)
    plain = update(-100500, "/hjälp", message_thread_id=77)
    assert topic is not None
    assert plain is not None
    assert (topic.place.thread, plain.place.thread) == ("77", "")


@pytest.mark.parametrize(
    "said",
    [{"sticker": {}}, {"text": None}, {"text": " \u00a0 "}, {"from": None}, {"from": {**PERSON, "is_bot": True}}],
)
def test_what_is_no_talk_is_left(said: Mapping[str, Any]) -> None:
    """Stickers, posts of channels and other bots."""
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": PERSON, **said}
    given_ = {name: value for name, value in message.items() if value is not None and name != "sticker"}
    assert event_of(Update.de_json({"update_id": 9, "message": given_}, None), Me(42, "resfri_bot")) is None


@pytest.mark.parametrize(("hears_all", "told"), [(False, "@resfri_bot"), (True, "")])
def test_a_bot_that_is_added_tells_how_it_hears(hears_all: bool, told: str) -> None:
    """With the privacy mode on it hears only what is said to it."""
    user = {"id": 42, "is_bot": True, "first_name": "R"}
    change = {"chat": {"id": -5, "type": "group", "title": "G"}, "from": PERSON, "date": 1}
    change |= {"old_chat_member": {"status": "left", "user": user}}
    change |= {"new_chat_member": {"status": "member", "user": user}}
    found = Update.de_json({"update_id": 9, "my_chat_member": change}, None)
    event = event_of(found, Me(42, "resfri_bot", hears_all))
    assert event is not None
    assert (event.kind, event.name, event.value) == ("member", "joined", told)


def test_a_group_that_moves_tells_where() -> None:
    """The old place, and the new id as value."""
    event = update(-500, "x", migrate_to_chat_id=-100500)
    assert event is not None
    assert (event.kind, event.name, event.place.channel, event.value) == ("lifecycle", "moved", "-500", "-100500")


def may_be_named(name: str) -> bool:
    """Whether an action may be called so: what ends a name and what a mark begins with would be taken for that."""
    return ":" not in name and not name.startswith(LONG)


def test_no_action_is_named_so_that_its_button_is_misread() -> None:
    """Of all that the bot has."""
    assert [name for name in app.handlers().actions if not may_be_named(name)] == []


@given(st.text(min_size=1, max_size=30).filter(may_be_named), st.text(max_size=90))
def test_a_button_carries_its_action_or_a_mark(name: str, value: str) -> None:
    """Never more than 64 bytes; what fits comes back as it was, what does not by its mark."""
    data = button_data(name, value)
    assert 1 <= len(data.encode()) <= MAX_BYTES
    if len(f"{name}:{value}".encode()) <= MAX_BYTES:
        assert read_button(data) == (name, value)
    else:
        assert read_button(data) == ("", fallback.mark(name, value))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SPANS = st.builds(
    Span, WORDS, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "https://a.se", "tg://x"])
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(st.builds(Heading, WORDS), st.builds(Text, st.lists(SPANS, max_size=5).map(tuple))), max_size=6)
)
def test_marks_lie_on_the_words_they_were_meant_for(blocks: list[Heading | Text]) -> None:
    """Offsets count UTF-16 units, also past emoji; each link is https; the text is what was written."""
    made = pieces(blocks)
    whole = "".join(piece.text for piece in made)
    strong = [b.text for b in blocks if isinstance(b, Heading)]
    for piece in made:
        units = piece.text.encode("utf-16-le")
        for entity in piece.entities:
            assert 0 <= entity.offset < entity.offset + entity.length <= len(units) // 2
            marked = units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")
            if entity.type == "bold":
                assert marked in strong or any(marked == s.text for b in blocks if isinstance(b, Text) for s in b.spans)
            if entity.type == "text_link":
                assert str(entity.url).startswith("https://")
    for block in blocks:
        for said in [block.text] if isinstance(block, Heading) else [span.text for span in block.spans]:
            assert said.strip() in whole or not said.strip()


def test_a_long_post_is_parted_and_the_buttons_stand_last() -> None:
    """Each message within 4,096 UTF-16 units; nothing is lost."""
    words = " ".join(f"Rad {n} 🚂" for n in range(900))
    made = pieces([text(words), Actions((Action("Ja", "yes"), Action("Nej", "no")))])
    assert len(made) > 1
    assert all(size(piece.text, "utf16") <= MAX_TEXT for piece in made)
    assert "".join(piece.text for piece in made) == words
    assert [bool(piece.keyboard) for piece in made] == [False] * (len(made) - 1) + [True]


def test_buttons_that_belong_together_stand_together() -> None:
    """Short ones two in a row, and an answer never beside what was offered before the question."""
    blocks = [["Zoom", "Webex", "Jitsi"], ["Ett steg i taget"], ["Ja", "Nej"]]
    keyboard = keyboard_of([Actions(tuple(Action(label, "do") for label in labels)) for labels in blocks])
    assert keyboard is not None
    rows = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert rows == [["Zoom", "Webex"], ["Jitsi"], ["Ett steg i taget"], ["Ja", "Nej"]]


def test_a_table_is_one_block() -> None:
    """Set in one width, whole."""
    (piece,) = pieces([Table(("Grupp", "kWh"), (("Åmål", "12"), ("Ed", "7")))])
    assert [entity.type for entity in piece.entities] == ["pre"]


def test_pace() -> None:
    """Three at once to a chat, then one a second; 20 a minute to a group; 30 a second in all."""
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert [pace.wait("7", group=False) for _ in range(3)] == [0, 0, 0]
    assert 0 < pace.wait("7", group=False) <= 3
    assert pace.wait("8", group=False) == 0
    for _ in range(17):
        now[0] += 1.1
        assert pace.wait("-5", group=True) == 0
    waits = []
    for _ in range(6):
        now[0] += 1.1
        waits.append(pace.wait("-5", group=True))
    assert waits[:3] == [0, 0, 0]
    assert waits[3] > 0
    now[0] += 100
    assert [pace.wait(str(chat), group=False) for chat in range(30)] == [0.0] * 30
    assert 0 < pace.wait("x", group=False) <= 1


@contextlib.asynccontextmanager
async def running(server: TelegramServer, **changed: Any) -> AsyncIterator[tuple[TelegramAdapter, ScriptedBot]]:
    """The adapter against the fake, with the shipped commands."""
    adapter = made(server, **changed)
    bot = ScriptedBot(adapter)
    listening = asyncio.create_task(adapter.run(bot, bot))
    try:
        yield adapter, bot
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


def made(server: TelegramServer, token: str = TOKEN, *, hours: bool = True) -> TelegramAdapter:
    """An adapter whose clock never holds it back: hours go by each time it is looked at, or seconds."""
    step = 3600 if hours else 1
    ticks = iter(range(0, step * 100_000, step))
    adapter = TelegramAdapter(clock=lambda: float(next(ticks)), poll_s=1)
    adapter.configure(TelegramSettings(token=SecretStr(token), base_url=server.address), commands.specs(), Brand())
    return adapter


async def until(holds: Any) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110  what is waited for happens in the server's thread
            await asyncio.sleep(0.01)


@pytest.fixture
def server() -> Any:
    """A running Bot API."""
    with TelegramServer().running() as opened:
        yield opened


async def test_the_menus_are_there_once_it_listens(server: TelegramServer) -> None:
    """And a Telegram that does not take them hinders nothing."""
    server.fail_menus.append(Refusal(429, "Too Many Requests", retry_after=60))
    async with running(server):
        await until(lambda: server.polls)
    assert not server.menus
    async with running(server):
        await until(lambda: len(server.menus) == 9)
    assert not server.problems


async def test_a_private_answer_in_a_group_goes_to_the_persons_own_chat(server: TelegramServer) -> None:
    """And to one who has never started the bot, the group is shown a way that tells nothing."""
    secret = Outgoing(1, GROUP, Post((text("Bara till dig"),), "actor"), "7")
    async with running(server) as (adapter, _):
        await adapter.send(secret)
        assert [held.text for held in server.shown("7")] == ["Bara till dig"]
        server.not_started.add("7")
        receipt = await adapter.send(secret)
    assert receipt.degraded == ("dm→link",)
    (shown,) = server.shown("-100500")
    assert "Bara till dig" not in shown.text
    assert shown.keyboard[0][0]["url"] == "https://t.me/resfri_bot?start=hej"


async def test_a_topic_gets_its_answer(server: TelegramServer) -> None:
    """The thread goes with the message."""
    async with running(server) as (adapter, _):
        await adapter.send(Outgoing(1, Place("telegram", "42", "-100500", "77", "group"), say("hej"), "7"))
    assert server.messages[0].thread == "77"


async def test_a_topic_that_is_gone_leaves_the_group(server: TelegramServer) -> None:
    """The board is shown in the group itself."""
    server.topics_gone.add("77")
    async with running(server) as (adapter, _):
        post = Post((Table(("Grupp",), (("Åmål",),)),))
        receipt = await adapter.send(Outgoing(1, Place("telegram", "42", "-100500", "77", "group"), post, "7"))
    assert receipt.degraded == ("topic→group",)
    assert [(one.thread, one.chat) for one in server.messages] == [("", "-100500")]
    assert not server.problems


async def test_a_table_is_a_rich_message_where_there_are_any(server: TelegramServer) -> None:
    """By HTML in which nothing that was typed is a tag; an older Bot API gets it set in one width."""
    post = Post((Heading("<b>Topp"), Table(("Grupp", "kWh"), (("Å & Ö", "1 200"), ("<i>", "7")), "Rad", (1,))))
    async with running(server) as (adapter, _):
        await adapter.send(Outgoing(1, OWN, post, "7"))
        server.rich = False
        await adapter.send(Outgoing(2, OWN, post, "7"))
        await adapter.send(Outgoing(3, OWN, post, "7"))
    rich, mono, again = server.messages
    assert rich.text.split() == ["<b>Topp", "Rad", "Grupp", "kWh", "Å", "&", "Ö", "1", "200", "<i>", "7"]
    assert (rich.entities, mono.text) == ([], again.text)
    assert mono.text.endswith("Grupp    kWh\nÅ & Ö  1 200\n<i>        7")
    assert not server.problems


async def test_who_manages_a_group_is_asked_once_and_only_where_it_matters(server: TelegramServer) -> None:
    """`/schema` in a group: the event says whether Telegram lists the person; five minutes are remembered."""
    server.admins["-100500"] = (7, 9)
    said = [(7, "hej", 7), (7, "/schema måndag 8", 7), (7, "/hjälp", -100500)]
    said += [(who, "/schema@resfri_bot måndag 8", -100500) for who in (7, 8)]
    async with running(server, hours=False) as (_, bot):
        for who, words, chat in said:
            server.happens({"message": message(who, words, chat=chat)})
        await until(lambda: len(bot.events) == len(said))
    assert [event.manages for event in bot.events.values()] == [False, False, False, True, False]
    assert server.asked_admins == 1


@pytest.mark.parametrize(
    ("refusal", "raised", "final"),
    [
        (Refusal(429, "Too Many Requests", retry_after=3), RateLimited, None),
        (Refusal(403, "Forbidden: bot was kicked"), SendFailed, True),
        (Refusal(400, "Bad Request: chat not found"), SendFailed, True),
        (Refusal(502, "Bad Gateway"), SendFailed, False),
    ],
)
async def test_refusals_are_told_apart(
    server: TelegramServer, refusal: Refusal, raised: type[Exception], final: bool | None
) -> None:
    """Wait, never again, or later."""
    server.fail.append(refusal)
    async with running(server) as (adapter, _):
        with pytest.raises(raised) as told:
            await adapter.send(Outgoing(1, OWN, say("hej"), "7"))
    if isinstance(told.value, RateLimited):
        assert told.value.retry_after == 3
    if isinstance(told.value, SendFailed):
        assert told.value.final is final


async def test_a_cut_answer_leaves_doubt_and_nobody_there_is_waited_for(server: TelegramServer) -> None:
    """A message that may have arrived is told so; one that never left waits, and is not given up."""
    server.cut = 1
    async with running(server) as (adapter, _):
        with pytest.raises(SendFailed) as cut:
            await adapter.send(Outgoing(1, OWN, say("hej"), "7"))
    assert cut.value.lost
    gone = TelegramServer()
    gone.address = "http://127.0.0.1:9"
    with pytest.raises(RateLimited):
        await made(gone).send(Outgoing(1, OWN, say("hej"), "7"))


async def test_a_wrong_token_ends_the_start_with_a_sentence(server: TelegramServer) -> None:
    """And Telegram being away does not: it is asked again."""
    adapter = made(server, "42:wrong")
    with pytest.raises(UsageError):
        await adapter.run(ScriptedBot(adapter), ScriptedBot(adapter))


async def test_nothing_is_confirmed_before_it_is_stored(server: TelegramServer) -> None:
    """While the database is away Telegram keeps the update; it comes again, once."""
    async with running(server) as (_, bot):
        bot.away = True
        count = server.happens({"message": {**_message("hej")}})
        await until(lambda: server.handed_out >= 2)  # not confirmed, so it comes again
        assert not bot.events
        bot.away = False
        await asyncio.to_thread(server.wait_until_taken, count)
    assert [event.text for event in bot.events.values()] == ["hej"]


async def test_another_poller_is_waited_for(server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    """409 is told in the log; the talk goes on once the other is gone."""
    server.fail_polls.append(Refusal(409, "Conflict: terminated by other getUpdates request"))
    async with running(server) as (_, bot):
        await until(lambda: "another process" in caplog.text)
        server.happens({"message": _message("hej")})
        await until(lambda: bool(bot.events))


async def test_a_post_that_was_stopped_half_way_goes_on_from_there(server: TelegramServer) -> None:
    """Of four messages the second is held back twice; each is shown once."""
    words = " ".join(f"Rad {n}" for n in range(1500))
    async with running(server) as (adapter, _):
        server.takes, server.fail = 1, [Refusal(429, "Too Many Requests", retry_after=1) for _ in range(2)]
        for _ in range(2):
            with pytest.raises(RateLimited):
                await adapter.send(Outgoing(1, OWN, say(words), "7"))
        await adapter.send(Outgoing(1, OWN, say(words), "7"))
    assert "".join(one.text for one in server.messages) == words
    assert len(server.messages) == len(pieces([text(words)])) == 4


async def test_a_moved_group_is_told_to_the_core(server: TelegramServer) -> None:
    """The send waits, and the core hears the new id."""
    server.moved["-500"] = "-100500"
    async with running(server) as (adapter, bot):
        await until(lambda: bool(server.polls))
        with pytest.raises(RateLimited):
            await adapter.send(Outgoing(1, Place("telegram", "42", "-500", kind="group"), say("hej"), "7"))
    assert [(e.kind, e.name, e.value) for e in bot.events.values()] == [("lifecycle", "moved", "-100500")]


def test_doctor_tells_of_the_token_and_of_groups(server: TelegramServer) -> None:
    """A right token names the bot; a wrong one says where to get another; nobody there says so."""
    (good,) = made(server).checks()
    assert (good.ok, good.text.fields["name"]) == (True, ME["username"])
    assert good.hint is not None
    (bad,) = made(server, "42:wrong").checks()
    assert not bad.ok
    gone = TelegramServer()
    gone.address = "http://127.0.0.1:9"
    (nobody,) = made(gone).checks()
    assert not nobody.ok


@pytest.mark.parametrize(
    ("known", "ours", "failed", "good"),
    [
        ("", "https://a.se/telegram/webhook", False, True),
        ("https://a.se/telegram/webhook", "https://a.se/telegram/webhook", False, True),
        ("https://a.se/telegram/webhook", "https://a.se/telegram/webhook", True, False),
        ("https://b.se/", "", False, False),
    ],
)
def test_doctor_tells_of_the_webhook(server: TelegramServer, known: str, ours: str, failed: bool, good: bool) -> None:
    """Not given yet, in use, not reached, or somebody else's."""
    server.webhook = {"url": known, "secret_token": "x"} if known else {}
    server.deliveries += [502] * failed
    adapter = made(server)
    given_ = {"token": TOKEN, "base_url": server.address, "webhook_url": ours, "webhook_secret": "x" * 20}
    adapter.configure(TelegramSettings.model_validate(given_), (), Brand())
    _, webhook = adapter.checks()
    assert webhook.ok is good
    assert good or webhook.hint is not None


def _message(said: str) -> Mapping[str, Any]:
    words = unicodedata.normalize("NFC", said)
    return {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": PERSON, "text": words}
