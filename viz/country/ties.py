"""Municipalities that share partners with a chosen one: who, how many, and the facts behind it.

A body has a place in words only, no position; so a line leads from the chosen municipality to the office of another
one with which it shares a partner or takes part in the same agreement or measure. It is no direct collaboration, and
the map says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from graph.facts import Node
from graph.tables import Bucket, Tables
from viz.choice import HUB
from viz.country.records import acting

_SIDES: Final = (
    (Bucket("締結", "自治体", "協定"), Bucket("締結", "企業", "協定")),
    (Bucket("実施", "自治体", "施策"), Bucket("参画", "企業", "施策")),
)


@dataclass(frozen=True, slots=True)
class Tie:
    """``together``: agreements and measures in which both act; ``shared``: partners of both, elsewhere than there.

    ``records``: the agreements and measures of the other municipality with those partners.
    """

    code: str
    together: tuple[Node, ...]
    shared: tuple[str, ...]
    records: tuple[Node, ...]

    @property
    def weight(self) -> int:
        return len(self.together) + len(self.shared)


@dataclass(frozen=True, slots=True)
class Ties:
    """Strongest first. ``own``: the records of the chosen one; ``partners``: its partners; ``hubs``: those not counted."""

    centre: str
    found: tuple[Tie, ...]
    own: tuple[Node, ...]
    partners: tuple[str, ...]
    hubs: tuple[str, ...]


def ties(graph: Tables, centre: str, *, hubs: bool = False) -> Ties:
    """All municipalities tied to a chosen one. ``hubs``: whether partners with more than `HUB` municipalities count."""
    municipalities: dict[Node, set[str]] = defaultdict(set)
    bodies: dict[Node, set[str]] = defaultdict(set)
    for own, other in _SIDES:
        for code, id in acting(graph, own):
            municipalities[Node(own.end, id)].add(code)
        for body, id in acting(graph, other):
            bodies[Node(other.end, id)].add(body)
    mine = {record for record, codes in municipalities.items() if centre in codes}
    partners = {body for record in mine for body in bodies[record]}
    users: dict[str, dict[str, set[Node]]] = defaultdict(lambda: defaultdict(set))
    for record, codes in municipalities.items():
        for body in bodies[record] & partners:
            for code in codes:
                users[body][code].add(record)
    large = {body for body in partners if len(users[body]) > HUB} if not hubs else set()
    together: dict[str, set[Node]] = defaultdict(set)
    for record in mine:
        for code in municipalities[record] - {centre}:
            together[code].add(record)
    shared: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[Node]] = defaultdict(set)
    for body in partners - large:
        for code, theirs in users[body].items():
            if code != centre and theirs - mine:
                shared[code].add(body)
                behind[code] |= theirs - mine
    found = [
        Tie(code, tuple(sorted(together[code])), tuple(sorted(shared[code])), tuple(sorted(behind[code])))
        for code in sorted({*together, *shared})
    ]
    rarity = {body: 1 / len(users[body]) for body in partners}
    found.sort(key=lambda tie: (-tie.weight, -sum(rarity[body] for body in tie.shared), tie.code))
    return Ties(centre, tuple(found), tuple(sorted(mine)), tuple(sorted(partners)), tuple(sorted(large)))
