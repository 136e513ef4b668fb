"""Slides as data: a few words, perhaps a table or a picture, and the evidence for the notes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from queries.evidence import place_words
from viz.reports import paper
from viz.reports.compose import when_issued
from viz.reports.model import Cite, Figure, Line, Report, Section, Source, Table
from viz.reports.summary import PLACE
from viz.reports.words import runs, short, sign

LARGE, SMALL = 14.0, 11.0
"""Points of the first and of the further lines of a cell."""
_ACROSS: Final = 880.0
_DOWN: Final = 380.0
"""Points that a table has on a slide, without its headings."""
_SLIDES: Final = 4
"""Slides that one table may fill; the rest is read in Word or Excel."""
_SENTENCE: Final = 200
"""Characters of a sentence above a table."""
_SHORT: Final = 80
"""Characters of one value in a cell of a slide."""
_REFERENCES: Final = 4
"""References in a cell; the notes have all."""
_NOTES: Final = 60
"""Passages in the notes of one slide."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for a slide: ``widths`` are shares. Cells are texts, their second and later lines smaller."""

    name: str
    words: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    rights: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """``key`` names it for life; ``notes`` say where each thing is written; ``foot`` is one small line at the bottom."""

    key: str
    title: str
    texts: tuple[str, ...] = ()
    grid: Grid | None = None
    figure: Figure | None = None
    notes: tuple[str, ...] = ()
    foot: str = ""
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides of one subject. ``subject`` and ``name`` tell one deck from another; ``date`` as of `Report`."""

    subject: str
    name: str
    title: str
    slides: tuple[Slide, ...]
    date: str
    dated: str


def deck(report: Report) -> Deck:
    """The story that a report tells by itself: cover, overview, picture, agreements, results, what is not known, sources."""
    sources = {source.number: source for source in report.sources}
    titles = {document.id: document.title for document in report.documents}
    told = _Told(sources, titles)
    slides = [_cover(report), *_overview(report, told), *_figures(report)]
    for key in ("fields", "agreements", "measures", "places", "partners"):
        for section in report.sections:
            if section.key == key:
                slides += _tables(section, told)
    for section in report.sections:
        if section.key == "without" and section.sentences:
            words = tuple(short(sentence.text, 360) for sentence in section.sentences)
            slides.append(Slide("without", section.title, words, notes=report.scope))
    slides += _sources(report, told.used)
    subject = f"{report.kind} {report.subject}"
    return Deck(subject, report.name, report.title, tuple(slides), report.date, report.dated)


class _Told:
    """Sources in the words of a note."""

    def __init__(self, sources: Mapping[int, Source], titles: Mapping[str, str]) -> None:
        self._sources = sources
        self._titles = titles
        self.used: set[int] = set()
        """Numbers of the sources behind the slides so far."""

    def __call__(self, cites: Sequence[Cite]) -> tuple[str, ...]:
        numbers = sorted({cite.number for cite in cites})
        self.used.update(numbers)
        made = [source_line(self._sources[number], self._titles) for number in numbers[:_NOTES]]
        rest = len(numbers) - _NOTES
        return (*made, f"ほか {rest:,} か所は Word か Excel の資料にある。") if rest > 0 else tuple(made)


def source_line(source: Source, titles: Mapping[str, str]) -> str:
    """``明3 「題」 930–979 字目 「語句」 要旨``."""
    quote = f"「{short(source.quote, 300)}」" if source.quote else "（語句は手元にない）"
    place = place_words(source.place)
    title = titles.get(source.document, source.document)
    return " ".join(
        filter(None, (f"{sign(source.certainty)}{source.number}", f"「{title}」", place, quote, source.gist))
    )


def _cover(report: Report) -> Slide:
    return Slide(
        "cover",
        report.title,
        (*report.scope[-2:], f"資料の日付 {report.dated}"),
        cover=True,
        notes=report.scope,
    )


def _overview(report: Report, told: _Told) -> Iterator[Slide]:
    section = report.sections[0]
    table = section.tables[0]
    texts = tuple(short(sentence.text, _SENTENCE) for sentence in section.sentences)[:2]
    whole = grid(table, table.lines)
    pieces = pack(whole.rows, whole.widths, first=_DOWN - _above(texts))[:_SLIDES]
    at = 0
    for number, piece in enumerate(pieces, 1):
        here, at = table.lines[at : at + len(piece)], at + len(piece)
        title = section.title if len(pieces) == 1 else f"{section.title}（{number}／{len(pieces)}）"
        key = "overview" if number == 1 else f"overview{number}"
        cites = [cite for line in here for cite in line.cites]
        yield Slide(key, title, texts if number == 1 else (), replace(whole, rows=piece), notes=told(cites))


def _above(texts: Sequence[str]) -> float:
    """Points that sentences above a table take."""
    return 12 + sum(24.0 * max(1, math.ceil(len(words) * 16 / _ACROSS)) for words in texts)


def _figures(report: Report) -> Iterator[Slide]:
    for number, figure in enumerate(report.figures, 1):
        yield Slide(f"figure{number}" if number > 1 else "figure", "つながりの図", figure=figure, notes=(figure.words,))


def _tables(section: Section, told: _Told) -> Iterator[Slide]:
    table = next((table for table in section.tables if table.shown), None)
    if table is None:
        return
    lines = [line for line in table.lines if line.paper]
    whole = grid(table, lines)
    pieces = pack(whole.rows, whole.widths)[:_SLIDES]
    if not pieces and section.key in ("agreements", "measures"):
        yield Slide(f"{section.key}1", section.title, ("読んだ文書に、あてはまる記載がない。",))
    at = 0
    for number, piece in enumerate(pieces, 1):
        here, at = lines[at : at + len(piece)], at + len(piece)
        title = section.title if len(pieces) == 1 else f"{section.title}（{number}／{len(pieces)}）"
        left = len(lines) - at if number == len(pieces) else 0
        foot = f"ほか {left:,} 行は Word か Excel の資料にある。" if left else ""
        cites = [cite for line in here for cite in line.cites]
        yield Slide(f"{section.key}{number}", title, (), replace(whole, rows=piece), notes=told(cites), foot=foot)


def pack(
    rows: Sequence[tuple[str, ...]], widths: Sequence[float], *, first: float = 0.0
) -> list[tuple[tuple[str, ...], ...]]:
    """Rows in pieces that fit on a slide each. ``first``: points on the first one, where it holds something else too."""
    pieces: list[list[tuple[str, ...]]] = []
    room = 0.0
    for row in rows:
        needed = _needed(row, widths)
        if not pieces or needed > room:
            room = first if first and not pieces else _DOWN
            pieces.append([])
        pieces[-1].append(row)
        room -= needed
    return [tuple(piece) for piece in pieces]


def _needed(row: Sequence[str], widths: Sequence[float]) -> float:
    """Points that a row takes."""
    whole = sum(widths)
    return 6.0 + max(
        sum(
            _lines(line, LARGE if n == 0 else SMALL, _ACROSS * width / whole - 8)
            for n, line in enumerate(cell.split("\n"))
        )
        for cell, width in zip(row, widths, strict=True)
    )


def _lines(words: str, size: float, width: float) -> float:
    across = max(1.0, width / size)
    em = sum(1.0 if ord(char) > 0xFF else 0.56 for char in words)
    return size * 1.25 * max(1, math.ceil(em / across))


def grid(table: Table, lines: Sequence[Line]) -> Grid:
    """Lines of a table for a slide: what stands under the first value of a cell follows in smaller letters."""
    heads = [shown.head for shown in table.shown]
    widths = [shown.width for shown in table.shown]
    rights = [shown.right for shown in table.shown]
    rows = [["\n".join(_values(paper.cell(shown, line))) or shown.empty for shown in table.shown] for line in lines]
    if table.cited:
        heads, widths, rights = [*heads, "根拠"], [*widths, 14], [*rights, False]
        rows = [
            [*row, _few(line.cites) or str(line.values.get(PLACE) or "—")]
            for row, line in zip(rows, lines, strict=True)
        ]
    return Grid(table.name, table.caption, tuple(heads), tuple(widths), tuple(map(tuple, rows)), tuple(rights))


def _few(cites: Sequence[Cite]) -> str:
    found = [f"{mark}{numbers}" for mark, numbers, _ in runs(cites)]
    rest = len(found) - _REFERENCES
    return "、".join(found[:_REFERENCES]) + (f" ほか{rest}" if rest > 0 else "")


def _values(values: Sequence[str]) -> list[str]:
    """The first two: a slide is no register."""
    return [_cut(value) for value in values[:2]]


def _cut(value: str) -> str:
    return value if len(value) <= _SHORT else value[:_SHORT].rstrip() + "…"


def _sources(report: Report, used: set[int]) -> Iterator[Slide]:
    """The documents behind the slides with their dates and numbers; the words stand in the notes of each slide."""
    rows: list[tuple[str, ...]] = []
    for document, sources in report.of_documents:
        numbers = [source.number for source in sources if source.number in used]
        if numbers:
            title = f"{_cut(document.title)}\n{document.kind or '種別の記載なし'}"
            known = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
            rows.append((str(len(rows) + 1), title, when_issued(document), f"{len(numbers):,}", known))
    widths = (5, 45, 34, 8, 12)
    heads, rights = ("", "文書", "日付", "か所", "番号"), (False, False, False, True, False)
    pieces = pack(rows, widths)[:_SLIDES]
    left = len(rows) - sum(map(len, pieces))
    for number, piece in enumerate(pieces or [()], 1):
        title = "出典" if len(pieces) <= 1 else f"出典（{number}／{len(pieces)}）"
        rest = f"ほか {left:,} の文書は Word か Excel の資料にある。" if left and number == len(pieces) else ""
        yield Slide(
            f"sources{number}",
            title,
            () if piece else ("根拠となる箇所はない。",),
            Grid("出典", "引いた文書", heads, widths, piece, rights) if piece else None,
            foot=f"{rest}明＝明示、推＝推定、要＝要確認。番号ごとの位置と語句は、各頁のノートにある。",
        )
