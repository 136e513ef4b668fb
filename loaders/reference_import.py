"""A user's table of local governments (CSV, Excel …) as reference data, whatever its headings and their order.

The columns that tell which local government a row is about are found by what they hold (codes, names), the others by
their headings. Rows that are none (totals, wards, notes) are counted by reason; every other row that cannot be
resolved is a problem with its number, and then nothing of the file counts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from graph import dates, places
from graph.errors import DataProblems, Problem
from loaders.read import ReadError, Reading, Table
from loaders.reference import Detail, Reference
from loaders.reference_columns import YES, Columns, date_in, find_columns
from loaders.reference_rows import LeftOut, Who, plain, texts

_MOST_PEOPLE: Final = 20_000_000
_THOUSANDS: Final = re.compile(r"[(単].*[千万]人")
_NO_VALUE: Final = frozenset({"", "-", "ー", "―", "–", "…", "...", "***", "*", "x"})


@dataclass
class Imported:
    """What a table holds: ``found``; ``rows`` that told something; rows ``left_out`` by reason, values that are
    missing included; headings of the columns that were not read; ``sheets`` that hold no such table."""

    found: Reference = field(default_factory=Reference)
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def recognise(reading: Reading, gazetteer: places.Gazetteer, set_name: str = "") -> bool:
    """Whether a file that was read holds a table that `interpret` understands."""
    who = Who(gazetteer)
    found = (find_columns(table, who) for table in reading.tables if not table.hidden and table.rows)
    return any(columns is not None and (columns.tells or bool(set_name)) for columns in found)


def interpret(reading: Reading, gazetteer: places.Gazetteer, *, set_name: str = "", when: str = "") -> Imported:
    """What a table that was read says of local governments.

    ``set_name``: every local government of the table belongs to the set of this name. ``when``: the date of the
    populations where the table does not tell it. Raises `ReadError` where it holds no such table, `DataProblems` with
    all rows that cannot be resolved.
    """
    who = Who(gazetteer)
    result, problems = Imported(), list[Problem]()
    tables = [table for table in reading.tables if not table.hidden and table.rows]
    used = False
    for table in tables:
        columns = find_columns(table, who)
        if columns is None or not (columns.tells or set_name):
            result.sheets.append(table.name)
            continue
        used = True
        file = reading.name if len(tables) == 1 else f"{reading.name}（{table.name}）"
        _Sheet(table, columns, who, file, set_name, when, result, problems).take()
    if not used:
        raise _nothing(reading, tables, who)
    if any(not problem.warning for problem in problems):
        raise DataProblems(problems)
    return result


def _nothing(reading: Reading, tables: list[Table], who: Who) -> ReadError:
    seen = find_columns(tables[0], who) if tables else None
    if seen is None:
        return ReadError(
            reading.name,
            "自治体の名や団体コードの並ぶ列がありません",
            "自治体名か団体コードの列がある表を指定してください",
        )
    headings = "、".join(filter(None, seen.headings)) or "見出しなし"
    return ReadError(
        reading.name, f"何の表か分かりません（見つけた列: {headings}）",
        "「人口」「類似団体区分」「集合」の見出しの列か、○を付けた列が要ります。"
        "載っている自治体がひとつの集まり（中核市など）なら --set 中核市 のように名を付けてください",
    )  # fmt: skip


@dataclass(slots=True)
class _Sheet:
    """One table on its way into the result."""

    table: Table
    columns: Columns
    who: Who
    file: str
    set_name: str
    when: str
    result: Imported
    problems: list[Problem]
    details: dict[str, tuple[int, Detail]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    prefecture: str = ""

    def take(self) -> None:
        """All rows, then what they tell together."""
        c = self.columns
        if c.population >= 0 and not self._population_is_clear():
            return
        for row in self.table.rows[c.first :]:
            self._row(row.number, texts(row))
        known = {c.code, c.name, c.prefecture, c.population, c.when, c.peers, c.set_name, *c.marks}
        self.result.unread += [h for n, h in enumerate(c.headings) if h and n not in known]
        found = Reference(
            {code: detail for code, (_, detail) in self.details.items() if detail != Detail()},
            {name: frozenset(codes) for name, codes in self.members.items()},
        )
        for name in found.sets.keys() & self.result.found.sets.keys():
            found.sets[name] |= self.result.found.sets[name]
        self.result.found = found.over(self.result.found)

    def _population_is_clear(self) -> bool:
        heading = self.columns.headings[self.columns.population]
        line = self.table.rows[self.columns.first].number
        if self.columns.rivals:
            several = "、".join(self.columns.rivals)
            self._problem(
                line, "人口", f"人口の列がいくつもあります（{several}）", "使う列だけを残した表にしてください"
            )
        elif _THOUSANDS.search(heading):
            self._problem(line, heading, "人口の単位が人ではありません", "人を単位にした表にしてください")
        else:
            return True
        return False

    def _row(self, line: int, cells: list[str]) -> None:
        c = self.columns
        if not any(cells) or [plain(cell) for cell in cells] == c.headings:
            return
        code, name, prefecture = (
            cells[n] if n >= 0 and cells[n] not in _NO_VALUE else "" for n in (c.code, c.name, c.prefecture)
        )
        # A prefecture is often written in the first of its rows only.
        self.prefecture = prefecture or self.prefecture
        answer = self.who.of(code, name, self.prefecture if name else prefecture)
        if isinstance(answer, LeftOut):
            self.result.left_out[answer.reason] += 1
        elif isinstance(answer, places.Municipality):
            self.result.rows += 1
            self._told(line, cells, answer)
        else:
            self._problem(line, "自治体", *answer)

    def _told(self, line: int, cells: list[str], municipality: places.Municipality) -> None:
        c, code = self.columns, municipality.code
        try:
            detail = self._detail(cells)
        except ValueError as error:
            self._problem(line, "", str(error), "表を直してください")
            return
        before = self.details.setdefault(code, (line, detail))
        if before[1] != detail:
            self._problem(
                line,
                "",
                f"{municipality.full_name}が {before[0]} 行目にもあり、値が違います",
                "どちらかの行を消してください",
            )
        named = plain(cells[c.set_name]) if c.set_name >= 0 else ""
        sets = [part for part in re.split(r"[、,;/・\n]", named) if part]
        sets += [name for n, name in c.marks.items() if plain(cells[n]).lower() in YES]
        sets += [self.set_name] if self.set_name and self.set_name not in c.marks.values() else []
        for name in sets:
            self.members.setdefault(name.strip(), set()).add(code)

    def _detail(self, cells: list[str]) -> Detail:
        c = self.columns
        population = _number(cells[c.population]) if c.population >= 0 else None
        if c.population >= 0 and population is None:
            self.result.left_out["人口の値なし"] += 1
        own = plain(cells[c.when]) if c.when >= 0 else ""
        heading = date_in(c.headings[c.population]) if c.population >= 0 else ""
        # The title may tell the day of the year that stands in the heading.
        heading = c.told if c.told.startswith(heading) else heading
        told = dates.parse(own)[0] if own else heading or self.when
        peers = plain(cells[c.peers]) if c.peers >= 0 else ""
        return Detail(population, told if population is not None else "", "" if peers in _NO_VALUE else peers)

    def _problem(self, line: int, field_: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, field_, what, remedy))


def _number(text: str) -> int | None:
    """A population, None where the cell says that there is none. Raises `ValueError`."""
    bare = plain(text).lower()
    if bare in _NO_VALUE:
        return None
    digits = re.sub(r"[,\s]|人$|\.0+$", "", bare)
    if not re.fullmatch(r"\d{1,9}", digits, re.ASCII) or int(digits) > _MOST_PEOPLE:
        raise ValueError(f"人口「{text}」が人数ではありません")
    return int(digits)
