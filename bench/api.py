"""``python -m bench api [small|national] [--neo4j|--only-neo4j]``: the explorer's server against the bare driver.

In one run: the first answer and the first paint of the home page, search as one types, a hub's page; then, on a server
that keeps no answers, catalogue questions over HTTP beside the same texts and values on the bare driver, at 1, 8 and 32
clients; and what the same requests take when the answers are kept. The machine is noisy: read the ratios. 手間 is what a
request costs the processors in the asking process (driver) and in the server's: it is the steadiest of the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import multiprocessing
import queue
import random
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import ladybug
import neo4j

from bench.clients import Measured, Web, bare, over_http
from bench.country import SIZES, country
from graph.settings import Settings
from graph.store import open_store
from graph.store.embedded import CONNECTIONS, MEMORY
from queries import catalogue

CLIENTS: Final = (1, 8, 32)
_WARM: Final = 5.0
"""Seconds of each question on either side before any is measured: Neo4j compiles while it answers, and thousands of
answers later still does."""
_PIECE: Final = 50
_HUBS: Final = ("o-000000", "o-000001", "o-000002")

_PAINTED: Final = (
    "new Promise(told => new PerformanceObserver(list => told(list.getEntries()[0].startTime))"
    ".observe({type: 'paint', buffered: true}))"
)

Values = Callable[[int], dict[str, Any]]


class At(NamedTuple):
    """Where a server answers, and its process."""

    port: int
    process: int


def _questions(size: str) -> dict[str, Values]:
    """Questions of a page each, with values that differ from request to request."""
    given = SIZES[size]

    def place(n: int) -> str:
        return f"{n * 7 % given.municipalities:06}"

    def records(n: int) -> list[str]:
        return [f"m-{(n * 100 + k) % given.measures:06}" for k in range(100)]

    return {
        "municipality": lambda n: {"id": place(n)},
        "partners": lambda n: {"id": place(n)},
        "records_of": lambda n: {"id": place(n)},
        "record_parties": lambda n: {"ids": records(n)},
        "municipalities_of": lambda n: {"id": f"o-{n % 3:06}"},
        "organisation_list": lambda n: {"飛ばす": n % 50, "件数": 100},
    }


def _serve(settings: dict[str, Any], port: int, kept: bool) -> None:
    import uvicorn

    from api.app import create_app

    app = create_app(Settings(**settings))
    if not kept:
        app.state.ready = None
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


@contextmanager
def _server(settings: dict[str, Any], *, kept: bool) -> Iterator[At]:
    """A server in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(settings, port, kept), daemon=True)
    server.start()
    try:
        asyncio.run(_until_ready(port))
        yield At(port, server.pid or 0)
    finally:
        server.terminate()
        server.join(10)


async def _until_ready(port: int) -> None:
    for _ in range(300):
        try:
            await over_http(port, ["/ready"], 1)
            return
        except OSError:
            await asyncio.sleep(0.1)
    raise TimeoutError("the server does not answer")


async def _until_warm(port: int) -> float:
    """Seconds until the server has made ready what people ask for first."""
    start = time.perf_counter()
    web = Web(port)
    while "済" not in (await web.get("/ready")).decode():  # noqa: ASYNC110 - seen from outside
        await asyncio.sleep(0.2)
    web.close()
    return time.perf_counter() - start


def _path(name: str, values: dict[str, Any]) -> str:
    pairs = [f"{quote(k)}={quote(','.join(v) if isinstance(v, list) else str(v))}" for k, v in values.items()]
    return f"/api/queries/{name}?{'&'.join(pairs)}"


def _row(name: str, clients: int, ours: Measured, theirs: Measured) -> None:
    added = ours.p50 - theirs.p50
    print(
        f"  {name:18} {clients:2} 人  ドライバー {theirs.p50 * 1e3:7.2f} ms  API {ours.p50 * 1e3:7.2f} ms"
        f"  比 {ours.p50 / theirs.p50:5.2f}  差 {added * 1e3:+7.2f} ms  毎秒の比 {ours.throughput / theirs.throughput:5.2f}"
        f"  手間 {theirs.each * 1e3:5.2f} → {ours.each * 1e3:5.2f} ms",
        flush=True,
    )


