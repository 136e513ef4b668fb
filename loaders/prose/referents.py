"""What 本市, 市, 同社, 両町 and introduced short names stand for, read from the first sentence to the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import Final

from loaders.prose import casts, counted, visits
from loaders.prose.folding import number
from loaders.prose.knowledge import Knowledge
from loaders.prose.parts import Body, Header, How, Mention, Place, Sentence
from loaders.prose.pronouns import Word
from loaders.read import Span

_TURNED_DOWN: Final = re.compile(
    r"(?:採ら|採用し|選ば(?:れ)?|契約し|至ら|応じ)なかった|見送(?:った|られ|りました)|断った|断りました|辞退し(?:た|まし)|落選|次点|不採用"
)
"""Behind a body: it took no part, and 同社 does not mean it."""
_TOWN_OF: Final = re.compile(
    r"(?:(?:公益|一般)(?:社団|財団)法人|社会福祉法人)?(?P<town>[^\s]{1,5}?[市町村])(?:商工会|社会福祉協議会|社協|観光協会|観光物産協会|森林組合|シルバー人材センター|体育協会|文化協会)"
)
_AND_TOWN: Final = re.compile(r"(?:と|及び|および|、)(?:本|当)?[市町村区県](?=[はがとのに、])")
_THERE: Final = re.compile(r"(?:で|では|においては|の場合は?)、")
_BODY_ENDS: Final = {
    "行": ("銀行",), "金庫": ("金庫",), "庫": ("金庫",), "大": ("大学",), "大学": ("大学",), "学": ("大学", "大学院", "高校", "学校", "学園"), "校": ("学校", "高校", "高専"),
    "機構": ("機構",), "協会": ("協会",), "財団": ("財団",), "組合": ("組合", "農協", "漁協", "生協"), "協議会": ("協議会",), "会": ("会",),
    "会議所": ("会議所",), "病院": ("病院",), "院": ("病院", "院"), "研究所": ("研究所",), "所": ("所",), "局": ("局",), "連盟": ("連盟",), "公社": ("公社",),
    "農協": ("農協", "農業協同組合"), "漁協": ("漁協", "漁業協同組合"), "生協": ("生協", "生活協同組合"), "信金": ("信金", "信用金庫"), "信組": ("信組", "信用組合"),
    "社協": ("社協", "社会福祉協議会"), "商工会": ("商工会",), "医師会": ("医師会",), "学園": ("学園", "大学", "学校"), "学院": ("学院", "大学", "学校"), "センター": ("センター",), "連合会": ("連合会",),
    "店": ("店", "販売", "商会", "堂", "屋", "舎", "薬局", "食堂", "カフェ", "マート", "ストア"), "団体": (), "法人": (),
}  # fmt: skip
_NO_COMPANY: Final = (
    "銀行",
    "大学",
    "学校",
    "高校",
    "組合",
    "協会",
    "協議会",
    "会議所",
    "商工会",
    "病院",
    "機構",
    "連合",
    "省",
    "庁",
    "局",
    "会",
)


_NO_FIRM: Final = re.compile(r"(?:一般|公益)(?:財団|社団)法人|学校法人|社会福祉法人|(?:国立|公立)大学法人")
"""Legal forms of what nobody calls 同社."""


_NEAR: Final = 3
"""So many sentences back a group may stand that 両者 or 三者 takes up."""


_BEGIN: Final = 40
"""So many names of places may stand at the begin of a text, where it says of whom it tells."""


_SEVERAL: Final = 2


@dataclass(slots=True)
class Referents:
    """State of the reading: what was named so far. Use `resolve` on the pronouns of each sentence in order."""

    knowledge: Knowledge
    header: Header
    sentences: Sequence[Sentence]
    every: Sequence[Place]
    text: str
    known: Sequence[Body] = ()
    """Every body that the text names anywhere, in tables that are read apart as well."""
    defined: dict[str, tuple[int, list[Place]]] = field(default_factory=dict)
    """What `counted.definitions` found."""
    _places: list[tuple[int, Place]] = field(default_factory=list)
    _bodies: list[tuple[int, Body]] = field(default_factory=list)
    _last_places: dict[tuple[object, ...], tuple[int, Place]] = field(default_factory=dict)
    """Each place once, the one named last at the end: what looks back need not read all mentions of a long text."""
    _last_bodies: dict[tuple[object, ...], tuple[int, Body]] = field(default_factory=dict)
    _fitting: dict[str, dict[tuple[object, ...], Body]] = field(default_factory=dict)
    """For each word that was asked for (社, 行 …) the bodies that it can mean, the one named last at the end."""
    _kinds_known: dict[str, list[Body]] = field(default_factory=dict)
    """For each kind that was asked for (社協, 商工会 …) its bodies, each once and as it was named first, in that order."""
    _headed: dict[int, Body] | None = None
    """The headings that name one body and nobody else."""
    _tallies: dict[tuple[int, str], tuple[int, dict[tuple[str, ...], tuple[int, Place]]]] = field(default_factory=dict)
    """For each section and kind that was asked for: how many of the places were read, and how often each was named."""

    def meet(self, sentence: Sentence, mention: Mention) -> None:
        """Remember a mention that may be referred to later."""
        if isinstance(mention, Place) and mention.use != "inside":
            self._places.append((sentence.index, mention))
            place_key = (mention.codes, mention.use, self._kinds(mention))
            self._last_places.pop(place_key, None)
            self._last_places[place_key] = (sentence.index, mention)
        elif isinstance(mention, Body) and not mention.product:
            self._bodies.append((sentence.index, mention))
            if _TURNED_DOWN.search(self.text, mention.span.end, sentence.span.end):
                return
            body_key = (mention.name, mention.certain)
            self._last_bodies.pop(body_key, None)
            self._last_bodies[body_key] = (sentence.index, mention)
            for what, fitting in self._fitting.items():
                if _may_mean(what, mention):
                    fitting.pop(body_key, None)
                    fitting[body_key] = mention

    def resolve(self, sentence: Sentence, word: Word) -> list[Mention]:
        """The mentions that a pronoun stands for; none where the text does not tell."""
        span = Span(word.start, word.end)
        if word.sense == "group":
            return [replace(m, span=span, said="", department="", how="pronoun") for m in self._group(sentence, word)]
        if word.sense in ("counted", "defined"):
            return [
                replace(p, span=span, said="", department="", former="", use="actor", how="pronoun")
                for p in self._counted(sentence, word)
            ]
        if word.sense in ("company", "companies", "we"):
            return [
                replace(b, span=span, said="", department="", how="issuer" if word.sense == "we" else "pronoun")
                for b in self._body(sentence, word)
            ]
        if word.sense == "kind":
            return [replace(b, span=span, said="", department="", how="pronoun") for b in self._of_kind(word)]
        if word.sense == "own":
            places = self._own(word.what)
        elif word.sense == "bare":
            places = self._bare(sentence, word.what)
        elif word.sense == "both":
            places = self._both(word.what)
        else:
            places = self._last(word.what)
        how: How = "issuer" if word.sense in ("own", "bare") else "pronoun"
        return [
            replace(p, span=span, said="", department=_department(p, word), former="", use=word.use, how=how)
            for p in places
        ]

    def _bare(self, sentence: Sentence, kind: str) -> list[Place]:
        """市, 町 alone: the heading's; then the issuer's where one signs, else that of the paragraph before the issuer's."""
        visited = [p for p in visits.above(self.header, self.sentences, sentence) if kind in self._kinds(p)]
        found = self._at_hand(sentence, kind) or self._of_cast(sentence, kind) or (visited if len(visited) == 1 else [])
        if found := found or self._under_heading(sentence, kind):
            return found
        if self.header.signed and self.header.kind != "視察報告書" and (found := self._own(kind)):
            return found
        near: dict[tuple[str, ...], Place] = {}
        here: dict[tuple[str, ...], Place] = {}
        same: dict[tuple[str, ...], Place] = {}
        for index, place in reversed(self._last_places.values()):
            other = self.sentences[index]
            if other.paragraph != sentence.paragraph:
                break
            if place.use == "actor" and kind in self._kinds(place):
                near[place.codes] = place
                if other.line == sentence.line and place.how == "name":
                    here[place.codes] = place
                if other is sentence and place.how == "name" and self.text.startswith("は", place.span.end):
                    same[place.codes] = place
        for named in (near, here, same):
            if len(named) == 1:
                return list(named.values())
        own = [] if self.header.kind == "視察報告書" else self._own(kind)
        return own or self._topic(sentence, kind) or self._located(sentence, kind)

    def _of_cast(self, sentence: Sentence, kind: str) -> list[Place]:
        """The one local government of the kind that takes part in the entry."""
        cast = casts.at(self.header.casts, sentence.index)
        places = [p for p in cast.places if kind in self._kinds(p)] if cast is not None else []
        return places if len(places) == 1 else []

    def _located(self, sentence: Sentence, kind: str) -> list[Place]:
        """「飯田市に本社を置くA社は、市と…」: with no other to be meant, the one place of the kind that tells where."""
        there = {
            m.codes: m for m in sentence.mentions
            if isinstance(m, Place) and m.use == "location" and m.how == "name" and kind in self._kinds(m)
        }  # fmt: skip
        return [replace(place, use="actor") for place in there.values()] if len(there) == 1 else []

    def _at_hand(self, sentence: Sentence, kind: str) -> list[Place]:
        """「小浜市では、市と…」 in the paper of another: the one place of the kind where the same sentence says it happens."""
        places = {m.codes: m for m in sentence.mentions if isinstance(m, Place) and kind in self._kinds(m)}
        if len(places) != 1:
            return []
        (place,) = places.values()
        there = place.how == "name" and place.use in ("actor", "location")
        return [replace(place, use="actor")] if there and _THERE.match(self.text, place.span.end) else []

    def _own(self, kind: str) -> list[Place]:
        """The issuer of this kind; 本県 of a city is its prefecture."""
        for issuer in self.header.issuers:
            if isinstance(issuer, Place):
                if kind in self._kinds(issuer):
                    return [issuer]
                if kind == "県" and issuer.resolved:
                    return self._prefecture(issuer)
        return []

    def _prefecture(self, place: Place) -> list[Place]:
        prefecture = self.knowledge.gazetteer.by_code[place.codes[0]].prefecture
        code = self.knowledge.prefecture_codes.get(prefecture, "")
        return [replace(place, codes=(code,), name=prefecture, department="")] if code else []

    def _under_heading(self, sentence: Sentence, kind: str) -> list[Place]:
        for index in reversed(sentence.heading):
            places = {p.codes: p for p in self.sentences[index].places if p.use == "actor" and kind in self._kinds(p)}
            if len(places) == 1:
                return list(places.values())
            if len(places) > 1:
                return []
        return self._of_headed_body(sentence, kind)

    def _of_headed_body(self, sentence: Sentence, kind: str) -> list[Place]:
        """「吉備中央町商工会」 as the heading: 町 beneath is the one whose name its body bears."""
        bodies = {b.name: b for i in sentence.heading[-1:] for b in self.sentences[i].bodies if b.certain}
        named = _TOWN_OF.match(next(iter(bodies))) if len(bodies) == 1 else None
        if named is None or named["town"][-1] != kind:
            return []
        issuer = next((i.name for i in self.header.issuers if isinstance(i, Body)), "")
        prefecture = next((p for p in self.knowledge.prefecture_codes if issuer.startswith(p)), "")
        found = self.knowledge.gazetteer.resolve(named["town"], prefecture=prefecture)
        code = getattr(found, "code", "")
        (body,) = bodies.values()
        return [Place(body.span, (code,), self.knowledge.full_name(code), "")] if code else []

    def _topic(self, sentence: Sentence, kind: str) -> list[Place]:
        """Without an issuer: the place of the kind that the section up to here speaks of most, the first of equals."""
        top = sentence.heading[0] if sentence.heading else 0
        for since in (sentence.heading[-1] if sentence.heading else 0, top, 0):
            read, named = self._tallies.get((since, kind), (0, {}))
            for index, place in islice(self._places, read, None):
                if index >= since and kind in self._kinds(place) and place.use == "actor":
                    count, first = named.get(place.codes, (0, place))
                    named[place.codes] = (count + 1, first)
            self._tallies[since, kind] = (len(self._places), named)
            if named:
                return [max(named.values(), key=lambda entry: entry[0])[1]]
        return []

    def _last(self, kind: str) -> list[Place]:
        for _, place in reversed(self._last_places.values()):
            if kind in self._kinds(place):
                return [place]
            if kind in "県府" and place.resolved and place.name[-1] not in "県府都道":
                found = self._prefecture(place)
                return found if found and found[0].name[-1] == kind else []
        return []

    def _both(self, kind: str) -> list[Place]:
        found: dict[tuple[str, ...], Place] = {}
        mixed = len(kind) == len("市町")
        for _, place in reversed(self._last_places.values()):
            if place.use == "address" or (mixed and any(p.name[-1] == place.name[-1] for p in found.values())):
                continue
            if place.name[-1] in kind or kind == "自治体":
                found.setdefault(place.codes, place)
            if len(found) == 2:
                return list(reversed(found.values()))
        return []

    def _counted(self, sentence: Sentence, word: Word) -> list[Place]:
        """3市, 4町村: those that the text lists as such, else those of the last sentence that names just so many."""
        if word.what in self.defined:
            index, members = self.defined[word.what]
            return [] if index == sentence.index else members
        if word.sense == "defined":
            return []
        count, kinds = counted.wanted(word.what)
        cast = casts.at(self.header.casts, sentence.index)
        if cast is not None and len(own := [p for p in cast.places if p.name[-1] in kinds]) == count:
            return own
        near = sentence.index - _NEAR
        named = [
            (i, p) for i, p in takewhile(lambda n: n[0] >= near, reversed(self._places))
            if p.use == "actor" and p.name[-1] in kinds
        ]  # fmt: skip
        last = max((i for i, p in named if p.span.end <= word.start), default=-1)
        group = {p.codes: p for i, p in sorted(named, key=lambda n: n[1].span) if i == last}
        if last == sentence.index and any(p.how == "name" for p in group.values()):
            return []
        return list(group.values()) if len(group) == count else self._introduced(count, kinds)

    def _introduced(self, count: int, kinds: str) -> list[Place]:
        """The one group of just so many that a sentence of the begin names, and no other sentence there another."""
        if "都" in kinds:
            return []
        groups: dict[int, dict[tuple[str, ...], Place]] = {}
        for index, place in islice(self._places, _BEGIN):
            if place.use == "actor" and place.name[-1] in kinds:
                groups.setdefault(index, {})[place.codes] = place
        fitting = {frozenset(group): group for group in groups.values() if len(group) == count}
        return list(next(iter(fitting.values())).values()) if len(fitting) == 1 else []

    def _group(self, sentence: Sentence, word: Word) -> list[Place | Body]:
        """両者, 三者, 2社: the parties of the last sentence that names any, if they are just so many."""
        companies = word.what.endswith("社") or _AND_TOWN.match(self.text, word.end) is not None
        wanted = 2 if word.what[0] in "両双" else number(word.what[0])
        cast = casts.at(self.header.casts, sentence.index)
        for parties in (() if companies else cast.all, cast.bodies) if cast is not None else ():
            if len(parties) == wanted:
                return [*parties]
        near = sentence.index - _NEAR
        named: list[tuple[int, Place | Body]] = [
            (i, b) for i, b in takewhile(lambda n: n[0] >= near, reversed(self._bodies)) if b.certain
        ]
        if not companies:
            named += [(i, p) for i, p in takewhile(lambda n: n[0] >= near, reversed(self._places)) if p.use == "actor"]
        last = max((i for i, m in named if m.span.end <= word.start), default=-1)
        # 「AとBと3者で」 counts whom its own sentence has named.
        if last < 0 or last == sentence.index:
            return []
        group = {m.name: m for i, m in sorted(named, key=lambda n: n[1].span) if i == last}
        return list(group.values()) if len(group) == wanted else []

    def _body(self, sentence: Sentence, word: Word) -> list[Body]:
        if word.sense == "we":
            if (ends := _BODY_ENDS.get(word.what)) and (
                teller := casts.speaking(self.header.casts, sentence.index, ends)
            ):
                return [teller]
            if teller := self._heading_of(sentence, ends or (("法人",) if word.what == "法人" else ())):
                return [teller]
            own = [i for i in self.header.issuers if isinstance(i, Body)]
            if word.what == "ja":
                told = [b for _, b in reversed(self._last_bodies.values()) if b.certain]
                return [b for b in (*own, *told) if _JA.fullmatch(b.name)][:1]
            if word.what in ("社", "弊社"):
                fitting = own
            else:
                ends = _BODY_ENDS.get(word.what) or ("",)
                fitting = [b for b in own if b.name.endswith(ends) or b.name.startswith(ends)]
                if not fitting and _BODY_ENDS.get(word.what):
                    named = {b.name: b for _, b in self._last_bodies.values() if b.name.endswith(_BODY_ENDS[word.what])}
                    fitting = list(named.values()) if len(named) == 1 else []
            return fitting[:1]
        if word.what not in self._fitting:
            self._fitting[word.what] = {k: b for k, (_, b) in self._last_bodies.items() if _may_mean(word.what, b)}
        found: dict[str, Body] = {}
        wanted = 2 if word.sense == "companies" else 1
        for body in reversed(self._fitting[word.what].values()):
            if not body.certain and found:
                continue
            found.setdefault(body.name, body)
            if len(found) == wanted:
                break
        if len(found) < wanted:
            return []
        lead = self._lead(sentence, word, next(iter(found.values()))) if wanted == 1 else None
        return [lead] if lead is not None else list(reversed(found.values()))

    def _of_kind(self, word: Word) -> list[Body]:
        """社協, 商工会 alone: the only one that the text has named."""
        if word.what not in self._kinds_known:
            ends = _BODY_ENDS.get(word.what, (word.what,))
            fitting = sorted((b for b in self.known if b.certain and b.name.endswith(ends)), key=lambda b: b.span)
            firsts: dict[str, Body] = {}
            for body in fitting:
                firsts.setdefault(body.name, body)
            self._kinds_known[word.what] = list(firsts.values())
        named = [b for b in self._kinds_known[word.what][:_SEVERAL] if b.span.start < word.start]
        return named if len(named) == 1 else []

    def _lead(self, sentence: Sentence, word: Word, last: Body) -> Body | None:
        """The body of which a text told at its begin, where 同社 begins a section and the body named last was named but
        once, in a section before: an aside there is forgotten here."""
        if self.header.collection or self.header.kind == "視察報告書":
            return None
        told = [at for at, body in self._bodies if body.name == last.name]
        if len(told) > 1 or not any(index > told[0] for index in sentence.heading):
            return None
        first = next((s.index for s in self.sentences if s.kind == "prose"), 0)
        leads = {b.name: b for at, b in self._bodies if at <= first and b.certain and _may_mean(word.what, b)}
        lead = next(iter(leads.values())) if len(leads) == 1 else None
        return lead if lead is not None and lead.name != last.name else None

    def _heading_of(self, sentence: Sentence, ends: tuple[str, ...]) -> Body | None:
        """The body that the heading over a sentence names, where several name a body of its kind
        (「報告1　A生協」 … 「報告2　B生協」): each speaks of itself."""
        if self._headed is None:
            over = (self.sentences[i] for i in {i for s in self.sentences for i in s.heading})
            self._headed = {
                s.index: s.bodies[0]
                for s in over
                if len({b.name for b in s.bodies}) == 1 and all(_aside(self.text, s, p) for p in s.places)
            }
        fitting = {b.name for b in self._headed.values() if any(end in b.name for end in ends)}
        if len(fitting) < _SEVERAL:
            return None
        return next((self._headed[i] for i in reversed(sentence.heading) if i in self._headed), None)

    @staticmethod
    def _kinds(place: Place) -> str:
        """Last letters of the names that the place goes by: 大阪市 with its 港区 is meant by 同市 and by 同区."""
        ward = place.department.split(" ")[0]
        return place.name[-1] + ("区" if ward.endswith("区") else "")


def _aside(text: str, sentence: Sentence, place: Place) -> bool:
    """Whether a place stands in a bracket behind the body of a heading: where it is."""
    return place.span.start > sentence.bodies[0].span.end and text[place.span.start - 1] in "(（"


_JA: Final = re.compile(r".+(?:農業協同組合|農協)|JA[^はがをにの]{2,10}(?<!だより)(?<!通信)(?<!部)(?<!理事)(?<!広報)")


def _may_mean(what: str, body: Body) -> bool:
    """Whether the last letters of a body's name allow a pronoun to mean it (同行, 同社)."""
    ends = _BODY_ENDS.get(what)
    if ends and not body.name.endswith(ends):
        return False
    if what == "法人" and "会社" in body.name:
        return False
    return not (what in ("社", "企業", "事業者") and (body.name.endswith(_NO_COMPANY) or _NO_FIRM.match(body.name)))


def _department(place: Place, word: Word) -> str:
    ward = place.department.split(" ")[0] if word.what == "区" and place.name[-1] == "市" else ""
    return f"{ward} {word.department}".strip()
