"""A person on Slack, in a direct message with the app or in a channel where they mention it."""

import asyncio
import contextlib
import unicodedata
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from typing import Any

from pydantic import SecretStr

from chatbot.app import mount
from chatbot.messages import Place
from chatbot.ports import Brand, Capabilities
from chatbot_adapters.slack import SlackAdapter, SlackSettings
from chatbot_adapters.web import WebAdapter, WebSettings
from tests.contract.script import ScriptedBot
from tests.contract.slack.server import APP_TOKEN, BOT, BOT_TOKEN, SIGNING_SECRET, TEAM, Held, SlackServer

PERSON, OTHER, DIRECT, OTHERS_DIRECT, CHANNEL = "U1", "U2", "D1", "D2", "C1"


class SlackDriver:
    """See `driver.Driver`."""

    def __init__(self, server: SlackServer, bot: ScriptedBot, *, group: bool) -> None:
        self.bot = bot
        self.server = server
        self.group = group
        self.channel = CHANNEL if group else DIRECT
        self._ids = count(1)
        self._last: tuple[str, Mapping[str, Any]] = ("", {})
        self._errors: list[str] = []

    @property
    def caps(self) -> Capabilities:
        """The adapter's."""
        return self.bot.adapter.capabilities(Place("slack", TEAM, self.channel))

    async def say(self, text: str) -> None:
        """As Slack sends it: signs as entities, and in a channel with the app's mention; `/…` is a command there."""
        if text.startswith("/"):
            name, _, rest = text.partition(" ")
            given = {"command": name, "text": rest, "team_id": TEAM, "user_id": PERSON, "channel_id": self.channel}
            await self._do("slash_commands", {**given, "trigger_id": f"t{next(self._ids)}"})
            return
        said = unicodedata.normalize("NFC", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        event = {"type": "message", "channel_type": "im", "user": PERSON, "channel": self.channel, "ts": "1795000000.1"}
        if self.group:
            said = f"<@{BOT}> {said}"
            event["type"] = "app_mention"
            del event["channel_type"]
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{next(self._ids)}"}
        await self._do("events_api", {**payload, "event": {**event, "text": said}})

    async def press(self, label: str) -> None:
        """The newest button of this label."""
        for held in reversed(self._mine()):
            for button in _buttons(held):
                if button["text"]["text"] == label:
                    await self._do("interactive", self._pressed(held, button))
                    return
        raise AssertionError(f"no button {label}")

    def _pressed(self, held: Held, button: Mapping[str, Any]) -> Mapping[str, Any]:
        container = {"type": "message", "message_ts": held.ts, "channel_id": held.channel}
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": PERSON},
            "channel": {"id": held.channel},
            "container": {**container, "is_ephemeral": bool(held.only)},
            "trigger_id": f"t{next(self._ids)}",
            "actions": [{**button, "type": "button", "block_id": "b", "action_ts": "1"}],
        }

    async def submit(self, values: Mapping[str, str]) -> None:
        """Fill in the modal that is open."""
        shown = self.server.views[-1]
        asked = {block["label"]["text"]: block for block in shown["blocks"] if block["type"] == "input"}
        state = {block["block_id"]: {"v": _filled(block["element"], None)} for block in asked.values()}
        for label, answer in values.items():
            block = asked[label]
            state[block["block_id"]] = {"v": _filled(block["element"], answer)}
        view = {**shown, "hash": f"h{next(self._ids)}", "state": {"values": state}}
        payload = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": PERSON}, "view": view}
        await self._do("interactive", payload)

    async def _do(self, kind: str, payload: Mapping[str, Any]) -> None:
        self._last = (kind, payload)
        await self.again()

    async def again(self) -> None:
        """Slack sends the same once more."""
        answer = await self.server.happens(*self._last)
        self._errors = list(answer.get("errors", {}).values())
        await self.bot.quiet()

    def _mine(self) -> list[Held]:
        mine = {self.channel, DIRECT}
        return [m for m in self.server.messages if m.channel in mine and m.only in {"", PERSON}]

    async def seen(self) -> Sequence[str]:
        """The channel, the modals, and what is wrong in the one that was sent."""
        modals = ["\n".join(_modal(view)) for view in self.server.views]
        return [*(read(held) for held in self._mine()), *modals, *self._errors]

    async def others(self) -> Sequence[str]:
        """What somebody else sees in the channel, or in their own chat."""
        place = CHANNEL if self.group else OTHERS_DIRECT
        return [read(m) for m in self.server.messages if m.channel == place and m.only in {"", OTHER}]

    def problems(self) -> Sequence[str]:
        """What Slack refused."""
        return self.server.problems


