"""What the tables of a PDF page have in common, ruled or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.read.compose import Value

Box = tuple[float, float, float, float]


@dataclass
class PageTable:
    """A table of one page: rows of values, merged ranges (row and column indices), and where it stands.

    ``edges``: where its columns begin and end; tables of two pages with the same edges are one.
    """

    box: Box
    rows: list[list[Value]]
    edges: tuple[float, ...]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    ruled: bool = True


def is_table(rows: Sequence[Sequence[Value]]) -> bool:
    """Whether rows are a table at all: at least two rows and two columns with text in them."""
    wide = [row for row in rows if sum(bool(value.text) for value in row) > 1]
    columns = {n for row in rows for n, value in enumerate(row) if value.text}
    return len(rows) > 1 and len(columns) > 1 and bool(wide)
