"""Text, tables and pictures on a slide, all of them editable, each named so that a later run knows it again."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Pt

from viz.reports.model import Figure
from viz.reports.pptx.look import HAIR, INK, SUB, Room
from viz.reports.slides import LARGE, SMALL, Grid
from viz.reports.words import plain, short

PREFIX: Final = "連携グラフ"
_SPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own table style without lines or fillings."""


def name(key: str, part: str, words: str) -> str:
    """A shape's name: whose it is, and a mark of its words, so that changed words are seen."""
    return f"{PREFIX}:{key}:{part}:{mark(words)}"


def mark(words: str) -> str:
    """A mark of some words, whatever their blanks."""
    return hashlib.blake2b(re.sub(r"\s+", "", words).encode(), digest_size=5).hexdigest()


def words_of(shape: Any) -> str:
    """All words of a shape; a picture has none."""
    if shape.has_text_frame:
        return str(shape.text_frame.text)
    if getattr(shape, "has_table", False) and shape.has_table:
        return "\t".join(cell.text for row in shape.table.rows for cell in row.cells)
    return ""


def write_words(frame: Any, lines: Sequence[str], size: float, *, colour: str = INK, bold: bool = False) -> None:
    """Lines as paragraphs."""
    frame.word_wrap = True
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.35)
        paragraph.line_spacing = 1.15
        _run(paragraph, line, size, colour=colour, bold=bold)


def _run(paragraph: Any, words: str, size: float, *, colour: str, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = plain(words).replace("\n", " ")
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.rgb = RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]
    letters = run._r.get_or_add_rPr()
    letters.set("lang", "ja-JP")
    letters.set("altLang", "en-US")


def text(slide: Any, room: Room, lines: Sequence[str], size: float, *, colour: str = INK) -> Any:
    """A box of text."""
    box = slide.shapes.add_textbox(*room)
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write_words(frame, lines, size, colour=colour)
    return box


def table(slide: Any, room: Room, grid: Grid) -> Any:
    """A table with a row of headings, which screen readers are told of."""
    rows = len(grid.rows) + 1
    shape = slide.shapes.add_table(rows, len(grid.heads), room.left, room.top, room.width, Pt(22) * rows)
    made = shape.table
    properties = made._tbl.tblPr
    properties.set("firstRow", "1")
    properties.set("bandRow", "0")
    properties.find(f"{{{_SPACE}}}tableStyleId").text = _NO_STYLE
    whole = sum(grid.widths)
    for column, width in zip(made.columns, grid.widths, strict=True):
        column.width = round(room.width * width / whole)
    for at, head in enumerate(grid.heads):
        _cell(made.cell(0, at), [head], SMALL, right=grid.rights[at], colour=SUB, line=(INK, 12_700))
    for number, row in enumerate(grid.rows, 1):
        for at, value in enumerate(row):
            _cell(
                made.cell(number, at), value.split("\n"), LARGE, right=grid.rights[at], colour=INK, line=(HAIR, 6_350)
            )
    describe(shape, f"{grid.words}。{len(grid.rows)} 行、列: {'、'.join(filter(None, grid.heads))}")
    return shape


def _cell(cell: Any, lines: Sequence[str], size: float, *, right: bool, colour: str, line: tuple[str, int]) -> None:
    cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = 0, Pt(8), Pt(3), Pt(3)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    frame = cell.text_frame
    for n, words in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        _run(paragraph, words, size if n == 0 else SMALL, colour=colour if n == 0 else SUB)
    shade, width = line
    properties = cell._tc.get_or_add_tcPr()
    properties.append(
        parse_xml(
            f'<a:lnB xmlns:a="{_SPACE}" w="{width}"><a:solidFill><a:srgbClr val="{shade}"/></a:solidFill></a:lnB>'
        )
    )


def picture(slide: Any, room: Room, figure: Figure) -> Any:
    """A picture as large as fits, with what it shows in words."""
    scale = min(room.width / figure.width, room.height / figure.height)
    width, height = round(figure.width * scale), round(figure.height * scale)
    shape = slide.shapes.add_picture(
        io.BytesIO(figure.png), room.left + (room.width - width) // 2, room.top, width, height
    )
    _sharpen(slide, shape, figure.svg)
    describe(shape, figure.words)
    return shape


def _sharpen(slide: Any, shape: Any, svg: str) -> None:
    """The drawing itself beside its picture, which newer programs show at any size."""
    package = slide.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    free = next(n for n in range(1, 10_000) if f"/ppt/media/renkei{n}.svg" not in taken)
    part = Part(PackURI(f"/ppt/media/renkei{free}.svg"), "image/svg+xml", package, svg.encode())
    id = slide.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = next(shape._element.iter(f"{{{_SPACE}}}blip"))
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_SPACE}"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
            '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
            f'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{id}"/></a:ext></a:extLst>'
        )
    )


def describe(shape: Any, words: str) -> None:
    """What a shape shows, for who cannot see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", plain(short(words, 1_000)))


_NUMBER: Final = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="' + _SPACE + '"><p:nvSpPr>'
    '<p:cNvPr id="{id}" name="頁番号"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="{index}"/>'
    '</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
    '<a:rPr lang="ja-JP"/><a:t>1</a:t></a:fld></a:p></p:txBody></p:sp>'
)


def page_number(slide: Any) -> None:
    """The number of the slide, where its layout has a place for it."""
    for holder in slide.slide_layout.placeholders:
        if holder.placeholder_format.type is not None and "SLIDE_NUMBER" in str(holder.placeholder_format.type):
            id = max((shape.shape_id for shape in slide.shapes), default=1) + 1
            slide.shapes._spTree.append(parse_xml(_NUMBER.format(id=id, index=holder.placeholder_format.idx)))
            return
