"""Workbooks of older Excel (xls), by calamine."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from loaders.read import biff, formats, ole
from loaders.read.compose import EMPTY, Composer, Line, Merge, Value, tidy
from loaders.read.reading import Reading
from loaders.read.sheet import letters
from loaders.read.source import Source

_BROKEN = "Excel で開けるか確かめ、xlsx で保存し直してください"


def read(source: Source) -> Reading:
    """Read a workbook. Raises `ReadError` where it is encrypted, broken or beyond the limits."""
    stream = ole.stream(source.raw, "Workbook", "Book")
    marks = biff.marks(stream) if stream else None
    if marks is None:
        raise source.error("ファイルが途中で切れているか、壊れています", _BROKEN)
    for each in marks:
        if each.rows * each.columns > source.limits.cells:
            raise source.error(
                f"表が大きすぎます（読めるのは {source.limits.cells:,} セルまで）", "ファイルを分けて保存してください"
            )
    composer = Composer(source)
    try:
        with _quiet(), CalamineWorkbook.from_filelike(io.BytesIO(source.raw)) as book:
            for n, sheet in enumerate(book.sheets_metadata):
                own = marks[n] if len(marks) == len(book.sheets_metadata) else biff.Marks()
                _write(source, composer, book, sheet.name, sheet.visible != SheetVisibleEnum.Visible, own)
    except PasswordError as error:
        raise source.error("パスワードがかかっています", "パスワードを外し、xlsx で保存し直してください") from error
    except CalamineError as error:
        raise source.error("ファイルが途中で切れているか、壊れています", _BROKEN) from error
    except BaseException as error:
        # On some broken files calamine panics, which reaches Python beside all exceptions.
        if type(error).__name__ != "PanicException":
            raise
        raise source.error("ファイルが途中で切れているか、壊れています", _BROKEN) from None
    if not composer.text.strip():
        raise source.error("どのシートにも文字がありません", "正しいファイルか確かめてください")
    return composer.reading("xls", sheets=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a panic of calamine, which it writes to the error stream by itself, off the person's screen."""
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _write(
    source: Source, composer: Composer, book: CalamineWorkbook, name: str, hidden: bool, marks: biff.Marks
) -> None:
    sheet = book.get_sheet_by_name(name)
    if not sheet.height:
        return
    merges = [
        Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    lines = [
        Line(
            number,
            [
                _marked(_value(cell, marks.formats.get((number, n), ""), marks.from_1904), (number, n) in marks.struck)
                for n, cell in enumerate(row)
            ],
            number in marks.hidden,
        )
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
    ]
    if composer.text:
        composer.line("")
    table = composer.table(lines, merges, name=name, hidden=hidden)
    rows = [row.number for row in table.rows if row.hidden] if table else []
    if rows:
        source.warn(f"非表示の行が {len(rows):,} 行あります（{rows[0]:,} 行目など）",
                    "ほかの行と同じに読みました。使わないものなら消してください", name)  # fmt: skip
    yearless = [cell for cell, code in marks.formats.items() if formats.parse(code).yearless]
    if table and yearless:
        row, column = min(yearless)
        source.warn(f"年を見せない書式の日付が {len(yearless):,} 個あります（{letters(column + 1)}{row} など）",
                    "年はファイルの中の値です。正しい年か確かめてください", name)  # fmt: skip
    columns = sorted(marks.hidden_columns)
    if table and columns and columns[0] < len(table.rows[0].cells):
        source.warn(f"非表示の列が {len(columns):,} 列あります（左から {columns[0] + 1:,} 列目など）",
                    "ほかの列と同じに読みました。使わないものなら消してください", name)  # fmt: skip
    if table and hidden:
        source.warn("非表示のシートです", "ほかのシートと同じに読みました。使わないものなら消してください", name)


def _value(cell: Any, code: str, from_1904: bool) -> Value:
    """What a cell shows. ``code``: its number format, '' where it has none of its own."""
    if cell == "" or cell is None:
        return EMPTY
    if isinstance(cell, bool):
        return Value("TRUE" if cell else "FALSE")
    if isinstance(cell, int | float):
        if code:
            return Value(*formats.shown(formats.parse(code), cell, from_1904=from_1904))
        return Value(formats.number(cell))
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        return Value(*formats.of_day(formats.parse(code or "yyyy/m/d h:mm"), moment))
    if isinstance(cell, time | timedelta):
        return Value(str(cell).removesuffix(":00"))
    return Value(tidy(str(cell)))


def _marked(value: Value, struck: bool) -> Value:
    return value._replace(struck=True) if struck and value.text else value
