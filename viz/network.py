"""Rows of the graph → a network of who works with whom: 自治体, 協定・施策 and 企業 with every fact between them.

An edge is one relationship (key: its type) and keeps all places that state it; two relationships between the same ends
stay two edges. Only agreements and measures with a municipality and a named body enter, and measures done under such
an agreement; `Counts` says what was left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import networkx as nx

from graph import model, tables
from graph.errors import UsageError
from graph.facts import Node
from graph.tables import Bucket, Tables

COLUMNS: Final = {"自治体": 0, "協定": 1, "施策": 1, "企業": 2}
"""The column of the picture in which a kind of node stands."""

PLACE: Final = "場所"
"""役割 of a municipality that is where a measure happens and does not act."""

Network: TypeAlias = nx.MultiDiGraph
"""Nodes are `graph.facts.Node`; each has ``properties`` and ``facts`` (what documents say of it alone).

Each edge has ``fact``. The network's ``graph`` has ``counts``, ``documents``, ``fields`` (id → name), ``above`` (a field's
id → that of the field above it), ``prefecture``, ``prefectures`` (how many municipalities each has), ``complete`` and ``tied``: what is known of pairs without
a record here.
"""


class Entry(NamedTuple):
    """One place that states a fact. Unknown = ``''``; ``own`` has the type's own properties that are known."""

    document: str
    place: str
    quote: str
    gist: str
    certainty: str
    said: str
    note: str
    own: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A relationship with its evidence, in the order of document and place."""

    type: str
    start: Node
    end: Node
    entries: tuple[Entry, ...]

    @property
    def certainty(self) -> str:
        """The surest of its entries."""
        return min((entry.certainty for entry in self.entries), key=model.CERTAINTIES.index)

    def own(self, name: str) -> tuple[str, ...]:
        """Distinct values of one own property (役割, 部署 …)."""
        return tuple(dict.fromkeys(value for entry in self.entries for key, value in entry.own if key == name))

    @property
    def only_place(self) -> bool:
        """Whether the municipality is where the measure happens and no more."""
        return all(("役割", PLACE) in entry.own for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the picture shows, and of how many. With a prefecture, municipalities and records count within it."""

    municipalities: int
    """All municipalities that could be shown."""
    working: int
    """Shown, and working with a named body."""
    places: int
    """Shown for another reason: as the place of a measure."""
    elsewhere: int
    """Shown as parties to the same agreement or measure, from another prefecture."""
    looked: int
    """Not shown, but covered by a document."""
    bodies: int
    bodies_shown: int
    agreements: int
    agreements_shown: int
    measures: int
    measures_shown: int

    @property
    def unseen(self) -> int:
        """Municipalities that no document covers."""
        return self.municipalities - self.working - self.places - self.looked


def build(graph: Tables, prefecture: str = "", *, told: Tables | None = None) -> Network:
    """The network of a graph, or of one prefecture's municipalities and their partners.

    Parties from elsewhere in the same agreement or measure are kept, so that no agreement loses a party. ``told``: the
    graph from which ``graph`` was chosen; what it tells of a municipality counts as looked at. Raises `UsageError` if
    there is no such prefecture.
    """
    municipalities = {row["id"]: row for row in graph.node_rows("自治体")}
    inside = {id for id, row in municipalities.items() if prefecture in ("", row.get("都道府県", row["名称"]))}
    if prefecture and not inside:
        raise UsageError(f"「{prefecture}」という都道府県はありません（例: 奈良県）")
    facts = [fact for type in ("締結", "実施", "参画", "根拠", "更新") for fact in _facts(graph, type)]
    reach = _reach(facts, inside)
    shown = _shown(facts, reach)
    kept = [fact for fact in facts if fact.end in shown and (fact.start in shown or fact.start.label not in _RECORDS)]
    network: Network = nx.MultiDiGraph()
    nodes = sorted(shown | {node for fact in kept for node in (fact.start, fact.end)})
    own = _own(graph, shown)
    properties = {label: {row["id"]: row for row in graph.node_rows(label)} for label in COLUMNS}
    for node in nodes:
        network.add_node(node, properties=properties[node.label][node.id], facts=own.get(node, ()))
    for fact in kept:
        network.add_edge(fact.start, fact.end, key=fact.type, fact=fact)
    network.graph |= {
        "prefecture": prefecture,
        "documents": _documents(graph, inside),
        "fields": {row["id"]: row["名称"] for row in graph.node_rows("分野")},
        "above": {row["start"]: row["end"] for _, row in graph.relationship_rows("上位")},
        "prefectures": Counter(row.get("都道府県", row["名称"]) for row in municipalities.values()),
        "complete": _complete(graph),
        "tied": _tied(network, told or graph),
        "counts": _counts(graph, network, inside, reach, told or graph),
    }
    return network


