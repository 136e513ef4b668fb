"""The table beside the picture: one row per agreement or measure, with its parties and where each is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph import asof, dates
from graph.facts import Node
from viz import marks
from viz.network import Fact, Network, parties
from viz.order import homes


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement or measure. ``below``: it stands under the agreement that it is done under."""

    node: Node
    properties: dict[str, Any]
    municipalities: tuple[Fact, ...]
    bodies: tuple[Fact, ...]
    own: tuple[Fact, ...]
    fields: tuple[str, ...]
    below: bool
    filed: tuple[str, ...]
    """Under which fields it is found: its own, those of its agreement, and those above them."""
    kinds: tuple[str, ...]
    """種別 of the agreement, or of the agreements that a measure is done under."""

    @property
    def mark(self) -> str:
        return marks.mark(self.node.label, self.properties)

    @property
    def stage(self) -> str:
        """What the filter 段階 knows it by: the stage of a measure, 協定 for an agreement."""
        return str(self.properties.get("段階", "不明")) if self.node.label == "施策" else "協定"

    @property
    def word(self) -> str:
        """Stage or state as it stands beside the mark."""
        return self.stage if self.node.label == "施策" else f"状態 {self.properties.get('状態', '不明')}"

    @property
    def year(self) -> int | None:
        """The year in which it began; None where no document tells."""
        start = asof.start(self.properties)
        return int(start[:4]) if start else None

    @property
    def when(self) -> str:
        """Its date as people read it; empty where no document tells."""
        known = self.properties
        if self.node.label == "施策":
            return _date(known.get("時期"), known.get("時期精度")) if "時期" in known else ""
        if "締結日" in known:
            return _date(known["締結日"], known.get("締結日精度"))
        return _date(known["開始日"], None) + "開始" if "開始日" in known else ""

    @property
    def details(self) -> tuple[str, ...]:
        """Outcomes and costs as stated."""
        return (*self.properties.get("成果", ()), *(f"経費 {cost}" for cost in self.properties.get("経費", ())))


def _date(date: str | None, precision: str | None) -> str:
    return dates.japanese(date, precision or "") if date else ""


def rows(network: Network) -> list[Row]:
    """Rows by the code of the first municipality; measures follow the agreement that they are done under."""
    home = homes(network)
    records = [node for node in network if node.label in ("協定", "施策")]
    found = {node: _row(network, node, below=node in home) for node in records}

    def place(row: Row) -> tuple[str, int, Node, int, Node]:
        top = home.get(row.node) or row.node
        first = found[top].municipalities[0].start.id if found[top].municipalities else ""
        return first, top.label == "施策", top, row.node != top, row.node

    return sorted(found.values(), key=place)


def _row(network: Network, node: Node, *, below: bool) -> Row:
    known = network.nodes[node]
    grounds = sorted(end for _, end, type in network.out_edges(node, keys=True) if type == "根拠")
    agreements = [node] if node.label == "協定" else grounds
    return Row(
        node,
        known["properties"],
        tuple(parties(network, node, "自治体")),
        tuple(parties(network, node, "企業")),
        tuple(known["facts"]),
        tuple(_fields(network, known["facts"])),
        below,
        tuple(_filed(network, [node, *grounds])),
        tuple(dict.fromkeys(network.nodes[each]["properties"].get("種別", "不明") for each in agreements)),
    )


def _filed(network: Network, records: list[Node]) -> list[str]:
    names, above = network.graph["fields"], network.graph["above"]
    tags = {fact.end.id for record in records for fact in network.nodes[record]["facts"] if fact.type == "対象"}
    while more := {above[id] for id in tags if id in above} - tags:
        tags |= more
    return sorted(names[id] for id in tags)


def _fields(network: Network, facts: tuple[Fact, ...]) -> Iterator[str]:
    names = network.graph["fields"]
    yield from sorted({names[fact.end.id] for fact in facts if fact.type == "対象"})
