"""The contract of a store, the same sentences on the embedded engine, Neo4j LTS and the current Neo4j."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from graph import tables
from graph.errors import QueryError, StoreError
from graph.store import embedded
from graph.store.base import Store, View
from graph.store.embedded import EmbeddedStore
from graph.tables import Tables
from tests import graphs


def text(graph: Tables) -> str:
    return b"".join(tables.jsonl(graph)).decode()


async def test_what_was_loaded_comes_back_to_the_byte(store: Store) -> None:
    graph = graphs.small()
    await store.replace(graph)
    assert text(await store.tables()) == text(graph)


@pytest.mark.parametrize("piece", [1, 3])
async def test_a_graph_that_is_read_in_pieces_comes_back_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("graph.store.embedded_rows._PIECE", piece)
    store = EmbeddedStore(tmp_path / "graph.json")
    await store.replace(graphs.small())
    assert text(await store.tables()) == text(graphs.small())
    await store.close()


async def test_loading_the_same_again_writes_nothing_and_keeps_the_version(store: Store) -> None:
    first = await store.replace(graphs.small())
    before = await store.version()
    again = await store.replace(graphs.small())
    assert first.first
    assert first.written > 0
    assert again.written == 0
    assert await store.version() == before


async def test_only_differences_count_and_are_told_as_facts(store: Store) -> None:
    await store.replace(graphs.small())
    changed = graphs.facts()
    graphs.say(changed, "協定", "k2", "d2", 終了日="2025-03-31")
    del changed.entries[tables.Bucket("加盟", "企業", "企業")]
    changed.add_node("企業", "o-d", 名称="合同会社ひので")
    graph = changed.tables()
    found = await store.replace(graph)
    told = {(fact.change, fact.kind, fact.text) for fact in found.facts}
    assert told == {
        ("新", "企業", "合同会社ひので"),
        ("変", "協定", "府中市と金庫の協定"),
        ("変", "記載", "府中市と金庫の協定 → 協定一覧（試験用の作り話）"),
        ("消", "加盟", "株式会社あおば見守り → 一般社団法人つなぐ機構"),
    }
    assert found.written == 4
    assert text(await store.tables()) == text(graph)
    assert (await store.last_changes()) == found


async def test_what_is_no_longer_in_the_files_is_removed(store: Store) -> None:
    await store.replace(graphs.small())
    less = graphs.facts()
    del less.nodes["企業"]["o-c"]
    for bucket, pairs in less.entries.items():
        for ends in [
            e for e in pairs if (bucket.start, e[0]) == ("企業", "o-c") or (bucket.end, e[1]) == ("企業", "o-c")
        ]:
            del pairs[ends]
    graph = less.tables()
    found = await store.replace(graph)
    assert ("消", "企業", "一般社団法人つなぐ機構") in {tuple(fact) for fact in found.facts}
    assert text(await store.tables()) == text(graph)


async def test_the_version_grows_with_each_load_that_changes_something(store: Store) -> None:
    await store.replace(graphs.small())
    first = await store.version()
    changed = graphs.facts()
    changed.add_node("企業", "o-d", 名称="合同会社ひので")
    await store.replace(changed.tables())
    second = await store.version()
    assert (first.number, second.number) == (1, 2)
    assert second.state == "完了"


async def test_before_any_load_the_store_says_what_to_do(store: Store) -> None:
    with pytest.raises(StoreError, match="renkei build"):
        await store.rows("MATCH (n) RETURN count(n) AS 数")
    assert await store.last_changes() is None


async def test_a_wrong_query_is_refused_with_the_engines_reason(store: Store) -> None:
    await store.replace(graphs.small())
    with pytest.raises(QueryError, match="実行できません"):
        await store.rows("MATCH (n RETURN n")


async def test_a_missing_parameter_is_an_error_and_never_an_empty_answer(store: Store) -> None:
    await store.replace(graphs.small())
    with pytest.raises(QueryError):
        await store.rows("MATCH (n:自治体) WHERE n.id = $団体 RETURN n.id AS id")


async def test_nodes_come_without_private_keys_and_unset_properties(store: Store) -> None:
    await store.replace(graphs.small())
    rows = await store.rows("MATCH (n:企業 {id: 'o-b'}) RETURN n")
    assert rows.rows == [({"ラベル": "企業", "id": "o-b", "名称": "みどり信用金庫", "区分": "企業"},)]


async def test_an_answer_belongs_to_one_version(store: Store) -> None:
    await store.replace(graphs.small())
    changed = graphs.facts()
    changed.add_node("企業", "o-d", 名称="合同会社ひので")
    calls = []

    async def work(view: View) -> tuple[int, int]:
        before = (await view.rows("MATCH (c:企業) RETURN count(c) AS 数")).rows[0][0]
        if not calls:
            calls.append(1)
            await store.replace(changed.tables())
        after = (await view.rows("MATCH (c:企業) RETURN count(c) AS 数")).rows[0][0]
        return before, after

    before, after = await store.read(work)
    assert before == after


async def test_readers_are_served_while_a_load_runs(store: Store) -> None:
    await store.replace(graphs.small())
    changed = graphs.facts()
    changed.add_node("企業", "o-d", 名称="合同会社ひので")
    load = asyncio.create_task(store.replace(changed.tables()))
    seen = {(await store.rows("MATCH (c:企業) RETURN count(c) AS 数")).rows[0][0] for _ in range(5)}
    await load
    assert seen <= {3, 4}


async def test_a_failed_embedded_build_leaves_the_old_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph import schema

    store = EmbeddedStore(tmp_path / "graph.json")
    await store.replace(graphs.small())
    before = text(await store.tables())
    changed = graphs.facts()
    changed.add_node("企業", "o-d", 名称="合同会社ひので")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MACROS", ("CREATE MACRO 壊れた文",))
        with pytest.raises(StoreError, match="前のグラフはそのまま"):
            await store.replace(changed.tables())
    assert text(await store.tables()) == before
    assert sum(name.endswith(".lbug") for name in os.listdir(tmp_path)) == 1  # noqa: PTH208
    await store.close()


async def test_a_graph_of_another_shape_is_recognised_and_built_anew(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph.json")
    await store.replace(graphs.small())
    pointer = (tmp_path / "graph.json").read_text(encoding="utf-8")
    (tmp_path / "graph.json").write_text(pointer.replace('"形": "', '"形": "x'), encoding="utf-8")
    with pytest.raises(StoreError, match="作り直して"):
        await store.tables()
    assert (await store.replace(graphs.small())).first
    assert text(await store.tables()) == text(graphs.small())
    await store.close()


async def test_a_question_that_fills_the_memory_is_told_apart_and_the_next_one_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = EmbeddedStore(tmp_path / "graph.json")
    await builder.replace(graphs.small())
    await builder.close()
    monkeypatch.setattr(embedded, "MEMORY", 48 * 2**20)
    store = EmbeddedStore(tmp_path / "graph.json")
    with pytest.raises(StoreError, match="メモリーがいっぱい"):
        await store.rows("UNWIND range(1, 3000000) AS x RETURN x, count(*) AS n ORDER BY n, x DESC LIMIT 2")
    assert (await store.rows("MATCH (m:自治体) RETURN count(*) > 0 AS ある")).rows == [(True,)]
    await store.close()
