"""Loads and answers where connections are cut, where another member writes, and over encrypted connections: a real
server, behind doors that look like a cluster (`tests.doors`). All facts are made up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreChangingError, StoreError, UsageError
from graph.store import neo4j as module
from graph.store import neo4j_sessions as sessions
from graph.store import raw
from graph.store.base import COMPLETE, Version, View
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_load import Load
from graph.store.neo4j_marks import Marks
from graph.tables import Bucket, Tables
from tests import doors, graphs
from tests.conftest import empty, lacking
from tests.doors import Cluster, Fault
from tests.servers import Server, certificates
from tests.test_neo4j import by_hand, more
from tests.test_store import text

pytestmark = pytest.mark.neo4j

NAMED = "localhost"
"""The name in the test server's certificate."""
DISTRUSTED = r"証明書を確かめられません.*RENKEI_NEO4J_CA"


@pytest.fixture
async def cluster(server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cluster]:
    """Three members, of which 甲 writes; nothing is in the database."""
    monkeypatch.setattr(sessions, "PAUSE", 0.01)
    await asyncio.to_thread(empty, server)
    async with doors.cluster(server, "甲", "乙", "丙") as found:
        yield found


@pytest.fixture
async def clustered(cluster: Cluster, server: Server) -> AsyncIterator[Neo4jStore]:
    store = Neo4jStore(cluster.uri, server.user, server.password, "neo4j")
    yield store
    await store.close()


@pytest.fixture
async def other(server: Server) -> AsyncIterator[Neo4jStore]:
    """A build on another machine."""
    store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
    yield store
    await store.close()


def changed() -> Tables:
    """Facts added, changed and removed."""
    facts = graphs.facts()
    del facts.entries[Bucket("加盟", "企業", "企業")]
    facts.link("所属", *(graphs.Node("自治体", code) for code in (graphs.FUCHU, graphs.NARA)))
    facts.add_node("企業", "o-x", 名称="合同会社ひので")
    graphs.say(facts, "協定", "k1", "d1", 終了日="2026-03-31")
    return facts.tables()


@pytest.mark.parametrize(
    "faults",
    [
        [("COMMIT", Fault.NEVER_ANSWERED)],
        [("COMMIT", Fault.NEVER_SENT), ("COMMIT", doors.NOT_A_LEADER), ("BEGIN", Fault.NEVER_SENT)],
    ],
    ids=["done but not answered", "not done"],
)
async def test_a_load_whose_every_transaction_fails_once_writes_exactly_what_it_should(
    clustered: Neo4jStore, cluster: Cluster, server: Server, faults: list[tuple[str, Fault | str]]
) -> None:
    spoilt = 0
    whole = True

    def every_other(name: str) -> Fault | str | None:
        """A transaction that ends well comes after each one that did not."""
        nonlocal spoilt, whole
        wanted, fault = faults[spoilt % len(faults)]
        if whole and name == wanted:
            spoilt, whole = spoilt + 1, False
            return fault
        whole = whole or name == "COMMIT"
        return None

    cluster.writer.decide = every_other
    for graph in (graphs.small(), changed()):
        before = spoilt
        await clustered.replace(graph)
        assert spoilt > before + 25
        assert text(await clustered.tables()) == text(graph)
    assert by_hand(server, "MATCH (v:`_版`) RETURN v.`状態`, v.`番号`") == [[COMPLETE, 2]]


