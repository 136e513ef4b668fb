"""Build outlines.json (TopoJSON): the outlines of the 1,741 municipalities, every shared border kept once.

Source: the data folder of the crates.io package ``reversejp`` 0.2.1 (MIT), files ``landslides_*.json``: the areas of
気象庁「予報区等GISデータ」. An area has a code of seven digits, the first five of which are the municipality's; wards of
京都市 and 広島市 have codes of their own and are united here, as are the parts into which some municipalities are divided.
The area ``hoppo`` (歯舞群島 to 択捉島) is kept as land without a municipality: its six villages are no local
governments today and not among the 1,788.

The result is a coverage (GEOS): neighbours share their borders, without gaps between them and without overlaps.

usage: uv run --with shapely==2.2.0 build_outlines.py FOLDER_WITH_LANDSLIDES_JSON DATA_DIR
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Point = tuple[int, int]

GRID = 2_000
"""Points of the result per degree: about 50 m."""
STRETCH = 0.81
"""A degree of longitude in degrees of latitude at 36° N."""
SLIVER = 0.004
"""Gaps and overlaps narrower than this many degrees are flaws of the source and are closed."""
SMOOTH = 0.009
"""Corners whose triangle is smaller than the square of this (degrees) are cut: about 1 km²."""
SMALLEST_ISLAND = 2e-6
"""Square degrees: islands of less than about 0.02 km² are left out of a municipality that has larger land."""
NORTHERN = "hoppo"
LAND = "land"
"""The id of what belongs to no municipality of today."""


def municipality_codes(data: Path) -> dict[str, str]:
    """First five digits → code of six digits."""
    with (data / "municipalities.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["code"][:5]: row["code"] for row in rows if row["kind"] != "都道府県"}


def owner(area: str, codes: dict[str, str]) -> str:
    """The municipality of an area; a ward's is the city whose code ends in 00."""
    if area == NORTHERN:
        return LAND
    return codes.get(area[:5]) or codes[area[:3] + "00"]


def areas(folder: Path, codes: dict[str, str]) -> dict[str, BaseGeometry]:
    """Owner → its land, in degrees stretched to equal lengths."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for path in sorted(folder.glob("landslides_*.json")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code = owner(feature["properties"]["code"], codes)
            rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
            parts[code].append(even_odd(rings))
    return {code: shapely.union_all(found) for code, found in sorted(parts.items())}


def even_odd(rings: list[list[list[float]]]) -> BaseGeometry:
    """The source gives holes as if they were land: a ring inside another takes away."""
    found = [shapely.make_valid(Polygon([(x * STRETCH, y) for x, y in ring])) for ring in rings]
    found.sort(key=lambda shape: -shape.area)
    tree = shapely.STRtree(found)
    kept = list(found)
    for n, shape in enumerate(found):
        for m in tree.query(shape):
            if m > n and not kept[m].is_empty and shape.covers(found[m].representative_point()):
                kept[n] = shapely.difference(kept[n], found[m])
                kept[m] = Polygon()
    return shapely.union_all(kept)


def check_claims(land: dict[str, BaseGeometry]) -> None:
    """Raises `ValueError` if two claim the same land, slivers left aside: then the source has changed."""
    names = list(land)
    tree = shapely.STRtree(list(land.values()))
    for one, other in sorted(tree.query(list(land.values()), predicate="intersects").T.tolist()):
        if one < other:
            common = shapely.intersection(land[names[one]], land[names[other]])
            if not common.buffer(-SLIVER / 2).is_empty:
                raise ValueError(f"claimed twice: {names[one]} {names[other]} {common.centroid}")


def polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    for part in shapely.get_parts(shape):
        if isinstance(part, Polygon) and part.area:
            yield part


def rounded(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """On the grid of the result, as far as shapes stay shapes."""

    def on_grid(points: np.ndarray) -> np.ndarray:
        return np.asarray(np.round(points * [GRID / STRETCH, GRID]))

    return [shapely.transform(shape, on_grid) for shape in shapes]


def with_islands(shape: BaseGeometry) -> MultiPolygon:
    """Polygons by size; islets beside larger land left out."""
    found = sorted(polygons(shape), key=lambda part: (-part.area, part.bounds))
    return MultiPolygon([part for n, part in enumerate(found) if n == 0 or part.area >= SMALLEST_ISLAND])


def coverage(land: dict[str, BaseGeometry]) -> dict[str, MultiPolygon]:
    """Shapes in whole numbers of the grid that share their borders exactly."""
    names, shapes = list(land), [MultiPolygon(polygons(shape)) for shape in land.values()]
    cleaned = shapely.coverage_clean(shapes, gap_width=SLIVER, snapping_distance=0.0002)
    kept = [with_islands(shape) for shape in cleaned]
    print("valid:", shapely.coverage_is_valid(kept))
    thin = shapely.coverage_simplify(kept, SMOOTH)
    whole = shapely.coverage_clean([MultiPolygon(polygons(s)) for s in rounded(list(thin))], snapping_distance=0.7)
    whole = rounded_again(list(whole))
    print("valid on the grid:", shapely.coverage_is_valid(whole), len(shapely.coverage_invalid_edges(whole)))
    return {
        name: MultiPolygon(sorted(polygons(shape), key=lambda part: (-part.area, part.bounds)))
        for name, shape in zip(names, whole, strict=True)
    }


def rounded_again(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Where closing a flaw made a corner off the grid it is moved on to it."""
    return [shapely.transform(shape, np.round) for shape in shapes]


