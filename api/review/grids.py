"""A table that a person sends, read as every other file of the user's desk is (this room alone knows the readers)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from api.review.uploads import shown_name
from loaders.apart import read_bytes
from loaders.read import LIMITS, ReadError

FILE_BYTES: Final = 5_000_000
FORMATS: Final = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")
_LIMITS: Final = replace(LIMITS, file_bytes=FILE_BYTES, unpacked_bytes=200_000_000, cells=600_000, characters=5_000_000)


class Grid(NamedTuple):
    """The rows of a table as texts; ``left``: other tables of the file, which were not read."""

    rows: list[tuple[str, ...]]
    left: tuple[str, ...] = ()


def read(name: str, raw: bytes) -> Grid:
    """The first table with anything in it, those that the file hides last; of a file without tables its lines.

    Raises `ReadError` in words for the person who sent it.
    """
    shown = shown_name(name)
    if not shown.lower().endswith(FORMATS):
        raise ReadError(
            shown,
            "名前の一覧として読めない種類のファイルです",
            f"使えるのは {'、'.join(FORMATS)} です。Excel か CSV で保存し直してください",
        )
    reading = read_bytes(shown, raw, _LIMITS)
    filled = [
        table
        for table in sorted(reading.tables, key=lambda table: table.hidden)
        if any(cell.text for row in table.rows for cell in row.cells)
    ]
    if not filled:
        return Grid([(line,) for line in reading.text.splitlines()])
    rows = [tuple(cell.text for cell in row.cells) for row in filled[0].rows]
    return Grid(rows, tuple(table.name for table in filled[1:]))
