"""A message as text and back, so that what was made before a crash can be posted after it just as it was."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.messages import Block, Known, Manner, Message, Visibility

__all__ = ["read_message", "write_message"]

_BLOCKS: Mapping[str, TypeAdapter[Block]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Block)}
_MANNER = TypeAdapter(Manner)
_KNOWN = TypeAdapter(Known | None)


def write_message(message: Message) -> str:
    """A message as JSON."""
    blocks = [(name := type(block).__name__, _BLOCKS[name].dump_python(block)) for block in message.blocks]
    manner = _MANNER.dump_python(message.manner)
    known = _KNOWN.dump_python(message.known)
    data = {"id": message.id, "visibility": message.visibility, "blocks": blocks, "manner": manner, "known": known}
    return json.dumps(data)


def read_message(text: str) -> Message:
    """A message that was written.

    Raises:
        ValueError: If it is none.
        KeyError: If a newer version wrote it, with blocks that are not known here.
    """
    data: dict[str, Any] = json.loads(text)
    blocks = tuple(_BLOCKS[name].validate_python(block) for name, block in data["blocks"])
    # Earlier versions wrote messages without.
    manner = _MANNER.validate_python(data.get("manner", {}))
    known = _KNOWN.validate_python(data.get("known"))
    return Message(blocks, Visibility(data["visibility"]), data["id"], manner, known)
