"""What people write on Discord: to the bot, beside a digest, and to each other."""

from typing import Any

import discord
import pytest

from bot.adapters.discord import DiscordAdapter
from bot.errors import RequestError
from bot.messages import Heading, Message, MessageRef, Note, Paragraph, Place, Request, Visibility
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, comes, on
from tests.adapters.harness_discord import SETTINGS, DiscordPlatform, platform, text_of

DIGEST = Message((Heading("Morning brief", level=1), Paragraph("The council voted.")), Visibility.PUBLIC, "m1")
ANSWER = Message((Paragraph("Henrike Salter said it."),), Visibility.PRIVATE, "m9")


def answering(**answers: Any) -> Answering:
    return Answering({"digest": DIGEST, "help": ANSWER, **answers})


async def digest_with_thread(started: DiscordPlatform, handler: Answering) -> tuple[MessageRef, Any]:
    """A digest that came, and the thread that somebody began below it."""
    (ref,) = (await comes(started, DIGEST)).values()
    channel = started.env.bot.get_channel(started.channel.id)
    await channel.get_partial_message(int(ref.id)).create_thread(name="Morning brief")
    await started.env.settle()
    (thread,) = started.channel.threads
    handler.requests.clear()
    return ref, thread


def said(channel: Any) -> list[str]:
    """What the bot wrote in a channel, the oldest first."""
    messages = [message for message in channel.history() if message.author.bot]
    return [text_of([part.to_dict() for part in message.components]) for message in messages]


def test_who_names_the_bot_in_a_digests_thread_asks_about_that_digest() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> tuple[MessageRef, Place, list[str]]:
        ref, thread = await digest_with_thread(started, handler)
        await started.reader.send(thread, f"{started.env.bot.user.mention} who said it?")
        return ref, Place("discord", ref.place.workspace, ref.place.channel, str(thread.id)), said(thread)

    ref, place, answers = on(platform, handler, ask)
    (request,) = handler.requests
    assert (request.command, dict(request.options)) == ("ask", {"question": "who said it?"})
    assert (request.reply_to, request.place) == (ref, place)
    assert answers == ["Henrike Salter said it."]
    ((id_, refs),) = handler.shown
    assert (id_, refs[0].place) == ("m9", place)


def test_a_reply_that_names_the_bot_is_about_the_message_it_replies_to() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> MessageRef:
        (ref,) = (await comes(started, DIGEST)).values()
        text = f"{started.env.bot.user.mention} and in Georgia?"
        await started.reader.send(started.channel, text, reply_to=started.channel.last_message)
        return ref

    ref = on(platform, handler, ask)
    (request,) = handler.requests
    assert (request.reply_to, request.options["question"]) == (ref, "and in Georgia?")


def test_who_writes_below_a_digest_and_does_not_name_the_bot_is_told_how_to_ask() -> None:
    handler = answering()
    handler.nudge = Message((Note("Press Ask, or begin with @Pullquote."),))

    async def ask(started: DiscordPlatform) -> tuple[MessageRef, list[str]]:
        ref, thread = await digest_with_thread(started, handler)
        await started.reader.send(thread, "who said it?")
        return ref, said(thread)

    ref, answers = on(platform, handler, ask)
    assert [request.reply_to for request in handler.unheard] == [ref]
    assert answers == ["Press Ask, or begin with @Pullquote."]
    assert handler.requests == []


def test_where_the_host_lets_the_bot_read_all_a_follow_up_need_not_name_it() -> None:
    handler = answering()
    reading = SETTINGS.model_copy(update={"message_content": True})

    async def ask(started: DiscordPlatform) -> list[str]:
        adapter = DiscordAdapter(reading)
        assert (adapter.terms.needs_mention, started.adapter.terms.needs_mention) == (False, True)
        await started.env.restart_bot(adapter.connect(handler))
        thread = await digest_with_thread_of_the_bot(started)
        handler.nudge = ANSWER
        await started.reader.send(thread, "who said it?")
        handler.nudge = None
        await started.reader.send(thread, "good morning")
        await started.reader.send(started.channel, "who said that?")
        own = next(message for message in thread.history() if message.author.bot)
        await started.reader.send(thread, "in Georgia", reply_to=own)
        return said(thread)

    async def digest_with_thread_of_the_bot(started: DiscordPlatform) -> Any:
        channel = started.env.bot.get_channel(started.channel.id)
        message = await channel.send("digest")
        await message.create_thread(name="Morning brief")
        await started.env.settle()
        return started.channel.threads[0]

    answers = on(platform, handler, ask)
    # In a thread people talk with each other too: what is a question the service says. A reply speaks to the bot.
    assert [request.options["question"] for request in handler.unheard] == ["who said it?", "good morning"]
    assert [request.options["question"] for request in handler.requests] == ["in Georgia"]
    assert answers == ["Henrike Salter said it."] * 2
    assert [id_ for id_, _ in handler.shown] == ["m9", "m9"]


