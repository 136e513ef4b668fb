"""What is a body's own: its records under the conditions, and what documents state of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph.store.base import View
from queries.evidence import Entry, entry
from viz.reports.drafting import Part, Row, Said, Sheet
from viz.reports.model import Column, Shown
from viz.reports.records import ALL, PLACE, Conditions, Record, ask, load
from viz.reports.words import day


class Own(NamedTuple):
    """``under``: how many of the measures rest on an agreement; ``undated``: records that the day leaves out because no
    year of theirs is known; ``outside``: all that the conditions leave out; ``places``: measures of which the
    municipality is only the place."""

    records: list[Record]
    under: Mapping[str, int]
    undated: int
    outside: int
    places: int = 0

    @property
    def agreements(self) -> list[Record]:
        return [record for record in self.records if record.kind == "協定"]

    @property
    def measures(self) -> list[Record]:
        return [record for record in self.records if record.kind == "施策"]


async def own(view: View, id: str, conditions: Conditions) -> Own:
    """The agreements and measures of a municipality or a body."""
    rows = await ask(view, "records_at", id=id, 時点=conditions.as_of)
    inside = {row["記録id"]: row for row in rows if conditions.holds(row)}
    left = {row["記録id"]: row for row in rows if row["記録id"] not in inside}
    found = await load(view, inside)
    places = sum(1 for row in inside.values() if row["記録"] == "施策" and set(row["役割"] or ()) == {PLACE})
    return of_records(
        list(found.values()),
        sum(bool(conditions.as_of) and not row["開始"] for row in left.values()),
        len(left),
        places,
    )


def of_records(records: list[Record], undated: int, outside: int, places: int = 0) -> Own:
    """Records with the number of measures under each agreement."""
    under = Counter(id for record in records if record.kind == "施策" for id, _ in record.under)
    return Own(records, under, undated, outside, places)


_STATED = (Column("項目"), Column("値", "文書の述べること"))


async def own_statements(view: View, id: str) -> list[Sheet]:
    """What documents state of the body itself; values that differ stand side by side. No table where there is nothing."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for row in await ask(view, "record_statements", ids=[id]):
        each = entry(row)
        found.setdefault((each.item, each.value), []).append(each)
    if not found:
        return []
    rows = [Row({"項目": item, "値": value}, entries) for (item, value), entries in sorted(found.items())]
    shown = (Shown("項目", 25, ("項目",)), Shown("文書の述べること", 60, ("値",)))
    return [Sheet("文書の記載", "文書が対象そのものについて述べること", _STATED, shown, rows)]


_DIFFERENT = (
    Column("種類"), Column("id"), Column("名称"), Column("項目"), Column("値", "文書の述べること"), Column("文書id"), Column("文書の日"),
)  # fmt: skip


async def differences(view: View, records: Sequence[Record]) -> list[Part]:
    """Where documents say different things of the same agreement or measure; no section where there is nothing."""
    known = {record.id: record for record in records}
    rows = []
    for row in await ask(view, "contradictions", 件数=ALL):
        record = known.get(row["節点id"])
        if record is None:
            continue
        for value, document, date in dict.fromkeys(zip(row["値"], row["文書id"], row["文書の日"], strict=True)):
            told = [
                each for each in record.entries
                if each.relation == "記載" and each.item == row["項目"] and each.value == value and each.document == document
            ]  # fmt: skip
            values = {
                "種類": row["種類"], "id": record.id, "名称": record.name, "項目": row["項目"], "値": value, "文書id": document,
                "文書の日": date or "", "paper:日": day(date or ""),
            }  # fmt: skip
            rows.append(Row(values, told))
    if not rows:
        return []
    shown = (
        Shown("協定・施策", 32, ("名称", "種類")),
        Shown("項目", 14, ("項目",)),
        Shown("文書の述べること", 22, ("値",)),
        Shown("文書の日", 16, ("paper:日",), "記載なし"),
    )
    said = Said("同じ協定・施策について、文書の述べることが違う。ほかの表では、確かなもの、細かいものを採っている。")
    sheet = Sheet("文書の違い", "文書によって違う記載", _DIFFERENT, shown, rows)
    return [Part("differences", "文書によって違うこと", [said], [sheet])]
