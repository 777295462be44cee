"""What the bot can look up on the tests' Slack: channels, what stands in them, and people."""

from collections.abc import Mapping, Sequence

from tests.adapters.slack_chat import Call, Method
from tests.adapters.slack_world import Channel, Json, Member, Refused, World

__all__ = ["Conversations"]

_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im"}
_MOST = 1_000


class Conversations:
    """The methods of `conversations` and `users`."""

    def __init__(self, world: World) -> None:
        """Take what there is."""
        self._world = world
        self.most_at_once = _MOST
        """So many of a list are given at once, however many are asked for."""

    def methods(self) -> Mapping[str, Method]:
        """By their names; which scope is needed is up to the channel."""
        return {
            "conversations.open": Method(self._open, ("im:write",)),
            "conversations.info": Method(self._info),
            "conversations.history": Method(self._history),
            "conversations.replies": Method(self._replies),
            "conversations.members": Method(self._members),
            "conversations.join": Method(self._join, ("channels:join",)),
            "users.conversations": Method(self._of_user),
            "users.info": Method(self._user, ("users:read",)),
        }

    async def _open(self, call: Call) -> Json:
        person = self._person(call, call.given("users"))
        channel = self._world.direct(person)
        return {"channel": channel.shape if call.body.get("return_im") else {"id": channel.id}}

    async def _info(self, call: Call) -> Json:
        return {"channel": self._at(call, "read").shape}

    async def _history(self, call: Call) -> Json:
        channel = self._read(call)
        found = [one for one in reversed(channel.posts) if _is_between(one, call.body)]
        return self._page(call, [_told(one, call.body) for one in found], "messages")

    async def _replies(self, call: Call) -> Json:
        channel, ts = self._read(call), call.given("ts")
        thread = channel.thread(ts)
        if not thread:
            code = "thread_not_found"
            raise Refused(code)
        # What the thread belongs to is always there, however old it is.
        found = [one for one in thread if one["ts"] == ts or _is_between(one, call.body)]
        return self._page(call, [_told(one, call.body) for one in found], "messages")

    async def _members(self, call: Call) -> Json:
        return self._page(call, [one.id for one in self._at(call, "read").members], "members")

    async def _join(self, call: Call) -> Json:
        channel = self._at(call, "read")
        if call.team.bot not in channel.members:
            channel.members.append(call.team.bot)
        return {"channel": channel.shape}

    async def _of_user(self, call: Call) -> Json:
        user = str(call.body.get("user") or call.team.bot.id)
        person, types = self._person(call, user), str(call.body.get("types") or "public_channel").split(",")
        scopes = [_TYPES[one.strip()] for one in types if one.strip() in _TYPES]
        missing = [f"{scope}:read" for scope in scopes if not call.team.allows(f"{scope}:read")]
        if missing:
            raise _missing(call, ",".join(missing))
        found = [one for one in call.team.channels if one.scope in scopes and person in one.members]
        # Of private channels, the bot knows those it is in.
        known = [one for one in found if not one.is_private or call.team.bot in one.members]
        shown = [one for one in known if not (call.body.get("exclude_archived") and one.is_archived)]
        return self._page(call, [one.shape for one in shown], "channels")

    async def _user(self, call: Call) -> Json:
        return {"user": self._person(call, call.given("user")).shape(self._world.now())}

    def _read(self, call: Call) -> Channel:
        channel = self._at(call, "history")
        if call.team.bot not in channel.members:
            code = "not_in_channel"
            raise Refused(code)
        return channel

    def _at(self, call: Call, right: str) -> Channel:
        """A channel whose kind the token has the right to.

        Raises:
            Refused: If it has not, or there is none.
        """
        id_ = call.given("channel")
        if id_ not in self._world.channels:
            code = "channel_not_found"
            raise Refused(code)
        scope = f"{self._world.channels[id_].scope}:{right}"
        if not call.team.allows(scope):
            raise _missing(call, scope)
        return self._world.at(call.team, id_)

    def _person(self, call: Call, id_: str) -> Member:
        person = self._world.members.get(id_)
        if person is None or person.team is not call.team:
            code = "user_not_found"
            raise Refused(code)
        return person

    def _page(self, call: Call, found: Sequence[object], name: str) -> Json:
        cursor = str(call.body.get("cursor") or "0")
        if not cursor.isdigit():
            code = "invalid_cursor"
            raise Refused(code)
        begin = int(cursor)
        end = begin + min(int(call.body.get("limit") or 100), self.most_at_once)
        has_more = end < len(found)
        return {
            name: found[begin:end],
            "has_more": has_more,
            "response_metadata": {"next_cursor": str(end) if has_more else ""},
        }


def _is_between(message: Json, asked: Json) -> bool:
    """Whether a message was written in the time that is asked for."""
    ts, oldest, latest = message["ts"], str(asked.get("oldest") or "0"), str(asked.get("latest") or "")
    is_inclusive = bool(asked.get("inclusive"))
    is_after = float(ts) > float(oldest) or (is_inclusive and float(ts) == float(oldest))
    return is_after and (not latest or float(ts) < float(latest) or (is_inclusive and float(ts) == float(latest)))


def _told(message: Json, asked: Json) -> Json:
    """A message as a history tells it: what it was posted with, only to who asks for that."""
    return message if asked.get("include_all_metadata") else {k: v for k, v in message.items() if k != "metadata"}


def _missing(call: Call, needed: str) -> Refused:
    return Refused("missing_scope", needed=needed, provided=call.team.scopes)
