"""What goes wrong with Slack, and in which words: for whoever runs the bot, for owners of digests, for who asked."""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import PlatformError, PostError
from bot.messages import Place

__all__ = ["REFUSED", "SORRY", "UNANSWERED", "WRONG_TOKEN", "code_of", "is_refused", "platform_error", "post_error"]

SORRY = "Something went wrong on my side. Whoever runs me finds the reason in the log."
"""What somebody is told where the log has more."""

UNANSWERED = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
"""What is raised where Slack gave no answer, or refused."""

# What Slack answers when it may have passed soon.
_PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
WRONG_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""What Slack answers where it takes nothing any more of a token, in no channel."""
REFUSED = WRONG_TOKEN | {"missing_scope", "not_allowed_token_type"}
"""What it answers where nobody gets in with a token until somebody gives the bot another one."""

_LONGEST_WAIT_S = 24 * 60 * 60.0
# Nothing of it reached Slack.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
# What Slack answers where it will never work, and the way out (https://docs.slack.dev/reference/methods/chat.postMessage).
_PERMANENT = {
    "channel_not_found": "Slack knows no channel {channel}, or the bot is not in it; type /invite @{bot} there",
    "not_in_channel": "the bot is not in channel {channel}; type /invite @{bot} there",
    "is_archived": "channel {channel} is archived",
    "missing_scope": "the app lacks the scope {needed}; add it under OAuth & Permissions and install the app anew",
    "invalid_auth": "Slack does not accept the bot token; copy it anew into SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace; install it anew and copy its token into SLACK_BOT_TOKEN",
    "token_revoked": "the bot token was revoked; install the app anew and copy its token into SLACK_BOT_TOKEN",
    "restricted_action": "the workspace lets only some people post in channel {channel}",
    "user_not_found": "there is nobody with the id {channel} any more",
    "messages_tab_disabled": "direct messages are switched off; switch the Messages Tab on under App Home",
}
# Where many workspaces install the app, each gives it a token by that.
_ANEW = "the workspace does not let the app in any more; install it anew there"


def code_of(error: BaseException) -> str:
    """Slack's own word for what is wrong; empty if there is none, as the answer is a proxy's, or of a machine in trouble."""
    data = getattr(getattr(error, "response", None), "data", None) if isinstance(error, SlackApiError) else None
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def is_refused(error: BaseException) -> bool:
    """Whether Slack would not do it, and so has not done it; else it may have, or may do it soon."""
    return code_of(error) not in {"", *_PASSING}


def post_error(place: Place, error: Exception, refused: str, *, bot: str, is_one: bool) -> PostError:
    """Why something was not posted or found.

    Args:
        place: Where.
        error: One of `UNANSWERED`.
        refused: What to say of a word of Slack's that is not known here, as {code}.
        bot: What the bot is called there.
        is_one: Whether there is no other workspace, so that what holds for a token holds everywhere.
    """
    code = code_of(error)
    if code == "ratelimited" or _status(error) == HTTPStatus.TOO_MANY_REQUESTS:
        # The pause of each channel was kept to: they are too many for the workspace.
        words = "Slack asks to wait (ratelimited)"
        return PostError(words, permanent=False, retry_after_s=_retry_after_s(error), is_everywhere=is_one)
    if not code or code in _PASSING:
        is_unknown = not isinstance(error, _NEVER_SENT)
        return PostError(f"Slack is in trouble ({code or error})", permanent=False, is_unknown=is_unknown)
    is_wrong_token = code in WRONG_TOKEN
    words = _ANEW if is_wrong_token and not is_one else _PERMANENT.get(code, refused)
    words = words.format(channel=place.person or place.channel, needed=_needed(error), code=code, bot=bot)
    is_of_message = code not in _PERMANENT and not is_wrong_token
    return PostError(words, permanent=True, is_everywhere=is_wrong_token and is_one, is_of_message=is_of_message)


def platform_error(error: Exception) -> PlatformError:
    """Why Slack does not let us connect, and what to do."""
    code = code_of(error)
    if not isinstance(error, SlackApiError):
        return PlatformError(f"Slack can't be reached ({error}); check the connection", permanent=False)
    if not code or code in _PASSING:
        return PlatformError(f"Slack is in trouble ({code or error})", permanent=False)
    if code in WRONG_TOKEN:
        words = "copy the bot token (xoxb-) into SLACK_BOT_TOKEN and the app token (xapp-) into SLACK_APP_TOKEN anew"
        return PlatformError(f"Slack does not accept the tokens ({code}); {words}")
    if code in {"missing_scope", "not_allowed_token_type"}:
        words = "make one with it under Basic Information"
        return PlatformError(f"the app token lacks the scope connections:write ({code}); {words}")
    return PlatformError(f"Slack refuses the connection ({code})")


def _needed(error: Exception) -> str:
    data: Mapping[str, Any] = getattr(getattr(error, "response", None), "data", None) or {}
    return str(data.get("needed") or "")


def _status(error: Exception) -> int:
    """The status of an answer, be it slack_sdk's or, where that could not read it, aiohttp's; 0 if there was none."""
    response = getattr(error, "response", None)
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def _retry_after_s(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    with suppress(ValueError):
        wait_s = float(headers.get("Retry-After", "0"))
        # What a proxy says may be no time at all.
        return wait_s if 0 <= wait_s <= _LONGEST_WAIT_S else 0.0
    return 0.0
