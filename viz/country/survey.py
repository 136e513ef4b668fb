"""A graph and a choice → everything the national map shows, worked out once."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

import pyarrow.compute as pc

from graph.errors import UsageError
from graph.facts import Node
from graph.tables import Bucket, Tables
from viz.choice import Choice, Selection, choose
from viz.country import records as country_records
from viz.country.outlines import outlines
from viz.country.records import Record, acting, records
from viz.country.standing import Place, Standing, Tally, places, tallies, tally
from viz.country.ties import Ties, ties
from viz.country.view import WHOLE, View, view


class Mode(StrEnum):
    """What fills the municipalities."""

    COUNTS = "counts"
    """How many agreements and measures are on record."""
    STANDING = "standing"
    """Whether there is an agreement, a measure, a plan with a body or in a field."""
    TIES = "ties"
    """How many partners are shared with a chosen municipality."""


RAMPS: Final[dict[Mode, tuple[tuple[int, str], ...]]] = {
    Mode.COUNTS: ((1, "1"), (2, "2–4"), (5, "5–9"), (10, "10–29"), (30, "30以上")),
    Mode.TIES: ((1, "1"), (2, "2"), (3, "3–4"), (5, "5–9"), (10, "10以上")),
}
"""Lower ends of the classes, with the words of the legend."""


@dataclass(frozen=True, slots=False)
class Survey:
    """What the map shows. ``selection``: the chosen part of the graph.

    ``places``: every local government, or those of the one prefecture that is chosen, by code.
    """

    graph: Tables
    choice: Choice
    selection: Selection
    mode: Mode
    subject: str
    """The name of the body, field or municipality; '' where there is none."""
    places: list[Place]
    ties: Ties | None

    @cached_property
    def by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self.places}

    @cached_property
    def municipalities(self) -> list[Place]:
        return [place for place in self.places if not place.is_prefecture]

    @cached_property
    def view(self) -> View:
        """The part of the picture that is shown."""
        return view(place.code for place in self.municipalities) if self.choice.prefecture else WHOLE

    @cached_property
    def outside(self) -> list[Place]:
        """Municipalities without a place in the picture: outside the view, or without an outline."""
        return [place for place in self.municipalities if not in_view(self.view, place)]

    @cached_property
    def only_places(self) -> int:
        """市区町村 that are where a measure of the chosen ones happens, and act in none."""
        bucket = Bucket("実施", "自治体", "施策")
        named = set(self.selection.graph.relationships[bucket]["start"].to_pylist())
        return sum(place.code in named and not place.records for place in self.municipalities)

    @cached_property
    def prefecture_bodies(self) -> list[Place]:
        return [place for place in self.places if place.is_prefecture]

    @cached_property
    def shown(self) -> set[Node]:
        """The agreements and measures that the map counts, each once."""
        return {record.node for place in self.places for record in place.records}

    @cached_property
    def by_record(self) -> dict[Node, Record]:
        return {record.node: record for place in self.places for record in place.records}

    @cached_property
    def told(self) -> set[Node]:
        """The agreements and measures that the map counts or, around a municipality, that lie behind its lines."""
        if not self.ties:
            return self.shown
        return {*self.ties.own, *(record for tie in self.ties.found[:MOST_TIES] for record in tie.records)}

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year in which something began; None where no slider makes sense."""
        return None if self.ties else country_records.years(self.by_record.values())

    @cached_property
    def weights(self) -> dict[str, int]:
        """Code → how many partners and records are shared with the chosen municipality."""
        return {tie.code: tie.weight for tie in self.ties.found} if self.ties else {}

    def total(self, year: int | None = None) -> Tally:
        return tally(self.places, year=year)

    def prefectures(self, year: int | None = None) -> list[Tally]:
        return tallies(self.places, year=year)

    def filling(self, place: Place, year: int | None = None) -> str:
        """The name of the class that fills a municipality."""
        standing = place.standing(year)
        if self.mode is Mode.TIES:
            return self._tied(place, standing)
        if self.mode is Mode.COUNTS and standing in (Standing.AGREEMENT, Standing.MEASURE):
            return ramp(Mode.COUNTS, len(place.on_record(year)))
        return FILLINGS[standing]

    def _tied(self, place: Place, standing: Standing) -> str:
        assert self.ties
        if place.code == self.ties.centre:
            return "centre"
        if place.code in self.weights:
            return ramp(Mode.TIES, self.weights[place.code])
        complete = any("全件" in covered.how for covered in place.covered)
        return "none" if complete else "outside" if standing is Standing.OUTSIDE else "unseen"


