"""What Discord takes for a message, and what it makes of it.

The limits are those of https://docs.discord.com/developers/resources/message and /components/reference.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["CROSSPOSTED", "EPHEMERAL", "Json", "Refused", "check", "numbered"]

Json = dict[str, Any]
"""An object as Discord writes it."""

CROSSPOSTED, EPHEMERAL, COMPONENTS_V2 = 1 << 0, 1 << 6, 1 << 15
"""Flags of messages."""

_LONGEST_CONTENT, _LONGEST_TEXT, _MOST_COMPONENTS, _LONGEST_NONCE, _MOST_EMBEDS = 2_000, 4_000, 40, 25, 10


class Refused(Exception):
    """Discord says no."""

    def __init__(self, status: int, code: int, words: str) -> None:
        """Take HTTP's status, and Discord's code and words."""
        super().__init__(words)
        self.status = status
        self.code = code


def numbered(components: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Components with ids: those that have none are numbered from 1 on."""
    numbers: Iterator[int] = iter(range(1, 1_000))

    def number(component: Mapping[str, Any]) -> Json:
        shape = {"id": 0, **component}
        shape["id"] = component.get("id") or next(numbers)
        if "components" in component:
            shape["components"] = [number(inner) for inner in component["components"]]
        return shape

    return [number(component) for component in components]


def check(body: Mapping[str, Any]) -> None:
    """Hold a body to what Discord takes.

    Raises:
        Refused: If it takes no such body.
    """
    content, all_ = body.get("content") or "", list(_walk(body.get("components", [])))
    is_v2 = bool(body.get("flags", 0) & COMPONENTS_V2)
    text = "".join(one.get("content") or "" for one in all_)
    wrong = {
        "content": len(content) > _LONGEST_CONTENT or (is_v2 and bool(content or body.get("embeds"))),
        "components": len(all_) > _MOST_COMPONENTS or len(text) > _LONGEST_TEXT or (bool(text) and not is_v2),
        "nonce": len(str(body.get("nonce") or "")) > _LONGEST_NONCE,
        "embeds": len(body.get("embeds") or ()) > _MOST_EMBEDS,
    }
    if names := [name for name, is_wrong in wrong.items() if is_wrong]:
        raise Refused(400, 50_035, f"Invalid Form Body: {', '.join(names)}")
    if not (content or all_ or body.get("embeds") or body.get("attachments")):
        raise Refused(400, 50_006, "Cannot send an empty message")


def _walk(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", ()))
