"""Clients that cost next to nothing, so that what is measured is the server: HTTP/1.1 over a kept socket, and bare drivers."""

from __future__ import annotations

import asyncio
import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


def work_of(process: int) -> float:
    """Seconds that a process has worked on the processors; 0 where the system does not tell (Linux does)."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each request, and of the whole run. ``work``: seconds that who answered worked on the processors."""

    times: list[float]
    whole: float
    work: float = 0.0

    @property
    def each(self) -> float:
        """Work of a request."""
        return self.work / len(self.times)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(0.95 * (len(self.times) - 1))]

    @property
    def throughput(self) -> float:
        """Requests a second."""
        return len(self.times) / self.whole


class Web:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """The body of an answer; an error if its status is not 200."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**26)
        reader, writer = self._streams
        target = quote(path, safe="/?=&.%-")
        writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        body = await reader.readexactly(length)
        if " 200 " not in head.partition("\r\n")[0]:
            raise RuntimeError(f"{path}: {body[:300].decode(errors='replace')}")
        return body

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()


async def over_http(port: int, paths: list[str], clients: int, process: int = 0) -> Measured:
    """Each path once, by so many clients at a time. ``process``: the server's, where its work is to be seen."""
    times: list[float] = []
    left = iter(paths)

    async def work() -> None:
        web = Web(port)
        for path in left:
            start = time.perf_counter()
            await web.get(path)
            times.append(time.perf_counter() - start)
        web.close()

    start, before = time.perf_counter(), work_of(process)
    await asyncio.gather(*(work() for _ in range(clients)))
    return Measured(times, time.perf_counter() - start, work_of(process) - before)


def bare(ask: Callable[[], Callable[[int], object]], requests: int, clients: int) -> Measured:
    """So many questions by threads with a driver of their own; ``ask`` makes what a thread asks with."""
    times: list[float] = []
    left = iter(range(requests))
    lock = threading.Lock()

    def work() -> None:
        question = ask()
        while True:
            with lock:
                number = next(left, None)
            if number is None:
                return
            start = time.perf_counter()
            question(number)
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    start, before = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured(times, time.perf_counter() - start, time.process_time() - before)
