"""The part of the picture that is shown: all of the country, or one prefecture as large as it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from viz.country.outlines import Shape, outlines
from viz.country.projection import FRAMES, HEIGHT, MAIN, WIDTH, Frame

_AROUND: Final = 1.1
"""How much larger the view is than what it shows."""
_LEAST: Final = 12.0
_FLAT: Final = 0.5
"""The least height of a view, in its widths."""
_TOUCH: Final = 1.0
"""Pixels between what belongs together."""
_MOST: Final = 1.35
"""Times by which islands may widen the view; what lies farther stays outside, so that the rest can be read."""


class View(NamedTuple):
    """A rectangle of the picture. ``scale``: how many times larger things stand where it is as wide as the picture."""

    left: float
    top: float
    scale: float
    height: float

    @property
    def width(self) -> float:
        return round(WIDTH / self.scale, 2)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


WHOLE: Final = View(0.0, 0.0, 1.0, HEIGHT)


def view(codes: Iterable[str]) -> View:
    """The view of some municipalities: of those in the frame where most of them are, without islands far from the rest."""
    found = outlines().shapes
    shapes = [found[code] for code in codes if code in found]
    if not shapes:
        return WHOLE
    frames = Counter(_frame(shape) for shape in shapes)
    usual = max(frames, key=lambda frame: (frames[frame], frame.name))
    near = _near([shape for shape in shapes if _frame(shape) == usual])
    left, top, right, bottom = _box(near)
    wide = max(_AROUND * _extent(near), _LEAST)
    high = max(_AROUND * (bottom - top), wide * _FLAT)
    return View(
        round((left + right - wide) / 2, 2), round((top + bottom - high) / 2, 2), round(WIDTH / wide, 3), round(high, 2)
    )  # fmt: skip


def _middle(shape: Shape) -> tuple[float, float]:
    left, top, right, bottom = shape.box
    return (left + right) / 2, (top + bottom) / 2


def _frame(shape: Shape) -> Frame:
    return next((frame for frame in FRAMES if frame.holds(*_middle(shape))), MAIN)


def _near(shapes: list[Shape]) -> list[Shape]:
    """The land where most municipalities are, and the islands around it that can be shown beside it."""
    lands = _lands(shapes)
    shown = max(lands, key=len)
    wide = _extent(shown)
    for land in sorted(lands, key=lambda each: _extent([*shown, *each])):
        if land is not shown and _extent([*shown, *land]) <= _MOST * wide:
            shown = [*shown, *land]
    return shown


def _lands(shapes: list[Shape]) -> list[list[Shape]]:
    """Shapes in groups that touch."""
    lands: list[list[Shape]] = []
    for shape in shapes:
        apart = [land for land in lands if all(_gap(shape, other) > _TOUCH for other in land)]
        joined = [other for land in lands if land not in apart for other in land]
        lands = [*apart, [*joined, shape]]
    return lands


def _gap(one: Shape, other: Shape) -> float:
    a, b = one.box, other.box
    return max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])


def _extent(shapes: list[Shape]) -> float:
    """How wide a view of the picture's proportions must be."""
    left, top, right, bottom = _box(shapes)
    return max(right - left, (bottom - top) * WIDTH / HEIGHT)


def _box(shapes: list[Shape]) -> tuple[float, float, float, float]:
    return (
        min(shape.box[0] for shape in shapes),
        min(shape.box[1] for shape in shapes),
        max(shape.box[2] for shape in shapes),
        max(shape.box[3] for shape in shapes),
    )
