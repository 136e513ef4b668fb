"""The owner of each list of a document: from the words near it, from its other tables and sheets, from the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from loaders.prose import mentions
from loaders.read import Reading, Table
from loaders.tables.errors import OwnerNeeded
from loaders.tables.grid import filled
from loaders.tables.lookup import Lookup
from loaders.tables.owner import Owner, Owners, Source
from loaders.tables.roles import Role
from loaders.tables.run import Run
from loaders.tables.surroundings import Surroundings

_COVER_ROWS: Final = 5
_LONGEST: Final = 60
_OTHER_TABLE: Final = "持ち主は、同じ文書のほかの表の題から読みました"
_ISSUER: Final = "持ち主は、文書の発行者から補いました"


class Whose:
    """Finds the owners of the lists of one document; ``around``: the words around each of its lists."""

    def __init__(
        self, reading: Reading, lookup: Lookup, owners: Owners, around: Sequence[Surroundings], rest: Iterable[Table]
    ) -> None:
        self.reading, self.lookup, self.owners, self.around = reading, lookup, owners, around
        self.rest = [table for table in rest if not table.hidden]
        self._issuer: list[Owner | None] = []

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
        """The local government that issued the page, as its running text tells."""
        if self.reading.sheets:
            return None
        if not self._issuer:
            skip = [table.span for table in self.reading.tables]
            place = mentions.scan(self.reading, self.lookup.vocabulary, skip=skip).header.municipality
            owner = None
            if place is not None and place.resolved:
                words = self.reading.text[place.span.start : place.span.end]
                owner = self.owners.owner(place.codes[0], place.said, Source(words, place.span, _ISSUER))
            self._issuer.append(owner)
        return self._issuer[0]
