"""The page of a 企業・団体, and its longer lists: its municipalities, those without a record, who appears with it."""

from __future__ import annotations

from typing import Any, Final

from api import dots
from api.asking import Given, ask, the_one
from api.asof import AsOf
from api.bodies import around, reach, sifting
from api.bodies.own import cite, own
from api.bodies.sifting import Sift
from api.coverage import coverage, parts
from api.lists import PAGE, paging
from api.records import Record
from api.rendering import STAGE_ORDER, address
from api.sources import sources
from api.timeline import Whose, timeline
from graph import model
from graph.store.base import View
from queries.evidence import entry

VIEWS: Final = (
    ("", "協定・施策"),
    ("自治体", "自治体"),
    ("記録なし", "記録のない自治体"),
    ("ともに", "ともに現れる企業・団体"),
)
_ALL: Final = 2_000
"""More than there are local governments."""
_FEW: Final = 5
_HERE: Final = 8
"""Prefectures that the page names; the tiles and the list of municipalities have all."""


async def organisation(view: View, id: str, number: int, when: Sift, other: str) -> dict[str, Any]:
    """Everything on the first view of the page. Raises `NotFoundError`."""
    head = await _head(view, id, when)
    kept = head["kept"]
    found = await own(view, id, "企業", number, when, other, None if kept is None else {row["記録id"] for row in kept})
    others = [entry(row) for row in await ask(view, "affiliation_evidence", id=id)]
    said = [entry(row) for row in await ask(view, "record_statements", ids=[id])]
    citations = cite(found, (others, said))
    partners, ever = await _working(view, id, kept, when)
    covered = await coverage(view)
    # A municipality whose records all lie outside the conditions is neither with nor without a record.
    seen = [place for place in covered.municipalities if place.id in partners or place.id not in ever]
    growth = await ask(view, "organisation_growth", id=id)
    records = [row.record for row in found.table.rows]
    return {
        **head,
        "own": found,
        "picture": dots.picture(reach.seen_from(seen, partners)) if partners else None,
        "tiles": reach.tiles(head["reaches"]),
        "classes": reach.CLASSES,
        "growth": [{**row, "bar": _growth(row)} for row in growth],
        "with_agreement": sum(
            1 for place in covered.municipalities if place.id in partners and partners[place.id]["協定数"]
        ),
        "shares": sorted(
            (each for each in head["reaches"] if each.working), key=lambda each: (-each.working, each.code)
        ),
        "named": _HERE,
        "together": await _together(view, id, kept, when, 0, _FEW),
        "timeline": timeline(records, _municipalities),
        "affiliations": await around.affiliations(view, id, citations, others),
        "statements": around.statements(said, citations),
        "sources": await sources(view, citations),
    }


async def municipalities(view: View, id: str, number: int, when: Sift, prefecture: str) -> dict[str, Any]:
    """The municipalities of a body, a hundred a page."""
    head = await _head(view, id, when)
    skipped = (number - 1) * PAGE
    if when.narrowed:
        working, _ = await _working(view, id, head["kept"], when)
        inside = [row for row in working.values() if not prefecture or row["都道府県"] == prefecture]
        rows = [{**row, "全数": len(inside)} for row in inside[skipped : skipped + PAGE]]
    else:
        ask_for = {"id": id, "都道府県": prefecture, **when.values, "飛ばす": skipped, "件数": PAGE}
        rows = await ask(view, "organisation_municipalities", **ask_for)
    return {
        **head,
        "rows": rows,
        "prefecture": prefecture,
        "paging": _paged(rows, number, id, {"見る": "自治体", "都道府県": prefecture, **when.conditions}),
        "options": [
            (each.prefecture, each.working) for each in head["reaches"] if each.working or each.state == "あり"
        ],
    }


