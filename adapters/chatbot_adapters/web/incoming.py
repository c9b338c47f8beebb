"""From a request's fields to an event. Pure: fields and session in, event out."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from chatbot.messages import Event, Form, MessageRef
from chatbot.ports import Outgoing
from chatbot_adapters.web.session import Session

MAX_TEXT = 10_000  # characters
MAX_FILE = 5_000_000  # bytes
MAX_NAME = 255  # characters of a file's name
MAX_ID = 2**53  # no outbox reaches it, and every database can hold it
FIELD_PREFIX = "f-"  # a form's own fields, kept apart from ours
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
NEWLINE = re.compile(r"\r\n?")
Fields = Mapping[str, str]


def clean(text: str) -> str:
    """NFC, newlines as one character, and no control characters or broken halves, which databases refuse."""
    whole = NEWLINE.sub("\n", text.encode("utf-8", "replace").decode("utf-8"))
    kept = "".join(c for c in whole if c in "\n\t" or unicodedata.category(c) != "Cc")
    return unicodedata.normalize("NFC", kept)


def number(text: str) -> int:
    """An outbox id as a browser sends it; 0 for anything else."""
    return min(int(text), MAX_ID) if text.isascii() and text.isdigit() and len(text) <= 19 else 0


def key_of(fields: Fields, fresh: str) -> str:
    """The form's idempotency key; `fresh` when it carries none that we could have made."""
    key = fields.get("key", "")
    return key if KEY.fullmatch(key) else fresh


def message_event(fields: Fields, session: Session, at: datetime, fresh: str) -> Event:
    """Something the person wrote. Commands too: the core reads them itself."""
    key = f"{session.channel}:{key_of(fields, fresh)}"
    return Event(key, "message", session.actor, session.place, at, text=clean(fields.get("text", "")).strip())


def action_event(fields: Fields, session: Session, at: datetime, fresh: str) -> Event:
    """A button that was pressed; `source` is the message it stands in."""
    source = number(fields.get("source", ""))
    return Event(
        key=f"{session.channel}:{key_of(fields, fresh)}",
        kind="action",
        actor=session.actor,
        place=session.place,
        at=at,
        text=clean(fields.get("label", ""))[:200],
        name=clean(fields.get("name", ""))[:100],
        value=clean(fields.get("value", ""))[:2000],
        source=MessageRef(session.place, str(source)) if source else None,
    )


def file_event(fields: Fields, name: str, data: bytes, session: Session, at: datetime, fresh: str) -> Event:
    """A file that was handed in."""
    key = f"{session.channel}:{key_of(fields, fresh)}"
    return Event(key, "file", session.actor, session.place, at, name=clean(name)[:MAX_NAME], data=data)


def form_values(fields: Fields, form: Form) -> dict[str, str]:
    """What was typed, for the fields that the form has and no others."""
    return {field.name: clean(fields.get(FIELD_PREFIX + field.name, "")).strip() for field in form.fields}


def form_event(form: Form, shown: Outgoing, values: Fields, session: Session, at: datetime) -> Event:
    """A form that was sent in. The key is the opened form's: it counts once, however often it is sent."""
    return Event(
        key=f"{session.channel}:form-{shown.id}",
        kind="form",
        actor=session.actor,
        place=session.place,
        at=at,
        name=form.name,
        value=form.value,
        values=dict(values),
        source=MessageRef(session.place, str(shown.id)),
    )
