"""Workbooks of Excel (xlsx, xlsm): values as they are shown, with what only the file knows of them.

The parts are read as streams, so that a sheet of 200,000 rows or one formatted down to its last row costs little.
Hidden sheets, rows and columns are read and told; formulas give the values that were last computed.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loaders.read import formats
from loaders.read.archive import Archive, local
from loaders.read.compose import Composer, Value, without_collector
from loaders.read.reading import Reading
from loaders.read.richtext import strings
from loaders.read.sheet import Book, Sheet, Strings, Style, read_sheet
from loaders.read.source import Source

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read(source: Source) -> Reading:
    """Read a workbook, sheet after sheet, an empty line between them. Raises `ReadError`."""
    archive = Archive(source)
    part = _workbook(archive)
    root = archive.xml(part)
    relations = archive.relations(part)
    book = Book(source, _strings(archive, relations), _styles(archive, relations), _from_1904(root))
    composer = Composer(source)
    for name, hidden, target in _sheets(root, relations):
        if target in archive.names:
            with without_collector(), archive.open(target) as stream:
                sheet = read_sheet(book, name, stream)
            _write(source, composer, sheet, hidden)
            for text in _boxes(archive, target):
                composer.line(text)
    if not composer.text.strip():
        raise source.error("どのシートにも文字がありません", "正しいファイルか確かめてください")
    return composer.reading("xlsx", sheets=True)


def _workbook(archive: Archive) -> str:
    targets = archive.relations("").values()
    return next((t for t in targets if t.rpartition("/")[2].startswith("workbook")), "xl/workbook.xml")


def _from_1904(root: etree._Element) -> bool:
    properties = (e for e in root if local(e) == "workbookPr")
    return any(e.get("date1904") in ("1", "true") for e in properties)


def _sheets(root: etree._Element, relations: dict[str, str]) -> Iterator[tuple[str, bool, str]]:
    for element in root.iter("{*}sheet"):
        id = element.get(_RELATION) or element.get(_STRICT) or ""
        yield element.get("name", ""), element.get("state", "visible") != "visible", relations.get(id, "")


def _strings(archive: Archive, relations: dict[str, str]) -> Strings:
    part = next((t for t in relations.values() if t.lower().endswith("sharedstrings.xml")), "")
    if part not in archive.names:
        return Strings([])
    found = Strings([])
    with without_collector(), archive.open(part) as stream:
        for n, words in enumerate(strings(stream)):
            found.values.append(Value(words.text, struck=words.struck))
            if words.partly:
                found.partly_struck.add(n)
    return found


def _styles(archive: Archive, relations: dict[str, str]) -> list[Style]:
    part = next((t for t in relations.values() if t.lower().endswith("styles.xml")), "")
    if part not in archive.names:
        return []
    root = archive.xml(part)
    codes = dict(formats.BUILT_IN)
    for element in root.iter("{*}numFmt"):
        if (element.get("numFmtId") or "").isdecimal() and element.get("formatCode"):
            codes[int(element.get("numFmtId", ""))] = element.get("formatCode", "")
    fonts = [
        any(local(e) in ("strike", "dstrike") and e.get("val", "1") not in ("0", "false") for e in font)
        for font in _children(root, "fonts")
    ]
    styles = []
    for xf in _children(root, "cellXfs"):
        code, font = int(xf.get("numFmtId") or 0), int(xf.get("fontId") or 0)
        styles.append(Style(formats.parse(codes.get(code, "General")), font < len(fonts) and fonts[font]))
    return styles


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    return [child for element in root if local(element) == name for child in element if local(child)]


def _write(source: Source, composer: Composer, sheet: Sheet, hidden: bool) -> None:
    if composer.text and sheet.lines:
        composer.line("")
    table = composer.table(sheet.lines, sheet.merges, name=sheet.name, hidden=hidden)
    if table is None:
        return
    if hidden:
        source.warn("非表示のシートです", "ほかのシートと同じに読みました。使わないものなら消してください", sheet.name)
    rows = [row.number for row in table.rows if row.hidden]
    if rows:
        source.warn(f"非表示の行が {len(rows):,} 行あります（{rows[0]:,} 行目など）",
                    "ほかの行と同じに読みました。使わないものなら消してください", sheet.name)  # fmt: skip
    columns = sorted(column for column in sheet.hidden_columns if column <= len(table.rows[0].cells))
    if columns:
        source.warn(f"非表示の列が {len(columns):,} 列あります（左から {columns[0]:,} 列目など）",
                    "ほかの列と同じに読みました。使わないものなら消してください", sheet.name)  # fmt: skip


def _boxes(archive: Archive, part: str) -> Iterator[str]:
    """The text boxes that lie on a sheet, a paragraph at a time."""
    for target in archive.relations(part).values():
        if "/drawings/drawing" in target and target in archive.names:
            for paragraph in archive.xml(target).iter("{*}p"):
                text = "".join(t.text or "" for t in paragraph.iter("{*}t"))
                if text.strip():
                    yield text
