"""Forms that came back (棚卸し, 照会票), sent on the page for files: their answers enter the user's folder at once, since the
section that answers has decided what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graph.paths import shipped_data
from loaders import replies
from loaders.read import Reading
from loaders.review import Shelf


class Returned(NamedTuple):
    """What became of a form's file. ``rows``: per sheet its name, all rows, rows taken or known, rows left out and why."""

    document: str
    title: str
    counts: tuple[tuple[str, int], ...]
    new: int
    kept: int
    warnings: tuple[str, ...]
    rows: tuple[tuple[str, int, int, int, str], ...]


def take(reading: Reading, shelf: Shelf) -> Returned:
    """Take the replies of a file. Raises `DataProblems`; nothing was written then."""
    done = replies.take(reading, shelf.folder, shipped_data())
    sheets = done.sheets
    warnings = [
        *done.notes,
        *(f"{p.field}{f' {p.line} 行' if p.line else ''} {p.what}。{p.remedy}" for p in done.warnings),
    ]
    return Returned(
        sheets[0].document if sheets else "",
        "、".join(sheet.title for sheet in sheets) or "まだ回答のない票",
        tuple((name, sum(each)) for name, each in (
            ("協定", [sheet.agreements for sheet in sheets]), ("施策", [sheet.measures for sheet in sheets]),
            ("記載", [sheet.statements for sheet in sheets])) if sum(each)),
        sum(sheet.taken for sheet in sheets), sum(sheet.unchanged for sheet in sheets), tuple(warnings),
        tuple(_rows(sheets)),
    )  # fmt: skip


def _rows(sheets: list[replies.Sheet]) -> Iterator[tuple[str, int, int, int, str]]:
    for sheet in sheets:
        why = "、".join(f"{reason} {count:,}" for reason, count in sorted(sheet.left_out.items()))
        yield sheet.name, sheet.rows, sheet.taken + sheet.unchanged, sum(sheet.left_out.values()), why
