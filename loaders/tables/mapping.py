"""Columns as a person names them (``相手方=B``) become the layout of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from graph.errors import UsageError
from loaders.tables import when
from loaders.tables.errors import Column, ColumnsNeeded, letter, number
from loaders.tables.grid import Line, filled, private
from loaders.tables.layout import Layout
from loaders.tables.roles import Role, named, plain

_SEARCHED: Final = 30
_LONGEST: Final = 40
_SAMPLES: Final = 3


def parse(columns: Mapping[str, str]) -> dict[Role, str]:
    """Roles of a mapping. Raises `UsageError` for a word that names none."""
    found: dict[Role, str] = {}
    for word, column in columns.items():
        role = named(word)
        if role is None:
            usable = "、".join(r.value for r in Role if r not in (Role.PERSONAL, Role.LINK, Role.ERA))
            raise UsageError(f"--columns の「{word}」が分かりません。使えるのは {usable} です。")
        found[role] = column.strip()
    if Role.PARTNER not in found and Role.NAME not in found:
        raise UsageError(
            "--columns に「相手方」がありません。たとえば --columns 相手方=B,締結日=D のように指定してください。"
        )
    return found


def headings(lines: Sequence[Line]) -> tuple[int, tuple[str, ...]]:
    """The row that looks most like headings (its index, its texts), for telling files of one shape."""
    best, row, texts = 0, 0, tuple[str, ...]()
    for n, line in enumerate(islice(lines, _SEARCHED)):
        cells = [
            cell
            for _, cell in filled(line.cells)
            if len(cell.text) <= _LONGEST and not cell.date and not _figure(cell.text)
        ]
        if len(cells) > best:
            best, row = len(cells), n
            texts = tuple(cell.text for cell in line.cells)
    return row, texts


def _figure(text: str) -> bool:
    return text.strip().replace(",", "").isdecimal() or bool(when.day(text).date)


def apply(lines: Sequence[Line], roles: Mapping[Role, str], file: str, table: str) -> tuple[int, Layout]:
    """Index of the first heading row, and the layout that a mapping gives.

    Raises `ColumnsNeeded` where a column that it names is not there.
    """
    row, texts = headings(lines)
    width = max((len(line.cells) for line in lines), default=0)
    places: dict[Role, tuple[int, ...]] = {}
    for role, said in roles.items():
        # A heading of this name goes before a letter.
        column = next((n for n, text in enumerate(texts) if text and plain(text) == plain(said)), None)
        column = column if column is not None else number(said)
        if column is None or column >= width:
            raise ColumnsNeeded(file, table, seen(lines), f"--columns の「{role.value}={said}」という列はありません")
        places[role] = (column,)
    first = _first_data(lines, places, row)
    start = min(row, first)
    paths = tuple((text.strip(),) if text.strip() else () for text in texts) if first > row else ((),) * width
    return start, Layout(first - start, paths, places)


def _first_data(lines: Sequence[Line], places: Mapping[Role, tuple[int, ...]], row: int) -> int:
    """The first row below the headings; where the file has none, the first row that holds a date."""
    date = places.get(Role.DATE)
    if date:
        for n, line in enumerate(islice(lines, row + 1)):
            cell = line.cells[date[0]]
            if cell.text.strip() and when.day(cell.text, cell.date).date:
                return n
    return row + 1


def seen(lines: Sequence[Line]) -> list[Column]:
    """The columns of a table for people: letter, heading and the first values."""
    row, texts = headings(lines)
    found = []
    for n, text in enumerate(texts):
        samples: list[str] = []
        for line in islice(lines, row + 1, row + 1 + _SEARCHED):
            value = " ".join(line.cells[n].text.split())
            if value and value not in samples and not private(value) and len(samples) < _SAMPLES:
                samples.append(value if len(value) <= 20 else value[:20] + "…")
        if text.strip() or samples:
            found.append(Column(letter(n), " ".join(text.split()), tuple(samples)))
    return found
