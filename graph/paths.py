"""Where the shipped data lie (beside the packages in a checkout, inside the package when installed), and how files are
written so that neither a crash nor a loss of power leaves half of one."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.resources import files
from pathlib import Path


def shipped_data() -> Path:
    """The read-only ``data/`` that the project ships."""
    checkout = Path(__file__).resolve().parent.parent / "data"
    if (checkout / "municipalities.tsv").is_file():
        return checkout
    return Path(str(files("renkei") / "_data"))


Stamp = tuple[tuple[str, int, int], ...]
"""Path, time of change and size of files: what was read from them is good as long as it stays the same."""


def stamp(*files: Path) -> Stamp:
    """The stamp of the files that are there."""
    found = ((str(file), file.stat()) for file in files if file.is_file())
    return tuple((name, about.st_mtime_ns, about.st_size) for name, about in found)


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step: a reader, a crash or a loss of power meets the old file or the new one, each whole.

    Which of them a loss of power right afterwards leaves is settled by `sync_folder`. Raises `OSError`; then the old file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        # On a full disk not even this may be possible; the next writing takes what is left.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def sync_file(path: Path) -> None:
    """Wait until a file's content is on disk. Raises `OSError`."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk, where the system lets one wait for that (Windows does not)."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
