"""A session's conversation as it stands: the outbox items folded into what is to be seen. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chatbot.messages import Delete, Echo, Edit, Home, OpenForm, Post, React, Upload
from chatbot.ports import Outgoing

Shown = Post | Echo | OpenForm | Upload


@dataclass(frozen=True, slots=True)
class Entry:
    """One message to show. `ref` names it for edits and buttons; `media` is the outbox id that holds its pictures."""

    ref: str
    media: int
    item: Shown
    at: datetime | None = None
    edited: bool = False
    open: bool = True  # for a form: nothing has been said after it


@dataclass(frozen=True, slots=True)
class Gone:
    """A message that was deleted."""

    ref: str


def entry_of(outgoing: Outgoing) -> Entry | Gone | None:
    """What one item changes on the page; None for what the web shows nothing of."""
    match outgoing.item:
        case Edit(ref, post):
            return Entry(ref.id, outgoing.id, post, outgoing.created_at, edited=True)
        case Delete(ref):
            return Gone(ref.id)
        case React() | Home():
            return None
        case shown:
            return Entry(str(outgoing.id), outgoing.id, shown, outgoing.created_at)


def fold(items: Sequence[Outgoing]) -> Sequence[Entry]:
    """The conversation, oldest first: edits in the place of what they edit, deleted messages left out."""
    shown: dict[str, Entry] = {}
    for outgoing in items:
        match entry_of(outgoing):
            case Entry() as entry:
                before = shown.get(entry.ref)
                shown[entry.ref] = replace(entry, at=before.at) if before else entry
            case Gone(ref):
                shown.pop(ref, None)
            case None:
                continue
    return _with_open_forms(list(shown.values()))


def _with_open_forms(entries: Sequence[Entry]) -> Sequence[Entry]:
    last = len(entries) - 1
    return [replace(e, open=i == last) if isinstance(e.item, OpenForm) else e for i, e in enumerate(entries)]


def latest(entries: Sequence[Entry]) -> str:
    """The `ref` to read from: what the person said last, with its answers below; "" when nothing is shown."""
    said = [entry.ref for entry in entries if isinstance(entry.item, Echo)]
    return said[-1] if said else entries[-1].ref if entries else ""
