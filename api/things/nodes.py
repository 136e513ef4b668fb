"""Municipalities, bodies, fields and documents as shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from api.asking import Given, ask, the_one
from api.coverage import Place, coverage
from api.errors import NotFoundError
from api.shapes import GraphVersion
from api.things import shapes
from api.things.paging import Cut
from api.things.records import Sources, statements, told
from graph.store.base import View
from queries.evidence import Entry, entry

T = TypeVar("T")


async def municipality(view: View, id: str, cut: Cut) -> Any:
    """A 自治体. Raises `NotFoundError`."""
    row = await the_one(view, "municipality", id, "団体コードの自治体")
    covered = await coverage(view, row.get("都道府県", ""))
    here = next(each for each in covered.both if each.id == id)
    around = [
        entry(each) for name in ("affiliation_evidence", "coverage_evidence") for each in await ask(view, name, id=id)
    ]
    said = [entry(each) for each in await ask(view, "record_statements", ids=[id])]
    sources = await Sources.of(view, [*around, *said])
    return shapes.MunicipalityAnswer.model_validate({
        **row,
        "版": GraphVersion.of(view.version),
        "id": id,
        "状況": str(here.state),
        "数": place_counts(here),
        "載せた文書": [
            shapes.Covering(
                文書id=each["文書id"], 題名=each["題名"] or each["文書id"], 基準日=each["基準日"],
                網羅=_once(each["網羅"]), 対象=_once(each["対象"]),
                根拠=sources.evidence(_between(around, "収録", each["文書id"], id)),
            )
            for each in await ask(view, "documents_on", id=id)
        ],
        "加盟と承継": await _affiliations(view, id, around, sources),
        "記載": statements(said, row, sources),
        "記録": await _records_of(view, id, cut),
    })  # fmt: skip


async def organisation(view: View, id: str, cut: Cut) -> Any:
    """A 企業・団体. Raises `NotFoundError`."""
    row = await the_one(view, "organisation", id, " id の企業・団体")
    around = [entry(each) for each in await ask(view, "affiliation_evidence", id=id)]
    said = [entry(each) for each in await ask(view, "record_statements", ids=[id])]
    sources = await Sources.of(view, [*around, *said])
    page, agreements, measures = await _own(view, id, cut)
    return shapes.OrganisationAnswer.model_validate({
        **row,
        "版": GraphVersion.of(view.version),
        "id": id,
        "数": shapes.BodyCounts(
            協定=agreements, 施策=measures, 自治体=len(await ask(view, "municipalities_of", id=id))
        ),
        "加盟と承継": await _affiliations(view, id, around, sources),
        "記載": statements(said, row, sources),
        "記録": page,
    })  # fmt: skip


async def _records_of(view: View, id: str, cut: Cut) -> Any:
    return (await _own(view, id, cut))[0]


async def _own(view: View, id: str, cut: Cut) -> tuple[Any, int, int]:
    """A page of a body's records, agreements first, and how many agreements and measures there are."""
    rows = await ask(view, "records_of", id=id)
    ids = {kind: list(dict.fromkeys(row["記録id"] for row in rows if row["記録"] == kind)) for kind in ("協定", "施策")}
    both = [*(("協定", each) for each in ids["協定"]), *(("施策", each) for each in ids["施策"])]
    shown = cut.of(both)
    found = await told(view, *([each for kind, each in shown if kind == wanted] for wanted in ("協定", "施策")))
    page = cut.page(len(both), [found[each] for _, each in shown if each in found])
    return page, len(ids["協定"]), len(ids["施策"])


async def _affiliations(view: View, id: str, entries: list[Entry], sources: Sources) -> list[shapes.Affiliation]:
    found = []
    for row in await ask(view, "affiliations", id=id):
        upward = row["始点id"] == id
        side = "終点" if upward else "始点"
        found.append(
            shapes.Affiliation(
                関係=row["関係"], 向き="先" if upward else "もと", 種類=row[side], id=row[f"{side}id"],
                名称=row[f"{side}名"] or row[f"{side}id"],
                内容=_once([*(row["属し方"] or ()), *(row["種類"] or ()), *(row["日付"] or ())]),
                根拠=sources.evidence(_between(entries, row["関係"], row["始点id"], row["終点id"])),
            )
        )  # fmt: skip
    return found


def _between(entries: Iterable[Entry], relation: str, start: str, end: str) -> list[Entry]:
    return [each for each in entries if (each.relation, each.start, each.end) == (relation, start, end)]


def _once(values: Iterable[str] | None) -> list[str]:
    return list(dict.fromkeys(value for value in values or () if value))


