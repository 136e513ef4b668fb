"""Text set in two columns is read down the left one, then down the right one."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from loaders.read.pdf_lines import TextLine

_LEAST_LINES: Final = 6
_LEAST_CHARACTERS: Final = 10


def columns(given: Sequence[TextLine], width: float) -> list[list[TextLine]]:
    """The lines in reading order: as they are, or, where two columns of running text stand side by side, in parts.

    Lines across the whole page (titles) part what stands above from what stands below.
    """
    gutter = _gutter(given, width)
    if gutter is None:
        return [list(given)] if given else []
    parts: list[list[TextLine]] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for line in given:
        sides = _split(line, gutter)
        if sides is None:
            parts += [part for part in (left, right) if part]
            left, right = [], []
            parts.append([line])
        else:
            left += [TextLine(sides[0])] if sides[0] else []
            right += [TextLine(sides[1])] if sides[1] else []
    return parts + [part for part in (left, right) if part]


def _split(line: TextLine, gutter: float) -> tuple[list, list] | None:  # type: ignore[type-arg]
    if any(segment.x0 < gutter < segment.x1 for segment in line.segments):
        return None
    return [s for s in line.segments if s.x1 <= gutter], [s for s in line.segments if s.x0 >= gutter]


def _gutter(given: Sequence[TextLine], width: float) -> float | None:
    """Where the gap between two columns of running text is, if there are two."""
    if len(given) < _LEAST_LINES:
        return None
    best: tuple[int, float] = (0, 0.0)
    for step in range(30, 71):
        x = width * step / 100
        clear = sum(_split(line, x) is not None for line in given)
        both = sum(bool(sides and sides[0] and sides[1]) for sides in (_split(line, x) for line in given))
        if clear >= 0.8 * len(given) and both >= _LEAST_LINES:
            best = max(best, (clear + both, x))
    if not best[0]:
        return None
    gutter = best[1]
    halves = [sides for line in given if (sides := _split(line, gutter))]
    for side in (0, 1):
        runs = [half[side] for half in halves if half[side]]
        if len(runs) < _LEAST_LINES or median(len(run) for run in runs) > 1:
            return None
        right = max(run[-1].x1 for run in runs)
        full = sum(run[-1].x1 > right - 2 * run[-1].size for run in runs)
        if full < 0.6 * len(runs) or median(len(run[-1].text) for run in runs) < _LEAST_CHARACTERS:
            return None
    return gutter
