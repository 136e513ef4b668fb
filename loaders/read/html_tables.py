"""Tables of a web page: which hold data and which only lay out the page, and the grid of those that hold data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from lxml import etree

from loaders.read.archive import local
from loaders.read.compose import EMPTY, Line, Merge, Value
from loaders.read.source import Source

_LONG: Final = 600
_SHORT: Final = 80
_MAX_SPAN: Final = 65_534


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, without those of tables inside it."""
    for child in table:
        if local(child) == "tr":
            yield child
        elif local(child) in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if local(row) == "tr")


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row."""
    return (cell for cell in row if local(cell) in ("td", "th"))


def data_tables(root: etree._Element) -> set[etree._Element]:
    """The tables of a page that hold data; the others only lay it out."""
    found: set[etree._Element] = set()
    # Inner tables come after outer ones, so that backwards what is inside is known.
    for table in reversed(list(root.iter("table"))):
        if _is_data(table, found):
            found.add(table)
    return found


def _is_data(table: etree._Element, known: set[etree._Element]) -> bool:
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = [cells for row in rows_of(table) if (cells := list(cells_of(row)))]
    widths = [sum(span(cell, "colspan") for cell in cells) for cells in rows]
    if len(rows) < 2 or max(widths) < 2:
        return False
    names = {local(e) for e in table.iter() if local(e)}
    inner = list(table.iterdescendants("table"))
    if names & {"h1", "h2", "main", "article", "nav"} or any(e in known for e in inner):
        return False
    border = table.get("border") or ""
    if names & {"th", "caption", "thead"} or (border.isdecimal() and int(border) > 0):
        return True
    if inner or names & {"h3", "h4"}:
        return False
    lengths = [len("".join("".join(cell.itertext()).split())) for cells in rows for cell in cells]
    filled = [length for length in lengths if length]
    return bool(filled) and max(filled) <= _LONG and median(filled) <= _SHORT


def span(cell: etree._Element, name: str) -> int:
    """colspan or rowspan; 0 rows (down to the end) as very many."""
    written = (cell.get(name) or "").strip()
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 1
    return min(number, _MAX_SPAN) if number else (_MAX_SPAN if name == "rowspan" else 1)


def grid(
    source: Source, rows: list[etree._Element], value: Callable[[etree._Element], Value]
) -> tuple[list[Line], list[Merge]]:
    """Rows with every cell at its column, and the merged ranges. Raises `ReadError` beyond the limits."""
    taken: dict[tuple[int, int], bool] = {}
    lines, merges = [], []
    for number, row in enumerate(rows, 1):
        values: list[Value] = []
        column = 0
        for cell in cells_of(row):
            while (number, column) in taken:
                column += 1
            wide, high = span(cell, "colspan"), min(span(cell, "rowspan"), len(rows) - number + 1)
            if column + wide > source.limits.columns or len(taken) + wide * high > source.limits.cells:
                raise source.error(
                    f"表が大きすぎます（{number:,} 行目で {column + wide:,} 列。読めるのは {source.limits.columns:,} 列、"
                    f"{source.limits.cells:,} セルまで）", "表を分けて保存してください")  # fmt: skip
            if high > 1 or wide > 1:
                taken.update(((number + down, column + right), True) for down in range(high) for right in range(wide))
                merges.append(Merge(number, column, number + high - 1, column + wide - 1))
            values.extend([EMPTY] * (column + wide - len(values)))
            values[column] = value(cell)
            column += wide
        lines.append(Line(number, values))
    return lines, merges
