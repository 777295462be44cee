"""The texts of a feed: names as plain text, summaries and contents as HTML.

A title says one thing whether its feed escapes it once, twice or never; what is left are the words that were meant.
"""

import re
from collections.abc import Iterable
from html import escape, unescape

__all__ = [
    "MOST_ITEMS",
    "as_html",
    "distinct",
    "has_markup",
    "makeshift_name",
    "names_of",
    "paragraphs_as_html",
    "plain",
]

# Entries that are read of a feed. Whole archives that are kept in one have fewer, and nobody reads on to the last.
MOST_ITEMS = 10_000

# Longer is no title, name or category; nobody would read it.
_LONGEST_NAME = 4_000
# Nor is longer HTML an article: more than a million characters are not read of one, whatever the tags around them.
_LONGEST_HTML = 4_000_000
# More authors or categories has nothing that is written by people for people.
_MOST_NAMES = 100
# Of the text of an entry that has to do for its name.
_MAKESHIFT_LENGTH = 200
# Elements of HTML. Whatever else stands in angle brackets in a title, `vector<int>` or `<name>`, is a part of it.
_ELEMENTS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdi|bdo|big|blink|blockquote|body|br|button|canvas|caption|center|cite|"
    "code|col|dd|del|dfn|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|"
    "img|input|ins|kbd|label|legend|li|link|main|map|mark|meta|nav|nobr|noscript|object|ol|p|param|picture|pre|q|s|samp|script|section|"
    "small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|tr|tt|u|ul|var|video|wbr"
)
_TAG = re.compile(rf"</?(?P<name>{_ELEMENTS})(?=[\s/>])[^<>]*>|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
_END_TAG = re.compile(rf"</(?:{_ELEMENTS})\s*>|<(?:br|hr|img)\b[^<>]*>", re.IGNORECASE)
_BREAKS = frozenset("br div dd dt hr li p td th tr h1 h2 h3 h4 h5 h6".split())
_CODE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
# The first "@" is the one: each of thousands would be tried with each bracket.
_ADDRESS = re.compile(
    r"\S[^\s@]*@\S+\s*\((?P<behind>[^()]+)\)|(?P<before>[^<>@]*[^<>@\s])\s*[<(]\S[^\s@]*@[^\s<>]+[>)]"
)
# What browsers, and all who write for them, take these control characters for: those of Windows-1252.
_C1 = re.compile("[\x80-\x9f]")


def plain(text: str, *, is_markup: bool = True) -> str:
    """A title, a name or a category in plain text, white space folded.

    Args:
        text: As the feed gives it, read from its XML or JSON.
        is_markup: Whether it may have tags in it. What a feed calls text has them only if it is wrong about itself.
    """
    text = text[:_LONGEST_NAME]
    if "<" in text and (is_markup or has_markup(text)):
        text = _TAG.sub(_gap, _CODE.sub(" ", text))
    if "&" in text:
        # Once for the HTML it is, and once more for publishers who escape what is escaped already.
        text = unescape(unescape(text))
    return " ".join(_as_meant(text).split())


def as_html(text: str, *, is_markup: bool = True) -> str:
    """A summary or a content as HTML, without scripts and styles; what is only text is escaped."""
    text = _as_meant(text[:_LONGEST_HTML].strip())
    if not is_markup and not has_markup(text):
        return escape(text, quote=False)
    return _CODE.sub("", text) if "<" in text else text


def has_markup(text: str) -> bool:
    """Whether a text has HTML in it, whatever its feed says it is."""
    return "<" in text and _END_TAG.search(text) is not None


def paragraphs_as_html(text: str) -> str:
    """Plain text as HTML, with the paragraphs that its blank lines make."""
    parts = (part.strip() for part in text[:_LONGEST_HTML].split("\n\n"))
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def makeshift_name(html: str) -> str:
    """What a text begins with, for an entry that has no name of its own."""
    return plain(html[:_LONGEST_NAME])[:_MAKESHIFT_LENGTH].strip()


def names_of(texts: Iterable[str]) -> tuple[str, ...]:
    """By-lines: each name once, without the addresses that stand with them."""
    return distinct(_without_address(plain(text)) for text in texts)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each of some names once, in their order, as many as anybody reads."""
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_NAMES]


def _gap(tag: re.Match[str]) -> str:
    return " " if (tag["name"] or "").lower() in _BREAKS else ""


def _without_address(name: str) -> str:
    """Of "a@b.example (Ann Gray)" and "Ann Gray <a@b.example>" the name."""
    match = _ADDRESS.fullmatch(name)
    return (match["behind"] or match["before"]).strip() if match else name


def _as_meant(text: str) -> str:
    """A text in which characters of Windows-1252 that came by their numbers are what they were meant to be."""
    if text.isascii() or not _C1.search(text):
        return text
    return _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), text)
