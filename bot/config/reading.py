"""Reads the configuration: the file, then the environment, then what is wrong with both."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.config.faults import Fault, faults_of, in_words, syntax_fault
from bot.config.misfits import misfits
from bot.config.models import Config
from bot.config.secrets import add_database, add_tokens
from bot.errors import ConfigError
from bot.logs import without_secrets

__all__ = ["read_config"]


def read_config(
    path: Path, environment: Mapping[str, str], *, is_complete: bool = True, is_on_platforms: bool = True
) -> Config:
    """Read the configuration.

    Args:
        path: A TOML file; docs/configuration.md explains each key.
        environment: Where the tokens are: NAME itself, or the path of a file with it in NAME_FILE.
        is_complete: Whether the tokens have to be there.
        is_on_platforms: Whether a platform has to be there.

    Raises:
        ConfigError: With everything that is wrong, a line each.
    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(in_words(path, text, [syntax_fault(text, error)])) from None
    faults = [*misfits(data, is_on_platforms=is_on_platforms), *add_database(data, environment)]
    faults += [fault for fault in add_tokens(data, environment) if is_complete]
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError(in_words(path, text, [*faults, *faults_of(error)])) from None
    if faults:
        raise ConfigError(in_words(path, text, faults))
    return config


def _text(path: Path) -> str:
    """What the file says.

    Raises:
        ConfigError: If that can't be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        words = "there is no such file; copy config.example.toml there and fill it in, or name another"
        raise ConfigError((without_secrets(f"{path}: {words}"),)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(in_words(path, "", [Fault((), "is not UTF-8; save the file as UTF-8", line)])) from None
    except OSError as error:
        raise ConfigError((without_secrets(f"{path}: can't be read ({error.strerror})"),)) from None
