"""Curated files of the user's folder with what the tool drafted of them, read once for every state of the file."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.errors import DataProblems
from loaders import lines
from loaders.folder import Folder
from loaders.review.tracked import Draft
from loaders.roundtrip import current_text
from loaders.source import Source
from loaders.written import Written

_KEPT: Final = 8
State = tuple[int, int, int]


@dataclass
class Files:
    """Reads and writes the files of one folder."""

    folder: Folder
    _cache: OrderedDict[Path, tuple[State, Written]] = field(default_factory=OrderedDict)

    def read(self, path: Path) -> Written:
        """A curated file. Raises `DataProblems` where it cannot be read as one."""
        now = state(path)
        known = self._cache.get(path)
        if known and known[0] == now:
            self._cache.move_to_end(path)
            return known[1]
        located = lines.load(path)
        if located.problems or not isinstance(located.data, dict):
            raise DataProblems(
                located.problems or [located.problem((), "中身がありません", "ファイルを直すか、消してください")]
            )
        found = Written.parse(current_text(path, located))
        self._keep(path, now, found)
        return found

    def write(self, id: str, written: Written) -> None:
        """Write the curated file of a document; the caller holds the lock."""
        self.folder.write_document(id, written.text)
        path = self.folder.document(id)
        self._keep(path, state(path), written)

    def _keep(self, path: Path, now: State, written: Written) -> None:
        self._cache[path] = (now, written)
        self._cache.move_to_end(path)
        while len(self._cache) > _KEPT:
            self._cache.popitem(last=False)

    def draft(self, id: str) -> Draft:
        """What the tool drafted and wrote last of a document."""
        return Draft.of(id, self.folder.read_draft(id))

    def source(self, sha256: str) -> Source | None:
        """An extracted text by its 本文sha256, or None where it is not at hand."""
        text = self.folder.read_text(sha256) if sha256 else None
        return None if text is None else Source(text, self.folder.read_rows(sha256))


def state(path: Path) -> State:
    """What changes with every change of a file; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)
