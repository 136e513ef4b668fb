"""One clause that tells several agreements: 「A市とは平成30年に、B市とは令和元年に見守りの協定を結んだ」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loaders.prose import cues
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement

_THEN: Final = re.compile(r"と(?:は|も|の間では?)?、?(?:[（(][^（）()]{1,20}[）)])?")
_FIRST: Final = re.compile(r"(?:[（(][^（）()]{1,14}[）)])?(?:に|には|、|は|に、)?")


def by_date(scan: Scan, sentence: Sentence, statement: Statement) -> Iterator[Statement]:
    """One statement for each partner that has a day of its own; the statement itself where there is no such thing."""
    partners = [p for p in statement.parties if p.slot in ("with", "partner")]
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


def _dated(scan: Scan, sentence: Sentence, partners: list[Party]) -> dict[int, When]:
    """The day that stands beside each partner, by identity; partners of one run (A社とB社とは) share theirs."""
    found: dict[int, When] = {}
    ordered = sorted(partners, key=lambda p: p.mention.span.start)
    for at, party in enumerate(ordered):
        end = cues.after_name(scan.text, party.mention.span.end, sentence.span.end)
        start = party.mention.span.start
        for when in sentence.dates:
            if not when.date:
                continue
            if when.span.start >= end and _THEN.fullmatch(scan.text, end, when.span.start):
                found[id(party)] = when
                break
            if when.span.end <= start and _FIRST.fullmatch(scan.text, when.span.end, start):
                found.setdefault(id(party), when)
        if at and id(party) in found and id(ordered[at - 1]) not in found:
            found[id(ordered[at - 1])] = found[id(party)]
    return found
