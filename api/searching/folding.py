"""The form in which what people type and what is stored are compared, and where a match stands in the stored name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

_DROPPED: Final = frozenset(" 　\t\n・･,.，．、'’`-‐‑–—−")
"""Signs that people leave out or put in as they like."""

_OLD: Final = dict(zip(
    "髙﨑濵濱邊邉澤廣國學櫻齋齊眞德龍瀧澁應慶藝縣區會當萬圓榮靜惠豐ヶヵ",
    "高崎浜浜辺辺沢広国学桜斎斉真徳竜滝渋応慶芸県区会当万円栄静恵豊ケカ",
    strict=True,
))  # fmt: skip
"""Old forms of characters and ヶ, ヵ: both spellings of a name are in use."""


class Folded(NamedTuple):
    """A folded text; ``places``: for each of its characters the place in the original that it comes from."""

    text: str
    places: tuple[int, ...]


_MARKED: Final = re.compile(".[\uff9e\uff9f\u3099\u309a]*", re.DOTALL)
"""A character with the marks of voicing that half-width kana carry apart."""


@cache
def _one(char: str) -> str:
    """A character (with its marks) as it is compared: '' where it makes no difference."""
    plain = unicodedata.normalize("NFKC", _OLD.get(char, char)).casefold()
    return "".join(_kana(_OLD.get(each, each)) for each in plain if each not in _DROPPED)


def _kana(char: str) -> str:
    return chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char


def fold(text: str) -> str:
    """Width, case, kana, spaces and old forms removed: ``DFA Robotics`` and ``ｄｆａｒｏｂｏｔｉｃｓ`` are one."""
    return "".join(map(_one, _MARKED.findall(unicodedata.normalize("NFC", text))))


def folded(text: str) -> Folded:
    """The folded text with the place of each character."""
    found = [(each, char.start()) for char in _MARKED.finditer(text) for each in _one(char[0])]
    return Folded("".join(each for each, _ in found), tuple(place for _, place in found))


class Piece(NamedTuple):
    """A part of a shown name, and whether it is what was looked for."""

    text: str
    sought: bool


def pieces(text: str, words: list[str]) -> list[Piece]:
    """A name in parts, those that match any of the folded words marked."""
    plain, places = folded(text)
    marked: set[int] = set()
    for word in words:
        start = plain.find(word) if word else -1
        while start >= 0:
            marked |= set(range(places[start], places[start + len(word) - 1] + 1))
            start = plain.find(word, start + len(word))
    found: list[Piece] = []
    for place, char in enumerate(text):
        if found and found[-1].sought == (place in marked):
            found[-1] = Piece(found[-1].text + char, found[-1].sought)
        else:
            found.append(Piece(char, place in marked))
    return found
