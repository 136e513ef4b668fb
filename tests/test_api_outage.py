"""A real Neo4j that stops and starts again under load: a clear 503, then answers, without a restart of ours."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from graph.settings import Settings
from graph.store.neo4j import Neo4jStore
from tests import graphs, servers
from tests.conftest import lacking
from tests.test_api import client

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


async def test_neo4j_stopped_and_started_under_load_gives_503_and_then_answers_again(tmp_path: Path) -> None:
    try:
        machine = servers.Machine(servers.LTS, tmp_path, options=servers.SHORT)
        await asyncio.to_thread(machine.start)
    except servers.UnavailableError as error:
        lacking("neo4j", str(error))
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

    try:
        await store.replace(graphs.small())
        async with client(create_app(Settings(), store)) as web:
            await until(200)
            users = [asyncio.create_task(load(web, number)) for number in range(CLIENTS)]
            await asyncio.sleep(0.5)
            await asyncio.to_thread(machine.stop)
            await until(503)
            await asyncio.to_thread(machine.start)
            await until(200)
            done.set()
            await asyncio.gather(*users)
    finally:
        await store.close()
        await asyncio.to_thread(machine.stop)
    assert {answer.status_code for answer in said} == {200, 503}, {
        answer.text[:300] for answer in said if answer.status_code not in (200, 503)
    }
    for answer in said:
        if answer.status_code == 503:
            assert answer.headers["retry-after"]
            assert re.search("つながりません|起動か停止の途中", answer.text), answer.text
            assert "Traceback" not in answer.text
