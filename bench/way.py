"""``python -m bench [--share 0.1] [--neo4j]``: the whole way of a country, as people go it, each step a process.

From the curated files of `bench.folder` over check, build, catalogue, pages, maps and exports to reports; at three sizes
(a hundredth, a tenth, all), with the exponent by which each step grows; then the stores beside their bare floors
(`bench.measure`). 時計 is what the clock says, 仕事 what the processors did for it: on a machine with other work read the
latter.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bench import measure
from bench.folder import hub_id
from bench.steps import HEAD, Step, StepFailedError, ended, exponents, renkei, run, show
from loaders.folder import DOCUMENTS

SMALLER: Final = (0.01, 0.1)
"""The other sizes, as shares of the largest."""
_PLACE: Final = "神奈川県横浜市"


class Way:
    """The way of one country. ``folder``: its curated files come to lie there, and everything that is written."""

    def __init__(self, folder: Path, share: float) -> None:
        self.data, self.out, self.share = folder / "data", folder / "out", share
        self.out.mkdir(parents=True)
        self.steps: dict[str, Step] = {}
        self.failed: list[str] = []
        self.environment = {
            "RENKEI_DATA": str(self.data),
            "RENKEI_GRAPH_FILE": str(folder / "graph" / "graph.json"),
            "RENKEI_STORE": "embedded",
            "PYTHONPATH": str(Path.cwd()),
        }

    def go(self) -> dict[str, Step]:
        """All steps, each printed when it is done."""
        print(HEAD)
        own = [sys.executable, "-m", "bench", "country", "--out", str(self.data), "--share", str(self.share)]
        self._run("書き起こしを作る", own)
        self._run("check", renkei("check"), _documents)
        self._run("build（初めて）", renkei("build"), _graph)
        self._run("build（変わりなし）", renkei("build"))
        self._change()
        self._run("build（一文書が変わった）", renkei("build"), _changes)
        self._run("問い（すべて一度ずつ）", [sys.executable, "-m", "bench.asking"], _slowest)
        self._try("画面", self._pages)
        hub = hub_id(0)
        for name, arguments in {
            "地図（企業のまわり html）": ("map", "--around", hub, "-o", "hub.html"),
            "地図（奈良県 pdf）": ("map", "--prefecture", "奈良県", "-o", "nara.pdf"),
            "地図（全国 --japan）": ("map", "--japan", "-o", "japan.html"),
            "配布版（--all）": ("map", "--all", "-o", "all.html"),
            "出力（jsonl）": ("export", "jsonl", "-o", "graph.jsonl"),
            "出力（csv）": ("export", "csv", "-o", "graph.zip"),
            "出力（graphml）": ("export", "graphml", "-o", "graph.graphml"),
            "出力（gexf）": ("export", "gexf", "-o", "graph.gexf"),
            "出力（xlsx）": ("export", "xlsx", "-o", "graph.xlsx"),
            "資料（横浜市 docx）": ("report", "--municipality", _PLACE, "-o", "yokohama.docx"),
            "資料（企業 xlsx）": ("report", "--company", hub, "-o", "hub.xlsx"),
        }.items():
            target = self.out / arguments[-1]
            self._run(name, renkei(*arguments[:-1], target), lambda _, target=target: _size(target))
            target.unlink(missing_ok=True)
        return self.steps

    def _run(self, name: str, command: list[str], note: Callable[[str], str] = lambda said: "") -> None:
        self._try(name, lambda: run(name, command, self.environment, note))

    def _try(self, name: str, step: Callable[[], Step]) -> None:
        try:
            self.steps[name] = step()
        except StepFailedError as error:
            # The other steps are still worth knowing.
            self.failed.append(name)
            print(f"  {name} ができません: {error}", flush=True)

    def _change(self) -> None:
        """One fact of the longest list becomes another."""
        path = max((self.data / DOCUMENTS).glob("list-*.yaml"), key=lambda path: (path.stat().st_size, path.name))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("  所管課: ", "  所管課: 新しい", 1), encoding="utf-8", newline="")

    def _pages(self) -> Step:
        """The server from its start: first answer, a hub's page and search when it is warm."""
        with _served(self.environment) as (port, process, start):
            _until(port, "")
            told = [f"起動 {time.perf_counter() - start:.1f} 秒", f"初めの頁 {_timed(port, '/')}"]
            _until(port, "済")
            told.append(f"用意が済むまで {time.perf_counter() - start:.0f} 秒")
            for name, path in {
                "企業の頁": f"/organisations/{hub_id(1)}",
                "自治体の頁": "/municipalities/141003",
                "探す": f"/api/search?{quote('語')}={quote('見守り')}",
            }.items():
                told.append(f"{name} {_timed(port, path)}")
            process.send_signal(signal.SIGINT)
            step = ended("画面", process, start)
        return show(Step("画面", step.seconds, step.work, step.memory, "、".join(told)))


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    start = time.perf_counter()
    process = subprocess.Popen(
        renkei("serve", "--port", str(port)), env={**os.environ, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield port, process, start
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        raise StepFailedError(f"{path}: {answer.status} {body[:300]}")
    return body


def _timed(port: int, path: str) -> str:
    return f"{measure.timed(lambda: _get(port, path)) * 1e3:,.0f} ms"


def _until(port: int, word: str) -> None:
    """Wait until the server says at ``/ready`` that it is so far."""
    for _ in range(6_000):
        with suppress(OSError):
            if word in _get(port, "/ready"):
                return
        time.sleep(0.1)
    raise StepFailedError("画面が用意できません")


def _documents(said: str) -> str:
    return next((line for line in said.splitlines() if line.startswith("確かめた文書")), "")


def _graph(said: str) -> str:
    line = next((line for line in said.splitlines() if line.startswith("グラフ（")), "")
    return line.partition("）: ")[2]


def _changes(said: str) -> str:
    return next((line for line in said.splitlines() if line.startswith("前回から")), "")


def _slowest(said: str) -> str:
    found = json.loads(said.splitlines()[-1])
    for name, seconds, rows in found["遅い順"]:
        print(f"    {name:28} {seconds:7.3f} 秒  {rows:,} 行")
    return f"{found['問い']} の問い。遅い順に上の通り"


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.1f} MB"


def main() -> None:
    """Go the way at three sizes, then measure the stores."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="いちばん大きい国を、全国の何割とするか")
    parser.add_argument("--only", action="store_true", help="いちばん大きい国だけを測る（増え方は示さない）")
    parser.add_argument("--neo4j", action="store_true", help="Neo4j も測る（Java と Maven が要る）")
    parser.add_argument("--runs", type=int, default=1, help="データベースを比べる回数（最も速いものをとる）")
    parser.add_argument("--out", type=Path, help="作業のフォルダー（既定は一時フォルダー）")
    given = parser.parse_args()
    shares = [given.share * part for part in (() if given.only else SMALLER)] + [given.share]
    with tempfile.TemporaryDirectory(dir=given.out) as name:
        ways: list[dict[str, Step]] = []
        failed: list[str] = []
        for share in shares:
            print(f"全国の {share:.2%}", flush=True)
            folder = Path(name) / f"{share:g}"
            way = Way(folder, share)
            ways.append(way.go())
            failed += way.failed
            if share != shares[-1]:
                shutil.rmtree(folder)
        if len(ways) > 1:
            print(f"増え方（仕事、国の大きさの何乗か。n log n なら {measure.N_LOG_N:.2f} ほど）")
            for step, exponent, more in exponents(shares, ways):
                print(f"  {step:　<20}{exponent:6.2f}{'  ×' if more else ''}")
        measure.ratios(Path(name) / f"{shares[-1]:g}" / "data", given.runs, with_neo4j=given.neo4j)
    if failed:
        raise SystemExit(f"できなかったもの: {'、'.join(failed)}")
