"""Parts of a report before their evidence has numbers; `finish` numbers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from queries.evidence import Entry
from viz.reports.evidence import Numbers
from viz.reports.model import Column, Line, Section, Sentence, Shown, Source, Table, Value


class Row(NamedTuple):
    """A line with the entries on which it rests."""

    values: Mapping[str, Value]
    entries: Sequence[Entry] = ()
    paper: bool = True


class Sheet(NamedTuple):
    """A table; see `viz.reports.model.Table`."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    shown: tuple[Shown, ...]
    rows: Sequence[Row]
    cited: bool = True
    rest: str = ""


class Said(NamedTuple):
    """A sentence with the entries on which it rests."""

    text: str
    entries: Sequence[Entry] = ()


class Part(NamedTuple):
    """A section."""

    key: str
    title: str
    sentences: Sequence[Said] = ()
    sheets: Sequence[Sheet] = ()


def finish(parts: Sequence[Part]) -> tuple[tuple[Section, ...], tuple[Source, ...]]:
    """The sections with numbered sources, and the list of these."""
    numbers = Numbers(_entries(parts))
    sections = tuple(
        Section(
            part.key,
            part.title,
            tuple(Sentence(said.text, numbers.cites(said.entries)) for said in part.sentences),
            tuple(_table(sheet, numbers) for sheet in part.sheets),
        )
        for part in parts
    )
    return sections, numbers.sources


def _entries(parts: Iterable[Part]) -> Iterable[Entry]:
    for part in parts:
        for said in part.sentences:
            yield from said.entries
        for sheet in part.sheets:
            for row in sheet.rows:
                yield from row.entries


def _table(sheet: Sheet, numbers: Numbers) -> Table:
    lines = tuple(Line(row.values, numbers.cites(row.entries), row.paper) for row in sheet.rows)
    return Table(sheet.name, sheet.caption, sheet.columns, sheet.shown, lines, sheet.cited, sheet.rest)
