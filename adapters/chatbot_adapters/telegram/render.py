"""Items as Telegram takes them: text with entities by UTF-16 offsets, pictures with captions, a keyboard (pure).

Text is sent as it is and marked by entities, never by markup: nothing a person typed can become a mention or a link.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from chatbot.fallback.splitting import cut_at, size
from chatbot.fallback.tables import mono
from chatbot.messages import Action, Actions, Block, Divider, Heading, Image, Span, Steps, Table, Text
from chatbot_adapters.telegram.buttons import button_data
from chatbot_adapters.telegram.rich import html

MAX_TEXT = 4096  # UTF-16 units of a message
MAX_CAPTION = 1024
WIDE = 18  # letters of a label from which a button has a row of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: a text, or a picture whose text is its caption."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    picture: bytes | None = None
    keyboard: InlineKeyboardMarkup | None = None
    rich: str = ""  # the same as HTML, where it holds a table


@dataclass
class _Writing:
    """A text being written, with its marks."""

    text: str = ""
    marks: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end (characters), kind, address

    def add(self, words: str, kind: str = "", href: str = "") -> None:
        start = len(self.text)
        self.text += words
        if kind and words.strip():
            self.marks.append((start, len(self.text), kind, href))


def pieces(blocks: Sequence[Block]) -> Sequence[Piece]:
    """The messages for a post, in order; all its buttons stand under the last."""
    made: list[Piece] = []
    words: list[Block] = []
    for block in blocks:
        if isinstance(block, Image):
            made += [*_worded(words), _picture(block)]
            words = []
        else:
            words.append(block)
    made += _worded(words)
    keyboard = keyboard_of(blocks)
    if keyboard and not made:
        made.append(Piece("…"))
    return [*made[:-1], *(replace(last, keyboard=keyboard) for last in made[-1:])]


def _worded(blocks: Sequence[Block]) -> Sequence[Piece]:
    """What stands between pictures; a table that fits one message also as HTML."""
    writing = _Writing()
    for block in blocks:
        _write(block, writing)
    made = list(_texts(writing))
    if len(made) == 1 and any(isinstance(block, Table) for block in blocks):
        return [replace(made[0], rich=html(blocks))]
    return made


def keyboard_of(blocks: Sequence[Block]) -> InlineKeyboardMarkup | None:
    """The buttons, short ones two in a row; those of one block never beside those of another."""
    rows = [row for block in blocks if isinstance(block, Actions) for row in _rows(block.actions)]
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(actions: Sequence[Action]) -> Sequence[list[InlineKeyboardButton]]:
    rows: list[list[InlineKeyboardButton]] = []
    for action in actions:
        button = _button(action)
        if rows and len(rows[-1]) == 1 and max(len(action.label), len(rows[-1][0].text)) <= WIDE:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def _button(action: Action) -> InlineKeyboardButton:
    return InlineKeyboardButton(action.label or "…", callback_data=button_data(action.name, action.value))


def _picture(image: Image) -> Piece:
    caption = image.alt
    if size(caption, "utf16") > MAX_CAPTION:
        caption = caption[: cut_at(caption, MAX_CAPTION - 1, "utf16", must=True)] + "…"
    return Piece(caption, picture=bytes(image.data))


def _write(block: Block, writing: _Writing) -> None:
    if isinstance(block, Actions):
        return
    if writing.text:
        writing.add("\n\n")
    match block:
        case Heading(words):
            writing.add(words, MessageEntity.BOLD)
        case Text(spans):
            for span in spans:
                _span(span, writing, alone=len(spans) == 1)
        case Steps(steps, start):
            listed = (f"{n}. {s.text}" + (f"\n{s.check}" if s.check else "") for n, s in enumerate(steps, start))
            writing.add("\n".join(listed))
        case Table():
            _write_table(block, writing)
        case Divider():
            writing.add("———")
        case Image():
            raise TypeError("a picture is a message of its own")


def _write_table(table: Table, writing: _Writing) -> None:
    for number, paragraph in enumerate(mono(table)):
        if number:
            writing.add("\n\n")
        for span in paragraph.spans:
            writing.add(span.text, MessageEntity.PRE if span.code else "")


def _span(span: Span, writing: _Writing, *, alone: bool) -> None:
    if span.href.startswith("https://"):
        writing.add(span.text, MessageEntity.TEXT_LINK, span.href)
    elif span.code:
        writing.add(span.text, MessageEntity.CODE if alone else MessageEntity.PRE)
    elif span.strong:
        writing.add(span.text, MessageEntity.BOLD)
    elif span.emphasis:
        writing.add(span.text, MessageEntity.ITALIC)
    else:
        writing.add(span.text)


def _texts(writing: _Writing) -> Iterator[Piece]:
    """The text in pieces that Telegram takes, each with its own marks."""
    start, whole = 0, writing.text
    while start < len(whole):
        rest = whole[start:]
        taken = len(rest) if size(rest, "utf16") <= MAX_TEXT else cut_at(rest, MAX_TEXT, "utf16", must=True)
        part = rest[:taken]
        if part.strip():
            yield Piece(part, tuple(_entities(writing, start, start + taken)))
        start += taken


def _entities(writing: _Writing, start: int, end: int) -> Iterator[MessageEntity]:
    joined: list[tuple[int, int, str, str]] = []
    for first, last, kind, href in writing.marks:
        if joined and kind == MessageEntity.PRE == joined[-1][2] and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], last, kind, href)  # a table's lines are one block
        else:
            joined.append((first, last, kind, href))
    for first, last, kind, href in joined:
        low, high = max(first, start), min(last, end)
        if low < high:
            offset = size(writing.text[start:low], "utf16")
            yield MessageEntity(kind, offset, size(writing.text[low:high], "utf16"), url=href or None)
