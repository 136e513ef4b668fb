"""How a municipality stands on the map: with something on record, with certainly nothing, or not looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from graph.places import PREFECTURE
from graph.tables import Tables
from viz.country.records import Record, Records


class Standing(StrEnum):
    """What is known of a municipality under the conditions of the map."""

    AGREEMENT = "協定あり"
    MEASURE = "施策だけ"
    PLAN = "計画だけ"
    OVER = "終了だけ"
    OUTSIDE = "条件の外"
    NONE = "記録なし"
    EXTRACT = "抜粋など"
    UNSEEN = "未調査"


RECORDED: Final = (Standing.AGREEMENT, Standing.MEASURE, Standing.PLAN, Standing.OVER)
UNSURE: Final = (Standing.EXTRACT, Standing.UNSEEN)
"""Of these nobody can say that there is nothing."""

MEANINGS: Final = {
    Standing.AGREEMENT: "続いているか、終わったと分からない協定がある",
    Standing.MEASURE: "協定の記録はなく、施策（実施・実証など）がある",
    Standing.PLAN: "計画か検討の段階の施策だけがある",
    Standing.OVER: "終わった（改められた）と分かるものだけがある",
    Standing.OUTSIDE: "記録はあるが、条件の外にある（後の年、年の記載なし、終了を除いたもの）",
    Standing.NONE: "全件を載せた文書があり、そこに記録がない",
    Standing.EXTRACT: "載せた文書は抜粋か、網羅の分からないもので、記録がない。「ない」とは言えない",
    Standing.UNSEEN: "載せた文書がない。「ない」とは言えない",
}


class Covered(NamedTuple):
    """A document that covers a municipality, and how: 網羅 and 対象 as it says."""

    document: str
    how: tuple[str, ...]
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A local government with what is known of it. ``ever``: there is a record of it outside the conditions."""

    code: str
    name: str
    short: str
    kana: str
    prefecture: str
    kind: str
    latitude: float | None
    longitude: float | None
    records: tuple[Record, ...]
    ever: bool
    covered: tuple[Covered, ...]

    @property
    def is_prefecture(self) -> bool:
        return self.kind == PREFECTURE

    def on_record(self, year: int | None = None) -> list[Record]:
        """What had begun by the end of a year."""
        return [record for record in self.records if record.begun(year)]

    def standing(self, year: int | None = None) -> Standing:
        """As of the end of a year; None: all that the map shows."""
        here = self.on_record(year)
        if not here:
            return self._without()
        lasting = [record for record in here if not record.ended(year)]
        if any(record.node.label == "協定" for record in lasting):
            return Standing.AGREEMENT
        if any(not record.planned for record in lasting):
            return Standing.MEASURE
        return Standing.PLAN if lasting else Standing.OVER

    def _without(self) -> Standing:
        if self.records or self.ever:
            return Standing.OUTSIDE
        if any("全件" in covered.how for covered in self.covered):
            return Standing.NONE
        return Standing.EXTRACT if self.covered else Standing.UNSEEN


def places(graph: Tables, found: Records, ever: Iterable[str] = ()) -> list[Place]:
    """All local governments of a graph in order of code. ``ever``: those with records outside the conditions."""
    covered: dict[str, list[Covered]] = defaultdict(list)
    for _, row in graph.relationship_rows("収録"):
        covered[row["end"]].append(Covered(row["start"], _distinct(row, "網羅"), _distinct(row, "対象")))
    outside = set(ever)
    return [
        Place(
            code=row["id"],
            name=row.get("名称", row["id"]),
            short=row.get("略称") or row.get("名称", row["id"]),
            kana=row.get("読み", ""),
            prefecture=row.get("都道府県", ""),
            kind=row.get("種別", ""),
            latitude=row.get("緯度"),
            longitude=row.get("経度"),
            records=tuple(found.get(row["id"], ())),
            ever=row["id"] in outside,
            covered=tuple(sorted(covered[row["id"]])),
        )
        for row in graph.node_rows("自治体")
    ]


def _distinct(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in row.get(name) or () if value))


class Tally(NamedTuple):
    """How many municipalities stand how; ``own``: the prefecture itself, None for the country."""

    name: str
    code: str
    total: int
    number: Mapping[Standing, int]
    own: Standing | None = None

    @property
    def recorded(self) -> int:
        """With anything on record: agreements, measures, plans, what has ended."""
        return sum(self.number[each] for each in RECORDED)

    @property
    def working(self) -> int:
        """With an agreement or a measure that is no mere plan and not known to have ended."""
        return self.number[Standing.AGREEMENT] + self.number[Standing.MEASURE]

    @property
    def unsure(self) -> int:
        return sum(self.number[each] for each in UNSURE)


def tally(found: Iterable[Place], name: str = "全国", *, year: int | None = None) -> Tally:
    """Count 市区町村."""
    number = Counter(place.standing(year) for place in found if not place.is_prefecture)
    return Tally(name, "", number.total(), {each: number[each] for each in Standing})


def tallies(found: Iterable[Place], *, year: int | None = None) -> list[Tally]:
    """One per prefecture, in order of code."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        inside[place.code[:2]].append(place)
    result = []
    for code, mine in sorted(inside.items()):
        own = next((place for place in mine if place.is_prefecture), None)
        counted = tally(mine, own.name if own else mine[0].prefecture, year=year)
        result.append(counted._replace(code=code, own=own.standing(year) if own else None))
    return result
