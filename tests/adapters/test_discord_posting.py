"""What comes by itself on Discord: where it goes on, in what manner, what hinders it, and how it is found again."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.errors import PostError
from bot.messages import Heading, Manner, Message, MessageRef, Paragraph, Place, Summary, Told, Visibility
from tests.adapters.harness import Answering, on
from tests.adapters.harness_discord import DiscordPlatform, platform, text_of
from tests.adapters.test_contract import SINCE

PARAGRAPHS = tuple(Paragraph(f"Part {number} goes. " * 100) for number in range(5))
LONG = Message((Heading("Morning brief · Mon 30 Nov", level=1), *PARAGRAPHS), Visibility.PUBLIC, "m2")
SHORT = Message((Heading("Morning brief", level=1), Paragraph("The council voted.")), Visibility.PUBLIC, "m1")


def answering(**answers: Message) -> Answering:
    return Answering({"help": SHORT, **answers})


async def comes(started: DiscordPlatform, message: Message, place: Place) -> list[MessageRef]:
    """Post all parts of a message, as deliveries do."""
    refs: list[MessageRef] = []
    for number, part in enumerate(started.adapter.lay_out(message)):
        key = f"{message.id}-{number}"
        refs.append(await started.adapter.post(place, part, key, refs[0] if refs else None))
    return refs


def texts(channel: Any) -> list[str]:
    found = [text_of([part.to_dict() for part in message.components]) for message in channel.history()]
    # Beside what the bot wrote, a channel says when a thread begins.
    return [text for text in found if text]


def in_manner(**manner: Any) -> Message:
    return Message(SHORT.blocks, Visibility.PUBLIC, "m1", Manner(**manner))


def test_a_long_digest_goes_on_in_its_thread_and_all_of_it_is_found_there() -> None:
    async def post(started: DiscordPlatform) -> None:
        refs = await comes(started, LONG, started.place)
        (thread,) = started.channel.threads
        assert thread.name == "Morning brief · Mon 30 Nov"
        assert len(refs) > 1
        assert [ref.place.thread for ref in refs] == ["", *[refs[0].id] * (len(refs) - 1)]
        assert sum(text.count("Part") for text in texts(started.channel) + texts(thread)) == 500
        keys = [f"m2-{number}" for number in range(len(refs))]
        assert dict(await started.adapter.reconcile(started.place, keys, SINCE)) == dict(zip(keys, refs, strict=True))
        behind = await started.adapter.reconcile(started.place, keys[1:], SINCE, refs[0])
        assert dict(behind) == dict(zip(keys[1:], refs[1:], strict=True))
        # Tried again after a crash, it goes on in the same thread.
        part = started.adapter.lay_out(LONG)[1]
        assert await started.adapter.post(started.place, part, keys[1], refs[0]) == refs[1]

    on(platform, answering(), post)


def test_where_no_thread_may_be_made_a_long_digest_goes_on_behind_itself() -> None:
    async def post(started: DiscordPlatform) -> None:
        never = {started.guild.default_role: discord.PermissionOverwrite(create_public_threads=False)}
        channel = started.guild.create_text_channel("flat", overwrites=never)
        await started.env.settle()
        place = Place("discord", str(started.guild.id), str(channel.id))
        refs = await comes(started, LONG, place)
        assert {ref.place for ref in refs} == {place}
        assert len(await started.adapter.reconcile(place, ["m2-0", "m2-1"], SINCE)) == 2

    on(platform, answering(), post)


def test_an_answer_that_is_long_goes_on_in_its_thread_too() -> None:
    handler = answering(digest=LONG)

    async def ask(started: DiscordPlatform) -> tuple[list[str], list[str]]:
        await started.types("digest", {})
        return texts(started.channel), texts(started.channel.threads[0])

    first, more = on(platform, handler, ask)
    assert len(first) == 1
    assert sum(text.count("Part") for text in first + more) == 500
    ((_, refs),) = handler.shown
    assert {ref.place.thread for ref in refs[1:]} == {refs[0].id}


def test_a_place_that_wants_threads_gets_one_for_each_digest() -> None:
    handler = answering(digest=in_manner(has_thread=True))

    async def ask(started: DiscordPlatform) -> tuple[int, int]:
        await started.types("digest", {})
        await started.env.settle()
        asked_for = len(started.channel.threads)
        await comes(started, in_manner(has_thread=True), started.place)
        await comes(started, Message(SHORT.blocks, Visibility.PUBLIC, "m3"), started.place)
        await started.env.settle()
        return asked_for, len(started.channel.threads)

    assert on(platform, handler, ask) == (1, 2)


@pytest.mark.parametrize(("message", "flag"), [(in_manner(is_silent=True), True), (SHORT, False)])
def test_what_is_silent_makes_no_sound(message: Message, *, flag: bool) -> None:
    async def post(started: DiscordPlatform) -> list[bool]:
        forum = started.guild.create_forum_channel("digests")
        await started.env.settle()
        await comes(started, message, started.place)
        await comes(started, message, Place("discord", str(started.guild.id), str(forum.id)))
        (body,) = started.posted()
        (begun,) = [one.json for one in started.env.http_requests if one.path == f"/channels/{forum.id}/threads"]
        silent = discord.MessageFlags.suppress_notifications.flag
        return [bool(one.get("flags", 0) & silent) for one in (body, begun["message"])]

    assert on(platform, answering(), post) == [flag, flag]


def test_a_role_is_called_where_that_was_set_and_nobody_else_ever() -> None:
    async def post(started: DiscordPlatform) -> tuple[str, Any, Any]:
        role = str(started.guild.roles["managers"].id)
        await comes(started, in_manner(role=role), started.place)
        await comes(started, Message(SHORT.blocks, Visibility.PUBLIC, "m3"), started.place)
        called, plain = started.posted()
        return role, called, plain

    role, called, plain = on(platform, answering(), post)
    assert called["allowed_mentions"] == {"parse": [], "roles": [int(role)]}
    assert f"<@&{role}>" in str(called["components"])
    assert plain["allowed_mentions"].get("roles", []) == []
    assert "<@&" not in str(plain["components"])


def test_where_discord_refuses_a_picture_the_digest_comes_without() -> None:
    heading = Heading("1 · Weir", image="https://mail.example/weir.jpg")
    message = Message((heading, Summary((Told("The council voted."),))), Visibility.PUBLIC, "m1")

    async def post(started: DiscordPlatform) -> tuple[list[str], str]:
        refused = SimpleNamespace(status=400, reason="Bad Request", headers={})
        started.wire.refusals = [discord.HTTPException(refused, {"code": 50_035, "message": "Not a well formed URL."})]  # type: ignore[arg-type] # all that it looks at
        await comes(started, message, started.place)
        (body,) = started.posted()
        return texts(started.channel), str(body)

    said, body = on(platform, answering(), post)
    assert said == ["1 · Weir\nThe council voted."]
    assert "weir.jpg" not in body


def test_what_is_to_be_published_is_in_a_channel_of_announcements_alone() -> None:
    async def post(started: DiscordPlatform) -> tuple[str, list[str]]:
        news = started.guild.create_news_channel("announcements")
        await started.env.settle()
        for number, channel in enumerate((news, started.channel)):
            place = Place("discord", str(started.guild.id), str(channel.id))
            message = Message(SHORT.blocks, Visibility.PUBLIC, f"m{number}", Manner(is_published=True))
            await comes(started, message, place)
        published = [entry.path for entry in started.env.http_requests if entry.path.endswith("/crosspost")]
        return f"/channels/{news.id}/messages/{news.last_message.id}/crosspost", published

    path, published = on(platform, answering(), post)
    assert published == [path]


def test_in_a_forum_each_digest_is_a_post_of_its_own_which_is_found_again() -> None:
    async def post(started: DiscordPlatform) -> None:
        forum = started.guild.create_forum_channel("digests")
        await started.env.settle()
        place = Place("discord", str(started.guild.id), str(forum.id))
        refs = await comes(started, LONG, place)
        (thread,) = forum.threads
        assert thread.name == "Morning brief · Mon 30 Nov"
        assert {ref.place.thread for ref in refs} == {str(thread.id)}
        assert sum(text.count("Part") for text in texts(thread)) == 500
        found = await started.adapter.reconcile(place, ["m2-0", "m2-9"], SINCE)
        assert dict(found) == {"m2-0": refs[0]}
        later = datetime.now(SINCE.tzinfo).replace(year=2199)
        assert dict(await started.adapter.reconcile(place, ["m2-0"], later)) == {}

    on(platform, answering(), post)


@pytest.mark.parametrize(
    ("denied", "manner", "words"),
    [
        ({}, Manner(), ""),
        ({"view_channel": False}, Manner(), "View Channel"),
        ({"send_messages": False}, Manner(), "grant me Send Messages there"),
        ({"send_messages": False, "read_message_history": False}, Manner(), "Send Messages and Read Message History"),
        ({"create_public_threads": False}, Manner(), ""),
        ({"create_public_threads": False}, Manner(has_thread=True), "Create Public Threads"),
        ({}, Manner(is_published=True), "Only what is posted in an announcement channel"),
        ({}, Manner(role="7"), "The role to be called is not there any more"),
    ],
)
def test_what_hinders_a_post_is_told_beforehand_with_what_to_grant(
    denied: dict[str, bool], manner: Manner, words: str
) -> None:
    async def look(started: DiscordPlatform) -> str:
        overwrites = {started.guild.default_role: discord.PermissionOverwrite(**denied)}
        channel = started.guild.create_text_channel("news-2", overwrites=overwrites)
        await started.env.settle()
        return await started.adapter.obstacle(Place("discord", str(started.guild.id), str(channel.id)), manner)

    told = on(platform, answering(), look)
    assert words in told if words else told == ""


def test_a_role_that_can_not_be_called_is_told_by_its_name() -> None:
    async def look(started: DiscordPlatform) -> str:
        role = started.guild.roles["managers"]
        never = {started.guild.default_role: discord.PermissionOverwrite(mention_everyone=False)}
        channel = started.guild.create_text_channel("calm", overwrites=never)
        await started.env.settle()
        place = Place("discord", str(started.guild.id), str(channel.id))
        return await started.adapter.obstacle(place, Manner(role=str(role.id)))

    assert "let everybody mention the role managers" in on(platform, answering(), look)


def test_a_post_that_is_refused_names_what_is_missing() -> None:
    async def post(started: DiscordPlatform) -> PostError:
        silent = {started.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
        channel = started.guild.create_text_channel("quiet", overwrites=silent)
        await started.env.settle()
        place = Place("discord", str(started.guild.id), str(channel.id))
        with pytest.raises(PostError) as raised:
            await comes(started, SHORT, place)
        return raised.value

    error = on(platform, answering(), post)
    assert error.permanent
    assert str(error).endswith("grant it Send Messages there")


def test_direct_messages_and_places_that_are_not_known_have_no_obstacle() -> None:
    async def look(started: DiscordPlatform) -> list[str]:
        places = [Place.of_person("discord", "", "7"), Place("discord", "", "12345"), Place("discord", "9", "1", "2")]
        return [await started.adapter.obstacle(place, Manner()) for place in places]

    assert on(platform, answering(), look) == ["", "", ""]


def test_a_thread_that_somebody_deleted_loses_nothing_of_a_digest() -> None:
    async def post(started: DiscordPlatform) -> None:
        first, *more = started.adapter.lay_out(LONG)
        ref = await started.adapter.post(started.place, first, "m2-0")
        refs = [await started.adapter.post(started.place, more[0], "m2-1", ref)]
        await started.env.bot.get_channel(int(ref.id)).delete()
        started.env.inject_error("POST", "/channels/*/messages/*/threads", status=403)
        refs += [await started.adapter.post(started.place, part, f"m2-{2 + at}", ref) for at, part in enumerate(more)]
        assert {one.place for one in refs[1:]} == {started.place}

    on(platform, answering(), post)


@pytest.mark.parametrize("code", [50_083, 160_005])
def test_a_thread_that_somebody_closed_loses_nothing_of_a_digest(code: int) -> None:
    async def post(started: DiscordPlatform) -> None:
        first, part, *_ = started.adapter.lay_out(LONG)
        ref = await started.adapter.post(started.place, first, "m2-0")
        refused = SimpleNamespace(status=400, reason="Bad Request", headers={})
        started.wire.refusals = [discord.HTTPException(refused, {"code": code, "message": "Thread is archived"})]  # type: ignore[arg-type] # all that it looks at
        there = await started.adapter.post(started.place, part, "m2-1", ref)
        assert there.place == started.place

    on(platform, answering(), post)


def test_of_a_digest_whose_beginning_was_deleted_since_the_rest_comes_and_is_found() -> None:
    async def post(started: DiscordPlatform) -> None:
        first, part, *_ = started.adapter.lay_out(LONG)
        gone = SimpleNamespace(status=404, reason="Not Found", headers={})
        started.wire.refusals = [discord.NotFound(gone, {"code": 10_008, "message": "Unknown Message"})]  # type: ignore[arg-type] # all that it looks at
        ref = await started.adapter.post(started.place, first, "m2-0")
        there = await started.adapter.post(started.place, part, "m2-1", ref)
        assert there.place == started.place
        assert await started.adapter.reconcile(started.place, ["m2-1", "m2-2"], SINCE, ref) == {"m2-1": there}

    on(platform, answering(), post)


def test_to_post_in_a_forum_takes_what_a_long_digest_goes_on_by() -> None:
    async def look(started: DiscordPlatform) -> str:
        forum = started.guild.create_forum_channel("digests")
        await started.env.settle()
        known = started.env.bot.get_channel(int(forum.id))
        await known.set_permissions(known.guild.default_role, send_messages_in_threads=False)
        await started.env.settle()
        return await started.adapter.obstacle(Place("discord", str(started.guild.id), str(forum.id)), Manner())

    assert "grant me Send Messages in Threads there" in on(platform, answering(), look)


def test_where_the_bot_may_answer_and_not_write_a_long_answer_is_whole_all_the_same() -> None:
    handler = answering(digest=LONG)

    async def ask(started: DiscordPlatform) -> str:
        started.env.inject_error("POST", "/channels/*/messages/*/threads", status=403)
        started.env.inject_error("POST", "/channels/*/messages", status=403)
        await started.types("digest", {})
        return "\n".join(texts(started.channel))

    assert on(platform, handler, ask).count("Part") == 500
    ((_, refs),) = handler.shown
    assert len(refs) > 1
