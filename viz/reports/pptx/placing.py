"""What stands where on a slide: its title, its words, its table or picture, and the line at its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from viz.reports.pptx import drawing
from viz.reports.pptx.look import SUB, Room
from viz.reports.slides import Slide
from viz.reports.words import plain, short

WORDS: Final = {"title": "題", "text": "文", "table": "表", "figure": "図", "foot": "脚注"}
"""What a part is called."""


class Part(NamedTuple):
    """A part of a slide: its name, how it is drawn, and its words."""

    name: str
    draw: Callable[[], Any]
    words: str


def parts(page: Any, slide: Slide, room: Room) -> list[Part]:
    """The parts of a slide in the order in which they are read."""
    made = [Part("title", lambda: _titled(page, slide.title), slide.title)]
    if slide.cover:
        return [*made, Part("text", lambda: _subtitled(page, slide.texts, room), "\n".join(slide.texts))]
    foot = Pt(20) if slide.foot else 0
    lines, size = slide.texts, 16.0 if slide.grid or slide.figure else 18.0
    top, height = room.top, room.height - foot
    if lines and slide.figure:
        side = round(room.width * 0.29)
        beside = Room(room.left, top, side, height)
        made.append(Part("text", lambda: drawing.text(page, beside, lines, size), "\n".join(lines)))
        gap = round(room.width * 0.02)
        rest = Room(room.left + side + gap, top, room.width - side - gap, height)
    elif lines:
        down = height if slide.grid is None else _height(lines, size, room.width)
        above = Room(room.left, top, room.width, down)
        made.append(Part("text", lambda: drawing.text(page, above, lines, size), "\n".join(lines)))
        rest = Room(room.left, top + down, room.width, height - down)
    else:
        rest = Room(room.left, top, room.width, height)
    if slide.grid is not None:
        grid = slide.grid
        words = "\n".join("｜".join(row) for row in grid.rows)
        made.append(Part("table", lambda: drawing.table(page, rest, grid), words))
    if slide.figure is not None:
        figure = slide.figure
        made.append(Part("figure", lambda: drawing.picture(page, rest, figure), figure.words))
    if slide.foot:
        below = Room(room.left, room.top + room.height - foot, room.width, foot)
        made.append(Part("foot", lambda: drawing.text(page, below, [slide.foot], 10.5, colour=SUB), slide.foot))
    return made


def _titled(page: Any, title: str) -> Any:
    shape = page.shapes.title
    if shape is None:
        room = Room(Pt(36), Pt(24), page.part.package.presentation_part.presentation.slide_width - Pt(72), Pt(48))
        return drawing.text(page, room, [short(title, 120)], 24)
    shape.text_frame.text = plain(short(title, 120)).replace("\n", " ")
    return shape


def _subtitled(page: Any, lines: Sequence[str], room: Room) -> Any:
    holders = [shape for shape in page.placeholders if shape.placeholder_format.type in _SUBTITLES]
    if not holders:
        return drawing.text(page, room, lines, 18)
    frame = holders[0].text_frame
    frame.clear()
    drawing.write_words(frame, lines, 18)
    return holders[0]


_SUBTITLES: Final = (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)


def drop_empty(page: Any) -> None:
    """Placeholders of a layout that nothing fills say "click to add text"."""
    for shape in list(page.placeholders):
        if shape.has_text_frame and not shape.text_frame.text and shape != page.shapes.title:
            shape._element.getparent().remove(shape._element)


def _height(lines: Sequence[str], size: float, width: int) -> int:
    across = max(1, int(width / Pt(size)) - 1)
    rows = sum(-(-len(line) // across) for line in lines)
    return round(Pt(size) * 1.5 * rows + Pt(12))
