"""The country as dots at town halls: where something is on record, and how much has not been looked at.

Lambert's conformal conic projection (sphere; standard parallels 33° and 44° N, meridian 137° E). No borders are drawn.
沖縄・奄美 and 小笠原 stand in frames of their own, at the same scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from api.coverage import Place, State

_MERIDIAN: Final = math.radians(137)
_SOUTH, _NORTH = math.radians(33), math.radians(44)
_CONE: Final[float] = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(
    math.tan(math.pi / 4 + _NORTH / 2) / math.tan(math.pi / 4 + _SOUTH / 2)
)
_FACTOR: Final[float] = math.cos(_SOUTH) * math.tan(math.pi / 4 + _SOUTH / 2) ** _CONE / _CONE
_SCALE: Final = 2180.0
"""Pixels per radian on a standard parallel: the main islands then fill 600 × 600."""

WIDTH: Final = 600.0
HEIGHT: Final = 592.0


class Frame(NamedTuple):
    """A part of the country. ``x``, ``y``: the place of 137° E, 36° N; ``box``: left, top, width, height, if drawn."""

    name: str
    x: float
    y: float
    box: tuple[float, float, float, float] | None


_MAIN: Final = Frame("", 340.0, 372.0, None)
_SOUTHERN: Final = Frame("奄美・沖縄", 512.0, -228.0, (0.5, 0.5, 324.0, 204.0))
_OGASAWARA: Final = Frame("小笠原", 382.0, 234.0, (516.5, 518.5, 83.0, 73.0))
FRAMES: Final = (_SOUTHERN, _OGASAWARA)


class Dot(NamedTuple):
    """A municipality with something on record, or with certainly nothing."""

    place: Place
    x: float
    y: float
    radius: float
    kind: str
    """agreement, measures (no agreement) or none."""


class Picture(NamedTuple):
    """``specks``: SVG path data of everything of which nothing can be said."""

    dots: list[Dot]
    specks: str
    width: float = WIDTH
    height: float = HEIGHT
    frames: tuple[Frame, ...] = FRAMES


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to px from 137° E, 36° N; y grows to the south."""
    angle = _CONE * (math.radians(longitude) - _MERIDIAN)
    radius, origin = _radius(latitude), _radius(36)
    return _SCALE * radius * math.sin(angle), -_SCALE * (origin - radius * math.cos(angle))


def _radius(latitude: float) -> float:
    return _FACTOR / math.pow(math.tan(math.pi / 4 + math.radians(latitude) / 2), _CONE)


def _frame(latitude: float, longitude: float) -> Frame:
    if latitude >= 29:
        return _MAIN
    return _OGASAWARA if longitude > 136 else _SOUTHERN


def picture(places: Iterable[Place]) -> Picture:
    """The dots of 市区町村; larger and certain ones are drawn last."""
    dots: list[Dot] = []
    specks: list[str] = []
    for place, x, y in _placed(places):
        if place.state in (State.UNSEEN, State.EXTRACT):
            specks.append(f"M{x:.1f} {y:.1f}h0")
        elif place.state is State.NONE:
            dots.append(Dot(place, x, y, 2.6, "none"))
        else:
            radius = min(2.6 + 0.5 * math.sqrt(place.agreements + place.measures), 5.0)
            dots.append(Dot(place, x, y, round(radius, 1), "agreement" if place.agreements else "measures"))
    order = {"none": 0, "measures": 1, "agreement": 2}
    dots.sort(key=lambda dot: (order[dot.kind], -dot.radius, dot.place.id))
    return Picture(dots, "".join(specks))


def _placed(places: Iterable[Place]) -> Iterator[tuple[Place, float, float]]:
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            frame = _frame(place.latitude, place.longitude)
            x, y = project(place.latitude, place.longitude)
            yield place, round(frame.x + x, 1), round(frame.y + y, 1)
