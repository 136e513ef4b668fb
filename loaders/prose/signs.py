"""What a document says for and against a body's acting with a local government, as marks that can be weighed.

A mark is a short string in a group: the letters behind a name, where it stands, what the rules made of the pair. Marks of
a body and of a place are gathered once and hold for every pair; nothing here decides anything (`weighing` does).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.prose import looks
from loaders.prose.looks import BREAK, Steps, key_of, letters, particle
from loaders.prose.parts import Body, Place, Scan, Sentence

Marks = dict[str, set[str]]
"""Marks by group."""
Pair = tuple[str, str]
"""Keys (`Party.key`) of a local government and a body."""

_TIMES: Final = Steps("times", 1, 2, 4, 8)
_FIRST: Final = Steps("first", 0.1, 0.3, 0.6)
_LAST: Final = Steps("last", 0.3, 0.7, 0.95)
_BODIES: Final = Steps("bodies", 1, 2, 4, 8)
_PLACES: Final = Steps("places", 0, 1, 2, 4)
_OF: Final = Steps("of", 1, 2, 4)
_LENGTH: Final = Steps("length", 10, 25, 60)
_DISTANCE: Final = Steps("distance", 0, 1, 2, 4, 8)
_BEFORE: Final = Steps("distance before", 0, 1, 2, 4, 8)
_SAME: Final = Steps("same", 0, 1, 2)
_MOST: Final = 8
"""Mentions of one name that are looked at: a long list that repeats a name says nothing new."""


@dataclass(slots=True)
class Told:
    """What the rules told of a pair: in which kinds of record, and whether any of them says it without inference."""

    kinds: set[str]
    sure: bool

    @property
    def agreed(self) -> bool:
        """Whether an agreement tells it."""
        return "協定" in self.kinds


class Signs:
    """The marks of one document. ``told``: the pairs of which the rules made a record."""

    def __init__(self, scan: Scan, told: dict[Pair, Told]) -> None:
        self.scan, self.told = scan, told
        self.places: dict[str, list[tuple[Sentence, Place]]] = {}
        self.bodies: dict[str, list[tuple[Sentence, Body]]] = {}
        self._named: list[tuple[int, str, bool]] = []
        for sentence in scan.sentences:
            for mention in sentence.mentions:
                if isinstance(mention, Place):
                    name = key_of(mention)
                    self.places.setdefault(name, []).append((sentence, mention))
                    self._named.append((mention.span.start, name, mention.use == "actor"))
                elif isinstance(mention, Body):
                    self.bodies.setdefault(key_of(mention), []).append((sentence, mention))
        self._starts = [start for start, _, _ in self._named]
        self._last_actor: list[str] = []
        last = ""
        for _, name, acting in self._named:
            last = name if acting else last
            self._last_actor.append(last)
        header = scan.header
        self.issuing = {key_of(i) for i in header.issuers if isinstance(i, Place)}
        self._speaking = {key_of(i) for i in header.issuers if isinstance(i, Body)}
        self.acting = {k for k, found in self.places.items() if any(m.use == "actor" for _, m in found)}
        self._places_of: dict[str, set[str]] = {}
        self._bodies_of: dict[str, set[str]] = {}
        for place, body in told:
            self._places_of.setdefault(body, set()).add(place)
            self._bodies_of.setdefault(place, set()).add(body)
        self._document: Marks | None = None
        self._positions: dict[str, tuple[list[int], frozenset[int]]] = {}
        self._beside: dict[int, list[str]] = {}
        self._counts: dict[int, tuple[str, ...]] = {}
        self._of_body: dict[str, Marks] = {}
        self._letters: dict[str, Marks] = {}
        self._of_place: dict[str, Marks] = {}

    def pairs(self) -> Iterator[Pair]:
        """Pairs worth weighing: a body with whoever stands beside it, was named last before it, or issues the text."""
        always = [place for place in sorted(self.issuing) if place in self.places]
        always += self.acting if len(self.acting) == 1 else ()
        for body, found in self.bodies.items():
            near = dict.fromkeys(always)
            for sentence, mention in found[:_MOST]:
                latest, acting = self._before(mention.span.start)
                if latest:
                    near[latest] = None
                if acting:
                    near[acting] = None
                for place in self._near(sentence):
                    near[place] = None
            for place in sorted(self._places_of.get(body, ())):
                if place in self.places:
                    near[place] = None
            for place in near:
                yield place, body

    def _near(self, sentence: Sentence) -> list[str]:
        """The local governments that a sentence names, and those of the headings above it."""
        near = self._beside.get(sentence.index)
        if near is None:
            near = [key_of(m) for m in sentence.mentions if isinstance(m, Place)][:_MOST]
            for above in sentence.heading[-2:]:
                near += [key_of(m) for m in self.scan.sentences[above].mentions if isinstance(m, Place)][:2]
            self._beside[sentence.index] = near
        return near

    def _before(self, position: int) -> tuple[str, str]:
        """The local government named last before a position, and the last one that may act."""
        at = bisect.bisect_left(self._starts, position) - 1
        return (self._named[at][1], self._last_actor[at]) if at >= 0 else ("", "")

    # --- marks ------------------------------------------------------------------------------------------------------

    def of_name(self, body: str) -> frozenset[str]:
        """Marks of a body's name."""
        return looks.of([mention for _, mention in self.bodies[body]])

    def of_body(self, body: str) -> Marks:
        """Marks of a body: where, how often and with what particles it is named."""
        marks = self._of_body.get(body)
        if marks is None:
            found = self.bodies[body]
            own = self._spread(found)
            where: set[str] = set()
            for sentence, mention in found[:_MOST]:
                own.add(f"how {mention.how}")
                where |= self._where(sentence, mention)
            if body in self._speaking:
                own.add("issuer")
            marks = self._of_body[body] = {
                "body": own,
                "where": where,
                "particle": {f"particle {particle(self.scan.text, m.span.end)}" for _, m in found[:_MOST]},
            }
        return marks

    def letters_of(self, body: str) -> Marks:
        """The letters that stand around a body's name wherever it is named."""
        marks = self._letters.get(body)
        if marks is None:
            marks = self._letters[body] = {}
            for sentence, mention in self.bodies[body][:_MOST]:
                for group, keys in self.letters_at(sentence, mention).items():
                    marks.setdefault(group, set()).update(keys)
        return marks

    def letters_at(self, sentence: Sentence, mention: Body) -> Marks:
        """The letters around one place where a body is named."""
        text, (start, stop), (begin, end) = self.scan.text, sentence.span, mention.span
        clause = text.find("。", end, stop)
        clause = clause if clause >= 0 else stop
        closing = text[start:stop].rstrip("。 　」")[-6:]
        beside = {f"{text[begin - 1 : begin]}_", f"_{text[end : end + 2]}"}
        return {
            "after": letters(text, end, min(clause, end + 10)),
            "later": letters(text, end, min(clause, end + 20)),
            "before": letters(text, max(start, begin - 6), begin),
            "beside": {words.replace("\n", BREAK) for words in beside},
            "closing": letters(closing, 0, len(closing)),
        }

    def _spread(self, found: Sequence[tuple[Sentence, Place | Body]]) -> set[str]:
        """How often and how early a name stands in the document."""
        count = max(1, len(self.scan.sentences))
        first, last = found[0][0].index / count, found[-1][0].index / count
        return {
            _TIMES(len(found)),
            _FIRST(first),
            _LAST(last),
        }

    def _where(self, sentence: Sentence, mention: Body) -> set[str]:
        text, start, begin = self.scan.text, sentence.span.start, mention.span.start
        counts = self._counts.get(sentence.index)
        if counts is None:
            places = {key_of(m) for m in sentence.mentions if isinstance(m, Place)}
            bodies = sum(isinstance(m, Body) for m in sentence.mentions)
            counts = self._counts[sentence.index] = (sentence.kind, _BODIES(bodies), _PLACES(len(places)))
        where = set(counts)
        if sentence.key is not None and begin >= sentence.key.end:
            where.add("keyed")
        if text.rfind("「", start, begin) > text.rfind("」", start, begin):
            where.add("quoted")
        if text.rfind("（", start, begin) > text.rfind("）", start, begin):
            where.add("bracketed")
        return where

    def of_place(self, place: str) -> Marks:
        """Marks of a local government: how it is named, whether it issues the document, how many others there are."""
        marks = self._of_place.get(place)
        if marks is None:
            found = self.places[place]
            own = self._spread(found)
            for sentence, mention in found[:_MOST]:
                own |= {f"use {mention.use}", f"how {mention.how}", f"in {sentence.kind}"}
                if mention.use == "actor":
                    own.add(f"particle {particle(self.scan.text, mention.span.end)}")
                if mention.department:
                    own.add("department")
            if place in self.issuing:
                own.add("issuer" if self.scan.header.signed else "about")
            title = self.scan.header.title_span
            if title is not None and any(title.start <= m.span.start < title.end for _, m in found):
                own.add("title")
            if place not in self.acting:
                own.add("never acts")
            else:
                own.add(_OF(len(self.acting)))
            if found[0][1].name.endswith(("都", "道", "府", "県")):
                own.add("prefecture")
            if not found[0][1].resolved:
                own.add("open")
            marks = self._of_place[place] = {"place": own}
        return marks

    def of_document(self) -> Marks:
        """Marks of the document as a whole."""
        if self._document is None:
            header = self.scan.header
            own = {
                header.kind,
                _PLACES(len(self.acting)),
                _BODIES(len(self.bodies)),
                _LENGTH(len(self.scan.sentences)),
                "agreement" if self.scan.triggered() else "no agreement",
            }
            own |= {"body speaks"} if self._speaking else set()
            own |= {"place speaks" if header.signed else "about a place"} if self.issuing else set()
            own |= set() if self.told else {"nothing told"}
            self._document = {"document": own}
        return self._document

    def of_verdict(self, place: str, body: str) -> Marks:
        """Marks of what the rules told of the two."""
        told = self.told.get((place, body))
        verdict = {"yes", *told.kinds, "sure" if told.sure else "unsure"} if told else {"no"}
        verdict.add("body elsewhere" if self._places_of.get(body, set()) - {place} else "body nowhere")
        verdict.add("place elsewhere" if self._bodies_of.get(place, set()) - {body} else "place nowhere")
        if not told and self._along(place, body):
            verdict.add("coordinated")
        known = {self.scan.header.kind, *self.of_body(body)["particle"], *self.of_name(body)}
        return {"verdict": verdict, "told and" if told else "untold and": known}

    def of_pair(self, place: str, body: str) -> Marks:
        """Marks of where the two stand to each other."""
        between: set[str] = set()
        beside, rank = self._together(place, body, between)
        of_body = self.of_body(body)
        told = {"told"} if (place, body) in self.told else set[str]()
        return {"pair": beside, "between": between, f"{rank} and": of_body["particle"] | of_body["where"] | told}

    def _together(self, place: str, body: str, between: set[str]) -> tuple[set[str], str]:
        text = self.scan.text
        named = self.places[place]
        starts, own = self._at(place)
        marks: set[str] = set()
        same = last = 0
        distance, before = _FAR, False
        found = self.bodies[body][:_MOST]
        for sentence, mention in found:
            latest, acting = self._before(mention.span.start)
            last += latest == place
            if acting == place:
                marks.add("last actor")
            if sentence.index in own:
                same += 1
            else:
                there = any(isinstance(m, Place) and m.use in ("actor", "location") for m in sentence.mentions)
                marks.add("another in the sentence" if there else "nobody in the sentence")
            if not own.isdisjoint(sentence.heading):
                marks.add("heading")
            at = bisect.bisect_left(starts, mention.span.start)
            # The namings last before and first after it: the others are farther away.
            for beneath, other in named[max(0, at - 1) : at + 1]:
                gap = abs(sentence.index - beneath.index)
                if gap < distance:
                    distance, before = gap, beneath.index > sentence.index
                if beneath.paragraph == sentence.paragraph:
                    marks.add("paragraph")
                if gap == 0:
                    looks.between(text, other, mention, marks, between)
        marks.add((_BEFORE if before else _DISTANCE)(distance))
        marks.add(_SAME(same))
        if same == len(found):
            marks.add("always same")
        if last:
            marks.add("always last" if last == len(found) else "last")
        if not {"paragraph", "heading"} & marks:
            marks.add("apart")
        return marks, self._rank(place, last, same)

    def _at(self, place: str) -> tuple[list[int], frozenset[int]]:
        """Where a local government is named: positions, and indices of sentences."""
        known = self._positions.get(place)
        if known is None:
            named = self.places[place]
            known = self._positions[place] = [m.span.start for _, m in named], frozenset(s.index for s, _ in named)
        return known

    def _rank(self, place: str, last: int, same: int) -> str:
        if place in self.issuing:
            return "issuer" if self.scan.header.signed else "about"
        if self.acting == {place}:
            return "only"
        return "last" if last else "same" if same else "far"

    def _along(self, place: str, body: str) -> bool:
        """Whether a body of which the rules told it with this local government stands in a sentence with this one."""
        others = self._bodies_of.get(place)
        return bool(others) and any(
            key_of(other) in others for s, _ in self.bodies[body][:_MOST] for other in s.bodies[:_MOST] if others
        )

    def marks(self, place: str, body: str) -> Iterator[Marks]:
        """All marks of a pair."""
        yield self.of_document()
        yield self.of_place(place)
        yield {"name": {*self.of_name(body)}}
        yield self.of_body(body)
        yield self.letters_of(body)
        yield self.of_verdict(place, body)
        yield self.of_pair(place, body)


_FAR: Final = 99
