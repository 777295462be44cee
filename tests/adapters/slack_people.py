"""What people do on the tests' Slack, and what then appears for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.adapters.slack_forms import Value, action_of, filled_in, labels_of, state_of
from tests.adapters.slack_senders import Envelope, Events
from tests.adapters.slack_text import message_text, view_text, written
from tests.adapters.slack_triggers import Answers, Cause, Triggers
from tests.adapters.slack_views import Views
from tests.adapters.slack_world import Appearance, Channel, Json, Member, World

__all__ = ["Done", "People"]

# Of channels that are not old; what kind it is, `conversations.info` tells (https://docs.slack.dev/reference/events/member_joined_channel).
_CHANNEL_LETTER = "C"


@dataclass(eq=False)
class Done:
    """Something that somebody did, and what they have seen since.

    Attributes:
        world: Where.
        person: Who.
        channel: Where they did it; None where it was in no channel.
        since: How much had appeared before.
        cause: What the bot may answer by; None of what can't be answered so.
        envelope: What the bot was sent; None if it was told nothing.
    """

    world: World
    person: Member
    channel: Channel | None
    since: int
    cause: Cause | None = None
    envelope: Envelope | None = None

    @property
    def appeared(self) -> list[Appearance]:
        """What has appeared for them since, where they did it, in their direct messages and in modals, in order."""
        seen = [one for one in self.world.shown[self.since :] if one.person in (None, self.person)]
        return [one for one in seen if _sees(self.person, one) and self._is_near(one)]

    def _is_near(self, one: Appearance) -> bool:
        return (
            None in (self.channel, one.channel)
            or one.channel is self.channel
            or bool(one.channel and one.channel.person)
        )

    @property
    def messages(self) -> list[Json]:
        """The messages of the bot, for all or for them alone; of one that was changed, what it says now."""
        kinds = ("message", "ephemeral", "changed")
        found = [one.data for one in self.appeared if one.what in kinds and one.data.get("bot_id")]
        return list({message["ts"]: message for message in found}.values())

    @property
    def private(self) -> list[Json]:
        """The messages that they alone see."""
        return [one.data for one in self.appeared if one.what == "ephemeral"]

    @property
    def is_private(self) -> bool:
        """Whether something appeared, and nobody else sees any of it."""
        return bool(self.messages) and len(self.private) == len(self.messages)

    @property
    def text(self) -> str:
        """What the messages and the modals say."""
        views = [view_text(one.data) for one in self.appeared if one.what == "view"]
        return "\n".join([*map(message_text, self.messages), *views])

    @property
    def view(self) -> Json | None:
        """The modal that lies on top of all for them now, if there is one."""
        return self.person.views[-1] if self.person.views else None

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons of the messages."""
        return [label for message in self.messages for label in labels_of(message.get("blocks") or ())]

    @property
    def heard_s(self) -> float:
        """How long it took until the bot said that it heard, in seconds."""
        assert self.envelope
        assert self.envelope.heard_at, f"it was not heard: {self.envelope.failure}"
        return self.envelope.heard_s

    @property
    def failure(self) -> str:
        """What Slack shows them if the bot did not say in time that it heard; empty if it did."""
        return self.envelope.failure if self.envelope else ""


