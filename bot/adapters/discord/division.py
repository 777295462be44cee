"""In which parts the connection to Discord is divided among processes, and how many of them each is to have."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.config import DiscordConfig
from bot.ports import token_id

__all__ = ["Division", "Part", "division_of", "shares"]

# Each part is a client of its own: more than this share it seldom, and one process may have to run all of them.
_MOST_PARTS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """What one process has to itself.

    Attributes:
        name: What it is called among the parts of its division.
        shards: The numbers of its shards; empty for as many as Discord recommends, all of them.
    """

    name: str
    shards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """How a connection is divided.

    Attributes:
        kind: How, in words. Who divides it otherwise may not be connected at the same time: each server would be on two shards.
        name: Those of the same name share the parts. It begins with that of the kind, and "-" behind it if there are several.
        parts: The parts.
    """

    kind: str
    name: str
    parts: tuple[Part, ...]


def division_of(settings: DiscordConfig) -> Division:
    """How the connection is divided, as config.toml says: not at all, into parts of equal size, or by hand."""
    count, shards = settings.shard_count, tuple(sorted(set(settings.shards)))
    if count is None:
        return Division("as Discord recommends", "whole", (Part("all"),))
    if shards:
        # Whoever has the same shards takes turns with us; a list may be long.
        name = f"{count}h-{token_id(*map(str, shards))}"
        return Division(f"in {count} shards, by hand", name, (Part("own", shards),))
    size = -(-count // _MOST_PARTS)
    numbers = [tuple(range(first, min(first + size, count))) for first in range(0, count, size)]
    return Division(f"in {count} shards", str(count), tuple(Part(f"{its[0]}-{its[-1]}", its) for its in numbers))


def shares(parts: Collection[str], holders: Mapping[str, str], members: Collection[str]) -> dict[str, int]:
    """How many parts each member is to have: as many as any other, or one more.

    All who know the same come to the same. Those who have most now keep the one more, so that as little as can be changes hands.

    Args:
        parts: Their names.
        holders: Who has each, of those that anybody has.
        members: Who would like to have some.
    """
    has = Counter(holders[part] for part in parts if part in holders)
    each, over = divmod(len(parts), max(1, len(members)))
    ranked = sorted(members, key=lambda member: (-has[member], member))
    return {member: each + (place < over) for place, member in enumerate(ranked)}
