"""Pages -> what discord.py sends: a layout of components, and the files that go with it."""

from hashlib import sha256
from io import BytesIO
from typing import Any, assert_never

import discord
from discord import ui

from bot.adapters.discord.buttons import button_id, label_of
from bot.adapters.discord.parts import File, Line, Part, Pictured, Way
from bot.adapters.discord.rendering import Page
from bot.messages import Button

__all__ = ["ACCENT", "files", "mark", "mark_of", "view"]

ACCENT = 0x96321F
"""The colour of the product, which its pages have too."""

# Discord numbers the components that have no id of ours from 1 on (https://docs.discord.com/developers/components/reference).
_FIRST_MARK, _LAST_MARK = 1_000, 2**31 - 1


def view(page: Page, key: str = "") -> ui.LayoutView:
    """A page as discord.py sends it; with a key it can be found by that. What it names as a file, `files` has."""
    items = [_item(part) for part in page.parts]
    if page.is_card:
        items = [ui.Container(*items, accent_colour=ACCENT)]
    if page.call:
        items.insert(0, ui.TextDisplay(page.call))
    if key:
        items[0].id = mark(key)
    shown = ui.LayoutView(timeout=None)
    for item in items:
        shown.add_item(item)
    # Presses come by `on_interaction`, which also works after a restart: nothing need be remembered of this view.
    shown.stop()
    return shown


def files(page: Page) -> list[discord.File]:
    """The files that a page is sent with; each can be sent once."""
    return [discord.File(BytesIO(text.encode(errors="replace")), name) for name, text in page.documents]


def mark(key: str) -> int:
    """The id of the first component of a page with a key; that one of a thousand others has it too happens once in two million times."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8])
    return _FIRST_MARK + number % (_LAST_MARK - _FIRST_MARK)


def mark_of(message: discord.Message) -> int:
    """The id of the first component of a message; 0 if it has none."""
    return getattr(message.components[0], "id", 0) or 0 if message.components else 0


def _item(part: Part) -> ui.Item[Any]:
    match part:
        case str():
            return ui.TextDisplay(part)
        case Line():
            return ui.Separator()
        case Pictured(text, url, description):
            return ui.Section(text, accessory=ui.Thumbnail(url, description=description or None))
        case File(name):
            return ui.File(f"attachment://{name}")
        case tuple():
            return ui.ActionRow(*map(_button, part))
        case _:
            assert_never(part)


def _button(button: Button | Way) -> ui.Button[ui.LayoutView]:
    if isinstance(button, Way):
        return ui.Button(label=button.label, url=button.url)
    return ui.Button(label=label_of(button.label), custom_id=button_id(button))
