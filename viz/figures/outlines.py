"""Text of an SVG as outlines: the file looks the same in Word, PowerPoint, LibreOffice and browsers, on any PC.

Fonts put into an SVG as ``@font-face`` are read by browsers alone; Word, PowerPoint and LibreOffice set the text in
whatever the PC has. So each glyph becomes a shape, drawn once and used where it stands, and the words remain as the
label of the group that stands for them.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from viz.figures import typeface
from viz.figures.styling import in_line
from viz.figures.texts import OWN, SVG, Placed, inherited, length, placed, said

XLINK: Final = "http://www.w3.org/1999/xlink"

_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text with U+FFFD for each character that XML does not allow."""
    return _ILLEGAL.sub("\ufffd", text)


def parsed(svg: str) -> etree._Element:
    """The elements of an SVG with its style sheet written out on them. Raises `ValueError` where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(legal(svg).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not a well-formed SVG: {error}") from error
    in_line(root)
    _colour(root)
    return root


def _colour(root: etree._Element) -> None:
    """Write out ``currentColor``, which Word and PowerPoint take for black."""
    for element in root.iter(etree.Element):
        for name in ("fill", "stroke"):
            told = inherited(element, "color")
            if told and (element.get(name) or "").lower() == "currentcolor":
                element.set(name, told)


def embedded(svg: str) -> str:
    """The SVG with every text as outlines of BIZ UDPGothic; equal input gives equal output.

    Understood: ``text`` and ``tspan`` with x, y, dx, dy, text-anchor, font-size, font-weight (also in ``style`` or in a
    style sheet of plain selectors in the SVG), dominant-baseline, and an outline of the letters (stroke). Set
    horizontally. Links become groups: in an attached figure they lead nowhere. Characters that XML does not allow
    become U+FFFD and are drawn 〓, as is every character that the typeface lacks. Raises `ValueError` where the text
    is no SVG.
    """
    root = parsed(svg)
    shapes: dict[tuple[str, bool], str] = {}
    for text in list(root.iter(f"{{{SVG}}}text")):
        drawn = _group(text, shapes)
        drawn.tail = text.tail
        parent = text.getparent()
        if parent is None:
            raise ValueError("an SVG whose root is a text")
        parent.replace(text, drawn)
    for link in list(root.iter(f"{{{SVG}}}a")):
        link.tag = f"{{{SVG}}}g"
        for name in ("href", f"{{{XLINK}}}href", "target", "tabindex"):
            link.attrib.pop(name, None)
    root.insert(0, _shapes(shapes))
    etree.cleanup_namespaces(root, top_nsmap={None: SVG, "xlink": XLINK})
    return str(etree.tostring(root, encoding="unicode"))


def _shapes(shapes: dict[tuple[str, bool], str]) -> etree._Element:
    defs = etree.Element(f"{{{SVG}}}defs")
    for (name, bold), id in shapes.items():
        etree.SubElement(defs, f"{{{SVG}}}path", id=id, d=typeface.outline(name, bold=bold))
    return defs


def _group(text: etree._Element, shapes: dict[tuple[str, bool], str]) -> etree._Element:
    """What stands for a text element."""
    group = etree.Element(f"{{{SVG}}}g", {name: value for name, value in text.attrib.items() if name not in OWN})
    group.set("role", "img")
    group.set("aria-label", said(text))
    behind = "stroke" in (inherited(text, "paint-order") or "")
    for words in placed(text):
        _set(group, words, shapes, _stroke(text, words), behind=behind)
    return group


def _stroke(text: etree._Element, words: Placed) -> float:
    """How wide a line is drawn around the letters, in units of the text; 0 for none."""
    own = dict(words.paint)
    if (own.get("stroke") or inherited(text, "stroke") or "none") == "none":
        return 0.0
    return length(own.get("stroke-width") or inherited(text, "stroke-width"), words.size, 1.0)


def _set(
    group: etree._Element, words: Placed, shapes: dict[tuple[str, bool], str], stroke: float, *, behind: bool
) -> None:
    """Put the glyphs of some words into a group.

    ``behind``: the line around the letters lies behind them; Office knows no ``paint-order``, so they are drawn twice.
    """
    scale = typeface.scale(words.size)
    holders = [etree.SubElement(group, f"{{{SVG}}}g", dict(words.paint))]
    if stroke:
        # The grid of the outlines is scaled, and so would the line around the letters be.
        holders[0].set("stroke-width", f"{stroke / scale:.0f}")
        if behind:
            holders.append(etree.SubElement(group, f"{{{SVG}}}g", {**dict(words.paint), "stroke": "none"}))
    x = words.x
    for glyph in typeface.glyphs(words.words, bold=words.bold):
        if typeface.outline(glyph.name, bold=words.bold):
            id = shapes.setdefault((glyph.name, words.bold), f"g{len(shapes)}")
            at = f"translate({x:.2f} {words.y:.2f}) scale({scale:.5f} {-scale:.5f})"
            for holder in holders:
                etree.SubElement(holder, f"{{{SVG}}}use", {f"{{{XLINK}}}href": f"#{id}", "transform": at})
        x += glyph.advance * words.size
