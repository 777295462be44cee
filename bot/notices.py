"""What the owner of a subscription is told when it can't be posted any more. Pure."""

from hashlib import sha256

from bot.messages import Heading, Message, Note, Paragraph, Place
from bot.store import Notice, StoredSubscription
from bot.written import write_message

__all__ = ["AGAIN", "BACK", "ELSEWHERE", "owner_notice"]

_ID_LENGTH = 16
AGAIN = (
    "Once that is mended, /schedule set 07:00, typed there, lets it come again; /schedule show there tells what held."
)
"""The way out where something may be mended."""
ELSEWHERE = "/setup lets one come to another channel."
"""The way out where a place is there no longer."""
BACK = f"If I am taken in there again within 30 days, it goes on by itself. {ELSEWHERE}"
"""The way out where the bot was removed."""


def owner_notice(subscription: StoredSubscription, problem: str, called: str, way: str = AGAIN) -> Notice | None:
    """What its owner is told in their direct messages; None if nobody is known, or it is they who can't be reached.

    Args:
        subscription: The one that came to its end.
        problem: Why, in words.
        called: What people call its place.
        way: The way out, in sentences.
    """
    place = subscription.place
    if subscription.is_configured or not subscription.created_by or place.person:
        return None
    home = Place.of_person(place.platform, place.workspace, subscription.created_by)
    # The same however often it is tried, and another one when it ends for the second time.
    told = f"{subscription.id}\n{subscription.since.isoformat()}\n{subscription.created_at}"
    id_ = sha256(told.encode()).hexdigest()[:_ID_LENGTH]
    # Where only its id is known of a channel, this tells more.
    hours, zone = ", ".join(subscription.settings.get("slots", ())), subscription.settings.get("zone", "")
    came = f" at {hours} ({zone})" if hours else ""
    message = Message(
        (
            Heading("A digest can’t be posted any more", level=1),
            Paragraph(f"The digest that you let come to {called}{came} can’t be posted there: {problem}."),
            Note(f"Nothing comes there by itself any more. {way}"),
        ),
        id=id_,
    )
    return Notice(home, id_, write_message(message))
