"""What the cells of one row tell of an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import names
from loaders.tables import partners, remarks, validity, when
from loaders.tables.grid import Line, Piece, cite, filled, piece, private, shown
from loaders.tables.layout import TITLE
from loaders.tables.records import Entry
from loaders.tables.roles import Role
from loaders.tables.signs import DITTO, NOTHING, bodies_in_name

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
    if not continued:
        pending = _date(rows, line, entry, problems)
        if pending:
            return pending, []
        _municipality(rows, line, entry, problems)
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
    if "\n" not in text:
        return " ".join(text.split()) if " " in text or "\u3000" in text else text
    return text if _titles(text) else _unwrapped(text)


def _one_title(entry: Entry, problems: list[str]) -> None:
    """Where a cell holds several titles for one date, nobody can say which of them it is the date of."""
    titles = _titles(entry.name)
    if titles:
        entry.name = "" if not entry.several else titles[0]
        if not entry.several:
            told = "、".join(titles)
            problems.append(f"協定名の欄に名がいくつもあり（{told}）、ひとつの協定か別々か決まりません")


def _unwrapped(text: str) -> str:
    """A title written over several lines; Japanese words need no space between them."""
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        joined += (" " if joined[-1].isascii() and part[0].isascii() else "") + part
    return joined


def _partners(rows: List, line: Line, entry: Entry, problems: list[str]) -> None:
    for column in rows.layout.columns.get(Role.PARTNER, ()):
        said = line.cells[column].text
        if said.strip() in NOTHING:
            continue
        home = line
        if said.strip() in DITTO:
            above = rows.above.get(column)
            if above is None:
                problems.append(f"「{said.strip()}」の上に相手方がありません")
                continue
            home, said = above[0], above[0].cells[column].text
            entry.pieces.append(piece(line, column))
        else:
            rows.above[column] = (line, said.strip())
        found = rows.partners_in(said)
        for partner in found.bodies:
            if len(partner.codes) > 1:
                problems.append(f"「{partner.said}」は同じ名前の自治体があり、どれか決まりません")
            known = entry.municipalities if partner.codes else entry.bodies
            if partner.name not in {other["名称"] for other in known}:
                known.append(rows.party_of(partner))
        entry.unnamed += [words for words in found.unnamed if words not in entry.unnamed]
        problems += [f"相手方の{doubt}" for doubt in found.doubts]
        entry.pieces += _words(home, column, [(p.start, p.end) for p in found.bodies], said)
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


def _date(rows: List, line: Line, entry: Entry, problems: list[str]) -> str:
    column = rows.layout.first(Role.DATE)
    context = rows.year
    fiscal = rows.said(line, Role.FISCAL, entry)
    if fiscal:
        context = when.year_of(fiscal) or context
    text = ""
    if column is not None:
        text = rows.text(line, column, entry)
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
        found = when.day(text, real, era, context)
        if found.pending:
            return text.replace("\n", " ")
        if found.problem:
            found = _instead(text, found, entry, problems)
        if found.renewed:
            entry.remarks.append(f"日付の欄に「{found.renewed}」とあります")
            entry.renewed = (remarks.remark(found.renewed).new, found.date)
        entry.date = found
        if found.note and context is rows.year and rows.year_piece and "年の見出し" in found.note:
            entry.pieces.append(rows.year_piece)
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


def _instead(text: str, found: when.When, entry: Entry, problems: list[str]) -> when.When:
    """What a date cell holds that is no single date: a day for each title, a period, or nothing that can be told."""
    dates = [when.day(part) for part in text.split("\n") if part.strip()]
    titles = _titles(entry.name)
    if len(dates) > 1 and all(date.date for date in dates):
        if len(dates) == len(titles):
            entry.several = tuple(zip(titles, dates, strict=True))
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


def _titles(name: str) -> list[str]:
    """The titles of a cell that holds several, one a line."""
    if "\n" not in name:
        return []
    lines = [line.strip() for line in name.split("\n") if line.strip()]
    return lines if len(lines) > 1 and all(TITLE.search(line) for line in lines) else []


def _municipality(rows: List, line: Line, entry: Entry, problems: list[str]) -> None:
    if rows.flags_municipalities:
        return
    columns = rows.layout.columns.get(Role.MUNICIPALITY, ())
    own: list[object] = []
    for column in columns:
        text = rows.text(line, column, entry)
        if not text and line.cells[column].text.strip() in NOTHING and column in rows.above:
            above = rows.above[column]
            text = above[1]
            entry.pieces.append(piece(above[0], column))
            entry.inferred.append("市町村の欄が空なので、上の行と同じと読みました")
        if not text:
            continue
        found = partners.read(text, rows.lookup, prefecture=rows.prefecture)
        cities = [p for p in found.bodies if p.codes]
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
    mine = {party["名称"] for party in own}  # type: ignore[index]
    entry.municipalities = [*own, *(p for p in entry.municipalities if p["名称"] not in mine)]  # type: ignore[list-item]


def _topics(rows: List, line: Line, entry: Entry) -> None:
    told = False
    for role in (Role.FIELDS, Role.CONTENT):
        for column in rows.layout.columns.get(role, ()):
            text = rows.text(line, column)
            if not text or private(text):
                continue
            if role is Role.FIELDS or not told:
                found = rows.topics.read(text, told=role is Role.FIELDS)
                _add(entry, found)
                told = told or role is Role.FIELDS
            if role is Role.FIELDS or found:
                entry.pieces.append(piece(line, column))
    kind = rows.said(line, Role.KIND)
    entry.kind = rows.kind_of(entry, kind)
    if kind:
        entry.pieces.append(piece(line, rows.layout.columns[Role.KIND][0]))
    if not entry.topics:
        for text in (entry.name, kind, rows.section):
            if text and not entry.topics:
                _add(entry, rows.topics.read(text, told=False))


def _add(entry: Entry, found: tuple[dict[str, object], ...]) -> None:
    known = {field["名称"] for field in entry.topics}
    entry.topics += [field for field in found if field["名称"] not in known]
