"""What the file says without its script: scope and counts, and for small graphs every record with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from graph import asof, dates, model, tables
from graph.facts import Node
from graph.tables import Bucket, Tables
from viz.citations import place_words
from viz.portable import head as heads

MOST: Final = 1_500
"""Agreements and measures that are listed; with more of them the file only sums up."""

_PARTIES: Final = {
    "協定": (Bucket("締結", "自治体", "協定"), Bucket("締結", "企業", "協定")),
    "施策": (Bucket("実施", "自治体", "施策"), Bucket("参画", "企業", "施策")),
}
_EACH: Final = 3
"""Passages that a line shows."""


class Passage(NamedTuple):
    """A place that states a record, in the words of the document where they are at hand."""

    certainty: str
    document: str
    place: str
    quote: str
    gist: str


class Line(NamedTuple):
    """An agreement or a measure. ``parties``: names and roles of the others; ``more``: passages not shown."""

    node: Node
    name: str
    parties: list[str]
    state: str
    date: str
    precision: str
    details: list[str]
    passages: list[Passage]
    more: int


class Owner(NamedTuple):
    """A municipality with its records, or a body with the names of its municipalities."""

    name: str
    lines: list[Line]


class Body(NamedTuple):
    name: str
    kind: str
    agreements: int
    measures: int
    municipalities: list[str]


@dataclass(frozen=True, slots=True)
class Still:
    """``owners``, ``bodies``: empty where there are more than `MOST` records."""

    numbers: dict[str, int]
    counts: Mapping[str, Any]
    municipalities: int
    recorded: int
    documents: list[dict[str, Any]]
    owners: list[Owner]
    bodies: list[Body]
    small: bool


def still(graph: Tables, counted: Mapping[str, Any], prefecture: str = "") -> Still:
    """The page without its script."""
    numbers = {label: graph.nodes[label].num_rows for label in model.LABEL}
    total, recorded = heads.municipalities(graph, prefecture)
    small = numbers["協定"] + numbers["施策"] <= MOST
    found = _Lines(graph) if small else None
    return Still(
        numbers,
        counted,
        total,
        recorded,
        list(graph.node_rows("文書")) if small else [],
        found.owners() if found else [],
        found.bodies() if found else [],
        small,
    )


class _Lines:
    def __init__(self, graph: Tables) -> None:
        self.names = {
            label: {row["id"]: row.get("名称") or row["id"] for row in graph.node_rows(label)}
            for label in ("自治体", "企業", "協定", "施策")
        }
        self.kinds = {row["id"]: row.get("区分", "") for row in graph.node_rows("企業")}
        self.records = {Node(label, row["id"]): row for label in _PARTIES for row in graph.node_rows(label)}
        self.documents = {row["id"]: row.get("題名") or row["id"] for row in graph.node_rows("文書")}
        self.parties: dict[Node, list[tuple[Node, Mapping[str, Any]]]] = defaultdict(list)
        for label, buckets in _PARTIES.items():
            for bucket in buckets:
                for row in tables.rows(graph.relationships[bucket]):
                    self.parties[Node(label, row["end"])].append((Node(bucket.start, row["start"]), row))

    def owners(self) -> list[Owner]:
        held: dict[str, list[Node]] = defaultdict(list)
        for record, found in self.parties.items():
            for party, _ in found:
                if party.label == "自治体":
                    held[party.id].append(record)
        placed = {record for records in held.values() for record in records}
        owners = [
            Owner(self.names["自治体"][id], [self._line(record, id) for record in sorted(records, key=self._order)])
            for id, records in sorted(held.items())
        ]
        loose = sorted(set(self.records) - placed, key=self._order)
        return [*owners, *([Owner("自治体の記載なし", [self._line(record, "") for record in loose])] if loose else [])]

    def bodies(self) -> list[Body]:
        held: dict[str, list[Node]] = defaultdict(list)
        for record, found in self.parties.items():
            for party, _ in found:
                if party.label == "企業":
                    held[party.id].append(record)
        return [
            Body(
                self.names["企業"][id],
                self.kinds[id],
                sum(record.label == "協定" for record in records),
                sum(record.label == "施策" for record in records),
                [
                    self.names["自治体"][code]
                    for code in sorted({p.id for r in records for p, _ in self.parties[r] if p.label == "自治体"})
                ],
            )
            for id, records in sorted(held.items())
        ]

    def _order(self, record: Node) -> tuple[str, str, str]:
        return record.label, asof.start(self.records[record]) or "~", record.id

    def _line(self, record: Node, owner: str) -> Line:
        row = self.records[record]
        others = [f"{self.names[p.label][p.id]}{_roles(own)}" for p, own in self.parties[record] if p.id != owner]
        unnamed = [f"{name}（名の記載なし）" for name in row.get("相手方表記") or ()]
        told = [own for party, own in self.parties[record] if party.id == owner or not owner]
        passages = [
            Passage(certainty, self.documents.get(document, document), place, quote, gist)
            for own in told
            for document, place, quote, gist, certainty in zip(
                *(own[key] for key in ("文書", "位置", "引用", "要旨", "確度")), strict=True
            )
        ]
        key = "締結日" if record.label == "協定" else "時期"
        return Line(
            record,
            self.names[record.label][record.id],
            others + unnamed,
            str(row.get("状態" if record.label == "協定" else "段階", "不明")),
            str(row.get(key) or ""),
            str(row.get(f"{key}精度") or ""),
            [*(row.get("成果") or ()), *(f"経費 {cost}" for cost in row.get("経費") or ())],
            passages[:_EACH],
            max(0, len(passages) - _EACH),
        )


def _roles(row: Mapping[str, Any]) -> str:
    roles = dict.fromkeys(role for role in row.get("役割") or () if role and role != "主体")
    return f"（{'・'.join(roles)}）" if roles else ""


def date_words(date: str, precision: str = "") -> str:
    """A date as people read it."""
    return dates.japanese(date, precision) if date else "記載なし"


__all__ = ["MOST", "Still", "date_words", "place_words", "still"]
