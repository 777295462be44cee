"""Text and addresses as Slack takes them: nothing that somebody else wrote formats, links, pings or reorders. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from bot.commands import COMMANDS, GROUPS
from bot.plain import plain

__all__ = [
    "BESIDE",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "SLASH",
    "address",
    "escaped",
    "host_of",
    "named",
    "names_command",
    "own_words",
    "plain_text",
    "shown",
    "wrapped",
]

SLASH = "/digest"
"""The one command that the bot has on Slack; behind it stands which of ours is meant."""
LONGEST_TEXT = 2_000
"""Of a text in a block, in characters; Slack's own limits are 3,000 and more."""
BESIDE = "\u00a0· "
"""What stands between two that are side by side; on a narrow screen no line begins with the dot."""
LONGEST_NAME = 200
"""Of an outlet, and of what else is said of where a story is from, in characters."""

_LONGEST_URL = 2_000
# Room for the two marks that keep a text in its own direction.
_LONGEST_PIECE = LONGEST_TEXT - 2
# "/sources add", "/sources" and "/help", where they begin a word: not within an address, a path or a pair like "and/or".
_NAMES = sorted(
    {*(command.name.split()[0] for command in COMMANDS), *GROUPS} - {SLASH.removeprefix("/")}, key=len, reverse=True
)
_COMMAND = re.compile(rf"(?<![^\s(])/(?=(?:{'|'.join(map(re.escape, _NAMES))})(?![\w/-]|\.\w))")
_ITSELF = re.compile(rf"(?<![^\s(]){SLASH}(?![\w/-]|\.\w)")
_SENTENCE_END = re.compile(r"(?<=[.!?…]) +|(?<=[.!?…][”\"’»)]) +|(?<=[。！？])")
# Hebrew, Arabic and their neighbours: with what stands beside them they would change places.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ALONE = re.compile("[\ud800-\udfff]")
# A user's name is how an address pretends to be another one. Slack refuses a whole message for an address that is none.
_WEB = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^\s/?#@:\\\[\]|<>]+)(?P<port>:\d{1,5})?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?", re.IGNORECASE)
_LAST_PORT = 65_535
_SAFE_IN_LINK = "%/:?#@!$&'()*+,;=~-._"


def shown(text: str, most: int | None = None) -> str:
    """Text as it is shown: on one line, of characters that can be seen, in its own direction; empty if there is nothing to see.

    Args:
        text: Whatever somebody wrote.
        most: The most characters that are shown of it, three at the least; all if not given.
    """
    if text.isascii() and text.isprintable():
        return plain(" ".join(text.split()), most)
    line = " ".join(plain(_ALONE.sub("\ufffd", text)).split())
    if not _RIGHT_TO_LEFT.search(line):
        return plain(line, most)
    return f"\u2068{plain(line, None if most is None else most - 2)}\u2069"


def named(text: str) -> str:
    """The name of an outlet, or what else is said of where a story is from, as it is shown."""
    return shown(plain(text, LONGEST_NAME))


def own_words(text: str) -> str:
    """Words of ours, with each command in them as it is typed on Slack: "/digest schedule set" where we say "/schedule set"."""
    return _COMMAND.sub(f"{SLASH} ", text) if "/" in text else text


def names_command(text: str) -> bool:
    """Whether words of ours say what to type."""
    return own_words(text) != text or bool(_ITSELF.search(text))


def wrapped(text: str) -> Iterator[str]:
    """A text as it is shown, in pieces that a block has room for: cut between sentences, within one only if it has no room alone."""
    whole = shown(text)
    if len(whole) <= LONGEST_TEXT:
        yield from filter(None, [whole])
        return
    sentences = [piece for sentence in _SENTENCE_END.split(" ".join(text.split())) for piece in _pieces(sentence)]
    yield from filter(None, map(shown, _packed(sentences)))


def plain_text(text: str, most: int) -> dict[str, Any]:
    """Text as an object that Slack parses nothing in."""
    return {"type": "plain_text", "text": shown(text, most), "emoji": False}


def address(url: str) -> str:
    """A URL of the web that a link may lead to, as ASCII that can't end it; empty if it is none, names a user or is too long."""
    match = _WEB.fullmatch(url.strip())
    if not match:
        return ""
    try:
        host = match["host"] if match["host"].isascii() else match["host"].encode("idna").decode()
    except UnicodeError:
        return ""
    port = match["port"] or ""
    rest = quote(match["rest"] or "", safe=_SAFE_IN_LINK, errors="replace")
    whole = f"{match['scheme'].lower()}://{host}{port}{rest}"
    is_well_formed = _HOST.fullmatch(host) and int(port[1:] or "1") in range(1, _LAST_PORT + 1)
    return whole if is_well_formed and len(whole) <= _LONGEST_URL else ""


def host_of(url: str) -> str:
    """The host of what `address` gave."""
    return urlsplit(url).hostname or ""


def escaped(text: str, most: int) -> str:
    """Text for the one place where Slack parses it, at most so long: none of it is markup (https://docs.slack.dev/messaging/formatting-message-text#escaping)."""
    # These three, in this order.
    pieces = [piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for piece in text]
    length = 0
    for number, piece in enumerate(pieces):
        length += len(piece)
        if length > most:
            return "".join(pieces[: number - 1]) + "…"
    return "".join(pieces)


def _packed(pieces: Sequence[str]) -> Iterator[str]:
    line = ""
    for piece in filter(None, pieces):
        joined = f"{line} {piece}" if line else piece
        if len(joined) > _LONGEST_PIECE:
            yield line
            line = piece
        else:
            line = joined
    yield line


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence; in pieces, cut between words, if it is too long for a block."""
    if len(sentence) <= _LONGEST_PIECE:
        yield sentence
        return
    words = [word[at : at + _LONGEST_PIECE] for word in sentence.split() for at in range(0, len(word), _LONGEST_PIECE)]
    yield from _packed(words)