def edges(network: Network) -> Iterator[Fact]:
    """The facts that are lines of the picture, in a fixed order."""
    found = (fact for _, _, fact in network.edges(data="fact"))
    yield from sorted(found, key=lambda fact: (fact.end, COLUMNS[fact.start.label], fact.type, fact.start))


def parties(network: Network, record: Node, label: str) -> list[Fact]:
    """The facts that tie municipalities, bodies or measures to an agreement or a measure, sorted by id."""
    return sorted(
        (fact for start, _, fact in network.in_edges(record, data="fact") if start.label == label),
        key=lambda fact: (fact.start, fact.type),
    )


_RECORDS: Final = ("協定", "施策")


def _facts(graph: Tables, type: str) -> Iterator[Fact]:
    for bucket, row in graph.relationship_rows(type):
        yield fact_of(bucket, row)


def fact_of(bucket: Bucket, row: dict[str, Any]) -> Fact:
    """A row of a relationship's table, its parallel lists of evidence as entries."""
    own = [prop.name for prop in model.RELATIONSHIP[bucket.type].properties]
    shared = zip(*(row[prop.name] for prop in model.EVIDENCE), strict=True)
    entries = tuple(
        Entry._make([*values, tuple((name, row[name][n]) for name in own if row.get(name) and row[name][n])])
        for n, values in enumerate(shared)
    )
    return Fact(bucket.type, Node(bucket.start, row["start"]), Node(bucket.end, row["end"]), entries)


def _reach(facts: Iterable[Fact], inside: set[str]) -> set[Node]:
    """Agreements and measures that a municipality of the chosen ones is part of."""
    return {fact.end for fact in facts if fact.start.label == "自治体" and fact.start.id in inside}


def _shown(facts: Iterable[Fact], reach: set[Node]) -> set[Node]:
    named = {fact.end for fact in facts if fact.start.label == "企業"} & reach
    under = {fact.start for fact in facts if fact.type == "根拠" and fact.end in named}
    return named | (under & reach)


def _own(graph: Tables, shown: set[Node]) -> dict[Node, tuple[Fact, ...]]:
    """What documents say of each shown record apart from its parties: items (記載) and fields (対象)."""
    found: dict[Node, list[Fact]] = defaultdict(list)
    for type in ("記載", "対象"):
        for label in _RECORDS:
            bucket = Bucket(type, label, "文書" if type == "記載" else "分野")
            wanted = {node.id for node in shown if node.label == label}
            for row in tables.rows(graph.relationships[bucket]):
                if row["start"] in wanted:
                    found[Node(label, row["start"])].append(fact_of(bucket, row))
    return {node: tuple(facts) for node, facts in found.items()}


def _complete(graph: Tables) -> frozenset[str]:
    """Municipalities all of whose records some document lists (網羅 全件)."""
    return frozenset(row["end"] for _, row in graph.relationship_rows("収録") if "全件" in row["網羅"])


def _tied(network: Network, told: Tables) -> frozenset[tuple[str, str]]:
    """Pairs of municipality and body of the picture that have anything on record, shown or not."""
    table = told.relationships[Bucket("連携", "自治体", "企業")]
    pairs = zip(table["start"].to_pylist(), table["end"].to_pylist(), strict=True)
    return frozenset(pair for pair in pairs if Node("自治体", pair[0]) in network and Node("企業", pair[1]) in network)


def _documents(graph: Tables, inside: set[str]) -> dict[str, dict[str, Any]]:
    """Properties of every document, with how it covers the municipalities (``網羅``) where it says so."""
    documents: dict[str, dict[str, Any]] = {row["id"]: dict(row) for row in graph.node_rows("文書")}
    for _, row in graph.relationship_rows("収録"):
        if row["end"] in inside:
            known = documents[row["start"]].setdefault("網羅", [])
            known.extend(value for value in row["網羅"] if value and value not in known)
    return documents


def _counts(graph: Tables, network: Network, inside: set[str], reach: set[Node], told: Tables) -> Counts:
    shown = {label: {node.id for node in network if node.label == label} for label in COLUMNS}
    working = {row["start"] for _, row in graph.relationship_rows("連携")} & inside & shown["自治体"]
    covered = {row["end"] for _, row in graph.relationship_rows("収録")} & inside
    for bucket in (Bucket("締結", "自治体", "協定"), Bucket("実施", "自治体", "施策")):
        covered |= set(told.relationships[bucket]["start"].to_pylist()) & inside
    return Counts(
        municipalities=len(inside),
        working=len(working),
        places=len((shown["自治体"] & inside) - working),
        elsewhere=len(shown["自治体"] - inside),
        looked=len(covered - shown["自治体"]),
        bodies=graph.nodes["企業"].num_rows,
        bodies_shown=len(shown["企業"]),
        agreements=sum(node.label == "協定" for node in reach),
        agreements_shown=len(shown["協定"]),
        measures=sum(node.label == "施策" for node in reach),
        measures_shown=len(shown["施策"]),
    )
