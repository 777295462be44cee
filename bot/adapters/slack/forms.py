"""Forms: a command that asks for some of its options first, as a modal of Slack, and what was filled in; and answers in modals. Pure.

What a form is for stands in its id, where it was opened and what is known already in its `private_metadata`, and its fields are
known by their options: one that is open goes on working after a restart. Limits: https://docs.slack.dev/reference/views/modal-views
(title, submit and close 24, private_metadata 3,000, 100 blocks), https://docs.slack.dev/reference/block-kit/blocks/input-block (label
and hint 2,000), https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element (3,000, placeholder 150) and
https://docs.slack.dev/reference/block-kit/composition-objects/option-object (text 75, value 150).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.slack.parts import LinkTo, no_link, note
from bot.adapters.slack.rendering import sheet
from bot.adapters.slack.texts import SLASH, own_words, plain_text, shown
from bot.commands import Command, Holds, Option
from bot.messages import Heading, Message, Suggestion

__all__ = [
    "FIELD",
    "FORM",
    "MOST_BLOCKS_OF_A_VIEW",
    "Origin",
    "answer_view",
    "choices_of",
    "form_of",
    "origin_of",
    "read_form",
    "title_of",
    "waiting_view",
]

FORM = "pullquote-form:"
"""How the id of a form begins: "pullquote-form:schedule set"."""
FIELD = "value"
"""The id of the one field of each block; the block has the name of its option."""
MOST_BLOCKS_OF_A_VIEW = 100

_ANSWER = "pullquote-answer"
_LONGEST_TITLE = 24
_LONGEST_LABEL, _LONGEST_HINT, _LONGEST_PLACEHOLDER = 100, 200, 150
_LONGEST_WORDS, _LONGEST_NAME_OF_A_CHOICE, _LONGEST_CHOICE = 3_000, 75, 150
_MOST_FIELDS, _MOST_CHOICES = 50, 100
_LONGEST_METADATA = 3_000
# What is on the button that sends a form, where the command's own word does not say it.
_SUBMIT = {
    "setup": "Set up",
    "digest": "Show",
    "quotes": "Show",
    "story": "Show",
    "catch-up": "Show",
    "why": "Tell me",
    "schedule set": "Save",
    "settings set": "Save",
}
# What stands over a form or an answer, where the command's own words don't say it well.
_TITLES = {
    "sources add": "Add a source",
    "sources list": "Sources",
    "sources pause": "Pause a source",
    "sources remove": "Remove a source",
    "sources resume": "Resume a source",
    "sources test": "Test a source",
    "filter add": "Add a filter",
    "filter list": "Filters",
    "filter remove": "Remove a filter",
    "filter test": "Test a filter",
    "schedule set": "Schedule",
    "schedule show": "Schedule",
    "schedule preview": "Preview",
    "settings set": "Settings",
    "settings show": "Settings",
    "quotes": "Who said what",
}
# Slack has neither posts without a sound nor those that follow a channel; what a form brings is seen by who filled it in.
_NOT_ASKED_FOR = frozenset({"silent", "publish", "visibility"})
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form or an answer was opened.

    Attributes:
        channel: The id of the channel; empty outside of all.
        thread: The thread in it; empty for none.
        about: The message it is about, by its ts; empty for none.
        links: The addresses that message leads to, a line each.
        is_home: Whether it was opened from the home of the app, which shows what comes of it.
    """

    channel: str
    thread: str = ""
    about: str = ""
    links: str = ""
    is_home: bool = False


def form_of(
    command: Command,
    asks: Sequence[str],
    options: Mapping[str, str],
    filled: Mapping[str, str] = _NOTHING,
    origin: Origin = Origin(""),
) -> dict[str, Any]:
    """A form that asks for some options of a command, and knows the others already.

    What Slack has no picker for, a group of people that is called or a file, is left out: a command that is typed takes it. So is
    what changes nothing on Slack, and who sees the answer: it stands in the form.

    Args:
        command: What is asked for when it is sent.
        asks: Names of its options.
        options: Those that are known.
        filled: What stands in some of the fields until somebody changes it.
        origin: Where it is opened.
    """
    asked = [one for one in command.options if one.name in asks and _can_be_asked_for(one)]
    fields = [_field(option, filled.get(option.name, ""), origin) for option in asked[:_MOST_FIELDS]]
    whose = _whose(command, asks, options, origin) if fields else []
    view = _view(title_of(command.name), f"{FORM}{command.name}", [*whose, *fields], _metadata(origin, options))
    if not fields:
        return view | {"blocks": [note(f"There is nothing to fill in; type {SLASH} {command.name}.")]}
    view["close"] = plain_text("Cancel", _LONGEST_TITLE)
    view["submit"] = plain_text(_SUBMIT.get(command.name, _verb(command)), _LONGEST_TITLE)
    return view


