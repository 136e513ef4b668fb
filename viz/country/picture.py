"""The map as SVG: the page shows it, figures print it. Everything is attributes; a style sheet only refines the page.

Municipalities of one filling stand in one group, so that a change of filling is a move from group to group. Where an
outline is too small to see, a dot at the office stands over it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from html import escape
from typing import Final, NamedTuple

from viz.country import projection
from viz.country.outlines import TENTHS, outlines
from viz.country.standing import Place
from viz.country.survey import Survey, in_view
from viz.country.ties import Tie
from viz.country.view import WHOLE

FILLS: Final = {
    "unseen": "url(#hatch)",
    "outside": "#E9ECEE",
    "none": "#FFFFFF",
    "over": "#AEB6BE",
    "plan": "url(#dotted)",
    "measure": "url(#striped)",
    "agreement": "#0F4C8F",
    "r1": "#DCE8F3",
    "r2": "#A9C7E3",
    "r3": "#6A9FD0",
    "r4": "#2F74B5",
    "r5": "#0F4C8F",
    "centre": "#FFF6D6",
}
"""Fillings from the one that lies lowest."""
QUIET: Final = ("unseen", "outside")
"""Fillings that have no dot."""

_DOTS: Final = {
    "none": ("#FFFFFF", "#1B1F24", 0.4, ""),
    "over": ("#868F99", "#4A525C", 0.5, ""),
    "plan": ("#FFFFFF", "#0F4C8F", 0.8, "1 0.8"),
    "measure": ("#FFFFFF", "#0F4C8F", 1.3, ""),
    "centre": ("#FFF6D6", "#1B1F24", 0.6, ""),
}
"""Dots with a ring of their own: fill, ring, its width and dashes. The others are filled like shapes, with a thin blue ring."""

BORDER: Final = "#AEB6BE"
CLOSE_BORDER: Final = 9
"""Tenths of a pixel, of the borders inside one prefecture."""
INK: Final = "#1B1F24"
BLUE: Final = "#0F4C8F"
SMALL: Final = 9.0
"""Square pixels: an outline below this has a dot."""
DOT: Final = 1.9
NAMED: Final = 12
"""Lines whose far end bears its name."""

_TILES: Final = {
    "hatch": (6, "rotate(45)", '<rect width="6" height="6" fill="#F6F7F8"/><path d="M1 0V6" stroke="#BCC3CA" stroke-width="1.1"/>'),
    "striped": (3, "scale(1)", '<rect width="3" height="3" fill="#CFE0F0"/><path d="M0 1H3" stroke="#0F4C8F" stroke-width="1.1"/>'),
    "dotted": (3, "scale(1)", '<rect width="3" height="3" fill="#FFFFFF"/><circle cx="1.5" cy="1.5" r="0.75" fill="#0F4C8F"/>'),
}  # fmt: skip
"""未調査 is hatched, 施策だけ striped, 計画だけ dotted: they differ without colour too."""


COARSE: Final = 3
"""How many times coarser patterns are on a small map."""


def patterns(scale: float = 1.0) -> str:
    """Definitions for dots and swatches; for shapes, which count in tenths (``-land``); for small maps (``-small``).

    ``scale``: how many times larger shapes are seen.
    """
    return "".join(
        f'<pattern id="{name}{suffix}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
        f'patternTransform="{larger}{turn}">{inner}</pattern>'
        for suffix, larger in (
            ("", ""),
            ("-land", f"scale({TENTHS / scale:g}) "),
            ("-small", f"scale({COARSE * TENTHS}) "),
        )
        for name, (size, turn, inner) in _TILES.items()
    )


class Office(NamedTuple):
    """Where a town hall stands on the picture."""

    place: Place
    x: float
    y: float


class Arc(NamedTuple):
    """A line from the chosen municipality to another. ``direct``: both act in the same agreement or measure."""

    tie: Tie
    end: Office
    path: str
    width: float
    direct: bool


def offices(places: Iterable[Place]) -> dict[str, Office]:
    """Code → office, of every place with a position."""
    found = {}
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            x, y = projection.place(place.latitude, place.longitude)
            found[place.code] = Office(place, round(x, 1), round(y, 1))
    return found


def small(code: str, scale: float = 1.0) -> bool:
    """Whether an outline is too small to see at a scale, or lies outside the frames."""
    shape = outlines().shapes.get(code)
    return shape is None or shape.area * scale**2 < SMALL


def arcs(survey: Survey, most: int) -> list[Arc]:
    """Lines to the strongest ``most`` of the tied municipalities that have a position; strongest first."""
    if not survey.ties:
        return []
    at = offices(survey.places)
    centre = at.get(survey.ties.centre)
    tied = [tie for tie in survey.ties.found if tie.code in at][:most]
    return [_arc(centre, at[tie.code], tie) for tie in tied] if centre else []


def _arc(start: Office, end: Office, tie: Tie) -> Arc:
    dx, dy = end.x - start.x, end.y - start.y
    bend = 0.16 if dx >= 0 else -0.16
    x, y = (start.x + end.x) / 2 + dy * bend, (start.y + end.y) / 2 - dx * bend
    width = min(0.9 + 0.45 * math.sqrt(tie.weight - 1), 3.2)
    path = f"M{start.x:g} {start.y:g}Q{x:.1f} {y:.1f} {end.x:g} {end.y:g}"
    return Arc(tie, end, path, round(width, 2), bool(tie.together))


def drawing(
    survey: Survey, *, year: int | None = None, limit: int = 0, most: int = 0, linked: Set[str] = frozenset()
) -> str:
    """The inside of an SVG of `projection.WIDTH` × `projection.HEIGHT`, or of the view of one prefecture in it.

    ``limit``: how many lines of a chosen municipality are shown; up to ``most`` are there, hidden. ``linked``: codes of
    those whose shape leads to the list.
    """
    shown = [place for place in survey.municipalities if survey.view is WHOLE or in_view(survey.view, place)]
    filling = {place.code: survey.filling(place, year) for place in shown}
    scale = survey.view.scale
    lines = arcs(survey, max(limit, most))
    return "".join(
        (
            f"<defs>{patterns(scale)}</defs>",
            _frames() if survey.view is WHOLE else "",
            _shapes(survey, filling, linked),
            _dots(survey, filling, linked),
            _lines(lines, limit),
            _names(survey, lines, limit) if survey.view is WHOLE else labels(survey, shown),
        )
    )


def _frames() -> str:
    parts = []
    for frame in projection.FRAMES:
        if frame.box:
            x, y, width, height = frame.box
            parts.append(
                f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="#868F99"/>'
                f'<text x="{x + 8}" y="{y + 18}" font-size="12" fill="#4A525C">{frame.name}</text>'
            )
    return f'<g class="frames">{"".join(parts)}</g>'


def _shapes(survey: Survey, filling: dict[str, str], linked: Set[str]) -> str:
    found = outlines()
    groups: dict[str, list[str]] = defaultdict(list)
    for code, name in filling.items():
        if code in found.shapes:
            path = f'<path data-code="{code}" d="{found.shapes[code].path}"/>'
            groups[name].append(_linked(path, survey.by_code[code], linked))
    whole = survey.view is WHOLE
    thick = 3 if whole else CLOSE_BORDER / survey.view.scale
    return (
        f'<g class="land" transform="scale({1 / TENTHS})" stroke="{BORDER}" stroke-width="{thick:.3g}" '
        f'stroke-linejoin="round" fill-rule="evenodd">'
        + (f'<path d="{found.land}" fill="#FFFFFF"/>' if whole else "")
        + "".join(
            f'<g data-fill="{name}" fill="{_scaled(fill)}">{"".join(groups[name])}</g>' for name, fill in FILLS.items()
        )
        + (
            f'<path class="borders" d="{found.borders}" fill="none" stroke="#656E79" stroke-width="6"/>'
            if whole
            else ""
        )
        + "</g>"
    )


def _scaled(fill: str) -> str:
    return fill.replace(")", "-land)") if fill.startswith("url") else fill


def _linked(mark: str, place: Place, linked: Set[str]) -> str:
    if place.code not in linked:
        return mark
    return f'<a href="#p{place.code}" tabindex="-1" aria-label="{escape(place.name)}">{mark}</a>'


def _dots(survey: Survey, filling: dict[str, str], linked: Set[str]) -> str:
    groups: dict[str, list[str]] = defaultdict(list)
    scale = survey.view.scale
    for code, office in offices(survey.by_code[code] for code in filling).items():
        if small(code, scale):
            dot = f'<circle data-code="{code}" cx="{office.x:g}" cy="{office.y:g}" r="{DOT / scale:.3g}"/>'
            groups[filling[code]].append(_linked(dot, office.place, linked))
    return "".join(_dot_group(name, groups[name], scale) for name in FILLS)


def _dot_group(name: str, dots: Sequence[str], scale: float) -> str:
    fill, ring, width, dash = _DOTS.get(name, (FILLS[name], BLUE, 0.4, ""))
    more = f' stroke-dasharray="{dash}"' if dash else ""
    more += ' display="none"' if name in QUIET else ""
    return f'<g data-dots="{name}" fill="{fill}" stroke="{ring}" stroke-width="{width / scale:.3g}"{more}>{"".join(dots)}</g>'


def _lines(lines: Sequence[Arc], limit: int) -> str:
    dash = {True: "", False: ' stroke-dasharray="5 3"'}
    drawn = [
        f'<path data-rank="{n}" data-tie="{arc.tie.code}" d="{arc.path}" stroke-width="{arc.width}"{dash[arc.direct]}'
        f"{_hidden(n, limit)}/>"
        for n, arc in enumerate(lines, 1)
    ]
    return f'<g class="ties" fill="none" stroke="{INK}">{"".join(reversed(drawn))}</g>' if drawn else ""


def _hidden(rank: int, limit: int) -> str:
    return ' display="none"' if rank > limit else ""


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _names(survey: Survey, lines: Sequence[Arc], limit: int) -> str:
    """Points at all ends; the names of the chosen one and of the strongest, where they cover no other name."""
    if not survey.ties:
        return ""
    at = offices(survey.places)
    ends = [at[survey.ties.centre]] if survey.ties.centre in at else []
    ends += [arc.end for arc in lines]
    taken = [_Box(office.x - 3, office.y - 3, office.x + 3, office.y + 3) for office in ends[: NAMED + 1]]
    parts = []
    for rank, office in enumerate(ends):
        radius, weight = (3.0, ' font-weight="700"') if rank == 0 else (2.2, "")
        label = ""
        place = _free(office, taken) if rank <= NAMED else None
        if place:
            x, y, anchor, box = place
            taken.append(box)
            label = (
                f'<text x="{x:g}" y="{y:g}" font-size="12" text-anchor="{anchor}"{weight} fill="{INK}" stroke="#FFFFFF" '
                f'stroke-width="3" paint-order="stroke">{escape(office.place.short[:_LONGEST])}</text>'
            )
        parts.append(
            f'<g data-rank="{rank}"{_hidden(rank, limit)}><circle cx="{office.x:g}" cy="{office.y:g}" r="{radius:g}" '
            f'fill="{INK}"/>{label}</g>'
        )
    return f'<g class="names">{"".join(parts)}</g>'


def labels(survey: Survey, places: Iterable[Place]) -> str:
    """Names of municipalities in the view of a prefecture, those with most on record first, where they cover no other."""
    shown, taken, parts = survey.view, list[_Box](), []
    at = offices(places)
    for rank, office in enumerate(sorted(at.values(), key=lambda each: (-len(each.place.records), each.place.code))):
        x, y = ((office.x - shown.left) * shown.scale, (office.y - shown.top) * shown.scale)
        width = _CLOSE_TEXT * min(len(office.place.short), _LONGEST) + 4
        box = _Box(x - width / 2, y - 7, x + width / 2, y + 7)
        inside = box.left >= 0 and box.right <= projection.WIDTH
        if shown.holds(office.x, office.y) and inside and not any(box.meets(other) for other in taken):
            taken.append(box)
            parts.append(
                f'<g data-rank="{rank}" transform="translate({office.x:g} {office.y:g}) scale({1 / shown.scale:.4g}) '
                f'translate({-office.x:g} {-office.y:g})"><circle cx="{office.x:g}" cy="{office.y:g}" r="0" fill="none"/>'
                f'<text x="{office.x:g}" y="{office.y + 4:g}" font-size="{_CLOSE_TEXT:g}" text-anchor="middle" fill="{INK}" '
                f'stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" paint-order="stroke">'
                f"{escape(office.place.short[:_LONGEST])}</text></g>"
            )
    return f'<g class="names">{"".join(parts)}</g>'


_CLOSE_TEXT: Final = 11.0
_LONGEST: Final = 24
_SIDES: Final = (
    (7, 4, "start"),
    (-7, 4, "end"),
    (0, -7, "middle"),
    (0, 16, "middle"),
    (7, -8, "start"),
    (-7, 16, "end"),
)


def _free(office: Office, taken: Sequence[_Box]) -> tuple[float, float, str, _Box] | None:
    width = 12.0 * min(len(office.place.short), _LONGEST)
    for dx, dy, anchor in _SIDES:
        x, y = office.x + dx, office.y + dy
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        box = _Box(left, y - 11, left + width, y + 3)
        inside = box.left >= 0 and box.right <= projection.WIDTH and box.top >= 0 and box.bottom <= projection.HEIGHT
        if inside and not any(box.meets(other) for other in taken):
            return round(x, 1), round(y, 1), anchor, box
    return None
