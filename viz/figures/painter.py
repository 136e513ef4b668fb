"""An SVG drawn onto a page of a PDF: its texts stay texts, in our typeface, of which the PDF holds what is used."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any, Final, NamedTuple

from lxml import etree
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from viz.figures import shapes, typeface
from viz.figures.outlines import XLINK, parsed
from viz.figures.texts import SVG, inherited, length, placed

_SIDE: Final = 12
_MOST_TILES: Final = 20_000
"""Of a pattern in one shape; a pattern that would need more is left out."""


@cache
def font(bold: bool) -> str:
    """The name under which the PDF library knows our typeface; it is read once."""
    name = f"BIZUDPGothic-{'Bold' if bold else 'Regular'}"
    pdfmetrics.registerFont(TTFont(name, str(typeface.path(bold=bold))))
    return name


def write(canvas: Any, x: float, y: float, words: str, size: float, *, bold: bool = False) -> None:
    """Words on a page, whose y grows upward, in the colour that the page has."""
    canvas.setFont(font(bold), size)
    canvas.drawString(x, y, typeface.drawn(words))


class Size(NamedTuple):
    """Of an SVG, in its own units."""

    left: float
    top: float
    width: float
    height: float


def size(svg: str | etree._Element) -> Size:
    """What an SVG shows. Raises `ValueError` where the text is no SVG with a viewBox."""
    root = parsed(svg) if isinstance(svg, str) else svg
    box = [float(number) for number in re.split(r"[\s,]+", (root.get("viewBox") or "").strip()) if number]
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
        raise ValueError("an SVG without a viewBox")
    return Size(*box)


def paint(canvas: Any, svg: str, x: float, top: float, width: float) -> float:
    """Draw an SVG with its upper left corner at a point of the page, so wide; how high it is there.

    Understood: g, a, svg, path, rect, circle, line, polyline, polygon, text, use and symbol, with transform, fill
    (colours and patterns), stroke, stroke-dasharray, opacities and color. What else an SVG holds is not drawn. Raises
    `ValueError` where the text is no SVG with a viewBox.
    """
    root = parsed(svg)
    box = size(root)
    scale = width / box.width
    canvas.saveState()
    canvas.translate(x, top)
    canvas.scale(scale, -scale)
    canvas.translate(-box.left, -box.top)
    _Painter(canvas, root, hashlib.sha256(svg.encode()).hexdigest()[:12]).children(root)
    canvas.restoreState()
    return box.height * scale


class _Painter:
    def __init__(self, canvas: Any, root: etree._Element, name: str) -> None:
        self.canvas = canvas
        self.name = name
        self.known = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}

    def children(self, element: etree._Element) -> None:
        for child in element:
            if isinstance(child.tag, str):
                self.draw(child)

    def draw(self, element: etree._Element) -> None:
        kind = element.tag.removeprefix(f"{{{SVG}}}")
        if kind not in _DRAWN or element.get("display") == "none":
            return
        self.canvas.saveState()
        shapes.transform(self.canvas, element.get("transform") or "")
        if kind == "text":
            self.text(element)
        elif kind == "use":
            self.use(element)
        elif kind in ("g", "a", "svg"):
            self.children(element)
        else:
            self.shape(element, shapes.outline(element, kind))
        self.canvas.restoreState()

    def use(self, element: etree._Element) -> None:
        target = self.known.get((element.get("href") or element.get(f"{{{XLINK}}}href") or "").removeprefix("#"))
        if target is None:
            return
        self.canvas.translate(shapes.number(element, "x"), shapes.number(element, "y"))
        if target.tag == f"{{{SVG}}}symbol":
            box = [float(number) for number in (target.get("viewBox") or "").split()]
            if len(box) == 4 and element.get("width"):
                scale = shapes.number(element, "width") / box[2]
                self.canvas.scale(scale, scale)
                self.canvas.translate(-box[0], -box[1])
            self.children(target)
        else:
            self.draw(target)

    def text(self, element: etree._Element) -> None:
        around = (inherited(element, "stroke") or "none") != "none"
        for words in placed(element):
            own = dict(words.paint)
            fill = shapes.colour(element, own.get("fill") or inherited(element, "fill") or "#000000")
            if fill is None:
                continue
            self.canvas.saveState()
            self.canvas.translate(words.x, words.y)
            self.canvas.scale(1, -1)
            if around:
                self.halo(element, words.words, words.size, bold=words.bold)
            self.canvas.setFillColor(fill)
            write(self.canvas, 0, 0, words.words, words.size, bold=words.bold)
            self.canvas.restoreState()

    def halo(self, element: etree._Element, words: str, size: float, *, bold: bool) -> None:
        """The line around the letters, as outlines behind the text, so that no word is read twice."""
        colour = shapes.colour(element, inherited(element, "stroke") or "none")
        if colour is None:
            return
        scale = typeface.scale(size)
        self.canvas.setStrokeColor(colour)
        x = 0.0
        for glyph in typeface.glyphs(words, bold=bold):
            self.canvas.saveState()
            self.canvas.translate(x, 0)
            self.canvas.scale(scale, scale)
            self.canvas.setLineWidth(length(inherited(element, "stroke-width"), size, 1.0) / scale)
            self.canvas.setLineJoin(1)
            outline = typeface.outline(glyph.name, bold=bold)
            self.canvas.drawPath(shapes.path(self.canvas, outline), stroke=1, fill=0)
            self.canvas.restoreState()
            x += glyph.advance * size

    def shape(self, element: etree._Element, outline: str) -> None:
        if not outline:
            return
        canvas = self.canvas
        opacity = shapes.opacity(element)
        told = inherited(element, "fill") or "#000000"
        stroke = shapes.colour(element, inherited(element, "stroke") or "none")
        even = 0 if inherited(element, "fill-rule") == "evenodd" else 1
        if told.startswith("url("):
            self.pattern(outline, told, even)
            fill = None
        else:
            fill = shapes.colour(element, told)
        if fill is not None:
            canvas.setFillColor(fill)
            canvas.setFillAlpha(opacity * float(inherited(element, "fill-opacity") or 1))
        if stroke is not None:
            canvas.setStrokeColor(stroke)
            canvas.setStrokeAlpha(opacity * float(inherited(element, "stroke-opacity") or 1))
            canvas.setLineWidth(length(inherited(element, "stroke-width"), 1.0, 1.0))
            canvas.setLineJoin({"round": 1, "bevel": 2}.get(inherited(element, "stroke-linejoin") or "", 0))
            canvas.setLineCap({"round": 1, "square": 2}.get(inherited(element, "stroke-linecap") or "", 0))
            canvas.setDash(shapes.dash(inherited(element, "stroke-dasharray")))
        if fill is not None or stroke is not None:
            path = shapes.path(canvas, outline)
            canvas.drawPath(path, stroke=int(stroke is not None), fill=int(fill is not None), fillMode=even)

    def pattern(self, outline: str, address: str, even: int) -> None:
        """Fill with a pattern (userSpaceOnUse): its tiles, drawn once in the file, cut to the shape."""
        pattern = self.known.get(address.removeprefix("url(").rstrip(")").strip("'\"#"))
        if pattern is None:
            return
        wide, tall = shapes.number(pattern, "width"), shapes.number(pattern, "height")
        turn = shapes.matrix(pattern.get("patternTransform") or "")
        canvas = self.canvas
        canvas.saveState()
        canvas.clipPath(shapes.path(canvas, outline), stroke=0, fill=0, fillMode=even)
        canvas.transform(*turn)
        many = shapes.tiles(outline, turn, wide * _SIDE, tall * _SIDE, most=_MOST_TILES)
        if len(many) > 1:
            self.lay(self.tiled(pattern, wide, tall), many, wide * _SIDE, tall * _SIDE)
        else:
            some = shapes.tiles(outline, turn, wide, tall, most=_MOST_TILES)
            self.lay(self.tile(pattern, wide, tall), some, wide, tall)
        canvas.restoreState()

    def lay(self, form: str, places: list[tuple[int, int]], wide: float, tall: float) -> None:
        """Put a form at columns and rows."""
        for column, row in places:
            self.canvas.saveState()
            self.canvas.translate(column * wide, row * tall)
            self.canvas.doForm(form)
            self.canvas.restoreState()

    def tile(self, pattern: etree._Element, wide: float, tall: float) -> str:
        """The name of the form that holds a tile."""
        name = f"{self.name}-{pattern.get('id')}"
        if not self.canvas.hasForm(name):
            self.canvas.beginForm(name, 0, 0, wide, tall)
            self.children(pattern)
            self.canvas.endForm()
        return name

    def tiled(self, pattern: etree._Element, wide: float, tall: float) -> str:
        """The name of the form that holds `_SIDE` by `_SIDE` tiles, so that large areas take few of them."""
        one = self.tile(pattern, wide, tall)
        name = f"{one}-{_SIDE}"
        if not self.canvas.hasForm(name):
            self.canvas.beginForm(name, 0, 0, wide * _SIDE, tall * _SIDE)
            self.lay(one, [(column, row) for column in range(_SIDE) for row in range(_SIDE)], wide, tall)
            self.canvas.endForm()
        return name


_DRAWN: Final = frozenset(
    {"g", "a", "svg", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"}
)
