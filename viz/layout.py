"""Positions of the picture: 自治体 | 協定・施策 | 企業・団体 in three columns, computed here and never moved after.

Pure and deterministic: the same network gives the same numbers. Lengths are CSS pixels; y grows downward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal, NamedTuple

from graph.facts import Node
from viz import labels
from viz.network import COLUMNS, Fact, Network, edges
from viz.order import Order, arrange, homes

WIDTH: Final = 828.0
"""Of the whole picture. A4 less 15 mm margins shows 828 px at 0.82, which keeps labels of 14 px above 11.5 px."""

TEXT: Final = 14.0
LEADING: Final = 19.0
MARK: Final = 16.0
HEAD: Final = 48.0
"""Room for the heads of the columns."""

_ROW_GAP: Final = 9.0
_UNIT_GAP: Final = 7.0
_BESIDE: Final = 6.0
_INDENT: Final = 20.0
_WIDEST: Final = {"自治体": 9.0, "協定": 17.0, "施策": 15.5, "企業": 14.0}
"""Labels break beyond so many em."""
_REACH: Final = MARK / 2 + 2
"""From the centre of a mark to where lines end."""

Lines = Mapping[Node, tuple[str, ...]]
"""The lines of each node's label."""


def _screen_lines(network: Network) -> Lines:
    words = labels.captions(network)
    return {node: labels.wrap(words[node], _WIDEST[node.label]) for node in network}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the picture is made to fit: its width, how labels are broken, and what a line measures in em."""

    width: float = WIDTH
    lines: Callable[[Network], Lines] = _screen_lines
    measure: Callable[[str], float] = labels.em


SCREEN: Final = Frame()

Point = tuple[float, float]
Shape = Literal["curve", "elbow", "arc"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node stands: centre of its mark, lines of its label, and the label's box."""

    x: float
    y: float
    lines: tuple[str, ...]
    width: float

    @property
    def height(self) -> float:
        return max(MARK, LEADING * len(self.lines))

    @property
    def top(self) -> float:
        return self.y - self.height / 2


class Route(NamedTuple):
    """One line. ``curve`` between columns, ``elbow`` from an agreement to a measure under it, ``arc`` else."""

    fact: Fact
    shape: Shape
    start: Point
    end: Point
    leader: Point | None = None
    """Where a straight piece begins that leads from a label to the column's edge."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture. ``columns``: x of the marks of each column."""

    spots: dict[Node, Spot]
    routes: tuple[Route, ...]
    columns: tuple[float, float, float]
    height: float
    order: Order

    def label_x(self, node: Node) -> float:
        """Where the label's box begins."""
        spot = self.spots[node]
        beside = MARK / 2 + _BESIDE
        return spot.x - beside - spot.width if node.label == "自治体" else spot.x + beside

    def slices(self, first: float, most: float) -> list[tuple[float, float]]:
        """(top, bottom) of pieces no higher than ``most``, the first than ``first``, that cut no label if possible."""
        boxes = sorted((spot.top - 2, spot.top + spot.height + 2) for spot in self.spots.values())
        pieces: list[tuple[float, float]] = []
        top, room = 0.0, first
        while self.height - top > room:
            cut = next((y for y in _down(top + room) if not any(a < y < b for a, b in boxes)), top + room)
            pieces.append((top, cut))
            top, room = cut, most
        return [*pieces, (top, self.height)]


def _down(start: float) -> list[float]:
    return [start - step for step in range(0, 240, 2)]


def lay_out(network: Network, frame: Frame = SCREEN) -> Layout:
    """Columns, rows and lines of a network."""
    order = arrange(network)
    home = homes(network)
    wrapped = frame.lines(network)
    widths = {node: max(map(frame.measure, lines)) * TEXT for node, lines in wrapped.items()}
    columns = _columns(widths, frame.width)
    y = _stack(order, wrapped)
    for side in (order.left, order.right):
        y |= _beside(side, _wanted(network, side, y), wrapped)
    lift = HEAD - min((y[node] - _height(wrapped[node]) / 2 for node in y), default=HEAD)
    spots = {
        node: Spot(
            columns[COLUMNS[node.label]] + (_INDENT if node in home else 0.0),
            round(y[node] + lift, 1),
            wrapped[node],
            round(widths[node], 1),
        )
        for node in sorted(network)
    }
    edge = max(
        (spot.x + MARK / 2 + _BESIDE + spot.width for node, spot in spots.items() if COLUMNS[node.label] == 1),
        default=0.0,
    )
    routes = tuple(_route(fact, spots, home, round(edge + 10, 1)) for fact in edges(network))
    bottom = max((spot.top + spot.height for spot in spots.values()), default=HEAD)
    return Layout(spots, routes, columns, round(bottom + 16, 1), order)


