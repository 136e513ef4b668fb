"""Measures (施策) out of a text: sentences in which a local government and a body act together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from loaders.prose import (
    affairs,
    body_pages,
    comitative,
    cues,
    deeds,
    measure_bodies,
    measure_headings,
    measure_joining,
    measure_lists,
    measure_places,
    role_lists,
    runs,
    ties,
    turns,
)
from loaders.prose.measure_parts import Measure, behind, stage_of
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Agreement, Party, Statement
from loaders.read import Span


def measures(scan: Scan, made: Iterable[Agreement], forms: Iterable[Statement] = ()) -> list[Measure]:
    """Every measure that a sentence states by clear words, or a form (``forms``: those that tell of no agreement)."""
    if scan.header.kind == "協定書":
        # Its articles say what the parties promise each other, not what was done.
        return []
    agreed = list(made)
    visits = scan.header.kind == "視察報告書"
    everywhere = affairs.own(scan) is not None
    found: list[Measure] = []
    for sentence in scan.sentences:
        if not sentence.mentions:
            continue
        own = everywhere or (visits and affairs.section(scan, sentence) is not None)
        told = own and sentence.kind != "heading"
        if not told and not deeds.HINT.search(scan.text, *sentence.span) and not _both(scan, sentence):
            continue
        if own and not sentence.places and affairs.asked(scan, sentence):
            continue
        measure = _of(scan, sentence) or measure_joining.joining(scan, sentence)
        if measure is not None:
            measure.agreement = measure_joining.basis(scan, measure, agreed)
            found += _in_turn(scan, sentence, measure)
    of_forms = [measure_lists.of_form(scan, f) for f in forms]
    found += [*measure_lists.measures(scan), *role_lists.measures(scan), *of_forms]
    headed = list(_untold(measure_headings.measures(scan), found, agreed))
    # The form of an entry names some of those whom its head names all.
    parts = {id(f) for f in of_forms if any(_within(f, h) for h in headed)}
    found = [m for m in found if id(m) not in parts] + headed
    found += _untold(body_pages.measures(scan), found, agreed)
    return measure_joining.without_repeats(found)


def _within(part: Measure, whole: Measure) -> bool:
    return whole.listed and set(part.places) == set(whole.places) and set(part.bodies) < set(whole.bodies)


def _both(scan: Scan, sentence: Sentence) -> bool:
    """Whether a local government and a body stand side by side in a sentence: what they do needs no special verb."""
    kinds = {type(m) for m in sentence.mentions}
    if not {Place, Body} <= kinds or scan.text.find("それぞれ", *sentence.span) >= 0:
        return False
    return any(
        len({type(m) for m in r}) > 1
        and _JOINT.match(scan.text, cues.after_name(scan.text, r[-1].span.end, sentence.span.end))
        for r in runs.runs(scan, sentence)
    )


def _untold(more: Iterable[Measure], found: list[Measure], agreed: list[Agreement]) -> Iterator[Measure]:
    """Measures without those whose parties are all joined by something that says more."""
    joined = {(p, b) for done in found for p in done.places for b in done.bodies}
    joined |= {(p, b) for signed in agreed for p in signed.places for b in signed.bodies}
    for measure in more:
        if not {(p, b) for p in measure.places for b in measure.bodies} <= joined:
            yield measure


def _in_turn(scan: Scan, sentence: Sentence, measure: Measure) -> list[Measure]:
    """「A市はB社と、C市はD社と、それぞれ…を始めた」: a measure of each pair."""
    pairs = turns.pairs(scan.text, runs.runs(scan, sentence), *measure.quote) if len(measure.places) > 1 else []
    apart = []
    for places, bodies in pairs:
        own = {Party(m).key for m in places} | {Party(m).key for m in bodies}
        apart.append(
            replace(
                measure,
                places={k: p for k, p in measure.places.items() if k in own},
                bodies={k: p for k, p in measure.bodies.items() if k in own},
                notes=list(measure.notes),
            )
        )
    return [m for m in apart if m.places and m.bodies] or [measure]


def _of(scan: Scan, sentence: Sentence) -> Measure | None:
    text = scan.text
    best: Measure | None = None
    for start, stop in _clauses(text, sentence):
        measure = _of_clause(scan, sentence, start, stop)
        if measure is None:
            continue
        if best is None:
            best = measure
        else:
            best.bodies |= {k: v for k, v in measure.bodies.items() if k not in best.bodies}
            best.quote = Span(min(best.quote.start, measure.quote.start), max(best.quote.end, measure.quote.end))
    return best


_PART: Final = re.compile(
    r"(?:ました|ます|した|(?<=[っいけせてれめえげち])た|[てで]い(?:る|ます|た|ました)|である|です|だった|ない|なかった|ません)(?:が|ものの|一方で?|けれど(?:も)?|けど)、|[てで]おり(?:ます(?:が)?)?、|しますが、|。(?!」|）)|例(?:や|と|、)、?(?=[^。]{4,80}例)"
)


def _clauses(text: str, sentence: Sentence) -> Iterator[Span]:
    """Parts of a sentence that are told apart: 「…したが、…」, 「…しており、…」."""
    start = sentence.span.start
    for match in _PART.finditer(text, *sentence.span):
        if _NO_PAPER.search(text, start, match.end()):
            continue
        yield Span(start, match.end())
        start = match.end()
    yield Span(start, sentence.span.end)


_CALLED_OFF: Final = re.compile(
    r"(?:予定|計画|企画)(?:(?:し|され)ていた|だった|の|しておりました)[^。]{0,60}(?:中止|見送[りっ]|取り?(?:や|止)め|断念|延期)"
)
_NO_PAPER: Final = re.compile(
    r"(?:協定|契約|覚書)書?は(?:[^、。]{0,6})?(?:ありません|ございません|な(?:い|く)|結んで(?:いません|おりません|いない))[^、。]{0,3}、$"
)
"""「A社には、協定はありませんが、…を作っていただいています」: what is done stands behind."""
_TOLD: Final = re.compile(
    r"[。たるす]$|(?:開始|実施|開催|運営|開発|派遣|提供|連携|共同開発|共同研究|委託|共催|寄附|寄付|寄贈|支援|出資|補助|助成|巡回|撤去|搬送|輸送|配送|清掃|設営|訪問|点検|調理|植樹|作成|制作|設立|発足|結成|発行|運行|配布|設置|を[^、。をはが]{0,8}[一-龥ァ-ヺー]{2,})[）)]?(?:[（(][^（）()]{1,20}[）)])?$"
)


def _of_clause(scan: Scan, sentence: Sentence, start: int, stop: int) -> Measure | None:
    text = scan.text
    if sentence.kind in ("heading", "line") and not _TOLD.search(text[start:stop].rstrip()):
        return None
    if _CALLED_OFF.search(text, *sentence.span):
        return None
    if deeds.UNREAL.search(text, start, stop) or deeds.UNTOUCHED.search(text, start, sentence.span.end):
        return None
    taking: list[tuple[Party, str]] = []
    certain_receiver = False
    needs = True
    breaths = runs.runs(scan, sentence)
    signed = _signed(text, start, stop)
    own = affairs.spoken_of(scan, sentence)
    for run in breaths:
        if not run or run[0].span.start < start or run[-1].span.end > stop:
            continue
        bodies = [m for m in run if isinstance(m, Body) and not m.product and m.name and m.certain]
        if not bodies:
            continue
        end = run[-1].span.end
        if cues.EXAMPLE_AFTER.match(text, end, stop) or _CREDIT.search(text, start, run[0].span.start):
            continue
        after = _outside(text, start, run[0].span.start, cues.after_name(text, end, stop), stop)
        mixed = any(isinstance(m, Place) and m.use == "actor" for m in run)
        people = deeds.behind_people(text, after, stop)
        done = (
            behind(text, after, stop, mixed=mixed, beyond=signed)
            or (people > after and behind(text, people, stop, mixed=mixed, beyond=signed))
            or (people > after and _INVITED.match(text, people, stop) and deeds.Told(deeds.named("講師派遣"), people))
            or _who_it_is(text, start, run[0].span.start, after, stop)
            or (ties.told(text, breaths, run, start, stop) if signed < 0 else None)
            or (affairs.told(scan, run, people, start, stop) if own and signed < 0 else None)
            or comitative.told(text, breaths, run, start, stop, line=sentence.kind != "prose")
        )
        if not done and mixed and (attributive := _WHAT_THEY_DO.match(text, after, stop)) is not None:
            done = deeds.Told(deeds.TOGETHER, attributive.end(), settled=True)
        if not done and mixed and _JOINT.match(text, after, stop) and not cues.NOUN.search(text, start, stop):
            done = deeds.Told(deeds.TOGETHER, after)
        if not done or not (done.settled or deeds.is_done(text, after, done.end, stop)):
            continue
        told = done.deed
        if mixed or told.pattern.match("とともに"):
            # 「当社は、市及びA社とともに」: the subject is one of them.
            taking += [
                (Party(m), told.role) for other in breaths if other is not run and other[0].span.start < run[0].span.start
                and other[0].span.start >= start and scan.text.startswith(("は", "が"), cues.after_name(text, other[-1].span.end, stop))
                for m in other if isinstance(m, Body) and not m.product and m.certain
            ]  # fmt: skip
        certain_receiver = certain_receiver or told.receiver
        needs = needs and not any(isinstance(m, Place) for m in run)
        taking += [(Party(body), told.role) for body in bodies]
        speaker = scan.header.body
        if (
            mixed
            and speaker is not None
            and text.startswith("と", after)
            and not _has_subject(text, breaths, start, stop)
        ):
            # 「津幡町およびA社と連携し、…」 in a body's own paper: it is the third.
            taking.append((Party(speaker, "subject", speaker.span), told.role))
    if not taking:
        taking = measure_bodies.with_places(scan, sentence, breaths, start, stop) if signed < 0 else []
    if not taking:
        return None
    places = measure_places.places(scan, sentence, start, stop, taking)
    notes: list[str] = []
    if not places:
        if measure_bodies.between_companies(text, breaths, taking, start, stop):
            return None
        place, note = measure_places.implied(scan, sentence, certain_receiver, taking, Span(start, stop))
        if place is None:
            return None
        places = [Party(place, "subject", place.span)]
        notes += [note] if note else []
    measure = Measure(
        sentence.index, cues.trimmed(text, start, stop), stage_of(scan, sentence, start, stop), notes=notes
    )
    measure.places = {p.key: p for p in places}
    measure.bodies = {p.key: (p, role) for p, role in taking}
    measure.begin = signed
    # The day of an agreement told before is not that of what is done.
    basis = _BASIS.search(text, start, stop)
    since = max(start, signed, basis.end() if basis else start)
    dates = [d for d in sentence.dates if d.date and since <= d.span.start < stop]
    measure.date = dates[0] if dates else None
    return measure


_WHAT_THEY_DO: Final = re.compile(
    r"と?で、?[^。、はが]{0,16}(?:行って|続けて|実施して|取り組んで|進めて|開いて|走らせて|運営して)(?:い|お)(?:る|ります|ました|た)(?=[一-龥ァ-ヺ「])"
)
"""「町とA社で令和2年度から行っております買物代行の」: what they do, whatever is said of it."""
_CREDIT: Final = re.compile(
    r"[（(](?:[^（）()、。]{0,8}の)?(?:施工|設計|製造|製作|撮影|写真|画像|印刷|販売元?|資料|出典|デザイン|イラスト)(?:者|会社|協力|提供)?[：:は][^（）()]*$"
)
"""「（施工：A社）」: who built or made a thing is told aside."""


def _has_subject(text: str, breaths: list[list[Place | Body]], start: int, stop: int) -> bool:
    """Whether a name of a clause is its subject."""
    return any(
        start <= run[0].span.start < stop
        and text.startswith(("は", "が", "も"), cues.after_name(text, run[-1].span.end, stop))
        for run in breaths
        if run
    )


def _outside(text: str, start: int, begin: int, after: int, stop: int) -> int:
    """Where the words go on behind names that stand in brackets: 「機屋2社（A社、B社）が受け入れた」."""
    opened = text.rfind("（", start, begin), text.rfind("）", start, begin)
    if after < stop and text[after] in "）)" and opened[0] > opened[1] and begin - opened[0] <= _INSIDE:
        return cues.after_name(text, after + 1, stop)
    return after


_INSIDE: Final = 60
_INVITED: Final = re.compile(
    "(?:を|に)(?:[^、。]{0,8}に)?(?:招い|招き|招へい|招聘|迎え|呼ん|来ても|派遣し|配置し|受け入れ)"
)


_DOES: Final = re.compile(
    r"(?:連携|共同|委託|受託|運営|支援|協力|実施|担[うい]|担って|行[うっ]|進め|取り組|研究|開発|手掛け|受け持)[^。、]{0,14}?(?:る|た|う|つ)のは?(?:は|が)、?"
    r"(?:[^、。はを]{0,24}(?:した|する|の|ある))?$"
)
_IS: Final = re.compile(r"(?:である|であり|です|だ(?!っ)|で、)|[。）]?$")


def _who_it_is(text: str, start: int, begin: int, after: int, stop: int) -> deeds.Told | None:
    """「共同研究を行っているのは、A大学で」: the deed stands before the name."""
    is_it = _IS.match(text, after, stop) and _DOES.search(text, start, begin)
    return deeds.Told(deeds.TOGETHER, after) if is_it else None


def _signed(text: str, start: int, stop: int) -> int:
    """Where the words end that conclude an agreement in a clause: what follows them may be a deed; else -1."""
    noun = cues.NOUN.search(text, start, stop)
    act = cues.ACT.search(text, noun.end(), stop) if noun else None
    return act.end() if act is not None and act["conclude"] else -1


_BASIS: Final = re.compile(
    r"(?:締\s*結し|結ん|交わし)[^。]{0,70}(?:協\s*定|覚書)[」』]?(?:に基づ(?:き|いて|く)|のもと|を受け|により)"
)
"""「令和6年10月30日にA社と締結した「…協定」に基づき」"""
_JOINT: Final = re.compile(r"(?:は|が|も|と?で|によ(?:る|り|って)|の(?:共同|合同|協働)(?=[。）]|$))(?!な)")
