"""The national map for Word, PowerPoint, Excel and paper: SVG, PNG and PDF by `viz.figures`, and a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from markupsafe import escape

from graph.tables import Tables
from viz.choice import Choice
from viz.country import multiples, picture, projection, tiles, words
from viz.country.evidence import network
from viz.country.multiples import Multiples, Small
from viz.country.standing import Place, Tally
from viz.country.survey import Survey, survey
from viz.country.workbook import workbook
from viz.figures import PAPERS, Paper, Plate, blocks, embedded, paper, plates, png, setting, text_width
from viz.figures.blocks import INK, Block, Sign

_DOTS: Final = 300
"""Per inch on paper."""
_IN_A_BOOK: Final = 150
_SCREEN: Final = 3840
"""Pixels along a slide."""
_GAP: Final = 14.0


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands around every picture of a map."""

    survey: Survey
    title: str
    sentences: list[str]
    limit: int


def write(
    graph: Tables,
    choice: Choice,
    suffix: str,
    *,
    title: str | None = None,
    limit: int = 12,
    by: str = "",
    paper_name: str = "a4",
) -> bytes:
    """The file of a kind (.svg, .png, .pdf, .xlsx); equal graphs give equal bytes.

    ``by``: small maps by 年 or 分野, in a PDF beside the map, else in its place. Raises as `viz.country.survey.survey`.
    """
    found = survey(graph, choice)
    told = _told(found, title, limit)
    sheet = paper(paper_name)
    if suffix == ".pdf":
        return _pdf(told, by)
    svg = _figure(told, sheet, by)
    if suffix == ".xlsx":
        picture_of = png(svg, width=round(sheet.width / 25.4 * _IN_A_BOOK))
        return workbook(found, picture_of, title=told.title, told=told.sentences)
    if suffix == ".svg":
        return ('<?xml version="1.0" encoding="UTF-8"?>\n' + embedded(svg)).encode()
    return png(svg, width=_SCREEN if sheet.fixed else round(sheet.width / 25.4 * _DOTS))


def _told(found: Survey, title: str | None, limit: int) -> _Told:
    lines = words.sentences(found, limit=limit)
    documents = network(found.graph, set()).graph["documents"]
    days = words.newest(documents.values())
    rest = f"読んだ文書は {len(documents):,}。" + (f"日付の最も新しいものは {days}。" if days else "")
    said = ["".join(part for part, _ in line) for line in [words.warning(found), *lines]]
    return _Told(found, title or words.heading(found), [*said, rest], limit)


def _figure(told: _Told, sheet: Paper, by: str) -> str:
    width = sheet.inside
    small = sheet.note
    above = [blocks.title(told.title, width)]
    foot = blocks.foot(setting.lines(words.credit(told.survey), width, small), width, small)
    whole = sheet.units(sheet.height - 2 * sheet.margin)
    wide = sheet.width > sheet.height
    beside = width * 0.36 if wide else width
    text = [blocks.scope(told.sentences, beside, small)]
    if by:
        small_maps = multiples.multiples(told.survey, by)
        text += [_legend_of_multiples(beside, small), blocks.note(small_maps.left, beside, small)]
    else:
        text.append(_legend(told.survey, beside, small))
    body = blocks.stack(text)
    room = whole - above[0].height - foot.height - _GAP - (0 if wide else body.height)
    across = width - beside - _GAP if wide else width
    drawn = _grid(small_maps, across, room, small) if by else _map(told, across, room)
    if wide:
        joined = f'{body.svg}<g transform="translate({width - across:g} 0)">{drawn.svg}</g>'
        parts = [*above, Block(max(body.height, drawn.height) + _GAP, joined)]
    else:
        parts = [*above, body, drawn]
    stacked = blocks.stack(parts, foot, whole if sheet.fixed else None)
    return _svg(sheet, stacked, told)


def _map(told: _Told, width: float, room: float) -> Block:
    view = told.survey.view
    scale = min(width / view.width, max(room, 200.0) / view.height)
    left = (width - view.width * scale) / 2
    inner = picture.drawing(told.survey, limit=told.limit)
    return Block(
        round(view.height * scale + 6, 1),
        f'<g transform="translate({left - view.left * scale:.1f} {-view.top * scale:.1f}) scale({scale:.4f})">{inner}</g>',
    )


def _swatch(fill: str) -> str:
    return f'<rect x="0.5" y="0.5" width="27" height="15" fill="{fill}" stroke="#868F99"/>'


