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
            [_marked(_value(cell), (number, n) in marks.struck) for n, cell in enumerate(row)],
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
    if table and hidden:
        source.warn("非表示のシートです", "ほかのシートと同じに読みました。使わないものなら消してください", name)


def _value(cell: Any) -> Value:
    if cell == "" or cell is None:
        return EMPTY
    if isinstance(cell, bool):
        return Value("TRUE" if cell else "FALSE")
    if isinstance(cell, int | float):
        return Value(formats.number(cell))
    if isinstance(cell, datetime):
        return Value(formats.of_moment(cell), True)
    if isinstance(cell, date):
        return Value(cell.isoformat(), True)
    if isinstance(cell, time | timedelta):
        return Value(str(cell).removesuffix(":00"))
    return Value(tidy(str(cell)))


def _marked(value: Value, struck: bool) -> Value:
    return value._replace(struck=True) if struck and value.text else value
