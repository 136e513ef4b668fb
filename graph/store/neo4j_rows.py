"""Rows on their way to and from Neo4j: Arrow tables as batches of parameters, collected columns as Arrow tables."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import neo4j
import pyarrow as pa

from graph import diff, model, tables
from graph.diff import Stamped
from graph.schema import quote
from graph.store import kept

BATCH: Final = 10_000
"""Rows per transaction: 5,000–10,000 measured best."""

Batches = AsyncIterator[list[Any]]
Step = Callable[[Callable[[neo4j.AsyncTransaction], Awaitable[None]]], Awaitable[None]]
"""Does a piece of writing once."""


class _Rows(list[Any]):
    """A batch without its words in the driver's log, for which it is written out even where nobody keeps one."""

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


async def write(step: Step, query: str, batches: Batches, written: Callable[[int], None] = lambda rows: None) -> None:
    """Run a query once per batch of ``$rows``, each in a step of its own (`graph.store.neo4j_load.Load.step`).

    The next batch is made while the server works on the last, so that neither waits for the other.
    """
    rows = await anext(batches, None)
    while rows:
        coming: asyncio.Task[list[Any] | None] | None = None

        async def apply(transaction: neo4j.AsyncTransaction, rows: list[Any] = rows) -> None:
            nonlocal coming
            result = await transaction.run(query, rows=_Rows(rows))
            coming = coming or asyncio.create_task(_next(batches))
            await result.consume()

        try:
            await step(apply)
        except BaseException:
            if coming:
                coming.cancel()
            raise
        written(len(rows))
        rows = await coming if coming else await _next(batches)


async def _next(batches: Batches) -> list[Any] | None:
    return await anext(batches, None)


async def in_batches(rows: list[Any]) -> Batches:
    """Parameter rows that are at hand, cut into batches."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


async def new_rows(new: Stamped, key: diff.Key, wanted: list[str]) -> Batches:
    """Batches of rows for the given row keys of a table, each a sequence of values for `properties`."""
    if not wanted:
        return
    table = new.table(key)
    stamps = pa.array(await asyncio.to_thread(new.stamps, key), pa.int64())
    if len(wanted) < table.num_rows:
        chosen = set(wanted)
        mask = pa.array([k in chosen for k in diff.keys(table)])
        table, stamps = table.filter(mask), stamps.filter(mask)
    table = _written(key, table, stamps)
    for start in range(0, table.num_rows, BATCH):
        yield await asyncio.to_thread(_values, table.slice(start, BATCH))


def _written(key: diff.Key, table: pa.Table, stamps: pa.Array) -> pa.Table:
    return kept.own(key, table).append_column(model.STAMP, stamps)


def properties(key: diff.Key, row: str) -> str:
    """The properties of a row of `new_rows` as a map in Cypher. Its first values are the ``id`` or those of both ends.

    Values without their names are less to send and to read: a first load took a tenth less time than with maps.
    """
    schema = tables.node_schema(key) if isinstance(key, str) else tables.relationship_schema(key.type)
    names = _written(key, schema.empty_table(), pa.array([], pa.int64())).column_names
    first = 0 if isinstance(key, str) else len(ids_of(key))
    return f"{{{', '.join(f'{quote(name)}: {row}[{n}]' for n, name in enumerate(names) if n >= first)}}}"


def _values(table: pa.Table) -> list[Any]:
    with _uncollected():
        # Lists: the driver's packing takes them as they are, and asks back for every tuple.
        return list(map(list, zip(*(column.to_pylist() for column in table.columns), strict=True)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Make many small objects without a search for cycles among them: it took as long again as making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def ids_of(key: diff.Key) -> tuple[str, ...]:
    """The variables in `match` whose ``id`` makes a row's key."""
    return ("n",) if isinstance(key, str) else ("a", "b")


def match(key: diff.Key) -> str:
    """A MATCH of all rows of one table: ``n``, and ``a``, ``b`` for the ends of a relationship."""
    if isinstance(key, str):
        return f"MATCH (n:{quote(key)})"
    return f"MATCH (a:{quote(key.start)})-[n:{quote(key.type)}]->(b:{quote(key.end)})"


def table(columns: list[list[Any]], wanted: pa.Schema) -> pa.Table:
    """Columns as read, coerced to the schema; what does not fit (written by hand) becomes a value that differs."""
    arrays = []
    for field, column in zip(wanted, columns, strict=True):
        try:
            arrays.append(pa.array(column, field.type))
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            arrays.append(pa.array([_coerced(value, field.type) for value in column], field.type))
    return pa.Table.from_arrays(arrays, schema=wanted)


def _coerced(value: Any, type: pa.DataType) -> Any:
    try:
        return pa.scalar(value, type).as_py()
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None


def simple(value: Any) -> Any:
    """Driver objects as the mappings that `plain` knows."""
    if isinstance(value, neo4j.graph.Node):
        return {"_LABEL": next(iter(value.labels), ""), **dict(value)}
    if isinstance(value, neo4j.graph.Relationship):
        return {"_LABEL": value.type, **dict(value)}
    if isinstance(value, neo4j.graph.Path):
        return {"_NODES": [simple(n) for n in value.nodes], "_RELS": [simple(r) for r in value.relationships]}
    if isinstance(value, list):
        return [simple(item) for item in value]
    if isinstance(value, dict):
        return {k: simple(v) for k, v in value.items()}
    return value
