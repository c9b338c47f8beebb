"""A talk on Slack through a real `resfri run`: direct message and channel, from the first question to the board."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

import pytest
import pytest_asyncio

from chatbot.clock import local, system_clock
from chatbot.i18n import translator
from tests.contract.slack.driver import read
from tests.contract.slack.server import APP_TOKEN, BOT, BOT_TOKEN, SIGNING_SECRET, TEAM, Held, SlackServer
from tests.running import Running

PATIENCE_S = 20.0
pytestmark = pytest.mark.asyncio(loop_scope="module")  # one Resfri for each way in; each test is a person of its own


class Person:
    """Somebody in the workspace with their own chat and a channel, who waits for what they expect there."""

    def __init__(self, server: SlackServer, number: int = 1) -> None:
        self.server = server
        self.name, self.own, self.channel = f"U{number}", f"D{number}", f"C{number}"
        self._ids = map(f"{self.name}-{{}}".format, count(1))
        self._views_before = len(server.views)

    @property
    def views(self) -> Sequence[Mapping[str, Any]]:
        """The modals that were opened since this person came."""
        return self.server.views[self._views_before :]

    async def happens(self, event: Mapping[str, Any]) -> None:
        """An event, delivered."""
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": f"E{next(self._ids)}", "event": event}
        await self.server.happens("events_api", payload)

    async def says(self, text: str, expects: str, *, channel: str = "") -> Held:
        """Write to the app directly, or mention it in a channel."""
        kind = {"type": "app_mention"} if channel else {"type": "message", "channel_type": "im"}
        words = f"<@{BOT}> {text}" if channel else text
        event = {**kind, "user": self.name, "channel": channel or self.own, "ts": "1795000000.0", "text": words}
        before = len(self.server.messages)
        await self.happens(event)
        return await self.waits(partial(holds, expects), before)

    async def commands(self, command: str, text: str, expects: str, *, channel: str = "") -> Held:
        """A slash command, in the channel unless told."""
        before = len(self.server.messages)
        await self.typed(command, text, channel or self.channel)
        return await self.waits(partial(holds, expects), before)

    async def typed(self, command: str, text: str, channel: str) -> None:
        """A slash command, delivered."""
        who = {"team_id": TEAM, "user_id": self.name, "channel_id": channel, "trigger_id": f"t{next(self._ids)}"}
        await self.server.happens("slash_commands", {"command": command, "text": text, **who})

    async def opens_home(self) -> Mapping[str, Any]:
        """The app's own page; gives what it shows once it is there."""
        before = self.server.homes.pop(self.name, None)
        assert before is None or before["private_metadata"]
        where = {"user": self.name, "channel": self.own}
        await self.happens({"type": "app_home_opened", **where, "tab": "home", "event_ts": "1795000000.0"})
        return await self.sees_home(lambda home: True)

    async def sees_home(self, wanted: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
        """The page, once it is as wanted."""
        for _ in range(int(PATIENCE_S / 0.02)):
            home = self.server.homes.get(self.name)
            if home and wanted(home):
                return home
            await asyncio.sleep(0.02)
        raise AssertionError(self.server.homes)

    async def presses_home(self, home: Mapping[str, Any], label: str) -> None:
        """A button of the page."""
        buttons = [b for block in home["blocks"] if block["type"] == "actions" for b in block["elements"]]
        button = next(one for one in buttons if one["text"]["text"].startswith(label))
        payload = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": self.name}, "view": home}
        pressed = {**button, "block_id": "b", "action_ts": "1"}
        whole = {**payload, "container": {"type": "view", "view_id": home["id"]}, "actions": [pressed]}
        await self.server.happens("interactive", {**whole, "trigger_id": f"t{next(self._ids)}"})

    async def shortcut(self, callback: str, **more: Any) -> None:
        """A shortcut, global or on a message."""
        payload = {"team": {"id": TEAM}, "user": {"id": self.name}, "callback_id": callback, **more}
        await self.server.happens("interactive", {"type": "shortcut", **payload, "trigger_id": f"t{next(self._ids)}"})

    async def modal(self, title: str) -> Mapping[str, Any]:
        """The newest modal, once it is the one of this title."""
        for _ in range(int(PATIENCE_S / 0.02)):
            if self.views and self.views[-1]["title"]["text"] == title:
                return self.views[-1]
            await asyncio.sleep(0.02)
        raise AssertionError(self.views)

    async def presses(self, held: Held, label: str, expects: str) -> Held:
        """A button of a message."""
        before = len(self.server.messages)
        await self.server.happens("interactive", self._pressed(held, label))
        return await self.waits(partial(holds, expects), before)

    def _pressed(self, held: Held, label: str) -> Mapping[str, Any]:
        buttons = [b for block in held.blocks if block["type"] == "actions" for b in block["elements"]]
        button = next(one for one in buttons if one["text"]["text"] == label)
        container = {
            "type": "message",
            "message_ts": held.ts,
            "channel_id": held.channel,
            "is_ephemeral": bool(held.only),
        }
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": self.name},
            "channel": {"id": held.channel},
        }
        pressed = {**button, "block_id": "b", "action_ts": "1"}
        return {**payload, "container": container, "trigger_id": f"t{next(self._ids)}", "actions": [pressed]}

    async def opens(self, held: Held, label: str, title: str) -> Mapping[str, Any]:
        """A button of a message that opens the modal of this title."""
        await self.server.happens("interactive", self._pressed(held, label))
        return await self.modal(title)

    async def waits(self, wanted: Callable[[Held], bool], before: int = 0) -> Held:
        """The newest message in the person's places that is what was wanted."""
        for _ in range(int(PATIENCE_S / 0.02)):
            here = [one for one in self.server.messages[before:] if one.channel in (self.own, self.channel)]
            found = [one for one in here if wanted(one)]
            if found:
                return found[-1]
            await asyncio.sleep(0.02)
        raise AssertionError([read(one)[:150] for one in here])


