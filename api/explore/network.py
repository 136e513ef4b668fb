"""Records → the network that the drawing knows: who takes part in what, with the evidence of each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import networkx as nx

from api.records import PLACE, Party, Record
from graph.facts import Node
from queries.evidence import Entry
from viz import network as viz


def network(found: Iterable[Record]) -> viz.Network:
    """The network of some records with all their parties; a measure hangs on the agreements that are drawn too."""
    listed = list(found)
    made: viz.Network = nx.MultiDiGraph()
    drawn = {record.id for record in listed}
    for record in listed:
        end = Node(record.kind, record.id)
        made.add_node(end, properties=_properties(record), facts=())
        for party in record.parties:
            start = Node(party.kind, party.id)
            made.add_node(start, properties={"名称": party.name, "略称": party.short}, facts=())
            for type, entries in _between(record, party.id).items():
                made.add_edge(start, end, key=type, fact=viz.Fact(type, start, end, _entries(entries, party)))
    for record in listed:
        for link in record.under:
            if link.id in drawn:
                start, end = Node(record.kind, record.id), Node("協定", link.id)
                entries = record.stating("根拠", end=link.id)
                made.add_edge(start, end, key="根拠", fact=viz.Fact("根拠", start, end, _entries(entries)))
    return made


def _properties(record: Record) -> dict[str, Any]:
    key = "段階" if record.kind == "施策" else "状態"
    return {"名称": record.name, key: record.state if record.properties[key] else "不明"}


def _between(record: Record, id: str) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in record.stating("締結", "実施", "参画", end=id):
        found[entry.relation].append(entry)
    return found


def _entries(entries: Iterable[Entry], party: Party | None = None) -> tuple[viz.Entry, ...]:
    own = (("役割", PLACE),) if party and party.only_place else ()
    return tuple(
        viz.Entry(e.document, e.place, e.quote, e.gist, e.certainty, e.said, e.note, own) for e in entries
    )  # fmt: skip
