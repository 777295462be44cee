"""How a digest that comes by itself is posted: as people choose it, and in words. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from bot.errors import RequestError
from bot.messages import Manner, Place
from bot.plain import is_id, plain

__all__ = ["manner_words", "read_manner"]

_NONE = frozenset({"none", "nobody", "no", "-"})
# What calls everybody, whatever a platform makes of it.
_ALL = frozenset({"everyone", "everybody", "here", "channel", "all"})
_LONGEST_ROLE = 40


def read_manner(options: Mapping[str, str], place: Place, before: Manner) -> Manner:
    """A manner as somebody chooses it; of what they don't say, it stays as it was.

    Args:
        options: silent, publish and role, as they were given.
        place: Where it is posted.
        before: As it was.

    Raises:
        RequestError: If nobody can be called in this way.
    """
    chosen = before
    if silent := options.get("silent"):
        chosen = replace(chosen, is_silent=silent == "yes")
    if publish := options.get("publish"):
        chosen = replace(chosen, is_published=publish == "yes")
    return replace(chosen, role=_role(role, place)) if (role := options.get("role", "").strip()) else chosen


def _role(typed: str, place: Place) -> str:
    """The id of a role; empty for none."""
    if typed.casefold() in _NONE:
        return ""
    if place.person:
        message = "In direct messages there is nobody else to call; leave role out."
        raise RequestError(message)
    if typed == place.workspace or typed.lstrip("@").casefold() in _ALL:
        message = "A digest calls nobody who did not ask for it: name a role that people choose to have, not all of them, or role:none."
        raise RequestError(message)
    if not is_id(typed):
        message = f"“{plain(typed, _LONGEST_ROLE)}” is no role that I can call; choose one of those that there are, or role:none for nobody."
        raise RequestError(message)
    return typed


def manner_words(manner: Manner, called: str) -> str:
    """How a digest is posted, as a sentence; empty if it is as any message.

    Args:
        manner: How.
        called: What its role is called, if it has one.
    """
    words = [
        "without a sound" if manner.is_silent else "",
        "on to those who follow this channel" if manner.is_published else "",
        f"with a call to {called}" if manner.role else "",
    ]
    said = ", ".join(filter(None, words))
    return f"It is posted {said}." if said else ""
