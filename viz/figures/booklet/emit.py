"""Pages as a PDF: fonts embedded in part, title, language, bookmarks and page numbers; equal pages, equal bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from viz import marks
from viz.figures import painter, setting, typeface
from viz.figures.booklet.drawn import RULE, SUB, Anchor, Box, Drawn, Link, Mark, Picture, Rule, Words
from viz.figures.booklet.flow import MARGIN, TALL, WIDE

_FOOT: Final = 8.0
_MANY: Final = 8
"""Pages above which the bookmarks are shown when the file is opened."""
_SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" color="{}">{}</svg>'


_colour: Final = lru_cache(maxsize=64)(HexColor)


def pdf(
    pages: Sequence[Sequence[Drawn]], *, title: str, subject: str, warning: str = "", landscape: bool = False
) -> bytes:
    """The file. ``title`` and ``subject`` are its properties; title and ``warning`` stand at the foot of every page."""
    file = io.BytesIO()
    # Streams as bytes: as text they would be a quarter longer. The library takes this from its own settings only.
    rl_config.useA85 = 0
    wide, tall = (TALL, WIDE) if landscape else (WIDE, TALL)
    canvas = Canvas(
        file, pagesize=(wide, tall), invariant=1, pageCompression=1, lang="ja-JP", initialFontName=painter.font(False)
    )
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor("")
    canvas.setCreator("連携グラフ")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if len(pages) > _MANY:
        canvas.showOutline()
    printer = _Printer(canvas, tall)
    foot = setting.label(title, 44, 1)[0] + (f"　【{warning}】" if warning else "")
    for number, page in enumerate(pages, 1):
        for thing in page:
            printer.draw(thing)
        canvas.setStrokeColor(_colour(RULE))
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, MARGIN + 4, wide - MARGIN, MARGIN + 4)
        counted = f"{number} / {len(pages)}"
        for x, words in ((MARGIN, foot), (wide - MARGIN - typeface.width(counted, _FOOT), counted)):
            canvas.setFillColor(_colour(SUB))
            painter.write(canvas, x, MARGIN - 8, words, _FOOT)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class _Printer:
    def __init__(self, canvas: Any, tall: float) -> None:
        self.canvas = canvas
        self.tall = tall
        self.forms: dict[str, str] = {}

    def draw(self, thing: Drawn) -> None:
        canvas = self.canvas
        y = self.tall - thing.y
        match thing:
            case Words():
                canvas.setFillColor(_colour(thing.colour))
                painter.write(canvas, thing.x, y, thing.words, thing.size, bold=thing.bold)
            case Rule():
                canvas.setStrokeColor(_colour(thing.colour))
                canvas.setLineWidth(thing.width)
                canvas.line(thing.x, y, thing.x2, self.tall - thing.y2)
            case Box():
                self.box(thing, y)
            case Mark():
                self.mark(thing, y)
            case Picture():
                painter.paint(canvas, thing.svg, thing.x, y, thing.wide)
            case Link():
                canvas.linkRect("", thing.target, (thing.x, y - thing.tall, thing.x + thing.wide, y), thickness=0)
            case Anchor():
                canvas.bookmarkHorizontal(thing.name, 0, y + 6)
                if thing.title:
                    canvas.addOutlineEntry(setting.label(thing.title, 60, 1)[0], thing.name, thing.level)

    def box(self, box: Box, y: float) -> None:
        canvas = self.canvas
        canvas.saveState()
        if box.fill:
            canvas.setFillColor(_colour(box.fill))
        if box.stroke:
            canvas.setStrokeColor(_colour(box.stroke))
            canvas.setLineWidth(0.6)
            canvas.setDash([2, 1.5] if box.dashed else [])
        canvas.rect(box.x, y - box.tall, box.wide, box.tall, stroke=int(bool(box.stroke)), fill=int(bool(box.fill)))
        canvas.restoreState()

    def mark(self, mark: Mark, y: float) -> None:
        """A mark is drawn once in the file and placed where it stands."""
        canvas = self.canvas
        if mark.name not in self.forms:
            form = f"mark{len(self.forms)}"
            canvas.beginForm(form, 0, 0, 16, 16)
            painter.paint(canvas, _SVG.format(marks.colour(mark.name), marks.inner(mark.name)), 0, 16, 16)
            canvas.endForm()
            self.forms[mark.name] = form
        canvas.saveState()
        canvas.translate(mark.x - mark.size / 2, y - mark.size / 2)
        canvas.scale(mark.size / 16, mark.size / 16)
        canvas.doForm(self.forms[mark.name])
        canvas.restoreState()
