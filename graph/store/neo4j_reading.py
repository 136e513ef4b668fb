"""Questions to Neo4j: the synchronous driver in a few threads.

Measured against the asynchronous driver (rows of some values each): half the work per row, and three times the answers
a second at 32 readers, where every row costs the event loop several steps. Each question takes a thread while it runs;
the others wait their turn. The version mark brings itself along with the rows of a question whose columns are known
(`graph.store.neo4j_together`); where it is read by itself, it has a thread of its own, so that slow questions do not hold
up short ones.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import neo4j
from neo4j import exceptions as driver_errors

from graph.store import neo4j_rows as wire
from graph.store.base import BATCH, Parameters, Rows, plain
from graph.store.neo4j_errors import refused, told
from graph.store.neo4j_together import LIMIT, MOST, most, together

T = TypeVar("T")

THREADS: Final = 8
QUERY_TIMEOUT: Final = 60.0
CONNECTION_TIMEOUT: Final = 10.0

_AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None)})


class Reader:
    """One driver, opened at the first question. Every method may raise `StoreError`."""

    def __init__(self, uri: str, auth: tuple[str, str], database: str) -> None:
        self._uri, self._auth, self._database = uri, auth, database
        self._driver: neo4j.Driver | None = None
        self._opening = threading.Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="neo4j")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="neo4j-mark")
        # In a cluster any member may answer: a question must see no less than the mark that was read before it.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager() if uri.startswith("neo4j") else None
        self._long: set[str] = set()

    async def rows(self, query: str, parameters: Parameters, limit: int | None = None) -> Rows:
        """The answer to a question, at most ``limit`` rows. Raises `QueryError`."""
        return await self._in_thread(self._threads, self._rows, query, dict(parameters), limit)

    async def with_mark(
        self, query: str, columns: tuple[str, ...], parameters: Parameters, limit: int | None = None
    ) -> tuple[Rows, tuple[Any, ...] | None]:
        """The answer to a question with these columns, and the mark that stood when its last row had been read.

        The mark is None where the answer is too long to be collected. Raises `QueryError`.
        """
        if query not in self._long:
            given = {**parameters, LIMIT: most(limit)}
            rows, mark = await self._in_thread(self._threads, self._collected, together(query, columns), given)
            if len(rows) <= MOST:
                return Rows(columns, rows), mark
            self._long.add(query)
        return await self.rows(query, parameters, limit), None

    async def aside(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a short question that waits for no other."""
        return (await self._in_thread(self._beside, self._rows, query, {}, None)).rows

    async def batches(self, query: str, parameters: Parameters) -> AsyncGenerator[Rows]:
        """An answer in pieces of `BATCH` rows. Raises `QueryError`."""
        session = self._session(BATCH)
        try:
            result = await self._in_thread(self._threads, session.run, _timed(query), dict(parameters))
            columns = tuple(result.keys())
            more = True
            while more:
                found = await self._in_thread(self._threads, result.fetch, BATCH)
                more = len(found) == BATCH
                yield Rows(columns, [_row(record) for record in found])
        finally:
            await self._in_thread(self._threads, session.close)

    async def close(self) -> None:
        """Let go of the connections; a question that comes later is refused."""
        self._threads.shutdown()
        self._beside.shutdown()
        if self._driver is not None:
            driver, self._driver = self._driver, None
            await asyncio.to_thread(driver.close)

    def _session(self, fetched: int) -> neo4j.Session:
        with self._opening:
            if self._driver is None:
                self._driver = neo4j.GraphDatabase.driver(
                    self._uri, auth=self._auth, notifications_min_severity="OFF", connection_timeout=CONNECTION_TIMEOUT
                )
        return self._driver.session(
            database=self._database,
            default_access_mode=neo4j.READ_ACCESS,
            fetch_size=fetched,
            bookmark_manager=self._bookmarks,
        )

    async def _in_thread(self, threads: ThreadPoolExecutor, function: Callable[..., T], *args: Any) -> T:
        try:
            with told(self._uri):
                return await asyncio.get_running_loop().run_in_executor(threads, function, *args)
        except driver_errors.Neo4jError as error:
            raise refused(error) from error

    def _rows(self, query: str, parameters: dict[str, Any], limit: int | None) -> Rows:
        with self._session(-1 if limit is None else limit) as session:
            result = session.run(_timed(query), parameters)
            columns = tuple(result.keys())
            records = result if limit is None else result.fetch(limit)
            return Rows(columns, [_row(record) for record in records])

    def _collected(self, statement: str, parameters: dict[str, Any]) -> tuple[list[tuple[Any, ...]], tuple[Any, ...]]:
        with self._session(1) as session:
            rows, *mark = session.run(_timed(statement), parameters).single(strict=True)
            return [_row(row) for row in rows], tuple(mark)


def _timed(query: str) -> neo4j.Query:
    return neo4j.Query(query, timeout=QUERY_TIMEOUT)


def _row(record: Iterable[Any]) -> tuple[Any, ...]:
    return tuple([value if value.__class__ in _AS_THEY_ARE else _value(value) for value in record])


def _value(value: Any) -> Any:
    if value.__class__ is list and all(item.__class__ in _AS_THEY_ARE for item in value):
        return value
    return plain(wire.simple(value))
