"""When what began and ended, drawn as precisely as the source says and no more.

A day is a mark; a month, a year or a fiscal year is a mark over a dotted span of that length. Dates without a year stand
right of a double rule, on an axis of months. What has no date is counted, not drawn.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from api.records import Record
from api.rendering import address, day
from graph import dates

WIDTH: Final = 1216.0
_HEAD: Final = 28.0
_LINE: Final = 30.0
_LEFT: Final = 176.0
_EDGE: Final = 28.0
_MONTHS: Final = 276.0
"""Width of the part for dates without a year, where there are dates with one too."""
_GAP: Final = 28.0
_CHAR: Final = 12.5
"""Width of a full-width character of a label, px."""
LANES: Final = 24
_TICKS: Final = 12


class Span(NamedTuple):
    """A date on an axis: from ``start`` to ``end``, in years from the year 0 or, without a year, in years from January."""

    start: float
    end: float
    yearless: bool

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class Event(NamedTuple):
    """A record on a lane. ``left``, ``right``: the dotted span of what is not known to the day; ``until``: its end."""

    kind: str
    state: str
    name: str
    label: str
    when: str
    address: str
    x: float
    y: float
    left: float
    right: float
    until: float | None


class Tick(NamedTuple):
    """A line of the axis with its words."""

    x: float
    words: str


class Lane(NamedTuple):
    """A line of the picture and whose it is."""

    name: str
    address: str
    y: float
    events: list[Event]


class Timeline(NamedTuple):
    """``rule``: where the double rule stands, if anything stands right of it; ``dated`` of ``total`` records have a date;
    ``more``: lanes that are not drawn."""

    lanes: list[Lane]
    ticks: list[Tick]
    rule: float | None
    height: float
    dated: int
    total: int
    more: int
    width: float = WIDTH
    left: float = _LEFT


class Whose(NamedTuple):
    """The lane of a record: a key to sort by, a name, and the address of the page."""

    key: str
    name: str
    address: str


def place(date: str, precision: str = "") -> Span:
    """Where a partial date lies: ``2015-04`` is the whole of April 2015; 年度 runs from April to March."""
    yearless = date.startswith("--")
    year = 2000 if yearless else int(date[:4])
    parts = date[2:].split("-") if yearless else date.split("-")[1:]
    base = 0.0 if yearless else float(year)
    if not parts:
        shift = 0.25 if precision == "年度" else 0.0
        return Span(base + shift, base + shift + 1, yearless)
    month = int(parts[0])
    if len(parts) == 1:
        return Span(base + (month - 1) / 12, base + month / 12, yearless)
    length = calendar.monthrange(year, month)[1]
    point = base + (month - 1 + (int(parts[1]) - 0.5) / length) / 12
    return Span(point, point, yearless)


def timeline(found: Sequence[Record], whose: Callable[[Record], Iterable[Whose]]) -> Timeline | None:
    """The picture of some records; None where fewer than two have a date."""
    placed = [(record, span) for record in found if (span := _span(record))]
    if len(placed) < 2:
        return None
    lanes: dict[Whose, list[tuple[Record, Span]]] = {}
    for record, span in placed:
        for lane in whose(record):
            lanes.setdefault(lane, []).append((record, span))
    order = sorted(lanes, key=lambda lane: lane.key)
    axis = _Axis([span for _, span in placed])
    drawn = [
        _lane(lane, sorted(lanes[lane], key=lambda each: (each[1].yearless, each[1].middle, each[0].id)), n, axis)
        for n, lane in enumerate(order[:LANES])
    ]
    height = _HEAD + _LINE * len(drawn) + 8
    return Timeline(drawn, axis.ticks(), axis.rule, height, len(placed), len(found), len(order) - len(drawn))


def _date(record: Record) -> tuple[str, str]:
    """The date of a record and its precision, '' where there is none."""
    given = record.properties
    if record.kind == "協定":
        return (given["締結日"], given["締結日精度"] or "") if given["締結日"] else (given["開始日"] or "", "")
    return given["時期"] or "", given["時期精度"] or ""


def _span(record: Record) -> Span | None:
    date, precision = _date(record)
    return place(date, precision) if date else None


class _Axis:
    """From dates to px."""

    def __init__(self, spans: list[Span]) -> None:
        dated = [span for span in spans if not span.yearless]
        self.yearless = len(dated) < len(spans)
        self.first = int(min(span.start for span in dated)) if dated else 0
        self.last = max(int(max(span.end - 1e-9 for span in dated)) + 1, self.first + 1) if dated else 0
        right = WIDTH - _EDGE
        self.end = right if not self.yearless else (_LEFT if not dated else right - _MONTHS - _GAP)
        self.rule = self.end + _GAP / 2 if self.yearless and dated else None
        self.months = (self.end + _GAP if dated else _LEFT, right)

    def x(self, moment: float, yearless: bool) -> float:
        if yearless:
            left, right = self.months
            return round(left + (right - left) * moment, 1)
        moment = min(max(moment, self.first), self.last)
        return round(_LEFT + (self.end - _LEFT) * (moment - self.first) / (self.last - self.first), 1)

    def ticks(self) -> list[Tick]:
        found = []
        if self.last:
            step = -(-(self.last - self.first) // _TICKS)
            found = [Tick(self.x(year, False), f"{year}年") for year in range(self.first, self.last, step)]
        if self.yearless:
            months = (1, 4, 7, 10) if self.last else range(1, 13)
            found += [Tick(self.x((month - 1) / 12, True), f"{month}月") for month in months]
        return found


def _lane(lane: Whose, placed: list[tuple[Record, Span]], number: int, axis: _Axis) -> Lane:
    y = _HEAD + _LINE * number + _LINE / 2
    points = [axis.x(span.middle, span.yearless) for _, span in placed]
    events = []
    for n, (record, span) in enumerate(placed):
        following = points[n + 1] if n + 1 < len(points) else WIDTH
        if axis.rule and points[n] < axis.rule:
            following = min(following, axis.rule)
        events.append(_event(record, span, y, axis, points[n], following - points[n] - 24))
    return Lane(lane.name, lane.address, y, events)


def _event(record: Record, span: Span, y: float, axis: _Axis, x: float, room: float) -> Event:
    date, precision = _date(record)
    read = day(date, precision)
    width = sum(_CHAR if ord(char) > 0xFF else _CHAR * 0.56 for char in record.name)
    end = str(record.properties["終了日" if record.kind == "協定" else "終了時期"] or "")
    until = None
    if end and end.startswith("--") == span.yearless and (span.yearless or dates.has_year(end)):
        until = axis.x(place(end).end, span.yearless)
    return Event(
        record.kind,
        record.state,
        record.name,
        record.name if width <= room else "",
        f"{read.day}（{read.note}）" if read.note else read.day,
        address(record.kind, record.id),
        x,
        y,
        axis.x(span.start, span.yearless),
        axis.x(span.end, span.yearless),
        until if until and until > x + 14 else None,
    )