def _height(lines: Sequence[str]) -> float:
    return max(MARK, LEADING * len(lines)) + _ROW_GAP


def _columns(widths: Mapping[Node, float], whole: float) -> tuple[float, float, float]:
    """x of the three columns: labels get the width they need, the lines share the rest (2 : 3)."""
    widest = [0.0, 0.0, 0.0]
    for node, width in widths.items():
        column = COLUMNS[node.label]
        widest[column] = max(widest[column], width)
    beside = MARK / 2 + _BESIDE
    left = widest[0] + beside
    right = whole - widest[2] - beside - TEXT
    free = right - left - widest[1] - beside - _INDENT
    return round(left, 1), round(left + free * 0.4, 1), round(right, 1)


def _stack(order: Order, wrapped: Mapping[Node, Sequence[str]]) -> dict[Node, float]:
    y: dict[Node, float] = {}
    top = 0.0
    for unit in order.units:
        for node in unit:
            height = _height(wrapped[node])
            y[node] = top + height / 2
            top += height
        top += _UNIT_GAP
    return y


def _wanted(network: Network, side: Sequence[Node], y: Mapping[Node, float]) -> list[float]:
    """Where each node of a side column would stand best: the mean of what it is tied to."""
    found: dict[Node, list[float]] = defaultdict(list)
    for fact in edges(network):
        if fact.end in y and fact.start not in y:
            found[fact.start].append(y[fact.end])
    return [fmean(found[node]) if found[node] else 0.0 for node in side]


def _beside(side: Sequence[Node], wanted: Sequence[float], wrapped: Mapping[Node, Sequence[str]]) -> dict[Node, float]:
    """Rows in the given order, without overlap, as near as possible to where they want to stand.

    Pool adjacent violators: rows that would overlap form a block, which stands at the mean of their wishes.
    """
    blocks: list[tuple[float, float, list[Node]]] = []  # sum of wishes less offsets, height, rows
    for node, wish in zip(side, wanted, strict=True):
        height = _height(wrapped[node])
        total, size, rows = wish - height / 2, height, [node]
        while blocks:
            above, tall, earlier = blocks[-1]
            if above / len(earlier) + tall <= total / len(rows):
                break
            blocks.pop()
            total, size, rows = above + total - tall * len(rows), tall + size, earlier + rows
        blocks.append((total, size, rows))
    y: dict[Node, float] = {}
    for total, _, rows in blocks:
        top = total / len(rows)
        for node in rows:
            height = _height(wrapped[node])
            y[node] = top + height / 2
            top += height
    return y


def _route(fact: Fact, spots: Mapping[Node, Spot], home: Mapping[Node, Node | None], edge: float) -> Route:
    """``edge``: where the middle column ends; lines to the right begin there, so that none runs through a label."""
    start, end = spots[fact.start], spots[fact.end]
    if fact.start.label == "自治体":
        return Route(fact, "curve", (start.x + _REACH, start.y), (end.x - _REACH, end.y))
    if fact.start.label == "企業":
        label = round(end.x + MARK / 2 + _BESIDE + end.width + 8, 1)
        return Route(fact, "curve", (start.x - _REACH, start.y), (edge, end.y), (label, end.y))
    if fact.type == "根拠" and home.get(fact.start) == fact.end:
        return Route(fact, "elbow", (end.x, end.y + _REACH), (start.x - _REACH, start.y))
    return Route(fact, "arc", (start.x + _INDENT, start.y + _REACH), (end.x + _INDENT, end.y - _REACH))
