"""What people type is what they get."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS, Command
from bot.errors import RequestError
from bot.typed import read_command, read_line, read_since, usage, write_command

_WORD = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=12).map(str.lower)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Command, dict[str, str]]:
    """A command with some of its options."""
    command = draw(st.sampled_from(COMMANDS))
    options: dict[str, str] = {}
    # A word that is a choice stands for it, where choices may stand alone.
    choices = {choice for one in command.options for choice in one.choices}
    words = st.lists(_WORD.filter(lambda word: word not in choices), min_size=1, max_size=4).map(" ".join)
    for option in command.options:
        if option.is_required or draw(st.booleans()):
            options[option.name] = draw(st.sampled_from(option.choices) if option.choices else words)
    return command, options


@given(asked())
def test_what_is_written_as_a_command_reads_as_the_same(pair: tuple[Command, dict[str, str]]) -> None:
    command, options = pair
    assert read_command(write_command(command, options).removeprefix("/"), is_named=True) == (command, options)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_command_or_words_about_it(text: str) -> None:
    with suppress(RequestError):
        command, options = read_command(text)
        assert options.keys() <= {option.name for option in command.options}


@pytest.mark.parametrize(
    ("typed", "command", "options"),
    [
        ("", "digest", {}),
        ("now", "digest", {}),
        ("brief", "digest", {"length": "brief"}),
        ("digest only-me full", "digest", {"length": "full", "visibility": "only-me"}),
        ("climate change", "digest", {"about": "climate change"}),
        ("digest brief climate change", "digest", {"length": "brief", "about": "climate change"}),
        ('digest about:"sea trout" since=7d', "digest", {"about": "sea trout", "since": "7d"}),
        ("ask public or private: who said so?", "ask", {"question": "public or private: who said so?"}),
        ("ask visibility:only-me who said so?", "ask", {"question": "who said so?", "visibility": "only-me"}),
        ("sources", "sources list", {}),
        ("schedule", "schedule show", {}),
        ("Feeds", "sources list", {}),
        ("filters", "filter list", {}),
        ("feeds add science", "sources add", {"source": "science"}),
        ("filters  remove  sea trout", "filter remove", {"filter": "sea trout"}),
        ("feeds of the fish", "digest", {"about": "feeds of the fish"}),
        ("source", "sources list", {}),
        ("sources add https://x.example/?a=b&name=c", "sources add", {"source": "https://x.example/?a=b&name=c"}),
        ("SOURCES ADD science", "sources add", {"source": "science"}),
        ("filter add outlet: Dorn Mail", "filter add", {"filter": "outlet: Dorn Mail"}),
        ("schedule set 07:00 18:30 days:mon,fri", "schedule set", {"times": "07:00 18:30", "days": "mon,fri"}),
        ("quotes by:“Ann Gray” weir", "quotes", {"by": "Ann Gray", "about": "weir"}),
    ],
)
def test_commands_are_read_as_people_type_them(typed: str, command: str, options: dict[str, str]) -> None:
    found, chosen = read_command(typed)
    assert (found.name, chosen) == (command, options)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("digset", "I don't know the command “digset”; did you mean /digest?"),
        ("digest length:huge", "“huge” is no length; there are standard, brief, full"),
        ("ask", "/ask needs more: /ask QUESTION [visibility:public|only-me]"),
        ("health please", "I don't know the word “please” behind health"),
    ],
)
def test_what_can_not_be_read_is_said_with_the_way_out(typed: str, words: str) -> None:
    with pytest.raises(RequestError, match="^" + words.replace("[", r"\[").replace("|", r"\|").replace("?", r"\?")):
        read_command(typed)


@pytest.mark.parametrize(
    ("typed", "name", "options"),
    [
        ("sources add", "sources add", {}),
        ("sources add name:Weirs", "sources add", {"name": "Weirs"}),
        ("schedule set days:weekdays", "schedule set", {"days": "weekdays"}),
        ("ask", "ask", {}),
    ],
)
def test_what_a_command_lacks_can_be_left_to_be_asked_for(typed: str, name: str, options: dict[str, str]) -> None:
    command, found = read_command(typed, is_complete=False)
    assert (command.name, found) == (name, options)
    with pytest.raises(RequestError, match="needs more"):
        read_command(typed)


def test_a_group_is_asked_for_by_its_mere_name_or_what_else_it_is_called() -> None:
    for text, name in {"sources": "sources list", "Feeds": "sources list", "/filters": "filter list"}.items():
        assert read_line(text) == (name, {})
    for question in ("feeds of the fish", "source of the Nile", "filters of rivers"):
        assert read_line(question) == ("ask", {"question": question})


def test_a_name_that_is_none_is_words_only_where_no_name_is_meant() -> None:
    assert read_command("volcanoes")[1] == {"about": "volcanoes"}
    with pytest.raises(RequestError, match="I don't know the command “volcanoes”"):
        read_command("volcanoes", is_named=True)


def test_every_command_tells_how_it_is_typed() -> None:
    assert all(usage(command).startswith(f"/{command.name}") for command in COMMANDS)
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


def test_since_is_a_span_or_a_date() -> None:
    now = datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert read_since("36h", now) == now - timedelta(hours=36)
    assert read_since("2 weeks", now) == now - timedelta(days=14)
    with pytest.raises(RequestError, match="still to come"):
        read_since("2027-01-01", now)
