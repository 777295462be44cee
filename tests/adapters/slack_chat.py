"""Posting on the tests' Slack: the methods of `chat`, and those that say what the bot is doing."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tests.adapters.slack_checks import check_message
from tests.adapters.slack_senders import Events
from tests.adapters.slack_world import Channel, Json, Member, Refused, Team, World

__all__ = ["Call", "Chat", "Method"]


@dataclass(frozen=True)
class Call:
    """A method that is called.

    Attributes:
        team: Whose token it is called with.
        body: With what.
    """

    team: Team
    body: Json

    def given(self, name: str) -> str:
        """An argument that has to be there.

        Raises:
            Refused: If it is not.
        """
        value = str(self.body.get(name) or "")
        if not value:
            code = "invalid_arguments"
            raise Refused(code, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return value


@dataclass(frozen=True)
class Method:
    """A method of the Web API.

    Attributes:
        run: What it does.
        scopes: One of these is needed; none if it is empty. Which scopes, https://docs.slack.dev/reference/methods says of each.
    """

    run: Callable[[Call], Awaitable[Json]]
    scopes: tuple[str, ...] = ()


class Chat:
    """The methods by which the bot says something."""

    def __init__(self, world: World, events: Events) -> None:
        """Take what there is, and who is told of what changes."""
        self._world = world
        self._events = events

    def methods(self) -> Mapping[str, Method]:
        """By their names."""
        write = ("chat:write",)
        return {
            "chat.postMessage": Method(self._post, write),
            "chat.postEphemeral": Method(self._post_ephemeral, write),
            "chat.update": Method(self._update, write),
            "chat.delete": Method(self._delete, write),
            "chat.getPermalink": Method(self._permalink),
            "assistant.threads.setStatus": Method(self._set_status, ("chat:write", "assistant:write")),
            "assistant.threads.setSuggestedPrompts": Method(self._set_prompts, ("assistant:write",)),
            "assistant.threads.setTitle": Method(self._set_title, ("assistant:write",)),
        }

    async def _post(self, call: Call) -> Json:
        channel = self._open_channel(call, call.given("channel"))
        check_message(call.body)
        thread = str(call.body.get("thread_ts") or "")
        if thread and thread not in channel.messages:
            code = "thread_not_found"
            raise Refused(code)
        message = self._message(call, {"thread_ts": thread} if thread else {})
        if call.body.get("metadata"):
            message["metadata"] = call.body["metadata"]
        self._world.keep(channel, message)
        channel.statuses.pop(thread, None)
        self._tell(call.team, channel, message)
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    async def _post_ephemeral(self, call: Call) -> Json:
        channel = self._open_channel(call, call.given("channel"))
        check_message(call.body)
        person = self._person(call, call.given("user"))
        if person not in channel.members:
            code = "user_not_in_channel"
            raise Refused(code)
        thread = str(call.body.get("thread_ts") or "")
        message = self._message(call, {"thread_ts": thread} if thread else {})
        self._world.show("ephemeral", message, channel, person)
        return {"message_ts": message["ts"]}

    async def _update(self, call: Call) -> Json:
        channel, message = self._own(call)
        check_message({**message, **call.body})
        message |= {name: call.body[name] for name in ("text", "blocks", "metadata") if name in call.body}
        message["edited"] = {"user": call.team.bot.id, "ts": self._world.new_ts()}
        self._world.show("changed", message, channel)
        told = {"type": "message", "subtype": "message_changed", "message": message, "hidden": True}
        self._tell(call.team, channel, {**told, "ts": self._world.new_ts()})
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}

    async def _delete(self, call: Call) -> Json:
        channel, message = self._own(call)
        del channel.messages[message["ts"]]
        self._world.show("deleted", message, channel)
        return {"channel": channel.id, "ts": message["ts"]}

    async def _permalink(self, call: Call) -> Json:
        channel, ts = self._world.at(call.team, call.given("channel")), call.given("message_ts")
        if ts not in channel.messages:
            code = "message_not_found"
            raise Refused(code)
        thread = channel.messages[ts].get("thread_ts", ts)
        behind = f"?thread_ts={thread}&cid={channel.id}" if thread != ts else ""
        link = f"https://{call.team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}{behind}"
        return {"channel": channel.id, "permalink": link}

    async def _set_status(self, call: Call) -> Json:
        channel, thread = self._open_channel(call, call.given("channel_id")), call.given("thread_ts")
        status = str(call.body.get("status") or "")
        if len(call.body.get("loading_messages") or ()) > 10:
            code = "invalid_arguments"
            raise Refused(code)
        channel.statuses[thread] = status
        self._world.show("status", {"status": status, "thread_ts": thread}, channel)
        return {}

    async def _set_prompts(self, call: Call) -> Json:
        channel = self._open_channel(call, call.given("channel_id"))
        prompts = call.body.get("prompts") or []
        if channel.person is None or not 0 < len(prompts) <= 4 or not all(map(_is_prompt, prompts)):
            code = "invalid_arguments"
            raise Refused(code)
        # To an agent, of a thread nothing is suggested, and nothing said of that.
        if not call.body.get("thread_ts"):
            channel.prompts = {"title": call.body.get("title", ""), "prompts": prompts}
            self._world.show("prompts", channel.prompts, channel)
        return {}

    async def _set_title(self, call: Call) -> Json:
        self._open_channel(call, call.given("channel_id"))
        call.given("thread_ts"), call.given("title")
        return {}

    def _message(self, call: Call, beside: Mapping[str, str]) -> Json:
        team = call.team
        blocks = [{"block_id": self._world.new_id("b"), **block} for block in call.body.get("blocks") or ()]
        return {
            "type": "message",
            "user": team.bot.id,
            "bot_id": team.bot_id,
            "app_id": self._world.app_id,
            "team": team.id,
            "ts": self._world.new_ts(),
            "text": str(call.body.get("text") or ""),
            "blocks": blocks,
            **beside,
        }

    def _open_channel(self, call: Call, id_: str) -> Channel:
        """A channel in which the bot may write.

        Raises:
            Refused: If there is none.
        """
        channel = self._world.at(call.team, id_)
        if channel.is_archived:
            code = "is_archived"
            raise Refused(code)
        if call.team.bot not in channel.members and (channel.is_private or not call.team.allows("chat:write.public")):
            code = "not_in_channel"
            raise Refused(code)
        return channel

    def _own(self, call: Call) -> tuple[Channel, Json]:
        channel, ts = self._world.at(call.team, call.given("channel")), call.given("ts")
        if ts not in channel.messages:
            code = "message_not_found"
            raise Refused(code)
        if channel.messages[ts].get("bot_id") != call.team.bot_id:
            code = "cant_update_message"
            raise Refused(code)
        return channel, channel.messages[ts]

    def _person(self, call: Call, id_: str) -> Member:
        person = self._world.members.get(id_)
        if person is None or person.team is not call.team:
            code = "user_not_found"
            raise Refused(code)
        return person

    def _tell(self, team: Team, channel: Channel, message: Json) -> None:
        """Slack tells the bot of its own messages too."""
        if team.bot in channel.members:
            told = {**message, "channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}
            self._events.tell(team, told, f"message.{channel.scope}")


def _is_prompt(prompt: Mapping[str, str]) -> bool:
    return bool(prompt.get("title") and prompt.get("message"))