MOST_TIES: Final = 50
"""Lines that can be shown from a chosen municipality, and rows of their table."""

FILLINGS: Final = {
    Standing.AGREEMENT: "agreement",
    Standing.MEASURE: "measure",
    Standing.PLAN: "plan",
    Standing.OVER: "over",
    Standing.OUTSIDE: "outside",
    Standing.NONE: "none",
    Standing.EXTRACT: "unseen",
    Standing.UNSEEN: "unseen",
}


def ramp(mode: Mode, number: int) -> str:
    """``r1`` to ``r5``."""
    return f"r{sum(number >= lower for lower, _ in RAMPS[mode])}"


def survey(graph: Tables, choice: Choice) -> Survey:
    """Work out the map. Raises as `viz.choice.choose`, and `UsageError` for a choice that this map cannot show."""
    centre = choice.around if choice.around and choice.around.label == "自治体" else None
    if choice.prefecture and centre:
        raise UsageError(
            "自治体からの線は全国に引きます。都道府県（--prefecture）か、中心の自治体（--municipality、--around）を外してください。"
        )
    body = choice.around if choice.around and choice.around.label == "企業" else None
    base = replace(choice, around=None if centre else body, depth=1, prefecture="")
    selection = choose(graph, base)
    ever = selection if not (choice.as_of or not choice.ended) else choose(graph, replace(base, as_of="", ended=True))
    allowed = _acts_in(graph, body) if body else None
    found = _only(records(selection.graph, choice.as_of), allowed)
    before = found if ever is selection else _only(records(ever.graph), allowed)
    narrowed = bool(body or choice.field or choice.kinds or choice.ids is not None)
    return Survey(
        graph,
        choice,
        selection,
        Mode.TIES if centre else Mode.STANDING if narrowed else Mode.COUNTS,
        _name(graph, choice.around) if choice.around else choice.field,
        _within(places(graph, found, before), choice.prefecture),
        ties(selection.graph, centre.id, hubs=choice.hubs) if centre else None,
    )


def _within(found: list[Place], prefecture: str) -> list[Place]:
    kept = [place for place in found if prefecture in ("", place.prefecture or place.name)]
    if not kept:
        raise UsageError(f"「{prefecture}」という都道府県はありません（例: 奈良県）")
    return kept


def in_view(shown: View, place: Place) -> bool:
    """Whether a municipality has an outline in the view."""
    shape = outlines().shapes.get(place.code)
    return shape is not None and shown.holds((shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2)


def _acts_in(graph: Tables, body: Node) -> set[Node]:
    """The agreements and measures in which a body takes part."""
    buckets = Bucket("締結", "企業", "協定"), Bucket("参画", "企業", "施策")
    return {Node(bucket.end, end) for bucket in buckets for start, end in acting(graph, bucket) if start == body.id}


def _only(found: dict[str, list[Record]], allowed: Set[Node] | None) -> dict[str, list[Record]]:
    if allowed is None:
        return found
    kept = {code: [record for record in mine if record.node in allowed] for code, mine in found.items()}
    return {code: mine for code, mine in kept.items() if mine}


def _name(graph: Tables, node: Node) -> str:
    table = graph.nodes[node.label]
    at = pc.index(table["id"], node.id).as_py()
    return str(table["名称"][at].as_py() or node.id)
