"""Meetings that a person keeps under a name, to be logged again; they go with the person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from chatbot.store.conversations import insert
from chatbot.store.engine import Tx
from chatbot.store.schema import template


@dataclass(frozen=True, slots=True)
class Template:
    """A meeting as it may be told again (JSON), its name, and the name as it is compared."""

    id: int
    name: str
    key: str
    draft: Mapping[str, Any]


def put(tx: Tx, person_id: int, name: str, key: str, draft: Mapping[str, Any], now: datetime) -> None:
    """Keep the meeting under the name, in the place of one that has the same key."""
    told = {"name": name, "draft": json.dumps(draft), "created_at": now}
    tx.execute(
        insert(tx, template)
        .values(person_id=person_id, key=key, **told)
        .on_conflict_do_update(index_elements=["person_id", "key"], set_=told)
    )


def remove(tx: Tx, id: int, person_id: int) -> bool:
    """Keep it no longer; False if it is not the person's."""
    mine = template.delete().where(template.c.id == id, template.c.person_id == person_id)
    return tx.execute(mine.returning(template.c.id)).first() is not None


def of_person(tx: Tx, person_id: int) -> Sequence[Template]:
    """The person's templates by name."""
    mine = select(template).where(template.c.person_id == person_id).order_by(template.c.key)
    return [_template(row) for row in tx.execute(mine)]


def _template(row: Row[Any]) -> Template:
    return Template(row.id, row.name, row.key, json.loads(row.draft))
