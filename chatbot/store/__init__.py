"""The only room that knows SQL. Every function takes a transaction (`Tx`) first; `Store.run` gives one."""

from chatbot.store.engine import Store, StoreError, Tx, open_reader, open_store
from chatbot.store.migrate import migrate

__all__ = ["Store", "StoreError", "Tx", "migrate", "open_reader", "open_store"]
