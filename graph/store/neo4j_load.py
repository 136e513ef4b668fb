"""One load's right to write to Neo4j, and what it writes.

Two things keep half-known outcomes harmless. The version mark names the load that may write (``読み込み``) and the number of
the last step that was committed (``批``). Every step is one transaction that first takes the mark for itself: where
another load is named, this one has been overtaken and writes nothing more, even if its lock was lost without its
knowing (a cut connection, another server that writes now). Where its own number is there already, only the answer to
the commit was lost, and the step is not done twice.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import neo4j

from graph import diff, model
from graph.diff import Changes, Stamped
from graph.errors import StoreError
from graph.schema import quote
from graph.store import kept
from graph.store import neo4j_rows as wire
from graph.store.base import CHANGING, Progress, now
from graph.store.neo4j_sessions import Sessions, Work, all_of
from graph.store.neo4j_together import MARK
from graph.tables import BUCKETS, Bucket, Tables

_V: Final = f"(v:{quote(model.VERSION)} {{id: '版'}})"
_S: Final = quote(model.STAMP)
_LOCK: Final = f"MERGE (:{quote(model.LOCK)} {{id: '錠'}})"
_TAKE: Final = (
    f"MERGE {_V} ON CREATE SET v.`番号` = 0, v.`状態` = $state, v.`日時` = $time, v.`形` = $edition "
    "SET v.`読み込み` = $load, v.`批` = 0"
)
# Setting a property locks the mark until the transaction ends; only then is it read, so that nobody changes it between.
_STEP: Final = f"MATCH {_V} SET v.id = '版' WITH v, v.`読み込み` AS 読み込み, v.`批` AS 批 SET v.`批` = $number RETURN 読み込み, 批"
_AT_ONCE: Final = 4
_SET_MARK: Final = f"MATCH {_V} SET v.`番号` = $number, v.`状態` = $state, v.`日時` = $time, v.`形` = $edition"


@asynccontextmanager
async def exclusive(sessions: Sessions, seconds: float) -> AsyncIterator[None]:
    """Hold a lock on the server for the length of a load; the server lets go of it when its transaction ends or dies.

    Raises `StoreError` where another load holds it for longer than ``seconds``. It keeps others from beginning; what
    keeps a load that lost it from writing is `Load`.
    """
    async with AsyncExitStack() as held:

        async def take() -> None:
            transaction = await held.enter_async_context(sessions.begun(write=True))
            # The uniqueness constraint makes a second MERGE wait for the first transaction.
            async with asyncio.timeout(seconds):
                await (await transaction.run(_LOCK)).consume()

        try:
            await sessions.repeated(take)
        except TimeoutError:
            raise StoreError(
                "ほかの build が Neo4j に書いています。終わるのを待ってから、もう一度実行してください。"
            ) from None
        yield


class Load:
    """A load between `begin` and its last step. Methods raise the driver's errors, and `StoreError` where overtaken."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._id = uuid.uuid4().hex
        self._number = 0

    async def begin(self) -> tuple[Any, ...] | None:
        """Take the right to write. What `MARK` gave before; None where no load has ever begun."""

        async def take(transaction: neo4j.AsyncTransaction) -> tuple[Any, ...] | None:
            before = await (await transaction.run(MARK)).single()
            given = {"load": self._id, "state": CHANGING, "time": now(), "edition": model.KEPT_EDITION}
            await (await transaction.run(_TAKE, given)).consume()
            return tuple(before.values()) if before else None

        return await self._sessions.transact(take)

    async def step(self, work: Work[None]) -> None:
        """Do a piece of writing once, however often its transaction has to be repeated."""
        self._number += 1
        number = self._number

        async def once(transaction: neo4j.AsyncTransaction) -> None:
            mark = await (await transaction.run(_STEP, number=number)).single()
            if mark is None or mark[0] != self._id:
                raise StoreError(
                    "Neo4j とのつながりが切れている間に、ほかの build が始まりました。この build は書くのをやめました。"
                    "ほかの build が終わってから、もう一度実行してください。"
                )
            if mark[1] != number:
                await work(transaction)

        await self._sessions.transact(once)

    async def run(self, statement: str, **parameters: Any) -> None:
        """A step of one statement."""

        async def work(transaction: neo4j.AsyncTransaction) -> None:
            await (await transaction.run(statement, parameters)).consume()

        await self.step(work)

    async def mark(self, number: int, state: str, changes: Changes | None = None) -> None:
        """Set the version mark."""
        text = json.dumps(changes.as_json(), ensure_ascii=False) if changes else None
        await self.run(
            _SET_MARK + (", v.`変更` = $text" if text else ""),
            number=number, state=state, time=now(), text=text, edition=model.KEPT_EDITION,
        )  # fmt: skip

    # --- what is to be written ---------------------------------------------------------------------------------

    async def difference(self, new: Stamped, *, verify: bool) -> dict[diff.Key, diff.Difference] | None:
        """What is to be written, by table; None where stored rows have no key or share one."""
        whole = Stamped(await self._sessions.tables()) if verify else None
        same = set() if verify else await self._same(new)
        found: dict[diff.Key, diff.Difference] = {}
        for key in diff.ALL_KEYS:
            if key in same:
                continue
            if whole:
                keys, stamps = diff.keys(whole.table(key)), whole.stamps(key)
            else:
                columns = await self._sessions.columns(key, [model.STAMP])
                ends = columns[: len(wire.ids_of(key))]
                keys = ends[0] if isinstance(key, str) else list(map(diff.join, *ends))
                stamps = [stamp or 0 for stamp in columns[-1]]
            stored = dict(zip(keys, stamps, strict=True))
            if len(stored) < len(keys) or None in stored:
                return None
            if difference := diff.compare(stored, new.by_key(key)):
                found[key] = difference
        return found

    async def _same(self, new: Stamped) -> set[diff.Key]:
        """Tables that are stored as they are wanted: as many rows, with the same sum over their stamps.

        The server sums while the stamps of the new graph are worked out here.
        """
        wanted, stored = await all_of(
            asyncio.to_thread(lambda: [new.digest(key) for key in diff.ALL_KEYS]), self._digests()
        )
        return {key for key, mine, theirs in zip(diff.ALL_KEYS, wanted, stored, strict=True) if mine == theirs}

    async def _digests(self) -> list[tuple[int, int]]:
        """`Stamped.digest` of every table, as it is stored: some at a time, for a server has more than one processor."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def digest(key: diff.Key) -> tuple[int, int]:
            query = f"{wire.match(key)} RETURN count(n), coalesce(sum(n.{_S} % $modulus), 0)"
            async with turns:
                [(rows, digest)] = await self._sessions.records(query, modulus=diff.DIGEST_MODULUS)
            return rows, digest

        return await all_of(*map(digest, diff.ALL_KEYS))

    async def names(self, found: dict[diff.Key, diff.Difference]) -> dict[tuple[str, str], str]:
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
            rows = await self._sessions.records(query, ids=sorted(ids)) if ids else []
            names |= {(label, id): name for id, name in rows}
        return names

    # --- writing -----------------------------------------------------------------------------------------------

    async def remove_doubled(self) -> None:
        """Nodes of our labels without id, and doubled relationships, which only hands can have written."""
        for label in model.LABEL:
            await self.run(f"MATCH (n:{quote(label)}) WHERE n.id IS NULL DETACH DELETE n")
        for bucket in BUCKETS:
            await self.run(
                f"{wire.match(bucket)} WITH a, b, collect(n) AS 同 WHERE size(同) > 1 UNWIND 同 AS r DELETE r"
            )

    async def write(self, new: Stamped, found: dict[diff.Key, diff.Difference], progress: Progress) -> None:
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
            await wire.write(self.step, query, batches, written)

        for bucket, difference in edges.items():
            gone = [diff.split(row) for row in difference.gone]
            ends = (
                f"(a:{quote(bucket.start)} {{id: 行.a}})-[r:{quote(bucket.type)}]->(b:{quote(bucket.end)} {{id: 行.b}})"
            )
            rows = [{"a": start, "b": end} for start, end in gone]
            await run(f"UNWIND $rows AS 行 MATCH {ends} DELETE r", wire.in_batches(rows))
        for label, difference in nodes.items():
            n, values = f"n:{quote(label)}", wire.properties(label, "行")
            await run(f"UNWIND $rows AS 行 CREATE ({n} {values})", wire.new_rows(new, label, difference.new))
            await run(
                f"UNWIND $rows AS 行 MATCH ({n} {{id: 行[0]}}) SET n = {values}",
                wire.new_rows(new, label, difference.changed),
            )
        for bucket, difference in edges.items():
            r, values = f"r:{quote(bucket.type)}", wire.properties(bucket, "行")
            a, b = f"(a:{quote(bucket.start)} {{id: 行[0]}})", f"(b:{quote(bucket.end)} {{id: 行[1]}})"
            await run(
                f"UNWIND $rows AS 行 MATCH {a} MATCH {b} CREATE (a)-[{r} {values}]->(b)",
                wire.new_rows(new, bucket, difference.new),
            )
            await run(
                f"UNWIND $rows AS 行 MATCH {a}-[{r}]->{b} SET r = {values}",
                wire.new_rows(new, bucket, difference.changed),
            )
        for label, difference in nodes.items():
            await run(
                f"UNWIND $rows AS 行 MATCH (n:{quote(label)} {{id: 行}}) DETACH DELETE n",
                wire.in_batches(difference.gone),
            )

    async def keep(self, graph: Tables) -> None:
        """Write what follows from all facts of a document, where it is not what is stored."""
        wanted = await asyncio.to_thread(kept.of_documents, graph)
        stored = dict(zip(*await self._sessions.columns("文書", [kept.STAMP]), strict=True))
        rows = [row for row in wanted.to_pylist() if row[kept.STAMP] != stored.get(row["id"])]
        await wire.write(self.step, "UNWIND $rows AS 行 MATCH (n:文書 {id: 行.id}) SET n += 行", wire.in_batches(rows))
