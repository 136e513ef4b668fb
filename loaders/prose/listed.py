"""Headings over lists of partners (「包括連携協定」 「これまでの締結状況」 over names with their days), and sentences that
only add who the partners of the agreement told before are (「協定を結んだのは、A社、B社 …」)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import cues, lists
from loaders.prose.entries import OPEN_HEADING
from loaders.prose.parts import Body, Place, Scan
from loaders.prose.stated import Statement
from loaders.read import Span

_HEADING: Final = re.compile(
    r"(?:協\s*定|覚え?書|締結(?:済み?)?(?:の)?(?:状況|実績|先|相手方?|企業|団体|事業者|一覧|した協定)|協定(?:の)?(?:状況|実績|先|相手方?|企業|団体|事業者|一覧|締結先))"
    r"(?:書|等|など)?(?:の(?:一覧|概要|状況))?(?:一覧)?[」』】］\]〕>＞\s　：:]*(?:[（(][^（）()]{0,30}[）)])?[\s　：:]*$"
)
_OTHER: Final = re.compile(
    r"募集|とは|流れ|手続|様式|要綱|要領|問い?合|提案|ない|なし|例|市町村間|自治体間|見直し|終了"
)
_LONGEST: Final = 40
_NEAR: Final = 6


def headings(scan: Scan) -> Iterator[Statement]:
    """A statement without parties for each heading whose list of names tells agreements; the list gives the parties."""
    if cues.TRIGGERS.search(scan.text) is None:
        return
    groups: list[lists.Group] | None = None
    for sentence in scan.sentences:
        start, stop = sentence.span
        if sentence.kind == "prose" or stop - start > _LONGEST or any(isinstance(m, Body) for m in sentence.mentions):
            continue
        match = _HEADING.search(scan.text, start, stop)
        if match is None or _OTHER.search(scan.text, start, stop) or OPEN_HEADING.search(scan.text, start, stop):
            continue
        groups = lists.groups(scan) if groups is None else groups
        group = next((g for g in groups if g.kind is Body and g.first == sentence.index + 1), None)
        if group is None or not any(item.own_dates for item in group.items):
            continue
        noun = next(cues.NOUN.finditer(scan.text, start, stop), None)
        statement = Statement(sentence.index, sentence.span, Span(start, start), listing=True)
        if noun is not None:
            statement.noun = Span(noun.start(), noun.end())
            if cues.GENERIC.fullmatch(scan.text, *_kind(scan.text, start, noun)):
                statement.name = _kind(scan.text, start, noun)
        yield statement


def _kind(text: str, start: int, noun: re.Match[str]) -> Span:
    """The chain of kanji that ends in 協定 (包括連携協定)."""
    begin = noun.start()
    while begin > start and "一" <= text[begin - 1] <= "鿿":
        begin -= 1
    return Span(begin, noun.end())


def who(scan: Scan, found: list[Statement]) -> list[Statement]:
    """Statements with those joined that tell one agreement in two sentences: first its title and how many partners it
    has, then who they are. The first of the two then is no statement of its own."""
    gone: set[int] = set()
    for n, statement in enumerate(found):
        if not statement.cleft or not statement.bodies or statement.force != "fact":
            continue
        first = next((s for s in reversed(found[:n]) if id(s) not in gone and _announces(scan, s, statement)), None)
        if first is None:
            continue
        if statement.generic and first.name is not None:
            statement.name, statement.generic = first.name, first.generic
        statement.date = statement.date or first.date
        own = {p.key for p in statement.parties}
        statement.places += [p for p in first.places if p.key not in own]
        statement.counts = {}
        if len(statement.bodies) > 1 and len(statement.places) == 1 and cues.EACH.search(scan.text, *first.quote):
            statement.each = "body"
        statement.more += [first.quote, *first.more]
        gone.add(id(first))
    return [s for s in found if id(s) not in gone]


def _announces(scan: Scan, first: Statement, statement: Statement) -> bool:
    near = 0 < statement.index - first.index <= _NEAR
    open_ = first.counts.get("bodies", 0) > 1 or first.open_partner or bool(first.unnamed)
    named = any(isinstance(p.mention, Body) and p.slot != "subject" for p in first.bodies)
    places = {p.key for p in first.places if isinstance(p.mention, Place)}
    fits = not statement.places or {p.key for p in statement.places} <= places
    return near and first.force == "fact" and first.act == "conclude" and open_ and not named and fits
