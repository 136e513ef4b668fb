"""What a report says, before it is a file: sections of sentences and tables, every line with the numbers of its sources.

Nothing here knows of Word, Excel or PowerPoint; each of them shows the same report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Value = str | int
"""What a cell holds; '' = not stated."""


class Cite(NamedTuple):
    """A reference to a source: how sure the passage is (明示, 推定, 要確認) and its number in the list of sources."""

    certainty: str
    number: int


class Column(NamedTuple):
    """A column of the data, and what it means where its name does not say so."""

    name: str
    meaning: str = ""


class Shown(NamedTuple):
    """A column on paper: its heading, its share of the width, the data that stand in it one under the other.

    ``empty``: what stands there when none of them is known. ``right``: numbers, set to the right.
    """

    head: str
    width: float
    names: tuple[str, ...]
    empty: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row: values by name of column, and sources. ``paper``: whether it stands on paper, or in the workbook alone."""

    values: Mapping[str, Value]
    cites: tuple[Cite, ...] = ()
    paper: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` are the data as a workbook has them, ``shown`` the same on paper; none for what a workbook alone has.

    ``cited``: whether its lines rest on passages; tables of mere counts say in their caption what they count.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    shown: tuple[Shown, ...]
    lines: tuple[Line, ...]
    cited: bool = True
    rest: str = ""
    """What the lines are that stand in the workbook alone; ``{n}`` is their number."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph with its sources."""

    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. ``key`` names it for life, so that a later run finds it in a file again."""

    key: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the network. ``words``: what it shows, for who cannot see it."""

    svg: str
    png: bytes
    caption: str
    words: str
    width: float
    height: float


class Source(NamedTuple):
    """A passage in the list of sources; ``quote`` is '' where the original is not at hand."""

    number: int
    document: str
    place: str
    certainty: str
    quote: str
    gist: str
    said: str
    note: str


class Document(NamedTuple):
    """A document that is cited. Dates as precise as known, '' = not stated."""

    id: str
    title: str
    kind: str
    issued: str
    about: str
    origin: str
    obtained: str
    digest: str
    covers: str


Kind = Literal["企業", "自治体", "分野", "比較"]


@dataclass(frozen=True, slots=True)
class Report:
    """A report on ``subject``. ``scope``: what was looked at and of how many, in sentences.

    ``date``: the date that files carry, so that equal reports are equal bytes; ``dated``: where it comes from, in words.
    ``conditions``: pairs of word and value.
    """

    kind: Kind
    subject: str
    name: str
    title: str
    scope: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    conditions: tuple[tuple[str, str], ...]
    date: str
    dated: str
    as_of: str = ""
    ended: bool = True
    figures: tuple[Figure, ...] = field(default=())

    @property
    def tables(self) -> Iterator[Table]:
        """All tables in order."""
        for section in self.sections:
            yield from section.tables

    @property
    def of_documents(self) -> Iterator[tuple[Document, list[Source]]]:
        """The cited documents, each with its passages."""
        found: dict[str, list[Source]] = {}
        for source in self.sources:
            found.setdefault(source.document, []).append(source)
        for document in self.documents:
            yield document, found.get(document.id, [])
