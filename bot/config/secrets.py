"""What never stands in config.toml: tokens, keys, and the password of a database.

They come from the environment: NAME itself, or NAME_FILE with the path of a file that holds it.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.config.faults import Fault
from bot.database_urls import has_password, url_of
from bot.errors import ConfigError, StoreError

__all__ = ["DATABASE", "TARGET", "TOKENS", "add_database", "add_tokens", "target"]

TOKENS: Mapping[str, Mapping[str, str]] = {
    "discord": {"token": "DISCORD_TOKEN"},
    "slack": {
        "bot_token": "SLACK_BOT_TOKEN",
        "app_token": "SLACK_APP_TOKEN",
        "signing_secret": "SLACK_SIGNING_SECRET",
        "client_secret": "SLACK_CLIENT_SECRET",
        "token_key": "SLACK_TOKEN_KEY",
    },
}
"""The secrets of each platform: the key in its table, and the variable of the environment. Which are needed, its table says."""

DATABASE = "DATABASE_URL"
"""The variable that the database is taken from, if it is set."""

TARGET = "TARGET_DATABASE_URL"
"""The variable for the database to move to: a password on a command line can be read by all who see which programs run."""

# Of Slack: what each is called, and where it is found.
_BASIC = "on the app's page Basic Information at api.slack.com/apps"
_MADE = "make one with: openssl rand -base64 32"
_FOUND: Mapping[str, tuple[str, str]] = {
    "token": ("token", ""),
    "bot_token": ("bot token", "it begins with xoxb-, on the app's page OAuth & Permissions at api.slack.com/apps"),
    "app_token": (
        "app token",
        f"it begins with xapp- and is made {_BASIC}, under App-Level Tokens, with the scope connections:write",
    ),
    "signing_secret": ("signing secret", f"it is {_BASIC}, under App Credentials"),
    "client_secret": ("client secret", f"it is {_BASIC}, under App Credentials"),
    "token_key": (
        "key for the tokens of the workspaces",
        f"{_MADE}; keep it, as nobody can read the tokens without it",
    ),
}
_LINK = "; pullquote check has a link that makes the app"
# A key of Fernet (https://cryptography.io/en/latest/fernet/): so many bytes at random, in base64.
_KEY_BYTES = 32


def add_tokens(data: dict[str, Any], environment: Mapping[str, str]) -> Iterator[Fault]:
    """Put the secrets of the platforms that are configured into their tables, as far as they are needed; what is wrong with them."""
    for platform, variables in TOKENS.items():
        table = data.get(platform)
        if not isinstance(table, dict):
            continue
        needed = _needed(platform, table)
        for key, name in variables.items():
            if stood_here := table.pop(key, None) is not None:
                words = f"a token does not belong in this file; set {name} in the environment"
                yield Fault((platform, key), words)
            if key in needed:
                table[key], wrong = _key(environment, name) if key == "token_key" else _secret(environment, name)
                if not (table[key] or stood_here):
                    is_first = key == needed[0] and platform == "slack"
                    yield Fault((platform,), wrong or _missing(key, name) + (_LINK if is_first else ""))


def _needed(platform: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of the secrets that a platform needs as its table has it."""
    if platform != "slack":
        return tuple(TOKENS[platform])
    if "client_id" in table:
        return ("signing_secret", "client_secret", "token_key")
    return ("bot_token", "signing_secret") if table.get("mode") == "http" else ("bot_token", "app_token")


def _missing(key: str, name: str) -> str:
    called, found = _FOUND[key]
    words = f"its {called} is missing; set {name} in the environment, or {name}_FILE to a file that holds it"
    return f"{words}: {found}" if found else words


def add_database(data: dict[str, Any], environment: Mapping[str, str]) -> Iterator[Fault]:
    """Let the database of the environment count before that of the file; what is wrong with either."""
    secret, wrong = _secret(environment, DATABASE)
    if wrong:
        yield Fault(("database",), wrong)
    where = data.get("database")
    if secret:
        data["database"] = secret
        if words := _unreadable(secret):
            yield Fault(("database",), f"{DATABASE} can't be used: {words}")
    elif isinstance(where, str) and has_password(where):
        words = f"a password does not belong in this file; set {DATABASE} in the environment, or {DATABASE}_FILE to a file that holds the URL"
        yield Fault(("database",), words)
    elif isinstance(where, str) and (words := _unreadable(where)):
        yield Fault(("database",), words)


def _unreadable(where: str) -> str:
    """What keeps a database from being known by its name or its URL, in words without it; empty if nothing does."""
    try:
        url_of(where)
    except StoreError as error:
        return str(error)
    return ""


def target(environment: Mapping[str, str]) -> str:
    """The database to move to; empty if the environment names none.

    Raises:
        ConfigError: If it can't be read.
    """
    secret, wrong = _secret(environment, TARGET)
    if wrong:
        raise ConfigError((wrong,))
    if words := _unreadable(secret):
        raise ConfigError((f"{TARGET} can't be used: {words}",))
    return secret


def _secret(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """A secret, and what is wrong with it, in words; both empty if it is not set."""
    variable, secret, wrong = _value(environment, name)
    if len(secret.split()) > 1:
        secret, wrong = "", "holds more than one word; it should hold the secret and nothing else"
    return secret, f"{variable} {wrong}" if wrong else ""


def _key(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """The same of a key of Fernet or several, the newest first: with commas between them, or on lines of their own."""
    variable, secret, wrong = _value(environment, name)
    keys = [key for key in re.split(r"[\s,]+", secret) if key]
    bad = next((number for number, key in enumerate(keys, start=1) if not _is_key(key)), 0)
    if bad:
        which = f"key {bad} of {len(keys)}" if len(keys) > 1 else "it"
        return "", f"{variable} can't be used: {which} is not {_KEY_BYTES} bytes in base64; {_MADE}"
    return ",".join(keys), f"{variable} {wrong}" if wrong else ""


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.replace("-", "+").replace("_", "/"), validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _value(environment: Mapping[str, str], name: str) -> tuple[str, str, str]:
    """What to call a variable in words, what it or its file holds, and what is wrong with that."""
    if file := environment.get(f"{name}_FILE", ""):
        # Somebody may have put there what should be in the file.
        named = "a URL" if "://" in file or has_password(file) else file
        return f"{name}_FILE names {named}, which", *_read(Path(file))
    return name, environment.get(name, "").strip(), ""


def _read(file: Path) -> tuple[str, str]:
    """What a file holds, and what is wrong with it."""
    try:
        secret = file.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        return "", "is not text; save it as UTF-8"
    except OSError as error:
        return "", f"can't be read ({error.strerror}); name another, or let the account that runs Pullquote read it"
    return secret, "" if secret else "is empty; it should hold the secret and nothing else"
