"""The workbook that goes out: one sheet a kind of record, one row a record, drop-downs, no macros."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from graph.decisions import Review
from graph.errors import Problem
from loaders.review import Document, Item
from loaders.review.keys import SECTIONS
from loaders.review.sameness import Sameness
from loaders.workbook import cells, entry, layout, pairs
from loaders.workbook.cells import LONGEST, Column

Check = Callable[[str, dict[str, Any], dict[str, Any]], list[Problem]]

ALWAYS: Final = ("協定", "施策", "加盟")
_INLINE: Final = 255
_ENTRY_ROWS: Final = 500
_WIDTHS: Final = {
    "判断": 8,
    "文書": 22,
    "状態": 8,
    "引用": 46,
    "位置": 14,
    "警告": 30,
    "前の判断": 26,
    "名称": 30,
    "題名": 26,
    "要旨": 36,
}
_KIND_WIDTHS: Final = {"text": 16, "lines": 22, "date": 13, "choice": 13, "parties": 30, "fields": 24}
_LONG: Final = frozenset({"概要", "注記", "要旨", "連携事項", "成果", "経費", "値", "対象"})
"""Cells formatted as text show #### beyond 255 characters in some versions of Excel, so long ones are not."""


def write(
    documents: Sequence[Document],
    fields: Iterable[str],
    *,
    all: bool = False,
    check: Check | None = None,
    same: Sameness | None = None,
) -> bytes:
    """The workbook for these documents. ``fields``: names of the fields of policy; ``all``: decided records as well;
    ``check``: tells what would keep a record out of the graph, shown under 警告; ``same``: what may be the same."""
    book = _Book(fields)
    book.guide(_warnings(documents))
    for section in SECTIONS:
        rows = [(d, i) for d in documents for i in d.items if i.section == section and (all or i.open)]
        if rows or section in ALWAYS:
            book.records(section, rows, check)
    if same is not None:
        book.pairs(same, all=all)
    book.entries()
    return book.done()


def template(fields: Iterable[str]) -> bytes:
    """A workbook with the sheet for facts without a file alone."""
    book = _Book(fields)
    book.guide([])
    book.entries()
    return book.done()


def _warnings(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(document.title, warning) for document in documents for warning in document.warnings]


