"""The graph as data: one Arrow table per label and per relationship end pair, sorted by id.

This is what loaders produce, stores take and give back, and exports print, so the same graph is the same bytes
wherever it has been. A node table has ``id`` and the label's properties; a relationship table has ``start``, ``end``
and the type's columns. Unset = null (never an empty list).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from graph import model


class Bucket(NamedTuple):
    """Where relationships of one type between two labels are kept."""

    type: str
    start: str
    end: str


BUCKETS = tuple(Bucket(t.name, ends.start, ends.end) for t in model.RELATIONSHIPS for ends in t.ends)

_ARROW: dict[str, pa.DataType] = {
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
}


def arrow_type(prop: model.Property) -> pa.DataType:
    """What a property is in Arrow."""
    single = _ARROW.get(prop.kind, pa.string())
    return pa.list_(single) if prop.many else single


def node_schema(label: str) -> pa.Schema:
    """Columns of the node table of a label."""
    return pa.schema([("id", pa.string())] + [(p.name, arrow_type(p)) for p in model.LABEL[label].properties])


def relationship_schema(type: str) -> pa.Schema:
    """Columns of the relationship tables of a type."""
    return pa.schema(
        [("start", pa.string()), ("end", pa.string())]
        + [(p.name, arrow_type(p)) for p in model.RELATIONSHIP[type].columns]
    )


@dataclass(slots=True)
class Tables:
    """A whole graph."""

    nodes: dict[str, pa.Table] = field(default_factory=dict)
    relationships: dict[Bucket, pa.Table] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for label in model.LABEL:
            self.nodes.setdefault(label, node_schema(label).empty_table())
        for bucket in BUCKETS:
            self.relationships.setdefault(bucket, relationship_schema(bucket.type).empty_table())

    def copy(self) -> Tables:
        """The same tables in a graph of their own, for whoever uses one up."""
        return Tables(dict(self.nodes), dict(self.relationships))

    def counts(self) -> dict[str, int]:
        """Rows per label and per relationship type."""
        found = {label: table.num_rows for label, table in self.nodes.items()}
        for bucket, table in self.relationships.items():
            found[bucket.type] = found.get(bucket.type, 0) + table.num_rows
        return found

    def node_rows(self, label: str) -> Iterator[dict[str, Any]]:
        """Rows of one label as dicts without unset properties."""
        return rows(self.nodes[label])

    def relationship_rows(self, type: str) -> Iterator[tuple[Bucket, dict[str, Any]]]:
        """Rows of one type over all its end pairs."""
        for bucket in BUCKETS:
            if bucket.type == type:
                for row in rows(self.relationships[bucket]):
                    yield bucket, row


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=5_000):
        for row in batch.to_pylist():
            yield {key: value for key, value in row.items() if value is not None}


def node_table(label: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """A sorted node table from rows with the label's keys."""
    return _table(node_schema(label), sorted(rows, key=lambda row: str(row["id"])))


def relationship_table(type: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """A sorted relationship table from rows with ``start``, ``end`` and the type's keys."""
    return _table(relationship_schema(type), sorted(rows, key=lambda row: (str(row["start"]), str(row["end"]))))


def evidence_table(type: str, told: Iterable[tuple[str, str, Sequence[tuple[str, ...]]]]) -> pa.Table:
    """A relationship table from start, end and entries (in the order of the type's columns), given in order of ends.

    It is made column by column: rows as dicts would take ten times the memory.
    """
    starts, ends, offsets = [], [], [0]
    entries: list[tuple[str, ...]] = []
    for start, end, found in told:
        starts.append(start)
        ends.append(end)
        entries += found
        offsets.append(len(entries))
    schema, places = relationship_schema(type), pa.array(offsets, pa.int32())
    columns = [pa.array(starts, pa.string()), pa.array(ends, pa.string())]
    for n in range(len(schema) - 2):
        values = pa.array([entry[n] for entry in entries], pa.string())
        columns.append(pa.ListArray.from_arrays(places, values))
    return pa.Table.from_arrays(columns, schema=schema)


def _table(schema: pa.Schema, rows: list[Mapping[str, Any]]) -> pa.Table:
    columns = {name: [row.get(name) for row in rows] for name in schema.names}
    for column in schema:
        if pa.types.is_list(column.type):
            columns[column.name] = [value or None for value in columns[column.name]]
    return pa.Table.from_pydict(columns, schema=schema)


def canonical(table: pa.Table, *, keys: tuple[str, ...]) -> pa.Table:
    """The same rows sorted by key (by code point) in one chunk, lists that are empty made null."""
    order = pc.sort_indices(table, sort_keys=[(key, "ascending") for key in keys])
    # A stored table mostly is in order, and then need not be held twice for it.
    moved = pc.any(pc.not_equal(order, pa.array(range(table.num_rows), pa.uint64()))).as_py()
    return (table.take(order) if moved else table).combine_chunks()


_UNIT, _RECORD, _UNSET = "\x1f", "\x1e", "\x00"


def stamps(table: pa.Table) -> list[int]:
    """A 63-bit content hash per row, equal wherever the row is equal; vectorised but for the hash itself.

    It differs between editions of what is kept beside the graph, so that an older one's rows are written anew.
    """
    # Piece by piece: all rows of a country as text at once would take more memory than the graph.
    return [stamp for piece in table.to_batches(max_chunksize=_PIECE) for stamp in _stamps(piece)]


_PIECE: Final = 20_000


def _stamps(piece: pa.RecordBatch) -> Iterator[int]:
    columns = []
    for column in piece.columns:
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, _RECORD)
        elif not pa.types.is_string(column.type):
            column = pc.cast(column, pa.string())
        columns.append(column)
    joined = pc.binary_join_element_wise(*columns, _UNIT, null_handling="replace", null_replacement=_UNSET)
    blake, edition = hashlib.blake2b, model.KEPT_EDITION.to_bytes(8)
    for text in pc.cast(joined, pa.binary()).to_pylist():
        yield int.from_bytes(blake(text, digest_size=8, salt=edition).digest(), "big") >> 1


def jsonl(tables: Tables) -> Iterator[bytes]:
    """The graph as JSON lines, one object a line, sorted by kind, label or type, and ids.

    Nodes first (labels by code point), then relationships (type, start label, end label, start id, end id).
    """
    for label in sorted(tables.nodes):
        for row in tables.node_rows(label):
            yield _line({"kind": "node", "label": label, "id": row.pop("id"), "properties": row})
    for bucket in sorted(tables.relationships):
        for row in rows(tables.relationships[bucket]):
            yield _line(
                {
                    "kind": "relationship",
                    "type": bucket.type,
                    "start": {"label": bucket.start, "id": row.pop("start")},
                    "end": {"label": bucket.end, "id": row.pop("end")},
                    "properties": row,
                }
            )


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
