"""What a person gets who asks for the news, and what comes by itself."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from aiohttp import web

from bot.commands import COMMANDS
from bot.config import LimitsConfig
from bot.messages import Place, Pointer
from bot.ports import Terms
from bot.store import DeliveryState
from bot.typed import write_command
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, Shown, feed, story

Begins = Callable[..., Chat]
NAMES = (
    "amber birch cedar dahlia iris fennel garnet hazel indigo jasper kestrel laurel maple nettle ochre pewter quartz russet "
    "saffron thistle onyx violet walnut xenon yarrow zinnia bronze cobalt denim flint gravel heron ivory juniper lichen mulberry"
).split()


def stories(shown: Shown) -> list[str]:
    """The headlines of a digest, without their numbers."""
    return [heading.split(" · ", 1)[1] for heading in shown.headings if heading[0].isdecimal()]


def channel(*items: str, outlet: str = "Dorn Mail") -> bytes:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{outlet}</title>{''.join(items)}</channel></rss>"
    ).encode()


VOTE = "The council of Dorn voted seven to four on Sunday to remove the old weir at Kessel Mill."
MUD = "Engineers have to clear the mud behind the weir before any work can begin on it."
STOP = "The province stopped the removal of the Kessel weir in Dorn on Monday until a court has decided."


def test_digest_gives_the_news_of_all_sources_for_all_to_see(chat: Chat) -> None:
    shown = chat.types("/digest")
    assert not shown.is_private
    assert shown.headings[0] == "Digest · Tue 24 Nov, 07:00 Berlin"
    assert sorted(stories(shown)) == ["Pier to open", "Wall to stay", "Weir to go"]
    assert shown.buttons == ["Ask", "Who said what", "More"]
    assert "3 read" in shown.text


def test_while_sources_are_read_who_waits_is_told_how_far_it_is(chat: Chat) -> None:
    chat.types("/digest")
    assert chat.told[:2] == ["Looking through 2 sources", "Reading the sources: 0 of 2"]
    assert any(line.startswith("Reading the sources: 2 of 2") for line in chat.told)
    chat.told.clear()
    chat.types("/digest")
    assert chat.told == ["Looking through 2 sources"]


def test_a_digest_is_made_of_what_is_stored_and_asks_no_host_again(chat: Chat) -> None:
    chat.types("/digest")
    chat.web.clear()
    assert sorted(stories(chat.types("/digest"))) == ["Pier to open", "Wall to stay", "Weir to go"]
    chat.restart()
    assert sorted(stories(chat.types("/digest"))) == ["Pier to open", "Wall to stay", "Weir to go"]


def test_only_me_is_for_one_person_and_shows_the_channel_nothing(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = feed("Weir to go")
    assert chat.comes(NOW - timedelta(hours=1)) == []
    chat.now = NOW - timedelta(minutes=30)
    assert chat.types("/digest only-me", BOB).is_private
    (morning,) = chat.comes(NOW)
    assert stories(morning) == ["Weir to go"]


def test_a_digest_may_be_of_one_source_or_about_something(chat: Chat) -> None:
    assert stories(chat.types("/digest post")) == ["Pier to open"]
    shown = chat.types("/digest old wall")
    assert shown.headings[0] == "Digest · old wall · Tue 24 Nov, 07:00 Berlin"
    assert stories(shown)[0] == "Wall to stay"
    assert "nothing about “volcano”" in chat.types("/digest volcano").text


def test_lengths_styles_and_a_time_can_be_chosen(chat: Chat) -> None:
    assert len(chat.types("/digest headlines").text) < len(chat.types("/digest full").text)
    assert "•" in chat.types("/digest style:bullets length:full").text
    assert stories(chat.types("/digest since:2026-11-23T10:00"))
    assert "There is no news of the last 6 hours" in chat.types("/digest since:6h").text
    assert "There is no news of the last hour in" in chat.types("/digest since:1h").text
    assert "is no time to begin at" in chat.types("/digest since:yesteryear").text
    assert "“huge” is no length" in chat.asks("digest", {"length": "huge"}).text


def test_the_news_of_a_week_is_better_than_none(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go", day="19")
    assert stories(chat.types("/digest")) == ["Weir to go"]
    chat.web["mail"] = feed("Wall to stay", day="01")
    assert "Weir to go" in chat.types("/digest").text


def test_no_news_is_said_in_words(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go", day="01")
    shown = chat.types("/digest")
    assert shown.is_private
    assert "There is no news of the last 7 days in this channel's sources (mail)." in shown.text


def test_a_source_that_fails_is_named_with_the_reason_and_stops_nothing(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail", "post": "post"})
    chat.web["mail"] = feed("Weir to go")
    chat.web["post"] = web.Response(status=403)
    shown = chat.types("/digest")
    assert stories(shown) == ["Weir to go"]
    assert "one source failed: post: not for programs to read (403 Forbidden)" in shown.text
    dead = chat.types("/digest post")
    assert "There is no news to show: one source failed: post" in dead.text


def test_what_has_been_broken_for_long_is_told_once_and_then_left_alone(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail", "post": "post"})
    chat.web["mail"] = feed("Weir to go")
    for _ in range(3):
        chat.types("/digest only-me")
        chat.now += timedelta(days=1)
    chat.web["mail"] = feed("Weir to go", "Wall to stay", day="26")
    first = chat.types("/digest")
    assert "post could not be read so far: it is not there (404 Not Found)" in first.text
    assert "post" not in chat.types("/digest").text
    chat.types("/digest mail")
    assert "post" not in chat.types("/digest").text
    assert "post  could not be read so far" in chat.types("/health").text


def test_no_digest_is_a_flood(begins: Begins) -> None:
    chat = begins(sources={"a": "a", "b": "b"})
    chat.web["a"] = feed(*(f"{name}ville" for name in NAMES[:18]), outlet="A")
    chat.web["b"] = feed(*(f"{name}ville" for name in NAMES[18:]), outlet="B")
    shown = chat.types("/digest full")
    assert len(stories(shown)) == 25
    assert "11 more stories from" in shown.text


def test_every_command_is_answered_in_words(chat: Chat) -> None:
    chat.types("/digest")
    for command in COMMANDS:
        options = {option.name: "weir" for option in command.options if option.is_required}
        assert chat.types(write_command(command, options)).text.strip(), command.name


def test_a_place_without_sources_is_told_how_to_begin(begins: Begins) -> None:
    assert "add a site or a feed with /sources add" in begins().types("/digest").text


# What comes by itself.


def test_a_morning_brings_what_the_place_was_not_shown_before(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = feed("Weir to go")
    chat.comes(NOW - timedelta(hours=2))
    (morning,) = chat.comes(NOW)
    assert morning.headings == ["Morning brief · Tue 24 Nov, 07:00 Berlin", "1 · Weir to go"]
    chat.web["mail"] = feed("Weir to go", "Wall to stay", day="24")
    (next_morning,) = chat.comes(NOW + timedelta(days=1))
    assert stories(next_morning) == ["Wall to stay"]
    assert chat.comes(NOW + timedelta(days=2)) == []


def test_a_source_that_is_added_brings_the_last_day_s_five_best_and_no_flood(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    old = feed(*(f"{name}town" for name in NAMES[20:30]), day="20")
    new = feed(*(f"{name}ville" for name in NAMES[:9]))
    chat.web["mail"] = old.replace(b"</channel></rss>", b"") + new[new.index(b"<item>") :]
    chat.comes(NOW - timedelta(hours=2))
    (morning,) = chat.comes(NOW)
    assert len(stories(morning)) == 5
    assert all(title.endswith("ville") for title in stories(morning))
    assert "left out" not in morning.text


def test_what_comes_late_is_news_whatever_its_date_and_what_is_old_is_not(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = feed("Weir to go", day="23")
    chat.comes(NOW - timedelta(hours=2))
    chat.comes(NOW)
    chat.web["mail"] = channel(
        story(
            "Pier to open",
            "The old pier of Sallow opens to walkers again after years of repair.",
            path="pier",
            day="20",
        ),
        story(
            "Mast to fall", "The old mast of Dornbury has to come down before the winter storms.", path="mast", day="02"
        ),
    )
    (morning,) = chat.comes(NOW + timedelta(days=1))
    assert stories(morning) == ["Pier to open"]


def test_a_morning_without_a_source_that_is_read_is_quiet_and_no_failure(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = feed("Weir to go")
    chat.types("/sources pause mail")
    chat.comes(NOW - timedelta(hours=1))
    assert chat.comes(NOW) == []
    found = chat.does(lambda desk: desk.store.ledger.of_subscriptions(["pigeon:news"], NOW))
    assert [one.state for one in found] == [DeliveryState.EMPTY]


def test_a_bumped_date_and_an_edited_title_bring_nothing_twice(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = channel(story("Weir to go", VOTE, MUD, path="weir"))
    chat.comes(NOW - timedelta(hours=2))
    assert len(chat.comes(NOW)) == 1
    chat.web["mail"] = channel(story("Weir to go after all", VOTE, MUD, path="weir", day="24"))
    assert chat.comes(NOW + timedelta(days=1)) == []


def test_a_story_that_was_shown_comes_back_with_what_is_new(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.comes(NOW - timedelta(days=1))
    chat.web["mail"] = channel(story("Dorn votes to remove Kessel weir", VOTE, MUD, path="vote"))
    chat.now = NOW - timedelta(hours=2)
    chat.types("/digest")
    chat.web["mail"] = channel(story("Province stops Dorn on Kessel weir", STOP, VOTE, path="stop"))
    (morning,) = chat.comes(NOW)
    assert "Province stops Dorn on Kessel weir  [update]" in morning.text
    assert STOP in morning.text
    assert VOTE not in morning.text


def test_what_could_not_be_shown_is_news_in_the_morning(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    chat.web["mail"] = feed("Weir to go")
    chat.comes(NOW - timedelta(hours=2))
    chat.now = NOW - timedelta(hours=1)
    chat.types("/digest", is_shown=False)
    assert [stories(one) for one in chat.comes(NOW)] == [["Weir to go"]]


def test_what_one_channel_was_shown_is_new_in_another(chat: Chat) -> None:
    chat.types("/schedule set 08:00", at=NEWS)
    chat.types("/schedule set 08:00", at=OTHER)
    chat.comes(NOW)
    chat.now = NOW + timedelta(minutes=30)
    chat.types("/digest", at=OTHER)
    (morning,) = chat.comes(NOW + timedelta(hours=1))
    assert sorted(stories(morning)) == ["Pier to open", "Wall to stay", "Weir to go"]


# One story, what was missed, and why.


def test_story_tells_all_there_is_of_one(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail", "post": "post"})
    chat.web["mail"] = channel(story("Dorn votes to remove Kessel weir", VOTE, MUD, path="vote"))
    chat.web["post"] = channel(
        story("Kessel weir in Dorn to be removed", VOTE, path="post", outlet="Dorn Post"), outlet="Dorn Post"
    )
    chat.types("/digest")
    shown = chat.types("/story 1", BOB)
    assert shown.is_private
    assert "Every article" in shown.headings
    assert {"Dorn votes to remove Kessel weir", "Kessel weir in Dorn to be removed"} <= set(
        shown.text.replace("    ", "").splitlines()
    )
    assert chat.types("/story kessel weir").headings[0] == shown.headings[0]
    assert "There is no story “7” in the last digest here; it has stories 1 to 1." in chat.types("/story 7").text
    assert "/story needs more: /story STORY" in chat.types("/story").text
    assert "/story needs more: /story STORY" in chat.asks("story", {}).text


def test_catch_up_is_for_one_person_and_reaches_as_far_back_as_they_say(chat: Chat) -> None:
    chat.types("/digest")
    chat.now += timedelta(days=3)
    shown = chat.types("/catch-up 5d", BOB)
    assert shown.is_private
    assert shown.headings[0] == "Catch-up · since Sun 22 Nov, 07:00"
    assert len(stories(shown)) == 3
    assert "There is no news of the last 24 hours" in chat.types("/catch-up", BOB).text


def test_why_tells_what_is_in_a_digest_and_what_is_not(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed(*(f"{name} goes" for name in NAMES[:12]))
    chat.types("/filter add dahlia")
    chat.types("/digest")
    whole = chat.types("/why")
    assert whole.is_private
    assert "Why this digest is as it is" in whole.text
    assert "hidden here by the filter “dahlia”" in chat.types("/why dahlia").text
    assert "more than the 8 stories of a standard digest" in whole.text
    assert chat.types("/why 2").headings[0].startswith("2 · ")
    assert "Nothing that was read for that digest is called “volcano”." in chat.types("/why volcano").text


def test_what_was_shown_last_is_the_last_digest_also_if_it_was_made_before(chat: Chat) -> None:
    chat.types("/digest post")
    chat.now += timedelta(minutes=1)
    chat.types("/digest mail")
    chat.now += timedelta(minutes=1)
    chat.types("/digest post")
    assert chat.types("/why").text.count("Pier to open") == 1
    assert chat.types("/story 1").headings[0] == "Pier to open"


def test_a_source_of_another_channel_is_not_named_where_its_article_came_by_another(begins: Begins) -> None:
    chat = begins()
    item = story("Weir to go", VOTE, MUD, path="weir")
    chat.web["paid"], chat.web["free"] = channel(item, outlet="Paid Mail"), channel(item, outlet="Free Mail")
    chat.types(f"/sources add {chat.url('paid')}", at=OTHER)
    chat.now += timedelta(minutes=1)
    chat.types(f"/sources add {chat.url('free')}")
    for command in ("/digest weir", "/quotes weir", "/ask Who voted to remove the weir at Kessel Mill?"):
        assert "Paid Mail" not in chat.types(command).text, command
    assert "Free Mail" in chat.types("/digest weir").text
    for command in ("/story 1", "/why 1", "/why"):
        shown = chat.types(command).text
        assert "Free Mail" in shown, command
        assert "Paid Mail" not in shown, command


def test_a_time_long_before_all_news_is_as_good_as_any(chat: Chat) -> None:
    assert len(stories(chat.types("/digest since:0900-01-02"))) == 3
    assert len(stories(chat.types("/catch-up 0900-01-02T12:00"))) == 3


def test_a_button_stands_for_its_own_digest_even_after_a_restart(chat: Chat) -> None:
    first = chat.types("/digest post")
    chat.types("/digest mail")
    chat.restart()
    said, more, answer = (
        chat.presses("Who said what", BOB, first),
        chat.presses("More", BOB, first),
        chat.presses("Ask", BOB, first, question="What did Pierson say?"),
    )
    assert said.headings == ["Who said what", "Pier to open"]
    assert [heading for heading in more.headings if heading[0].isdecimal()] == ["1 · Pier to open"]
    assert "Pierson" in answer.text
    assert all(shown.is_private for shown in (said, more, answer))
    assert "Pierson" in chat.presses("Ask", on=chat.types("/story 1", reply_to=first), question="Who is Pierson?").text


def test_a_digest_that_was_just_posted_is_pointed_to_and_not_made_again(begins: Begins) -> None:
    pointing = Terms(per_second=1_000, has_history=True, has_pointers=True)
    chat = begins(sources={"mail": "mail"}, terms=pointing, limits=LimitsConfig(cooldown_s=0, digests_per_hour=2))
    chat.web["mail"] = feed("Weir to go")
    first = chat.types("/digest")
    chat.restart()
    chat.now += timedelta(minutes=3)
    chat.told.clear()
    assert first.ref
    again, *_ = [chat.types("/digest length:standard", BOB) for _ in range(3)]
    assert again.message
    assert again.is_private
    assert again.message.blocks[0] == Pointer("The digest of 3 min ago", first.ref)
    assert "nothing new has come in since" in again.text
    assert chat.told == []
    # Another one, one for somebody alone, and one elsewhere are made; so is the same, if somebody wants it.
    assert stories(chat.types("/digest only-me")) == ["Weir to go"]
    assert stories(chat.types("/digest", at=OTHER)) == ["Weir to go"]
    assert stories(chat.presses("Make it anew", on=again)) == ["Weir to go"]
    assert "this channel has had its digests" in chat.types("/digest headlines").text


def test_a_digest_is_made_again_once_it_would_be_another_or_time_has_gone_by(begins: Begins) -> None:
    pointing = Terms(per_second=1_000, has_history=True, has_pointers=True)
    chat = begins(sources={"mail": "mail", "post": "post"}, terms=pointing)
    chat.web["mail"] = feed("Weir to go")
    chat.types("/digest")
    chat.now += timedelta(minutes=5)
    assert chat.types("/digest").headings == []
    chat.web["post"] = feed("Pier to open", outlet="Dorn Post")
    chat.does(lambda desk: desk.poller.read_now([chat.url("post")], patience_s=20))
    assert len(stories(chat.types("/digest"))) == 2
    chat.now += timedelta(minutes=11)
    assert len(stories(chat.types("/digest"))) == 2


def test_more_has_the_sources_the_reasons_and_what_there_was_no_room_for(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail", "post": "post", "dead": "dead"})
    chat.web["mail"] = channel(story("Dorn votes to remove Kessel weir", VOTE, MUD, path="weir"))
    chat.web["post"] = channel(
        story("Kessel weir of Dorn to go", VOTE, path="w", outlet="Dorn Post"), outlet="Dorn Post"
    )
    chat.web["dead"] = web.Response(status=403)
    chat.types("/digest")
    more = chat.presses("More")
    assert (
        "Dorn Mail <https://dornmail.example/weir> · Dorn Post <https://dornpost.example/w> · 2 articles" in more.text
    )
    assert "In: " in more.text
    assert "What was wrong\ndead: not for programs to read (403 Forbidden)" in more.text
    assert more.buttons == []
    chat.web["mail"] = feed(*(f"{name} goes" for name in NAMES[:12]))
    chat.now += timedelta(hours=2)
    chat.types("/digest about:mail since:7d")
    more = chat.presses("More")
    assert "5 left out  more than the 8 stories of a standard digest" in more.text
    # Eight stories, and the five that are left out.
    assert more.text.count(" <https://dornmail.example/") == 13
    rest = chat.presses("The rest", on=more)
    assert rest.is_private
    assert len(stories(rest)) == 13


@pytest.mark.parametrize("by", [ANN, BOB])
def test_a_command_that_does_not_exist_is_refused_with_the_one_that_may_be_meant(chat: Chat, by: object) -> None:
    del by
    assert "did you mean /digest?" in chat.types("/digset").text
    assert "there is no command 'posted'" in chat.asks("posted", {}).text


@pytest.mark.parametrize("between", [(), ("/digest about:door",)])
@pytest.mark.parametrize("first", [(), ("Bridge to go",)])
def test_a_digest_that_comes_once_a_week_has_the_news_of_the_week_whatever_was_asked_for_in_between(
    begins: Begins, between: Sequence[str], first: Sequence[str]
) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - timedelta(days=1))
    chat.web["mail"] = feed("Apple to go", day="22")
    chat.types("/digest")
    chat.types("/schedule set 11:00 days:mon")
    chat.web["mail"] = feed("Apple to go", *first, day="22")
    assert len(chat.comes(chat.now + timedelta(hours=4, minutes=1))) == len(first)
    for day, title in ((25, "Castle to go"), (29, "Door to go")):
        chat.now = chat.now.replace(day=day)
        chat.web["mail"] = feed(title, day=str(day), hour="07")
        chat.does(lambda desk: desk.poller.read_now([chat.url("mail")], patience_s=20))
    asked = [headline for typed in between for headline in stories(chat.types(typed))]
    (monday,) = chat.comes(chat.now + timedelta(days=1))
    assert {*stories(monday), *asked} == {"Castle to go", "Door to go"}


def test_a_clock_that_was_ahead_for_a_while_holds_up_no_news(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Apple to go")
    chat.now = NOW + timedelta(days=365)
    chat.types("/digest since:9w")
    chat.now = NOW
    chat.web["mail"] = feed("Bridge to go")
    assert "Bridge to go" in stories(chat.types("/digest"))
    chat.now = NOW + timedelta(days=365)
    chat.does(lambda desk: desk.poller.read_now([chat.url("mail")], patience_s=20))
    (due,) = chat.does(lambda desk: desk.store.sources.due(NOW, 9))
    assert due.feed == chat.url("mail")


def test_in_direct_messages_a_digest_comes_of_the_sources_there(begins: Begins) -> None:
    chat = begins()
    direct = Place.of_person(NEWS.platform, NEWS.workspace, BOB.id)
    chat.web["mail"] = feed("Apple to go")
    chat.types(f"/sources add {chat.url('mail')}", BOB, direct)
    chat.types("/schedule set 08:00", BOB, direct)
    chat.types("/follow apple", BOB, direct)
    chat.types("/unfollow apple", BOB, direct)
    chat.web["mail"] = feed("Bridge to go", day="24", hour="06")
    (came,) = chat.comes(NOW + timedelta(hours=1, minutes=1))
    assert "Bridge to go" in stories(came)
    assert chat.pigeons.posted[-1][0] == direct
