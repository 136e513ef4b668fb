"""The second view: who works with whom as a matrix of 自治体 and 企業・団体, ◆ for agreements and ▲ for measures.

An empty crossing says what is known: that all records of the municipality were seen and none is with this body, that
there is one which the conditions leave out, or that nobody has looked. The order is that of the diagram. Pure; lengths
are CSS pixels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from graph.facts import Node
from viz import labels
from viz.layout import WIDTH
from viz.network import Network
from viz.order import Order
from viz.sheet import Row

CELL: Final = 26.0
MARK: Final = 13.0
TEXT: Final = 13.0
_TALLEST: Final = 36
"""Rows that fit on a sheet."""
_LABEL: Final = 12.0
"""em of a row's name; what is longer is cut, its whole name is in the table."""
_HEAD: Final = 13.0
_LONGEST: Final = 26.0
_TOTAL: Final = 72.0
_SUMS: Final = 6.0
"""em of what stands over the totals."""

Known = Literal["記録なし", "ほか", "未調査"]
Pair = tuple[Node, Node]

AGREED: Final = ("協定-有効", "協定-不明", "協定-終了")
DONE: Final = ("施策-実施", "施策-実証", "施策-計画", "施策-検討", "施策-終了", "施策-不明")
"""Marks, the one that stands for several first."""


class Square(NamedTuple):
    """A crossing with records. ``agreement`` and ``measure``: names of marks, '' where there is none."""

    x: float
    y: float
    pair: int
    agreement: str
    measure: str


class Blank(NamedTuple):
    """Neighbouring crossings of one row without a record of the picture."""

    x: float
    y: float
    width: float
    known: Known


class Head(NamedTuple):
    """A column's name, set vertically in one or two lines, and with how many others it has anything at all."""

    node: Node
    x: float
    lines: tuple[str, ...]
    total: int


class Line(NamedTuple):
    """A row's name, with how many others it has anything at all, and with how many a measure."""

    node: Node
    y: float
    name: str
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class Block:
    """As many columns as fit beside each other, with the rows that have a record in them. ``left``, ``top``: where the crossings begin."""

    left: float
    top: float
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    squares: tuple[Square, ...]
    blanks: tuple[Blank, ...]

    @property
    def right(self) -> float:
        return self.left + CELL * len(self.heads)

    @property
    def bottom(self) -> float:
        return self.top + CELL * len(self.lines)

    @property
    def width(self) -> float:
        return round(self.right + _TOTAL, 1)

    @property
    def height(self) -> float:
        return round(self.bottom + 28, 1)


@dataclass(frozen=True, slots=True)
class Matrix:
    """``down``, ``across``: labels of what the rows and the columns are. ``pairs``: municipality, body, their records."""

    down: str
    across: str
    blocks: tuple[Block, ...]
    pairs: tuple[tuple[Node, Node, tuple[Node, ...]], ...]
    records: tuple[Node, ...]
    """All agreements and measures, in the order of the table."""
    counts: Mapping[str, int]
    """Crossings by what they hold: 連携, 記録なし, ほか, 未調査."""


