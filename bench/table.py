"""``python -m bench table [--short]``: every line of the README's table in one run, one command after the other.

It takes about two hours. ``--short`` takes the smallest sizes instead, to see that every command still comes to its end;
its figures are not worth quoting.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from typing import Final, NamedTuple


class Line(NamedTuple):
    """``asked``, ``short``: words behind ``python -m bench``, and those for ``--short``; ``heap``: memory of the Neo4j server."""

    what: str
    asked: str
    short: str
    heap: str = ""

    @property
    def command(self) -> str:
        """As one types it."""
        heap = f"RENKEI_TEST_HEAP={self.heap} " if self.heap else ""
        return f'{heap}make bench ARGS="{self.asked}"'


LINES: Final = (
    Line("配布版", "portable", "portable small"),
    Line("連携の地図", "map --limit 200", "map --nodes 100 --limit 25"),
    Line("画面（組み込み）", "api small", "api small --requests 5"),
    Line("画面（Neo4j）", "api small --only-neo4j --requests 100", "api small --only-neo4j --requests 5", "2g"),
    Line("全国を書く", "stores --share 1 --runs 1 --neo4j", "stores --share 0.02 --runs 1 --neo4j", "6g"),
)


def main() -> None:
    """Run them all; the exit status is 1 where one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m bench table", description=__doc__)
    parser.add_argument("--short", action="store_true", help="いちばん小さい大きさで、終わりまで動くことだけを見る")
    short = parser.parse_args().short
    failed = []
    for line in LINES:
        print(f"\n## {line.what}    {line.command}\n", flush=True)
        order = [sys.executable, "-m", "bench", *(line.short if short else line.asked).split()]
        environment = {**os.environ, **({"RENKEI_TEST_HEAP": line.heap} if line.heap else {})}
        if subprocess.run(order, env=environment, check=False).returncode:
            failed.append(line.what)
    if failed:
        sys.exit(f"終わらなかったもの: {'、'.join(failed)}")
