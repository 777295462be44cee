"""What Discord shows, as pictures for docs/discord.md.

    .venv/bin/uv run --no-project --with pillow --with linkify-it-py --with playwright \
        python -m tests.quality.discord_pictures docs/pictures [CHROMIUM]

The product makes a digest and answers a question, of the sample articles; real discord.py posts them to simcord's server, whose
preview draws them as Discord does, and CHROMIUM (/usr/bin/chromium) takes the picture. The photographs are drawn here: the
sample articles name some that nobody took.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import simcord

from bot.adapters.discord import DiscordAdapter
from bot.answer_blocks import answer_message
from bot.messages import Message, Place, Visibility
from bot.render import edition_message
from digest import Article, Length, answer, index_articles, make_digest
from tests.adapters.harness import Answering
from tests.adapters.harness_discord import SETTINGS
from tests.quality.seeds import all_seeds

__all__ = ["main"]

_NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
_ZONE = "Europe/Berlin"
_QUESTION = "How many nests has the survey found?"
_SHARPNESS = 1.5
_COLOURS = 96
# The sky at the top and at the bottom, and the hills, of each photograph in turn.
_LIGHTS = (
    ((214, 196, 170), (70, 96, 110), (45, 70, 70)),
    ((24, 34, 66), (124, 70, 60), (20, 26, 34)),
    ((180, 205, 225), (120, 160, 160), (60, 88, 70)),
)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture to take: its name, what is on it, and how wide the screen is."""

    name: str
    message: Message
    width: int


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; returns the exit code."""
    if len(arguments) not in {1, 2}:
        print("usage: python -m tests.quality.discord_pictures FOLDER [CHROMIUM]", file=sys.stderr)
        return 2
    browser = arguments[1] if len(arguments) == 2 else "/usr/bin/chromium"
    asyncio.run(_take(_pictures(), Path(arguments[0]), browser))
    return 0


def _pictures() -> list[_Picture]:
    articles = [seed.article for seed in all_seeds() if seed.article.published and seed.article.published <= _NOW]
    found = answer(_QUESTION, index_articles(articles))
    return [
        _Picture("desk", _edition(articles, Length.STANDARD, 3), 760),
        _Picture("phone", _edition(articles, Length.BRIEF, 3), 390),
        _Picture("long", _edition(articles, Length.FULL, None), 760),
        _Picture("answer", answer_message(found, Visibility.PUBLIC), 390),
    ]


def _edition(articles: Sequence[Article], length: Length, most: int | None) -> Message:
    made = make_digest(articles, now=_NOW, length=length, most=most)
    kind = "brief" if length is Length.BRIEF else "digest"
    title = f"Morning {kind} · Sat 21 Nov, 07:00 Berlin"
    return edition_message(made, title, id_="m1", seen_by=Visibility.PUBLIC)


async def _take(pictures: Sequence[_Picture], folder: Path, browser: str) -> None:
    from playwright.async_api import async_playwright

    adapter = DiscordAdapter(SETTINGS)
    client = adapter.connect(Answering({}))
    async with (
        simcord.run(client, shard_count=1, strict_sync=True, check_errors=True) as env,
        async_playwright() as playwright,
    ):
        env.backend.bot_user.name = "Pullquote"
        await env.advance_time((_NOW - env.now()).total_seconds())
        window = await playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        guild = env.create_guild()
        reader = guild.add_member(env.create_user("ann"))
        for picture in pictures:
            channel = guild.create_text_channel(picture.name)
            first, *_ = adapter.lay_out(picture.message)
            await adapter.post(Place("discord", str(guild.id), str(channel.id)), first, f"{picture.name}-0")
            options: dict[str, Any] = {
                "width": picture.width,
                "height": 4_000,
                "timezone": _ZONE,
                "assets": _photographs(),
            }
            async with env.preview(channel, viewers=[reader], display="fixed", **options) as preview:
                taken = await _shot(window, preview.url)
            path = folder / f"discord-{picture.name}.png"
            path.write_bytes(_small(taken))
            print(f"{path}: {path.stat().st_size / 1e3:,.0f} kB")
        await window.close()


async def _shot(window: Any, url: str) -> bytes:
    """A message as a page shows it."""
    # With room for the whole message, and for what stands beside it.
    size = {"width": 2_400, "height": 4_400}
    page = await window.new_page(viewport=size, device_scale_factor=_SHARPNESS, reduced_motion="reduce")
    await page.goto(url)
    await page.wait_for_function("() => window.simcordPreview && window.simcordPreview.ready === true")
    taken: bytes = await page.locator("#focused-content").screenshot()
    await page.close()
    return taken


def _photographs() -> Mapping[str, tuple[str, bytes]]:
    """What stands for the photographs of the sample articles, by address."""
    addresses = sorted({seed.article.image for seed in all_seeds() if seed.article.image})
    return {url: (f"{number}.png", _drawn(*_LIGHTS[number % len(_LIGHTS)])) for number, url in enumerate(addresses)}


def _drawn(top: Sequence[int], bottom: Sequence[int], hills: tuple[int, int, int]) -> bytes:
    from PIL import Image, ImageDraw

    side = 240
    image = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(image)
    for row in range(side):
        sky = tuple(high + (low - high) * row // side for high, low in zip(top, bottom, strict=True))
        pen.line((0, row, side, row), fill=sky)
    ridge = [(0, 170), (70, 110), (130, 160), (190, 95), (side, 150)]
    pen.polygon([*ridge, (side, side), (0, side)], fill=hills)
    return _png(image)


def _small(taken: bytes) -> bytes:
    from PIL import Image

    return _png(Image.open(BytesIO(taken)).convert("RGB").quantize(_COLOURS))


def _png(image: Any) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
