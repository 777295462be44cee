"""What people ask on Discord beside typing commands: forms, menus of messages, suggestions, and who may ask what."""

import asyncio
from typing import Any

import discord
import pytest

from bot.adapters.discord import DiscordAdapter
from bot.errors import RequestError
from bot.messages import (
    Actions,
    Button,
    Heading,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Place,
    Request,
    Suggestion,
    Visibility,
)
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, on
from tests.adapters.harness_discord import SETTINGS, DiscordPlatform, platform, shown, text_of

ASK = Button("Ask", "ask", {"message": "m1"}, asks=("question",))
DIGEST = Message(
    (Heading("Morning brief", level=1), Paragraph("The council voted."), Actions((ASK,))), Visibility.PUBLIC, "m1"
)
ANSWER = Message((Paragraph("Henrike Salter said it."),), Visibility.PRIVATE)


def answering(**answers: Any) -> Answering:
    return Answering({"digest": DIGEST, "help": ANSWER, **answers})


async def press_ask(started: DiscordPlatform) -> Any:
    await started.types("digest", {})
    message = started.channel.last_message
    return await started.reader.click(message, label="Ask")


def test_ask_opens_a_form_and_what_is_filled_in_is_asked_about_that_digest() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> list[Any]:
        form = await press_ask(started)
        return shown(await started.reader.submit_modal(form, {"question": "Who said it?"}))

    (answer,) = on(platform, handler, ask)
    assert ("Henrike Salter said it." in answer.text, answer.is_private) == (True, True)
    assert handler.requests[-1].command == "ask"
    assert handler.requests[-1].options == {"message": "m1", "question": "Who said it?"}


def test_a_form_that_is_open_while_the_bot_is_started_anew_can_be_sent() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> None:
        form = await press_ask(started)
        await started.env.restart_bot(DiscordAdapter(SETTINGS).connect(handler))
        await started.reader.submit_modal(form, {"question": "Who said it?"})

    on(platform, handler, ask)
    assert handler.requests[-1].options == {"message": "m1", "question": "Who said it?"}


def test_what_a_message_links_to_can_be_digested_from_its_menu() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> tuple[str, bool]:
        message = await started.reader.send(started.channel, "Look: https://mail.example/weir!")
        result = await started.reader.context_menu(started.channel, "Digest this", message)
        return str(message.id), result.response.ephemeral

    message, is_private = on(platform, handler, ask)
    (request,) = handler.requests
    assert (request.command, is_private) == ("read", True)
    assert request.options == {"links": "Look: https://mail.example/weir!", "visibility": "only-me"}
    assert request.reply_to == MessageRef(request.place, message)


def test_a_question_about_a_message_knows_what_it_links_to() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> str:
        message = await started.reader.send(started.channel, "https://mail.example/weir")
        people = (started.reader, started.member)
        forms = [await one.context_menu(started.channel, "Ask about this", message) for one in people]
        for person, form in zip(people, forms, strict=True):
            await person.submit_modal(form, {"question": "Who said it?"})
        return str(message.id)

    message = on(platform, handler, ask)
    links = {"links": "https://mail.example/weir", "visibility": "only-me"}
    for request in handler.requests:
        assert (request.command, request.reply_to) == ("ask", MessageRef(request.place, message))
        assert request.options == {"question": "Who said it?", **links}
    assert len(handler.requests) == 2


def test_a_form_that_is_only_for_those_who_manage_opens_for_nobody_else() -> None:
    refusing = Answering({"digest": DIGEST, "setup": RequestError("Only those who manage this may."), "help": ANSWER})

    async def ask(started: DiscordPlatform) -> list[Any]:
        (setup,) = [one for one in await started.env.bot.tree.fetch_commands() if one.name == "setup"]
        started.guild.set_command_permissions(setup, {started.reader: True})
        return shown(await started.reader.slash(started.channel, "setup"))

    (answer,) = on(platform, refusing, ask)
    assert (answer.text, answer.is_private) == ("Only those who manage this may.", True)


@pytest.mark.parametrize("typed", ["managers", "@Managers", "<@&{id}>", "{id}"])
def test_a_role_may_be_typed_as_well_as_chosen(typed: str) -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> str:
        id_ = str(started.guild.roles["managers"].id)
        await started.member.slash(started.channel, "schedule set", times="7", role=typed.format(id=id_))
        return id_

    id_ = on(platform, handler, ask)
    assert handler.requests[0].options["role"] == id_


def test_what_is_said_in_another_channel_is_found_by_nobody_who_knows_its_id() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> None:
        secret = started.guild.create_text_channel("secret")
        message = await started.member.send(secret, "https://mail.example/secret")
        await started.member.context_menu(secret, "Ask about this", message)
        button = Button("Ask", "ask", {"about-message": str(message.id)}, asks=("question",))
        handler.answers["digest"] = Message((Heading("Brief", level=1), Actions((button,))), Visibility.PUBLIC, "m1")
        form = await press_ask(started)
        await started.reader.submit_modal(form, {"question": "Who said it?"})

    on(platform, handler, ask)
    assert handler.requests[-1].options == {"links": "", "question": "Who said it?"}


