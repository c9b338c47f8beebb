"""The revisions and the tables in code must be the same, on both engines."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from chatbot.store import Store, Tx
from chatbot.store.schema import metadata


def test_the_revisions_lead_to_the_tables_in_code(store: Store) -> None:
    """After all revisions a comparison with schema.py finds no difference."""

    def differences(tx: Tx) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), metadata))

    assert store.call(differences) == []


def test_the_board_has_its_two_covering_partial_indexes(store: Store) -> None:
    """They carry the boards: without them ten million meetings take seconds."""

    def indexes(tx: Tx) -> dict[str, object]:
        found = inspect(tx).get_indexes("meeting")
        return {str(index["name"]): index["dialect_options"] for index in found}

    found = store.call(indexes)
    for name in ("ix_meeting_board", "ix_meeting_group"):
        assert f"{store.dialect}_where" in str(found[name])
