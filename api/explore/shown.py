"""The page of `/explore`: one set of records, told by the view that is asked for, with what is chosen beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from api import records
from api.asking import ask
from api.citations import Citations
from api.coverage import coverage
from api.explore import gather
from api.explore.asked import COUNTS, SORTS, VIEWS, Conditions
from api.explore.diagram import diagram, stages
from api.explore.grid import Known, grid
from api.explore.network import network
from api.lists import PAGE, Paging, paging
from api.records import Party, Record
from api.rendering import STAGE_ORDER, address
from api.resolving import Resolver
from api.sources import Sources, sources
from api.timeline import Whose, timeline
from graph import model
from graph.facts import Node
from graph.store.base import View

SMALL: Final = 20
"""Things up to which the diagram comes before the matrix."""
_EXAMPLES: Final = 8


class Around(NamedTuple):
    """A body that is drawn: how many records it has in all and how many of them are shown here."""

    kind: str
    id: str
    name: str
    agreements: int
    measures: int
    shown: int
    root: bool
    pinned: bool

    @property
    def more(self) -> int:
        """Records that opening it would add, before conditions."""
        return max(0, self.agreements + self.measures - self.shown)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is shown beside the picture: a record, a body, or what two bodies share."""

    parties: list[Around]
    records: list[Record]
    sources: Sources


class Counted(NamedTuple):
    """A line of the list by body or municipality."""

    party: Party
    agreements: int
    measures: int
    others: int


async def explore(view: View, asked: Conditions, names: Resolver) -> dict[str, Any]:
    """Everything on the page."""
    common = {
        "asked": asked,
        "views": VIEWS,
        "counts_of": COUNTS,
        "sorts": SORTS,
        "kinds": model.AGREEMENT_KINDS,
        "stages": STAGE_ORDER,
        "certainties": model.CERTAINTIES,
        "cap": gather.MOST,
        "read_cap": gather.READ,
        "sources": None,
        "field_names": [row["分野"] for row in await ask(view, "field_tree") if row["階層"] == 1],
        "prefectures": [row["都道府県"] for row in await ask(view, "record_prefectures", 記録="施策")],
        "roots": [_root(id, names) for id in asked.roots],
    }
    if not asked.begun:
        return {**common, **await _beginnings(view)}
    found = await gather.gather(view, asked)
    net = network(found.drawn)
    counted = gather.counts(found.drawn)
    things = sum(counted.values())
    seen = asked.seen or ("関係図" if things <= SMALL else "行列")
    around = _around(found.drawn, asked, names)
    chosen_ids = frozenset(filter(None, asked.chosen.split("~")))
    table = records.table(gather.as_records(found.drawn), topics=True)
    citations = Citations([entry for record in found.drawn for entry in record.entries])
    table.cite(citations)
    return {
        **common,
        "found": found,
        "counted": counted,
        "all_counted": gather.counts(found.records),
        "things": things,
        "seen": seen,
        "grid": grid(found.drawn, net, asked, await _known(view, found.drawn)) if seen == "行列" else None,
        "diagram": diagram(net, lambda node: asked.choosing(node.id), chosen_ids) if seen == "関係図" else None,
        "dashes": stages(net) if seen == "関係図" else [],
        "around": around,
        "chosen": await _chosen(view, found.drawn, chosen_ids, around, citations),
        "timeline": timeline(found.drawn, _municipalities) if seen == "年表" else None,
        **(await _listed(view, asked, found, table, citations) if seen == "一覧" else {}),
        "years": _years(found.records),
    }


async def _known(view: View, drawn: list[Record]) -> Known:
    """What is on record between the municipalities and bodies that are drawn, and who is covered completely."""
    places = sorted({party.id for record in drawn for party in record.municipalities})
    rows = await ask(view, "works_of", ids=places) if places else []
    covered = await coverage(view)
    return Known(
        {(row["自治体id"], row["企業id"]) for row in rows}, {place.id for place in covered.both if place.complete}
    )


def _root(id: str, names: Resolver) -> dict[str, str]:
    thing = names.thing(id)
    return {"id": id, "kind": thing.kind if thing else "", "name": thing.name if thing else id}


