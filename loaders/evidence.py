"""Originals and quotes: where a source document is at hand, its words are read from it and never from memory.

A curated file names its original by the SHA-256 of the file and of the extracted text, and each quote by position and
照合, the first 12 hex digits of the quote's SHA-256. Texts that ``renkei extract`` kept in the user's folder are found by
本文sha256; original files are found by their SHA-256 and read again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from graph.errors import UsageError
from loaders.align import Windows
from loaders.folder import Folder, text_sha256
from loaders.read import ReadError, Reading, read
from loaders.source import Source

_MAX_FILES: Final = 100_000
_MAX_BYTES: Final = 200_000_000


def row_places(reading: Reading) -> dict[str, tuple[int, int]]:
    """``sheet!row`` → start and end of that row's line in the text; empty where places are told as positions."""
    if not reading.sheets:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for table in reading.tables:
        for row in table.rows:
            # A cell that is merged from above stands in an earlier line.
            last = max(cell.span.start for cell in row.cells)
            start = reading.text.rfind("\n", 0, last) + 1
            found.setdefault(f"{table.name}!{row.number}", (start, reading.text.index("\n", last)))
    return found


@dataclass
class Original:
    """An original that is at hand. ``path``: the file, or the text that was kept of it."""

    path: Path
    source: Source

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def text_sha256(self) -> str:
        return text_sha256(self.text)

    def quote(self, place: str) -> str | None:
        """The words at ``start-end`` (code points, end excluded) or ``sheet!row``; None if there is no such place."""
        return self.source.words(place)

    def line(self, place: str) -> int:
        """The line of the text on which a place begins."""
        span = self.source.span(place)
        return self.text.count("\n", 0, span.start) + 1 if span else 0

    def find(self, expected: str, length: int, near: int) -> str | None:
        """A position whose words have the given 照合 and length, nearest to the old start."""
        starts = Windows(self.text, {}).starts(expected, length)
        start = min(starts, key=lambda at: abs(at - near), default=None)
        return None if start is None else f"{start}-{start + length}"


@dataclass
class Originals:
    """The folder of originals (``--sources``, ``RENKEI_SOURCES``), found by their SHA-256 and not by name, and the texts
    kept in the user's folder."""

    folder: Path | None = None
    kept: Folder | None = None
    _cache: dict[str, Original | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            raise UsageError(f"原本の置き場「{self.folder}」というフォルダーがありません")

    @cached_property
    def _paths(self) -> dict[str, Path]:
        if self.folder is None:
            return {}
        found: dict[str, Path] = {}
        for count, path in enumerate(sorted(self.folder.rglob("*")), 1):
            if count > _MAX_FILES:
                raise UsageError(f"原本の置き場「{self.folder}」のファイルが多すぎます（{_MAX_FILES:,} まで）")
            if path.is_file() and path.stat().st_size <= _MAX_BYTES:
                with path.open("rb") as file:
                    found.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
        return found

    def get(self, sha256: str | None, text: str | None = None) -> Original | None:
        """The original with this SHA-256, or the text kept under its 本文sha256; None where neither is at hand or the
        file cannot be read."""
        found = self._kept(text) if text else None
        return found or (self._read(sha256) if sha256 else None)

    def _kept(self, sha256: str) -> Original | None:
        text = self.kept.read_text(sha256) if self.kept else None
        if self.kept is None or text is None:
            return None
        return Original(self.kept.text_path(sha256), Source(text, self.kept.read_rows(sha256)))

    def _read(self, sha256: str) -> Original | None:
        if sha256 not in self._cache:
            path = self._paths.get(sha256)
            try:
                reading: Any = read(path) if path else None
                self._cache[sha256] = Original(path, Source(reading.text, row_places(reading))) if path else None
            except ReadError:
                self._cache[sha256] = None
        return self._cache[sha256]
