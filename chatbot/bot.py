"""START HERE. The one path from an event to posts, and the loop that walks it.

A platform's adapter calls `accept`: the event is stored, then acknowledged. The loop takes the oldest event of a
conversation, `handle` decides what it means, and what is to be sent is written in the same transaction.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from chatbot.answers import Advice, advise
from chatbot.clock import local
from chatbot.conversation import absence, forms, home, smalltalk, uploads, welcome
from chatbot.conversation.choices import marked, picked
from chatbot.conversation.command_line import Mistyped, Typed, read_command
from chatbot.conversation.context import Context, Handler, Knowledge, Listener, World
from chatbot.conversation.forms import FormHandler
from chatbot.conversation.question import ask
from chatbot.errors import N_, Notice, UsageError, notice, raised_at
from chatbot.i18n import translator
from chatbot.leaderboard import Undrawn
from chatbot.messages import Action, Actions, Echo, Event, Place, Post, say, text
from chatbot.ports import Accepted, CommandSpec, FormErrors, Refused
from chatbot.store import Store, StoreError, Tx, conversations, inbox, outbox, people
from chatbot.store.conversations import load_state, save_state
from chatbot.store.gather import Gather
from chatbot.store.inbox import Received

log = logging.getLogger(__name__)
MAX_TEXT = 10_000  # characters; longer is no message but a document
MAX_ATTEMPTS = 3
AWAY_S = 1.0
REDRAWN = 3  # times a board may change while its picture is drawn
POLL_S = 0.25  # how often other processes' events are looked for; own ones wake the loop at once


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the bot can do, each by its name."""

    commands: Mapping[str, tuple[CommandSpec, Handler]]
    actions: Mapping[str, Handler]
    forms: Mapping[str, FormHandler]
    listeners: Mapping[str, Listener]


