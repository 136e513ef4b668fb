"""Where in a table the lists are: from their headings to the next ones, side by side, or on their side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from loaders.read import Reading, Table
from loaders.tables import beside, headings, mapping, sideways, surroundings
from loaders.tables.agreements import HEADISH
from loaders.tables.grid import Line, filled, lines
from loaders.tables.layout import Layout
from loaders.tables.layouts import Layouts
from loaders.tables.lookup import Lookup
from loaders.tables.roles import Role
from loaders.tables.run import Run
from loaders.tables.work_layout import WorkLayout

_SEARCHED: Final = 300
_SAMPLE: Final = 200
_WORDS: Final = 200
_AHEAD: Final = 12


class Runs:
    """Finds lists in the tables of one document.

    ``columns``: what the user says of the columns; ``layouts``: what was said of files of the same shape before.
    """

    def __init__(
        self, reading: Reading, lookup: Lookup, columns: Mapping[str, str] | None, layouts: Layouts | None
    ) -> None:  # fmt: skip
        self.reading, self.lookup, self.columns, self.layouts = reading, lookup, columns, layouts
        self.roles = mapping.parse(columns) if columns else None

    def find(self, table: Table) -> list[Run]:
        """The lists within a table, each from its headings to the next ones."""
        rows = list(lines(table.rows))
        roles = self.roles or self._remembered(rows)
        if roles:
            start, layout = mapping.apply(rows, roles, self.reading.name, table.name)
            first = start + layout.rows
            if self.layouts is not None and self.columns:
                self.layouts.remember(mapping.headings(rows)[1], self.columns)
            return [Run(table, rows[:start], rows[start:first], rows[first:], layout)]
        context = surroundings.around(self.reading, table, []).context
        found: list[Run] = []
        words = [context]
        for n, line in enumerate(rows):
            if found and not self._may_be_heading(line, found[-1].layout):
                found[-1].body.append(line)
                continue
            begun = (
                headings.find(rows[n : n + _AHEAD], self.lookup, " ".join(words)) if n < _SEARCHED or found else None
            )
            taken = found[-1].heads[-1].number if found and found[-1].heads else 0
            if begun and (not found or (line.number > taken and not found[-1].layout.repeated(line.cells))):
                above = _title_rows(found[-1].body) if found else rows[:n]
                found.append(Run(table, above, rows[n : n + begun.rows], [], begun))
            elif found and line.number <= taken:
                continue
            elif found:
                found[-1].body.append(line)
            elif len(words) < _WORDS:
                words += [cell.text for _, cell in filled(line.cells)]
        for run in found:
            heads = {line.number for line in run.heads}
            run.body = [line for line in run.body if line.number not in heads]
        if not found:
            return sideways.find(table, self.lookup, context)
        return [part for run in found for part in self._parts(run)]

    def _parts(self, run: Run) -> list[Run]:
        """The lists of a run that stand side by side, what their columns hold looked at."""
        parts = [run] if isinstance(run.layout, WorkLayout) else beside.apart(run, self.lookup)
        for part in parts:
            part.layout = headings.settle(part.layout, part.body[:_SAMPLE], self.lookup)
        return parts

    def _may_be_heading(self, line: Line, layout: Layout) -> bool:
        """A cheap look before the dear one: does the partner's or the date's column hold a heading?"""
        for wanted in (Role.PARTNER, Role.DATE, Role.NAME):
            column = layout.first(wanted)
            text = line.cells[column].text if column is not None else ""
            if 0 < len(text) <= 20 and HEADISH.search(text) and headings.known(text):
                return True
        first = [
            cell for cell in line.cells[:2] if 0 < len(cell.text) <= 6 and not cell.text.isdigit() and not cell.date
        ]
        return len(first) == 2 and all(headings.known(cell.text) for cell in first)

    def _remembered(self, rows: Sequence[Line]) -> dict[Role, str] | None:
        columns = self.layouts.find(mapping.headings(rows)[1]) if self.layouts is not None else None
        return mapping.parse(columns) if columns else None


def _title_rows(body: list[Line]) -> list[Line]:
    """Rows at the end of a list that are the title of the next one; they leave the list."""
    n = len(body)
    while n and len(filled(body[n - 1].cells)) <= 1:
        n -= 1
    titles = body[n:]
    del body[n:]
    return titles
