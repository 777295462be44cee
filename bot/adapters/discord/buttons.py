"""Buttons, and the ids that they and forms are known by: all that is asked for stands in them, and nothing need be remembered. Pure."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from bot.messages import Button
from bot.plain import plain

__all__ = ["LONGEST_ID", "LONGEST_LABEL", "button_id", "label_of", "read_button_id", "read_id", "write_id"]

LONGEST_ID = 100
LONGEST_LABEL = 80
# How the id of a button begins ("pullquote:quotes?visibility=only-me"), and that of one whose presser is asked for something first
# ("pullquote-ask:ask+question?message=m1").
_BUTTON, _ASK = "pullquote:", "pullquote-ask:"


def write_id(beginning: str, words: Sequence[str], options: Mapping[str, str]) -> str:
    """An id in which some words stand, none of them with a plus sign, and options: "pullquote-form:ask?message=m1"."""
    return f"{beginning}{'+'.join(words)}?{urlencode(options, safe='/:', errors='replace')}"


def read_id(beginning: str, id_: str) -> tuple[list[str], dict[str, str]] | None:
    """The words and the options of an id; None if it begins otherwise, or without a word."""
    words, _, options = id_.removeprefix(beginning).partition("?")
    if not id_.startswith(beginning) or not words:
        return None
    return words.split("+"), dict(parse_qsl(options, keep_blank_values=True))


def button_id(button: Button) -> str:
    """What a button is known by: its command, what is asked for first, and its options."""
    return write_id(_ASK if button.asks else _BUTTON, (button.command, *button.asks), button.options)


def read_button_id(custom_id: str) -> tuple[str, Mapping[str, str], tuple[str, ...]] | None:
    """The command of an id, its options, and the names of those that are asked for first; None if it is no button of ours."""
    read = read_id(_BUTTON, custom_id) or read_id(_ASK, custom_id)
    if read is None:
        return None
    (command, *asks), options = read
    return (command, options, tuple(asks)) if command else None


def label_of(text: str) -> str:
    """What stands on a button, which Discord shows as it is; empty if there is nothing to show."""
    return plain(" ".join(plain(text).split()), LONGEST_LABEL)
