"""Characters that nobody sees (zero width, direction of writing) in cells: what they hide must still be read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from loaders.read import Cell, Reading, Row

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def without(reading: Reading) -> Reading:
    """The reading with cells as people see them; text and places stay as they are."""
    if reading.text.isascii() or not _UNSEEN.search(reading.text):
        return reading
    made: dict[int, Cell] = {}

    def seen(cell: Cell) -> Cell:
        # A merged cell stays one object.
        if id(cell) not in made:
            made[id(cell)] = replace(cell, text=_UNSEEN.sub("", cell.text)) if _UNSEEN.search(cell.text) else cell
        return made[id(cell)]

    def row(given: Row) -> Row:
        cells = tuple(map(seen, given.cells))
        return given if cells == given.cells else replace(given, cells=cells)

    return replace(reading, tables=tuple(replace(table, rows=tuple(map(row, table.rows))) for table in reading.tables))
