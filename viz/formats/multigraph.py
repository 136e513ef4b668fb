"""The graph for NetworkX, with everything that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import tables
from graph.tables import Tables
from viz.formats.flat import node_id

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: Tables) -> nx.MultiDiGraph:
    """The whole graph as a `networkx.MultiDiGraph`; nothing is left out and nothing is added.

    A node's key is ``"label/id"`` (``"自治体/292125"``); its attributes are ``label``, ``id`` and every property that
    is set, under the names of ``docs/schema.md``; lists stay lists. An edge's key is the relationship's type, so two
    relationships between the same ends stay two edges; its attributes are ``type`` and every property. The evidence is
    in parallel lists of equal length (``文書``, ``位置``, ``引用`` …), one entry per place that states the fact.
    """
    import networkx as nx

    network: nx.MultiDiGraph = nx.MultiDiGraph()
    for label in sorted(graph.nodes):
        for row in graph.node_rows(label):
            network.add_node(node_id(label, row["id"]), label=label, **row)
    for bucket in sorted(graph.relationships):
        for row in tables.rows(graph.relationships[bucket]):
            ends = node_id(bucket.start, row.pop("start")), node_id(bucket.end, row.pop("end"))
            network.add_edge(*ends, key=bucket.type, type=bucket.type, **row)
    return network
