"""The order of rows in the three columns: each row near the rows it is tied to, so that few lines cross.

Barycenter sweeps from the order of ids; the sweep with the fewest crossings wins, the first among equals. Measures
stay below the agreement they are done under, and records with the same first municipality stay together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final, NamedTuple

from graph.facts import Node
from viz.network import COLUMNS, Network, edges

SWEEPS: Final = 12


class Order(NamedTuple):
    """Rows from top to bottom. ``units``: an agreement with the measures under it, or one measure."""

    left: tuple[Node, ...]
    units: tuple[tuple[Node, ...], ...]
    right: tuple[Node, ...]

    @property
    def middle(self) -> tuple[Node, ...]:
        return tuple(node for unit in self.units for node in unit)


Ties = Mapping[Node, Sequence[Node]]


def homes(network: Network) -> dict[Node, Node | None]:
    """Under which agreement a measure stands: the first of those it is done under."""
    found: dict[Node, Node | None] = {}
    for fact in edges(network):
        if fact.type == "根拠" and (fact.start not in found or fact.end < _certain(found[fact.start])):
            found[fact.start] = fact.end
    return found


def _certain(node: Node | None) -> Node:
    assert node is not None
    return node


def arrange(network: Network) -> Order:
    """The order with the fewest crossings that the sweeps find."""
    sides: dict[Node, list[Node]] = defaultdict(list)
    for fact in edges(network):
        if COLUMNS[fact.start.label] != COLUMNS[fact.end.label]:
            sides[fact.start].append(fact.end)
            sides[fact.end].append(fact.start)
    units = _units(network)
    order = Order(
        tuple(sorted(node for node in network if node.label == "自治体")),
        tuple(units),
        tuple(sorted(node for node in network if node.label == "企業")),
    )
    best, fewest = order, _crossings(order, sides)
    for sweep in range(SWEEPS):
        order = _swept(order, sides, from_left=sweep % 2 == 0)
        crossings = _crossings(order, sides)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


def _units(network: Network) -> list[tuple[Node, ...]]:
    home = homes(network)
    below: dict[Node, list[Node]] = defaultdict(list)
    for measure, agreement in sorted(home.items()):
        below[_certain(agreement)].append(measure)
    tops = sorted(node for node in network if COLUMNS[node.label] == 1 and node not in home)
    return [(top, *below[top]) for top in tops]


def _swept(order: Order, ties: Ties, *, from_left: bool) -> Order:
    """The middle ordered by one side, then both sides by the middle."""
    by = _ranks(order.left if from_left else (*order.left, *order.right))
    home = {unit: _home(unit, ties) for unit in order.units}
    groups: dict[Node | None, list[float]] = defaultdict(list)
    for unit in order.units:
        groups[home[unit]].append(_mean(unit, ties, by))
    units = sorted(
        (_sorted_below(unit, ties, by) for unit in order.units),
        key=lambda unit: (fmean(groups[_home(unit, ties)]), str(_home(unit, ties)), _mean(unit, ties, by), unit[0]),
    )
    ranks = _ranks([node for unit in units for node in unit])
    return Order(
        tuple(sorted(order.left, key=lambda node: (_mean((node,), ties, ranks), node))),
        tuple(units),
        tuple(sorted(order.right, key=lambda node: (_mean((node,), ties, ranks), node))),
    )


def _sorted_below(unit: tuple[Node, ...], ties: Ties, ranks: Mapping[Node, float]) -> tuple[Node, ...]:
    top, *below = unit
    return (top, *sorted(below, key=lambda node: (_mean((node,), ties, ranks), node)))


def _home(unit: tuple[Node, ...], ties: Ties) -> Node | None:
    """The first municipality of the unit's first row; records with several municipalities stand for themselves."""
    owners = sorted(node for node in ties.get(unit[0], ()) if node.label == "自治体")
    return owners[0] if len(owners) == 1 else unit[0]


def _ranks(nodes: Sequence[Node]) -> dict[Node, float]:
    """Rows as shares of the column, so that columns of unlike length compare; each kind of node is a column."""
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[COLUMNS[node.label]].append(node)
    return {node: (n + 0.5) / len(column) for column in columns.values() for n, node in enumerate(column)}


def _mean(unit: tuple[Node, ...], ties: Ties, ranks: Mapping[Node, float]) -> float:
    near = [ranks[other] for node in unit for other in ties.get(node, ()) if other in ranks]
    return fmean(near) if near else 0.5


def _crossings(order: Order, ties: Ties) -> int:
    middle = {node: n for n, node in enumerate(order.middle)}
    total = 0
    for side in (order.left, order.right):
        seen: list[int] = []
        for node in side:
            ends = sorted(middle[other] for other in ties.get(node, ()))
            # Lines from rows above that end further down cross this one.
            total += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            seen = sorted(seen + ends)
    return total
