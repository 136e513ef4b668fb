"""A real command in a process of its own, ended at a chosen moment of its work.

Moments are told in processor time of the command, not by the clock, so that they spread over its work on a busy machine
too; a little of the clock on top reaches the moments at which it waits for a server or a disk.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

COUNT = int(os.environ.get("RENKEI_TORTURE", "0"))
SEED = int(os.environ.get("RENKEI_TORTURE_SEED", "0")) or (random.SystemRandom().randrange(1, 10**6) if COUNT else 1)
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_LOOK = 0.002
JITTER = 0.03
"""Seconds of the clock that may pass between a moment and the kill."""


@dataclass(frozen=True)
class Work:
    """What a command needs when nobody disturbs it: processor seconds until it writes, has written, and has ended."""

    begins: float
    written: float
    ends: float

    def moment(self, chance: random.Random) -> float:
        """A moment: three of four fall, evenly, where it writes, the others anywhere."""
        if chance.random() < 3 / 4:
            return chance.uniform(self.begins, self.written)
        return chance.uniform(0, self.ends)


def start(*arguments: str, cwd: Path, **settings: str) -> subprocess.Popen[bytes]:
    """``renkei`` with these arguments and ``RENKEI_…`` settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RENKEI_", "COVERAGE"))}
    return subprocess.Popen(
        [sys.executable, "-m", "renkei.cli", *arguments],
        cwd=cwd,
        env={**clean, **{f"RENKEI_{name.upper()}": value for name, value in settings.items()}, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def measured(process: subprocess.Popen[bytes], writing: Callable[[], bool]) -> Work:
    """Let a command end by itself; ``writing`` tells whether it has begun to write."""
    begins, written, spent = 0.0, 0.0, 0.0
    while process.poll() is None:
        spent = max(spent, _spent(process))
        if writing():
            begins, written = begins or spent, spent
        time.sleep(_LOOK)
    said = said_by(process)
    assert process.returncode == 0, said
    assert begins, said
    return Work(begins, written, spent)


def killed(process: subprocess.Popen[bytes], moment: float, jitter: float) -> bool:
    """Kill a command (SIGKILL) at a moment of its work; False where it had ended by itself."""
    while process.poll() is None and _spent(process) < moment:
        time.sleep(_LOOK)
    time.sleep(jitter)
    alive = process.poll() is None
    if alive:
        process.send_signal(signal.SIGKILL)
    said = said_by(process)
    assert alive or process.returncode == 0, said
    return alive


def said_by(process: subprocess.Popen[bytes]) -> str:
    """All that an ended command wrote."""
    assert process.stdout is not None
    with process.stdout as stream:
        text = stream.read().decode(errors="replace")
    process.wait()
    return text


def _spent(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds of a process so far; 0 once it has ended."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def settings(**given: object) -> Mapping[str, str]:
    """Settings as the environment has them."""
    return {name: str(value) for name, value in given.items()}
