"""Buttons and the ids they are known by: all that a press asks for stands in them, and nothing need be remembered. Pure."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from bot.messages import Button
from bot.plain import plain

__all__ = ["ASK", "BUTTON", "LONGEST_ID", "LONGEST_LABEL", "button_id", "label_of", "read_button_id"]

BUTTON = "pullquote:"
"""How the id of a button begins: "pullquote:quotes?visibility=only-me"."""
ASK = "pullquote-ask:"
"""How that of one begins whose presser is asked for something first: "pullquote-ask:ask+question?message=m1"."""
LONGEST_ID = 100
LONGEST_LABEL = 80


def button_id(button: Button) -> str:
    """What a button is known by: its command, what is asked for first, and its options."""
    options = urlencode(button.options, safe="/:", errors="replace")
    return f"{ASK if button.asks else BUTTON}{'+'.join((button.command, *button.asks))}?{options}"


def read_button_id(custom_id: str) -> tuple[str, Mapping[str, str], tuple[str, ...]] | None:
    """The command of an id, its options, and the names of those that are asked for first; None if it is no button of ours."""
    for prefix in (BUTTON, ASK):
        if custom_id.startswith(prefix):
            words, _, options = custom_id.removeprefix(prefix).partition("?")
            command, *asks = words.split("+")
            return (command, dict(parse_qsl(options, keep_blank_values=True)), tuple(asks)) if command else None
    return None


def label_of(text: str) -> str:
    """What stands on a button, which Discord shows as it is; empty if there is nothing to show."""
    return plain(" ".join(plain(text).split()), LONGEST_LABEL)
