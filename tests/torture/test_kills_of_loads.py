"""A load that is killed at any moment: the old graph or the new one, or the word that it is unfinished; then healed."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import neo4j
import pytest

from api.app import create_app
from graph.errors import StoreChangingError, StoreError
from graph.settings import Settings
from graph.store import neo4j as neo4j_store
from graph.store import open_store
from graph.store.base import Store
from loaders.build import build
from tests import servers
from tests.conftest import empty
from tests.test_api import client
from tests.torture import killing
from tests.torture.world import World

OLD, NEW, UNFINISHED, NONE = "前の版", "新しい版", "途中と言う", "まだないと言う"
FIRST, UPDATE, VERIFY = "初めて", "更新", "照合"
KINDS = (FIRST, UPDATE, VERIFY, UPDATE, UPDATE)
FEW, MANY = 3, 20
"""Kills of each store in an ordinary run: at least, and at most until one came before the load had ended."""

pytestmark = pytest.mark.slow


@dataclass
class Place:
    """A user's folder, a store, and a running explorer over it."""

    user: Path
    settings: Settings
    store: Store
    web: httpx.AsyncClient
    clear: Callable[[], None]
    writing: Callable[[], bool]
    tell: dict[str, str] = field(default_factory=dict)

    def begin(self, kind: str) -> killing.subprocess.Popen[bytes]:
        arguments = ("build", *(["--verify"] if kind == VERIFY else []))
        return killing.start(*arguments, cwd=self.user.parent, **self.tell)


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> World:
    size = (8, 8) if killing.COUNT else (3, 5)
    return World.make(tmp_path_factory.mktemp("versions"), *size)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    user, graph = tmp_path / "user", tmp_path / "graph"
    user.mkdir()
    tell = {"data": str(user), "store": request.param, "graph_file": str(graph / "graph.json")}
    if request.param == "neo4j":
        server: servers.Server = request.getfixturevalue("server")
        tell |= {"neo4j_uri": server.uri, "neo4j_user": server.user, "neo4j_password": server.password}
        driver = neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password))

        def clear() -> None:
            empty(server)

        def writing() -> bool:
            found = driver.execute_query("MATCH (v:`_版`) RETURN v.`状態` AS s").records
            return bool(found) and found[0]["s"] == "更新中"
    else:
        driver = None

        def clear() -> None:
            shutil.rmtree(graph, ignore_errors=True)

        def writing() -> bool:
            return len(list(graph.glob("*.lbug"))) > bool((graph / "graph.json").exists())

    settings = Settings(_env_file=None, sources=None, **tell)
    store = open_store(settings)
    async with client(create_app(settings, store)) as web:
        yield Place(user, settings, store, web, clear, writing, tell)
    await store.close()
    if driver:
        driver.close()


async def test_a_load_killed_at_any_moment_leaves_a_whole_graph_or_says_that_it_is_unfinished(
    place: Place, versions: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_store, "ATTEMPTS", 2)
    chance = random.Random(killing.SEED)  # noqa: S311
    work = await _undisturbed(place, versions)
    found: Counter[tuple[str, str]] = Counter()
    tenths: Counter[int] = Counter()
    state = "乙"
    for number in range(killing.COUNT or MANY):
        if not killing.COUNT and number >= FEW and {seen for _, seen in found} - {NEW}:
            break
        kind = KINDS[number % len(KINDS)]
        target = "乙" if state == "甲" else "甲"
        if kind == FIRST:
            place.clear()
        versions.put(target, place.user)
        moment = work.moment(chance)
        killing.killed(place.begin(kind), moment, chance.uniform(0, killing.JITTER))
        seen = await _seen(place, versions, state, target)
        allowed = {FIRST: {NONE, NEW, UNFINISHED}}.get(kind, {OLD, NEW, UNFINISHED})
        assert seen in allowed, (kind, moment, seen)
        found[kind, seen] += 1
        tenths[int(10 * moment / work.ends)] += 1
        # Nothing is lost: the files are without error, and the next build makes all that they say the graph.
        await _heal(place)
        assert versions.named(await place.store.tables()) == target
        assert (await place.web.get("/ready")).status_code == 200
        state = target
        if killing.COUNT:
            print(f"\n{place.settings.store} {number + 1}: {kind} {moment:.2f} {seen}", end="", flush=True)
    print(f"\n{place.settings.store}: 種 {killing.SEED}、{sum(found.values())} 回")
    print("  " + "、".join(f"{kind} {seen} {count}" for (kind, seen), count in sorted(found.items())))
    print("  殺した時（仕事の十分の一ごと）: " + " ".join(str(tenths[n]) for n in range(11)))
    assert {seen for _, seen in found} - {NEW}, "どの kill も遅すぎた"


async def _undisturbed(place: Place, versions: World) -> killing.Work:
    """What a load takes that nobody kills; at the end 乙 stands."""
    place.clear()
    versions.put("甲", place.user)
    await _heal(place)
    versions.put("乙", place.user)
    return killing.measured(place.begin(UPDATE), place.writing)


async def _seen(place: Place, versions: World, old: str, new: str) -> str:
    """What a reader of the whole graph gets, and a person who opens a page."""
    seen, told = await _whole(place.store, versions, {old: OLD, new: NEW})
    for path in ("/ready", "/"):
        page = await place.web.get(path)
        assert page.status_code == (200 if seen in (OLD, NEW) else 503), (seen, path, page.text)
        assert page.status_code == 200 or told in page.text
    return seen


async def _whole(store: Store, versions: World, names: dict[str, str]) -> tuple[str, str]:
    """What a reader of all tables gets: one of the names or of the words, and how the store says it."""
    try:
        graph = versions.named(await store.tables())
    except StoreChangingError as error:
        return UNFINISHED, error.detail if "更新中" in error.detail else "?"
    except StoreError as error:
        return (NONE if "まだありません" in error.detail else error.detail), error.detail
    return names.get(graph, "どちらでもない"), ""


async def _heal(place: Place) -> None:
    """The next build; for a file-based store it also takes away what the dead one left."""
    store = open_store(place.settings)
    try:
        built = await build(place.settings, store)
    finally:
        await store.close()
    assert not built.checked.errors
    folder = place.settings.pointer.parent
    if place.settings.store == "embedded":
        names = sorted(path.name.partition(".")[2] for path in folder.iterdir())
        assert names == ["json", "json.lock", "lbug"], names
