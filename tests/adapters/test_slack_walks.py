"""Walks through the product on Slack, as a new admin, a reader and a workspace that comes back take them: nothing of the bot is played."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.manifest import shortcut_id
from tests.adapters.slack_forms import Value, labels_of
from tests.adapters.slack_house import BEGINS, House, in_a_house, settled, texts
from tests.adapters.slack_kit import objects, problems_of_blocks, problems_of_view
from tests.adapters.slack_people import Done
from tests.adapters.slack_text import message_text, text_of, view_text
from tests.adapters.slack_world import Channel, Json, Member
from tests.adapters.walked_web import HOSTILE, LADDER, SALMON, furnish_web, paper
from tests.shell.chat import story
from tests.shell.readers import one_reader

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEVEN = BEGINS + HOUR
MORNING = "Morning brief · Tue 24 Nov, 07:00 Berlin"
COMES = "The next one comes: Tue 24 Nov, 07:00 (Europe/Berlin)."


@pytest.fixture(scope="module", autouse=True)
def _one_reader() -> Iterator[None]:
    with one_reader():
        yield


def opens(opened: Done, title: str) -> Json:
    """The form that opened for somebody, by what stands over it; nothing else appeared."""
    assert opened.view, opened.text
    assert opened.view["title"]["text"] == title
    assert opened.messages == []
    return opened.view


async def fills(house: House, form: Json, values: Mapping[str, Value], person: Member | None = None) -> str:
    """What somebody reads in the modal that they have filled in and sent; they close it then."""
    who = person or house.ann
    await house.submits(form, values, who)
    shown = view_text(who.views[-1])
    who.views.clear()
    return shown


async def set_up(house: House, channel: Channel | None = None, **values: Value) -> str:
    """What somebody reads who sets a channel up by the form."""
    form = opens(await house.types("/digest setup", channel=channel), "Setup")
    return await fills(house, form, {"source": house.url("site"), "time": "07:00", **values})


async def presses_below(house: House, heading: str, label: str, person: Member | None = None) -> Done:
    """What somebody sees who presses a button of the home, in the part below a heading."""
    who = person or house.ann
    assert who.home
    return await house.presses(label, {**who.home, "blocks": part_of(who.home, heading)}, who)


def part_of(view: Json, heading: str) -> list[Json]:
    """The blocks of a view between two dividers, where the first of them says something."""
    parts: list[list[Json]] = [[]]
    for block in view["blocks"]:
        if block["type"] == "divider":
            parts.append([])
        else:
            parts[-1].append(block)
    (found,) = [part for part in parts if any(text_of([one]).startswith(heading) for one in part)]
    return found


def in_order(text: str, *words: str) -> bool:
    """Whether some words stand in a text, in this order."""
    at = 0
    for one in words:
        at = text.find(one, at)
        assert at >= 0, f"{one!r} is not there, or not where it should be, in:\n{text}"
    return True


def test_a_new_admin_sets_it_up_from_the_home_and_invites_the_bot_then(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        home = await house.looks()
        assert in_order(home, "Pullquote", "in the outlets’ own sentences", "First steps", "Set up a first digest")
        form = opens(await house.presses("Set up a first digest", house.ann.home or {}), "Setup")
        shown = view_text(form)
        assert in_order(shown, "Pack", "Source", "Channel", "to you alone, as a direct message, if no channel", "Time")
        # Nobody has to know their time zone.
        assert [one["element"].get("initial_option", {}).get("value") for one in form["blocks"]][-1] == "Europe/Berlin"
        assert (await house.slack.people.completes(house.ann, form, "Zone", "lond"))[0].startswith("Europe/London")
        told = await fills(house, form, {"source": house.url("site"), "channel": house.channel.id, "time": "07:00"})
        assert in_order(
            told,
            "Setup · #news",
            "1 source added",
            "Set, but: I am not in #news; type /invite @pullquote there.",
            "The next one comes Tue 24 Nov, 07:00.",
            "Preview · Morning brief",
            "And 2 more stories.",
            "Add another source",
        )
        home = await house.looks()
        assert in_order(
            home, "What comes next", "#news", COMES, "can’t come: I am not in #news; type /invite @pullquote"
        )
        welcome = await house.joins()
        assert welcome.text == (
            f"Pullquote is here\n{COMES}\n/digest shows the news at once; /digest help has all there is."
        )
        assert "can’t come" not in await house.looks()
        (came,) = await house.comes(SEVEN)
        assert came["ts"] in house.channel.messages
        assert in_order(message_text(came), MORNING, "Night trains", HOSTILE, SALMON, "Ask", "More", "next in 24 h")
        assert "Wed 25 Nov, 07:00" in await house.looks()
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk, is_joined=False)


def test_from_being_invited_to_the_first_digest_it_takes_one_form(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        (welcome,) = house.said()
        assert in_order(welcome, "Pullquote is here", "begins with /digest setup", "Set it up")
        await house.restarts()
        assert house.said() == [welcome]
        (hello,) = house.channel.posts
        refused = await house.presses("Set it up", hello, house.bob)
        assert refused.is_private
        assert "Only Workspace Owners and Admins, and those named in my configuration, can change that" in refused.text
        form = opens(await house.presses("Set it up", hello), "Setup")
        house.ann.views.clear()
        assert form["blocks"] == (opens(await house.types("/digest setup"), "Setup"))["blocks"]
        house.ann.views.clear()
        packed = opens(await house.types("/digest setup"), "Setup")
        assert "science" in str(packed["blocks"][0])
        house.ann.views.clear()
        assert in_order(await set_up(house), "Setup", "1 source added", "every day at 07:00", "Preview · Morning brief")
        (came,) = await house.comes(SEVEN)
        assert message_text(came).startswith(MORNING)
        await asks_and_looks(house)
        await house.restarts()
        await asks_and_looks(house)
        await talks_about_it(house)
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


async def asks_and_looks(house: House) -> None:
    """A reader uses the three buttons of a digest, and nobody else sees what comes of that."""
    digest = house.digest()
    before = house.said()
    assert labels_of(digest["blocks"]) == ["Ask", "Who said what", "More"]
    form = opens(await house.presses("Ask", digest, house.bob), "Ask")
    answer = await fills(house, form, {"question": "Who said the salmon have waited?"}, house.bob)
    assert in_order(answer, "Ask", SALMON, "said Henrike Salter, the mayor of Dorn", "Dorn Mail")
    quotes = await house.presses("Who said what", digest, house.bob)
    assert in_order(quotes.text, "Who said what", "Mara Lind", SALMON, "Jonas Wirt")
    more = await house.presses("More", digest, house.bob)
    assert in_order(more.text, "Why this digest is as it is", "1 · ", "2 · ", "3 · ")
    assert quotes.is_private
    assert more.is_private
    assert house.said() == before


async def talks_about_it(house: House) -> None:
    """People talk below a digest and name the bot; some of it is for the bot."""
    ts = house.digest()["ts"]
    asked = await house.writes("Who said the salmon have waited?", house.bob, thread=ts)
    assert "said Henrike Salter" in asked.text
    assert [one["thread_ts"] for one in asked.messages] == [ts]
    assert not asked.is_private
    assert "The sources don’t say." in (await house.writes("@pullquote and in Georgia?", house.bob, thread=ts)).text
    for talk in ("Nice one!", f"{house.ann.mention} have you seen that?", "I have no idea"):
        assert (await house.writes(talk, house.bob, thread=ts)).messages == []
    named = await house.writes("@pullquote what does the removal cost?", house.bob)
    (root,) = [one for one in house.channel.posts if one.get("user") == house.bob.id][-1:]
    assert "2.4 million euros" in named.text
    assert [one["thread_ts"] for one in named.messages] == [root["ts"]]
    for words, way in (("@pullquote", "Ask me something about the news"), ("@pullquote help", "type /digest help in")):
        told = await house.writes(words, house.bob)
        assert way in told.text
        assert told.is_private


def test_in_the_home_all_can_be_seen_and_changed(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        long = house.slack.world.channel(house.team, "marketing-" * 7 + "of-dorn")
        await set_up(house)
        await set_up(house, long, time="09:00")
        home = await house.looks()
        assert in_order(home, "What comes next", "#news", COMES, "Sources: 1 of 1 fine.", f"#{long.name}", "09:00")
        cut = [one["text"]["text"] for one in elements(house.ann.home, "button") if "…" in one["text"]["text"]]
        assert cut == []
        await changes_hours(house)
        await pauses_and_goes_on(house)
        await changes_sources(house)
        form = opens(await presses_below(house, "#news", "Settings"), "Settings")
        assert "For <" in view_text(form)
        assert "bullets" in await fills(house, form, {"style": "bullets"})
        assert "bullets" in text_of(part_of(house.ann.home or {}, "#news"))
        assert "bullets" not in text_of(part_of(house.ann.home or {}, f"#{long.name}"))
        await house.types("/digest filter add weir", channel=long)
        await house.looks()
        assert "1 filter" in text_of(part_of(house.ann.home or {}, f"#{long.name}"))
        told = await presses_below(house, "#news", "Remove schedule")
        assert "#news: No digest comes by itself any more" in told.text
        house.ann.views.clear()
        assert "No digest comes by itself." in text_of(part_of(house.ann.home or {}, "#news"))
        helped = await house.presses("What I can do", house.ann.home or {})
        assert in_order(helped.text, "/digest", "/digest setup", "No sources in your direct messages yet")
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


async def changes_hours(house: House) -> None:
    form = opens(await presses_below(house, "#news", "Schedule"), "Schedule")
    assert [one["block_id"] for one in form["blocks"] if one["type"] == "input"] == ["times", "days", "zone", "quiet"]
    # What can't be is said where it was filled in, and nothing is lost.
    done = await house.submits(form, {"times": "25:00"})
    assert done.envelope
    assert "“25:00” is no hour of the day" in done.envelope.answer["errors"]["times"]
    told = await fills(house, form, {"times": "08:00 18:30", "days": "weekdays", "quiet": "22:00-06:30"})
    assert in_order(told, "Schedule · #news", "on weekdays at 08:00, 18:30, Europe/Berlin", "Quiet hours: 22:00-06:30")
    assert "Tue 24 Nov, 08:00" in text_of(part_of(house.ann.home or {}, "#news"))
    assert await house.comes(SEVEN) == []


async def pauses_and_goes_on(house: House) -> None:
    told = await presses_below(house, "#news", "Pause")
    assert in_order(told.text, "#news: No digest comes by itself until", "Resume")
    assert "Digests by themselves are paused." in text_of(part_of(house.ann.home or {}, "#news"))
    assert await house.comes(SEVEN + HOUR) == []
    resumed = await house.presses("Resume", house.ann.views[-1])
    assert "The next" not in resumed.text or "18:30" in resumed.text
    house.ann.views.clear()
    assert "Tue 24 Nov, 18:30" in text_of(part_of(house.ann.home or {}, "#news"))


async def changes_sources(house: House) -> None:
    house.web["post.xml"] = paper(LADDER).replace(b"Dorn Mail", b"Dorn Post")
    form = opens(await presses_below(house, "#news", "Add a source"), "Add a source")
    assert "1 source added" in await fills(house, form, {"source": house.url("post.xml")})
    assert "Sources: 2 of 2 fine." in text_of(part_of(house.ann.home or {}, "#news"))
    form = opens(await presses_below(house, "#news", "Add a source"), "Add a source")
    done = await house.submits(form, {"source": house.url("none")})
    shown = f"{done.envelope.answer if done.envelope else ''}{view_text(house.ann.views[-1])}"
    assert "no feed" in shown
    house.ann.views.clear()
    assert "Dorn Post" in (await presses_below(house, "#news", "Sources")).text
    house.ann.views.clear()
    form = opens(await presses_below(house, "#news", "Remove a source"), "Remove a source")
    assert await house.slack.people.completes(house.ann, form, "Source", "") == ["Dorn Mail", "Dorn Post"]
    assert "Dorn Post is no longer a source here." in await fills(house, form, {"source": "Dorn Post"})
    assert "Sources: 1 of 1 fine." in text_of(part_of(house.ann.home or {}, "#news"))


def test_digests_come_at_the_same_local_hour_when_the_clocks_change(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        # The last days of winter time in Berlin: it is 06:00 UTC at seven, and 05:00 from Sunday on.
        house.at = datetime(2027, 3, 27, 5, tzinfo=UTC)
        await set_up(house)
        house.web["news/dorn.xml"] = paper(dated("The ice is gone", "27 Mar 2027"))
        (saturday,) = await house.comes(datetime(2027, 3, 27, 6, tzinfo=UTC))
        assert "Sat 27 Mar, 07:00 Berlin" in message_text(saturday)
        assert "next in 23 h" in message_text(saturday)
        house.web["news/dorn.xml"] = paper(dated("The storks are back", "28 Mar 2027"))
        assert await house.comes(datetime(2027, 3, 28, 4, 59, tzinfo=UTC)) == []
        (sunday,) = await house.comes(datetime(2027, 3, 28, 5, tzinfo=UTC))
        assert in_order(message_text(sunday), "Sun 28 Mar, 07:00 Berlin", "The storks are back")
        assert await house.comes(datetime(2027, 3, 28, 6, tzinfo=UTC)) == []

    in_a_house(tmp_path / "pullquote.db", walk)


def dated(headline: str, day: str) -> str:
    """An article of a paper, of a day."""
    one = story(headline, f"{headline}, the harbour master of Dorn said on Friday.", path=headline.replace(" ", "-"))
    return re.sub(r"<pubDate>.*?</pubDate>", f"<pubDate>{day} 03:00:00 +0000</pubDate>", one)


def test_a_reader_asks_is_answered_alone_and_follows_what_they_like(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        await house.comes(SEVEN)
        await asks_twice_for_the_digest(house)
        await asks_by_the_command(house)
        await asks_about_a_message(house)
        await follows_somebody(house)
        await talks_in_direct_messages(house)
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


async def asks_twice_for_the_digest(house: House) -> None:
    first = await house.types("/digest", house.bob)
    assert not first.is_private
    house.at += timedelta(minutes=2)
    again = await house.types("/digest")
    assert again.is_private
    assert "The digest of 2 min ago" in again.text
    (link,) = {one["url"] for message in again.messages for one in elements(message["blocks"], "link")}
    assert link.endswith(f"/archives/{house.channel.id}/p{first.messages[0]['ts'].replace('.', '')}")
    anew = await house.presses("Make it anew", again.messages[-1])
    assert anew.text.startswith("Digest · Tue 24 Nov, 07:02 Berlin")
    mine = await house.types("/digest only-me headlines", house.bob)
    assert mine.is_private
    assert in_order(mine.text, "Digest · Tue 24 Nov, 07:02 Berlin", "Night trains return")


async def asks_by_the_command(house: House) -> None:
    """What is for one person alone nobody else sees."""
    before = house.said()
    asked = {
        "quotes by:salter": SALMON,
        "story 1": "Night trains return to Lake Orsa",
        "why weir": "Council votes to remove the old weir",
        "why when:today": "07:00",
        "sources list": "1 source here",
        "schedule show": "every day at 07:00, Europe/Berlin",
        "schedule log": "posted 07:00:00",
        "health": "Sources: 1 of 1 fine",
        "settings": "Europe/Berlin",
        "help": "/digest schedule set",
        "shedule show": "did you mean /digest schedule?",
        "weir visibility:only-me": "Digest · weir",
        "badgers": "There is nothing about “badgers” in the last 7 days in this channel's sources (Dorn Mail).",
    }
    for typed, words in asked.items():
        house.at += timedelta(seconds=30)
        done = await house.types(f"/digest {typed}", house.bob)
        assert words in done.text
        assert done.is_private
    assert house.said() == before
    form = opens(await house.types("/digest ask", house.bob), "Ask")
    assert [one["block_id"] for one in form["blocks"]] == ["question"]
    assert "Jonas Wirt" in await fills(house, form, {"question": "Who said “We will miss the sound of it”?"}, house.bob)
    caught = await house.types("/digest catch-up", house.bob)
    (told,) = caught.private
    assert "I have written to you directly." in message_text(told)
    (direct, *_) = house.said(house.slack.world.direct(house.bob))
    assert in_order(direct, "Catch-up · since Mon 23 Nov", "Night trains")


async def asks_about_a_message(house: House) -> None:
    await house.writes(f"Have you seen this? {house.url('bridge')}!")
    message = house.channel.posts[-1]
    told = await house.uses_shortcut(shortcut_id("read"), message, house.bob)
    assert told.is_private
    assert "The stone bridge of Dorn is closed for a month from Monday" in told.text
    form = opens(await house.uses_shortcut(shortcut_id("ask"), message, house.bob), "Ask")
    answer = await fills(house, form, {"question": "Who said that the arches need new mortar?"}, house.bob)
    assert "said Ida Kern, the engineer" in answer
    await house.writes("Nothing to see")
    none = await house.uses_shortcut(shortcut_id("read"), house.channel.posts[-1], house.bob)
    assert "There is no link to a page in that" in none.text
    assert none.is_private


async def follows_somebody(house: House) -> None:
    """Bob lives in New York, and gets what is new there in the morning."""
    told = await house.types("/digest follow Henrike Salter kind:person", house.bob)
    assert told.is_private
    assert "what is new comes as a direct message at 08:00 (America/New_York, as your profile has it)" in told.text
    home = await house.looks(house.bob)
    assert in_order(
        home, "#news", "What you follow", "08:00 (America/New_York)", "Henrike Salter\u00a0· person", "Unfollow"
    )
    assert labels_of(part_of(house.bob.home or {}, "#news")) == []
    assert "Sources" not in labels_of(part_of(house.bob.home or {}, "What you follow"))
    house.web["news/dorn.xml"] = paper(LADDER)
    (in_channel,) = await house.comes(SEVEN + DAY)
    assert in_channel["ts"] in house.channel.messages
    assert "fish ladder" in message_text(in_channel)
    mine = house.slack.world.direct(house.bob)
    assert await house.comes(datetime(2026, 11, 25, 12, 59, tzinfo=UTC)) == []
    (direct,) = await house.comes(datetime(2026, 11, 25, 13, tzinfo=UTC))
    assert direct["ts"] in mine.messages
    assert in_order(message_text(direct), "Morning news of what you follow · Wed 25 Nov, 08:00 New York", "fish ladder")
    await house.restarts()
    assert "The first salmon" in (await house.presses("Who said what", direct, house.bob)).text
    form = opens(await house.presses("Ask", direct, house.bob), "Ask")
    assert "said Henrike Salter" in await fills(house, form, {"question": "Who said the first salmon came?"}, house.bob)


async def talks_in_direct_messages(house: House) -> None:
    """Bob speaks with the app itself, in its conversation view; Slack takes no slash there."""
    mine = house.slack.world.direct(house.bob)
    await house.looks(house.bob, "messages")
    (prompts,) = [one for one in house.slack.arrivals if one.method == "assistant.threads.setSuggestedPrompts"][-1:]
    assert "help" in str(prompts.body)

    async def says(text: str) -> str:
        return (await house.writes(text, house.bob, mine)).text

    assert "said Henrike Salter" in await says("Who said the first salmon came within the hour?")
    assert in_order(await says("help"), "/digest schedule set", "leave the slash out here, as in “digest help”")
    assert "every day at 09:00, America/New_York" in await says("schedule set 09:00")
    assert "Henrike Salter\u00a0· person" in await says("follow")
    assert in_order(await says("sources"), "No sources yet", "/digest sources add", "leave the slash out here")
    assert "1 source added" in await says(f"digest sources add {house.url('site')}")
    assert "You no longer follow “Henrike Salter”." in await says("unfollow Henrike Salter")
    assert "Your direct messages" in await house.looks(house.bob)


def test_somebody_alone_sets_up_a_digest_of_their_own(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        home = await house.looks(house.bob)
        assert in_order(home, "First steps", "a digest comes to you every day", "Set up a first digest of your own")
        opened = await house.presses("Set up a first digest of your own", house.bob.home or {}, house.bob)
        form = opens(opened, "Setup")
        assert "channel" not in [one["block_id"] for one in form["blocks"]]
        told = await fills(house, form, {"source": house.url("site"), "time": "08:00"}, house.bob)
        assert in_order(told, "Setup · your direct messages", "every day at 08:00, America/New_York", "Preview")
        assert in_order(await house.looks(house.bob), "Your direct messages", "Tue 24 Nov, 08:00 (America/New_York)")
        (came,) = await house.comes(datetime(2026, 11, 24, 13, tzinfo=UTC))
        assert came["ts"] in house.slack.world.direct(house.bob).messages
        assert message_text(came).startswith("Morning brief · Tue 24 Nov, 08:00 New York")
        asked = await house.writes("Who said the salmon have waited?", house.bob, house.slack.world.direct(house.bob))
        assert "said Henrike Salter" in asked.text
        none = await house.types("/digest badgers", house.bob, house.slack.world.direct(house.bob))
        assert "in your sources (Dorn Mail)" in none.text
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


def test_who_manages_nothing_changes_nothing_and_a_guest_sees_only_their_channels(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        secret = house.slack.world.channel(house.team, "secret", [house.ann], private=True)
        await set_up(house, secret)
        before = await house.looks()
        for typed in ("setup", "sources add", "sources remove Dorn Mail", "schedule set 8", "settings", "filter add x"):
            done = await house.types(f"/digest {typed}", house.bob)
            assert done.is_private
            assert done.view is None
            assert typed == "settings" or "Only Workspace Owners and Admins" in done.text
        # What a button says can be anything.
        await presses_of_another(house)
        eve = house.slack.world.member(house.team, "eve", is_guest=True)
        assert_sees(await house.looks(eve), nothing_of=("#news", "#secret"))
        house.channel.members.append(eve)
        assert_sees(await house.looks(eve), nothing_of=("#secret",))
        assert "#news" in view_text(eve.home or {})
        assert "Only Workspace Owners" in (await house.types("/digest sources add science", eve)).text
        assert_sees(await house.looks(house.bob), nothing_of=("#secret",))
        assert await house.looks() == before
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


def assert_sees(home: str, nothing_of: tuple[str, ...]) -> None:
    assert not [one for one in nothing_of if one in home]


async def presses_of_another(house: House) -> None:
    """Bob presses what stands on ann's home."""
    done = await presses_below(house, "#news", "Preview")
    assert done.view
    house.ann.views.clear()
    assert house.ann.home
    pause = {**house.ann.home, "blocks": part_of(house.ann.home, "#news")}
    refused = await house.presses("Pause", pause, house.bob)
    assert "Only those who manage a channel can ask about it from elsewhere" in refused.text
    house.bob.views.clear()


