"""Rows on their way out of the embedded engine, as Arrow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import ladybug
import pyarrow as pa

from graph import diff, model, tables
from graph.memory import give_back
from graph.schema import quote
from graph.tables import Tables

_PIECE: Final = 20_000
"""Nodes whose rows, or whose relationships, are asked for at one time."""


def _columns(names: list[str], variable: str) -> str:
    return ", ".join(f"{variable}.{quote(name)} AS {quote(name)}" for name in names)


def _match(key: diff.Key) -> str:
    if isinstance(key, str):
        return f"MATCH (n:{quote(key)})"
    return f"MATCH (a:{quote(key.start)})-[n:{quote(key.type)}]->(b:{quote(key.end)})"


def read_tables(opened: Callable[[], AbstractContextManager[Any]]) -> Tables:
    """Everything, as Arrow, in canonical order. ``opened`` gives a database that is closed behind its reader.

    The engine holds an answer whole beside what it has read of the file, and lets go of neither before it is closed: a
    country is read in pieces, and its large tables each by a database of its own, in half the memory.
    """
    found = Tables()
    sizes: dict[str, int] = {}
    waiting: deque[diff.Key] = deque(reversed(diff.ALL_KEYS))
    while waiting:
        with opened() as database:
            large = False
            while waiting and not large:
                key = waiting.popleft()
                table = _table(database, key, sizes)
                large = table.num_rows > _PIECE
                if isinstance(key, str):
                    found.nodes[key] = table
                else:
                    found.relationships[key] = table
        give_back(table.num_rows)
    return found


def _table(database: Any, key: diff.Key, sizes: dict[str, int]) -> pa.Table:
    """``sizes``: how many nodes the labels have that were looked at already."""
    keys: tuple[str, ...]
    if isinstance(key, str):
        wanted, label, node, keys = tables.node_schema(key), key, "n", ("id",)
        columns = _columns(wanted.names, "n")
    else:
        wanted, label, node, keys = tables.relationship_schema(key.type), key.start, "a", ("start", "end")
        columns = ", ".join(filter(None, ("a.id AS start", "b.id AS `end`", _columns(wanted.names[2:], "n"))))
    connection: Any = ladybug.Connection(database)
    try:
        if label not in sizes:
            result = connection.execute(f"MATCH (n:{quote(label)}) RETURN max(offset(id(n)))")
            sizes[label] = 1 + (result.get_all()[0][0] or 0)
            result.close()
        pieces = []
        for first in range(0, sizes[label], _PIECE):
            piece = f"WHERE offset(id({node})) >= {first} AND offset(id({node})) < {first + _PIECE} "
            where = piece if sizes[label] > _PIECE else ""
            result = connection.execute(f"{_match(key)} {where}RETURN {columns}")
            pieces.append(_arrow(result, wanted))
    finally:
        connection.close()
    return tables.canonical(pa.concat_tables(pieces), keys=keys)


def _arrow(result: Any, wanted: pa.Schema) -> pa.Table:
    try:
        table = result.get_as_arrow(chunk_size=_PIECE)
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
