"""What an adapter must be, and what the core gives it. Adapters are handed in by `app`; the core imports none."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from chatbot.errors import Notice
from chatbot.messages import Event, Item, MessageRef, Place, Post

if TYPE_CHECKING:  # click costs import time that a running adapter need not pay
    import click
    from pydantic import BaseModel

ASGI = Callable[
    [Mapping[str, object], Callable[[], Awaitable[object]], Callable[[object], Awaitable[None]]], Awaitable[None]
]
Role = Literal["participant", "coach", "coordinator", "operator"]
Forms = Literal["modal", "card", "page", "dialogue"]
Settled = Literal["sent", "not_sent", "unknown"]
Settlement = Literal["idempotent", "history", "none"]
Unit = Literal["chars", "utf16", "bytes"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can show in one place. What it cannot, `fallback` turns into what it can."""

    forms: Forms = "dialogue"
    buttons: bool = False
    max_buttons: int = 25
    max_action: int = 2000  # bytes of "name:value" that a button carries; what is longer comes back as its mark
    ephemeral: Literal["native", "dm", "none"] = "none"  # how a private answer in a group can be given
    edit: bool = False
    delete: bool = False
    reactions: bool = False
    threads: bool = False
    images: bool = False
    files: bool = False
    table: Literal["native", "mono"] = "mono"
    headings: bool = True
    home: bool = False  # the platform shows each person a page of the bot's own
    max_text: int = 4000  # of one paragraph, in `unit`
    unit: Unit = "chars"
    commands_anywhere: bool = False  # people can give commands in groups that the bot is no member of
    shows_own: bool = True  # False: the platform does not show what the person wrote, so the core echoes it
    settlement: Settlement = "none"  # what can be known of a send whose outcome was lost


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A chat command as adapters and help see it. `name` is the canonical Swedish one, without slash."""

    name: str
    help: str  # marked msgid, one line
    usage: str = ""  # an example to copy, in Swedish
    spellings: tuple[str, ...] = ()  # others that mean the same; å/ä/ö and hyphen folding come by themselves
    roles: frozenset[Role] = frozenset({"participant"})
    managers: bool = False  # whoever manages a group on its platform may use it there too


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An item on its way out. `id` is the outbox's, the same at every try; `actor_id` is whom a private post is for."""

    id: int
    place: Place
    item: Item
    actor_id: str = ""
    attempt: int = 1
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a send: where the message is, and what was degraded on the way ("buttons→numbers")."""

    ref: MessageRef | None
    degraded: tuple[str, ...] = ()


class RateLimited(Exception):
    """The platform said wait; no attempt is counted."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"wait {retry_after:g} s")
        self.retry_after = retry_after


class SendFailed(Exception):
    """The platform said no, or could not be reached. `lost` = it is not known whether the message arrived."""

    def __init__(self, reason: str, *, lost: bool = False, final: bool = False, gone: bool = False) -> None:
        super().__init__(reason)
        self.lost = lost
        self.final = final or gone  # trying again cannot help (the place is gone, the content is refused)
        self.gone = gone  # the bot may write nothing in that chat: it was shown out, or the chat is no more


@dataclass(frozen=True, slots=True)
class Accepted:
    """The event is stored (or was before): the platform may be told so."""

    event_id: int
    new: bool = True


@dataclass(frozen=True, slots=True)
class FormErrors:
    """What to mend, by field name; nothing was stored. The sentences are in the person's language."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """Not stored, with the sentence to show."""

    reason: Notice


class Sink(Protocol):
    """Takes what happened on a platform."""

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """Store the event; only when this returns `Accepted` may the platform be acknowledged.

        Raises `errors.ResfriError` when the store cannot be reached: then the platform must be told to send again.
        """


class Feed(Protocol):
    """Gives pull adapters the posts of a session, from the outbox, kept 24 hours."""

    async def after(self, place: Place, last: int, wait: float = 0.0) -> Sequence[Outgoing]:
        """The items of a place after outbox id `last`, oldest first; waits up to `wait` seconds for the first one."""

    async def idle(self, place: Place) -> bool:
        """True when nothing that was accepted from the place still waits for its answer."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of doctor: what was looked at, how it went, what to do."""

    name: str
    ok: bool
    text: Notice
    hint: Notice | None = None


class Adapter(Protocol):
    """A platform. `pull` adapters fetch their posts from `Feed` and their `send` is never called."""

    name: str
    pull: bool

    @property
    def single(self) -> bool:
        """True when only one of several processes may listen; the others wait until it is gone."""

    @property
    def settings_model(self) -> "type[BaseModel]":
        """Its own settings, read from `RESFRI_<NAME>__…`; the root settings name no platform."""

    def configure(self, settings: "BaseModel", commands: Sequence[CommandSpec], brand: "Brand") -> None:
        """Take its settings and what it may tell of the bot, before `run`."""

    def configured(self) -> bool:
        """True when its settings suffice to start it with `resfri run`."""

    def capabilities(self, place: Place) -> Capabilities:
        """What can be shown in this place."""

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Listen until cancelled, or until there is no more to read.

        What can be had or not (a port) is taken before the first await, so that a start that cannot be ends at once.
        """

    @property
    def address(self) -> str:
        """Where a person finds it in a browser, "" if nowhere."""

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item. Raises `RateLimited` or `SendFailed`."""

    async def settle(self, item: Outgoing) -> Settled:
        """What became of a send whose outcome was lost."""

    async def typing(self, event: Event) -> None:
        """Show that the answer to an event is on its way, until cancelled; may do nothing.

        Called only for an answer that is slow. Nothing that others see, or that is kept, may be left behind.
        """

    def preview(self, post: Post) -> str:
        """The post about as it will look, as text."""

    @property
    def asgi(self) -> "tuple[ASGI, str] | None":
        """An application and the path it is mounted under, for platforms that come by HTTP."""

    def checks(self) -> Sequence[Check]:
        """For doctor."""

    @property
    def cli(self) -> "click.Group | None":
        """Commands of its own."""


@runtime_checkable
class Host(Protocol):
    """An adapter with a web server, beside whose own pages the others' applications are mounted."""

    extra_mounts: Sequence[tuple[str, ASGI]]  # path and application; set before `run`


@dataclass(frozen=True, slots=True)
class Brand:
    """What an adapter may say of the bot itself."""

    language: str = "sv"
    notice: str = ""  # a line to show at the top, such as "simulated data"
    clock_text: str = ""  # the date to show when the clock does not follow the calendar
