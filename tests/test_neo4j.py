"""What only a server can go through: a killed load, changes by hand, foreign data, two loads at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import neo4j
import pytest

from graph import tables
from graph.errors import QueryError, StoreChangingError, StoreError
from graph.store import neo4j as module
from graph.store import neo4j_reading as reading
from graph.store import neo4j_rows as wire
from graph.store import neo4j_together
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_load import exclusive
from tests import graphs
from tests.conftest import empty
from tests.servers import Server
from tests.test_store import text

pytestmark = pytest.mark.neo4j


@pytest.fixture
async def neo(server: Server) -> AsyncIterator[Neo4jStore]:
    empty(server)
    store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
    yield store
    await store.close()


def by_hand(server: Server, statement: str) -> list[Any]:
    """What a colleague types in Neo4j Browser."""
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        return [record.values() for record in driver.execute_query(statement).records]


def more() -> tables.Tables:
    changed = graphs.facts()
    for n in range(50):
        changed.add_node("企業", f"o-x{n:02}", 名称=f"合同会社ひので{n}")
    return changed.tables()


async def test_no_fact_gets_into_the_log_of_the_driver(neo: Neo4jStore, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "neo4j"):
        await neo.replace(more())
    assert "RUN" in caplog.text
    assert "合同会社ひので" not in caplog.text


@pytest.mark.parametrize("step", range(3))
async def test_a_load_that_dies_is_never_taken_for_complete_and_the_next_one_heals_it(
    neo: Neo4jStore, server: Server, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    await neo.replace(graphs.small())
    real, calls = wire.write, 0

    async def dies(write_once: Any, query: str, batches: Any, written: Any) -> None:
        def after_a_batch(rows: int) -> None:
            nonlocal calls
            calls += 1
            if calls > step:
                raise OSError("電源が落ちた")

        await real(write_once, query, batches, after_a_batch)

    changed = graphs.facts()
    del changed.entries[tables.Bucket("加盟", "企業", "企業")]
    for n in range(5):
        changed.add_node("企業", f"o-x{n}", 名称=f"合同会社ひので{n}")
    graphs.say(changed, "協定", "k1", "d1", 終了日="2026-03-31")
    monkeypatch.setattr(wire, "write", dies)
    with pytest.raises(StoreError):
        await neo.replace(changed.tables())
    monkeypatch.setattr(wire, "write", real)
    monkeypatch.setattr(module, "ATTEMPTS", 2)
    assert by_hand(server, "MATCH (v:`_版`) RETURN v.`状態`") == [["更新中"]]
    with pytest.raises(StoreChangingError, match="更新中"):
        await neo.rows("MATCH (n:自治体) RETURN count(n) AS 数")
    await neo.replace(changed.tables())
    assert text(await neo.tables()) == text(changed.tables())


async def test_verify_finds_and_repairs_what_was_changed_by_hand(neo: Neo4jStore, server: Server) -> None:
    await neo.replace(graphs.small())
    for statement in (
        "MATCH (n:自治体 {id: '292125'}) SET n.名称 = '書き換えた名前'",
        "MATCH (:自治体)-[r:締結]->(:協定 {id: 'k2'}) DELETE r",
        "MATCH (a:自治体 {id: '292125'}), (b:企業 {id: 'o-b'}) CREATE (a)-[:連携 {確度: '明示'}]->(b)",
        "MATCH (a:企業 {id: 'o-a'})-[r:加盟]->(b) CREATE (a)-[:加盟 {文書: ['偽']}]->(b)",
        "CREATE (:企業 {名称: 'id のない会社'}), (:企業 {id: 'o-zz', 名称: '手で足した会社'})",
        "MATCH (n:施策 {id: 'm1'}) SET n.成果 = 'リストではない'",
    ):
        by_hand(server, statement)
    assert (await neo.replace(graphs.small())).written >= 0
    found = await neo.replace(graphs.small(), verify=True)
    assert text(await neo.tables()) == text(graphs.small())
    assert by_hand(server, "MATCH (n:企業) WHERE n.id IS NULL RETURN n") == []
    assert (await neo.replace(graphs.small(), verify=True)).written == 0
    assert found.repaired > 0


async def test_a_database_with_other_peoples_data_is_not_touched(neo: Neo4jStore, server: Server) -> None:
    by_hand(server, "CREATE (:Person {name: 'x'})")
    with pytest.raises(StoreError, match="連携グラフではないデータ"):
        await neo.replace(graphs.small())
    assert by_hand(server, "MATCH (n) RETURN count(n)") == [[1]]


async def test_two_loads_at_once_exclude_each_other(
    neo: Neo4jStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await neo.replace(graphs.small())
    monkeypatch.setattr(module, "LOCK_TIMEOUT", 1.0)
    other = Neo4jStore(server.uri, server.user, server.password, "neo4j")
    async with exclusive(neo._sessions, module.LOCK_TIMEOUT):
        with pytest.raises(StoreError, match="ほかの build"):
            await other.replace(more())
    await other.replace(more())
    assert text(await neo.tables()) == text(more())
    await other.close()


async def test_a_wrong_password_says_which_setting_to_look_at(server: Server) -> None:
    store = Neo4jStore(server.uri, server.user, "違うパスワード", "neo4j")
    with pytest.raises(StoreError, match="RENKEI_NEO4J_PASSWORD"):
        await store.rows("RETURN 1 AS 一")
    await store.close()


async def test_a_server_that_is_not_there_says_which_setting_to_look_at() -> None:
    store = Neo4jStore("bolt://127.0.0.1:9", "neo4j", "x", "neo4j")
    with pytest.raises(StoreError, match="RENKEI_NEO4J_URI"):
        await store.rows("RETURN 1 AS 一")
    await store.close()


@pytest.mark.parametrize("columns", [(), ("数",)], ids=["mark read afterwards", "mark with the rows"])
async def test_a_reader_repeats_its_work_when_the_version_moves(neo: Neo4jStore, columns: tuple[str, ...]) -> None:
    await neo.replace(graphs.small())
    calls = 0

    async def work(view: Any) -> int:
        nonlocal calls
        calls += 1
        if calls == 1:
            await neo.replace(more())
        return int((await view.rows("MATCH (c:企業) RETURN count(c) AS 数", columns=columns)).rows[0][0])

    assert await neo.read(work) == 53
    assert calls == 2


async def test_an_answer_that_brings_its_mark_asks_for_no_other_and_one_too_long_for_that_is_the_same(
    neo: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await neo.replace(graphs.small())
    marks = 0

    async def counted() -> Any:
        nonlocal marks
        marks += 1
        return await fresh()

    fresh = neo._marks.fresh
    monkeypatch.setattr(neo._marks, "fresh", counted)

    async def work(view: Any) -> Any:
        return await view.rows("MATCH (c:企業) RETURN c.id AS id, c.名称 AS 名 ORDER BY 名 DESC", columns=("id", "名"))

    await neo.version()
    before = marks
    whole = await neo.read(work)
    assert marks == before
    assert len(whole.rows) == 3
    for place in (reading, neo4j_together):
        monkeypatch.setattr(place, "MOST", 2)
    assert await neo.read(work) == whole
    assert marks > before


async def test_a_question_whose_last_answer_was_long_goes_to_a_thread_and_comes_back_with_the_same_rows(
    neo: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await neo.replace(graphs.small())
    ways: list[str] = []

    def watched(way: str) -> Callable[..., Any]:
        asked = getattr(neo._reader, way)

        def noted(*given: Any) -> Any:
            ways.append(way)
            return asked(*given)

        return noted

    for way in ("_collected", "_collected_there"):
        monkeypatch.setattr(neo._reader, way, watched(way))

    async def some(count: int) -> Any:
        async def work(view: Any) -> Any:
            text = "MATCH (c:企業) WITH c ORDER BY c.id LIMIT $数 RETURN c.id AS id, c.名称 AS 名 ORDER BY id"
            return await view.rows(text, {"数": count}, columns=("id", "名"))

        return (await neo.read(work)).rows

    monkeypatch.setattr(reading, "FEW", 2)
    answers = [await some(count) for count in (2, 3, 3, 1, 1)]
    assert ways == ["_collected", "_collected", "_collected_there", "_collected_there", "_collected"]
    assert [len(rows) for rows in answers] == [2, 3, 3, 1, 1]
    assert answers[1] == answers[2]
    assert answers[3] == answers[4] == answers[0][:1]


async def test_after_a_question_that_fails_the_next_ones_are_answered(neo: Neo4jStore) -> None:
    await neo.replace(graphs.small())

    async def ask(text: str) -> Any:
        async def work(view: Any) -> Any:
            return await view.rows(text, columns=("数",))

        return (await neo.read(work)).rows

    for _ in range(reading.AT_ONCE + 1):
        with pytest.raises(QueryError, match="実行できません"):
            await ask("MATCH (c:企業) RETURN c.id / 0 + toInteger(c) AS 数")
        assert await ask("MATCH (c:企業) RETURN count(c) AS 数") == [(3,)]


async def test_a_question_after_the_end_is_refused_and_opens_nothing_again(server: Server, neo: Neo4jStore) -> None:
    await neo.replace(graphs.small())
    store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
    await store.version()
    await store.close()
    with pytest.raises(StoreError, match="閉じています"):
        await store._marks.fresh()
    assert store._sessions._driver is None


async def test_indexes_and_constraints_stand_in_the_database(neo: Neo4jStore, server: Server) -> None:
    await neo.replace(graphs.small())
    names = {row[0] for row in by_hand(server, "SHOW CONSTRAINTS YIELD name RETURN name")}
    assert {"自治体_id", "企業_id", "協定_id", "施策_id", "分野_id", "文書_id", "_版_id"} <= names
    await asyncio.sleep(0)
