"""One step of the whole way, run as a process of its own: what the clock says, what it costs the processors, its memory."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

ALLOWED: Final = 1.25
"""Exponent of growth that is still n log n and noise: from 1 % to the whole, n log n grows as n to the 1.07."""
LEAST: Final = 0.5
"""Seconds of work below which the fixed costs of a step say nothing about its growth."""


@dataclass(frozen=True, slots=True)
class Step:
    """``seconds`` by the clock, ``work`` on all processors (seconds, not lengthened by other programs), ``memory`` at its
    highest (GB). ``note``: what else there is to say."""

    name: str
    seconds: float
    work: float
    memory: float
    note: str = ""

    def __str__(self) -> str:
        return (
            f"  {self.name:　<18}{self.seconds:9.1f} 秒{self.work:9.1f} 秒{self.memory:7.2f} GB  {self.note}".rstrip()
        )


HEAD: Final = f"  {'':　<18}{'時計':>9}{'仕事':>10}{'メモリー':>8}"


class StepFailedError(Exception):
    """A step ended with an error; what it said is in the text."""


def renkei(*arguments: str | Path) -> list[str]:
    """The command as people run it."""
    return [sys.executable, "-m", "renkei.cli", *map(str, arguments)]


def run(
    name: str, command: Sequence[str], environment: Mapping[str, str], note: Callable[[str], str] = lambda said: ""
) -> Step:
    """Run a command to its end and show what it took. ``note``: from what it prints. Raises `StepFailedError`."""
    with tempfile.TemporaryFile() as said:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **environment})
        step = ended(name, process, start)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if process.returncode:
        raise StepFailedError(f"{name}: {text[-2_000:]}")
    return show(Step(step.name, step.seconds, step.work, step.memory, note(text)))


def ended(name: str, process: subprocess.Popen[bytes], start: float) -> Step:
    """Wait for a process: the system tells what it has used (Linux, macOS)."""
    _, status, used = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Step(name, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e9)


def show(step: Step) -> Step:
    """Print a step as soon as it is done."""
    print(step, flush=True)
    return step


def exponents(sizes: Sequence[float], steps: Sequence[Mapping[str, Step]]) -> Iterable[tuple[str, float, bool]]:
    """Name of a step, the exponent of its growth between the two largest sizes, and whether it is more than n log n.

    Work is compared, less what the step takes of whatever size (its work at the smallest size).
    """
    for name, last in steps[-1].items():
        with suppress(KeyError):
            fixed, before = steps[0][name].work, steps[-2][name].work
            if len(steps) > 2:
                before, after = before - fixed, last.work - fixed
            else:
                after = last.work
            if before > LEAST / 4 and after > LEAST:
                found = math.log(after / before) / math.log(sizes[-1] / sizes[-2])
                yield name, found, found > ALLOWED
