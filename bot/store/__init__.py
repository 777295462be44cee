"""Where the bot keeps what it knows: articles and their words, sources, places, which message cites what, and what was due when."""

from bot.store.articles import Given
from bot.store.barred import Takedown, TakedownKind
from bot.store.deliveries import DeliveryState
from bot.store.follows import Follow, FollowKind
from bot.store.places import PlaceSource, StoredPlace
from bot.store.readings import Known
from bot.store.scope import Scope
from bot.store.sources import UNDATED, Health, Outcome, StoredSource
from bot.store.store import Store
from bot.store.subscriptions import StoredSubscription
from bot.store.takedowns import TakenDown
from bot.store.upkeep import RETENTION, Pruned

__all__ = [
    "RETENTION",
    "UNDATED",
    "DeliveryState",
    "Follow",
    "FollowKind",
    "Given",
    "Health",
    "Known",
    "Outcome",
    "PlaceSource",
    "Pruned",
    "Scope",
    "Store",
    "StoredPlace",
    "StoredSource",
    "StoredSubscription",
    "Takedown",
    "TakedownKind",
    "TakenDown",
]