def _filled(element: Mapping[str, Any], answer: str | None) -> Mapping[str, Any]:
    if element["type"] == "datepicker":
        return {"type": "datepicker", "selected_date": answer or element.get("initial_date")}
    if element["type"] == "static_select":
        chosen = next(
            (one for one in element["options"] if one["text"]["text"] == answer), element.get("initial_option")
        )
        return {"type": "static_select", "selected_option": chosen}
    return {"type": "plain_text_input", "value": answer if answer is not None else element.get("initial_value")}


def _buttons(held: Held) -> list[Mapping[str, Any]]:
    return [button for block in held.blocks if block["type"] == "actions" for button in block["elements"]]


def _modal(view: Mapping[str, Any]) -> Sequence[str]:
    return [view["title"]["text"], *(block["label"]["text"] for block in view["blocks"] if block["type"] == "input")]


def read(held: Held) -> str:
    """A message as its blocks show it."""
    lines = [held.file] if held.file not in {"", "resfri.png"} else []
    lines += [held.text] if held.file else [line for block in held.blocks for line in _lines(block)]
    return "\n".join(lines or [held.text])


def _lines(block: Mapping[str, Any]) -> Sequence[str]:
    match block["type"]:
        case "header":
            return [block["text"]["text"]]
        case "rich_text":
            return [line for element in block["elements"] for line in _rich(element)]
        case "actions":
            return [button["text"]["text"] for button in block["elements"]]
        case "table":
            return [" | ".join(cell["text"] for cell in row) for row in block["rows"]]
    return ["* * *"]


def _rich(element: Mapping[str, Any]) -> Sequence[str]:
    if element["type"] == "rich_text_list":
        first = element.get("offset", 0) + 1
        return [f"{n}. {item['elements'][0]['text']}" for n, item in enumerate(element["elements"], first)]
    return ["".join(one["text"] for one in element["elements"])]


@contextlib.asynccontextmanager
async def slack(*, group: bool = False, http: bool = False) -> AsyncIterator[SlackDriver]:
    """Somebody on Slack, whose app is reached by Socket Mode or by HTTP."""
    async with SlackServer().running() as server:
        way_in = {"signing_secret": SecretStr(SIGNING_SECRET)} if http else {"app_token": SecretStr(APP_TOKEN)}
        hours = count(0, 3600)  # seconds that never hold a send back: the pace has tests of its own
        adapter = SlackAdapter(seconds=lambda: float(next(hours)))
        base = f"{server.address}/api/"
        adapter.configure(SlackSettings(bot_token=SecretStr(BOT_TOKEN), base_url=base, **way_in), (), Brand())
        bot = ScriptedBot(adapter)
        async with mounted(adapter, server) if http else contextlib.nullcontext():
            listening = asyncio.create_task(adapter.run(bot, bot))
            try:
                if not http:
                    await asyncio.wait_for(server.connected.wait(), 10)
                yield SlackDriver(server, bot, group=group)
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)


@contextlib.asynccontextmanager
async def mounted(adapter: SlackAdapter, server: SlackServer) -> AsyncIterator[None]:
    """The adapter's application in the one web server, at an address that the fake knows."""
    web = WebAdapter()
    web.configure(WebSettings(port=0), (), Brand())
    mount([web, adapter])
    nobody = ScriptedBot(web)
    serving = asyncio.create_task(web.run(nobody, nobody))
    await asyncio.sleep(0)  # it takes its port before its first await
    server.app_url = f"{web.address}slack/events"
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