def ring_points(ring: shapely.LinearRing, forward: bool) -> list[Point]:
    """Counter-clockwise if ``forward``; the first point is not repeated, nor is any other."""
    points = [(int(x), int(y)) for x, y in ring.coords]
    points = [a for a, b in pairwise(points) if a != b]
    return points if shapely.is_ccw(ring) == forward else points[::-1]


class Arcs:
    """Borders in pieces that have the same two sides, each once."""

    def __init__(self, rings: list[list[Point]]) -> None:
        near: dict[Point, set[Point]] = defaultdict(set)
        for points in rings:
            for a, b in zip(points, points[1:] + points[:1], strict=True):
                near[a].add(b)
                near[b].add(a)
        self._nodes = {point for point, others in near.items() if len(others) != 2}
        self._known: dict[tuple[Point, ...], int] = {}

    def cut(self, points: list[Point]) -> list[int]:
        """The ring as numbers of arcs; ~number for one that runs backwards."""
        at = [n for n, point in enumerate(points) if point in self._nodes] or [points.index(min(points))]
        turned = points[at[0] :] + points[: at[0]] + [points[at[0]]]
        ends = [n - at[0] for n in at] + [len(points)]
        return [self._number(tuple(turned[a : b + 1])) for a, b in pairwise(ends)]

    def _number(self, line: tuple[Point, ...]) -> int:
        if line[::-1] in self._known:
            return ~self._known[line[::-1]]
        return self._known.setdefault(line, len(self._known))

    @property
    def lines(self) -> list[tuple[Point, ...]]:
        return list(self._known)


def topology(shapes: dict[str, MultiPolygon]) -> dict[str, object]:
    rings = {
        code: [
            [ring_points(part.exterior, True), *(ring_points(hole, False) for hole in part.interiors)]
            for part in shape.geoms
        ]
        for code, shape in shapes.items()
    }
    arcs = Arcs([ring for parts in rings.values() for part in parts for ring in part])
    geometries = [
        {"type": "MultiPolygon", "id": code, "arcs": [[arcs.cut(ring) for ring in part] for part in parts]}
        for code, parts in rings.items()
    ]
    left = min(x for line in arcs.lines for x, _ in line)
    lower = min(y for line in arcs.lines for _, y in line)
    return {
        "type": "Topology",
        "transform": {"scale": [1 / GRID, 1 / GRID], "translate": [left / GRID, lower / GRID]},
        "objects": {"municipalities": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [deltas(line, left, lower) for line in arcs.lines],
    }


def deltas(line: tuple[Point, ...], left: int, lower: int) -> list[list[int]]:
    """The first point, then differences, as TopoJSON has it."""
    x, y = left, lower
    found = []
    for point in line:
        found.append([point[0] - x, point[1] - y])
        x, y = point
    return found


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    land = areas(source, municipality_codes(target))
    check_claims(land)
    shapes = coverage(land)
    made = topology(shapes)
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    (target / "outlines.json").write_text(text + "\n", encoding="utf-8")
    lines = made["arcs"]
    assert isinstance(lines, list)
    print(len(shapes), "shapes,", len(text), "bytes,", len(lines), "arcs,", sum(map(len, lines)), "points")
