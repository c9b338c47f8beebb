"""Items as Slack takes them: blocks whose text is data and never markup, and a text beside them (pure)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chatbot import fallback
from chatbot.fallback.splitting import cut_at
from chatbot.i18n import Translator
from chatbot.messages import (
    Action,
    Actions,
    Block,
    Divider,
    Field,
    Form,
    Heading,
    Image,
    Place,
    Post,
    Span,
    Step,
    Steps,
    Table,
    Text,
)
from chatbot.ports import Capabilities
from chatbot_adapters.slack.incoming import EMPTY

MAX_BLOCKS, MAX_BUTTONS, MAX_HEADER, MAX_LABEL, MAX_TEXT = 50, 25, 150, 75, 3000
MAX_TITLE, MAX_FIELD_LABEL, MAX_OPTION = 24, 2000, 75
MAX_PAGE_BLOCKS = 100
PAGE = Capabilities(buttons=True, max_buttons=100, max_text=MAX_TEXT)  # what the app's own page can show
Json = dict[str, Any]
STYLES = {"primary": "primary", "danger": "danger"}


Piece = tuple[list[Json], str] | Image


def pieces(blocks: Sequence[Block]) -> Sequence[Piece]:
    """What a post is sent as, in order: messages of at most fifty blocks with one table each, and pictures."""
    made: list[Piece] = []
    numbered = 0
    for block in blocks:
        if isinstance(block, Image):
            made.append(block)
            continue
        added = list(_block(block, numbered))
        numbered += len(block.actions) if isinstance(block, Actions) else 0
        last = made[-1] if made and not isinstance(made[-1], Image) else None
        if last is None or _full(last[0], added):
            made.append((added, _words(block)))
        else:
            made[-1] = ([*last[0], *added], "\n".join(line for line in (last[1], _words(block)) if line))
    return [
        one if isinstance(one, Image) else (one[0], escaped(one[1]) if one[1].strip() else "…")
        for one in made
        if _holds(one)
    ]


def _full(held: Sequence[Json], added: Sequence[Json]) -> bool:
    two_tables = all(any(one["type"] == "table" for one in part) for part in (held, added))
    return len(held) + len(added) > MAX_BLOCKS or two_tables


def _holds(piece: Piece) -> bool:
    return isinstance(piece, Image) or bool(piece[0])


def _block(block: Block, numbered: int) -> Iterator[Json]:
    match block:
        case Heading(words):
            yield _header(words) if len(words) <= MAX_HEADER else _rich([_text(Span(words, strong=True))])
        case Text(spans):
            shown = [_text(span) for span in spans if span.text]
            if shown:
                yield _rich(shown)
        case Steps():
            yield _steps(block)
        case Actions(actions):
            yield from _rows(actions, numbered)
        case Table():
            yield from _table(block)
        case Divider():
            yield {"type": "divider"}
        case Image():
            return


def _rows(actions: Sequence[Action], numbered: int) -> Iterator[Json]:
    """The buttons; words of one that Slack would cut stand whole above them."""
    long = [action.label for action in actions if len(action.label) > MAX_LABEL]
    if long:
        yield _rich([_text(Span("\n".join(long)))])
    for first in range(0, len(actions), MAX_BUTTONS):
        row = actions[first : first + MAX_BUTTONS]
        yield {"type": "actions", "elements": [_button(a, numbered + first + n) for n, a in enumerate(row)]}


def _steps(block: Steps) -> Json:
    """A list; one that goes on from an earlier step is counted in its words, since Slack always counts from 1."""
    if block.start > 1:
        lines = (f"{n}. {_step(step)}" for n, step in enumerate(block.steps, block.start))
        return _rich([_text(Span("\n".join(lines)))])
    items = [{"type": "rich_text_section", "elements": [_said(_step(one))]} for one in block.steps]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "ordered", "elements": items}]}


def _table(block: Table) -> Iterator[Json]:
    if block.caption:
        yield _rich([_text(Span(block.caption, emphasis=True))])
    cells = [[_cell(cell) for cell in row] for row in (block.header, *block.rows)]
    columns = [{"align": "right" if n in block.numeric else "left"} for n in range(len(block.header))]
    yield {"type": "table", "rows": cells, "column_settings": columns}


def _header(words: str) -> Json:
    return {"type": "header", "text": {"type": "plain_text", "text": words if words.strip() else "…", "emoji": False}}


def _rich(elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _text(span: Span) -> Json:
    style = {"bold": span.strong, "italic": span.emphasis, "code": span.code}
    chosen = {name: True for name, on in style.items() if on}
    marked: Json = {"style": chosen} if chosen else {}
    if span.href.startswith("https://"):
        return {"type": "link", "url": span.href, "text": span.text, **marked}
    return {"type": "text", "text": span.text, **marked}


def _step(step: Step) -> str:
    """What to do, and on a line of its own the question whether it went well."""
    return f"{step.text}\n{step.check}" if step.check else step.text


def _said(words: str) -> Json:
    return {"type": "text", "text": words or " "}


def _cell(words: str) -> Json:
    return {"type": "raw_text", "text": words or " "}


def _button(action: Action, number: int) -> Json:
    label = action.label or "…"
    label = label if len(label) <= MAX_LABEL else label[: cut_at(label, MAX_LABEL - 1, "chars", must=True)] + "…"
    button: Json = {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": f"{number}:{action.name}",
        "value": action.value or EMPTY,
    }
    return button | ({"style": STYLES[action.style]} if action.style in STYLES else {})


def _words(block: Block) -> str:
    match block:
        case Heading(words):
            return words
        case Text(spans):
            return "".join(span.text for span in spans)
        case Steps(steps, start):
            return "\n".join(f"{number}. {_step(step)}" for number, step in enumerate(steps, start))
        case Table(header, rows):
            return "\n".join("; ".join(row) for row in (header, *rows))
        case Actions() | Divider() | Image():
            return ""


def escaped(words: str) -> str:
    """Text that Slack reads as itself: no mention, no link, no channel can come of it."""
    short = words if len(words) <= MAX_TEXT else words[: MAX_TEXT - 1] + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def view(form: Form, place: Place) -> Json:
    """A modal."""
    kept = {"channel": place.channel, "thread": place.thread, "direct": place.kind == "direct", "value": form.value}
    intro = [_rich([_text(Span(form.intro))])] if form.intro else []
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": json.dumps(kept),
        "title": _plain(form.title, MAX_TITLE),
        "submit": _plain(form.submit, MAX_TITLE),
        "blocks": [*intro, *(_input(one) for one in form.fields)],
    }


def home(post: Post, place: Place, t: Translator) -> Json:
    """The app's own page for one person. Slack shows no tables there, so they are text."""
    shown = fallback.adapt(post, PAGE, t).items
    blocks = [
        block
        for one in shown
        if isinstance(one, Post)
        for piece in pieces(one.blocks)
        if not isinstance(piece, Image)
        for block in piece[0]
    ]
    return {
        "type": "home",
        "private_metadata": json.dumps({"channel": place.channel}),
        "blocks": blocks[:MAX_PAGE_BLOCKS],
    }


def _plain(words: str, limit: int) -> Json:
    return {"type": "plain_text", "text": words if len(words) <= limit else words[: limit - 1] + "…", "emoji": False}


def _input(field: Field) -> Json:
    made: Json = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, MAX_FIELD_LABEL),
        "optional": not field.required,
        "element": _element(field),
    }
    return made | ({"hint": _plain(field.hint, MAX_FIELD_LABEL)} if field.hint else {})


def _element(field: Field) -> Json:
    if field.kind == "date":
        return {"type": "datepicker", "action_id": "v"} | ({"initial_date": field.initial} if field.initial else {})
    if field.kind == "choice":
        options = {c.value: {"text": _plain(c.label, MAX_OPTION), "value": c.value or EMPTY} for c in field.choices}
        chosen: Mapping[str, Any] = {"initial_option": options[field.initial]} if field.initial in options else {}
        return {"type": "static_select", "action_id": "v", "options": list(options.values()), **chosen}
    element = {"type": "plain_text_input", "action_id": "v", "max_length": field.max_length}
    long: Json = {"multiline": True} if field.max_length > 300 else {}
    return element | long | ({"initial_value": field.initial} if field.initial else {})
