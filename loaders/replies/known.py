"""Which agreements and measures the data know, by id; found without reading every file as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

_SECTION: Final = re.compile(r"^(?P<section>[^\s:#]+):", re.MULTILINE)
_ID: Final = re.compile(r"(?:^|[\s{,-])id:[^\S\n]*['\"]?(?P<id>[^\s'\",}]+)", re.MULTILINE)
_LABELS: Final = ("協定", "施策")


@lru_cache(maxsize=20_000)
def _labels(path: Path, changed: int, size: int) -> dict[str, str]:
    """The records of one file as it is at present: many replies are read in one go."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    starts = list(_SECTION.finditer(text))
    found: dict[str, str] = {}
    for n, start in enumerate(starts):
        if start["section"] in _LABELS:
            end = starts[n + 1].start() if n + 1 < len(starts) else len(text)
            for match in _ID.finditer(text, start.end(), end):
                found.setdefault(match["id"], start["section"])
    return found


@dataclass
class Known:
    """``labels``: id → 協定 or 施策."""

    labels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, layers: Iterable[Path]) -> Known:
        """Look through the curated files of all layers."""
        found = cls()
        for layer in layers:
            for path in sorted((layer / "documents").glob("*.y*ml")):
                state = path.stat()
                for id, label in _labels(path, state.st_mtime_ns, state.st_size).items():
                    found.labels.setdefault(id, label)
        return found

    def is_measure(self, id: str) -> bool:
        """Whether the id is that of a measure."""
        return self.labels.get(id) == "施策"
