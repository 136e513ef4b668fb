"""The report on a municipality: with whom, on what, since when, and in which fields nothing is on record."""

from __future__ import annotations

from typing import Any, Final

from graph.store.base import View
from queries.evidence import Entry, entry
from viz.reports import summary, tables
from viz.reports.drafting import Part, Row, Said, Sheet
from viz.reports.model import Column, Shown
from viz.reports.own import differences, own, own_statements
from viz.reports.records import ALL, Conditions, ask
from viz.reports.words import MISSING, day, several

_STATES: Final = {"あり": "あり", "記録なし": "記録なし", "抜粋": "抜粋など", "未調査": "未調査"}


async def parts(view: View, id: str, conditions: Conditions) -> tuple[list[str], list[Part]]:
    """The sentences of the scope, and the sections."""
    found = await own(view, id, conditions)
    name = (await ask(view, "municipality", id=id))[0]["名称"] or id
    rows = await ask(view, "municipality_partners", id=id, **conditions.values, 件数=ALL)
    partners = [row for row in rows if row["協定数"] or row["施策数"]]
    fields = await ask(view, "blank_fields", id=id, 空白だけ=0, **conditions.values)
    documents = await ask(view, "documents_on", id=id)
    whole = sum("全件" in (row["網羅"] or ()) for row in documents)
    covered = [entry(row) for row in await ask(view, "coverage_evidence", id=id)]
    withal = [row for row in fields if row["状態"] == "あり"]
    unnamed = sum(1 for record in found.records if not record.bodies)
    nothing = _NOTHING[bool(documents), bool(whole)]
    lines = [
        summary.line("相手の企業・団体", f"{len(partners):,}", f"名の分かるもの。相手の名がない協定・施策は {unnamed:,}（{len(found.records):,} のうち）", where="相手ごとの表"),
        *summary.records(found, nothing),
        summary.line("記録のある分野", f"{len(withal):,}", f"大きな分野 {len(fields):,} のうち", where="協定と施策の表"),
        summary.line("この自治体を載せた文書", f"{len(documents):,}", f"うち全件を載せたもの {whole:,}", covered),
    ]  # fmt: skip
    return [_scope(len(documents), whole)], [
        Part("summary", "要旨", [summary.told(f"{name}には、名の分かる企業・団体 {len(partners):,} との連携の記録がある", found, nothing), *summary.undated(found)], [summary.sheet(lines), *await own_statements(view, id)]),
        Part("timeline", "経過", _silent(found.records), [tables.timeline(found.records, "自治体")]),
        Part("agreements", "協定", (), [tables.agreements(found.records, "自治体", found.under)]),
        Part("measures", "施策と成果", (), [tables.measures(found.records, "自治体")]),
        *await differences(view, found.records),
        Part("partners", "相手ごと", (), [_partners(partners)]),
        Part("without", "分野ごとの有無", [_blank(fields, whole, len(documents))], [_fields(fields), _documents(documents, covered)]),
    ]  # fmt: skip


_NOTHING: Final = {
    (False, False): "未調査で、ないとは言えない",
    (True, False): summary.NOTHING,
    (True, True): "全件を載せた文書に記録がない",
}
"""What 0 means: by whether a document covers the municipality, and whether one lists everything."""


def _scope(documents: int, whole: int) -> str:
    if not documents:
        return "この自治体を載せた文書はない（未調査）。記録がないことは「ない」ことを意味しない。"
    if whole:
        return f"この自治体を載せた文書は {documents:,}、うち {whole:,} は全件を載せる。そこにないものは「記録なし」とする。"
    return f"この自治体を載せた文書は {documents:,}。どれも抜粋か網羅の分からないもので、ここにないものを「ない」とは言えない。"


def _silent(records: list[Any]) -> list[Said]:
    number = sum(1 for record in records if not record.began[0])
    return [Said(f"日付の記載がない協定・施策 {number:,} は、年表に入らない。")] if number else []


def _blank(fields: list[dict[str, Any]], whole: int, documents: int) -> Said:
    blank = [row for row in fields if row["状態"] != "あり"]
    why = (
        "全件を載せた文書にない（記録なし）"
        if whole
        else "抜粋などにしか載らず、ないとは言えない"
        if documents
        else "未調査で、ないとは言えない"
    )
    if not blank:
        return Said("大きな分野のすべてに記録がある。")
    return Said(f"大きな分野 {len(fields):,} のうち {len(blank):,} には記録がない。{why}。")


