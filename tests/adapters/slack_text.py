"""What a reader of Slack sees of messages and views, their mrkdwn taken at its word; and what Slack makes of what people write."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.adapters.slack_world import Team

__all__ = ["escaped", "message_text", "text_of", "view_text", "written"]

_PARTS = ("text", "label", "hint", "fields", "elements", "accessory", "element", "placeholder", "rows")
# Of what people write: an address, a name of somebody, and the name of a channel.
_MARKS = re.compile(r"(?P<url>https?://[^\s<>]+)|(?<![\w@])@(?P<who>[\w.-]+)|(?<![\w#])#(?P<where>[\w-]+)")
_FOR_ALL = ("here", "channel", "everyone")


def message_text(message: Mapping[str, Any]) -> str:
    """What a reader sees of a message: its blocks or, where it has none, its text."""
    blocks = message.get("blocks") or []
    is_typed = all(block.get("type") == "rich_text" for block in blocks) and not message.get("bot_id")
    return text_of(blocks) if blocks and not is_typed else _unescaped(str(message.get("text") or ""))


def view_text(view: Mapping[str, Any]) -> str:
    """What a reader sees of a modal or of an App Home, the words on its buttons too."""
    around = [(view.get(name) or {}).get("text", "") for name in ("title", "submit", "close")]
    return "\n".join(filter(None, [around[0], text_of(view.get("blocks", ())), *around[1:]]))


def text_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """What a reader sees of blocks, the words on their buttons too."""
    return "\n".join(filter(None, map(_seen, blocks)))


def written(team: Team, text: str) -> str:
    """What Slack makes of what somebody writes: &, < and > are escaped; people, channels and addresses stand in brackets.

    See https://docs.slack.dev/messaging/formatting-message-text, and for commands with `should_escape`
    https://docs.slack.dev/interactivity/implementing-slash-commands.
    """
    pieces, at = [], 0
    for mark in _MARKS.finditer(text):
        pieces += [escaped(text[at : mark.start()]), _marked(team, mark)]
        at = mark.end()
    return "".join([*pieces, escaped(text[at:])])


def escaped(text: str) -> str:
    """A text with nothing in it that Slack would take for its own marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marked(team: Team, mark: re.Match[str]) -> str:
    """How Slack writes an address or a name that it knows."""
    if url := mark["url"]:
        return f"<{escaped(url)}>"
    if mark["who"] in _FOR_ALL:
        return f"<!{mark['who']}>"
    people = {member.name: f"<@{member.id}>" for member in team.members}
    places = {channel.name: f"<#{channel.id}|{channel.name}>" for channel in team.channels if channel.name}
    known = people.get(mark["who"] or "") or places.get(mark["where"] or "")
    return known or escaped(mark.group())


def _seen(part: Any) -> str:
    """What a reader sees of a block, an element or a text."""
    if isinstance(part, str):
        return _unescaped(part)
    if isinstance(part, Sequence):
        return "\n".join(filter(None, map(_seen, part)))
    if not isinstance(part, Mapping):
        return ""
    match part.get("type"):
        case "plain_text":
            return str(part["text"])
        case "mrkdwn" | "markdown":
            return _unescaped(str(part["text"]))
        case "rich_text_section" | "rich_text_quote" | "rich_text_preformatted":
            return "".join(map(_inline, part["elements"]))
        case _:
            return "\n".join(filter(None, (_seen(part[name]) for name in _PARTS if part.get(name))))


def _inline(element: Mapping[str, Any]) -> str:
    """What a reader sees of an element of rich text."""
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text") or element["url"])
        case "user" | "channel" | "usergroup":
            return f"<{element.get('user_id') or element.get('channel_id') or element.get('usergroup_id')}>"
        case "date":
            return str(element.get("fallback", ""))
        case _:
            return str(element.get("name") or element.get("range") or "")


def _unescaped(mrkdwn: str) -> str:
    text = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r"\2", mrkdwn)
    text = re.sub(r"<(https?://[^|>]+)>", r"\1", text)
    text = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
