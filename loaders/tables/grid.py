"""Rows of a table with the place of every cell, and quotes of cells that leave out what is private."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from loaders import personal
from loaders.draft import Record
from loaders.prose import privacy
from loaders.read import Cell, Reading, Row, Span, Table

_MAYBE: Final = re.compile(
    r"[@＠]|[0０][0-9０-９]{1,4}[-(（‐‑–—−ー－][0-9０-９]|[0０][5789５７８９][0０][0-9０-９]{8}"
    r"|代表|取締|理事|[会社所店部課室局署学校院館園市町村区総組合]長|知事|頭取|氏名|担当者|さん|様$"
)
"""What may tell of persons; a closer look decides."""


class Line(NamedTuple):
    """A row of the table.

    ``homes``: for each cell the number of the row in which its text stands (one number: all in the same row);
    ``merged``: columns whose cell goes on from the line before.
    """

    number: int
    cells: tuple[Cell, ...]
    homes: tuple[int, ...] | int
    hidden: bool = False
    merged: frozenset[int] = frozenset()

    def home(self, column: int) -> int:
        """The number of the row in which the text of a cell stands."""
        return self.homes if isinstance(self.homes, int) else self.homes[column]


def lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Rows as lines, in order."""
    above: Line | None = None
    for row in rows:
        merged = _merged(above, row.cells)
        homes: tuple[int, ...] | int = row.number
        if merged and above:
            homes = tuple(above.home(n) if n in merged else row.number for n in range(len(row.cells)))
        above = Line(row.number, row.cells, homes, row.hidden, merged)
        yield above


def turned(table: Table) -> list[Line]:
    """The table with rows and columns exchanged: one line per column, its number that of the first row."""
    numbers = tuple(row.number for row in table.rows)
    found: list[Line] = []
    for n in range(max((len(row.cells) for row in table.rows), default=0)):
        cells = tuple(row.cells[min(n, len(row.cells) - 1)] for row in table.rows)
        found.append(Line(numbers[0], cells, numbers, False, _merged(found[-1] if found else None, cells)))
    return found


def _merged(above: Line | None, cells: tuple[Cell, ...]) -> frozenset[int]:
    if above is None or len(above.cells) != len(cells):
        return frozenset()
    found = [n for n, (cell, before) in enumerate(zip(cells, above.cells, strict=True)) if cell is before and cell.text]
    return frozenset(found) if found else frozenset()


def filled(cells: Iterable[Cell]) -> list[tuple[int, Cell]]:
    """The cells that hold text, each object once, with the first column that it covers."""
    found: list[tuple[int, Cell]] = []
    last: Cell | None = None
    for n, cell in enumerate(cells):
        if cell is not last and cell.text and not cell.text.isspace():
            found.append((n, cell))
        last = cell
    return found


def shown(message: str) -> str:
    """A message for people, words of cells that tell of persons taken out of it."""
    return re.sub(r"「[^」]*」", "「（省略）」", message) if private(message) else message


class Piece(NamedTuple):
    """Words that a fact rests on: the row in which they stand, and where."""

    row: int
    start: int
    end: int


def piece(line: Line, column: int) -> Piece | None:
    """The whole text of a cell, or None where it is empty or tells of persons."""
    cell = line.cells[column]
    if cell.span.end <= cell.span.start or private(cell.text):
        return None
    return Piece(line.home(column), cell.span.start, cell.span.end)


def private(text: str) -> bool:
    """Whether a text holds a telephone number, a mail address or a person's name."""
    return bool(_MAYBE.search(text)) and (personal.in_words(text) or any(privacy.persons(text, Span(0, len(text)))))


def cite(reading: Reading, table: Table, pieces: Iterable[Piece | None]) -> list[Record]:
    """出典 of pieces, in order: neighbours in a row become one quote, whatever stands between others stays out."""
    found: list[list[int]] = []
    text = reading.text
    for row, start, end in sorted({p for p in pieces if p is not None}, key=lambda p: (p.start, p.end)):
        if found:
            last = found[-1]
            if start <= last[2]:
                last[2] = max(last[2], end)
                continue
            if last[0] == row and text[last[2] : start].isspace() and "\n" not in text[last[2] : start]:
                last[2] = end
                continue
        found.append([row, start, end])
    if reading.sheets:
        return [{"位置": f"{table.name}!{row}", "引用": text[start:end]} for row, start, end in found]
    return [{"位置": [start, end], "引用": text[start:end]} for _, start, end in found]
