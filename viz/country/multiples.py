"""Small maps side by side for print: one per year (what had begun by its end), or one per field.

Each shows prefectures in outline, hatched where nobody has looked at any municipality, and a dot at the office of every
municipality with something on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from markupsafe import Markup

from graph.errors import UsageError
from viz.country import projection
from viz.country.outlines import TENTHS, northern, prefectures
from viz.country.picture import INK, offices
from viz.country.standing import RECORDED, Place, Standing, Tally, tally
from viz.country.survey import Mode, Survey, survey

MOST: Final = 12
"""Years that are shown; fields are few enough for all."""

_STEP: Final = 15
"""Tenths of a pixel between the points of an outline."""
_RADIUS: Final = 8
FILLS: Final = {
    Standing.AGREEMENT: f'fill="#0F4C8F" stroke="{INK}" stroke-width="0.8"',
    Standing.MEASURE: 'fill="#FFFFFF" stroke="#0F4C8F" stroke-width="3"',
    Standing.PLAN: 'fill="#FFFFFF" stroke="#0F4C8F" stroke-width="1.4" stroke-dasharray="2 2"',
    Standing.OVER: 'fill="#868F99" stroke="#4A525C" stroke-width="0.8"',
}
"""Dots by standing, as attributes."""


class Small(NamedTuple):
    """One small map: its head, the inside of its SVG, and what it counts."""

    head: str
    drawing: Markup
    counted: Tally


class Multiples(NamedTuple):
    """``by``: 年 or 分野; ``left``: what is not among the maps, in words."""

    by: str
    maps: list[Small]
    left: str


def multiples(found: Survey, by: str) -> Multiples:
    """Small maps of a survey. Raises `UsageError` where none can be drawn."""
    if found.mode is Mode.TIES:
        raise UsageError(
            "--multiples は、自治体のまわりの地図では使えません。企業・団体、分野か、全体で使ってください。"
        )
    if found.choice.prefecture:
        raise UsageError("--multiples は全国の地図を並べます。--prefecture を外してください。")
    return _by_field(found) if by == "分野" else _by_year(found)


def rest(small: Small) -> str:
    """What is known of the municipalities without a record on a small map, in words."""
    number = small.counted.number
    parts = [f"後の年か年の記載なし {number[Standing.OUTSIDE]:,}"] if number[Standing.OUTSIDE] else []
    return "・".join([*parts, f"記録なし {number[Standing.NONE]:,}", f"未調査など {small.counted.unsure:,}"])


def _by_year(found: Survey) -> Multiples:
    if not found.years:
        raise UsageError("始まった年の分かる協定・施策がないので、年ごとの地図は描けません。")
    first, last = found.years
    span = last - first
    number = min(MOST, span + 1)
    years = sorted({first + round(span * n / max(number - 1, 1)) for n in range(number)})
    undated = sum(record.since is None for record in found.by_record.values())
    left = f"始まった年の記載がない {undated:,} は入れていない。" if undated else ""
    if len(years) <= span:
        left = f"{first}年から {last}年までのうち {len(years)} の年。" + left
    return Multiples(
        "年",
        [
            Small(f"{year}年まで", _drawing(found.municipalities, year), tally(found.places, year=year))
            for year in years
        ],
        left,
    )


def _by_field(found: Survey) -> Multiples:
    if found.choice.field:
        raise UsageError("--multiples field と --field は一緒には使えません。")
    maps = []
    empty = []
    for row in found.graph.node_rows("分野"):
        if row.get("階層") == 1:
            one = survey(found.graph, replace(found.choice, field=row["名称"]))
            if any(place.records for place in one.municipalities):
                maps.append(Small(row["名称"], _drawing(one.municipalities, None), one.total()))
            else:
                empty.append(row["名称"])
    if not maps:
        raise UsageError("分野の付いた協定・施策がないので、分野ごとの地図は描けません。")
    maps.sort(key=lambda small: -small.counted.recorded)
    left = f"市区町村の記録がない分野: {'、'.join(empty)}。" if empty else ""
    return Multiples("分野", maps, "一つの協定・施策が、いくつかの分野に入ることがある。" + left)


def _drawing(places: Iterable[Place], year: int | None) -> Markup:
    """The inside of an SVG of the size of the map."""
    shown = list(places)
    at = offices(shown)
    looked = {place.code[:2] for place in shown if place.standing(year) not in (Standing.UNSEEN, Standing.EXTRACT)}
    shapes = "".join(
        f'<path d="{path}" fill="{"#F3F5F6" if prefecture in looked else "url(#hatch-small)"}"/>'
        for prefecture, path in prefectures(_STEP).items()
    )
    shapes += f'<path d="{northern(_STEP)}" fill="#FFFFFF"/>'
    dots = "".join(
        f'<circle cx="{at[place.code].x:g}" cy="{at[place.code].y:g}" r="{_RADIUS}" {FILLS[standing]}/>'
        for place, standing in ((place, place.standing(year)) for place in shown)
        if standing in RECORDED and place.code in at
    )
    frames = "".join(
        f'<rect x="{frame.box[0]}" y="{frame.box[1]}" width="{frame.box[2]}" height="{frame.box[3]}" fill="none" '
        'stroke="#868F99" stroke-width="2"/>'
        for frame in projection.FRAMES
        if frame.box
    )
    land = f'<g transform="scale({1 / TENTHS})" stroke="#868F99" stroke-width="12" fill-rule="evenodd">{shapes}</g>'
    return Markup(frames + land + dots)  # noqa: S704 - our own numbers
