"""Where the shipped data lie: beside the packages in a checkout, inside the package when installed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped_data() -> Path:
    """The read-only ``data/`` that the project ships."""
    checkout = Path(__file__).resolve().parent.parent / "data"
    if (checkout / "municipalities.tsv").is_file():
        return checkout
    return Path(str(files("renkei") / "_data"))
