"""``python -m tests.fuzz [TARGET …] --seconds N``: look for inputs that break a contract, one target after the other.

Needs atheris (https://github.com/google/atheris), which is no dependency of the project: ``make fuzz`` puts it into an
environment of its own. What is found is written to ``--out`` and told; the exit status is 1 then.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run the targets, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="corpus and findings")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        parser.exit(2, "atheris is not installed here: make fuzz\n")
    if chosen.one:
        from tests.fuzz import engine

        return engine.run(chosen.targets[0], chosen.seconds, chosen.out)
    # Not above: the fuzzer watches only what is imported under its eyes.
    from tests.fuzz.all_targets import TARGETS

    names = chosen.targets or list(TARGETS)
    unknown = set(names) - set(TARGETS)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    found = 0
    for name in names:
        order = [
            sys.executable,
            "-m",
            "tests.fuzz",
            name,
            "--one",
            "--seconds",
            str(chosen.seconds),
            "--out",
            str(chosen.out),
        ]
        found |= bool(subprocess.run(order, check=False).returncode)
    return found


if __name__ == "__main__":
    sys.exit(main())
