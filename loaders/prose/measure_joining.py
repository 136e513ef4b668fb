"""Measures that take more than one sentence: who joins what another does, the agreement beneath, one told again."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import casts, cues, deeds, runs, surroundings
from loaders.prose.casts import Cast
from loaders.prose.measure_parts import Measure, stage
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Agreement, Party
from loaders.read import Span

_JOINS: Final = re.compile(
    r"が(?:これ|同社|この(?:取組|取り組み|事業|実験|計画|試み))(?:に|を|へ)(?:も)?(?:協力|支援|後援|後押し|参加)(?:し|する)"
)


def joining(scan: Scan, sentence: Sentence) -> Measure | None:
    """「B社が…を行います。市がこれに協力します。」: who does it is the subject of the sentence before."""
    text, (start, stop) = scan.text, sentence.span
    if (more := _joined(scan, sentence)) is not None:
        return more
    run = next(
        (r for r in runs.runs(scan, sentence) if _JOINS.match(text, cues.after_name(text, r[-1].span.end, stop), stop)),
        [],
    )
    places = [m for m in run if isinstance(m, Place) and m.use == "actor"]
    before = scan.sentences[sentence.index - 1] if sentence.index else None
    if (
        not places
        or before is None
        or before.paragraph != sentence.paragraph
        or deeds.NO_FACT.search(text, start, stop)
    ):
        return None
    if deeds.NO_FACT.search(text, *before.span):
        return None
    bodies = [
        b for b in before.bodies if b.certain and not b.product
        and text.startswith(("が", "は"), cues.after_name(text, b.span.end, before.span.end))
    ]  # fmt: skip
    if not bodies:
        return None
    measure = Measure(before.index, before.span, stage(text, *before.span), conduct="協力")
    measure.more = [sentence.span]
    measure.places = {p.key: p for p in map(Party, places)}
    measure.bodies = {p.key: (p, "") for p in map(Party, bodies)}
    return measure


_LATER: Final = re.compile(
    r"(?:が|も)、?(?:新たに|後に|のちに|途中から|あとから|さらに|[^、。はがをも]{1,16}[にへ](?:も)?)?、?(?:仲間に|輪に)?加わ(?:った|り(?:、|まし)|って(?:い|、))"
)
_NEWLY: Final = re.compile(
    r"新たに|後に|のちに|その後|さらに|途中から|に入[っり]|年(?:度)?(?:に|から|は)|月(?:に|から)|加えて|も、?[^、。はがを]{0,16}加わ"
)


def _joined(scan: Scan, sentence: Sentence) -> Measure | None:
    """「その後、新たにC社が加わった」 behind a sentence that tells what A市 and B社 do together: C社 does it with A市."""
    text, (start, stop) = scan.text, sentence.span
    if text.find("加わ", start, stop) < 0 or not _NEWLY.search(text, start, stop):
        return None
    cast = casts.at(scan.header.casts, sentence.index)
    before = _told_before(scan, sentence, cast)
    if before is None or any(
        p.use == "actor" and cues.slot(text, p.span.end, stop) in ("subject", "with") for p in sentence.places
    ):
        return None
    run = next(
        (r for r in runs.runs(scan, sentence) if _LATER.match(text, cues.after_name(text, r[-1].span.end, stop), stop)),
        [],
    )
    bodies = [m for m in run if isinstance(m, Body) and m.certain and not m.product]
    if not bodies or deeds.NO_FACT.search(text, start, stop):
        return None
    places = [*cast.places] if cast is not None else []
    places = places or [p for p in before.places if p.use == "actor"] or surroundings.names_above(scan, before, Place)
    if not places or (cast is None and len({p.codes for p in places}) > 1):
        return None
    measure = Measure(sentence.index, sentence.span, stage(text, start, stop), conduct="協力")
    measure.more = [before.span]
    measure.places = {p.key: p for p in (Party(place, cite=place.span) for place in places)}
    measure.bodies = {p.key: (p, "協力") for p in map(Party, bodies)}
    return measure


def _told_before(scan: Scan, sentence: Sentence, cast: Cast | None) -> Sentence | None:
    """The sentence that tells what is done together: right before, or further up in the same entry."""
    first = max(cast.first + 1, sentence.index - _REACH) if cast is not None else max(0, sentence.index - 1)
    for before in reversed(scan.sentences[first : sentence.index]):
        if cast is None and before.paragraph != sentence.paragraph:
            return None
        together = _TOGETHER.search(scan.text, *before.span) and any(b.certain and not b.product for b in before.bodies)
        if together and not deeds.NO_FACT.search(scan.text, *before.span):
            return before
    return None


_REACH: Final = 5


_TOGETHER: Final = re.compile(
    r"連携し|協力し|共同|協働|実証|ともに|共に|一緒|いっしょ|[23二三四]者|と(?:組|始め|進め|取り組|運営|開)|委託|運行|運営|締\s*結|結[びんば]"
)


def basis(scan: Scan, measure: Measure, agreed: list[Agreement]) -> Agreement | None:
    """The agreement on which a measure rests, where the sentence says so (協定に基づき) and only one can be meant."""
    if not re.search(
        r"(?:協定|覚書)書?[」』]?(?:に(?:基づ|もとづ|基い|よる|より)|の(?:もと|下|一環))",
        scan.text[measure.quote.start : measure.quote.end],
    ):
        return None
    fitting = [a for a in agreed if measure.bodies.keys() & a.bodies.keys() and measure.places.keys() & a.places.keys()]
    return fitting[0] if len(fitting) == 1 else None


def without_repeats(found: list[Measure]) -> list[Measure]:
    """Sentences in a row of the same parties, roles and stage tell one measure."""
    kept: list[Measure] = []
    for measure in found:
        last = kept[-1] if kept else None
        if (
            last is not None
            and measure.index == last.index + 1
            and measure.stage == last.stage
            and (
                set(measure.places) == set(last.places)
                and set(measure.bodies) == set(last.bodies)
                and {r for _, r in measure.bodies.values()} == {r for _, r in last.bodies.values()}
            )
        ):
            last.quote = Span(last.quote.start, measure.quote.end)
            last.date = last.date or measure.date
            continue
        kept.append(measure)
    return kept
