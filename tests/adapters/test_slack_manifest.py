"""What Slack is told of the app is what the code does: nothing that it needs is missing, and nothing is asked for in vain."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

import bot.adapters.slack
from bot.adapters.slack import SlackAdapter, creation, invitation
from bot.adapters.slack.manifest import COMMAND, EVENTS_HEARD, PROMPTS, SCOPES, as_yaml, manifest
from bot.commands import SHORTCUTS
from bot.config import SlackConfig
from bot.typed import read_line
from tests.adapters.harness import Answering
from tests.adapters.slack_senders import EVENTS
from tests.house.slack_manifest import written

HTTP = SlackConfig(mode="http", public_url="https://bot.example/", signing_secret=SecretStr("a"))
MANY = HTTP.model_copy(update={"client_id": "1.2"})
REPOSITORY = Path(__file__).parents[2]

# The methods of the Web API that the adapter calls, and the scopes without which Slack refuses them in some channel
# (https://docs.slack.dev/reference/methods has each).
METHODS: Mapping[str, tuple[str, ...]] = {
    "api_call": (),  # oauth.v2.access, by which scopes are given.
    "apps_connections_open": (),  # Takes the app's own token.
    "assistant_threads_setStatus": ("assistant:write",),
    "assistant_threads_setSuggestedPrompts": ("assistant:write",),
    "auth_revoke": (),
    "auth_test": (),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "users_conversations": ("channels:read", "groups:read"),
    "users_info": ("users:read",),
    "views_open": (),
    "views_publish": (),
    "views_update": (),
}
# https://github.com/slackapi/manifest-schema: the most characters of what stands under a key, wherever it is.
LONGEST = {
    "name": 35,
    "description": 140,
    "display_name": 80,
    "agent_description": 300,
    "usage_hint": 1_000,
    "command": 32,
    "callback_id": 255,
    "request_url": 3_000,
}


def called() -> set[str]:
    """The methods of a client that stand in the adapter's code."""
    names = {name for name in vars(AsyncWebClient) if not name.startswith("_")} | {"api_call"}
    files = Path(bot.adapters.slack.__file__).parent.glob("*.py")
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    found = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return found & names


def test_the_methods_of_slack_that_are_called_are_known_here() -> None:
    assert called() == set(METHODS)


def test_the_app_asks_for_the_scopes_it_needs_and_for_no_other() -> None:
    of_methods = {scope for method in called() for scope in METHODS[method]}
    of_events = {scope for event in EVENTS_HEARD for scope in EVENTS[event]}
    assert set(SCOPES) == of_methods | of_events | {"commands"}
    assert "files:read" not in SCOPES


def listeners(app: AsyncApp) -> Iterator[str]:
    """The kinds of events that an app has a listener for, of those that Slack could send."""
    for event in {name.partition(".")[0] for name in EVENTS}:
        body = {"type": "event_callback", "team_id": "T1", "event": {"type": event, "user": "U1", "text": "hi"}}
        request = AsyncBoltRequest(body=json.dumps(body))
        if any(hears(listener, request) for listener in app._async_listeners):  # noqa: SLF001 - bolt tells in no other way
            yield event


def hears(listener: Any, request: AsyncBoltRequest) -> bool:
    coroutine = listener.async_matches(req=request, resp=None)
    try:
        coroutine.send(None)
    except StopIteration as done:
        return bool(done.value)
    coroutine.close()
    return False


@pytest.mark.parametrize("settings", [SlackConfig(bot_token=SecretStr("xoxb-1"), app_token=SecretStr("xapp-1")), HTTP])
def test_the_app_wants_to_hear_what_is_listened_to(settings: SlackConfig) -> None:
    one = settings.model_copy(update={"bot_token": SecretStr("xoxb-1")})
    app = SlackAdapter(one).connect(Answering({}))
    assert {name.partition(".")[0] for name in EVENTS_HEARD} == set(listeners(app))


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts in plain data, each with the key it stands under."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from texts(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, key)
    elif isinstance(value, str):
        yield key, value


