"""What of a report stands on paper: which lines, which sources, and in what words the rest is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from viz.reports.model import Cite, Line, Report, Shown, Source, Table
from viz.reports.words import short

LINES: Final = 300
"""Lines of one table; a longer one is read in Excel."""
LONGEST: Final = 600
"""Characters of one value."""


class Page(NamedTuple):
    """A table as paper shows it. ``rest``: what is left out, '' for nothing."""

    table: Table
    lines: Sequence[Line]
    rest: str


def page(table: Table) -> Page:
    """The lines for paper."""
    kept = [line for line in table.lines if line.paper]
    rest = []
    if len(kept) < len(table.lines) and table.rest:
        rest.append(table.rest.format(n=f"{len(table.lines) - len(kept):,}"))
    if len(kept) > LINES:
        rest.append(f"ほか {len(kept) - LINES:,} 行は、Excel のシート「{table.name}」にある。")
    return Page(table, kept[:LINES], "".join(rest))


def cell(shown: Shown, line: Line) -> list[str]:
    """The values of a cell, one under the other; empty where nothing is known."""
    values = (line.values.get(name, "") for name in shown.names)
    return [f"{value:,}" if isinstance(value, int) else short(value, LONGEST) for value in values if value != ""]


def cited(report: Report) -> frozenset[int]:
    """The sources that paper refers to: those of its lines and sentences."""
    found: set[int] = set()
    for section in report.sections:
        for sentence in section.sentences:
            found |= _numbers(sentence.cites)
        for table in section.tables:
            for line in page(table).lines:
                found |= _numbers(line.cites)
    return frozenset(found)


def _numbers(cites: Sequence[Cite]) -> set[int]:
    return {cite.number for cite in cites}


def source_words(source: Source) -> list[str]:
    """What a source says: the words of the original, our sentence, and why it is inferred or doubtful."""
    said = [f"「{short(source.quote, LONGEST)}」" if source.quote else "（原文の語句は手元にない）"]
    said += [short(source.gist, LONGEST)] if source.gist else []
    return said + ([f"注: {short(source.note, LONGEST)}"] if source.note else [])
