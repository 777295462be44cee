"""The tags of a page that name other pages, without a tree of the rest.

A tree of a page costs fifty times its size and, with the HTML parser of libxml2, minutes where a tag has 100,000 attributes. What a page says of
its feeds stands in single tags, so one pass over its text is enough.
"""

import re
from collections.abc import Iterator
from html import unescape

__all__ = ["Tag", "tags_of"]

Tag = tuple[str, dict[str, str]]
"""A name and attributes, both in lower case; an attribute that stands there twice counts the first time, as it does for browsers."""

# Tags that are looked at; a page of more is a list, or is there to be choked on.
_MOST_TAGS = 50_000
# Of one tag: a longer one holds data.
_LONGEST_TAG = 10_000
# A quoted value may hold ">", but no "<": so a scan that starts at one tag ends at the next, however the page is written.
_OPENING = re.compile(
    r"<!--|<(script|style|template|textarea)(?=[\s/>])|<(link|base|a|meta)(?=[\s/>])((?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+'|[\"'])*+)>",
    re.IGNORECASE,
)
_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "template", "textarea")
}
_COMMENT_END = re.compile("-->")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")


def tags_of(html: str) -> Iterator[Tag]:
    """The `link`, `base`, `a` and `meta` tags of a page in their order, as far as they are not in a comment or a script."""
    at = 0
    for _ in range(_MOST_TAGS):
        opening = _OPENING.search(html, at)
        if opening is None:
            return
        at = opening.end()
        if opening[2]:
            yield opening[2].lower(), _attributes(opening[3][:_LONGEST_TAG])
            continue
        # What is not closed goes on to the end, for browsers too.
        end = (_ENDS[opening[1].lower()] if opening[1] else _COMMENT_END).search(html, at)
        if end is None:
            return
        at = end.end()


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), unescape(double or single or bare).strip())
    return attributes
