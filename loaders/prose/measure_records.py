"""Measures as records of the curated format: a short name, method, cost and outcome in the text's own words."""

from __future__ import annotations

import re

from loaders.draft import Record, cite
from loaders.prose import cues, deeds, naming, records
from loaders.prose.measure_parts import Measure
from loaders.prose.parts import Scan
from loaders.read import Span


def record(scan: Scan, measure: Measure, own_id: str, ids: dict[int, str]) -> Record:
    """A measure as a record."""
    text = scan.text
    made: Record = {"id": own_id, "名称": naming.name(scan, measure), "段階": measure.stage}
    if measure.date is not None:
        made |= records.dated(measure.date, "時期")
        if measure.date.end:
            made["終了時期"] = measure.date.end
    methods = [word for word, pattern in deeds.METHODS if pattern.search(text, *measure.quote)]
    if methods:
        made["手法"] = methods
    keep = [p.mention.span for p in measure.places.values()] + [p.mention.span for p, _ in measure.bodies.values()]
    costs = [
        {"値": m[0], "出典": cite(scan.page, [Span(m.start(), m.end())])}
        for m in deeds.COST.finditer(text, *(measure.more[0] if measure.more else measure.quote))
    ]
    if costs:
        made["経費"] = costs
    outcomes = _outcomes(scan, measure)
    if outcomes:
        made["成果"] = outcomes
    made["自治体"] = [records.party(scan, p) | {"役割": measure.conduct} for p in measure.places.values()]
    made["企業"] = [records.party(scan, p) | ({"役割": role} if role else {}) for p, role in measure.bodies.values()]
    fields = records.field_entries(scan, [measure.quote], keep)
    if fields:
        made["分野"] = fields
    if measure.agreement is not None and id(measure.agreement) in ids:
        made["協定"] = ids[id(measure.agreement)]
    made["出典"] = records.citations(scan, [measure.quote, *measure.more], keep)
    return records.finish(made, measure.notes, sure=not measure.notes)


def _outcomes(scan: Scan, measure: Measure) -> list[Record]:
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
                found.append({"値": records.plain(scan.words(cut)), "出典": cite(scan.page, [cut])})
    return found[:5]
