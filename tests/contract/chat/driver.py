"""A member of a group in the fake chat."""

import asyncio
import contextlib
import unicodedata
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from typing import Any

from chatbot.messages import Place
from chatbot.ports import Capabilities
from tests.contract.chat.adapter import ChatAdapter, ChatSettings, limits
from tests.contract.chat.server import ChatServer, Message
from tests.contract.chat.wire import Part
from tests.contract.script import ScriptedBot

CHANNEL, ME, OTHER = "group-1", "me", "somebody else"


class ChatDriver:
    """See `driver.Driver`."""

    group = True

    def __init__(self, server: ChatServer, bot: ScriptedBot) -> None:
        self.bot = bot
        self.server = server
        self._keys = count(1)
        self._last: dict[str, Any] = {}

    @property
    def caps(self) -> Capabilities:
        """The adapter's in the group."""
        return self.bot.adapter.capabilities(Place("chat", "t", CHANNEL, kind="group"))

    async def say(self, text: str) -> None:
        """In the group; the chat keeps to NFC."""
        await self._do(kind="message", text=unicodedata.normalize("NFC", text))

    async def press(self, label: str) -> None:
        """The button, or the number by the words."""
        for message in reversed(self.server.shown_to(ME, CHANNEL)):
            for button in (button for part in message.parts for button in part.buttons):
                if button.label == label:
                    await self._do(kind="action", text=label, pressed=button.value, message=message.id)
                    return
        numbered = [line for told in await self.seen() for line in told.split("\n") if line.endswith(f". {label}")]
        await self.say(numbered[-1].split(".")[0])

    async def submit(self, values: Mapping[str, str]) -> None:
        """In the newest dialog; where there is none, one answer after the other."""
        if self.caps.forms == "dialogue":
            for answer in values.values():
                await self.say(answer)
            return
        opened = [m for m in self.server.shown_to(ME, CHANNEL) if m.dialog is not None][-1]
        assert opened.dialog is not None
        asked = {question.label: question for question in opened.dialog.questions}
        sent = {question.name: question.initial for question in asked.values()}
        for label, answer in values.items():
            sent[asked[label].name] = asked[label].options.get(answer, answer)
        named = {"name": opened.dialog.name, "value": opened.dialog.value}
        await self._do(kind="form", values=sent, message=opened.id, **named)

    async def _do(self, **what: Any) -> None:
        self._last = {"key": f"k{next(self._keys)}", "channel": CHANNEL, "user": ME, **what}
        await self.again()

    async def again(self) -> None:
        """The chat hands out the same update once more."""
        number = self.server.happens(self._last)
        await asyncio.to_thread(self.server.wait_until_taken, number)
        await self.bot.quiet()

    async def seen(self) -> Sequence[str]:
        """The group and the direct chat with the bot, and what is wrong in the dialog sent last."""
        shown = [read(message) for message in self.server.shown_to(ME, CHANNEL)]
        return [*shown, *self.server.form_errors.values()]

    async def others(self) -> Sequence[str]:
        """What another member of the group sees."""
        return [read(message) for message in self.server.shown_to(OTHER, CHANNEL)]

    def problems(self) -> Sequence[str]:
        """What the chat refused."""
        return self.server.problems


def read(message: Message) -> str:
    """A message as text."""
    told = [line for part in message.parts for line in _lines(part)]
    if message.dialog is not None:
        told += [message.dialog.title, *(question.label for question in message.dialog.questions)]
    return "\n".join([*told, message.sign] if message.sign else told)


def _lines(part: Part) -> Sequence[str]:
    match part.kind:
        case "list":
            return [f"{number}. {run.text}" for number, run in enumerate(part.runs, part.start)]
        case "buttons":
            return [button.label for button in part.buttons]
        case "table":
            return [part.name, *(" | ".join(row) for row in part.rows)]
        case "image":
            return [part.alt]
        case "file":
            return [part.name, part.alt]
        case "line":
            return ["* * *"]
        case "heading" | "paragraph":
            return ["".join(run.text for run in part.runs)]


@contextlib.asynccontextmanager
async def chat(caps: Capabilities) -> AsyncIterator[ChatDriver]:
    """A member of a group, in a chat that can exactly what these capabilities say."""
    server = ChatServer(limits(caps), idempotent=caps.settlement == "idempotent")
    with server.running():
        adapter = ChatAdapter(caps, ChatSettings(url=server.address))
        bot = ScriptedBot(adapter)
        listening = asyncio.create_task(adapter.run(bot, bot))
        try:
            yield ChatDriver(server, bot)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
