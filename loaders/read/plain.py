"""Plain text: every character stays where it is; runs of lines with tabs are tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from loaders.read.reading import Cell, Row, Span, Table

_TABBED: Final = re.compile(r"^[^\n]*\t[^\n]*$", re.MULTILINE)
_FIELD: Final = re.compile(r"[^\t]*")


def line_ends(text: str) -> str:
    """All line ends as ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def tabbed(text: str) -> Iterator[Table]:
    """Tables of lines with tabs: at least two rows of at least two columns, one under the other."""
    run: list[re.Match[str]] = []
    number = 0
    for line in [*_TABBED.finditer(text), None] if "\t" in text else ():
        if run and (line is None or line.start() != run[-1].end() + 1):
            rows = [[_trim(text, *m.span()) for m in _fields(text, each)] for each in run]
            run = []
            filled = [row for row in rows if sum(span.end > span.start for span in row) > 1]
            if len(filled) > 1:
                number += 1
                yield in_place(text, f"表{number}", rows)
        if line:
            run.append(line)


def in_place(text: str, name: str, rows: Iterable[list[Span]]) -> Table:
    """A table whose cells stand in the text already; short rows end with empty cells. Tabs in a cell are read as spaces."""
    known = list(rows)
    width = max(len(row) for row in known)
    made = []
    for number, row in enumerate(known, 1):
        end = Span(row[-1].end, row[-1].end)
        cells = tuple(Cell(text[span.start : span.end].replace("\t", " "), span) for span in row)
        made.append(Row(number, cells + (Cell("", end),) * (width - len(row))))
    return Table(name, tuple(made))


def _fields(text: str, line: re.Match[str]) -> Iterator[re.Match[str]]:
    at = line.start()
    while at <= line.end():
        field = _FIELD.match(text, at, line.end())
        if field is None:
            break
        yield field
        at = field.end() + 1


def _trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Span(start + left, start + left + len(words.strip())) if words.strip() else Span(start, start)
