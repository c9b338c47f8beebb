"""Rows of imported files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "imported",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_imported_meeting_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_imported"),
    )
    op.create_index("ix_imported_meeting_id", "imported", ["meeting_id"], unique=False)
