"""How the tables came to be what they are, step by step: found and run by alembic (`bot.store.schema`)."""
