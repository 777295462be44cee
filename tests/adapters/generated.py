"""Digests made by chance, of all that articles may print and more."""

import random

from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
    Entry,
    Heading,
    Link,
    Listing,
    Message,
    Note,
    Paragraph,
    Saying,
    Sources,
    Summary,
    Told,
)

__all__ = ["HOSTILE", "generated"]

HOSTILE = (
    "**bold** __under__ ~~struck~~ `code` ||hidden||",
    "[click](https://evil.example) ](https://evil.example) [x",
    "@everyone @here <@1> <@&2> <#3> </digest:4> <t:5:R> <:e:6>",
    "<!channel> <!here> <@U1> <#C1> <https://evil.example|bank> &amp;lt;",
    "# heading ## two -# small > quote >>> all - list * list 1. one",
    "```block``` ``` ` \\ \\\\ \\* \\_",
    "https://evil.example http://evil.example/(x) javascript:alert(1) www.evil.example",
    "\u200fעברית مرحبا \u202egnihtyreve\u202c שלום",
    "😀 👩‍👩‍👧 e\u0301 ﷽",
    "x" * 4_000,
    "word " * 700,
    "1. 2) 10. 99)",
    "日本語の見出しがここに入ります。" * 20,
    "",
    " ",
    "\n\nlines\nand\n# lines\n",
    "The council voted on Wednesday to remove the old weir.",
)
_URLS = (
    "",
    "https://mail.example/weir",
    "https://mail.example/a_(b)|<!channel> c",
    "https://mail.example/[x](y)",
    "javascript:alert(1)",
    f"https://mail.example/{'x' * 3_000}",
)

# The long ones seldom: a digest is made of sentences.
_WEIGHTS = [1 if len(text) > 500 else 4 for text in HOSTILE[:-1]] + [60]
_STORIES = (0, 1, 2, 3, 5, 8)


def generated(seed: int) -> Message:
    """A digest: the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    blocks: list[Block] = [Heading(_text(draw), level=1)]
    for _ in range(60 if seed % 50 == 0 else draw.choice(_STORIES)):
        blocks += [Heading(_text(draw), badges=draw.choice(((), ("opinion",), (_text(draw), "live"))))]
        blocks += [Paragraph(_text(draw)) for _ in range(draw.randint(0, 1))]
        told = tuple(Told(_text(draw), draw.choice(("", _text(draw)))) for _ in range(draw.randint(0, 4)))
        blocks += [Summary(told, is_list=draw.random() < 0.5)]
        blocks += [
            Saying(tuple(_text(draw) for _ in range(draw.randint(1, 3))), _text(draw))
            for _ in range(draw.randint(0, 2))
        ]
        blocks += [
            Sources(tuple(Link(_text(draw), draw.choice(_URLS)) for _ in range(draw.randint(0, 3))), (_text(draw),))
        ]
        blocks += [Divider()] * draw.randint(0, 2)
    if draw.random() < 0.5:
        blocks.append(
            Actions(tuple(Button("Who said what", "quotes", {"about": "m1"}) for _ in range(draw.randint(1, 3))))
        )
    if seed % 20 == 0:
        blocks.append(Listing(tuple(Entry(_text(draw), _text(draw)) for _ in range(draw.randint(1, 12)))))
        blocks.append(Document(_text(draw), _text(draw)))
    blocks.append(Note(f"{_text(draw)} 61 read"))
    return Message(tuple(blocks), id="m1")


def _text(draw: random.Random) -> str:
    return " ".join(draw.choices(HOSTILE, weights=_WEIGHTS, k=draw.randint(1, 3)))
