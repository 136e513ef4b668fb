"""``python -m bench [small|national] [--neo4j|--only-neo4j]``: every figure is a ratio of two things measured in this run.

Times are the best of ``--runs``; the machine is noisy, so read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import ladybug
import neo4j

from bench.country import country
from graph import diff, schema
from graph.schema import quote
from graph.store.embedded import MEMORY, EmbeddedStore
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_rows import BATCH
from graph.tables import Tables


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare_copy(graph: Tables, folder: Path) -> None:
    """The embedded engine's own bulk COPY of the same rows, and nothing else."""
    database = ladybug.Database(str(folder / "bare.lbug"), buffer_pool_size=MEMORY)
    connection = ladybug.Connection(database)
    for statement in schema.embedded_tables():
        connection.execute(statement.replace(", `_印` INT64", ""))
    for key in diff.ALL_KEYS:
        rows = graph.nodes[key] if isinstance(key, str) else graph.relationships[key]
        if rows.num_rows and isinstance(key, str):
            connection.execute(f"COPY {quote(key)} FROM rows")
        elif rows.num_rows:
            connection.execute(f"COPY {quote(key.type)} FROM rows (FROM='{key.start}', TO='{key.end}')")
    connection.close()
    database.close()


def one_percent_less(graph: Tables) -> Tables:
    """The same graph without one in a hundred of its measures' relationships to bodies."""
    changed = Tables(dict(graph.nodes), dict(graph.relationships))
    for bucket, table in graph.relationships.items():
        if bucket.type == "参画":
            changed.relationships[bucket] = table.slice(table.num_rows // 100)
    return changed


def embedded(size: str, runs: int) -> None:
    """Rebuild against bare COPY."""
    graph = country(size)
    bare, first, rebuild, same = [], [], [], []
    changed = one_percent_less(graph)
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            bare.append(timed(lambda: bare_copy(graph, folder)))  # noqa: B023
            store = EmbeddedStore(folder / "graph.json")

            async def load(tables: Tables, store: EmbeddedStore = store) -> None:
                await store.replace(tables)

            first.append(timed(lambda: asyncio.run(load(changed))))
            rebuild.append(timed(lambda: asyncio.run(load(graph))))
            same.append(timed(lambda: asyncio.run(load(graph))))
            asyncio.run(store.close())
    print(f"組み込み: そのままの COPY {min(bare):.2f} 秒")
    print(f"組み込み: 初めての build / COPY = {min(first) / min(bare):.2f}")
    print(f"組み込み: 変わったあとの build / COPY = {min(rebuild) / min(bare):.2f}（目標 2 以下）")
    print(f"組み込み: 変わらない build / COPY = {min(same) / min(bare):.2f}")
    print(f"組み込み: {memory()}")


def in_own_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """Measure in another process, so that one measurement's memory is not counted with another's."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *arguments).result()


def memory() -> str:
    """The most that this process has held."""
    return f"最大メモリー {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB（目標 1,000 未満）"


def describe(size: str) -> str:
    """What is measured."""
    graph = country(size)
    nodes = sum(table.num_rows for table in graph.nodes.values())
    return f"大きさ {size}: 節点 {nodes:,}、関係 {sum(graph.counts().values()) - nodes:,}"


def bare_driver(graph: Tables, uri: str, auth: tuple[str, str]) -> float:
    """Constraints, then CREATE of the same rows with UNWIND batches; parameter rows are made beforehand and not timed."""
    batches: list[tuple[str, list[dict[str, Any]]]] = []
    for label, table in graph.nodes.items():
        rows = [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]
        batches += [
            (f"UNWIND $rows AS r CREATE (n:{quote(label)}) SET n = r", rows[n : n + BATCH])
            for n in range(0, len(rows), BATCH)
        ]
    for bucket, table in graph.relationships.items():
        rows = [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]
        rows = [{"a": row.pop("start"), "b": row.pop("end"), "p": row} for row in rows]
        query = (
            f"UNWIND $rows AS r MATCH (a:{quote(bucket.start)} {{id: r.a}}) MATCH (b:{quote(bucket.end)} {{id: r.b}}) "
            f"CREATE (a)-[x:{quote(bucket.type)}]->(b) SET x = r.p"
        )
        batches += [(query, rows[n : n + BATCH]) for n in range(0, len(rows), BATCH)]
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
        driver.verify_connectivity()

        def load() -> None:
            for statement in schema.neo4j_constraints():
                driver.execute_query(statement)
            for query, rows in batches:
                driver.execute_query(query, rows=rows)

        return timed(load)


def on_neo4j(size: str, runs: int) -> None:
    """First load against the bare driver, reload against first load; a fresh server for each side of each run."""
    from tests import servers

    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    graph = country(size)
    rows = sum(graph.counts().values())
    bare, first, same, changed_load = [], [], [], []
    changed = one_percent_less(graph)
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name, servers.running(servers.LTS, Path(name)) as server:
            bare.append(in_own_process(bare_driver, graph, server.uri, (server.user, server.password)))
        with tempfile.TemporaryDirectory() as name, servers.running(servers.LTS, Path(name)) as server:

            async def loads(server: servers.Server = server) -> None:
                store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
                for tables, found in ((graph, first), (graph, same), (changed, changed_load)):
                    start = time.perf_counter()
                    await store.replace(tables)
                    found.append(time.perf_counter() - start)
                await store.close()

            asyncio.run(loads())
    print(f"Neo4j: そのままのドライバー {rows / min(bare):,.0f} 行/秒")
    print(f"Neo4j: 初めての build の行/秒 / そのままのドライバー = {min(bare) / min(first):.2f}（目標 0.9 以上）")
    print(f"Neo4j: 初めての build / 変わらない build = {min(first) / min(same):.1f} 倍（目標 7 以上）")
    print(f"Neo4j: 初めての build / 1% 減った build = {min(first) / min(changed_load):.1f} 倍")
    print(f"Neo4j: {memory()}")


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("size", nargs="?", choices=["small", "national"], default="small")
    parser.add_argument("--neo4j", action="store_true", help="Neo4j も測る（Java と Maven が要る）")
    parser.add_argument("--only-neo4j", action="store_true", help="Neo4j だけを測る")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    print(in_own_process(describe, given.size), flush=True)
    if not given.only_neo4j:
        in_own_process(embedded, given.size, given.runs)
    if given.neo4j or given.only_neo4j:
        in_own_process(on_neo4j, given.size, given.runs)
