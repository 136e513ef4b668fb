"""A network that is cut and a server that dies within a load: said in Japanese, never half a graph, healed by the next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from api.app import create_app
from graph.errors import StoreChangingError, StoreError
from graph.settings import Settings
from graph.store import neo4j as module
from graph.store import neo4j_load, neo4j_sessions
from graph.store.neo4j import Neo4jStore
from graph.tables import Bucket, Tables
from tests import graphs
from tests.conftest import empty
from tests.servers import Server
from tests.servers.proxy import Wire
from tests.test_api import client
from tests.test_store import text

pytestmark = pytest.mark.neo4j


@pytest.fixture
async def direct(server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Neo4jStore]:
    """A store with the small graph, over a connection that nobody cuts."""
    monkeypatch.setattr(module, "ATTEMPTS", 2)
    monkeypatch.setattr(neo4j_sessions, "PATIENCE", 1.0)
    empty(server)
    store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
    await store.replace(graphs.small())
    yield store
    await store.close()


def through(wire: Wire, server: Server) -> Neo4jStore:
    return Neo4jStore(f"bolt://127.0.0.1:{wire.port}", server.user, server.password, "neo4j")


def other() -> Tables:
    """Much that is new, something that differs, something that is gone."""
    changed = graphs.facts()
    for n in range(300):
        changed.add_node("企業", f"o-x{n:03}", 名称=f"合同会社ひので{n}", 別名=[f"別の名{n}" * 20])
    graphs.say(changed, "協定", "k2", "d2", 終了日="2025-03-31")
    del changed.entries[Bucket("加盟", "企業", "企業")]
    return changed.tables()


@pytest.mark.parametrize("after", [9_000, 60_000])
async def test_a_connection_cut_within_a_load_leaves_no_half_graph_and_the_next_load_heals_it(
    direct: Neo4jStore, server: Server, after: int
) -> None:
    graph, port = other(), urlsplit(server.uri).port
    assert port
    with Wire(port, after, mended=False) as wire:
        store = through(wire, server)
        with pytest.raises(StoreError, match=r"RENKEI_NEO4J_URI|途切れました"):
            await store.replace(graph)
        await store.close()
        assert wire.cut
    async with client(create_app(Settings(), direct)) as web:
        answer = await web.get("/ready")
        try:
            seen = text(await direct.tables())
        except StoreChangingError:
            assert (answer.status_code, "更新中" in answer.json()["detail"]) == (503, True)
        else:
            assert (answer.status_code, seen) == (200, text(graphs.small()))
        await direct.replace(graph)
        assert (await web.get("/ready")).status_code == 200
    assert text(await direct.tables()) == text(graph)


async def test_a_clock_that_jumps_back_changes_nothing_because_numbers_decide(
    direct: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with client(create_app(Settings(), direct)) as web:
        first = await web.get("/organisations")
        number = (await direct.version()).number
        monkeypatch.setattr(neo4j_load, "now", lambda: "1999-01-01T00:00:00+00:00")
        await direct.replace(other())
        assert ((await direct.version()).number, (await direct.version()).time[:4]) == (number + 1, "1999")
        again = await web.get("/organisations", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, "合同会社ひので7" in again.text) == (200, True)
    await direct.replace(graphs.small())
    assert text(await direct.tables()) == text(graphs.small())


@pytest.mark.parametrize("after", [30_000])
async def test_a_load_goes_on_over_a_connection_that_was_cut_once(
    direct: Neo4jStore, server: Server, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(neo4j_sessions, "PATIENCE", 20.0)
    graph, port = other(), urlsplit(server.uri).port
    assert port
    with Wire(port, after, mended=True) as wire:
        store = through(wire, server)
        await store.replace(graph)
        await store.close()
        assert wire.cut
    assert text(await direct.tables()) == text(graph)
