"""``python -m tests.mutation MODULE TEST…``: change a module in one place after the other and tell what no test notices.

The tests named are to be those that prove the module, pure and fast: they run once for every change. Survivors are
printed with line and change, the count last. Needs ``os.fork`` (Linux, macOS).
"""

from __future__ import annotations

import argparse
import ast
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.mutation.changes import changes
from tests.mutation.trying import Outcome, prepare, tried


def main() -> int:
    """Try the changes; 1 where the tests fail without any, or do not load the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("module", help="graph.names")
    parser.add_argument("tests", nargs="+", metavar="TEST", help="tests/test_names.py")
    parser.add_argument("--lines", type=int, nargs="+", default=(), help="only changes on these lines")
    parser.add_argument("--list", action="store_true", help="only tell the changes")
    chosen = parser.parse_args()
    path = Path(chosen.module.replace(".", "/")).with_suffix(".py")
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    found = [change for change in changes(tree) if not chosen.lines or change.line in chosen.lines]
    lines = source.splitlines()
    told = {change: f"{path}:{change.line}: {change.says} | {lines[change.line - 1].strip()[:120]}" for change in found}
    if chosen.list:
        print(*told.values(), sep="\n")
        return 0
    prepare(chosen.tests)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.monotonic()
        first = tried(chosen.module, path, tree, chosen.tests, 600, folder)
        limit = 10 + 10 * (time.monotonic() - begun)
        if first is not Outcome.SURVIVED:
            print((folder / "out.txt").read_text(), f"変えなくても: {first.value}", sep="\n")
            return 1
        counts: Counter[Outcome] = Counter()
        for change in found:
            outcome = tried(chosen.module, path, change.applied(tree), chosen.tests, limit, folder)
            counts[outcome] += 1
            if outcome is not Outcome.KILLED:
                print(f"{outcome.value} {told[change]}", flush=True)
    print(f"{len(found)} の変更: " + "、".join(f"{kind.value} {count}" for kind, count in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
