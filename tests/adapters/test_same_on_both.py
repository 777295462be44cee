"""One message says the same things in the same order on Discord and on Slack."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord import rendering as discord
from bot.adapters.discord.buttons import LONGEST_ID, button_id
from bot.adapters.discord.parts import File, Line, Pictured, Way
from bot.adapters.slack import rendering as slack
from bot.adapters.slack.buttons import read_button
from bot.answer_blocks import answer_message
from bot.messages import (
    Actions,
    Block,
    Button,
    Document,
    Entry,
    Heading,
    Link,
    Listing,
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
    Visibility,
)
from bot.plain import plain
from bot.render import edition_message, help_message, quotes_message
from digest import Length, answer, index_articles, make_digest
from tests.adapters.generated import HOSTILE, generated
from tests.adapters.slack_text import text_of
from tests.chosen import fewer
from tests.quality.seeds import all_seeds

# Whatever Discord's Markdown may read something into is escaped; what is not, is ours.
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_HELD = 0xE000
_LINK = re.compile(r"\[([^\]]*)\]\(https?://[^\s()]*\)")
_GOES_ON_ON_DISCORD = "-# Continues below."
# What parts things, which may stand at the end of a line or not; and how a command is typed.
_BESIDE = re.compile("[\\s\u2068\u2069\u200b·—]|/digest|/")
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
REF = MessageRef(Place("discord", "1122", "3344"), "5566")


def essence(text: str) -> str:
    """A text without what only parts its words."""
    return _BESIDE.sub("", text)


def markdown(text: str) -> str:
    """What a reader sees of Markdown of ours."""
    held = _ESCAPED.sub(lambda match: chr(_HELD + ord(match[1])), text)
    seen = re.sub(r"[*#>-]", "", _LINK.sub(r"\1", held))
    return re.sub("[\ue000-\ue07f]", lambda match: chr(ord(match[0]) - _HELD), seen)


def pressed(button: Button) -> str:
    return f"[{button.command} {sorted(button.options.items())} {button.asks}]"


def on_discord(message: Message) -> str:
    """What Discord says of a message, with its buttons in their places, and its pages put back into one."""
    first, *others = discord.pages(message)
    at = next(
        (
            number
            for number, part in enumerate(first.parts)
            if isinstance(part, str) and part.startswith(_GOES_ON_ON_DISCORD) and others
        ),
        len(first.parts),
    )
    parts = [*first.parts[:at], *(part for page in others for part in page.parts), *first.parts[at:]]
    return "".join(map(_discord_part, parts))


def _discord_part(part: Any) -> str:
    match part:
        case str():
            return essence(markdown(part.removeprefix(_GOES_ON_ON_DISCORD)))
        case Pictured(text):
            return essence(markdown(text))
        case File(name, text):
            # In a file nothing reorders what stands around it.
            return essence(f"{name}{plain(text)}")
        case Line():
            return ""
        case _:
            return "".join(essence(one.label) if isinstance(one, Way) else pressed(one) for one in part)


def on_slack(message: Message) -> str:
    """The same of Slack."""
    goes_on = slack.GOES_ON[message.visibility]
    first, *others = slack.pages(message)
    at = next((number for number, block in enumerate(first) if others and text_of([block]) == goes_on), len(first))
    blocks = [*first[:at], *(block for page in others for block in page), *first[at + 1 :]]
    return "".join(map(_slack_block, blocks))


def _slack_block(block: Any) -> str:
    if block["type"] != "actions":
        return essence(text_of([block]))
    return "".join(
        pressed(Button("", *read)) for element in block["elements"] if (read := read_button(element)) is not None
    )


def shared(message: Message) -> Message:
    """A message without what one of the two shows by other means: files, ways to messages, and buttons with more than Discord can send."""
    return replace(message, blocks=tuple(_shared(message.blocks)), manner=replace(message.manner, role=""))


def _shared(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Actions(buttons):
                yield Actions(tuple(one for one in buttons if len(button_id(one)) <= LONGEST_ID))
            case Document() | Pointer():
                pass
            case _:
                yield block


@cache
def real_messages() -> dict[str, Message]:
    articles = [seed.article for seed in all_seeds() if seed.article.published and seed.article.published <= NOW]
    made = {length: make_digest(articles, now=NOW, length=length) for length in Length}
    said = [
        (story.quotes[0].quote.article, [story.quotes[0].quote]) for story in made[Length.FULL].stories if story.quotes
    ]
    found = answer("How many nests has the survey found?", index_articles(articles))
    return {
        **{
            length.value: edition_message(
                digest, "Morning digest", id_="m1", seen_by=Visibility.PUBLIC, next_at=NOW + timedelta(hours=24)
            )
            for length, digest in made.items()
        },
        "quotes": quotes_message(said, Visibility.PRIVATE),
        "answer": answer_message(found),
        "no answer": answer_message(answer("Who won?", index_articles(articles))),
        "help": help_message(["Dorn Mail"], None),
    }


@pytest.mark.parametrize("name", ["brief", "standard", "full", "quotes", "answer", "no answer", "help"])
def test_what_the_product_makes_says_the_same_on_both(name: str) -> None:
    message = real_messages()[name]
    assert on_slack(message) == on_discord(message) != ""


@pytest.mark.parametrize("seeds", [range(start, start + fewer(2_000), 4) for start in range(0, 10_000, 2_000)], ids=str)
def test_generated_digests_say_the_same_on_both(seeds: range) -> None:
    for seed in seeds:
        message = shared(generated(seed))
        assert on_slack(message) == on_discord(message), seed


_TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), max_size=60))


@given(st.lists(st.tuples(_TEXTS, _TEXTS, _TEXTS), min_size=1, max_size=4))
def test_whatever_is_printed_is_the_same_on_both(stories: list[tuple[str, str, str]]) -> None:
    blocks: list[Block] = []
    for title, sentence, name in stories:
        told = Told(sentence, name)
        blocks += [Heading(title, badges=(name,)), Summary((told, told)), Saying((sentence, title), name)]
        blocks += [Sources((Link(name, "https://mail.example/weir"),), (title,)), Listing((Entry(name, sentence),))]
    message = Message((*blocks, Note("61 read")))
    assert on_slack(message) == on_discord(message)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != " "])
def test_a_document_has_the_same_lines_on_both(text: str) -> None:
    message = Message((Document("sources.opml", text),))
    assert on_slack(message) == on_discord(message)


def test_a_way_to_a_message_says_the_same_on_both() -> None:
    message = Message((Pointer("The digest of 3 min ago", REF), Paragraph("It would be the same again.")))
    assert on_slack(message) == on_discord(message)


def test_two_that_differ_are_told_apart() -> None:
    one, other = (Message((Heading("Weir"), Paragraph(text))) for text in ("It goes.", "It stays."))
    assert on_slack(one) != on_discord(other)
    assert on_slack(one) != on_slack(Message(one.blocks[::-1]))
    assert on_discord(one) != on_discord(Message(one.blocks[::-1]))
