"""Alembic's environment: runs the revisions on the connection that `migrate` hands over, inside its transaction."""

from alembic import context

from chatbot.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=False)
context.run_migrations()
