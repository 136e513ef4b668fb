"""The layout of a PDF page: its characters become lines and tables, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from loaders.read import pdf_vertical
from loaders.read.pdf_columns import columns
from loaders.read.pdf_lines import TextLine, lines
from loaders.read.pdf_ruled import ruled
from loaders.read.pdf_rules import Rules, rules_of
from loaders.read.pdf_tables import PageTable
from loaders.read.pdf_unruled import unruled

_MARGIN: Final = 0.1
_LONGEST_HEAD: Final = 40


@dataclass
class Page:
    """What stands on a page: lines and ruled tables at first, then, in reading order, ``blocks``.

    ``picture``: it has an image and no text. ``size``: the height of most of its characters, tables included.
    """

    number: int
    width: float
    height: float
    lines: list[TextLine]
    tables: list[PageTable]
    rules: list[Rules]
    picture: bool
    size: float
    columns: list[TextLine] = field(default_factory=list)
    """Columns of vertical writing, as lines of the page turned by a quarter."""
    blocks: list[list[TextLine] | PageTable] = field(default_factory=list)
    turned: set[int] = field(default_factory=set)
    """Indices of blocks of vertical writing: their text goes on in no other."""

    @property
    def edge_lines(self) -> list[TextLine]:
        """Short lines in the margins at top and bottom."""
        return [
            line
            for line in self.lines
            if (line.bottom < _MARGIN * self.height or line.top > (1 - _MARGIN) * self.height)
            and len(line.text) <= _LONGEST_HEAD
        ]

    @property
    def text(self) -> str:
        """All characters of the page, tables included."""
        cells = (value.text for table in self.tables for row in table.rows for value in row)
        return "".join((*(line.text for line in (*self.lines, *self.columns)), *cells))


def take(number: int, page: Any) -> Page:
    """What stands on a page of pdfplumber, which may forget the page afterwards."""
    chars = list(_once(c for c in page.chars if c["text"] and _inside(c, page)))
    rules = rules_of(page)
    tables = ruled(page, chars, rules)
    across, down = pdf_vertical.apart([c for c in chars if not any(_in_box(c, table.box) for table in tables)])
    free = lines(across)
    vertical = lines(pdf_vertical.turned(down, float(page.width)))
    size = float(median(c["bottom"] - c["top"] for c in chars)) if chars else 0.0
    picture = not chars and bool(page.images)
    page.close()
    return Page(number, float(page.width), float(page.height), free, tables, rules, picture, size, vertical)


def arrange(page: Page) -> None:
    """Put lines and tables in reading order, and find the tables among the lines."""
    parts = columns(page.lines, page.width)
    tables = page.tables
    for part in parts:
        # Beside a table text is as wide as the table; in columns each has a margin of its own.
        margin = max([line.x1 for line in part] + [table.box[2] for table in tables if len(parts) == 1])
        for line in part:
            line.margin = margin
        page.blocks += _blocks(part, tables, page.rules)
        tables = []
    page.blocks += tables
    for part in columns(page.columns, page.height) if page.columns else ():
        margin = max(line.x1 for line in part)
        for line in part:
            line.margin = margin
        page.turned.add(len(page.blocks))
        page.blocks.append(list(part))


def _once(chars: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Characters that are printed twice in one place to look bold are one."""
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        x, y = round(char["x0"]), round(char["top"])
        if not any((char["text"], x + right, y + down) in seen for right in (-1, 0, 1) for down in (-1, 0, 1)):
            yield char
        seen.add((char["text"], x, y))


def _inside(char: dict[str, Any], page: Any) -> bool:
    return bool(
        char["x0"] >= 0 and char["x1"] <= page.width + 1 and char["top"] >= 0 and char["bottom"] <= page.height + 1
    )


def _in_box(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _blocks(
    given: Sequence[TextLine], tables: Sequence[PageTable], rules: Sequence[Rules]
) -> list[list[TextLine] | PageTable]:
    """Lines and tables from top to bottom."""
    items: list[tuple[float, TextLine | PageTable]] = [(table.box[1], table) for table in tables]
    used: set[int] = set()
    for run in _between(given, [table.box[1] for table in tables]):
        for table, own in unruled(run, rules):
            items.append((table.box[1], table))
            used.update(id(line) for line in own)
    items += [(line.top, line) for line in given if id(line) not in used]
    blocks: list[list[TextLine] | PageTable] = []
    for _, item in sorted(items, key=lambda pair: pair[0]):
        if isinstance(item, PageTable):
            blocks.append(item)
        elif blocks and isinstance(blocks[-1], list):
            blocks[-1].append(item)
        else:
            blocks.append([item])
    return blocks


def _between(given: Sequence[TextLine], tops: Sequence[float]) -> Iterator[list[TextLine]]:
    """Lines, parted where a ruled table stands between them."""
    run: list[TextLine] = []
    for line in given:
        if run and any(run[-1].top < top <= line.top for top in tops):
            yield run
            run = []
        run.append(line)
    if run:
        yield run
