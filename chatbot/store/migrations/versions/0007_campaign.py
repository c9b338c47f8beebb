"""A federation's common goal, and campaigns."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def big_id() -> sa.types.TypeEngine[int]:
    """Big on PostgreSQL; SQLite numbers its rows only by a plain INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the columns and the table."""
    op.add_column("federation", sa.Column("goal_meetings", sa.Integer(), nullable=True))
    op.add_column("federation", sa.Column("goal_from", sa.Date(), nullable=True))
    op.add_column("federation", sa.Column("goal_until", sa.Date(), nullable=True))
    op.create_table(
        "campaign",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("place_kind", sa.String(length=10), nullable=False),
        sa.Column("federation_id", big_id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("goal_meetings", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["federation.id"], name="fk_campaign_federation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
    )
    op.create_index("ix_campaign_federation", "campaign", ["federation_id", "last"])