async def test_a_load_goes_on_where_another_member_writes_and_its_lock_is_gone(
    clustered: Neo4jStore, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clustered.replace(graphs.small())
    before = cluster.doors["甲"].count("COMMIT")
    real = Load.write

    async def after_the_switch(self: Load, *given: Any) -> None:
        cluster.doors["甲"].decide = lambda name: doors.NOT_A_LEADER if name in ("BEGIN", "COMMIT") else None
        cluster.doors["甲"].cut()
        cluster.writes, cluster.reads = "乙", ["甲", "丙"]
        await real(self, *given)

    monkeypatch.setattr(Load, "write", after_the_switch)
    await clustered.replace(changed())
    assert cluster.doors["乙"].count("COMMIT") > 5
    assert cluster.doors["甲"].count("COMMIT") > before
    cluster.doors["甲"].decide = lambda name: None
    assert text(await clustered.tables()) == text(changed())


async def test_a_load_that_lost_its_lock_and_was_overtaken_writes_nothing_more(
    clustered: Neo4jStore, cluster: Cluster, other: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clustered.replace(graphs.small())
    real = Load.write

    async def overtaken(self: Load, *given: Any) -> None:
        monkeypatch.setattr(Load, "write", real)
        cluster.writer.cut()
        await other.replace(more())
        await real(self, *given)

    monkeypatch.setattr(Load, "write", overtaken)
    with pytest.raises(StoreError, match="ほかの build が始まりました"):
        await clustered.replace(changed())
    assert text(await clustered.tables()) == text(more())
    assert (await clustered.version()).state == COMPLETE


async def test_a_step_waits_for_a_load_that_is_taking_over_and_then_does_nothing(
    other: Neo4jStore, server: Server
) -> None:
    await asyncio.to_thread(empty, server)
    await other.replace(graphs.small())
    earlier, later = Load(other._sessions), Load(other._sessions)
    await earlier.begin()
    async with other._sessions.begun(write=True) as taking:
        await (await taking.run("MATCH (v:`_版`) SET v.`読み込み` = $load, v.`批` = 0", load=later._id)).consume()
        step = asyncio.create_task(earlier.run("MATCH (n:企業) DETACH DELETE n"))
        done, _ = await asyncio.wait([step], timeout=0.3)
        assert not done
        await taking.commit()
    with pytest.raises(StoreError, match="ほかの build"):
        await step
    assert by_hand(server, "MATCH (n:企業) RETURN count(n)") == [[3]]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "メモリーが足りません"),
        ("Neo.TransientError.Transaction.BookmarkTimeout", "まだ行き渡っていません"),
        ("Neo.ClientError.Security.Forbidden", "RENKEI_NEO4J_USER"),
        ("Neo.DatabaseError.General.UnknownError", "読み込みを断りました"),
    ],
)
async def test_what_comes_again_at_once_is_told_and_not_tried_again_and_the_graph_says_that_it_is_unfinished(
    clustered: Neo4jStore, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    await clustered.replace(graphs.small())
    real, before = Load.write, 0

    async def refused(self: Load, *given: Any) -> None:
        nonlocal before
        before = cluster.writer.count("COMMIT")
        cluster.writer.decide = lambda name: code if name == "COMMIT" else None
        await real(self, *given)

    monkeypatch.setattr(Load, "write", refused)
    with pytest.raises(StoreError, match=rf"{told}.*もう一度 renkei build"):
        await clustered.replace(changed())
    assert cluster.writer.count("COMMIT") == before + 1
    monkeypatch.setattr(module, "ATTEMPTS", 1)
    with pytest.raises(StoreChangingError):
        await clustered.version()


async def test_readers_answer_with_no_less_than_the_load_and_the_mark_comes_from_the_member_that_writes(
    clustered: Neo4jStore, cluster: Cluster, other: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "MATCH (c:企業) RETURN count(c) AS 数"

    async def asked() -> tuple[list[tuple[Any, ...]], bool]:
        """The answer, and whether a reader was told to wait for all that the cluster's writer had done."""
        for door in cluster.doors.values():
            door.heard.clear()
        known = clustered._bookmarks.values()
        rows = await clustered.rows(question)
        runs = [message for name in cluster.reads for kind, message in cluster.doors[name].heard if kind == "RUN"]
        at_the_writer = [m for kind, m in cluster.writer.heard if kind == "RUN"]
        assert len([m for m in runs if question.encode() in m]) == 1
        assert not any(question.encode() in m for m in at_the_writer)
        return rows.rows, all(any(mark.encode() in m for m in runs) for mark in known)

    await clustered.replace(graphs.small())
    # The server's own limit, meant for questions, would end a long load and its lock.
    assert all(b"tx_timeout" in message for kind, message in cluster.writer.heard if kind == "BEGIN")
    assert await asked() == ([(3,)], True)
    # Another process loads: a question that comes a moment later has its version.
    monkeypatch.setattr(clustered._marks, "_lasting", 0.0)
    await other.replace(more())
    rows, _ = await asked()
    assert rows == [(53,)]
    assert cluster.writer.count("RUN") >= 1


async def test_a_reader_that_goes_away_is_replaced_by_another_and_without_a_writer_the_readers_go_on(
    clustered: Neo4jStore, cluster: Cluster
) -> None:
    await clustered.replace(graphs.small())
    question = "MATCH (c:企業) RETURN count(c) AS 数"
    for gone in ("乙", "甲"):
        assert (await clustered.rows(question)).rows == [(3,)]
        cluster.reads = [name for name in cluster.reads if name != gone]
        if gone == cluster.writes:
            cluster.writes = ""
        await cluster.doors[gone].shut()
        assert (await clustered.rows(question)).rows == [(3,)]
    assert cluster.doors["丙"].count("RUN") > 1


async def test_the_mark_of_a_cluster_is_believed_for_a_while_only() -> None:
    numbers = iter(range(1, 9))

    async def read() -> Version:
        return Version(next(numbers), COMPLETE, "")

    lasting, fleeting = Marks(read, 60.0), Marks(read, 0.0)
    assert [(await lasting.before()).number for _ in range(3)] == [1, 1, 1]  # type: ignore[union-attr]
    assert [(await fleeting.before()).number for _ in range(3)] == [2, 3, 4]  # type: ignore[union-attr]


# --- addresses and certificates ------------------------------------------------------------------------------------


@pytest.fixture
def guarded(server: Server) -> Server:
    """The server, whose certificate an authority of its own has signed; empty."""
    if not server.ca:
        lacking("neo4j", "NEO4J_URI のサーバーの認証局（NEO4J_CA）が分かりません")
    empty(server)
    return server


@pytest.mark.parametrize("scheme", ["neo4j", "neo4j+s", "bolt+ssc"])
async def test_build_read_and_own_cypher_work_over_each_kind_of_connection(guarded: Server, scheme: str) -> None:
    ca = guarded.ca if scheme.endswith("+s") else ""
    uri = guarded.uri.replace("bolt", scheme).replace("127.0.0.1", NAMED)
    store = Neo4jStore(uri, guarded.user, guarded.password, "neo4j", ca)
    assert (await store.replace(graphs.small())).first
    assert text(await store.tables()) == text(graphs.small())

    async def work(view: View) -> int:
        return sum([len(piece.rows) async for piece in view.batches("MATCH (c:企業) RETURN c.id AS id")])

    assert await store.read(work) == 3
    answer = await raw.run(store, "MATCH (c:企業) RETURN count(c) AS 数")
    assert (answer.rows.rows, answer.version.number) == ([(3,)], 1)
    await store.close()


async def test_a_certificate_that_cannot_be_checked_says_which_setting_to_look_at(
    guarded: Server, tmp_path: Path
) -> None:
    certificates.authority(tmp_path / "another.pem")
    for scheme, host, ca in (
        ("bolt+s", NAMED, ""),
        ("neo4j+s", NAMED, str(tmp_path / "another.pem")),
        ("neo4j+s", "127.0.0.1", guarded.ca),
    ):
        uri = guarded.uri.replace("bolt", scheme).replace("127.0.0.1", host)
        store = Neo4jStore(uri, guarded.user, guarded.password, "neo4j", ca)
        with pytest.raises(StoreError, match=DISTRUSTED):
            await store.rows("RETURN 1 AS 一")
        with pytest.raises(StoreError, match=DISTRUSTED):
            await store.replace(graphs.small())
        await store.close()


@pytest.mark.parametrize(
    ("uri", "ca", "told"),
    [
        ("http://db.example:7474", "", "bolt://名前:7687"),
        ("db.example:7687", "", "neo4j://名前:7687"),
        ("bolt://", "", "bolt://名前:7687"),
        ("bolt://db.example:港", "", "bolt://名前:7687"),
        ("neo4j://neo4j:ひみつ@db.example", "", "RENKEI_NEO4J_PASSWORD"),
        ("bolt://db.example?region=west", "", "neo4j:// の接続先にだけ"),
        ("neo4j://db.example", "ca.pem", r"neo4j\+s://"),
        ("neo4j+ssc://db.example", "ca.pem", r"neo4j\+s://"),
        ("neo4j+s://db.example", "ない.pem", "読めません"),
        ("neo4j+s://db.example", "ca.pem", "読めません"),
    ],
)
def test_an_address_that_makes_no_sense_is_told_before_anything_is_connected(
    tmp_path: Path, uri: str, ca: str, told: str
) -> None:
    (tmp_path / "ca.pem").write_text("証明書ではない", encoding="utf-8")
    with pytest.raises(UsageError, match=told) as error:
        module.Neo4jStore(uri, "neo4j", "x", "neo4j", str(tmp_path / ca) if ca else "")
    assert "ひみつ" not in error.value.detail
