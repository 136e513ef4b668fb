"""Measures told by lists and forms: bodies under 「次の企業から」, councils with their members, roles, entries of a page."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import cues, deeds, keys, lists, measure_own, measure_places, memberships, speakers, surroundings
from loaders.prose.measure_parts import Measure, deed, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Party, Statement
from loaders.read import Span


def measures(scan: Scan) -> Iterator[Measure]:
    """Every measure that a list tells."""
    if _POINTS.search(scan.text):
        yield from listed(scan)
        yield from of_places(scan)
        yield from designated(scan)
    yield from measure_own.measures(scan)
    yield from noted(scan)
    yield from councils(scan)


_POINTS: Final = re.compile(
    r"(?:次|以下|下記)の(?:[^\s、。]{0,12}?(?:企業|事業者|団体|法人|社|皆|方々|自治体|[市町村])|とおり|通り)"
)
"""Without such words the text points to no list of partners."""


def of_form(scan: Scan, form: Statement) -> Measure:
    """「相手方：…」 under the name of a municipality."""
    chain = scan.sentences[form.index].heading
    measure = Measure(
        form.index, form.quote, "実施" if form.items or form.more else "不明", notes=["項目の並びから読み取りました"]
    )
    measure.more = [scan.sentences[i].span for i in chain[-1:]] + form.more
    measure.title = scan.sentences[chain[-1]].span if chain else None
    measure.places = {p.key: p for p in form.places}
    measure.bodies = {p.key: (p, _of_key(scan, p)) for p in form.bodies}
    measure.date = form.date
    return measure


def _of_key(scan: Scan, party: Party) -> str:
    """The role that the line tells in which a name stands (「委託先：A社」)."""
    start = party.mention.span.start
    words = scan.text[max(scan.text.rfind("\n", 0, start) + 1, start - _KEY) : start]
    return "受託" if re.search("委託|受託|指定管理", words) else "運営" if re.search("運営|運行", words) else "協力"


_KEY: Final = 16


def councils(scan: Scan) -> Iterator[Measure]:
    """A council to which the text says that a local government and bodies belong: they act together in it."""
    for each in memberships.told(scan):
        if each.relation != "構成員":
            continue
        places = [m for m in each.members if isinstance(m, Place)]
        bodies = [m for m in each.members if isinstance(m, Body)]
        if places and bodies:
            measure = Measure(each.sentence.index, each.sentence.span, "実施", notes=["同じ協議会などに加わっています"])
            measure.listed = True
            measure.places = {p.key: p for p in map(Party, places)}
            measure.bodies = {told_by.key: (told_by, "運営") for told_by in [Party(each.union)]}
            measure.bodies |= {p.key: (p, "参加") for p in map(Party, bodies)}
            measure.conduct = "協力"
            yield measure


_LISTED: Final = re.compile(
    r"(?:次の|下記の|以下の)(?:[^\s、。]{0,8}?)(?:企業|事業者|団体|法人|\d+社|皆様|皆さま|方々)(?:の(?:皆様|皆さま|方々))?(?=から|より|に|と|の協力|の支援)"
)


def listed(scan: Scan) -> Iterator[Measure]:
    """「次の企業から寄附をいただきました」 over a list: one measure for each entry."""
    text = scan.text
    groups: list[lists.Group] | None = None
    for match in _LISTED.finditer(text):
        at = bisect.bisect_right(scan.sentences, match.start(), key=lambda s: s.span.start) - 1
        sentence = scan.sentences[at] if at >= 0 else None
        if sentence is None or match.end() > sentence.span.end:
            continue
        start, stop = sentence.span
        told = deed(text, match.end(), stop, mixed=False)
        if told is None or deeds.NO_FACT.search(text, start, stop) or cues.NOUN.search(text, start, stop):
            continue
        groups = lists.groups(scan) if groups is None else groups
        group = lists.pointed(groups, Body, sentence.index, "次の", 0, True)
        places = measure_places.places(scan, sentence, start, stop, [])
        notes: list[str] = []
        if not places:
            place, note = measure_places.implied(scan, sentence, told.receiver, [])
            if place is None:
                continue
            places, notes = [Party(place, "subject", place.span)], [note] if note else []
        entries = [(i.sentence, i.names) for i in group.items] if group else list(_answered(scan, sentence))
        for entry, names in entries:
            measure = Measure(entry.index, sentence.span, stage(text, start, stop), notes=list(notes))
            measure.more = [entry.span]
            measure.places = {p.key: p for p in places}
            measure.bodies = {
                p.key: (p, told.role) for p in (Party(n, cite=n.span) for n in names if isinstance(n, Body))
            }
            if measure.bodies:
                yield measure


def _answered(scan: Scan, sentence: Sentence) -> Iterator[tuple[Sentence, list[Body]]]:
    """「次の事業者に委託しています」 over a form that says who it is (事業者名：A社)."""
    for line in scan.sentences[sentence.index + 1 : sentence.index + 1 + _FORM]:
        asked = keys.known(scan.words(line.key)) if line.key is not None else None
        if asked is not None and asked.key in ("partner", "doer"):
            yield line, [b for b in line.bodies if b.certain and not b.product]


_FORM: Final = 4


_PLACES_LISTED: Final = re.compile(
    r"(?:次の|下記の|以下の)(?:\d+|[０-９]+|[一二三四五六七八九十]+)?(?:つの)?(?:自治体|市町村?|市区町村|市|町|村)(?:と|において|で(?!す)|では|とともに)(?:は)?、?"
)
_DONE_THERE: Final = re.compile(r"協力|連携|共同|協働|実施|開始|始め|取り組|導入|行[いっ]|進め")


def of_places(scan: Scan) -> Iterator[Measure]:
    """「次の4自治体とは、…で協力いただきます」 over a list of municipalities, told by a body."""
    text = scan.text
    groups: list[lists.Group] | None = None
    for match in _PLACES_LISTED.finditer(text):
        at = bisect.bisect_right(scan.sentences, match.start(), key=lambda s: s.span.start) - 1
        sentence = scan.sentences[at] if at >= 0 else None
        if sentence is None or match.end() > sentence.span.end:
            continue
        start, stop = sentence.span
        if not _DONE_THERE.search(text, match.end(), stop) or deeds.NO_FACT.search(text, start, stop):
            continue
        if cues.NOUN.search(text, start, stop) and cues.ACT.search(text, start, stop):
            continue
        bodies = [b for b in sentence.bodies if b.certain and not b.product and b.span.end <= match.start()]
        issuer = scan.header.body or speakers.narrator(scan)
        groups = lists.groups(scan) if groups is None else groups
        group = lists.pointed(groups, Place, sentence.index, "次の", 0, True)
        if group is None or not (bodies or issuer):
            continue
        parties = [Party(b) for b in bodies] or ([Party(issuer, cite=issuer.span)] if issuer else [])
        notes = [] if bodies else [surroundings.FROM_ISSUER]
        measure = Measure(sentence.index, sentence.span, _started(text, start, stop), notes=notes)
        measure.more = list(dict.fromkeys(item.sentence.span for item in group.items))
        measure.places = {p.key: p for p in (Party(n, cite=n.span) for n in group.names)}
        measure.bodies = {p.key: (p, "") for p in parties}
        yield measure


_PREPARING: Final = re.compile(r"準備を?(?:進め|し|中)|に向け")


def _started(text: str, start: int, stop: int) -> str:
    return "計画" if _PREPARING.search(text, start, stop) else stage(text, start, stop)


_DESIGNATED: Final = re.compile(
    r"(?:次の|以下の|下記の)(?:とおり|通り)[^。]{0,20}?(?P<what>指定管理者|受託者|受託事業者|委託先|運営事業者)(?:を|に|として)[^。]{0,10}?(?:指定|選定|決定|委託)(?:し(?:ました|た|てい)|され)"
)


def designated(scan: Scan) -> Iterator[Measure]:
    """「次のとおり指定管理者を指定しました」 over lines of facility and body."""
    text = scan.text
    for match in _DESIGNATED.finditer(text):
        at = bisect.bisect_right(scan.sentences, match.start(), key=lambda s: s.span.start) - 1
        place = scan.header.municipality
        if at < 0 or match.end() > scan.sentences[at].span.end or place is None or not place.resolved:
            continue
        head = scan.sentences[at]
        for line in scan.sentences[at + 1 :]:
            bodies = [b for b in line.bodies if b.certain and not b.product]
            if line.kind == "prose" or len(bodies) != 1 or line.heading[: len(head.heading)] != head.heading:
                break
            measure = Measure(line.index, line.span, stage(text, *head.span), notes=[])
            measure.more, measure.title = [head.span], _before_name(scan, line.span.start, bodies[0].span.start)
            measure.places = {p.key: p for p in [Party(place, "subject", place.span)]}
            measure.bodies = {p.key: (p, "受託") for p in [Party(bodies[0])]}
            yield measure


def _before_name(scan: Scan, start: int, end: int) -> Span | None:
    span = cues.trimmed(scan.text, start, end)
    return span if span.end - span.start >= _SHORTEST else None


_SHORTEST: Final = 4


_NOTED: Final = re.compile(
    r"[（(【［\[〔](?:(?:協力|連携|共催|提携|共同|運営|委託|受託|実施|技術協力|協働)(?:企業|団体|事業者|機関|先|者)?)[：:／/　 ](?P<who>[^（）()【】\n]{2,60})[）)】］\]〕]"
)
_AS: Final = (("共催", "共催"), ("運営", "運営"), ("委託", "受託"), ("受託", "受託"))


def noted(scan: Scan) -> Iterator[Measure]:
    """「スマートフォン教室を開始（協力：A社）」: who takes part stands in a note behind what is done."""
    text = scan.text
    for match in _NOTED.finditer(text):
        at = bisect.bisect_right(scan.sentences, match.start(), key=lambda s: s.span.start) - 1
        sentence = scan.sentences[at] if at >= 0 else None
        if sentence is None or match.end() > sentence.span.end + 1 or match.start() - sentence.span.start < _SHORTEST:
            continue
        start, stop = sentence.span
        bodies = [
            b for b in sentence.bodies if match.start() < b.span.start < match.end() and b.certain and not b.product
        ]
        if not bodies or deeds.NO_FACT.search(text, start, stop) or cues.NOUN.search(text, start, match.start()):
            continue
        places = measure_places.places(scan, sentence, start, match.start(), [])
        notes: list[str] = []
        if not places:
            place, note = measure_places.implied(scan, sentence, True, [])
            if place is None:
                continue
            places, notes = [Party(place, "subject", place.span)], [note] if note else []
        role = next((role for word, role in _AS if word in match[0]), "協力")
        measure = Measure(sentence.index, sentence.span, stage(text, start, match.start()), notes=notes)
        measure.title = cues.trimmed(text, start, match.start())
        measure.places = {p.key: p for p in places}
        measure.bodies = {p.key: (p, role) for p in map(Party, bodies)}
        measure.date = next((d for d in sentence.dates if d.date), None)
        yield measure
