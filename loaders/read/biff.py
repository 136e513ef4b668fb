"""Records of an older workbook ([MS-XLS]): what calamine does not tell (hidden rows, strike), and whether it is sound."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_BOF, _SHEET, _ROW, _FONT, _XF, _STRINGS = 0x0809, 0x0085, 0x0208, 0x0031, 0x00E0, 0x00FC
_COLUMNS: Final = 256
_STRUCK: Final = 0x08
_HIDDEN: Final = 0x20


@dataclass
class Marks:
    """Of one sheet: hidden rows (from 1), struck cells (row from 1, column from 0), and how far its cells reach."""

    hidden: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def marks(stream: bytes) -> list[Marks] | None:
    """The marks of each sheet in their order; None where the records make no sense."""
    fonts: list[bool] = []
    formats: list[int] = []
    begins: list[int] = []
    found: dict[int, Marks] = {}
    sheet = Marks()
    try:
        for at, kind, body in _records(stream):
            if kind == _BOF:
                sheet = found[at] = Marks()
            elif kind == _SHEET:
                begins.append(struct.unpack_from("<I", body)[0])
            elif kind == _FONT:
                fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK))
            elif kind == _XF:
                formats.append(struct.unpack_from("<H", body)[0])
            elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
                return None
            elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _HIDDEN:
                sheet.hidden.add(struct.unpack_from("<H", body)[0] + 1)
            elif kind in _CELLS:
                row, column, style = struct.unpack_from("<3H", body)
                if column >= _COLUMNS:
                    return None
                sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
                if style < len(formats) and _font(fonts, formats[style]):
                    sheet.struck.add((row + 1, column))
    except struct.error:
        return None
    return [found.get(begin, Marks()) for begin in begins]


def _font(fonts: list[bool], index: int) -> bool:
    """Fonts are counted without a fifth one."""
    index -= index > 4
    return index < len(fonts) and fonts[index]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
