"""Measures as records of the curated format: a short name, method, cost and outcome in the text's own words."""

from __future__ import annotations

import re
from typing import Final

from loaders.draft import Record, cite
from loaders.prose import cues, deeds, records
from loaders.prose.measures import Measure
from loaders.prose.parts import Scan
from loaders.read import Reading, Span

_LONGEST_NAME: Final = 30


def record(reading: Reading, scan: Scan, measure: Measure, own_id: str, ids: dict[int, str]) -> Record:
    """A measure as a record."""
    text = scan.text
    made: Record = {"id": own_id, "名称": name(scan, measure), "段階": measure.stage}
    if measure.date is not None:
        made |= records.dated(measure.date, "時期")
        if measure.date.end:
            made["終了時期"] = measure.date.end
    methods = [word for word, pattern in deeds.METHODS if pattern.search(text, *measure.quote)]
    if methods:
        made["手法"] = methods
    keep = [p.mention.span for p in measure.places.values()] + [p.mention.span for p, _ in measure.bodies.values()]
    costs = [
        {"値": m[0], "出典": cite(reading, [Span(m.start(), m.end())])}
        for m in deeds.COST.finditer(text, *(measure.more[0] if measure.more else measure.quote))
    ]
    if costs:
        made["経費"] = costs
    outcomes = _outcomes(reading, scan, measure)
    if outcomes:
        made["成果"] = outcomes
    made["自治体"] = [records.party(reading, scan, p) | {"役割": measure.conduct} for p in measure.places.values()]
    made["企業"] = [
        records.party(reading, scan, p) | ({"役割": role} if role else {}) for p, role in measure.bodies.values()
    ]
    fields = records.field_entries(reading, scan, [measure.quote], keep)
    if fields:
        made["分野"] = fields
    if measure.agreement is not None and id(measure.agreement) in ids:
        made["協定"] = ids[id(measure.agreement)]
    made["出典"] = records.citations(reading, scan, [measure.quote, *measure.more], keep)
    return records.finish(made, measure.notes, sure=not measure.notes)


def _outcomes(reading: Reading, scan: Scan, measure: Measure) -> list[Record]:
    """Figures with their unit in the sentence and in the next one, where words of result stand beside them."""
    text = scan.text
    spans = [measure.quote]
    if measure.index + 1 < len(scan.sentences):
        after = scan.sentences[measure.index + 1]
        if after.paragraph == scan.sentences[measure.index].paragraph and not after.bodies and after.kind == "prose":
            spans.append(after.span)
    found: list[Record] = []
    for span in spans:
        for part in re.finditer(r"[^、。]+", text[span.start : span.end]):
            start, end = span.start + part.start(), span.start + part.end()
            if not deeds.RESULT.search(text, start, end):
                continue
            if any(deeds.OUTCOME.finditer(text, start, end)) and not records.private(text, Span(start, end)):
                cut = cues.trimmed(text, start, end)
                found.append({"値": records.plain(scan.words(cut)), "出典": cite(reading, [cut])})
    return found[:5]


_OBJECT: Final = re.compile(
    r"(?P<what>[^、。はがでを「」『』（）()\n]{2,24}|[「『][^」』\n]{2,26}[」』])(?P<mark>を|の)(?:[^、。を]{0,12}?)"
    r"(?P<verb>寄[附付贈]|贈呈|提供|貸与|派遣|支援|運営|運行|開発|委託|実施|開催|導入|設置|配信|共催|開始|展開|融資|出資|発行|配布|整備|作成|制作)"
)


def name(scan: Scan, measure: Measure) -> str:
    """A name of at most 30 characters out of the sentence's own words."""
    text = scan.text
    start, end = measure.title or measure.quote
    ends = [p.mention.span.end for p, _ in measure.bodies.values() if start <= p.mention.span.start] + [
        p.mention.span.end for p in measure.places.values()
    ]
    begin = max([start, *(e for e in ends if e < end)])
    for at in (begin, start):
        match = _OBJECT.search(text, at, end)
        if match:
            what = records.plain(match["what"]).strip("「」『』　 と")
            what = re.sub(r"^(?:は|が|も|と|から|より|に|、|市|町)(?=.{3,})", "", what)
            named = f"{what}の{match['verb']}"
            if 4 <= len(named) <= _LONGEST_NAME and not records.private(text, Span(match.start(), match.end())):
                return named
    for at in (begin, start):
        words = _cut(_HEAD.sub("", records.plain(text[at:end])).rstrip("。"))
        if len(words) >= _SHORTEST_NAME and not records.private(text, Span(at, end)):
            return words
    return "、".join(p.mention.said for p, _ in measure.bodies.values())[:_LONGEST_NAME]


_SHORTEST_NAME: Final = 8
_HEAD: Final = re.compile(
    r"^(?:[\s　。、，）)」』（(・:：]|さん(?=と|は|が|の)|様|から(?:は|の)?|より|とともに|と一緒に|と共同で|とは?|[はがものにをへ](?=[、一-龥ァ-ヶーA-Za-z「『\d０-９]))+"
)


def _cut(words: str) -> str:
    """At most 30 characters, ending where words end if possible."""
    if len(words) <= _LONGEST_NAME:
        return words if len(words) >= 4 else ""
    head = words[:_LONGEST_NAME]
    comma = max(head.rfind("、"), head.rfind("を"), head.rfind("に"))
    return head[:comma] if comma >= 8 else head