class People:
    """Does what people do."""

    def __init__(self, world: World, events: Events, triggers: Triggers, answers: Answers, views: Views) -> None:
        """Take what there is, and who is told of it."""
        self._world = world
        self._events = events
        self._triggers = triggers
        self._answers = answers
        self._views = views
        self.address = ""
        self.should_escape = True
        """Whether people, channels and links in what is typed behind a command are told by their ids."""

    async def types(self, person: Member, channel: Channel, text: str) -> Done:
        """Somebody types a command, "/digest help"; given back as soon as the bot has said that it heard."""
        command, _, words = text.partition(" ")
        done = self._begin(person, channel)
        assert done.cause
        team = person.workspace
        payload = {
            "token": "verification-token",
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": channel.called,
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": written(team, words) if self.should_escape else words,
            "api_app_id": self._world.app_id,
            "is_enterprise_install": "false",
            "response_url": self._url(done.cause, "commands"),
            "trigger_id": done.cause.id,
        }
        done.envelope = await self._events.ask("slash_commands", payload)
        if done.envelope.answer.get("text") or done.envelope.answer.get("blocks"):
            self._answers.show(done.cause, done.envelope.answer)
        return done

    async def presses(self, person: Member, on: Json, named: str, value: Value = "") -> Done:
        """Somebody presses what stands on a message or a view, or chooses something there.

        Args:
            person: Who.
            on: The message, as it appeared for them, or the view.
            named: What stands on it, or its action_id.
            value: What is chosen; empty of a button.
        """
        is_view = on.get("type") in ("modal", "home")
        channel = None if is_view else self._channel_of(person, on)
        is_ephemeral = not is_view and bool(channel) and on["ts"] not in (channel.messages if channel else {})
        done = self._begin(person, channel, None if is_view else on, is_ephemeral=is_ephemeral)
        _, action = action_of(_with_ids(on["blocks"]), named, value, self._world.new_ts())
        payload = {**self._around("block_actions", person, done.cause), "actions": [action]}
        if is_view:
            view = {
                **on,
                "state": on["state"] if on["state"]["values"] else state_of(on["blocks"], self._opened_in(on)),
            }
            payload |= {"container": {"type": "view", "view_id": on["id"]}, "view": view}
        elif channel and done.cause:
            payload |= self._of_message(channel, on, done.cause, is_ephemeral=is_ephemeral)
        done.envelope = await self._events.ask("interactive", payload)
        return done

    async def completes(self, person: Member, view: Json, named: str, typed: str) -> list[str]:
        """What is offered to somebody who types in a list that the bot fills."""
        blocks = {**view}["blocks"]
        element = next(
            (block, one)
            for block in blocks
            for one in [block.get("element") or block.get("accessory") or {}]
            if named in (one.get("action_id"), (block.get("label") or {}).get("text"))
        )
        assert "external" in element[1]["type"], f"nothing is offered in a {element[1]['type']}"
        cause = self._triggers.begin(person)
        payload = {
            **self._around("block_suggestion", person, cause),
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "action_id": element[1]["action_id"],
            "block_id": element[0]["block_id"],
            "value": typed,
        }
        asked = await self._events.ask("interactive", payload)
        options: Sequence[Json] = asked.answer.get("options", ())
        assert len(options) <= 100, "Slack shows a hundred options"
        return [option["text"]["text"] for option in options]

    async def submits(self, person: Member, view: Json, values: dict[str, Value] | None = None) -> Done:
        """Somebody fills in a modal and sends it.

        Args:
            person: Who.
            view: The modal; it has to be on top.
            values: What they fill in, by the label of an input, its block_id or its action_id.
        """
        assert view in person.views, "the modal is not open"
        assert view["submit"], "the modal has nothing by which it is sent"
        done = self._begin(person, None)
        view["state"] = filled_in(view, values or {}, self._opened_in(view))
        payload = {**self._around("view_submission", person, done.cause), "view": view, "response_urls": []}
        done.envelope = await self._events.ask("interactive", payload)
        if done.envelope.heard_at:
            self._views.answered(person, view, done.envelope.answer)
        return done

    async def closes(self, person: Member, view: Json) -> None:
        """Somebody closes a modal; the bot is told if it wants to know."""
        self._views.close(person, view)
        if view.get("notify_on_close"):
            payload = {**self._around("view_closed", person, None), "view": view, "is_cleared": False}
            await self._events.ask("interactive", payload)

    async def uses_shortcut(self, person: Member, callback_id: str, message: Json | None = None) -> Done:
        """Somebody chooses something in the menu of a message or, without one, in that of the app."""
        channel = self._channel_of(person, message) if message else None
        done = self._begin(person, channel, message)
        assert done.cause
        payload = {
            **self._around("message_action" if message else "shortcut", person, done.cause),
            "callback_id": callback_id,
            "action_ts": self._world.new_ts(),
        }
        if channel and message:
            payload |= {
                "channel": {"id": channel.id, "name": channel.called},
                "message": message,
                "message_ts": message["ts"],
                "response_url": self._url(done.cause, "app"),
            }
        done.envelope = await self._events.ask("interactive", payload)
        return done

    def writes(self, person: Member, channel: Channel, text: str, thread_ts: str = "", **beside: object) -> Done:
        """Somebody writes something, in a channel or in a thread of it; `beside` is what else the message has, like a subtype."""
        assert person in channel.members, f"{person.name} is not in {channel.name}"
        done = Done(self._world, person, channel, len(self._world.shown))
        team = person.workspace
        said = written(team, text)
        message: Json = {
            "type": "message",
            "user": person.id,
            "ts": self._world.new_ts(),
            "client_msg_id": self._world.new_id("client-"),
            "text": said,
            "team": team.id,
            "blocks": [_typed(text)],
            **({"thread_ts": thread_ts} if thread_ts else {}),
            **beside,
        }
        if thread_ts:
            message["parent_user_id"] = channel.messages[thread_ts].get("user", "USLACKBOT")
        self._world.keep(channel, message)
        self._tell(channel, message, done)
        return done

    async def opens_home(self, person: Member, tab: str = "home") -> Done:
        """Somebody opens the bot's App Home, or the conversation with it ("messages")."""
        done = Done(self._world, person, None, len(self._world.shown))
        channel = self._world.direct(person)
        event = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab}
        view = {"view": person.home} if tab == "home" and person.home else {}
        done.envelope = self._events.tell(person.workspace, event | view)
        return done

    def invites_bot(self, person: Member, channel: Channel) -> Done:
        """Somebody takes the bot into a channel."""
        done = Done(self._world, person, channel, len(self._world.shown))
        team = channel.team
        channel.members.append(team.bot)
        event = {
            "type": "member_joined_channel",
            "user": team.bot.id,
            "channel": channel.id,
            "channel_type": _CHANNEL_LETTER,
            "team": team.id,
            "inviter": person.id,
        }
        done.envelope = self._events.tell(team, event)
        return done

    def removes_bot(self, person: Member, channel: Channel) -> Done:
        """Somebody takes the bot out of a channel."""
        done = Done(self._world, person, channel, len(self._world.shown))
        team = channel.team
        channel.members.remove(team.bot)
        event = {
            "type": "group_left" if channel.is_private else "channel_left",
            "channel": channel.id,
            "actor_id": person.id,
        }
        done.envelope = self._events.tell(team, event)
        return done

    def archives(self, person: Member, channel: Channel) -> Done:
        """Somebody archives a channel."""
        done = Done(self._world, person, channel, len(self._world.shown))
        channel.is_archived = True
        done.envelope = self._of_channel(person, channel, "archive")
        return done

    def deletes(self, person: Member, channel: Channel) -> Done:
        """Somebody deletes a channel with all that is in it."""
        done = Done(self._world, person, channel, len(self._world.shown))
        done.envelope = self._of_channel(person, channel, "deleted")
        del self._world.channels[channel.id]
        channel.team.channels.remove(channel)
        return done

    def _of_channel(self, person: Member, channel: Channel, what: str) -> Envelope | None:
        kind = "group" if channel.is_private else "channel"
        is_told = channel.team.bot in channel.members or not channel.is_private
        event = {"type": f"{kind}_{what}", "channel": channel.id, "user": person.id}
        return self._events.tell(channel.team, event) if is_told else None

    def _tell(self, channel: Channel, message: Json, done: Done) -> None:
        """Tell of something that was written: twice, if it names the bot in a channel where all is told."""
        team = channel.team
        if team.bot not in channel.members:
            return
        event = {**message, "channel": channel.id, "event_ts": message["ts"]}
        is_named = f"<@{team.bot.id}>" in message["text"] and not channel.person and "subtype" not in message
        heard = self._events.tell(team, {**event, "channel_type": channel.kind}, f"message.{channel.scope}")
        named = self._events.tell(team, {**event, "type": "app_mention"}) if is_named else None
        done.envelope = named or heard

    def _begin(
        self, person: Member, channel: Channel | None, message: Json | None = None, *, is_ephemeral: bool = False
    ) -> Done:
        cause = self._triggers.begin(person, channel, message, is_ephemeral=is_ephemeral)
        return Done(self._world, person, channel, len(self._world.shown), cause)

    def _around(self, kind: str, person: Member, cause: Cause | None) -> Json:
        """What all payloads of interactions have."""
        team = person.workspace
        return {
            "type": kind,
            "team": team.shape,
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": team.id},
            "api_app_id": self._world.app_id,
            "token": "verification-token",
            "enterprise": None,
            "is_enterprise_install": False,
            **({"trigger_id": cause.id} if cause else {}),
        }

    def _of_message(self, channel: Channel, message: Json, cause: Cause, *, is_ephemeral: bool) -> Json:
        """What a payload says of the message on which something was pressed; of one for somebody alone, not the message itself."""
        thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": is_ephemeral,
            **thread,
        }
        return {
            "container": container,
            "channel": {"id": channel.id, "name": channel.called},
            **({} if is_ephemeral else {"message": message}),
            "state": state_of(_with_ids(message["blocks"])),
            "response_url": self._url(cause, "actions"),
        }

    def _channel_of(self, person: Member, message: Json) -> Channel:
        """Where somebody saw a message."""
        found = [one.channel for one in self._world.shown if one.channel and one.data.get("ts") == message["ts"]]
        known = [one for one in found if one.team is person.team]
        assert known, "nobody has seen this message"
        return known[0]

    def _opened_in(self, view: Json) -> str:
        return self._views.opened_in.get(view.get("root_view_id") or view["id"], "")

    def _url(self, cause: Cause, kind: str) -> str:
        return f"{self.address}/{kind}/{cause.person.workspace.id}/{cause.id}"


def _sees(person: Member, one: Appearance) -> bool:
    """Whether somebody sees what appeared: it is theirs, or in a channel of theirs, or in one of their workspace."""
    return one.person is person or (
        one.channel is not None
        and one.channel.team is person.team
        and (person in one.channel.members or not one.channel.is_private)
    )


def _with_ids(blocks: Sequence[Json]) -> list[Json]:
    """Blocks, each with an id: those of an answer to one person got none."""
    return [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]


def _typed(text: str) -> Json:
    """How Slack keeps what somebody typed."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}
