"""A crowd that talks to a real `resfri run` on the fake Slack while things go wrong, and what came of it."""

import asyncio
import contextlib
import random
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.contract.slack.server import APP_TOKEN, BOT, BOT_TOKEN, SIGNING_SECRET, TEAM, Held, SlackServer
from tests.running import Running

PEOPLE, EACH = 6, 12
PATIENCE_S = 120.0
WAYS_IN: Mapping[str, dict[str, str]] = {
    "socket": {"slack__app_token": APP_TOKEN},
    "http": {"slack__signing_secret": SIGNING_SECRET},
}
Payload = Mapping[str, Any]


@dataclass
class Storm:
    """Six people with twelve questions each, directly or by mentioning the app in one channel."""

    server: SlackServer
    running: Running
    way_in: str
    channel: str = ""  # where they talk, "" = each directly with the app
    told: "asyncio.Queue[None]" = field(default_factory=asyncio.Queue)  # one for each acknowledged

    async def start(self) -> None:
        """Up, and found by Slack."""
        await asyncio.to_thread(self.running.start)
        if self.way_in == "http":
            self.server.app_url = f"{self.running.address}/slack/events"

    async def kill(self) -> None:
        """kill -9, and up again."""
        await asyncio.to_thread(self.running.kill)
        await self.start()

    def questions(self) -> Sequence[Payload]:
        """All that is said, person by person."""
        return [self._question(person, number) for number in range(EACH) for person in range(PEOPLE)]

    def _question(self, person: int, number: int) -> Payload:
        words = f"fråga {person}-{number} om ingenting alls"
        user, ts = f"U{person}", f"1795000{person:03}.{number:06}"
        if self.channel:
            said = {"type": "app_mention", "channel": self.channel, "text": f"<@{BOT}> {words}"}
        else:
            said = {"type": "message", "channel_type": "im", "channel": f"D{person}", "text": words}
        event = {**said, "user": user, "ts": ts}
        return {"type": "event_callback", "team_id": TEAM, "event_id": f"E{person}-{number}", "event": event}

    def presses(self, label: str) -> Sequence[Payload]:
        """The button of this label on each private answer that is to be seen, pressed once."""
        return [self._press(held, b, n) for n, (held, b) in enumerate(self._buttons(label))]

    def _press(self, held: Held, button: Payload, number: int) -> Payload:
        container = {"type": "message", "message_ts": held.ts, "channel_id": held.channel, "is_ephemeral": True}
        whose = {"team": {"id": TEAM}, "user": {"id": held.only}, "channel": {"id": held.channel}}
        pressed = {**button, "block_id": "b", "action_ts": "1"}
        return {
            "type": "block_actions",
            **whose,
            "container": container,
            "trigger_id": f"press{number}",
            "actions": [pressed],
        }

    async def talk(self, said: Sequence[Payload], at_once: int = 8) -> None:
        """Say or press all of it, so many at a time, each until it is acknowledged."""
        room = asyncio.Semaphore(at_once)

        async def one(payload: Payload) -> None:
            async with room:
                kind = "events_api" if payload["type"] == "event_callback" else "interactive"
                await self.server.happens(kind, payload)
                self.told.put_nowait(None)

        await asyncio.gather(*(one(payload) for payload in said))

    async def quiet(self) -> None:
        """Wait until the database holds nothing that is not handled and sent; what it gave up fails the test."""
        waiting: Mapping[str, int] = {}
        for _ in range(int(PATIENCE_S / 0.1)):
            waiting = await asyncio.to_thread(_waiting, self.running.data / "resfri.sqlite3")
            assert not waiting.get("dead"), waiting
            if not waiting:
                return
            await asyncio.sleep(0.1)  # what is waited for happens in another process
        raise AssertionError(waiting)

    def public(self) -> Counter[tuple[str, int]]:
        """How often each outbox item that is no private answer is to be seen, by its channel and its mark."""
        return Counter(
            (one.channel, one.metadata["event_payload"]["id"]) for one in self.server.messages if not one.only
        )

    def private(self) -> Counter[str]:
        """How often each private answer was shown, by the event that its button Dela would share."""
        return Counter(button["value"] for _, button in self._buttons("Dela"))

    def _buttons(self, label: str) -> Sequence[tuple[Held, Payload]]:
        shown = [one for one in self.server.messages if one.only]
        rows = [(one, block["elements"]) for one in shown for block in one.blocks if block["type"] == "actions"]
        return [(one, button) for one, row in rows for button in row if button["text"]["text"] == label]


def storm(server: SlackServer, data: Path, way_in: str, channel: str = "") -> Storm:
    """A storm that is not started yet."""
    settings = {"slack__bot_token": BOT_TOKEN, "slack__base_url": f"{server.address}/api/", **WAYS_IN[way_in]}
    return Storm(server, Running(data, settings=settings), way_in, channel)


def _waiting(database: Path) -> Mapping[str, int]:
    """What is on its way, by its state."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as tx:
        rows = tx.execute("SELECT state FROM inbox WHERE state != 'done' UNION ALL SELECT state FROM outbox")
        return Counter(state for (state,) in rows if state != "sent")


def shuffled(said: Sequence[Payload], seed: int) -> Sequence[Payload]:
    """Each from once to four times, in any order; the seed makes it the same at every run."""
    dice = random.Random(seed)
    many = [one for one in said for _ in range(dice.randint(1, 4))]
    dice.shuffle(many)
    return many
