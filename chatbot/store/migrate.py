"""Brings a database to the schema of this release, on both engines with the same revisions."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from chatbot.errors import N_, ResfriError

if TYPE_CHECKING:
    from alembic.config import Config

    from chatbot.store.engine import Store

HEAD = "0010"
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
MIGRATION_LOCK = 732_001  # one upgrade at a time on PostgreSQL; any fixed number does


def revision(tx: Connection) -> str | None:
    """The schema's revision, None for an empty database."""
    if not inspect(tx).has_table("alembic_version"):
        return None
    found: str | None = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def migrate(store: "Store") -> bool:
    """Upgrade to this release's schema; True if anything was done. Raises `ResfriError` on a newer schema."""
    current = store.call(revision)
    if current == HEAD:
        return False
    if current is not None and current not in KNOWN:
        raise ResfriError(
            N_(
                "Databasen kommer från en nyare version av Resfri. "
                "Uppgradera Resfri, eller återställ en äldre säkerhetskopia."
            )
        )
    store.call(_upgrade)
    return True


def _upgrade(tx: Connection) -> None:
    from alembic import command  # costs 0.2 s, and an up to date database never needs it

    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    command.upgrade(_config(tx), "head")


def _config(tx: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = tx
    return config
