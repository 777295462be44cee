"""What can stand in config.toml, each kind with its words: for the documents, and for whoever wrote something else.

The description of a kind is how docs/configuration.md names it.
"""

import json
import re
from collections.abc import Iterable
from datetime import time
from difflib import get_close_matches
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from bot.plain import is_id
from bot.quiet import Quiet, read_quiet

__all__ = [
    "Blocked",
    "Contact",
    "Count",
    "Flag",
    "Host",
    "Hour",
    "Hours",
    "Model",
    "Role",
    "Seconds",
    "Url",
    "Words",
    "Zone",
    "near",
    "shown",
]

# More of a value that can't be used is not repeated.
_LONGEST_SHOWN = 60
_WEB_ADDRESS = r"https?://[^\s/]+\S*"
_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63})*"
_IPV6 = r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"
_zones = cache(available_timezones)


def shown(value: object) -> str:
    """A value about as it stands in the file, and not too much of it."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def near(word: str, known: Iterable[str]) -> str:
    """The known word that somebody who wrote another most likely meant, as a question; empty if there is none."""
    by_form = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold().replace("-", "_"), by_form, n=1)
    return f"; did you mean {by_form[close[0]]}?" if close else ""


def _is_like(value: object, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        message = f"{shown(value)} is neither true nor false; write one of them, without quotation marks"
        raise ValueError(message)  # noqa: TRY004 - what pydantic reads
    return value


def _zone(value: object) -> object:
    if isinstance(value, str) and value in _zones():
        return value
    meant = near(value, _zones()) if isinstance(value, str) else ""
    message = f'no time zone is called {shown(value)}; write one like "Europe/Berlin"{meant}'
    raise ValueError(message)


def _time(value: object) -> object:
    if isinstance(value, str) and _is_like(value, r"([01]\d|2[0-3]):[0-5]\d"):
        return time.fromisoformat(value)
    message = f'{shown(value)} is not an hour of the day; write one like "07:00"'
    raise ValueError(message)


def _hours(value: object) -> Quiet:
    try:
        return read_quiet(value if isinstance(value, str) else "")
    except ValueError:
        message = f'{shown(value)} is no span of hours of the day; write one like "22:00-06:30"'
        raise ValueError(message) from None


def _url(value: object) -> object:
    if _is_like(value, _WEB_ADDRESS):
        return value
    message = f'{shown(value)} is not a web address; write one like "https://example.org/feed.xml"'
    raise ValueError(message)


def _contact(value: object) -> object:
    # It stands in a header, in brackets.
    if isinstance(value, str) and _is_like(value, r"[!-~]{1,200}") and not set(value) & set("();,"):
        return value
    message = f'{shown(value)} is not an address of the web or of mail; write one like "https://example.org/bot"'
    raise ValueError(message)


def _blocked(value: object) -> object:
    if _is_like(value, rf"{_WEB_ADDRESS}|{_HOST}|\[{_IPV6}\]"):
        return value
    message = f'{shown(value)} is neither a host or domain, like "example.org", which blocks all below it as well, nor a web address'
    raise ValueError(message)


def _host(value: object) -> object:
    if _is_like(value, f"{_HOST}|{_IPV6}"):
        return value
    message = f'{shown(value)} is not an address of this machine; write one like "127.0.0.1"'
    raise ValueError(message)


def _role(value: object) -> object:
    if isinstance(value, str) and is_id(value):
        return value
    message = f'{shown(value)} is no id of a role; write one like "1122334455667788990": right click on the role, Copy Role ID'
    raise ValueError(message)


def _model(value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, str) and value.strip()):
        return value
    message = f"{shown(value)} is neither true nor false nor a folder in quotation marks"
    raise ValueError(message)


Zone = Annotated[str, BeforeValidator(_zone), Field(description="a time zone")]
Hour = Annotated[time, BeforeValidator(_time), Field(description="an hour of the day")]
Hours = Annotated[
    Quiet, PlainValidator(_hours), WithJsonSchema({"type": "string", "description": "a span of hours of the day"})
]
Url = Annotated[str, BeforeValidator(_url), Field(description="a web address")]
Contact = Annotated[str, BeforeValidator(_contact), Field(description="an address of the web or of mail")]
Blocked = Annotated[str, BeforeValidator(_blocked), Field(description="a host, a domain or a web address")]
Host = Annotated[str, BeforeValidator(_host), Field(description="an address or a name of this machine")]
Model = Annotated[bool | str, BeforeValidator(_model), Field(description="true, false or a folder")]
Role = Annotated[str, BeforeValidator(_role), Field(description="the id of a role")]
Words = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Count = Annotated[int, Field(strict=True, description="a whole number")]
Seconds = Annotated[float, Field(strict=True, allow_inf_nan=False, description="seconds")]
Flag = Annotated[bool, BeforeValidator(_flag)]
