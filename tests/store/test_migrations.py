"""The revisions and the tables in code must be the same, on both engines."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from chatbot.store import Store, Tx
from chatbot.store.schema import metadata


def test_the_revisions_lead_to_the_tables_in_code(store: Store) -> None:
    """After all revisions a comparison with schema.py finds no difference."""

    def differences(tx: Tx) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), metadata))

    assert store.call(differences) == []
