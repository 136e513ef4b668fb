"""Questions to Neo4j: the synchronous driver in a few threads.

Measured against the asynchronous driver (rows of some values each): half the work per row, and three times the answers
a second at 32 readers, where every row costs the event loop several steps. Each question takes a thread while it runs;
the others wait their turn. The version mark brings itself along with the rows of a question whose columns are known
(`graph.store.neo4j_together`); where it is read by itself, it has a thread of its own, so that slow questions do not hold
up short ones.

In a cluster the readers answer, and the mark is asked of the server that writes, so that no answer is more than a second
behind the last load. Where none writes at present (while another is chosen) any member tells the mark. A question whose
server went away is asked again; it changes nothing.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

import neo4j
from neo4j import exceptions as driver_errors

from graph.store import neo4j_rows as wire
from graph.store.base import AS_THEY_ARE, BATCH, Parameters, Rows, plain
from graph.store.neo4j_connection import Bookmarks, Connection
from graph.store.neo4j_errors import DRIVER, lost, refused, repeatable, told
from graph.store.neo4j_together import LIMIT, MOST, most, together

T = TypeVar("T")

THREADS: Final = 8
QUERY_TIMEOUT: Final = 60.0
PAUSES: Final = (0.0, 0.2, 1.0)
"""Seconds before a question is asked again of a cluster whose member went away; of one server, after the first only."""
LEADERLESS: Final = 5.0
"""Seconds for which a cluster in which none writes is not asked for its writer again."""


class Reader:
    """One driver, opened at the first question. Every method may raise `StoreError`."""

    def __init__(self, connection: Connection, bookmarks: Bookmarks) -> None:
        self._connection = connection
        self._driver: neo4j.Driver | None = None
        self._opening = threading.Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="neo4j")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="neo4j-mark")
        # In a cluster any member may answer: a question must see no less than the mark that was read before it.
        self._bookmarks = bookmarks.of_questions() if connection.routed else None
        self._pauses = PAUSES if connection.routed else PAUSES[:1]
        self._leaderless = 0.0
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
        """The rows of a short question that waits for no other, from the server that writes where there is one."""
        return (await self._in_thread(self._beside, self._newest, query)).rows

    async def batches(self, query: str, parameters: Parameters) -> AsyncGenerator[Rows]:
        """An answer in pieces of `BATCH` rows. Raises `QueryError`."""
        session = self._session(BATCH)
        try:
            begin = partial(session.run, _timed(query), dict(parameters))
            result = await self._in_thread(self._threads, self._again, begin)
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

    def _session(self, fetched: int, *, write: bool = False) -> neo4j.Session:
        with self._opening:
            if self._driver is None:
                self._driver = neo4j.GraphDatabase.driver(self._connection.address, **self._connection.options())
        return self._driver.session(
            database=self._connection.database,
            default_access_mode=neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS,
            fetch_size=fetched,
            bookmark_manager=self._bookmarks,
        )

    async def _in_thread(self, threads: ThreadPoolExecutor, function: Callable[..., T], *args: Any) -> T:
        try:
            with told(self._connection.uri):
                return await asyncio.get_running_loop().run_in_executor(threads, function, *args)
        except driver_errors.Neo4jError as error:
            raise refused(error) from error

    def _newest(self, query: str) -> Rows:
        """The answer of the server that writes; of any other while there is none."""
        if self._connection.routed and time.monotonic() > self._leaderless:
            try:
                return self._run(query, {}, None, write=True)
            except DRIVER as error:
                if not repeatable(error, routed=True):
                    raise
                self._leaderless = time.monotonic() + LEADERLESS
        return self._rows(query, {}, None)

    def _rows(self, query: str, parameters: dict[str, Any], limit: int | None) -> Rows:
        return self._again(lambda: self._run(query, parameters, limit))

    def _collected(self, statement: str, parameters: dict[str, Any]) -> tuple[list[tuple[Any, ...]], tuple[Any, ...]]:
        def ask() -> tuple[list[tuple[Any, ...]], tuple[Any, ...]]:
            with self._session(1) as session:
                rows, *mark = session.run(_timed(statement), parameters).single(strict=True)
                return [_row(row) for row in rows], tuple(mark)

        return self._again(ask)

    def _run(self, query: str, parameters: dict[str, Any], limit: int | None, *, write: bool = False) -> Rows:
        with self._session(-1 if limit is None else limit, write=write) as session:
            result = session.run(_timed(query), parameters)
            columns = tuple(result.keys())
            records = result if limit is None else result.fetch(limit)
            return Rows(columns, [_row(record) for record in records])

    def _again(self, ask: Callable[[], T]) -> T:
        """What a question gives, asked again where its server went away."""
        for pause in self._pauses:
            try:
                return ask()
            except DRIVER as error:
                if not lost(error):
                    raise
                time.sleep(pause)
        return ask()


def _timed(query: str) -> neo4j.Query:
    return neo4j.Query(query, timeout=QUERY_TIMEOUT)


def _row(record: Iterable[Any]) -> tuple[Any, ...]:
    return tuple([value if value.__class__ in AS_THEY_ARE else _value(value) for value in record])


def _value(value: Any) -> Any:
    if value.__class__ is list and all(item.__class__ in AS_THEY_ARE for item in value):
        return value
    return plain(wire.simple(value))