_PARTNERS: Final = (
    Column("企業id"), Column("企業・団体"), Column("区分"), Column("業種"), Column("協定数"), Column("施策数", "計画・検討を含む"),
    Column("終了数", "そのうち、終わった（改められた）もの"), Column("開始", "年の分かる最も早い日"), Column("最終", "年の分かる最も遅い日"),
)  # fmt: skip


def _partners(rows: list[dict[str, Any]]) -> Sheet:
    shown = (
        Shown("企業・団体", 40, ("企業・団体", "区分")),
        Shown("協定", 12, ("協定数",), right=True),
        Shown("施策", 12, ("施策数",), right=True),
        Shown("最初", 18, ("paper:開始",), "年の記載なし"),
        Shown("最近", 18, ("paper:最終",), "年の記載なし"),
    )
    made = []
    for row in rows:
        values: dict[str, str | int] = {"企業・団体": row["企業"] or row["企業id"], **summary.ends(row)}
        for name in ("企業id", "区分", "業種", "開始", "最終"):
            values[name] = row[name] or ""
        for name in ("協定数", "施策数", "終了数"):
            values[name] = row[name]
        made.append(Row(values))
    return Sheet(
        "相手別",
        "名の分かる相手（協定と施策の多い順。根拠は協定と施策の表にある）",
        _PARTNERS,
        shown,
        made,
        cited=False,
    )


_FIELDS: Final = (
    Column("分野id"), Column("分野"), Column("状態", "あり・記録なし・抜粋など・未調査"), Column("協定数"), Column("施策数"),
    Column("都道府県内のあり", "同じ都道府県の、ほかの自治体のうち、記録のあるもの"), Column("都道府県内の対象数"),
    Column("全国のあり", "全国の、ほかの自治体のうち、記録のあるもの"), Column("全国の対象数"),
)  # fmt: skip


def _fields(rows: list[dict[str, Any]]) -> Sheet:
    shown = (
        Shown("分野", 34, ("分野",)),
        Shown("こちら", 14, ("状態",)),
        Shown("協定", 9, ("協定数",), right=True),
        Shown("施策", 9, ("施策数",), right=True),
        Shown("同じ都道府県", 17, ("paper:県",), right=True),
        Shown("全国", 17, ("paper:国",), right=True),
    )
    made = [
        Row(
            {
                **{column.name: row[column.name] for column in _FIELDS},
                "状態": _STATES[row["状態"]],
                "paper:県": f"{row['都道府県内のあり']:,}／{row['都道府県内の対象数']:,}",
                "paper:国": f"{row['全国のあり']:,}／{row['全国の対象数']:,}",
            }
        )
        for row in rows
    ]
    return Sheet(
        "分野別", "分野ごとの記録の有無と、ほかの自治体のうち記録のあるものの数", _FIELDS, shown, made, cited=False
    )


_DOCUMENTS: Final = (
    Column("文書id"), Column("題名"), Column("種別"), Column("発行日"), Column("基準日", "内容がいつの時点のものか"), Column("網羅"), Column("対象"),
)  # fmt: skip


def _documents(rows: list[dict[str, Any]], covered: list[Entry]) -> Sheet:
    shown = (
        Shown("文書", 44, ("題名", "種別")),
        Shown("内容の時点", 24, ("paper:時点",), MISSING),
        Shown("網羅", 18, ("網羅", "対象"), MISSING),
    )
    made = []
    for row in rows:
        values: dict[str, str | int] = {
            name: row[name] or "" for name in ("文書id", "題名", "種別", "発行日", "基準日")
        }
        values["paper:時点"] = day(row["基準日"] or row["発行日"] or "")
        for name in ("網羅", "対象"):
            values[name] = several(list(dict.fromkeys(word for word in row[name] or () if word)))
        made.append(Row(values, [each for each in covered if each.start == row["文書id"]]))
    return Sheet("載せた文書", "この自治体を載せた文書と、その網羅", _DOCUMENTS, shown, made)
