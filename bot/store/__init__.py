"""Where the bot keeps what it knows: articles and their words, sources, places, which message cites what, and what was due when."""

from bot.store.places import PlaceSource, StoredPlace
from bot.store.search import Scope
from bot.store.sources import Health, Outcome, StoredSource
from bot.store.store import DeliveryState, Store
from bot.store.upkeep import RETENTION, Pruned

__all__ = [
    "RETENTION",
    "DeliveryState",
    "Health",
    "Outcome",
    "PlaceSource",
    "Pruned",
    "Scope",
    "Store",
    "StoredPlace",
    "StoredSource",
]
