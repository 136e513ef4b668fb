"""Documents of every format that is read in this process.

Office files and PDF are zips and compressed streams, in which a changed bit is only a damaged file: here an input is a
part of a file that is otherwise sound, told by its first byte.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from graph.errors import DataProblems
from loaders.read import ReadError, read_bytes
from loaders.read.limits import Limits
from loaders.workbook import opening
from tests.documents import files
from tests.fuzz.target import ROOT, Target, plainly_refused, well_placed

_LIMITS = Limits(cells=200_000, characters=2_000_000)
_PAGE = (ROOT / "tests/fuzz/page.html").read_bytes()


def _read(name: str, raw: bytes) -> None:
    try:
        reading = read_bytes(name, raw, _LIMITS)
    except ReadError as error:
        plainly_refused(error)
    else:
        well_placed(reading)


def plain(raw: bytes) -> None:
    """Texts in any encoding: txt, md, csv, tsv and saved mails, told by the first byte."""
    names = ("a.txt", "a.md", "a.csv", "a.tsv", "a.mht", "a")
    _read(names[raw[0] % len(names)] if raw else "a.txt", raw[1:])


def page(raw: bytes) -> None:
    """Web pages."""
    _read("a.html", raw)


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return out.getvalue()


@cache
def _word() -> dict[str, bytes]:
    def fill(document: files.Any) -> None:
        document.add_heading("見守りの協定", 1)
        document.add_paragraph("令和5年11月8日、宇陀市と株式会社よつば配送便は協定を結んだ。")
        table = document.add_table(2, 3)
        for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"欄{n}"
        table.cell(0, 0).merge(table.cell(0, 1))

    return _parts(files.word(fill))


@cache
def _sheet() -> dict[str, bytes]:
    def fill(book: files.Any) -> None:
        sheet = book.add_worksheet("協定一覧")
        day = book.add_format({"num_format": "yyyy/m/d"})
        gone = book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, ["協定名", "相手方", "締結日"])
        sheet.write(1, 0, "見守り協定", gone)
        sheet.write_rich_string(1, 1, "㈱", gone, "よつば", "配送便")
        sheet.write(1, 2, 45238, day)
        sheet.merge_range(2, 0, 3, 1, "合わせた欄")
        sheet.write(4, 0, 1.5)
        sheet.write_formula(4, 1, "=A5*2", value=3)

    return _parts(files.written(fill))


WORD_PARTS = (
    "word/document.xml",
    "word/styles.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
    "word/numbering.xml",
)
SHEET_PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")  # fmt: skip


def word(raw: bytes) -> None:
    """A part of a docx."""
    if raw:
        _read("a.docx", _packed({**_word(), WORD_PARTS[raw[0] % len(WORD_PARTS)]: raw[1:]}))


def sheet(raw: bytes) -> None:
    """A part of an xlsx, for the reader of documents and for that of workbooks of ours."""
    if not raw:
        return
    packed = _packed({**_sheet(), SHEET_PARTS[raw[0] % len(SHEET_PARTS)]: raw[1:]})
    _read("a.xlsx", packed)
    path = Path(tempfile.gettempdir()) / "renkei-fuzz.xlsx"
    path.write_bytes(packed)
    opening.is_ours(path)
    with contextlib.suppress(DataProblems):
        opening.opened(path)


def container(raw: bytes) -> None:
    """The zip itself."""
    _read("a.xlsx", raw)


def _object(number: int, words: bytes) -> bytes:
    return b"%d 0 obj %s endobj\n" % (number, words)


def paper(raw: bytes) -> None:
    """A PDF: what it draws, the font, or all of it."""
    if not raw:
        return
    kind, rest = raw[0] % 3, raw[1:]
    if kind == 2:
        _read("a.pdf", rest)
        return
    drawing = rest if kind == 0 else _DRAWING
    font = rest if kind == 1 else b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>> stream\n%s\nendstream" % (len(drawing), drawing), font,
    )  # fmt: skip
    body = b"".join(_object(n, part) for n, part in enumerate(parts, 1))
    _read("a.pdf", b"%PDF-1.4\n" + body + b"trailer <</Root 1 0 R>>\n%%EOF")


_DRAWING = (
    b"BT /F1 12 Tf 72 700 Td (agreement list) Tj 0 -20 Td (name partner) Tj ET\n"
    b"0.5 w 70 600 m 300 600 l S 70 560 m 300 560 l S 70 600 m 70 560 l S 300 600 m 300 560 l S 180 600 m 180 560 l S\n"
    b"BT /F1 10 Tf 1 0 0 1 80 580 Tm (left) Tj 1 0 0 1 190 580 Tm [(ri) -20 (ght)] TJ ET\nq 0 0 1 rg 10 10 20 20 re f Q"
)
_TEXTS = (
    "\0協定の本文です。\n令和5年11月8日\n".encode(), b"\0" + "協定の本文です。".encode("utf-16"), b"\0" + "協定\r\n覚書".encode("cp932"),
    b"\0" + "協定\n".encode("euc-jp"), b"\0" + "協定\n".encode("iso-2022-jp"),
    "\1# 見出し\n\n| 協定 | 相手 |\n|---|:-:|\n| 見守り | ㈱\\|よつば |\n\n- 箇条\n> 引用\n```\n組\n```\n".encode(),
    '\2協定名,"相手\n方",締結日\n見守り協定,"㈱""よつば""",R5.11.8\n'.encode(), b"\3a\tb\nc\td\n",
    b"\4MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\n<p>=E5=8D=94</p>\n--x--\n",
)  # fmt: skip


