"""Walks through the product on Discord, as a new manager, a reader and a server that comes back take them: nothing of the bot is played."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from tests.adapters.discord_house import BEGINS, House, Seen, in_a_house, seen, texts
from tests.adapters.walked_web import HOSTILE, LADDER, SALMON, furnish_web, paper
from tests.shell.analysed import analyse_all
from tests.shell.readers import one_reader

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEVEN = BEGINS + HOUR


@pytest.fixture(scope="module", autouse=True)
def _one_reader() -> Iterator[None]:
    with one_reader():
        yield


async def set_up(house: House, **options: Any) -> Seen:
    """What somebody sees who manages the server and sets the channel up by the form."""
    form = seen(await house.ann.slash(house.channel, "setup"))
    filled = {"source": house.url("site"), "channel": [house.channel], "time": "07:00", "zone": "Berlin"}
    return seen(await house.ann.submit_modal(form.result, filled | options))


async def fills(member: Any, opened: Any, **fields: Any) -> Seen:
    """What somebody sees who fills a form in."""
    assert seen(opened).form
    return seen(await member.submit_modal(opened, fields))


def digest_in(channel: Any) -> Any:
    """The last message of the bot with buttons that all see."""
    return [one for one in channel.history() if one.author.bot and "Who said what" in texts([one])][-1]


def test_from_being_taken_in_to_the_first_digest_it_takes_one_command(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        (welcome,) = house.said(house.channel)
        assert "/setup" in welcome
        await house.restarts()
        assert house.said(house.channel) == [welcome]
        (hello,) = house.channel.history()
        refused = seen(await house.bob.click(hello, label="Set it up"))
        assert "Only those who manage this channel" in refused.text
        assert (
            seen(await house.ann.click(hello, label="Set it up")).form
            == seen(await house.ann.slash(house.channel, "setup")).form
        )
        shown = await set_up(house)
        assert shown.is_private
        assert "1 source added" in shown.text
        assert "The next one comes Tue 24 Nov, 07:00." in shown.text
        (came,) = await house.comes(SEVEN)
        assert came.channel_id == house.channel.id
        text = texts([came])
        assert text.startswith("Morning brief · Tue 24 Nov, 07:00 Berlin")
        assert SALMON in text
        await asks_and_looks(house)
        await house.restarts()
        await asks_and_looks(house)
        await talks_in_its_thread(house, came)
        assert HOSTILE in text
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


async def asks_and_looks(house: House) -> None:
    """A reader uses the three buttons of a digest."""
    digest = digest_in(house.channel)
    opened = await house.bob.click(digest, label="Ask")
    answer = await fills(house.bob, opened, question="Who said the salmon have waited?")
    assert answer.is_private
    assert f"“{SALMON},” said Henrike Salter, the mayor of Dorn." in answer.text
    quotes = seen(await house.bob.click(digest, label="Who said what"))
    assert quotes.is_private
    assert "Jonas Wirt" in quotes.text
    more = seen(await house.bob.click(digest, label="More"))
    assert more.is_private
    assert "Why this digest is as it is" in more.text


async def talks_in_its_thread(house: House, digest: Any) -> None:
    """A reader talks to the bot, and to others, below a digest."""
    channel = house.env.bot.get_channel(house.channel.id)
    await channel.get_partial_message(digest.id).create_thread(name="Morning brief")
    await house.env.settle()
    (thread,) = house.channel.threads
    me = house.env.bot.user.mention
    await house.bob.send(thread, f"{me} who said the salmon have waited?")
    assert "said Henrike Salter" in house.said(thread)[-1]
    await house.bob.send(thread, f"{me} and in Georgia?")
    assert "The sources don’t say." in house.said(thread)[-1]
    await house.bob.send(thread, "I wonder who said that")
    assert "begin with a mention of me" in house.said(thread)[-1]
    count = len(house.said(thread))
    await house.bob.send(thread, "and I wonder why")
    assert len(house.said(thread)) == count
    assert "Jonas Wirt" in seen(await house.bob.slash(thread, "quotes")).text


def test_a_reader_finds_what_is_there_asks_about_links_and_follows_somebody(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        await house.comes(SEVEN)
        await asks_twice_for_the_digest(house)
        await asks_about_a_message(house)
        await follows_somebody(house)
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


async def asks_twice_for_the_digest(house: House) -> None:
    first = seen(await house.bob.slash(house.channel, "digest"))
    assert not first.is_private
    await house.env.advance_time(120)
    again = seen(await house.ann.slash(house.channel, "digest"))
    assert again.is_private
    assert "The digest of 2 min ago" in again.text
    assert list(urls_in([one.components for one in again.messages])) == [
        f"https://discord.com/channels/{house.guild.id}/{house.channel.id}/{first.messages[0].id}"
    ]
    anew = seen(await house.ann.click(again.messages[-1], label="Make it anew"))
    assert not anew.is_private
    assert anew.text.startswith("Digest · Tue 24 Nov, 07:02 Berlin")


async def asks_about_a_message(house: House) -> None:
    message = await house.ann.send(house.channel, f"Have you seen this? {house.url('bridge')}!")
    told = seen(await house.bob.context_menu(house.channel, "Digest this", message))
    assert told.is_private
    assert "The stone bridge of Dorn is closed for a month from Monday" in told.text
    opened = await house.bob.context_menu(house.channel, "Ask about this", message)
    answer = await fills(house.bob, opened, question="Who said that the arches need new mortar?")
    assert answer.is_private
    assert "said Ida Kern, the engineer" in answer.text
    message = await house.ann.send(house.channel, "Nothing to see")
    none = seen(await house.bob.context_menu(house.channel, "Digest this", message))
    assert "There is no link to a page in that" in none.text
    # What was read for one is no news of the channel.
    assert "Bridge" not in seen(await house.bob.slash(house.channel, "digest", since="36h")).text


async def follows_somebody(house: House) -> None:
    bob = house.bob.user
    told = seen(await house.bob.slash(house.channel, "follow", what="Henrike Salter", kind="person"))
    assert "what is new comes as a direct message at 08:00 (Europe/Berlin)" in told.text
    assert "no news of the last 24 hours" not in seen(await house.bob.slash(house.channel, "catch-up")).text
    await bob.send_dm("/schedule set 09:00")
    assert "every day at 09:00, Europe/Berlin" in house.said(bob.dm_channel)[-1]
    house.web["news/dorn.xml"] = paper(LADDER)
    (in_channel,) = await house.comes(SEVEN + DAY)
    assert "fish ladder" in texts([in_channel])
    (direct,) = await house.comes(SEVEN + DAY + 2 * HOUR)
    assert direct.channel_id == bob.dm_channel.id
    assert texts([direct]).startswith("Morning news of what you follow")
    assert "The first salmon came within the hour" in texts([direct])
    (direct,) = [one for one in bob.dm_channel.history() if one.id == direct.id]
    assert "The first salmon" in seen(await bob.click(direct, label="Who said what")).text
    opened = await bob.click(direct, label="Ask")
    assert "said Henrike Salter" in (await fills(bob, opened, question="Who said the first salmon came?")).text
    await bob.send_dm("Who said the first salmon came within the hour?")
    assert "said Henrike Salter" in house.said(bob.dm_channel)[-1]
    assert "no longer follow" in seen(await bob.slash("unfollow", what="Henrike Salter")).text


def test_what_is_wrong_is_said_and_nothing_is_done_by_halves_without_a_word(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        nothing = await fills(house.ann, await house.ann.slash(house.channel, "setup"), time="")
        assert "/setup science" in nothing.text
        narnia = await set_up(house, source=house.url("none"), zone="Narnia")
        assert "no feed" in narnia.text
        assert "No time zone is called “Narnia”" in narnia.text
        assert "It comes once there is a source." not in narnia.text
        unread = await set_up(house, source=house.url("none"))
        assert "It comes once there is a source." in unread.text
        assert "any more" in seen(await house.ann.slash(house.channel, "schedule remove")).text
        assert "No digest comes by itself here." in seen(await house.ann.slash(house.channel, "schedule show")).text
        late = await set_up(house, time="25")
        assert "1 source added" in late.text
        assert "Not set: “25” is no hour of the day" in late.text
        words = await set_up(house, source="the local paper")
        assert "“the local paper” is no address" in words.text
        assert "The next one comes Tue 24 Nov, 07:00." in words.text
        await sets_what_can_not_be(house)
        await sets_up_what_the_bot_can_not_see(house)
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


async def sets_what_can_not_be(house: House) -> None:
    """Options that are none are refused in words, and all stays as it was."""
    wrong = {
        "is no hour of the day": {"times": "25:00"},
        "is no day": {"times": "8", "days": "funday"},
        "is no role that I can call": {"times": "8", "role": "nobody here"},
        "calls nobody who did not ask": {"times": "8", "role": "@everyone"},
        "are no quiet hours": {"times": "8", "quiet": "always"},
        "No time zone is called": {"times": "8", "zone": "Narnia"},
    }
    for words, options in wrong.items():
        shown = seen(await house.ann.slash(house.channel, "schedule set", **options))
        assert words in shown.text
        assert shown.is_private
    shown = seen(await house.ann.slash(house.channel, "schedule show"))
    assert "A brief digest comes every day at 07:00, Europe/Berlin." in shown.text
    refused = seen(await house.ann.slash(house.channel, "sources remove", source="Post"))
    assert "No source here is called “Post”; there are Dorn Mail." in refused.text
    assert "1 source here" in seen(await house.ann.slash(house.channel, "sources list")).text


async def sets_up_what_the_bot_can_not_see(house: House) -> None:
    hidden = {house.guild.default_role: discord.PermissionOverwrite(view_channel=False)}
    secret = house.guild.create_text_channel("secret", overwrites=hidden)
    root = house.guild.create_role("root", permissions=discord.Permissions(administrator=True))
    eve = house.guild.add_member(house.env.create_user("eve"), roles=[root])
    shown = await fills(eve, await eve.slash(house.channel, "setup"), channel=[secret], time="07:00")
    assert "Set, but" in shown.text
    assert "grant me View Channel, Send Messages" in shown.text
    (told,) = [one for one in await house.comes(SEVEN) if one.channel_id == eve.user.dm_channel.id]
    assert "Discord does not let the bot post in #secret; grant it View Channel" in texts([told])


def test_who_manages_nothing_changes_nothing_and_a_server_that_comes_back_goes_on(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        (sources,) = [one for one in await house.env.bot.tree.fetch_commands() if one.name == "sources"]
        house.guild.set_command_permissions(sources, {house.bob: True})
        refused = seen(await house.bob.slash(house.channel, "sources remove", source="Dorn Mail"))
        assert refused.is_private
        assert "Only those who manage this channel can change that" in refused.text
        assert "1 source here" in seen(await house.bob.slash(house.channel, "sources list")).text
        await house.leaves()
        assert await house.comes(SEVEN) == []
        await house.joins()
        house.web["news/dorn.xml"] = paper(LADDER)
        assert "Morning brief" in texts(await house.comes(SEVEN + DAY))
        await house.env.bot.get_channel(house.channel.id).delete()
        await house.env.settle()
        told = await house.comes(house.now())
        assert [one.channel_id for one in told] == [house.ann.user.dm_channel.id]
        assert "to #news at 07:00 (Europe/Berlin) can’t be posted there: the channel was deleted." in texts(told)
        other = house.guild.create_text_channel("other")
        anew = seen(await house.ann.slash(other, "setup", source=house.url("site")))
        assert "every day at 07:00" in anew.text
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


def test_digests_come_as_they_were_chosen_and_where(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        role = house.guild.roles["managers"]
        options = {"times": "07:00", "role": str(role.id), "silent": "yes"}
        shown = seen(await house.ann.slash(house.channel, "schedule set", **options))
        assert "It is posted without a sound, with a call to @managers." in shown.text
        assert "one with each digest" in seen(await house.ann.slash(house.channel, "settings set", threads="yes")).text
        forum, news = house.guild.create_forum_channel("forum"), house.guild.create_news_channel("announcements")
        shown = await fills(house.ann, await house.ann.slash(house.channel, "setup"), channel=[forum], time="07:00")
        assert shown.text.startswith("Setup · #forum")
        await house.ann.slash(house.channel, "schedule set", times="07:00", channel=news, publish="yes")
        came = {one.channel_id: one for one in await house.comes(SEVEN) if "Who said what" in texts([one])}
        (thread,), (post,) = house.channel.threads, forum.threads
        assert set(came) == {house.channel.id, news.id, post.id}
        assert texts([came[house.channel.id]]).startswith(f"<@&{role.id}>")
        assert came[house.channel.id].flags & discord.MessageFlags.suppress_notifications.flag
        assert [one.path for one in house.env.http_requests if one.path.endswith("/crosspost")]
        # In the post of a forum and in a digest's own thread it is that digest which is asked.
        for place in (post, thread):
            assert "Jonas Wirt" in seen(await house.bob.slash(place, "quotes")).text
            stories = await house.bob.autocomplete(place, "story", "story", "")
            assert [one for one in stories if "old weir" in one["name"]]
            assert not seen(await house.bob.slash(place, "digest")).is_private
        await suggests_what_is_there(house)
        await uses_it_alone(house)
        assert_harmless(house, roles=[role.id])

    in_a_house(tmp_path / "pullquote.db", walk)


async def suggests_what_is_there(house: House) -> None:
    async def found(command: str, option: str, typed: str, **others: str) -> list[str]:
        return [one["name"] for one in await house.ann.autocomplete(house.channel, command, option, typed, **others)]

    assert await found("sources remove", "source", "") == ["Dorn Mail"]
    assert (await found("setup", "zone", "berl"))[0].startswith("Europe/Berlin")
    assert (await found("schedule set", "role", "man", times="7")) == ["@managers"]
    assert [one for one in await found("story", "story", "") if "old weir" in one]
    # As it does behind, while nobody waits.
    await analyse_all(house.desk.store)
    assert "Henrike Salter, the mayor of Dorn" in await found("quotes", "by", "salt")


async def uses_it_alone(house: House) -> None:
    """Somebody has nothing but direct messages with the bot."""
    user = house.bob.user
    await user.send_dm("who said it?")
    assert "There are no sources here yet" in house.said(user.dm_channel)[-1]
    await user.send_dm(f"/setup {house.url('site')} 08:00 zone:berlin")
    assert "every day at 08:00, Europe/Berlin" in house.said(user.dm_channel)[-1]
    assert "Jonas Wirt" in seen(await user.slash("digest", length="full")).text
    house.web["news/dorn.xml"] = paper(LADDER)
    came = await house.comes(SEVEN + DAY + HOUR)
    (direct,) = [one for one in came if one.channel_id == user.dm_channel.id]
    assert texts([direct]).startswith("Morning brief · Wed 25 Nov, 08:00 Berlin")


def assert_harmless(house: House, roles: list[int] | None = None) -> None:
    """Nothing that was sent pings anybody but those roles, links to where an article wants, or looks as it wants."""
    bodies = house.sent()
    assert len(bodies) > 5
    for body in bodies:
        if "title" in body:  # A form: it has words of ours alone.
            continue
        allowed = body["allowed_mentions"]
        assert allowed["parse"] == []
        assert set(allowed.get("roles", [])) <= set(roles or [])
        assert not allowed.get("users")
        assert all(url.startswith(("https://discord.com/channels/", "http://127.0.0.1:")) for url in urls_in([body]))
    written = "\n".join(text for body in bodies for text in texts_in(body))
    assert set(re.findall(r"(?<!\\)<@&(\d+)>", written)) <= {str(one) for one in roles or []}
    assert not re.search(r"(?<!\\)<@!?\d|@(?:everyone|here)", written)
    links = re.findall(r"(?<!\\)\]\(([^)]*)\)", written)
    assert all(re.match(r"https://dornmail\.example/|http://127\.0\.0\.1:", link) for link in links)
    # Discord makes a link of every bare address.
    assert not re.search(r"(?<!\()https?://(?!127\.)", written.replace("](https://", ""))
    assert not re.search(r"(?m)^\s*(?:# |```)|(?<!\\)```|(?<!\\)\*\*more\*\*", written)


def urls_in(parts: Any) -> Iterator[str]:
    """The addresses of the buttons in components."""
    if isinstance(parts, dict):
        if parts.get("type") == discord.ComponentType.button.value and parts.get("url"):
            yield parts["url"]
        parts = list(parts.values())
    if isinstance(parts, list):
        for part in parts:
            yield from urls_in(part)


def texts_in(part: Any) -> Iterator[str]:
    """The Markdown in components, as it was sent."""
    if isinstance(part, dict):
        if isinstance(part.get("content"), str):
            yield part["content"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from texts_in(one)
