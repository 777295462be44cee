"""Text that others wrote, made fit to be shown: nothing in it steers, hides, or goes on for ever."""

import re
from urllib.parse import quote

__all__ = ["escaped", "is_id", "plain", "web_address"]

# What ends a line somewhere: shown, a title or a file name could go on as a line of ours.
_BREAKS = re.compile(r"[\t\n-\r\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, which move the cursor or begin a command to the terminal; and what can't be seen but reorders a
# line or hides a message in it. The joiners U+200C and U+200D are none: Persian and Indic scripts are wrong without.
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "]"
)
_ESCAPED = re.compile(f"{_UNSEEN.pattern}|[\x85\u2028\u2029]")
# Terminals drop or cut longer links; VTE's limit is 2,083 bytes.
_LONGEST_URL = 2_000
# Those of Discord have 20 digits at the most, those of Slack fewer.
_LONGEST_ID = 64
# What may stand in a URL as it is (RFC 3986); "%" as it is encoded already.
_OF_URLS = "%:/?#[]@!$&'()*+,;="


def plain(text: str, most: int | None = None) -> str:
    """A text as one line of characters that can be seen.

    Args:
        text: Whatever somebody else wrote.
        most: The most characters that are shown of it; all if not given.
    """
    line = _UNSEEN.sub("", _BREAKS.sub(" ", text))
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"


def is_id(text: str) -> bool:
    """Whether a text is an id as platforms give them: letters and digits, which can't end what they stand in."""
    return text.isascii() and text.isalnum() and len(text) <= _LONGEST_ID


def web_address(url: str) -> str:
    """A URL as ASCII without spaces, so that it can't end what it stands in; empty if it is none of the web to link to."""
    address = quote(url, safe=_OF_URLS, errors="replace")
    return address if address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_URL else ""


def escaped(json: str) -> str:
    r"""JSON that holds the same, with `\u` for every character that `plain` would take out; breaks between values stay."""
    return _ESCAPED.sub(lambda match: _escape(match[0]), json)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
