"""One clause that tells several agreements: 「A市とは平成30年に、B市とは令和元年に見守りの協定を結んだ」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from loaders.prose import cues, turns
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement

_THEN: Final = re.compile(r"と(?:は|も|の間では?)?、?(?:[（(][^（）()]{1,20}[）)])?")
_FIRST: Final = re.compile(
    r"(?:[（(][^（）()]{1,14}[）)])?(?:に|には|、|は|に、|には、|付けで?|付で|から)?(?:地元の|市内の|同(?:都|道|府|県|郡)の?)?"
)
_SIGNED: Final = re.compile(r"(?:に|付け?(?:で)?)?(?:協定)?(?:を)?(?:締\s*結|調印|更新)?(?:済み?)?[）)]")


def by_date(scan: Scan, sentence: Sentence, statement: Statement) -> Iterator[Statement]:
    """One statement for each partner that has a day of its own; the statement itself where there is no such thing."""
    partners = [p for p in statement.parties if p.slot in ("with", "partner")]
    for kind in (Place, Body):
        several = [p for p in partners if isinstance(p.mention, kind)]
        if 1 < len(several) == len(partners) - 1:
            # 「A市と協定を結んでいるのは、B社（4月）とC社（5月）」: the one of the other kind is of both.
            partners = several
    dated = _dated(scan, sentence, partners) if len(partners) > 1 and len(sentence.dates) > 1 else {}
    if len({when.date for when in dated.values()}) < 2 or len(dated) < len(partners):
        yield statement
        return
    rest = [p for p in statement.parties if p not in partners]
    for party in partners:
        own = [*rest, party]
        yield replace(
            statement, date=dated[id(party)], each="",
            places=[p for p in own if isinstance(p.mention, Place)], bodies=[p for p in own if isinstance(p.mention, Body)],
            notes=list(statement.notes), more=list(statement.more),
        )  # fmt: skip


def by_turns(
    scan: Scan, sentence: Sentence, statement: Statement, breaths: list[list[Place | Body]], left: int, right: int
) -> Iterator[Statement]:
    """One statement for each pair of 「A市はB社と4月に、C市はD社と7月に協定を結んだ」; nothing where there are no such pairs."""
    pairs = turns.pairs(scan.text, breaths, left, right) if len(statement.places) > 1 else []
    for n, (places, bodies) in enumerate(pairs):
        until = pairs[n + 1][0][0].span.start if n + 1 < len(pairs) else right
        own = {Party(m).key for m in places} | {Party(m).key for m in bodies}
        day = next((d for d in sentence.dates if d.date and places[0].span.start <= d.span.start < until), None)
        yield replace(
            statement, date=day or statement.date, each="", places=[p for p in statement.places if p.key in own],
            bodies=[p for p in statement.bodies if p.key in own], notes=list(statement.notes), more=list(statement.more),
        )  # fmt: skip


def _dated(scan: Scan, sentence: Sentence, partners: list[Party]) -> dict[int, When]:
    """The day that stands beside each partner, by identity; partners of one run (A社とB社とは) share theirs.

    A sentence keeps to one order: the day in a bracket behind each name, before each name, or behind each.
    """
    ordered = sorted(partners, key=lambda p: p.mention.span.start)
    best: dict[int, When] = {}
    if respective := _respectively(scan, sentence, ordered):
        return respective
    for beside in (_in_bracket, _before, _behind):
        found: dict[int, When] = {}
        for at, party in enumerate(ordered):
            when = next((d for d in sentence.dates if d.date and beside(scan.text, sentence, party, d)), None)
            if when is not None:
                found[id(party)] = when
            if beside is _behind and at and id(party) in found and id(ordered[at - 1]) not in found:
                found[id(ordered[at - 1])] = found[id(party)]
            elif beside is _before and at and when is None and id(ordered[at - 1]) in found:
                found[id(party)] = found[id(ordered[at - 1])]
        if beside is _before:
            _lead(sentence, ordered, found)
        if len(found) > len(best):
            best = found
    return best


def _respectively(scan: Scan, sentence: Sentence, ordered: list[Party]) -> dict[int, When]:
    """「A社、B社とは、平成26年、令和元年にそれぞれ」: as many days in a row as partners, told of each in turn."""
    days = [d for d in sentence.dates if d.date and d.span.start >= ordered[-1].mention.span.end]
    days = days[: len(ordered)]
    if len(days) < len(ordered) or not _EACH_THEN.match(scan.text, days[-1].span.end, sentence.span.end):
        return {}
    if any(not _NEXT_DAY.fullmatch(scan.text, a.span.end, b.span.start) for a, b in pairwise(days)):
        return {}
    return {id(party): day for party, day in zip(ordered, days, strict=True)}


_EACH_THEN: Final = re.compile(r"(?:に|付けで)?、?(?:それぞれ|各々|おのおの)")
_NEXT_DAY: Final = re.compile(r"(?:に)?(?:、|と|及び|および|並びに)")


def _lead(sentence: Sentence, ordered: list[Party], found: dict[int, When]) -> None:
    """「11月1日、A市はB社と、15日にはC社と」: the day that stands before the subject is that of those named first."""
    if not found or id(ordered[0]) in found:
        return
    first = ordered[0].mention.span.start
    day = next((d for d in sentence.dates if d.date and d.span.end <= first and d not in found.values()), None)
    for party in ordered:
        if day is None or id(party) in found:
            return
        found[id(party)] = day


def in_brackets(text: str, sentence: Sentence, partners: list[Party]) -> dict[int, When]:
    """The day in a bracket right behind each partner, by identity."""
    found = {}
    for party in partners:
        when = next((d for d in sentence.dates if d.date and _in_bracket(text, sentence, party, d)), None)
        if when is not None:
            found[id(party)] = when
    return found


def _in_bracket(text: str, sentence: Sentence, party: Party, when: When) -> bool:
    end = cues.after_name(text, party.mention.span.end, sentence.span.end)
    inside = party.mention.span.end <= when.span.start and when.span.end < end
    return inside and _SIGNED.match(text, when.span.end, end) is not None


def _before(text: str, sentence: Sentence, party: Party, when: When) -> bool:
    start = party.mention.span.start
    return when.span.end <= start and _FIRST.fullmatch(text, when.span.end, start) is not None


def _behind(text: str, sentence: Sentence, party: Party, when: When) -> bool:
    end = cues.after_name(text, party.mention.span.end, sentence.span.end)
    return when.span.start >= end and _THEN.fullmatch(text, end, when.span.start) is not None


def each_of(scan: Scan, statement: Statement) -> None:
    """Mark a statement whose parties are complete as one agreement of each partner: それぞれ, or a state of affairs with
    several partners and no one conclusion (「当社は、A市、B市、C町と協定を締結しています」)."""
    if statement.each:
        return
    if cues.EACH.search(scan.text, *statement.quote):
        if len(statement.bodies) > 1 and len(statement.places) == 1:
            statement.each = "body"
        elif len(statement.places) > 1 and len(statement.bodies) == 1:
            statement.each = "place"
    if not statement.each and _apart_told(scan, statement):
        statement.each = "place" if len(statement.places) > 1 else "body"
    if statement.each or not stands(scan, statement):
        return
    withs = [p for p in statement.parties if p.slot in ("with", "partner") and p.cite is None]
    if len(withs) > 1 and len(statement.places) == 1 and all(isinstance(p.mention, Body) for p in withs):
        statement.each = "body"
    elif len(withs) > 1 and len(statement.bodies) == 1 and all(isinstance(p.mention, Place) for p in withs):
        statement.each = "place"
    elif len(statement.bodies) == 1 and _as_well(scan, statement):
        statement.each = "place"


_SEVERALLY: Final = re.compile(
    r"(?:各(?:市町村?|町村|市|町|村|区|自治体|社|団体|者|行|校|大学)|それぞれ)(?:が|と|の)?[^。、はをが]{0,10}(?:別々に|個別に|ごとに|それぞれ|単独で)[^。、]{0,12}(?:協定|覚書|締結|結[びんば]|交わ)"
    r"|(?:協定|覚書)書?は、?[^。、]{0,8}(?:各[^。、]{1,5}(?:と|が|ごと)[^。、]{0,8}|個別に|別々に|それぞれ(?:と|が)?[^。、]{0,4})(?:締結|結[びんば]|交わ)"
)


def _apart_told(scan: Scan, statement: Statement) -> bool:
    """「3町が、A社と協定を結んだ。… 各町が別々に協定書を交わし」: a sentence behind says that each has its own."""
    if statement.act != "conclude" or sum(len(side) > 1 for side in (statement.places, statement.bodies)) != 1:
        return False
    if not (statement.places and statement.bodies):
        return False
    own = scan.sentences[statement.index]
    near = [s for s in scan.sentences[own.index + 1 : own.index + 3] if s.paragraph == own.paragraph]
    return any(_SEVERALLY.search(scan.text, *s.span) for s in near)


def _as_well(scan: Scan, statement: Statement) -> bool:
    """「松前町と砥部町も、C金庫と協定を結んでいる」: each has one as well."""
    subjects = [p for p in statement.places if p.slot == "subject" and p.cite is None]
    last = max((p.mention.span.end for p in subjects), default=0)
    return len(subjects) > 1 and scan.text.startswith("も", cues.after_name(scan.text, last, statement.quote.end))


_STANDS: Final = re.compile(r"(?:締\s*結|調印|交わ|結)(?:し|んで|ばれて)?(?:済み?|て?(?:い|お)(?:る|ます|り))")
_AS_ONE: Final = re.compile(r"[\d０-９二三四五六七八九両]者(?:で|間|に?よる|協定|が)|連名|合同|一体|ともに|共同で")


def stands(scan: Scan, statement: Statement) -> bool:
    """Whether a statement tells a state of affairs (締結しています) and no one conclusion."""
    return (
        statement.act == "conclude" and statement.date is None and not statement.counts.get("parties")
        and _STANDS.search(scan.text, statement.noun.end, statement.quote.end) is not None
        and _AS_ONE.search(scan.text, *statement.quote) is None
    )  # fmt: skip
