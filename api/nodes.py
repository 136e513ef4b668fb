"""The pages of municipalities and of bodies: with whom, on what, since when, and where that is written."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple

from api import records
from api.asking import ask, the_one
from api.citations import Cell, Citations, Entry, entry
from api.coverage import Coverage, Part, Place, coverage, parts, tally
from api.lists import Paging, paging
from api.rendering import STAGE_ORDER, address
from api.sources import sources
from graph.store.base import View

_OTHERS: Final = ("affiliation_evidence", "coverage_evidence")


class Affiliation(NamedTuple):
    """A body to which the subject belongs (``upward``), or that belongs to it; or its forerunner or successor."""

    word: str
    kind: str
    id: str
    name: str
    ways: list[str]
    cells: list[Cell]


class Statement(NamedTuple):
    """What documents say of one item."""

    item: str
    value: str
    cells: list[Cell]


class Own(NamedTuple):
    """A body's agreements and measures: one page of them in a table, and counts of all."""

    table: records.Table
    paging: Paging
    agreements: int
    measures: int
    stages: list[tuple[str, int]]
    only_place: int


async def municipality(view: View, id: str, number: int) -> dict[str, Any]:
    """Everything on the page of a 自治体. Raises `NotFoundError`."""
    place = await the_one(view, "municipality", id, "団体コードの自治体")
    own = await _own(view, id, "自治体", number)
    others = [entry(row) for name in _OTHERS for row in await ask(view, name, id=id)]
    statements = [entry(row) for row in await ask(view, "record_statements", ids=[id])]
    citations = _cite(own, others, statements)
    covered = await coverage(view, place.get("都道府県", ""))
    here = next(each for each in covered.both if each.id == id)
    documents = [
        {
            **row,
            "網羅": _words(row["網羅"]),
            "対象": _words(row["対象"]),
            "根拠": citations.cells(_between(others, row["文書id"], id)),
        }
        for row in await ask(view, "documents_on", id=id)
    ]
    return {
        "own": own,
        "place": place,
        "here": here,
        "within": tally(covered.municipalities) if here.is_prefecture else None,
        "partners": await ask(view, "partners", id=id),
        "documents": documents,
        "complete": [document for document in documents if "全件" in document["網羅"]],
        "affiliations": await _affiliations(view, id, citations, others),
        "statements": _statements(statements, citations),
        "sources": await sources(view, citations),
    }


async def organisation(view: View, id: str, number: int) -> dict[str, Any]:
    """Everything on the page of a 企業. Raises `NotFoundError`."""
    body = await the_one(view, "organisation", id, " id の企業・団体")
    own = await _own(view, id, "企業", number)
    others = [entry(row) for row in await ask(view, "affiliation_evidence", id=id)]
    statements = [entry(row) for row in await ask(view, "record_statements", ids=[id])]
    citations = _cite(own, others, statements)
    partners = await ask(view, "municipalities_of", id=id)
    return {
        "own": own,
        "body": body,
        "partners": partners,
        "reach": _reach(await coverage(view), partners),
        "affiliations": await _affiliations(view, id, citations, others),
        "statements": _statements(statements, citations),
        "sources": await sources(view, citations),
    }


async def _own(view: View, id: str, kind: str, number: int) -> Own:
    """The records of a body: agreements with the body's measures under them, then its other measures."""
    rows = await ask(view, "records_of", id=id)
    agreements: dict[str, list[str]] = {row["記録id"]: [] for row in rows if row["記録"] == "協定"}
    measures: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["記録"] == "施策" and row["記録id"] not in measures:
            measures[row["記録id"]] = row
    under = {row["記録id"]: row["協定id"] for row in reversed(rows) if row["協定id"] in agreements}
    for measure, agreement in under.items():
        agreements[agreement].append(measure)
    loose = [measure for measure in measures if measure not in under]
    units = [*((agreement, members) for agreement, members in agreements.items()), *(("", [id]) for id in loose)]
    paged = paging(number, len(units), address(kind, id), {})
    shown = units[paged.skipped : paged.last]
    wanted = [measure for _, members in shown for measure in sorted(members)]
    found = await records.load(view, [agreement for agreement, _ in shown if agreement], wanted)
    stages = Counter(row["段階"] or "不明" for row in measures.values())
    return Own(
        records.table(found, id),
        paged,
        len(agreements),
        len(measures),
        [(stage, stages[stage]) for stage in STAGE_ORDER if stages[stage]],
        sum(1 for row in measures.values() if set(row["役割"] or ()) == {records.PLACE}),
    )


