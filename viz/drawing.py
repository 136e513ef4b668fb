"""The picture as shapes: what the SVG in the page and the canvas above it both draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from graph.facts import Node
from viz import marks
from viz.layout import LEADING, TEXT, Layout, Route
from viz.network import Network

GREY: Final = "#7B858F"
PALE: Final = "#A9B1B9"
"""Lines to agreements, of which there may be hundreds, lie behind those of measures."""

MOST_SHEETS: Final = 16


class Stroke(NamedTuple):
    """How a line is drawn. ``flag``: a word on the line (要, 場所) or nothing."""

    colour: str
    width: float
    dash: tuple[float, ...]
    flag: str


class Line(NamedTuple):
    """One line of the picture with its SVG path; ``flag_at`` is where its word stands."""

    route: Route
    path: str
    stroke: Stroke
    flag_at: tuple[float, float]


class Label(NamedTuple):
    """A mark with the lines of its label: (x, baseline, words)."""

    node: Node
    mark: str
    x: float
    y: float
    anchor: str
    lines: tuple[tuple[float, float, str], ...]


class Sheet(NamedTuple):
    """A piece of the picture between two heights, with whatever reaches into it."""

    top: float
    height: float
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


def stroke(network: Network, route: Route) -> Stroke:
    """Style says the stage of the measure; thin and plain for agreements."""
    fact = route.fact
    flag = "場所" if fact.only_place else "要" if fact.certainty == "要確認" else ""
    if route.shape != "curve":
        return Stroke(GREY, 1.0, (), flag)
    properties = network.nodes[fact.end]["properties"]
    if fact.end.label == "協定":
        return Stroke(PALE, 1.0, (), flag)
    return Stroke(GREY, 1.4, marks.DASHES[properties.get("段階", "不明")], flag)


def lines(network: Network, layout: Layout) -> list[Line]:
    """All lines, those of agreements first so that they lie behind."""
    drawn = [Line(route, _path(route), stroke(network, route), _middle(route)) for route in layout.routes]
    return sorted(drawn, key=lambda line: line.stroke.width)


def labels(network: Network, layout: Layout) -> Iterator[Label]:
    """All marks with their labels."""
    for node, spot in layout.spots.items():
        left = node.label == "自治体"
        x = round(layout.label_x(node) + (spot.width if left else 0), 1)
        first = spot.y - LEADING * (len(spot.lines) - 1) / 2 + TEXT * 0.36
        placed = tuple((x, round(first + LEADING * n, 1), words) for n, words in enumerate(spot.lines))
        mark = marks.mark(node.label, network.nodes[node]["properties"])
        yield Label(node, mark, spot.x, spot.y, "end" if left else "start", placed)


def sheets(network: Network, layout: Layout, first: float, most: float) -> list[Sheet]:
    """The picture cut for printing; in one piece where it fits on a sheet of its own, or would be too many sheets."""
    drawn, named = lines(network, layout), list(labels(network, layout))
    pieces = layout.slices(first, most)
    if len(pieces) > MOST_SHEETS or layout.height <= most:
        pieces = [(0.0, layout.height)]
    return [
        Sheet(
            top,
            round(bottom - top, 1),
            tuple(line for line in drawn if _reaches(line.route.start[1], line.route.end[1], top, bottom)),
            tuple(
                label
                for label in named
                if _reaches(layout.spots[label.node].top, layout.spots[label.node].top + layout.spots[label.node].height,
                            top, bottom)
            ),
        )
        for top, bottom in pieces
    ]  # fmt: skip


def _reaches(one: float, other: float, top: float, bottom: float) -> bool:
    """Whether something between two heights, with room for a word on it, is seen between top and bottom."""
    return min(one, other) - 24 <= bottom and max(one, other) + 24 >= top


def heads(network: Network, layout: Layout) -> list[tuple[float, str, str]]:
    """(x, anchor, words) above the columns."""
    shown = {label: sum(node.label == label for node in network) for label in ("自治体", "協定", "施策", "企業")}
    left, middle, right = layout.columns
    return [
        (left + 8, "end", f"自治体 {shown['自治体']:,}"),
        (middle - 8, "start", f"協定 {shown['協定']:,}・施策 {shown['施策']:,}"),
        (right - 8, "start", f"企業・団体 {shown['企業']:,}"),
    ]


def _path(route: Route) -> str:
    (x1, y1), (x2, y2) = route.start, route.end
    if route.shape == "elbow":
        return f"M{x1:g} {y1:g}V{y2:g}H{x2:g}"
    if route.shape == "arc":
        return f"M{x1:g} {y1:g}Q{x1 + 48:g} {(y1 + y2) / 2:g} {x2:g} {y2:g}"
    bend = (x1 + x2) / 2
    path = f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"
    return path + (f"H{route.leader[0]:g}" if route.leader else "")


def _middle(route: Route) -> tuple[float, float]:
    (x1, y1), (x2, y2) = route.start, route.end
    if route.shape == "elbow":
        return x1, y2 - 14
    return (x1 + x2) / 2, (y1 + y2) / 2
