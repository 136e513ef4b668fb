"""``python -m bench stores [--share 0.1] [--neo4j]``: the stores beside their bare floors, on the graph of curated files.

Every figure is a ratio of two things measured in this run. Times are the best of ``--runs``; the machine is noisy, so
read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import math
import multiprocessing
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final

import ladybug
import neo4j
import pyarrow as pa
import pyarrow.ipc

from bench import folder
from graph import diff, model, schema
from graph.paths import shipped_data
from graph.schema import quote
from graph.store.embedded import EmbeddedStore
from graph.store.embedded_building import pool_for
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_rows import BATCH
from graph.tables import Tables
from loaders.check import check
from loaders.evidence import Originals

N_LOG_N: Final = math.log(250_000 * math.log(250_000) / (25_000 * math.log(25_000)), 10)
"""The exponent that n log n shows between a tenth of the country and all of it."""

Batch = tuple[str, list[dict[str, Any]]]


def keep(data: Path, target: Path) -> None:
    """The graph of curated files as Arrow files, so that the memory of making it is not counted where it is loaded."""
    found = check(shipped_data(), data, Originals())
    found.raise_errors()
    graph = diff.Stamped(found.facts.tables())
    for n, key in enumerate(diff.ALL_KEYS):
        table = graph.table(key)
        with pa.ipc.new_file(target / f"{n}.arrow", table.schema) as file:
            file.write_table(table)


def kept(source: Path) -> Tables:
    """The inverse of `keep`."""
    graph = Tables()
    for n, key in enumerate(diff.ALL_KEYS):
        with pa.ipc.open_file(source / f"{n}.arrow") as file:
            table = file.read_all()
        (graph.nodes if isinstance(key, str) else graph.relationships)[key] = table  # type: ignore[index]
    return graph


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


_KEPT: Final = re.compile(r", `_[^`]*` [A-Z0-9]+(?:\[\])?")
"""Columns that a store keeps beside the graph's own."""


def bare_copy(graph: Tables, folder: Path) -> None:
    """The embedded engine's own bulk COPY of the same rows, and nothing else."""
    pool = pool_for(table.nbytes for tables in (graph.nodes, graph.relationships) for table in tables.values())
    database = ladybug.Database(str(folder / "bare.lbug"), buffer_pool_size=pool)
    connection = ladybug.Connection(database)
    for statement in schema.embedded_tables():
        connection.execute(_KEPT.sub("", statement))
    for key in diff.ALL_KEYS:
        rows = graph.nodes[key] if isinstance(key, str) else graph.relationships[key]
        if not rows.num_rows:
            continue
        if isinstance(key, str):
            connection.execute(f"COPY {quote(key)} FROM rows")
        else:
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


def embedded(source: Path, runs: int) -> None:
    """Rebuild against bare COPY."""
    graph = kept(source)
    bare: list[float] = []
    first: list[float] = []
    rebuild: list[float] = []
    same: list[float] = []
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
    print(f"組み込み: {memory()}", flush=True)


