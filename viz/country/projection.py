"""Where a place of the country stands on the picture: Lambert's conformal conic projection, with two frames apart.

Sphere; standard parallels 33° and 44° N, meridian 137° E. トカラ・奄美・沖縄 and 小笠原 stand in frames of their own, at
the same scale.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

_MERIDIAN: Final = math.radians(137)
_SOUTH, _NORTH = math.radians(33), math.radians(44)
_CONE: Final[float] = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(
    math.tan(math.pi / 4 + _NORTH / 2) / math.tan(math.pi / 4 + _SOUTH / 2)
)
_FACTOR: Final[float] = math.cos(_SOUTH) * math.tan(math.pi / 4 + _SOUTH / 2) ** _CONE / _CONE
_SCALE: Final = 2180.0
"""Pixels per radian on a standard parallel: the main islands then fill 600 × 600; a pixel is about 2.9 km."""

WIDTH: Final = 620.0
HEIGHT: Final = 614.0


class Frame(NamedTuple):
    """A part of the country. ``x``, ``y``: the place of 137° E, 36° N; ``box``: left, top, width, height, if drawn."""

    name: str
    x: float
    y: float
    box: tuple[float, float, float, float] | None

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the picture may stand in this frame; what lies outside is not drawn."""
        left, top, width, height = self.box or (0.0, 0.0, WIDTH, HEIGHT)
        return left <= x <= left + width and top <= y <= top + height


MAIN: Final = Frame("", 292.0, 392.0, None)
SOUTHERN: Final = Frame("トカラ・奄美・沖縄", 506.0, -212.0, (0.5, 0.5, 318.0, 216.0))
OGASAWARA: Final = Frame("小笠原", 390.0, 230.0, (536.5, 530.5, 82.5, 82.5))
FRAMES: Final = (SOUTHERN, OGASAWARA)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to px from 137° E, 36° N; y grows to the south."""
    angle = _CONE * (math.radians(longitude) - _MERIDIAN)
    radius = _radius(latitude)
    return _SCALE * radius * math.sin(angle), -_SCALE * (_ORIGIN - radius * math.cos(angle))


def _radius(latitude: float) -> float:
    return _FACTOR / math.pow(math.tan(math.pi / 4 + math.radians(latitude) / 2), _CONE)


_ORIGIN: Final = _radius(36)


def frame_of(latitude: float, longitude: float) -> Frame:
    """The frame in which a place is drawn."""
    if longitude > 136:
        return MAIN if latitude >= 29 else OGASAWARA
    return MAIN if latitude >= 30.1 else SOUTHERN


def place(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to px of the picture."""
    frame = frame_of(latitude, longitude)
    x, y = project(latitude, longitude)
    return frame.x + x, frame.y + y
