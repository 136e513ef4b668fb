"""A load under 32 readers of all pages: no answer mixes two versions; every name of the graph says of which it is."""

from __future__ import annotations

import asyncio

import httpx
import pyarrow.compute as pc
import pytest

from api.app import create_app
from graph.settings import Settings
from graph.store.base import Store
from graph.tables import Tables
from tests import graphs
from tests.test_api import client, facts

MARKS = ("〔甲〕", "〔乙〕")
READERS = 32
PATHS = (
    "/", "/organisations", "/agreements", "/agreements/k1", "/measures", "/fields", "/documents/d1", "/catalogue/timeline",
    f"/municipalities/{graphs.UDA}", "/organisations/o-a", f"/compare?自治体={graphs.UDA}", f"/explore?団体={graphs.UDA}",
    "/search/typing?語=協定", "/search?語=協定", "/api/search?語=協定", "/api/queries/names", "/api/queries/agreements.csv",
    "/api/agreements", "/api/organisations/o-a",
)  # fmt: skip


def _marked(mark: str) -> Tables:
    """The graph with a mark behind every name of a body, an agreement and a measure."""
    graph = facts().tables()
    for label in ("企業", "協定", "施策"):
        table = graph.nodes[label]
        names = pc.binary_join_element_wise(table.column("名称"), mark, "")
        graph.nodes[label] = table.set_column(table.column_names.index("名称"), "名称", names)
    return graph


@pytest.mark.slow
@pytest.mark.parametrize("store", ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)
async def test_no_answer_mixes_two_versions_while_a_load_runs_under_many_readers(store: Store) -> None:
    await store.replace(_marked(MARKS[0]))
    said: list[tuple[str, httpx.Response]] = []
    done = asyncio.Event()

    async def reader(web: httpx.AsyncClient, number: int) -> None:
        while not done.is_set():
            path = PATHS[number % len(PATHS)]
            said.append((path, await web.get(path)))
            number += 1
        said.append(("/api/names", await web.post("/api/names", data={"文": "5000020292125"})))

    async with client(create_app(Settings(), store)) as web:
        readers = [asyncio.create_task(reader(web, number)) for number in range(READERS)]
        async with asyncio.timeout(60):
            while len(said) < READERS:  # noqa: ASYNC110 - the readers fill it
                await asyncio.sleep(0.05)
        await store.replace(_marked(MARKS[1]))
        done.set()
        await asyncio.gather(*readers)
    assert {(path, answer.status_code) for path, answer in said if answer.status_code not in (200, 503)} == set()
    mixed = {path for path, answer in said if all(mark in answer.text for mark in MARKS)}
    assert not mixed
    seen = {path: {mark for mark in MARKS if mark in answer.text} for path, answer in said}
    assert {path for path, marks in seen.items() if not marks} <= {"/", "/fields"}
    assert {mark for _, answer in said for mark in MARKS if mark in answer.text} == set(MARKS)
