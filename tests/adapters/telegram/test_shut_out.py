"""Where the bot may not write: shown out, silenced, blocked, a chat or person that is gone, topics that are closed."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from telegram import Update

from chatbot import commands
from chatbot.messages import Event, Image, Item, Place, Post, Upload, say, text
from chatbot.ports import Brand, Outgoing, SendFailed
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from chatbot_adapters.telegram.incoming import Me, event_of
from tests.contract.script import ScriptedBot
from tests.contract.telegram.driver import GROUP, doing, pressed
from tests.contract.telegram.people import message, person
from tests.contract.telegram.server import TOKEN, Refusal, TelegramServer, administrator, types
from tests.running import Running, resfri

PLACE = Place("telegram", "42", str(GROUP), kind="group")
TOPIC = Place("telegram", "42", str(GROUP), "77", "group")
OWN = Place("telegram", "42", "7")
GIF = b"GIF89a"


def membership(status: str, **more: bool) -> Mapping[str, Any]:
    """How the bot stands in a chat."""
    fields = types()["ChatMemberRestricted" if status == "restricted" else "ChatMemberBanned"]
    rights = {name: True for name, one in fields.items() if one["types"] == ["Boolean"]}
    given = rights | {"until_date": 0} | more if status in {"restricted", "kicked"} else {}
    return {"status": status, "user": {"id": 42, "is_bot": True, "first_name": "Resfri"}, **given}


def changed(was: Mapping[str, Any], now: Mapping[str, Any], chat: int = GROUP, kind: str = "supergroup") -> Any:
    """The update when the bot's membership changes."""
    named = {"first_name": "Åsa"} if kind == "private" else {"title": "Kommunens chefer"}
    told = {"chat": {"id": chat, "type": kind, **named}, "from": person(7), "date": 1_795_000_000}
    return {"my_chat_member": {**told, "old_chat_member": was, "new_chat_member": now}}


def event(update: Mapping[str, Any]) -> Event | None:
    """As the core gets it."""
    return event_of(Update.de_json({"update_id": 9, **update}, None), Me(42, "resfri_bot"))


IN, OUT, KICKED = membership("member"), membership("left"), membership("kicked")
SILENT = membership("restricted", can_send_messages=False)
LIMITED = membership("restricted", can_send_photos=False)
ADMINISTRATOR = {**administrator(42), "can_be_edited": True}


