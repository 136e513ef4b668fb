"""Where the words of an SVG stand: each ``text`` as pieces in one look, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from lxml import etree

from viz.figures import typeface

SVG: Final = "http://www.w3.org/2000/svg"
OWN: Final = frozenset(
    {"x", "y", "dx", "dy", "text-anchor", "dominant-baseline", "font-size", "font-weight", "font-family", "paint-order"}
)
"""Attributes that `placed` has understood; the others say how to paint."""

_SHIFTS: Final = {"central": 0.38, "middle": 0.38, "hanging": 0.88, "text-before-edge": 0.88}
"""By how many em the baseline lies below the point that an SVG names."""
_UNIT: Final = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4}


class Placed(NamedTuple):
    """Words from a point on their baseline; ``paint``: attributes of their own beside those of the text."""

    words: str
    x: float
    y: float
    size: float
    bold: bool
    paint: tuple[tuple[str, str], ...]


def placed(text: etree._Element) -> Iterator[Placed]:
    """The words of a ``text`` in the order in which they are read, in the units of the text."""
    x = y = 0.0
    for line in _lines(_tidy(list(_runs(text, _look(text), {})))):
        x = line[0].x if line[0].x is not None else x
        y = line[0].y if line[0].y is not None else y
        long = sum(typeface.width(run.words, run.look.size, bold=run.look.bold) + run.dx for run in line)
        x -= {"middle": 0.5, "end": 1.0}.get(line[0].look.anchor, 0.0) * long
        for run in line:
            x, y, look = x + run.dx, y + run.dy, run.look
            yield Placed(run.words, x, y + look.shift * look.size, look.size, look.bold, run.paint)
            x += typeface.width(run.words, look.size, bold=look.bold)


def said(text: etree._Element) -> str:
    """All words of a ``text``."""
    return spaced("".join(text.itertext())).strip()


def inherited(element: etree._Element, name: str) -> str | None:
    """An attribute of an element or of the nearest around it that has it."""
    found = (node.get(name) for node in (element, *element.iterancestors()))
    return next((value.strip() for value in found if value is not None), None)


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    bold: bool
    anchor: str
    shift: float


class _Run(NamedTuple):
    """Words in one look, as they stand in the file. A place of None goes on where the last run ended."""

    words: str
    look: _Look
    x: float | None
    y: float | None
    dx: float
    dy: float
    paint: tuple[tuple[str, str], ...]


def _runs(element: etree._Element, look: _Look, paint: dict[str, str]) -> Iterator[_Run]:
    x, y = (_place(element, name, look.size) for name in ("x", "y"))
    dx, dy = (length(element.get(name), look.size, 0.0) for name in ("dx", "dy"))
    told = tuple(sorted(paint.items()))
    yield _Run(spaced(element.text or ""), look, x, y, dx, dy, told)
    for child in element:
        if child.tag == f"{{{SVG}}}tspan":
            own = {name: value for name, value in child.attrib.items() if name not in OWN}
            yield from _runs(child, _look(child, look), {**paint, **own})
        yield _Run(spaced(child.tail or ""), look, None, None, 0.0, 0.0, told)


def _tidy(runs: list[_Run]) -> list[_Run]:
    """Without spaces at the ends and before an absolute place, and without doubled ones between runs."""
    kept: list[_Run] = []
    pending: _Run | None = None
    for run in runs:
        if not run.words:
            if run.x is not None or run.y is not None or run.dx or run.dy:
                # The place of an element whose words stand in its children.
                pending = run if pending is None else _moved(run, pending)
            continue
        run = _moved(run, pending) if pending else run
        pending = None
        fresh = run.x is not None or run.y is not None
        if not kept or fresh or kept[-1].words.endswith(" "):
            run = run._replace(words=run.words.lstrip(" "))
        if fresh and kept:
            kept[-1] = kept[-1]._replace(words=kept[-1].words.rstrip(" "))
        kept.append(run)
    if kept:
        kept[-1] = kept[-1]._replace(words=kept[-1].words.rstrip(" "))
    return kept


def _moved(run: _Run, before: _Run) -> _Run:
    return run._replace(
        x=run.x if run.x is not None else before.x,
        y=run.y if run.y is not None else before.y,
        dx=run.dx + before.dx,
        dy=run.dy + before.dy,
    )


def _lines(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Runs that are anchored together: each absolute place begins anew."""
    line: list[_Run] = []
    for run in runs:
        if line and (run.x is not None or run.y is not None):
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _look(element: etree._Element, around: _Look | None = None) -> _Look:
    if around is None:
        size = 16.0
        for parent in reversed([element, *element.iterancestors()]):
            size = length(parent.get("font-size"), size, size)
        around = _Look(size, False, "start", 0.0)
    else:
        around = replace(around, size=length(element.get("font-size"), around.size, around.size))
    weight = inherited(element, "font-weight") or "400"
    return replace(
        around,
        bold=weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600),
        anchor=inherited(element, "text-anchor") or "start",
        shift=_SHIFTS.get(inherited(element, "dominant-baseline") or "", 0.0),
    )


def _place(element: etree._Element, name: str, size: float) -> float | None:
    value = element.get(name)
    return None if value is None else length(value.replace(",", " ").split()[0], size, 0.0)


def length(value: str | None, em: float, default: float) -> float:
    """A length of SVG in its own units."""
    if value is None:
        return default
    match = re.fullmatch(r"\s*(-?[\d.]+(?:e-?\d+)?)\s*(px|pt|mm|em|rem|%)?\s*", value)
    if not match:
        return default
    number, unit = float(match[1]), match[2] or ""
    if unit in ("em", "%"):
        return number * em / (100 if unit == "%" else 1)
    return number * (16 if unit == "rem" else _UNIT[unit])


def spaced(text: str) -> str:
    """The text with every run of white space as one space, as XML that is shown does."""
    return re.sub(r"[ \t\r\n]+", " ", text)
