"""What reading a file gives, whatever its format: one text, and the tables in it."""

from __future__ import annotations

import hashlib
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

    ``text``: as shown, inner line breaks as ``\\n``; real dates as ISO text (``2023-11-08``), whole numbers without
    ``.0``. ``span``: where the text stands in `Reading.text` (inner line breaks as spaces there). A merged cell is one
    object that stands at every place it covers, so ``is`` tells a merge. ``date``: the file holds a real date.
    ``struck``: the cell is struck through.
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

    @property
    def span(self) -> Span:
        """From the first to the last cell of the row in the text."""
        own = [cell.span for cell in self.cells if cell.span.end > cell.span.start] or [self.cells[0].span]
        return Span(min(s.start for s in own), max(s.end for s in own))


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
            for table in self.tables:
                for row in table.rows:
                    if row.span.start <= span.start and span.end <= row.span.end:
                        return f"{table.name}!{row.number}"
        return [span.start, span.end]

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return self.text[span.start : span.end]
