"""What a document says for and against a body's acting with a local government, as marks that can be weighed.

A mark is a short string in a group: the letters behind a name, where it stands, what the rules made of the pair. Marks of
a body and of a place are gathered once and hold for every pair; nothing here decides anything (`weighing` does).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party

Marks = dict[str, set[str]]
"""Marks by group."""
Pair = tuple[str, str]
"""Keys (`Party.key`) of a local government and a body."""

_MOST: Final = 8
"""Mentions of one name that are looked at: a long list that repeats a name says nothing new."""
_PARTICLE: Final = re.compile(
    r"(?:さん|様|社|側|など|等|ほか|[（(][^（）()]{1,30}[）)])*(とともに|と共に|との間|と連携|と協|との|とは|とも|とで|と|は|が|も|に対し|に|から|へ|による|により|によると|の|を|では|で|、|。|・|及び|や|：|:|」|』|）|\n|$)"
)
_ENDING: Final = re.compile(
    r"(大学|銀行|信用金庫|信金|組合|協会|協議会|連盟|商工会議所|商工会|医師会|社会福祉協議会|郵便局|センター|高校|学校|新聞社?|テレビ|放送|鉄道|バス|交通|電力|ガス|病院|委員会|研究所|機構|公社|クラブ|の会|会|社|店|館|園|堂|屋|工房|省|庁|部|課|県|党)$"
)
_LOOKS: Final = (
    ("company", re.compile(r"株式会社|有限会社|合同会社|合資会社|㈱")),
    ("corporation", re.compile(r"法人|財団|社団")),
    ("katakana", re.compile(r"[ァ-ヶー・]+$")),
    ("hiragana end", re.compile(r".*[ぁ-ん]$")),
    ("hiragana", re.compile(r".*[ぁ-ん]{4}")),
    ("latin", re.compile(r".*[A-Za-z]")),
)
_BREAKS: Final = str.maketrans("\n", "↵")


def _most(value: float, *steps: float) -> str:
    """The first step that a number does not exceed, as words."""
    return next((str(step) for step in steps if value <= step), "more")


def _letters(text: str, start: int, end: int) -> set[str]:
    """The pairs of letters that stand between two positions."""
    words = text[max(0, start) : end].translate(_BREAKS)
    return {words[n : n + 2] for n in range(len(words) - 1)}


@dataclass(slots=True)
class Told:
    """What the rules told of a pair: in which kinds of record, and whether any of them says it without inference."""

    kinds: set[str]
    sure: bool


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
                    key = Party(mention).key
                    self.places.setdefault(key, []).append((sentence, mention))
                    self._named.append((mention.span.start, key, mention.use == "actor"))
                elif isinstance(mention, Body):
                    self.bodies.setdefault(Party(mention).key, []).append((sentence, mention))
        self._starts = [start for start, _, _ in self._named]
        self._last_actor: list[str] = []
        last = ""
        for _, key, acting in self._named:
            last = key if acting else last
            self._last_actor.append(last)
        header = scan.header
        self.issuing = {Party(i).key for i in header.issuers if isinstance(i, Place)}
        self._speaking = {Party(i).key for i in header.issuers if isinstance(i, Body)}
        self.acting = {k for k, found in self.places.items() if any(m.use == "actor" for _, m in found)}
        self._places_of: dict[str, set[str]] = {}
        self._bodies_of: dict[str, set[str]] = {}
        for place, body in told:
            self._places_of.setdefault(body, set()).add(place)
            self._bodies_of.setdefault(place, set()).add(body)
        self._document: Marks | None = None
        self._of_body: dict[str, Marks] = {}
        self._of_place: dict[str, Marks] = {}

    def pairs(self) -> Iterator[Pair]:
        """Pairs worth weighing: a body with whoever stands beside it, was named last before it, or issues the text."""
        for body, found in self.bodies.items():
            near: dict[str, None] = {}
            for sentence, mention in found[:_MOST]:
                near |= dict.fromkeys(Party(p).key for p in sentence.places[:_MOST])
                near |= dict.fromkeys(key for key in self._before(mention.span.start) if key)
                for above in sentence.heading[-2:]:
                    near |= dict.fromkeys(Party(p).key for p in self.scan.sentences[above].places[:2])
            near |= dict.fromkeys(k for k in self.issuing if k in self.places)
            near |= dict.fromkeys(self.acting if len(self.acting) == 1 else ())
            near |= dict.fromkeys(k for k in self._places_of.get(body, ()) if k in self.places)
            yield from ((place, body) for place in near)

    def _before(self, position: int) -> tuple[str, str]:
        """The local government named last before a position, and the last one that may act."""
        at = bisect.bisect_left(self._starts, position) - 1
        return (self._named[at][1], self._last_actor[at]) if at >= 0 else ("", "")

    # --- marks ------------------------------------------------------------------------------------------------------

    def of_body(self, body: str) -> Marks:
        """Marks of a body: its name, and what stands around it wherever it is named."""
        marks = self._of_body.get(body)
        if marks is None:
            marks = self._of_body[body] = {}
            found = self.bodies[body]
            for sentence, mention in found[:_MOST]:
                for group, keys in self.around(sentence, mention):
                    marks.setdefault(group, set()).update(keys)
            marks["body"] = self._spread(found) | {f"how {m.how}" for _, m in found[:_MOST]}
            if body in self._speaking:
                marks["body"].add("issuer")
            marks["name"] = _look(found[0][1], [m for _, m in found])
        return marks

    def _spread(self, found: Collection[tuple[Sentence, Place | Body]]) -> set[str]:
        """How often and how early a name stands in the document."""
        indices = [sentence.index / max(1, len(self.scan.sentences)) for sentence, _ in found]
        return {
            f"times {_most(len(found), 1, 2, 4, 8)}",
            f"first {_most(indices[0], 0.1, 0.3, 0.6)}",
            f"last {_most(indices[-1], 0.3, 0.7, 0.95)}",
        }

    def around(self, sentence: Sentence, mention: Body) -> Iterator[tuple[str, Iterable[str]]]:
        """Marks of one place where a body is named."""
        text, (start, stop), (begin, end) = self.scan.text, sentence.span, mention.span
        full_stop = text.find("。", end, stop)
        clause = full_stop if full_stop >= 0 else stop
        yield "after", _letters(text, end, min(clause, end + 10))
        yield "later", _letters(text, end, min(clause, end + 20))
        yield "before", _letters(text, max(start, begin - 6), begin)
        yield "beside", (text[begin - 1 : begin].translate(_BREAKS) + "_", "_" + text[end : end + 2].translate(_BREAKS))
        closing = text[start:stop].rstrip("。 　」")[-6:].translate(_BREAKS)
        yield "closing", {closing[n : n + 2] for n in range(len(closing) - 1)}
        where = [sentence.kind, f"bodies {_most(len(sentence.bodies), 1, 2, 4)}"]
        where.append(f"places {_most(len({Party(p).key for p in sentence.places[:_MOST]}), 0, 1, 2)}")
        if sentence.key is not None and begin >= sentence.key.end:
            where.append("keyed")
        if text.rfind("「", start, begin) > text.rfind("」", start, begin):
            where.append("quoted")
        if text.rfind("（", start, begin) > text.rfind("）", start, begin):
            where.append("bracketed")
        yield "where", where
        yield "particle", (_particle(text, end),)

    def of_place(self, place: str) -> Marks:
        """Marks of a local government: how it is named, whether it issues the document, how many others there are."""
        marks = self._of_place.get(place)
        if marks is None:
            found = self.places[place]
            own = self._spread(found)
            for sentence, mention in found[:_MOST]:
                own |= {f"use {mention.use}", f"how {mention.how}", f"in {sentence.kind}"}
                if mention.use == "actor":
                    own.add(f"particle {_particle(self.scan.text, mention.span.end)}")
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
                own.add(f"of {_most(len(self.acting), 1, 2, 4)}")
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
                f"places {_most(len(self.acting), 0, 1, 2, 4)}",
                f"bodies {_most(len(self.bodies), 1, 2, 4, 8)}",
                f"length {_most(len(self.scan.sentences), 10, 25, 60)}",
                "agreement" if self.scan.triggered() else "no agreement",
            }
            own |= {"body speaks"} if self._speaking else set()
            own |= {"place speaks" if header.signed else "about a place"} if self.issuing else set()
            own |= set() if self.told else {"nothing told"}
            self._document = {"document": own}
        return self._document

    def of_pair(self, place: str, body: str) -> Marks:
        """Marks of the two together: where they stand to each other, and what the rules told of them."""
        between: set[str] = set()
        beside, rank = self._together(place, body, between)
        of_body = self.of_body(body)
        told = self.told.get((place, body))
        verdict = {"yes", *told.kinds, "sure" if told.sure else "unsure"} if told else {"no"}
        verdict.add("body elsewhere" if self._places_of.get(body, set()) - {place} else "body nowhere")
        verdict.add("place elsewhere" if self._bodies_of.get(place, set()) - {body} else "place nowhere")
        if not told and self._along(place, body):
            verdict.add("coordinated")
        known = {*(f"particle {key}" for key in of_body["particle"]), *of_body["name"], rank, self.scan.header.kind}
        known |= {key for key in beside if key.startswith("distance")}
        return {
            "pair": beside,
            "between": between,
            f"{rank} and": {*(f"particle {key}" for key in of_body["particle"]), *of_body["where"]},
            "verdict": verdict,
            "told and" if told else "untold and": known,
        }

    def _together(self, place: str, body: str, between: set[str]) -> tuple[set[str], str]:
        text = self.scan.text
        named = self.places[place]
        own = {sentence.index for sentence, _ in named}
        marks: set[str] = set()
        same = last = 0
        distance, before = 99, False
        found = self.bodies[body][:_MOST]
        for sentence, mention in found:
            latest, acting = self._before(mention.span.start)
            last += latest == place
            if acting == place:
                marks.add("last actor")
            if sentence.index in own:
                same += 1
            else:
                there = any(p.use in ("actor", "location") for p in sentence.places[:_MOST])
                marks.add("another in the sentence" if there else "nobody in the sentence")
            for beneath, other in named[:_MOST]:
                gap = abs(sentence.index - beneath.index)
                if gap < distance:
                    distance, before = gap, beneath.index > sentence.index
                if beneath.index in sentence.heading:
                    marks.add("heading")
                if beneath.paragraph == sentence.paragraph:
                    marks.add("paragraph")
                if gap == 0:
                    first, second = (other, mention) if other.span.start < mention.span.start else (mention, other)
                    order = "PB" if first is other else "BP"
                    width = second.span.start - first.span.end
                    marks.add(f"gap {order} {_most(width, 1, 4, 10, 20, 40)}")
                    if width <= _NEAR:
                        between |= {order + key for key in _letters(text, first.span.end, second.span.start)}
                    if width <= _CLOSE:
                        between.add(order + text[first.span.end : second.span.start].translate(_BREAKS) + ".")
                    if other.use == "actor":
                        marks.add(f"{order} {_particle(text, other.span.end)}")
        marks.add(f"distance {_most(distance, 0, 1, 2, 4, 8)}{' before' if before else ''}")
        marks.add(f"same {_most(same, 0, 1, 2)}")
        if same == len(found):
            marks.add("always same")
        if last:
            marks.add("always last" if last == len(found) else "last")
        if not {"paragraph", "heading"} & marks:
            marks.add("apart")
        return marks, self._rank(place, last, same)

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
            Party(other).key in others for s, _ in self.bodies[body][:_MOST] for other in s.bodies[:_MOST] if others
        )

    def marks(self, place: str, body: str) -> Iterator[Marks]:
        """All marks of a pair."""
        yield self.of_document()
        yield self.of_place(place)
        yield self.of_body(body)
        yield self.of_pair(place, body)


_NEAR: Final = 40
_CLOSE: Final = 6


def _particle(text: str, at: int) -> str:
    match = _PARTICLE.match(text, at)
    return match[1].translate(_BREAKS) if match else "?"


def _look(mention: Body, all_: Collection[Body]) -> set[str]:
    """Marks of a name: its length, its letters, its last word, what kind it is."""
    name = mention.name
    ending = _ENDING.search(name)
    marks = {f"length {_most(len(name), 3, 4, 6, 9, 13, 18)}", f"ending {ending[1] if ending else '-'}"}
    marks |= {look for look, pattern in _LOOKS if (pattern.search if look[:2] == "co" else pattern.match)(name)}
    marks.add(f"kind {mention.kind or '-'}")
    if any(m.certain for m in all_):
        marks.add("certain")
    if all(m.product for m in all_):
        marks.add("product")
    if mention.id:
        marks.add("known")
    return marks