def _cite(own: Own, *more: list[Entry]) -> Citations:
    citations = Citations([*own.table.entries, *(each for entries in more for each in entries)])
    own.table.cite(citations)
    return citations


def _between(entries: list[Entry], start: str, end: str) -> list[Entry]:
    return [each for each in entries if each.start == start and each.end == end]


def _words(values: list[str] | None) -> list[str]:
    return list(dict.fromkeys(value for value in values or () if value))


def _statements(entries: list[Entry], citations: Citations) -> list[Statement]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        found.setdefault((each.item, each.value), []).append(each)
    return [Statement(item, value, citations.cells(same)) for (item, value), same in sorted(found.items())]


async def _affiliations(view: View, id: str, citations: Citations, entries: list[Entry]) -> list[Affiliation]:
    found = []
    for row in await ask(view, "affiliations", id=id):
        upward = row["始点id"] == id
        side = "終点" if upward else "始点"
        words = {
            ("加盟", True): "加盟先", ("加盟", False): "加盟している団体",
            ("承継", True): "引き継いだ先", ("承継", False): "引き継いだもと",
        }  # fmt: skip
        cells = citations.cells(
            each for each in _between(entries, row["始点id"], row["終点id"]) if each.relation == row["関係"]
        )
        ways = _words([*(row["属し方"] or ()), *(row["種類"] or ()), *(row["日付"] or ())])
        found.append(
            Affiliation(words[row["関係"], upward], row[side], row[f"{side}id"], row[f"{side}名"], ways, cells)
        )
    return sorted(found, key=lambda each: (each.word, each.kind != "自治体", each.id))


class Share(NamedTuple):
    """How many 市区町村 of a prefecture work with a body, of how many; the rest by what is known of it."""

    prefecture: str
    working: int
    total: int
    none: int
    unsure: int
    bar: list[Part]


class Reach(NamedTuple):
    """A body's municipalities: 市区町村 and 都道府県 apart. ``none``: all of whose records a document lists, without it."""

    working: int
    total: int
    none: int
    unsure: int
    prefectures: int
    shares: list[Share]


def _reach(covered: Coverage, partners: list[dict[str, Any]]) -> Reach:
    ids = {row["自治体id"] for row in partners}
    shares = []
    for prefecture in sorted({place.prefecture for place in covered.municipalities if place.id in ids}):
        inside = [place for place in covered.municipalities if place.prefecture == prefecture]
        working, none = _with(ids, inside)
        rest = len(inside) - working - none
        bar = parts((("recorded", working), ("none", none), ("unseen", rest)), len(inside))
        shares.append(Share(prefecture, working, len(inside), none, rest, bar))
    working, none = _with(ids, covered.municipalities)
    total = len(covered.municipalities)
    order = {place.name: place.id for place in covered.prefectures}
    shares.sort(key=lambda share: (-share.working, order.get(share.prefecture, "")))
    return Reach(
        working, total, none, total - working - none, sum(1 for place in covered.prefectures if place.id in ids), shares
    )


def _with(ids: set[str], places: list[Place]) -> tuple[int, int]:
    """How many work with a body; and of how many a complete document shows that they do not."""
    working = sum(1 for place in places if place.id in ids)
    none = sum(1 for place in places if place.id not in ids and place.complete)
    return working, none