def read_form(view: Mapping[str, Any]) -> tuple[str, dict[str, str], Origin] | None:
    """The command, the options and the origin of a form that was sent; None if it is none of ours.

    Args:
        view: As Slack sends it. What somebody has made it send is text all the same, and what is no text is left out.
    """
    id_ = view.get("callback_id")
    if not (isinstance(id_, str) and id_.startswith(FORM)):
        return None
    command = id_.removeprefix(FORM).strip()
    known = _texts(_read_metadata(view).get("options"))
    return (command, known | dict(_filled_in(view)), origin_of(view)) if command else None


def choices_of(found: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """What is offered to somebody who chooses what stands in a field: as much as Slack takes, which has room for no longer ones."""
    known = {one.value: one for one in found if shown(one.label) and 0 < len(one.value) <= _LONGEST_CHOICE}
    return [_choice(one.value, one.label) for one in known.values()][:_MOST_CHOICES]


def waiting_view(title: str, words: str, origin: Origin) -> dict[str, Any]:
    """A modal that says that it is being worked on, in words of ours."""
    said = {"type": "section", "text": plain_text(shown(own_words(words)) or "…", _LONGEST_WORDS)}
    return _view(title, _ANSWER, [said], _metadata(origin, _NOTHING))


def answer_view(title: str, message: Message, origin: Origin, link: LinkTo = no_link) -> dict[str, Any]:
    """A modal that shows an answer, as much of it as a modal has room for; its buttons work."""
    first, *others = message.blocks or (None,)
    if isinstance(first, Heading) and first.text.casefold() == title.casefold() and others:
        # It stands above already.
        message = replace(message, blocks=tuple(others))
    return _view(title, _ANSWER, sheet(message, MOST_BLOCKS_OF_A_VIEW, link), _metadata(origin, _NOTHING))


def origin_of(view: Mapping[str, Any]) -> Origin:
    """Where a modal of ours was opened; nowhere if it does not say."""
    read = _texts(_read_metadata(view).get("origin"))
    channel, thread, about, links = (read.get(name, "") for name in ("channel", "thread", "about", "links"))
    return Origin(channel, thread, about, links, is_home="home" in read)


def _view(title: str, id_: str, blocks: Sequence[Mapping[str, Any]], metadata: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": id_,
        "title": plain_text(title if shown(title) else "Pullquote", _LONGEST_TITLE),
        "close": plain_text("Close", _LONGEST_TITLE),
        "private_metadata": metadata,
        "blocks": [*blocks],
    }


def _metadata(origin: Origin, options: Mapping[str, str]) -> str:
    """An origin and known options as JSON; what a message links to only as far as there is room, whole words of it."""
    links = origin.links
    known = dict(options)
    while len(text := _written(replace(origin, links=links), known)) > _LONGEST_METADATA:
        if links:
            links = " ".join(links[: max(0, len(links) - (len(text) - _LONGEST_METADATA))].split()[:-1])
        elif known:
            # No button of ours has room for as much as that.
            known.pop(max(known, key=lambda name: len(known[name])))
        else:
            return _written(Origin(""), {})
    return text


def _written(origin: Origin, options: Mapping[str, str]) -> str:
    told = {"channel": origin.channel, "thread": origin.thread, "about": origin.about, "links": origin.links}
    told |= {"home": "yes" if origin.is_home else ""}
    data = {"origin": {name: value for name, value in told.items() if value}, "options": dict(options)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="replace").decode()


def _read_metadata(view: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        data = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _texts(data: Any) -> dict[str, str]:
    """The texts of an object, by name."""
    items = data.items() if isinstance(data, Mapping) else ()
    return {name: value for name, value in items if isinstance(name, str) and isinstance(value, str)}


def _filled_in(view: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields in which something stands, by their options."""
    state = view.get("state")
    blocks = state.get("values") if isinstance(state, Mapping) else None
    for name, fields in blocks.items() if isinstance(blocks, Mapping) else ():
        field = fields.get(FIELD) if isinstance(fields, Mapping) else None
        if isinstance(name, str) and isinstance(field, Mapping) and (value := _value_of(field)):
            yield name, value


def _value_of(field: Mapping[str, Any]) -> str:
    """What stands in a field, or was chosen; empty if nothing was."""
    chosen = field.get("selected_option")
    of_option = chosen.get("value") if isinstance(chosen, Mapping) else None
    values = (field.get("value"), of_option, field.get("selected_conversation"))
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def title_of(command: str) -> str:
    """What stands over a form or an answer: what is done, before what it is done with, like "Pause schedule"."""
    return _TITLES.get(command) or " ".join(reversed(command.split())).capitalize()


def _verb(command: Command) -> str:
    return command.name.split()[-1].capitalize()


def _can_be_asked_for(option: Option) -> bool:
    return option.holds not in {Holds.ROLE, Holds.DOCUMENT} and option.name not in _NOT_ASKED_FOR


def _whose(command: Command, asks: Sequence[str], options: Mapping[str, str], origin: Origin) -> list[dict[str, Any]]:
    """A line that says which channel a form is about, if it is opened elsewhere and does not ask for one."""
    name = next((one.name for one in command.options if one.holds is Holds.CHANNEL), "")
    if not name or name in asks or not origin.is_home:
        return []
    channel = options.get(name, "")
    if not channel:
        return [note("For your direct messages")]
    if not _CHANNEL.fullmatch(channel):
        return []
    words: list[dict[str, Any]] = [{"type": "text", "text": "For "}, {"type": "channel", "channel_id": channel}]
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}]


def _field(option: Option, filled: str, origin: Origin) -> dict[str, Any]:
    """What an option is filled in with."""
    is_outside = not origin.channel or origin.channel.startswith("D")
    help_ = (option.help_outside if is_outside else "") or option.help
    return {
        "type": "input",
        "block_id": option.name,
        "label": plain_text(option.name.capitalize(), _LONGEST_LABEL),
        **({"hint": plain_text(own_words(help_), _LONGEST_HINT)} if shown(help_) else {}),
        "optional": not option.is_required,
        "element": {**_element(option, filled.strip()), "action_id": FIELD},
    }


def _element(option: Option, filled: str) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    if option.choices:
        choices = {choice: _choice(choice) for choice in option.choices[:_MOST_CHOICES]}
        if filled in choices:
            chosen = {"initial_option": choices[filled]}
        return {"type": "static_select", "options": [*choices.values()], **chosen}
    if option.is_one_of_them:
        # What there is to choose from is asked for when somebody opens the list, and with each letter.
        chosen = {"initial_option": _choice(filled)} if shown(filled) and len(filled) <= _LONGEST_CHOICE else {}
        return {"type": "external_select", "min_query_length": 0, **chosen}
    if option.holds is Holds.CHANNEL:
        # A person's direct messages are no channel, and those of a bot nobody reads.
        only = {"include": ["public", "private"], "exclude_bot_users": True}
        if _CHANNEL.fullmatch(filled):
            chosen = {"initial_conversation": filled}
        return {"type": "conversations_select", "filter": only, "default_to_current_conversation": True, **chosen}
    written: dict[str, Any] = {"initial_value": filled[:_LONGEST_WORDS]} if filled else {}
    example = {"placeholder": plain_text(option.example, _LONGEST_PLACEHOLDER)} if shown(option.example) else {}
    is_long = option.is_rest and option.is_required
    return {"type": "plain_text_input", "multiline": is_long, "max_length": _LONGEST_WORDS, **written, **example}


def _choice(choice: str, label: str = "") -> dict[str, Any]:
    return {"text": plain_text(label or choice, _LONGEST_NAME_OF_A_CHOICE), "value": choice[:_LONGEST_CHOICE]}
