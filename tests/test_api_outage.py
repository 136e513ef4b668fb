"""A real Neo4j at its memory limit, and one that stops and starts again under readers and within a load.

What a load could not do is said, readers get a clear 503 and then answers, without a restart of ours.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from graph.errors import StoreError
from graph.settings import Settings
from graph.store import neo4j as neo4j_store
from graph.store import neo4j_sessions
from graph.store.neo4j import Neo4jStore
from graph.tables import Tables
from tests import graphs, servers
from tests.conftest import lacking
from tests.test_api import client
from tests.test_store import text

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

PATHS = (
    "/ready",
    "/api/queries/partners",
    "/api/agreements/k1",
    "/api/queries/names.csv",
    "/agreements/k1",
    "/search/typing?語=宇陀",
)
CLIENTS = 4
PATIENCE = 90.0
UNREACHED = "つながりません|起動か停止の途中|途切れました"
LIMIT = {"dbms.memory.transaction.total.max": "32m"}


def much() -> Tables:
    """More than the server may hold at once."""
    changed = graphs.facts()
    for n in range(2_000):
        changed.add_node("企業", f"o-x{n:04}", 名称=f"合同会社ひので{n}", 別名=[f"{n}番の別の名" + "あ" * 6_000])
    return changed.tables()


def marked(number: int) -> Tables:
    changed = graphs.facts()
    changed.add_node("企業", "o-d", 名称=f"合同会社ひので{number}")
    return changed.tables()


async def test_neo4j_at_its_limit_stopped_and_started_gives_503_and_then_answers_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_sessions, "PATIENCE", 1.0)
    monkeypatch.setattr(neo4j_store, "LOCK_TIMEOUT", 60.0)  # a server that has just started is slow
    machine = None
    try:
        machine = servers.Machine(servers.LTS, tmp_path, LIMIT, servers.SHORT)
        await asyncio.to_thread(machine.start)
    except servers.UnavailableError as error:
        if machine:
            machine.kill()
        lacking("neo4j", str(error))
        raise
    given = machine.server
    store = Neo4jStore(given.uri, given.user, given.password, "neo4j")
    said: list[httpx.Response] = []
    done = asyncio.Event()

    async def load(web: httpx.AsyncClient, number: int) -> None:
        while not done.is_set():
            said.append(await web.get(PATHS[number % len(PATHS)]))
            number += 1
            await asyncio.sleep(0.05)

    async def until(status: int) -> None:
        """Until every address answers with this status."""
        async with asyncio.timeout(PATIENCE):
            while {(await web.get(path)).status_code for path in PATHS} != {status}:  # noqa: ASYNC110 - from outside
                await asyncio.sleep(0.2)

    async def load_on_and_on() -> None:
        builder, number = Neo4jStore(given.uri, given.user, given.password, "neo4j"), 0
        try:
            while True:
                number += 1
                await builder.replace(marked(number))
        finally:
            await builder.close()

    try:
        await store.replace(graphs.small())
        with pytest.raises(StoreError, match="メモリーが足りません"):
            await store.replace(much())
        async with client(create_app(Settings(), store)) as web:
            assert "更新中" in (await web.get("/ready")).text
            await store.replace(graphs.small())
            assert text(await store.tables()) == text(graphs.small())
            await until(200)
            loading = asyncio.create_task(load_on_and_on())
            users = [asyncio.create_task(load(web, number)) for number in range(CLIENTS)]
            await asyncio.sleep(0.5)
            await asyncio.to_thread(machine.stop)
            await until(503)
            with pytest.raises(StoreError, match=UNREACHED):
                await loading
            await asyncio.to_thread(machine.start)
            await store.replace(graphs.small())
            await until(200)
            done.set()
            await asyncio.gather(*users)
    finally:
        done.set()
        await store.close()
        machine.kill()
    assert {answer.status_code for answer in said} == {200, 503}, {
        answer.text[:300] for answer in said if answer.status_code not in (200, 503)
    }
    for answer in said:
        if answer.status_code == 503:
            assert answer.headers["retry-after"]
            assert re.search(f"{UNREACHED}|更新中|メモリーが足りません", answer.text), answer.text
            assert "Traceback" not in answer.text
