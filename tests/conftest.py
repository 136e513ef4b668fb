"""Fixtures: how the tests meet the outside world.

``store`` is parametrised over both engines, so a test that takes it proves its sentence on each. The embedded store
lives in a temporary folder; Neo4j is one real server for the whole session (see `tests.servers`), emptied before each
test. A test that needs something which this machine lacks is skipped with a loud line at the end; where
``RENKEI_REQUIRE`` names it (``neo4j``, ``browser``), it fails.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hypothesis import settings
from playwright.sync_api import expect
from xdist.scheduler import LoadScopeScheduling

from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore
from tests import servers
from tests.servers import certificates

# A shared machine is slow at times; what is slow by itself is measured in bench/.
settings.register_profile("here", deadline=None)
settings.load_profile("here")

# What a run has collected lives as long as it; Python would look through it for garbage all the time.
gc.set_threshold(50_000, 20, 50)

REQUIRED = set(filter(None, os.environ.get("RENKEI_REQUIRE", "").split(",")))


ENGINES = (
    "embedded",
    pytest.param("neo4j", marks=pytest.mark.neo4j),
    pytest.param("neo4j-current", marks=[pytest.mark.neo4j, pytest.mark.slow]),
)
"""What a fixture that gives a store is parametrised over; see `make_store`."""


class _Shared(LoadScopeScheduling):  # type: ignore[misc]
    """What shares something costly (a server, the fixtures of a file) stays in one process."""

    def _split_scope(self, nodeid: str) -> str:
        for server in ("neo4j-current", "neo4j", "browser"):
            if server in nodeid:
                return server
        return nodeid.split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Where the tests run in several processes, who runs what."""
    return _Shared(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Fast tests first: plain ones, then the browser, then a Neo4j server.

    In several processes the files with slow ones begin, each of them with its fast ones: a browser that a file has opened
    keeps a loop running, beside which nothing asynchronous starts.
    """

    def order(item: pytest.Item) -> tuple[int, ...]:
        marks = {mark.name for mark in item.iter_markers()}
        return (int("current" in item.nodeid), int("neo4j" in marks), int("browser" in marks), int("slow" in marks))

    items.sort(key=order)
    if hasattr(config, "workerinput"):
        slowest = {item.path: tuple(-n for n in order(item)) for item in items}
        items.sort(key=lambda item: (slowest[item.path], item.path))


def pytest_collection_finish() -> None:
    """Leave the tests themselves out of the search for garbage."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ())}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"!!! 試験していません: {reason.removeprefix('Skipped: ')}", red=True, bold=True)


def lacking(what: str, why: str) -> None:
    """Skip, or fail where the run requires it."""
    if what in REQUIRED:
        pytest.fail(f"{what} が要りますが、使えません: {why}")
    pytest.skip(f"{what}: {why}")


@pytest.fixture(autouse=True, scope="session")
def _quiet_driver() -> None:
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)


_SETTLED = {
    "dbms.cypher.min_replan_interval": "1h",
    "dbms.cypher.statistics_divergence_threshold": "1",
    "internal.cypher.use_parameter_size": "false",
}
"""Tests fill and empty the graph all the time; a plan made once stays good enough for graphs of their size, whatever
the length of a text or list that is asked for."""


def _serve(version: str, folder: Path, settings: Mapping[str, str]) -> Iterator[servers.Server]:
    try:
        with servers.running(version, folder, settings, servers.SHORT) as server:
            yield server
    except servers.UnavailableError as error:
        lacking("neo4j", str(error))


@pytest.fixture(scope="session")
def explorer_port() -> int:
    """Where the explorer will listen that Neo4j Browser is told of."""
    return servers.free_port()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, explorer_port: int) -> Iterator[servers.Server]:
    """Neo4j LTS with Browser set up as docker-compose.yml does, and encryption for who wants it, or the server at
    ``NEO4J_URI`` (``NEO4J_CA``: who signed its certificate)."""
    given = os.environ.get("NEO4J_URI")
    if given:
        yield servers.Server(
            given, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""), "given",
            ca=os.environ.get("NEO4J_CA", ""),
        )  # fmt: skip
    else:
        home = tmp_path_factory.mktemp("neo4j-lts")
        settings = _SETTLED | servers.compose_settings(explorer_port) | certificates.encrypted(home)
        yield from _serve(servers.LTS, home, settings)


@pytest.fixture(scope="session")
def current_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """The current Neo4j release."""
    yield from _serve(servers.CURRENT, tmp_path_factory.mktemp("neo4j-current"), _SETTLED)


def empty(server: servers.Server) -> None:
    """Remove everything, if it is ours."""
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        ours, others = driver.execute_query(
            "MATCH (n) RETURN count(CASE WHEN n:`_版` OR n:`自治体` THEN 1 END), count(n)"
        ).records[0]
        assert ours or not others or server.version != "given", (
            "NEO4J_URI のデータベースは空か連携グラフでないといけません"
        )
        driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture(params=ENGINES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store of each engine."""
    opened = make_store(request, request.param, tmp_path)
    yield opened
    await opened.close()


def make_store(request: pytest.FixtureRequest, kind: str, folder: Path) -> Store:
    """An empty store of one engine."""
    if kind == "embedded":
        return EmbeddedStore(folder / "graph.json")
    server: servers.Server = request.getfixturevalue("server" if kind == "neo4j" else "current_server")
    empty(server)
    return Neo4jStore(server.uri, server.user, server.password, "neo4j")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium (or another of the family)."""
    expect.set_options(timeout=30_000)
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    lacking("browser", "Chromium がありません（apt install chromium fonts-noto-cjk）")
    raise AssertionError
