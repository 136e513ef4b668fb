"""The day on which an agreement was concluded, as the cells of its row and the years around it tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.tables import remarks, titles, when
from loaders.tables.grid import Line, cite, piece
from loaders.tables.records import Entry
from loaders.tables.roles import Role

if TYPE_CHECKING:
    from loaders.tables.agreements import List


_ASIDE: Final = re.compile(r"(?P<day>[^※()（）\n]+?)\s*(?:※|\n|(?=[(（]))[(（]?(?P<words>[^()（）]+)[)）]?\s*")
"""A day with a remark behind it: 「令和4年6月15日 ※令和6年3月31日終了」."""


def date(rows: List, line: Line, entry: Entry, problems: list[str]) -> str:
    """Put the day of an agreement into its entry; returns the words that say it is still to come ('' otherwise)."""
    column = rows.layout.first(Role.DATE)
    context = rows.year
    text = ""
    if column is not None:
        text = rows.text(line, column, entry)
    fiscal = rows.said(line, Role.FISCAL, entry)
    if not fiscal and text:
        fiscal = _year_above(rows, line, entry)
    if fiscal:
        context = when.year_of(fiscal) or context
    parts = [rows.said(line, role, entry) for role in (Role.ERA, Role.YEAR_PART, Role.MONTH_PART, Role.DAY_PART)]
    if any(parts) and not text:
        era, year, month, day = parts
        text = "".join(
            (
                (era + year.rstrip("年") + "年") if year else "",
                month.rstrip("月") + "月" if month else "",
                day.rstrip("日") + "日" if day else "",
            )
        )
    if text:
        real = column is not None and line.cells[column].date
        era = rows.layout.eras.get(Role.DATE, "")
        found = when.day(text, real, era, context or rows.hint)
        if found.pending:
            return text.replace("\n", " ")
        if found.problem:
            found = _instead(text, found, entry, problems)
        if found.renewed:
            entry.remarks.append(f"日付の欄に「{found.renewed}」とあります")
            entry.renewed = (remarks.remark(found.renewed).new, found.date)
        if found.completed and rows.hint_open and not context and "01" <= found.date[5:7] <= "03":
            problems.append(f"締結日「{text.strip()}」の年は、{rows.year_told}が年か年度かで変わるので、決まりません")
            found = when.day(text, real, era)
        entry.date = found
        if found.vague:
            problems.append(f"締結日「{' '.join(text.split())}」は、およその日付です")
        if found.completed and not fiscal:
            entry.pieces.append(rows.year_piece)
            found = found._replace(note=f"年は{rows.year_told}から")
        elif found.completed:
            found = found._replace(note="年は年度の欄から" if context and context.fiscal else "")
        return ""
    if context:
        note = "" if fiscal else "締結日の欄が空なので、上の年の見出しから"
        entry.date = when.When(f"{context.year:04}", "年度" if context.fiscal else "年", note)
        if not fiscal:
            entry.date_source = cite(rows.reading, rows.table, [rows.year_piece])
    elif fiscal:
        problems.append(f"年度「{fiscal}」が読めません")
    elif column is not None:
        rows.undated.append(line.number)
    return ""


def _year_above(rows: List, line: Line, entry: Entry) -> str:
    """The year of the row above where a column of years is blank beside a day (a merge that was lost)."""
    for column in rows.layout.columns.get(Role.FISCAL, ()):
        above = rows.above.get(column)
        if above and above[0].number > rows.broken and not line.cells[column].text.strip():
            entry.pieces.append(piece(above[0], column))
            return above[1]
    return ""


def _instead(text: str, found: when.When, entry: Entry, problems: list[str]) -> when.When:
    """What a date cell holds that is no single date: a day for each title, a period, or nothing that can be told."""
    aside = _ASIDE.fullmatch(text)
    if aside is not None and (day := when.day(aside["day"])).date and remarks.remark(aside["words"]).ended:
        entry.aside = aside["words"]
        return day
    dates = [when.day(part) for part in text.split("\n") if part.strip()]
    names = titles.several(entry.name)
    if len(dates) > 1 and all(date.date for date in dates):
        if len(dates) == len(names):
            entry.several = tuple(zip(names, dates, strict=True))
            return when.When()
        told = "、".join(text.split("\n"))
        problems.append(f"締結日の欄に日付がいくつもあり（{told}）、どの協定のものか決まりません")
        return found
    period = when.period(text)
    if period.start and period.end and not period.problem:
        entry.own.setdefault("開始日", period.start)
        entry.own.setdefault("有効期限", period.end)
        problems.append(f"締結日の欄に期間「{' '.join(text.split())}」があり、締結した日が分かりません")
        return found
    problems.append(found.problem)
    return found
