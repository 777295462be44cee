"""What Slack shows, as pictures for docs/slack.md.

    .venv/bin/uv run --no-project --with pillow --with playwright python -m tests.quality.slack_pictures docs/pictures [CHROMIUM]

The product makes digests of the sample articles; and the whole bot, on the Slack of the tests, is set up with the sample feeds, asked
and looked at. What Slack is sent for that is drawn by `slack_look`, and CHROMIUM (/usr/bin/chromium) takes the pictures.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.adapters.slack.rendering import pages
from bot.messages import Visibility
from bot.render import edition_message
from digest import Length, make_digest
from tests.adapters.slack_house import BEGINS, House, in_a_house
from tests.quality.seeds import SEEDS, all_seeds
from tests.quality.slack_look import APP, home, modal, page, posted

__all__ = ["main"]

_NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
_FEEDS = ("dornpost", "tideline")
_IN_MODAL = "By how many votes did Isolde Marchbank win?"
_IN_THREAD = "When does she take office?"
_COLOURS = 64
_WIDEST = 900


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture to take: its name, what is on it as HTML, how wide the window is, and how sharp it is taken."""

    name: str
    body: str
    width: int
    sharpness: float = 1.5


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; returns the exit code."""
    if len(arguments) not in {1, 2}:
        print("usage: python -m tests.quality.slack_pictures FOLDER [CHROMIUM]", file=sys.stderr)
        return 2
    browser = arguments[1] if len(arguments) == 2 else "/usr/bin/chromium"
    with TemporaryDirectory() as where:
        walked = in_a_house(Path(where) / "pictures.db", _walk)
    asyncio.run(_take([*_digests(), *walked], Path(arguments[0]), browser))
    return 0


def _digests() -> list[_Picture]:
    """Digests of all sample articles, as long as they are asked for."""
    return [
        _Picture("desk", _edition(Length.STANDARD, 3), 760),
        _Picture("phone", _edition(Length.BRIEF, 3), 390),
        _Picture("long", _edition(Length.FULL, None), 760, sharpness=1),
    ]


def _edition(length: Length, most: int | None) -> str:
    """The first message of a digest."""
    articles = [seed.article for seed in all_seeds() if seed.article.published and seed.article.published <= _NOW]
    kind = "brief" if length is Length.BRIEF else "digest"
    title = f"Morning {kind} · Sat 21 Nov, 07:00 Berlin"
    made = make_digest(articles, now=_NOW, length=length, most=most)
    message = edition_message(made, title, id_="m1", seen_by=Visibility.PUBLIC, next_at=_NOW + timedelta(days=1))
    return posted(APP, "7:00 AM", pages(message)[0])


async def _walk(house: House) -> list[_Picture]:
    """What somebody sees who sets the bot up, gets a digest and asks about it."""
    for name in _FEEDS:
        house.web[f"{name}.xml"] = (SEEDS / "feeds" / f"{name}.xml").read_bytes()
    form = (await house.types("/digest setup")).view
    assert form
    setup = modal(form)
    await house.submits(form, {"source": house.url("dornpost.xml"), "time": "07:00"})
    await house.types(f"/digest sources add {house.url('tideline.xml')}")
    await house.comes(BEGINS + timedelta(hours=1))
    digest = house.digest()
    # What somebody has seen goes on: it is drawn before the next thing is asked.
    quotes = _told((await house.presses("Who said what", digest)).messages, "7:02 AM", is_private=True)
    asked = (await house.presses("Ask", digest)).view
    assert asked
    answered = (await house.submits(asked, {"question": _IN_MODAL})).view
    assert answered
    answer = modal(answered)
    thread = posted("Ann", "7:04 AM", _words(f"@Pullquote {_IN_THREAD}"))
    thread += _told((await house.writes(f"@pullquote {_IN_THREAD}", thread=str(digest["ts"]))).messages, "7:04 AM")
    await house.looks()
    assert house.ann.home
    looked = home(house.ann.home)
    elsewhere = house.slack.world.channel(house.team, "random", bot=True)
    nothing = _told((await house.types("/digest", channel=elsewhere)).messages, "7:05 AM", is_private=True)
    nothing += _told((await house.types("/digest shedule set 07:00")).messages, "7:06 AM", is_private=True)
    return [
        _Picture("setup", setup, 520),
        _Picture("quotes", quotes, 640),
        _Picture("answer", answer, 520),
        _Picture("thread", thread, 420),
        _Picture("home", looked, 760),
        _Picture("nothing", nothing, 640),
    ]


def _words(text: str) -> list[dict[str, Any]]:
    """What a person wrote."""
    return [{"type": "section", "text": {"type": "plain_text", "text": text}}]


def _told(messages: Sequence[Mapping[str, Any]], time: str, *, is_private: bool = False) -> str:
    return "".join(posted(APP, time, one["blocks"], is_private=is_private) for one in messages)


async def _take(pictures: Sequence[_Picture], folder: Path, browser: str) -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        window = await playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for picture in pictures:
            size: Any = {"width": _WIDEST, "height": 1_000}
            tab = await window.new_page(viewport=size, device_scale_factor=picture.sharpness)
            await tab.set_content(page(picture.body, picture.width))
            taken = await tab.locator("#shown").screenshot()
            await tab.close()
            path = folder / f"slack-{picture.name}.png"
            path.write_bytes(_small(taken))
            print(f"{path}: {path.stat().st_size / 1e3:,.0f} kB")
        await window.close()


def _small(taken: bytes) -> bytes:
    """A picture in few colours, as Slack has few."""
    from PIL import Image

    image = Image.open(BytesIO(taken)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    stream = BytesIO()
    image.save(stream, "png", optimize=True)
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
