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


def lines(item: Item) -> Sequence[str]:
    """What to print for an item, a line each."""
    match item:
        case Post() | Edit():
            blocks = item.blocks if isinstance(item, Post) else item.post.blocks
            return [line for block in blocks for line in _block(block)]
        case Upload(filename=filename, alt=alt):
            return _wrapped(f"{filename}: {alt}")
        case OpenForm(form=form):
            return _wrapped(form.title)
        case Echo() | Delete() | React():
            return []


def as_json(item: Item) -> str:
    """The item as one line of JSON; ASCII, so that no terminal reads it as anything else."""
    return json.dumps(ITEM.dump_python(item, mode="json"), ensure_ascii=True)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading(text):
            return [safe(text), ""]
        case Text(spans):
            code = any(span.code for span in spans)
            words = "".join(f"{span.text} ({span.href})" if span.href else span.text for span in spans)
            return [safe(words)] if code else _wrapped(words)
        case Steps(steps, start):
            return [line for number, step in enumerate(steps, start) for line in _step(number, step.text, step.check)]
        case Table(header, rows):
            return ["\t".join(safe(cell) for cell in row) for row in (header, *rows)]
        case Actions(actions):
            return [f"[{safe(action.label)}]" for action in actions]
        case Image(alt=alt):
            return _wrapped(alt)
        case Divider():
            return ["---"]


def _step(number: int, text: str, check: str) -> Sequence[str]:
    first = f"{number}. "
    indent = " " * len(first)
    told = textwrap.wrap(safe(text), WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False)
    asked = textwrap.wrap(safe(check), WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
    return [*told, *asked]


def _wrapped(words: str) -> Sequence[str]:
    """Each line of the text wrapped between words; words are never broken, so that links can be copied."""
    return [
        part
        for line in safe(words).split("\n")
        for part in textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    ]


def safe(words: str) -> str:
    """The text without control characters and marks that turn the direction of what follows."""
    return "".join(letter for letter in words if letter == "\n" or letter in KEPT or _harmless(letter))


def _harmless(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
