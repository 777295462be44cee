"""Sources, filters, schedule and settings, as those manage them who may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web

from bot.commands import COMMANDS
from bot.config import LimitsConfig
from bot.errors import RequestError
from bot.service.hours import days_words, read_days
from tests.shell.chat import ANN, BOB, NOW, OTHER, Chat, feed
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]
PAGE = b'<html><head><link rel="alternate" type="application/rss+xml" title="News" href="/{0}"></head><body>Hello</body></html>'


def site(*paths: str) -> web.Response:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{path.title()}" href="/{path}">' for path in paths
    )
    return web.Response(body=f"<html><head>{links}</head><body>Hello</body></html>".encode(), content_type="text/html")


OPML = b'<opml version="2.0"><body><outline text="Mail" xmlUrl="{0}/mail"/><outline text="Post" xmlUrl="{0}/post"/></body></opml>'


# Sources.


def test_a_feed_is_added_and_its_news_are_there_at_once(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    shown = chat.types(f"/sources add {chat.url('mail')}")
    assert shown.is_private
    assert "1 source added" in shown.text
    assert "Dorn Mail" in shown.text
    assert chat.told[-1] == "Reading: 1 of 1"
    assert stories(chat.types("/digest")) == ["Weir to go"]


def test_a_site_with_one_feed_is_followed_by_its_address_and_of_several_one_is_chosen(begins: Begins) -> None:
    chat = begins()
    chat.web["site"], chat.web["many"] = site("mail"), site("mail", "post")
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open", outlet="Dorn Post")
    assert "1 source added" in chat.types(f"/sources add {chat.url('site')}").text
    shown = chat.types(f"/sources add {chat.url('many')}")
    assert "has 2 feeds. Which one?" in shown.text
    assert shown.buttons == ["Mail", "Post"]
    assert "1 source added" in chat.presses("Post", on=shown).text


def test_the_first_change_keeps_the_sources_of_the_configuration(chat: Chat) -> None:
    chat.web["extra"] = feed("Mast to fall", outlet="Extra")
    assert "those of whoever runs me" in chat.types("/sources list").text
    chat.types(f"/sources add {chat.url('extra')} name:more")
    shown = chat.types("/sources list")
    assert "3 sources here" in shown.text
    assert all(name in shown.text for name in ("mail", "post", "more"))
    assert len(stories(chat.types("/digest"))) == 4
    assert "2 sources here" in chat.types("/sources list", at=OTHER).text
    chat.restart()
    assert "3 sources here" in chat.types("/sources list").text


def test_a_source_is_removed_paused_and_taken_in_again(chat: Chat) -> None:
    assert "post is no longer a source here." in chat.types("/sources remove POST").text
    assert stories(chat.types("/digest")) == ["Weir to go", "Wall to stay"] or len(stories(chat.types("/digest"))) == 2
    chat.types("/sources pause mail")
    assert "All sources here are paused" in chat.types("/digest").text
    assert "paused" in chat.types("/health").text
    chat.types("/sources resume mail")
    assert len(stories(chat.types("/digest"))) == 2
    assert "No source here is called “courier”; there are mail." in chat.types("/sources remove courier").text


def test_what_is_no_feed_is_refused_with_the_way_out(begins: Begins) -> None:
    chat = begins()
    chat.web["page"] = web.Response(body=b"<html><body>Hello</body></html>", content_type="text/html")
    assert "no feed is named there" in chat.types(f"/sources add {chat.url('page')}").text
    assert "is no address; write one like https://example.org" in chat.types("/sources add hello world").text
    assert "404" in chat.types(f"/sources add {chat.url('none')}").text
    assert "There are no sources here yet" in chat.types("/digest").text


def test_a_list_of_feeds_is_imported_and_exported(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open", outlet="Dorn Post")
    chat.web["list"] = OPML.replace(b"{0}", chat.stage.address.encode())
    assert "2 sources added" in chat.types(f"/sources import {chat.url('list')}").text
    assert "All of these are here already" in chat.types(f"/sources import {chat.url('list')}").text
    exported = chat.types("/sources export")
    assert f'xmlUrl="{chat.url("mail")}"' in exported.text
    assert "is no OPML list of feeds" in chat.types(f"/sources import {chat.url('mail')}").text


def test_a_feed_is_tested_without_being_added(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    shown = chat.types(f"/sources test {chat.url('mail')}")
    assert shown.headings == ["Dorn Mail"]
    assert "Weir to go" in shown.text
    assert "No sources yet." in chat.types("/sources list").text


def test_what_the_operator_blocks_and_what_is_too_much_is_refused(begins: Begins) -> None:
    chat = begins(blocked=("127.0.0.1",), limits=LimitsConfig(cooldown_s=0))
    assert "does not allow 127.0.0.1" in chat.types(f"/sources add {chat.url('mail')}").text


def test_what_the_operator_blocks_is_not_reached_by_a_redirect(begins: Begins) -> None:
    chat = begins(blocked=("localhost",))
    chat.web["mail"] = feed("Weir to go")
    there = chat.url("mail").replace("127.0.0.1", "localhost")
    chat.web["moved"] = web.Response(status=302, headers={"Location": there})
    assert "does not allow localhost" in chat.types(f"/sources add {chat.url('moved')}").text
    assert "No sources yet" in chat.types("/sources list").text


def test_a_channel_has_so_many_sources_and_no_more(begins: Begins) -> None:
    chat = begins(limits=LimitsConfig(cooldown_s=0, sources_per_place=1))
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open", outlet="Dorn Post")
    chat.types(f"/sources add {chat.url('mail')}")
    assert "A channel may have 1 source," in chat.types(f"/sources add {chat.url('post')}").text


def test_a_channel_has_no_more_sources_however_many_are_added_at_once(begins: Begins) -> None:
    chat = begins(limits=LimitsConfig(cooldown_s=0, sources_per_place=2))
    for name in ("a", "b", "c", "d"):
        chat.web[name] = feed("Weir to go", outlet=name.upper())
    chat.ask_at_once([("sources add", {"source": chat.url(name)}) for name in ("a", "b", "c", "d")])
    assert "2 sources here" in chat.types("/sources list").text


def test_of_changes_that_are_made_at_once_none_is_lost(chat: Chat) -> None:
    words = ("football", "cricket", "tennis", "rowing")
    chat.ask_at_once(
        [*(("filter add", {"filter": word}) for word in words), ("settings set", {"style": "bullets", "zone": "UTC"})]
    )
    shown = chat.types("/settings show").text
    assert all(word in shown for word in (*words, "bullets", "UTC"))


def test_a_key_in_an_address_is_shown_to_nobody(begins: Begins, caplog: pytest.LogCaptureFixture) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    secret = "q8Zr3vKp0TxY6bWn"  # noqa: S105 - of a feed that is not there
    url = f"{chat.url('mail')}?auth={secret}"
    shown = [
        chat.types(f"/sources add {url}"),
        chat.types("/sources list"),
        chat.types("/digest"),
        chat.types("/health"),
    ]
    assert "1 source added" in shown[0].text
    assert secret not in "".join(one.text for one in shown) + caplog.text
    assert "Weir to go" not in chat.types("/digest weir", at=OTHER).text
    assert "There are no sources here yet" in chat.types("/ask What goes?", at=OTHER).text


def test_only_those_who_manage_a_channel_change_it(chat: Chat) -> None:
    for command in COMMANDS:
        options = {option.name: "x" for option in command.options if option.is_required}
        shown = chat.asks(command.name, options, BOB)
        is_refused = "Only those who manage this channel can change that" in shown.text
        assert is_refused is command.is_managing, command.name
        assert shown.is_private or not is_refused
    assert {"setup", "schedule set", "sources import"} <= {one.name for one in COMMANDS if one.is_managing}


# Filters.


def test_a_filter_hides_and_another_shows_nothing_else(chat: Chat) -> None:
    chat.types("/digest")
    assert (
        "1 of 3 articles of the last week would have been hidden by “weir”."
        in chat.types("/filter test weir", BOB).text
    )
    assert "“weir” is never shown here from now on." in chat.types("/filter add Weir").text
    assert sorted(stories(chat.types("/digest"))) == ["Pier to open", "Wall to stay"]
    assert "already" in chat.types("/filter add weir").text
    chat.types("/filter add kind:only pier")
    assert stories(chat.types("/digest")) == ["Pier to open"]
    assert "weir  never shown" in chat.types("/filter list").text
    chat.types("/filter remove weir")
    chat.types("/filter remove pier")
    assert len(stories(chat.types("/digest"))) == 3
    assert "There is no filter “pier” here; there are none." in chat.types("/filter remove pier").text
    assert "The filter “e*” would match nearly everything;" in chat.types("/filter add e*").text


# Schedule.


def test_a_digest_is_let_come_by_itself_shown_paused_and_ended(chat: Chat) -> None:
    shown = chat.types('/schedule set 7am, 18:30 days:weekdays zone:"new york"')
    assert "A brief digest comes on weekdays at 07:00, 18:30, America/New_York." in shown.text
    assert "Tue 24 Nov, 07:00" in shown.text
    chat.comes(NOW)
    assert len(chat.comes(NOW + timedelta(hours=6))) == 1
    assert (
        "It is paused" in chat.types("/schedule pause").text
        or "until /schedule resume" in chat.types("/schedule pause").text
    )
    assert "It is paused" in chat.types("/schedule show").text
    chat.web["mail"] = feed("Mast to fall", day="24")
    assert chat.comes(NOW + timedelta(hours=18)) == []
    chat.types("/schedule resume")
    chat.restart()
    chat.now = NOW + timedelta(hours=19)
    assert "weekdays" in chat.types("/schedule show").text
    chat.types("/schedule remove")
    assert "No digest comes by itself here." in chat.types("/schedule show").text
    assert chat.comes(NOW + timedelta(days=1, hours=6)) == []


def test_what_the_configuration_schedules_can_be_changed_and_ended_in_chat(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = feed("Weir to go")
    chat.comes(NOW - timedelta(hours=2))
    assert "every day at 07:00, Europe/Berlin" in chat.types("/schedule show").text
    chat.types("/schedule remove")
    assert chat.comes(NOW) == []
    chat.restart()
    assert chat.comes(NOW + timedelta(hours=1)) == []


def test_hours_days_and_zones_that_are_none_are_met_in_words(chat: Chat) -> None:
    assert "“25:00” is no hour of the day" in chat.types("/schedule set 25:00").text
    assert "“someday” is no day" in chat.types("/schedule set 07:00 days:someday").text
    assert "No time zone is called “Atlantis”" in chat.types("/schedule set 07:00 zone:Atlantis").text
    assert "Europe/Berlin" in chat.types("/schedule set 07:00 zone:berlin").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("weekday", "on weekdays"),
        ("weekends", "on weekends"),
        ("Tues,thurs", "on Tue, Thu"),
        ("mondays wednesday", "on Mon, Wed"),
        ("daily", "every day"),
        ("mon-fri", "on weekdays"),
        ("sat-monday wed", "on Mon, Wed, Sat, Sun"),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, words: str) -> None:
    assert days_words(read_days(typed)) == words


@pytest.mark.parametrize(
    "typed", ["sunshine", "month", "week", "mo", "", "mon-", "-fri", "weekdays-sun", "mon-fri-sun"]
)
def test_what_only_begins_like_a_day_is_none(typed: str) -> None:
    with pytest.raises(RequestError, match="is no day"):
        read_days(typed)


def test_a_preview_shows_what_would_come_and_counts_as_nothing(chat: Chat) -> None:
    chat.types("/schedule set 08:00")
    chat.comes(NOW)
    chat.now = NOW + timedelta(minutes=30)
    preview = chat.types("/schedule preview")
    assert preview.is_private
    assert preview.headings[0] == "Preview · Morning brief · Tue 24 Nov, 08:00 Berlin"
    (morning,) = chat.comes(NOW + timedelta(hours=1))
    assert sorted(stories(morning)) == sorted(stories(preview))


# Settings, health, help.


def test_settings_are_shown_changed_and_kept(chat: Chat) -> None:
    chat.types("/settings set zone:tokyo style:headlines about:pier,sea-trout")
    chat.restart()
    shown = chat.types("/settings show", BOB).text
    assert "zone  Asia/Tokyo" in shown
    assert "style  headlines" in shown
    assert "about  pier, sea-trout" in shown
    digest = chat.types("/digest")
    assert digest.headings[0].endswith("15:00 Tokyo")
    assert stories(digest)[0] == "Pier to open"
    assert "There is no method “magic”" in chat.types("/settings set method:magic").text
    assert "Say what to change" in chat.types("/settings set").text


def test_health_tells_how_each_source_is(chat: Chat) -> None:
    chat.web["post"] = web.Response(status=404)
    chat.types("/digest")
    chat.now += timedelta(hours=8)
    chat.types("/digest")
    shown = chat.types("/health", BOB)
    assert "Sources: 1 of 2 fine" in shown.text
    assert "post  could not be read so far: it is not there (404 Not Found)" in shown.text
    assert "No digest comes by itself here." in shown.text


def test_since_when_a_source_is_broken_is_told_by_the_days_of_the_place(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, zone="Asia/Tokyo", now=NOW + timedelta(hours=10))
    chat.web["mail"] = feed("Weir to go")
    chat.types("/digest")
    del chat.web["mail"]
    for _ in range(2):
        chat.now += timedelta(days=1)
        chat.types("/digest")
    assert "mail  has not been readable since 25 Nov: it is not there" in chat.types("/health").text


def test_help_tells_each_command_and_how_it_is_asked_for(chat: Chat) -> None:
    shown = chat.types("/help", BOB)
    assert shown.is_private
    assert "Sources here: mail, post." in shown.text
    one = chat.types("/help sources add")
    assert "/sources add SOURCE [name:NAME]" in one.text
    assert "Only for those who manage this channel." in one.text
    assert "There is no command “frobnicate”" in chat.types("/help frobnicate").text


# How often.


def test_questions_and_digests_have_their_measure_by_person_and_by_place(begins: Begins) -> None:
    chat = begins(
        sources={"mail": "mail"},
        limits=LimitsConfig(cooldown_s=0, questions_per_person_per_hour=1, questions_per_hour=2, digests_per_hour=2),
    )
    chat.web["mail"] = feed("Weir to go")
    chat.types("/digest")
    chat.types("/digest")
    assert "For this hour this channel has had its digests; ask again in 60 min." in chat.types("/digest").text
    chat.types("/ask Who is fond of it?", BOB)
    assert "For this hour you have asked your questions" in chat.types("/ask Who said so?", BOB).text
    chat.now += timedelta(hours=1)
    assert stories(chat.types("/digest"))
    assert "For this hour" not in chat.types("/ask Who is fond of it?", BOB).text


def test_who_asks_too_fast_is_asked_to_wait_a_moment(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, limits=LimitsConfig(cooldown_s=5))
    chat.web["mail"] = feed("Weir to go")
    chat.types("/digest", BOB)
    assert "One thing after the other" in chat.types("/digest", BOB).text
    assert stories(chat.types("/digest", ANN))
    chat.now += timedelta(seconds=6)
    assert stories(chat.types("/digest", BOB))
