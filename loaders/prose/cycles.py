"""Tables whose cells stand one beneath the other, as copying a web page leaves them: 「締結日」, 「事業者名」, 「内容」, and then
the cells of every row in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from loaders.prose import keys
from loaders.read import Span

_LINE: Final = re.compile(r"[^\n]+")
_DAY: Final = re.compile(
    r" *(?:(?:明治|大正|昭和|平成|令和|[mtshr]) *(?:元|\d{1,2})|(?:19|20)\d\d) *[年./] *\d{1,2}(?: *[月./](?: *\d{1,2} *日?)?)? *(?:付け?)? *"
)
_HEAD: Final = 16
"""Letters that a heading of a column has at most."""
_WIDEST: Final = 6
_LEAST: Final = 2
"""Rows that make a table."""
_NEEDED: Final = frozenset({"date", "partner"})


@dataclass(frozen=True, slots=True)
class Table:
    """``keys``: what each column asks for ('' for others); ``rows``: where the cells of each row stand."""

    keys: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]

    def cell(self, row: tuple[Span, ...], key: str) -> Span | None:
        """Where the cell of a row stands that answers a key."""
        return row[self.keys.index(key)] if key in self.keys else None


def tables(folded: str) -> Iterator[Table]:
    """Every such table of a folded text, in order."""
    if "締結" not in folded and "協定" not in folded:
        return
    lines = [Span(*match.span()) for match in _LINE.finditer(folded) if match[0].strip()]
    days = [_DAY.fullmatch(folded, *line) is not None for line in lines]
    at = 0
    while at < len(lines):
        table, stop = (
            _table(folded, lines, days, at) if not days[at] and any(days[at : at + 2 * _WIDEST]) else (None, at)
        )
        if table is not None:
            yield table
        at = max(stop, at + 1)


def _table(folded: str, lines: list[Span], days: list[bool], at: int) -> tuple[Table | None, int]:
    for width in range(2, _WIDEST + 1):
        head = lines[at : at + width]
        if len(head) < width or any(days[at : at + width]) or any(line.end - line.start > _HEAD for line in head):
            return None, at
        asked = [keys.known(folded[slice(*line)].strip()) for line in head]
        columns = tuple(known.key if known is not None else "" for known in asked)
        if not set(columns) >= _NEEDED or not any(known is not None and known.specific for known in asked):
            continue
        day, stop = columns.index("date"), at + width
        rows: list[tuple[Span, ...]] = []
        while stop + width <= len(lines) and days[stop + day] and sum(days[stop : stop + width]) == 1:
            rows.append(tuple(lines[stop : stop + width]))
            stop += width
        if len(rows) >= _LEAST:
            return Table(columns, tuple(rows)), stop
    return None, at


def names(folded: str) -> Iterator[tuple[int, int]]:
    """Where the partners stand: what fills such a cell is a name."""
    for table in tables(folded):
        for row in table.rows:
            cell = table.cell(row, "partner")
            if cell is not None:
                words = folded[slice(*cell)]
                begin = cell.start + len(words) - len(words.lstrip())
                yield begin, begin + len(words.strip())
