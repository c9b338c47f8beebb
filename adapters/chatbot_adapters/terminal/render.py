"""Items as lines of text (pure). Nothing a person wrote can steer the terminal."""

import json
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter

from chatbot.messages import (
    Actions,
    Block,
    Delete,
    Divider,
    Echo,
    Edit,
    Heading,
    Home,
    Image,
    Item,
    OpenForm,
    Post,
    React,
    Steps,
    Table,
    Text,
    Upload,
)

ITEM: TypeAdapter[Item] = TypeAdapter(Item)
WIDTH = 78
KEPT = frozenset("\u200d\u200c")  # joiners that emoji and some scripts need
BREAKS = str.maketrans({**dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"), "\t": " "})


def lines(item: Item) -> Sequence[str]:
    """What to print for an item, a line each."""
    match item:
        case Post(blocks=blocks):
            return _joined(blocks)
        case Edit(post=post):
            return _joined(post.blocks)
        case Upload(filename=filename, alt=alt):
            return _wrapped(f"{filename}: {alt}")
        case OpenForm(form=form):
            return _wrapped(form.title)
        case Echo() | Delete() | React() | Home():
            return []


def as_json(item: Item) -> str:
    """The item as one line of JSON; ASCII, so that no terminal reads it as anything else."""
    return json.dumps(ITEM.dump_python(item, mode="json"), ensure_ascii=True)


def _joined(blocks: Sequence[Block]) -> Sequence[str]:
    """The blocks' lines, without empty ones at either end: an empty line after them ends the answer."""
    told = "\n".join(line for block in blocks for line in _block(block)).strip("\n")
    return told.split("\n") if told else []


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading(text):
            return [*_wrapped(one_line(text)), ""]
        case Text(spans):
            code = any(span.code for span in spans)
            words = "".join(f"{span.text} ({span.href})" if span.href else span.text for span in spans)
            return safe(words).split("\n") if code else _wrapped(words)
        case Steps(steps, start):
            return [line for number, step in enumerate(steps, start) for line in _step(number, step.text, step.check)]
        case Table(header, rows):
            return ["  ".join(one_line(cell) for cell in row) for row in (header, *rows)]
        case Actions(actions):
            return [f"[{one_line(action.label)}]" for action in actions]
        case Image(alt=alt):
            return _wrapped(alt)
        case Divider():
            return ["---"]


def _step(number: int, text: str, check: str) -> Sequence[str]:
    first = f"{number}. "
    indent = " " * len(first)
    told = textwrap.wrap(one_line(text), WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False)
    asked = textwrap.wrap(
        one_line(check), WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )
    return [*told, *asked]


def _wrapped(words: str) -> Sequence[str]:
    """Each line of the text wrapped between words; words are never broken, so that links can be copied."""
    return [
        part
        for line in safe(words).split("\n")
        for part in textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    ]


def safe(words: str) -> str:
    """The text without control characters and marks that turn the direction of what follows; tabs are spaces."""
    plain = words.replace("\r\n", "\n").translate(BREAKS)
    return "".join(letter for letter in plain if letter == "\n" or letter in KEPT or _harmless(letter))


def one_line(words: str) -> str:
    """The same on one line, for what a line break would make look like something else."""
    return " ".join(safe(words).split())


def _harmless(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
