"""A second opinion on who acts: every pair of a local government and a body is weighed by marks of the whole document.

The weights were learnt from the annotated documents (`tests/documents/training.py`) and lie in ``data/acting_weights.json``.
A pair that the rules told and that the document speaks much against is taken back with a warning. A pair that no rule
told and that the document speaks clearly for becomes a measure of the sentence that names the body, as an inference
(確度: 推定) that a person confirms.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final, NamedTuple

from graph.paths import shipped_data
from loaders.prose import deeds
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.signs import Marks, Pair, Signs, Told
from loaders.prose.stated import Agreement, Party

FILE: Final = "acting_weights.json"
NOTE: Final = "いっしょに取り組むと述べる文はなく、名前の出る所と言葉づかいから推定しました。原文で確かめてください"


class Weights(NamedTuple):
    """What each mark counts, by group. ``add``: how much a pair must have to be added, ``drop``: with how little it is
    taken back, both as sums (logits)."""

    base: float
    of: dict[str, dict[str, float]]
    add: float
    drop: float


class Weighed(NamedTuple):
    """``agreements`` and ``measures`` as they stay, those added among them; ``dropped``: bodies that were taken back."""

    agreements: list[Agreement]
    measures: list[Measure]
    dropped: list[Party]


@cache
def weights() -> Weights:
    """The weights that the project ships."""
    raw = json.loads((shipped_data() / FILE).read_text(encoding="utf-8"))
    add, drop = (math.log(raw[key] / (1 - raw[key])) for key in ("add", "drop"))
    return Weights(raw["base"], raw["weights"], add, drop)


def weigh(scan: Scan, agreements: list[Agreement], measures: list[Measure]) -> Weighed:
    """What stays of agreements and measures, and the measures that the rules did not see."""
    signs = Signs(scan, _told(agreements, measures))
    if not signs.places or not signs.bodies:
        return Weighed(agreements, measures, [])
    scale = _Scale(signs, weights())
    against: set[Pair] = set()
    more: list[Pair] = []
    # The articles of an agreement say what its parties promise each other; whoever else is named in them is none.
    open_ = scan.header.kind != "協定書"
    for pair in signs.pairs():
        weight = scale.of(pair)
        if pair in signs.told:
            if weight < scale.weights.drop:
                against.add(pair)
        elif open_ and weight > scale.weights.add:
            more.append(pair)
    added = _measures(scan, signs, scale, more)
    if not against:
        return Weighed(agreements, [*measures, *added], [])
    dropped: dict[str, Party] = {}
    kept = [a for a in agreements if _keep(a.places, a.bodies, lambda party: party, against, dropped)]
    still = [m for m in measures if _keep(m.places, m.bodies, lambda entry: entry[0], against, dropped)]
    return Weighed(kept, [*still, *added], list(dropped.values()))


def _told(agreements: Iterable[Agreement], measures: Iterable[Measure]) -> dict[Pair, Told]:
    told: dict[Pair, Told] = {}
    for kind, sure, places, bodies in (
        *(("協定", a.sure, a.places, [*a.bodies]) for a in agreements),
        *(("施策", not m.notes, m.places, [*m.bodies]) for m in measures),
    ):
        for place in places:
            for body in bodies:
                known = told.setdefault((place, body), Told(set(), False))
                known.kinds.add(kind)
                known.sure = known.sure or sure
    return told


class _Scale:
    """Weighs the pairs of one document; what its names weigh by themselves is kept."""

    def __init__(self, signs: Signs, given: Weights) -> None:
        self.signs, self.weights = signs, given
        self._document = given.base + self.sum(signs.of_document())
        self._places: dict[str, float] = {}
        self._bodies: dict[str, float] = {}

    def sum(self, marks: Marks) -> float:
        """What marks weigh together."""
        total = 0.0
        for group, keys in marks.items():
            known = self.weights.of.get(group)
            if known:
                total += sum([known[key] for key in known.keys() & keys])
        return total

    def of(self, pair: Pair) -> float:
        """What a pair weighs (logit)."""
        place, body = pair
        if place not in self._places:
            self._places[place] = self.sum(self.signs.of_place(place))
        if body not in self._bodies:
            self._bodies[body] = self.sum(self.signs.of_body(body))
        own = self.sum(self.signs.of_pair(place, body))
        return self._document + self._places[place] + self._bodies[body] + own


def _keep[T](
    places: dict[str, Party], bodies: dict[str, T], party: Callable[[T], Party], against: set[Pair],
    dropped: dict[str, Party],
) -> bool:  # fmt: skip
    """Take out of a record whom the document speaks against with all its partners there; whether it still tells a pair."""
    out = [b for b in bodies if places and all((p, b) in against for p in places)]
    for body in out:
        dropped[body] = party(bodies.pop(body))
    if out and not bodies:
        return False
    for place in [p for p in places if bodies and all((p, b) in against for b in bodies)]:
        del places[place]
    return True


# --- measures that no rule told ------------------------------------------------------------------------------------


def _measures(scan: Scan, signs: Signs, scale: _Scale, pairs: Iterable[Pair]) -> list[Measure]:
    """A measure for each sentence and local government, with the bodies that the sentence names."""
    found: dict[tuple[int, str], Measure] = {}
    for place, body in pairs:
        told = _telling(scan, signs, scale, place, body)
        if told is None:
            continue
        sentence, mention = told
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
        if sentence.kind == "heading" or mention.product or deeds.UNREAL.search(scan.text, *sentence.span):
            continue
        weight = scale.sum({group: set(keys) for group, keys in signs.around(sentence, mention)})
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
