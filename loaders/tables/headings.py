"""Headings of either kind of table: of a list of agreements or of a table of measures."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.tables import layout, settling, work_layout
from loaders.tables.grid import Line
from loaders.tables.layout import Layout
from loaders.tables.lookup import Lookup
from loaders.tables.roles import role
from loaders.tables.work_layout import WorkLayout
from loaders.tables.work_roles import work

DEEPEST = 3


def find(above: Sequence[Line], lookup: Lookup, context: str) -> Layout | None:
    """The layout whose headings begin in the first of the given lines, or None.

    ``above``: that line, and as many after it as are to be looked at; ``context``: the words around the table.
    """
    return work_layout.find(above, lookup, context) or layout.find(above[:DEEPEST], lookup, context)


def settle(found: Layout, sample: Sequence[Line], lookup: Lookup) -> Layout:
    """The layout with what headings alone leave open decided by what the columns hold."""
    return found if isinstance(found, WorkLayout) else settling.settle(found, sample, lookup)


def known(text: str) -> bool:
    """Whether a text is a heading of either kind."""
    return role(text) is not None or (len(text) <= 24 and work(text) is not None)
