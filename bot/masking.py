"""How the address of a feed may be shown: without what lets its reader in.

Feeds that are paid for have a key in their address, and whoever has the address reads along. What a key is called or how it
looks gives it away: nobody can pronounce it. A key that is a word of a language is not told from one.
"""

import re
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.plain import plain

__all__ = ["shown_address", "shown_words"]

_HIDDEN = "[hidden]"
_LONGEST = 300
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`]+", re.IGNORECASE)
# What keys are called in a query, and what stands before them in a path.
_CALLED = re.compile(
    r"[\w-]*(?:token|secret|password|signature|credentials?|api_?key|auth_?key|access_?key)"
    r"|(?:[\w-]+[_-])?(?:key|auth|sig|sign|hash|hmac|jwt|pass|passwd|pwd|pin|sid|session|private|ticket|e?mail|user_?id)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[\w-]+[_-])?(?:private|secret|token|key|auth)", re.IGNORECASE)
# Channels of YouTube, which look like keys and are there for everybody.
_PUBLIC = frozenset({"channel_id", "playlist_id"})
_PART = re.compile(r"[A-Za-z0-9]+")
_HEX = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{12,}|[0-9]{20,}", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Runs that words and numbers are made of: "BBCNews2024" has three.
_RUN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
# Random letters, where digits stand among them; years stand behind words.
_UNSAYABLE = re.compile(r"(?=.*[a-z][0-9]+[a-z]).*[bcdfghj-np-tvwxz]{4}", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]@[\w-]+\.")
_ENDING = re.compile(r"\.(?:xml|rss|atom|rdf|json|php)$", re.IGNORECASE)
# What is shorter is the public name of a show or an episode as often as a key; and so are several odd bits, laid together.
_SHORTEST, _SHORTEST_OF_BITS = 10, 16
# Shorter runs than this, on average, are no words; random letters and digits have about half of it.
_SHORTEST_RUN = 3
# In a place that is meant for a key.
_SHORTEST_TOLD = 6


def shown_address(url: str) -> str:
    """An address as others may see it: names and passwords, and all that looks like a key, are hidden.

    Args:
        url: Of a feed, or whatever was given as one.

    Returns:
        One line; without the fragment, which no server is sent.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # Half an IPv6 address: who knows what is in it.
        return _HIDDEN
    name, at, host = parts.netloc.rpartition("@")
    netloc = f"{_HIDDEN}@{host}" if name or at else host
    path, query = _shown_path(parts.path), _shown_query(parts.query)
    return plain(urlunsplit(parts._replace(netloc=netloc, path=path, query=query, fragment="")), _LONGEST)


def shown_words(text: str) -> str:
    """A text as others may see it: each address in it as `shown_address` gives it."""
    return _ADDRESS.sub(lambda match: shown_address(match[0]), text)


def _shown_path(path: str) -> str:
    shown: list[str] = []
    is_told = False
    for segment in path.split("/"):
        ending = match[0] if (match := _ENDING.search(segment)) else ""
        words = unquote(segment.removesuffix(ending))
        is_key = _looks_like_key(words) or (is_told and _may_be_key(words))
        shown.append(_HIDDEN + ending if is_key else segment)
        is_told = bool(_BEFORE.fullmatch(words))
    return "/".join(shown)


def _shown_query(query: str) -> str:
    return "".join(part if part in {"&", ";"} else _shown_parameter(part) for part in re.split("([&;])", query))


def _shown_parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    words = unquote(value if equals else name)
    if name.lower() in _PUBLIC or not words:
        return parameter
    is_key = (equals and _CALLED.fullmatch(unquote(name))) or _looks_like_key(words)
    return f"{name}={_HIDDEN}" if is_key and equals else _HIDDEN if is_key else parameter


def _looks_like_key(words: str) -> bool:
    """Whether there is a person's mail address in it, or something long that nobody can have written as words and numbers."""
    parts = _PART.findall(words)
    odd = "".join(part for part in parts if len(_RUN.findall(part)) > 1)
    is_long = any(len(part) >= _SHORTEST and _is_random(part) for part in parts)
    return (
        bool(_UUID.search(words) or _MAIL.search(words))
        or is_long
        or (len(odd) >= _SHORTEST_OF_BITS and _is_random(odd))
    )


def _is_random(part: str) -> bool:
    runs = _RUN.findall(part)
    return bool(len(part) < _SHORTEST_RUN * len(runs) or _UNSAYABLE.match(part) or _HEX.fullmatch(part))


def _may_be_key(words: str) -> bool:
    """Whether something that stands where a key would may be one: most have a digit in them."""
    return len(words) >= _SHORTEST_TOLD and any(character.isdigit() for character in words)
