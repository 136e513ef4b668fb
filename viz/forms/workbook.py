"""Forms as a workbook without macros: one sheet a form, instructions, the passages behind it, drop-downs, A4 landscape.

Given cells are locked against slips (there is no password); every text is written as text, so that no name can act as a
formula. The same forms are the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter

from graph import forms
from graph.forms import Column, Form
from viz.forms import words

_CREATED: Final = dt.datetime(2000, 1, 1)
_FONT: Final = {
    "font_name": "BIZ UDPGothic",
    "font_size": 10,
    "valign": "top",
    "text_wrap": True,
    "font_color": "#1B1F24",
}
_RULE: Final = {"border": 1, "border_color": "#868F99"}
_LONGEST: Final = 32_000
_BLANK_ROWS: Final = 12
_LINE: Final = 13.5
_LEAST: Final = 33.0
_MOST: Final = 400.0
_LONG: Final = frozenset({"実績", "課題", "備考", "訂正"})
"""Cells formatted as text show #### beyond 255 characters in some versions of Excel, so these are not."""
_SECOND_PAGE: Final = "実績"
"""The columns are so wide that the sheet prints on two pages abreast, of which the second begins here."""
_UNSAFE: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_HEADER_ROW: Final = 7


def write(made: Sequence[Form]) -> bytes:
    """The workbook for some forms, one sheet each."""
    book = _Book()
    names = _sheet_names(made)
    book.guide(made)
    for name, form in zip(names, made, strict=True):
        book.form(name, form)
    book.sources(list(zip(names, made, strict=True)))
    book.copy(made)
    return book.done()


def _sheet_names(made: Sequence[Form]) -> list[str]:
    found: list[str] = []
    for form in made:
        wanted = (form.department or forms.NO_DEPARTMENT) if form.kind == "棚卸し" else form.name
        base = _UNSAFE.sub(" ", wanted).strip() or form.kind
        name, n = base[:31], 1
        while name.casefold() in {other.casefold() for other in (*found, forms.GUIDE, forms.SOURCES, forms.COPY)}:
            n += 1
            name = f"{base[: 30 - len(str(n))]}{n}"
        found.append(name)
    return found


