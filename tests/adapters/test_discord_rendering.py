"""What Discord is sent: within its limits, and nothing of an article in it does anything."""

import re

import pytest

from bot.adapters.discord.rendering import MOST_CHARACTERS, MOST_COMPONENTS, Page, escape, pages
from bot.messages import (
    Actions,
    Button,
    Divider,
    Heading,
    Link,
    Message,
    Note,
    Paragraph,
    Saying,
    Sources,
    Summary,
    Told,
)
from tests.adapters.generated import HOSTILE, generated

# What is ours on a line: how it begins, who has a sentence, bold headings, links of outlets.
_OURS = re.compile(
    r"^(?:### |-# |> |- )|(?<![\\*])\*\((?:\\.|[^*\\])*\)\*(?!\*)|(?<!\\)\*\*|(?<!\\)\[(?:\\.|[^\]\\])*\]\(https?://[^\s()<>]+\)",
    re.MULTILINE,
)
# Within a block of code nothing has an effect but what ends it.
_CODE = re.compile(r"^```\n(?:(?!```).)*\n```$", re.MULTILINE | re.DOTALL)
_LIVE = re.compile(r"(?<!\\)(?:\\\\)*(?:[*_~`|<>\[\]#]|:(?=//)|@(?=everyone|here)|(?<![^\n])-|^\d+[.)])")


def texts(page: Page) -> list[str]:
    return [part for part in page.parts if isinstance(part, str)]


def test_a_digest_reads_as_it_should() -> None:
    message = Message(
        (
            Heading("Morning brief · Tue 24 Nov, 07:00 Berlin", level=1),
            Heading("1 · Big hearts can help win a war", badges=("opinion",)),
            Paragraph("An estimated half of the Russians who have fled went to Kazakhstan."),
            Saying(("In such a complex situation, we should show humanity.",), "President Kassym-Zhomart Tokayev"),
            Sources((Link("CS Monitor", "https://monitor.example/hearts"),), ("1 source",)),
            Divider(),
            Heading("2 · Weir to go"),
            Note("61 read"),
        )
    )
    (page,) = pages(message)
    first, second = texts(page)
    assert first == (
        "### Morning brief · Tue 24 Nov, 07:00 Berlin\n"
        "**1 · Big hearts can help win a war** · opinion\n"
        "An estimated half of the Russians who have fled went to Kazakhstan.\n"
        "> “In such a complex situation, we should show humanity.”\n"
        "> — President Kassym\\-Zhomart Tokayev\n"
        "-# [CS Monitor](https://monitor.example/hearts) · 1 source"
    )
    assert second == "**2 · Weir to go**\n-# 61 read"


def test_a_sentence_is_followed_by_who_has_it_or_stands_on_a_line_of_its_own() -> None:
    told = (Told("The weir will go.", "Post, also Cou*rier"), Told("It cost 4.6 million."))
    (page,) = pages(Message((Summary(told), Summary(told, is_list=True))))
    (text,) = texts(page)
    assert text.split("\n") == [
        "The weir will go. *(Post, also Cou\\*rier)* It cost 4.6 million.",
        "- The weir will go. *(Post, also Cou\\*rier)*",
        "- It cost 4.6 million.",
    ]


@pytest.mark.parametrize("seeds", [range(start, start + 1_000) for start in range(0, 10_000, 1_000)], ids=str)
def test_ten_thousand_digests_stay_within_every_limit_and_have_no_effect(seeds: range) -> None:
    for seed in seeds:
        found = pages(generated(seed))
        assert found
        for page in found:
            assert page.parts, seed
            assert page.characters <= MOST_CHARACTERS
            assert page.components <= MOST_COMPONENTS
            for text in texts(page):
                assert text.strip(), seed
                left = _OURS.sub("", _CODE.sub("", text))
                assert not _LIVE.search(left), (seed, _LIVE.search(left), left)


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    shown = re.sub(r"\\([^\w\s]|_)", r"\1", escape(text)).replace("@\u200b", "@")
    assert shown == " ".join(text.split())


def test_a_link_leads_to_the_web_or_nowhere() -> None:
    links = (
        Link("a", "https://a.example/(x) y|<z>"),
        Link("b", "javascript:alert(1)"),
        Link("c", f"https://c.example/{'x' * 600}"),
        Link("", "https://d.example"),
    )
    (page,) = pages(Message((Sources(links),)))
    assert texts(page) == ["-# [a](https://a.example/%28x%29%20y%7C%3Cz%3E) · b · c · [d.example](https://d.example)"]


def test_a_button_that_discord_would_refuse_is_left_out() -> None:
    near, far = (
        Button(name, "sources add", {"source": f"https://a.example/{'x' * length}"})
        for name, length in (("Near", 40), ("Far", 60))
    )
    (page,) = pages(Message((Paragraph("Which one?"), Actions((near, far)))))
    assert page.parts == ["Which one?", (near,)]
    (page,) = pages(Message((Paragraph("Which one?"), Actions((far,)))))
    assert page.parts == ["Which one?"]


def test_a_story_goes_on_a_page_of_its_own_before_it_is_cut() -> None:
    stories = [block for number in range(6) for block in (Heading(f"Story {number}"), Paragraph("w " * 600), Divider())]
    found = pages(Message(tuple(stories)))
    assert [len(texts(page)) for page in found] == [3, 3]
    assert all(text.startswith("**Story") for page in found for text in texts(page))
