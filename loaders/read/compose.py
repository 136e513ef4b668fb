"""Text and tables are put together here, so that the span of every cell is exact by construction."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from loaders.read.reading import Cell, Reading, Row, Span, Table
from loaders.read.source import Source

_HALF: Final = re.compile("[\ud800-\udfff]")
_UNTIDY: Final = re.compile("[\t\r\ud800-\udfff]")
_EMPTY_RUN: Final = 1_000


class Value(NamedTuple):
    """What a cell shows, before it has a place."""

    text: str
    date: bool = False
    struck: bool = False


EMPTY: Final = Value("")


class Line(NamedTuple):
    """A row before it has a place; ``number`` as the person counts it."""

    number: int
    values: Sequence[Value]
    hidden: bool = False


class Merge(NamedTuple):
    """A merged range: row numbers and column indices (from 0), both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def tidy(text: str) -> str:
    """The text of a cell: line ends as ``\\n``, tabs (they part cells) as spaces, white space alone as nothing."""
    if _UNTIDY.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = well_formed(text)
    return "" if text.isspace() else text


def well_formed(text: str) -> str:
    """Half characters, which no file can hold, become the mark for characters that cannot be shown."""
    return _HALF.sub("\ufffd", text)


class Composer:
    """Writes a text from top to bottom and remembers where the cells of its tables stand.

    Raises `ReadError` where the text, a table or all tables grow beyond the limits.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._limits = source.limits
        self._parts: list[str] = []
        self._at = 0
        self._cells = 0
        self.tables: list[Table] = []
        self.headings: list[Span] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def reading(self, format: str, *, title: str = "", sheets: bool = False) -> Reading:
        """What was written, as the result of reading the file."""
        return Reading(self._source.name, format, self._source.sha256, self.text, title, tuple(self.tables),
                       tuple(self.headings), sheets)  # fmt: skip

    def line(self, text: str, *, heading: bool = False) -> Span:
        """Write a line (or several); an empty line parts paragraphs."""
        text = well_formed(text)
        span = Span(self._at, self._at + len(text))
        if heading and text:
            self.headings.append(span)
        self._write(text + "\n")
        return span

    def table(
        self, lines: Iterable[Line], merges: Iterable[Merge] = (), *, name: str = "", hidden: bool = False
    ) -> Table | None:
        """Write a table; nothing, where no cell has text. Empty rows at its end are no rows.

        A list of lines is emptied on the way.
        """
        name = name or f"表{len(self.tables) + 1}"
        with without_collector():
            rows = lines if isinstance(lines, list) else list(lines)
        while rows and not any(value.text for value in rows[-1].values):
            rows.pop()
        _close_gaps(rows)
        width = max((_filled(line.values) for line in rows), default=0)
        if not width:
            return None
        self.check_size(len(rows), width, name)
        covered = _covered(merges, rows, width)
        rows.reverse()
        with without_collector():
            table = Table(name, tuple(self._rows(rows, width, covered)), hidden)
        self.tables.append(table)
        return table

    def check_size(self, rows: int, width: int, name: str) -> None:
        """Count a table against the limits before it is made."""
        if width > self._limits.columns:
            raise self._source.error(
                f"列が多すぎます（{width:,} 列。読めるのは {self._limits.columns:,} 列まで）",
                "いらない列を消すか、表を分けて保存してください", name)  # fmt: skip
        self._cells += rows * width
        if self._cells > self._limits.cells:
            raise self._source.error(
                f"表が大きすぎます（{self._cells:,} セル以上。読めるのは {self._limits.cells:,} セルまで）",
                "ファイルを分けて保存してください", name)  # fmt: skip

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)
        if self._at > self._limits.characters:
            raise self._source.error(
                f"本文が長すぎます（読めるのは {self._limits.characters:,} 字まで）", "ファイルを分けてください"
            )

    def _rows(
        self, last_first: list[Line], width: int, covered: dict[tuple[int, int], tuple[int, int]]
    ) -> Iterable[Row]:
        """Rows of cells; each line is let go once it is written, so that a big table is not held twice."""
        origins: dict[tuple[int, int] | None, Cell] = {}
        while last_first:
            number, values, hidden = last_first.pop()
            at, cells, written = self._at, [], []
            filled = _filled(values)
            for column in range(filled):
                text, date, struck = values[column]
                origin = covered.get((number, column)) if covered else None
                if origin in origins:
                    cell, text = origins[origin], ""
                else:
                    cell = Cell(text, Span(at, at + len(text)), date, struck)
                    if origin:
                        origins[origin] = cell
                cells.append(cell)
                written.append(text)
                at += len(text) + 1
            rest = Cell("", Span(max(at - 1, self._at), max(at - 1, self._at)))
            for column in range(filled, width):
                origin = covered.get((number, column)) if covered else None
                cells.append(origins.setdefault(origin, rest) if origin else rest)
            line = "\t".join(written)
            self._write((line.replace("\n", " ") if "\n" in line else line) + "\n")
            yield Row(number, tuple(cells), hidden)


@contextmanager
def without_collector() -> Iterator[None]:
    """Making millions of objects that all stay, Python would look for garbage among them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _filled(values: Sequence[Value]) -> int:
    """Up to which column a row has text."""
    for column in range(len(values), 0, -1):
        if values[column - 1][0]:
            return column
    return 0


def _close_gaps(rows: list[Line]) -> None:
    """A run of very many empty rows is passed over; the numbers of the rows tell of it."""
    empty = 0
    surplus = set()
    for n, line in enumerate(rows):
        empty = 0 if any(value[0] for value in line.values) else empty + 1
        if empty > _EMPTY_RUN:
            surplus.add(n)
    if surplus:
        rows[:] = [line for n, line in enumerate(rows) if n not in surplus]


def _covered(merges: Iterable[Merge], rows: list[Line], width: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For every place of a merged range, the place where its text stands; ranges end where the table ends."""
    numbers = [line.number for line in rows]
    if not numbers:
        return {}
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in merges:
        inside = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        for row in inside:
            for column in range(left, min(right, width - 1) + 1):
                places.setdefault((row, column), (inside[0], left))
    return places
