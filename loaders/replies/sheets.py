"""A filled-in form as it lies in a file: which form it is, the cells above its table, and its rows by column.

Rows may stand in any order, columns too; a sheet may have another name, notes beside it and rows of other things. The
key in 控え says which record a row is about; where it was deleted, the hidden copy of the keys helps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from graph import dates, forms
from graph.errors import Problem
from graph.forms import COLUMN, COLUMNS, Key, Mark
from loaders.read import Cell, Reading, Row, Table

_TOP: Final = 40
"""Rows in which the headings are looked for."""
_LEAST: Final = 5
"""Headings that a row must have to be that of a form."""
_BRACKETS: Final = re.compile(r"\(.*?\)$")
_MORE: Final = "ここに書き足す"
_DASHES: Final = re.compile(r"[-－―ー—–‐−/／\s]+")

_TITLES: Final = {forms.folded(title): column.key for column in COLUMNS for title in column.titles}


class Answer(NamedTuple):
    """A cell. ``words``: as they stand in the text at ``place``; ``origin`` tells merged cells, which are one."""

    text: str
    words: str
    place: str | list[int]
    origin: int


@dataclass(slots=True)
class Line:
    """A row of a form. ``number``: as the program that made the file counts it; ``restored``: its key was deleted."""

    number: int
    cells: dict[str, Answer]
    key: Key | None = None
    restored: bool = False

    def text(self, column: str) -> str:
        found = self.cells.get(column)
        return found.text if found else ""

    @property
    def given(self) -> dict[str, str]:
        return {name: self.text(name) for name in ("名称", "相手方")}

    @property
    def answered(self) -> list[str]:
        """The columns that were asked and have an answer."""
        return [name for name in self.cells if not COLUMN[name].given and self.text(name)]


@dataclass(slots=True)
class Filled:
    """A form that came back. ``head``: the answers above the table; ``columns``: column key → index in the sheet."""

    file: str
    name: str
    mark: Mark
    head: dict[str, Answer]
    columns: dict[str, int]
    lines: list[Line]
    workbook: bool = True
    notes: list[str] = field(default_factory=list)
    sent: frozenset[str] = frozenset()
    """The numbers of all rows that were sent, where the hidden sheet tells them."""

    def problem(self, row: int, column: str, what: str, remedy: str, *, warning: bool = False) -> Problem:
        """What is wrong with a cell of this sheet."""
        at = self.columns.get(column)
        letters = f"{_letters(at)}列" if at is not None else ""
        title = COLUMN[column].title if column in COLUMN else column
        where = f"シート「{self.name}」{letters}「{title}」" if self.workbook else f"{letters}「{title}」"
        return Problem(self.file, row, where, what, remedy, warning)


def recognise(reading: Reading) -> bool:
    """Whether a file holds a form of ours, filled in or not."""
    return any(_mark(table) or _key_column(table) is not None for table in reading.tables)


def sheets(reading: Reading) -> tuple[list[Filled], list[str], list[Problem]]:
    """The forms of a file, the names of sheets that are none, and what keeps a form from being read."""
    found, others, problems = list[Filled](), list[str](), list[Problem]()
    kept = _copied(reading)
    for table in reading.tables:
        if table.name in (forms.GUIDE, forms.SOURCES, forms.COPY):
            continue
        mark, top = _mark(table), _headings(table)
        if top is None:
            if mark:
                problems.append(Problem(
                    reading.name, 0, f"シート「{table.name}」", "見出しの行がありません",
                    "「名称」「相手方」などの見出しの行を消さずに、書き出したときの票に書いてください",
                ))  # fmt: skip
            else:
                others.append(table.name)
            continue
        mark = mark or _mark_of_keys(table, top)
        if mark is None:
            others.append(table.name)
            continue
        found.append(_filled(reading, table, mark, top, kept))
    return found, others, problems


def _mark(table: Table) -> Mark | None:
    for row in table.rows[:_TOP]:
        for cell in row.cells:
            found = forms.mark(cell.text) if cell.text else None
            if found:
                return found
    return None


def _key_column(table: Table) -> int | None:
    """The column in which keys stand, whatever it is called."""
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            if cell.text and forms.key(cell.text):
                return at
    return None


def _mark_of_keys(table: Table, top: tuple[int, dict[str, int]]) -> Mark | None:
    """The form that the keys name, where the line above was deleted; its period stands in a heading."""
    at = _key_column(table)
    if at is None:
        return None
    key = next(key for row in table.rows if (key := forms.key(row.cells[at].text)))
    kind = "棚卸し" if key.document.startswith("t-") else "照会票"
    heading = table.rows[top[0]].cells[top[1]["実績"]].text if "実績" in top[1] else ""
    told = re.search(r"\((.+?年度)\)", unicodedata.normalize("NFKC", heading))
    try:
        period = dates.parse(told[1])[0][:4] if told else ""
    except dates.BadDateError:
        period = ""
    return Mark("棚卸し" if kind == "棚卸し" else "照会票", forms.VERSION, key.document, key.document[2:8], period)


def _headings(table: Table) -> tuple[int, dict[str, int]] | None:
    """Index of the row of headings, and the index of each column; the first of columns with the same heading."""
    for n, row in enumerate(table.rows[:_TOP]):
        found: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            key = _title(cell.text)
            if key:
                found.setdefault(key, at)
        if len(found) >= _LEAST and "名称" in found:
            return n, found
    return None


def _title(text: str) -> str | None:
    plain = forms.folded(text)
    return _TITLES.get(plain) or _TITLES.get(_BRACKETS.sub("", plain))


def _copied(reading: Reading) -> list[tuple[Key, str]]:
    """The keys with their numbers that the hidden sheet holds."""
    return [
        (key, row.cells[1].text)
        for table in reading.tables
        if table.name == forms.COPY
        for row in table.rows
        if len(row.cells) > 1 and (key := forms.key(row.cells[0].text))
    ]


def _filled(
    reading: Reading, table: Table, mark: Mark, top: tuple[int, dict[str, int]], kept: list[tuple[Key, str]]
) -> Filled:
    header, columns = top
    form = Filled(reading.name, table.name, mark, _head(reading, table.rows[:header]), columns, [], reading.sheets)
    key_at = _key_column(table)
    for row in table.rows[header + 1 :]:
        line = _line(reading, row, columns, key_at)
        if line is None or _again(row, columns):
            continue
        _drop_struck(form, row, line)
        form.lines.append(line)
    own = [(key, number) for key, number in kept if key.document == mark.document]
    form.sent = frozenset(number for _, number in own)
    _restore(form, own)
    _note_unread(form, table, header, key_at)
    return form


def _head(reading: Reading, rows: tuple[Row, ...]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for row in rows:
        for at, cell in enumerate(row.cells[:-1]):
            name = forms.folded(cell.text)
            if name in forms.HEAD and name not in found:
                found[name] = _answer(reading, row.cells[at + 1], row)
    return found


def _line(reading: Reading, row: Row, columns: dict[str, int], key_at: int | None) -> Line | None:
    """A row; None where it is empty or one of the lines that we wrote between rows."""
    cells = {name: _answer(reading, row.cells[at], row) for name, at in columns.items()}
    key = forms.key(row.cells[key_at].text) if key_at is not None else None
    told = {name: cell for name, cell in cells.items() if cell.text}
    if key is None and (not told or any(_MORE in cell.text for cell in row.cells[:6])):
        return None
    return Line(row.number, told, key)


def _again(row: Row, columns: dict[str, int]) -> bool:
    """Whether a row only repeats the headings (as on a second page)."""
    return sum(_title(row.cells[at].text) == name for name, at in columns.items()) >= _LEAST


def _answer(reading: Reading, cell: Cell, row: Row) -> Answer:
    text = "\n".join(line.strip() for line in cell.text.split("\n")).strip()
    if _DASHES.fullmatch(text):
        text = ""
    # The text has spaces where a cell breaks its lines.
    words = reading.text[cell.span.start : cell.span.end].strip()
    return Answer(text, words, reading.place(cell.span), cell.span.start)


def _drop_struck(form: Filled, row: Row, line: Line) -> None:
    """An answer that is struck through is taken back."""
    for name in line.answered:
        if row.cells[form.columns[name]].struck:
            del line.cells[name]
            form.notes.append(
                f"シート「{form.name}」{row.number} 行「{COLUMN[name].title}」は、取り消し線があるので読みません"
            )


def _restore(form: Filled, kept: list[tuple[Key, str]]) -> None:
    """Find the keys of rows that lost them: the name, the partners and the number must agree with one key alone."""
    for line in form.lines:
        if line.key is None and line.text("名称"):
            told = forms.digest(line.given)
            number = forms.folded(line.text(forms.NUMBER))
            fits = {key for key, one in kept if key.digest == told and number in ("", one)}
            if len(fits) == 1:
                line.key, line.restored = fits.pop(), True


def _note_unread(form: Filled, table: Table, header: int, key_at: int | None) -> None:
    known = {*form.columns.values(), *([key_at] if key_at is not None else [])}
    titles = table.rows[header].cells
    unread = [
        titles[at].text or f"{_letters(at)}列"
        for at in range(len(titles))
        if at not in known and any(row.cells[at].text for row in table.rows[header + 1 :])
    ]
    if unread:
        form.notes.append(f"シート「{form.name}」の列「{'」「'.join(unread)}」は読みません（メモとみなしました）")
    hidden = [row.number for row in table.rows[header + 1 :] if row.hidden]
    if hidden:
        form.notes.append(f"シート「{form.name}」の隠れた行（{hidden[0]} 行目など {len(hidden):,} 行）も読みました")


def _letters(at: int) -> str:
    name, column = "", at + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def numbered(form: Filled) -> Iterator[tuple[str, Line]]:
    """The rows that have a key, by the number in their first column."""
    for line in form.lines:
        number = forms.folded(line.text(forms.NUMBER))
        if line.key and number:
            yield number, line
