"""A talk on Telegram through a real `resfri run`: private chat, group and forum topic, by polling and by webhook."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.contract.telegram.driver import GROUP, PERSON, SECRET, pressed
from tests.contract.telegram.people import message
from tests.contract.telegram.server import ME, TOKEN, Held, TelegramServer
from tests.running import Running

PATIENCE_S = 20.0
TOPIC = 77
WAYS = {  # by place and by how the updates come
    "private-polling": (PERSON, 0, False),
    "private-webhook": (PERSON, 0, True),
    "group-webhook": (GROUP, 0, True),
    "topic-polling": (GROUP, TOPIC, False),
}


@dataclass(frozen=True)
class Person:
    """Somebody with a phone, who waits for what they expect, in a place; answers come to their own chat."""

    server: TelegramServer
    chat: int = PERSON
    topic: int = 0
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def private(self) -> "Person":
        """The same person in their own chat with the bot."""
        return replace(self, chat=PERSON, topic=0)

    def says(self, text: str, expects: str, *, shared: bool = False) -> Held:
        """Write, to the bot where others are; read the newest message that holds what is expected."""
        to_bot = f"@{ME['username']} {text}" if self.chat < 0 and not text.startswith("/") else text
        what = message(PERSON, to_bot, chat=self.chat, topic=self.topic, id=next(self.ids))
        return self._does({"message": what}, expects, shared=shared)

    def presses(self, held: Held, label: str, expects: str, *, shared: bool = False) -> Held:
        """Press a button of a message."""
        button = next(one for row in held.keyboard for one in row if one["text"] == label)
        return self._does({"callback_query": pressed(held, button, str(next(self.ids)))}, expects, shared=shared)

    def sees_picture(self) -> None:
        """Until there is one."""
        self.server.until(lambda: any(one.file == "photo" for one in self.server.messages), PATIENCE_S)

    def _does(self, what: Mapping[str, Any], expects: str, *, shared: bool) -> Held:
        before, reads = len(self.server.messages), str(self.chat if shared else PERSON)
        self.server.happens(what)
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            new = [one for one in self.server.messages[before:] if one.chat == reads and expects in one.text]
            if new:
                return new[-1]
            time.sleep(0.02)
        raise AssertionError([one.text[:200] for one in self.server.messages[before:]])


@pytest.fixture
def way() -> tuple[int, int, bool]:
    """Where and how, unless the test says otherwise."""
    return WAYS["private-polling"]


@pytest.fixture
def person(way: tuple[int, int, bool], tmp_path: Path) -> Iterator[Person]:
    """A person, a Bot API and a running Resfri, that asks or is sent to."""
    chat, topic, webhook = way
    with TelegramServer(poll_s=0.5).running() as server:
        server.messages.append(Held(1, str(GROUP), "hej", [], []))
        settings = {"telegram__token": TOKEN, "telegram__base_url": server.address}
        resfri = Running(tmp_path, settings=settings)
        if webhook:
            settings["telegram__webhook_url"] = f"{resfri.address}/telegram/webhook"
            settings["telegram__webhook_secret"] = SECRET
        with resfri:
            yield Person(server, chat, topic)
        assert not server.problems


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_from_the_first_question_to_the_board(person: Person) -> None:
    """A question that needs one back, its answer by name in the own chat, a tip step by step, a group, a meeting by
    one line, its sums, a correction, the board and undo."""
    asked = person.says("zxqv blorp", "Vilket av det här stämmer bäst?")
    second = [one["text"] for row in asked.keyboard for one in row][1]
    person.private.says(second, second)  # by number is the group question that came after it
    tip = person.says("jag hör mig själv när jag pratar, det ekar", "Så här gör du")
    assert [entity["type"] for entity in tip.entities][:1] == ["bold"]
    step = person.presses(tip, "Ett steg i taget", "Steg 1 av")
    person.presses(step, "Ja, nästa steg", "Steg 2 av")
    person.presses(person.says("/grupp@resfri_bot", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    saved = person.says("/logga_mote i tisdags på teams, 6 pers, slapp åka till Bengtsfors", "Mötet är sparat")
    person.presses(saved, "Visa uträkningen", "Så är det räknat")
    changed = person.private.says("vi var 8", "Mötet är ändrat")
    assert "8 deltagare" in changed.text
    person.says("/topplista allt", "Kommunledningen i Åmål")
    person.sees_picture()
    person.presses(changed, "Ångra", "borttaget")
    assert all(one.chat == str(PERSON) for one in person.server.messages[1:])


def test_a_form_is_asked_field_by_field(person: Person) -> None:
    """`/logga-möte` alone asks; "avbryt" ends it."""
    person.presses(person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    person.says("/logga-möte", "Vilken dag")
    person.says(".", "Hur många deltog?")
    person.says("avbryt", "")


@pytest.mark.parametrize("way", [WAYS["topic-polling"]])
def test_in_a_topic_the_answer_is_private_until_it_is_shared(person: Person) -> None:
    """What is not meant for the bot gets no answer; what is, gets it in the person's own chat, and can be shared."""
    person.server.happens({"message": message(8, "vi ses", chat=GROUP, topic=TOPIC)})
    tip = person.says("hur delar jag skärmen i teams?", "Dela hela skärmen")
    assert all(one.chat == str(PERSON) for one in person.server.messages[1:])
    shared = person.presses(tip, "Dela", "Dela hela skärmen", shared=True)
    assert (shared.keyboard, shared.thread) == ([], str(TOPIC))


@pytest.mark.parametrize("way", [WAYS["group-webhook"]])
def test_who_manages_the_group_sets_its_schedule(person: Person) -> None:
    """Telegram says who does."""
    person.server.admins[str(GROUP)] = (PERSON,)
    person.presses(person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    person.says("/schema@resfri_bot måndag 8", "varje måndag kl. 8.00")
    assert person.server.asked_admins == 1
