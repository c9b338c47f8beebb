"""The core's part of a talk, played by a script: takes events once each, answers what the test says, delivers it.

It does what an adapter may count on from the core: keeps order, remembers choices and forms where a place has neither
buttons nor forms, delivers to push adapters through `fallback`, and serves pull adapters from its outbox.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from chatbot import fallback
from chatbot.errors import N_, ResfriError, notice
from chatbot.i18n import translator
from chatbot.messages import Action, Echo, Edit, Event, Form, Item, MessageRef, OpenForm, Place, Post, say
from chatbot.ports import Accepted, Adapter, FormErrors, Outgoing, RateLimited, Refused

NOW = datetime(2026, 11, 17, 12, 30, tzinfo=UTC)
T = translator("sv")
UNWANTED = "det här tas inte emot"
PATIENCE_S = 20.0  # what takes longer will never come
WRONG_NUMBER = "Skriv antalet med siffror, till exempel 6."


@dataclass
class Memory:
    """What the core remembers of a conversation."""

    choices: tuple[Action, ...] = ()
    form: Form | None = None
    state: fallback.dialogue.State = field(default_factory=dict)


class ScriptedBot:
    """Sink and feed in one, and the deliver loop of a push adapter."""

    def __init__(self, adapter: Adapter) -> None:
        self.adapter = adapter
        self.events: dict[str, Event] = {}  # all that were new, by key
        self.actions: list[tuple[str, str]] = []  # name and value of each choice made, pressed or said
        self.submitted: list[Mapping[str, str]] = []  # forms filled in, in whichever way
        self.degraded: list[str] = []
        self.away = False  # True: nothing can be stored
        self._script: list[Sequence[Item]] = []
        self._outbox: list[Outgoing] = []
        self._ids = count(1)
        self._refs: dict[int, MessageRef] = {}
        self._memory: dict[str, Memory] = {}
        self._open = 0  # events that still wait for their answer
        self._news = asyncio.Condition()
        self._order = asyncio.Lock()
        self._working: set[asyncio.Task[None]] = set()

    def will(self, *items: Item) -> None:
        """Answer the next event with these."""
        self._script.append(items)

    def ref(self, back: int = 1) -> MessageRef:
        """Where the platform holds the last message but so many; for a pull adapter the outbox id is the name."""
        sent = [o for o in self._outbox if not isinstance(o.item, Echo | Edit)][-back]
        return self._refs.get(sent.id) or MessageRef(sent.place, str(sent.id))

    def forget(self) -> None:
        """A day has passed: what was sent is no longer kept."""
        self._outbox.clear()

    @property
    def last(self) -> Event:
        """The newest event."""
        return list(self.events.values())[-1]

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """See `ports.Sink`."""
        if self.away:
            raise ResfriError(N_("Databasen svarar inte."))
        if event.text == UNWANTED:
            return Refused(notice(N_("Det tar jag inte emot.")))
        if event.kind == "form" and (wrong := errors_in(event.values)):
            return FormErrors(wrong)
        new = event.key not in self.events
        if new:
            self.events[event.key] = event
            self._open += 1
            task = asyncio.create_task(self._answer(event))
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return Accepted(list(self.events).index(event.key) + 1, new)

    @contextlib.asynccontextmanager
    async def holding(self) -> AsyncIterator[None]:
        """Answers nothing while the block runs."""
        async with self._order:
            yield

    async def quiet(self) -> None:
        """Wait until all that was accepted is answered and delivered."""
        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(lambda: self._open == 0)

    async def _answer(self, event: Event) -> None:
        try:
            async with self._order:
                caps = self.adapter.capabilities(event.place)
                if event.kind == "message" and not caps.shows_own:
                    await self._put(event, Echo(event.text))
                for item in self._answers(event, self._memory.setdefault(event.place.channel, Memory())):
                    await self._put(event, item)
        finally:
            self._open -= 1
            async with self._news:
                self._news.notify_all()

    def _answers(self, event: Event, memory: Memory) -> Sequence[Item]:
        if event.kind == "form":
            return self._saved(event.values)
        if event.kind == "message" and memory.form is not None:
            return self._dialogue(memory.form, event.text, memory)
        chosen = fallback.pick(event.text, memory.choices) if event.kind == "message" else None
        if event.kind == "action" and event.name:
            chosen = Action(event.text, event.name, event.value)
        elif event.kind == "action":
            marks = {fallback.mark(one.name, one.value): one for one in memory.choices}
            chosen = marks.get(event.value)
        if chosen is not None:
            self.actions.append((chosen.name, chosen.value))
        said = self._script.pop(0) if self._script else []
        opened = [replace(one, trigger=event.trigger) if isinstance(one, OpenForm) else one for one in said]
        return [shown for item in opened for shown in self._shown(item, event.place, memory)]

    def _shown(self, item: Item, place: Place, memory: Memory) -> Sequence[Item]:
        if isinstance(item, Post):
            memory.choices = fallback.choices_of(item) or memory.choices
        if isinstance(item, OpenForm) and self.adapter.capabilities(place).forms == "dialogue":
            memory.form = item.form
            memory.state, post = fallback.start(item.form, T)
            return [post]
        return [item]

    def _dialogue(self, form: Form, said: str, memory: Memory) -> Sequence[Item]:
        match fallback.step(form, memory.state, said, T):
            case fallback.Next(state, post):
                memory.state = state
                return [post]
            case fallback.Cancelled(post):
                memory.form = None
                return [post]
            case fallback.Done(values) if wrong := errors_in(values):
                memory.state, post = fallback.start(form, T)
                return [say(*wrong.values()), post]
            case fallback.Done(values):
                memory.form = None
                return self._saved(values)

    def _saved(self, values: Mapping[str, str]) -> Sequence[Item]:
        self.submitted.append(dict(values))
        return [say("Sparat, tack!")]

    async def _put(self, event: Event, item: Item) -> None:
        outgoing = Outgoing(next(self._ids), event.place, item, event.actor.user_id, created_at=NOW)
        self._outbox.append(outgoing)
        if not self.adapter.pull:
            await self._deliver(outgoing)

    async def _deliver(self, outgoing: Outgoing) -> None:
        """As the deliver loop: through `fallback`, patient where the platform says wait."""
        place = outgoing.place
        adapted = fallback.adapt(outgoing.item, self.adapter.capabilities(place), T, group=place.kind == "group")
        self.degraded += adapted.degraded
        for item in adapted.items:
            sent = Outgoing(outgoing.id, place, item, outgoing.actor_id, created_at=NOW)
            try:
                receipt = await self.adapter.send(sent)
            except RateLimited as limit:
                await asyncio.sleep(limit.retry_after)
                receipt = await self.adapter.send(sent)
            self.degraded += receipt.degraded
            if receipt.ref is not None:
                self._refs[outgoing.id] = receipt.ref

    async def after(self, place: Place, last: int, wait: float = 0.0) -> Sequence[Outgoing]:
        """See `ports.Feed`; gives at most three at a time, so that adapters must ask again."""
        try:
            async with asyncio.timeout(wait or None), self._news:
                await self._news.wait_for(lambda: not wait or bool(self._found(place, last)))
        except TimeoutError:
            return []
        return self._found(place, last)

    def _found(self, place: Place, last: int) -> Sequence[Outgoing]:
        return [o for o in self._outbox if o.place.channel == place.channel and o.id > last][:3]

    async def idle(self, place: Place) -> bool:
        """See `ports.Feed`."""
        return self._open == 0


def errors_in(values: Mapping[str, str]) -> Mapping[str, str]:
    """The one rule of the script's form."""
    return {} if values.get("people", "").isdigit() else {"people": WRONG_NUMBER}
