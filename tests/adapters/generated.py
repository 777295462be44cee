"""Digests made by chance, of all that articles may print and more."""

import random
from collections.abc import Iterator
from dataclasses import replace

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
    Manner,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Place,
    Pointer,
    Saying,
    Sources,
    Summary,
    Told,
)

__all__ = ["HOSTILE", "generated", "generated_for_slack"]

HOSTILE = (
    "**bold** __under__ ~~struck~~ `code` ||hidden||",
    "[click](https://evil.example) ](https://evil.example) [x",
    "@everyone @here <@1> <@&2> <#3> </digest:4> <t:5:R> <:e:6> <a:e:6> <id:customize> :smile: :+1:",
    "<!channel> <!here> <@U1> <#C1> <https://evil.example|bank> &amp;lt;",
    "# heading ## two -# small > quote >>> all - list * list + list 1. one",
    "```block``` ``` ` \\ \\\\ \\* \\_",
    "https://evil.example http://evil.example/(x) javascript:alert(1) www.evil.example steam://run/1 <mailto:a@evil.example>",
    "\u200fעברית مرحبا \u202egnihtyreve\u202c שלום \u2067x\u2069 \u2066",
    "😀 👩‍👩‍👧 e\u0301 ﷽",
    "x" * 4_000,
    "word " * 700,
    "1. 2) 10. 99)",
    "+ list",
    "日本語の見出しがここに入ります。" * 20,
    "",
    " ",
    "\n\nlines\nand\n# lines\n> of\n-# others\n",
    "The council voted on Wednesday to remove the old weir.",
)
_URLS = (
    "",
    "https://mail.example/weir",
    "https://mail.example/a_(b)|<!channel> c",
    "https://mail.example/[x](y)",
    "javascript:alert(1)",
    "https://bank.example@evil.example/",
    "https://[evil/",
    f"https://mail.example/{'x' * 3_000}",
)
_PICTURES = (*_URLS, "https://img.example/weir.jpg?w=1200", "data:image/png;base64,AA==", "//img.example/weir.jpg")
_NAMES = ("sources.opml", "../etc/passwd", "SPOILER_a b.txt", "שלום", "")

# The long ones seldom, and few: a digest is made of sentences, and to look through a long text takes a hundred times as long.
_WEIGHTS = [*(0.1 if len(text) > 500 else 4 for text in HOSTILE[:-1]), 60]
_STORIES = (0, 1, 1, 2, 3, 5)
_REF = MessageRef(Place("discord", "1122", "3344"), "5566")


def generated(seed: int) -> Message:
    """A digest: the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    blocks: list[Block] = [Heading(_text(draw), level=1)]
    for _ in range(60 if seed % 200 == 0 else draw.choice(_STORIES)):
        blocks += _story(draw)
        blocks += [Divider()] * draw.randint(0, 2)
    if seed % 20 == 0:
        blocks.append(Listing(tuple(Entry(_text(draw), _text(draw)) for _ in range(draw.randint(1, 12)))))
        blocks += [Document(draw.choice(_NAMES), _text(draw)) for _ in range(draw.randint(1, 3))]
        blocks.append(Pointer(_text(draw), _REF))
    if draw.random() < 0.5:
        blocks.append(Actions(tuple(_button(draw) for _ in range(draw.randint(1, 7)))))
    blocks.append(Note(f"{_text(draw)} 61 read"))
    return Message(tuple(blocks), id="m1", manner=Manner(role=draw.choice(("", "", "778899", "1> @everyone <@&2"))))


def generated_for_slack(seed: int) -> Message:
    """The same digest, calling a group of Slack's now and then, and with buttons that ask whether that is meant."""
    message = generated(seed)
    blocks = tuple(
        Actions(tuple(replace(one, confirm="" if one.options else one.label) for one in block.buttons))
        if isinstance(block, Actions)
        else block
        for block in message.blocks
    )
    return replace(message, blocks=blocks, manner=message.manner if seed % 3 else Manner(role="S0123ABCD"))


def _story(draw: random.Random) -> list[Block]:
    badges = draw.choice(((), ("opinion",), (_text(draw), "live")))
    told = tuple(Told(_text(draw), draw.choice(("", _text(draw)))) for _ in range(draw.randint(0, 4)))
    links = tuple(Link(_text(draw), draw.choice(_URLS)) for _ in range(draw.randint(0, 3)))
    return [
        Heading(_text(draw), badges=badges, image=draw.choice(_PICTURES)),
        *(Paragraph(_text(draw)) for _ in range(draw.randint(0, 1))),
        Summary(told, is_list=draw.random() < 0.5),
        *(
            Saying(tuple(_text(draw) for _ in range(draw.randint(1, 3))), _text(draw))
            for _ in range(draw.randint(0, 2))
        ),
        Sources(links, (_text(draw),)),
    ]


def _button(draw: random.Random) -> Button:
    options = draw.choice(({}, {"message": "m1"}, {"about": _text(draw)[:60]}))
    return Button(
        _text(draw).strip() or "More",
        draw.choice(("quotes", "ask", "sources add")),
        options,
        draw.choice(((), ("question",))),
    )


def _texts(count: int) -> Iterator[str]:
    draw = random.Random(0)  # noqa: S311 - nothing secret
    for _ in range(count):
        yield " ".join(draw.choices(HOSTILE, weights=_WEIGHTS, k=draw.randint(1, 3)))


_TEXTS = tuple(_texts(5_000))


def _text(draw: random.Random) -> str:
    return _TEXTS[int(draw.random() * len(_TEXTS))]
