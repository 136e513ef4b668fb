"""What stores keep beside the graph is what reading all of it would tell, after every load; all documents are made up."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from graph import model, tables
from graph.errors import QueryError, StoreError
from graph.settings import Settings
from graph.store import neo4j_sessions
from graph.store.base import COMPLETE, Rows, Store, Version, View
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_marks import Marks
from queries import catalogue
from tests import graphs
from tests.test_api import client, facts

EVIDENCE = "|".join(kind.name for kind in model.RELATIONSHIPS if kind.evidence)
BY_READING_ALL = {
    "evidence_counts": (
        f"MATCH ()-[r:{EVIDENCE}]->() UNWIND range(1, size(r.文書)) AS 番 "
        "RETURN last(r.確度[..番]) AS 確度, count(*) AS 件数, "
        "sum(CASE WHEN last(r.引用[..番]) = '' THEN 0 ELSE 1 END) AS 語句あり ORDER BY 確度"
    ),
    "evidence_places": (
        f"MATCH ()-[r:{EVIDENCE}]->() UNWIND range(1, size(r.文書)) AS 番 "
        "RETURN last(r.文書[..番]) AS 文書id, count(DISTINCT last(r.位置[..番])) AS 箇所数 ORDER BY 文書id"
    ),
}


async def _both(store: Store) -> list[tuple[Rows, Rows]]:
    async def work(view: View) -> list[tuple[Rows, Rows]]:
        return [(await catalogue.find(name).run(view), await view.rows(text)) for name, text in BY_READING_ALL.items()]

    return await store.read(work)


async def test_counts_kept_with_documents_are_those_of_all_facts_after_each_load(store: Store) -> None:
    first = facts()
    await store.replace(first.tables())
    before = await _both(store)
    gone = tables.Bucket("締結", "企業", "協定")
    del first.entries[gone][next(iter(first.entries[gone]))]
    await store.replace(first.tables())
    after = await _both(store)
    assert all(kept == read and kept.rows for kept, read in (*before, *after))
    assert before != after


async def test_a_document_whose_counts_alone_changed_is_not_told_as_changed(store: Store) -> None:
    first = facts()
    await store.replace(first.tables())
    gone = tables.Bucket("締結", "企業", "協定")
    del first.entries[gone][next(iter(first.entries[gone]))]
    assert "文書" not in (await store.replace(first.tables())).counts


async def test_what_an_older_edition_kept_is_refused_and_built_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.replace(graphs.small())
    monkeypatch.setattr(model, "KEPT_EDITION", model.KEPT_EDITION + 1)
    if isinstance(store, Neo4jStore):
        store._marks = Marks(store._mark)
    else:
        store._current = store._seen = None  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="別の版の連携グラフ"):
        await store.version()
    assert (await store.replace(graphs.small())).written
    assert (await store.version()).state == COMPLETE


async def test_those_who_wait_for_the_mark_share_one_reading_that_began_after_they_asked() -> None:
    number = reading = 0
    begun = asyncio.Event()

    async def read() -> Version:
        nonlocal number, reading
        number += 1
        mine = number
        assert not reading
        reading = 1
        begun.set()
        await asyncio.sleep(0.01)
        reading = 0
        return Version(mine, COMPLETE, "")

    marks = Marks(read)
    first = asyncio.create_task(marks.fresh())
    await begun.wait()
    others = await asyncio.gather(*(marks.fresh() for _ in range(5)))
    assert (await first).number == 1  # type: ignore[union-attr]
    assert {mark.number for mark in others if mark} == {2}
    assert (await marks.before()).number == 2  # type: ignore[union-attr]
    assert number == 2


async def test_what_half_a_load_made_a_piece_of_work_say_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Neo4jStore("bolt://127.0.0.1:1", "neo4j", "x", "neo4j")
    marks = [Version(1, COMPLETE, "a"), Version(2, COMPLETE, "b"), Version(2, COMPLETE, "b")]

    async def mark() -> Version:
        return marks.pop(0)

    store._marks = Marks(mark)
    seen: list[int] = []

    async def work(view: View) -> str:
        seen.append(view.version.number)
        if view.version.number == 1:
            raise QueryError("半分だけのグラフにはない")
        return "答え"

    assert await store.read(work) == "答え"
    assert seen == [1, 2]
    await store.close()


async def test_what_runs_beside_a_piece_that_failed_has_ended_before_the_error_is_told() -> None:
    going: set[int] = set()

    async def repeated(number: int) -> None:
        going.add(number)
        try:
            await asyncio.sleep(60)
        finally:
            going.discard(number)

    async def lost() -> None:
        await asyncio.sleep(0)
        assert going == {1, 2}
        raise StoreError("途切れました")

    with pytest.raises(StoreError, match="途切れました"):
        await neo4j_sessions.all_of(repeated(1), lost(), repeated(2))
    assert not going


async def _until_ready(web: httpx.AsyncClient, number: int) -> None:
    async with asyncio.timeout(60):
        while (said := (await web.get("/ready")).json())["用意"] != "済" or said["版"]["番号"] != number:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_pages_are_made_ready_after_the_start_and_after_every_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.warming.PAUSE", 0.05)
    monkeypatch.setattr("api.warming.PAGES", ("/", "/fields"))
    monkeypatch.setattr("api.warming.HUB", 1)
    loader = EmbeddedStore(tmp_path / "graph.json")
    await loader.replace(graphs.small())
    app = create_app(Settings(graph_file=tmp_path / "graph.json", data=tmp_path))
    async with app.router.lifespan_context(app), client(app) as web:
        await _until_ready(web, 1)
        first = await _kept(web, app, monkeypatch)
        await loader.replace(facts().tables())
        await _until_ready(web, 2)
        assert await _kept(web, app, monkeypatch) != first
        most = (await loader.read(partial(catalogue.find("hubs").run, 最少=1, 件数=1))).rows[0][0]
        assert most in (await _kept(web, app, monkeypatch, f"/organisations/{most}")).decode()
    await loader.close()


async def _kept(web: httpx.AsyncClient, app: Any, monkeypatch: pytest.MonkeyPatch, path: str = "/") -> bytes:
    """A page as it is kept: no question may be asked for it."""

    async def asked(*given: Any, **more: Any) -> Any:
        raise AssertionError("この頁は控えてあるはず")

    with monkeypatch.context() as patch:
        patch.setattr(catalogue.Query, "run", asked)
        answer = await web.get(path)
    assert answer.status_code == 200
    return answer.content
