"""Where the bot keeps what it knows: articles, which message cites which of them, and what was due when."""

from bot.store.store import DeliveryState, Store

__all__ = ["DeliveryState", "Store"]
