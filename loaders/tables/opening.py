"""What stands right before the headings of a list and holds for all its rows: a year, or that all of them are over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from loaders.tables import when
from loaders.tables.agreements import List
from loaders.tables.grid import Piece, filled, private
from loaders.tables.remarks import section_state
from loaders.tables.run import Run
from loaders.tables.surroundings import Surroundings

_NEAR: Final = 3
_YEARS: Final = re.compile(r"(?:令和|平成|昭和)(?:元|[0-9０-９]{1,2})年度?|(?:19|20)[0-9]{2}年度?")
_CONCLUDED: Final = re.compile(r"締結|調印|結んだ")
_AS_OF: Final = re.compile(r"現在|時点|以降|以前|まで|から")


class Opening(NamedTuple):
    """Words before a list. ``year``: the year that they give, where they are nothing but a year."""

    words: tuple[tuple[str, Piece | None], ...]
    year: when.Context | None
    piece: Piece | None


def read(run: Run, near: Surroundings) -> Opening:
    """The words right before the headings of a run, nearest first."""
    words = list(_words(run, near))[:_NEAR]
    year, piece = next(((found, at) for text, at in words if (found := when.year_of(text))), (None, None))
    return Opening(tuple((text, at) for text, at in words if section_state(text)), year, piece)


def begin(rows: List, opening: Opening, years: Sequence[when.Context | None]) -> None:
    """Tell a list what stands before it. ``years``: those before all lists of the document.

    A year that differs from list to list is the year of what stands below it. One that stands alone may be the year
    of the paper, so it only completes days that have none.
    """
    rows.opening = list(opening.words)
    if opening.year is not None:
        rows.year_piece = opening.piece
        if len({year for year in years if year}) > 1:
            rows.year = opening.year
        else:
            rows.hint = opening.year
        return
    sheet = when.year_of(rows.table.name)
    titled = [when.year_of(found) for found in _YEARS.findall(rows.title)]
    if sheet is not None:
        rows.hint, rows.year_told = sheet, f"シートの名前「{rows.table.name}」"
        rows.hint_open = "年" not in rows.table.name
    elif len(titled) == 1 and _CONCLUDED.search(rows.title) and not _AS_OF.search(rows.title):
        rows.hint, rows.year_told = titled[0], "表の題"


def _words(run: Run, near: Surroundings) -> Iterator[tuple[str, Piece | None]]:
    for line in reversed(run.above):
        held = filled(line.cells)
        if len(held) == 1 and not private(held[0][1].text):
            cell = held[0][1]
            yield cell.text.strip(), Piece(line.number, *cell.span)
    for source in near.before:
        if not private(source.text):
            yield source.text.strip(), Piece(0, *source.span) if source.span else None
