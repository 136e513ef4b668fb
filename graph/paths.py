"""Where the shipped data lie (beside the packages in a checkout, inside the package when installed), and their stamps."""

from __future__ import annotations

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
