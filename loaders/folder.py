"""The user's folder: where curated files, drafts and the texts of originals lie, and how they are written.

``documents/*.yaml`` what people decided (the truth that build reads), ``drafts/*.json`` what the tool drafted last and
wrote last (so that a person's own edits are known from the tool's), ``texts/<本文sha256>.txt`` the extracted texts,
``decisions.jsonl`` the log. Files are replaced whole, under one lock.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from graph import formats
from graph.errors import DataProblems, Problem, StoreError, UsageError, reason, relative
from graph.paths import write_whole

DOCUMENTS: Final = "documents"
DRAFTS: Final = "drafts"
TEXTS: Final = "texts"
LOCK: Final = ".renkei.lock"
RESTORED: Final = ".restored"
"""What follows the folder's name while a restored one waits to take its place."""
_WAIT: Final = 60.0
_ID: Final = re.compile(
    r"^文書:[^\S\n]*(?:#.*)?\n(?:(?:[^\S\n].*|#.*)?\n)*?[^\S\n]+id:[^\S\n]*['\"]?([^\s'\"#]+)", re.MULTILINE
)
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]|[. ]$|^(?i:con|prn|aux|nul|com\d|lpt\d)$')


def text_sha256(text: str) -> str:
    """本文sha256 of an extracted text."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_name(id: str) -> str:
    """The id as a name that every system takes for a file, without suffix; different ids have different names."""
    safe = _UNSAFE.sub("_", id)
    return safe if safe == id else f"{safe}-{hashlib.sha256(id.encode()).hexdigest()[:6]}"


@dataclass
class Folder:
    """The user's folder (``RENKEI_DATA``)."""

    root: Path
    _known: tuple[int, dict[str, Path]] | None = None

    @cached_property
    def _held(self) -> FileLock:
        return FileLock(self.root / LOCK)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other commands from writing. Raises `StoreError` where another one writes for too long.

        An `OSError` of the work within becomes a `StoreError`, or a `UsageError` where no folder can be there.
        """
        refuse_unfinished(self.root)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with self._held.acquire(timeout=_WAIT):
                yield
        except Timeout as error:
            raise StoreError(
                f"ほかの renkei がデータの置き場「{self.root}」に書いている途中です。終わってからもう一度実行してください。"
            ) from error
        except OSError as error:
            wrong = UsageError if error.errno in (errno.ENOTDIR, errno.EEXIST) else StoreError
            raise wrong(
                f"データの置き場「{self.root}」に書けません（{reason(error)}）。"
                "空き容量と書き込みの許可を確かめてください。"
            ) from error

    def _listed(self) -> dict[str, Path]:
        """文書.id → its curated file, whatever the file is called; read again where files came or went."""
        folder = self.root / DOCUMENTS
        state = folder.stat().st_mtime_ns if folder.is_dir() else 0
        if self._known is None or self._known[0] != state:
            read = {path: id for id, path in self._known[1].items()} if self._known else {}
            known: dict[str, Path] = {}
            for path in sorted(folder.glob("*.y*ml")):
                # What is called as the tool calls it needs no look inside to be found again.
                id = read.get(path) if path.stem == file_name(read.get(path, "")) else None
                id = id or _id_of(path)
                if id:
                    known.setdefault(id, path)
            self._known = (state, known)
        return self._known[1]

    def documents(self) -> dict[str, Path]:
        """All curated files by 文書.id."""
        return {id: path for id, path in sorted(self._listed().items()) if path.is_file()}

    def document(self, id: str) -> Path:
        """The curated file of a document, or where it would be written."""
        path = self._listed().get(id)
        return path if path and path.is_file() else self.root / DOCUMENTS / f"{file_name(id)}.yaml"

    def write_document(self, id: str, text: str) -> None:
        """Write a curated file; the caller holds the lock."""
        path = self.document(id)
        write_whole(path, text)
        if self._known:
            self._known[1][id] = path
            self._known = ((self.root / DOCUMENTS).stat().st_mtime_ns, self._known[1])

    def draft_path(self, id: str) -> Path:
        """Where the tool keeps what it drafted of a document, or would."""
        return self.root / DRAFTS / f"{file_name(id)}.json"

    def read_draft(self, id: str) -> dict[str, Any] | None:
        """What the tool drafted and wrote last of a document; None if nothing or unreadable.

        Raises `DataProblems` where a newer edition of the tool wrote it: what it remembers would be lost.
        """
        path = self.draft_path(id)
        try:
            data = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(data, dict):
            return None
        try:
            return formats.raised("下書き", data)
        except formats.FormError as error:
            raise DataProblems([Problem(relative(path), 0, formats.KEY, error.what, error.remedy)]) from error

    def write_draft(self, id: str, data: dict[str, Any]) -> None:
        """Keep what the tool drafted and wrote."""
        write_whole(self.draft_path(id), json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n")

    def text_path(self, sha256: str) -> Path:
        """Where an extracted text lies, or would."""
        return self.root / TEXTS / f"{sha256}.txt"

    def read_text(self, sha256: str) -> str | None:
        """An extracted text by its 本文sha256, or None; a text that was changed on disk is not returned."""
        path = self.text_path(sha256)
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None
        return text if text_sha256(text) == sha256 else None

    def read_rows(self, sha256: str) -> dict[str, tuple[int, int]]:
        """``sheet!row`` → start and end of that row in the text; empty where the text has no sheets."""
        try:
            data = json.loads((self.root / TEXTS / f"{sha256}.rows.json").read_bytes())
            return {str(place): (int(span[0]), int(span[1])) for place, span in data.items()}
        except (OSError, ValueError, AttributeError, TypeError, IndexError, KeyError):
            return {}

    def write_text(self, text: str, rows: Mapping[str, tuple[int, int]] | None = None) -> str:
        """Keep an extracted text and the places of its rows; returns the 本文sha256."""
        sha256 = text_sha256(text)
        path = self.text_path(sha256)
        if rows:
            spans = {place: list(span) for place, span in rows.items()}
            write_whole(path.with_suffix(".rows.json"), json.dumps(spans, ensure_ascii=False) + "\n")
        if self.read_text(sha256) is None:
            write_whole(path, text)
        return sha256


def refuse_unfinished(root: Path) -> None:
    """Raises `StoreError` where a restore was cut short between putting the old folder aside and the new one in place."""
    if root.exists() or not root.with_name(root.name + RESTORED).is_dir():
        return
    aside = sorted(path.name for path in root.parent.glob("*まで*") if path.name.startswith(f"{root.name}-"))
    kept = f"いままでのデータは「{root.with_name(aside[-1])}」にあります。" if aside else ""
    raise StoreError(
        f"データの置き場「{root}」は、控えから戻す途中で止まっています。"
        f"renkei restore 控え.zip をもう一度実行してください。{kept}"
    )


def _id_of(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        found = _ID.search(file.read(20_000))
    return found[1] if found else ""
