"""A talk on Telegram through a real `resfri run`: private chat and group, from the first question to the board."""

import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.contract.telegram.driver import GROUP, PERSON, SECRET, pressed
from tests.contract.telegram.server import ME, TOKEN, Held, TelegramServer
from tests.running import Running

PATIENCE_S = 20.0


class Person:
    """Somebody with a phone, who waits for what they expect."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server
        self._ids = count(1)

    def says(self, text: str, expects: str, *, chat: int = PERSON, reads: int = PERSON) -> Held:
        """Write in a chat, and read the newest message that holds what is expected."""
        kind = {"type": "private", "first_name": "Åsa"} if chat > 0 else {"type": "supergroup", "title": "Chefer"}
        sender = {"id": PERSON, "is_bot": False, "first_name": "Åsa", "language_code": "sv"}
        message = {"message_id": next(self._ids), "date": int(time.time()), "chat": {"id": chat, **kind}}
        return self._does({"message": {**message, "from": sender, "text": text}}, expects, reads)

    def waits_for_picture(self) -> None:
        """Until the newest messages hold one."""
        ends = time.monotonic() + PATIENCE_S
        while not any(one.file == "photo" for one in self.server.messages):
            assert time.monotonic() < ends
            time.sleep(0.02)

    def presses(self, held: Held, label: str, expects: str, *, reads: int = PERSON) -> Held:
        """Press a button of a message."""
        button = next(one for row in held.keyboard for one in row if one["text"] == label)
        return self._does({"callback_query": pressed(held, button, str(next(self._ids)))}, expects, reads)

    def _does(self, what: Mapping[str, Any], expects: str, reads: int) -> Held:
        before = len(self.server.messages)
        self.server.happens(what)
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            new = [one for one in self.server.messages[before:] if one.chat == str(reads) and expects in one.text]
            if new:
                return new[-1]
            time.sleep(0.02)
        raise AssertionError([one.text[:200] for one in self.server.messages[before:]])


@pytest.fixture(params=["polling", "webhook"])
def person(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Person]:
    """A person, a Bot API and a running Resfri, that asks or is sent to."""
    with TelegramServer(poll_s=0.5).running() as server:
        server.messages.append(Held(1, str(GROUP), "hej", [], []))
        settings = {"telegram__token": TOKEN, "telegram__base_url": server.address}
        resfri = Running(tmp_path, settings=settings)
        if request.param == "webhook":
            settings["telegram__webhook_url"] = f"{resfri.address}/telegram/webhook"
            settings["telegram__webhook_secret"] = SECRET
        with resfri:
            yield Person(server)
        assert not server.problems


def test_from_the_first_question_to_the_board(person: Person) -> None:
    """A tip with the tool's steps, a group, a meeting by one line, a correction, the sums, undo, and the board."""
    tip = person.says("hur delar jag skärmen i teams?", "Dela hela skärmen")
    assert [entity["type"] for entity in tip.entities][:1] == ["bold"]
    person.presses(tip, "Ett steg i taget", "Steg 1 av")
    groups = person.says("/grupp@resfri_bot", "Vilken grupp")
    person.presses(groups, "Kommunledningen i Åmål", "Nu är du med")
    saved = person.says("/logga_mote i tisdags på teams, 6 pers, slapp åka till Bengtsfors", "Mötet är sparat")
    person.presses(saved, "Visa uträkningen", "Så är det räknat")
    changed = person.says("vi var 8", "Mötet är ändrat")
    assert "8 deltagare" in changed.text
    person.says("/topplista allt", "Kommunledningen i Åmål")
    person.waits_for_picture()
    person.presses(changed, "Ångra", "borttaget")


def test_a_form_is_asked_field_by_field(person: Person) -> None:
    """`/logga-möte` alone asks; "avbryt" ends it."""
    person.presses(person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    person.says("/logga-möte", "Vilken dag")
    person.says(".", "Hur många deltog?")
    person.says("avbryt", "")


def test_in_a_group_the_answer_is_private_until_it_is_shared(person: Person) -> None:
    """What is not meant for the bot gets no answer; what is, gets it in the person's own chat, and can be shared."""
    quiet = len(person.server.messages)
    person.server.happens(
        {
            "message": {
                "message_id": 9,
                "date": 1,
                "chat": {"id": GROUP, "type": "supergroup", "title": "C"},
                "from": {"id": 8, "is_bot": False, "first_name": "Bo"},
                "text": "vi ses",
            }
        }
    )
    tip = person.says(f"@{ME['username']} hur delar jag skärmen i teams?", "Dela hela skärmen", chat=GROUP)
    assert all(one.chat == str(PERSON) for one in person.server.messages[quiet:])
    shared = person.presses(tip, "Dela", "Dela hela skärmen", reads=GROUP)
    assert not shared.keyboard
