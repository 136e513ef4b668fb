"""Measures (施策) out of a text: sentences in which a local government and a body act together."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from loaders.prose import cues, deeds, lists, memberships, runs, surroundings
from loaders.prose.parties import seat
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Agreement, Party, Statement
from loaders.read import Span


@dataclass(slots=True)
class Measure:
    """One action at one stage: who does it, who takes part in which role, and the words that say so."""

    index: int
    quote: Span
    stage: str
    places: dict[str, Party] = field(default_factory=dict)
    bodies: dict[str, tuple[Party, str]] = field(default_factory=dict)
    date: When | None = None
    agreement: Agreement | None = None
    notes: list[str] = field(default_factory=list)
    more: list[Span] = field(default_factory=list)
    conduct: str = "主体"
    title: Span | None = None


def measures(scan: Scan, made: Iterable[Agreement], forms: Iterable[Statement] = ()) -> list[Measure]:
    """Every measure that a sentence states by clear words, or a form (``forms``: those that tell of no agreement)."""
    if scan.header.kind == "協定書":
        # Its articles say what the parties promise each other, not what was done.
        return []
    agreed = list(made)
    found: list[Measure] = []
    for sentence in scan.sentences:
        if not sentence.mentions or not any(isinstance(m, Body) for m in sentence.mentions):
            continue
        if not deeds.HINT.search(scan.text, *sentence.span):
            continue
        measure = _of(scan, sentence)
        if measure is not None:
            measure.agreement = _basis(scan, measure, agreed)
            found.append(measure)
    return _without_repeats(found + list(_listed(scan)) + list(_councils(scan)) + [_of_form(scan, f) for f in forms])


def _of_form(scan: Scan, form: Statement) -> Measure:
    """「相手方：…」 under the name of a municipality."""
    chain = scan.sentences[form.index].heading
    measure = Measure(
        form.index, form.quote, "実施" if form.items or form.more else "不明", notes=["項目の並びから読み取りました"]
    )
    measure.more = [scan.sentences[i].span for i in chain[-1:]] + form.more
    measure.title = scan.sentences[chain[-1]].span if chain else None
    measure.places = {p.key: p for p in form.places}
    measure.bodies = {p.key: (p, "協力") for p in form.bodies}
    return measure


def _councils(scan: Scan) -> Iterator[Measure]:
    """A council to which the text says that a local government and bodies belong: they act together in it."""
    for told in memberships.told(scan):
        if told.relation != "構成員":
            continue
        places = [m for m in told.members if isinstance(m, Place)]
        bodies = [m for m in told.members if isinstance(m, Body)]
        if places and bodies:
            measure = Measure(told.sentence.index, told.sentence.span, "実施", notes=["同じ協議会などに加わっています"])
            measure.places = {p.key: p for p in map(Party, places)}
            measure.bodies = {told_by.key: (told_by, "運営") for told_by in [Party(told.union)]}
            measure.bodies |= {p.key: (p, "参加") for p in map(Party, bodies)}
            measure.conduct = "協力"
            yield measure


_LISTED: Final = re.compile(
    r"(?:次の|下記の|以下の)(?:[^\s、。]{0,8}?)(?:企業|事業者|団体|法人|\d+社|皆様|皆さま|方々)(?:の(?:皆様|皆さま|方々))?(?=から|より|に|と|の協力|の支援)"
)


def _listed(scan: Scan) -> Iterator[Measure]:
    """「次の企業から寄附をいただきました」 over a list: one measure for each entry."""
    text = scan.text
    groups: list[lists.Group] | None = None
    for match in _LISTED.finditer(text):
        at = bisect.bisect_right(scan.sentences, match.start(), key=lambda s: s.span.start) - 1
        sentence = scan.sentences[at] if at >= 0 else None
        if sentence is None or match.end() > sentence.span.end:
            continue
        start, stop = sentence.span
        deed = _deed(text, match.end(), stop, mixed=False)
        if deed is None or deeds.NO_FACT.search(text, start, stop) or cues.NOUN.search(text, start, stop):
            continue
        groups = lists.groups(scan) if groups is None else groups
        group = lists.pointed(groups, Body, sentence.index, "次の", 0, True)
        places = _places(scan, sentence, start, stop, [])
        notes: list[str] = []
        if not places:
            place, note = _implied(scan, sentence, deed.receiver, [])
            if place is None:
                continue
            places, notes = [Party(place, "subject", place.span)], [note] if note else []
        for item in group.items if group else []:
            measure = Measure(item.sentence.index, sentence.span, _stage(text, start, stop), notes=list(notes))
            measure.more = [item.sentence.span]
            measure.places = {p.key: p for p in places}
            measure.bodies = {
                p.key: (p, deed.role) for p in (Party(n, cite=n.span) for n in item.names if isinstance(n, Body))
            }
            if measure.bodies:
                yield measure


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
    r"(?:ました|ます|した|している|しています|である|だった)(?:が|ものの|一方で?|けれど)、|(?:して|され|て)おり、|しており、|しますが、"
)


def _clauses(text: str, sentence: Sentence) -> Iterator[Span]:
    """Parts of a sentence that are told apart: 「…したが、…」, 「…しており、…」."""
    start = sentence.span.start
    for match in _PART.finditer(text, *sentence.span):
        yield Span(start, match.end())
        start = match.end()
    yield Span(start, sentence.span.end)


def _of_clause(scan: Scan, sentence: Sentence, start: int, stop: int) -> Measure | None:
    text = scan.text
    if sentence.kind in ("heading", "line") and not text[start:stop].rstrip().endswith(("。", "た", "る", "す")):
        return None
    if deeds.NO_FACT.search(text, start, stop):
        return None
    taking: list[tuple[Party, str]] = []
    certain_receiver = False
    needs = True
    breaths = runs.runs(scan, sentence)
    signed = _signed(text, start, stop)
    for run in breaths:
        if not run or run[0].span.start < start or run[-1].span.end > stop:
            continue
        bodies = [m for m in run if isinstance(m, Body) and not m.product and m.name and m.certain]
        if not bodies:
            continue
        end = run[-1].span.end
        if cues.EXAMPLE_AFTER.match(text, end, stop):
            continue
        after = cues.after_name(text, end, stop)
        mixed = any(isinstance(m, Place) and m.use == "actor" for m in run)
        deed = _deed(text, after, stop, mixed=mixed, beyond=signed)
        if deed is None and mixed and _JOINT.match(text, after, stop) and not cues.NOUN.search(text, start, stop):
            deed = _TOGETHER_DEED
        if deed is None:
            continue
        if mixed or deed.pattern.match("とともに"):
            # 「当社は、市及びA社とともに」: the subject is one of them.
            taking += [
                (Party(m), deed.role) for other in breaths if other is not run and other[0].span.start < run[0].span.start
                and other[0].span.start >= start and scan.text.startswith(("は", "が"), cues.after_name(text, other[-1].span.end, stop))
                for m in other if isinstance(m, Body) and not m.product and m.certain
            ]  # fmt: skip
        certain_receiver = certain_receiver or deed.receiver
        needs = needs and not any(isinstance(m, Place) for m in run)
        taking += [(Party(body), deed.role) for body in bodies]
    if not taking:
        taking = _with_places(scan, breaths, start, stop)
    if not taking:
        return None
    places = _places(scan, sentence, start, stop, taking)
    notes: list[str] = []
    if not places:
        place, note = _implied(scan, sentence, certain_receiver, taking)
        if place is None:
            return None
        places = [Party(place, "subject", place.span)]
        notes += [note] if note else []
    measure = Measure(sentence.index, cues.trimmed(text, start, stop), _stage(text, start, stop), notes=notes)
    measure.places = {p.key: p for p in places}
    measure.bodies = {p.key: (p, role) for p, role in taking}
    dates = [d for d in sentence.dates if d.date and start <= d.span.start < stop]
    measure.date = dates[0] if dates else None
    return measure


_JOINED_PLACES: Final = re.compile(
    r"(?:の[^、。はがを]{0,24})?と(?:の)?(?:連携|協力|共同|協働|共催|ともに|共に|一緒に)(?:し|で|して|のもと|により|、)?"
)


def _with_places(scan: Scan, breaths: list[list[Place | Body]], start: int, stop: int) -> list[tuple[Party, str]]:
    """「A市の学校と連携し、…を当社が行います」: local governments with whom a body acts."""
    text = scan.text
    runs_in = [run for run in breaths if start <= run[0].span.start and run[-1].span.end <= stop]
    joined = [r for r in runs_in if isinstance(r[-1], Place) and r[-1].use == "actor"
              and _JOINED_PLACES.match(text, r[-1].span.end, stop)]  # fmt: skip
    if not joined:
        return []
    return [
        (Party(m), "共催" if "共催" in text[r[-1].span.end : stop] else "協力")
        for r in runs_in
        if text.startswith(("が", "は"), cues.after_name(text, r[-1].span.end, stop))
        for m in r
        if isinstance(m, Body) and not m.product and m.certain
    ]


def _signed(text: str, start: int, stop: int) -> int:
    """Where the words end that conclude an agreement in a clause: what follows them may be a deed; else -1."""
    noun = cues.NOUN.search(text, start, stop)
    act = cues.ACT.search(text, noun.end(), stop) if noun else None
    return act.end() if act is not None and act["conclude"] else -1


def _deed(text: str, at: int, stop: int, *, mixed: bool, beyond: int = -1) -> deeds.Deed | None:
    """The deed that the words after a name tell; one whose verb stands before ``beyond`` is that of an agreement."""
    for deed in deeds.DEEDS:
        match = deed.pattern.match(text, at, stop)
        if match is None or match.end() <= beyond:
            continue
        # 「A社が協力し」 needs somebody with whom; a run of both kinds (市とA社が協力し) has it.
        if deed.pattern is _TOGETHER and not mixed:
            continue
        if deed.needs and text.find(deed.needs, max(0, at - 120), stop) < 0:
            continue
        return deed
    return None


_JOINT: Final = re.compile(r"(?:は|が|も|で|による)(?!な)")
_TOGETHER: Final = next(d.pattern for d in deeds.DEEDS if d.pattern.match("協力して"))
_TOGETHER_DEED: Final = next(d for d in deeds.DEEDS if d.pattern is _TOGETHER)


def _places(scan: Scan, sentence: Sentence, start: int, stop: int, taking: list[tuple[Party, str]]) -> list[Party]:
    """The local governments of a clause that act in it or receive what is done."""
    text = scan.text
    found: list[Party] = []
    ends = {id(m): run[-1].span.end for run in runs.runs(scan, sentence) for m in run}
    for place in sentence.places:
        if place.use != "actor" or not start <= place.span.start < stop:
            continue
        end = cues.after_name(text, place.span.end, stop)
        case = cues.slot(text, place.span.end, stop)
        if cues.EXAMPLE_AFTER.match(text, place.span.end, stop) or seat(place, end, sentence, text):
            continue
        if case == "subject" and text.startswith("でも", end):
            continue
        if (
            case in ("subject", "with", "partner")
            or _JOINED_PLACES.match(text, ends.get(id(place), place.span.end), stop)
            or _RECEIVES.match(text, end, stop)
        ):
            found.append(Party(place, case))
        elif any(_joined(scan, sentence, place, party.mention) for party, _ in taking):
            found.append(Party(place, case))
    joined = any(_JOINED_PLACES.match(text, ends.get(id(p.mention), 0), stop) for p in found)
    subjects = [p for p in found if p.slot == "subject"]
    return found if joined else subjects or found


_RECEIVES: Final = re.compile(
    r"(?:に(?:対し|対して|は|も|、)?|へ(?:の)?|から(?:の)?|より|の(?:[^、。]{1,20}?)(?:に|へ|を|で|の)|における|向けに|職員)"
)


def _joined(scan: Scan, sentence: Sentence, place: Place, other: Place | Body) -> bool:
    return any(any(m is place for m in run) and any(m is other for m in run) for run in runs.runs(scan, sentence))


def _implied(
    scan: Scan, sentence: Sentence, receiver: bool, taking: list[tuple[Party, str]]
) -> tuple[Place | None, str]:
    """The local government that a clause leaves out: that of the heading above, of the sentence before, the issuer."""
    above = surroundings.above(scan, sentence, Place)
    if above is not None:
        return above, surroundings.FROM_HEADING
    topic = surroundings.topic(scan, sentence, Place)
    if topic is not None:
        return topic, surroundings.FROM_TOPIC
    issuer = scan.header.municipality
    by_body = any(
        scan.text.startswith(("は", "が", "も"), cues.after_name(scan.text, p.mention.span.end, sentence.span.end))
        for p, _ in taking
    )
    if issuer is not None and issuer.resolved and (receiver or not by_body):
        return issuer, "" if receiver else surroundings.FROM_ISSUER
    return None, ""


def _stage(text: str, start: int, stop: int) -> str:
    tail = text[max(start, stop - 40) : stop]
    if deeds.PLANNED.search(tail):
        return "計画"
    if deeds.ENDED.search(tail):
        return "終了"
    if deeds.TRIAL.search(text, start, stop):
        return "実証"
    return "実施" if deeds.DONE.search(tail) else "不明"


def _basis(scan: Scan, measure: Measure, agreed: list[Agreement]) -> Agreement | None:
    """The agreement on which a measure rests, where the sentence says so (協定に基づき) and only one can be meant."""
    if not re.search(
        r"(?:協定|覚書)書?[」』]?(?:に(?:基づ|もとづ|基い|よる|より)|の(?:もと|下|一環))",
        scan.text[measure.quote.start : measure.quote.end],
    ):
        return None
    fitting = [a for a in agreed if set(measure.places) & set(a.places) and set(measure.bodies) & set(a.bodies)]
    return fitting[0] if len(fitting) == 1 else None


def _without_repeats(found: list[Measure]) -> list[Measure]:
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
