"""The diagram as a page shows it: the drawing of `viz` with an address behind every mark, label and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from graph.facts import Node
from viz import drawing, layout, marks, network

WIDTH: Final = layout.WIDTH


class Thing(NamedTuple):
    """A mark with its label. ``lines``: (x, baseline, words); ``box``: left, top, width, height of all of it.

    ``near``: numbers of what it is tied to, for the script.
    """

    node: Node
    number: int
    name: str
    state: str
    x: float
    y: float
    anchor: str
    lines: tuple[tuple[float, float, str], ...]
    box: tuple[float, float, float, float]
    address: str
    chosen: bool
    near: tuple[int, ...]


class Line(NamedTuple):
    """A line between two things. ``flag``: a word on it (要, 場所)."""

    path: str
    dash: str
    width: float
    flag: str
    flag_at: tuple[float, float]
    start: int
    end: int
    chosen: bool


class Diagram(NamedTuple):
    """The whole picture. ``heads``: (x, anchor, words) above the columns."""

    things: list[Thing]
    lines: list[Line]
    heads: list[tuple[float, str, str]]
    height: float
    width: float = WIDTH


def diagram(
    net: network.Network, address: Callable[[Node], str], chosen: frozenset[str] = frozenset()
) -> Diagram | None:
    """The picture of a network; None of nothing. ``chosen``: ids that stand out."""
    if not net:
        return None
    placed = layout.lay_out(net)
    numbers = {node: n for n, node in enumerate(placed.spots)}
    near: dict[int, set[int]] = {n: set() for n in numbers.values()}
    for fact in network.edges(net):
        near[numbers[fact.start]].add(numbers[fact.end])
        near[numbers[fact.end]].add(numbers[fact.start])
    things = [
        _thing(net, placed, label, numbers, near, address(label.node), label.node.id in chosen)
        for label in drawing.labels(net, placed)
    ]
    # The keyboard goes down one column after the other.
    things.sort(key=lambda thing: (network.COLUMNS[thing.node.label], thing.y))
    lines = [_line(line, numbers, chosen) for line in drawing.lines(net, placed)]
    return Diagram(things, lines, drawing.heads(net, placed), placed.height)


def _thing(
    net: network.Network,
    placed: layout.Layout,
    label: drawing.Label,
    numbers: Mapping[Node, int],
    near: Mapping[int, set[int]],
    address: str,
    chosen: bool,
) -> Thing:
    spot = placed.spots[label.node]
    left = min(placed.label_x(label.node), spot.x - layout.MARK / 2) - 3
    right = max(placed.label_x(label.node) + spot.width, spot.x + layout.MARK / 2) + 3
    properties = net.nodes[label.node]["properties"]
    return Thing(
        label.node,
        numbers[label.node],
        str(properties.get("名称", label.node.id)),
        str(properties.get("段階") or properties.get("状態") or ""),
        label.x,
        label.y,
        label.anchor,
        label.lines,
        (round(left, 1), round(spot.top - 2, 1), round(right - left, 1), round(spot.height + 4, 1)),
        address,
        chosen,
        tuple(sorted(near[numbers[label.node]])),
    )


def _line(line: drawing.Line, numbers: Mapping[Node, int], chosen: frozenset[str]) -> Line:
    fact = line.route.fact
    return Line(
        line.path,
        " ".join(f"{each:g}" for each in line.stroke.dash),
        line.stroke.width,
        line.stroke.flag,
        line.flag_at,
        numbers[fact.start],
        numbers[fact.end],
        fact.end.id in chosen or fact.start.id in chosen,
    )


def stages(net: network.Network) -> list[tuple[str, str]]:
    """The stages of measures that the lines of a network show, each with its dash."""
    used = {data["properties"].get("段階") for node, data in net.nodes(data=True) if node.label == "施策"}
    return [(stage, " ".join(f"{each:g}" for each in dash)) for stage, dash in marks.DASHES.items() if stage in used]
