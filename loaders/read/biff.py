"""Records of an older workbook ([MS-XLS]): what calamine does not tell, and whether it is sound.

That is hidden rows and columns, strike, and the number formats by which cells show their values.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from loaders.read import formats

_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_BOF, _SHEET, _ROW, _FONT, _XF, _STRINGS = 0x0809, 0x0085, 0x0208, 0x0031, 0x00E0, 0x00FC
_FORMAT, _COLUMN, _EPOCH, _SEVERAL = 0x041E, 0x007D, 0x0022, 0x00BD
_UNICODE: Final = 0x0600
_SHOWN_AS_IS: Final = frozenset({0, 49})
"""Number formats that change nothing: General and text."""
_COLUMNS: Final = 256
_STRUCK: Final = 0x08
_HIDDEN: Final = 0x20


@dataclass
class Marks:
    """Of one sheet: hidden rows (from 1) and columns (from 0), struck cells (row from 1, column from 0), how far it reaches.

    ``formats``: cell → the code of its number format, where it has one of its own; ``from_1904``: of the workbook.
    """

    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False
    rows: int = 0
    columns: int = 0


def marks(stream: bytes) -> list[Marks] | None:
    """The marks of each sheet in their order; None where the records make no sense."""
    fonts: list[bool] = []
    styles: list[tuple[int, int]] = []
    codes = dict(formats.BUILT_IN)
    unicode, from_1904 = True, False
    begins: list[int] = []
    found: dict[int, Marks] = {}
    sheet = Marks()
    try:
        for at, kind, body in _records(stream):
            if kind == _BOF:
                sheet = found[at] = Marks(from_1904=from_1904)
                unicode = struct.unpack_from("<H", body)[0] >= _UNICODE
            elif kind == _SHEET:
                begins.append(struct.unpack_from("<I", body)[0])
            elif kind == _FONT:
                fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK))
            elif kind == _XF:
                styles.append(struct.unpack_from("<HH", body))
            elif kind == _FORMAT:
                index, code = _code(body, unicode)
                codes[index] = code
            elif kind == _EPOCH:
                from_1904 = bool(struct.unpack_from("<H", body)[0])
            elif kind == _COLUMN:
                first, last, _, _, flags = struct.unpack_from("<5H", body)
                sheet.hidden_columns.update(range(first, min(last, _COLUMNS - 1) + 1) if flags & 1 else ())
            elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
                return None
            elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _HIDDEN:
                sheet.hidden.add(struct.unpack_from("<H", body)[0] + 1)
            elif kind in _CELLS:
                row, column, style = struct.unpack_from("<3H", body)
                if column >= _COLUMNS:
                    return None
                sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
                for n, each in enumerate(_styles(body) if kind == _SEVERAL else (style,), column):
                    if each < len(styles):
                        font, number = styles[each]
                        if _font(fonts, font):
                            sheet.struck.add((row + 1, n))
                        if number not in _SHOWN_AS_IS and number in codes:
                            sheet.formats[row + 1, n] = codes[number]
    except struct.error:
        return None
    return [found.get(begin, Marks()) for begin in begins]


def _styles(body: bytes) -> list[int]:
    """The styles of a record that holds several numbers of a row."""
    return [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]


def _code(body: bytes, unicode: bool) -> tuple[int, str]:
    """Number and code of a number format."""
    if not unicode:
        index, length = struct.unpack_from("<HB", body)
        return index, body[3 : 3 + length].decode("cp932", "replace")
    index, length, wide = struct.unpack_from("<HHB", body)
    text = body[5 : 5 + length * (2 if wide & 1 else 1)]
    return index, text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")


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
