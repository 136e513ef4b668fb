"""``python -m bench.sizes [五文書 県 全国] [--neo4j]``: what a graph takes on each store, for docs/scale.md.

Processor seconds rather than seconds, so that a busy machine says nearly the same as a quiet one; the most memory held;
bytes on the disk. 五文書 is what the project ships; 県 and 全国 are made up (`bench.national`), 県 with the forty-seventh part.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.measure import in_own_process
from bench.national import Size, national
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore
from graph.tables import Tables

SIZES = {"五文書": None, "県": Size(600, 2_128, 3_191, 170), "全国": Size()}
MB = 2**20


def graph_of(name: str) -> Tables:
    """The graph of a named size."""
    size = SIZES[name]
    if size is not None:
        return national(size)
    from loaders import build

    return build._made(Settings(data=Path(tempfile.gettempdir()) / "renkei-bench-empty"))[1]


def worked() -> float:
    """Processor seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def loads(open_store: Callable[[], Store], graph: Tables) -> str:
    """A first load, the same again, and reading everything."""
    store = open_store()

    async def all_of_it() -> None:
        await store.tables()

    steps: list[tuple[str, Callable[[], Awaitable[object]]]] = [
        ("初めての build", lambda: store.replace(graph)),
        ("変わらない build", lambda: store.replace(graph)),
        ("全部を読む", all_of_it),
    ]
    told = []
    for what, step in steps:
        before, start = worked(), time.perf_counter()
        await step()
        told.append(f"{what} {worked() - before:.1f} CPU 秒（{time.perf_counter() - start:.1f} 秒）")
    await store.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "、".join(told) + f"、メモリー {most:,.0f} MB"


def on_disk(folder: Path) -> str:
    """Bytes of all files in a folder."""
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / MB:,.0f} MB"


def embedded(name: str) -> str:
    """The embedded store."""
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(loads(lambda: EmbeddedStore(Path(folder) / "graph.json"), graph_of(name)))
        return f"{told}、ファイル {on_disk(Path(folder))}"


def counts(name: str) -> str:
    """How large it is."""
    graph = graph_of(name)
    nodes = sum(table.num_rows for table in graph.nodes.values())
    return f"節点 {nodes:,}、関係 {sum(graph.counts().values()) - nodes:,}"


def loading(name: str, uri: str, user: str, password: str) -> str:
    """The loading side of Neo4j."""
    return asyncio.run(loads(lambda: Neo4jStore(uri, user, password, "neo4j"), graph_of(name)))


def on_neo4j(name: str) -> str:
    """A server of its own, and what it has taken at the end."""
    from tests import servers

    with tempfile.TemporaryDirectory() as folder, servers.running(servers.LTS, Path(folder)) as server:
        told = in_own_process(loading, name, server.uri, server.user, server.password)
        child = next(pid for pid in _children() if "--home-dir=" in Path(f"/proc/{pid}/cmdline").read_text())
        status = Path(f"/proc/{child}/status").read_text().split("VmHWM:")[1]
        times = Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()
        spent = (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
        disk = on_disk(Path(folder) / "data" / "databases")
        return (
            f"{told}。サーバー: {spent:.0f} CPU 秒、メモリー {int(status.split()[0]) / 1024:,.0f} MB、ディスク {disk}"
        )


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def main() -> None:
    """Print a line for each size and store."""
    parser = argparse.ArgumentParser(prog="python -m bench.sizes", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["五文書", "県"], metavar="五文書|県|全国")
    parser.add_argument("--neo4j", action="store_true", help="Neo4j も測る（Java と Maven が要る）")
    given = parser.parse_args()
    for name in given.sizes:
        print(f"{name}: {in_own_process(counts, name)}", flush=True)
        print(f"  組み込み: {in_own_process(embedded, name)}", flush=True)
        if given.neo4j:
            print(f"  Neo4j: {on_neo4j(name)}", flush=True)


if __name__ == "__main__":
    main()
