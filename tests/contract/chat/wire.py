"""What goes over the wire to the fake chat: its own JSON, checked strictly as real platforms do."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chatbot.ports import Unit


class Strict(BaseModel):
    """Nothing that is not named is taken."""

    model_config = ConfigDict(extra="forbid")


class Run(Strict):
    """Literal text with a look."""

    text: str
    look: Literal["plain", "strong", "emphasis", "code"] = "plain"
    href: str = Field("", pattern=r"^(https://.*)?$")


class Button(Strict):
    """A button; the platform allows 255 characters in a value, as several do."""

    label: str = Field(min_length=1)
    value: str = Field(max_length=255)


class Part(Strict):
    """One part of a message; which fields count depends on its kind."""

    kind: Literal["heading", "paragraph", "list", "buttons", "table", "image", "line", "file"]
    runs: list[Run] = []
    start: int = 1
    buttons: list[Button] = []
    rows: list[list[str]] = []
    alt: str = ""
    data: str = ""  # base64
    name: str = ""


class Question(Strict):
    """A field of a form."""

    name: str
    label: str
    initial: str = ""
    options: dict[str, str] = {}  # value by label


class Dialog(Strict):
    """A form."""

    name: str
    value: str
    title: str
    questions: list[Question]


class Sending(Strict):
    """A message on its way in: `only` is the one person who may see it, `mark` the bot's own number for it."""

    channel: str
    parts: list[Part] = []
    dialog: Dialog | None = None
    only: str = ""
    mark: str = ""


class Change(Strict):
    """A change of a message: new parts, gone, or a sign by it."""

    id: str
    parts: list[Part] | None = None
    sign: str = ""
    mark: str = ""


class Limits(Strict):
    """What this chat can; more is refused with 400."""

    buttons: int = 0
    dialogs: bool = False
    private: bool = False
    changes: bool = False
    removals: bool = False
    signs: bool = False
    images: bool = False
    files: bool = False
    tables: bool = False
    headings: bool = False
    text: int = 4000
    unit: Unit = "chars"
