"""What never stands in config.toml: tokens, and the password of a database.

They come from the environment: NAME itself, or NAME_FILE with the path of a file that holds it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.config.faults import Fault

__all__ = ["DATABASE", "TOKENS", "add_database", "add_tokens"]

TOKENS: Mapping[str, Mapping[str, str]] = {
    "discord": {"token": "DISCORD_TOKEN"},
    "slack": {"bot_token": "SLACK_BOT_TOKEN", "app_token": "SLACK_APP_TOKEN"},
}
"""Which secrets a platform needs: the key in its table, and the variable of the environment."""

DATABASE = "DATABASE_URL"
"""The variable that the database is taken from, if it is set."""

_WITH_A_PASSWORD = re.compile(r"[a-z+]+://(?:[^/@]*:[^/@]+@|.*[?&]password=)", re.IGNORECASE)


def add_tokens(data: dict[str, Any], environment: Mapping[str, str]) -> Iterator[Fault]:
    """Put the tokens of the platforms that are configured into their tables; what is wrong with them."""
    for platform, variables in TOKENS.items():
        table = data.get(platform)
        if not isinstance(table, dict):
            continue
        for key, name in variables.items():
            secret, wrong = _secret(environment, name)
            if key in table:
                words = f"a token does not belong in this file; set {name} in the environment"
                yield Fault((platform, key), words)
            elif not secret:
                missing = f"its token is missing; set {name} in the environment, or {name}_FILE to a file that holds it"
                yield Fault((platform,), wrong or missing)
            table[key] = secret


def add_database(data: dict[str, Any], environment: Mapping[str, str]) -> Iterator[Fault]:
    """Let the database of the environment count before that of the file; what is wrong with either."""
    secret, wrong = _secret(environment, DATABASE)
    if wrong:
        yield Fault(("database",), wrong)
    if secret:
        data["database"] = secret
    elif _WITH_A_PASSWORD.match(str(data.get("database", ""))):
        words = f"a password does not belong in this file; set {DATABASE} in the environment, or {DATABASE}_FILE to a file that holds the URL"
        yield Fault(("database",), words)


def _secret(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """A secret, and what is wrong with it, in words; both empty if it is not set."""
    variable, secret, wrong = name, environment.get(name, "").strip(), ""
    if file := environment.get(f"{name}_FILE", ""):
        variable = f"{name}_FILE names {file}, which"
        secret, wrong = _read(Path(file))
    if len(secret.split()) > 1:
        secret, wrong = "", "holds more than one word; it should hold the secret and nothing else"
    return secret, f"{variable} {wrong}" if wrong else ""


def _read(file: Path) -> tuple[str, str]:
    """What a file holds, and what is wrong with it."""
    try:
        secret = file.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        return "", "is not text; save it as UTF-8"
    except OSError as error:
        return "", f"can't be read ({error.strerror}); name another, or let the account that runs Pullquote read it"
    return secret, "" if secret else "is empty; it should hold the secret and nothing else"