@pytest.mark.parametrize(
    ("was", "now", "name"),
    [
        (OUT, IN, "joined"),
        (KICKED, ADMINISTRATOR, "joined"),
        (IN, OUT, "left"),
        (IN, KICKED, "left"),
        (IN, SILENT, "left"),
        (SILENT, IN, "joined"),
        (SILENT, LIMITED, "joined"),
        (OUT, membership("restricted", is_member=False), ""),
        (IN, LIMITED, ""),
        (IN, ADMINISTRATOR, "allowed"),
        (ADMINISTRATOR, IN, ""),
        (OUT, KICKED, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else value["status"],
)
def test_what_changes_whether_the_bot_may_write(was: Mapping[str, Any], now: Mapping[str, Any], name: str) -> None:
    """Coming and going, being silenced and heard again; what changes nothing of that is no event."""
    found = event(changed(was, now))
    assert (found.name if found else "") == name
    if found is not None and name == "left":
        assert (found.kind, found.place, found.value) == ("member", PLACE, "Kommunens chefer")


def test_a_person_who_blocks_the_bot_and_takes_it_back() -> None:
    """In their own chat."""
    blocked = event(changed(IN, KICKED, chat=7, kind="private"))
    back = event(changed(KICKED, IN, chat=7, kind="private"))
    assert blocked is not None
    assert back is not None
    assert (blocked.name, blocked.place, back.name, back.place) == ("left", OWN, "joined", OWN)


def test_in_a_channel_nobody_is_greeted() -> None:
    """A bot can only be put there by its managers, and nobody can speak to it."""
    assert event(changed(OUT, ADMINISTRATOR, chat=-100900, kind="channel")) is None


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """A running Bot API."""
    with TelegramServer(poll_s=0.5).running() as opened:
        yield opened


@pytest.fixture
async def adapter(server: TelegramServer) -> AsyncIterator[TelegramAdapter]:
    """An adapter that runs."""
    ticks = iter(range(0, 36_000_000, 3600))
    made = TelegramAdapter(clock=lambda: float(next(ticks)), poll_s=1)
    made.configure(TelegramSettings(token=SecretStr(TOKEN), base_url=server.address), commands.specs(), Brand())
    bot = ScriptedBot(made)
    async with doing(made.run(bot, bot)):
        await asyncio.to_thread(server.until, lambda: server.polls)
        yield made


async def refused(adapter: TelegramAdapter, place: Place, item: Item | None = None) -> SendFailed:
    """How a send that cannot be is told."""
    with pytest.raises(SendFailed) as told:
        await adapter.send(Outgoing(1, place, item or say("hej"), "7"))
    return told.value


@pytest.mark.parametrize(
    ("code", "said", "gone"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat", True),
        (403, "Forbidden: the group chat was deleted", True),
        (403, "Forbidden: user is deactivated", True),
        (403, "Forbidden: bot was blocked by the user", True),
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: group chat was deactivated", True),
        (400, "Bad Request: not enough rights to send text messages to the chat", True),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", True),
        (400, "Bad Request: PEER_ID_INVALID", True),
        (400, "Bad Request: message is too long", False),
        (400, "Bad Request: message to edit not found", False),
    ],
)
async def test_a_chat_that_takes_nothing_more_is_told_apart(
    server: TelegramServer, adapter: TelegramAdapter, code: int, said: str, gone: bool
) -> None:
    """From a message that is refused by itself; neither is tried again."""
    server.shut[str(GROUP)] = Refusal(code, said)
    failure = await refused(adapter, PLACE)
    assert (failure.final, failure.gone, failure.lost) == (True, gone, False)


@pytest.mark.parametrize("said", ["Forbidden: bot was blocked by the user", "Bad Request: chat not found"])
async def test_a_private_answer_that_cannot_be_given_says_nothing_of_the_group(
    server: TelegramServer, adapter: TelegramAdapter, said: str
) -> None:
    """Who never began, blocked the bot or is unknown is shown the way to their own chat, in the group."""
    server.shut["7"] = Refusal(403 if said.startswith("Forb") else 400, said)
    answer = Post((text("Bara till dig"),), "actor")
    assert (await adapter.send(Outgoing(1, TOPIC, answer, "7"))).degraded == ("dm→link",)
    (shown,) = server.shown(str(GROUP))
    assert "Bara till dig" not in shown.text
    server.shut[str(GROUP)] = Refusal(403, "Forbidden: bot was kicked from the supergroup chat")
    assert (await refused(adapter, TOPIC, answer)).gone


@pytest.mark.parametrize(
    "item",
    [
        say("hej"),
        Post((text("hej"), Image(GIF, "Staplar"))),
        Upload(b"x", "a.csv", "text/csv", "En fil"),
        Post((text("Bara till dig"),), "actor"),
    ],
    ids=["words", "picture", "file", "way to the own chat"],
)
async def test_what_was_for_a_closed_topic_is_shown_in_the_group(
    server: TelegramServer, adapter: TelegramAdapter, item: Item
) -> None:
    """Whatever it is; where the group itself is closed too, the chat takes nothing more."""
    server.topics_gone.add("77")
    server.not_started.add("7")
    receipt = await adapter.send(Outgoing(1, TOPIC, item, "7"))
    assert "topic→group" in receipt.degraded
    assert {one.thread for one in server.messages} == {""}
    server.topics_gone.add("")
    assert (await refused(adapter, TOPIC, item)).gone
    assert not server.problems


async def test_a_group_without_pictures_is_told_the_board_in_words(
    server: TelegramServer, adapter: TelegramAdapter
) -> None:
    """The picture's words say what it shows."""
    server.no_pictures.add(str(GROUP))
    await adapter.send(Outgoing(1, PLACE, Post((text("Topplistan"), Image(GIF, "Åmål leder"))), "7"))
    assert [one.text for one in server.messages] == ["Topplistan", "Åmål leder"]


def shared(server: TelegramServer) -> Mapping[str, Any]:
    """The newest private answer is shared with the group."""
    held = next(one for one in reversed(server.shown("7")) if "Det här kan jag" in one.text)
    button = next(one for row in held.keyboard for one in row if one["text"] == "Dela")
    return {"callback_query": pressed(held, button, "1")}


def test_from_being_shown_out_to_being_let_in(server: TelegramServer, tmp_path: Path) -> None:
    """Through a real Resfri: the coordinator is told and doctor says so; back in, the group hears that it goes on."""
    settings = {"telegram__token": TOKEN, "telegram__base_url": server.address}
    server.admins[str(GROUP)] = (7,)

    def told(*arguments: str) -> str:
        done = resfri(tmp_path, *arguments, **settings)
        return done.stdout + done.stderr

    def happens(what: Mapping[str, Any], chat: int, expected: str) -> None:
        server.happens(what)
        server.until(lambda: any(expected in one.text for one in server.shown(str(chat))))

    with Running(tmp_path, settings=dict(settings)):
        happens({"message": message(7, "/grupp")}, 7, "Vilken grupp")
        happens({"message": message(7, "Kommunledningen i Åmål")}, 7, "Nu är du med")
        happens({"message": message(7, "/schema måndag 8", chat=GROUP)}, 7, "måndag kl. 8.00")
    assert told("people", "role", "1", "coordinator").strip() == "Klart."
    with Running(tmp_path, settings=dict(settings)):
        server.shut[str(GROUP)] = Refusal(403, "Forbidden: bot was kicked from the supergroup chat")
        happens(changed(IN, KICKED), 7, "Jag får inte skriva i gruppen Kommunens chefer längre")
        assert "Fel: Boten får inte skriva i en grupp på Telegram" in told("doctor")
        del server.shut[str(GROUP)]
        happens(changed(KICKED, IN), GROUP, "Nu får jag skriva här igen.")
        assert "Boten får inte skriva" not in told("doctor")
        happens({"message": message(7, "/hjälp", chat=GROUP)}, 7, "Det här kan jag")
        server.shut[str(GROUP)] = Refusal(400, "Bad Request: not enough rights to send text messages to the chat")
        happens(shared(server), 7, "Jag får inte skriva i en grupp på Telegram")  # seen only when something is sent
        del server.shut[str(GROUP)]
        server.messages[:] = server.shown("7")
        happens(changed(IN, ADMINISTRATOR), GROUP, "Nu får jag skriva här igen.")
    assert not server.problems