def _legend(found: Survey, width: float, size: float) -> Block:
    signs = [Sign(_swatch(entry.fill), 28, entry.words) for entry in words.legend(found)]
    if found.ties:
        signs += [
            Sign(f'<path d="M0 8H28" stroke="{INK}" stroke-width="1.6"/>', 28, "同じ協定・施策に加わる"),
            Sign(f'<path d="M0 8H28" stroke="{INK}" stroke-width="1.6" stroke-dasharray="5 3"/>', 28, "同じ相手をもつ"),
        ]
    head = words.ramp_head(found)
    parts = [blocks.note(f"色の濃さ: {head}", width, size)] if head else []
    return blocks.stack([*parts, blocks.legend(signs, width, size)])


def _legend_of_multiples(width: float, size: float) -> Block:
    signs = [
        Sign(f'<circle cx="8" cy="8" r="5.5" {fill}/>', 16, str(standing)) for standing, fill in multiples.FILLS.items()
    ]
    signs.append(Sign(_swatch("url(#hatch)"), 28, "どの市区町村も未調査か抜粋などの都道府県"))
    return blocks.legend(signs, width, size)


def _grid(found: Multiples, width: float, room: float, size: float) -> Block:
    """Small maps in as many columns as make them largest."""
    ratio = projection.HEIGHT / projection.WIDTH

    def across(columns: int) -> float:
        side, rows = (width - _GAP * (columns - 1)) / columns, ceil(len(found.maps) / columns)
        lines = max(len(_head(small, side, size)) for small in found.maps)
        return min(side, (room / rows - _below(lines, size) - _GAP) / ratio)

    columns = max(range(1, len(found.maps) + 1), key=across)
    side = max(across(columns), 60.0)
    lines = max(len(_head(small, side, size)) for small in found.maps)
    step = side * ratio + _below(lines, size) + _GAP
    drawn = [
        _small(small, (n % columns) * (side + _GAP), (n // columns) * step, side, size, lines)
        for n, small in enumerate(found.maps)
    ]
    return Block(round(ceil(len(found.maps) / columns) * step, 1), f"<defs>{picture.patterns()}</defs>{''.join(drawn)}")


def _head(small: Small, side: float, size: float) -> list[str]:
    return setting.lines(small.head, side * 0.97, size, bold=True)[:3]


def _below(lines: int, size: float) -> float:
    """Where a small map begins below a head of some lines and its count."""
    return size * (1.7 + 1.3 * lines)


def _small(small: Small, x: float, y: float, side: float, size: float, lines: int) -> str:
    """Heads stand on the line above the count, so that the maps of a row stand level."""
    counted = f"{small.counted.recorded:,} / {small.counted.total:,}"
    head = _head(small, side, size)
    top = lines - len(head)
    named = "".join(
        blocks.text(0, size * (1.1 + 1.3 * (top + n)), line, size, bold=True) for n, line in enumerate(head)
    )
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">{named}{blocks.text(0, size * (1.1 + 1.3 * lines), counted, size)}'
        f'<g transform="translate(0 {_below(lines, size):.1f}) scale({side / projection.WIDTH:.4f})">{small.drawing}</g></g>'
    )


def _pdf(told: _Told, by: str) -> bytes:
    sheet = PAPERS["a4"]
    pictures = [Plate(_figure(told, sheet, ""), told.title)]
    if told.survey.choice.prefecture:
        pictures += [Plate(page, "市区町村ごと") for page in _places(told, sheet)]
    else:
        pictures.append(Plate(_shares(told, sheet), "都道府県ごとの割合"))
    if by:
        pictures.append(Plate(_figure(told, sheet, by), f"{by}ごとの地図"))
    return plates(pictures, title=told.title, subject="".join(told.sentences))


def _shares(told: _Told, sheet: Paper) -> str:
    """Bars per prefecture, and the numbers behind them in two columns."""
    width, size = sheet.inside, sheet.note
    counted = told.survey.prefectures()
    scale = width / tiles.WIDTH
    bars = Block(
        round(tiles.HEIGHT * scale + _GAP, 1),
        f'<defs>{picture.patterns()}</defs><g transform="scale({scale:.4f})">{tiles.drawing(counted)}</g>',
    )
    signs = [Sign(_swatch(fill), 28, said) for _, said, _, fill in tiles.PARTS]
    note = "棒の全体は市区町村の数。右肩の数は、協定か施策のある市区町村（計画だけ・終了だけを除く）。"
    parts: Sequence[Block] = [
        blocks.title(f"都道府県ごとの割合　{told.title}", width, most=3),
        blocks.note(note, width, size),
        bars,
        blocks.legend(signs, width, size),
        _numbers(counted, width, size),
    ]
    return _svg(
        sheet,
        blocks.stack(parts, blocks.foot(setting.lines(words.credit(told.survey), width, size), width, size)),
        told,
    )


_COLUMNS: Final = (("市区町村", 0.0), ("状態", 0.62), ("協定", 0.86), ("施策", 1.0))
"""Where the columns of a half of the page stand, as parts of its width; numbers end there."""
_ON_A_PAGE: Final = 56


def _places(told: _Told, sheet: Paper) -> Iterator[str]:
    """How each municipality of a prefecture stands, in two columns."""
    width, size = sheet.inside, sheet.note
    half, leading = (width - 2 * _GAP) / 2, size * 1.55
    places = told.survey.places
    for start in range(0, len(places), 2 * _ON_A_PAGE):
        part = places[start : start + 2 * _ON_A_PAGE]
        tall = ceil(len(part) / 2)
        drawn = []
        for side in range(2):
            left = side * (half + 2 * _GAP)
            rows = [tuple(name for name, _ in _COLUMNS), *map(_cells_of, part[side * tall : (side + 1) * tall])]
            for n, row in enumerate(rows):
                y = size * 1.6 + n * leading
                for (_, at), words_of, anchor in zip(_COLUMNS, row, ("start", "start", "end", "end"), strict=True):
                    drawn.append(blocks.text(left + at * half, y, words_of, size, anchor=anchor))
            drawn.append(f'<path d="M{left:.1f} {size * 1.98:.1f}h{half:.1f}" stroke="{INK}" stroke-width="1"/>')
        table = Block(round(size * 1.6 + (tall + 1) * leading, 1), "".join(drawn))
        head = blocks.title(f"市区町村ごと　{told.title}", width, most=3)
        foot = blocks.foot(setting.lines(words.credit(told.survey), width, size), width, size)
        yield _svg(sheet, blocks.stack([head, table], foot), told)


def _cells_of(place: Place) -> tuple[str, ...]:
    kinds = [record.node.label for record in place.records]
    numbers = (kinds.count(label) for label in ("協定", "施策"))
    name = setting.label(place.short, _NAME, 1)[0]
    return name, str(place.standing()), *(f"{number:,}" if number else "–" for number in numbers)


_NAME: Final = 14
"""Characters of a name."""
_HEADS: Final = ("都道府県", "市区町村", "あり", "計画", "終了", "なし", "未調査")


def _numbers(counted: Sequence[Tally], width: float, size: float) -> Block:
    """The numbers behind the bars, in two columns: the parts of a bar in their order."""
    half, leading = (width - 2 * _GAP) / 2, size * 1.55
    tall = ceil(len(counted) / 2) + 1
    first = text_width("鹿児島県", size) + 6
    step = (half - first) / (len(_HEADS) - 1)
    drawn = []
    for side in range(2):
        left = side * (half + 2 * _GAP)
        rows = [list(_HEADS), *(_cells(tally) for tally in counted[side * (tall - 1) : (side + 1) * (tall - 1)])]
        for n, row in enumerate(rows):
            y = size * 1.6 + n * leading
            drawn += [
                blocks.text(left + (first + m * step if m else 0), y, cell, size, anchor="end" if m else "start")
                for m, cell in enumerate(row)
            ]
        drawn.append(f'<path d="M{left:.1f} {size * 1.98:.1f}h{half:.1f}" stroke="{INK}" stroke-width="1"/>')
    return Block(round(size * 1.6 + tall * leading, 1), "".join(drawn))


def _cells(tally: Tally) -> list[str]:
    numbers = [sum(tally.number[each] for each in standings) for _, _, standings, _ in tiles.PARTS]
    return [tally.name, f"{tally.total:,}", *(f"{number:,}" if number else "–" for number in numbers)]


def _svg(sheet: Paper, content: Block, told: _Told) -> str:
    margin = sheet.units(sheet.margin)
    height = max(content.height + 2 * margin, sheet.units(sheet.height) if sheet.fixed else 0.0)
    width = sheet.units(sheet.width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{sheet.width:g}mm" height="{height / width * sheet.width:.2f}mm" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" role="img" fill="{INK}" font-family="BIZ UDPGothic">'
        f"<title>{escape(told.title)}</title><desc>{escape(''.join(told.sentences))}</desc>"
        f'<rect width="{width:.1f}" height="{height:.1f}" fill="#FFFFFF"/>'
        f'<g transform="translate({margin:.1f} {margin:.1f})">{content.svg}</g></svg>'
    )
