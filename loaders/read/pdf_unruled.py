"""Tables of a PDF page whose columns are told only by where words stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from loaders.read.compose import Value
from loaders.read.pdf_lines import Segment, TextLine, join
from loaders.read.pdf_rules import Rules
from loaders.read.pdf_tables import PageTable, is_table

# Rows stand at least this much further apart than the lines within a row.
_APART: Final = 1.2
_LONG: Final = 8


def unruled(given: Sequence[TextLine], rules: Sequence[Rules]) -> list[tuple[PageTable, list[TextLine]]]:
    """Tables whose columns are told only by where words stand, each with the lines that it is made of.

    Where there are rules across the page, what stands between them is tried first.
    """
    found = []
    rest = list(given)
    for group in rules:
        run = _between_rules(rest, group)
        made = _from_run(run, group.tops) if run else None
        if made:
            found.append(made)
            rest = [line for line in rest if line not in made[1]]
    run = []
    for line in [*rest, None]:
        if line is not None and _goes_on(run, line):
            run.append(line)
            continue
        made = _from_run(run, ()) if run else None
        if made:
            found.append(made)
        run = [line] if line is not None and len(line.segments) > 1 else []
    return found


def _between_rules(given: Sequence[TextLine], rules: Rules) -> list[TextLine]:
    """The lines between the first and the last rule, and a line of headings right above the first."""
    first, last = rules.tops[0], rules.tops[-1]
    return [
        line
        for line in given
        if (
            first < (line.top + line.bottom) / 2 < last
            or (len(line.segments) > 1 and first - 3 * line.size < line.top < first)
        )
        and rules.x0 - line.size < line.x0
        and line.x1 < rules.x1 + line.size
    ]


def _goes_on(run: Sequence[TextLine], line: TextLine) -> bool:
    if not run:
        return len(line.segments) > 1
    if line.top - run[-1].bottom > 2.5 * line.size:
        return False
    columns = _columns([each for each in run if len(each.segments) > 1])
    if len(line.segments) > 1:
        return len(_columns([*run, line])) >= max(2, min(len(columns), len(line.segments)) - 1)
    # A lone segment is a part of a cell, if it stays in one column.
    only = line.segments[0]
    meets = [column for column in columns if only.x0 < column[1] and column[0] < only.x1]
    return len(meets) == 1 and only.x0 >= meets[0][0] - 0.5 * only.size


def _columns(given: Sequence[TextLine]) -> list[tuple[float, float]]:
    """The stretches of the page's width in which words stand, parted by gaps that no word crosses."""
    boxes = sorted((segment.x0, segment.x1) for line in given for segment in line.segments)
    columns: list[tuple[float, float]] = []
    for x0, x1 in boxes:
        if columns and x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _from_run(run: list[TextLine], rules: Sequence[float]) -> tuple[PageTable, list[TextLine]] | None:
    wide = [line for line in run if len(line.segments) > 1]
    columns = _columns(wide)
    # Lone words widen the columns, unless they stand across several.
    columns = max(columns, _columns(run), key=lambda found: (len(found) == len(columns), found is not columns))
    if len(columns) < 2 or len(wide) < (2 if len(columns) > 2 else 3):
        return None
    if sum(len(line.segments) for line in wide) < 0.5 * len(columns) * len(wide):
        return None
    groups = _rows(run, rules, columns)
    # What begins at the left under the last row is text again.
    while len(groups[-1]) == 1 and len(groups[-1][0].segments) == 1 and groups[-1][0].x0 < columns[1][0]:
        groups.pop()
    # Where the next column begins, a line of this one must end.
    ends = [*(left for left, _ in columns[1:]), columns[-1][1]]
    values = [
        [
            Value(_stacked(cell, right, end))
            for cell, (_, right), end in zip(_cells(group, columns), columns, ends, strict=True)
        ]
        for group in groups
    ]
    if not is_table(values):
        return None
    used = [line for group in groups for line in group]
    box = (columns[0][0], used[0].top, columns[-1][1], used[-1].bottom)
    return PageTable(box, values, tuple(left for left, _ in columns), ruled=False), used