async def without(view: View, id: str, number: int, prefecture: str, kind: str, state: str) -> dict[str, Any]:
    """The municipalities without a record, 記録なし and not looked at kept apart."""
    head = await _head(view, id, Sift())
    rows = await ask(
        view,
        "organisation_without",
        id=id,
        都道府県=prefecture,
        団体種別=kind,
        状態=state,
        飛ばす=(number - 1) * PAGE,
        件数=PAGE,
    )
    conditions = {"見る": "記録なし", "都道府県": prefecture, "団体種別": kind, "状態": state}
    return {
        **head,
        "rows": rows,
        "conditions": conditions,
        "paging": _paged(rows, number, id, conditions),
        "options": [(each.prefecture, each.none + each.unsure) for each in head["reaches"]],
    }


async def together(view: View, id: str, number: int, when: Sift) -> dict[str, Any]:
    """The bodies that take part in the same agreements and measures."""
    head = await _head(view, id, when)
    rows = await _together(view, id, head["kept"], when, (number - 1) * PAGE, PAGE)
    return {**head, "rows": rows, "paging": _paged(rows, number, id, {"見る": "ともに", **when.conditions})}


async def _head(view: View, id: str, when: Sift) -> dict[str, Any]:
    """What every view of the page shows. ``kept``: the records that meet the conditions, None where all questions know them."""
    body: Given = await the_one(view, "organisation", id, " id の企業・団体")
    fields = await sifting.known_fields(view, when)
    kept = await sifting.kept(view, id, when) if when.narrowed else None
    if kept is None:
        found = reach.reaches(await ask(view, "organisation_prefectures", id=id, **when.values))
    else:
        found = sifting.reaches((await coverage(view)).both, *await _working(view, id, kept, when))
    return {
        "body": body,
        "kept": kept,
        "fields": fields,
        "stages": STAGE_ORDER,
        "certainties": model.CERTAINTIES,
        "path": address("企業", id),
        "when": when,
        "views": VIEWS,
        "reaches": found,
        "country": reach.together(found),
        "prefectures": sum(1 for each in found if each.state == "あり"),
    }


async def _working(
    view: View, id: str, kept: list[dict[str, Any]] | None, when: Sift
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The municipalities with which a body works under the conditions, by id, and those under any conditions."""
    if kept is None:
        rows = await _partners(view, id, when.when)
    else:
        rows = sifting.by_municipality(kept, (await coverage(view)).both)
    inside = {row["自治体id"]: row for row in rows}
    return inside, {row["自治体id"] for row in await _partners(view, id, AsOf())} if when.set else set(inside)


async def _together(
    view: View, id: str, kept: list[dict[str, Any]] | None, when: Sift, skipped: int, most: int
) -> list[dict[str, Any]]:
    if kept is None:
        return await ask(view, "organisations_together", id=id, **when.values, 飛ばす=skipped, 件数=most)
    return await sifting.with_kinds(view, sifting.together(id, kept)[skipped : skipped + most])


async def _partners(view: View, id: str, when: AsOf) -> list[dict[str, Any]]:
    rows = await ask(view, "organisation_municipalities", id=id, **when.values, 件数=_ALL)
    return [row for row in rows if row["協定数"] or row["施策数"]]


def _paged(rows: list[dict[str, Any]], number: int, id: str, conditions: dict[str, str]) -> Any:
    # A page beyond the last has no row that tells how many there are.
    total = rows[0]["全数"] if rows else (number - 1) * PAGE if number > 1 else 0
    return paging(number, total, address("企業", id), conditions)


def _growth(row: dict[str, Any]) -> Any:
    new = row["新しい自治体数"] if row["年"] else 0
    before = row["累計自治体数"] - new
    return parts(
        (("recorded", before), ("organisation-new", new), ("empty", row["対象数"] - before - new)), row["対象数"]
    )


def _municipalities(record: Record) -> list[Whose]:
    """On a body's timeline each municipality has a line."""
    return [Whose(party.id, party.short, address("自治体", party.id)) for party in record.municipalities] or [
        Whose("~", "自治体の記載なし", "")
    ]
