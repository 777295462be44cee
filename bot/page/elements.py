"""HTML, built so that text can't become markup: a string is escaped wherever it stands, and links lead to the web or nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from bot.plain import plain, web_address

__all__ = ["Html", "document", "element", "joined", "link", "stylesheet"]

_VOID = frozenset({"meta"})
# Behind these a line ends, so that a page can be read as it is written, and two be compared.
_BLOCKS = frozenset(
    """article blockquote body details div figcaption figure footer h1 h2 h3 h4 head header html li main meta nav ol p
    section style summary title ul""".split()
)
# Where a link leads, no one is told from where.
_DISCREET = {"rel": "noopener noreferrer nofollow", "referrerpolicy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is complete in itself; made in this module alone."""

    markup: str


def element(name: str, /, *content: Html | str | None, **attributes: str | None) -> Html:
    """An element.

    Args:
        name: Of the element.
        content: What is in it, in order; a string is text. None is nothing.
        attributes: By name, with _ for - and behind words of Python (`class_`). None is no attribute.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    end = "\n" if name in _BLOCKS else ""
    if name in _VOID:
        return Html(f"<{name}{written}>{end}")
    return Html(f"<{name}{written}>{joined(content).markup}</{name}>{end}")


def joined(content: Iterable[Html | str | None], between: str = "") -> Html:
    """Several things in a row, with a text between each two."""
    markup = (one.markup if isinstance(one, Html) else _escaped(one) for one in content if one is not None)
    return Html(_escaped(between).join(markup))


def link(url: str, *content: Html | str, **attributes: str | None) -> Html:
    """A link to a page of the web; where `url` is no address of one, its content alone."""
    address = web_address(url)
    return element("a", *content, href=address, **_DISCREET, **attributes) if address else joined(content)


def stylesheet(css: str) -> Html:
    """A style sheet of ours, as it is: a browser compares it with its hash.

    Raises:
        ValueError: If something in it would end it.
    """
    if "</" in css:
        message = "a style sheet can't hold </, which would end it"
        raise ValueError(message)
    return Html(f"<style>{css}</style>\n")


def document(head: Html, body: Html, language: str) -> str:
    """A page."""
    return f"<!doctype html>\n{element('html', head, body, lang=language).markup}"


def _escaped(text: str) -> str:
    """A text as it may stand between tags and in an attribute; half a character, as names of files may have, is a question mark."""
    return escape(plain(text)).encode(errors="replace").decode()
