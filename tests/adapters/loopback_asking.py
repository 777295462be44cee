"""What Discord sends of what people choose, press and fill in.

The shapes are those of https://docs.discord.com/developers/interactions.
"""

from collections.abc import Callable, Mapping, Sequence

from tests.adapters.loopback_messages import Json

__all__ = ["Value", "button_of", "chosen", "filled_in"]

Value = str | bytes
"""What an option is given: words, the id of a channel, or what is in a file."""

_SUBCOMMAND, _CHANNEL, _ATTACHMENT = 1, 7, 11
_RESOLVED = {_CHANNEL: "channels", _ATTACHMENT: "attachments"}
_TEXT_INPUT = 4


def chosen(
    offered: Sequence[Json],
    command: str,
    options: Mapping[str, Value],
    resolve: Callable[[Value], Json],
    focused: str = "",
) -> Json:
    """A command with options; it has to be offered, with all of them.

    Args:
        offered: All commands.
        command: Its name, like "sources add".
        options: By name.
        resolve: Gives the channel of an id, or a file of what is in it.
        focused: The option in which somebody is just typing.
    """
    name, *inner = command.split()
    known = next(one for one in offered if one["name"] == name and one["type"] == 1)
    shape: Json = {"id": known["id"], "name": name, "type": known["type"]}
    node = shape
    for part in inner:
        known = next(one for one in known["options"] if one["name"] == part and one["type"] == _SUBCOMMAND)
        node["options"] = [{"name": part, "type": known["type"]}]
        node = node["options"][0]
    options_known = {one["name"]: one for one in known.get("options", ())}
    assert not focused or options_known[focused].get("autocomplete"), f"nothing is suggested for {focused}"
    node["options"] = []
    for option, value in options.items():
        kind, given = options_known[option]["type"], value
        if kind in _RESOLVED:
            found = resolve(value)
            given = found["id"]
            shape.setdefault("resolved", {}).setdefault(_RESOLVED[kind], {})[given] = found
        its_focus = {"focused": True} if option == focused else {}
        node["options"].append({"name": option, "type": kind, "value": given, **its_focus})
    return shape


def button_of(message: Json, label: str) -> Json:
    """A press on the button of a message on which this stands."""
    button = next(one for one in _walk(message["components"]) if one.get("label") == label)
    return {"custom_id": button["custom_id"], "component_type": button["type"], "id": button["id"]}


def filled_in(form: Json, values: Mapping[str, str]) -> Json:
    """A form that was shown, with what was filled in by the ids of its fields."""
    return {"custom_id": form["custom_id"], "components": [_filled(one, values) for one in form["components"]]}


def _walk(components: Sequence[Json]) -> list[Json]:
    found = []
    for one in components:
        found += [one, *_walk(one.get("components", ())), *_walk([one["accessory"]] if "accessory" in one else ())]
    return found


def _filled(component: Json, values: Mapping[str, str]) -> Json:
    shape: Json = {"type": component["type"], "id": component.get("id", 0)}
    if "components" in component:
        shape["components"] = [_filled(one, values) for one in component["components"]]
    if "component" in component:
        shape["component"] = _filled(component["component"], values)
    if "custom_id" in component:
        value = values.get(component["custom_id"], component.get("value", ""))
        # Who chooses something may choose several; text is one.
        is_text = component["type"] == _TEXT_INPUT
        shape |= {"custom_id": component["custom_id"]}
        shape |= {"value": value} if is_text else {"values": [value] if value else []}
    return shape
