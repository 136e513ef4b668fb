"""The report on a company or another body: with whom it works, since when, on what, and with whom nothing is on record."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from graph.store.base import View
from viz.reports import summary, tables
from viz.reports.drafting import Part, Row, Said, Sheet
from viz.reports.model import Column, Shown
from viz.reports.own import Own, differences, own, own_statements
from viz.reports.records import ALL, Conditions, ask
from viz.reports.words import counts, several, short

_STATES: Final = {"記録なし": "記録なし", "抜粋": "抜粋など", "未調査": "未調査"}


async def parts(view: View, id: str, conditions: Conditions) -> tuple[list[str], list[Part]]:
    """The sentences of the scope, and the sections."""
    body = (await ask(view, "organisation", id=id))[0]
    found = await own(view, id, conditions)
    reached = await ask(view, "organisation_prefectures", id=id, **conditions.values)
    without = await ask(view, "organisation_without", id=id, 件数=ALL)
    partners = [
        row
        for row in await ask(view, "organisation_municipalities", id=id, **conditions.values, 件数=ALL)
        if row["協定数"] or row["施策数"]
    ]
    total = {
        name: sum(row[name] for row in reached) for name in ("対象数", "あり", "条件外", "記録なし", "抜粋", "未調査")
    }
    places = [row for row in partners if row["種別"] != "都道府県"]
    prefectures = [row for row in partners if row["種別"] == "都道府県"]
    scope = [
        f"市区町村 {total['対象数']:,} のうち、連携（協定か施策）の記録があるのは {total['あり']:,}。"
        + (f"条件に合わない記録だけがあるのは {total['条件外']:,}。" if total["条件外"] else "")
        + f"記録なし（全件を載せた文書にない）は {total['記録なし']:,}、抜粋などにしか載らないのは {total['抜粋']:,}、"
        f"未調査は {total['未調査']:,} で、抜粋などと未調査について「ない」とは言えない。"
    ]
    rows = [
        summary.line(
            "連携の記録がある市区町村",
            f"{len(places):,}",
            f"市区町村 {total['対象数']:,} のうち（{counts((('記録なし', total['記録なし']), ('抜粋など', total['抜粋']), ('未調査', total['未調査'])))}）",
            where="自治体ごとの表",
        ),
        summary.line(
            "連携の記録がある都道府県",
            f"{len(prefectures):,}",
            f"都道府県 {sum(bool(row['都道府県の状態']) for row in reached):,} のうち",
            where="自治体ごとの表",
        ),
        *summary.records(found),
    ]
    lead = f"{body['名称'] or id}には、市区町村 {len(places):,}、都道府県 {len(prefectures):,} との連携の記録がある"
    statements = await own_statements(view, id)
    return scope, [
        Part("summary", "要旨", [summary.told(lead, found), *([Said(_who(body))] if _who(body) else []), *summary.undated(found)], [summary.sheet(rows), *statements]),
        Part("timeline", "経過", _silent(found), [tables.timeline(found.records, "企業")]),
        Part("agreements", "協定", (), [tables.agreements(found.records, "企業", found.under)]),
        Part("measures", "施策と成果", (), [tables.measures(found.records, "企業")]),
        *await differences(view, found.records),
        Part("places", "自治体ごと・都道府県ごと", (), [_places(partners), tables.prefectures(reached, outside=bool(total["条件外"]))]),
        Part("without", "記録のない自治体", _without(without), [_register(without)]),
    ]  # fmt: skip


def _who(body: dict[str, Any]) -> str:
    told = [
        f"{word} {short(value, _ABOUT)}"
        for word, value in (
            ("区分", body["区分"]),
            ("業種", body["業種"]),
            ("所在", body["所在"]),
            ("法人番号", body["法人番号"]),
            ("別名", "、".join(body["別名"] or ())),
            ("サービス名", "、".join(body["サービス名"] or ())),
        )
        if value
    ]
    return "　".join(told)


def _silent(found: Own) -> list[Said]:
    number = sum(1 for record in found.records if not record.began[0])
    return [Said(f"日付の記載がない協定・施策 {number:,} は、年表に入らない。")] if number else []


_PLACES: Final = (
    Column("自治体id", "団体コード"), Column("自治体"), Column("都道府県"), Column("種別"), Column("協定数"), Column("施策数", "計画・検討を含む"),
    Column("終了数", "そのうち、終わった（改められた）もの"), Column("開始", "年の分かる最も早い日"), Column("最終", "年の分かる最も遅い日"),
)  # fmt: skip


def _places(rows: list[dict[str, Any]]) -> Sheet:
    shown = (
        Shown("自治体", 34, ("自治体",)),
        Shown("協定", 12, ("協定数",), right=True),
        Shown("施策", 12, ("施策数",), right=True),
        Shown("最初", 21, ("paper:開始",), "年の記載なし"),
        Shown("最近", 21, ("paper:最終",), "年の記載なし"),
    )
    made = [Row({**{c.name: _value(row[c.name]) for c in _PLACES}, **summary.ends(row)}) for row in rows]
    return Sheet(
        "自治体別",
        "連携の記録がある自治体（団体コードの順。根拠は協定と施策の表にある）",
        _PLACES,
        shown,
        made,
        cited=False,
    )


def _value(value: Any) -> str | int:
    return "" if value is None else value if isinstance(value, int) else str(value)


_WITHOUT: Final = (
    Column("自治体id", "団体コード"), Column("自治体"), Column("都道府県"), Column("種別"),
    Column("状態", "記録なし＝全件を載せた文書にない。抜粋など・未調査は、ないとは言えない"), Column("ほかの相手の数"),
)  # fmt: skip


def _without(rows: list[dict[str, Any]]) -> list[Said]:
    if not rows:
        return [Said("記録のない自治体はない。")]
    states = Counter(row["状態"] for row in rows)
    said = [
        Said(
            f"都道府県を含む自治体のうち、この企業・団体との協定も施策も記録がないのは {len(rows):,}。"
            f"記録なし {states['記録なし']:,}、抜粋など {states['抜粋']:,}、未調査 {states['未調査']:,}。"
            "すべての名前は Excel にある。"
        )
    ]
    for state, meaning in _MEANINGS.items():
        names = [row["自治体"] for row in rows if row["状態"] == state]
        if names:
            said.append(Said(f"{_STATES[state]}（{meaning}）{len(names):,}: {several(names, _NAMED)}"))
    if states["未調査"]:
        said.append(Said(f"未調査（どの文書にも載っていない。ないとは言えない）{states['未調査']:,}。"))
    return said


_MEANINGS: Final = {
    "記録なし": "全件を載せた文書があり、そこに記録がない",
    "抜粋": "載せた文書は抜粋か網羅の分からないもので、ないとは言えない",
}
_ABOUT: Final = 150
"""Characters of one thing that is known of a body."""
_NAMED: Final = 150
"""Names in one sentence."""


def _register(rows: list[dict[str, Any]]) -> Sheet:
    """All of them, for the workbook."""
    order = list(_STATES)
    rows = sorted(rows, key=lambda row: (order.index(row["状態"]), row["自治体id"]))
    return Sheet("記録のない自治体", "記録のない自治体", _WITHOUT, (), _lines(rows), cited=False)


def _lines(rows: list[dict[str, Any]]) -> list[Row]:
    return [
        Row(
            {
                **{name: row[name] or "" for name in ("自治体id", "自治体", "都道府県", "種別")},
                "状態": _STATES[row["状態"]],
                "ほかの相手の数": row["相手数"],
            },
            paper=False,
        )
        for row in rows
    ]
