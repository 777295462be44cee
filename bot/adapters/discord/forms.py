"""Forms: a command that asks for some of its options first, as a modal of Discord, and what was filled in.

What a form is for stands in its id and its fields are known by their options, so that one that is open goes on working after a
restart. Limits: https://docs.discord.com/developers/components/reference (title 45, five fields, label 45, description 100).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.adapters.discord.buttons import read_id, write_id
from bot.adapters.discord.offering import CHANNELS
from bot.commands import Command, Holds, Option
from bot.plain import plain

__all__ = ["form_of", "read_form"]

# How the id of a form begins: "pullquote-form:ask?message=1a2b".
_FORM = "pullquote-form:"
_LONGEST_TITLE = 45
_LONGEST_LABEL, _LONGEST_DESCRIPTION, _LONGEST_PLACEHOLDER = 45, 100, 100
_LONGEST_WORDS = 500
_MOST_FIELDS = 5
_NOTHING: Mapping[str, str] = {}


def form_of(
    command: Command, asks: Sequence[str], options: Mapping[str, str], filled: Mapping[str, str] = _NOTHING
) -> ui.Modal:
    """A form that asks for some options of a command, and knows the others already.

    Args:
        command: What is asked for when it is sent.
        asks: Names of its options, at most five.
        options: Those that are known.
        filled: What stands in some of the fields until somebody changes it.
    """
    modal = ui.Modal(title=_title(command), custom_id=write_id(_FORM, [command.name], options), timeout=None)
    for option in [one for one in command.options if one.name in asks][:_MOST_FIELDS]:
        modal.add_item(
            ui.Label(
                text=plain(option.name.capitalize(), _LONGEST_LABEL),
                description=plain(option.help, _LONGEST_DESCRIPTION),
                component=_field(option, filled.get(option.name, "")),
            )
        )
    # What is sent comes by `on_interaction`: nothing need be remembered of this form.
    modal.stop()
    return modal


def read_form(data: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """The command and the options of a form that was sent; None if it is none of ours.

    Args:
        data: Of the interaction, as Discord sends it.
    """
    read = read_id(_FORM, str(data.get("custom_id", "")))
    if read is None:
        return None
    [command, *_], known = read
    return command, known | dict(_filled_in(data.get("components", ())))


def _filled_in(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The fields in which something stands, by their ids; they lie in labels."""
    for component in components:
        inner = component.get("component")
        if inner:
            value = str(inner.get("value") or next(iter(inner.get("values") or ()), "")).strip()
            if value:
                yield str(inner.get("custom_id", "")), value


def _title(command: Command) -> str:
    """What is done, before what it is done with: "Add sources"."""
    return plain(" ".join(reversed(command.name.split())).capitalize(), _LONGEST_TITLE)


def _field(option: Option, filled: str) -> ui.Item[Any]:
    """What an option is filled in with."""
    common: dict[str, Any] = {"custom_id": option.name, "required": option.is_required}
    least = int(option.is_required)
    if option.choices:
        choices = [
            discord.SelectOption(label=choice, value=choice, default=choice == filled) for choice in option.choices
        ]
        return ui.Select(options=choices, min_values=least, max_values=1, **common)
    if option.holds is Holds.CHANNEL:
        return ui.ChannelSelect(channel_types=CHANNELS, min_values=least, max_values=1, **common)
    # A role is typed here as it is behind a command.
    is_long = option.is_rest and option.is_required
    return ui.TextInput(
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        max_length=_LONGEST_WORDS,
        default=filled[:_LONGEST_WORDS] or None,
        placeholder=plain(option.example, _LONGEST_PLACEHOLDER) or None,
        **common,
    )