def place_counts(place: Place) -> shapes.PlaceCounts:
    """The numbers of a municipality."""
    return shapes.PlaceCounts(
        協定=place.agreements, 施策=place.measures, 場所だけの施策=place.measures_as_place, 相手=place.partners,
        文書=place.documents, 全件の文書=place.complete,
    )  # fmt: skip


def place_line(place: Place) -> shapes.MunicipalityLine:
    """A municipality in a list."""
    return shapes.MunicipalityLine(
        id=place.id, 名称=place.name, 略称=place.short or place.name, 都道府県=place.prefecture, 種別=place.kind,
        状況=place.state.value, 数=place_counts(place),
    )  # fmt: skip


def body_line(row: dict[str, Any]) -> shapes.OrganisationLine:
    """A body in a list."""
    return shapes.OrganisationLine(
        id=row["企業id"], 名称=row["名称"] or row["企業id"], 区分=row["区分"], 別名=row["別名"] or [],
        サービス名=row["サービス名"] or [], 法人番号=row["法人番号"],
        数=shapes.BodyCounts(協定=row["協定数"], 施策=row["施策数"], 自治体=row["自治体数"]),
    )  # fmt: skip


async def fields(view: View) -> list[shapes.FieldLine]:
    """All fields with their numbers of records."""
    number = {
        kind: {row["分野id"]: row["件数"] for row in await ask(view, "record_fields", 記録=kind)}
        for kind in ("協定", "施策")
    }
    return [
        shapes.FieldLine(
            id=row["分野id"], 名称=row["分野"], 階層=row["階層"] or 1, 協定=number["協定"][row["分野id"]],
            施策=number["施策"][row["分野id"]],
        )
        for row in await ask(view, "record_fields", 記録="施策")
    ]  # fmt: skip


async def field(view: View, id: str, cut: Cut) -> shapes.FieldAnswer:
    """A 分野. Raises `NotFoundError`."""
    line = next((each for each in await fields(view) if each.id == id), None)
    if line is None:
        raise NotFoundError(f"「{id}」という id の分野はありません。/api/fields で一覧を見られます。")
    pages = {}
    for kind, name in (("協定", "agreement"), ("施策", "measure")):
        total = sum(row["件数"] for row in await ask(view, f"{name}_counts", 分野=line.名称))
        rows = await ask(view, f"{name}_ids", 分野=line.名称, 飛ばす=cut.skipped, 件数=cut.size)
        ids = [row[f"{kind}id"] for row in rows]
        found = await (told(view, ids) if kind == "協定" else told(view, measures=ids))
        pages[kind] = cut.page(total, list(found.values()))
    return shapes.FieldAnswer(版=GraphVersion.of(view.version), 分野=line, **pages)


def document_line(row: dict[str, Any]) -> shapes.DocumentLine:
    """A document in a list."""
    return shapes.DocumentLine(
        id=row["文書id"], 題名=row["題名"] or row["文書id"], 種別=row["種別"], 発行日=row["発行日"], 基準日=row["基準日"],
        公開=row["公開"] or "公開", 市区町村数=row["市区町村数"], 全件の市区町村数=row["全件の市区町村数"], 協定数=row["協定数"],
        施策数=row["施策数"],
    )  # fmt: skip


async def document(view: View, id: str, cut: Cut) -> shapes.DocumentAnswer:
    """A 文書. Raises `NotFoundError`."""
    row = next(iter(await ask(view, "document_list", ids=[id])), None)
    if row is None:
        raise NotFoundError(f"「{id}」という id の文書はありません。/api/documents で一覧を見られます。")
    facts = [Given(each, 文書id=id) for each in await ask(view, "document_facts", id=id)]
    sources = Sources({id: row})
    return shapes.DocumentAnswer(
        版=GraphVersion.of(view.version),
        文書=document_line(row),
        載せた自治体=[
            shapes.Covered(id=each["自治体id"], 名称=each["名称"], 網羅=_once(each["網羅"]), 対象=_once(each["対象"]))
            for each in await ask(view, "document_coverage", id=id)
        ],
        事実=cut.page(
            len(facts),
            [
                shapes.Stated(関係=fact["関係"], 始点=_end(fact, "始点"), 終点=_end(fact, "終点"), 根拠=sources.evidence([entry(fact)]))
                for fact in cut.of(facts)
            ],
        ),
    )  # fmt: skip


def _end(fact: dict[str, Any], side: str) -> shapes.End:
    return shapes.End(種類=fact[side], id=fact[f"{side}id"], 名称=fact[f"{side}名"] or fact[f"{side}id"])
