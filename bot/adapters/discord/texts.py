"""Text and addresses as Discord takes them: nothing that somebody else wrote formats, links, pings or reorders. Pure."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from bot.plain import plain

__all__ = [
    "LONGEST_LINE",
    "LONGEST_NAME",
    "LONGEST_URL",
    "address",
    "escape",
    "file_name",
    "packed",
    "picture_address",
    "wrapped",
]

LONGEST_LINE = 3_880
"""Of a line as it is sent, in characters: with what stands before it, it has room in a message, however little else has."""
LONGEST_NAME = 200
"""Of an outlet, and of what else is said of where a story is from, in characters."""
LONGEST_URL = 512
"""A longer link takes a good part of a message; nobody has it typed, and the outlet is named all the same."""

# Before it is escaped, which at most doubles it.
_LONGEST_PIECE = LONGEST_LINE // 2 - 40
_LONGEST_FILE_NAME = 100
# Whatever Discord's Markdown may read something into.
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\*_~`|<>[]#-"})
# What begins a link, and what may begin the name of an emoji.
_COLON = re.compile(r":(?=//|[\w+\\-]+:)")
# What begins a line of a list.
_LISTED = re.compile(r"^(\d+(?=[.)])|(?=\+))")
_MENTION = re.compile(r"@(?=everyone|here)")
# Hebrew, Arabic and their neighbours: with what stands beside them they would change places.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…]) +|(?<=[.!?…][”\"’»)]) +|(?<=[。！？])")
# A user's name is how an address pretends to be another one, and "%40" is how it hides that.
_WEB = re.compile(r"https?://[.-]*\w[\w.-]*(?::\d+)?(?:[/?#]|$)")
# What Discord takes for well formed: a picture of another address costs the whole message (discord.js, issue 7438: "_" in a host).
_OF_PICTURES = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])(?::\d{1,4})?(?:[/?#](?:[^%]|%[0-9a-f]{2})*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<=://)[^/?#:]+")
# Discord's OpenAPI description.
_LONGEST_PICTURE = 2_048
_SAFE_IN_LINK = "%/:?#@!$&'*+,;=~-._"
_UNSAFE_IN_FILE_NAME = re.compile(r"[^a-z0-9._-]+")


def escape(text: str) -> str:
    """Text that Discord shows as it is: on one line, without formatting, links or mentions, in its own direction."""
    is_seen = text.isascii() and text.isprintable()
    safe = " ".join((text if is_seen else plain(text)).split()).translate(_MARKDOWN)
    if ":" in safe:
        safe = _COLON.sub(r"\\:", safe)
    if "@" in safe:
        safe = _MENTION.sub("@\u200b", safe)
    safe = _LISTED.sub(r"\1\\", safe)
    return safe if is_seen or not _RIGHT_TO_LEFT.search(safe) else f"\u2068{safe}\u2069"


def wrapped(text: str) -> Iterator[str]:
    """A text, escaped, on lines that a message has room for: cut between sentences, within one only if it has no room alone."""
    whole = escape(text)
    if len(whole) <= LONGEST_LINE:
        yield from filter(None, [whole])
    else:
        yield from packed([piece for sentence in _SENTENCE_END.split(text) for piece in _pieces(sentence)], " ")


def packed(names: Sequence[str], glue: str = "\u00a0· ") -> Iterator[str]:
    """What is escaped already, side by side, on as many lines as it takes; on a narrow screen none begins with a dot."""
    line = ""
    for name in filter(None, names):
        joined = f"{line}{glue}{name}" if line else name
        if len(joined) > LONGEST_LINE:
            yield line
            line = name
        else:
            line = joined
    if line:
        yield line


def address(url: str, most: int = LONGEST_URL) -> str:
    """A URL of the web that a link may lead to, as ASCII that can't end it; empty if it is none, names a user or is too long."""
    safe = quote(url.strip(), safe=_SAFE_IN_LINK, errors="replace")
    return safe if _WEB.match(url.strip()) and len(safe) <= most else ""


def picture_address(url: str) -> str:
    """The URL of a picture that Discord can be given; empty if it may refuse the message for it. It is told the host in ASCII."""
    try:
        whole = _HOST.sub(lambda host: host[0].encode("idna").decode(), url.strip(), count=1)
    except UnicodeError:
        return ""
    safe = address(whole, _LONGEST_PICTURE)
    return safe if _OF_PICTURES.fullmatch(safe) else ""


def file_name(name: str) -> str:
    """A name that a file can have everywhere, and by which Discord knows it as it is."""
    safe = _UNSAFE_IN_FILE_NAME.sub("-", name.lower()).strip("-.")
    return safe[-_LONGEST_FILE_NAME:].lstrip("-.") or "file.txt"


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence, escaped; in pieces if it is too long for a line."""
    whole = escape(sentence)
    if len(whole) <= LONGEST_LINE:
        yield whole
        return
    piece = ""
    for word in (part for one in sentence.split() for part in _chopped(one)):
        if len(piece) + 1 + len(word) > _LONGEST_PIECE:
            yield escape(piece)
            piece = word
        else:
            piece = f"{piece} {word}" if piece else word
    yield escape(piece)


def _chopped(text: str) -> list[str]:
    return [text[at : at + _LONGEST_PIECE] for at in range(0, len(text), _LONGEST_PIECE)]
