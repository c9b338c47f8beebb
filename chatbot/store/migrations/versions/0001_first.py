"""The first schema: engine tables, organisations, people, meetings, feedback.

Written out as it was at this revision: `schema.py` goes on, a revision does not. A test compares the two.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def big_id() -> sa.types.TypeEngine[int]:
    """Big on PostgreSQL; SQLite numbers its rows only by a plain INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    _conversation()
    _federation()
    _feedback()
    _person()
    _schedule_slot()
    _identity()
    _inbox()
    _organisation()
    _role()
    _group()
    _outbox()
    _meeting()
    _membership()
    _meeting_event()


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("place_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("state_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint(
            "platform",
            "tenant",
            "channel",
            "thread",
            "actor_id",
            name="uq_conversation_platform_tenant_channel_thread_actor_id",
        ),
    )


def _federation() -> None:
    op.create_table(
        "federation",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_federation"),
        sa.UniqueConstraint("name", name="uq_federation_name"),
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("library_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("home", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )


def _schedule_slot() -> None:
    op.create_table(
        "schedule_slot",
        sa.Column("schedule", sa.String(length=100), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("schedule", "period", name="pk_schedule_slot"),
    )


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.String(length=200), nullable=False),
        sa.Column("person_id", big_id(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_identity_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "tenant", "user_id", name="pk_identity"),
    )
    op.create_index("ix_identity_person_id", "identity", ["person_id"], unique=False)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("conversation_id", big_id(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_inbox_conversation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("platform", "key", name="uq_inbox_platform_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["conversation_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("federation_id", big_id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["federation.id"], name="fk_organisation_federation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("federation_id", "name", name="uq_organisation_federation_id_name"),
    )


def _role() -> None:
    op.create_table(
        "role",
        sa.Column("person_id", big_id(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "role", name="pk_role"),
    )


def _group() -> None:
    op.create_table(
        "group",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("organisation_id", big_id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("municipality", sa.String(length=100), nullable=True),
        sa.Column("fte", sa.Float(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("recurring_per_month", sa.Float(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_group_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_group"),
        sa.UniqueConstraint("organisation_id", "name", name="uq_group_organisation_id_name"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("event_id", big_id(), nullable=True),
        sa.Column("conversation_id", big_id(), nullable=True),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("place_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("late", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ref", sa.String(length=300), nullable=True),
        sa.Column("degraded", sa.String(length=400), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_outbox_conversation_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["inbox.id"], name="fk_outbox_event_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["platform", "due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index("ix_outbox_feed", "outbox", ["platform", "channel", "id"], unique=False)


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("group_id", big_id(), nullable=False),
        sa.Column("person_id", big_id(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("calculation", sa.JSON(), nullable=False),
        sa.Column("metres", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("wh", sa.BigInteger(), nullable=False),
        sa.Column("g", sa.BigInteger(), nullable=False),
        sa.Column("factor_set", sa.String(length=60), nullable=False),
        sa.Column("factor_version", sa.String(length=40), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_meeting_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_meeting_person_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index(
        "ix_meeting_board",
        "meeting",
        ["day", "group_id", "factor_set", "wh", "g", "minutes", "metres"],
        unique=False,
        sqlite_where=sa.text("NOT undone"),
        postgresql_where=sa.text("NOT undone"),
    )
    op.create_index(
        "ix_meeting_group",
        "meeting",
        ["group_id", "day", "factor_set", "wh", "g", "minutes", "metres"],
        unique=False,
        sqlite_where=sa.text("NOT undone"),
        postgresql_where=sa.text("NOT undone"),
    )
    op.create_index("ix_meeting_person", "meeting", ["person_id", "id"], unique=False)


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("person_id", big_id(), nullable=False),
        sa.Column("group_id", big_id(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name="fk_membership_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "group_id", name="pk_membership"),
    )
    op.create_index("ix_membership_group_id", "membership", ["group_id"], unique=False)


def _meeting_event() -> None:
    op.create_table(
        "meeting_event",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("meeting_id", big_id(), nullable=False),
        sa.Column("person_id", big_id(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_event_meeting_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_meeting_event_person_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_event"),
    )
    op.create_index("ix_meeting_event_meeting_id", "meeting_event", ["meeting_id"], unique=False)
