"""What is wrong between keys that are fine by themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from bot.config.faults import Fault
from bot.config.models import PLATFORMS
from bot.config.values import near, shown
from bot.quiet import read_quiet

__all__ = ["misfits"]

# What a channel's id looks like, and how to come by it.
_CHANNELS = {
    "discord": (r"[0-9]+", "a Discord channel's id is a number; right click on it, Copy Channel ID"),
    "slack": (
        r"[CDG][A-Z0-9]+",
        "a Slack channel's id looks like C0123ABCD; it is at the end of the channel's details",
    ),
    "terminal": (r"", "the terminal has no channels; leave it out"),
}
# What is tried here needs no certificate.
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


def misfits(data: Mapping[str, Any], *, is_on_platforms: bool = True) -> Iterator[Fault]:
    """Look through a file as it was read; what is wrong by itself is passed over.

    Args:
        data: The file.
        is_on_platforms: Whether it is for somebody who is on the platforms it names, so that it has to name one.
    """
    platforms = [name for name in PLATFORMS if name in data]
    if is_on_platforms and not platforms:
        yield Fault((), f"no platform is configured; add one of {', '.join(f'[{name}]' for name in PLATFORMS)}")
    yield from _unshared(data.get("discord"))
    yield from _unreachable(data.get("slack"))
    sources, places = data.get("sources", {}), data.get("places", [])
    known = list(sources) if isinstance(sources, dict) else []
    seen: dict[tuple[str, str], int] = {}
    for number, place in enumerate(places if isinstance(places, list) else []):
        if isinstance(place, dict):
            names = place.get("sources")
            yield from _unknown(number, names if isinstance(names, list) else [], known)
            yield from _misplaced(number, place, platforms, seen)
            yield from _unquiet(number, place)


def _unshared(discord: Any) -> Iterator[Fault]:
    """Shards that there are not."""
    shards, count = (
        (discord.get(key) for key in ("shards", "shard_count")) if isinstance(discord, dict) else (None, None)
    )
    if not isinstance(shards, list) or not shards:
        return
    if count is None:
        yield Fault(
            ("discord", "shards"), "these are some of how many? give shard_count too, the same for every process"
        )
        return
    for item, shard in enumerate(shards):
        if isinstance(shard, int) and isinstance(count, int) and not 0 <= shard < count:
            words = f"there is no shard {shard}; with shard_count = {count} they are 0 to {count - 1}"
            yield Fault(("discord", "shards", item), words)


def _unreachable(slack: Any) -> Iterator[Fault]:
    """A Slack that can't come to where it is told to."""
    if not isinstance(slack, dict):
        return
    if "client_id" in slack and slack.get("mode", "socket") == "socket":
        words = 'many workspaces install the app only with mode = "http", as browsers come to public_url; write that, or leave client_id out'
        yield Fault(("slack", "client_id"), words)
    url = slack.get("public_url")
    if "client_id" in slack and url is None:
        words = "many workspaces need public_url too: where Slack and browsers reach the bot, as in https://pullquote.example"
        yield Fault(("slack", "client_id"), words)
    if isinstance(url, str) and (words := _unfit(url)):
        yield Fault(("slack", "public_url"), words)


def _unfit(url: str) -> str:
    """What keeps Slack and browsers from coming to an address; empty if nothing does."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is not a web address that can be read"
    if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        return (
            "has to begin with https://, as Slack sends nothing to others; let a proxy in front of the bot see to that"
        )
    if "?" in url or "#" in url or "@" in parts.netloc:
        return "is more than where the bot is; leave out what stands before @ or from ? or # on"
    return ""


def _misplaced(
    number: int, place: Mapping[str, Any], platforms: Sequence[str], seen: dict[tuple[str, str], int]
) -> Iterator[Fault]:
    """What is wrong with where a place is; the places before it were seen."""
    platform, channel = place.get("platform"), place.get("channel", "")
    if platform not in PLATFORMS:
        return
    if platform not in platforms:
        yield Fault(("places", number, "platform"), f"{platform} is not configured; add [{platform}]")
    if not isinstance(channel, str):
        return
    pattern, words = _CHANNELS[platform]
    if not re.fullmatch(pattern, channel):
        yield Fault(("places", number, "channel"), words)
    first = seen.setdefault((platform, channel), number)
    if first != number:
        words = f"this channel has a place already, places.{first + 1}; give it all its times there"
        yield Fault(("places", number, "channel"), words)


def _unquiet(number: int, place: Mapping[str, Any]) -> Iterator[Fault]:
    """Times within the quiet hours."""
    times = place.get("times")
    for item, hour in enumerate(times if isinstance(times, list) else []):
        with suppress(ValueError, TypeError, AttributeError):
            quiet = read_quiet(place["quiet"]) if "quiet" in place else None
            if quiet and time.fromisoformat(hour) in quiet:
                words = f"{hour} is within the quiet hours, {quiet}; choose another time, or other quiet hours"
                yield Fault(("places", number, "times", item), words)


def _unknown(number: int, names: Sequence[Any], known: Sequence[str]) -> Iterator[Fault]:
    """Names of sources that there are none of."""
    there_are = f"there are: {', '.join(known)}" if known else "there are none; add it under [sources]"
    for item, name in enumerate(names):
        if isinstance(name, str) and name not in known:
            words = f"no source is called {shown(name)}{near(name, known) or f'; {there_are}'}"
            yield Fault(("places", number, "sources", item), words)
