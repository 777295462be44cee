"""The channels of Slack: what they are called, who can see them, and whether the bot can post in them."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.failures import UNANSWERED
from bot.adapters.slack.people import People
from bot.adapters.slack.workspaces import Workspace
from bot.messages import Place
from bot.ports import by_id

__all__ = ["PLATFORM", "Channels", "place_of"]

PLATFORM = "slack"

_MOST_NAMES = 20_000
_KNOWN_S = 60.0
# Nobody waits longer to be told whether a channel is theirs to see.
_PATIENCE_S = 10.0
# Of the channels somebody is in, so many at once, and so often (https://docs.slack.dev/reference/methods/users.conversations).
_AT_ONCE, _MOST_PAGES = 200, 5
# What Slack calls all channels alike that are not public, where it tells names at all.
_NO_NAMES = frozenset({"", "directmessage", "privategroup"})


def place_of(workspace: str, channel: str, person: str, thread: str = "") -> Place:
    """Where something is: in a channel, or in a person's direct messages with the bot (https://docs.slack.dev/reference/objects/conversation-object)."""
    if not channel.startswith(("C", "G")):
        return Place(PLATFORM, workspace, Place.of_person(PLATFORM, workspace, person).channel, thread)
    return Place(PLATFORM, workspace, channel, thread)


@dataclass(frozen=True, slots=True)
class _Channel:
    """What Slack tells of one."""

    name: str
    is_private: bool
    is_member: bool
    is_archived: bool


class Channels:
    """Knows channels, as far as Slack tells: for that the app needs channels:read and groups:read."""

    def __init__(self, people: People, elapsed: Callable[[], float] = time.monotonic) -> None:
        """Take who knows people, and what tells how much time passed, in seconds."""
        self._people = people
        self._elapsed = elapsed
        self._names: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._known: dict[tuple[str, str], tuple[float, _Channel]] = {}

    def heard(self, workspace: str, channel: str, name: str) -> None:
        """Take note of what a channel is called."""
        if name in _NO_NAMES or channel.startswith("D"):
            return
        self._names[workspace, channel] = name
        self._names.move_to_end((workspace, channel))
        if len(self._names) > _MOST_NAMES:
            self._names.popitem(last=False)

    def called(self, place: Place, role: str = "") -> str:
        """See `bot.ports.Adapter.called`."""
        name = self._names.get((place.workspace, place.channel))
        return by_id(place, role) if role or name is None else f"#{name}"

    async def learn(self, workspace: Workspace, place: Place) -> str:
        """What people call a place, asked of Slack if it is not known."""
        if (workspace.id, place.channel) not in self._names:
            await self._look(workspace, place.channel)
        return self.called(place)

    async def obstacle(self, workspace: Workspace, place: Place) -> str:
        """See `bot.ports.Adapter.obstacle`; empty where Slack does not tell."""
        if place.person:
            return ""
        # Whoever reads that the bot is not there invites it, and looks again.
        self.forget(workspace.id, place.channel)
        channel = await self._look(workspace, place.channel)
        if channel is None:
            return ""
        if channel.is_archived:
            return f"#{channel.name} is archived; unarchive it, or choose another channel."
        if not channel.is_member:
            return f"I am not in #{channel.name}; type /invite @{workspace.user_name} there."
        return ""

    async def can_see(self, workspace: Workspace, person: str, channel: str) -> bool:
        """Whether somebody can see a channel; not if Slack does not tell."""
        known = await self._look(workspace, channel)
        if known is None:
            return False
        if not known.is_private and not await self._people.is_guest(workspace, person):
            return True
        return channel in {place.channel for place in await self.of_person(workspace, person)}

    async def of_person(self, workspace: Workspace, person: str) -> Sequence[Place]:
        """The channels that somebody is in, of those that the bot can see; none if Slack does not tell."""
        found: list[Place] = []
        with suppress(*UNANSWERED):
            async with asyncio.timeout(_PATIENCE_S):
                async for channel in _channels_of(workspace, person):
                    self.heard(workspace.id, channel["id"], channel.get("name", ""))
                    found.append(Place(PLATFORM, workspace.id, channel["id"]))
        return found

    async def _look(self, workspace: Workspace, id_: str) -> _Channel | None:
        key, now = (workspace.id, id_), self._elapsed()
        known = self._known.get(key)
        if known and now - known[0] < _KNOWN_S:
            return known[1]
        try:
            async with asyncio.timeout(_PATIENCE_S):
                told = (await workspace.answering.conversations_info(channel=id_))["channel"]
        except UNANSWERED:
            return None
        channel = _Channel(
            str(told.get("name") or id_),
            # Direct messages are nobody's but theirs.
            bool(told.get("is_private") or told.get("is_im")),
            bool(told.get("is_member")),
            bool(told.get("is_archived")),
        )
        self.heard(workspace.id, id_, channel.name)
        if len(self._known) > _MOST_NAMES:
            self._known.clear()
        self._known[key] = now, channel
        return channel

    def forget(self, workspace: str, channel: str) -> None:
        """Look again at a channel, of which something has changed."""
        self._known.pop((workspace, channel), None)


async def _channels_of(workspace: Workspace, person: str) -> AsyncIterator[Mapping[str, Any]]:
    """The channels somebody is in, as Slack tells them; one of `UNANSWERED` if it does not."""
    cursor = ""
    for _ in range(_MOST_PAGES):
        answer = await workspace.answering.users_conversations(
            user=person,
            types=["public_channel", "private_channel"],
            exclude_archived=True,
            limit=_AT_ONCE,
            cursor=cursor or None,
        )
        for channel in answer["channels"]:
            yield channel
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
