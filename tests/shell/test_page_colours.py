"""The colours of a page can be told apart by those who see little."""

import re

import pytest

from tests.shell.pages import STYLE


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    """See https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = ((one + 0.055) / 1.055 if one > 0.04045 else one / 12.92 for one in parts)
    red, green, blue = (
        one**2.4 if part > 0.04045 else one for one, part in zip((red, green, blue), parts, strict=True)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["light", "dark", "paper"])
def test_all_text_can_be_read(number: int) -> None:
    block = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[number]
    of = colours(block)
    pairs = [(text, ground) for text in ("ink", "quiet", "accent") for ground in ("paper", "panel")]
    poor = {
        pair: round(contrast(of[pair[0]], of[pair[1]]), 2)
        for pair in [*pairs, ("on-mark", "mark")]
        if contrast(of[pair[0]], of[pair[1]]) < 4.5
    }
    assert poor == {}


def test_white_and_black_are_as_far_apart_as_can_be() -> None:
    assert contrast("#ffffff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
