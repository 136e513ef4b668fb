"""What has been looked at: "no record" is said only of a municipality all of whose records a document lists (全件)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from graph.places import PREFECTURE
from graph.store.base import View
from queries import catalogue


class State(StrEnum):
    """What is known of a municipality."""

    RECORDED = "記録あり"
    NONE = "記録なし"
    EXTRACT = "抜粋など"
    UNSEEN = "未調査"


MEANINGS: Final = {
    State.RECORDED: "協定か施策の記録がある",
    State.NONE: "全件を載せた文書があり、そこに記録がない",
    State.EXTRACT: "載せた文書は抜粋か、網羅の分からないもので、記録がない。「ない」とは言えない",
    State.UNSEEN: "載せた文書がない。「ない」とは言えない",
}


class Place(NamedTuple):
    """A municipality with what is on record. ``measures_as_place``: those of ``measures`` in which it only was the place."""

    id: str
    name: str
    short: str
    prefecture: str
    kind: str
    latitude: float | None
    longitude: float | None
    agreements: int
    measures: int
    measures_as_place: int
    partners: int
    documents: int
    complete: int

    @property
    def state(self) -> State:
        if self.agreements or self.measures:
            return State.RECORDED
        if self.complete:
            return State.NONE
        return State.EXTRACT if self.documents else State.UNSEEN

    @property
    def only_place(self) -> bool:
        """Whether it appears as nothing but the place of measures."""
        return not self.agreements and 0 < self.measures == self.measures_as_place

    @property
    def is_prefecture(self) -> bool:
        return self.kind == PREFECTURE


class Tally(NamedTuple):
    """How many municipalities are in which state. ``only_place``: those of ``recorded`` that never act."""

    total: int
    recorded: int
    none: int
    extract: int
    unseen: int
    only_place: int

    @property
    def unsure(self) -> int:
        """Those of which nobody can say that there is nothing."""
        return self.extract + self.unseen


def tally(places: Iterable[Place]) -> Tally:
    """Count states."""
    states = [(place.state, place.only_place) for place in places]
    number = {state: sum(1 for each, _ in states if each is state) for state in State}
    return Tally(
        len(states),
        number[State.RECORDED],
        number[State.NONE],
        number[State.EXTRACT],
        number[State.UNSEEN],
        sum(1 for _, only in states if only),
    )


class Coverage(NamedTuple):
    """All municipalities: 市区町村 and 都道府県 apart."""

    municipalities: list[Place]
    prefectures: list[Place]

    @property
    def both(self) -> list[Place]:
        return sorted(self.municipalities + self.prefectures)


async def coverage(view: View, prefecture: str = "") -> Coverage:
    """What is on record for all municipalities, or those of one prefecture."""
    rows = await catalogue.find("coverage").run(view, 都道府県=prefecture)
    places = [Place(*row) for row in rows.rows]
    return Coverage([p for p in places if not p.is_prefecture], [p for p in places if p.is_prefecture])


class Part(NamedTuple):
    """A part of a bar: a name for its filling, its start and its width in per cent."""

    name: str
    start: float
    width: float
    number: int


def parts(numbers: Iterable[tuple[str, int]], total: int) -> list[Part]:
    """The parts of a bar in order; parts of nothing are left out, and what is there can be seen (at least 0.8 per cent)."""
    found = [(name, number) for name, number in numbers if number]
    if not total or not found:
        return []
    widths = [max(100 * number / total, 0.8) for _, number in found]
    excess = sum(widths) - 100 * sum(number for _, number in found) / total
    widths[widths.index(max(widths))] -= excess
    result: list[Part] = []
    start = 0.0
    for (name, number), width in zip(found, widths, strict=True):
        result.append(Part(name, round(start, 3), round(width, 3), number))
        start += width
    return result


def state_parts(counted: Tally) -> list[Part]:
    """The bar of three parts: あり, 記録なし, 未調査 (with what only extracts cover)."""
    return parts((("recorded", counted.recorded), ("none", counted.none), ("unseen", counted.unsure)), counted.total)
