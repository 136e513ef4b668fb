"""The outlines of the municipalities as SVG paths, read from ``data/outlines.json`` (TopoJSON) once in a process.

Neighbours share the very same points, so no gap opens between them; borders of prefectures are the borders whose two
sides lie in different ones. Paths count in tenths of a pixel of the picture.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from graph import paths
from viz.country import projection

TENTHS: Final = 10
"""Units of a path per pixel."""
LAND: Final = "land"
"""What belongs to no municipality of today (歯舞群島・色丹島・国後島・択捉島)."""

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = list[Point]


class Shape(NamedTuple):
    """A municipality's land on the picture. ``area``: square pixels; ``box``: left, top, right, bottom, pixels."""

    path: str
    area: float
    box: tuple[float, float, float, float]


class Outlines(NamedTuple):
    """All of the country.

    ``shapes``: code → shape; ``land``: the path of what belongs to no municipality; ``borders``: the path of the lines
    between prefectures.
    """

    shapes: dict[str, Shape]
    land: str
    borders: str


class Arc(NamedTuple):
    """A border between two nodes, in tenths of a pixel of the picture."""

    frame: projection.Frame
    points: Ring


class _Topology(NamedTuple):
    """``rings``: owner → rings of arcs (~n: backwards); ``around``: prefecture (two digits) → the arcs around it."""

    arcs: list[Arc]
    rings: dict[str, list[list[int]]]
    around: dict[str, set[int]]


@cache
def _topology() -> _Topology:
    found = json.loads((paths.shipped_data() / "outlines.json").read_text(encoding="utf-8"))
    rings = {
        each["id"]: [ring for polygon in each["arcs"] for ring in polygon]
        for each in found["objects"]["municipalities"]["geometries"]
    }
    return _Topology(list(_arcs(found)), rings, _around(rings))


@cache
def outlines() -> Outlines:
    """All outlines. Raises `OSError` and `ValueError` where the shipped file is damaged."""
    arcs, rings, around = _topology()
    shapes = {code: _shape([_points(ring, arcs) for ring in mine]) for code, mine in rings.items()}
    land = shapes.pop(LAND).path
    return Outlines({code: shape for code, shape in shapes.items() if shape.path}, land, _borders(around, arcs))


@cache
def prefectures(step: int = 4) -> dict[str, str]:
    """First two digits of the code → the path of a prefecture, with points ``step`` tenths of a pixel apart."""
    arcs, _, around = _topology()
    return {code: _prefecture(edge, arcs, step) for code, edge in sorted(around.items()) if code != LAND[:2]}


@cache
def northern(step: int = 4) -> str:
    """The path of the land that belongs to no municipality of today, in the detail of `prefectures`."""
    arcs, _, around = _topology()
    return _prefecture(around[LAND[:2]], arcs, step)


def _arcs(topology: dict[str, Any]) -> Iterator[Arc]:
    (wide, high), (left, lower) = topology["transform"]["scale"], topology["transform"]["translate"]
    for deltas in topology["arcs"]:
        x = y = 0
        degrees = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            degrees.append((lower + y * high, left + x * wide))
        frame = projection.frame_of(*degrees[0])
        yield Arc(frame, [_tenths(frame, *point) for point in degrees])


def _tenths(frame: projection.Frame, latitude: float, longitude: float) -> Point:
    x, y = projection.project(latitude, longitude)
    return round((frame.x + x) * TENTHS), round((frame.y + y) * TENTHS)


def _points(ring: Iterable[int], arcs: Sequence[Arc]) -> tuple[projection.Frame, Ring]:
    """The points of a ring of arcs (~n: backwards); the first is not repeated, nor is one that follows itself."""
    points: Ring = []
    frame = projection.MAIN
    for number in ring:
        arc = arcs[number if number >= 0 else ~number]
        frame = arc.frame
        points += arc.points[:-1] if number >= 0 else arc.points[:0:-1]
    return frame, [a for a, b in pairwise([*points, points[0]]) if a != b] or points[:1]


def _shape(rings: Iterable[tuple[projection.Frame, Ring]]) -> Shape:
    """What lies outside its frame (far islets) is not drawn."""
    drawn = []
    for frame, points in rings:
        left, top, right, bottom = _box([points])
        if frame.holds((left + right) / 2, (top + bottom) / 2):
            drawn.append(points)
    if not drawn:
        return Shape("", 0.0, (0.0, 0.0, 0.0, 0.0))
    area = sum(_area(points) for points in drawn) / TENTHS**2
    return Shape("".join(_path(points) for points in drawn), round(abs(area), 2), _box(drawn))


def _box(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs) / TENTHS, min(ys) / TENTHS, max(xs) / TENTHS, max(ys) / TENTHS


def _area(points: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]])) / 2


def _path(points: Ring, *, closed: bool = True) -> str:
    """An islet that rounding made a point stays a point of one tenth, so that its border can be seen."""
    (x, y), *rest = points
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise([(x, y), *rest])] or [(1, 0)]
    return f"M{x} {y}l" + " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-") + ("z" if closed else "")


def _around(rings: dict[str, list[list[int]]]) -> dict[str, set[int]]:
    """First two digits of the code → the arcs around a prefecture; those inside it have cancelled each other."""
    found: dict[str, set[int]] = defaultdict(set)
    for code, mine in rings.items():
        edge = found[code[:2]]
        for number in (number for ring in mine for number in ring):
            if ~number in edge:
                edge.remove(~number)
            else:
                edge.add(number)
    return dict(found)


def _borders(around: dict[str, set[int]], arcs: Sequence[Arc]) -> str:
    both = {number for edge in around.values() for number in edge}
    return "".join(_path(arcs[n].points, closed=False) for n in sorted(both) if n >= 0 and ~n in both)


def _prefecture(edge: set[int], arcs: Sequence[Arc], step: int) -> str:
    """Islands smaller than about three squares of the grid are left out."""
    rings = []
    for ring in _closed(edge, arcs):
        frame, points = _points(ring, arcs)
        thin = _thinned(points, step)
        left, top, right, bottom = _box([points])
        if len(thin) > 2 and abs(_area(thin)) >= 3 * step**2 and frame.holds((left + right) / 2, (top + bottom) / 2):
            rings.append(thin)
    return "".join(_path(points) for points in rings)


def _closed(edge: set[int], arcs: Sequence[Arc]) -> Iterator[list[int]]:
    """Directed arcs joined to rings."""
    leaving: dict[Point, list[int]] = defaultdict(list)
    for number in sorted(edge):
        leaving[_end(number, arcs, 0)].append(number)
    for first in sorted(edge):
        if first not in leaving[_end(first, arcs, 0)]:
            continue
        start = at = _end(first, arcs, 0)
        ring: list[int] = []
        while not ring or at != start:
            number = first if not ring else leaving[at][0]
            leaving[at].remove(number)
            ring.append(number)
            at = _end(number, arcs, -1)
        yield ring


def _end(number: int, arcs: Sequence[Arc], which: int) -> Point:
    return arcs[number].points[which] if number >= 0 else arcs[~number].points[-1 - which]


def _thinned(points: Ring, step: int) -> Ring:
    """Points on a coarser grid, without repeats and without those on a straight line."""
    grid = [(round(x / step) * step, round(y / step) * step) for x, y in points]
    kept = [a for a, b in pairwise([*grid, grid[0]]) if a != b]
    if not kept:
        return []
    return [
        b
        for a, b, c in zip([kept[-1], *kept], kept, [*kept[1:], kept[0]], strict=False)
        if (b[0] - a[0]) * (c[1] - a[1]) != (b[1] - a[1]) * (c[0] - a[0])
    ]