def test_a_bot_that_is_sent_away_comes_back_as_it_was(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        await house.leaves()
        (told,) = await house.comes(SEVEN)
        assert told["ts"] in house.slack.world.direct(house.ann).messages
        assert in_order(message_text(told), "#news at 07:00", "the bot was removed from the channel")
        home = await house.looks()
        assert in_order(home, "#news", "nothing comes by itself here any more: the bot was removed", "Schedule")
        back = await house.joins()
        assert back.text.startswith("Pullquote is here\nThe next one comes: Wed 25 Nov, 07:00")
        house.web["news/dorn.xml"] = paper(LADDER)
        assert "Morning brief" in texts(await house.comes(SEVEN + DAY))
        await house.archives()
        (told,) = await house.comes(SEVEN + DAY + HOUR)
        assert "the channel was archived" in message_text(told)
        other = house.slack.world.channel(house.team, "other")
        assert "every day at 07:00" in await set_up(house, other)
        house.slack.installing.uninstalls(house.team)
        await settled(house.slack)
        assert await house.comes(SEVEN + 2 * DAY) == []
        house.reinstalls()
        await house.restarts()
        house.web["news/dorn.xml"] = paper(LADDER, dated("The storks are back", "27 Nov 2026"))
        (told,) = await house.comes(SEVEN + 3 * DAY)
        assert in_order(
            message_text(told), "come to #other at 07:00", "the bot is not in #other; type /invite @pullquote"
        )
        back = await house.joins(other)
        assert in_order(back.text, "nothing comes by itself", "/digest schedule set 07:00 lets it come again")
        await house.types("/digest schedule set 07:00", channel=other)
        house.web["news/dorn.xml"] = paper(LADDER, dated("The geese are gone", "28 Nov 2026"))
        came = await house.comes(SEVEN + 4 * DAY)
        assert [message_text(one).split("\n")[0] for one in came if one["ts"] in other.messages] == [
            "Morning brief · Sat 28 Nov, 07:00 Berlin"
        ]
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


def test_where_there_is_nothing_new_nothing_comes_and_it_is_said_once(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        await house.comes(SEVEN)
        count = len(house.said())
        came: list[Json] = []
        for day in range(1, 10):
            came += await house.comes(SEVEN + day * DAY)
        (notice,) = came
        assert in_order(message_text(notice), "Nothing new has come from this channel’s sources", "This is said once")
        assert "nothing new" in (await house.types("/digest schedule log", house.bob)).text
        assert len(house.said()) == count + 1
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


def test_a_source_that_fails_is_told_of_and_hides_nothing_of_the_others(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        house.web["post.xml"] = paper(LADDER).replace(b"Dorn Mail", b"Dorn Post")
        assert "1 source added" in (await house.types(f"/digest sources add {house.url('post.xml')}")).text
        del house.web["post.xml"]
        house.at += timedelta(minutes=50)
        (came,) = await house.comes(SEVEN)
        assert in_order(message_text(came), MORNING, "one source failed: Dorn Post")
        home = await house.looks()
        assert in_order(home, "#news", "Sources: 1 of 2 fine.", "Dorn Post", "404", "Health")
        assert "404" in (await presses_below(house, "#news", "Health")).text
        house.ann.views.clear()
        told = await house.types("/digest sources remove Dorn Post")
        assert "Dorn Post is no longer a source here." in told.text
        assert told.is_private
        assert_harmless(house)

    in_a_house(tmp_path / "pullquote.db", walk)


def test_a_very_long_digest_goes_on_in_its_thread(tmp_path: Path) -> None:
    async def walk(house: House) -> None:
        furnish_web(house.web)
        await set_up(house)
        await house.types("/digest schedule set 07:00 length:full")
        await house.comes(SEVEN)
        house.web["news/dorn.xml"] = paper(*map(long_story, range(12)))
        (first, *others) = await house.comes(SEVEN + DAY)
        assert others
        assert "thread_ts" not in first
        assert {one["thread_ts"] for one in others} == {first["ts"]}
        # What can be pressed, and the small print, stay where everybody looks.
        assert in_order(message_text(first), "in the thread", "Ask", "Who said what", "More", "next in 24 h")
        assert sum(map(len, map(labels_of, (one["blocks"] for one in others)))) == 0
        said = message_text(first) + texts(others)
        assert all(f"{number} · " in said for number in range(1, 13))
        mine = await house.types("/digest full only-me", house.bob)
        assert mine.is_private
        # Besides them, a slow machine says that it is at it.
        assert 1 <= sum(bool(re.search(r"\d · ", message_text(one))) for one in mine.messages) <= 3
        assert_harmless(house, "https://evil.example/")

    in_a_house(tmp_path / "pullquote.db", walk)


def long_story(number: int) -> str:
    """A long article of a paper, that has hardly a word in common with any other."""
    words = [
        f"{begins}{'aeiou'[number % 5]}{'lmnr'[number % 4]}{ends}{number}" for begins in "BDFGKPT" for ends in "abcd"
    ]
    town, name, *others = (word.capitalize() if at < 2 else word.lower() for at, word in enumerate(words))
    told = [f"The {' '.join(others[at : at + 4])} of {town} were {others[at + 4]} on Monday." for at in range(6)]
    said = [f"“{' '.join(others[at : at + 9] * 4)},” said {name} {town}, a {others[at]} of {town}." for at in range(9)]
    return story(f"{town} {' '.join(others[:4])}", *told, *said, path=town.lower(), day="24").replace("18:00", "12:00")


def elements(data: Any, kind: str) -> list[Json]:
    """The elements of a kind in a view."""
    return [one for one in objects(data) if one["type"] == kind]


def assert_harmless(house: House, *allowed: str) -> None:
    """Nothing that was sent pings anybody, links to where an article wants, or looks as it wants; and Slack would take all of it.

    Args:
        house: Where.
        allowed: How other addresses begin that may be linked to.
    """
    bodies = house.sent()
    assert len(bodies) > 3
    for body in bodies:
        is_view = body.get("type") in {"modal", "home"}
        assert (problems_of_view(body) if is_view else problems_of_blocks(body["blocks"], 50, 12_000)) == []
        kinds = {one["type"] for block in body["blocks"] for one in objects(block)}
        assert not kinds & {"mrkdwn", "user", "broadcast", "usergroup", "image", "markdown"}
        # The text of a notification is parsed: whatever looks like a mark of Slack's is escaped.
        assert is_view or body["text"]
        assert not re.search(r"<[@!#]|<http", body.get("text", ""))
        urls = {one["url"] for block in body["blocks"] for one in objects(block) if one.get("url")}
        ours = ("https://dornmail.example/", "http://127.0.0.1:", "https://dorn.slack.com/", *allowed)
        assert all(url.startswith(ours) for url in urls), urls
