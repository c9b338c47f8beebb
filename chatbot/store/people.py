"""People: who they are on which platform, their language, group and roles."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update

from chatbot.messages import Actor, Place
from chatbot.store.absences import present
from chatbot.store.conversations import insert, place_of
from chatbot.store.engine import Tx
from chatbot.store.groups import Group, group_by_id
from chatbot.store.schema import conversation, identity, membership, person, role


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a handler sees them. `group` is the one that meetings are logged for."""

    id: int
    name: str
    language: str
    home: str
    group: Group | None
    roles: frozenset[str]
    welcomed: bool


def meet(tx: Tx, actor: Actor, language: str, now: datetime) -> Person:
    """The person behind an actor, made at their first event."""
    known = _find(tx, actor)
    return load(tx, known if known is not None else _make(tx, actor, language, now))


def _find(tx: Tx, actor: Actor) -> int | None:
    mine = select(identity.c.person_id).where(
        identity.c.platform == actor.platform, identity.c.tenant == actor.tenant, identity.c.user_id == actor.user_id
    )
    found: int | None = tx.execute(mine).scalar()
    return found


def _make(tx: Tx, actor: Actor, language: str, now: datetime) -> int:
    """Two events of a new person may race on PostgreSQL: the identity's key decides, the loser's row is taken back."""
    row = person.insert().values(name=actor.name[:200], language=language, created_at=now).returning(person.c.id)
    id = int(tx.execute(row).scalar_one())
    keys = {"platform": actor.platform, "tenant": actor.tenant, "user_id": actor.user_id, "person_id": id}
    made = insert(tx, identity).values(keys).on_conflict_do_nothing().returning(identity.c.person_id)
    if tx.execute(made).first():
        return id
    tx.execute(delete(person).where(person.c.id == id))
    found = _find(tx, actor)
    if found is None:
        raise LookupError("the identity that was in the way is gone")
    return found


def load(tx: Tx, id: int) -> Person:
    """A person by id."""
    row = tx.execute(select(person).where(person.c.id == id)).one()
    roles = tx.execute(select(role.c.role).where(role.c.person_id == id)).scalars()
    return Person(
        id, row.name, row.language, row.home or "", _group(tx, id), frozenset(roles), row.welcomed_at is not None
    )


def _group(tx: Tx, id: int) -> Group | None:
    latest = select(membership.c.group_id).where(membership.c.person_id == id).order_by(membership.c.chosen_at.desc())
    found = tx.execute(latest.limit(1)).scalar()
    return group_by_id(tx, int(found)) if found is not None else None


def choose_group(tx: Tx, id: int, group_id: int, now: datetime) -> None:
    """The person's meetings are logged for this group from now on."""
    keys = {"person_id": id, "group_id": group_id, "chosen_at": now}
    tx.execute(
        insert(tx, membership)
        .values(keys)
        .on_conflict_do_update(index_elements=["person_id", "group_id"], set_={"chosen_at": now})
    )


def set_home(tx: Tx, id: int, place: str | None) -> None:
    """Remember from which place, by its canonical name, the person usually sets out; None forgets it."""
    tx.execute(update(person).where(person.c.id == id).values(home=place))


def homes(tx: Tx, group_id: int, *, but: int) -> list[str]:
    """From where the people of a group set out, as far as they have said it, in the order they came; never who.

    `but` is left out. Whoever has chosen another group since is no longer of this one.
    """
    later = membership.alias()
    elsewhere = (later.c.person_id == membership.c.person_id) & (later.c.chosen_at > membership.c.chosen_at)
    known = (
        select(person.c.home)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.group_id == group_id, person.c.id != but, person.c.home.is_not(None))
        .where(~select(later.c.person_id).where(elsewhere).exists())
        .order_by(person.c.id)
    )
    return [str(home) for home in tx.execute(known).scalars()]


def welcomed(tx: Tx, id: int, now: datetime) -> None:
    """The welcome has been given."""
    tx.execute(update(person).where(person.c.id == id).values(welcomed_at=now))


def give_role(tx: Tx, id: int, name: str, now: datetime) -> None:
    """Give a role; having it already changes nothing."""
    tx.execute(insert(tx, role).values(person_id=id, role=name, given_at=now).on_conflict_do_nothing())


def take_role(tx: Tx, id: int, name: str) -> None:
    """Take a role back."""
    tx.execute(delete(role).where(role.c.person_id == id, role.c.role == name))


def everyone(tx: Tx) -> list[tuple[Person, str]]:
    """All people with the platforms they use."""
    joined = (
        select(person.c.id, func.min(identity.c.platform).label("platform"))
        .join(identity, identity.c.person_id == person.c.id)
        .group_by(person.c.id)
        .order_by(person.c.id)
    )
    return [(load(tx, row.id), row.platform) for row in tx.execute(joined)]


def coordinators(tx: Tx, federation_id: int) -> list[Person]:
    """Who coordinates a federation: those of that role whose group is in it."""
    ids = tx.execute(select(role.c.person_id).where(role.c.role == "coordinator").order_by(role.c.person_id)).scalars()
    found = [load(tx, int(id)) for id in ids]
    return [one for one in found if one.group is not None and one.group.federation_id == federation_id]


def own_chat(tx: Tx, id: int, platform: str) -> tuple[Place, str] | None:
    """Where a person can be told something: their newest chat with the bot, on this platform if there is one there.

    Gives the place and who they are in it; None for one who has none, or has shut the bot out of it.
    """
    same = [identity.c[name] == conversation.c[name] for name in ("platform", "tenant")]
    mine = (
        select(conversation)
        .join(identity, and_(*same, identity.c.user_id == conversation.c.actor_id))
        .where(identity.c.person_id == id, conversation.c.place_kind == "direct", present(conversation))
        .order_by((conversation.c.platform == platform).desc(), conversation.c.id.desc())
    )
    row = tx.execute(mine.limit(1)).first()
    return (place_of(row), row.actor_id) if row else None


def exists(tx: Tx, id: int) -> bool:
    """True if there is a person of that number."""
    return tx.execute(select(person.c.id).where(person.c.id == id)).first() is not None
