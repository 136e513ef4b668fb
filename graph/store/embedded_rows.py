"""Rows on their way out of the embedded engine, as Arrow."""

from __future__ import annotations

from typing import Any

import ladybug
import pyarrow as pa

from graph import diff, model, tables
from graph.schema import quote
from graph.tables import BUCKETS, Tables


def _columns(names: list[str], variable: str) -> str:
    return ", ".join(f"{variable}.{quote(name)} AS {quote(name)}" for name in names)


def _match(key: diff.Key) -> str:
    if isinstance(key, str):
        return f"MATCH (n:{quote(key)})"
    return f"MATCH (a:{quote(key.start)})-[n:{quote(key.type)}]->(b:{quote(key.end)})"


def read_tables(database: Any) -> Tables:
    """Everything, as Arrow, in canonical order."""
    connection = ladybug.Connection(database)
    found = Tables()
    try:
        for label in model.LABEL:
            wanted = tables.node_schema(label)
            result = connection.execute(f"{_match(label)} RETURN {_columns(wanted.names, 'n')}")
            found.nodes[label] = tables.canonical(_arrow(result, wanted), keys=("id",))
        for bucket in BUCKETS:
            wanted = tables.relationship_schema(bucket.type)
            own = _columns(wanted.names[2:], "n")
            result = connection.execute(
                f"{_match(bucket)} RETURN a.id AS start, b.id AS `end`{', ' if own else ''}{own}"
            )
            found.relationships[bucket] = tables.canonical(_arrow(result, wanted), keys=("start", "end"))
    finally:
        connection.close()
    return found


def _arrow(result: Any, wanted: pa.Schema) -> pa.Table:
    try:
        table = result.get_as_arrow(chunk_size=100_000)
    finally:
        result.close()
    return table.rename_columns(wanted.names).cast(wanted)


def read_stamps(database: Any) -> dict[diff.Key, dict[str, int]]:
    connection: Any = ladybug.Connection(database)
    found: dict[diff.Key, dict[str, int]] = {}
    try:
        for key in diff.ALL_KEYS:
            ends = "n.id" if isinstance(key, str) else "a.id, b.id"
            rows = connection.execute(f"{_match(key)} RETURN {ends}, n.{quote(model.STAMP)}").get_as_arrow(
                chunk_size=100_000
            )
            columns = [column.to_pylist() for column in rows.columns]
            ids = columns[0] if isinstance(key, str) else map(diff.join, *columns[:2])
            found[key] = dict(zip(ids, columns[-1], strict=True))
    finally:
        connection.close()
    return found


def read_names(connection: Any) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for label in model.LABEL:
        title = diff.NAME_KEY.get(label, "名称")
        table = connection.execute(f"MATCH (n:{quote(label)}) RETURN n.id, n.{quote(title)}").get_as_arrow()
        ids, names = (column.to_pylist() for column in table.columns)
        found |= {(label, id): name or id for id, name in zip(ids, names, strict=True)}
    return found
