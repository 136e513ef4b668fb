"""A second opinion on who acts: every pair of a local government and a body is weighed by marks of the whole document.

The weights were learnt from the annotated documents (`tests/documents/training.py`) and lie in ``data/acting_weights.json``.
A pair that the rules told only in a measure and that the document speaks much against is taken back with a warning; what
is told of an agreement stays. A pair that no rule told and that the document speaks clearly for becomes a measure of the sentence that names the body, as an inference
(確度: 推定) that a person confirms.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import repeat
from typing import Final, NamedTuple

from graph.paths import shipped_data
from loaders.prose import deeds
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.signs import Pair, Signs, Told
from loaders.prose.stated import Agreement, Party

FILE: Final = "acting_weights.json"
NOTE: Final = "いっしょに取り組むと述べる文はなく、名前の出る所と言葉づかいから推定しました。原文で確かめてください"


_LEAST: Final = 8
"""In fewer sentences too little stands around two names to speak for or against them."""


class Weights(NamedTuple):
    """What each mark counts, by group, as logits. ``add``: how much a pair must have to be added; ``drop``: with how
    little it is taken back. ``rest``: within what all that is still to be weighed stays for nearly all pairs, before what
    the rules told is weighed, before the letters around the body, and before where the two stand to each other; a pair
    for which the rest cannot matter is not looked at further."""

    base: float
    of: dict[str, dict[str, float]]
    add: float
    drop: float
    rest: list[tuple[float, float]]


class Weighed(NamedTuple):
    """``measures`` as they stay, those added among them; ``dropped``: parties that were taken back."""

    measures: list[Measure]
    dropped: list[Party]


@cache
def weights() -> Weights:
    """The weights that the project ships."""
    raw = json.loads((shipped_data() / FILE).read_text(encoding="utf-8"))
    add, drop = (math.log(raw[key] / (1 - raw[key])) for key in ("add", "drop"))
    return Weights(raw["base"], raw["weights"], add, drop, [(low, high) for low, high in raw["rest"]])


def weigh(scan: Scan, agreements: Iterable[Agreement], measures: list[Measure]) -> Weighed:
    """What stays of the measures, and those that the rules did not see."""
    signs = Signs(scan, told(agreements, measures))
    if not signs.places or not signs.bodies:
        return Weighed(measures, [])
    scale = _Scale(signs, weights())
    against: set[Pair] = set()
    members = {
        (p, b)
        for m in measures
        for b, (_, role) in m.bodies.items()
        if m.listed or (role in _FIRM and not m.notes)
        for p in m.places
    }
    more: list[Pair] = []
    # The articles of an agreement say what its parties promise each other; whoever else is named in them is none.
    long = len(scan.sentences) >= _LEAST
    open_ = scan.header.kind != "協定書"
    for pair in signs.pairs():
        known = signs.told.get(pair)
        if known is not None:
            if long and not known.agreed and pair not in members and scale.speaks_against(pair):
                against.add(pair)
        elif long and open_ and scale.speaks_for(pair):
            more.append(pair)
    added = _measures(scan, signs, scale, more)
    if not against:
        return Weighed([*measures, *added], [])
    dropped: dict[str, Party] = {}
    still = [measure for measure in measures if _keep(measure, against, dropped)]
    return Weighed([*still, *added], list(dropped.values()))


def told(agreements: Iterable[Agreement], measures: Iterable[Measure]) -> dict[Pair, Told]:
    """The pairs that agreements and measures tell."""
    pairs: dict[Pair, Told] = {}
    for kind, sure, places, bodies in (
        *(("協定", a.sure, a.places, [*a.bodies]) for a in agreements),
        *(("施策", not m.notes, m.places, [*m.bodies]) for m in measures),
    ):
        for place in places:
            for body in bodies:
                known = pairs.setdefault((place, body), Told(set(), False))
                known.kinds.add(kind)
                known.sure = known.sure or sure
    return pairs


_FIRM: Final = ("共催", "講師派遣")
"""Roles whose words leave no doubt, whatever else the document is like."""
_LEAVES: Final = re.compile(r"閉店|閉鎖|撤退|廃業|倒産|破産")
"""「A社の店が閉店した」: it does less there than before."""

_names_weigh: dict[frozenset[str], float] = {}
"""What marks of names weigh: names look alike in few ways."""


class _Scale:
    """Weighs the pairs of one document; what its names weigh by themselves is kept."""

    def __init__(self, signs: Signs, given: Weights) -> None:
        self.signs, self.weights = signs, given
        self._document = given.base + self.sum(signs.of_document())
        self._places: dict[str, float] = {}
        self._bodies: dict[str, float] = {}
        self._letters: dict[str, float] = {}

    def sum(self, marks: Mapping[str, AbstractSet[str]]) -> float:
        """What marks weigh together."""
        total = 0.0
        for group, keys in marks.items():
            known = self.weights.of.get(group)
            if known:
                total += sum(map(known.get, keys, repeat(0.0)))
        return total

    def _names(self, place: str, body: str) -> float:
        if place not in self._places:
            self._places[place] = self.sum(self.signs.of_place(place))
        return self._document + self._places[place] + self._of_name(self.signs.of_name(body))

    def _of_name(self, marks: frozenset[str]) -> float:
        known = _names_weigh.get(marks)
        if known is None:
            known = _names_weigh[marks] = self.sum({"name": marks})
        return known

    def _verdict(self, place: str, body: str) -> float:
        if body not in self._bodies:
            self._bodies[body] = self.sum(self.signs.of_body(body))
        return self._bodies[body] + self.sum(self.signs.of_verdict(place, body))

    def _around(self, _: str, body: str) -> float:
        if body not in self._letters:
            self._letters[body] = self.sum(self.signs.letters_of(body))
        return self._letters[body]

    def _together(self, place: str, body: str) -> float:
        return self.sum(self.signs.of_pair(place, body))

    def speaks_for(self, pair: Pair) -> bool:
        """Whether the document speaks clearly for a pair."""
        weight = self._names(*pair)
        for more, (_, rest) in zip((self._verdict, self._around, self._together), self.weights.rest, strict=True):
            if weight + rest <= self.weights.add:
                return False
            weight += more(*pair)
        return weight > self.weights.add

    def speaks_against(self, pair: Pair) -> bool:
        """Whether the document speaks much against a pair."""
        weight = self._names(*pair)
        for more, (rest, _) in zip((self._verdict, self._around, self._together), self.weights.rest, strict=True):
            if weight + rest >= self.weights.drop:
                return False
            weight += more(*pair)
        return weight < self.weights.drop


def _keep(measure: Measure, against: set[Pair], dropped: dict[str, Party]) -> bool:
    """Take out of a measure whom the document speaks against with all partners there; whether it still tells a pair."""
    places, bodies = measure.places, measure.bodies
    out = [body for body in bodies if places and all((place, body) in against for place in places)]
    for body in out:
        dropped[body] = bodies.pop(body)[0]
    if out and not bodies:
        return False
    for place in [p for p in places if bodies and all((p, body) in against for body in bodies)]:
        dropped[place] = places.pop(place)
    return True


# --- measures that no rule told ------------------------------------------------------------------------------------


def _measures(scan: Scan, signs: Signs, scale: _Scale, pairs: Iterable[Pair]) -> list[Measure]:
    """A measure for each sentence and local government, with the bodies that the sentence names."""
    found: dict[tuple[int, str], Measure] = {}
    for place, body in pairs:
        telling = _telling(scan, signs, scale, place, body)
        if telling is None:
            continue
        sentence, mention = telling
        measure = found.get((sentence.index, place))
        if measure is None:
            owner = _naming(signs, place, sentence)
            measure = Measure(sentence.index, sentence.span, stage(scan.text, *sentence.span), notes=[NOTE])
            measure.conduct = "協力"
            apart = not sentence.span.start <= owner.span.start < sentence.span.end
            party = Party(owner, cite=owner.span if apart else None)
            measure.places = {party.key: party}
            measure.date = next((d for d in sentence.dates if d.date), None)
            found[sentence.index, place] = measure
        measure.bodies[body] = (Party(mention), "")
    return [found[key] for key in sorted(found)]


def _telling(scan: Scan, signs: Signs, scale: _Scale, place: str, body: str) -> tuple[Sentence, Body] | None:
    """The sentence that speaks most for a body's acting; None where each is denied, only asked or a mere heading."""
    best, most = None, -math.inf
    for sentence, mention in signs.bodies[body]:
        if sentence.kind == "heading" or mention.product:
            continue
        if deeds.UNREAL.search(scan.text, *sentence.span) or _LEAVES.search(
            scan.text, mention.span.end, sentence.span.end
        ):
            continue
        weight = scale.sum(signs.letters_at(sentence, mention))
        weight += any(Party(p).key == place for p in sentence.places)
        if weight > most:
            best, most = (sentence, mention), weight
    return best


def _naming(signs: Signs, place: str, sentence: Sentence) -> Place:
    """Where a local government is named for a sentence: in it, else last before it, else first in the document."""
    named = [(s.index, p) for s, p in signs.places[place]]
    inside = [p for index, p in named if index == sentence.index]
    before = [p for index, p in named if index < sentence.index and p.use == "actor" and p.how == "name"]
    return (inside or before[-1:] or [p for _, p in named])[0]
