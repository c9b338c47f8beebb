"""An item as a platform can show it, and what was lost on the way (pure). Every fallback lives here, once."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from chatbot.i18n import Translator
from chatbot.messages import (
    Actions,
    Block,
    Delete,
    Divider,
    Edit,
    Heading,
    Image,
    Item,
    OpenForm,
    Post,
    React,
    Span,
    Steps,
    Table,
    Text,
    Upload,
    say,
    text,
)
from chatbot.ports import Capabilities, Unit

MONO_WIDTH = 76  # a wider table is shown row by row: aligned columns would wrap and be unreadable


@dataclass(frozen=True, slots=True)
class Adapted:
    """What to send instead, and the names of what was degraded ("buttons→numbers")."""

    items: tuple[Item, ...]
    degraded: tuple[str, ...] = ()


def adapt(item: Item, caps: Capabilities, t: Translator, *, group: bool = False) -> Adapted:
    """The item in what `caps` can show; `group` tells that others read along in the place."""
    match item:
        case Post():
            return _post(item, caps, t, group=group)
        case Edit(post=post) if not caps.edit:
            return _named(_post(post, caps, t, group=group), "edit→post")
        case Edit(ref=ref, post=post):
            adapted = _post(post, caps, t, group=group)
            first, *more = (made for made in adapted.items if isinstance(made, Post))
            return Adapted((Edit(ref, first), *more), adapted.degraded)
        case Delete() if not caps.delete:
            return Adapted((say(t._("Det förra meddelandet gäller inte längre.")),), ("delete→post",))
        case React() if not caps.reactions:
            return Adapted((), ("reaction→none",))
        case Upload() if not caps.files:
            return Adapted((say(f"{item.filename}: {item.alt}"),), ("upload→alt",))
        case OpenForm(form=form) if caps.forms == "dialogue":
            return Adapted((say(form.title),), ("form→dialogue",))
        case _:
            return Adapted((item,))


def _named(adapted: Adapted, name: str) -> Adapted:
    return Adapted(adapted.items, (name, *adapted.degraded))


def _post(post: Post, caps: Capabilities, t: Translator, *, group: bool) -> Adapted:
    if group and post.audience == "actor" and caps.ephemeral == "none":
        told = say(t._("Svaret är bara till dig. Skriv till mig i en egen chatt så får du det där."))
        return Adapted((told,), ("ephemeral→none",))
    lost: list[str] = ["ephemeral→dm"] if group and post.audience == "actor" and caps.ephemeral == "dm" else []
    numbers = count(1)
    numbered = _needs_numbers(post, caps)
    blocks: list[Block] = []
    for block in post.blocks:
        blocks += _block(block, caps, numbers if numbered else None, lost)
    if numbered:
        blocks.append(text(t._("Svara med numret på det du väljer.")))
    return Adapted((replace(post, blocks=tuple(blocks)),), tuple(dict.fromkeys(lost)))


def _needs_numbers(post: Post, caps: Capabilities) -> bool:
    offered = sum(len(block.actions) for block in post.blocks if isinstance(block, Actions))
    return offered > 0 and (not caps.buttons or offered > caps.max_buttons)


def _block(block: Block, caps: Capabilities, numbers: "count[int] | None", lost: list[str]) -> Sequence[Block]:
    match block:
        case Actions(actions) if numbers is not None:
            lost.append("buttons→numbers")
            return [text(f"{next(numbers)}. {action.label}") for action in actions]
        case Table() if caps.table == "mono":
            lost.append("table→mono")
            return _mono(block)
        case Image(alt=alt) if not caps.images:
            lost.append("image→alt")
            return _parts(text(alt), caps, lost)
        case Heading(words) if not caps.headings:
            lost.append("heading→text")
            return [Text((Span(words, strong=True),))]
        case Text():
            return _parts(block, caps, lost)
        case Steps() | Heading() | Divider() | Table() | Image() | Actions():
            return [block]


def _parts(block: Text, caps: Capabilities, lost: list[str]) -> Sequence[Text]:
    parts = split(block, caps.max_text, caps.unit)
    if len(parts) > 1:
        lost.append("text→parts")
    return parts


def split(block: Text, limit: int, unit: Unit) -> Sequence[Text]:
    """The paragraph in pieces of at most `limit` units, cut between words where there are any; nothing is lost."""
    parts: list[Text] = []
    spans: list[Span] = []
    room = limit
    for span in block.spans:
        rest = span.text
        while size(rest, unit) > room:
            cut = _cut(rest, room, unit)
            if cut:
                spans.append(replace(span, text=rest[:cut]))
            rest = rest[cut:]
            parts.append(Text(tuple(spans)))
            spans, room = [], limit
        spans.append(replace(span, text=rest))
        room -= size(rest, unit)
    return [*parts, Text(tuple(spans))] if spans or not parts else parts


def size(words: str, unit: Unit) -> int:
    """How long a text is in the platform's own unit."""
    match unit:
        case "chars":
            return len(words)
        case "utf16":
            return len(words.encode("utf-16-le", "surrogatepass")) // 2
        case "bytes":
            return len(words.encode("utf-8", "surrogatepass"))


def _cut(words: str, room: int, unit: Unit) -> int:
    """How many characters fit: up to the last space, else all that fit without parting a letter from its accent."""
    fits = 0
    used = 0
    for letter in words:
        used += size(letter, unit)
        if used > room:
            break
        fits += 1
    space = words.rfind(" ", 0, fits)
    if space > 0:
        return space + 1
    while 0 < fits < len(words) and (unicodedata.combining(words[fits]) or words[fits] in "\u200d\ufe0f"):
        fits -= 1
    return fits


def _mono(table: Table) -> Sequence[Text]:
    rows = [table.header, *table.rows]
    widths = [max(_cells(row[i]) for row in rows if i < len(row)) for i in range(len(table.header))]
    caption = [text(table.caption)] if table.caption else []
    if sum(widths) + 2 * (len(widths) - 1) > MONO_WIDTH:
        return [*caption, *(text(_as_list(table.header, row)) for row in table.rows)]
    lines = (_line(row, widths, table.numeric) for row in rows)
    return [*caption, *(Text((Span(line, code=True),)) for line in lines)]


def _as_list(header: Sequence[str], row: Sequence[str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in zip(header, row, strict=False))


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[int]) -> str:
    return "  ".join(_padded(cell, widths[i], right=i in numeric) for i, cell in enumerate(row)).rstrip()


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - _cells(cell))
    return space + cell if right else cell + space


def _cells(words: str) -> int:
    """Columns a text takes on a screen: wide letters two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)
