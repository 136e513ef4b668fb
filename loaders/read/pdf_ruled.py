"""Tables of a PDF page whose cells have lines around them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from loaders.read.compose import EMPTY, Value
from loaders.read.pdf_lines import TextLine, join, lines
from loaders.read.pdf_rules import Rules
from loaders.read.pdf_tables import Box, PageTable, is_table

_SNAP: Final = 3.0


def ruled(page: Any, chars: Sequence[dict[str, Any]], rules: Sequence[Rules]) -> list[PageTable]:
    """Tables with lines around their cells: at least two rows and two columns with text in them.

    Where rules across begin (or end) below one another, a table has a side there, drawn or not.
    """
    sides, tops = [], []
    for group in rules:
        top = _head(group, chars)
        sides += [_line(x, x, top - 1, group.tops[-1] + 1) for x in (group.x0, *group.joints, group.x1)]
        tops += [_line(group.x0, group.x1, top, top)] if top < group.tops[0] else []
    found = []
    for table in page.find_tables({"explicit_vertical_lines": sides, "explicit_horizontal_lines": tops}):
        made = _from_cells(table.bbox, table.cells, chars)
        if made and is_table(made.rows):
            found.append(made)
    # A frame around a table is found as a table as well.
    return [
        t for t in found if not any(o is not t and _within(o.box, t.box) and len(o.rows) > len(t.rows) for o in found)
    ]


def _line(x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    return {"object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0,
            "height": bottom - top}  # fmt: skip


def _head(rules: Rules, chars: Sequence[dict[str, Any]]) -> float:
    """Where a table begins: above its first rule, if words stand there in its columns."""
    first = rules.tops[0]
    over = [
        c for c in chars
        if rules.x0 <= c["x0"] and c["x1"] <= rules.x1 and first - 3 * (c["bottom"] - c["top"]) < _mid_y(c) < first
    ]  # fmt: skip
    if any(c["x0"] < x < c["x1"] for c in over for x in rules.joints):
        return first
    in_columns = {bisect_right(rules.joints, _mid_x(c)) for c in over if not c["text"].isspace()}
    return min(float(c["top"]) for c in over) - 1 if len(in_columns) > 1 else first


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - _SNAP and inner[1] >= outer[1] - _SNAP
        and inner[2] <= outer[2] + _SNAP and inner[3] <= outer[3] + _SNAP
    )  # fmt: skip


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))


def _from_cells(box: Box, cells: Sequence[Box], chars: Sequence[dict[str, Any]]) -> PageTable | None:
    xs = _edges([x for cell in cells for x in (cell[0], cell[2])])
    ys = _edges([y for cell in cells for y in (cell[1], cell[3])])
    if len(xs) < 3 or len(ys) < 3:
        return None
    rows = [[EMPTY] * (len(xs) - 1) for _ in ys[1:]]
    merges = []
    places: dict[tuple[int, int], int] = {}
    areas = [(_nearest(ys, c[1]), _nearest(xs, c[0]), _nearest(ys, c[3]), _nearest(xs, c[2])) for c in cells]
    for n, (top, left, bottom, right) in enumerate(areas):
        places.update({(row, column): n for row in range(top, bottom) for column in range(left, right)})
    own: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        if box[0] <= _mid_x(char) <= box[2] and box[1] <= _mid_y(char) <= box[3]:
            place = bisect_right(ys, _mid_y(char)) - 1, bisect_right(xs, _mid_x(char)) - 1
            if place in places:
                own[places[place]].append(char)
    for n, (top, left, bottom, right) in enumerate(areas):
        if top < bottom and left < right:
            rows[top][left] = Value(_wrapped(lines(own[n]), cells[n][0], cells[n][2]))
            if right - left > 1 or bottom - top > 1:
                merges.append((top, left, bottom - 1, right - 1))
    return PageTable(box, rows, tuple(xs), merges)


def _mid_x(char: dict[str, Any]) -> float:
    return float(char["x0"] + char["x1"]) / 2


def _mid_y(char: dict[str, Any]) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _wrapped(found: Sequence[TextLine], left: float, right: float) -> str:
    """The text of a cell: a line that fills the cell goes on in the next, a shorter one ends."""
    if not found:
        return ""
    text = found[0].text
    padding = max(0.0, min(min(line.x0 for line in found) - left, found[0].size))
    for line, after in pairwise(found):
        fills = line.x1 + after.segments[0].size > right - padding - 0.2 * line.size
        text = join(text, after.text) if fills else f"{text}\n{after.text}"
    return text
