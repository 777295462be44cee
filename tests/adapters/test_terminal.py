import asyncio
import io
import os
import pty
import re
from contextlib import suppress

import pytest

from bot.adapters.terminal import Terminal, TerminalAdapter
from bot.errors import RequestError
from bot.messages import (
    Actions,
    Button,
    Divider,
    Document,
    Entry,
    Heading,
    Link,
    Listing,
    Message,
    Note,
    Paragraph,
    Saying,
    Sources,
)
from tests.adapters.harness import Answering

MESSAGE = Message(
    (
        Heading("Pullquote", level=1),
        Heading("1 · Weir to go", badges=("opinion",)),
        Paragraph("The council voted on Wednesday to remove the old weir." + " It goes for good." * 6),
        Saying(("We are all very fond of it,", "It goes."), "Capt. Henrike Salter"),
        Sources((Link("Mail", "https://mail.example/weir"), Link("Post")), ("19 Nov 2026", "2 sources")),
        Divider(),
        Note("1 story"),
    )
)


def in_a_pipe(message: Message) -> str:
    stream = io.StringIO()
    Terminal(stream).post(message)
    return stream.getvalue()


def on_a_terminal(message: Message, *, plain: bool = False) -> str:
    """What a terminal receives."""
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor, not a path
        Terminal(stream, plain=plain).post(message)
    received = b""
    with suppress(OSError):  # How a terminal says that there is nothing more; it gives what there is in parts.
        while part := os.read(ours, 100_000):
            received += part
    os.close(ours)
    return received.decode().replace("\r\n", "\n")


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 60 columns that knows colours."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


def test_a_message_in_a_pipe_has_a_line_a_block_and_no_codes() -> None:
    assert in_a_pipe(MESSAGE) == (
        "Pullquote\n\n"
        "1 · Weir to go  [opinion]\n"
        f"    The council voted on Wednesday to remove the old weir.{' It goes for good.' * 6}\n"
        "      “We are all very fond of it,” “It goes.”\n"
        "        — Capt. Henrike Salter\n"
        "    Mail <https://mail.example/weir> · Post · 19 Nov 2026 · 2 sources\n"
        "\n"
        "1 story\n"
    )


def test_on_a_terminal_lines_are_wrapped_and_indented() -> None:
    text = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", on_a_terminal(MESSAGE))
    lines = [line.rstrip() for line in text.splitlines()]
    assert max(map(len, lines)) <= 60
    wrapped = lines.index("    The council voted on Wednesday to remove the old weir.")
    assert lines[wrapped + 1].startswith("    It goes for good.")


def test_on_a_terminal_outlets_are_links_by_name() -> None:
    text = on_a_terminal(MESSAGE)
    assert "\x1b]8;" in text
    assert "https://mail.example/weir\x1b\\" in text
    assert "<https://mail.example/weir>" not in text


def test_plain_has_no_codes_on_a_terminal_either() -> None:
    text = on_a_terminal(MESSAGE, plain=True)
    assert "\x1b" not in text
    assert "Mail <https://mail.example/weir>" in text


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold]", "[link=https://evil.example]x[/link]", ":smile:", "[/]", "\\[x]", "<b>x</b>", "**x**"]
)
def test_text_never_formats(text: str) -> None:
    message = Message(
        (
            Heading(text, level=1),
            Heading(text, badges=(text,)),
            Paragraph(text),
            Saying((text,), text),
            Sources((Link(text),), (text,)),
            Note(text),
        )
    )
    assert in_a_pipe(message).count(text) == 9


# One of each kind that must not arrive: a sequence that clears the screen, C1, marks of direction, zero widths, a soft
# hyphen, fillers, a byte order mark and letters of the tag block.
@pytest.mark.parametrize(
    "unseen",
    "\x1b \x07 \x7f \x9b \xad \u061c \u200b \u200e \u200f \u202e \u2060 \u2066 \u2069 \u206f \u3164 \ufeff \ufff9 \U000e0041".split(
        " "
    ),
    ids=ascii,
)
def test_what_cannot_be_seen_is_not_shown(unseen: str) -> None:
    text = f"We{unseen}ir"
    for block in (
        Heading(text, badges=(text,)),
        Paragraph(text),
        Saying((text,), text),
        Sources((Link(text),), (text,)),
        Note(text),
    ):
        shown = in_a_pipe(Message((block,)))
        assert unseen not in shown
        assert "Weir" in shown


