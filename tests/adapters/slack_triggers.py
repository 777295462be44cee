"""By what the bot may answer somebody on the tests' Slack: triggers, which open modals, and addresses, which take answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from tests.adapters.slack_checks import check_message
from tests.adapters.slack_senders import Events
from tests.adapters.slack_world import Channel, Json, Member, Refused, World

__all__ = ["Answers", "Cause", "Triggers"]

# https://docs.slack.dev/interactivity/handling-user-interaction.
_TRIGGER_LIVES = timedelta(seconds=3)
_ANSWERS_LIVE = timedelta(minutes=30)
_MOST_ANSWERS = 5


@dataclass(eq=False)
class Cause:
    """Something that somebody did, which can be answered.

    Attributes:
        id: Its id.
        person: Who did it.
        at: When.
        channel: Where; None where it was in no channel.
        message: On which message it was done; None if on none.
        is_ephemeral: Whether only they see that message.
        is_used: Whether its trigger was used.
        answers: How often its address was.
    """

    id: str
    person: Member
    at: datetime
    channel: Channel | None = None
    message: Json | None = None
    is_ephemeral: bool = False
    is_used: bool = False
    answers: int = 0


class Triggers:
    """What opens modals: once, and within three seconds."""

    def __init__(self, world: World) -> None:
        """Know of none."""
        self._world = world
        self._causes: dict[str, Cause] = {}

    def begin(
        self, person: Member, channel: Channel | None = None, message: Json | None = None, *, is_ephemeral: bool = False
    ) -> Cause:
        """Somebody does something."""
        cause = Cause(self._world.new_id("trigger."), person, self._world.now(), channel, message, is_ephemeral)
        self._causes[cause.id] = cause
        return cause

    def use(self, id_: str) -> Cause:
        """Use a trigger.

        Raises:
            Refused: If it can't be used, or not any more.
        """
        cause = self._causes.get(id_)
        if cause is None:
            code = "invalid_trigger_id"
            raise Refused(code)
        if cause.is_used:
            code = "exchanged_trigger_id"
            raise Refused(code)
        if self._world.now() - cause.at > _TRIGGER_LIVES:
            code = "expired_trigger_id"
            raise Refused(code)
        cause.is_used = True
        return cause

    def find(self, id_: str) -> Cause | None:
        """What somebody did, by its id."""
        return self._causes.get(id_)


class Answers:
    """The addresses that take answers to what somebody did: five, and for half an hour."""

    def __init__(self, world: World, triggers: Triggers, events: Events) -> None:
        """Take what there is, and who is told of what changes."""
        self._world = world
        self._triggers = triggers
        self._events = events
        self.bodies: list[Json] = []
        """All that was taken, in order."""

    async def take(self, request: web.Request) -> web.Response:
        """The route of an address."""
        cause = self._triggers.find(request.match_info["cause"])
        if cause is None or cause.channel is None:
            return _refuse("no_such_url", 404)
        if self._world.now() - cause.at > _ANSWERS_LIVE:
            return _refuse("expired_url", 404)
        if cause.answers >= _MOST_ANSWERS:
            return _refuse("used_url", 404)
        cause.answers += 1
        body: Json = await request.json()
        try:
            self.show(cause, body)
        except Refused as error:
            return _refuse(error.code, 400)
        self.bodies.append(body)
        return web.json_response({"ok": True}) if cause.message else web.Response(text="ok")

    def show(self, cause: Cause, body: Json) -> None:
        """Show what somebody is answered, be it to them alone.

        Raises:
            Refused: If Slack does not take it.
        """
        assert cause.channel
        if cause.message is not None and body.get("delete_original"):
            self._take_away(cause, cause.message)
            return
        check_message(body)
        if cause.message is not None and body.get("replace_original"):
            self._replace(cause, cause.message, body)
            return
        team, channel = cause.person.workspace, cause.channel
        # In a thread it appears only if the answer says so.
        thread = {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
        is_public = body.get("response_type") == "in_channel"
        message = {
            "type": "message",
            "subtype": "bot_message",
            "bot_id": team.bot_id,
            "app_id": self._world.app_id,
            "team": team.id,
            "ts": self._world.new_ts(),
            "text": body.get("text") or "",
            "blocks": body.get("blocks") or [],
            **thread,
        }
        if not is_public:
            self._world.show("ephemeral", message, channel, cause.person, cause.id)
            return
        self._world.keep(channel, message, cause.id)
        told = {**message, "channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}
        if team.bot in channel.members:
            self._events.tell(team, told, f"message.{channel.scope}")

    def _replace(self, cause: Cause, message: Json, body: Json) -> None:
        message |= {name: body[name] for name in ("text", "blocks") if name in body}
        self._world.show("changed", message, cause.channel, cause.person if cause.is_ephemeral else None, cause.id)

    def _take_away(self, cause: Cause, message: Json) -> None:
        assert cause.channel
        cause.channel.messages.pop(message["ts"], None)
        self._world.show("deleted", message, cause.channel, cause.person if cause.is_ephemeral else None, cause.id)


def _refuse(code: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": code}, status=status)
