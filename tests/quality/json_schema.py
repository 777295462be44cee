"""JSON Schema 2020-12, as far as Discord's description of its API uses it: is a value within a schema?

A keyword that is not known here is an error, so that nothing goes unchecked.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Schemas"]

Value = Any
_Check = Callable[["Schemas", Value, Value, Mapping[str, Value]], Iterator[str]]

_TYPES: Mapping[str, Callable[[Value], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list | tuple),
    "object": lambda value: isinstance(value, dict),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    # A number without a fraction is one, however it is written.
    "integer": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and value == int(value),
}
_SAYS_NOTHING = {"title", "description", "default", "examples", "deprecated"}


class Schemas:
    """The schemas of a document, which refer to each other."""

    def __init__(self, document: Value) -> None:
        """Take the document, in which "#/components/schemas/Name" leads to a schema."""
        self._document = document

    def problems(self, value: Value, schema: Value, where: str = "$") -> Iterator[str]:
        """What is wrong with a value, each with the way to it; nothing if it is within the schema.

        Raises:
            ValueError: If the schema has a keyword that is not known.
        """
        if schema is False:
            yield f"{where}: nothing may stand here"
        if isinstance(schema, bool):
            return
        for keyword, argument in schema.items():
            if keyword in _SAYS_NOTHING:
                continue
            check = _CHECKS.get(keyword)
            if check is None:
                message = f"{keyword}: not a keyword that is checked"
                raise ValueError(message)
            yield from (f"{where}{problem}" for problem in check(self, value, argument, schema))

    def fits(self, value: Value, schema: Value) -> bool:
        """Whether a value is within a schema."""
        return next(self.problems(value, schema), None) is None

    def at(self, reference: str) -> Value:
        """The schema that a reference leads to."""
        found = self._document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        return found


def _ref(schemas: Schemas, value: Value, reference: str, _: Mapping[str, Value]) -> Iterator[str]:
    yield from schemas.problems(value, schemas.at(reference), "")


def _type(_: Schemas, value: Value, names: str | Sequence[str], __: Mapping[str, Value]) -> Iterator[str]:
    if not any(_TYPES[name](value) for name in ([names] if isinstance(names, str) else names)):
        yield f": {_shown(value)} is not of type {names}"


def _enum(_: Schemas, value: Value, values: Sequence[Value], __: Mapping[str, Value]) -> Iterator[str]:
    if not any(_is_same(value, one) for one in values):
        yield f": {_shown(value)} is none of {values}"


def _const(schemas: Schemas, value: Value, only: Value, schema: Mapping[str, Value]) -> Iterator[str]:
    yield from _enum(schemas, value, [only], schema)


def _all_of(schemas: Schemas, value: Value, parts: Sequence[Value], _: Mapping[str, Value]) -> Iterator[str]:
    for part in parts:
        yield from schemas.problems(value, part, "")


def _any_of(schemas: Schemas, value: Value, parts: Sequence[Value], _: Mapping[str, Value]) -> Iterator[str]:
    if not any(schemas.fits(value, part) for part in parts):
        yield f": {_shown(value)} fits none of what is allowed; {_nearest(schemas, value, parts)}"


def _one_of(schemas: Schemas, value: Value, parts: Sequence[Value], schema: Mapping[str, Value]) -> Iterator[str]:
    count = sum(schemas.fits(value, part) for part in parts)
    if count == 0:
        yield from _any_of(schemas, value, parts, schema)
    elif count > 1:
        yield f": {_shown(value)} fits {count} of what is allowed, and may fit one"


def _nearest(schemas: Schemas, value: Value, parts: Sequence[Value]) -> str:
    """What is wrong by the alternative by which least is."""
    return min(("; ".join(schemas.problems(value, part, "")) for part in parts), key=len, default="nothing is")


def _properties(
    schemas: Schemas, value: Value, properties: Mapping[str, Value], _: Mapping[str, Value]
) -> Iterator[str]:
    if isinstance(value, dict):
        for name, schema in properties.items():
            if name in value:
                yield from schemas.problems(value[name], schema, f".{name}")


def _additional(schemas: Schemas, value: Value, rest: Value, schema: Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, dict):
        for name in value.keys() - schema.get("properties", {}).keys():
            yield from schemas.problems(value[name], rest, f".{name}")


def _required(_: Schemas, value: Value, names: Sequence[str], __: Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f": {name} is missing" for name in names if name not in value)


def _items(schemas: Schemas, value: Value, schema: Value, _: Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from schemas.problems(one, schema, f"[{number}]")


def _unique(_: Schemas, value: Value, is_unique: Value, __: Mapping[str, Value]) -> Iterator[str]:
    if is_unique and isinstance(value, list | tuple):
        written = [json.dumps(one, sort_keys=True) for one in value]
        if len(set(written)) < len(written):
            yield ": something is there twice"


def _pattern(_: Schemas, value: Value, pattern: str, __: Mapping[str, Value]) -> Iterator[str]:
    if isinstance(value, str) and not re.search(pattern, value):
        yield f": {_shown(value)} does not look like {pattern}"


def _format(_: Schemas, value: Value, name: str, __: Mapping[str, Value]) -> Iterator[str]:
    """Of formats, those that say more than the other keywords."""
    if name == "uri" and isinstance(value, str):
        is_uri = (
            value.isascii()
            and value.isprintable()
            and not set(value) & set(' "<>\\^`{|}')
            and bool(urlsplit(value).scheme)
        )
        if not is_uri:
            yield f": {_shown(value)} is no URI"
    if name in {"int32", "int64"} and isinstance(value, int):
        bits = int(name.removeprefix("int"))
        if not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
            yield f": {value} has more than {bits} bits"


def _bound(keyword: str, kind: type | tuple[type, ...], measure: Callable[[Value], float], *, is_most: bool) -> _Check:
    def check(_: Schemas, value: Value, limit: float, __: Mapping[str, Value]) -> Iterator[str]:
        if isinstance(value, kind) and not isinstance(value, bool):
            size = measure(value)
            if size > limit if is_most else size < limit:
                yield f": {keyword} is {limit}, and this has {size}"

    return check


_CHECKS: Mapping[str, _Check] = {
    "$ref": _ref,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "uniqueItems": _unique,
    "pattern": _pattern,
    "format": _format,
    "maxLength": _bound("maxLength", str, len, is_most=True),
    "minLength": _bound("minLength", str, len, is_most=False),
    "maxItems": _bound("maxItems", (list, tuple), len, is_most=True),
    "minItems": _bound("minItems", (list, tuple), len, is_most=False),
    "maximum": _bound("maximum", (int, float), float, is_most=True),
    "minimum": _bound("minimum", (int, float), float, is_most=False),
}


def _is_same(one: Value, other: Value) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _shown(value: Value) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