def test_what_could_be_typed_is_suggested_and_nothing_that_discord_would_refuse() -> None:
    handler = answering()
    handler.suggestions = [Suggestion("S" * 120, "salter"), Suggestion("", "x"), Suggestion("long", "v" * 101)]
    handler.suggestions += [Suggestion(f"Salter {number}", f"{number}") for number in range(40)]

    async def ask(started: DiscordPlatform) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await started.reader.autocomplete(
            started.channel, "quotes", "by", "salt", about="weir"
        )
        return found

    found = on(platform, handler, ask)
    assert [one["value"] for one in found] == ["salter", *map(str, range(22))]
    assert max(len(one["name"]) for one in found) == 100
    ((request, option),) = handler.suggested
    assert (request.command, option) == ("quotes", "by")
    assert request.options == {"by": "salt", "about": "weir"}


def test_what_is_suggested_about_another_channel_is_asked_for_by_its_id() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> str:
        other = started.guild.create_text_channel("other")
        await started.env.settle()
        await started.member.autocomplete(started.channel, "sources remove", "source", "", channel=other)
        return str(other.id)

    id_ = on(platform, handler, ask)
    assert [request.options for request, _ in handler.suggested] == [{"source": "", "channel": id_}]


def test_what_stands_in_a_form_is_asked_for_with_what_its_button_knows() -> None:
    handler = answering()
    handler.suggestions = [Suggestion("bullets", "bullets")]

    async def ask(started: DiscordPlatform) -> tuple[str, dict[str, Any]]:
        known = {"channel": str(started.channel.id)}
        button = Button("Change", "settings set", known, asks=("style", "about"))
        handler.answers["digest"] = Message((Actions((button,)),), Visibility.PUBLIC, "m1")
        await started.types("digest", {})
        form = await started.member.click(started.channel.last_message, label="Change")
        fields = {one["component"]["custom_id"]: one["component"] for one in form.modal["components"]}
        return known["channel"], fields

    channel, fields = on(platform, handler, ask)
    assert {request.options["channel"] for request, _ in handler.suggested} == {channel}
    assert all(option not in request.options for request, option in handler.suggested)
    assert [one["value"] for one in fields["style"]["options"] if one.get("default")] == ["bullets"]
    assert fields["about"]["value"] == "bullets"


def test_a_reader_sees_no_command_that_changes_anything() -> None:
    async def look(started: DiscordPlatform) -> tuple[set[str], set[str]]:
        readers, managers = (set(one.available_commands(started.channel)) for one in (started.reader, started.member))
        return readers, managers

    readers, managers = on(platform, answering(), look)
    assert {"digest", "ask", "quotes", "story", "follow", "catch-up", "help"} <= readers
    assert {"sources add", "schedule set", "filter add", "settings set", "setup", "health"} <= managers - readers


def test_who_was_let_see_a_command_by_the_server_may_still_not_manage_it() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> None:
        (sources,) = [one for one in await started.env.bot.tree.fetch_commands() if one.name == "sources"]
        started.guild.set_command_permissions(sources, {started.reader: True})
        await started.reader.slash(started.channel, "sources remove", source="mail")

    on(platform, handler, ask)
    assert handler.requests[0].person.may_manage is False


def test_a_command_that_is_a_form_is_filled_in_on_one_screen() -> None:
    handler = answering()
    handler.suggestions = [Suggestion("18:30", "18:30"), Suggestion("07:00", "07:00")]

    async def ask(started: DiscordPlatform) -> str:
        form = await started.member.slash(started.channel, "setup")
        assert form.modal
        fields = {one["component"]["custom_id"]: one["component"] for one in form.modal["components"]}
        assert list(fields) == ["pack", "source", "channel", "time", "zone"]
        assert fields["time"]["value"] == "18:30"
        assert fields["zone"]["placeholder"] == "Berlin"
        chosen = {"pack": ["science"], "channel": [started.channel], "time": fields["time"]["value"]}
        await started.member.submit_modal(form, chosen)
        return str(started.channel.id)

    channel = on(platform, handler, ask)
    (request,) = handler.requests
    assert request.command == "setup"
    assert request.options == {"pack": "science", "channel": channel, "time": "18:30"}


def test_how_far_long_work_has_come_is_shown_and_then_the_answer_in_its_place() -> None:
    env: list[DiscordPlatform] = []

    class Slow(Answering):
        async def answer(self, request: Request, tell: Tell = nobody) -> Message:
            tell("Reading the sources: 1 of 3")
            message = env[0].channel
            while not any(  # noqa: ASYNC110 - simcord has no event for it
                "1 of 3" in text_of([part.to_dict() for part in one.components]) for one in message.history()
            ):
                await asyncio.sleep(0.01)
            return await super().answer(request, tell)

    async def ask(started: DiscordPlatform) -> list[str]:
        env.append(started)
        await started.types("digest", {})
        return [one.text for one in await started.seen()]

    (text,) = on(platform, Slow({"digest": DIGEST}), ask)
    assert "The council voted." in text
    assert "1 of 3" not in text


