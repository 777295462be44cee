"""What a reader of Discord sees of a message's components, their Markdown taken at its word."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["text_of"]


def text_of(components: Sequence[Mapping[str, Any]]) -> str:
    """What a reader sees of components."""
    lines: list[str] = []
    for component in components:
        lines.append(_plain(component.get("content", "") or component.get("label", "") or ""))
        lines.append(text_of(component.get("components", ())))
    return "\n".join(filter(None, lines))


def _plain(markdown: str) -> str:
    text = re.sub(r"(?m)^(?:#{1,3} |-# |> )", "", markdown)
    text = re.sub(r"(?<!\\)\*\*", "", text)
    text = re.sub(r"(?<!\\)\[((?:\\.|[^\]])*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\(?=[^\w\s]|_)", "", text).replace("\u200b", "")
