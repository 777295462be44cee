"""The figure about Discord's schema is one: what is within a schema passes, and all else is told."""

from typing import Any

import pytest

from bot.adapters.discord.rendering import pages
from bot.messages import Document, Heading, Manner, Message
from tests.quality.discord_schema import body
from tests.quality.json_schema import Schemas

DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "Text": {
                "type": "object",
                "properties": {
                    "type": {"type": "integer", "enum": [10], "allOf": [{"$ref": "#/components/schemas/Kind"}]},
                    "content": {"type": "string", "minLength": 1, "maxLength": 4},
                },
                "required": ["type", "content"],
                "additionalProperties": False,
            },
            "Row": {
                "type": "object",
                "description": "has items",
                "properties": {
                    "type": {"type": "integer", "enum": [1]},
                    "items": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Text"},
                        "minItems": 1,
                        "maxItems": 2,
                    },
                    "ids": {
                        "type": ["array", "null"],
                        "items": {"type": "string", "pattern": "^[0-9]+$"},
                        "uniqueItems": True,
                    },
                    "id": {"type": "integer", "minimum": 0, "maximum": 9, "format": "int32"},
                    "url": {"type": "string", "format": "uri"},
                    "free": {"anyOf": [{"type": "null"}, {"type": "number"}]},
                },
                "required": ["type"],
            },
            "Kind": {"type": "integer", "oneOf": [{"title": "ROW", "const": 1}, {"title": "TEXT", "const": 10}]},
            "Any": {"oneOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/Row"}]},
        }
    }
}
SCHEMAS = Schemas(DOCUMENT)
TEXT = {"type": 10, "content": "Weir"}


def problems(value: Any) -> list[str]:
    return list(SCHEMAS.problems(value, SCHEMAS.at("#/components/schemas/Any")))


@pytest.mark.parametrize(
    "value",
    [
        TEXT,
        {"type": 1, "items": [TEXT, TEXT], "ids": ["1", "2"], "id": 9, "url": "https://a.example/%20", "free": 1.5},
        {"type": 1, "ids": None, "free": None, "more": "of what is not described"},
        {"type": 1.0},
    ],
)
def test_what_is_within_a_schema_passes(value: Any) -> None:
    assert problems(value) == []


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"type": 10, "content": "Weirs"}, ".content: maxLength is 4, and this has 5"),
        ({"type": 10, "content": ""}, ".content: minLength is 1, and this has 0"),
        ({"type": 10}, ": content is missing"),
        ({**TEXT, "other": 1}, ".other: nothing may stand here"),
        ({"type": 1, "items": []}, ".items: minItems is 1, and this has 0"),
        ({"type": 1, "items": [TEXT] * 3}, ".items: maxItems is 2, and this has 3"),
        ({"type": 1, "items": [TEXT, {"type": 10, "content": 4}]}, ".items[1].content: 4 is not of type string"),
        ({"type": 1, "ids": ["1", "1"]}, ".ids: something is there twice"),
        ({"type": 1, "ids": ["x"]}, '.ids[0]: "x" does not look like ^[0-9]+$'),
        ({"type": 1, "id": 10}, ".id: maximum is 9, and this has 10.0"),
        ({"type": 1, "id": -1}, ".id: minimum is 0, and this has -1.0"),
        ({"type": 1, "id": 2**31}, ".id: 2147483648 has more than 32 bits"),
        ({"type": 1, "id": True}, ".id: true is not of type integer"),
        ({"type": 1, "id": 0.5}, ".id: 0.5 is not of type integer"),
        ({"type": 1, "url": "https://a.example/a b"}, '.url: "https://a.example/a b" is no URI'),
        ({"type": 1, "url": "//a.example"}, '.url: "//a.example" is no URI'),
        ({"type": 1, "free": "x"}, '.free: "x" fits none of what is allowed'),
        ({"type": True}, ".type: true is none of [1]"),
        ({"type": 2}, ".type: 2 is none of [1]"),
    ],
)
def test_what_is_not_within_a_schema_is_told(value: Any, problem: str) -> None:
    schema = SCHEMAS.at("#/components/schemas/" + ("Text" if "content" in value or value["type"] == 10 else "Row"))
    assert problem in "; ".join(SCHEMAS.problems(value, schema, ""))
    assert problems(value)


def test_of_several_alternatives_one_may_fit() -> None:
    schema = {"oneOf": [{"type": "string"}, {"minLength": 1}]}
    assert list(SCHEMAS.problems("x", schema)) == ['$: "x" fits 2 of what is allowed, and may fit one']


def test_a_keyword_that_is_not_known_goes_not_unchecked() -> None:
    with pytest.raises(ValueError, match="if: not a keyword that is checked"):
        list(SCHEMAS.problems(1, {"if": {"type": "string"}}))


def test_the_body_of_a_request_is_as_discord_gets_it() -> None:
    blocks = (Heading("Digest", 1), Document("a.txt", "text"))
    (page,) = pages(Message(blocks, manner=Manner(role="778899")))
    sent = body(page, "m1-0")
    assert sent["allowed_mentions"] == {"parse": [], "roles": ["778899"]}
    assert sent["attachments"] == [{"id": "0", "filename": "a.txt"}]
    assert (sent["nonce"], sent["enforce_nonce"], sent["flags"]) == ("m1-0", True, 1 << 15)
    assert [one["type"] for one in sent["components"]] == [10, 17]
