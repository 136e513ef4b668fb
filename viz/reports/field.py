"""The report on a field: who does what with whom, prefecture by prefecture, and where nobody has looked."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Final

from graph.store.base import View
from viz.reports import summary, tables
from viz.reports.drafting import Part, Row, Said, Sheet
from viz.reports.model import Column, Shown
from viz.reports.own import differences, of_records
from viz.reports.records import ALL, Conditions, Record, ask, load
from viz.reports.words import counts


async def parts(view: View, name: str, conditions: Conditions) -> tuple[list[str], list[Part]]:
    """The sentences of the scope, and the sections. ``name``: of the field, of either level."""
    agreements = await ask(view, "agreements_at", 分野=name, **conditions.values, 件数=ALL)
    measures = await ask(view, "measure_outcomes", 分野=name, **conditions.values, 件数=ALL)
    inside = [row["協定id"] for row in agreements if not row["年不明"]] + [row["施策id"] for row in measures]
    everything = await _everything(view, name, conditions)
    found = of_records(
        list((await load(view, inside)).values()),
        sum(row["年不明"] for row in agreements),
        len(everything - set(inside)),
    )
    reached = await ask(view, "field_prefectures", 分野=name, **conditions.values)
    total = {
        key: sum(row[key] for row in reached) for key in ("対象数", "あり", "条件外", "記録なし", "抜粋", "未調査")
    }
    bodies = _bodies(found.records)
    scope = [
        f"市区町村 {total['対象数']:,} のうち、この分野の協定か施策の記録があるのは {total['あり']:,}。"
        + (f"条件に合わない記録だけがあるのは {total['条件外']:,}。" if total["条件外"] else "")
        + f"記録なし（全件を載せた文書にない）は {total['記録なし']:,}、抜粋などにしか載らないのは {total['抜粋']:,}、"
        f"未調査は {total['未調査']:,} で、抜粋などと未調査について「ない」とは言えない。"
    ]
    rows = [
        summary.line(
            "記録のある市区町村",
            f"{total['あり']:,}",
            f"市区町村 {total['対象数']:,} のうち（{counts((('記録なし', total['記録なし']), ('抜粋など', total['抜粋']), ('未調査', total['未調査'])))}）",
            where="都道府県の表",
        ),
        summary.line("記録のある都道府県", f"{sum(row['都道府県の状態'] == 'あり' for row in reached):,}", f"都道府県 {sum(bool(row['都道府県の状態']) for row in reached):,} のうち", where="都道府県の表"),
        summary.line("企業・団体", f"{len(bodies):,}", "この分野の協定か施策に加わる、名の分かるもの", where="企業・団体の表"),
        *summary.records(found),
    ]  # fmt: skip
    return scope, [
        Part("summary", "要旨", [summary.told(f"「{name}」の記録は、市区町村 {total['あり']:,}、企業・団体 {len(bodies):,} にある", found), *summary.undated(found)], [summary.sheet(rows)]),
        Part("timeline", "経過", _silent(found.records), [tables.timeline(found.records, "分野")]),
        Part("agreements", "協定", (), [tables.agreements(found.records, "分野", found.under)]),
        Part("measures", "施策と成果", (), [tables.measures(found.records, "分野")]),
        *await differences(view, found.records),
        Part("partners", "企業・団体ごと", (), [_table(bodies)]),
        Part("without", "都道府県ごとの有無", await _looked(view, name), [tables.prefectures(reached, outside=bool(total["条件外"]))]),
    ]  # fmt: skip


async def _everything(view: View, name: str, conditions: Conditions) -> set[str]:
    """Ids of all records of the field whatever the conditions."""
    if not conditions.as_of and conditions.ended:
        return set()
    agreements = await ask(view, "agreements_at", 分野=name, 件数=ALL)
    measures = await ask(view, "measure_outcomes", 分野=name, 件数=ALL)
    return {row["協定id"] for row in agreements} | {row["施策id"] for row in measures}


async def _looked(view: View, name: str) -> list[Said]:
    """The municipalities of which a document lists everything and nothing in this field is on record, by name."""
    seen = {row["自治体id"] for row in await ask(view, "field_municipalities", 分野=name, 件数=ALL)}
    none = [row["名称"] for row in await ask(view, "coverage") if row["全件の文書数"] and row["自治体id"] not in seen]
    if not none:
        return [Said("全件を載せた文書があって、この分野に記録のない自治体はない。ほかは「ない」とは言えない。")]
    return [Said(f"全件を載せた文書があって、この分野に記録がない自治体は {len(none):,}: {'、'.join(none[:100])}" + (f" ほか{len(none) - 100:,}" if len(none) > 100 else ""))]  # fmt: skip


def _silent(records: list[Record]) -> list[Said]:
    number = sum(1 for record in records if not record.began[0])
    return [Said(f"日付の記載がない協定・施策 {number:,} は、年表に入らない。")] if number else []


_BODIES: Final = (
    Column("企業id"), Column("企業・団体"), Column("協定数"), Column("施策数", "計画・検討を含む"), Column("自治体数", "その協定と施策に加わる自治体"),
)  # fmt: skip


def _bodies(records: list[Record]) -> list[Row]:
    names: dict[str, str] = {}
    number: Counter[tuple[str, str]] = Counter()
    places: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for party in record.bodies:
            names[party.id] = party.name
            number[party.id, record.kind] += 1
            places[party.id] |= {each.id for each in record.municipalities if not each.only_place}
    rows: list[dict[str, Any]] = [
        {
            "企業id": id,
            "企業・団体": name,
            "協定数": number[id, "協定"],
            "施策数": number[id, "施策"],
            "自治体数": len(places[id]),
        }
        for id, name in names.items()
    ]
    rows.sort(key=lambda row: (-row["自治体数"], -row["協定数"] - row["施策数"], row["企業id"]))
    return [Row(row) for row in rows]


def _table(rows: list[Row]) -> Sheet:
    shown = (
        Shown("企業・団体", 49, ("企業・団体",)),
        Shown("自治体", 17, ("自治体数",), right=True),
        Shown("協定", 17, ("協定数",), right=True),
        Shown("施策", 17, ("施策数",), right=True),
    )
    caption = "この分野の企業・団体（自治体の多い順。根拠は協定と施策の表にある）"
    return Sheet("企業・団体別", caption, _BODIES, shown, rows, cited=False)
