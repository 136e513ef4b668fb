"""How far a body reaches: of the 市区町村 of each prefecture, with how many it works, and what is known of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from api.coverage import Part, Place, parts
from viz.country.tiles import tile_places

CLASSES: Final = (
    (5.0, "ramp-1", "5%未満"),
    (10.0, "ramp-2", "5–10%"),
    (25.0, "ramp-3", "10–25%"),
    (50.0, "ramp-4", "25–50%"),
    (1000.0, "ramp-5", "50%以上"),
)
"""Upper ends of the classes of the share ramp, per cent, with the name of the filling and the words of the legend."""


class Reach(NamedTuple):
    """Numbers of 市区町村 of one prefecture, or of the country.

    ``outside``: with a record that the conditions leave out; ``none``: all of whose records a document lists, without
    this body; ``extract``, ``unseen``: nobody can say.
    """

    prefecture: str
    code: str
    state: str
    """Of the prefecture itself."""
    total: int
    working: int
    outside: int
    none: int
    extract: int
    unseen: int

    @property
    def unsure(self) -> int:
        """Those of which nobody can say that there is nothing."""
        return self.extract + self.unseen

    @property
    def bar(self) -> list[Part]:
        return parts(
            (("recorded", self.working), ("over", self.outside), ("none", self.none), ("unseen", self.unsure)),
            self.total,
        )

    @property
    def filling(self) -> str:
        """The class of the share ramp; unseen where nothing at all can be said."""
        if self.working:
            return next(name for upper, name, _ in CLASSES if 100 * self.working / self.total < upper)
        return "unseen" if self.unsure == self.total else "none"

    @property
    def words(self) -> str:
        """All of it in words."""
        said = [f"市区町村 {self.total:,} のうち連携の記録あり {self.working:,}"]
        said += [f"条件の外 {self.outside:,}"] if self.outside else []
        return "、".join([*said, f"記録なし {self.none:,}", f"抜粋など {self.extract:,}", f"未調査 {self.unseen:,}"])


class Tile(NamedTuple):
    """Where a prefecture stands in the grid; ``column`` and ``line`` from 1."""

    reach: Reach
    short: str
    column: int
    line: int


def reaches(rows: Iterable[Mapping[str, Any]]) -> list[Reach]:
    """Prefectures in order of code, from the question ``organisation_prefectures``."""
    return [
        Reach(
            row["都道府県"] or "", row["都道府県id"] or "", row["都道府県の状態"] or "", row["対象数"], row["あり"], row["条件外"],
            row["記録なし"], row["抜粋"], row["未調査"],
        )
        for row in rows
    ]  # fmt: skip


def together(found: Iterable[Reach], name: str = "全国") -> Reach:
    """The sum of some prefectures."""
    numbers = [sum(column) for column in zip(*(each[3:] for each in found), strict=True)] or [0] * 6
    return Reach(name, "", "", *numbers)


def tiles(found: Iterable[Reach]) -> list[Tile]:
    """One tile per prefecture that has a place in the grid."""
    places = tile_places()
    return [
        Tile(each, each.prefecture if each.prefecture == "北海道" else each.prefecture[:-1], *places[each.prefecture])
        for each in found
        if each.prefecture in places
    ]


def seen_from(places: Iterable[Place], partners: Mapping[str, Mapping[str, Any]]) -> list[Place]:
    """The municipalities as one body sees them: only records with that body count."""
    return [
        place._replace(
            agreements=partners[place.id]["協定数"] if place.id in partners else 0,
            measures=partners[place.id]["施策数"] if place.id in partners else 0,
            measures_as_place=0,
        )
        for place in places
    ]
