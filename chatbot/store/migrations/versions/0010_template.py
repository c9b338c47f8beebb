"""Meetings that a person keeps under a name, to be logged again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def big_id() -> sa.types.TypeEngine[int]:
    """Big on PostgreSQL; SQLite numbers its rows only by a plain INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "template",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", big_id(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_template_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
        sa.UniqueConstraint("person_id", "key", name="uq_template_person_id_key"),
    )
