"""One shape for all ways of writing a character, position by position, and the character classes of Japanese text."""

from __future__ import annotations

import re
from typing import Final

from graph.places import LETTERS

_WIDE: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE: Final = str.maketrans(
    {chr(code): char.lower() for code, char in _WIDE.items()}
    | {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {
        "\u3000": " ",
        "\u00a0": " ",
        "\t": " ",
        "\r": " ",
        "〜": "~",
        "･": "・",
        "’": "'",
    }
    | LETTERS
)
_CHANGED: Final = f"[{re.escape(''.join(map(chr, _TABLE)))}]"
_CHANGES: Final = re.compile(f"{_CHANGED}{_CHANGED}*")
"""The first letter by itself, so that the engine skips at full speed to where one stands."""

KANJI: Final = "一-鿿々〆〇㐀-䶿豈-龎"
KATAKANA: Final = "ァ-ヺーｦ-ﾟ"
HIRAGANA: Final = "ぁ-ゖゝゞ"
LATIN: Final = "a-z0-9à-öø-ÿ"

_DIGITS: Final = {c: n for n, c in enumerate("〇一二三四五六七八九")}


def fold(text: str) -> str:
    """The text in plain width and lower case with one kind of dash and space; every position stays what it was."""
    return _CHANGES.sub(lambda match: match[0].translate(_TABLE), text)


def number(text: str) -> int:
    """The number that ASCII digits, 元, or kanji numerals up to 9999 (二十三, 二〇二三) write."""
    if text.isascii():
        return int(text)
    if text == "元":
        return 1
    if not set(text) & set("十百千"):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
    return total + digit
