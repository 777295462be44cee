"""Whatever somebody types, they get words that help, and nothing breaks."""

import pytest

from bot.commands import COMMANDS, Command, Option
from tests.shell.chat import ANN, Chat, feed

CHOICES = [(command, option) for command in COMMANDS for option in command.options if option.choices]


@pytest.mark.parametrize("typed", ["/story {}", "/why {}", "/follow {}"])
def test_a_number_of_thousands_of_digits_is_the_number_of_no_story(chat: Chat, typed: str) -> None:
    chat.types("/digest")
    assert "wrong" not in chat.types(typed.format("9" * 5000)).text


@pytest.mark.parametrize("typed", ["/digest since:{}", "/catch-up {}"])
@pytest.mark.parametrize("since", ["0001-01-02T00:00+14:00", "0001-01-03"])
def test_news_since_the_first_days_of_all_calendars_is_refused_in_words(chat: Chat, typed: str, since: str) -> None:
    assert "before all calendars" in chat.types(typed.format(since)).text


def test_half_a_character_is_neither_kept_nor_shown(chat: Chat) -> None:
    chat.types("/digest")
    for command, option in (
        ("ask", "question"),
        ("filter add", "filter"),
        ("follow", "what"),
        ("settings set", "about"),
    ):
        shown = chat.asks(command, {option: "weir \ud800\x00 wall"}, ANN).text
        assert "wrong" not in shown
        assert shown.encode()
        assert "\x00" not in shown


@pytest.mark.parametrize(("command", "option"), CHOICES, ids=lambda one: one.name)
def test_what_is_none_of_the_choices_is_refused_and_changes_nothing(
    chat: Chat, command: Command, option: Option
) -> None:
    needed = {one.name: "weir" for one in command.options if one.is_required}
    before = chat.types("/settings show").text
    shown = chat.asks(command.name, {**needed, option.name: "x" * 10_000})
    assert shown.is_private
    assert f"is no {option.name}; there are {', '.join(option.choices)}." in shown.text
    assert len(shown.text) < 200
    assert chat.types("/settings show").text == before


def test_of_what_was_looked_for_in_vain_no_more_than_its_beginning_is_repeated(chat: Chat) -> None:
    chat.types("/digest")
    assert len(chat.types("/quotes by:" + "x" * 10_000).text) < 200


def test_a_headline_and_an_outlet_of_thousands_of_characters_are_cut_wherever_they_stand(chat: Chat) -> None:
    chat.web["mail"] = feed("Weir to go " + "T" * 5_000, outlet="O" * 5_000)
    chat.types("/digest mail")
    for typed in (
        "/digest mail",
        "/story 1",
        "/why",
        "/why 1",
        "/quotes",
        "/filter test weir",
        "/sources list",
        "/health",
    ):
        assert "T" * 201 not in chat.types(typed).text.partition("https://")[0]
        assert "O" * 201 not in chat.types(typed).text.partition("https://")[0]
