"""What a message is on its platform: a row for each of its parts."""

from typing import Any

from sqlalchemy import Row

from bot.messages import MessageRef, Place

__all__ = ["ref_of", "ref_row"]


def ref_of(row: Row[Any]) -> MessageRef:
    """What a row of `refs` is on its platform."""
    channel, thread = (row.parent, row.channel) if row.parent else (row.channel, "")
    return MessageRef(Place(row.platform, row.workspace, channel, thread), row.id)


def ref_row(message: str, part: int, ref: MessageRef) -> dict[str, Any]:
    """A part of a message as a row of `refs`."""
    place = ref.place
    parent = place.channel if place.thread else ""
    row = {"platform": place.platform, "channel": place.home, "id": ref.id, "part": part}
    return row | {"message": message, "workspace": place.workspace, "parent": parent}
