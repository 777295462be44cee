"""The app as Slack is told of it: what it may do and why, what it wants to hear, and what people see of it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bot.adapters.slack.serving import EVENTS, REDIRECT
from bot.commands import GROUPS, SHORTCUTS
from bot.config import SlackConfig

__all__ = ["COMMAND", "EVENTS_HEARD", "PROMPTS", "SCOPES", "as_yaml", "creation_link", "manifest", "shortcut_id"]

COMMAND = "/digest"
"""The one command, behind which all are typed."""

SCOPES: Mapping[str, str] = {
    "chat:write": "to post digests and answers in the channels it was invited to",
    "commands": "to be asked with /digest and by shortcuts",
    "app_mentions:read": "to be asked by a mention",
    "im:history": "to be asked in direct messages, and to find there what it had posted",
    "channels:history": "to be asked in the thread of a digest, and to find what it had posted when it stopped in the middle",
    "groups:history": "the same in private channels it was invited to",
    "im:write": "to write to somebody who asked for that, and to find there what it had posted",
    "users:read": "to know the time zone of who asks, and whether they administer the workspace or are guests in it",
    "channels:read": "to know what channels are called, who can see them, and when it is taken in or sent away",
    "groups:read": "the same of private channels it was invited to",
    "assistant:write": "to say in its own conversation view that it is at work, and to suggest what to ask",
}
"""What it may do, and why; docs/slack.md has what is lost without each."""

EVENTS_HEARD: tuple[str, ...] = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)
"""What it wants to hear: https://docs.slack.dev/reference/events."""

PROMPTS: tuple[tuple[str, str], ...] = (
    ("What is new?", "digest"),
    ("Who said what?", "quotes"),
    ("What comes when?", "schedule show"),
    ("What can you do?", "help"),
)
"""What its conversation view suggests: the title, and what is said for whoever chooses it; four at the most."""

_NAME = "Pullquote"
_ABOUT = "News digests in the outlets' own sentences"
_AGENT = "Reads your feeds, and answers in their own sentences: digests, who said what, and what the sources say to a question."
_CREATE = "https://api.slack.com/apps?new_app=1&manifest_json="


def shortcut_id(command: str) -> str:
    """What Slack calls a shortcut to a command."""
    return f"pullquote:{command}"


def manifest(settings: SlackConfig) -> dict[str, Any]:
    """The app of a configuration, as https://docs.slack.dev/reference/app-manifest has it.

    Over HTTP it has the addresses of the configuration's public_url.
    """
    is_socket = settings.mode == "socket"
    url = (settings.public_url or "").rstrip("/")
    asked_at = {} if is_socket else {"request_url": f"{url}{EVENTS}"}
    command = {
        "command": COMMAND,
        "description": "The news of this channel's sources",
        "usage_hint": _hint(),
        "should_escape": True,
        **({} if is_socket else {"url": f"{url}{EVENTS}"}),
    }
    return {
        "display_information": {"name": _NAME, "description": _ABOUT},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": _AGENT,
                "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS],
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": one.label,
                    "type": "message",
                    "callback_id": shortcut_id(one.command),
                    "description": f"{one.label}, with {_NAME}",
                }
                for one in SHORTCUTS
            ],
            "slash_commands": [command],
        },
        "oauth_config": {
            **({} if is_socket else {"redirect_urls": [f"{url}{REDIRECT}"]}),
            "scopes": {"bot": [*SCOPES]},
        },
        "settings": {
            "event_subscriptions": {**asked_at, "bot_events": [*EVENTS_HEARD]},
            "interactivity": {
                "is_enabled": True,
                **asked_at,
                **({} if is_socket else {"message_menu_options_url": f"{url}{EVENTS}"}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": is_socket,
            "token_rotation_enabled": False,
        },
    }


def creation_link(settings: SlackConfig) -> str:
    """The address at which Slack makes the app, with all it needs filled in; empty over HTTP without a public_url.

    See https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests.
    """
    if settings.mode == "http" and not settings.public_url:
        return ""
    made = manifest(settings)
    # What is false there, it is anyhow.
    made["settings"] = {key: value for key, value in made["settings"].items() if value is not False}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return _CREATE + quote(text, safe=":,/'")


def as_yaml(data: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    """Plain data as YAML, with what is to say of some of its words behind them."""
    return "".join(f"{line}\n" for line in _lines(data, notes, ""))


def _hint() -> str:
    """What can stand behind the command."""
    return f"[ask | quotes | story | why | {' | '.join(GROUPS)} | help]"


def _lines(value: Any, notes: Mapping[str, str], indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(one, Mapping | list):
                yield f"{indent}{key}:"
                yield from _lines(one, notes, f"{indent}  ")
            else:
                yield f"{indent}{key}: {_scalar(one)}"
        return
    for one in value:
        if isinstance(one, Mapping):
            first, *others = _lines(one, notes, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from others
        else:
            note = f" # {notes[one]}" if one in notes else ""
            yield f"{indent}- {_scalar(one)}{note}"


def _scalar(value: object) -> str:
    """As JSON, which YAML can read; a word as it is."""
    is_word = isinstance(value, str) and value.replace("_", "").replace(":", "").replace(".", "").isalpha()
    is_word = is_word and value not in {"true", "false", "null", "yes", "no", "on", "off"}
    return str(value) if is_word else json.dumps(value, ensure_ascii=False)
