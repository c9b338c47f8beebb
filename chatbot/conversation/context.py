"""What a handler gets: the event, the person, and ways to answer. Its answers become rows of the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chatbot import fallback
from chatbot.answers import Advice, Index
from chatbot.clock import Clock, local
from chatbot.conversation import choices
from chatbot.i18n import Translator
from chatbot.leaderboard import Board, Pictures
from chatbot.messages import Action, Actions, Edit, Event, Form, Item, OpenForm, Place, Post
from chatbot.packs import Library, Workshop
from chatbot.ports import Capabilities, CommandSpec
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import Tx
from chatbot.store.outbox import Draft
from chatbot.store.people import Person

MARKED = 50  # actions that a person's buttons may mean beside those that they carry whole
OPEN_FORM_DEADLINE = timedelta(seconds=2.5)  # a platform's ticket for opening a form dies after three seconds


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The library and its index; swapped whole when the packs change."""

    library: Library
    index: Index


@dataclass(frozen=True, slots=True)
class World:
    """What stands around every conversation."""

    knowledge: Callable[[], Knowledge]
    clock: Clock
    language: str
    capabilities: Callable[[Place], Capabilities]
    pulls: Callable[[str], bool]  # platform -> its adapter fetches its posts itself
    commands: Sequence[CommandSpec]
    suggested_groups: Sequence[PlannedGroup] = ()
    workshop: Workshop | None = None  # where coaches' proposals are kept
    previews: Mapping[str, Callable[[Post], str]] = field(default_factory=dict)  # platform -> a post as it looks there
    pictures: Pictures = field(default_factory=Pictures)  # of boards
    local_roles: frozenset[str] = frozenset()  # what a web or terminal user on this machine may do


@dataclass(slots=True)
class Context:
    """One event being handled. `state` is the open dialogue and is saved afterwards."""

    tx: Tx
    world: World
    event: Event
    event_id: int
    conversation_id: int
    person: Person
    t: Translator
    now: datetime
    state: dict[str, Any]
    drafts: list[Draft] = field(default_factory=list)
    offered: bool = False  # an answer to this event has offered choices already
    draws: bool = False  # a board's picture is drawn at once, though the transaction waits
    advice: Advice | None = None  # what a model on the side made of a question
    follow_up: Action | None = None  # what the bot does next in the same transaction, as if it had been pressed

    @property
    def library(self) -> Library:
        """The knowledge in force."""
        return self.world.knowledge().library

    @property
    def today(self) -> datetime:
        """Now on the wall clock in Sweden."""
        return local(self.now)

    @property
    def private(self) -> bool:
        """True where others would read along, so that answers are for the person alone."""
        return self.event.place.kind == "group" and not self.event.of_place

    @property
    def contact(self) -> str:
        """Whom to turn to, in the organisation's own words, "" if nobody told us."""
        return self.person.group.contact if self.person.group else ""

    def has_role(self, *names: str) -> bool:
        """True if the person holds one of the roles; everybody is a participant."""
        held = self.person.roles | {"participant"}
        if self.event.place.platform in {"web", "terminal"} and self.event.place.tenant == "local":
            held |= self.world.local_roles
        return not held.isdisjoint(names)

    def reply(self, post: Post, *, kind: str = "answer", secret: bool = False) -> None:
        """Answer where the event came from, privately in a group; the choices offered can be picked by number.

        What is secret is not offered to be shown to the others.
        """
        if self.private:
            post = Post(post.blocks if secret else (*post.blocks, self._share()), "actor")
        self._offer(post)
        self.send(post, kind=kind)

    def picture(self, board: Board) -> bytes:
        """The board's picture. Raises `Undrawn`: it is drawn outside the transaction, and the event handled again."""
        pictures = self.world.pictures
        return pictures.draw(board, self.t) if self.draws else pictures.of(board, self.t)

    def send(self, item: Item, *, kind: str = "answer", place: Place | None = None) -> None:
        """Send an item as it is, to where the event came from or another place."""
        draft = self._draft(item, kind)
        self.drafts.append(replace(draft, place=place, conversation_id=None) if place else draft)

    def edit_source(self, post: Post) -> None:
        """Replace the message whose button was pressed, where the platform can; elsewhere nothing happens."""
        if self.event.source and self.world.capabilities(self.event.place).edit:
            self.send(Edit(self.event.source, post), kind="edit")

    def open_form(self, form: Form) -> None:
        """Show a form now, where the platform has forms (see `forms` for where it has not).

        A modal needs the platform's ticket, which only a command or a press brings: without one, a button opens it.
        """
        draft = self._draft(OpenForm(form, self.event.trigger), "form")
        again = Post((Actions((Action(form.title, "form", f"{form.name}|{form.value}"),)),))
        if self.event.trigger:
            draft = replace(draft, deadline_at=self.now + OPEN_FORM_DEADLINE, late=again)
        elif self.world.capabilities(self.event.place).forms == "modal":
            self.reply(again, kind="form")
            return
        self.drafts.append(draft)

    def _draft(self, item: Item, kind: str) -> Draft:
        return Draft(
            place=self.event.place,
            item=item,
            kind=kind,
            actor_id=self.event.actor.user_id,
            event_id=self.event_id,
            conversation_id=self.conversation_id,
        )

    def _share(self) -> Actions:
        return Actions((Action(self.t._("Dela"), "share", str(self.event_id)),))

    def _offer(self, post: Post) -> None:
        offered = fallback.choices_of(post)
        if offered:
            choices.remember(self.state, post, beside=self.offered)
            self.offered = True
            self._remember(offered)

    def _remember(self, offered: Sequence[Action]) -> None:
        """What is too long for a button is kept here, by the mark that the button carries instead."""
        most = self.world.capabilities(self.event.place).max_action
        long = [one for one in offered if fallback.too_long(one.name, one.value, most)]
        if long:
            new = {fallback.mark(one.name, one.value): [one.label, one.name, one.value] for one in long}
            self.state["marked"] = dict([*self.state.get("marked", {}).items(), *new.items()][-MARKED:])


Handler = Callable[[Context, str], None]  # (context, the command's text or the action's value)
Listener = Callable[[Context, str], bool]  # takes free text after a question of ours; False: it was something else
