"""What the Slack of the tests sends the bot, however it gets there: over a socket, or as a signed request."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from tests.adapters.slack_world import Json, Team, World

__all__ = ["EVENTS", "Envelope", "Events", "Sender"]

EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_context_changed": ("assistant:write", "chat:write"),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "group_left": ("groups:read",),
    "channel_archive": ("channels:read",),
    "group_archive": ("groups:read",),
    "channel_unarchive": ("channels:read",),
    "group_unarchive": ("groups:read",),
    "channel_deleted": ("channels:read",),
    "group_deleted": ("groups:read",),
    "channel_rename": ("channels:read",),
    "group_rename": ("groups:read",),
}
"""What a bot can be told of, and the scopes of which it takes one (https://docs.slack.dev/reference/events)."""


@dataclass(eq=False)
class Envelope:
    """Something the bot is sent, until it says that it heard.

    Attributes:
        id: Its id.
        kind: "events_api", "slash_commands" or "interactive".
        payload: What is in it.
        sent_at: When it was sent, each time, of `time.monotonic`.
        heard_at: When the bot said that it heard; 0 until it did.
        answer: What it said along with that.
        failure: What Slack shows whoever waits, if it was not heard: "operation_timeout" or "dispatch_failed"; else empty.
    """

    id: str
    kind: str
    payload: Json
    sent_at: list[float] = field(default_factory=list)
    heard_at: float = 0.0
    answer: Json = field(default_factory=dict)
    failure: str = ""

    @property
    def is_event(self) -> bool:
        """Whether it is sent again when nobody says that it was heard."""
        return self.kind == "events_api"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return bool(self.heard_at or self.failure)

    @property
    def heard_s(self) -> float:
        """How long it took until it was heard, since it was sent last, in seconds."""
        return self.heard_at - self.sent_at[-1]

    def hear(self, answer: Json) -> None:
        """The bot says that it heard."""
        self.heard_at, self.answer = monotonic(), answer


class Sender(Protocol):
    """A way to the bot."""

    async def send(self, envelope: Envelope) -> None:
        """Send something; it is over then, or will be when the bot says so."""


class Events:
    """Tells the bot what happens, where it has subscribed to that and may know of it."""

    def __init__(self, world: World) -> None:
        """Tell nobody yet."""
        self._world = world
        self.sender: Sender
        self.subscribed = set(EVENTS)
        """What the bot wants to hear of."""
        self.told: list[Envelope] = []
        """All that it was told, in order."""
        self._sending: set[asyncio.Task[None]] = set()

    @property
    def unheard(self) -> Sequence[Envelope]:
        """What was not heard yet."""
        return [one for one in self.told if not one.is_over]

    def tell(self, team: Team, event: Json, subscription: str = "") -> Envelope | None:
        """Tell of an event, if the bot is to know of it."""
        name = subscription or event["type"]
        is_of_end = name in ("app_uninstalled", "tokens_revoked")
        is_known = name in self.subscribed and team.allows(*EVENTS[name]) and (team.state == "installed" or is_of_end)
        return self.send(self.wrapped(team, event)) if is_known else None

    def wrapped(self, team: Team, event: Json) -> Json:
        """An event with what stands around it (https://docs.slack.dev/apis/events-api)."""
        authorization = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": team.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "verification-token",
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": self._world.app_id,
            "event": {"event_ts": self._world.new_ts()} | event,
            "type": "event_callback",
            "event_id": self._world.new_id("Ev"),
            "event_time": int(self._world.now().timestamp()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": f"4-{team.id}",
        }

    def send(self, payload: Json) -> Envelope:
        """Tell an event that is wrapped already: one that was told before too."""
        envelope = Envelope(self._world.new_id("envelope-"), "events_api", payload)
        self.told.append(envelope)
        task = asyncio.ensure_future(self.sender.send(envelope))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return envelope

    async def ask(self, kind: str, payload: Json) -> Envelope:
        """Send what somebody waits for; given back as soon as the bot has said that it heard, or Slack gives up."""
        envelope = Envelope(self._world.new_id("envelope-"), kind, payload)
        await self.sender.send(envelope)
        await self._world.watch.until(lambda: envelope.is_over)
        return envelope

    async def close(self) -> None:
        """Tell nothing more."""
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
