"""Text that should be XML -> a tree, whatever is wrong with it.

What is well-formed is parsed as it is. Only what is not gets repaired: bare ampersands and angle brackets, entities of HTML, markup
that was put into a text without being escaped, junk in front, characters that XML has no place for. A document type is never read, so
no entity can grow and no file is fetched for one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

__all__ = ["read_tree", "without_forbidden"]

# What stands in front of the first element is in here, or is so long that the document is none.
_HEAD = 65_536
# Tags that are read of a document: each takes some 200 bytes of memory. A feed of 18 million characters has no more.
_MOST_TAGS = 500_000
# Longer is no text, and ends the document for libxml2, which reads ten million bytes in one piece.
_LONGEST_TEXT = 2_000_000
# Of one tag or one stretch of text: more is not written by mistake. Attributes that are left over, the parser leaves out; ampersands are
# then escaped without looking at what follows them.
_MOST_REPAIRS = 100_000
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[<>]*+(?:\[(?:[^\]]|\](?!\s*>))*+\]\s*+)?+>", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|opml|entry)(?=[\s>/])", re.IGNORECASE)
# Characters that may not stand in XML 1.0.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:x([\da-f]{1,6})|(\d{1,7}));", re.IGNORECASE)
# What is neither a reference that XML knows nor the beginning of a tag.
_BARE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)(?:([a-z]\w{0,31});)?|<(?![\w/!?])", re.IGNORECASE
)
# A tag with a value that is not in quotation marks, or looks so; and the attributes of one.
_UNQUOTED = re.compile(r"<[a-z](?=[^<>]*+>)[^<>]*?=[^\s\"'<>][^<>]*+>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\s[^\s=<>\"'/]+)\s*=\s*(?:(\"[^\"]*\"|'[^']*')|([^\s<>\"']+?)(?=\s|/?>))")
# Sections that may hold anything, and the elements in which HTML is found that is not escaped. Their prefixes are few, so that looking
# for the end of each kind is done a few times and not once a name that somebody made up.
_OPENING = re.compile(
    r"<!\[CDATA\[|<!--|<((?:(?:content|media|dc|itunes|atom|a10|rss):)?(?:title|description|summary|content|encoded|subtitle))(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)
_TAG_OR_SECTION = re.compile(r"<[\w/!]")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def read_tree(text: str) -> _Element | None:
    """Parse a document and, if it is not well-formed, repair it and keep what can be kept.

    Args:
        text: The document, decoded; what it declares of its encoding is not heeded.

    Returns:
        The root, without comments and processing instructions; None if there is no element. Of a document without end, or one that is
        nested deeper than 256 levels (a limit of libxml2), its beginning is read.
    """
    from lxml import etree

    text = _within_limits(text)
    head = text[:_HEAD]
    if "<!doctype" in head.lower():
        text = _DOCTYPE.sub("", head, count=1) + text[_HEAD:]
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError:
        pass
    try:
        return etree.fromstring(_repaired(text).encode("utf-8", "replace"), _parser(forgiving=True))
    except etree.XMLSyntaxError:
        return None


def without_forbidden(text: str) -> str:
    """A text without the characters that may not stand in XML."""
    return _FORBIDDEN.sub("", text)


def _parser(*, forgiving: bool = False) -> XMLParser:
    from lxml import etree

    # Without `huge_tree`, which would lift the limits that keep a document from taking the machine's memory.
    return etree.XMLParser(
        encoding="utf-8",
        recover=forgiving,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )


def _repaired(text: str) -> str:
    text = _NUMBERED.sub(_allowed, without_forbidden(text))
    start = _start(text[:_HEAD])
    return "".join(_parts(text[start:] if start else text))


def _allowed(reference: re.Match[str]) -> str:
    """A reference by number, unless it is to what XML has no place for: one such spoils all that follows."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_character = 0 < code <= sys.maxunicode and not _FORBIDDEN.match(chr(code))
    return reference[0] if is_character else ""


def _start(head: str) -> int:
    """Where the first element begins that is none of a comment's."""
    at = 0
    while root := _ROOT.search(head, at):
        at = head.find("<!--", at, root.start())
        end = head.find("-->", at) if at >= 0 else -1
        if end < 0:
            return root.start()
        at = end
    return 0


def _within_limits(text: str) -> str:
    if text.count("<") <= _MOST_TAGS:
        return text
    return text[: next(islice(re.finditer("<", text), _MOST_TAGS, None)).start()]


def _parts(text: str) -> Iterator[str]:
    """The document in well-formed parts. Texts with markup in them become sections: it is the writer's HTML, and none of our elements."""
    at = 0
    ends: dict[str, int] = {}
    while opening := _OPENING.search(text, at):
        yield _well_formed(text[at : opening.start()])
        at = opening.end()
        name = opening[1]
        mark = f"</{name}>" if name else _CDATA_END if opening[0] == _CDATA else "-->"
        # An end is looked for once: where it is known, or known not to come, it isn't any more, however many elements wait for it.
        if -1 < (end := ends.get(mark, 0)) < at:
            end = ends[mark] = text.find(mark, at)
        if name:
            yield _well_formed(opening[0])
            if end >= 0 and _holds_markup(text, at, end, name):
                yield _CDATA + text[at : min(end, at + _LONGEST_TEXT)].replace(_CDATA_END, "]]&gt;") + _CDATA_END
                at = end
        elif opening[0] == _CDATA:
            end = end if end >= 0 else len(text)
            yield _CDATA + text[at : min(end, at + _LONGEST_TEXT)] + _CDATA_END
            at = end + len(_CDATA_END)
        elif end >= 0:
            at = end + len(mark)
    yield _well_formed(text[at:])


def _holds_markup(text: str, start: int, end: int, name: str) -> bool:
    """Whether what stands before the end of a text element is its own, and has tags in it outside of sections."""
    first = _TAG_OR_SECTION.search(text, start, end)
    if first is None or first[0] == "<!":
        return False
    return re.compile(rf"</?(?:item|entry|channel)\b|<{name}\b", re.IGNORECASE).search(text, start, end) is None


def _well_formed(markup: str) -> str:
    """Tags and text with what is bare in them escaped and quoted."""
    quoted = _UNQUOTED.sub(lambda tag: _ATTRIBUTE.sub(_quoted, tag[0], _MOST_REPAIRS), markup)
    if quoted.count("&") > _MOST_REPAIRS:
        quoted = quoted.replace("&", "&amp;")
    return _BARE.sub(_escaped, quoted)


def _quoted(attribute: re.Match[str]) -> str:
    return attribute[0] if attribute[2] else f'{attribute[1]}="{attribute[3]}"'


def _escaped(bare: re.Match[str]) -> str:
    if bare[0] == "<":
        return "&lt;"
    meant = html5.get(f"{bare[1]};") or html5.get(f"{bare[1]};".lower()) if bare[1] else None
    return "".join(f"&#{ord(character)};" for character in meant) if meant else f"&amp;{bare[0][1:]}"
