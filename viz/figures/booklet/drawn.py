"""What stands on a page: words, rules, boxes, marks, pictures and links, in points from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from viz.figures import setting, typeface

INK = "#1B1F24"
SUB = "#4A525C"
MUTE = "#656E79"
EVIDENCE = "#9A2113"
HAIR = "#B8BEC5"
RULE = "#868F99"
ZONE = "#F3F5F6"


class Words(NamedTuple):
    x: float
    y: float
    words: str
    size: float
    bold: bool = False
    colour: str = INK


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = INK


class Box(NamedTuple):
    x: float
    y: float
    wide: float
    tall: float
    fill: str = ""
    stroke: str = ""
    dashed: bool = False


class Mark(NamedTuple):
    """One of `viz.marks`; x and y are its centre."""

    x: float
    y: float
    name: str
    size: float


class Picture(NamedTuple):
    """An SVG with its upper left corner at a point, so wide."""

    x: float
    y: float
    svg: str
    wide: float


class Link(NamedTuple):
    """A box that leads to an `Anchor`."""

    x: float
    y: float
    wide: float
    tall: float
    target: str


class Anchor(NamedTuple):
    """A place that links and bookmarks lead to. ``title``: its bookmark at a ``level`` from 0; '' for none."""

    x: float
    y: float
    name: str
    title: str = ""
    level: int = 0


Drawn: TypeAlias = Words | Rule | Box | Mark | Picture | Link | Anchor


class Strip(NamedTuple):
    """Things that stay together, from y = 0 down to a height."""

    height: float
    drawn: tuple[Drawn, ...] = ()


def moved(things: Iterable[Drawn], x: float, y: float) -> Iterator[Drawn]:
    """The same things elsewhere."""
    for thing in things:
        if isinstance(thing, Rule):
            yield thing._replace(x=thing.x + x, y=thing.y + y, x2=thing.x2 + x, y2=thing.y2 + y)
        else:
            yield thing._replace(x=thing.x + x, y=thing.y + y)


def text(
    words: str,
    width: float,
    size: float,
    *,
    leading: float = 1.55,
    bold: bool = False,
    colour: str = INK,
    indent: float = 0.0,
) -> list[Strip]:
    """A text in lines, each a strip."""
    tall = size * leading
    base = (tall + size * 0.76) / 2
    return [
        Strip(tall, (Words(indent, base, line, size, bold, colour),) if line else ())
        for line in setting.lines(words, width - indent, size, bold=bold)
    ]  # fmt: skip


_BADGE: float = 10.5
_BADGE_TEXT: float = 8.0


def badge(sign: str, numbers: str, target: str, *, certainty: str = "") -> tuple[float, tuple[Drawn, ...]]:
    """A sign, with numbers of evidence if there are any, and how wide it is; its middle is at y = 0.

    明 is filled, 推 outlined, 要 broken, so that they differ without colour; other signs are grey.
    """
    colour = EVIDENCE if certainty else RULE
    pad = 2.0
    first = typeface.width(sign, _BADGE_TEXT, bold=True) + 2 * pad
    second = typeface.width(numbers, _BADGE_TEXT) + 2 * pad + 1
    top, base = -_BADGE / 2, _BADGE_TEXT * 0.36
    filled = certainty == "明示"
    dashed = certainty == "要確認"
    if not numbers:
        second = 0.0
    things: list[Drawn] = [
        Box(0, top, first + second, _BADGE, stroke=colour, dashed=dashed),
        Box(0, top, first, _BADGE, fill=colour if filled else "", stroke=colour, dashed=dashed),
        Words(pad, base, sign, _BADGE_TEXT, bool(certainty), "#FFFFFF" if filled else EVIDENCE if certainty else SUB),
        *[Words(first + pad + 0.5, base, numbers, _BADGE_TEXT, False, EVIDENCE if certainty else SUB)] * bool(numbers),
    ]
    if target:
        things.append(Link(0, top, first + second, _BADGE, target))
    return first + second, tuple(things)
