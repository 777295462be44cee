"""Where the bot keeps what it knows: articles and their words, sources, places, which message cites what, and what was due when."""

from bot.store.articles import Given
from bot.store.barred import Takedown, TakedownKind
from bot.store.database import Database
from bot.store.delivery import NOTICE, Delivery, DeliveryState, Edition, Notice, Outlook, Posted
from bot.store.follows import Follow, FollowKind
from bot.store.leases import Lease, Leases
from bot.store.places import PlaceSource, StoredPlace
from bot.store.planning import GRACE, UNREADABLE
from bot.store.processes import Process, Seen
from bot.store.readings import Known
from bot.store.scope import Scope
from bot.store.sources import UNDATED, Health, Outcome, StoredSource
from bot.store.store import Store
from bot.store.subscriptions import StoredSubscription
from bot.store.takedowns import TakenDown
from bot.store.upkeep import RETENTION, Pruned

__all__ = [
    "GRACE",
    "NOTICE",
    "RETENTION",
    "UNDATED",
    "UNREADABLE",
    "Database",
    "Delivery",
    "DeliveryState",
    "Edition",
    "Follow",
    "FollowKind",
    "Given",
    "Health",
    "Known",
    "Lease",
    "Leases",
    "Notice",
    "Outcome",
    "Outlook",
    "PlaceSource",
    "Posted",
    "Process",
    "Pruned",
    "Scope",
    "Seen",
    "Store",
    "StoredPlace",
    "StoredSource",
    "StoredSubscription",
    "Takedown",
    "TakedownKind",
    "TakenDown",
]