async def _beginnings(view: View) -> dict[str, Any]:
    """Where a person can begin: the municipalities and bodies with most records, fields, prefectures."""
    places = sorted(
        (place for place in (await coverage(view)).both if place.agreements + place.measures),
        key=lambda place: (-place.agreements - place.measures, place.id),
    )
    return {
        "found": None,
        "places": places[:_EXAMPLES],
        "bodies": await ask(view, "organisation_list", 件数=_EXAMPLES),
        "fields": [row for row in await ask(view, "field_tree") if row["階層"] == 1],
    }


def _around(drawn: Iterable[Record], asked: Conditions, names: Resolver) -> list[Around]:
    """The bodies of some records, those around which most is still to be seen first."""
    shown: dict[str, int] = {}
    parties: dict[str, Party] = {}
    for record in drawn:
        for party in record.parties:
            shown[party.id] = shown.get(party.id, 0) + 1
            parties[party.id] = party
    found = []
    for id, party in parties.items():
        thing = names.thing(id)
        numbers = (thing.agreements, thing.measures) if thing else (0, 0)
        found.append(
            Around(party.kind, id, party.name, *numbers, shown[id], id in asked.roots, id in asked.pinned)
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.root, -each.more, each.kind != "自治体", each.id))


async def _chosen(
    view: View, drawn: list[Record], ids: frozenset[str], around: list[Around], citations: Citations
) -> Chosen | None:
    """What is chosen; None of nothing, and of what the conditions have left out."""
    if not ids:
        return None
    parties = [each for each in around if each.id in ids]
    whole = [record for record in drawn if record.id in ids]
    named = {each.id for each in parties}
    same = [record for record in drawn if named and named <= {party.id for party in record.parties}]
    told = whole or same
    if not told and not parties:
        return None
    cited = {(entry.document, entry.place) for record in told for entry in record.entries}
    passages = [each for each in citations.passages if (each.document, each.place) in cited]
    every = await sources(view, citations)
    return Chosen(parties, told, Sources(passages, every.documents, sum(1 for each in passages if each.quote)))


async def _listed(
    view: View, asked: Conditions, found: gather.Found, table: records.Table, citations: Citations
) -> dict[str, Any]:
    """The list: agreements and measures as facts, or bodies or municipalities with how much there is of each."""
    if asked.counted in ("企業", "自治体"):
        lines = by_party(found.records, asked.counted)
        paged = _paged(asked, len(lines))
        return {"lines": lines[paged.skipped : paged.last], "paging": paged, "table": None, "sources": None}
    paged = _paged(asked, len(found.records))
    page = found.records[paged.skipped : paged.last]
    table = records.table(gather.as_records(page), topics=True)
    citations = Citations(table.entries)
    table.cite(citations)
    return {"lines": None, "paging": paged, "table": table, "sources": await sources(view, citations)}


def _paged(asked: Conditions, total: int) -> Paging:
    conditions = {key: str(value) for key, value in asked._replace(page=1, chosen="").values().items() if value}
    return paging(asked.page, total, "/explore", conditions, PAGE)


def by_party(found: Iterable[Record], kind: str) -> list[Counted]:
    """Municipalities by code or bodies by how much there is, each with its numbers."""
    own: dict[str, list[Record]] = {}
    parties: dict[str, Party] = {}
    for record in found:
        for party in record.parties:
            if party.kind == kind:
                own.setdefault(party.id, []).append(record)
                parties[party.id] = party
    lines = [
        Counted(
            parties[id],
            sum(record.kind == "協定" for record in same),
            sum(record.kind == "施策" for record in same),
            len({party.id for record in same for party in record.parties if party.kind != kind}),
        )
        for id, same in own.items()
    ]
    if kind == "自治体":
        return sorted(lines, key=lambda each: each.party.id)
    return sorted(lines, key=lambda each: (-each.others, -each.agreements - each.measures, each.party.id))


def _municipalities(record: Record) -> list[Whose]:
    return [Whose(party.id, party.short, address("自治体", party.id)) for party in record.municipalities] or [
        Whose("~", "自治体の記載なし", "")
    ]


def _years(found: Iterable[Record]) -> tuple[int, int, int]:
    """The first and the last year of some records, and how many have none."""
    known = [gather.year(record) for record in found]
    dated = [each for each in known if each]
    return (min(dated, default=0), max(dated, default=0), len(known) - len(dated))


def node_address(node: Node) -> str:
    """The page of a thing that is drawn."""
    return address(node.label, node.id)
