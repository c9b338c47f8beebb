"""Places where coaches want to hear how the packs are."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def big_id() -> sa.types.TypeEngine[int]:
    """Big on PostgreSQL; SQLite numbers its rows only by a plain INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "coach_place",
        sa.Column("id", big_id(), autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("place_kind", sa.String(length=10), nullable=False),
        sa.Column("told", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coach_place"),
        sa.UniqueConstraint(
            "platform", "tenant", "channel", "thread", name="uq_coach_place_platform_tenant_channel_thread"
        ),
    )
