"""Facts and their evidence, merged into tables.

A fact is a typed relationship with one piece of evidence. The same fact told by several places gives one relationship
with several entries. Properties of agreements and measures are themselves facts (記載: what a document says of one
item); the node's property is chosen among them: 明示 before 推定 before 要確認, then the more precise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from graph import claims, derive, model, tables
from graph.claims import PROVISIONAL as PROVISIONAL
from graph.claims import STATED_LABELS as STATED_LABELS
from graph.claims import Claim, choose
from graph.claims import fits as fits
from graph.claims import place_order as place_order
from graph.memory import seldom_searched
from graph.public import public as public
from graph.tables import Bucket, Tables


class Node(NamedTuple):
    """A node by label and id."""

    label: str
    id: str


class Evidence(NamedTuple):
    """One place that says something; the order is that of `model.EVIDENCE`. Unknown = ``''``."""

    document: str
    place: str = ""
    quote: str = ""
    gist: str = ""
    certainty: str = "明示"
    said: str = ""
    note: str = ""


class Fact(NamedTuple):
    """``own``: the relationship type's own properties, in its order, ``''`` where unknown."""

    type: str
    start: Node
    end: Node
    evidence: Evidence
    own: tuple[str, ...] = ()


class Contradiction(NamedTuple):
    """Values of one property between which only a person can decide."""

    node: Node
    property: str
    values: tuple[tuple[str, str], ...]
    """Pairs of value and document id."""


_Entry = tuple[str, ...]
_WIDTH: Final = len(model.EVIDENCE)


@dataclass(slots=True)
class Facts:
    """All facts of a set of documents, with the nodes that exist apart from any fact."""

    nodes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    entries: dict[Bucket, dict[tuple[str, str], list[_Entry]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    plain: dict[Bucket, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def add_node(self, label: str, id: str, **properties: Any) -> None:
        """A node whose properties come from reference data (自治体, 企業, 分野, 文書)."""
        self.nodes[label][id] = {key: value for key, value in properties.items() if value not in (None, "", [])}

    def add(self, fact: Fact) -> None:
        """A fact with its evidence."""
        self.state(fact.type, fact.start, fact.end, (fact.evidence,), fact.own)

    def state(self, type: str, start: Node, end: Node, told: Iterable[Evidence], own: tuple[str, ...]) -> None:
        """A fact with all the places of a document that say it alike."""
        width = len(model.RELATIONSHIP[type].properties)
        if len(own) != width:
            raise ValueError(f"{type} has {width} own properties, not {len(own)}")
        self.entries[Bucket(type, start.label, end.label)][start.id, end.id] += [(*one, *own) for one in told]

    def link(self, type: str, start: Node, end: Node) -> None:
        """A relationship that needs no evidence (所属, 上位)."""
        self.plain[Bucket(type, start.label, end.label)].add((start.id, end.id))

    @seldom_searched()
    def tables(self) -> Tables:
        """The graph, with stated properties chosen and 連携 derived."""
        result = Tables()
        for label in model.LABEL:
            rows = [{"id": id, **properties} for id, properties in self.nodes[label].items()]
            if label in STATED_LABELS:
                rows = [{"id": id, **choose(label, said)} for id, said in self.claims(label)]
            result.nodes[label] = tables.node_table(label, rows)
        for bucket, pairs in self.entries.items():
            told = ((start, end, _merged(pairs[start, end])) for start, end in sorted(pairs))
            result.relationships[bucket] = tables.evidence_table(bucket.type, told)
        for bucket, ends in self.plain.items():
            result.relationships[bucket] = tables.relationship_table(
                bucket.type, ({"start": start, "end": end} for start, end in ends)
            )
        result.relationships[derive.BUCKET] = derive.collaborations(result)
        return result

    def claims(self, label: str, only: Container[str] | None = None) -> Iterator[tuple[str, list[Claim]]]:
        """What the documents say of each agreement or measure (or of some), by id."""
        days = claims.days((id, row.get("基準日"), row.get("発行日")) for id, row in self.nodes["文書"].items())
        told: dict[str, list[Iterable[_Entry]]] = defaultdict(list)
        for (id, _), entries in self.entries[Bucket("記載", label, "文書")].items():
            if only is None or id in only:
                told[id].append(entries)
        for id in sorted(told):
            found = {entry for entries in told[id] for entry in entries}
            yield id, claims.in_order(Claim(e[_WIDTH], e[_WIDTH + 1], e[4], e[0], e[1], days[e[0]]) for e in found)

    def contradictions(self) -> Iterator[Contradiction]:
        """Properties for which equally good claims differ."""
        for label in STATED_LABELS:
            for id, said in self.claims(label, self._differing(label)):
                for name, values in claims.rivals(label, said).items():
                    yield Contradiction(Node(label, id), name, tuple(sorted(values.items())))

    def _differing(self, label: str) -> set[str]:
        """Agreements or measures of which two values are told where there is one: few, and soon found."""
        single, found = claims.SINGLE[label], set()
        told: dict[str, list[_Entry]] = {}
        for (id, _), entries in self.entries[Bucket("記載", label, "文書")].items():
            told[id] = told[id] + entries if id in told else entries
        for id, entries in told.items():
            values: dict[str, str] = {}
            for entry in entries:
                item, value = entry[_WIDTH], entry[_WIDTH + 1]
                if item in single and values.setdefault(item, value) != value:
                    found.add(id)
        return found


def _merged(entries: Iterable[_Entry]) -> list[_Entry]:
    """Entries in the order of documents and places, each once."""
    found = set(entries)
    if len(found) == 1:
        return list(found)
    return sorted(found, key=lambda entry: (entry[0], place_order(entry[1]), entry))
