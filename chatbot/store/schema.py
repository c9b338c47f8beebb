"""The tables. Times are UTC, sums are integers (m, min, Wh, g), so that they are exact and equal on both engines."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """An aware time; SQLite keeps it without its zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[Any]:
    return Column("id", BigId, primary_key=True, autoincrement=True)


def _link(name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> Column[Any]:
    return Column(name, BigId, ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable)


def _place() -> list[Column[Any]]:
    return [
        Column("platform", String(40), nullable=False),
        Column("tenant", String(200), nullable=False),
        Column("channel", String(200), nullable=False),
        Column("thread", String(200), nullable=False),
        Column("place_kind", String(10), nullable=False),
    ]


conversation = Table(
    "conversation",
    metadata,
    _id(),
    *_place(),
    Column("actor_id", String(200), nullable=False),
    Column("state", Text),  # the open dialogue, JSON with a version; blanked 24 h after it was last touched
    Column("state_expires_at", UtcTime),
    UniqueConstraint("platform", "tenant", "channel", "thread", "actor_id"),
    Index("ix_conversation_actor", "platform", "tenant", "actor_id"),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("platform", String(40), nullable=False),
    Column("key", String(300), nullable=False),
    _link("conversation_id", "conversation"),
    Column("payload", Text),  # the event; blanked once it is handled
    Column("state", String(10), nullable=False),  # pending | done | failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("received_at", UtcTime, nullable=False),
    Column("handled_at", UtcTime),
    UniqueConstraint("platform", "key"),
    Index(
        "ix_inbox_pending",
        "conversation_id",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    sqlite_autoincrement=True,
)

# Said in the same words in the index and in the queries, or the index is not seen to fit.
UNSENT: ColumnElement[bool] = literal_column("state IN ('pending', 'sending')")
outbox = Table(
    "outbox",
    metadata,
    _id(),
    _link("event_id", "inbox", nullable=True, ondelete="SET NULL"),
    _link("conversation_id", "conversation", nullable=True, ondelete="SET NULL"),
    *_place(),
    Column("actor_id", String(200), nullable=False),
    Column("kind", String(20), nullable=False),  # answer | welcome | board | apology | echo | absence | …
    Column("body", Text),  # the item; blanked 24 h after it was sent
    Column("late", Text),  # what to send instead once the deadline has passed
    Column("state", String(10), nullable=False),  # pending | sending | sent | dead | dropped
    Column("due_at", UtcTime, nullable=False),
    Column("deadline_at", UtcTime),
    Column("owner", String(80)),
    Column("lease_until", UtcTime),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Column("ref", String(300)),
    Column("degraded", String(400)),
    Column("error", String(200)),
    Index("ix_outbox_feed", "platform", "channel", "id"),
    Index(
        "ix_outbox_due",
        "platform",
        "due_at",
        sqlite_where=UNSENT,
        postgresql_where=UNSENT,
    ),
    sqlite_autoincrement=True,
)

schedule_slot = Table(
    "schedule_slot",
    metadata,
    Column("schedule", String(100), primary_key=True),
    Column("period", String(40), primary_key=True),
    Column("created_at", UtcTime, nullable=False),
)

schedule = Table(  # places where boards are posted by themselves
    "schedule",
    metadata,
    _id(),
    *_place(),
    _link("federation_id", "federation"),
    Column("kind", String(10), nullable=False),  # week | month
    Column("weekday", Integer, nullable=False),  # 0 = Monday
    Column("hour", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("platform", "tenant", "channel", "thread"),
)

absence = Table(  # chats that the bot is shut out of
    "absence",
    metadata,
    Column("platform", String(40), primary_key=True),
    Column("tenant", String(200), primary_key=True),
    Column("channel", String(200), primary_key=True),
    Column("since", UtcTime, nullable=False),
)

campaign = Table(
    "campaign",
    metadata,
    _id(),
    *_place(),  # where it is told of
    _link("federation_id", "federation"),
    Column("name", String(100), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),  # its last day
    Column("goal_meetings", Integer),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_campaign_federation", "federation_id", "last"),
)

coach_place = Table(  # places where coaches want to hear how the packs are
    "coach_place",
    metadata,
    _id(),
    *_place(),
    Column("told", String(64)),  # what the place heard last, by a name of it; "" = all is well, NULL = nothing yet
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("platform", "tenant", "channel", "thread"),
)

federation = Table(
    "federation",
    metadata,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("goal_meetings", Integer),  # that all aim at together, in the days from …
    Column("goal_from", Date),
    Column("goal_until", Date),  # … to this one
)

organisation = Table(
    "organisation",
    metadata,
    _id(),
    _link("federation_id", "federation"),
    Column("name", String(200), nullable=False),
    Column("contact", Text),  # whom to turn to, as shown to participants
    UniqueConstraint("federation_id", "name"),
)

group = Table(
    "group",
    metadata,
    _id(),
    _link("organisation_id", "organisation"),
    Column("name", String(200), nullable=False),
    Column("municipality", String(100)),
    Column("fte", Float),  # årsarbetskrafter
    Column("members", Integer),
    Column("recurring_per_month", Float),  # the group's own regular meetings a month, travelled or not
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("organisation_id", "name"),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("language", String(10), nullable=False),
    Column("home", String(100)),  # municipality only
    Column("created_at", UtcTime, nullable=False),
    Column("welcomed_at", UtcTime),
)

identity = Table(
    "identity",
    metadata,
    Column("platform", String(40), primary_key=True),
    Column("tenant", String(200), primary_key=True),
    Column("user_id", String(200), primary_key=True),
    _link("person_id", "person"),
    Index("ix_identity_person_id", "person_id"),
)

membership = Table(
    "membership",
    metadata,
    Column("person_id", BigId, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", BigId, ForeignKey("group.id", ondelete="CASCADE"), primary_key=True),
    Column("chosen_at", UtcTime, nullable=False),  # the latest is the group that meetings are logged for
    Index("ix_membership_group_id", "group_id"),
)

role = Table(
    "role",
    metadata,
    Column("person_id", BigId, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(20), primary_key=True),  # coach | coordinator | operator
    Column("given_at", UtcTime, nullable=False),
)

SUMS = ("wh", "g", "minutes", "metres")
meeting = Table(
    "meeting",
    metadata,
    _id(),
    _link("group_id", "group"),
    _link("person_id", "person", nullable=True, ondelete="SET NULL"),
    Column("day", Date, nullable=False),
    Column("participants", Integer, nullable=False),
    Column("form", String(10), nullable=False),
    Column("platform", String(20)),
    Column("details", JSON, nullable=False),  # meetings.Meeting
    Column("calculation", JSON, nullable=False),  # meetings.Saving with its lines, so that old figures are reproducible
    Column("metres", BigInteger, nullable=False),
    Column("minutes", BigInteger, nullable=False),
    Column("wh", BigInteger, nullable=False),
    Column("g", BigInteger, nullable=False),
    Column("factor_set", String(60), nullable=False),
    Column("factor_version", String(40), nullable=False),
    Column("undone", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", UtcTime, nullable=False),
    # The boards read these two and never the rows, which are thirty times as wide: each holds all that a sum needs, and
    # by days or by groups whichever is less. Without WHERE, which SQLite would have to look up in the row.
    Index("ix_meeting_board", "day", "undone", "group_id", "factor_set", *SUMS),
    Index("ix_meeting_group", "group_id", "undone", "day", "factor_set", *SUMS),
    Index("ix_meeting_person", "person_id", "id"),
)

meeting_event = Table(
    "meeting_event",
    metadata,
    _id(),
    _link("meeting_id", "meeting"),
    _link("person_id", "person", nullable=True, ondelete="SET NULL"),
    Column("kind", String(12), nullable=False),  # logged | corrected | undone
    Column("at", UtcTime, nullable=False),
    Column("before", JSON),  # for a correction: the details and sums that were replaced
    Index("ix_meeting_event_meeting_id", "meeting_id"),
)

series = Table(  # meetings that come back, of which a person wants to be reminded
    "series",
    metadata,
    _id(),
    *_place(),
    _link("person_id", "person"),
    Column("actor_id", String(200), nullable=False),
    Column("weekday", Integer, nullable=False),  # 0 = Monday
    Column("draft", Text, nullable=False),  # meetings.Draft, without the words that gave it
    Column("created_at", UtcTime, nullable=False),
    Index("ix_series_person_id", "person_id"),
)

template = Table(  # meetings that a person keeps under a name, to be logged again
    "template",
    metadata,
    _id(),
    _link("person_id", "person"),
    Column("key", String(200), nullable=False),  # the name as it is compared
    Column("name", String(40), nullable=False),
    Column("draft", Text, nullable=False),  # meetings.Draft without its day and the words that gave it
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("person_id", "key"),
)

imported = Table(  # rows of imported files, so that importing one again adds nothing
    "imported",
    metadata,
    Column("key", String(64), primary_key=True),  # SHA-256 of group and row
    _link("meeting_id", "meeting"),
    Index("ix_imported_meeting_id", "meeting_id"),
)

lease = Table(  # work that one process at a time does
    "lease",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("until", UtcTime, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("topic", String(80), nullable=False),
    Column("platform", String(40), nullable=False),  # the meeting tool the answer was for, "" if none
    Column("outcome", String(10), nullable=False),  # asked | helped | not
    Column("day", Date, nullable=False),
    Column("library_hash", String(64), nullable=False),
)