def _ask_embedded(pointer: Path, name: str, values: Values) -> Callable[[], Callable[[int], object]]:
    query = catalogue.find(name)
    path = pointer.parent / json.loads(pointer.read_text(encoding="utf-8"))["ファイル"]
    database = ladybug.Database(str(path), read_only=True, buffer_pool_size=MEMORY)
    text = query.texts.get("embedded", query.text)
    # As many questions at once as the server's store asks: the answers of more do not fit into the engine's memory.
    idle: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for _ in range(CONNECTIONS):
        idle.put(ladybug.Connection(database))

    def ask(n: int) -> object:
        connection = idle.get()
        try:
            return connection.execute(text, query.values(values(n))).get_all()
        finally:
            idle.put(connection)

    return lambda: ask


def _ask_neo4j(driver: neo4j.Driver, name: str, values: Values) -> Callable[[], Callable[[int], object]]:
    query = catalogue.find(name)

    def make() -> Callable[[int], object]:
        def ask(n: int) -> object:
            with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
                return [record.values() for record in session.run(query.text, query.values(values(n)))]  # type: ignore[arg-type]

        return ask

    return make


def _compare(
    server: At, size: str, requests: int, ask: Callable[[str, Values], Callable[[], Callable[[int], object]]]
) -> None:
    sides = []
    for name, values in _questions(size).items():
        paths, make = [_path(name, values(n)) for n in range(requests)], ask(name, values)
        sides.append((name, paths, make))
        _warm(lambda: asyncio.run(over_http(server.port, paths[:_PIECE], 8)))  # noqa: B023 - called here
        _warm(lambda: bare(make, _PIECE, 8))  # noqa: B023 - called here
    for name, paths, make in sides:
        for clients in CLIENTS:
            theirs = bare(make, requests, clients)
            ours = asyncio.run(over_http(server.port, paths, clients, server.process))
            _row(name, clients, ours, theirs)


def _warm(some: Callable[[], object]) -> None:
    end = time.perf_counter() + _WARM
    while time.perf_counter() < end:
        some()


def _again(port: int, size: str, requests: int) -> None:
    """Requests whose answers are kept: each was asked before."""
    for name, values in _questions(size).items():
        paths = list(dict.fromkeys(_path(name, values(n)) for n in range(requests)))
        asyncio.run(over_http(port, paths, 1))
        for clients in CLIENTS:
            found = asyncio.run(over_http(port, (paths * requests)[:requests], clients))
            print(f"  {name:18} {clients:2} 人  {found.p50 * 1e3:7.2f} ms  毎秒 {found.throughput:,.0f}", flush=True)


def _pages(port: int, size: str) -> None:
    first = asyncio.run(over_http(port, ["/"], 1))
    print(f"  初めの頁: 起動した直後 {first.p50 * 1e3:,.0f} ms、用意が済むまで {asyncio.run(_until_warm(port)):.1f} 秒")
    for word, paths in (
        ("初めの頁", ["/"] * 5),
        ("1,600 自治体の企業の頁（用意のあと、初めて開く）", [f"/organisations/{hub}" for hub in _HUBS]),
        ("同じ頁を、用意していない条件で（初めて開く）", [f"/organisations/{hub}?終了も=0" for hub in _HUBS]),
        ("同じ企業の JSON（初めて開く）", [f"/api/organisations/{hub}" for hub in _HUBS]),
    ):
        found = asyncio.run(over_http(port, paths, 1))
        print(f"  {word}: {found.p50 * 1e3:,.0f} ms（目標 1,000 以下）")
    for address in ("/api/search?語=", "/search/typing?語="):
        words = _typed(size)
        asyncio.run(over_http(port, [address + words[0]], 1))
        found = asyncio.run(over_http(port, [address + word for word in words], 1))
        print(f"  {address} p50 {found.p50 * 1e3:.1f} ms、p95 {found.p95 * 1e3:.1f} ms（目標 50 以下）")
    _paint(port)


