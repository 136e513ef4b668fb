"""What the cells of one row tell of an agreement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph import names, places
from loaders.draft import Record
from loaders.tables import dating, over, partners, titles, topics, validity
from loaders.tables.grid import Line, Piece, cite, filled, piece, private, shown
from loaders.tables.records import Entry
from loaders.tables.roles import Role, plain
from loaders.tables.signs import DITTO, NOTHING, bodies_in_name

_AIM: Final = re.compile(r"目的|趣旨|概要|要旨|実績")

if TYPE_CHECKING:
    from loaders.tables.agreements import List


def fill(rows: List, line: Line, entry: Entry, *, continued: bool) -> tuple[str, list[str]]:
    """Put what a row tells into its entry.

    Returns the words that say it is not concluded yet ('' otherwise), and what could not be read. ``continued``: the
    row goes on with the one above, whose date, title and owner it shares.
    """
    problems: list[str] = []
    entry.name = _title(rows, line, entry)
    _partners(rows, line, entry, problems)
    column = rows.layout.first(Role.NAME)
    if column is not None and not entry.name and line.cells[column].text.strip() in NOTHING and not continued:
        rows.untitled.append(line.number)
    if not continued:
        pending = dating.date(rows, line, entry, problems)
        if pending:
            return pending, []
        municipality(rows, line, entry, problems)
    _one_title(entry, problems)
    _topics(rows, line, entry)
    pending = validity.tell(rows, line, entry, problems)
    problems = [shown(problem) for problem in problems]
    entry.remarks = [shown(remark) for remark in entry.remarks]
    struck = [cell for _, cell in filled(line.cells) if cell.struck]
    if struck:
        entry.doubts.append("取り消し線が引かれています（終わった協定かもしれません）")
    if line.hidden:
        entry.doubts.append("隠れている行です")
    return pending, problems


def _title(rows: List, line: Line, entry: Entry) -> str:
    text = rows.said(line, Role.NAME, entry)
    if private(text):
        return ""
    if text:
        text, beneath = titles.over(titles.bare(text))
        _add(entry, rows.topics.read(beneath) if beneath else ())
        return text if titles.several(text) else titles.unwrapped(text)
    return _title_above(rows, line, entry)


def _title_above(rows: List, line: Line, entry: Entry) -> str:
    """The title of the row above where titles stand to the left and are written once for all rows below them."""
    column, partner = rows.layout.first(Role.NAME), rows.layout.first(Role.PARTNER)
    above = rows.above.get(column) if column is not None else None
    if above is None or column is None or partner is None or column > partner or line.cells[column].text.strip():
        return ""
    # On paper a box that a page break cut in two is empty in one of its parts, so a blank means nothing there.
    if above[0].number <= rows.broken or rows.reading.format == "pdf":
        return ""
    date = rows.layout.first(Role.DATE)
    if date is not None and line.cells[date].text.strip() in NOTHING:
        return ""
    text = titles.bare(above[1])
    if private(text) or titles.several(text):
        return ""
    entry.pieces.append(piece(above[0], column))
    entry.inferred.append("協定名の欄が空なので、上の行と同じと読みました")
    return titles.unwrapped(text)


def _one_title(entry: Entry, problems: list[str]) -> None:
    """Where a cell holds several titles for one date, nobody can say which of them it is the date of."""
    found = titles.several(entry.name)
    if found:
        entry.name = "" if not entry.several else found[0]
        if not entry.several:
            told = "、".join(found)
            problems.append(f"協定名の欄に名がいくつもあり（{told}）、ひとつの協定か別々か決まりません")


def partners_of(rows: List, line: Line, column: int, entry: Entry, problems: list[str]) -> list[Record]:
    """The bodies that one partner cell names, put into the entry with all else that the cell tells; 〃 is resolved."""
    said = line.cells[column].text
    if said.strip() in NOTHING:
        return []
    home = line
    if said.strip() in DITTO:
        above = rows.above.get(column)
        if above is None:
            problems.append(f"「{said.strip()}」の上に相手方がありません")
            return []
        home, said = above[0], above[0].cells[column].text
        entry.pieces.append(piece(line, column))
    else:
        rows.above[column] = (line, said.strip())
    found = rows.partners_in(said)
    named: list[Record] = []
    for partner in found.bodies:
        if len(partner.codes) > 1:
            problems.append(f"「{partner.said}」は同じ名前の自治体があり、どれか決まりません")
        known = entry.municipalities if partner.codes else entry.bodies
        if partner.name not in {other["名称"] for other in known}:
            known.append(rows.party_of(partner))
            named += [] if partner.codes else [known[-1]]
    entry.unnamed += [words for words in found.unnamed if words not in entry.unnamed]
    problems += [f"相手方の{doubt}" for doubt in found.doubts]
    entry.pieces += _words(home, column, [(p.start, p.end) for p in found.bodies], said)
    return named


def _partners(rows: List, line: Line, entry: Entry, problems: list[str]) -> None:
    for column in rows.layout.columns.get(Role.PARTNER, ()):
        partners_of(rows, line, column, entry, problems)
    branch = rows.said(line, Role.BRANCH, entry)
    if branch and len(entry.bodies) == 1 and not private(branch):
        entry.bodies = [{**entry.bodies[0], "部署": " ".join(branch.split())}]
    number = rows.said(line, Role.CORPORATE)
    if number and len(entry.bodies) == 1 and not names.corporate_number_problem(number):
        cited = cite(rows.reading, rows.table, [piece(line, rows.layout.columns[Role.CORPORATE][0])])
        rows.said_of_bodies.append({"企業": entry.bodies[0]["名称"], "項目": "法人番号", "値": number, "出典": cited})
    if not entry.bodies and not entry.municipalities and not entry.unnamed and entry.name:
        for words in bodies_in_name(entry.name):
            if rows.lookup.strong(words):
                found = rows.partners_in(words)
                owner = rows.owner.code if rows.owner else ""
                entry.bodies += [rows.party_of(p) for p in found.bodies if not p.codes]
                entry.municipalities += [rows.party_of(p) for p in found.bodies if p.codes and p.codes != (owner,)]
        if entry.bodies:
            entry.inferred.append("相手方は協定名から読みました")
    if not entry.bodies and not entry.unnamed and Role.PARTNER not in rows.layout.columns:
        over.partner(rows, entry)


def _words(line: Line, column: int, spans: list[tuple[int, int]], said: str) -> list[Piece | None]:
    """The names in a partner cell as proof; the whole cell where nothing was cut out of it."""
    cell = line.cells[column]
    if spans == [(0, len(said))] or cell.span.end - cell.span.start != len(cell.text):
        return [piece(line, column)]
    covered = sum(end - start for start, end in spans)
    whole = covered >= len(said.strip()) or (len(spans) > 0 and _only_marks(said, spans))
    if whole and not private(said):
        return [piece(line, column)]
    return [Piece(line.home(column), cell.span.start + start, cell.span.start + end) for start, end in spans]


def _only_marks(said: str, spans: list[tuple[int, int]]) -> bool:
    rest = list(said)
    for start, end in spans:
        rest[start:end] = [" "] * (end - start)
    return not "".join(rest).strip(" \n　、，,・及び並に;；/／①②③④⑤⑥⑦⑧⑨⑩等")


_PREFECTURES: Final = frozenset({"都道府県", "都道府県名", "県名", "府県名", "道府県名", "県", "府県"})


def _prefecture(rows: List, line: Line, columns: tuple[int, ...], entry: Entry) -> str:
    """The prefecture that stands in a column of its own, to the left of the municipality of the same row."""
    for column in columns:
        left = column - 1
        if left >= 0 and plain(rows.layout.heading(left)) in _PREFECTURES and line.cells[column].text.strip():
            said = rows.text(line, left, entry)
            place = rows.lookup.place(said) if said else None
            return said if isinstance(place, places.Body) else ""
    return ""


def municipality(rows: List, line: Line, entry: Entry, problems: list[str]) -> None:
    """Put the local governments of a row into its entry: those of its own column, or the owner of the list."""
    if rows.flags_municipalities:
        return
    columns = rows.layout.columns.get(Role.MUNICIPALITY, ())
    own: list[object] = []
    prefecture = _prefecture(rows, line, columns, entry)
    for column in columns:
        text = rows.text(line, column, entry)
        if not text and not line.cells[column].text.strip() and column in rows.above:
            above = rows.above[column]
            text = above[1]
            entry.pieces.append(piece(above[0], column))
            entry.inferred.append("市町村の欄が空なので、上の行と同じと読みました")
        if not text and prefecture and line.cells[column].text.strip() in NOTHING:
            # A stroke beside the prefecture: it is the prefecture's own.
            text = prefecture
        if not text:
            continue
        found = partners.read(text, rows.lookup, prefecture=prefecture or rows.prefecture)
        cities = [p for p in found.bodies if p.codes]
        if rows.issuer is not None:
            known = {body["名称"] for body in entry.bodies}
            entry.bodies += [rows.party_of(p) for p in found.bodies if not p.codes and p.name not in known]
        if not cities:
            near = rows.lookup.gazetteer.near(text)
            hint = f"（{'、'.join(near)} ではありませんか）" if near else ""
            problems.append(f"「{text}」という自治体はありません{hint}")
            entry.bodies = []
        for city in cities:
            if len(city.codes) > 1:
                problems.append(f"「{city.said}」は同じ名前の自治体があり、どれか決まりません")
            own.append(rows.party_of(city))
    if not own and not columns:
        if rows.local is not None:
            own.append(rows.local)
        elif rows.owner is not None:
            own.append(rows.owner.party)
    elif not own and columns:
        if not problems:
            problems.append("市町村の欄が空で、どの自治体の協定か分かりません")
        entry.bodies, entry.municipalities = [], []
    own = _narrowest(rows, list({party["名称"]: party for party in own}.values()), columns)  # type: ignore[index]
    mine = {party["名称"] for party in own}  # type: ignore[index]
    entry.municipalities = [*own, *(p for p in entry.municipalities if p["名称"] not in mine)]  # type: ignore[list-item]


def _narrowest(rows: List, own: list[object], columns: tuple[int, ...]) -> list[object]:
    """Without the prefecture that a column of its own gives where the next one gives the municipality within it."""
    if len(own) < 2 or not any(plain(rows.layout.heading(c)) in _PREFECTURES for c in columns):
        return own
    prefectures = {m.name for m in rows.lookup.gazetteer.by_code.values() if m.kind == places.PREFECTURE}
    within = [party for party in own if party["名称"] not in prefectures]  # type: ignore[index]
    return within or own


def _topics(rows: List, line: Line, entry: Entry) -> None:
    told = False
    for role in (Role.FIELDS, Role.CONTENT):
        for column in rows.layout.columns.get(role, ()):
            text = rows.text(line, column)
            if not text or private(text):
                continue
            if role is Role.FIELDS or not told:
                found = rows.topics.read(text)
                _add(entry, found)
                told = told or role is Role.FIELDS
            own = _items(rows, role, column, text)
            entry.items += [item for item in own if item not in entry.items]
            if own or role is Role.FIELDS or found:
                entry.pieces.append(piece(line, column))
    kind = rows.said(line, Role.KIND)
    entry.kind = rows.kind_of(entry, kind)
    if kind:
        entry.pieces.append(piece(line, rows.layout.columns[Role.KIND][0]))
    if not entry.topics:
        for text in (entry.name, kind, rows.section):
            if text and not entry.topics:
                _add(entry, rows.topics.read(text))


def _items(rows: List, role: Role, column: int, text: str) -> tuple[str, ...]:
    """連携事項 of a cell: every item of a column of items; of a column 内容 where there is no such column."""
    wrapped = rows.reading.format == "pdf"
    if role is Role.FIELDS:
        return topics.items(text, wrapped=wrapped)
    if Role.FIELDS in rows.layout.columns or _AIM.search(rows.layout.heading(column)) or "。" in text:
        return ()
    return topics.items(text, wrapped=wrapped)


def _add(entry: Entry, found: tuple[dict[str, object], ...]) -> None:
    known = {field["名称"] for field in entry.topics}
    entry.topics += [field for field in found if field["名称"] not in known]
