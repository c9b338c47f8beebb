"""A talk is a test: what a person says, and what they must see, through the whole bot on a real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

from chatbot.bot import Bot
from chatbot.i18n import translator
from chatbot.messages import (
    Action,
    Actions,
    Actor,
    Delete,
    Echo,
    Edit,
    Event,
    Heading,
    Home,
    Image,
    Item,
    MessageRef,
    OpenForm,
    Place,
    Post,
    React,
    Steps,
    Table,
    Text,
    Upload,
)
from chatbot.ports import Capabilities, Refused
from chatbot.store import Store, Tx, inbox, outbox

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday 10:00 in Sweden
FULL = Capabilities(
    forms="page", buttons=True, ephemeral="native", edit=True, images=True, table="native", shows_own=True
)


@dataclass
class Talk:
    """One person's side of the conversation."""

    store: Store
    bot: Bot
    user: str = "u1"
    name: str = "Namn"
    place: Place = field(default_factory=lambda: Place("test", "t", "direct"))
    last: list[Item] = field(default_factory=list)
    seen_id: int = 0

    def says(self, text: str, *, addressed: bool = True, manages: bool = False) -> str:
        """Say something; gives all that was answered, as text."""
        return self._send(replace(self.event(text, addressed=addressed), manages=manages))

    def event(self, text: str, *, addressed: bool = True) -> Event:
        """A message as an adapter hands it in."""
        return Event(uuid4().hex, "message", self._me(), self.place, NOW, text, addressed=addressed)

    def presses(self, label: str) -> str:
        """Press a button of the last answers."""
        action = next(action for action in self.buttons() if action.label == label)
        source = MessageRef(self.place, str(self.seen_id))
        return self._send(
            Event(uuid4().hex, "action", self._me(), self.place, NOW, "", action.name, action.value, source=source)
        )

    def acts(self, name: str, value: str) -> str:
        """Send an action as an old or forged button would."""
        return self._send(Event(uuid4().hex, "action", self._me(), self.place, NOW, "", name, value))

    def submits(self, **values: str) -> str:
        """Fill in the form that was opened last."""
        form = next(item.form for item in reversed(self.last) if isinstance(item, OpenForm))
        return self._send(
            Event(uuid4().hex, "form", self._me(), self.place, NOW, "", form.name, form.value, values=values)
        )

    def uploads(self, name: str, data: bytes) -> str:
        """Hand in a file through the bot's door; gives the answers, or the sentence with which it is refused."""
        event = Event(uuid4().hex, "file", self._me(), self.place, NOW, name=name, data=data)
        outcome = asyncio.run(self.bot.accept(event))
        return translator().tell(outcome.reason) if isinstance(outcome, Refused) else self._answers()

    def buttons(self) -> Sequence[Action]:
        """What can be pressed."""
        posts = [item for item in self.last if isinstance(item, Post)]
        return [a for post in posts for block in post.blocks if isinstance(block, Actions) for a in block.actions]

    def labels(self) -> Sequence[str]:
        """The buttons' labels."""
        return [action.label for action in self.buttons()]

    def other(self, user: str) -> "Talk":
        """Somebody else in the same place."""
        return Talk(self.store, self.bot, user, place=self.place)

    def _me(self) -> Actor:
        return Actor("test", "t", self.user, self.name)

    def _send(self, event: Event) -> str:
        self.store.call(lambda tx: inbox.add(tx, event, NOW))
        return self._answers()

    def _answers(self) -> str:
        while self.store.call(self._handle):
            continue
        new = self.store.call(lambda tx: outbox.feed(tx, self.place, self.seen_id))
        mine = [out for out in new if out.actor_id == self.user]
        self.seen_id = max((out.id for out in new), default=self.seen_id)
        self.last = [out.item for out in mine]
        return "\n".join(words(item) for item in self.last)

    def _handle(self, tx: Tx) -> bool:
        taken = inbox.claim(tx)
        if taken is not None:
            self.bot.handle(tx, taken)
        return taken is not None


def words(item: Item) -> str:
    """All that can be read of an item."""
    match item:
        case Post(blocks):
            return "\n".join(_block(block) for block in blocks)
        case Edit(_, post):
            return words(post)
        case OpenForm(form):
            return "\n".join((form.title, *(field.label for field in form.fields)))
        case Echo(text):
            return text
        case Upload(alt=alt):
            return alt
        case Home(post):
            return words(post)
        case Delete() | React():
            return ""


def _block(block: object) -> str:
    match block:
        case Heading(text):
            return text
        case Text(spans):
            return "".join(span.text for span in spans)
        case Steps(steps):
            return "\n".join(step.text for step in steps)
        case Actions(actions):
            return "\n".join(f"[{action.label}]" for action in actions)
        case Table(header, rows):
            return "\n".join("\t".join(row) for row in (header, *rows))
        case Image(alt=alt):
            return alt
        case _:
            return ""
