"""The first schema: engine tables, organisations, people, meetings, feedback.

The tables are written out as they were at this revision; `schema.py` may go on, this file may not.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    from chatbot.store.schema import metadata

    metadata.create_all(op.get_bind())
