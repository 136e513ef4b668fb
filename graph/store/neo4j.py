"""The Neo4j store: only differences are written, between two version marks.

``(:_版 {状態: '更新中'})`` is set before the first write and ``'完了'`` after the last; Neo4j's isolation lets even one
query see half of a load, so a reader compares the mark before and after and tries again when it moved. A load that was
killed leaves 更新中; the next one compares everything and heals it. Two loads exclude each other by a lock that the
server holds for the length of a transaction, so a killed loader never keeps it; one that lost its lock without knowing
is kept from writing by the mark (`graph.store.neo4j_load`).
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Final, TypeVar

from graph import diff, model, schema
from graph.diff import Changes, Stamped
from graph.errors import StoreChangingError, StoreError
from graph.schema import quote
from graph.store.base import (
    CHANGING,
    COMPLETE,
    Parameters,
    Progress,
    Rows,
    Store,
    Version,
    View,
    silent,
)
from graph.store.neo4j_connection import Bookmarks, Connection
from graph.store.neo4j_errors import told
from graph.store.neo4j_load import Load, exclusive
from graph.store.neo4j_marks import Marks
from graph.store.neo4j_reading import Reader
from graph.store.neo4j_sessions import FIRST, Sessions
from graph.store.neo4j_together import MARK
from graph.store.raw import neo4j_rule
from graph.tables import Tables

T = TypeVar("T")

ATTEMPTS: Final = 5
LOCK_TIMEOUT: Final = 15.0
FRESH: Final = 1.0
"""Seconds for which the mark of a cluster is believed before the server that writes is asked again."""
OUTDATED: Final = "古い形"
"""State of a database whose rows were written by another edition of the tool."""
UNFINISHED: Final = (
    "読み込みは途中です（グラフは「更新中」）。直してから、もう一度 renkei build を実行すると、残りを書きます。"
)

_V = quote(model.VERSION)


class Neo4jStore(Store):
    """See the module. ``ca``: as in `Connection`. Raises `UsageError` where the address makes no sense."""

    name = "neo4j"

    def __init__(self, uri: str, user: str, password: str, database: str, ca: str = "") -> None:
        self.uri = uri
        self._connection = Connection(uri, (user, password), database, ca)
        self._bookmarks = Bookmarks()
        self._sessions = Sessions(self._connection, self._bookmarks)
        self._reader = Reader(self._connection, self._bookmarks, self._sessions)
        self._marks = Marks(self._mark, FRESH if self._connection.routed else math.inf)

    # --- reading -----------------------------------------------------------------------------------------------

    async def read(self, work: Callable[[View], Awaitable[T]]) -> T:
        before = await self._marks.before()
        for attempt in range(ATTEMPTS):
            if before is None:
                raise StoreError("Neo4j にグラフがまだありません。先に renkei build --store neo4j を実行してください。")
            if before.state == OUTDATED:
                raise StoreError(
                    "Neo4j のグラフは別の版の連携グラフが作りました。renkei build --store neo4j で作り直してください。"
                )
            if before.state == COMPLETE:
                view = _Neo4jView(self, before)
                done = await _done(work(view))
                after = before if view.proved else await self._marks.fresh()
                if after == before and not view.moved:
                    return done.result()
                before = after
            if before is not None and before.state == CHANGING:
                await asyncio.sleep(0.2 * 2**attempt)
                before = await self._marks.fresh()
        raise StoreChangingError("Neo4j のグラフは更新中です。終わってから、もう一度お試しください。")

    async def tables(self) -> Tables:
        async def work(view: View) -> Tables:
            with told(self.uri, writing=True):
                return await self._sessions.tables(write=False)

        return await self.read(work)

    async def last_changes(self) -> Changes | None:
        with told(self.uri, writing=True):
            records = await self._sessions.records(f"MATCH (v:{_V} {{id: '版'}}) RETURN v.`変更`", patience=FIRST)
        return Changes.from_json(json.loads(records[0][0])) if records and records[0][0] else None

    async def close(self) -> None:
        try:
            await self._reader.close()
        finally:
            await self._sessions.close()

    async def _mark(self) -> Version | None:
        records = await self._reader.aside(MARK)
        return _version(records[0]) if records else None

    # --- loading -----------------------------------------------------------------------------------------------

    async def replace(self, graph: Tables, *, verify: bool = False, progress: Progress = silent) -> Changes:
        with told(self.uri, writing=True):
            await self._refuse_foreign()
            await self._sessions.run(*schema.neo4j_constraints())
            async with exclusive(self._sessions, LOCK_TIMEOUT):
                return await self._load(graph, verify, progress)

    async def _load(self, graph: Tables, verify: bool, progress: Progress) -> Changes:
        load = Load(self._sessions)
        found_mark = await load.begin()
        mark = _version(found_mark) if found_mark else None
        new = Stamped(graph)
        healing = mark is not None and mark.state != COMPLETE
        first = mark is None or (healing and mark.number == 0)
        number = mark.number if mark else 0
        found = await load.difference(new, verify=verify) if mark else diff.everything(new)
        if found is None:
            await load.mark(number, CHANGING)
            await load.remove_doubled()
            healing = True
            found = await load.difference(new, verify=verify) or {}
        if mark and not found and not healing:
            return Changes()
        names = {} if first else await load.names(found)
        changes = diff.summarise(found, lambda label, id: names.get((label, id), ""), graph, first=first)
        changes.repaired = changes.written if verify else 0
        with told(self.uri, writing=True, advice=UNFINISHED):
            await load.mark(number, CHANGING)
            await load.write(new, found, progress)
            await load.keep(graph)
            await load.mark(number + 1, COMPLETE, changes)
        return changes

    async def _refuse_foreign(self) -> None:
        """A database that holds something and was never ours is not touched. This is the first question."""
        [(ours, others)] = await self._sessions.records(
            f"OPTIONAL MATCH (v:{_V}) WITH count(v) AS ours "
            f"CALL {{ MATCH (n) WHERE NOT n:{_V} RETURN n LIMIT 1 UNION MATCH (n) WHERE false RETURN n }} "
            "RETURN ours, count(n)",
            patience=FIRST,
        ) or [(0, 0)]
        if others and not ours:
            raise StoreError(
                f"Neo4j のデータベース「{self._connection.database}」には、連携グラフではないデータがあります。"
                "空のデータベースを RENKEI_NEO4J_DATABASE で指定してください。"
            )


async def _done(work: Awaitable[T]) -> asyncio.Future[T]:
    """Work that has ended, well or not: what half a load made it say must not be told (`StoreError` is no such thing)."""
    ended: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    try:
        ended.set_result(await work)
    except StoreError:
        raise
    except Exception as error:  # whatever the work may raise
        ended.set_exception(error)
        ended.exception()
    return ended


def _version(mark: tuple[Any, ...]) -> Version:
    number, state, time, edition = mark
    return Version(number, OUTDATED if state == COMPLETE and edition != model.KEPT_EDITION else state, time)


class _Neo4jView(View):
    """``moved``: an answer came with another mark; ``proved``: every answer, and one at least, came with this one."""

    engine = "neo4j"

    def __init__(self, store: Neo4jStore, version: Version) -> None:
        self._store = store
        self._begun = version
        self.version = version
        self.moved = False
        self._asked = 0
        self._told = 0

    @property
    def proved(self) -> bool:
        return 0 < self._asked == self._told and not self.moved

    async def rows(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        columns: tuple[str, ...] = (),
    ) -> Rows:
        self._asked += 1
        if not columns:
            return await self._store._reader.rows(query, parameters or {}, limit)
        rows, mark = await self._store._reader.with_mark(query, columns, parameters or {}, limit)
        if mark is not None:
            self._told += 1
            self.moved |= _version(mark) != self._begun
        return rows

    def batches(self, query: str, parameters: Parameters | None = None) -> AsyncGenerator[Rows]:
        self._asked += 1
        return self._store._reader.batches(query, parameters or {})

    async def job(self, statement: str, parameters: Parameters, seconds: float) -> dict[str, Any]:
        store = self._store
        connection = store._connection
        with told(store.uri):
            async with store._sessions.session(write=False) as session:
                await neo4j_rule.check(session, statement, parameters, seconds)
        return {
            "engine": self.engine,
            "uri": connection.address,
            "auth": connection.auth,
            "ca": connection.trusted,
            "bookmarks": store._bookmarks.values() if connection.routed else [],
            "database": connection.database,
            "text": statement,
            "parameters": dict(parameters),
        }