def test_what_people_say_to_each_other_is_left_alone() -> None:
    handler = answering()
    handler.nudge = Message((Note("Press Ask."),))

    async def talk(started: DiscordPlatform) -> list[str]:
        await started.says("good morning")
        await started.says("@everyone look at this")
        await started.reader.send(started.channel, "indeed", reply_to=started.channel.last_message)
        channel = started.env.bot.get_channel(started.channel.id)
        await channel.send(f"{started.env.bot.user.mention} who said it?")
        return said(started.channel)

    answers = on(platform, handler, talk)
    assert len(answers) == 1
    assert handler.requests == []
    assert handler.unheard == []


@pytest.mark.parametrize(
    ("text", "command", "options"),
    [
        ("who said it?", "ask", {"question": "who said it?"}),
        ("/digest brief", "digest", {"length": "brief"}),
        ("help", "help", {}),
    ],
)
def test_direct_messages_are_questions_or_commands_as_they_are_typed(
    text: str, command: str, options: dict[str, str]
) -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> tuple[str, list[str]]:
        user = started.env.create_user("eve")
        started.guild.add_member(user)
        await user.send_dm(text)
        return str(user.id), said(user.dm_channel)

    person, answers = on(platform, handler, ask)
    (request,) = handler.requests
    assert (request.command, dict(request.options)) == (command, options)
    assert request.place == Place.of_person("discord", "", person)
    assert len(answers) == 1


def test_who_says_nothing_but_the_bots_name_is_told_what_to_ask() -> None:
    async def ask(started: DiscordPlatform) -> list[str]:
        await started.says(started.env.bot.user.mention)
        return said(started.channel)

    (answer,) = on(platform, answering(), ask)
    assert "Ask me something about the news here" in answer


def test_a_question_that_can_not_be_answered_is_answered_in_words_and_never_with_a_trace() -> None:
    class Failing(Answering):
        async def answer(self, request: Request, tell: Tell = nobody) -> Message:
            if "again" in request.options["question"]:
                words = "You have asked your questions for this hour."
                raise RequestError(words)
            message = "secret path"
            raise ValueError(message)

    async def ask(started: DiscordPlatform) -> list[str]:
        for text in ("once", "again"):
            await started.says(f"{started.env.bot.user.mention} {text}")
        return said(started.channel)

    once, again = on(platform, Failing({}), ask)
    assert "Something went wrong on my side" in once
    assert "You have asked your questions" in again


def test_an_answer_pings_nobody_and_is_there_once() -> None:
    async def ask(started: DiscordPlatform) -> list[dict[str, Any]]:
        await started.says(f"{started.env.bot.user.mention} who?")
        return started.posted()

    (body,) = on(platform, answering(), ask)
    assert body["allowed_mentions"]["parse"] == []
    assert body["allowed_mentions"]["replied_user"] is False
    assert body["enforce_nonce"]
    assert body["message_reference"]["fail_if_not_exists"] is False


def test_where_the_bot_may_not_write_nobody_is_answered_and_that_is_known() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> None:
        silent = {started.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
        channel = started.guild.create_text_channel("quiet", overwrites=silent)
        speakers = started.guild.create_role("speakers", permissions=discord.Permissions(administrator=True))
        writer = started.guild.add_member(started.env.create_user("kim"), roles=[speakers])
        await writer.send(channel, f"{started.env.bot.user.mention} who?")

    on(platform, handler, ask)
    assert handler.not_shown == ["m9"]