def test_the_joiners_that_scripts_need_are_kept() -> None:
    persian, family = "می\u200cخواهم", "👩\u200d🚀"
    assert f"{persian} {family}" in in_a_pipe(Message((Paragraph(f"{persian} {family}"),)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_a_text_cannot_begin_a_line_of_its_own(end: str) -> None:
    assert in_a_pipe(Message((Note(f"Mail{end}2 · Forged"),))) == "Mail 2 · Forged\n"


# Words that rich would take for a style, a sequence that ends the link and begins another, what can't be seen.
@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://mail.example/a b red bold", "https://mail.example/a%20b%20red%20bold"),
        ("https://mail.example/a not-a-style", "https://mail.example/a%20not-a-style"),
        ("https://mail.example/\x1b\\\x1b]0;title\x07", "https://mail.example/%1B%5C%1B]0;title%07"),
        ("https://mail.example/\x9c\u202e\n>", "https://mail.example/%C2%9C%E2%80%AE%0A%3E"),
        ("https://mail.example/zeit%20ung?a=1&b=[2]#c", "https://mail.example/zeit%20ung?a=1&b=[2]#c"),
        ("https://mail.example/stadtrat/möwe/\udcff", "https://mail.example/stadtrat/m%C3%B6we/?"),
    ],
    ids=ascii,
)
def test_a_link_leads_to_its_address_and_does_nothing_else(url: str, safe: str) -> None:
    message = Message((Sources((Link("Mail", url),)),))
    assert f"Mail <{safe}>\n" in in_a_pipe(message)
    assert re.findall(r"\x1b\]8;id=\d+;([^\x1b]*)\x1b\\", on_a_terminal(message)) == [safe]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://mail.example/" + "a" * 2_000])
def test_what_is_no_web_address_or_too_long_for_a_terminal_is_no_link(url: str) -> None:
    message = Message((Sources((Link("Mail", url),)),))
    assert in_a_pipe(message) == "    Mail\n"
    assert "\x1b]8;" not in on_a_terminal(message)


def test_wide_characters_are_wrapped_by_their_width() -> None:
    lines = on_a_terminal(Message((Paragraph("市議会は水曜日に堰の撤去を決めた。" * 5),)), plain=True).splitlines()
    assert all(len(line.strip()) <= 28 for line in lines)


def test_on_a_wide_terminal_lines_are_no_longer_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert max(map(len, on_a_terminal(MESSAGE, plain=True).splitlines())) <= 100


def test_an_address_may_begin_with_capitals() -> None:
    assert "<HTTPS://mail.example/weir>" in in_a_pipe(Message((Sources((Link("Mail", "HTTPS://mail.example/weir"),)),)))


def typing(*lines: str, answers: dict[str, Message | RequestError | Exception] | None = None) -> tuple[Answering, str]:
    """What is asked for, and shown, when these lines are typed."""
    handler = Answering({"help": MESSAGE, "digest": Message(MESSAGE.blocks, id="m1"), **(answers or {})})
    screen = io.StringIO()
    keys = io.StringIO("".join(f"{line}\n" for line in lines))
    asyncio.run(TerminalAdapter(Terminal(screen), keys).converse(handler))
    return handler, screen.getvalue()


def test_what_has_no_slash_is_a_question_about_the_last_digest() -> None:
    handler, _ = typing("Who said so?", "/digest", "Why did they say digest?", "help", "And in Georgia?")
    assert [(one.command, dict(one.options)) for one in handler.requests] == [
        ("ask", {"question": "Who said so?"}),
        ("digest", {}),
        ("ask", {"question": "Why did they say digest?"}),
        ("help", {}),
        ("ask", {"question": "And in Georgia?"}),
    ]
    (_, (ref,)) = handler.shown[1]
    assert [one.reply_to for one in handler.requests] == [None, None, ref, ref, ref]


def test_a_command_that_nobody_knows_is_said_and_the_next_one_is_answered() -> None:
    handler, screen = typing("/digset", "", "/sources add science")
    assert "did you mean /digest?" in screen
    assert [(one.command, dict(one.options)) for one in handler.requests] == [("sources add", {"source": "science"})]


def test_a_button_is_shown_as_what_can_be_typed_instead() -> None:
    buttons = Actions(
        (
            Button("Who said what", "quotes", {"message": "m1"}),
            Button("More", "digest", {"length": "full", "visibility": "only-me"}),
            Button("News", "sources add", {"source": "https://a.example/feed"}),
            Button("Ask", "ask", {"message": "m1", "visibility": "only-me"}, asks=("question",)),
        )
    )
    assert in_a_pipe(Message((buttons,))) == (
        "Who said what: /quotes · More: /digest length:full visibility:only-me · News: /sources add https://a.example/feed "
        "· Ask: /ask visibility:only-me QUESTION\n"
    )


def test_a_list_has_a_line_an_entry_and_a_document_its_own_lines() -> None:
    shown = in_a_pipe(
        Message((Listing((Entry("mail", "fine"), Entry("post"))), Document("a.opml", "<opml>\n  <body/>")))
    )
    assert shown == "    mail  fine\n    post\n<opml>\n  <body/>\n"
