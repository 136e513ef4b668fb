"""What reading a file gives, whatever its format: one text, and the tables in it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.errors import Problem


class Span(NamedTuple):
    """Code points ``start`` … ``end`` (excluded) of the extracted text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    ``text``: as shown, inner line breaks as ``\\n``; real dates as ISO text (``2023-11-08``; ``2023-11`` or ``2023`` where
    no day is shown and the file has the first of the month; ``2023-11-08 10:30`` where a time is shown), whole numbers
    without ``.0``. ``span``: where the text stands in `Reading.text` (inner line breaks as spaces there). A merged cell
    is one object that stands at every place it covers, so ``is`` tells a merge; its span is where its text stands,
    which may be an earlier line. ``date``: the file holds a real date. ``struck``: all of the cell is struck through;
    where only a part is, that part is left out, with a warning.
    """

    text: str
    span: Span
    date: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: ``number`` as the program that made the file counts it (from 1), hidden rows included."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    span: Span = field(init=False)
    """From the first to the last cell of the row in the text."""

    def __post_init__(self) -> None:
        own = [cell.span for cell in self.cells if cell.span.end > cell.span.start] or [self.cells[0].span]
        object.__setattr__(self, "span", Span(min(own)[0], max(s.end for s in own)))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a sheet of a workbook (``name`` is the sheet's), or the n-th table of a page (``name`` 表n).

    Rows are as wide as the table; missing cells are empty cells. In `Reading.text` a row is one line with tabs between
    its cells. Over page breaks a table of a PDF goes on (repeated headings stay as rows).
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False

    @property
    def span(self) -> Span:
        return Span(self.rows[0].span.start, self.rows[-1].span.end) if self.rows else Span(0, 0)


@dataclass
class Reading:
    """A document that was read.

    ``format``: txt, md, html, pdf, docx, xlsx, xls, csv. ``title``: what the file itself calls itself (title of the
    page, first heading, properties), or ''. ``headings``: spans of lines that the file marks as headings. ``sheets``:
    whether places are told as ``sheet!row`` (workbooks, csv) rather than as positions in the text. ``text`` always
    holds everything, tables included, in reading order.
    """

    name: str
    format: str
    sha256: str
    text: str
    title: str = ""
    tables: tuple[Table, ...] = ()
    headings: tuple[Span, ...] = ()
    sheets: bool = False
    warnings: list[Problem] = field(default_factory=list)

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the extracted text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def place(self, span: Span) -> list[int] | str:
        """位置 of a span as the curated format tells it: ``[start, end]``, or ``sheet!row``."""
        if self.sheets:
            starts, places = self._lines
            n = bisect_right(starts, span.start) - 1
            if n >= 0 and "\n" not in self.text[starts[n] : span.end]:
                return places[n]
        return [span.start, span.end]

    @cached_property
    def _lines(self) -> tuple[list[int], list[str]]:
        """Where the line of each row of a sheet begins, in order, and what that place is called."""
        found: dict[int, str] = {}
        for table in self.tables:
            for row in table.rows:
                # A cell that is merged from above stands in an earlier line.
                start = self.text.rfind("\n", 0, max(cell.span.start for cell in row.cells)) + 1
                found.setdefault(start, f"{table.name}!{row.number}")
        starts = sorted(found)
        return starts, [found[start] for start in starts]

    @cached_property
    def places(self) -> dict[str, Span]:
        """``sheet!row`` → the line of that row in the text; empty where places are told as positions."""
        if not self.sheets:
            return {}
        ends = (self.text.find("\n", start) for start in self._lines[0])
        return {
            place: Span(start, end if end >= 0 else len(self.text))
            for start, end, place in zip(self._lines[0], ends, self._lines[1], strict=True)
        }

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return self.text[span.start : span.end]