class _Book:
    """A workbook under way."""

    def __init__(self, fields: Iterable[str]) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._bytes, options)
        base = {
            "font_name": "Yu Gothic",
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#C9CDD2",
        }
        self._text = self._book.add_format({**base, "num_format": "@", "locked": False})
        self._long = self._book.add_format({**base, "locked": False})
        self._fixed = self._book.add_format({**base, "bg_color": "#F0F1F3", "font_color": "#333333"})
        self._missing = self._book.add_format({**base, "bg_color": "#FCE4D6"})
        self._head = self._book.add_format({**base, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
        self._plain = self._book.add_format(
            {"font_name": "Yu Gothic", "font_size": 11, "text_wrap": True, "valign": "top"}
        )
        self._strong = self._book.add_format({"font_name": "Yu Gothic", "font_size": 12, "bold": True})
        self._fields = list(fields)
        self._lists: dict[tuple[str, ...], str] = {}
        self._guide = self._book.add_worksheet(layout.GUIDE)
        self._later: list[tuple[str, ...]] = []

    def guide(self, warnings: list[tuple[str, str]]) -> None:
        sheet = self._guide
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, layout.FORM, self._strong)
        sheet.write_string(1, 0, layout.RECORDER, self._strong)
        sheet.write_string(1, 1, "", self._text)
        row = 3
        for line, strong in layout.HOW_TO:
            sheet.merge_range(row, 0, row, 1, "", self._strong if strong else self._plain)
            sheet.write_string(row, 0, line, self._strong if strong else self._plain)
            row += 1
        if warnings:
            sheet.merge_range(row, 0, row, 1, "", self._strong)
            sheet.write_string(row, 0, "下書きを作ったときの注意", self._strong)
            for title, warning in warnings:
                row += 1
                sheet.write_string(row, 0, title[:LONGEST], self._fixed)
                sheet.write_string(row, 1, warning[:LONGEST], self._fixed)
        _protect(sheet)

    def records(self, section: str, rows: list[tuple[Document, Item]], check: Check | None) -> None:
        """One sheet of drafted records."""
        sheet = self._book.add_worksheet(section)
        columns = cells.COLUMNS[section]
        names = [
            layout.VERDICT,
            layout.DOCUMENT,
            "状態",
            *(c.name for c in columns),
            *layout.READ_ONLY[1:],
            *layout.HIDDEN,
        ]
        self._header(sheet, names, {c.name: c for c in columns})
        for n, (document, item) in enumerate(rows, 1):
            shown = cells.shown(section, item.record)
            fixed = self._missing if item.state == "消えた" else self._fixed
            told = {
                layout.VERDICT: {"済": "採用", "却下": "却下"}.get(item.state, ""),
                layout.DOCUMENT: document.title, "状態": item.state, "前の判断": _before(item),
                "引用": "\n".join(dict.fromkeys(q.words for q in item.quotes if q.words)),
                "位置": "\n".join(dict.fromkeys(q.place for q in item.quotes if q.place)),
                "警告": _problems(check, document, item),
                layout.KEY: item.key, layout.ID: document.id, layout.SEAL: item.seal,
                layout.TRACE: cells.fingerprint(shown), **shown,
            }  # fmt: skip
            for at, name in enumerate(names):
                sheet.write_string(n, at, told[name][:LONGEST], self._format(name, shown, fixed))
        last = max(1, len(rows))
        self._choose(sheet, names.index(layout.VERDICT), last, layout.CHOICES)
        for column in columns:
            self._offer(sheet, names.index(column.name), last, column)
        sheet.freeze_panes(1, 4)
        sheet.autofilter(0, 0, last, len(names) - len(layout.HIDDEN) - 1)
        sheet.set_column(len(names) - len(layout.HIDDEN), len(names) - 1, None, None, {"hidden": True})
        _protect(sheet)

    def pairs(self, same: Sameness, *, all: bool) -> None:
        """The sheet of what may be the same, and that of what documents contradict each other in, where there is any."""
        found = list(pairs.rows(same, all=all))
        if found:
            sheet = self._book.add_worksheet(layout.SAME)
            self._titles(sheet, pairs.COLUMNS)
            for n, row in enumerate(found, 1):
                for at, name in enumerate(pairs.COLUMNS):
                    sheet.write_string(n, at, row.cells[name][:LONGEST], self._text if at == 0 else self._fixed)
            self._choose(sheet, 0, len(found), pairs.CHOICES)
            sheet.freeze_panes(1, 4)
            last = len(pairs.COLUMNS) - 1
            sheet.set_column(last - len(pairs.HIDDEN) + 1, last, None, None, {"hidden": True})
            _protect(sheet)
        told = list(pairs.apart(same.differences))
        if told:
            sheet = self._book.add_worksheet(layout.APART)
            self._titles(sheet, pairs.APART)
            for n, cells_ in enumerate(told, 1):
                for at, name in enumerate(pairs.APART):
                    sheet.write_string(n, at, cells_[name][:LONGEST], self._fixed)
            sheet.freeze_panes(1, 2)
            _protect(sheet)

    def _titles(self, sheet: Any, names: Sequence[str]) -> None:
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, self._head)
            sheet.set_column(at, at, _WIDTHS.get(name, 30 if at else 8))
            if name in pairs.MEANINGS:
                sheet.write_comment(0, at, pairs.MEANINGS[name], {"x_scale": 2})

    def entries(self) -> None:
        """The sheet for facts without a file."""
        sheet = self._book.add_worksheet(entry.SHEET)
        self._header(sheet, [c.name for c in entry.COLUMNS], {c.name: c for c in entry.COLUMNS})
        for at, column in enumerate(entry.COLUMNS):
            form = self._long if column.name in _LONG else self._text
            sheet.set_column(at, at, _width(column.name, column), form)
            self._offer(sheet, at, _ENTRY_ROWS, column)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, _ENTRY_ROWS, len(entry.COLUMNS) - 1)

    def done(self) -> bytes:
        """The workbook as a file."""
        if self._later:
            sheet = self._book.add_worksheet(layout.LISTS)
            for at, choices in enumerate(self._later):
                for row, choice in enumerate(choices):
                    sheet.write_string(row, at, choice)
            sheet.hide()
        self._book.close()
        return self._bytes.getvalue()

    def _header(self, sheet: Any, names: list[str], columns: dict[str, Column]) -> None:
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, self._head)
            sheet.set_column(at, at, _width(name, columns.get(name)))
            if name in columns and columns[name].meaning:
                sheet.write_comment(0, at, columns[name].meaning, {"x_scale": 2})

    def _format(self, name: str, editable: dict[str, str], fixed: Any) -> Any:
        if name in editable:
            return self._long if name in _LONG or len(editable[name]) > 200 else self._text
        return self._text if name == layout.VERDICT else fixed

    def _offer(self, sheet: Any, at: int, last: int, column: Column) -> None:
        if column.kind == "choice":
            self._choose(sheet, at, last, column.choices)
        elif column.kind == "fields" and self._fields:
            self._choose(sheet, at, last, tuple(self._fields), strict=False)

    def _choose(self, sheet: Any, at: int, last: int, choices: tuple[str, ...], *, strict: bool = True) -> None:
        """A drop-down; where it is not strict, other texts may be typed as well (several fields, one a line)."""
        short = len(",".join(choices)) <= _INLINE
        sheet.data_validation(1, at, last, at, {
            "validate": "list", "source": list(choices) if short else self._range(choices), "show_error": strict,
            "error_title": "一覧から選んでください", "error_message": f"使えるのは {'、'.join(choices)}"[:_INLINE],
        })  # fmt: skip

    def _range(self, choices: tuple[str, ...]) -> str:
        if choices not in self._later:
            self._later.append(choices)
        column = xl_col_to_name(self._later.index(choices), True)
        return f"={layout.LISTS}!{column}$1:{column}${len(choices)}"


