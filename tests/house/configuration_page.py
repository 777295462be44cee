"""Makes docs/configuration.md of the tables in `bot.config` and of config.example.toml.

python -m tests.house.configuration_page > docs/configuration.md
"""

import inspect
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.config import DATABASE, TABLES, TOKENS

__all__ = ["example", "keys", "page"]

REPOSITORY = Path(__file__).parents[2]
# A line of the example that is switched off: a key, the header of a table, or a comment on either.
_OFF = re.compile(r"^# (?=\[|#|[a-z_]+ = )", re.MULTILINE)
_HEAD = """# Configuration

Everything stands in one file, config.toml; [config.example.toml](../config.example.toml) is one to begin with. It is TOML: keys of the whole bot stand above the first `[table]`, since whatever
follows a header belongs to it. `pullquote check` says of a file all that is wrong with it, with line, key and what to write instead. This page is made from the program (`make docs`).
"""
_ENVIRONMENT = """
## The environment

Tokens and passwords never stand in the file. Each comes from a variable of the environment or, with `_FILE` behind its name, from a file whose path the variable holds:
`DISCORD_TOKEN=...`, or `DISCORD_TOKEN_FILE=/run/secrets/discord`. The file counts before the variable itself.

| variable | what it holds |
|---|---|
"""


def page() -> str:
    """The whole document."""
    shown = tomllib.loads(example())
    sections = [_section("", shown), _sources(shown["sources"]), *(_section(name, shown) for name in TABLES if name)]
    variables = [f"| `{name}` | {meaning} |" for name, meaning in _variables()]
    return _HEAD + "".join(sections) + _ENVIRONMENT + "\n".join(variables) + "\n"


def example() -> str:
    """config.example.toml with everything in it switched on."""
    return _OFF.sub("", (REPOSITORY / "config.example.toml").read_text(encoding="utf-8"))


def keys(table: str) -> Mapping[str, dict[str, Any]]:
    """The keys of a table that stand in the file, each with its JSON schema: not what are tables themselves, and no secrets."""
    schema = TABLES[table].model_json_schema()
    known = {name: _itself(one) for name, one in schema["properties"].items()}
    return {
        name: one | {"required": name in schema.get("required", ())}
        for name, one in known.items()
        if not (name in TABLES or one.get("writeOnly") or one.get("type") == "object")
    }


def _section(table: str, shown: Mapping[str, Any]) -> str:
    """A table: what it is for, and its keys."""
    about, meanings = _explained(table)
    title = {"": "The whole bot", "places": "`[[places]]`"}.get(table, f"`[{table}]`")
    rows = [_row(name, one, meanings[name], _first(shown, table, name)) for name, one in keys(table).items()]
    head = "| key | what can stand there | if it is left out | what it means | example |\n|---|---|---|---|---|\n"
    return f"\n## {title}\n\n{about}\n" + (f"\n{head}" + "\n".join(rows) + "\n" if rows else "")


def _sources(shown: Mapping[str, str]) -> str:
    """The one table whose keys are whatever somebody calls them."""
    _, meanings = _explained("")
    written = "\n".join(_written(name, url) for name, url in shown.items())
    return f"\n## `[sources]`\n\n{meanings['sources']}\n\n```toml\n[sources]\n{written}\n```\n"


def _row(name: str, schema: Mapping[str, Any], meaning: str, value: Any) -> str:
    default = schema.get("default")
    otherwise = f"`{json.dumps(default)}`" if default or default is False else "—" if default is None else "nothing"
    if schema["required"]:
        otherwise = "it has to be there"
    return f"| `{name}` | {_kind(schema)} | {otherwise} | {meaning} | `{_written(name, value)}` |"


def _written(name: str, value: Any) -> str:
    """A key as it is written in TOML: plain values look the same in JSON."""
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def _kind(schema: Mapping[str, Any]) -> str:
    """What can stand there, in words."""
    match schema:
        case {"enum": choices}:
            return ", ".join(f"`{choice}`" for choice in choices)
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"items": each}:
            return f"a list, each {_kind(each)}"
        case {"description": words, "minimum": least, "maximum": most}:
            return f"{words} from {least} to {most}"
        case {"description": words}:
            return str(words)
        case {"maxLength": longest}:
            return f"text of up to {longest} characters"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case _:
            return "text"


def _itself(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without "or nothing" around it."""
    options = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return schema | options[0] if len(options) == 1 else schema


def _explained(table: str) -> tuple[str, Mapping[str, str]]:
    """What the docstring of a table says of it, and of each key."""
    about, _, attributes = (inspect.getdoc(TABLES[table]) or "").partition("\n\nAttributes:\n")
    entries = re.split(r"\n    (?=\w+: )", f"\n{attributes}")[1:]
    pairs = (" ".join(entry.split()).split(": ", 1) for entry in entries)
    return about, {name: meaning.replace("filters.md", "[filters.md](filters.md)") for name, meaning in pairs}


def _first(shown: Mapping[str, Any], table: str, name: str) -> Any:
    """What the example has under a key, where it has it first."""
    tables = shown.get(table, {}) if table else shown
    return next(one[name] for one in (tables if isinstance(tables, list) else [tables]) if name in one)


def _variables() -> Iterator[tuple[str, str]]:
    """The variables of the environment, and what each is."""
    for platform, secrets in TOKENS.items():
        _, meanings = _explained(platform)
        for key, name in secrets.items():
            yield name, f"`{key}` of `[{platform}]`: {meanings[key]}"
    written = ", ".join(f"`{sign}` is `{quote(sign, safe='')}`" for sign in "@/:?#%")
    yield (
        DATABASE,
        f"`database`, where it has a password in it: `postgresql://user:password@host/name`. In a password, {written}",
    )


if __name__ == "__main__":
    sys.stdout.write(page())
