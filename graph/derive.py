"""連携: who works with whom, computed from agreements and measures so that it cannot disagree with its evidence.

A municipality and a body work together where both are party to an agreement, or both take part in one measure.
A municipality that is only the place of a measure (役割 場所) does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph import dates, model, tables
from graph.claims import STATED_LABELS
from graph.tables import Bucket, Tables

BUCKET: Final = Bucket("連携", "自治体", "企業")

_ORDER: Final = {certainty: n for n, certainty in enumerate(model.CERTAINTIES)}


@dataclass(slots=True)
class _Ground:
    """An agreement or a measure with those who act in it: id → surest certainty."""

    municipalities: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Edge:
    agreements: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)
    certainty: int = len(model.CERTAINTIES)


def collaborations(graph: Tables) -> pa.Table:
    """The table of 連携 for a graph that has everything else."""
    edges: dict[tuple[str, str], _Edge] = defaultdict(_Edge)
    for label, (by_municipality, by_body) in {"協定": ("締結", "締結"), "施策": ("実施", "参画")}.items():
        grounds: dict[str, _Ground] = defaultdict(_Ground)
        for start, end, sure, roles in _parties(graph.relationships[Bucket(by_municipality, "自治体", label)]):
            certainty = _acting(sure, roles)
            if certainty is not None:
                grounds[end].municipalities[start] = certainty
        for start, end, sure, _ in _parties(graph.relationships[Bucket(by_body, "企業", label)]):
            grounds[end].bodies[start] = min(map(_ORDER.__getitem__, sure))
        for id, ground in grounds.items():
            for municipality, first in ground.municipalities.items():
                for body, second in ground.bodies.items():
                    edge = edges[municipality, body]
                    (edge.agreements if label == "協定" else edge.measures).add(id)
                    edge.certainty = min(edge.certainty, max(first, second))
    when = _dates(graph)
    fields = _fields(graph)
    return tables.relationship_table("連携", (_row(ends, edge, when, fields) for ends, edge in edges.items()))


def collaborations_again(before: pa.Table, graph: Tables, touched: Collection[str]) -> pa.Table:
    """`collaborations` of a graph that differs from the one of ``before`` in these agreements and measures alone.

    Something of them may be gone and nothing new; pairs that rest on none of them are taken over as they are.
    """
    rows = [_resting(before[label], pa.array(list(touched), pa.string())) for label in STATED_LABELS]
    again = pc.is_in(pa.array(range(before.num_rows), pa.int64()), value_set=pc.unique(pa.concat_arrays(rows)))
    pairs = before.filter(again)
    lists = [pc.list_flatten(pairs[label].combine_chunks()) for label in STATED_LABELS]
    concerned = pc.unique(pa.concat_arrays(lists))
    part = graph.copy()
    for label in STATED_LABELS:
        part.nodes[label] = _among(graph.nodes[label], "id", concerned)
    for bucket, table in graph.relationships.items():
        for end, label in (("start", bucket.start), ("end", bucket.end)):
            if label in STATED_LABELS:
                part.relationships[bucket] = table = _among(table, end, concerned)
    found = collaborations(part)
    found = found.filter(pc.is_in(_pair(found), value_set=_pair(pairs)))
    return tables.canonical(pa.concat_tables([before.filter(pc.invert(again)), found]), keys=("start", "end"))


def _resting(lists: pa.ChunkedArray, ids: pa.Array) -> pa.Array:
    """The rows whose list holds one of these."""
    whole = lists.combine_chunks()
    return pc.list_parent_indices(whole).filter(pc.is_in(pc.list_flatten(whole), value_set=ids))


def _among(table: pa.Table, column: str, ids: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=ids))


def _pair(table: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(table["start"], table["end"], "\x1f").combine_chunks()


def _parties(table: pa.Table) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Start, end, 確度 and 役割 ('' where the type has none) of every relationship."""
    roles = "役割" in table.column_names
    for batch in table.select(["start", "end", "確度", "役割" if roles else "確度"]).to_batches(max_chunksize=20_000):
        for start, end, sure, own in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield start, end, sure, own if roles else [""] * len(sure)


def _acting(sure: list[str], roles: list[str]) -> int | None:
    """The surest certainty among the entries in which the municipality acts; None where it is only the place."""
    return min((_ORDER[c] for c, role in zip(sure, roles, strict=True) if role != "場所"), default=None)


def _dates(graph: Tables) -> dict[str, str]:
    when: dict[str, str] = {}
    for label, key in (("協定", "締結日"), ("施策", "時期")):
        table = graph.nodes[label].select(["id", key])
        for id, date in zip(*(column.to_pylist() for column in table.columns), strict=True):
            if date and dates.has_year(date):
                when[id] = date
    return when


def _fields(graph: Tables) -> dict[str, set[str]]:
    names = {row["id"]: row["名称"] for row in graph.node_rows("分野")}
    fields: dict[str, set[str]] = defaultdict(set)
    for label in STATED_LABELS:
        table = graph.relationships[Bucket("対象", label, "分野")].select(["start", "end"])
        for start, end in zip(*(column.to_pylist() for column in table.columns), strict=True):
            fields[start].add(names[end])
    return fields


def _row(ends: tuple[str, str], edge: _Edge, when: dict[str, str], fields: dict[str, set[str]]) -> dict[str, Any]:
    grounds = edge.agreements | edge.measures
    days = sorted(when[id] for id in grounds if id in when)
    return {
        "start": ends[0],
        "end": ends[1],
        "協定": sorted(edge.agreements),
        "施策": sorted(edge.measures),
        "協定数": len(edge.agreements),
        "施策数": len(edge.measures),
        "分野": sorted(set().union(*(fields[id] for id in grounds if id in fields))),
        "開始": days[0] if days else None,
        "最終": days[-1] if days else None,
        "確度": model.CERTAINTIES[edge.certainty],
    }