def _cells(group: Sequence[TextLine], columns: Sequence[tuple[float, float]]) -> list[list[Segment]]:
    cells: list[list[Segment]] = [[] for _ in columns]
    for line in group:
        for segment in line.segments:
            cells[_column(columns, segment)].append(segment)
    return cells


def _rows(
    run: Sequence[TextLine], rules: Sequence[float], columns: Sequence[tuple[float, float]]
) -> list[list[TextLine]]:
    """The lines of each row: told by rules between rows, else by the gaps between them, else by full cells."""
    bands = _grouped(run, lambda before, line: _band(before, rules) != _band(line, rules))
    if len(rules) > 2 and len(bands) > 1 and all(_one_row(band, columns) for band in bands):
        return bands
    gaps = sorted(after.top - line.top for line, after in pairwise(run))
    jumps = [(after / max(gap, 1.0), (gap + after) / 2) for gap, after in pairwise(gaps)]
    ratio, limit = max(jumps, default=(0.0, 0.0))
    parted = _grouped(run, lambda before, line: line.top - before.top >= limit)
    if ratio >= _APART and _are_rows(parted, len(columns)):
        return parted
    return _grouped(run, lambda before, line: not _full(before, line, columns))


def _grouped(run: Sequence[TextLine], begins: Callable[[TextLine, TextLine], bool]) -> list[list[TextLine]]:
    groups = [[run[0]]]
    for before, line in pairwise(run):
        if begins(before, line):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _band(line: TextLine, rules: Sequence[float]) -> int:
    return bisect_left(rules, (line.top + line.bottom) / 2)


def _are_rows(groups: Sequence[Sequence[TextLine]], width: int) -> bool:
    """Whether nearly every group has one line with words in most columns, and none has two."""
    whole = [sum(len(line.segments) >= max(2, 0.6 * width) for line in group) for group in groups]
    return max(whole) == 1 and sum(whole) >= 0.6 * len(groups)


def _one_row(band: Sequence[TextLine], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the lines between two rules can be one row: where several have words in several columns, cells wrap."""
    wide = [line for line in band if len(line.segments) > 1]
    return all(any(_runs_over(s, columns, line) for s in before.segments) for before, line in pairwise(wide))


def _runs_over(segment: Segment, columns: Sequence[tuple[float, float]], line: TextLine) -> bool:
    """Whether a long segment fills its column and the line below has more in that column."""
    n = _column(columns, segment)
    return (
        len(segment.text) >= _LONG
        and segment.x1 > columns[n][1] - 1.5 * segment.size
        and any(_column(columns, after) == n for after in line.segments)
    )


def _full(before: TextLine, line: TextLine, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line holds only what goes on from full cells of the line before; the first column begins a row."""
    above = {_column(columns, segment): segment for segment in before.segments}
    here = [_column(columns, segment) for segment in line.segments]
    return len(here) < len(above) and all(
        n and n in above and above[n].x1 > columns[n][1] - 1.5 * line.size for n in here
    )


def _column(columns: Sequence[tuple[float, float]], segment: Segment) -> int:
    return max(range(len(columns)), key=lambda n: min(segment.x1, columns[n][1]) - max(segment.x0, columns[n][0]))


def _stacked(cell: Sequence[Segment], right: float, end: float) -> str:
    text = ""
    for n, segment in enumerate(cell):
        if not n:
            text = segment.text
        elif segment.top < cell[n - 1].bottom - 0.5 * segment.size:
            text += " " + segment.text
        else:
            fills = cell[n - 1].x1 + segment.size > right and cell[n - 1].x1 + 3 * segment.size > end
            text = join(text, segment.text) if fills else f"{text}\n{segment.text}"
    return text
