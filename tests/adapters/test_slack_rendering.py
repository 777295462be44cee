"""What Slack is sent: within its limits, and nothing of an article in it does anything."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block as SlackBlock

from bot.adapters.slack.rendering import MOST_BLOCKS, MOST_CHARACTERS, fallback, pages
from bot.messages import Actions, Button, Heading, Link, Message, Paragraph, Sources, Summary, Told
from tests.adapters.generated import generated


def parts(data: Any) -> Iterator[dict[str, Any]]:
    """All objects in some blocks that have a type."""
    if isinstance(data, dict):
        if "type" in data:
            yield data
        for value in data.values():
            yield from parts(value)
    elif isinstance(data, list):
        for value in data:
            yield from parts(value)


@pytest.mark.parametrize("seeds", [range(start, start + 1_000) for start in range(0, 10_000, 1_000)], ids=str)
def test_ten_thousand_digests_stay_within_every_limit_and_have_no_effect(seeds: range) -> None:
    for seed in seeds:
        message = generated(seed)
        for blocks in pages(message):
            assert 0 < len(blocks) <= MOST_BLOCKS, seed
            assert len(json.dumps(blocks, ensure_ascii=False)) <= MOST_CHARACTERS
            for part in parts(blocks):
                # Slack parses nothing but this kind of text.
                assert part["type"] != "mrkdwn"
                assert part.get("emoji") is not True
                if part["type"] == "link":
                    assert part["url"].startswith(("https://", "http://"))
                    assert not set(part["url"]) & set("|<> ")
                if part["type"] in {"text", "plain_text", "link"}:
                    assert part["text"], seed
        text = fallback(message)
        assert text
        assert len(text) <= 4_000
        assert "<" not in text
        assert ">" not in text


@pytest.mark.parametrize("seed", range(0, 10_000, 25))
def test_slack_s_own_models_accept_what_is_sent(seed: int) -> None:
    for blocks in pages(generated(seed)):
        for block in blocks:
            parsed = SlackBlock.parse(block)
            assert parsed is not None
            parsed.validate_json()


def test_a_link_leads_to_the_web_or_nowhere() -> None:
    links = (
        Link("a", "https://a.example/x|<!channel> y"),
        Link("b", "javascript:alert(1)"),
        Link("", "https://d.example"),
    )
    ((block,),) = pages(Message((Sources(links),)))
    (section,) = block["elements"]
    assert section["elements"] == [
        {"type": "link", "url": "https://a.example/x%7C%3C!channel%3E%20y", "text": "a"},
        {"type": "text", "text": " · "},
        {"type": "text", "text": "b"},
        {"type": "text", "text": " · "},
        {"type": "link", "url": "https://d.example", "text": "d.example"},
    ]


def test_no_two_buttons_in_a_row_have_one_id() -> None:
    buttons = (Button("Mail", "sources add", {"source": "a"}), Button("Post", "sources add", {"source": "b"}))
    ((block,),) = pages(Message((Actions(buttons),)))
    assert [one["action_id"] for one in block["elements"]] == ["pullquote:sources add", "pullquote:sources add#1"]
    assert [one["value"] for one in block["elements"]] == ["source=a", "source=b"]


def test_a_button_that_asks_for_something_first_is_left_out() -> None:
    asking = Button("Ask", "ask", {"message": "m1"}, asks=("question",))
    (blocks,) = pages(Message((Paragraph("Text."), Actions((asking,)), Actions((asking, Button("More", "why"))))))
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    assert [[one["text"]["text"] for one in row] for row in rows] == [["More"]]


def test_a_notification_gives_the_headlines() -> None:
    message = Message((Heading("Morning brief", 1), Heading("1 · Weir & <wall>"), Paragraph("Text.")))
    assert fallback(message) == "Morning brief\n1 · Weir &amp; &lt;wall&gt;"


def test_a_sentence_is_followed_by_who_has_it_or_stands_on_a_line_of_its_own() -> None:
    told = (Told("The weir will go.", "Post, also Courier"), Told("It cost 4.6 million."))
    ((block,),) = pages(Message((Summary(told), Summary(told, is_list=True))))
    running, listed = block["elements"]
    assert [part["text"] for part in running["elements"]] == [
        "The weir will go.",
        " (Post, also Courier)",
        " It cost 4.6 million.",
    ]
    assert running["elements"][1]["style"] == {"italic": True}
    assert (listed["type"], listed["style"]) == ("rich_text_list", "bullet")
    assert [section["elements"][0]["text"] for section in listed["elements"]] == [one.text for one in told]
