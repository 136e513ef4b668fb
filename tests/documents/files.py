"""Makers of files as they lie on people's desks. All documents made here are made up; real are the names of places.

Nothing is kept on disk: every maker gives the bytes of a file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import openpyxl
import xlsxwriter
import xlwt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from loaders import read

MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
for _font in (MINCHO, GOTHIC):
    pdfmetrics.registerFont(UnicodeCIDFont(_font))


def texts(table: read.Table) -> list[list[str]]:
    """The cells of a table as text, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def exact(reading: read.Reading) -> read.Reading:
    """The reading, after making sure that every cell, row and heading stands where it says."""
    for table in reading.tables:
        assert len({len(row.cells) for row in table.rows}) == 1
        assert [row.number for row in table.rows] == sorted({row.number for row in table.rows})
        for row in table.rows:
            for cell in row.cells:
                assert reading.quote(cell.span) == cell.text.replace("\n", " ")
                assert "\t" not in cell.text
    for heading in reading.headings:
        assert reading.quote(heading).strip()
        assert "\n" not in reading.quote(heading)
    return reading


def workbook(fill: Callable[[Any], None]) -> bytes:
    """An xlsx; ``fill`` gets the workbook of openpyxl, whose first sheet is called 協定一覧."""
    book = openpyxl.Workbook()
    book.active.title = "協定一覧"
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    """An xlsx of one sheet with these rows."""
    return workbook(lambda book: [book.active.append(row) for row in rows])  # type: ignore[arg-type, return-value]


def written(fill: Callable[[Any], None]) -> bytes:
    """An xlsx as Excel lays it out, with shared strings; ``fill`` gets the workbook of XlsxWriter."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book)
    book.close()
    return out.getvalue()


def old_workbook(fill: Callable[[Any], None]) -> bytes:
    """An xls; ``fill`` gets the workbook of xlwt."""
    book = xlwt.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(fill: Callable[[Any], None]) -> bytes:
    """A docx; ``fill`` gets the document of python-docx."""
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def replaced(archive: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip file with one part changed (made, where it is missing)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return out.getvalue()


BODY = ParagraphStyle("body", fontName=MINCHO, fontSize=10.5, leading=17, wordWrap="CJK", firstLineIndent=10.5)
ITEM = ParagraphStyle(
    "item", fontName=MINCHO, fontSize=10.5, leading=17, wordWrap="CJK", leftIndent=10.5, firstLineIndent=-10.5
)
LARGE = ParagraphStyle("large", fontName=GOTHIC, fontSize=16, leading=24, wordWrap="CJK", alignment=1)
SMALL = ParagraphStyle("small", fontName=MINCHO, fontSize=9, leading=12, wordWrap="CJK")
RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
LINES_ONLY = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black),
              ("VALIGN", (0, 0), (-1, -1), "TOP")]  # fmt: skip


def paragraph(text: str, style: ParagraphStyle = BODY) -> Flowable:
    """A paragraph of a PDF."""
    return Paragraph(text, style)


def pdf_table(rows: Sequence[Sequence[str]], widths: Sequence[float], style: Sequence[Any] = RULED) -> Flowable:
    """A table of a PDF whose cells wrap; ``style`` says its rules."""
    cells = [[Paragraph(text.replace("\n", "<br/>"), SMALL) for text in row] for row in rows]
    return Table(cells, colWidths=list(widths), repeatRows=1, style=TableStyle(list(style)))


def pdf(*flow: Flowable, head: str = "", wide: bool = False) -> bytes:
    """A PDF with page numbers at the foot, and a running head where given."""

    def frame(canvas: Canvas, page: Any) -> None:
        canvas.setFont(MINCHO, 9)
        canvas.drawCentredString(canvas._pagesize[0] / 2, 28, f"- {page.page} -")
        canvas.drawString(72, canvas._pagesize[1] - 36, head)

    out = io.BytesIO()
    size = landscape(A4) if wide else A4
    SimpleDocTemplate(out, pagesize=size).build(list(flow), onFirstPage=frame, onLaterPages=frame)
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF that is drawn by hand; ``draw`` gets the canvas, in a font that has Japanese."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(MINCHO, 10)
    draw(canvas)
    canvas.save()
    return out.getvalue()
