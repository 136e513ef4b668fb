"""The facts behind a national map: every agreement and measure that it counts, with parties, fields and passages.

The network has the shape of `viz.network.build`'s, but also holds what no named body takes part in, so that
`viz.citations` and `viz.sheet` serve it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Any, Final

import networkx as nx
import pyarrow as pa
import pyarrow.compute as pc

from graph import tables
from graph.facts import Node
from graph.tables import Bucket, Tables
from viz.network import Fact, Network, fact_of

_PARTIES: Final = (
    Bucket("締結", "自治体", "協定"),
    Bucket("締結", "企業", "協定"),
    Bucket("実施", "自治体", "施策"),
    Bucket("参画", "企業", "施策"),
)
_BETWEEN: Final = (Bucket("根拠", "施策", "協定"), Bucket("更新", "協定", "協定"))
_OWN: Final = (
    Bucket("記載", "協定", "文書"),
    Bucket("記載", "施策", "文書"),
    Bucket("対象", "協定", "分野"),
    Bucket("対象", "施策", "分野"),
)


def network(graph: Tables, shown: Set[Node]) -> Network:
    """The network of the shown agreements and measures and of all who take part in them."""
    facts = [fact for bucket in _PARTIES for fact in _facts(graph, bucket, "end", shown)]
    facts += [f for bucket in _BETWEEN for f in _facts(graph, bucket, "end", shown) if f.start in shown]
    own: dict[Node, list[Fact]] = defaultdict(list)
    for bucket in _OWN:
        for fact in _facts(graph, bucket, "start", shown):
            own[fact.start].append(fact)
    found: Network = nx.MultiDiGraph()
    nodes = sorted({*shown, *(node for fact in facts for node in (fact.start, fact.end))})
    for label in ("自治体", "企業", "協定", "施策"):
        rows = {row["id"]: row for row in _rows(graph.nodes[label], "id", {n.id for n in nodes if n.label == label})}
        for node in nodes:
            if node.label == label and node.id in rows:
                found.add_node(node, properties=rows[node.id], facts=tuple(own.get(node, ())))
    for fact in facts:
        found.add_edge(fact.start, fact.end, key=fact.type, fact=fact)
    found.graph |= {
        "documents": documents_of(graph),
        "fields": {row["id"]: row["名称"] for row in graph.node_rows("分野")},
        "above": {row["start"]: row["end"] for _, row in graph.relationship_rows("上位")},
    }
    return found


def internal(graph: Tables, shown: Set[Node]) -> int:
    """How many documents marked 庁内限り tell of the shown agreements and measures."""
    marked = {row["id"] for row in graph.node_rows("文書") if row.get("公開") == "庁内限り"}
    if not marked:
        return 0
    sides = [(bucket, "end") for bucket in _PARTIES] + [(bucket, "start") for bucket in _OWN]
    used = {
        entry.document
        for bucket, side in sides
        for fact in _facts(graph, bucket, side, shown)
        for entry in fact.entries
    }
    return len(used & marked)


def _facts(graph: Tables, bucket: Bucket, side: str, shown: Set[Node]) -> Iterator[Fact]:
    label = bucket.end if side == "end" else bucket.start
    for row in _rows(graph.relationships[bucket], side, {node.id for node in shown if node.label == label}):
        yield fact_of(bucket, row)


def _rows(table: pa.Table, column: str, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
    yield from tables.rows(table.filter(pc.is_in(table[column], pa.array(sorted(ids), pa.string()))))


def documents_of(graph: Tables) -> dict[str, dict[str, Any]]:
    """Properties of every document, with how it covers municipalities (網羅) where it says so, and how many."""
    documents: dict[str, dict[str, Any]] = {row["id"]: dict(row) for row in graph.node_rows("文書")}
    for _, row in graph.relationship_rows("収録"):
        known = documents[row["start"]]
        known["収録数"] = known.get("収録数", 0) + 1
        ways = known.setdefault("網羅", [])
        ways.extend(value for value in row["網羅"] if value and value not in ways)
    return documents
