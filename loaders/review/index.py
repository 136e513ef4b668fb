"""The list of all texts that were stored, kept in a file so that a new one finds its document without reading them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from loaders.folder import DRAFTS, Folder
from loaders.review.lineage import Version, Versions

FILE: Final = "index.jsonl"


@dataclass
class Index:
    """The index of one folder. It only saves questions: a line that a crash cut off costs one."""

    folder: Folder
    _read: tuple[int, Versions] | None = None

    @property
    def versions(self) -> Versions:
        """All texts, those that other commands stored meanwhile included."""
        path = self.folder.root / DRAFTS / FILE
        size = path.stat().st_size if path.is_file() else 0
        if self._read is None or self._read[0] != size:
            found = Versions()
            for line in path.read_bytes().splitlines() if size else ():
                try:
                    found.add(Version.of(json.loads(line)))
                except (ValueError, KeyError, TypeError):
                    continue
            self._read = (size, found)
        return self._read[1]

    def add(self, version: Version) -> None:
        """Know one more text; the caller holds the lock."""
        known = self.versions
        if known.knows(version):
            return
        path = self.folder.root / DRAFTS / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(version.data(), ensure_ascii=False) + "\n"
        with path.open("a+b") as file:
            if file.seek(0, 2):
                file.seek(-1, 2)
                line = line if file.read(1) == b"\n" else "\n" + line
            file.write(line.encode())
        known.add(version)
        self._read = (path.stat().st_size, known)
