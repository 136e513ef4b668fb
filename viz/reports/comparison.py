"""The report that sets chosen municipalities side by side, field by field, in the order of their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.store.base import View
from viz.reports import summary, tables
from viz.reports.drafting import Part, Row, Said, Sheet
from viz.reports.model import Column, Shown
from viz.reports.own import differences, of_records
from viz.reports.records import Conditions, Record, ask, load
from viz.reports.words import MISSING, counts, day, several

LOOSE: Final = "分野の記載なし"
_STATES: Final = {"記録なし": "記録なし", "抜粋": "抜粋など", "未調査": "未調査"}
MOST: Final = 8
"""Municipalities that stand side by side on paper."""


async def parts(view: View, ids: Sequence[str], conditions: Conditions) -> tuple[list[str], list[Part]]:
    """The sentences of the scope, and the sections."""
    rows = await ask(view, "comparison", 自治体=list(ids), **conditions.values)
    undated = {row["記録id"] for row in rows if row["年不明"]}
    kept = [row for row in rows if row["記録id"] not in undated]
    records = await load(view, [row["記録id"] for row in kept if row["記録id"]])
    places = {row["自治体id"]: row["自治体"] for row in sorted(rows, key=lambda row: row["自治体id"])}
    whole, documents = await _covered(view, list(places))
    matrix, told = _matrix(kept, places, whole, documents)
    found = of_records(list(records.values()), len(undated), len(undated))
    lines = [_place(id, name, kept, records, whole, documents) for id, name in places.items()]
    scope = [
        f"{several(list(places.values()))}の {len(places)} 自治体を、団体コードの順に並べる。"
        f"欄（自治体 × 大きな分野）{sum(told.values()):,} のうち、{counts(told.items())}。"
        "抜粋などと未調査について「ない」とは言えない。"
    ]
    return scope, [
        Part("summary", "要旨", summary.undated(found), [_summary(lines)]),
        Part("fields", "分野ごとの有無", _silent(matrix), [_sheet(matrix, places)]),
        Part("contents", "分野ごとの内容", (), [_contents(kept, records)]),
        Part("timeline", "経過", (), [tables.timeline(found.records, "比較")]),
        Part("agreements", "協定", (), [tables.agreements(found.records, "比較", found.under)]),
        Part("measures", "施策と成果", (), [tables.measures(found.records, "比較")]),
        *await differences(view, found.records),
    ]  # fmt: skip


async def _covered(view: View, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """How many documents list everything of each municipality, and how many there are of it."""
    rows = [row for row in await ask(view, "coverage") if row["自治体id"] in set(ids)]
    return {row["自治体id"]: row["全件の文書数"] for row in rows}, {row["自治体id"]: row["文書数"] for row in rows}


_SUMMARY: Final = (
    Column("自治体id"), Column("自治体"), Column("協定数"), Column("施策数"), Column("段階"), Column("成果のある施策数"), Column("載せた文書数"),
    Column("全件の文書数"),
)  # fmt: skip


def _place(
    id: str,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    records: Mapping[str, Record],
    whole: Mapping[str, int],
    documents: Mapping[str, int],
) -> Row:
    own = {row["記録id"]: records[row["記録id"]] for row in rows if row["自治体id"] == id and row["記録id"] in records}
    found = of_records(list(own.values()), 0, 0)
    stages = summary.stages(found.measures)
    return Row(
        {
            "自治体id": id,
            "自治体": name,
            "協定数": len(found.agreements),
            "施策数": len(found.measures),
            "段階": stages,
            "成果のある施策数": sum(bool(record["成果"]) for record in found.measures),
            "載せた文書数": documents.get(id, 0),
            "全件の文書数": whole.get(id, 0),
            "paper:文書": f"文書 {documents.get(id, 0):,}（全件 {whole.get(id, 0):,}）"
            if documents.get(id)
            else "未調査",
        }
    )


def _summary(rows: Sequence[Row]) -> Sheet:
    shown = (
        Shown("自治体", 24, ("自治体",)),
        Shown("協定", 9, ("協定数",), right=True),
        Shown("施策", 9, ("施策数",), right=True),
        Shown("施策の段階", 24, ("段階",), "施策の記載なし"),
        Shown("成果あり", 12, ("成果のある施策数",), right=True),
        Shown("読んだ文書", 22, ("paper:文書",)),
    )
    return Sheet("要旨", "自治体ごとの数。場所だけの施策を除く", _SUMMARY, shown, rows, cited=False)


def _matrix(
    rows: Sequence[Mapping[str, Any]],
    places: Mapping[str, str],
    whole: Mapping[str, int],
    documents: Mapping[str, int],
) -> tuple[list[Row], dict[str, int]]:
    """For each field a row with the state of each municipality, and how many squares are in which state."""
    fields = {(row["分野id"] or "", row["分野"] or LOOSE) for row in rows}
    told = {"あり": 0, "協定だけ": 0, "記録なし": 0, "抜粋など": 0, "未調査": 0}
    made = []
    for field_id, field in sorted(fields, key=lambda key: (not key[0], key[0])):
        values: dict[str, str | int] = {"分野id": field_id, "分野": field}
        for id, name in places.items():
            own = {
                row["記録id"]: row["記録"]
                for row in rows
                if row["自治体id"] == id and (row["分野id"] or "") == field_id and row["記録id"]
            }
            state, values[f"{name}の状態"], values[f"paper:{id}"] = _square(
                own, "記録なし" if whole.get(id) else "抜粋など" if documents.get(id) else "未調査"
            )
            if field_id:
                told[state] += 1
        made.append(Row(values, paper=any(state in ("あり", "協定だけ") for state in _states(values))))
    return made, told


def _square(own: Mapping[str, str], otherwise: str) -> tuple[str, str, str]:
    """The state of a square, the same for the workbook, and with its numbers for paper."""
    measures, agreements = (sum(kind == word for kind in own.values()) for word in ("施策", "協定"))
    if not own:
        return otherwise, otherwise, otherwise
    state = "あり" if measures else "協定だけ"
    numbers = counts((("施策", measures), ("協定", agreements)))
    return state, state, numbers if measures else f"協定だけ {agreements:,}"


def _silent(matrix: Sequence[Row]) -> list[Said]:
    silent = [row for row in matrix if not row.paper]
    if not silent:
        return []
    return [
        Said(f"どの自治体にも記録がない分野 {len(silent):,}: {several([str(row.values['分野']) for row in silent])}")
    ]


def _states(values: Mapping[str, str | int]) -> list[str]:
    return [str(value) for name, value in values.items() if name.endswith("の状態")]


def _sheet(matrix: Sequence[Row], places: Mapping[str, str]) -> Sheet:
    columns = (Column("分野id"), Column("分野"), *(Column(f"{name}の状態") for name in places.values()))
    paper = list(places.items())[:MOST]
    shown = (Shown("分野", 26, ("分野",)), *(Shown(name, 74 / len(paper), (f"paper:{id}",)) for id, name in paper))
    more = f"（初めの {MOST}。ほか {len(places) - MOST} は Excel）" if len(places) > MOST else ""
    rest = "ほかの {n} 分野は、どの自治体にも記録がない（名は上にある）。"
    caption = f"大きな分野ごとの記録の有無{more}。一つの協定・施策は、関わる分野のすべてに数える"
    return Sheet("分野別", caption, columns, shown, matrix, cited=False, rest=rest)


_CONTENTS: Final = (
    Column("分野id"), Column("分野"), Column("自治体id"), Column("自治体"), Column("記録"), Column("記録id"), Column("名称"), Column("段階"),
    Column("開始"), Column("企業・団体"), Column("手法"), Column("経費"), Column("成果"),
)  # fmt: skip


def _contents(rows: Sequence[Mapping[str, Any]], records: Mapping[str, Record]) -> Sheet:
    made = []
    for row in sorted(
        rows, key=lambda row: (not row["分野id"], row["分野id"] or "", row["自治体id"], row["記録"] == "協定")
    ):
        record = records.get(row["記録id"] or "")
        if record is None:
            continue
        values: dict[str, str | int] = {
            "分野id": row["分野id"] or "",
            "分野": row["分野"] or LOOSE,
            "企業・団体": several([party.name for party in record.bodies]),
            "手法": record["手法"],
            "経費": record["経費"],
            "成果": record["成果"],
            "開始": record.began[0],
            "段階": record.state if record.kind == "施策" else "",
            "paper:段階": tables.mark(record.state) if record.kind == "施策" else "協定",
            "paper:開始": day(*record.began),
            "paper:経費": f"経費 {record['経費']}" if record["経費"] else "",
        }
        for name in ("自治体id", "自治体", "記録", "記録id", "名称"):
            values[name] = row[name] or ""
        named = [row["自治体id"], *(party.id for party in record.bodies)]
        items = ("名称", "段階", "時期", "締結日", "手法", "成果", "経費")
        made.append(Row(values, [*record.about(*items, named=named), *_topic(record, row["分野id"] or "")]))
    shown = (
        Shown("分野", 14, ("分野",)),
        Shown("自治体", 13, ("自治体",)),
        Shown("段階・時期", 13, ("paper:段階", "paper:開始")),
        Shown("施策・協定", 26, ("名称", "企業・団体")),
        Shown("成果・経費", 20, ("成果", "paper:経費"), MISSING),
    )
    return Sheet("内容", "分野と自治体ごとの施策と協定", _CONTENTS, shown, made)


def _topic(record: Record, field: str) -> list[Any]:
    own = [each for each in record.entries if each.relation == "対象"]
    exact = [each for each in own if each.end == field]
    return exact or own
