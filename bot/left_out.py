"""What is not in a digest, by reason: the first few by name, the rest counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import Link
from bot.plain import plain
from bot.story_blocks import LONGEST_NAME
from digest import Skipped, SkipReason

__all__ = ["LONGEST_REASON", "LeftOut", "left_out"]

LONGEST_REASON = 400
"""The longest reason that is shown, which may repeat a name, in characters."""

# More than this of what was left out for one reason is counted, not named.
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was left out for one reason.

    Attributes:
        why: The reason, as the end of the sentence "left out: ...".
        named: The first few, and where they can be read.
        more: How many there are besides.
    """

    why: str
    named: tuple[Link, ...]
    more: int


def left_out(skipped: Sequence[Skipped]) -> tuple[LeftOut, ...]:
    """What is not shown, by reason; the reasons in the order they came up."""
    reasons: dict[str, dict[str, Link]] = {}
    for number, one in enumerate(skipped):
        # Of a story that there is no room for, one headline is enough.
        key = one.story if one.reason is SkipReason.NO_ROOM and one.story else str(number)
        link = Link(plain(one.what, LONGEST_NAME), one.url)
        reasons.setdefault(plain(one.why, LONGEST_REASON), {}).setdefault(key, link)
    return tuple(
        LeftOut(why, tuple(links.values())[:_MOST_NAMED], max(0, len(links) - _MOST_NAMED))
        for why, links in reasons.items()
    )
