"""Each graph is loaded once per engine, all questions are asked there at once, and the tests look at the answers.

``answers`` is parametrised over the engines, so that a test that takes it proves its sentence on each of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.errors import RenkeiError
from graph.settings import Settings
from graph.store.base import Rows, Store, View
from graph.store.embedded import EmbeddedStore
from graph.tables import Tables
from loaders import build as loading
from queries.catalogue import catalogue
from tests.conftest import make_store
from tests.queries import synthetic
from tests.queries.asking import Sample
from tests.queries.cases import CASES
from tests.queries.world import world

Answers = Mapping[tuple[str, str, str], Rows | RenkeiError]
"""(graph, question, values as JSON) → rows, or why there are none."""

ENGINES = (
    "embedded",
    pytest.param("neo4j", marks=pytest.mark.neo4j),
    pytest.param("neo4j-current", marks=[pytest.mark.neo4j, pytest.mark.slow]),
)


def key(given: Mapping[str, Any]) -> str:
    """Values as a key."""
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


@cache
def shipped() -> Tables:
    """The graph of the five documents."""
    nowhere = Path(__file__).parent / "no-such-folder"
    return loading.checked(Settings(data=nowhere, sources=None)).facts.tables()


def bare() -> Tables:
    """Municipalities and fields, and nothing that anybody has told."""
    graph = Tables()
    graph.nodes |= {label: table for label, table in world().nodes.items() if label in ("自治体", "分野")}
    return graph


GRAPHS: dict[str, Callable[[], Tables]] = {
    "world": world,
    "synthetic": cache(synthetic.country),
    "shipped": shipped,
    "bare": bare,
}


def questions(graph: str) -> list[tuple[str, dict[str, Any]]]:
    """What is asked of a graph: with every parameter only of the one that holds every kind of fact."""
    if graph == "world":
        return [(case.query, case.given) for case in CASES]
    sample = Sample(world() if graph == "bare" else GRAPHS[graph]())
    return [
        (query.name, given)
        for query in catalogue().values()
        for given in sample.asked(query, each=graph == "synthetic")
    ]


async def ask_all(store: Store, graphs: Collection[str] = tuple(GRAPHS)) -> Answers:
    """Load one graph after the other and ask everything."""
    found: dict[tuple[str, str, str], Rows | RenkeiError] = {}
    for graph in graphs:
        await store.replace(GRAPHS[graph]())

        async def work(view: View, graph: str = graph) -> None:
            for name, given in questions(graph):
                try:
                    found[graph, name, key(given)] = await catalogue()[name].run(view, **given)
                except RenkeiError as error:
                    found[graph, name, key(given)] = error

        await store.read(work)
    await store.close()
    return found


@pytest.fixture(scope="session")
async def embedded_answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What the embedded engine answers."""
    return await ask_all(EmbeddedStore(tmp_path_factory.mktemp("questions") / "graph.json"))


@pytest.fixture(scope="session", params=ENGINES)
async def answers(
    request: pytest.FixtureRequest, embedded_answers: Answers, tmp_path_factory: pytest.TempPathFactory
) -> Answers:
    """What an engine answers."""
    if request.param == "embedded":
        return embedded_answers
    # The current release plans anew what the LTS planned: one graph, on which everything is asked, must do.
    graphs = ("world",) if request.param == "neo4j-current" else tuple(GRAPHS)
    return await ask_all(make_store(request, request.param, tmp_path_factory.mktemp("questions")), graphs)
