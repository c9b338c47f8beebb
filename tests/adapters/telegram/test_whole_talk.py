"""A talk on Telegram through a real `resfri run`: private chat, group and forum topic, by polling and by webhook."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.contract.telegram.driver import SECRET, pressed
from tests.contract.telegram.people import message
from tests.contract.telegram.server import ME, TOKEN, Held, TelegramServer
from tests.running import Running

PATIENCE_S = 20.0
TOPIC, SOMEBODY = 77, 1
TOPICS = {"private": 0, "group": 0, "topic": TOPIC}


@dataclass(frozen=True)
class Person:
    """Somebody with a phone, who waits for what they expect, in a place; answers come to their own chat."""

    server: TelegramServer
    who: int
    chat: int
    topic: int
    before: int  # messages that stood there when they came
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def private(self) -> "Person":
        """The same person in their own chat with the bot."""
        return replace(self, chat=self.who, topic=0)

    @property
    def came(self) -> Sequence[Held]:
        """What the bot has sent since they came."""
        return self.server.messages[self.before :]

    def says(self, text: str, expects: str, *, shared: bool = False) -> Held:
        """Write, to the bot where others are; read the newest message that holds what is expected."""
        to_bot = f"@{ME['username']} {text}" if self.chat < 0 and not text.startswith("/") else text
        what = message(self.who, to_bot, chat=self.chat, topic=self.topic, id=next(self.ids))
        return self._does({"message": what}, expects, shared=shared)

    def presses(self, held: Held, label: str, expects: str, *, shared: bool = False) -> Held:
        """Press a button of a message."""
        button = next(one for row in held.keyboard for one in row if one["text"] == label)
        what = pressed(held, button, f"{self.who}-{next(self.ids)}", self.who)
        return self._does({"callback_query": what}, expects, shared=shared)

    def sees_picture(self) -> None:
        """Until there is one."""
        self.server.until(lambda: any(one.file == "photo" for one in self.came), PATIENCE_S)

    def _does(self, what: Mapping[str, Any], expects: str, *, shared: bool) -> Held:
        before, reads = len(self.server.messages), str(self.chat if shared else self.who)
        self.server.happens(what)
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            new = [one for one in self.server.messages[before:] if one.chat == reads and expects in one.text]
            if new:
                return new[-1]
            time.sleep(0.02)
        raise AssertionError([one.text[:200] for one in self.server.messages[before:]])


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    """A Bot API and a running Resfri that asks it."""
    with TelegramServer(poll_s=0.5).running() as server:
        with resfri(server, tmp_path_factory.mktemp("polling")):
            yield server
        assert not server.problems


@pytest.fixture(scope="module")
def webhook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    """A Bot API and a running Resfri that is sent to."""
    with TelegramServer().running() as server:
        sent_to = resfri(server, tmp_path_factory.mktemp("webhook"))
        address = f"{sent_to.address}/telegram/webhook"
        sent_to.settings |= {"telegram__webhook_url": address, "telegram__webhook_secret": SECRET}
        with sent_to:
            yield server
        assert not server.problems


def resfri(server: TelegramServer, home: Path) -> Running:
    """One that uses this Bot API."""
    return Running(home, settings={"telegram__token": TOKEN, "telegram__base_url": server.address})


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """One for each person who comes, and for their group."""
    return count(7)


@pytest.fixture
def person(way: str, numbers: Iterator[int], request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody whom this Resfri has not met, in their own chat or in a group that it has not met either."""
    updates, place = way.split("-")
    server: TelegramServer = request.getfixturevalue(updates)
    who = next(numbers)
    group = -100500 - who
    server.messages.append(Held(1, str(group), "hej", [], []))
    yield Person(server, who, who if place == "private" else group, TOPICS[place], len(server.messages))
    assert not server.problems


@pytest.mark.parametrize("way", ["polled-private", "polled-topic", "webhook-private", "webhook-group"])
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
    assert all(one.chat == str(person.who) for one in person.came)


@pytest.mark.parametrize("way", ["polled-private"])
def test_a_form_is_asked_field_by_field(person: Person) -> None:
    """`/logga-möte` alone asks; "avbryt" ends it."""
    person.presses(person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    person.says("/logga-möte", "Vilken dag")
    person.says(".", "Hur många deltog?")
    person.says("avbryt", "")


@pytest.mark.parametrize("way", ["polled-topic"])
def test_in_a_topic_the_answer_is_private_until_it_is_shared(person: Person) -> None:
    """What is not meant for the bot gets no answer; what is, gets it in the person's own chat, and can be shared."""
    person.server.happens({"message": message(SOMEBODY, "vi ses", chat=person.chat, topic=TOPIC)})
    tip = person.says("hur delar jag skärmen i teams?", "Dela hela skärmen")
    assert all(one.chat == str(person.who) for one in person.came)
    shared = person.presses(tip, "Dela", "Dela hela skärmen", shared=True)
    assert (shared.keyboard, shared.thread) == ([], str(TOPIC))


@pytest.mark.parametrize("way", ["webhook-group"])
def test_who_manages_the_group_sets_its_schedule(person: Person) -> None:
    """Telegram says who does."""
    person.server.admins[str(person.chat)] = (person.who,)
    person.presses(person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    person.says("/schema@resfri_bot måndag 8", "varje måndag kl. 8.00")
    assert person.server.asked_admins == 1
