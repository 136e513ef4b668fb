"""The fuzzer: atheris (libFuzzer), which goes on after a finding and keeps one input of each kind."""

from __future__ import annotations

import hashlib
import os
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Final

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["graph", "loaders"]):
    from tests.fuzz import all_targets
from tests.fuzz.target import ROOT, Target

_GROWN: Final = 500
"""Every so many inputs one is repeated until it is long: what grows faster than the input is seen then."""
_LONG: Final = 100_000
_LONG_SECONDS: Final = 20.0
_SLOWER: Final = 6.0
"""Watching costs time: how much longer an input may take under the fuzzer."""


class _Watch:
    """Runs a target and keeps one input of each kind of failure."""

    def __init__(self, target: Target, out: Path) -> None:
        self.target, self.out = target, out
        self.kinds: set[str] = set()
        self.count = 0

    def __call__(self, raw: bytes) -> None:
        self.count += 1
        self._tried(raw, self.target.seconds * _SLOWER)
        if self.count % _GROWN == 0 and raw:
            self._tried(raw * (_LONG // len(raw)), _LONG_SECONDS)

    def _tried(self, raw: bytes, seconds: float) -> None:
        begun = time.process_time()
        try:
            self.target.run(raw)
        except Exception as error:
            own = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(str(ROOT))]
            where = own[-2] if own[-1].name == "holds" else own[-1]
            self._found(
                f"{type(error).__name__}-{Path(where.filename).stem}-{where.lineno}",
                raw,
                "".join(traceback.format_exception(error)),
            )
        taken = time.process_time() - begun
        if taken > seconds:
            self._found("slow", raw, f"{len(raw):,} bytes took {taken:.1f} s")

    def _found(self, kind: str, raw: bytes, told: str) -> None:
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        path = self.out / "found" / f"{self.target.name}-{kind}-{hashlib.sha256(raw).hexdigest()[:8]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        print(f"FOUND {path}\n{told[-3_000:]}", flush=True)


def run(name: str, seconds: int, out: Path) -> int:
    """Fuzz one target. Does not return in the ordinary way: libFuzzer ends the process."""
    target = all_targets.TARGETS[name]
    corpus = out.resolve() / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / f"seed-{hashlib.sha256(seed).hexdigest()[:8]}").write_bytes(seed)
    words = out.resolve() / f"{name}.words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
    watch = _Watch(target, out.resolve())
    warnings.simplefilter("ignore")
    options = [
        f"-max_total_time={seconds}", f"-max_len={target.longest}", f"-dict={words}", "-rss_limit_mb=2500", "-timeout=120",
        f"-artifact_prefix={out.resolve()}/found/{name}-", "-print_final_stats=1", "-verbosity=0" if os.environ.get("QUIET") else "-verbosity=1",
    ]  # fmt: skip
    (out.resolve() / "found").mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(corpus)], watch)
    atheris.Fuzz()
    return bool(watch.kinds)


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())