def _protect(sheet: Any) -> None:
    """Fixed cells cannot be changed by a slip; there is no password."""
    sheet.protect("", {
        "autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True,
        "objects": True, "scenarios": True,
    })  # fmt: skip


def _width(name: str, column: Column | None) -> int:
    return _WIDTHS.get(name) or (_KIND_WIDTHS[column.kind] if column else 12)


def _before(item: Item) -> str:
    """What was decided about it before, and about what it seems to replace."""
    told = [_told(item.decision)] if item.decision else []
    if item.before:
        record, decision = item.before
        old, new = cells.shown(item.section, record), cells.shown(item.section, item.record)
        skipped = ("確度", "注記")
        changes = [
            f"{k}: {old[k] or '（なし）'} → {new[k] or '（なし）'}"
            for k in old
            if old[k] != new[k] and k not in skipped
        ]
        told.append("\n".join([f"前の版では（{_told(decision) if decision else '判断なし'}）", *changes]))
    return "\n".join(told)


def _told(decision: Review) -> str:
    return f"{decision.判断} {decision.日付} {decision.記録者}".strip()


def _problems(check: Check | None, document: Document, item: Item) -> str:
    found = check(item.section, item.record, document.info) if check and item.open else []
    # What keeps a record out of the graph stands before what is only worth a look.
    return "\n".join(
        f"{'' if problem.warning else '【直すまで採用できません】'}{problem.what}。{problem.remedy}"
        for problem in sorted(found, key=lambda problem: problem.warning)
    )
