"""Documents of Word (docx): paragraphs, tables, text boxes and notes, as the accepted text.

What was deleted under tracked changes, hidden text, readings above words (ルビ), headers, footers and comments are left
out; what was inserted is in. Numbers that Word adds by itself are no text of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from loaders.read.archive import Archive, local
from loaders.read.compose import EMPTY, Composer, Line, Merge, Value, tidy
from loaders.read.flow import Flow, Piece
from loaders.read.reading import Reading
from loaders.read.source import Source

_W: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_GONE: Final = frozenset(
    {"del", "moveFrom", "rt", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "tblGrid"}
)
_OFF: Final = ("0", "false", "off", "none")
_LEAST_COLUMNS: Final = 2
_MOST_CELLS_MERGED: Final = 2_000


def read(source: Source) -> Reading:
    """Read a document. Raises `ReadError` where it is broken or without text."""
    archive = Archive(source)
    targets = archive.relations("").values()
    part = next((t for t in targets if t.startswith("word/") and t.endswith(".xml")), "word/document.xml")
    levels = _Styles(archive, part)
    document = _Document(source, levels)
    document.blocks(next((e for e in archive.xml(part) if local(e) == "body"), []))
    for notes in ("footnotes.xml", "endnotes.xml"):
        if f"word/{notes}" in archive.names:
            for note in archive.xml(f"word/{notes}"):
                if _attribute(note, "type") in ("", "normal"):
                    document.blocks(note)
    if not document.composer.text.strip():
        raise source.error(
            "文字がありません", "正しいファイルか確かめてください。画像だけの文書は、文字認識（OCR）が要ります"
        )
    document.warn()
    return document.composer.reading("docx", title=document.title or _property(archive, document.composer.text))


def _property(archive: Archive, text: str) -> str:
    """The title among the properties; where the text does not have it, it is left over from another document."""
    if "docProps/core.xml" not in archive.names:
        return ""
    title = next((e.text or "" for e in archive.xml("docProps/core.xml") if local(e) == "title"), "").strip()
    return title if title in text else ""


def _attribute(element: etree._Element, name: str) -> str:
    return next((value for space in _W if (value := element.get(space + name)) is not None), "")


def _child(element: etree._Element, *names: str) -> etree._Element | None:
    for name in names:
        found = next((e for e in element if local(e) == name), None)
        if found is None:
            return None
        element = found
    return element


def _on(properties: etree._Element | None, *names: str) -> bool:
    """Whether one of these marks is set."""
    return properties is not None and any(
        local(mark) in names and _attribute(mark, "val") not in _OFF for mark in properties
    )


class _Styles:
    """Which styles of paragraphs are headings (1 … 9) or the title (0)."""

    def __init__(self, archive: Archive, part: str) -> None:
        target = next((t for t in archive.relations(part).values() if t.endswith("styles.xml")), "")
        root = archive.xml(target) if target in archive.names else []
        self._styles = {_attribute(s, "styleId"): s for s in root if local(s) == "style"}

    def level(self, id: str) -> int | None:
        """The level of a style, its own or that of the style it is based on."""
        for _ in range(10):
            style = self._styles.get(id)
            if style is None:
                return None
            named = _child(style, "name")
            name = _attribute(named, "val").lower() if named is not None else ""
            if name in ("title", "表題"):
                return 0
            outline = _child(style, "pPr", "outlineLvl")
            if outline is not None and _attribute(outline, "val") in "012345678":
                return int(_attribute(outline, "val")) + 1
            if name.startswith(("heading ", "見出し ")) and name[-1].isdecimal():
                return int(name[-1])
            based = _child(style, "basedOn")
            id = _attribute(based, "val") if based is not None else ""
        return None


class _Document:
    """A document that is being written."""

    def __init__(self, source: Source, styles: _Styles) -> None:
        self.composer = Composer(source)
        self.title = ""
        self._source = source
        self._styles = styles
        self._struck: list[str] = []
        self._best = 10

    def blocks(self, parent: etree._Element | list[etree._Element]) -> None:
        """Write the paragraphs and tables of a part."""
        for element in _blocks(parent):
            if local(element) == "tbl":
                self._table(element)
            else:
                self._paragraph(element)

    def warn(self) -> None:
        """Tell what was struck through."""
        if self._struck:
            some = "」「".join(words[:30] for words in self._struck[:3])
            self._source.warn(f"取り消し線の引かれた語句を除いて読みました（「{some}」{'など' if len(self._struck) > 3 else ''}）",
                              "消した語句が要るときは、原本で確かめてください")  # fmt: skip

    def _paragraph(self, paragraph: etree._Element) -> None:
        flow = Flow()
        boxes = _runs(paragraph, flow)
        flow.end()
        level = self._level(paragraph)
        if flow.struck:
            self._struck.append(flow.struck)
        for text, _ in flow.texts(struck=False):
            self.composer.line(text, heading=level is not None)
            if level is not None and level < self._best:
                self._best, self.title = level, text
        for box in boxes:
            self.blocks(box)

    def _level(self, paragraph: etree._Element) -> int | None:
        properties = _child(paragraph, "pPr")
        if properties is None:
            return None
        outline, style = _child(properties, "outlineLvl"), _child(properties, "pStyle")
        if outline is not None and _attribute(outline, "val") in tuple("012345678"):
            return int(_attribute(outline, "val")) + 1
        return self._styles.level(_attribute(style, "val")) if style is not None else None

    def _table(self, table: etree._Element) -> None:
        """A table of data; one of a single row or column is a frame around text."""
        rows = [row for row in _rows(table) if not _on(_child(row, "trPr"), "del", "hidden")]
        if len(rows) < 2 or max(len(list(_cells(row))) for row in rows) < _LEAST_COLUMNS:
            for row in rows:
                for cell in _cells(row):
                    self.blocks(cell)
            return
        lines, merges = [], []
        open_merges: dict[int, Merge] = {}
        for number, row in enumerate(rows, 1):
            values: list[Value] = []
            before = _child(row, "trPr", "gridBefore")
            values += [EMPTY] * min(_number(before), self._source.limits.columns)
            for cell in _cells(row):
                at, wide = len(values), max(1, min(_number(_child(cell, "tcPr", "gridSpan")) or 1, _MOST_CELLS_MERGED))
                vertical = _child(cell, "tcPr", "vMerge")
                goes_on = vertical is not None and _attribute(vertical, "val") != "restart" and at in open_merges
                if goes_on:
                    open_merges[at] = open_merges[at]._replace(bottom=number)
                else:
                    merges.append(open_merges.pop(at, Merge(0, 0, 0, 0)))
                    if vertical is not None or wide > 1:
                        open_merges[at] = Merge(number, at, number, at + wide - 1)
                values += [EMPTY if goes_on else self._value(cell), *[EMPTY] * (wide - 1)]
                if len(values) > self._source.limits.columns:
                    self.composer.check_size(len(rows), len(values), f"{number:,} 行目")
            lines.append(Line(number, values))
        merges += open_merges.values()
        self.composer.table(lines, [merge for merge in merges if merge.top])

    def _value(self, cell: etree._Element) -> Value:
        flow = Flow()
        todo = list(_blocks(cell))
        while todo:
            element = todo.pop(0)
            if local(element) == "tbl":
                todo = [p for row in _rows(element) for inner in _cells(row) for p in _blocks(inner)] + todo
            else:
                todo = [p for box in _runs(element, flow) for p in _blocks(box)] + todo
                flow.end()
        gone = flow.all_struck
        if flow.struck and not gone:
            self._struck.append(flow.struck)
        return Value(tidy("\n".join(text for text, _ in flow.texts(struck=gone))), struck=gone)


def _blocks(parent: etree._Element | list[etree._Element]) -> Iterator[etree._Element]:
    """Paragraphs and tables of a part, through controls and insertions around them."""
    for element in parent:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"):
            yield from _blocks(element)


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for element in parent:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(element)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for element in parent:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(element)


def _number(element: etree._Element | None) -> int:
    value = _attribute(element, "val") if element is not None else ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0


def _runs(element: etree._Element, flow: Flow, struck: bool = False) -> list[etree._Element]:
    """Let the text of a paragraph flow; the text boxes that hang on it are given back."""
    boxes: list[etree._Element] = []
    for child in element:
        name = local(child)
        if name == "txbxContent":
            boxes.append(child)
        elif name == "t":
            flow.add(Piece(child.text or "", struck, verbatim=True))
        elif name in ("br", "cr"):
            flow.end()
        elif name in ("tab", "ptab"):
            flow.add(Piece(" ", struck, verbatim=True))
        elif name in ("noBreakHyphen", "softHyphen"):
            flow.add(Piece("-" if name == "noBreakHyphen" else "", struck, verbatim=True))
        elif name == "r":
            properties = _child(child, "rPr")
            if not _on(properties, "vanish", "webHidden"):
                boxes += _runs(child, flow, struck or _on(properties, "strike", "dstrike"))
        elif name and name not in _GONE:
            boxes += _runs(child, flow, struck)
    return boxes
