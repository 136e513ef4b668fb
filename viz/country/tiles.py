"""The country as a grid of tiles: a bar per prefecture, with what is on record, what is not, and what nobody looked at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from viz.country.standing import Standing, Tally

TILES: Final = (
    "..........北海道",
    "..........青森県",
    ".........秋田県岩手県",
    ".........山形県宮城県",
    ".......石川県富山県新潟県福島県",
    ".......福井県長野県群馬県栃木県茨城県",
    "..山口県島根県鳥取県兵庫県京都府滋賀県岐阜県山梨県埼玉県千葉県",
    "佐賀県福岡県.広島県岡山県大阪府奈良県三重県愛知県静岡県東京都",
    "長崎県大分県.愛媛県香川県徳島県和歌山県...神奈川県",
    "熊本県宮崎県..高知県",
    "鹿児島県",
    "沖縄県",
)
"""Where the tile of each prefecture stands: a dot is an empty place of the grid."""


@cache
def tile_places() -> dict[str, tuple[int, int]]:
    """Column and line of each prefecture's tile, from 1."""
    found: dict[str, tuple[int, int]] = {}
    for line, text in enumerate(TILES, 1):
        column, name = 1, ""
        for character in text:
            if character == ".":
                column += 1
                continue
            name += character
            # 京都府 is whole at 府: its 都 does not end it.
            if len(name) > 2 and character in "都道府県":
                found[name] = (column, line)
                column, name = column + 1, ""
    return found


PARTS: Final = (
    ("working", "協定か施策あり", (Standing.AGREEMENT, Standing.MEASURE), "#0F4C8F"),
    ("plan", "計画だけ", (Standing.PLAN,), "url(#dotted)"),
    ("over", "終了だけ", (Standing.OVER,), "#AEB6BE"),
    ("none", "記録なし・条件の外", (Standing.NONE, Standing.OUTSIDE), "#FFFFFF"),
    ("unseen", "未調査・抜粋など", (Standing.EXTRACT, Standing.UNSEEN), "url(#hatch)"),
)
"""The parts of a bar from left to right: name, words, what counts, filling."""

WIDE: Final = 69.0
HIGH: Final = 34.0
WIDTH: Final = 12 * WIDE
HEIGHT: Final = 12 * HIGH
_BAR: Final = 64.0


class Part(NamedTuple):
    """A piece of a bar, in pixels of the tile."""

    name: str
    start: float
    width: float
    fill: str


def parts(counted: Tally, length: float = _BAR) -> list[Part]:
    """The pieces of a prefecture's bar; pieces of nothing have no width."""
    found = []
    start = 0.0
    for name, _, standings, fill in PARTS:
        number = sum(counted.number[each] for each in standings)
        width = length * number / counted.total if counted.total else 0.0
        found.append(Part(name, round(start, 2), round(width, 2), fill))
        start += width
    return found


def drawing(counted: Iterable[Tally]) -> str:
    """The inside of an SVG of `WIDTH` × `HEIGHT`. Patterns are those of `viz.country.picture`."""
    return "".join(_tile(tally) for tally in counted if tally.name in tile_places())


def _tile(tally: Tally) -> str:
    column, line = tile_places()[tally.name]
    x, y = (column - 1) * WIDE, (line - 1) * HIGH
    short = tally.name if tally.name == "北海道" else tally.name[:-1]
    bar = "".join(
        f'<rect data-part="{part.name}" x="{x + part.start:g}" y="{y + 16:g}" width="{part.width:g}" height="10" '
        f'fill="{part.fill}"/>'
        for part in parts(tally)
    )
    number = f"{tally.working:,}" if tally.working else ""
    return (
        f'<g data-tile="{tally.code}"><text x="{x:g}" y="{y + 12:g}" font-size="13" fill="#1B1F24">{short}</text>'
        f'<text data-number="" x="{x + _BAR:g}" y="{y + 12:g}" font-size="13" text-anchor="end" fill="#4A525C">{number}</text>'
        f'{bar}<rect x="{x:g}" y="{y + 16:g}" width="{_BAR:g}" height="10" fill="none" stroke="#868F99" stroke-width="0.7"/></g>'
    )
