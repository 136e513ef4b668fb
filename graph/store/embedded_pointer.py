"""The pointer of the embedded store: a small JSON file that names the database file in force, which lies beside it.

A build writes a database file under a new name, makes sure that it is on disk, and then replaces the pointer in one step.
So after a crash or a loss of power at any moment the pointer names a whole file, the old one or the new one; what a dead
build left behind is taken away by the next. The pointer also tells size and SHA-256 of the file: a damaged one can end the
whole process that opens it, so a build looks before it opens what is there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from filelock import FileLock, Timeout

from graph import schema
from graph.errors import StoreError, reason
from graph.paths import sync_file, sync_folder, write_whole

Signature = tuple[int, int, int] | None
"""What tells a file from one that took its place; None where there is none."""

_DATABASE: Final = r"-(\d{6,})-[0-9a-f]{8}\.lbug"


def signature(path: Path) -> Signature:
    """Time of change, size and number of a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@dataclass(frozen=True, slots=True)
class Pointer:
    """The pointer at ``path``. Methods that write expect that the caller is within `exclusive`."""

    path: Path

    @property
    def signature(self) -> Signature:
        return signature(self.path)

    def target(self) -> Path:
        """The database file in force. Raises `StoreError` where there is none, or none that this edition can read."""
        try:
            content = self._content()
            name, shape = content["ファイル"], content["形"]
            if Path(name).name != name:
                raise ValueError(name)
        except FileNotFoundError:
            raise StoreError(f"グラフがまだありません（{self.path}）。先に renkei build を実行してください。") from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise StoreError(
                f"グラフの指示ファイル {self.path} を読めません。renkei build で作り直してください。"
            ) from error
        if shape != schema.embedded_shape():
            raise StoreError(
                f"グラフ {self.path} は別の版の連携グラフが作りました。renkei build で作り直してください。"
            )
        return self.path.parent / str(name)

    def intact(self, *, whole: bool) -> bool:
        """Whether the database file has the size, and the content if the ``whole`` of it is looked at, that it was given.

        Reading half a gigabyte takes a second: for a build, but not for every question.
        """
        try:
            content = self._content()
            path = self.path.parent / str(content["ファイル"])
            if path.stat().st_size != content["大きさ"]:
                return False
            return not whole or _sha256(path) == content["照合"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return False

    def number(self) -> int:
        """The number of the last version, as the pointer or the name of any database file has it; 0 before any.

        It never goes back, even where the pointer has become unreadable.
        """
        told = 0
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            told = int(self._content()["番号"])
        return max([told, *(int(found[1]) for _, found in self._beside())])

    def new_file(self, number: int) -> Path:
        """A name for the database file of a version that nothing has."""
        return self.path.with_name(f"{self.path.stem}-{number:06}-{token_hex(4)}.lbug")

    def point(self, target: Path, number: int) -> None:
        """Put a whole database file in force. Raises `OSError`; then the one of before is in force."""
        sync_file(target)
        sync_folder(target.parent)
        content = {
            "ファイル": target.name,
            "番号": number,
            "形": schema.embedded_shape(),
            "大きさ": target.stat().st_size,
            "照合": _sha256(target),
        }
        write_whole(self.path, json.dumps(content, ensure_ascii=False) + "\n")
        # Before the file of before is taken away.
        sync_folder(target.parent)

    def sweep(self, keep: Path) -> None:
        """Take away all database files but one, and what the engine or a dead build left beside them."""
        for path, found in self._beside():
            if found[0] != keep.name:
                # On Windows a file that a server still reads cannot go; a later build takes it.
                with suppress(OSError):
                    path.unlink()

    def discard(self, target: Path) -> None:
        """Take away a database file that did not come into force, with all that the engine left beside it."""
        with suppress(StoreError):
            if self.target() == target:
                return
        for path, found in self._beside():
            if found[0] == target.name:
                with suppress(OSError):
                    path.unlink()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep other builds away. Raises `StoreError`, also for an `OSError` of the work within."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(self.path.name + ".lock"), timeout=0):
                yield
        except Timeout:
            raise StoreError("ほかの build が同じグラフを作っています。終わるのを待ってください。") from None
        except OSError as error:
            raise self.unwritable(reason(error)) from error

    def unwritable(self, why: str) -> StoreError:
        """What to say where a graph cannot be written."""
        kept = "前のグラフはそのままです。" if self.signature else ""
        return StoreError(
            f"グラフを {self.path.parent} に書けません（{why}）。"
            f"空き容量と書き込みの許可を確かめて、もう一度実行してください。{kept}"
        )

    def _content(self) -> Any:
        return json.loads(self.path.read_text(encoding="utf-8"))

    def _beside(self) -> Iterator[tuple[Path, re.Match[str]]]:
        """Database files of this pointer, and what lies beside them, with the match of the database file's name."""
        begin = re.compile(re.escape(self.path.stem) + _DATABASE)
        with suppress(OSError):
            for path in list(self.path.parent.iterdir()):
                if found := begin.match(path.name):
                    yield path, found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
