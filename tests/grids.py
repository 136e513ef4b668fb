"""Readings made from grids, for tests of tables: what a reader of files would give, without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from loaders.read import Cell, Reading, Row, Span, Table

UP = object()
"""The cell above goes on here (merged)."""
LEFT = object()
"""The cell to the left goes on here (merged)."""


class Struck(str):
    """Text that is struck through."""


Grid = Sequence[Sequence[Any]]


def reading(
    sheets: Mapping[str, Grid] | Grid, *, format: str = "xlsx", name: str = "test", title: str = "",
    before: str = "", after: str = "", hidden: Sequence[str] = (), hidden_rows: Sequence[int] = (),
) -> Reading:  # fmt: skip
    """A reading of sheets (or of the tables of a page, where the format is no workbook)."""
    grids = sheets if isinstance(sheets, Mapping) else {"Sheet1" if format in ("xlsx", "xls", "csv") else "表1": sheets}
    text = before + ("\n" if before else "")
    tables = []
    for label, grid in grids.items():
        width = max((len(row) for row in grid), default=0)
        rows: list[Row] = []
        for number, given in enumerate(grid, 1):
            cells: list[Cell] = []
            for n in range(width):
                value = given[n] if n < len(given) else None
                if value is UP or value is LEFT:
                    cells.append(rows[-1].cells[n] if value is UP else cells[-1])
                    words = ""
                else:
                    words = shown(value)
                    start = len(text)
                    cells.append(
                        Cell(
                            words,
                            Span(start, start + len(words)),
                            isinstance(value, dt.date),
                            isinstance(value, Struck),
                        )
                    )
                text += words.replace("\n", " ") + ("\t" if n < width - 1 else "\n")
            rows.append(Row(number, tuple(cells), number in hidden_rows))
        tables.append(Table(label, tuple(rows), label in hidden))
        text += "\n"
    text += after
    return Reading(name, format, "0" * 64, text, title, tuple(tables), (), format in ("xlsx", "xls", "csv"))


def shown(value: Any) -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
