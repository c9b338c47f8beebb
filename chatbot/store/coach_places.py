"""Places where coaches want to hear how the packs are, and what each has been told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from chatbot.messages import Place
from chatbot.store.absences import present
from chatbot.store.conversations import insert, place_columns, place_of
from chatbot.store.engine import Tx
from chatbot.store.schema import coach_place


def put(tx: Tx, place: Place, now: datetime) -> None:
    """The place hears from now on; doing so already changes nothing."""
    tx.execute(insert(tx, coach_place).values(**place_columns(place), created_at=now).on_conflict_do_nothing())


def remove(tx: Tx, place: Place) -> bool:
    """The place hears no more; False if it did not."""
    return tx.execute(coach_place.delete().where(*_at(place)).returning(coach_place.c.id)).first() is not None


def hears(tx: Tx, place: Place) -> bool:
    """Whether the place hears."""
    return tx.execute(select(coach_place.c.id).where(*_at(place))).first() is not None


def tell(tx: Tx, state: str, *, anew: bool) -> Sequence[tuple[Place, str | None]]:
    """The places to which this state is news, now noted as told, each with the state it was told before (None: none).

    Only those where the bot may write.
    With `anew` all that were told another state; without it only those that have been told none: a process whose own
    view has not changed does not take back what another has told.
    """
    news = coach_place.c.told.is_(None)
    wanted = select(coach_place).where((news | (coach_place.c.told != state)) if anew else news)
    rows = tx.execute(wanted.where(present(coach_place)).order_by(coach_place.c.id).with_for_update()).all()
    for row in rows:
        tx.execute(update(coach_place).where(coach_place.c.id == row.id).values(told=state))
    return [(place_of(row), row.told) for row in rows]


def _at(place: Place) -> list[Any]:
    return [coach_place.c[name] == value for name, value in place_columns(place).items() if name != "place_kind"]