def holds(words: str, one: Held) -> bool:
    """Whether a message says this."""
    return words in read(one)


WAYS_IN = {"socket": {"slack__app_token": APP_TOKEN}, "http": {"slack__signing_secret": SIGNING_SECRET}}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=WAYS_IN)
async def workspace(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[SlackServer]:
    """A Slack and a running Resfri, reached by Socket Mode or by HTTP."""
    async with SlackServer().running() as server:
        settings = {"slack__bot_token": BOT_TOKEN, "slack__base_url": f"{server.address}/api/"}
        running = Running(tmp_path_factory.mktemp("slack"), settings={**settings, **WAYS_IN[request.param]})
        await asyncio.to_thread(running.__enter__)
        try:
            if request.param == "http":
                server.app_url = f"{running.address}/slack/events"
            else:
                await asyncio.wait_for(server.connected.wait(), PATIENCE_S)
            yield server
        finally:
            await asyncio.to_thread(running.__exit__, None, None, None)
        assert not server.problems


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """One for each person who comes to a workspace."""
    return count(1)


@pytest.fixture
def person(workspace: SlackServer, numbers: Iterator[int]) -> Iterator[Person]:
    """Somebody whom this Resfri has not met."""
    yield Person(workspace, next(numbers))
    assert not workspace.problems


async def test_from_the_first_question_to_the_board(person: Person) -> None:
    """A tip, a group, a meeting by a line, a correction, the sums, undo with the message changed, and the board."""
    tip = await person.says("hur delar jag skärmen i teams?", "Dela hela skärmen")
    await person.presses(tip, "Ett steg i taget", "Steg 1 av")
    groups = await person.says("/grupp", "Vilken grupp")
    await person.presses(groups, "Kommunledningen i Åmål", "Nu är du med")
    line = "i tisdags på teams, 6 pers, slapp åka till Bengtsfors"
    saved = await person.commands("/logga-mo\u0308te", line, "Mötet är sparat", channel=person.own)
    await person.presses(saved, "Visa uträkningen", "Så är det räknat")
    changed = await person.says("vi var 8", "Mötet är ändrat")
    await person.presses(changed, "Ångra", "borttaget")
    await person.waits(lambda one: one.ts == changed.ts and "Mötet är borttaget" in read(one))
    await person.commands("/resfri", f"logga-möte {line}", "Mötet är sparat", channel=person.own)
    board = await person.says("/topplista allt", "Topplistan")
    assert any(block["type"] == "table" for block in board.blocks)
    await person.waits(lambda one: one.file == "resfri.png")


async def test_a_modal_says_what_is_wrong_and_then_saves(person: Person) -> None:
    """The form is a modal; a wrong number comes back by its field, in the acknowledgement."""
    await person.presses(await person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    await person.typed("/logga-mote", "", person.own)
    shown = await person.modal("Logga ett möte")
    values: dict[str, Any] = {
        "datum": {"v": {"type": "datepicker", "selected_date": shown["blocks"][0]["element"]["initial_date"]}},
        "antal": {"v": {"type": "plain_text_input", "value": "många"}},
        "plats": {"v": {"type": "plain_text_input", "value": "Bengtsfors"}},
        "form": {"v": {"type": "static_select", "selected_option": {"value": "teams"}}},
        "längd": {"v": {"type": "plain_text_input", "value": None}},
    }
    view = {**shown, "state": {"values": values}}
    payload = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": person.name}, "view": view}
    told = await person.server.happens("interactive", payload)
    assert told["response_action"] == "errors"
    assert "siffror" in told["errors"]["antal"]
    values["antal"]["v"]["value"] = "6"
    await person.server.happens("interactive", {**payload, "view": {**view, "hash": "h2"}})
    await person.waits(lambda one: "Mötet är sparat" in read(one))


async def test_in_a_channel_the_answer_is_private_until_it_is_shared(person: Person) -> None:
    """Only the one who asked sees it; Dela shows it to all."""
    tip = await person.says("hur delar jag skärmen i teams?", "Dela hela skärmen", channel=person.channel)
    assert tip.only == person.name
    shared = await person.presses(tip, "Dela", "Dela hela skärmen")
    assert (shared.only, shared.channel) == ("", person.channel)


def shown_by(home: Mapping[str, Any]) -> str:
    """All that the page says."""
    return read(Held("", "", list(home["blocks"]), ""))


async def test_the_own_page_shows_meetings_board_and_settings(person: Person) -> None:
    """Empty at first; then the meeting, which is removed there, and the page is shown anew."""
    empty = await person.opens_home()
    assert "Du har inte loggat något möte än." in shown_by(empty)
    await person.waits(lambda one: "Välkommen till Resfri" in read(one))
    await person.presses_home(empty, "Välj grupp")
    groups = await person.waits(lambda one: "Vilken grupp är du med i?" in read(one))
    await person.presses(groups, "Kommunledningen i Bengtsfors", "Nu är du med")
    await person.says("logga möte idag på teams, 6 pers, slapp åka till Mellerud", "Mötet är sparat")
    full = await person.opens_home()
    assert "Mellerud" in shown_by(full)
    month = translator("sv").month(local(system_clock()).date()).split()[0]
    assert f"Topplistan för {month}" in shown_by(full)
    assert "Dina möten räknas för Kommunledningen i Bengtsfors." in shown_by(full)
    await person.presses_home(full, "Ta bort")
    again = await person.sees_home(lambda home: "Mellerud" not in shown_by(home))
    assert "Du har inte loggat något möte än." in shown_by(again)
    await person.presses_home(again, "Logga ett möte")
    await person.modal("Logga ett möte")


async def test_shortcuts(person: Person) -> None:
    """Logga möte opens the modal, and its answer stands in the person's own chat; saving tips is for coaches."""
    await person.presses(await person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    await person.shortcut("logga-möte")
    shown = await person.modal("Logga ett möte")
    assert json.loads(shown["private_metadata"])["channel"] == person.own
    message = {"type": "message", "user": "U999", "ts": "5.0", "text": "Klicka på Dela &amp; välj fönster"}
    await person.shortcut("tips", type="message_action", channel={"id": person.channel, "name": "ett"}, message=message)
    refused = await person.waits(lambda one: "för coacher och samordnare" in read(one))
    assert (refused.channel, refused.only) == (person.channel, person.name)


async def test_a_modal_asked_for_in_words_is_opened_by_a_button(person: Person) -> None:
    """Slack opens modals only for a command or a press."""
    await person.presses(await person.says("/grupp", "Vilken grupp"), "Kommunledningen i Åmål", "Nu är du med")
    asked = await person.says("logga möte", "Logga ett möte")
    assert not person.views
    await person.opens(asked, "Logga ett möte", "Logga ett möte")


async def test_the_assistants_suggestions_are_answered(person: Person) -> None:
    """Each suggestion of the panel gives an answer in its thread."""
    where = {"channel_id": person.own, "thread_ts": "7.0"}
    thread = {"user_id": person.name, **where, "context": {}}
    await person.happens({"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": "7.0"})
    asked = [one["message"] for one in person.server.prompts[person.own, "7.0"]]
    expected = ["Dela hela skärmen", "hör inte mig", "Logga ett möte", "vilken grupp"]
    for number, (message, words) in enumerate(zip(asked, expected, strict=True)):
        said = {"type": "message", "channel_type": "im", "user": person.name, "channel": person.own}
        before = len(person.server.messages)
        await person.happens({**said, "ts": f"7.{number + 1}", "text": message, "thread_ts": "7.0"})
        answer = await person.waits(partial(holds, words), before)
        assert answer.thread == "7.0"
