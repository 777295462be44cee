"""A page as a browser reads it, for tests: a tree, and an error where tags don't match."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import bot.page

__all__ = ["STYLE", "Node", "read_page"]

STYLE = (Path(bot.page.__file__).parent / "style.css").read_text(encoding="utf-8")
_VOID = {"meta"}


@dataclass(slots=True, eq=False)
class Node:
    """An element; what is in it are elements and text."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    content: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(one if isinstance(one, str) else one.text for one in self.content)

    @property
    def nodes(self) -> "Iterator[Node]":
        """It and all elements in it, in order."""
        yield self
        for one in self.content:
            if isinstance(one, Node):
                yield from one.nodes

    def all(self, tag: str, class_: str | None = None) -> "list[Node]":
        """The elements of a name and a class in it; "*" for any name."""
        return [
            node
            for node in self.nodes
            if tag in {node.tag, "*"} and (class_ is None or class_ in (node.attributes.get("class") or "").split())
        ]

    def one(self, tag: str, class_: str | None = None) -> "Node":
        """The only one of them."""
        (node,) = self.all(tag, class_)
        return node


def read_page(page: str) -> Node:
    """Read a page.

    Raises:
        AssertionError: If it is not well-formed.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_decl(self, decl: str) -> None:
        assert (decl, self.root.content) == ("doctype html", [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        node = Node(tag, attributes)
        self.open[-1].content.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)
