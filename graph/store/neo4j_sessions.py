"""Transactions of a load: the asynchronous driver, and the same transaction again where its server went away.

A transaction is repeated when the connection was lost (even while its commit was on the way), when the server that
writes has changed, or when the server itself asks for it. So every piece of work must be safe to repeat; what keeps
writing safe is in `graph.store.neo4j_load`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

import neo4j

from graph import diff, model, tables
from graph.schema import quote
from graph.store import neo4j_rows as wire
from graph.store.neo4j_connection import Bookmarks, Connection
from graph.store.neo4j_errors import DRIVER, repeatable
from graph.tables import BUCKETS, Tables

T = TypeVar("T")
Work = Callable[[neo4j.AsyncTransaction], Awaitable[T]]

PATIENCE: Final = 30.0
"""Seconds for which a server that went away is waited for; a cluster takes up to 20 to choose another writer."""
FIRST: Final = 1.0
"""The same for a first question: an address that is wrong should be told soon."""
LONGEST: Final = 3600.0
"""Seconds that one transaction may take; without it the server's own limit, meant for questions, would end a load."""
PAUSE: Final = 0.1
"""Seconds before the first repetition; twice as long before each further one, up to two seconds."""
READ_SIZE: Final = 50_000


async def all_of(*works: Awaitable[Any]) -> list[Any]:
    """What each piece of work gives; where one fails the others end before its error is raised.

    `asyncio.gather` alone lets them go on, and one that is being repeated would open a closed driver again.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Sessions:
    """One driver, opened at the first use. Methods raise the driver's errors (see `neo4j_errors.told`)."""

    def __init__(self, connection: Connection, bookmarks: Bookmarks) -> None:
        self._connection = connection
        # What is read after a step must know the step, whichever member answers.
        self._bookmarks = bookmarks.of_loads() if connection.routed else None
        self._driver: neo4j.AsyncDriver | None = None

    def session(self, *, write: bool) -> neo4j.AsyncSession:
        """A session with the server that writes, or with any that reads."""
        if self._driver is None:
            self._driver = neo4j.AsyncGraphDatabase.driver(self._connection.address, **self._connection.options())
        return self._driver.session(
            database=self._connection.database,
            default_access_mode=neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS,
            bookmark_manager=self._bookmarks,
        )

    @asynccontextmanager
    async def begun(self, *, write: bool) -> AsyncIterator[neo4j.AsyncTransaction]:
        """A transaction that is rolled back unless it is committed; that it is gone already is no error."""
        async with self.session(write=write) as session:
            transaction = await session.begin_transaction(timeout=LONGEST)
            try:
                yield transaction
            finally:
                with suppress(*DRIVER, OSError):
                    await transaction.close()

    async def transact(self, work: Work[T], *, write: bool = True, patience: float | None = None) -> T:
        """What the work gives in a transaction of its own, repeated for ``patience`` seconds (`PATIENCE`)."""

        async def once() -> T:
            async with self.begun(write=write) as transaction:
                found = await work(transaction)
                await transaction.commit()
                return found

        return await self.repeated(once, patience)

    async def repeated(self, once: Callable[[], Awaitable[T]], patience: float | None = None) -> T:
        """What something gives that may be done again where its server went away; once at least, however slow it was."""
        deadline = time.monotonic() + (PATIENCE if patience is None else patience)
        pause, again = PAUSE, False
        while True:
            try:
                return await once()
            except (*DRIVER, ConnectionError) as error:
                over = again and time.monotonic() > deadline
                if over or not repeatable(error, routed=self._connection.routed):
                    raise
            await asyncio.sleep(pause)
            pause, again = min(pause * 2, 2.0), True

    async def run(self, *statements: str) -> None:
        """Statements that may be repeated, together in a transaction of their own."""

        async def work(transaction: neo4j.AsyncTransaction) -> None:
            for statement in statements:
                await (await transaction.run(statement)).consume()

        await self.transact(work)

    async def records(
        self, query: str, *, write: bool = True, patience: float | None = None, **parameters: Any
    ) -> list[tuple[Any, ...]]:
        """The rows of a question. ``write``: ask the server that writes, which lacks nothing."""

        async def work(transaction: neo4j.AsyncTransaction) -> list[tuple[Any, ...]]:
            result = await transaction.run(query, parameters)
            return [tuple(record.values()) async for record in result]

        return await self.transact(work, write=write, patience=patience)

    async def columns(self, key: diff.Key, names: list[str], *, write: bool = True) -> list[list[Any]]:
        """Columns of one table, read as collected lists (measured three times faster than row by row)."""
        head = [f"{v}.id" for v in wire.ids_of(key)] + [f"n.{quote(name)}" for name in names]
        # collect() leaves nulls out, so every value is wrapped in a list of its row.
        query = (
            f"{wire.match(key)} WITH [{', '.join(head)}] AS 行, rand() AS 束 "
            f"RETURN toInteger(束 * $buckets) AS 組, collect(行) AS 行々"
        )

        async def work(transaction: neo4j.AsyncTransaction) -> list[list[Any]]:
            count = await (await transaction.run(f"{wire.match(key)} RETURN count(n)")).value()
            found: list[list[Any]] = [[] for _ in head]
            async for record in await transaction.run(query, buckets=count[0] // READ_SIZE + 1):
                for row in record.values()[1]:
                    for column, value in zip(found, row, strict=True):
                        column.append(value)
            return found

        return await self.transact(work, write=write)

    async def tables(self, *, write: bool = True) -> Tables:
        """The whole graph."""
        found = Tables()
        for label in model.LABEL:
            wanted = tables.node_schema(label)
            columns = await self.columns(label, wanted.names[1:], write=write)
            found.nodes[label] = tables.canonical(wire.table(columns, wanted), keys=("id",))
        for bucket in BUCKETS:
            wanted = tables.relationship_schema(bucket.type)
            columns = await self.columns(bucket, wanted.names[2:], write=write)
            found.relationships[bucket] = tables.canonical(wire.table(columns, wanted), keys=("start", "end"))
        return found

    async def close(self) -> None:
        """Let go of the connections."""
        if self._driver:
            driver, self._driver = self._driver, None
            await driver.close()
