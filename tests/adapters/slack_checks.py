"""What Slack takes of blocks, texts and views. Each block is looked at by Slack's own models, with all that is in it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, BlockElement
from slack_sdk.models.views import View

from tests.adapters.slack_world import Json, Refused

__all__ = ["check_message", "check_view", "checked_blocks", "elements_of"]

# https://docs.slack.dev/reference/methods/chat.postMessage, https://docs.slack.dev/reference/block-kit/blocks. That all blocks of a
# message together must stay below about 13,200 characters is documented nowhere (slackapi/bolt-js, issue 2509).
_MOST_BLOCKS, _MOST_BLOCKS_OF_VIEW = 50, 100
_MOST_CHARACTERS = 13_200
_LONGEST_TEXT = 40_000
_LONGEST_RICH_TEXT = 13_000
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object.
_LONGEST_OPTION, _LONGEST_OPTION_VALUE = 75, 150
_WEB = ("http://", "https://", "slack://", "mailto:")
_IDS, _LONGEST_ID = ("block_id", "action_id"), 255


def check_message(message: Mapping[str, Any]) -> None:
    """Look at what is to be posted.

    Raises:
        Refused: If Slack would not take it.
    """
    blocks = message.get("blocks") or []
    if not blocks and not str(message.get("text") or "").strip() and not message.get("attachments"):
        code = "no_text"
        raise Refused(code)
    if len(str(message.get("text") or "")) > _LONGEST_TEXT:
        code = "msg_too_long"
        raise Refused(code)
    checked_blocks(blocks, _MOST_BLOCKS)
    if len(json.dumps(blocks, ensure_ascii=False)) > _MOST_CHARACTERS:
        code = "msg_blocks_too_long"
        raise Refused(code)


def check_view(view: Mapping[str, Any]) -> None:
    """Look at a view.

    Raises:
        Refused: If Slack would not take it.
    """
    blocks = view.get("blocks")
    wrong = [] if isinstance(blocks, list) and blocks else ["missing required field: blocks"]
    if view.get("type") == "modal" and not view.get("title"):
        wrong.append("missing required field: title")
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks or ())
    if view.get("type") == "modal" and has_input and not view.get("submit"):
        wrong.append("a view with inputs needs a submit button")
    try:
        View(**{**view, "blocks": [{"type": "divider"}]}).validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        wrong.append(str(error))
    if wrong:
        code = "invalid_arguments"
        raise Refused(code, response_metadata={"messages": [f"[ERROR] {one}" for one in wrong]})
    checked_blocks(blocks or [], _MOST_BLOCKS_OF_VIEW)


def checked_blocks(blocks: Any, most: int) -> None:
    """Look at blocks.

    Raises:
        Refused: If Slack would not take them.
    """
    wrong = ["blocks must be a list"] if not isinstance(blocks, list) else list(_wrong(blocks, most))
    if wrong:
        code = "invalid_blocks"
        raise Refused(code, errors=wrong, response_metadata={"messages": [f"[ERROR] {one}" for one in wrong]})


def elements_of(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """All that people can press, choose or fill in, each behind its block."""
    for block in blocks:
        inside = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for element in inside:
            if isinstance(element, dict) and element.get("action_id"):
                yield block, element


def _wrong(blocks: Sequence[Any], most: int) -> Iterator[str]:
    """What is wrong with blocks, with where it is."""
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:/blocks]"
    ids = Counter(block.get("block_id") for block in blocks if isinstance(block, dict) and block.get("block_id"))
    yield from (f"block_id {id_} is there twice" for id_, times in ids.items() if times > 1)
    for number, block in enumerate(blocks):
        where = f"[json-pointer:/blocks/{number}]"
        try:
            parsed = Block.parse(block)
            if parsed is None:
                yield f"unsupported type: {block.get('type')} {where}"
                continue
            parsed.validate_json()
            _check_inside(block)
        except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as error:
            yield f"{error} {where}"
        actions = Counter(one["action_id"] for owner, one in elements_of([block]))
        yield from (f"action_id {id_} is there twice {where}" for id_, times in actions.items() if times > 1)


def _check_inside(data: Any, name: str = "") -> None:
    """Look at what is inside a block, where Slack's models don't look themselves.

    Raises:
        ValueError: If something is wrong, or SlackObjectFormationError.
    """
    if isinstance(data, list):
        for one in data:
            _check_inside(one, name)
        return
    if isinstance(data, dict):
        _check_part(data, name)
        for inner, value in data.items():
            _check_inside(value, inner)


def _check_part(data: Mapping[str, Any], name: str) -> None:
    kind = str(data.get("type", ""))
    match kind:
        case "plain_text" | "mrkdwn" | "text" if not data.get("text"):
            _fail(f"must be more than 0 characters: the text of {name or kind}")
        case "link" if not str(data.get("url", "")).startswith(_WEB):
            _fail("must be a valid URI")
        case "rich_text_section" | "rich_text_quote" | "rich_text_preformatted" if not data.get("elements"):
            _fail(f"must provide elements: {kind}")
        case "rich_text" if len(json.dumps(data, ensure_ascii=False)) > _LONGEST_RICH_TEXT:
            _fail("rich text is too long")
        case _ if "action_id" in data or kind == "button":
            _check_element(data)
    if any(len(str(data.get(id_) or "")) > _LONGEST_ID for id_ in _IDS):
        _fail(f"must be no more than {_LONGEST_ID} characters: an id")
    if name == "options":
        _check_option(data)


def _check_element(data: Mapping[str, Any]) -> None:
    parsed = BlockElement.parse(dict(data))
    if parsed is None:
        _fail(f"unsupported element: {data.get('type')}")
        return
    parsed.validate_json()
    if data.get("url") and not str(data["url"]).startswith(_WEB):
        _fail("must be a valid URI")
    if data.get("confirm") and len(data["confirm"].get("text", {}).get("text", "")) > 300:
        _fail("must be less than 301 characters: the text of confirm")
    if len((data.get("placeholder") or {}).get("text", "")) > 150:
        _fail("must be less than 151 characters: placeholder")


def _check_option(data: Mapping[str, Any]) -> None:
    if (
        len(data.get("text", {}).get("text", "")) > _LONGEST_OPTION
        or len(data.get("value", "")) > _LONGEST_OPTION_VALUE
    ):
        _fail("an option is too long")


def _fail(words: str) -> None:
    raise ValueError(words)