def _typed(size: str) -> list[str]:
    """What people type, letter by letter: beginnings and parts of names of every kind."""
    choose = random.Random(11)
    found = []
    for _ in range(40):
        name = choose.choice([
            f"試験県{choose.randrange(SIZES[size].municipalities)}市",
            f"株式会社試験{choose.randrange(SIZES[size].bodies)}",
            "高齢者の見守りに関する協定",
            f"空き家の活用の取組{choose.randrange(9_999)}",
        ])  # fmt: skip
        found += [name[:n] for n in (1, 2, 4, len(name))]
    return found


def _paint(port: int) -> None:
    """The browser's own mark of its first paint, where there is a Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("  初めの描画: Chromium がないので測れない")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        times = []
        for _ in range(5):
            page = browser.new_context().new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            times.append(page.evaluate(_PAINTED))
        browser.close()
    print(f"  初めの描画（5回の中央）: {sorted(times)[2]:,.0f} ms（目標 1,000 以下）")


def _measure(settings: dict[str, Any], size: str, requests: int, ask: Any) -> None:
    with _server(settings, kept=True) as server:
        _pages(server.port, size)
    with _server(settings, kept=False) as server:
        asyncio.run(_until_warm(server.port))
        print("  答えを控えないサーバーと、そのままのドライバー（目標: 2 ms 以上は比 1.5 以下、短いものは差 +1 ms 以下、"
              "32 人で毎秒の比 0.7 以上）")  # fmt: skip
        _compare(server, size, requests, ask)
    with _server(settings, kept=True) as server:
        asyncio.run(_until_warm(server.port))
        print("  控えてある答え")
        _again(server.port, size, requests)


def _load(settings: dict[str, Any], size: str) -> None:
    async def load() -> None:
        store = open_store(Settings(**settings))
        await store.replace(country(size))
        await store.close()

    asyncio.run(load())


def embedded(size: str, requests: int) -> None:
    """The server on the embedded store."""
    with tempfile.TemporaryDirectory() as name:
        pointer = Path(name) / "graph.json"
        settings = {"store": "embedded", "graph_file": pointer, "data": Path(name)}
        _load(settings, size)
        print("組み込み", flush=True)
        _measure(settings, size, requests, lambda question, values: _ask_embedded(pointer, question, values))


def on_neo4j(size: str, requests: int) -> None:
    """The server on a real Neo4j."""
    from tests import servers

    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name, servers.running(servers.LTS, Path(name)) as given:
        settings = {
            "store": "neo4j", "neo4j_uri": given.uri, "neo4j_user": given.user, "neo4j_password": given.password,
            "data": Path(name),
        }  # fmt: skip
        _load(settings, size)
        print("Neo4j", flush=True)
        with neo4j.GraphDatabase.driver(
            given.uri, auth=(given.user, given.password), notifications_min_severity="OFF"
        ) as driver:
            _measure(settings, size, requests, lambda question, values: _ask_neo4j(driver, question, values))


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench api", description=__doc__)
    parser.add_argument("size", nargs="?", choices=["small", "national"], default="small")
    parser.add_argument("--neo4j", action="store_true", help="Neo4j も測る（Java と Maven が要る）")
    parser.add_argument("--only-neo4j", action="store_true", help="Neo4j だけを測る")
    parser.add_argument("--requests", type=int, default=400, help="問いと人数の組ごとの要求の数")
    given = parser.parse_args()
    if not given.only_neo4j:
        embedded(given.size, given.requests)
    if given.neo4j or given.only_neo4j:
        on_neo4j(given.size, given.requests)
