"""What Slack refuses, by its own models and its pages: what is wrong with blocks and views.

https://docs.slack.dev/reference/block-kit/blocks and the pages below it; 12,000 characters a message is ours.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

__all__ = ["objects", "problems_of_blocks", "problems_of_view", "refused"]

_BLOCKS = {"header", "section", "context", "divider", "actions", "rich_text"}
_RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
_OTHERS = {"plain_text", "text", "link", "usergroup", "channel", "button"}
_FIELDS = {"input", "plain_text_input", "static_select", "external_select", "conversations_select"}
_LONGEST_TEXT = 3_000
_LONGEST = {"header": 150, "button": 75}
_MOST = {"context": 10, "actions": 25}


def objects(data: Any) -> Iterator[dict[str, Any]]:
    """All objects in some data that have a type."""
    if isinstance(data, dict):
        if "type" in data:
            yield data
        for value in data.values():
            yield from objects(value)
    elif isinstance(data, list):
        for value in data:
            yield from objects(value)


def refused(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What Slack's own models say against blocks."""
    found = []
    for block in blocks:
        try:
            parsed = Block.parse(dict(block))
            assert parsed is not None
            parsed.validate_json()
        except (SlackObjectFormationError, AssertionError) as error:
            found.append(f"{block['type']}: {error}")
    return found


def problems_of_blocks(blocks: Sequence[Mapping[str, Any]], most: int = 50, characters: int = 12_000) -> list[str]:
    """What is wrong with the blocks of a message, each with where."""
    found = [] if 0 < len(blocks) <= most else [f"{len(blocks)} blocks"]
    if (length := len(json.dumps(list(blocks), ensure_ascii=False))) > characters:
        found.append(f"{length} characters")
    found += [f"{block['type']} is no block" for block in blocks if block["type"] not in _BLOCKS | _FIELDS]
    return [*found, *(words for block in blocks for one in objects(dict(block)) for words in _problems(one))]


def problems_of_view(view: Mapping[str, Any]) -> list[str]:
    """What is wrong with a view, by our rules and by Slack's models."""
    found = problems_of_blocks(view["blocks"], 100, 100_000) + refused(view["blocks"])
    if len(json.dumps(view)) > 250_000:
        found.append("too large")
    names = [name for name, many in Counter(one.get("block_id") for one in view["blocks"]).items() if name and many > 1]
    found += [f"two blocks are called {name}" for name in names]
    if any(one["type"] == "input" for one in view["blocks"]) and "submit" not in view:
        found.append("nothing to send it with")
    try:
        View(**view).validate_json()
    except SlackObjectFormationError as error:
        found.append(str(error))
    return found


def _problems(one: Mapping[str, Any]) -> Iterator[str]:
    kind = one["type"]
    if kind not in _BLOCKS | _RICH | _OTHERS | _FIELDS:
        # Slack would read something into "mrkdwn".
        yield f"{kind} is nothing that is sent"
    if kind in {"plain_text", "text", "link"} and not 0 < len(one["text"]) <= _LONGEST_TEXT:
        yield f"{kind} of {len(one['text'])} characters"
    if kind == "plain_text" and one.get("emoji") is not False:
        yield "emoji"
    if kind in _LONGEST and len(one["text"]["text"]) > _LONGEST[kind]:
        yield f"{kind} of {len(one['text']['text'])} characters"
    if kind in _MOST and not 0 < len(one["elements"]) <= _MOST[kind]:
        yield f"{kind} of {len(one['elements'])} elements"
    if kind in _RICH | {"rich_text"} and not one["elements"]:
        yield f"empty {kind}"
    if kind == "link" and (not one["url"].startswith(("https://", "http://")) or set(one["url"]) & set('|<> "\\\n')):
        yield f"link to {one['url']}"
    if kind == "button" and (len(one["action_id"]) > 255 or len(one.get("value", "")) > 2_000):
        yield "button with more than it can send"
    if kind == "actions" and len({button["action_id"] for button in one["elements"]}) < len(one["elements"]):
        yield "two buttons with one id"
