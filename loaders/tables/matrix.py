"""Lists in which marks stand for facts: ○ under a field, a local government or a company."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.read import Table
from loaders.tables import partners, topics, when
from loaders.tables.grid import Line, filled, piece
from loaders.tables.records import Entry
from loaders.tables.signs import MARKS, OPEN_MARKS, marked

if TYPE_CHECKING:
    from loaders.tables.agreements import List

_LEGEND: Final = re.compile(r"[△▲][^。\n]{0,6}(?:協議|検討|予定|調整|準備|未締結)")


def explained(table: Table) -> bool:
    """Whether a table says somewhere what its △ stand for."""
    return any(_LEGEND.search(cell.text) for row in table.rows for _, cell in filled(row.cells))


def spread(rows: List, line: Line, entry: Entry, problems: list[str]) -> list[Entry] | None:
    """The agreements of a row with marks; None where the marks only add fields to the row's own agreement."""
    cities: list[tuple[int, partners.Partner]] = []
    bodies: list[tuple[int, partners.Partner]] = []
    dated: list[Entry] = []
    unclear: list[str] = []
    for column in rows.layout.flags:
        heading = rows.layout.heading(column)
        text = line.cells[column].text.strip()
        mark = marked(text)
        named = _named(rows, heading)
        if mark is None:
            if text and not (text in OPEN_MARKS and rows.explained):
                unclear.append(f"「{heading}」の欄の「{text}」が何を表すか分かりません")
            continue
        if named and named.codes:
            cities += [(column, named)] * mark
        elif named and not rows.lookup.fields(heading):
            bodies += [(column, named)] * mark
        elif mark and len(text) > 2 and (year := when.year_of(heading)):
            dated.append(_in_year(rows, line, column, year, entry, problems))
        elif mark and when.year_of(heading):
            unclear.append(f"印が「{heading}」の欄にありますが、締結した年か、続いている年か決まりません")
        elif mark:
            _field(rows, line, column, heading, entry)
    problems += unclear
    if dated:
        return dated if dated[0].bodies or dated[0].unnamed or len(dated[0].municipalities) > 1 else []
    if not _stand_for_parties(rows):
        return None
    found = []
    for column, city in cities:
        made = entry.copy()
        made.municipalities = [rows.party_of(city)]
        found.append(_dated(rows, line, column, made, problems))
        if len(city.codes) > 1:
            problems.append(f"「{city.said}」は同じ名前の自治体があり、どれか決まりません")
    for column, body in bodies:
        made = entry.copy()
        made.bodies = [rows.party_of(body)]
        found.append(_dated(rows, line, column, made, problems))
    return [made for made in found if made.bodies or made.unnamed or len(made.municipalities) > 1]


def by_kind(rows: List, line: Line, entry: Entry, problems: list[str]) -> list[Entry]:
    """The agreements of a row whose cells name partners under headings that are kinds of agreement."""
    found = []
    for column in rows.layout.kinds:
        text = rows.text(line, column)
        if not text:
            continue
        told = rows.partners_in(text)
        made = entry.copy()
        made.bodies = [rows.party_of(p) for p in told.bodies if not p.codes]
        made.municipalities += [rows.party_of(p) for p in told.bodies if p.codes]
        made.unnamed = list(told.unnamed)
        made.kind = topics.kind(rows.layout.heading(column))
        problems += told.doubts
        made.doubts += told.doubts
        made.pieces += [piece(line, column), *(piece(head, column) for head in rows.heads[-1:])]
        found += [made] if made.bodies or made.unnamed or len(made.municipalities) > 1 else []
    return found


def _stand_for_parties(rows: List) -> bool:
    return any(
        (named := _named(rows, rows.layout.heading(c)))
        and (named.codes or not rows.lookup.fields(rows.layout.heading(c)))
        for c in rows.layout.flags
    )


def _named(rows: List, heading: str) -> partners.Partner | None:
    """The local government or body that a heading names."""
    if when.year_of(heading) or not rows.lookup.strong(heading.replace("\n", "")):
        return None
    found = partners.read(heading.replace("\n", ""), rows.lookup, prefecture=rows.prefecture)
    return found.bodies[0] if len(found.bodies) == 1 else None


def _field(rows: List, line: Line, column: int, heading: str, entry: Entry) -> None:
    found = rows.topics.read(heading)
    entry.items += [item for item in topics.items(heading) if item not in entry.items]
    known = {field["名称"] for field in entry.topics}
    entry.topics += [field for field in found if field["名称"] not in known]
    entry.pieces += [piece(line, column), *(piece(head, column) for head in rows.heads[-1:])]


def _in_year(
    rows: List, line: Line, column: int, year: when.Context, entry: Entry, problems: list[str]
) -> Entry:  # fmt: skip
    """The agreement that was concluded on the day which stands under the heading of a year."""
    cell = line.cells[column]
    made = entry.copy()
    made.pieces += [piece(line, column), *(piece(head, column) for head in rows.heads[-1:])]
    found = when.day(cell.text, cell.date, "", year)
    problems += [found.problem] if found.problem else []
    made.date = found._replace(note="年は欄の見出しから") if found.completed else found
    if found.date[:4].isdigit() and int(found.date[:4]) - year.year not in (0, int(year.fiscal)):
        problems.append(f"「{rows.layout.heading(column)}」の欄に、その年でない日付「{cell.text.strip()}」があります")
    made.doubts += problems
    return made


def _dated(rows: List, line: Line, column: int, made: Entry, problems: list[str]) -> Entry:
    cell = line.cells[column]
    made.pieces += [piece(line, column), *(piece(head, column) for head in rows.heads[-1:])]
    if cell.text.strip() not in MARKS:
        found = when.day(cell.text, cell.date)
        if found.problem:
            problems.append(found.problem)
        else:
            made.date = found
    made.doubts += problems
    return made
