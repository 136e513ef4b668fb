"""Strips and rows of a table, one below the other over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from viz.figures.booklet.drawn import HAIR, Box, Drawn, Rule, Strip, moved

WIDE: Final = 595.28
TALL: Final = 841.89
"""A4 in points."""
MARGIN: Final = 42.5
"""15 mm."""
INSIDE: Final = WIDE - 2 * MARGIN
BOTTOM: Final = TALL - MARGIN - 22
"""Above the foot of the page."""
_PART: Final = 300.0
_ROW_PAD: Final = 4.0


class Flow:
    """Pages in the making. ``pages`` holds what stands on each; ``y`` is where the next thing goes."""

    def __init__(self) -> None:
        self.pages: list[list[Drawn]] = [[]]
        self.y = MARGIN
        self.head: Callable[[], Strip] | None = None
        """What is repeated at the top of each new page while it is set, such as the heads of a table."""

    @property
    def room(self) -> float:
        """What is left of the page."""
        return BOTTOM - self.y

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self.pages[-1]

    def page(self) -> None:
        """Begin a page."""
        self.pages.append([])
        self.y = MARGIN
        if self.head:
            self._add(self.head())

    def part(self) -> None:
        """Begin a part of the booklet: on a new page where less than `_PART` is left of this."""
        if self.room < _PART and not self.fresh:
            self.page()
        elif not self.fresh:
            self.space(24)

    def put(self, *strips: Strip, keep: float = 0.0) -> None:
        """Strips that stay together, and with ``keep`` points of what follows, unless they are longer than a page."""
        if sum(strip.height for strip in strips) + keep > self.room and not self.fresh:
            self.page()
        for strip in strips:
            if strip.height > self.room and not self.fresh:
                self.page()
            self._add(strip)

    def space(self, height: float) -> None:
        """A gap, which ends with the page."""
        self.y += min(height, max(self.room, 0.0))

    def row(self, cells: Sequence[Sequence[Strip]], xs: Sequence[float], *, zone: str = "", rule: str = HAIR) -> None:
        """A row of a table: cells side by side, each from its x on.

        It goes to the next page as a whole, unless it is longer than half a page: then it is parted between lines.
        """
        tall = max(sum(strip.height for strip in cell) for cell in cells) + 2 * _ROW_PAD
        if tall > self.room and tall < (BOTTOM - MARGIN) / 2:
            self.page()
        left = [list(cell) for cell in cells]
        while True:
            taken = [self._take(cell) for cell in left]
            if not any(taken):
                self.page()
                taken = [self._take(cell) or cell[:1] for cell in left]
            for cell, strips in zip(left, taken, strict=True):
                del cell[: len(strips)]
            self._side_by_side(taken, xs, zone, rule)
            if not any(left):
                return
            self.page()

    def _take(self, cell: Sequence[Strip]) -> list[Strip]:
        """The strips of a cell that still go on the page."""
        room = self.room - 2 * _ROW_PAD
        taken: list[Strip] = []
        for strip in cell:
            room -= strip.height
            if room < 0:
                break
            taken.append(strip)
        return taken

    def _side_by_side(self, cells: Sequence[Sequence[Strip]], xs: Sequence[float], zone: str, rule: str) -> None:
        tall = max((sum(strip.height for strip in cell) for cell in cells), default=0.0) + 2 * _ROW_PAD
        things: list[Drawn] = [Box(0, 0, INSIDE, tall, fill=zone)] if zone else []
        for cell, x in zip(cells, xs, strict=True):
            y = _ROW_PAD
            for strip in cell:
                things += moved(strip.drawn, x, y)
                y += strip.height
        if rule:
            things.append(Rule(0, tall, INSIDE, tall, 0.4, rule))
        self._add(Strip(tall, tuple(things)))

    def _add(self, strip: Strip) -> None:
        self.pages[-1] += moved(strip.drawn, MARGIN, self.y)
        self.y += strip.height
