"""The owner of each list of a document: from the words near it, from its other tables and sheets, from the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Final

from loaders.prose import mentions, speakers
from loaders.prose.parts import Place, Scan
from loaders.read import Reading, Span, Table
from loaders.tables import partners
from loaders.tables.errors import OwnerNeeded
from loaders.tables.grid import filled
from loaders.tables.layout import Layout
from loaders.tables.lookup import Lookup
from loaders.tables.owner import Owner, Owners, Source
from loaders.tables.roles import Role
from loaders.tables.run import Run
from loaders.tables.surroundings import Surroundings

_COVER_ROWS: Final = 5
_LONGEST: Final = 60
_SAMPLE: Final = 50
_OTHER_TABLE: Final = "持ち主は、同じ文書のほかの表の題から読みました"
_ISSUER: Final = "持ち主は、文書の発行者から補いました"


class Issuers:
    """Who issued a page, as its running text tells; workbooks have none."""

    def __init__(self, reading: Reading, lookup: Lookup) -> None:
        self.reading, self.lookup = reading, lookup

    @cached_property
    def municipality(self) -> Place | None:
        """The local government, where one does."""
        place = self._scan.header.municipality if self._scan else None
        return place if place is not None and place.resolved else None

    @cached_property
    def body(self) -> Span | None:
        """Where the company or other body is named, if it speaks alone."""
        scan = self._scan
        if scan is None or (scan.header.municipality is not None and scan.header.signed):
            return None
        body = scan.header.body or speakers.narrator(scan)
        return scan.page.original(body.span) if body else None

    @cached_property
    def _scan(self) -> Scan | None:
        if self.reading.sheets:
            return None
        skip = [table.span for table in self.reading.tables]
        return mentions.scan(self.reading, self.lookup.vocabulary, skip=skip)

    def own(self, run: Run) -> Layout | None:
        """The layout of a list that a body keeps of the local governments it works with: they are no partners of each
        other, it is theirs. None where the list is none."""
        columns = run.layout.columns
        if Role.MUNICIPALITY in columns or len(columns.get(Role.PARTNER, ())) != 1:
            return None
        (column,) = columns[Role.PARTNER]
        said = [text for line in islice(run.body, _SAMPLE) if (text := line.cells[column].text.strip())]
        if not said or not all(map(self._names_places, said)) or not self.body:
            return None
        renamed: dict[Role, tuple[int, ...]] = {
            Role.MUNICIPALITY if role is Role.PARTNER else role: found for role, found in columns.items()
        }
        return replace(run.layout, columns=renamed)

    def _names_places(self, text: str) -> bool:
        """Whether a cell names a local government, perhaps with others."""
        return self.lookup.place(text) is not None or any(p.codes for p in partners.read(text, self.lookup).bodies)


class Whose:
    """Finds the owners of the lists of one document; ``around``: the words around each of its lists."""

    def __init__(
        self, reading: Reading, lookup: Lookup, owners: Owners, issuers: Issuers, around: Sequence[Surroundings],
        rest: Iterable[Table],
    ) -> None:  # fmt: skip
        self.reading, self.lookup, self.owners, self.issuers, self.around = reading, lookup, owners, issuers, around
        self.rest = [table for table in rest if not table.hidden]

    def of(self, run: Run, near: Surroundings) -> Owner | None:
        """The owner of a list; None where its rows name the local governments. Raises `OwnerNeeded`."""
        if Role.MUNICIPALITY in run.layout.columns or self._flags_places(run) or self._sections(run):
            return None
        try:
            return self.owners.find(run.table.name, near.sources)
        except OwnerNeeded as asked:
            if asked.candidates:
                # A bare name of two towns: another table may tell which, but not another town.
                raise
            for sources in (list(self._others(near)), list(self._covers())):
                try:
                    return self.owners.find(run.table.name, sources)
                except OwnerNeeded:
                    continue
            issuer = self._issued()
            if issuer is None:
                raise
            return issuer

    def _flags_places(self, run: Run) -> bool:
        return any(self.lookup.place(run.layout.heading(c)) is not None for c in run.layout.flags)

    def _sections(self, run: Run) -> bool:
        """Whether rows between the rows name local governments."""
        first = next((filled(line.cells) for line in run.body if filled(line.cells)), [])
        return len(first) == 1 and self.lookup.place(first[0][1].text.strip("■□◆◇●○◎【】[]・ 　")) is not None

    def _others(self, near: Surroundings) -> Iterator[Source]:
        for other in self.around:
            if other is not near:
                yield from (Source(s.text, s.span, _OTHER_TABLE) for s in other.sources)

    def _covers(self) -> Iterator[Source]:
        """The first rows of the other sheets of a workbook, if they name one local government."""
        if not self.reading.sheets:
            return
        for table in self.rest:
            note = f"持ち主は、同じ文書のシート「{table.name}」から読みました"
            for row in islice(table.rows, _COVER_ROWS):
                for _, cell in filled(row.cells):
                    if len(cell.text) <= _LONGEST:
                        yield Source(cell.text, cell.span, note)

    def _issued(self) -> Owner | None:
        """The local government that issued the page."""
        place = self.issuers.municipality
        if place is None:
            return None
        words = self.reading.text[place.span.start : place.span.end]
        return self.owners.owner(place.codes[0], place.said, Source(words, place.span, _ISSUER))
