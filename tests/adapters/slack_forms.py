"""What people press, choose and fill in on the tests' Slack, and how payloads tell it.

The shapes are those of https://docs.slack.dev/reference/interaction-payloads.
"""

from collections.abc import Mapping, Sequence

from tests.adapters.slack_checks import elements_of
from tests.adapters.slack_world import Json

__all__ = ["Value", "action_of", "filled_in", "labels_of", "state_of"]

Value = str | Sequence[str]
"""What somebody fills in: words, what stands on an option, the id of a channel, or several of these."""

_TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
_IDS = {
    "conversations_select": "conversation",
    "channels_select": "channel",
    "users_select": "user",
    "timepicker": "time",
    "datepicker": "date",
    "datetimepicker": "date_time",
}
_OPTIONS = ("static_select", "external_select", "radio_buttons", "overflow")
_SEVERAL = ("multi_static_select", "multi_external_select", "checkboxes")
_SEVERAL_IDS = {
    "multi_conversations_select": "conversations",
    "multi_channels_select": "channels",
    "multi_users_select": "users",
}


def labels_of(blocks: Sequence[Json]) -> list[str]:
    """What stands on the buttons."""
    return [element["text"]["text"] for _, element in elements_of(blocks) if element["type"] == "button"]


def action_of(blocks: Sequence[Json], named: str, value: Value, stamp: str) -> tuple[Json, Json]:
    """What is pressed or chosen, and what payloads tell of it.

    Args:
        blocks: Where it stands.
        named: What stands on it, or its action_id.
        value: What is chosen; empty of a button.
        stamp: When.

    Raises:
        AssertionError: If there is none, or more than one.
    """
    found = [(block, one) for block, one in elements_of(blocks) if named in (one["action_id"], _label(block, one))]
    there = [_label(block, one) for block, one in elements_of(blocks)]
    assert len(found) == 1, f"{named!r} is there {len(found)} times among {there}"
    block, element = found[0]
    told = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] == "button":
        kept: Json = {name: element[name] for name in ("text", "value", "style", "url", "confirm") if name in element}
        return element, {**told, **kept, "action_ts": stamp}
    chosen = _given(element, value)
    return element, {**told, **chosen, "action_ts": stamp}


def filled_in(view: Json, values: Mapping[str, Value], opened_in: str = "") -> Json:
    """The values of a modal's inputs as they are sent.

    Args:
        view: It.
        values: What is filled in, by the label of an input, its block_id or its action_id. All others stay as they are.
        opened_in: The id of the channel it was opened in; empty if in none.

    Raises:
        AssertionError: If Slack would not let it be sent.
    """
    state: dict[str, Json] = {}
    left = dict(values)
    for block, element in elements_of(view["blocks"]):
        if element["type"] == "button":
            continue
        names = (_label(block, element), block["block_id"], element["action_id"])
        name = next((one for one in names if one in left), None)
        told = _given(element, left.pop(name)) if name else _initial(element, opened_in)
        is_empty = not any(told.values())
        assert not is_empty or block["type"] != "input" or block.get("optional"), f"{names[0]!r} is required"
        state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **told}
    known = [_label(block, element) for block, element in elements_of(view["blocks"])]
    assert not left, f"there is nothing to fill in by the name of {sorted(left)}, but {known}"
    return {"values": state}


def state_of(blocks: Sequence[Json], opened_in: str = "") -> Json:
    """The values of what can be chosen in blocks, as nobody has touched any of it."""
    state: dict[str, Json] = {}
    for block, element in elements_of(blocks):
        if element["type"] not in ("button", "overflow"):
            told = {"type": element["type"], **_initial(element, opened_in)}
            state.setdefault(block["block_id"], {})[element["action_id"]] = told
    return {"values": state}


def _label(block: Json, element: Json) -> str:
    """What somebody sees beside something that they can press or fill in."""
    for words in (element.get("text"), block.get("label"), element.get("placeholder"), block.get("text")):
        if words:
            return str(words["text"])
    return str(element["action_id"])


def _given(element: Json, value: Value) -> Json:
    """What somebody has filled in, as payloads tell it."""
    kind = element["type"]
    if kind in _TEXTS:
        assert isinstance(value, str)
        assert len(value) <= element.get("max_length", 3_000), "it is too long"
        assert not value or len(value) >= element.get("min_length", 0), "it is too short"
        return {"value": value or None}
    if kind in _IDS:
        return {f"selected_{_IDS[kind]}": value or None}
    if kind in _SEVERAL_IDS:
        return {f"selected_{_SEVERAL_IDS[kind]}": list(value)}
    if kind in _SEVERAL:
        return {"selected_options": [_option(element, one) for one in value]}
    assert kind in _OPTIONS, f"nobody can fill in a {kind}"
    assert isinstance(value, str)
    return {"selected_option": _option(element, value) if value else None}


def _option(element: Json, named: str) -> Json:
    """An option by what stands on it, or by its value; of those that the bot offers while somebody types, any."""
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options: list[Json] = [option for group in groups for option in group["options"]]
    found = [one for one in options if named in (one["text"]["text"], one["value"])]
    if not found and "external" in element["type"]:
        return {"text": {"type": "plain_text", "text": named}, "value": named}
    assert found, f"{named!r} is none of {[one['text']['text'] for one in options]}"
    return found[0]


def _initial(element: Json, opened_in: str) -> Json:
    """What stands there already."""
    kind = element["type"]
    if kind in _TEXTS:
        return {"value": element.get("initial_value")}
    if kind in _IDS:
        name = _IDS[kind]
        chosen = element.get(f"initial_{name}")
        if element.get("default_to_current_conversation"):
            chosen = chosen or opened_in or None
        return {f"selected_{name}": chosen}
    if kind in _SEVERAL_IDS:
        return {f"selected_{_SEVERAL_IDS[kind]}": element.get(f"initial_{_SEVERAL_IDS[kind]}", [])}
    if kind in _SEVERAL:
        return {"selected_options": element.get("initial_options", [])}
    return {"selected_option": element.get("initial_option")}
