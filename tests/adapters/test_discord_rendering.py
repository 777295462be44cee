"""What Discord is sent: within its limits, and nothing of an article in it does anything."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import discord
import pytest
from discord.http import handle_message_parameters
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.buttons import LONGEST_ID, LONGEST_LABEL, button_id, read_button_id
from bot.adapters.discord.parts import File, Line, Pictured, Way
from bot.adapters.discord.posting import Post
from bot.adapters.discord.rendering import MOST_CHARACTERS, MOST_COMPONENTS, Page, pages
from bot.adapters.discord.texts import address, escape, file_name
from bot.adapters.discord.views import ACCENT, files, mark, view
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
    Heading,
    Link,
    Listing,
    Manner,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Place,
    Pointer,
    Saying,
    Sources,
    Summary,
    Told,
)
from bot.plain import plain
from tests.adapters.generated import HOSTILE, generated
from tests.adapters.harness import Answering, on
from tests.adapters.harness_discord import DiscordPlatform, platform
from tests.chosen import fewer

# What is ours on a line, which has an effect: how it begins, who has a sentence, bold headings, links of outlets; and what is
# escaped, which has none. Each begins with a character of its own, so that it is looked for fast.
_OURS = re.compile(
    r"\\(?:[^\w\s]|_)|\*\((?:\\.|[^*\\])*\)\*(?!\*)|\*\*|\[(?:\\.|[^\]\\])*\]\(https?://[^\s()<>@]+\)"
    r"|#(?<=^#)#+ |-(?<=^-)#? |>(?<=^>) ",
    re.MULTILINE,
)
_LIVE = re.compile(
    r"[*_~`|<>\[\]#\\\u202a-\u202e\u2066\u2067]|:(?://|[\w+-]+:)|@(?:everyone|here)|^·*(?:[+-]|\d+[.)])", re.MULTILINE
)
_WAY = "https://discord.com/channels/1122/3344/5566"
WEIR = "https://img.example/weir.jpg"
MORE = Actions((Button("More", "digest"),))


def texts(page: Page) -> list[str]:
    return [
        text
        for part in page.parts
        if (text := part.text if isinstance(part, Pictured) else part) and isinstance(text, str)
    ]


def buttons(page: Page) -> list[Button | Way]:
    return [button for part in page.parts if isinstance(part, tuple) for button in part]


def sent_as(page: Page, key: str = "") -> Any:
    """What discord.py makes of a page; its function has no types."""
    return (handle_message_parameters(view=view(page, key)).payload or {})["components"]


def components(data: Any) -> Iterator[dict[str, Any]]:
    """All components in what discord.py sends, nested ones too."""
    for one in data:
        yield one
        yield from components(one.get("components", ()))
        yield from components([one["accessory"]] if "accessory" in one else ())


def test_a_digest_reads_as_it_should() -> None:
    message = Message(
        (
            Heading("Morning brief · Tue 24 Nov, 07:00 Berlin", level=1),
            Heading("1 · Big hearts can help win a war", badges=("opinion",)),
            Paragraph("An estimated half of the Russians who have fled went to Kazakhstan."),
            Saying(("In such a complex situation, we should show humanity.",), "President Kassym-Zhomart Tokayev"),
            Saying(("Of course.",), "A neighbour"),
            Sources((Link("CS Monitor", "https://monitor.example/hearts"),), ("1 source",)),
            Divider(),
            Heading("Science", level=1),
            Heading("2 · Weir to go"),
            Divider(),
            MORE,
            Note("61 read"),
        )
    )
    (page,) = pages(message)
    told = (
        "## Morning brief · Tue 24 Nov, 07:00 Berlin\n"
        "**1 · Big hearts can help win a war**\u00a0· opinion\n"
        "An estimated half of the Russians who have fled went to Kazakhstan.\n"
        "> “In such a complex situation, we should show humanity.”\n"
        "> — President Kassym\\-Zhomart Tokayev\n\n"
        "> “Of course.”\n"
        "> — A neighbour"
    )
    assert page.parts == (
        told,
        "-# [CS Monitor](https://monitor.example/hearts)\u00a0· 1 source",
        Line(),
        "### Science\n**2 · Weir to go**",
        Line(),
        MORE.buttons,
        "-# 61 read",
    )
    assert page.is_card


def test_what_has_neither_heading_nor_buttons_stands_in_no_frame() -> None:
    (page,) = pages(Message((Note("The sources don’t say."),)))
    assert [one["type"] for one in sent_as(page)] == [10]
    (page,) = pages(Message((Heading("Digest", 1),)))
    (frame,) = sent_as(page)
    assert (frame["type"], frame["accent_color"], len(frame["components"])) == (17, ACCENT, 1)


def test_a_sentence_is_followed_by_who_has_it_or_stands_on_a_line_of_its_own() -> None:
    told = (Told("The weir will go.", "Post, also Cou*rier"), Told("It cost 4.6 million."))
    (page,) = pages(Message((Summary(told), Summary(told, is_list=True))))
    (text,) = texts(page)
    assert text.split("\n") == [
        "The weir will go. *(Post, also Cou\\*rier)* It cost 4.6 million.",
        "- The weir will go. *(Post, also Cou\\*rier)*",
        "- It cost 4.6 million.",
    ]


def test_a_picture_stands_beside_headline_and_summary() -> None:
    told = Summary((Told("It goes."),))
    (page,) = pages(Message((Heading("1 · Weir *gone*", image=WEIR), told, Note("Post"))))
    assert page.parts == (Pictured("**1 · Weir \\*gone\\***\nIt goes.", WEIR, "1 · Weir *gone*"), "-# Post")
    ((section, _),) = [one["components"] for one in sent_as(page)]
    assert section["accessory"]["media"] == {"url": WEIR}
    assert section["accessory"]["description"] == "1 · Weir *gone*"
    assert page.components == 1 + 3 + 1


def test_a_long_summary_stands_below_the_picture() -> None:
    told = Summary(tuple(Told("It goes on and on and on.") for _ in range(40)))
    (page,) = pages(Message((Heading("1 · Weir", image=WEIR), told)))
    assert page.parts[0] == Pictured("**1 · Weir**", WEIR, "1 · Weir")


@pytest.mark.parametrize(
    "image",
    [
        "",
        "javascript:alert(1)",
        "data:image/png;base64,AA",
        "https://a@b.example/x",
        f"https://b.example/{'x' * 2_048}",
        # Discord refuses the whole message for one that it does not take for well formed.
        "https://weir_house.example/weir.jpg",
        "https://weir..example/weir.jpg",
        "https://localhost/weir.jpg",
        "https://127.0.0.1/weir.jpg",
        "https://b.example:99999/weir.jpg",
        "https://b.example/weir%zz.jpg",
        "//b.example/x",
    ],
)
def test_a_picture_is_of_the_web_or_none(image: str) -> None:
    (page,) = pages(Message((Heading("1 · Weir", image=image), Heading(" ", image=WEIR))))
    assert page.parts == ("**1 · Weir**",)


def test_of_a_picture_the_host_is_told_as_discord_knows_it() -> None:
    image = "https://bücher.example:8080/wehr.jpg?width=140&s=%20#top"
    told = Summary((Told("It goes."),))
    (page,) = pages(Message((Heading("1 · Weir", image=image), told)))
    (pictured,) = [part for part in page.parts if isinstance(part, Pictured)]
    assert pictured.url == "https://xn--bcher-kva.example:8080/wehr.jpg?width=140&s=%20#top"


@pytest.mark.parametrize("seeds", [range(start, start + fewer(1_000)) for start in range(0, 10_000, 1_000)], ids=str)
def test_ten_thousand_digests_stay_within_every_limit_and_have_no_effect(seeds: range) -> None:
    for seed in seeds:
        message = generated(seed)
        found = pages(message)
        assert found
        assert [page.role for page in found if page.role] == [message.manner.role] * message.manner.role.isdigit()
        for page in found:
            assert page.parts, seed
            assert page.characters <= MOST_CHARACTERS
            assert page.components <= MOST_COMPONENTS
            for text in texts(page):
                assert text.strip(), seed
                live = _LIVE.search(_OURS.sub("·", text))
                assert not live, (seed, live, text)
                assert text.count("\u2068") == text.count("\u2069")
        if seed % 10 == 0:
            for page in found:
                check_sent(page)


def check_sent(page: Page) -> None:
    """What discord.py makes of a page is what the page said it is."""
    shown = view(page, "m1-0")
    sent = list(components(sent_as(page, "m1-0")))
    assert len(sent) == page.components == shown.total_children_count
    assert shown.content_length() == page.characters
    assert sent[0]["id"] == mark("m1-0")
    ids = [one["custom_id"] for one in sent if one.get("custom_id")]
    assert len(set(ids)) == len(ids)
    assert all(len(id_) <= LONGEST_ID for id_ in ids)
    for one in sent:
        assert one["type"] != 1 or 1 <= len(one["components"]) <= 5
        assert one["type"] != 2 or 1 <= len(one["label"]) <= LONGEST_LABEL
        assert one["type"] != 11 or is_sound(one)
        for words in (one.get("label"), one.get("description")):
            assert words is None or words == plain(words).strip()
    named = [f"attachment://{file.filename}" for file in files(page)]
    assert named == [one["file"]["url"] for one in sent if one["type"] == 13]
    assert all(re.fullmatch(r"attachment://[a-z0-9][a-z0-9._-]{0,99}", name) for name in named)


def test_a_server_takes_what_is_laid_out() -> None:
    async def post(started: DiscordPlatform) -> tuple[int, int]:
        found = [page for seed in (0, 20, 31) for page in pages(generated(seed))]
        for number, page in enumerate(found):
            await started.adapter.post(started.place, Post(page, "Brief"), f"m1-{number}")
        return len(await started.seen()), len(found)

    seen, laid_out = on(platform, Answering({}), post)
    assert seen == laid_out


def is_sound(thumbnail: dict[str, Any]) -> bool:
    url = thumbnail["media"]["url"]
    is_web = url.startswith(("https://", "http://")) and url.isascii() and " " not in url and len(url) <= 2_048
    return is_web and len(thumbnail["description"] or "?") <= 256


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_the_same_message_has_the_same_pages(seed: int) -> None:
    assert pages(generated(seed)) == pages(generated(seed))


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    shown = re.sub(r"\\([^\w\s]|_)", r"\1", escape(text)).replace("@\u200b", "@").strip("\u2068\u2069")
    assert shown == " ".join(plain(text).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("steam://run/1 https://a.example", r"steam\://run/1 https\://a.example"),
        (":smile: at 10:30", r"\:smile: at 10:30"),
        ("+ item", r"\+ item"),
        ("- item", r"\- item"),
        ("-# item", r"\-\# item"),
        ("12. item", r"12\. item"),
        ("<id:customize>", r"\<id:customize\>"),
        ("a\u202eb", "ab"),
        ("שלום 5", "\u2068שלום 5\u2069"),
    ],
)
def test_what_discord_would_read_something_into_is_shown_as_it_is(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_a_link_leads_to_the_web_or_nowhere() -> None:
    links = (
        Link("a", "https://a.example/(x) y|<z>"),
        Link("b", "javascript:alert(1)"),
        Link("c", f"https://c.example/{'x' * 600}"),
        Link("", "https://d.example"),
        Link("e", "https://bank.example@e.example/"),
        Link("f", "https://bank.example%40f.example/"),
        Link("g", "https:///g.example"),
        Link("h", "https://münchen.example/weir"),
    )
    (page,) = pages(Message((Sources(links),)))
    (text,) = texts(page)
    assert text.removeprefix("-# ").split("\u00a0· ") == [
        "[a](https://a.example/%28x%29%20y%7C%3Cz%3E)",
        *"bc",
        "[d.example](https://d.example)",
        *"efg",
        "[h](https://m%C3%BCnchen.example/weir)",
    ]


def test_whether_an_address_is_one_is_told_in_one_pass() -> None:
    assert not address(f"https://{'a' * 500_000}:/")


@given(st.text(max_size=40), st.sampled_from(("https://", "http://", "javascript:", "")))
def test_an_address_can_not_end_the_link_it_stands_in(text: str, scheme: str) -> None:
    found = address(f"{scheme}a.example/{text}")
    assert re.fullmatch(r"(?:https?://[^\s()<>|\\\[\]\"@]+[^\s()<>|\\\[\]\"]*)?", found)


@given(
    st.sampled_from(("ask", "sources add", "catch-up")),
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
        st.text(st.characters(codec="utf-8"), max_size=30),
        max_size=3,
    ),
    st.lists(st.sampled_from(("question", "since", "about"))),
)
def test_what_a_button_asks_for_is_read_from_its_id(command: str, options: dict[str, str], asks: list[str]) -> None:
    id_ = button_id(Button("Ask", command, options, tuple(asks)))
    assert read_button_id(id_) == (command, options, tuple(asks))
    assert id_.startswith("pullquote-ask:" if asks else "pullquote:")


@pytest.mark.parametrize("custom_id", ["", "other:ask?x=1", "pullquote:", "pullquote-ask:?x=1", "pullquote"])
def test_an_id_of_somebody_else_is_no_button_of_ours(custom_id: str) -> None:
    assert read_button_id(custom_id) is None


def test_a_button_that_discord_would_refuse_is_left_out() -> None:
    near, far = (
        Button(name, "sources add", {"source": f"https://a.example/{'x' * length}"})
        for name, length in (("Near", 40), ("Far", 60))
    )
    blank, again = replace(near, label="\u200b "), replace(near, label="Again")
    (page,) = pages(Message((Paragraph("Which one?"), Actions((blank, near, far, again)))))
    assert page.parts == ("Which one?", (near,))
    (page,) = pages(Message((Paragraph("Which one?"), Actions((far,)))))
    assert page.parts == ("Which one?",)


def test_many_buttons_stand_in_several_rows() -> None:
    (page,) = pages(
        Message((Actions(tuple(Button(f"{number}", "story", {"number": f"{number}"}) for number in range(7))),))
    )
    assert [len(part) for part in page.parts if isinstance(part, tuple)] == [5, 2]


@pytest.mark.parametrize(
    ("place", "url"),
    [
        (Place("discord", "1122", "3344"), _WAY),
        (Place("discord", "1122", "99", "3344"), _WAY),
        (Place("discord", "", "3344"), _WAY.replace("1122", "@me")),
        (Place.of_person("discord", "", "7788"), ""),
        (Place("discord", "1122", "3344/../5"), ""),
    ],
)
def test_the_way_to_a_message_is_a_button(place: Place, url: str) -> None:
    (page,) = pages(Message((Pointer("It is there already", MessageRef(place, "5566")),)))
    assert page.parts == (((Way("It is there already", url),),) if url else ("It is there already",))


def test_words_that_a_button_has_no_room_for_stand_above_it() -> None:
    words = ("It is there. " * 9).strip()
    (page,) = pages(Message((Pointer(words, MessageRef(Place("discord", "1122", "3344"), "5566")),)))
    assert page.parts == (words, (Way(f"{words[:79]}…", _WAY),))


def test_a_list_comes_as_a_file() -> None:
    (page,) = pages(Message((Document("Sources (1).OPML", "<opml>\n**\n"), Note("2 sources"))))
    assert page.parts == (File("sources-1-.opml", "<opml>\n**\n"), "-# 2 sources")
    (sent,) = files(page)
    assert sent.fp.read() == b"<opml>\n**\n"
    assert sent_as(page)[0]["file"] == {"url": sent.uri}


def test_two_files_of_one_name_come_on_two_pages() -> None:
    found = pages(Message((Document("a.txt", "1"), Document("a.txt", "2"))))
    assert [page.documents for page in found] == [[("a.txt", "1")], [("a.txt", "2")]]


@pytest.mark.parametrize(("text", "words"), [("", "empty"), ("x" * (10 * 2**20 + 1), "too large to be sent here")])
def test_a_list_that_discord_would_refuse_is_named(text: str, words: str) -> None:
    (page,) = pages(Message((Document("a.txt", text),)))
    assert page.parts == (f"-# a.txt is {words}.",)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sources.opml", "sources.opml"),
        ("../etc/passwd", "etc-passwd"),
        ("SPOILER_x", "spoiler_x"),
        ("שלום", "file.txt"),
    ],
)
def test_a_file_has_a_name_that_is_safe(name: str, shown: str) -> None:
    assert file_name(name) == shown
    assert discord.File(BytesIO(), shown).uri == f"attachment://{shown}"


def test_an_id_leads_to_one_button_on_a_page() -> None:
    found = pages(Message((Note("One"), MORE, Note("Another"), MORE)))
    assert [buttons(page) for page in found] == [[*MORE.buttons], [*MORE.buttons]]


def test_pages_are_filled_up_to_the_last_component() -> None:
    blocks = [block for number in range(30) for block in (Heading(f"{number}", image=WEIR), Divider())]
    found = pages(Message((*blocks, MORE, Note("61 read"))))
    assert [page.components for page in found] == [37, 40, 40, 8]
    assert sum(isinstance(part, Pictured) for page in found for part in page.parts) == 30


@pytest.mark.parametrize("blocks", [(), (Paragraph(" \u200b"),), (Divider(),)])
def test_a_message_of_nothing_is_one_that_discord_takes(blocks: tuple[Block, ...]) -> None:
    (page,) = pages(Message(blocks))
    assert page.parts == ("…",)


def test_a_role_is_called_on_the_first_page_by_its_id_alone() -> None:
    long = tuple(Paragraph("It goes. " * 150) for _ in range(5))
    first, *more = pages(Message((Heading("Digest", 1), *long), manner=Manner(role="778899")))
    assert (first.role, first.call, {page.role for page in more}) == ("778899", "<@&778899>", {""})
    called, frame = sent_as(first, "m1-0")
    assert (called["content"], called["id"], frame["type"]) == ("<@&778899>", mark("m1-0"), 17)
    for role in ("", "everyone", "1> @everyone", "٣", "9" * 21):
        (page,) = pages(Message((Heading("Digest", 1),), manner=Manner(role=role)))
        assert page.call == ""


def stories(count: int) -> list[Block]:
    return [
        block for number in range(count) for block in (Heading(f"Story {number}"), Paragraph("w " * 600), Divider())
    ]


def test_a_story_goes_on_a_page_of_its_own_before_it_is_cut() -> None:
    found = pages(Message(tuple(stories(6))))
    assert [len(texts(page)) for page in found] == [4, 3]
    assert all(text.startswith("**Story") for page in found for text in texts(page) if text != "-# Continues below.")


def test_what_can_be_pressed_and_the_small_print_stand_on_the_first_page() -> None:
    first, second = pages(Message((Heading("Digest", 1), *stories(4), MORE, Note("61 read"))))
    assert first.parts[-4:] == (Line(), "-# Continues below.", MORE.buttons, "-# 61 read")
    assert len(texts(second)) == 1
    assert not buttons(second)


def test_small_print_of_a_part_stays_with_it() -> None:
    first, *_, last = pages(Message((*stories(4), Heading("Left out"), Note("Post: old"))))
    assert first.parts[-2:] == (Line(), "-# Continues below.")
    assert last.parts[-1] == "**Left out**\n-# Post: old"


def test_small_print_that_has_no_end_stays_where_it_is() -> None:
    first, *_, last = pages(Message((*stories(4), MORE, Note("It is not there. " * 200))))
    assert not buttons(first)
    assert buttons(last) == [*MORE.buttons]


@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=12), st.booleans())
def test_no_sentence_is_cut_that_has_room_on_a_page(lengths: list[int], is_list: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    sentences = [f"n{number:03} {'w' * length}." for number, length in enumerate(lengths)]
    blocks = (Summary(tuple(map(Told, sentences)), is_list), Paragraph(" ".join(sentences)), Listing(()))
    shown = [text for page in pages(Message(blocks)) for text in texts(page)]
    for sentence in sentences:
        assert sum(text.count(sentence) for text in shown) == 2
