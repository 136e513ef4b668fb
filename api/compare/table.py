"""The comparison: for each field and each municipality what is on record, or why nothing can be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from api.asking import ask
from api.asof import AsOf
from api.citations import Cell, Citations
from api.coverage import Place, coverage
from api.explore.gather import load
from api.records import Party, Record
from api.rendering import STAGE_ORDER
from api.sources import Sources, sources
from graph.store.base import View
from queries.evidence import Entry, entry

AGREED: Final = "協定"
"""The first line: all agreements of a municipality, whatever their field."""
LOOSE: Final = "分野の記載なし"
SHOWN: Final = 4
"""Records that a cell shows; the municipality's page has all."""
_PARTNERS: Final = 3


@dataclass(slots=True)
class One:
    """A record in a cell, as the fact of municipality ``place`` in field ``topic``.

    ``only``: an agreement in whose field no measure is on record; ``complete``: and a document lists all of them.
    """

    record: Record
    partners: list[Party]
    only: bool
    departments: list[str]
    ended: bool
    place: str
    topic: str
    complete: bool
    cells: list[Cell] = field(default_factory=list)

    @property
    def partners_named(self) -> list[Party]:
        return self.partners[:_PARTNERS]


@dataclass(slots=True)
class Square:
    """What is known of a municipality in a field. ``state``: あり・協定だけ・記録なし・抜粋・未調査.

    ``entries``: of 記録なし the places that say that everything was listed.
    """

    state: str
    ones: list[One] = field(default_factory=list)
    more: int = 0
    entries: list[Entry] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A line of the comparison: a field, with a square for each municipality."""

    id: str
    name: str
    squares: list[Square]

    @property
    def tally(self) -> list[tuple[str, int]]:
        """States with how many municipalities are in them, in the order in which they are told."""
        states = [square.state for square in self.squares]
        words = (
            ("あり", "あり"),
            ("協定だけ", "協定だけ"),
            ("記録なし", "記録なし"),
            ("抜粋", "抜粋"),
            ("未調査", "未調査"),
        )
        return [(word, states.count(state)) for state, word in words if state in states]


class Column(NamedTuple):
    """A municipality: what it is, and how many documents were read of it."""

    place: Place
    whole: int
    extracts: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``rows`` begin with the agreements; ``silent``: fields of which nothing is on record for anyone."""

    columns: list[Column]
    rows: list[Row]
    silent: list[Row]
    sources: Sources
    undated: int
    """Records left out because no year is known."""

    @property
    def counts(self) -> dict[str, int]:
        """Squares by state, of the fields (without the line of agreements)."""
        found = {"全": 0}
        for row in (*self.rows[1:], *self.silent):
            for square in row.squares:
                found["全"] += 1
                found[square.state] = found.get(square.state, 0) + 1
        return found

    @property
    def documents(self) -> list[tuple[str, int]]:
        """Kinds of the documents that are cited, with how many there are."""
        kinds = [row["種別"] or "種別の記載なし" for row in self.sources.documents.values()]
        return [(kind, kinds.count(kind)) for kind in dict.fromkeys(sorted(kinds))]


async def comparison(view: View, ids: Sequence[str], fields: Sequence[str], when: AsOf) -> Comparison:
    """Compare municipalities, in the order of their codes (建制順)."""
    rows = await ask(view, "comparison", 自治体=list(ids), 分野=list(fields), **when.values)
    covered = {place.id: place for place in (await coverage(view)).both}
    columns = [_column(covered[id]) for id in sorted(set(ids)) if id in covered]
    codes = [column.place.id for column in columns]
    undated = {row["記録id"] for row in rows if row["年不明"]} if when.date else set()
    wanted = list(dict.fromkeys(row["記録id"] for row in rows if row["記録id"] and row["記録id"] not in undated))
    every = {record.id: record for record in await load(view, wanted)}
    complete = {id: await _whole(view, id) for id in codes if covered[id].complete}
    lines = _lines(rows, undated)
    first = Row("", AGREED, [_agreements(id, rows, every, complete, covered) for id in codes])
    made = [
        Row(id, name, [_square(own.get(code, []), every, complete, covered[code]) for code in codes])
        for id, name, own in lines
    ]
    citations = Citations(each for row in (first, *made) for square in row.squares for each in _cited(square))
    for row in (first, *made):
        for square in row.squares:
            square.cells = citations.cells(square.entries)
            for one in square.ones:
                one.cells = citations.cells(_of(one))
    telling = [row for row in made if any(square.ones for square in row.squares)]
    silent = [row for row in made if not any(square.ones for square in row.squares) and row.id]
    return Comparison(columns, [first, *telling], silent, await sources(view, citations), len(undated))


