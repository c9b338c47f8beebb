"""Buttons that stand where they stood: what they meant is done, or said plainly to be gone."""

from dataclasses import replace

import pytest

from chatbot import app, fallback
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.store import Store
from tests.talks.talk import FULL, Talk

GONE = "Den knappen gäller inte längre. Skriv /hjälp så ser du vad jag kan."


def test_a_button_that_carries_only_a_mark(store: Store, world: World) -> None:
    """Does what it was made for, as long as the talk is remembered, whatever has been offered since; of very many the
    oldest are forgotten, and say so."""
    narrow = replace(world, capabilities=lambda place: replace(FULL, max_action=12))
    talk = Talk(store, Bot(store, narrow, app.handlers()))
    talk.says("/hjälp")
    browse = next(action for action in talk.buttons() if action.label == "Visa topplistan")
    mark = fallback.mark(browse.name, browse.value)
    talk.says("/guider ljud")
    assert "vilken grupp du är med i" in talk.acts("", mark)
    for area in ("bild", "dela", "boka", "rum", "natverk", "konto", "sakerhet", "politik"):
        talk.says(f"/guider {area}")
    assert GONE in talk.acts("", mark)


@pytest.mark.parametrize(("name", "value"), [("", "0" * 40), ("", ""), ("no-such-action", "7")])
def test_a_button_of_an_older_release_or_a_forged_one(talk: Talk, name: str, value: str) -> None:
    """A sentence that says what to do instead."""
    assert GONE in talk.acts(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("guide", "finns-inte|teams"),
        ("step", "finns-inte|teams|1"),
        ("step", "eko|teams|x"),
        ("helped", "finns-inte|yes"),
        ("undo", "999"),
        ("edit-meeting", "x"),
        ("calculation", "999"),
        ("group", "999"),
        ("group", "plan:99"),
        ("share", "999"),
        ("series-log", "999"),
        ("series-stop", "x"),
        ("campaign-remove", "999"),
        ("approve-proposal", "finns-inte"),
        ("board", "aldrig"),
        ("meeting-same", ""),
        ("meeting-confirmed", ""),
        ("form", "finns-inte|7"),
        ("run", "finns-inte"),
    ],
)
def test_a_button_whose_thing_is_gone_is_answered(talk: Talk, name: str, value: str) -> None:
    """Never by silence, never by a fault."""
    talk.says("/hjälp")  # the greeting comes with the first answer
    said = talk.acts(name, value)
    assert said
    assert "Något gick fel" not in said
