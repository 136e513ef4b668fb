"""Notes beneath a table to which signs in its cells point: ※1, (注2), *3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from loaders.read import Cell, Reading, Span, Table
from loaders.tables.grid import Line, Piece, filled, private

_SIGN: Final = r"(?:[※＊*][\s　]?|注[\s　]?)(?P<number>[0-9０-９]{1,2})"
MARK: Final = re.compile(rf"[\s　]*(?:[(（]{_SIGN}[)）]|{_SIGN.replace('number', 'bare')}[)）]?)(?=\s*$|\n)")
"""A sign at the end of a cell or of one of its lines, with the blanks before it."""
_NOTE: Final = re.compile(rf"[\s　]*[(（]?{_SIGN}[)）]?[\s　]*[:：.．、]?[\s　]*(?P<words>[^\s0-9０-９].+)")
_LAST_ROWS: Final = 40
_LINES_BEHIND: Final = 30


class Note(NamedTuple):
    """What a note says and where it stands."""

    words: str
    piece: Piece


def beneath(reading: Reading, table: Table) -> Mapping[str, Note]:
    """The notes of a table by number: its last rows, and the lines of the page behind it."""
    found: dict[str, Note] = {}
    for number, text, span in (*_rows(table), *(() if reading.sheets else _lines(reading, table))):
        note = _NOTE.fullmatch(text)
        if note and not private(note["words"]):
            found.setdefault(_plain(note["number"]), Note(note["words"].strip(), Piece(number, *span)))
    return found


def _rows(table: Table) -> Iterator[tuple[int, str, Span]]:
    for row in table.rows[-_LAST_ROWS:]:
        cells = filled(row.cells)
        if len(cells) == 1:
            yield row.number, cells[0][1].text, cells[0][1].span


def _lines(reading: Reading, table: Table) -> Iterator[tuple[int, str, Span]]:
    at = table.span.end
    for _ in range(_LINES_BEHIND):
        end = reading.text.find("\n", at)
        end = len(reading.text) if end < 0 else end
        yield 0, reading.text[at:end], Span(at, end)
        at = end + 1
        if at >= len(reading.text):
            return


def meant(line: Line, notes: Mapping[str, Note]) -> Iterator[Note]:
    """The notes to which a row points, each once."""
    if notes:
        yield from dict.fromkeys(notes[n] for n in _marks(cell for _, cell in filled(line.cells)) if n in notes)


def _marks(cells: Iterable[Cell]) -> Iterator[str]:
    for cell in cells:
        for mark in MARK.finditer(cell.text):
            yield _plain(mark["number"] or mark["bare"])


def _plain(number: str) -> str:
    return str(int(number))
