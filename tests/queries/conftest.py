"""Each graph is loaded once per engine, all questions are asked there at once, and the tests look at the answers.

``answers`` is parametrised over the engines, so that a test that takes it proves its sentence on each of them.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from graph.errors import RenkeiError
from graph.settings import Settings
from graph.store.base import Rows, Store, View
from graph.store.embedded import EmbeddedStore
from graph.tables import Tables
from loaders import build as loading
from queries.browser import saved
from queries.catalogue import catalogue
from tests.conftest import ENGINES, make_store
from tests.queries import synthetic
from tests.queries.asking import Sample
from tests.queries.cases import CASES
from tests.queries.world import world

Answers = dict[tuple[str, str, str], Rows | RenkeiError]
"""(graph, question, values as JSON) → rows, or why there are none."""
Question = tuple[str, dict[str, Any]]
"""A question's name, and the values to ask it with."""


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


def _kinds(name: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """A question with the kinds of its values: a server plans once for each."""
    values = catalogue()[name].values(given)
    return (name, *(f"{type(value).__name__} {value == []}" for _, value in sorted(values.items())))


def planned_once() -> list[Question]:
    """What is asked of the synthetic country by a server that has answered all of the hand-made world: all that it has
    planned there, and of the other questions all that needs one plan."""
    planned = {_kinds(*asked) for asked in questions("world")}
    asked: dict[str, list[Question]] = {}
    for question in questions("synthetic"):
        asked.setdefault(question[0], []).append(question)
    for given in asked.values():
        if planned.isdisjoint(_kinds(*each) for each in given):
            planned.add(_kinds(*given[0]))
    return [each for given in asked.values() for each in given if _kinds(*each) in planned]


def questions(graph: str, *, each: bool = True) -> list[Question]:
    """What is asked of a graph; ``each``: in every way that it is asked there, else in few."""
    if graph == "world":
        return [(case.query, case.given) for case in (CASES if each else {case.query: case for case in CASES}.values())]
    sample = Sample(world() if graph == "bare" else GRAPHS[graph]())
    return [
        (query.name, given)
        for query in catalogue().values()
        for given in sample.asked(query, each=each and graph == "synthetic")
    ]


async def ask_all(
    store: Store, graphs: Collection[str] = tuple(GRAPHS), asked: Callable[[str], Iterable[Question]] | None = None
) -> Answers:
    """Load one graph after the other and ask everything, or what ``asked`` gives for it."""
    found: Answers = {}
    for graph in graphs:
        await store.replace(GRAPHS[graph]())

        async def work(view: View, graph: str = graph) -> None:
            for name, given in (asked or questions)(graph):
                try:
                    found[graph, name, key(given)] = await catalogue()[name].run(view, **given)
                except RenkeiError as error:
                    found[graph, name, key(given)] = error

        await store.read(work)
    return found


@pytest.fixture(scope="session")
async def embedded_answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What the embedded engine answers; worked out once where several processes ask."""
    folder = tmp_path_factory.mktemp("questions")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if not run:
        return await _embedded(folder)
    kept = tmp_path_factory.getbasetemp().parent / f"embedded-answers-{run}.pickle"
    with FileLock(f"{kept}.lock"):
        if not kept.is_file():
            kept.write_bytes(pickle.dumps(await _embedded(folder)))
        found: Answers = pickle.loads(kept.read_bytes())  # noqa: S301 - written on the line before
    return found


async def _embedded(folder: Path) -> Answers:
    store = EmbeddedStore(folder / "graph.json")
    found = await ask_all(store)
    await store.close()
    return found


@pytest.fixture(scope="session")
async def lts_answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What Neo4j LTS answers; over the five documents, to the texts for Neo4j Browser.

    A server plans each question anew for each kind of value, and that is where the time goes: only the hand-made world,
    where each parameter is used, is asked everything, the synthetic country what is planned then, and the five documents
    in one of the two ways.
    """
    store = make_store(request, "neo4j", tmp_path_factory.mktemp("questions"))
    found = {**await ask_all(store, ("world",)), **await ask_all(store, ("synthetic",), lambda _: planned_once())}
    await store.replace(GRAPHS["shipped"]())

    async def paste(view: View) -> None:
        for name, given in dict(reversed(questions("shipped", each=False))).items():
            query = catalogue()[name]
            text = saved.script(query, await query.prepared(view, **given)).text
            found["shipped", name, key(given)] = await view.rows(text, {})

    await store.read(paste)
    await store.close()
    return found


@pytest.fixture(scope="session")
async def current_answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What the current Neo4j release answers to each question of the hand-made world, asked in one way."""
    store = make_store(request, "neo4j-current", tmp_path_factory.mktemp("questions"))
    found = await ask_all(store, ("world",), lambda graph: questions(graph, each=False))
    await store.close()
    return found


@pytest.fixture(scope="session", params=ENGINES)
def answers(request: pytest.FixtureRequest) -> Answers:
    """What an engine answers."""
    name = {"embedded": "embedded_answers", "neo4j": "lts_answers"}.get(request.param, "current_answers")
    found: Answers = request.getfixturevalue(name)
    return found


@pytest.fixture(scope="session", params=ENGINES[:2])
def thorough(request: pytest.FixtureRequest) -> Answers:
    """What an engine answers that was asked everything."""
    found: Answers = request.getfixturevalue("embedded_answers" if request.param == "embedded" else "lts_answers")
    return found
