"""Shapes of an SVG as the PDF library draws them: outlines, places, colours."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, Final

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from lxml import etree
from reportlab.lib.colors import HexColor, getAllNamedColors

from viz.figures.texts import inherited, length

_NAMED: Final = getAllNamedColors()


def outline(element: etree._Element, kind: str) -> str:
    """A shape as the data of a path."""

    def of(name: str) -> float:
        return number(element, name)

    if kind == "path":
        return element.get("d") or ""
    if kind == "rect":
        x, y, wide, tall = map(of, ("x", "y", "width", "height"))
        return f"M{x} {y}H{x + wide}V{y + tall}H{x}Z"
    if kind in ("circle", "ellipse"):
        x, y = of("cx"), of("cy")
        wide, tall = (of("r"), of("r")) if kind == "circle" else (of("rx"), of("ry"))
        return f"M{x - wide} {y}A{wide} {tall} 0 1 1 {x + wide} {y}A{wide} {tall} 0 1 1 {x - wide} {y}Z"
    if kind == "line":
        return f"M{of('x1')} {of('y1')}L{of('x2')} {of('y2')}"
    points = (element.get("points") or "").strip()
    return f"M{points}{'Z' if kind == 'polygon' else ''}" if points else ""


@lru_cache(maxsize=4_000)
def operations(outline: str) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The data of an SVG path as moveTo, lineTo, curveTo, qCurveTo, closePath and endPath with their points."""
    pen = RecordingPen()
    parse_path(outline, pen)
    return tuple(pen.value)


def path(canvas: Any, outline: str) -> Any:
    """The data of an SVG path as a path of the PDF library."""
    found = canvas.beginPath()
    last = (0.0, 0.0)
    for name, points in operations(outline):
        if name == "moveTo":
            found.moveTo(*points[0])
        elif name == "lineTo":
            found.lineTo(*points[0])
        elif name == "curveTo":
            found.curveTo(*points[0], *points[1], *points[2])
        elif name == "qCurveTo":
            (bx, by), (x, y) = points
            found.curveTo(
                last[0] + 2 / 3 * (bx - last[0]), last[1] + 2 / 3 * (by - last[1]),
                x + 2 / 3 * (bx - x), y + 2 / 3 * (by - y), x, y,
            )  # fmt: skip
        elif name == "closePath":
            found.close()
        last = points[-1] if points else last
    return found


Matrix = tuple[float, float, float, float, float, float]


def transform(canvas: Any, told: str) -> None:
    """Move the page as the attribute ``transform`` says."""
    if told:
        canvas.transform(*matrix(told))


def matrix(told: str) -> Matrix:
    """The attribute ``transform`` (or ``patternTransform``) as one matrix: x' = ax + cy + e, y' = bx + dy + f."""
    found: Matrix = (1, 0, 0, 1, 0, 0)
    for name, inside in re.findall(r"(\w+)\s*\(([^)]*)\)", told):
        numbers = [float(number) for number in re.split(r"[\s,]+", inside.strip()) if number]
        found = _after(found, _single(name, numbers))
    return found


def _single(name: str, numbers: list[float]) -> Matrix:
    if name == "translate":
        return 1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0
    if name == "scale":
        return numbers[0], 0, 0, numbers[-1], 0, 0
    if name == "rotate":
        cos, sin = math.cos(math.radians(numbers[0])), math.sin(math.radians(numbers[0]))
        x, y = numbers[1:3] if len(numbers) > 2 else (0.0, 0.0)
        return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
    if name == "matrix" and len(numbers) == 6:
        a, b, c, d, e, f = numbers
        return a, b, c, d, e, f
    return 1, 0, 0, 1, 0, 0


def _after(one: Matrix, other: Matrix) -> Matrix:
    """First the other, then the one."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def tiles(outline: str, turn: Matrix, wide: float, tall: float, *, most: int) -> list[tuple[int, int]]:
    """Columns and rows of a pattern that cover a shape; none where they would be more than ``most``."""
    a, b, c, d, e, f = turn
    area = a * d - b * c
    points = [point for _, ends in operations(outline) for point in ends if point]
    if not points or not area or wide <= 0 or tall <= 0:
        return []
    xs, ys = ((min(values), max(values)) for values in zip(*points, strict=True))
    corners = [
        ((d * (x - e) - c * (y - f)) / area / wide, (a * (y - f) - b * (x - e)) / area / tall) for x in xs for y in ys
    ]
    columns, rows = (range(math.floor(min(values)), math.ceil(max(values))) for values in zip(*corners, strict=True))
    if len(columns) * len(rows) > most:
        return []
    return [(column, row) for column in columns for row in rows]


def colour(element: etree._Element, told: str) -> Any:
    """A colour of the PDF library; None for ``none``, black for what is no colour."""
    if told == "currentColor":
        told = inherited(element, "color") or "#000000"
    if told in ("none", "transparent"):
        return None
    if re.fullmatch("#[0-9a-fA-F]{3}", told):
        told = "#" + "".join(digit * 2 for digit in told[1:])
    if re.fullmatch("#[0-9a-fA-F]{6}", told):
        return HexColor(told)
    return _NAMED.get(told.lower(), _NAMED["black"])


def opacity(element: etree._Element) -> float:
    """Of an element within all that is around it."""
    found = 1.0
    for each in (element, *element.iterancestors()):
        found *= float(each.get("opacity") or 1)
    return found


def dash(told: str | None) -> list[float]:
    """A pattern of strokes; empty for a plain line."""
    if not told or told == "none":
        return []
    return [float(number) for number in re.split(r"[\s,]+", told.strip())]


def number(element: etree._Element, name: str) -> float:
    """An attribute that is a length; 0 where it is not there."""
    return length(element.get(name), 1.0, 0.0)
