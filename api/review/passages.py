"""The original as a page shows it: lines and rows of tables with the quoted words marked, long stretches left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

WHOLE: Final = 20_000
"""Characters up to which a text is shown whole."""
AROUND: Final = 500
"""Characters shown before and after a quote of a longer text."""
_LINE: Final = 400
"""How far the end of a line is looked for, so that a text without lines is cut as well."""
_PART: Final = 100
"""Lines of one part; a browser need not lay out the parts that nobody looks at."""


class Mark(NamedTuple):
    """Words of the text, ``start`` … ``end`` (excluded), that the record ``anchor`` cites; ``open``: undecided."""

    start: int
    end: int
    anchor: str
    open: bool = True


class Piece(NamedTuple):
    """A run of text cited by the same records. ``first``: of which records it begins the first quote."""

    text: str
    records: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    open: bool = False


Line = list[list[Piece]]
"""The cells of a row; running text is one cell."""


@dataclass(slots=True)
class Part:
    """Lines that follow each other; ``table``: they are rows. ``skipped``: characters left out here, with no lines."""

    table: bool = False
    lines: list[Line] = field(default_factory=list)
    skipped: int = 0


def passages(text: str, marks: Iterable[Mark], *, whole: bool = False) -> list[Part]:
    """The text in parts; a long one only around its marks unless ``whole``."""
    ordered = sorted(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    runs = _runs(ordered)
    parts: list[Part] = []
    end = 0
    for first, last in [(0, len(text))] if whole or len(text) <= WHOLE else _windows(text, ordered):
        if first > end:
            parts.append(Part(skipped=first - end))
        parts += _parts(text, first, last, runs)
        end = last
    if end < len(text):
        parts.append(Part(skipped=len(text) - end))
    return parts


def _windows(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where something is shown of a long text: around each mark, at least its beginning."""
    found: list[tuple[int, int]] = []
    for start, end in [(0, 0), *((mark.start, mark.end) for mark in marks)]:
        # Marks of a whole document (a list as one quote) show where they begin and where they end.
        spans = [(start, end)] if end - start <= 4 * AROUND else [(start, start + AROUND), (end - AROUND, end)]
        for first, last in spans:
            first, last = max(0, first - AROUND), min(len(text), last + AROUND)
            line = text.rfind("\n", max(0, first - _LINE), first)
            first = line + 1 if line >= 0 else max(0, first)
            line = text.find("\n", last, last + _LINE)
            last = line + 1 if line >= 0 else last
            found.append((first, last))
    merged: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if merged and first <= merged[-1][1] + AROUND:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


class _Run(NamedTuple):
    start: int
    end: int
    records: tuple[str, ...]
    first: tuple[str, ...]
    open: bool


def _runs(marks: Sequence[Mark]) -> list[_Run]:
    """The stretches between which the citing records change, in order."""
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    begun: set[str] = set()
    found = []
    active: list[Mark] = []
    waiting = 0
    for start, end in pairwise(edges):
        while waiting < len(marks) and marks[waiting].start <= start:
            active.append(marks[waiting])
            waiting += 1
        active = [mark for mark in active if mark.end > start]
        if active:
            records = tuple(dict.fromkeys(mark.anchor for mark in active))
            first = tuple(anchor for anchor in records if anchor not in begun)
            begun.update(first)
            found.append(_Run(start, end, records, first, any(mark.open for mark in active)))
    return found


def _parts(text: str, first: int, last: int, runs: Sequence[_Run]) -> Iterator[Part]:
    starts = [run.start for run in runs]
    part = Part()
    at = first
    for words in text[first:last].removesuffix("\n").split("\n"):
        table = "\t" in words
        if part.lines and (table != part.table or len(part.lines) >= _PART):
            yield part
            part = Part()
        part.table = table
        line: Line = []
        for cell in words.split("\t"):
            line.append(list(_pieces(text, at, at + len(cell), runs, starts)))
            at += len(cell) + 1
        part.lines.append(line)
    if part.lines:
        yield part


def _pieces(text: str, start: int, end: int, runs: Sequence[_Run], starts: Sequence[int]) -> Iterator[Piece]:
    at = start
    for run in runs[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]:
        begin, stop = max(run.start, start), min(run.end, end)
        if begin >= stop:
            continue
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:stop], run.records, run.first if begin == run.start else (), run.open)
        at = stop
    if at < end:
        yield Piece(text[at:end])
