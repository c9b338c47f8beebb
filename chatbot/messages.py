"""What goes in and out of the core: events from a platform, posts and forms to it.

Text is spans, never markup: each adapter renders literal text its own way, so nothing a person types can become
a mention, a link or a tag by accident.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Base64Bytes, Discriminator

Audience = Literal["all", "actor"]
PlaceKind = Literal["direct", "group"]
EventKind = Literal["message", "command", "action", "form", "reaction", "member", "home", "lifecycle", "file"]
FieldKind = Literal["text", "date", "int", "decimal", "choice"]
Style = Literal["plain", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, in the platform's own terms."""

    platform: str
    tenant: str  # workspace, bot id or "local"
    user_id: str  # pseudonymous where the platform allows it
    name: str = ""  # display name; never used as a key
    locale: str = ""  # what the platform says of the person's language, "" if nothing


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held: a direct chat or a channel, and the thread in it."""

    platform: str
    tenant: str
    channel: str
    thread: str = ""
    kind: PlaceKind = "direct"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that a platform holds, to edit, delete or answer it."""

    place: Place
    id: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a platform. Text is NFC; `key` is the same each time the platform repeats it."""

    key: str
    kind: EventKind
    actor: Actor
    place: Place
    at: datetime  # aware, when the platform says it happened
    text: str = ""  # the message, or what stands after a command's name
    name: str = ""  # of the command, action ("": its mark is the value), form or file; for news what happened
    value: str = ""  # an action's value or mark (`fallback.mark`); for lifecycle and member what more is known
    values: Mapping[str, str] = field(default_factory=dict)  # a form's fields as typed
    source: MessageRef | None = None  # the message whose button was pressed
    addressed: bool = True  # False: said in a channel, not to the bot
    trigger: str = ""  # the platform's short-lived ticket for opening a form, where it has one
    manages: bool = False  # the platform says that the actor manages the place; asked where a command needs it
    data: bytes = field(default=b"", repr=False)  # a file's contents: read as it comes in, and never stored

    @property
    def of_place(self) -> bool:
        """The group itself speaks, by somebody who manages it in its name: there is nobody to answer alone."""
        return self.place.kind == "group" and self.actor.user_id == self.place.channel


@dataclass(frozen=True, slots=True)
class Span:
    """Literal text with one look; `href` makes it a link (https only)."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    type: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    spans: tuple[Span, ...]
    type: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `check` is the question that tells whether it went well."""

    text: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list of things to do, counted from `start`."""

    steps: tuple[Step, ...]
    start: int = 1
    type: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class Action:
    """A choice the person can make: pressing it gives an event of kind action with this name and value."""

    label: str
    name: str
    value: str = ""
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Actions:
    actions: tuple[Action, ...]
    type: Literal["actions"] = "actions"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; `numeric` holds the numbers of the columns set to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: tuple[int, ...] = ()
    type: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `alt` says in words what it shows and may not be empty."""

    data: Base64Bytes
    alt: str
    media_type: Literal["image/png"] = "image/png"
    type: Literal["image"] = "image"

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("an image needs an alt text")


@dataclass(frozen=True, slots=True)
class Divider:
    type: Literal["divider"] = "divider"


Block = Annotated[Heading | Text | Steps | Actions | Table | Image | Divider, Discriminator("type")]


@dataclass(frozen=True, slots=True)
class Post:
    """A message to a place. Audience `actor`: only the person who asked may see it."""

    blocks: tuple[Block, ...]
    audience: Audience = "all"
    type: Literal["post"] = "post"


@dataclass(frozen=True, slots=True)
class Echo:
    """What the person said, for platforms that do not show it themselves (`Capabilities.shows_own` is False)."""

    text: str
    type: Literal["echo"] = "echo"


@dataclass(frozen=True, slots=True)
class Edit:
    """New contents for a message already posted."""

    ref: MessageRef
    post: Post
    type: Literal["edit"] = "edit"


@dataclass(frozen=True, slots=True)
class Delete:
    ref: MessageRef
    type: Literal["delete"] = "delete"


@dataclass(frozen=True, slots=True)
class React:
    """A sign of having seen a message; `emoji` by its Unicode character."""

    ref: MessageRef
    emoji: str
    type: Literal["react"] = "react"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. Dates are ISO, decimals may have a comma; the answer is always text as typed."""

    name: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    initial: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class Form:
    """A form: submitting it gives an event of kind form with this name, `value` and the fields' values."""

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    value: str = ""  # handed back with the values, for instance which meeting is edited
    intro: str = ""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Show a form now. `trigger` is the platform's ticket for it, where it needs one."""

    form: Form
    trigger: str = ""
    type: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with a name; `alt` says in words what it holds and may not be empty."""

    data: Base64Bytes
    filename: str
    media_type: str
    alt: str
    audience: Audience = "all"
    type: Literal["upload"] = "upload"

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("an upload needs an alt text")


@dataclass(frozen=True, slots=True)
class Home:
    """What the bot's own page shows to the person, on platforms where each has one (`Capabilities.home`)."""

    post: Post
    type: Literal["home"] = "home"


Item = Annotated[Post | Echo | Edit | Delete | React | OpenForm | Upload | Home, Discriminator("type")]


def text(*parts: str | Span) -> Text:
    """A paragraph of literal strings and spans."""
    return Text(tuple(Span(p) if isinstance(p, str) else p for p in parts))


def strong(words: str) -> Span:
    """The words set strong."""
    return Span(words, strong=True)


def say(*paragraphs: str) -> Post:
    """A post of plain paragraphs."""
    return Post(tuple(text(p) for p in paragraphs))
