"""Rows as files that spreadsheet programs open: CSV and xlsx. Nothing in a cell can act as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

import xlsxwriter

BOM: Final = "\ufeff"
JOINT: Final = "、"
"""Between the items of a list in one cell."""

_ACTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How texts begin that a spreadsheet program may take for a formula (full width in Japanese programs too)."""

LONGEST: Final = 32_767
"""Characters that a cell of Excel holds."""
CUT: Final = "…（Excel のセルの上限のため、ここまで。全文は CSV か JSON にある）"

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT: Final = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
_WIDEST: Final = 48
_LOOKED_AT: Final = 200
"""Rows by which the width of a column is found."""
_A4: Final = 9
"""The number by which Excel knows the paper."""
_ALT: Final = 250
"""Characters of a description; the longest that Excel shows is 255."""


def cell(value: Any) -> str | int | float:
    """A value in one cell: numbers stay numbers, lists are joined by 、, nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, list | tuple):
        return JOINT.join(str(cell(item)) for item in value)
    return json.dumps(value, ensure_ascii=False)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program might calculate it.

    So has a text that looks as if that had been done to it, so that `meant` gives every text back.
    """
    return f"'{text}" if text.lstrip("'").startswith(_ACTS) else text


def meant(cell: str) -> str:
    """The text that `harmless` has written."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_ACTS) else cell


def _columns(text: str) -> int:
    """How wide a text is in a spreadsheet, up to the widest column: characters of full width count two."""
    return sum(1 + (char > "\u2e7f") for char in text[:_WIDEST])


class CsvFile:
    """UTF-8 with BOM and CRLF, as Excel opens it; texts that could act as formulas are led by an apostrophe."""

    media_type = CSV_TYPE

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self._file = file
        self._file.write(BOM.encode())
        self.rows([columns])

    def rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write some rows."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerows(
            [harmless(value) if isinstance(value, str) else value for value in map(cell, row)] for row in rows
        )
        self._file.write(text.getvalue().encode("utf-8", "replace"))

    def done(self, conditions: Iterable[tuple[str, Any]]) -> None:
        """Finish. A CSV holds nothing but its rows, so the conditions are left out."""


class XlsxFile:
    """One sheet with one row of headings, every text a text; a second sheet 条件 says where the rows come from.

    ``created``: the time of making that the file tells; without it the present. ``filters``: buttons in the headings.
    """

    media_type = XLSX_TYPE

    def __init__(
        self,
        file: IO[bytes],
        columns: Sequence[str],
        name: str = "答え",
        *,
        created: dt.datetime | None = None,
        filters: bool = False,
    ) -> None:
        # Row after row goes to the disk, so that a million of them need no memory.
        self._book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": True,
            },
        )
        if created:
            self._book.set_properties({"created": created})
        self._filters = filters
        self._sheet: Any = None
        self._widths: list[int] = []
        self._text = self._book.add_format({**_FONT, "num_format": "@"})
        # Cells formatted as text show #### beyond 255 characters in some versions of Excel.
        self._long = self._book.add_format({**_FONT})
        self._plain = self._book.add_format(_FONT)
        self._head = self._book.add_format({**_FONT, "bold": True, "bottom": 2})
        self._cut = 0
        self.sheet(columns, name)

    def sheet(self, columns: Sequence[str], name: str) -> None:
        """Begin a sheet; rows go there from now on."""
        self._finish()
        self._columns = len(columns)
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.repeat_rows(0)
        self._widths = [max(10, 2 * len(column) + 4) for column in columns]
        self._row = 0
        self._write(self._sheet, 0, columns, self._head)

    def picture(self, name: str, png: bytes, told: str) -> None:
        """Add a sheet that holds a picture and no table; ``told``: what it shows, for those who do not see it."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 1)
        shown = "".join(char if char.isprintable() else " " for char in told[:_ALT])
        sheet.insert_image(0, 0, f"{name}.png", {"image_data": io.BytesIO(png), "description": shown})

    def rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write some rows."""
        for row in rows:
            self._row += 1
            self._write(self._sheet, self._row, row)

    def _finish(self) -> None:
        if self._sheet is None:
            return
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, min(_WIDEST, width))
        if self._filters:
            self._sheet.autofilter(0, 0, max(self._row, 1), self._columns - 1)

    def _write(self, sheet: Any, number: int, values: Sequence[Any], head: Any = None) -> None:
        for at, value in enumerate(map(cell, values)):
            if isinstance(value, str):
                if len(value) > LONGEST:
                    self._cut += 1
                    value = value[: LONGEST - len(CUT)] + CUT
                if number <= _LOOKED_AT and sheet is self._sheet and at < len(self._widths):
                    self._widths[at] = max(self._widths[at], _columns(value) + 2)
                if value or head:
                    sheet.write_string(number, at, value, head or (self._text if len(value) <= 255 else self._long))
            else:
                sheet.write_number(number, at, value, head or self._plain)

    def done(self, conditions: Iterable[tuple[str, Any]]) -> None:
        """Write the sheet 条件 (pairs of word and value) and finish the file."""
        self._finish()
        told = self._book.add_worksheet("条件")
        told.set_column(0, 0, 24)
        told.set_column(1, 1, 80)
        self._write(told, 0, ("項目", "内容"), self._head)
        more = [("短くしたセル", f"{self._cut:,} 個。{CUT}")] if self._cut else []
        for number, pair in enumerate([*conditions, *more], 1):
            self._write(told, number, pair)
        self._book.close()
