"""Tables of measures become drafts: one measure per bullet of a row that names a local government."""

from __future__ import annotations

import re
from typing import Final

from loaders.draft import Found, Record, Rows
from loaders.read import Reading, Span, Table
from loaders.tables import measures
from loaders.tables.grid import private
from loaders.tables.lookup import Lookup

_MEASURES: Final = re.compile(r"施策|取組|取り組み|事業|計画|戦略|プラン")
_PLAN: Final = re.compile(r"計画|戦略|プラン|方針")
_AGREEMENTS: Final = re.compile(r"協定|覚書")
_BULLETS: Final = re.compile(r"[・･·•■□◆▶]")
_BEFORE: Final = 300
_LONGEST_NAME: Final = 30
_LEAST: Final = 8
_BULLETED: Final = 0.3
_MORE: Final = re.compile(r"[(（]?(?:他|ほか)")
_TAIL: Final = re.compile(r"[一-龥]{1,3}(?:し|する|した|して|され)、?|[ぁ-ん]|[)）」、。]")


def draft(reading: Reading, lookup: Lookup, found: Found) -> set[str]:
    """Add the measures of the document's tables; returns the names of the tables that were read so.

    A table counts as one of measures where its title says so and its cells hold bullets. What a merged row leaves
    open (whose measure it is), and what may be the tail of the cell above, is no measure but a warning.
    """
    if not any(len(table.rows) > 2 and _likely(reading, table) for table in reading.tables):
        return set()
    cells = [cell for cell in measures.cells(reading.text, lookup.gazetteer) if cell.parts]
    if not cells:
        return set()
    accounts: dict[str, Rows] = {}
    done: set[str] = set()
    before: Table | None = None
    stage = "不明"
    for table in reading.tables:
        own = [cell for cell in cells if table.span.start <= cell.parts[0].start < table.span.end]
        near = reading.text[max(0, table.span.start - _BEFORE) : table.span.start] + _titles(reading, own)
        bulleted = sum(not cell.loose and reading.text[cell.parts[0].start - 1] in "・･·•■□◆▶ " for cell in own)
        # A table that a page break cut in two has its title before the first part only.
        on = before is not None and not reading.text[before.span.end : table.span.start].strip()
        if not own or bulleted < _BULLETED * len(own) or not (on or _is_titled(near)):
            continue
        if not on:
            stage = "計画" if _PLAN.search(near) or _PLAN.search(reading.title) else "不明"
        before = table
        account = accounts[table.name] = Rows(table.name)
        done.add(table.name)
        for cell in own:
            _measures(reading, table, cell, stage, lookup, found, account)
        _account(table, account)
        found.rows.append(account)
        if not reading.sheets:
            found.used.append(table.span)
        found.document.setdefault("種別", "施策一覧")
    return done


def _likely(reading: Reading, table: Table) -> bool:
    """A cheap look before the dear one."""
    near = reading.text[max(0, table.span.start - _BEFORE) : table.span.start + _BEFORE]
    return bool(_MEASURES.search(near)) and bool(_BULLETS.search(reading.text, table.span.start, table.span.end))


def _is_titled(near: str) -> bool:
    return bool(_MEASURES.search(near)) and not _AGREEMENTS.search(near[-120:])


def _titles(reading: Reading, own: list[measures.Cell]) -> str:
    """The words of the table before its first measure, where a sheet has its title."""
    start = own[0].parts[0].start if own else 0
    return reading.text[max(0, start - _BEFORE) : start] if reading.sheets else ""


def _row(table: Table, start: int) -> int:
    return next(
        (row.number for row in table.rows if row.span.start <= start < max(row.span.end, row.span.start + 1)), 0
    )


def _measures(
    reading: Reading, table: Table, cell: measures.Cell, stage: str, lookup: Lookup, found: Found, account: Rows
) -> None:
    number = _row(table, cell.parts[0].start)
    where = f"{table.name} {number}行目「{cell.heading}」"
    names = [lookup.gazetteer.by_code[code].full_name for code in cell.bodies]
    if len(names) > 1:
        account.warned[number] = f"{'と'.join(names)} のどちらの施策か、行がつながっていて決まりません"
        found.warnings.append(f"{where}: {account.warned[number]}")
        return
    for n, part in enumerate(cell.parts):
        doubtful = cell.loose and n == 0
        unreadable = private(part.words) or len(part.words) < _LEAST or _MORE.match(part.words)
        if unreadable or (doubtful and _TAIL.match(part.words)):
            found.warnings.append(f"{where}: 「{part.words[:20]}」は施策として読めません（上の欄の続きかもしれません）")
            account.warned.setdefault(number, "読めない欄があります")
            continue
        place = reading.place(_span(part))
        record: Record = {
            "id": f"m{len(found.measures) + 1}", "名称": name(part.words), "段階": stage,
            "自治体": [{"名称": names[0], "役割": "主体"}], "企業": [],
            "分野": _fields(lookup, cell.heading, part.words),
            "出典": [{"位置": place, "引用": reading.text[part.start : part.end]}],
            "確度": "要確認" if doubtful else "明示", "確認": "未",
        }  # fmt: skip
        if doubtful:
            record["注記"] = "箇条書きの印がなく、上の欄の続きかもしれません"
        found.measures.append(record)
        if number not in account.facts:
            account.facts.append(number)


def _span(part: measures.Part) -> Span:
    return Span(part.start, part.end)


def name(words: str) -> str:
    """A name of at most 30 characters from the measure's own words."""
    plain = " ".join(words.split())
    plain = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", plain).rstrip("。")
    if len(plain) <= _LONGEST_NAME:
        return plain
    clause = re.split(r"[、。(（]", plain)[0]
    return clause if _LEAST < len(clause) <= _LONGEST_NAME else plain[:_LONGEST_NAME]


def _fields(lookup: Lookup, heading: str, words: str) -> list[Record]:
    """Fields of a measure: those of its own words that the heading confirms, else those of the heading, inferred."""
    taxonomy = lookup.vocabulary.taxonomy
    upper = {e.名称: taxonomy.by_id[e.上位].名称 if e.上位 else e.名称 for e in taxonomy.by_id.values()}
    own = {upper[field] for field, _ in lookup.fields(words)}
    headed = dict.fromkeys(upper[field] for field, _ in lookup.fields(heading))
    agreed = [field for field in headed if field in own]
    if agreed:
        return [{"名称": field, "表記": heading} for field in agreed]
    note = "欄の見出しから"
    return [{"名称": field, "表記": heading, "確度": "推定", "注記": note} for field in list(headed)[:1]]


def _account(table: Table, account: Rows) -> None:
    """Rows that are neither facts nor warned of are headings, empty or notes."""
    account.facts = [number for number in account.facts if number not in account.warned]
    begun = False
    for row in table.rows:
        if row.number in account.facts or row.number in account.warned:
            begun = True
            continue
        filled = [cell for cell in row.cells if cell.text.strip()]
        account.left_out[row.number] = "施策のない行" if begun and filled else "見出し" if filled else "空行"
