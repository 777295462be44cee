"""Buttons: all that is asked for stands in what they send, and nothing need be remembered. Pure.

Limits: https://docs.slack.dev/reference/block-kit/block-elements/button-element (text 75, value 2,000, action_id 255),
https://docs.slack.dev/reference/block-kit/blocks/actions-block (25 elements) and
https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object (title 100, text 300, confirm and deny 30).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.adapters.slack.texts import own_words, plain_text, shown
from bot.messages import Button

__all__ = ["BUTTON", "buttons_of", "read_button"]

BUTTON = "pullquote:"
"""How the action of a button of ours begins: "pullquote:quotes"; behind the first of a row with its number, "#1"."""

_LONGEST_ID, _LONGEST_VALUE, _LONGEST_LABEL = 255, 2_000, 75
_LONGEST_QUESTION, _LONGEST_CHOICE = 300, 30
_MOST_IN_A_ROW = 25
# Stands in the value before the name of each option that is asked for first; no option is called that.
_ASKS = "?"


def buttons_of(buttons: Sequence[Button]) -> Iterator[dict[str, Any]]:
    """Buttons in rows, each asked for once. For one without words, or with more to send than it can, Slack would refuse the message."""
    known: dict[tuple[str, str], Button] = {}
    for button in buttons:
        value = _value(button)
        if shown(button.label) and len(value) <= _LONGEST_VALUE and len(_id(button, len(buttons))) <= _LONGEST_ID:
            known.setdefault((button.command, value), button)
    elements = [_button(button, value, number) for number, ((_, value), button) in enumerate(known.items())]
    for start in range(0, len(elements), _MOST_IN_A_ROW):
        yield {"type": "actions", "elements": elements[start : start + _MOST_IN_A_ROW]}


def read_button(action: Mapping[str, Any]) -> tuple[str, dict[str, str], tuple[str, ...]] | None:
    """What a press asks for: a command, its options, and the names of those that are asked for first; None if it is no button of ours.

    Args:
        action: As Slack sends it. A button of any version of ours is read: one without a value asks for nothing beside its command.
    """
    id_, value = action.get("action_id"), action.get("value") or ""
    if not (isinstance(id_, str) and isinstance(value, str) and id_.startswith(BUTTON)):
        return None
    command = id_.removeprefix(BUTTON).partition("#")[0].strip()
    if not command:
        return None
    pairs = parse_qsl(value, keep_blank_values=True)
    asks = tuple(dict.fromkeys(one for name, one in pairs if name == _ASKS))
    return command, {name: one for name, one in pairs if name != _ASKS}, asks


def _id(button: Button, number: int) -> str:
    # No two in a row may have one id.
    return f"{BUTTON}{button.command}{f'#{number}' if number else ''}"


def _value(button: Button) -> str:
    return urlencode([*button.options.items(), *((_ASKS, name) for name in button.asks)], errors="replace")


def _button(button: Button, value: str, number: int) -> dict[str, Any]:
    return {
        "type": "button",
        "text": plain_text(button.label, _LONGEST_LABEL),
        "action_id": _id(button, number),
        **({"value": value} if value else {}),
        **({"confirm": _question(button), "style": "danger"} if shown(button.confirm) else {}),
    }


def _question(button: Button) -> dict[str, Any]:
    """What whoever presses it is asked first."""
    return {
        "title": plain_text("Are you sure?", _LONGEST_QUESTION),
        "text": plain_text(own_words(button.confirm), _LONGEST_QUESTION),
        "confirm": plain_text(button.label, _LONGEST_CHOICE),
        "deny": plain_text("Cancel", _LONGEST_CHOICE),
        "style": "danger",
    }
