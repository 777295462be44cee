"""What became of the digests that come by themselves, in words for their readers. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

from bot.commands import command_named
from bot.service.hours import days_typed, hours_words, moment_words
from bot.service.places import Settings
from bot.service.receipts import Receipt, read_receipt
from bot.store import Delivery, DeliveryState
from bot.subscriptions import Subscription, next_due
from bot.typed import write_command
from digest import Length

__all__ = [
    "anew_words",
    "ended_words",
    "next_words",
    "nothing_new",
    "outcome_words",
    "schedule_options",
    "tries_words",
    "trouble_words",
]

_DOUBTFUL = "may be there or not"
_OLDER = "older than it covers, or the same again"
_MOMENT = timedelta(minutes=1)


def outcome_words(delivery: Delivery, now: datetime, posts: int = 0) -> str:
    """What became of a delivery, as a line behind the hour at which it was due.

    Args:
        delivery: Which.
        now: A local time; others are told in its zone.
        posts: In how many posts it is there.
    """
    match delivery.state:
        case DeliveryState.POSTED:
            return _posted_words(delivery, now, posts)
        case DeliveryState.EMPTY:
            return nothing_new(read_receipt(delivery.receipt)) if delivery.receipt else "nothing new"
        case DeliveryState.MISSED:
            return f"missed: {_why(delivery)}"
        case DeliveryState.FAILED:
            return f"not posted: {_why(delivery)}"
        case DeliveryState.UNKNOWN:
            why = _why(delivery).removeprefix(f"it {_DOUBTFUL}").lstrip(":, ").removeprefix("and ")
            return f"{_DOUBTFUL}: {why}"
        case DeliveryState.PREPARING | DeliveryState.READY | DeliveryState.SENDING:
            return _open_words(delivery, now)
        case _:
            assert_never(delivery.state)


def _posted_words(delivery: Delivery, now: datetime, posts: int) -> str:
    count = f" ({posts} message{'' if posts == 1 else 's'})" if posts else ""
    at = delivery.settled_at.astimezone(now.tzinfo) if delivery.settled_at else None
    day = f"{at:%a} " if at and at.date() != delivery.due.at.astimezone(now.tzinfo).date() else ""
    when = f" {day}{at:%H:%M:%S}" if at else ""
    if delivery.problem:
        return f"posted in part{when}{count}; the rest could not be: {_why(delivery)}"
    return f"posted{when}{count}"


def _open_words(delivery: Delivery, now: datetime) -> str:
    """How far one has come that is not settled."""
    if delivery.due.at > now:
        is_made = delivery.state is DeliveryState.READY
        return "made, and posted at its hour" if is_made else "being made, to be posted at its hour"
    if delivery.problem and delivery.look_at and delivery.look_at > now:
        at = f"at {delivery.look_at.astimezone(now.tzinfo):%H:%M}"
        when = at if delivery.look_at - now >= _MOMENT else "in a moment"
        what = "looked up" if delivery.state is DeliveryState.SENDING else "tried again"
        return f"{what} {when}: {_why(delivery)}"
    return "being made" if delivery.state is DeliveryState.PREPARING else "being posted"


def _why(delivery: Delivery) -> str:
    return delivery.problem.rstrip(".")


def nothing_new(receipt: Receipt) -> str:
    """That there was nothing new, with how much was read, and why most of it is not news."""
    count = len(receipt.left_out) + receipt.more
    if not count:
        return "nothing new (the sources had nothing since the one before)"
    reasons = Counter(one.why for one in receipt.left_out)
    reasons[_OLDER] += receipt.more
    why, most = reasons.most_common(1)[0]
    articles = "1 article read" if count == 1 else f"{count} articles read"
    return f"nothing new ({articles}, {'' if most == count else f'{most} of them '}{why})"


def tries_words(delivery: Delivery) -> str:
    """How many tries it took: "at the first try", "after 3 tries"."""
    return "at the first try" if delivery.attempts <= 1 else f"after {delivery.attempts} tries"


def trouble_words(deliveries: Iterable[Delivery]) -> str:
    """How many of some deliveries did not come, or may not have: "2 missed, 1 uncertain"; empty if all is well."""
    names = {DeliveryState.MISSED: "missed", DeliveryState.FAILED: "not posted", DeliveryState.UNKNOWN: "uncertain"}
    counts = Counter(one.state for one in deliveries)
    return ", ".join(f"{counts[state]} {name}" for state, name in names.items() if counts[state])


def next_words(settings: Settings, now: datetime) -> str:
    """When the next digest comes by itself to a place, or why none does; `now` is aware."""
    subscription = settings.subscription
    due = next_due(subscription, now) if subscription else None
    if settings.problem:
        return f"{ended_words(settings)} {anew_words(settings)}"
    if not subscription or not due:
        return "No digest comes by itself here."
    if settings.is_paused:
        return "Digests by themselves are paused; /schedule resume goes on."
    return f"The next one comes: {moment_words(due.at.astimezone(settings.hours))} ({subscription.zone})."


def ended_words(settings: Settings) -> str:
    """That a digest came to its end, when and why."""
    at = moment_words(settings.ended_at.astimezone(settings.hours)) if settings.ended_at else ""
    nothing = f"Since {at} nothing" if at else "Nothing"
    return f"{nothing} comes by itself here any more: {settings.problem}."


def anew_words(settings: Settings) -> str:
    """The way out where one came to its end."""
    options = schedule_options(settings.ended) if settings.ended else {"times": "07:00"}
    command = command_named("schedule set")
    typed = write_command(command, options) if command else ""
    return f"Once that is mended, {typed} lets it come again."


def schedule_options(subscription: Subscription) -> dict[str, str]:
    """The options of /schedule set that let a digest come as it did; those that stay by themselves are left out."""
    options = {"times": hours_words(subscription.slots)}
    options |= {} if days_typed(subscription.days) == "daily" else {"days": days_typed(subscription.days)}
    return options | ({} if subscription.length == Length.BRIEF else {"length": subscription.length})
