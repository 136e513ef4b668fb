"""The parent's side of `worker`: start it, hand over a job, read what comes, end it when the time is over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from graph.errors import StoreError
from graph.store.base import Rows, plain_row
from graph.store.raw import messages
from graph.store.raw.limits import Limits, broken, too_slow

_WORKER: Final = Path(__file__).with_name("worker.py")
_START: Final = 30.0
"""Seconds until the engine is loaded and the graph open, on a busy machine."""
_GRACE: Final = 1.0
"""Seconds after which an engine that does not stop by itself is ended."""
_LINE: Final = 1_000_000
"""Bytes of a line beside its row: names of columns, messages."""


class Found(NamedTuple):
    """The rows that came; ``cut`` is why there are no more of them: 'rows', 'bytes', or ''."""

    rows: Rows
    cut: str


class Worker:
    """One statement in a process of its own. `run` blocks; `stop` may be called from any thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self._late = False

    def run(self, job: Mapping[str, Any]) -> Found:
        """What the statement gives. Raises `QueryError`, `LimitError`, and `StoreError` where no graph is reached."""
        limits = self._limits
        sent = {**job, "rows": limits.rows, "bytes": limits.bytes, "seconds": limits.seconds, "memory": limits.memory}
        with self._lock:
            if self._stopped:
                raise too_slow(limits)
            self._process = subprocess.Popen(
                # Isolated: neither the folder where the user stands nor PYTHON… variables choose what is imported.
                [sys.executable, "-I", "-X", "utf8", "-W", "ignore", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if not name.startswith("RENKEI_")},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        process = self._process
        starting = self._timer(_START)
        try:
            self._hand_over(process, sent)
            ready = self._line(process)
            starting.cancel()
            self._check(ready)
            working = self._timer(limits.seconds + _GRACE)
            try:
                return self._read(process)
            finally:
                working.cancel()
        finally:
            starting.cancel()
            self.stop()

    def stop(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            self._stopped = True
            process = self._process
        if process:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream and not stream.closed:
                    self._close(stream)

    @staticmethod
    def _close(stream: Any) -> None:
        try:
            stream.close()
        except OSError:
            # What was still to be written has no reader any more.
            return

    def _timer(self, seconds: float) -> threading.Timer:
        def late() -> None:
            self._late = True
            if self._process:
                self._process.kill()

        timer = threading.Timer(seconds, late)
        timer.daemon = True
        timer.start()
        return timer

    def _hand_over(self, process: subprocess.Popen[bytes], job: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(job).encode())
            process.stdin.close()
        except OSError:
            # The process ended already; what it did not say tells enough.
            return

    def _line(self, process: subprocess.Popen[bytes]) -> Any:
        """The next message or row. Raises where none comes."""
        assert process.stdout is not None
        line = process.stdout.readline(self._limits.bytes + _LINE)
        if line.endswith(b"\n"):
            return json.loads(line)
        if self._late or self._stopped:
            raise too_slow(self._limits)
        raise broken(self._limits)

    def _check(self, message: Any) -> None:
        if isinstance(message, dict) and "error" in message:
            error = message["error"]
            if error["code"] == "open":
                raise StoreError(
                    "グラフを開けません。renkei serve や renkei build ができるか、確かめてください"
                    f"（{messages.first_line(error['message'])}）。"
                )
            raise messages.translated(error["code"], error["message"], self._limits)

    def _read(self, process: subprocess.Popen[bytes]) -> Found:
        columns: tuple[str, ...] = ()
        rows: list[tuple[Any, ...]] = []
        while True:
            message = self._line(process)
            if isinstance(message, list):
                rows.append(plain_row(message))
                continue
            self._check(message)
            if "columns" in message:
                columns = tuple(message["columns"])
            else:
                return Found(Rows(columns, rows), message["end"])
