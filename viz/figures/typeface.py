"""BIZ UDPGothic, the one typeface of all figures: what a text measures, and its outlines.

The font files lie in the package, so that a figure looks the same on every PC. Characters that the typeface lacks
(rare kanji, emoji, Hangul) are drawn as the printer's 〓 (geta), never left out; `missing` names them for a note.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

FAMILY: Final = "BIZ UDPGothic"
GETA: Final = "〓"
"""Stands where the typeface has no such character, as printers do."""

_UNITS: Final = 2048
"""Of the em, in both weights."""


class Glyph(NamedTuple):
    """One drawn character: the glyph's name in its font and how far the next one stands, in em."""

    name: str
    advance: float


def path(*, bold: bool = False) -> Path:
    """The font file."""
    return Path(str(files("viz").joinpath("fonts", f"BIZUDPGothic-{'Bold' if bold else 'Regular'}.ttf")))


def drawn(text: str) -> str:
    """The characters that will be seen: composed, without what has no shape, 〓 for what the typeface lacks.

    Marks of direction and of variants, joiners and control characters have no shape. Everything is set from left to
    right in the order in which it was written, so that no mark of direction can make a name look like another.
    """
    if _plain().issuperset(text):
        return text
    known = _characters()
    return "".join(
        char if ord(char) in known else " " if char.isspace() else GETA
        for char in unicodedata.normalize("NFC", text)
        if not _shapeless(char)
    )


def missing(text: str) -> list[str]:
    """The characters of a text that `drawn` replaces by 〓, each once, in order of code point."""
    known = _characters()
    composed = set(unicodedata.normalize("NFC", text))
    return sorted(char for char in composed if ord(char) not in known and not _shapeless(char) and not char.isspace())


def glyphs(text: str, *, bold: bool = False) -> list[Glyph]:
    """What is set for a text, in order."""
    return [_glyph(char, bold) for char in drawn(text)]


def width(text: str, size: float = 1.0, *, bold: bool = False) -> float:
    """How long a text is in a type size, in that size's unit."""
    return sum(map(_ADVANCES[bold].__getitem__, drawn(text))) * size


@lru_cache(maxsize=20_000)
def outline(name: str, *, bold: bool = False) -> str:
    """A glyph as the data of an SVG path on a grid of 2,048 to the em, y upward; empty for a space."""
    shapes = _font(bold).getGlyphSet()
    pen = SVGPathPen(shapes, ntos=lambda number: f"{number:g}")
    shapes[name].draw(pen)
    return str(pen.getCommands())


def scale(size: float) -> float:
    """From the grid of `outline` to a type size."""
    return size / _UNITS


def _shapeless(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind in ("Cf", "Cs") or (kind == "Cc" and not char.isspace()):
        return True
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


@cache
def _font(bold: bool) -> Any:
    return TTFont(io.BytesIO(path(bold=bold).read_bytes()), lazy=True)


@cache
def _plain() -> frozenset[str]:
    """Characters that are drawn as they are, next to whichever others."""
    return frozenset(
        char
        for char in map(chr, _characters())
        if not unicodedata.combining(char) and not _shapeless(char) and unicodedata.is_normalized("NFC", char)
    )


@cache
def _characters() -> dict[int, str]:
    """Glyph names by code point; both weights have the same."""
    return dict(_font(False).getBestCmap())


@lru_cache(maxsize=20_000)
def _glyph(char: str, bold: bool) -> Glyph:
    name = _characters()[ord(char)]
    return Glyph(name, _font(bold)["hmtx"][name][0] / _UNITS)


class _Advances(dict[str, float]):
    """Widths of characters in em, looked up once."""

    def __init__(self, bold: bool) -> None:
        self.bold = bold

    def __missing__(self, char: str) -> float:
        self[char] = _glyph(char, self.bold).advance
        return self[char]


_ADVANCES: Final = (_Advances(False), _Advances(True))