class Bot:
    """Takes events and answers them."""

    def __init__(self, store: Store, world: World, handlers: Handlers) -> None:
        self._store = store
        self._world = world
        self._handlers = handlers
        self._inbox = Gather(store, self._add)
        self._reading = asyncio.Lock()
        self._woken = asyncio.Event()
        self.answered = asyncio.Condition()

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """Check a form purely, read a file, store everything else; see `ports.Sink`."""
        if len(event.text) > MAX_TEXT:
            return Refused(notice(N_("Meddelandet är för långt. Dela upp det i flera, högst 10 000 tecken i varje.")))
        if event.kind == "form" and (errors := await self._form_errors(event)):
            return FormErrors(errors)
        if event.kind == "message" and not event.addressed:
            return Accepted(0, new=False)  # said to others: neither it nor who said it is kept
        if event.kind == "file":
            try:
                event = await self._read(event)
            except UsageError as error:
                return Refused(Notice(error.message, error.fields))
        id, new = await self._inbox.put(event)
        self._woken.set()
        return Accepted(id, new)

    def _add(self, tx: Tx, events: Sequence[Event]) -> Sequence[tuple[int, bool]]:
        return inbox.add_all(tx, events, self._world.clock())

    async def _read(self, event: Event) -> Event:
        """The event with what the file says of meetings instead of the file, one file at a time: reading takes work."""
        async with self._reading:
            library = (await self._knowledge()).library
            return await asyncio.to_thread(uploads.read, event, local(self._world.clock()), library)

    async def _form_errors(self, event: Event) -> Mapping[str, str]:
        handler = self._handlers.forms.get(event.name)
        if handler is None:
            return {}
        library = (await self._knowledge()).library
        wrong = handler.check(event.values, local(self._world.clock()), library)
        t = translator(event.actor.locale or self._world.language)
        return {name: t.tell(what) for name, what in wrong.items()}

    async def _knowledge(self) -> Knowledge:
        """The knowledge in force; while it is first read the loop goes on, and so do pages and what is accepted."""
        return await asyncio.to_thread(self._world.knowledge)

    async def run(self) -> None:
        """Handle events until cancelled."""
        while True:
            self._woken.clear()
            try:
                while await self.handle_one():
                    async with self.answered:
                        self.answered.notify_all()
            except StoreError:
                log.error("events cannot be handled: the database is away")  # what was accepted is safe in it
                await asyncio.sleep(AWAY_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._woken.wait()

    async def handle_one(self) -> bool:
        """Handle the oldest event that waits; False if there is none. A handler's fault becomes an apology."""
        taken: list[Received] = []
        advice = await self._advice()

        def work(tx: Tx, *, draws: bool) -> bool:
            received = inbox.claim(tx)
            if received is None:
                return False
            taken.append(received)
            self.handle(tx, received, advice, draws=draws)
            return True

        try:
            return await self._drawing(work)
        except StoreError:
            raise
        except Exception as error:
            kind = taken[0].event.kind if taken else "unknown"
            log.error("an event of kind %s failed: %s at %s", kind, type(error).__name__, raised_at(error))
            if not taken:
                raise
            return await self._store.run(lambda tx: self._give_up_slowly(tx, taken[0]))

    async def _drawing(self, work: Callable[..., bool]) -> bool:
        """Do the work; a picture it lacks is drawn where nobody waits for the database, and the work done again."""
        for _ in range(REDRAWN):
            try:
                return await self._store.run(partial(work, draws=False))
            except Undrawn as lacking:
                await asyncio.to_thread(self._world.pictures.draw, lacking.board, lacking.t)
        return await self._store.run(partial(work, draws=True))  # the board changes all the time

    async def _advice(self) -> Advice | None:
        """What a model on the side says of the message that comes next, asked before the transaction begins."""
        index = (await self._knowledge()).index
        if index.chooser is None:
            return None
        said = await self._store.run(self._next_question)
        if not said:
            return None
        with contextlib.suppress(TimeoutError):  # a reply that comes drop by drop is no reply
            async with asyncio.timeout(index.chooser.seconds):
                return await asyncio.to_thread(advise, said, index)
        return None

    def _next_question(self, tx: Tx) -> str:
        """The text of the message that comes next, "" for a command, an answer in a dialogue or anything else."""
        received = inbox.claim(tx)
        if received is None or received.event.kind != "message" or received.attempts:
            return ""
        shared = self.one_dialogue(received.event.place)
        state = load_state(tx, received.conversation_id, self._world.clock(), shared=shared)
        said = received.event.text
        asked = state.keys() & {"form", "listening"} or read_command(said, self._world.commands)
        return "" if asked else said

    def _give_up_slowly(self, tx: Tx, received: Received) -> bool:
        if inbox.count_attempt(tx, received.id) < MAX_ATTEMPTS:
            return True
        context = self._context(tx, received)
        context.reply(
            say(context.t._("Något gick fel hos mig, så jag kunde inte svara. Prova igen om en stund.")), kind="apology"
        )
        self._finish(tx, context, failed=True)
        return True

    def handle(self, tx: Tx, received: Received, advice: Advice | None = None, *, draws: bool = True) -> None:
        """One event, whole: who it is, what it means, the answer, what is remembered."""
        context = self._context(tx, received)
        context.advice, context.draws = advice, draws
        self._echo(context)
        self._dispatch(context)
        absence.let_in(context)
        self._follow_up(context)
        welcome.after_first_answer(context)
        self._finish(tx, context)

    def _context(self, tx: Tx, received: Received) -> Context:
        event, now = received.event, self._world.clock()
        language = event.actor.locale or self._world.language
        person = people.meet(tx, event.actor, language, now)
        state = load_state(tx, received.conversation_id, now, shared=self.one_dialogue(event.place))
        t = translator(person.language)
        return Context(tx, self._world, event, received.id, received.conversation_id, person, t, now, state)

    def one_dialogue(self, place: Place) -> bool:
        """Where private answers go to the person's own chat, what was asked in a group is answered there."""
        return self._world.capabilities(place).ephemeral == "dm"

    def _echo(self, context: Context) -> None:
        said = context.event.text if context.event.kind == "message" else ""
        if context.event.kind == "file":
            said = context.t._("Läs in möten från en fil.")
        if said and not self._world.capabilities(context.event.place).shows_own:
            context.send(Echo(said), kind="echo")

    def _finish(self, tx: Tx, context: Context, *, failed: bool = False) -> None:
        pull = self._world.pulls(context.event.place.platform)
        for draft in context.drafts:
            outbox.add(tx, draft, context.now, pull=pull)
        shared = self.one_dialogue(context.event.place)
        save_state(tx, context.conversation_id, context.state, context.now, shared=shared)
        inbox.done(tx, context.event_id, context.now, failed=failed)

    def _dispatch(self, context: Context) -> None:
        event = context.event
        match event.kind:
            case "message" if event.addressed:
                self._message(context, event.text)
            case "command":
                self._command(context, f"/{event.name} {event.text}")
            case "action" if not event.name:
                self._action(context, marked(context.state, event.value) or Action("", ""))
            case "action":
                self._action(context, Action(event.text, event.name, event.value))
            case "form":
                self._form(context)
            case "file":
                uploads.take(context)
            case "member":
                self._member(context)
            case "home":
                home.show(context)
            case "lifecycle" if event.name == "moved":
                conversations.move(context.tx, event.place, event.value)
            case _:
                return  # said to others, or news of the platform that needs no answer yet

    def _member(self, context: Context) -> None:
        if context.event.name == "joined":
            welcome.joined(context)
        elif context.event.name == "left":
            absence.left(context)

    def _follow_up(self, context: Context) -> None:
        if context.follow_up is not None:
            action, context.follow_up = context.follow_up, None
            self._action(context, action)

    def _message(self, context: Context, said: str) -> None:
        typed = read_command(said, self._world.commands)
        if typed is not None:
            for open_dialogue in ("form", "listening"):
                context.state.pop(open_dialogue, None)
            self._typed(context, typed)
        elif forms.carry_on(context, self._handlers.forms, said):
            return
        elif choice := picked(context.state, said):
            self._action(context, choice)
        elif self._listened(context, said):
            return
        elif not smalltalk.answered(context, said):
            ask(context, said)

    def _listened(self, context: Context, said: str) -> bool:
        """Whether somebody waits for this text: "listening" does so once, "standing" until the dialogue ends."""
        for name in (context.state.pop("listening", ""), context.state.get("standing", "")):
            listener = self._handlers.listeners.get(name)
            if listener is not None and listener(context, said):
                return True
        return False

    def _command(self, context: Context, line: str) -> None:
        typed = read_command(line, self._world.commands)
        if typed is not None:
            self._typed(context, typed)

    def _typed(self, context: Context, typed: Typed | Mistyped) -> None:
        match typed:
            case Typed(spec, rest):
                context.state.pop("choices", None)
                _, run = self._handlers.commands[spec.name]
                if context.has_role(*spec.roles) or (spec.managers and context.event.manages):
                    run(context, rest)
                else:
                    context.reply(
                        say(context.t._("Det kommandot är för coacher och samordnare. Be din coach om hjälp."))
                    )
            case Mistyped(_, None):
                context.reply(
                    say(context.t._("Det kommandot känner jag inte till. Skriv /hjälp så ser du vad jag kan."))
                )
            case Mistyped(_, nearest) if nearest is not None:
                self._suggest(context, nearest)

    def _suggest(self, context: Context, nearest: CommandSpec) -> None:
        sentence = context.t._("Det kommandot känner jag inte till. Menade du /{name}?", name=nearest.name)
        yes = Action(context.t._("Ja, /{name}", name=nearest.name), "run", nearest.name)
        context.reply(Post((text(sentence), Actions((yes,)))))

    def _action(self, context: Context, action: Action) -> None:
        target, _, rest = action.value.partition("|")
        if action.name == "run":
            self._command(context, f"/{action.value}")
        elif action.name == "form" and (form := self._handlers.forms.get(target)):
            forms.show(context, form.make(context, rest))
        elif action.name in self._handlers.actions:
            context.state.pop("choices", None)
            self._handlers.actions[action.name](context, action.value)
        else:
            context.reply(say(context.t._("Den knappen gäller inte längre. Skriv /hjälp så ser du vad jag kan.")))

    def _form(self, context: Context) -> None:
        handler = self._handlers.forms.get(context.event.name)
        if handler is None:
            context.reply(say(context.t._("Det formuläret gäller inte längre. Skriv /hjälp så ser du vad jag kan.")))
            return
        handler.submit(context, context.event.value, context.event.values)
