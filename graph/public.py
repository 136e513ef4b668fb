"""The graph without anything that only a document marked 庁内限り tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph import claims, derive, model, tables
from graph.claims import STATED_LABELS, Claim
from graph.memory import give_back
from graph.tables import BUCKETS, Bucket, Tables

INTERNAL: Final = "庁内限り"

_PIECE: Final = 20_000
_Hidden = Mapping[str, Collection[str]]
"""Label → ids of nodes that go."""


def public(whole: Tables) -> Tables:
    """The graph without anything that only a document marked 庁内限り tells.

    Entries of such documents go; relationships and nodes that rested on them alone go; properties and 連携 are worked
    out again from what remains. What no such document speaks of stays as it is.
    """
    return publish(whole.copy()) if _internal(whole) else whole


def publish(whole: Tables) -> Tables:
    """`public` of a graph that is given up with this: its tables are let go one by one, never all held twice."""
    internal = _internal(whole)
    if not internal:
        return whole
    found = _without(whole, internal)
    give_back(max(table.num_rows for table in found.relationships.values()))
    return found


def _internal(graph: Tables) -> set[str]:
    papers = graph.nodes["文書"]
    return set(papers.filter(pc.equal(papers.column("公開"), INTERNAL)).column("id").to_pylist())


def _without(whole: Tables, internal: set[str]) -> Tables:
    hidden: dict[str, Collection[str]] = {"文書": internal}
    changed: dict[str, set[str]] = {}
    for label in STATED_LABELS:
        changed[label], hidden[label] = _spoken_of(label, whole, internal)
    bodies, together = _bodies(whole), whole.relationships[derive.BUCKET]
    touched = set().union(*changed.values())
    found = Tables()
    for bucket in BUCKETS:
        kind, table = model.RELATIONSHIP[bucket.type], whole.relationships.pop(bucket)
        if kind.evidence:
            touched |= _records(bucket, table.filter(_spoken(table, internal)))
            table = _remaining(bucket, table, internal, hidden)
        if not kind.derived:
            found.relationships[bucket] = table
    hidden["企業"] = bodies - _bodies(found)
    for label in model.LABEL:
        found.nodes[label] = _outside(whole.nodes.pop(label), "id", hidden.get(label, ()))
    for label, ids in changed.items():
        found.nodes[label] = _chosen_again(label, found, ids - set(hidden[label]))
    found.relationships[derive.BUCKET] = derive.collaborations_again(together, found, touched)
    return found


def _spoken_of(label: str, whole: Tables, internal: set[str]) -> tuple[set[str], set[str]]:
    """The agreements or measures that an internal document tells of, and those that no other one does."""
    statements = whole.relationships[Bucket("記載", label, "文書")]
    changed = statements.column("start").filter(_spoken(statements, internal))
    told = statements.column("start").filter(_spoken(statements, internal, by_others=True))
    return set(changed.to_pylist()), set(_outside(whole.nodes[label], "id", told).column("id").to_pylist())


def _records(bucket: Bucket, table: pa.Table) -> set[str]:
    """The agreements and measures at either end of some relationships."""
    return {id for end, label in _ends(bucket) if label in STATED_LABELS for id in table.column(end).to_pylist()}


def _ends(bucket: Bucket) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("start", bucket.start), ("end", bucket.end)


def _remaining(bucket: Bucket, table: pa.Table, internal: set[str], hidden: _Hidden) -> pa.Table:
    """The rows between nodes that stay, with the entries of other documents; none without any entry."""
    stays = pc.and_(*(_not_among(table.column(end), hidden.get(label, ())) for end, label in _ends(bucket)))
    spoken = _spoken(table, internal)
    if not pc.any(pc.or_(spoken, pc.invert(stays))).as_py():
        return table
    # Piece by piece: a whole table beside the sorted one, and what is put together of it, would be held three times.
    pieces = [
        _piece(bucket, table.slice(at, _PIECE), stays.slice(at, _PIECE), spoken.slice(at, _PIECE), internal)
        for at in range(0, table.num_rows, _PIECE)
    ]
    return pa.concat_tables(pieces)


def _piece(bucket: Bucket, table: pa.Table, stays: pa.Array, spoken: pa.Array, internal: set[str]) -> pa.Table:
    names = [prop.name for prop in model.RELATIONSHIP[bucket.type].columns]
    kept: list[dict[str, Any]] = []
    for row in table.filter(pc.and_(stays, spoken)).to_pylist():
        left = [n for n, document in enumerate(row["文書"]) if document not in internal]
        if left:
            own = {name: [row[name][n] for n in left] for name in names}
            kept.append({"start": row["start"], "end": row["end"], **own})
    rest = table.filter(pc.and_(stays, pc.invert(spoken)))
    if not kept:
        return rest
    return tables.canonical(
        pa.concat_tables([rest, tables.relationship_table(bucket.type, kept)]), keys=("start", "end")
    )


def _spoken(table: pa.Table, internal: set[str], *, by_others: bool = False) -> pa.Array:
    """For every row whether an internal document is among those that tell it; or whether another one is."""
    documents = table.column("文書").combine_chunks()
    told = pc.is_in(pc.list_flatten(documents), value_set=_texts(internal))
    rows = pc.unique(pc.list_parent_indices(documents).filter(pc.invert(told) if by_others else told))
    return pc.is_in(pa.array(range(len(documents)), pa.int64()), value_set=rows)


def _outside(table: pa.Table, column: str, ids: Collection[str]) -> pa.Table:
    """The rows whose column is none of these."""
    return table.filter(_not_among(table.column(column), ids)) if len(ids) else table


def _not_among(column: pa.ChunkedArray, ids: Collection[str]) -> pa.Array:
    return pc.invert(pc.is_in(column, value_set=_texts(ids))).combine_chunks()


def _texts(values: Collection[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _bodies(graph: Tables) -> set[str]:
    """The bodies of which some fact is told."""
    found: set[str] = set()
    for bucket, table in graph.relationships.items():
        kind = model.RELATIONSHIP[bucket.type]
        for end, label in _ends(bucket):
            if label == "企業" and (kind.evidence or kind.derived):
                found.update(pc.unique(table.column(end)).to_pylist())
    return found


def _chosen_again(label: str, graph: Tables, ids: set[str]) -> pa.Table:
    """The nodes of a label, with the properties of some of them chosen anew among what is still told."""
    if not ids:
        return graph.nodes[label]
    papers = graph.nodes["文書"].select(["id", "基準日", "発行日"])
    days = claims.days(zip(*(column.to_pylist() for column in papers.columns), strict=True))
    told: dict[str, list[Claim]] = defaultdict(list)
    table = graph.relationships[Bucket("記載", label, "文書")]
    for row in table.filter(pc.is_in(table.column("start"), value_set=_texts(ids))).to_pylist():
        entries = zip(row["項目"], row["値"], row["確度"], row["文書"], row["位置"], strict=True)
        told[row["start"]] += [Claim(*entry, days[entry[3]]) for entry in entries]
    rows = [{"id": id, **claims.choose(label, claims.in_order(said))} for id, said in told.items()]
    rest = _outside(graph.nodes[label], "id", ids)
    return tables.canonical(pa.concat_tables([rest, tables.node_table(label, rows)]), keys=("id",))
