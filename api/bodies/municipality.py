"""The page of a 自治体, and its other views: all partners, municipalities like it, and its agreements under review."""

from __future__ import annotations

from typing import Any, Final

from api import records
from api.asking import ask, the_one
from api.asof import AsOf
from api.bodies import around, sifting
from api.bodies.own import cite, own
from api.bodies.sifting import Sift
from api.citations import Citations
from api.coverage import Coverage, State, coverage, parts, tally
from api.lists import PAGE, paging
from api.records import Record
from api.rendering import STAGE_ORDER, address
from api.sources import sources
from api.timeline import Whose, timeline
from graph import dates, model
from graph.store.base import View
from queries.evidence import entry
from queries.values import CHOICES

VIEWS: Final = (("", "協定・施策"), ("相手", "相手"), ("似た自治体", "似た自治体と比べる"), ("点検", "協定の点検"))
BASES: Final = CHOICES["類似の基準"]
_FEW: Final = 10
"""Partners that the first view names."""
_PEERS: Final = 40
"""Peers whose names the page shows; all of them count."""
_PICKED: Final = 5
_RECORDS: Final = 50
LISTED: Final = 200
"""Agreements of each list of the review view."""
DAYS: Final = (90, 180, 365, 730)
YEARS: Final = (1, 3, 5, 10)


async def municipality(view: View, id: str, number: int, when: Sift, other: str) -> dict[str, Any]:
    """Everything on the first view of the page. Raises `NotFoundError`."""
    head, covered = await _head(view, id, when)
    conditions = await _conditions(view, id, when)
    kept = conditions["kept"]
    found = await own(
        view, id, "自治体", number, when, other, None if kept is None else {row["記録id"] for row in kept}
    )
    others = [
        entry(row) for name in ("affiliation_evidence", "coverage_evidence") for row in await ask(view, name, id=id)
    ]
    said = [entry(row) for row in await ask(view, "record_statements", ids=[id])]
    citations = cite(found, (others, said))
    for document in head["documents"]:
        document["根拠"] = citations.cells(around.between(others, document["文書id"], id))
    here = head["here"]
    return {
        **head,
        **conditions,
        "own": found,
        "within": tally(covered.municipalities) if here.is_prefecture else None,
        "partners": await _partners(view, id, kept, when, 0, _FEW),
        "fields": fields(await ask(view, "blank_fields", id=id, 空白だけ=0, **when.values)),
        "timeline": timeline([row.record for row in found.table.rows], _by_partner),
        "affiliations": await around.affiliations(view, id, citations, others),
        "statements": around.statements(said, citations),
        "sources": await sources(view, citations),
    }


async def partners(view: View, id: str, number: int, when: Sift) -> dict[str, Any]:
    """All partners of a municipality, a hundred a page."""
    head, _ = await _head(view, id, when)
    conditions = await _conditions(view, id, when)
    rows = await _partners(view, id, conditions["kept"], when, (number - 1) * PAGE, PAGE)
    return {**head, **conditions, "rows": rows, "paging": _paged(rows, number, id, {"見る": "相手", **when.conditions})}


async def peers(view: View, id: str, number: int, when: AsOf, basis: str, field: str) -> dict[str, Any]:
    """Municipalities like this one, by what they are alike, and what they do of which nothing is on record here."""
    head, _ = await _head(view, id, when)
    alike = await ask(view, "similar_municipalities", id=id, 基準=basis, 件数=2_000)
    ids = [row["自治体id"] for row in alike]
    fields_, rows = [], []
    if ids:
        given: dict[str, Any] = {"id": id, "自治体": ids, **when.values}
        fields_ = [{**row, "bar": _peer_bar(row)} for row in await ask(view, "peers_fields", **given)]
        skipped = (number - 1) * _RECORDS
        rows = await ask(view, "peers_records", **given, 分野=field, 飛ばす=skipped, 件数=_RECORDS + 1)
    shown = list(dict.fromkeys(row["記録id"] for row in rows[:_RECORDS]))
    found = await records.load(
        view,
        [each for each in shown if _kind(rows, each) == "協定"],
        [each for each in shown if _kind(rows, each) == "施策"],
    )
    table = records.table(found, topics=True)
    citations = Citations(table.entries)
    table.cite(citations)
    conditions = {"見る": "似た自治体", "基準": basis, "分野": field, **when.conditions}
    return {
        **head,
        "alike": alike,
        "named": alike[:_PEERS],
        # Those of which something is known are the first to compare with.
        "picked": [row["自治体id"] for row in sorted(alike[:_PEERS], key=lambda row: row["状態"] != "あり")[:_PICKED]],
        "bases": _bases(alike),
        "basis": basis,
        "choices": BASES,
        "fields": fields_,
        "field": field,
        "table": table,
        "conditions": conditions,
        "number": number,
        "following": len(rows) > _RECORDS,
        "states": {state: sum(1 for row in alike if row["状態"] == state) for state in CHOICES["状態"]},
        "sources": await sources(view, citations),
    }


