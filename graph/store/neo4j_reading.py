"""Questions to Neo4j: short answers on the asynchronous driver, long ones on the synchronous driver in a few threads.

Measured: rows that come one by one cost the event loop several steps each, so that a long answer takes half the work in
a thread. But the way into a thread and back costs more than a short answer does, and threads that decode theirs at the
same time hold each other up: such an answer is collected into one row (`graph.store.neo4j_together`) and asked for from
the event loop. Which way a question goes is told by its last answer. Collected rows bring the version mark along.

In a cluster the readers answer, and the mark is asked of the server that writes, so that no answer is more than a second
behind the last load. Where none writes at present (while another is chosen) any member tells the mark. A question whose
server went away is asked again; it changes nothing.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

import neo4j
from neo4j import exceptions as driver_errors

from graph.errors import StoreError
from graph.store import neo4j_rows as wire
from graph.store.base import AS_THEY_ARE, BATCH, Parameters, Rows, plain
from graph.store.neo4j_connection import Bookmarks, Connection
from graph.store.neo4j_errors import DRIVER, lost, refused, repeatable, told
from graph.store.neo4j_sessions import Sessions
from graph.store.neo4j_together import LIMIT, MOST, most, together

T = TypeVar("T")
Ask = Callable[[], Awaitable[T]]
Collected = tuple[list[tuple[Any, ...]], tuple[Any, ...]]

AT_ONCE: Final = 8
"""Questions that are asked at once on each of the two ways; the others wait their turn."""
FEW: Final = 2_000
"""Rows of a short answer: the milliseconds that they take the event loop hold nobody up."""
QUERY_TIMEOUT: Final = 60.0
PAUSES: Final = (0.0, 0.2, 1.0)
"""Seconds before a question is asked again of a cluster whose member went away; of one server, after the first only."""
LEADERLESS: Final = 5.0
"""Seconds for which a cluster in which none writes is not asked for its writer again."""


class Reader:
    """Two drivers, opened at the first question. Every method may raise `StoreError`.

    ``sessions``: of the asynchronous driver, which its giver closes.
    """

    def __init__(self, connection: Connection, bookmarks: Bookmarks, sessions: Sessions) -> None:
        self._connection = connection
        self._sessions = sessions
        self._driver: neo4j.Driver | None = None
        self._opening = threading.Lock()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="neo4j")
        self._places = asyncio.Semaphore(AT_ONCE)
        self._idle: list[neo4j.AsyncSession] = []
        # In a cluster any member may answer: a question must see no less than the mark that was read before it.
        self._bookmarks = bookmarks.of_questions() if connection.routed else None
        self._pauses = PAUSES if connection.routed else PAUSES[:1]
        self._leaderless = 0.0
        self._closed = False
        self._last: dict[str, int] = {}

    async def rows(self, query: str, parameters: Parameters, limit: int | None = None) -> Rows:
        """The answer to a question, at most ``limit`` rows. Raises `QueryError`."""
        return await self._again(self._in_thread(self._streamed, query, dict(parameters), limit))

    async def with_mark(
        self, query: str, columns: tuple[str, ...], parameters: Parameters, limit: int | None = None
    ) -> tuple[Rows, tuple[Any, ...] | None]:
        """The answer to a question with these columns, and the mark that stood when its last row had been read.

        The mark is None where the answer is too long to be collected. Raises `QueryError`.
        """
        last = self._last.get(query, 0)
        if last <= MOST:
            asked = together(query, columns), {**parameters, LIMIT: most(limit)}
            short = partial(self._collected, *asked)
            rows, mark = await self._again(short if last <= FEW else self._in_thread(self._collected_there, *asked))
            self._last[query] = len(rows)
            if len(rows) <= MOST:
                return Rows(columns, rows), mark
        found = await self.rows(query, parameters, limit)
        self._last[query] = len(found.rows)
        return found, None

    async def aside(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a short question that waits for no other, from the server that writes where there is one."""

        async def newest() -> list[tuple[Any, ...]]:
            if self._connection.routed and time.monotonic() > self._leaderless:
                try:
                    return await self._short(query, write=True)
                except DRIVER as error:
                    if not repeatable(error, routed=True):
                        raise
                    self._leaderless = time.monotonic() + LEADERLESS
            return await self._short(query)

        return await self._again(newest)

    async def batches(self, query: str, parameters: Parameters) -> AsyncGenerator[Rows]:
        """An answer in pieces of `BATCH` rows. Raises `QueryError`."""
        session = self._session(BATCH)
        try:
            result = await self._again(self._in_thread(session.run, _timed(query), dict(parameters)))
            columns = tuple(result.keys())
            more = True
            while more:
                found = await self._once(self._in_thread(result.fetch, BATCH))
                more = len(found) == BATCH
                yield Rows(columns, [_row(record) for record in found])
        finally:
            await self._once(self._in_thread(session.close))

    async def close(self) -> None:
        """Let go of the connections; a question that comes later is refused."""
        self._closed = True
        self._threads.shutdown()
        while self._idle:
            await self._idle.pop().close()
        if self._driver is not None:
            driver, self._driver = self._driver, None
            await asyncio.to_thread(driver.close)

    async def _again(self, ask: Ask[T]) -> T:
        """What a question gives, asked again where its server went away."""

        async def patiently() -> T:
            for pause in self._pauses:
                try:
                    return await ask()
                except DRIVER as error:
                    if not lost(error):
                        raise
                    await asyncio.sleep(pause)
            return await ask()

        return await self._once(patiently)

    async def _once(self, ask: Ask[T]) -> T:
        try:
            with told(self._connection.uri):
                return await ask()
        except driver_errors.Neo4jError as error:
            raise refused(error) from error

    # --- on the event loop -------------------------------------------------------------------------------------

    def _asynchronous(self, *, write: bool = False) -> neo4j.AsyncSession:
        # A reading of the mark that nobody waits for any more must not open the driver again.
        if self._closed:
            raise StoreError("Neo4j との接続は、もう閉じています。")
        return self._sessions.session(write=write)

    async def _short(self, query: str, *, write: bool = False) -> list[tuple[Any, ...]]:
        async with self._asynchronous(write=write) as session:
            return [_row(record) async for record in await session.run(_timed(query))]

    async def _collected(self, statement: str, parameters: dict[str, Any]) -> Collected:
        async with self._places:
            # A new session costs a fifth of what such a question does (measured).
            session = self._idle.pop() if self._idle else self._asynchronous()
            try:
                rows, *mark = await (await session.run(_timed(statement), parameters)).single(strict=True)
            except BaseException:
                await session.close()
                raise
            self._idle.append(session)
        return [_row(row) for row in rows], tuple(mark)

    # --- in a thread -------------------------------------------------------------------------------------------

    def _in_thread(self, function: Callable[..., T], *args: Any) -> Ask[T]:
        return lambda: asyncio.get_running_loop().run_in_executor(self._threads, function, *args)

    def _session(self, fetched: int) -> neo4j.Session:
        with self._opening:
            if self._driver is None:
                self._driver = neo4j.GraphDatabase.driver(self._connection.address, **self._connection.options())
        return self._driver.session(
            database=self._connection.database,
            default_access_mode=neo4j.READ_ACCESS,
            fetch_size=fetched,
            bookmark_manager=self._bookmarks,
        )

    def _collected_there(self, statement: str, parameters: dict[str, Any]) -> Collected:
        with self._session(1) as session:
            rows, *mark = session.run(_timed(statement), parameters).single(strict=True)
            return [_row(row) for row in rows], tuple(mark)

    def _streamed(self, query: str, parameters: dict[str, Any], limit: int | None) -> Rows:
        with self._session(-1 if limit is None else limit) as session:
            result = session.run(_timed(query), parameters)
            columns = tuple(result.keys())
            records = result if limit is None else result.fetch(limit)
            return Rows(columns, [_row(record) for record in records])


def _timed(query: str) -> neo4j.Query:
    return neo4j.Query(query, timeout=QUERY_TIMEOUT)


def _row(record: Iterable[Any]) -> tuple[Any, ...]:
    return tuple([value if value.__class__ in AS_THEY_ARE else _value(value) for value in record])


def _value(value: Any) -> Any:
    if value.__class__ is list and all(item.__class__ in AS_THEY_ARE for item in value):
        return value
    return plain(wire.simple(value))
