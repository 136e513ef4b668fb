"""The Neo4j store: only differences are written, between two version marks.

``(:_版 {状態: '更新中'})`` is set before the first write and ``'完了'`` after the last; Neo4j's isolation lets even one
query see half of a load, so a reader compares the mark before and after and tries again when it moved. A load that was
killed leaves 更新中; the next one compares everything and heals it. Two loads exclude each other by a lock that the
server holds for the length of a transaction, so a killed loader never keeps it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import neo4j

from graph import diff, model, schema, tables
from graph.diff import Changes, Stamped
from graph.errors import StoreChangingError, StoreError
from graph.schema import quote
from graph.store import kept
from graph.store import neo4j_rows as wire
from graph.store.base import (
    CHANGING,
    COMPLETE,
    Parameters,
    Progress,
    Rows,
    Store,
    Version,
    View,
    now,
    silent,
)
from graph.store.neo4j_errors import told
from graph.store.neo4j_marks import Marks
from graph.store.neo4j_reading import CONNECTION_TIMEOUT, Reader
from graph.store.neo4j_together import MARK
from graph.store.raw import neo4j_rule
from graph.tables import BUCKETS, Bucket, Tables

T = TypeVar("T")

READ_SIZE: Final = 50_000
ATTEMPTS: Final = 5
LOCK_TIMEOUT: Final = 5.0
OUTDATED: Final = "古い形"
"""State of a database whose rows were written by another edition of the tool."""

_V = quote(model.VERSION)
_S = quote(model.STAMP)


class Neo4jStore(Store):
    """See the module."""

    name = "neo4j"

    def __init__(self, uri: str, user: str, password: str, database: str) -> None:
        self.uri = uri
        self._auth = (user, password)
        self._database = database
        self._driver: neo4j.AsyncDriver | None = None
        self._reader = Reader(uri, self._auth, database)
        self._marks = Marks(self._mark)

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
            return await self._tables()

        return await self.read(work)

    async def last_changes(self) -> Changes | None:
        records = await self._records(f"MATCH (v:{_V} {{id: '版'}}) RETURN v.`変更`")
        return Changes.from_json(json.loads(records[0][0])) if records and records[0][0] else None

    async def close(self) -> None:
        await self._reader.close()
        if self._driver:
            await self._driver.close()
            self._driver = None

    async def _mark(self) -> Version | None:
        records = await self._reader.aside(MARK)
        return _version(records[0]) if records else None

    @asynccontextmanager
    async def _session(self, *, write: bool = False) -> AsyncIterator[neo4j.AsyncSession]:
        """A session whose failures are told in Japanese."""
        if self._driver is None:
            self._driver = neo4j.AsyncGraphDatabase.driver(
                self.uri, auth=self._auth, notifications_min_severity="OFF", connection_timeout=CONNECTION_TIMEOUT
            )
        mode = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        with told(self.uri):
            async with self._driver.session(database=self._database, default_access_mode=mode) as session:
                yield session

    async def _records(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        async with self._session() as session:
            result = await session.run(query, parameters)
            return [tuple(record.values()) async for record in result]

    async def _columns(self, key: diff.Key, names: list[str]) -> list[list[Any]]:
        """Columns of one table, read as collected lists (measured three times faster than row by row)."""
        head = [f"{v}.id" for v in wire.ids_of(key)] + [f"n.{quote(name)}" for name in names]
        # collect() leaves nulls out, so every value is wrapped in a list of its row.
        query = (
            f"{wire.match(key)} WITH [{', '.join(head)}] AS 行, rand() AS 束 "
            f"RETURN toInteger(束 * $buckets) AS 組, collect(行) AS 行々"
        )
        [(count,)] = await self._records(f"{wire.match(key)} RETURN count(n)")
        found: list[list[Any]] = [[] for _ in head]
        async with self._session() as session:
            result = await session.run(query, buckets=count // READ_SIZE + 1)
            async for record in result:
                for row in record.values()[1]:
                    for column, value in zip(found, row, strict=True):
                        column.append(value)
        return found

    async def _tables(self) -> Tables:
        found = Tables()
        for label in model.LABEL:
            wanted = tables.node_schema(label)
            columns = await self._columns(label, wanted.names[1:])
            found.nodes[label] = tables.canonical(wire.table(columns, wanted), keys=("id",))
        for bucket in BUCKETS:
            wanted = tables.relationship_schema(bucket.type)
            columns = await self._columns(bucket, wanted.names[2:])
            found.relationships[bucket] = tables.canonical(wire.table(columns, wanted), keys=("start", "end"))
        return found

    # --- loading -----------------------------------------------------------------------------------------------

    async def replace(self, graph: Tables, *, verify: bool = False, progress: Progress = silent) -> Changes:
        await self._refuse_foreign()
        async with self._session(write=True) as session:
            for statement in schema.neo4j_constraints():
                await (await session.run(statement)).consume()
        async with self._exclusive():
            mark = await self._mark()
            new = Stamped(graph)
            healing = mark is not None and mark.state != COMPLETE
            first = mark is None or (healing and mark.number == 0)
            number = mark.number if mark else 0
            found = await self._difference(new, verify) if mark else diff.everything(new)
            if found is None:
                await self._set_mark(number, CHANGING, None)
                await self._remove_doubled()
                healing = True
                found = await self._difference(new, verify) or {}
            if mark and not found and not healing:
                return Changes()
            names = {} if first else await self._names(found)
            changes = diff.summarise(found, lambda label, id: names.get((label, id), ""), graph, first=first)
            changes.repaired = changes.written if verify else 0
            await self._set_mark(number, CHANGING, None)
            await self._write(new, found, progress)
            await self._keep(graph)
            await self._set_mark(number + 1, COMPLETE, changes)
            return changes

    async def _refuse_foreign(self) -> None:
        """A database that holds something and was never ours is not touched."""
        [(ours, others)] = await self._records(
            f"OPTIONAL MATCH (v:{_V}) WITH count(v) AS ours "
            f"CALL {{ MATCH (n) WHERE NOT n:{_V} RETURN n LIMIT 1 UNION MATCH (n) WHERE false RETURN n }} "
            "RETURN ours, count(n)"
        ) or [(0, 0)]
        if others and not ours:
            raise StoreError(
                f"Neo4j のデータベース「{self._database}」には、連携グラフではないデータがあります。"
                "空のデータベースを RENKEI_NEO4J_DATABASE で指定してください。"
            )

    @asynccontextmanager
    async def _exclusive(self) -> AsyncIterator[None]:
        """Hold a lock on the server for the length of the load."""
        async with self._session(write=True) as session, await session.begin_transaction() as transaction:
            # The uniqueness constraint makes a second MERGE wait for the first transaction.
            query = f"MERGE (:{quote(model.LOCK)} {{id: '錠'}})"
            try:
                async with asyncio.timeout(LOCK_TIMEOUT):
                    await (await transaction.run(query)).consume()
            except TimeoutError:
                raise StoreError(
                    "ほかの build が Neo4j に書いています。終わるのを待ってから、もう一度実行してください。"
                ) from None
            yield
            await transaction.rollback()

    async def _difference(self, new: Stamped, verify: bool) -> dict[diff.Key, diff.Difference] | None:
        """What is to be written, by table; None where stored rows have no key or share one."""
        whole = Stamped(await self._tables()) if verify else None
        found: dict[diff.Key, diff.Difference] = {}
        for key in diff.ALL_KEYS:
            if whole:
                keys, stamps = diff.keys(whole.table(key)), whole.stamps(key)
            else:
                query = f"{wire.match(key)} RETURN count(n), coalesce(sum(n.{_S} % $modulus), 0)"
                [digest] = await self._records(query, modulus=diff.DIGEST_MODULUS)
                if digest == new.digest(key):
                    continue
                columns = await self._columns(key, [model.STAMP]) if digest[0] else [[], [], []]
                ends = columns[: len(wire.ids_of(key))]
                keys = ends[0] if isinstance(key, str) else list(map(diff.join, *ends))
                stamps = [stamp or 0 for stamp in columns[-1]]
            stored = dict(zip(keys, stamps, strict=True))
            if len(stored) < len(keys) or None in stored:
                return None
            if difference := diff.compare(stored, new.by_key(key)):
                found[key] = difference
        return found

    async def _names(self, found: dict[diff.Key, diff.Difference]) -> dict[tuple[str, str], str]:
        """Names of what is about to go, for the summary."""
        wanted: dict[str, set[str]] = {label: set() for label in model.LABEL}
        for key, difference in found.items():
            for row in difference.gone[: diff.SHOWN]:
                if isinstance(key, str):
                    wanted[key].add(row)
                else:
                    for label, id in zip((key.start, key.end), diff.split(row), strict=True):
                        wanted[label].add(id)
        names: dict[tuple[str, str], str] = {}
        for label, ids in wanted.items():
            query = f"MATCH (n:{quote(label)}) WHERE n.id IN $ids RETURN n.id, coalesce(n.`名称`, n.`題名`, n.id)"
            names |= {(label, id): name for id, name in await self._records(query, ids=sorted(ids))} if ids else {}
        return names

    async def _set_mark(self, number: int, state: str, changes: Changes | None) -> None:
        text = json.dumps(changes.as_json(), ensure_ascii=False) if changes else None
        async with self._session(write=True) as session:
            result = await session.run(
                f"MERGE (v:{_V} {{id: '版'}}) SET v.`番号` = $number, v.`状態` = $state, v.`日時` = $time, v.`形` = $edition"
                + (", v.`変更` = $text" if text else ""),
                number=number, state=state, time=now(), text=text, edition=model.KEPT_EDITION,
            )  # fmt: skip
            await result.consume()

    async def _remove_doubled(self) -> None:
        """Nodes of our labels without id, and doubled relationships, which only hands can have written."""
        statements = [f"MATCH (n:{quote(label)}) WHERE n.id IS NULL DETACH DELETE n" for label in model.LABEL] + [
            f"{wire.match(bucket)} WITH a, b, collect(n) AS 同 WHERE size(同) > 1 UNWIND 同 AS r DELETE r"
            for bucket in BUCKETS
        ]
        async with self._session(write=True) as session:
            for statement in statements:
                await (await session.run(statement)).consume()

    async def _write(self, new: Stamped, found: dict[diff.Key, diff.Difference], progress: Progress) -> None:
        """Apply the differences: relationships go first, nodes come, relationships come, nodes go last."""
        nodes = {key: d for key, d in found.items() if isinstance(key, str)}
        edges = {key: d for key, d in found.items() if isinstance(key, Bucket)}
        total = sum(map(len, (rows for d in found.values() for rows in d)))
        done = 0

        def written(rows: int) -> None:
            nonlocal done
            done += rows
            progress("Neo4j に書く", done, total)

        async def run(query: str, batches: wire.Batches) -> None:
            async with self._session(write=True) as session:
                await wire.write(session, query, batches, written)

        for bucket, difference in edges.items():
            gone = [diff.split(row) for row in difference.gone]
            ends = (
                f"(a:{quote(bucket.start)} {{id: 行.a}})-[r:{quote(bucket.type)}]->(b:{quote(bucket.end)} {{id: 行.b}})"
            )
            rows = [{"a": start, "b": end} for start, end in gone]
            await run(f"UNWIND $rows AS 行 MATCH {ends} DELETE r", wire.in_batches(rows))
        for label, difference in nodes.items():
            await run(
                f"UNWIND $rows AS 行 CREATE (n:{quote(label)}) SET n = 行", wire.new_rows(new, label, difference.new)
            )
            await run(
                f"UNWIND $rows AS 行 MATCH (n:{quote(label)} {{id: 行.id}}) SET n = 行",
                wire.new_rows(new, label, difference.changed),
            )
        for bucket, difference in edges.items():
            start, end, type = quote(bucket.start), quote(bucket.end), quote(bucket.type)
            match = f"UNWIND $rows AS 行 MATCH (a:{start} {{id: 行.a}}) MATCH (b:{end} {{id: 行.b}})"
            await run(f"{match} CREATE (a)-[r:{type}]->(b) SET r = 行.p", wire.new_rows(new, bucket, difference.new))
            await run(
                f"UNWIND $rows AS 行 MATCH (a:{start} {{id: 行.a}})-[r:{type}]->(b:{end} {{id: 行.b}}) SET r = 行.p",
                wire.new_rows(new, bucket, difference.changed),
            )
        for label, difference in nodes.items():
            await run(
                f"UNWIND $rows AS 行 MATCH (n:{quote(label)} {{id: 行}}) DETACH DELETE n",
                wire.in_batches(difference.gone),
            )

    async def _keep(self, graph: Tables) -> None:
        """Write what follows from all facts of a document, where it is not what is stored."""
        wanted = await asyncio.to_thread(kept.of_documents, graph)
        stored = dict(zip(*await self._columns("文書", [kept.STAMP]), strict=True))
        rows = [row for row in wanted.to_pylist() if row[kept.STAMP] != stored.get(row["id"])]
        async with self._session(write=True) as session:
            query = "UNWIND $rows AS 行 MATCH (n:文書 {id: 行.id}) SET n += 行"
            await wire.write(session, query, wire.in_batches(rows))


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
        async with store._session() as session:
            await neo4j_rule.check(session, statement, parameters, seconds)
        where = {"uri": store.uri, "auth": store._auth, "database": store._database}
        return {"engine": self.engine, **where, "text": statement, "parameters": dict(parameters)}
