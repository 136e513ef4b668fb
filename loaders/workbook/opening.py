"""A workbook that comes back as sheets of texts, whatever program saved it."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from graph.errors import DataProblems, Problem
from loaders.review.keys import SECTIONS
from loaders.workbook import cells, entry, layout
from loaders.workbook.cells import tidy

_UNPACKED: Final = 1_000_000_000
_ROWS: Final = 1_000_000


@dataclass(slots=True)
class Sheet:
    """A sheet with the texts of its rows by heading."""

    file: str
    name: str
    columns: dict[str, int]
    rows: list[tuple[int, dict[str, str]]]

    def problem(self, row: int, column: str, what: str, remedy: str) -> Problem:
        at = self.columns.get(column)
        where = f"{get_column_letter(at + 1)}列" if at is not None else ""
        return Problem(self.file, row, f"シート「{self.name}」{where}「{column}」", what, remedy)


def is_ours(path: Path) -> bool:
    """Whether a file is a workbook that `loaders.workbook` wrote, as far as one can tell."""
    try:
        book = _loaded(path)
    except DataProblems:
        return False
    try:
        return bool({layout.GUIDE, entry.SHEET} & set(book.sheetnames))
    finally:
        book.close()


def opened(path: Path) -> tuple[list[Sheet], str, list[str]]:
    """The sheets of a workbook of ours, the department that it names, and what is not read of it, for people.

    Raises `DataProblems` where it is none.
    """
    book = _loaded(path)
    try:
        with _quiet():
            return _sheets(book, path.name)
    except DataProblems:
        raise
    except Exception as error:
        raise DataProblems([_unreadable(path.name)]) from error
    finally:
        book.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """openpyxl warns of parts (themes, extensions) that a spreadsheet program added and that are not read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _loaded(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(info.file_size for info in packed.infolist())
        if size > _UNPACKED:
            raise DataProblems([
                Problem(path.name, 0, "", "展開すると大きすぎます", "renkei review --xlsx で書き出した確認表か確かめてください")
            ])  # fmt: skip
        with _quiet():
            # Of a damaged file the library would keep the file open, and Windows then lets nobody replace it.
            return load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise DataProblems([
            Problem(path.name, 0, "", "ファイルがありません", "ファイルの名前と場所を確かめてください")
        ]) from error  # fmt: skip
    except DataProblems:
        raise
    except Exception as error:
        # Whatever a damaged file makes the library raise, the user can do one thing about it.
        raise DataProblems([_unreadable(path.name)]) from error


def _unreadable(name: str) -> Problem:
    return Problem(
        name, 0, "", "Excel のブック（.xlsx）として読めません",
        "開いているなら閉じ、Excel ブック（*.xlsx）形式で保存し直してください",
    )  # fmt: skip


def _sheets(book: Any, file: str) -> tuple[list[Sheet], str, list[str]]:
    by, notes, found, ours = "", list[str](), list[Sheet](), False
    for worksheet in book.worksheets:
        rows = worksheet.iter_rows(max_row=_ROWS, values_only=True)
        if worksheet.title == layout.GUIDE:
            for n, row in enumerate(rows):
                texts = [_text(value) for value in row[:2]] + ["", ""]
                ours = ours or texts[0] == layout.FORM
                if layout.is_newer(texts[0]):
                    raise DataProblems([
                        Problem(file, 0, f"シート「{layout.GUIDE}」", f"新しい版の連携グラフの確認表です（{texts[0]}）",
                                "連携グラフを新しい版にしてから、取り込んでください")
                    ])  # fmt: skip
                if texts[0] == layout.RECORDER:
                    by = texts[1]
                if n > 20:
                    break
        elif worksheet.title in (*SECTIONS, entry.SHEET, layout.SAME):
            found.append(_sheet(worksheet.title, rows, file))
        elif worksheet.title not in (layout.LISTS, layout.APART):
            notes.append(f"シート「{worksheet.title}」は読みません")
    if not ours:
        raise DataProblems([
            Problem(file, 0, "", f"確認表ではありません（シート「{layout.GUIDE}」の「{layout.FORM}」がありません）",
                    "renkei review --xlsx か --template で書き出したブックを使ってください")
        ])  # fmt: skip
    for sheet in found:
        if sheet.name == layout.SAME:
            continue
        known = _columns(sheet.name)
        extra = [name for name in sheet.columns if name and name not in known]
        if extra:
            notes.append(f"シート「{sheet.name}」の列「{'」「'.join(extra)}」は読みません")
    return found, by, notes


def _columns(sheet: str) -> tuple[str, ...]:
    if sheet == entry.SHEET:
        return tuple(column.name for column in entry.COLUMNS)
    own = tuple(column.name for column in cells.COLUMNS[sheet])
    return (layout.VERDICT, layout.DOCUMENT, *own, *layout.READ_ONLY, *layout.HIDDEN)


def _sheet(name: str, rows: Iterator[Sequence[Any]], file: str) -> Sheet:
    head = [_text(value) for value in next(rows, ())]
    columns: dict[str, int] = {}
    for at, text in enumerate(head):
        if text:
            columns.setdefault(text, at)
    texts = []
    for number, row in enumerate(rows, 2):
        told = {title: _text(row[at]) if at < len(row) else "" for title, at in columns.items()}
        if any(told.values()):
            texts.append((number, told))
    return Sheet(file, name, columns, texts)


def _text(value: Any) -> str:
    """A cell's value as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))
