"""Tables of measures: local governments down the side, headings across the top, bullets in the cells.

Works on extracted text in which a table row is one line with tabs between its cells. It finds cells and positions and
proposes one part per bullet; what is one measure, and its short name, a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple

from graph import places

LEAST_COLUMNS: Final = 3

_BULLET = re.compile(r"(?:^|(?<=\s))[○◯●]?[・･·•■□◆▶]\s*")
_INNER = re.compile(r"[・･]\s*")
_ACTION = re.compile(
    r"(?:促進|整備|推進|構築|実施|支援|強化|導入|普及|活用|創出|振興|開催|開設|発信|育成|確保|向上|拡大|拡充|充実|改善|実証|研究|開発|提供|設置|運用|検討|検証|誘致"
    r"|創設|策定|作成|配置|流通化|見える化|努める|図る|進める|行う|取り組む|づくり)(?:等|など)?$"
)
_COORDINATE = re.compile(r"[一-龥]{1,3}化|[一-龥]{2}(?:の|を|に|等|など|及び|、|・|する|支援|促進|推進|\s|$)")
_LEAST_BEFORE: Final = 12
_LEAST_AFTER: Final = 8
_WORDS = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{2,}|[A-Za-z]{2,}.*[\u3041-\u9fff]")


class Part(NamedTuple):
    """One bullet of a cell (or the whole cell without bullets): words at ``start-end`` of the text, bullet left out."""

    start: int
    end: int
    words: str

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with words in it.

    ``bodies``: codes of the local governments that the row names; more than one where rows were merged, so that the
    text alone does not tell whose the cell is. ``heading``: the lowest heading above the cell, as written.
    ``loose``: the cell begins without a bullet although others in the table have one, so it may be the tail of the
    cell above.
    """

    bodies: tuple[str, ...]
    heading: str
    parts: tuple[Part, ...]
    loose: bool


class _Row(NamedTuple):
    start: int
    cells: list[str]

    def offsets(self) -> Iterator[tuple[int, str]]:
        at = self.start
        for cell in self.cells:
            yield at, cell
            at += len(cell) + 1


def cells(text: str, gazetteer: places.Gazetteer) -> Iterator[Cell]:
    """All cells with words, of every table in the text whose rows are named after local governments."""
    for rows in _tables(text):
        heads = list(takewhile(lambda row: not bodies(row.cells[0], gazetteer), rows))
        if not heads or len(heads) == len(rows):
            continue
        headings = _headings(heads)
        bulleted = any(_BULLET.match(cell) for row in rows[len(heads) :] for cell in row.cells[1:])
        for row in rows[len(heads) :]:
            named = bodies(row.cells[0], gazetteer)
            for column, (start, cell) in enumerate(row.offsets()):
                if column and named and _WORDS.search(cell):
                    parts = tuple(_parts(start, cell))
                    loose = bulleted and not _BULLET.match(cell.lstrip())
                    yield Cell(named, headings.get(column, ""), parts, loose)


def bodies(name: str, gazetteer: places.Gazetteer) -> tuple[str, ...]:
    """Codes of the local governments that a row's first cell names: one, or several where rows were merged."""
    found: list[str] = []
    rest = places.key(name)
    while rest:
        for length in range(len(rest), 1, -1):
            body = gazetteer.resolve(rest[:length])
            if isinstance(body, places.Body) and not body.part:
                found.append(body.code)
                rest = rest[length:]
                break
        else:
            return ()
    return tuple(found)


def _tables(text: str) -> Iterator[list[_Row]]:
    """Runs of lines with tabs; single blank lines inside a run (page breaks) do not end it."""
    run: list[_Row] = []
    start = blank = 0
    for line in text.split("\n"):
        if line.count("\t") >= LEAST_COLUMNS - 1:
            run.append(_Row(start, line.split("\t")))
            blank = 0
        elif line.strip() or blank:
            if run:
                yield run
            run = []
        else:
            blank += 1
        start += len(line) + 1
    if run:
        yield run


def _headings(rows: list[_Row]) -> dict[int, str]:
    """Column → heading: the lowest that is written above it."""
    found: dict[int, str] = {}
    for row in rows:
        for column, cell in enumerate(row.cells):
            if column and cell.strip():
                found[column] = cell.strip()
    return found


def _glued(cell: str, bounds: list[int]) -> Iterator[int]:
    """Bullets that lost the space before them: the words before end like a measure, those after begin a new one."""
    for begin, end in zip(bounds, [*bounds[1:], len(cell)], strict=True):
        last = begin
        for mark in _INNER.finditer(cell, begin + 1, end):
            before, after = cell[last : mark.start()].strip(), cell[mark.end() : end]
            if len(before) < _LEAST_BEFORE or len(after.strip()) < _LEAST_AFTER:
                continue
            if before.count("(") + before.count("（") != before.count(")") + before.count("）"):
                continue
            if _ACTION.search(before) and not _COORDINATE.match(after):
                yield mark.start()
                last = mark.start()


def _parts(start: int, cell: str) -> Iterator[Part]:
    marks = list(_BULLET.finditer(cell))
    bounds = [mark.start() for mark in marks]
    if not bounds or cell[: bounds[0]].strip():
        bounds.insert(0, 0)
    if marks and not cell[: marks[0].start()].strip():
        bounds = sorted({*bounds, *_glued(cell, bounds)})
    for begin, end in zip(bounds, [*bounds[1:], len(cell)], strict=True):
        piece = cell[begin:end]
        bullet = _BULLET.match(piece.lstrip())
        lead = len(piece) - len(piece.lstrip()) + (bullet.end() if bullet else 0)
        words = piece[lead:].rstrip()
        if words:
            yield Part(start + begin + lead, start + begin + lead + len(words), words)