async def review(view: View, id: str, when: AsOf, days: int, years: int) -> dict[str, Any]:
    """Agreements without a measure on record, those about to expire, and those not confirmed for years."""
    head, _ = await _head(view, id, when)
    today = when.date or dates.today()
    return {
        **head,
        "today": today,
        "days": days,
        "years": years,
        "day_choices": DAYS,
        "year_choices": YEARS,
        "listed": LISTED,
        "bare": await ask(view, "agreements_without_measures", id=id, 件数=LISTED, 時点=when.date, 終了も=0),
        "expiring": await ask(view, "agreements_expiring", id=id, 基準日=today, 日数=days, 件数=LISTED),
        "unconfirmed": await ask(view, "agreements_unconfirmed", id=id, 基準日=today, 年数=years, 件数=LISTED),
        "stock": (await ask(view, "agreement_stock", id=id, 基準日=today))[0],
    }


def fields(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Fields with something on record, and those without."""
    return {
        "with": sorted(
            (row for row in rows if row["状態"] == "あり"),
            key=lambda row: (-(row["協定数"] + row["施策数"]), row["分野id"]),
        ),
        "without": [row for row in rows if row["状態"] != "あり"],
    }


async def _head(view: View, id: str, when: AsOf | Sift) -> tuple[dict[str, Any], Coverage]:
    """What every view of the page shows."""
    place = await the_one(view, "municipality", id, "団体コードの自治体")
    covered = await coverage(view, place.get("都道府県", ""))
    documents: list[dict[str, Any]] = [
        {**row, "網羅": around.words(row["網羅"]), "対象": around.words(row["対象"]), "根拠": []}
        for row in await ask(view, "documents_on", id=id)
    ]
    head = {
        "place": place,
        "here": next(each for each in covered.both if each.id == id),
        "path": address("自治体", id),
        "when": when,
        "day": when.when if isinstance(when, Sift) else when,
        "views": VIEWS,
        "documents": documents,
        "complete": [document for document in documents if "全件" in document["網羅"]],
        "known": State,
    }
    return head, covered


async def _conditions(view: View, id: str, when: Sift) -> dict[str, Any]:
    """What the form of conditions offers. ``kept``: the records that meet them, None where all questions know them."""
    return {
        "field_names": await sifting.known_fields(view, when),
        "stages": STAGE_ORDER,
        "certainties": model.CERTAINTIES,
        "kept": await sifting.kept(view, id, when) if when.narrowed else None,
    }


async def _partners(
    view: View, id: str, kept: list[dict[str, Any]] | None, when: Sift, skipped: int, most: int
) -> list[dict[str, Any]]:
    if kept is not None:
        return await sifting.with_kinds(view, sifting.partners(id, kept)[skipped : skipped + most])
    return await ask(view, "municipality_partners", id=id, **when.values, 飛ばす=skipped, 件数=most)


def _paged(rows: list[dict[str, Any]], number: int, id: str, conditions: dict[str, str]) -> Any:
    # A page beyond the last has no row that tells how many there are.
    total = rows[0]["全数"] if rows else (number - 1) * PAGE if number > 1 else 0
    return paging(number, total, address("自治体", id), conditions)


def _kind(rows: list[dict[str, Any]], id: str) -> str:
    return next(str(row["記録"]) for row in rows if row["記録id"] == id)


def _bases(alike: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """By what the peers are alike: each basis that was used, with how many it gives."""
    return [(basis, number) for basis in BASES if (number := sum(1 for row in alike if basis in row["基準"]))]


def _peer_bar(row: dict[str, Any]) -> Any:
    unsure = row["抜粋"] + row["未調査"]
    return parts((("recorded", row["あり"]), ("none", row["記録なし"]), ("unseen", unsure)), row["対象数"])


def _by_partner(record: Record) -> list[Whose]:
    """On a municipality's timeline each partner has a line, and records with several partners have lines of their own."""
    bodies = record.bodies
    if not bodies:
        unnamed = "、".join(record.properties["相手方表記"] or [])
        return [Whose("~~", unnamed or "相手の記載なし", "")]
    if len(bodies) > 1:
        return [Whose(f"~{len(bodies):04}", f"{len(bodies)} の企業・団体", "")]
    return [Whose(bodies[0].id, bodies[0].name, address("企業", bodies[0].id))]
