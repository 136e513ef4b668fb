"""A list within a table: the rows before its headings, its headings, its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loaders.read import Table
from loaders.tables.grid import Line
from loaders.tables.layout import Layout

Shape = Literal["upright", "turned", "cards", "beside"]


@dataclass(slots=True)
class Run:
    """A list within a table.

    ``shape``: upright (a row an agreement); turned (a column an agreement); cards (keys and values below one another,
    a block an agreement); beside (upright, to the right of another list of the same rows).
    """

    table: Table
    above: list[Line]
    heads: list[Line]
    body: list[Line]
    layout: Layout
    shape: Shape = "upright"