def lay_out(network: Network, order: Order, rows: Sequence[Row]) -> Matrix | None:
    """The matrix of a picture; None where no municipality acts together with a named body."""
    shared: dict[Pair, list[Row]] = defaultdict(list)
    for row in rows:
        for place in row.municipalities:
            for body in row.bodies if not place.only_place else ():
                shared[place.start, body.start].append(row)
    if not shared:
        return None
    places = [node for node in order.left if any(node == place for place, _ in shared)]
    bodies = [node for node in order.right if any(node == body for _, body in shared)]
    names = labels.captions(network)
    turned = len(bodies) > _most(names, places) and len(places) <= _most(names, bodies)
    down, across = (bodies, places) if turned else (places, bodies)
    most = _most(names, down)
    numbers = {pair: n for n, pair in enumerate(sorted(shared))}
    drawing = _Drawing(network, shared, numbers, names, turned)
    size = -(-len(across) // -(-len(across) // most))
    pieces = [across[at : at + size] for at in range(0, len(across), size)]
    known = [drawing.known((place, body)) for place in places for body in bodies if (place, body) not in shared]
    return Matrix(
        down[0].label,
        across[0].label,
        tuple(block for piece in pieces for block in drawing.blocks(down, piece, _left(names, down))),
        tuple((*pair, tuple(row.node for row in shared[pair])) for pair in numbers),
        tuple(row.node for row in rows),
        {"連携": len(shared)} | {word: known.count(word) for word in ("記録なし", "ほか", "未調査")},
    )


def _left(names: Mapping[Node, str], down: Iterable[Node]) -> float:
    return round(min(_LABEL, max(labels.em(names[node]) for node in down)) * TEXT + 12, 1)


def _most(names: Mapping[Node, str], down: Iterable[Node]) -> int:
    """How many columns fit beside rows with these names."""
    return int((WIDTH - _left(names, down) - _TOTAL) // CELL)


def best(names: Iterable[str], order: Sequence[str]) -> str:
    """The mark that stands for several, '' for none."""
    return min((name for name in names if name in order), key=order.index, default="")


@dataclass(frozen=True, slots=True)
class _Drawing:
    network: Network
    shared: Mapping[Pair, Sequence[Row]]
    numbers: Mapping[Pair, int]
    names: Mapping[Node, str]
    turned: bool

    def pair(self, down: Node, across: Node) -> Pair:
        return (across, down) if self.turned else (down, across)

    def known(self, pair: Pair) -> Known:
        place, body = pair
        if (place.id, body.id) in self.network.graph["tied"]:
            return "ほか"
        return "記録なし" if place.id in self.network.graph["complete"] else "未調査"

    def blocks(self, down: Sequence[Node], across: Sequence[Node], left: float) -> Iterator[Block]:
        """The rows that have anything in these columns, as many beside each other as fit on a sheet of paper."""
        used = [one for one in down if any(self.pair(one, other) in self.shared for other in across)]
        size = -(-len(used) // -(-len(used) // _TALLEST))
        for at in range(0, len(used), size):
            yield self._block(used[at : at + size], across, left)

    def _block(self, down: Sequence[Node], across: Sequence[Node], left: float) -> Block:
        heads = {node: _vertical(self.names[node]) for node in across}
        longest = max(labels.em(line) for lines in heads.values() for line in lines)
        top = round(max(longest, _SUMS) * TEXT + 16, 1)
        squares: list[Square] = []
        blanks: list[Blank] = []
        for m, one in enumerate(down):
            for n, other in enumerate(across):
                x, y, pair = round(left + CELL * n, 1), round(top + CELL * m, 1), self.pair(one, other)
                if pair in self.shared:
                    found = [row.mark for row in self.shared[pair]]
                    squares.append(Square(x, y, self.numbers[pair], best(found, AGREED), best(found, DONE)))
                else:
                    _lengthen(blanks, Blank(x, y, CELL, self.known(pair)))
        return Block(
            left,
            top,
            tuple(
                Head(node, round(left + CELL * (n + 0.5), 1), heads[node], self.totals(node)[0])
                for n, node in enumerate(across)
            ),
            tuple(
                Line(
                    node, round(top + CELL * (m + 0.5), 1), labels.shorten(self.names[node], _LABEL), *self.totals(node)
                )
                for m, node in enumerate(down)
            ),
            tuple(squares),
            tuple(blanks),
        )

    def totals(self, node: Node) -> tuple[int, int]:
        """With how many others a row or column has anything, and with how many a measure, over all drawings."""
        found = [rows for pair, rows in self.shared.items() if node in pair]
        return len(found), sum(any(row.node.label == "施策" for row in rows) for rows in found)


def _lengthen(blanks: list[Blank], more: Blank) -> None:
    last = blanks[-1] if blanks else None
    if last and (last.y, last.known) == (more.y, more.known) and abs(last.x + last.width - more.x) < 0.2:
        blanks[-1] = last._replace(width=last.width + more.width)
    else:
        blanks.append(more)


def _vertical(name: str) -> tuple[str, ...]:
    short = labels.shorten(name, _LONGEST)
    width = max(_HEAD, labels.em(short) / 2 + 2) if labels.em(short) > _HEAD else _HEAD
    return labels.wrap(short, width)[:2]


def places(mark: str, other: str) -> float:
    """Where a mark stands in its crossing: in the middle when alone, else left (◆) and right (▲) of it."""
    if not other:
        return (CELL - MARK) / 2
    return 0.5 if mark in AGREED else 12.5
