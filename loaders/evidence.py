"""Originals and quotes: where a source document is at hand, its words are read from it and never from memory.

A curated file names its original by the SHA-256 of the file and of the extracted text, and each quote by position and
照合, the first 12 hex digits of the quote's SHA-256.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from graph.errors import UsageError

CHECK_DIGITS: Final = 12
_MAX_FILES: Final = 100_000
_MAX_BYTES: Final = 200_000_000


def digest(quote: str) -> str:
    """照合 of a quote."""
    return hashlib.sha256(quote.encode()).hexdigest()[:CHECK_DIGITS]


def extract(raw: bytes) -> str:
    """The text of a plain-text original: UTF-8 without byte order mark, line ends as ``\\n``."""
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class Original:
    """An original that is at hand."""

    path: Path
    text: str

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def quote(self, place: str) -> str | None:
        """The words at ``start-end`` (code points, end excluded), or None if the text is not that long."""
        start, _, end = place.partition("-")
        if not (start.isdecimal() and end.isdecimal()) or not int(start) < int(end) <= len(self.text):
            return None
        return self.text[int(start) : int(end)]

    def line(self, place: str) -> int:
        """The line of the original on which a position begins."""
        return self.text.count("\n", 0, int(place.partition("-")[0])) + 1

    def find(self, expected: str, length: int, near: int) -> str | None:
        """A position whose words have the given 照合 and length, nearest to the old start."""
        starts = sorted(range(len(self.text) - length + 1), key=lambda start: abs(start - near))
        for start in starts:
            if digest(self.text[start : start + length]) == expected:
                return f"{start}-{start + length}"
        return None


@dataclass
class Originals:
    """The folder of originals (``--sources``, ``RENKEI_SOURCES``); files are found by their SHA-256, not by name."""

    folder: Path | None = None
    _cache: dict[str, Original | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            raise UsageError(f"原本の置き場「{self.folder}」というフォルダーがありません")

    @cached_property
    def _paths(self) -> dict[str, Path]:
        if self.folder is None:
            return {}
        found: dict[str, Path] = {}
        for count, path in enumerate(sorted(self.folder.rglob("*"))):
            if count > _MAX_FILES:
                raise UsageError(f"原本の置き場「{self.folder}」のファイルが多すぎます（{_MAX_FILES:,} まで）")
            if path.is_file() and path.stat().st_size <= _MAX_BYTES:
                with path.open("rb") as file:
                    found.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
        return found

    def get(self, sha256: str) -> Original | None:
        """The original with this SHA-256, or None where it is not at hand or is no plain text."""
        if sha256 not in self._cache:
            path = self._paths.get(sha256)
            try:
                self._cache[sha256] = Original(path, extract(path.read_bytes())) if path else None
            except UnicodeDecodeError:
                self._cache[sha256] = None
        return self._cache[sha256]
