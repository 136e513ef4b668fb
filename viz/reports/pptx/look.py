"""The look of a new deck: 16:9, one typeface, two layouts, room for a title and what stands under it."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

FONT: Final = "BIZ UDPGothic"
INK, SUB, LINE, HAIR = "1B1F24", "4A525C", "868F99", "D3D8DD"
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_QUIET: Final = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


class Room(NamedTuple):
    """Where a slide has its content, in English metric units."""

    left: int
    top: int
    width: int
    height: int


def blank() -> Any:
    """A deck without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _letters(deck)
    master = deck.slide_master
    for shape in master.placeholders:
        kind = shape.placeholder_format.type
        if kind in _TITLES:
            _place(shape, 0.5, 0.32, 12.33, 0.72)
            _text(shape, 26, anchor=MSO_ANCHOR.BOTTOM)
            shape.text_frame.margin_left = 0
        elif kind is PP_PLACEHOLDER.BODY:
            _place(shape, 0.5, 1.25, 12.33, 5.4)
        elif kind is PP_PLACEHOLDER.SLIDE_NUMBER:
            _place(shape, 11.33, 6.98, 1.5, 0.34)
        elif kind is PP_PLACEHOLDER.FOOTER:
            _place(shape, 0.5, 6.98, 8.0, 0.34)
        elif kind is PP_PLACEHOLDER.DATE:
            _place(shape, 8.6, 6.98, 2.6, 0.34)
    _left(master)
    for layout in list(deck.slide_layouts):
        if layout.name not in ("Title Slide", "Title Only"):
            deck.slide_layouts.remove(layout)
    cover = deck.slide_layouts[0]
    for shape in list(cover.placeholders):
        if shape.placeholder_format.type is PP_PLACEHOLDER.CENTER_TITLE:
            _place(shape, 0.9, 1.7, 11.5, 1.6)
            _text(shape, 36, anchor=MSO_ANCHOR.BOTTOM)
            shape.text_frame.margin_left = 0
        elif shape.placeholder_format.type is PP_PLACEHOLDER.SUBTITLE:
            _place(shape, 0.9, 3.6, 11.5, 2.6)
            _text(shape, 18, anchor=MSO_ANCHOR.TOP)
            shape.text_frame.margin_left = 0
    _rule(cover, 0.9, 3.42, 11.5)
    _rule(deck.slide_layouts[1], 0.5, 1.08, 12.33)
    for layout, name in zip(deck.slide_layouts, ("表紙", "題と内容"), strict=True):
        layout.name = name
    return deck


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (left, top, width, height))


def _text(shape: Any, size: int, *, anchor: Any) -> None:
    """Size and side of a placeholder's letters; slides inherit them."""
    frame = shape.text_frame
    frame.vertical_anchor = anchor
    styles = (
        shape._element.txBody.get_or_add_lstStyle() if hasattr(shape._element.txBody, "get_or_add_lstStyle") else None
    )
    if styles is None:
        styles = shape._element.txBody.find("{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle")
    if styles is None:
        return
    for each in list(styles):
        styles.remove(each)
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    level = styles.makeelement(f"{{{space}}}lvl1pPr", {"algn": "l", "marL": "0", "indent": "0"})
    level.append(level.makeelement(f"{{{space}}}buNone", {}))
    letters = level.makeelement(f"{{{space}}}defRPr", {"sz": str(size * 100), "b": "1" if size > 20 else "0"})
    fill = letters.makeelement(f"{{{space}}}solidFill", {})
    fill.append(fill.makeelement(f"{{{space}}}srgbClr", {"val": INK}))
    letters.append(fill)
    level.append(letters)
    styles.append(level)


def _rule(layout: Any, left: float, top: float, width: float) -> None:
    """A black line under the title, in the layout, so that slides have it by themselves."""
    space = "http://schemas.openxmlformats.org/"
    layout.shapes._spTree.append(
        parse_xml(
            f'<p:cxnSp xmlns:p="{space}presentationml/2006/main" xmlns:a="{space}drawingml/2006/main"><p:nvCxnSpPr>'
            '<p:cNvPr id="90" name="罫線"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr><a:xfrm>'
            f'<a:off x="{Inches(left)}" y="{Inches(top)}"/><a:ext cx="{Inches(width)}" cy="0"/></a:xfrm>'
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="19050"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln>'
            "</p:spPr></p:cxnSp>"
        )
    )


def _left(master: Any) -> None:
    """Titles of the master begin at the left."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for level in master._element.iter(f"{space}lvl1pPr"):
        if level.getparent().tag.endswith("titleStyle"):
            level.set("algn", "l")
            for letters in level.iter(f"{space}defRPr"):
                letters.set("sz", "2600")
                letters.set("b", "1")


def _letters(deck: Any) -> None:
    """One typeface for Latin and Japanese letters, in the theme, so that a person changes it in one place."""
    for part in deck.part.package.iter_parts():
        if str(part.partname).startswith("/ppt/theme/"):
            text = part.blob.decode("utf-8")
            text = re.sub(r"(<a:(?:major|minor)Font>\s*<a:latin typeface=\")[^\"]*\"", rf'\1{FONT}"', text)
            text = re.sub(
                r"(<a:(?:major|minor)Font>.*?<a:ea typeface=\")[^\"]*\"", rf'\1{FONT}"', text, flags=re.DOTALL
            )
            part._blob = text.encode("utf-8")


def layout(deck: Any, *, cover: bool) -> Any:
    """The layout of a cover, or one with a title and as little else as possible."""
    layouts = list(deck.slide_layouts)
    wanted = PP_PLACEHOLDER.CENTER_TITLE if cover else PP_PLACEHOLDER.TITLE
    fitting = [each for each in layouts if any(p.placeholder_format.type is wanted for p in each.placeholders)]
    if not fitting:
        fitting = [each for each in layouts if any(p.placeholder_format.type in _TITLES for p in each.placeholders)]
    return min(fitting or layouts, key=lambda each: (len(_others(each)) if not cover else 0, layouts.index(each)))


def _others(layout: Any) -> list[Any]:
    return [p for p in layout.placeholders if p.placeholder_format.type not in (*_TITLES, *_QUIET)]


def room(deck: Any, slide: Any) -> Room:
    """What is free under the title of a slide."""
    side = round(deck.slide_width * 0.0375)
    title = slide.shapes.title
    top = round(deck.slide_height * 0.16)
    if title is not None and title.top is not None:
        top = title.top + title.height + Pt(14)
    if top > deck.slide_height * 0.4:
        top = round(deck.slide_height * 0.4)
    bottom = round(deck.slide_height * 0.925)
    return Room(side, int(top), deck.slide_width - 2 * side, bottom - int(top))
