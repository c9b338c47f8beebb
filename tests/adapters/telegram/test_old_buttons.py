"""Buttons on Telegram carry 64 bytes at most, and work or are answered however old they are: also after a restart."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from chatbot.messages import Action, Actions
from chatbot_adapters.telegram.buttons import LONG, MAX_BYTES, read_button
from chatbot_adapters.telegram.incoming import Me, event_of
from chatbot_adapters.telegram.render import keyboard_of
from tests.contract.telegram.driver import pressed
from tests.contract.telegram.people import message
from tests.contract.telegram.server import TOKEN, Held, TelegramServer
from tests.running import Running

LONG_ID = "vridscenen-i-var-egen-storsta-sammantradessal-pa-vaning-tre-i-ostra-huset"
GUIDE = f"""id: {LONG_ID}
titel: Vridscenen
område: rum
frågor: [hur vrider man scenen i stora salen]
steg: [Tryck på den gröna knappen., Vänta tills den står still.]
"""
GONE = "Den knappen gäller inte längre."


@settings(max_examples=200, deadline=None)
@given(st.lists(st.builds(Action, st.text(max_size=40), st.from_regex("[a-z-]{1,20}", fullmatch=True), st.text())))
def test_no_keyboard_carries_more_than_telegram_takes(actions: list[Action]) -> None:
    """Whatever the actions are: between 1 and 64 bytes, and what fits comes back as it was."""
    keyboard = keyboard_of([Actions(tuple(actions))]) if actions else None
    carried = [str(button.callback_data) for row in (keyboard.inline_keyboard if keyboard else ()) for button in row]
    assert len(carried) == len(actions)
    for action, data in zip(actions, carried, strict=True):
        assert 1 <= len(data.encode()) <= MAX_BYTES
        assert data.startswith(LONG) or read_button(data) == (action.name, action.value)


def press(held: Held, label: str, id: int) -> Mapping[str, Any]:
    """The update for a press."""
    button = next(one for row in held.keyboard for one in row if one["text"] == label)
    return {"callback_query": pressed(held, button, str(id))}


def too_old(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same of a message that Telegram no longer shows to bots: it tells only where it is."""
    query = update["callback_query"]
    bare = {"chat": query["message"]["chat"], "message_id": query["message"]["message_id"], "date": 0}
    return {"callback_query": {**query, "message": bare}}


def test_a_press_on_a_message_that_is_too_old_is_an_event() -> None:
    """Without the message, which cannot be changed any more."""
    held = Held(5, "7", "hej", [], [[{"text": "Ångra", "callback_data": "undo:7"}]])
    found = event_of(Update.de_json({"update_id": 9, **too_old(press(held, "Ångra", 1))}, None), Me(42, "resfri_bot"))
    assert found is not None
    assert (found.kind, found.name, found.value, found.source) == ("action", "undo", "7", None)
    assert (found.place.channel, found.place.kind) == ("7", "direct")


async def test_old_buttons_after_restarts(tmp_path: Path) -> None:
    """One too long to be carried leads on after kill -9, also when others have been offered since; a short one does
    what it says for ever, also on a message that is too old; one that nobody remembers is told to be gone."""
    pack = tmp_path / "salen"
    (pack / "guider").mkdir(parents=True)
    (pack / "pack.yaml").write_text("namn: salen\nprioritet: 50\n", "utf-8")
    (pack / "guider" / f"{LONG_ID}.yaml").write_text(GUIDE, "utf-8")
    with TelegramServer(poll_s=0.5).running() as server:
        given_ = {"telegram__token": TOKEN, "telegram__base_url": server.address, "packs": str(pack)}
        resfri = Running(tmp_path, settings=given_).start()

        async def shows(what: Mapping[str, Any], expected: str) -> Held:
            before = len(server.messages)
            server.happens(what)
            await asyncio.to_thread(server.until, lambda: any(expected in one.text for one in server.messages[before:]))
            return next(one for one in server.messages[before:] if expected in one.text)

        try:
            tips = await shows({"message": message(7, "/guider Vridscenen")}, "Tips om Vridscenen")
            assert tips.keyboard[0][0]["callback_data"].startswith(LONG)
            resfri.kill()
            await asyncio.to_thread(resfri.start)
            tip = await shows(press(tips, "Vridscenen", 1), "den gröna knappen")
            await shows(press(tip, "Ett steg i taget", 2), "Steg 1 av 2")
            await shows(press(tips, "Vridscenen", 3), "den gröna knappen")
            helped = await shows({"message": message(7, "/hjälp")}, "Det här kan jag")
            resfri.kill()
            await asyncio.to_thread(resfri.start)
            await shows(press(helped, "Bläddra bland tipsen", 4), "Vilket område")
            await shows(too_old(press(helped, "Bläddra bland tipsen", 5)), "Vilket område")
            forgotten = Held(9, "7", "hej", [], [[{"text": "Nej", "callback_data": LONG + "0" * 40}]])
            await shows(press(forgotten, "Nej", 6), GONE)
            await asyncio.to_thread(server.until, lambda: set(server.answered) == {"1", "2", "3", "4", "5", "6"})
        finally:
            resfri.kill()
        assert not server.problems