def _each(names: tuple[str, ...], parts: Callable[[], Mapping[str, bytes]]) -> list[bytes]:
    return [bytes([n]) + parts()[name] for n, name in enumerate(names) if name in parts()]


TARGETS = (
    Target("text", plain, lambda: _TEXTS, ("|", "---", "\t", '"', ",", "\r\n", "\x1b$B", "\x1b(B", "#", "```", "Content-Type: ", "charset=", "=E5"), 3_000, 2),
    Target("html", page, lambda: [_PAGE, b"<table border=1><tr><td rowspan=2 colspan=0>a<td>b<tr><td>c</table>"],
           ("<table>", "<tr>", "<td rowspan=9 colspan=9>", "<th>", "</table>", "<div class=main>", "<nav>", "<s>", "<br>", "&#0;", "<pre>", "<!--", "<title>", "<caption>", "hidden", "<template>", "<svg>"), 6_000, 3),
    Target("docx", word, partial(_each, WORD_PARTS, _word),
           ("<w:p>", "</w:p>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:gridSpan w:val=\"9\"/>", "<w:vMerge/>", "<w:del>", "<w:ins>", "<w:strike/>", "<w:fldSimple>", "<w:txbxContent>"), 40_000, 5),
    Target("xlsx", sheet, partial(_each, SHEET_PARTS, _sheet),
           ("<c r=\"XFD1048576\" t=\"s\">", "<v>", "</v>", "<mergeCell ref=\"A1:XFD1048576\"/>", "t=\"inlineStr\"", "1e308", "-1", "NaN", "<row r=\"0\">", "hidden=\"1\"", "<f>"), 20_000, 5),
    Target("zip", container, lambda: [_packed({"xl/workbook.xml": b"<workbook/>", "a": b"x"}), _packed(_sheet())], ("PK\x01\x02", "PK\x03\x04", "PK\x05\x06"), 20_000, 3),
    Target("pdf", paper, lambda: [b"\0" + _DRAWING, b"\1<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
                                  b"\2%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"],
           ("BT", "ET", " Tj", " TJ", " Tm", " Td", " Tf", " cm", " re", " m", " l", " S", " f", "q", "Q", "/F1", "1e38", "-1e38", "<<", ">>", "R", "obj", "BI", "ID", "EI"), 6_000, 5),
)  # fmt: skip
