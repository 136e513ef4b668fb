"""Review of drafts: drafts come in (`store`), people decide about each record (`decide`), and the curated files follow.

What people decide lies in one append-only log (`graph.decisions`) under keys of what a record claims, so that the same
question is never asked twice and two people's work merges; what they write into a file by hand is never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from loaders.review.checking import Checker
from loaders.review.choices import ChangedMeanwhileError, Choice
from loaders.review.items import STATES, Document, Item, Quote
from loaders.review.shelf import Shelf
from loaders.review.storing import Stored

__all__ = [
    "STATES",
    "ChangedMeanwhileError",
    "Checker",
    "Choice",
    "Document",
    "Item",
    "Quote",
    "Shelf",
    "Stored",
    "store",
]


def store(
    folder: Path,
    draft: Mapping[str, Any],
    text: str,
    name: str,
    rows: Mapping[str, tuple[int, int]] | None = None,
) -> Stored:
    """Put one draft into the user's folder; see `Shelf.store`. For many drafts keep one `Shelf`."""
    return Shelf.at(folder).store(draft, text, name, rows)
