"""One sheet of a workbook, read as a stream of rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, Final, NamedTuple

from lxml import etree

from loaders.read import formats
from loaders.read.archive import local
from loaders.read.compose import EMPTY, Line, Merge, Value, tidy
from loaders.read.richtext import unescape, words
from loaders.read.source import Source

_GENERAL: Final = formats.parse("General")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Empty rows between rows are rows, but a sheet with one note a million rows down has no million rows.
_GAP: Final = 1_000


class Style(NamedTuple):
    """What a cell's style says of its value."""

    format: formats.Format
    struck: bool = False


_PLAIN: Final = Style(_GENERAL)


@dataclass
class Strings:
    """The strings that the cells of a workbook share; of some only a part is struck through."""

    values: list[Value]
    partly_struck: set[int] = field(default_factory=set)


@dataclass
class Book:
    """What the sheets of a workbook share."""

    source: Source
    strings: Strings
    styles: list[Style]
    from_1904: bool = False


@dataclass
class Sheet:
    """A sheet before it is written. ``hidden_columns`` count from 1."""

    name: str
    lines: list[Line] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    uncomputed: list[str] = field(default_factory=list)
    partly_struck: list[str] = field(default_factory=list)
    yearless: list[str] = field(default_factory=list)


def read_sheet(book: Book, name: str, stream: IO[bytes]) -> Sheet:
    """Read a sheet. Raises `ReadError` where it is broken or beyond the limits."""
    sheet = Sheet(name)
    values = _Values(book, sheet)
    cells = 0
    try:
        for _, element in etree.iterparse(
            stream,
            tag=("{*}row", "{*}mergeCell", "{*}col"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            kind = local(element)
            if kind == "row":
                cells += _row(values, element)
                if cells > book.source.limits.cells:
                    raise book.source.error(
                        f"表が大きすぎます（読めるのは {book.source.limits.cells:,} セルまで）",
                        "ファイルを分けて保存してください",
                        name,
                    )
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif kind == "mergeCell":
                sheet.merges.extend(_merge(element.get("ref", "")))
            elif element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min") or 1), int(element.get("max") or 1)
                sheet.hidden_columns.update(range(first, min(last, book.source.limits.columns) + 1))
    except etree.XMLSyntaxError as error:
        raise book.source.error(
            f"シートが壊れています（{error.msg}）", "Excel で開けるか確かめ、保存し直してください", name
        ) from error
    sheet.lines.sort(key=lambda line: line.number)
    _warn(book.source, sheet)
    return sheet


def _row(values: _Values, element: etree._Element) -> int:
    """Read a row into the sheet, after the empty rows before it; how many cells it has text in."""
    lines = values.sheet.lines
    before = lines[-1].number if lines else 0
    number = int(element.get("r") or values.row + 1)
    values.row = number
    row: list[Value] = []
    filled = 0
    column = 0
    for cell in element:
        column = _column(cell.get("r"), column + 1)
        if len(cell):
            value = values.of(cell, number, column)
            if value.text:
                filled += 1
                if column > values.columns:
                    raise values.book.source.error(
                        f"列が多すぎます（{column:,} 列目に文字があります。読めるのは {values.columns:,} 列まで）",
                        "いらない列を消すか、表を分けて保存してください", f"{values.sheet.name}!{number}")  # fmt: skip
                while len(row) < column:
                    row.append(EMPTY)
                row[column - 1] = value
    if filled:
        lines.extend(Line(n, ()) for n in range(before + 1, min(number, before + 1 + _GAP)))
        lines.append(Line(number, row, element.get("hidden") in ("1", "true")))
    return filled


class _Values:
    """Values of cells, with a memory for what comes again."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.row = 0
        self.columns = book.source.limits.columns
        self._shared = book.strings.values
        self._styles: dict[str | None, Style] = {str(n): style for n, style in enumerate(book.styles)}
        self._styles[None] = book.styles[0] if book.styles else _PLAIN

    def of(self, cell: etree._Element, row: int, column: int) -> Value:
        """What a cell shows."""
        raw, formula, inline = None, False, None
        for child in cell:
            name = child.tag
            if name.endswith("}v"):
                raw = child.text
            elif name.endswith("}f"):
                formula = True
            elif name.endswith("}is"):
                inline = words(child)
        kind = cell.get("t", "n")
        style = self._styles.get(cell.get("s"), _PLAIN)
        if kind == "s" and raw:
            return self._string(int(raw), style, row, column)
        if inline is not None:
            self._note_partly(inline.partly, row, column)
            return Value(inline.text, False, inline.struck or style.struck)
        if raw is None:
            if formula and kind != "str":
                self.sheet.uncomputed.append(f"{letters(column)}{row}")
            return EMPTY
        if kind in ("n", ""):
            return self._number(raw, style, row, column)
        if kind == "b":
            raw = "TRUE" if raw.strip() == "1" else "FALSE"
        elif kind == "d":
            return Value(raw[:10], True, style.struck)
        return Value(tidy(unescape(raw)), False, style.struck)

    def _string(self, index: int, style: Style, row: int, column: int) -> Value:
        if index >= len(self._shared):
            return EMPTY
        value = self._shared[index]
        self._note_partly(index in self.book.strings.partly_struck, row, column)
        return value._replace(struck=True) if style.struck and value.text else value

    def _note_partly(self, partly: bool, row: int, column: int) -> None:
        if partly:
            self.sheet.partly_struck.append(f"{letters(column)}{row}")

    def _number(self, raw: str, style: Style, row: int, column: int) -> Value:
        try:
            number = float(raw)
        except ValueError:
            return Value(tidy(raw), False, style.struck)
        if style.format is _GENERAL:
            text, date = (raw if raw.isdecimal() and len(raw) < 16 else formats.number(number)), False
        else:
            text, date = formats.shown(style.format, number, from_1904=self.book.from_1904)
            if date and style.format.yearless:
                self.sheet.yearless.append(f"{letters(column)}{row}")
        return Value(text, date, style.struck)


def letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=20_000)
def _number_of(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _column(reference: str | None, following: int) -> int:
    name = reference.rstrip("0123456789") if reference else ""
    return _number_of(name) if 0 < len(name) <= 3 and name.isascii() and name.isupper() else following


def _merge(reference: str) -> list[Merge]:
    found = _REFERENCE.findall(reference)
    if len(found) != 2:
        return []
    (left, top), (right, bottom) = found
    return [Merge(int(top), _number_of(left) - 1, int(bottom), _number_of(right) - 1)]


def _warn(source: Source, sheet: Sheet) -> None:
    for cells, what, remedy in (
        (sheet.uncomputed, "値の計算されていない数式", "Excel で開いて保存し直すと、値が入ります"),
        (sheet.partly_struck, "一部に取り消し線のある値", "消した部分を除いて読みました。原本で確かめてください"),
        (sheet.yearless, "年を見せない書式の日付", "年はファイルの中の値です。正しい年か確かめてください"),
    ):
        if cells:
            some = "、".join(cells[:3]) + (" など" if len(cells) > 3 else "")
            source.warn(f"{what}が {len(cells):,} 個あります（{some}）", remedy, sheet.name)