@pytest.mark.parametrize("settings", [SlackConfig(), HTTP, MANY])
def test_nothing_in_it_is_longer_than_slack_takes(settings: SlackConfig) -> None:
    made = manifest(settings)
    assert [(key, text) for key, text in texts(made) if len(text) > LONGEST.get(key, 2_500) or not text] == []
    assert all(len(one["name"]) <= 24 for one in made["features"]["shortcuts"])
    assert 1 <= len(PROMPTS) <= 4


def test_its_command_and_shortcuts_are_those_that_are_answered() -> None:
    features = manifest(SlackConfig())["features"]
    (command,) = features["slash_commands"]
    assert (command["command"], command["should_escape"], "url" in command) == (COMMAND, True, False)
    assert [(one["name"], one["callback_id"]) for one in features["shortcuts"]] == [
        (one.label, f"pullquote:{one.command}") for one in SHORTCUTS
    ]


def test_what_is_suggested_is_understood() -> None:
    assert [read_line(message)[0] for _, message in PROMPTS] == [message for _, message in PROMPTS]


def test_over_a_socket_it_needs_no_address_and_over_http_all_of_them() -> None:
    assert not [text for _, text in texts(manifest(SlackConfig())) if text.startswith("http")]
    made = manifest(HTTP)
    assert made["settings"]["socket_mode_enabled"] is False
    assert {text for _, text in texts(made) if text.startswith("http")} == {
        "https://bot.example/slack/events",
        "https://bot.example/slack/oauth_redirect",
    }
    assert set(made["settings"]["interactivity"]) == {"is_enabled", "request_url", "message_menu_options_url"}
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]


def test_the_file_to_paste_is_what_the_code_says() -> None:
    text = (REPOSITORY / "slack-manifest.yaml").read_text(encoding="utf-8")
    assert text == written(), "slack-manifest.yaml is not what the code says; run: make docs"
    assert yaml.safe_load(text) == manifest(SlackConfig())
    assert all(f"- {scope} # {why}" in text for scope, why in SCOPES.items())


@pytest.mark.parametrize(
    "data",
    [
        {
            "a": "yes",
            "b": "a: b",
            "c": "# d",
            "d": "'",
            "e": '"',
            "f": "12",
            "g": "- x",
            "h": "",
            "i": "ü \n",
            "j": "null",
        },
        {"a": [{"b": "c", "d": {"e": [1, True, "on"]}}, {"b": "[x]"}], "f": {"g": {"h": "i.j:k"}}},
    ],
)
def test_what_is_written_as_yaml_is_read_as_the_same(data: dict[str, Any]) -> None:
    assert yaml.safe_load(as_yaml(data, {})) == data


def of_link(settings: SlackConfig) -> dict[str, Any]:
    link = creation(settings)
    assert re.fullmatch(r"[!-~]+", link)
    address = urlsplit(link)
    assert (address.scheme, address.netloc, address.path) == ("https", "api.slack.com", "/apps")
    asked = parse_qs(address.query, strict_parsing=True)
    assert asked["new_app"] == ["1"]
    found: dict[str, Any] = json.loads(asked["manifest_json"][0])
    return found


@pytest.mark.parametrize("settings", [SlackConfig(), HTTP, MANY])
def test_a_link_makes_the_whole_app(settings: SlackConfig) -> None:
    made, all_of_it = of_link(settings), manifest(settings)
    assert made["settings"].items() <= all_of_it["settings"].items()
    assert not any(value for key, value in all_of_it["settings"].items() if key not in made["settings"])
    assert {**made, "settings": {}} == {**all_of_it, "settings": {}}


def test_there_is_no_link_to_an_app_that_nobody_can_reach() -> None:
    assert creation(SlackConfig(mode="http")) == ""


def test_where_a_workspace_takes_it_in_is_said_where_there_are_many() -> None:
    assert invitation(MANY) == "https://bot.example/slack/install"
    assert (invitation(SlackConfig()), invitation(HTTP)) == ("", "")
