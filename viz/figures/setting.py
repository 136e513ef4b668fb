"""Text set in lines with the widths of the real font, by the rules of Japanese typesetting (kinsoku)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from viz import labels
from viz.figures import typeface

NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）〕］｝〉》」』】)]},.:;?!%％‰℃°′″〜～…‥"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""May not begin a line (JIS X 4051, 行頭禁則)."""
NEVER_LAST: Final = frozenset("（〔［｛〈《「『【([{￥＄$¥＃#№")
"""May not end a line (行末禁則)."""

_FORM: Final = re.compile("[一公特社医学宗独国地監N][^・、（）「」 ]{1,9}法人|株式会社|有限会社|合[同資名]会社")
"""Legal forms that stand before a name."""
_BOUND: Final = "\u00a0"
_WORD: Final = 24
"""Letters of half width that are held together; a longer run is broken anywhere."""


def lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no longer than ``width``; line breaks of the text stay. There is always one line."""
    found: list[str] = []
    for paragraph in text.splitlines() or [""]:
        found += _lines(paragraph, width / size, bold=bold)
    return found


def _lines(text: str, width: float, *, bold: bool) -> Iterator[str]:
    line, long = "", 0.0
    for piece in _pieces(text):
        wide = typeface.width(piece, bold=bold)
        if line and long + wide > width:
            yield line.rstrip()
            line, long = "", 0.0
            piece = piece.lstrip()
            wide = typeface.width(piece, bold=bold)
        if wide > width:
            *full, piece = _cut(piece, width, bold=bold)
            yield from full
            wide = typeface.width(piece, bold=bold)
        line, long = line + piece, long + wide
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What may stand at the end of a line, one after the other."""
    piece = ""
    for char in text:
        if piece and _may_part(piece, char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_part(piece: str, char: str) -> bool:
    last = piece[-1]
    if len(piece) >= _WORD:
        return True
    if char in NEVER_FIRST or last in NEVER_LAST or char.isspace() or last == _BOUND:
        return False
    return not (_western(last) and _western(char))


def _western(char: str) -> bool:
    return "!" <= char <= "\u02af"


def _cut(piece: str, width: float, *, bold: bool) -> list[str]:
    """A piece that is longer than a line, cut where a line is full."""
    found, line, long = [], "", 0.0
    for char in piece:
        wide = typeface.width(char, bold=bold)
        if line and long + wide > width:
            found.append(line)
            line, long = "", 0.0
        line, long = line + char, long + wide
    return [*found, line]


@lru_cache(maxsize=8_192)
def label(text: str, width: float, most: int = 3) -> tuple[str, ...]:
    """A name in lines of at most ``width`` em and nearly equal length; what is beyond ``most`` lines is said."""
    longest = int(width * most * 2)
    found = _named(text[:longest], width)
    if len(found) <= most and len(text) <= longest:
        return found
    rest = f"…（全{len(text):,}字）"
    kept, last = found[: most - 1], "".join(found[most - 1 :])
    while last and typeface.width(last + rest) > width:
        last = last[:-1]
    return (*kept, last + rest)


def _named(text: str, width: float) -> tuple[str, ...]:
    """A name in lines; the legal form before it stands on a line of its own where that costs no line."""
    found = labels.wrap(text, width, typeface.width)
    form = _FORM.match(text)
    if form and len(found) > 1:
        rest = labels.wrap(text[form.end() :], width, typeface.width)
        if len(rest) < len(found):
            return (form[0], *rest)
    return found
