"""The country as dots at town halls: where something is on record, and how much has not been looked at.

Prefectures are drawn as land, municipalities as dots at their offices; 沖縄・奄美 and 小笠原 stand in frames of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from api.coverage import Place, State
from viz.country import projection
from viz.country.outlines import TENTHS, northern, prefectures
from viz.country.projection import Frame

_STEP: Final = 10
"""Tenths of a pixel between the points of a coast."""


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
    land: str
    """SVG path data of the prefectures and 北方領土, in units of which ``scale`` makes pixels."""
    scale: float = 1 / TENTHS
    width: float = projection.WIDTH
    height: float = projection.HEIGHT
    frames: tuple[Frame, ...] = projection.FRAMES


@cache
def land() -> str:
    """All of the country as one path; the same on every page."""
    return "".join(prefectures(_STEP).values()) + northern(_STEP)


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
    return Picture(dots, "".join(specks), land())


def _placed(places: Iterable[Place]) -> Iterator[tuple[Place, float, float]]:
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            x, y = projection.place(place.latitude, place.longitude)
            yield place, round(x, 1), round(y, 1)
