"""Shapes of an `Overview`: its matrix of numbers, and its diagram of two ranked columns. Lengths are CSS pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from viz import labels
from viz.layout import WIDTH
from viz.overview import Group, Overview

WIDTHS: Final = (0.8, 1.6, 2.8, 4.4)
"""Of lines, by `viz.overview.CLASSES`."""
RAMP: Final = (("#DCE8F3", "#1B1F24"), ("#A9C7E3", "#1B1F24"), ("#6A9FD0", "#1B1F24"), ("#2F74B5", "#FFFFFF"))
"""Filling of crossings and the colour of the number in it."""

ROW: Final = 24.0
TEXT: Final = 13.0
_NAME: Final = 11.0
_HEAD: Final = 14.0
_TOTAL: Final = 56.0
_WIDEST: Final = 44.0
_TOP: Final = 40.0
_LEFT: Final = 190.0
_RIGHT: Final = 500.0


class Name(NamedTuple):
    """A row or column with where its name stands; ``lines`` of a column are set vertically."""

    group: int
    x: float
    y: float
    lines: tuple[str, ...]
    total: int


class Square(NamedTuple):
    """A crossing with something on record. ``link``: its number."""

    link: int
    x: float
    y: float
    number: int
    size: int


class Curve(NamedTuple):
    """A line of the diagram."""

    link: int
    path: str
    width: float
    size: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix. ``blanks``: (x, y) of crossings without a record in rows that were not all looked at."""

    left: float
    top: float
    square: float
    width: float
    height: float
    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    squares: tuple[Square, ...]
    blanks: tuple[tuple[float, float], ...]

    @property
    def right(self) -> float:
        return round(self.left + self.square * len(self.columns), 1)

    @property
    def bottom(self) -> float:
        return round(self.top + ROW * len(self.rows), 1)


@dataclass(frozen=True, slots=True)
class Diagram:
    """Two columns and the strongest lines between them."""

    width: float
    height: float
    left: tuple[Name, ...]
    right: tuple[Name, ...]
    curves: tuple[Curve, ...]


def words(group: Group, *, long: float) -> str:
    """A name as it stands beside its mark; of a prefecture also how many of how many municipalities are in it."""
    if not group.single and group.label == "自治体" and group.of > len(group.nodes):
        return f"{group.name} {len(group.nodes):,}／{group.of:,}"
    return labels.shorten(group.name, long)


def grid(overview: Overview) -> Grid:
    """The matrix of numbers."""
    names = [words(group, long=_NAME) for group in overview.left]
    left = round(max(map(labels.em, names)) * TEXT + 14, 1)
    square = round(min(_WIDEST, (WIDTH - left - _TOTAL) / len(overview.right)), 1)
    heads = [labels.wrap(labels.shorten(group.name, 2 * _HEAD - 2), _HEAD)[:2] for group in overview.right]
    top = round(max(labels.em(line) for lines in heads for line in lines) * TEXT + 14, 1)
    at = {(link.left, link.right): n for n, link in enumerate(overview.links)}
    corner = {
        (m, n): (round(left + square * n, 1), round(top + ROW * m, 1))
        for m in range(len(overview.left))
        for n in range(len(overview.right))
    }
    return Grid(
        left,
        top,
        square,
        round(left + square * len(heads) + _TOTAL, 1),
        round(top + ROW * len(names) + 30, 1),
        tuple(
            Name(n, left - 8, round(top + ROW * (n + 0.5), 1), (name,), overview.left[n].records)
            for n, name in enumerate(names)
        ),
        tuple(
            Name(n, round(left + square * (n + 0.5), 1), top - 8, lines, overview.right[n].records)
            for n, lines in enumerate(heads)
        ),
        tuple(
            Square(at[ends], *corner[ends], overview.links[at[ends]].records, overview.links[at[ends]].size)
            for ends in sorted(at)
        ),
        tuple(place for ends, place in corner.items() if ends not in at and ends[0] in overview.unseen),
    )


def diagram(overview: Overview) -> Diagram:
    """Both columns in the order of the matrix, without what no line leads to; the shorter one has the same height."""
    links = [overview.links[n] for n in overview.lines]
    ends = sorted({link.left for link in links}), sorted({link.right for link in links})
    tall = ROW * max(map(len, ends))
    left = _column(overview.left, ends[0], _LEFT, tall, 13.0)
    right = _column(overview.right, ends[1], _RIGHT, tall, 23.0)
    curves = [
        Curve(n, _path(left[link.left], right[link.right]), WIDTHS[link.size], link.size)
        for n, link in zip(overview.lines, links, strict=True)
    ]
    return Diagram(
        WIDTH,
        round(_TOP + tall + 12, 1),
        tuple(left.values()),
        tuple(right.values()),
        tuple(sorted(curves, key=lambda curve: -curve.width)),
    )


def _column(groups: Sequence[Group], shown: Sequence[int], x: float, tall: float, long: float) -> dict[int, Name]:
    step = tall / max(1, len(shown))
    return {
        n: Name(n, x, round(_TOP + step * (at + 0.5), 1), (words(groups[n], long=long),), groups[n].records)
        for at, n in enumerate(shown)
    }


def _path(left: Name, right: Name) -> str:
    x1, x2 = left.x + 10, right.x - 10
    bend = (x1 + x2) / 2
    return f"M{x1:g} {left.y:g}C{bend:g} {left.y:g} {bend:g} {right.y:g} {x2:g} {right.y:g}"