def test_what_is_for_one_person_is_shown_to_nobody_else_where_all_would_have_seen_the_answer() -> None:
    again = Message((Note("The digest of 3 min ago is above."),), Visibility.PRIVATE)

    class Again(Answering):
        async def answer(self, request: Request, tell: Tell = nobody) -> Message:
            return again

    async def ask(started: DiscordPlatform) -> tuple[list[Any], int]:
        found = await started.types("digest", {})
        return [one for one in found if "3 min" in one.text], len(await started.seen())

    found, seen = on(platform, Again({}), ask)
    assert [one.is_private for one in found] == [True]
    assert seen == 0


def test_direct_messages_with_the_bot_are_those_of_a_person() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> str:
        user = started.env.create_user("eve")
        started.guild.add_member(user)
        await user.slash("digest")
        return str(user.id)

    person = on(platform, handler, ask)
    (request,) = handler.requests
    assert request.place == Place.of_person("discord", "", person)
    ((_, refs),) = handler.shown
    assert refs[0].place == request.place


@pytest.mark.parametrize("is_in_a_server", [True, False])
def test_where_only_the_person_has_the_bot_it_answers_them_alone_and_as_if_by_direct_message(
    *, is_in_a_server: bool
) -> None:
    handler = answering(digest=Message(tuple(Paragraph("It goes. " * 400) for _ in range(12)), Visibility.PUBLIC, "m2"))

    async def ask(started: DiscordPlatform) -> Any:
        parsers = started.env.bot._connection.parsers  # noqa: SLF001 - simcord knows no guests
        parse = parsers["INTERACTION_CREATE"]

        def parse_as_a_guest(data: dict[str, Any]) -> None:
            user = data["member"]["user"]
            if is_in_a_server:
                parse(data | {"authorizing_integration_owners": {"1": user["id"]}})
            else:
                left_out = {"member", "guild_id", "guild"}
                parse({name: data[name] for name in data.keys() - left_out} | {"user": user, "context": 2})

        parsers["INTERACTION_CREATE"] = parse_as_a_guest
        return await started.reader.slash(started.channel, "digest")

    result = on(platform, handler, ask)
    (request,) = handler.requests
    assert request.place.person == request.person.id
    messages = [result.response, *result.followups]
    assert all(message.ephemeral for message in messages)
    # So many are allowed; the last says where the rest is.
    assert len(messages) == 6
    assert "no room here" in text_of(messages[-1].components)


def test_commands_are_offered_to_servers_and_to_persons() -> None:
    client = DiscordAdapter(SETTINGS).connect(answering())
    assert isinstance(client, discord.AutoShardedClient)
    for command in client.tree.get_commands():  # type: ignore[attr-defined] # ours has one
        sent = command.to_dict(client.tree)  # type: ignore[attr-defined]
        assert sent["integration_types"] == [0, 1], command.name
        assert set(sent["contexts"]) == {0, 1, 2}, command.name


def pressable(channel: Any) -> Message:
    """A digest with buttons as nobody but a client that was tampered with has them: they name some channel."""
    options = {"times": "07:00", "channel": str(channel.id)}
    direct = Button("Direct", "schedule set", options)
    formed = Button("Formed", "schedule set", {"channel": str(channel.id)}, asks=("times",))
    return Message((Heading("Morning brief", level=1), Actions((direct, formed))), Visibility.PUBLIC, "m1")


@pytest.mark.parametrize("where", ["of another server", "that they can't see"])
def test_nobody_manages_a_channel_that_is_not_theirs_to_see_whatever_their_client_sends(where: str) -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> str:
        hidden = {started.guild.default_role: discord.PermissionOverwrite(view_channel=False)}
        other = started.env.create_guild("Elsewhere")
        channel = (
            other.create_text_channel("theirs")
            if "another" in where
            else started.guild.create_text_channel("secret", overwrites=hidden)
        )
        await started.env.settle()
        handler.answers["digest"] = pressable(channel)
        await started.types("digest", {})
        message = started.channel.last_message
        await started.member.click(message, label="Direct")
        form = await started.member.click(message, label="Formed")
        await started.member.submit_modal(form, {"times": "07:00"})
        return str(channel.id)

    id_ = on(platform, handler, ask)
    asked = [request.options["channel"] for request in handler.requests if request.command == "schedule set"]
    # What is no id the service refuses, in words.
    assert asked == [f"#{id_}"] * 2


def test_who_manages_a_server_manages_the_channels_of_it_that_they_can_see() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> str:
        handler.answers["digest"] = pressable(started.channel)
        await started.types("digest", {})
        await started.member.click(started.channel.last_message, label="Direct")
        await started.member.slash(started.channel, "schedule set", times="07:00", channel=started.channel)
        return str(started.channel.id)

    id_ = on(platform, handler, ask)
    assert [request.options["channel"] for request in handler.requests[1:]] == [id_, id_]
