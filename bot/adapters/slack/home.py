"""What somebody sees who looks at the app in Slack. Pure.

Limits: https://docs.slack.dev/reference/views/home-tab-views (100 blocks).
"""

from typing import Any

from bot.adapters.slack.parts import LinkTo, no_link
from bot.adapters.slack.rendering import sheet
from bot.messages import Message

__all__ = ["home_view"]

_MOST_BLOCKS = 100


def home_view(message: Message, link: LinkTo = no_link) -> dict[str, Any]:
    """A message as the home of the app, as much of it as that has room for."""
    return {"type": "home", "callback_id": "pullquote-home", "blocks": sheet(message, _MOST_BLOCKS, link)}