class _Book:
    """A workbook under way."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._bytes, options)
        self._book.set_properties({"created": _CREATED})
        add = self._book.add_format
        self._given = add({**_FONT, **_RULE, "bg_color": "#F3F5F6"})
        self._open = add({**_FONT, **_RULE, "num_format": "@", "locked": False})
        self._long = add({**_FONT, **_RULE, "locked": False})
        self._head_given = add(
            {**_FONT, **_RULE, "bold": True, "bg_color": "#D3D8DD", "bottom": 2, "valign": "vcenter"}
        )
        self._head_open = add({**_FONT, **_RULE, "bold": True, "bottom": 2, "valign": "vcenter"})
        self._title = add({**_FONT, "font_size": 14, "bold": True, "text_wrap": False})
        self._plain = add({**_FONT, "text_wrap": False})
        self._line = add({**_FONT, "font_size": 11})
        self._strong = add({**_FONT, "font_size": 12, "bold": True, "top": 2, "text_wrap": False})
        self._label = add({**_FONT, **_RULE, "bold": True})
        self._small = add({**_FONT, "font_size": 8, "font_color": "#656E79", "text_wrap": False})
        self._band = add({**_FONT, "bold": True, "top": 2, "text_wrap": False})

    def guide(self, made: Sequence[Form]) -> None:
        sheet = self._sheet(forms.GUIDE)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 84)
        row = 0
        for line in words.guide(made):
            if line.heading:
                row += 1
            sheet.write_string(row, 0, line.label[:_LONGEST], self._strong if line.heading else self._line)
            if line.heading:
                sheet.write_blank(row, 1, None, self._strong)
            else:
                sheet.write_string(row, 1, line.text[:_LONGEST], self._line)
                sheet.set_row(row, _height([(line.text, 92)], 15.5, 17.0))
            row += 1
        _print(sheet, row, 1, landscape=False)
        _protect(sheet)

    def form(self, name: str, form: Form) -> None:
        """One form."""
        sheet = self._sheet(name)
        columns = form.columns
        self._top(sheet, form)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            head = self._head_given if column.given else self._head_open
            sheet.write_string(_HEADER_ROW, at, form.heading(column), head)
            sheet.write_comment(_HEADER_ROW, at, column.meaning, {"x_scale": 1.6})
        sheet.set_row(_HEADER_ROW, 32)
        key_at = len(columns)
        sheet.set_column(key_at, key_at, 14)
        sheet.write_string(_HEADER_ROW, key_at, forms.KEY, self._small)
        row = _HEADER_ROW
        for record in form.rows:
            row += 1
            for at, column in enumerate(columns):
                told = str(record.number) if column.key == forms.NUMBER else record.cells.get(column.key, "")
                sheet.write_string(row, at, told[:_LONGEST], self._given if column.given else self._answer(column))
            sheet.write_string(row, key_at, form.key(record), self._small)
            sheet.set_row(
                row, _height([(record.cells.get(c.key, ""), c.width) for c in columns if c.given], _LINE, _LEAST)
            )
        row += 1
        sheet.write_string(row, 0, words.MORE, self._band)
        sheet.write_string(row, [column.key for column in columns].index("相手方"), words.more(form), self._plain)
        for _ in range(_BLANK_ROWS):
            row += 1
            for at, column in enumerate(columns):
                asked = not column.given or column.key not in ("記録", "出典")
                sheet.write_string(row, at, "", self._answer(column) if asked else self._given)
            sheet.set_row(row, _LEAST)
        for at, column in enumerate(columns):
            choices = ("協定", "取組") if column.key == "種類" else column.choices
            if choices:
                _offer(sheet, _HEADER_ROW + 1, row, at, choices)
        keys = [column.key for column in columns]
        sheet.freeze_panes(_HEADER_ROW + 1, keys.index("名称") + 1)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.repeat_columns(0, keys.index("名称"))
        _print(sheet, row, key_at - 1, title=form.title)
        sheet.fit_to_pages(2, 0)
        sheet.print_across()
        _protect(sheet)

    def _top(self, sheet: Any, form: Form) -> None:
        keys = [column.key for column in form.columns]
        title, _, rest = form.title.partition("　")
        sheet.set_row(0, 22)
        sheet.write_string(0, 0, title, self._title)
        for key in ("相手方", _SECOND_PAGE):
            sheet.write_string(0, keys.index(key), rest, self._title)
        sheet.write_string(1, keys.index("相手方"), form.mark, self._small)
        answers = {forms.DEPARTMENT: form.department, forms.OPENNESS: forms.INTERNAL}
        notes = words.notes(form)
        at = keys.index("日付")
        for n, name in enumerate(forms.HEAD, 2):
            sheet.write_string(n, at, name, self._label)
            sheet.write_string(n, at + 1, answers.get(name, ""), self._open)
            sheet.write_string(n, at + 2, notes[name], self._plain)
        sheet.write_string(5, at, words.back(form), self._plain)
        _offer(sheet, 4, 4, at + 1, (forms.INTERNAL, forms.PUBLIC))
        for at, column in enumerate(form.columns):
            first = at == 0 or column.key == _SECOND_PAGE or column.given != form.columns[at - 1].given
            if first:
                sheet.write_string(_HEADER_ROW - 1, at, words.GIVEN if column.given else words.ASKED, self._band)
            else:
                sheet.write_blank(_HEADER_ROW - 1, at, None, self._band)

    def _answer(self, column: Column) -> Any:
        return self._long if column.key in _LONG else self._open

    def sources(self, made: list[tuple[str, Form]]) -> None:
        """The passages behind what is filled in, by sheet and number."""
        sheet = self._sheet(forms.SOURCES)
        titles = (
            ("シート", 16),
            ("番号", 6),
            ("文書", 40),
            ("種別", 13),
            ("日付", 18),
            ("位置", 16),
            ("語句・要旨", 60),
            ("確度", 8),
        )
        for at, (title, width) in enumerate(titles):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, self._head_given)
        row = 0
        for name, form in made:
            for each in form.cited:
                row += 1
                told = (
                    name,
                    f"[{each.number}]",
                    each.document,
                    each.kind,
                    each.day,
                    each.place,
                    each.words,
                    each.certainty,
                )
                for at, text in enumerate(told):
                    sheet.write_string(row, at, text[:_LONGEST], self._given)
                sheet.set_row(row, _height([(each.document, 40), (each.words, 60)], _LINE, 16.0))
        if not row:
            sheet.write_string(1, 0, words.NO_SOURCES, self._plain)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        _print(sheet, max(row, 1), len(titles) - 1)
        sheet.fit_to_pages(1, 0)
        _protect(sheet)

    def copy(self, made: Sequence[Form]) -> None:
        """The keys once more, for rows whose key was deleted."""
        sheet = self._sheet(forms.COPY)
        row = 0
        for form in made:
            for record in form.rows:
                for at, text in enumerate((form.key(record), str(record.number))):
                    sheet.write_string(row, at, text)
                row += 1
        sheet.hide()

    def done(self) -> bytes:
        """The workbook as a file; it opens at the first form."""
        self._book.worksheets()[1].activate()
        self._book.close()
        return self._bytes.getvalue()

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        return sheet


def _height(texts: Sequence[tuple[str, int]], line: float, least: float) -> float:
    """The height of a row in which every text (with the width of its column) can be read whole."""
    most = max((sum(max(1, math.ceil(_columns(part) / width)) for part in text.split("\n")) for text, width in texts),
               default=1)  # fmt: skip
    return min(_MOST, max(least, most * line + 4))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _offer(sheet: Any, first: int, last: int, at: int, choices: tuple[str, ...]) -> None:
    sheet.data_validation(first, at, last, at, {
        "validate": "list", "source": list(choices), "error_title": "一覧から選んでください",
        "error_message": f"使えるのは {'、'.join(choices)}",
    })  # fmt: skip


def _print(sheet: Any, last_row: int, last_column: int, *, landscape: bool = True, title: str = "") -> None:
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_area(0, 0, last_row, last_column)
    # & begins a code in headers and footers.
    sheet.set_footer(f"&L{title.replace('&', '&&')[:120]}&R&P / &N")


def _protect(sheet: Any) -> None:
    """Given cells cannot be changed by a slip; there is no password."""
    sheet.protect("", {
        "autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True,
        "insert_rows": True, "delete_rows": True, "objects": True, "scenarios": True,
    })  # fmt: skip
