"""What people type for an id: a name, a code or the id itself becomes the one thing that it means, or a choice of things.

Nothing is guessed: only a whole name that a single thing bears is taken, everything else is offered.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from api.lookup import Lookup
from api.searching.folding import fold
from api.searching.index import KINDS, Index, Thing
from api.searching.results import LONGEST, words

OF_KIND: Final[dict[str, tuple[str, ...]]] = {
    "自治体id": ("自治体",),
    "企業id": ("企業",),
    "団体id": ("自治体", "企業"),
    "協定id": ("協定",),
    "施策id": ("施策",),
    "記録id": ("協定", "施策"),
    "文書id": ("文書",),
    "節点id": KINDS,
}
"""Which nodes a kind of value (`queries.values.KINDS`) can be."""

_OFFERED: Final = 12


class Offer(NamedTuple):
    """A thing that a text may mean, and why."""

    kind: str
    id: str
    name: str
    note: str = ""


class Meant(NamedTuple):
    """``typed``: as written. ``chosen``: what it surely means; None with ``offers``, which may be empty, to choose from."""

    typed: str
    chosen: Offer | None
    offers: tuple[Offer, ...] = ()


class Resolver:
    """Names of one version of the graph."""

    def __init__(self, index: Index, lookup: Lookup) -> None:
        self._index = index
        self._lookup = lookup

    def name(self, id: str) -> str:
        """The name of a node; its id where it has none."""
        thing = self._index.thing(id)
        return thing.name if thing else id

    def thing(self, id: str) -> Thing | None:
        """The node of an id; None where there is none."""
        return self._index.thing(id)

    def mean(self, typed: str, kinds: tuple[str, ...]) -> Meant:
        """What a text means among some kinds of nodes."""
        text = typed.strip()[:LONGEST]
        if not text:
            return Meant(typed, None)
        thing = self._index.thing(text)
        if thing and thing.kind in kinds:
            return Meant(typed, _offer(thing))
        sure, near = self._bodies(text, kinds)
        hits = [thing for found in self._index.find(words(text), _OFFERED, 0, kinds) for thing in found.things]
        sure |= {each.id: _offer(each) for each in hits if _bears(each, text) and each.id not in sure}
        if len(sure) == 1:
            return Meant(typed, next(iter(sure.values())))
        offers = sure | {each.id: _offer(each) for each in hits if each.id not in sure}
        offers |= {id: each for id, each in near.items() if id not in offers}
        return Meant(typed, None, tuple(offers.values())[:_OFFERED])

    def _bodies(self, text: str, kinds: tuple[str, ...]) -> tuple[dict[str, Offer], dict[str, Offer]]:
        """Municipalities and bodies that a text surely means, and those whose names are close to it."""
        if not {"自治体", "企業"} & set(kinds):
            return {}, {}
        found = [each for each in self._lookup.index.find(text).candidates if each.body.kind in kinds]
        made = [(each.sure, Offer(each.body.kind, each.body.id, each.body.name, each.reason)) for each in found]
        return {each.id: each for sure, each in made if sure}, {each.id: each for sure, each in made if not sure}


def _offer(thing: Thing) -> Offer:
    numbers = "・".join(
        f"{word} {number:,}" for word, number in (("協定", thing.agreements), ("施策", thing.measures)) if number
    )
    where = "、".join(thing.places[:2])
    return Offer(thing.kind, thing.id, thing.name, "　".join(filter(None, (thing.group or where, numbers))))


def _bears(thing: Thing, text: str) -> bool:
    return fold(text) in {fold(name) for name in (thing.name, *(other.name for other in thing.others))}