def _column(place: Place) -> Column:
    return Column(place, place.complete, place.documents - place.complete)


async def _whole(view: View, id: str) -> list[Entry]:
    """The places that say that a document lists everything of a municipality."""
    documents = {row["文書id"] for row in await ask(view, "documents_on", id=id) if "全件" in (row["網羅"] or ())}
    found = [entry(row) for row in await ask(view, "coverage_evidence", id=id)]
    return [each for each in found if each.start in documents]


_Own = Mapping[str, list[dict[str, Any]]]


def _lines(rows: Iterable[dict[str, Any]], undated: set[str]) -> list[tuple[str, str, _Own]]:
    """Fields in their order, each with the rows of each municipality; records without a field come last."""
    found: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        key = (row["分野id"] or "", row["分野"] or LOOSE)
        own = found.setdefault(key, {}).setdefault(row["自治体id"], [])
        if row["記録id"] and row["記録id"] not in undated:
            own.append(row)
    order = sorted(found, key=lambda key: (not key[0], key[0]))
    return [(id, name, found[id, name]) for id, name in order]


def _square(
    own: Sequence[dict[str, Any]], every: Mapping[str, Record], complete: Mapping[str, list[Entry]], place: Place
) -> Square:
    found = [row for row in own if row["記録id"] in every]
    measures = [row for row in found if row["記録"] == "施策"]
    if measures:
        # The agreement under which a measure is done says nothing more of the same field.
        return _full("あり", measures, every, place)
    if found:
        return _full("協定だけ", found, every, place)
    return _nothing(complete, place)


def _full(state: str, rows: Sequence[dict[str, Any]], every: Mapping[str, Record], place: Place) -> Square:
    ranked = sorted(
        {row["記録id"]: row for row in rows}.values(),
        key=lambda row: (STAGE_ORDER.index(row["段階"] or "不明") if row["記録"] == "施策" else 9, row["記録id"]),
    )
    ones = [_one(every[row["記録id"]], row, place, only=state == "協定だけ") for row in ranked]
    return Square(state, ones[:SHOWN], len(ones) - len(ones[:SHOWN]))


def _nothing(complete: Mapping[str, list[Entry]], place: Place) -> Square:
    if place.complete:
        return Square("記録なし", entries=complete.get(place.id, []))
    return Square("抜粋" if place.documents else "未調査")


def _agreements(
    id: str,
    rows: Sequence[dict[str, Any]],
    every: Mapping[str, Record],
    complete: Mapping[str, list[Entry]],
    covered: Mapping[str, Place],
) -> Square:
    own = [row for row in rows if row["自治体id"] == id and row["記録"] == "協定" and row["記録id"] in every]
    return _full("あり", own, every, covered[id]) if own else _nothing(complete, covered[id])


def _one(record: Record, row: Mapping[str, Any], place: Place, *, only: bool) -> One:
    others = record.bodies + [party for party in record.municipalities if party.id != place.id]
    departments = [name for name in dict.fromkeys(row["部署"] or ()) if name]
    return One(
        record, others, only, departments, bool(row["終了"]), place.id, row["分野id"] or "", bool(place.complete)
    )  # fmt: skip


_TOLD: Final = frozenset({"名称", "段階", "時期", "締結日", "成果", "経費"})


def _of(one: One) -> list[Entry]:
    """What a line in a cell rests on: the municipality's part, the partners that it names, what it says of the record."""
    if one.only:
        return one.record.stating("対象", end=one.topic) or one.record.stating("締結", end=one.place)
    named = {one.place, *(party.id for party in one.partners_named)}
    return [
        each
        for each in one.record.entries
        if (each.relation in ("締結", "実施", "参画") and each.start in named)
        or (each.relation == "記載" and each.item in _TOLD)
    ]


def _cited(square: Square) -> list[Entry]:
    return [*square.entries, *(each for one in square.ones for each in _of(one))]