def in_own_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """Measure in another process, so that one measurement's memory is not counted with another's."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *arguments).result()


def memory() -> str:
    """The most that this process has held."""
    return f"最大メモリー {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def describe(source: Path) -> str:
    """What is measured."""
    graph = kept(source)
    nodes = sum(table.num_rows for table in graph.nodes.values())
    entries = sum(
        len(table.column("文書").combine_chunks().values)
        for bucket, table in graph.relationships.items()
        if model.RELATIONSHIP[bucket.type].evidence
    )
    return f"節点 {nodes:,}、関係 {sum(graph.counts().values()) - nodes:,}、根拠 {entries:,}"


def _batches(graph: Tables, node: str, relationship: str) -> list[Batch]:
    """Every row of a graph as parameters of a query for its label or its type."""
    found: list[Batch] = []

    def cut(query: str, rows: list[dict[str, Any]]) -> Iterable[Batch]:
        return ((query, rows[n : n + BATCH]) for n in range(0, len(rows), BATCH))

    for label, table in graph.nodes.items():
        rows = [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]
        found += cut(node.format(label=quote(label)), rows)
    for bucket, table in graph.relationships.items():
        rows = [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]
        rows = [{"a": row.pop("start"), "b": row.pop("end"), "p": row} for row in rows]
        query = relationship.format(start=quote(bucket.start), end=quote(bucket.end), type=quote(bucket.type))
        found += cut(query, rows)
    return found


_ENDS: Final = "UNWIND $rows AS r MATCH (a:{start} {{id: r.a}}) MATCH (b:{end} {{id: r.b}}) "


def bare_driver(source: Path, uri: str, auth: tuple[str, str]) -> tuple[float, float]:
    """Seconds of constraints and CREATE of the same rows with UNWIND batches, and of MERGE of everything again.

    Parameter rows are made beforehand and not timed.
    """
    graph = kept(source)
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
        driver.verify_connectivity()

        def load(batches: list[Batch], statements: Iterable[str] = ()) -> None:
            for statement in statements:
                driver.execute_query(statement)
            for query, rows in batches:
                driver.execute_query(query, rows=rows)

        batches = _batches(
            graph, "UNWIND $rows AS r CREATE (n:{label}) SET n = r", _ENDS + "CREATE (a)-[x:{type}]->(b) SET x = r.p"
        )
        created = timed(lambda: load(batches, schema.neo4j_constraints()))
        batches = _batches(
            graph,
            "UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n = r",
            _ENDS + "MERGE (a)-[x:{type}]->(b) SET x = r.p",
        )
        return created, timed(lambda: load(batches))


def on_neo4j(source: Path, runs: int) -> None:
    """First load against the bare driver, reload against MERGE; a fresh server for each side of each run."""
    from tests import servers

    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    graph = kept(source)
    rows = sum(graph.counts().values())
    bare: list[float] = []
    merged: list[float] = []
    first: list[float] = []
    same: list[float] = []
    changed_load: list[float] = []
    changed = one_percent_less(graph)
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name, servers.running(servers.LTS, Path(name)) as server:
            created, again = in_own_process(bare_driver, source, server.uri, (server.user, server.password))
            bare.append(created)
            merged.append(again)
        with tempfile.TemporaryDirectory() as name, servers.running(servers.LTS, Path(name)) as server:

            async def loads(server: servers.Server = server) -> None:
                store = Neo4jStore(server.uri, server.user, server.password, "neo4j")
                for tables, found in ((graph, first), (graph, same), (changed, changed_load)):
                    start = time.perf_counter()
                    await store.replace(tables)
                    found.append(time.perf_counter() - start)
                await store.close()

            asyncio.run(loads())
    print(
        f"Neo4j: そのままのドライバー {min(bare):.1f} 秒（{rows / min(bare):,.0f} 行/秒）、初めての build {min(first):.1f} 秒"
    )
    print(f"Neo4j: 初めての build の行/秒 / そのままのドライバー = {min(bare) / min(first):.2f}（目標 0.9 以上）")
    print(f"Neo4j: すべてを MERGE し直す / 変わらない build = {min(merged) / min(same):.1f} 倍（目標 10 以上）")
    print(f"Neo4j: 初めての build / 変わらない build = {min(first) / min(same):.1f} 倍")
    print(f"Neo4j: 初めての build / 1% 減った build = {min(first) / min(changed_load):.1f} 倍")
    print(f"Neo4j: {memory()}", flush=True)


def ratios(data: Path, runs: int, *, with_embedded: bool = True, with_neo4j: bool = False) -> None:
    """Measure the stores with the graph of a folder of curated files."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name)
        in_own_process(keep, data, source)
        print(in_own_process(describe, source), flush=True)
        if with_embedded:
            in_own_process(embedded, source, runs)
        if with_neo4j:
            in_own_process(on_neo4j, source, runs)


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench stores", description=__doc__)
    parser.add_argument("--share", type=float, default=0.4, help="全国の何割か")
    parser.add_argument("--data", type=Path, help="書き起こしのフォルダー（なければ作る）")
    parser.add_argument("--neo4j", action="store_true", help="Neo4j も測る（Java と Maven が要る）")
    parser.add_argument("--only-neo4j", action="store_true", help="Neo4j だけを測る")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = given.data or Path(name) / "data"
        if not given.data:
            folder.write(data, given.share)
        ratios(data, given.runs, with_embedded=not given.only_neo4j, with_neo4j=given.neo4j or given.only_neo4j)
