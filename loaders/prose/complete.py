"""Statements with all their parties: from the lists to which they point and from their surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loaders.prose import cues, days, enumerated, keys, listed, lists, neighbours, speakers, surroundings, titles
from loaders.prose.contracts import contract
from loaders.prose.entries import entries, joined_in_brackets
from loaders.prose.parts import Body, Place, Scan
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_STANDING: Final = re.compile(
    r"(?:し|され)?て(?:い|お)(?:る|ます|り)|一覧|(?:企業|事業者|団体|相手方?|機関|店舗?|者|状況|実績|先)等?$|協定$|結んで(?:い|お)"
)
_BRACKET: Final = re.compile(r"[（(][^（）()]{0,30}[）)]")


def complete(scan: Scan, found: list[Statement]) -> list[Statement]:
    """The statements with their parties; one that points to a list becomes one statement per entry where each entry
    is an agreement of its own. Those that still lack parties come back as they are."""
    groups = lists.groups(scan) if found else []
    found = entries(scan, found)
    contract(scan, found)
    main = speakers.main_place(scan) if found else None
    counted = {s.counts.get("bodies", 0) for s in found if s.parties and s.counts.get("bodies", 0) > 1}
    done: list[Statement] = []
    _several(found)
    # Statements that name at least one party go first: a list that they announce is theirs, not its own heading's.
    for statement in found:
        if statement.date is not None and statement.act == "conclude" and _is_reported(scan, statement):
            days.beside(scan, statement)
    found = listed.who(scan, found)
    firm = [s for s in found if s.force == "fact" and s.act == "conclude" and s.parties and not s.weak]
    only = _one(firm)
    for statement in found:
        if statement.force != "fact" or statement.act != "conclude" or statement.reference:
            continue
        if statement.date is None or _is_reported(scan, statement):
            days.beside(scan, statement, only=only)
    for statement in sorted(found, key=lambda s: (not s.parties, s.index)):
        if statement.force in ("plan", "denied", "unclear"):
            surroundings.fill(scan, statement, main)
            done.append(statement)
            continue
        done += _with_lists(scan, statement, groups, counted)
    taken = {item.sentence.index for g in groups if g.claimed for item in g.items}
    done = [s for s in done if not (s.weak and s.index in taken and not s.more)]
    for statement in done:
        if statement.force in ("fact", "announced"):
            enumerated.fill(scan, statement)
            neighbours.fill(scan, statement)
            surroundings.fill(scan, statement, main)
            joined_in_brackets(scan, statement)
            neighbours.joined(scan, statement)
            if statement.date is None and statement.act == "conclude" and not statement.reference:
                days.beside(scan, statement)
    done = [apart for statement in done for apart in days.of_each(scan, statement, groups)]
    done.sort(key=lambda s: s.index)
    _of_same_name(scan, done)
    return done


_SAME_NAME: Final = re.compile(r"同(?:名|一名称|じ名(?:称|前))の$")
_LONGEST: Final = 6


def _of_same_name(scan: Scan, told: list[Statement]) -> None:
    """「B町とも同名の協定を結んだ」: it has the title of the one told before."""
    title: Span | None = None
    for statement in told:
        if _SAME_NAME.search(scan.text, max(0, statement.noun.start - _LONGEST), statement.noun.start):
            if title is not None:
                statement.name, statement.generic = title, False
                statement.more.append(title)
        elif statement.name is not None and not statement.generic:
            title = statement.name


def _one(firm: list[Statement]) -> bool:
    """Whether all that a text says to be concluded can be one agreement."""
    sides = [{p.key for p in s.bodies} for s in firm]
    most = max(sides, key=len, default=set[str]())
    return bool(firm) and all(side <= most for side in sides) and not any(s.each or s.several for s in firm)


_REPORTED: Final = re.compile(r"と(?:正式に)?(?:発表|公表|明らかに)し(?:た|ました)")


def _is_reported(scan: Scan, statement: Statement) -> bool:
    """Whether the sentence says that somebody reported it: its day may be that of the report."""
    return _REPORTED.search(scan.text, statement.quote.start, scan.sentences[statement.index].span.end) is not None


def _several(found: list[Statement]) -> None:
    """「本日、次の２つの協定を締結しました」 「次の２者と協定を締結しました」: its day and its parties are those of the agreements
    beneath."""
    for heading in [s for s in found if s.force == "fact" and (s.several or _of_next(s))]:
        for statement in found:
            if statement.index > heading.index and (statement.form or statement.weak):
                if statement.date is None and heading.date is not None:
                    statement.date = heading.date
                    statement.more.append(heading.quote)
                if not statement.places:
                    statement.places += [replace(p, cite=p.cite or p.mention.span) for p in heading.places]


def _of_next(statement: Statement) -> bool:
    forward = bool(statement.pointer) and statement.pointer not in cues.BACKWARD
    several = statement.counts.get("bodies", statement.counts.get("parties", 0)) > 1
    return forward and not statement.bodies and (several or (statement.date is not None and not statement.weak))


def _with_lists(scan: Scan, statement: Statement, groups: list[lists.Group], counted: set[int]) -> Iterator[Statement]:
    sentence = scan.sentences[statement.index]
    if statement.several:
        yield statement
        return
    forward = bool(statement.pointer) and statement.pointer not in cues.BACKWARD
    beneath = (
        forward
        or statement.listing
        or sentence.kind == "heading"
        or (statement.open_partner and _list_next(groups, statement.index))
    )
    if len(statement.places) > 1 and not statement.open_partner and not forward:
        # Municipalities with each other.
        beneath = False
    places = statement.counts.get("places", 0)
    if len(statement.places) < 2 and (places > 1 or not statement.places):
        missing = not any(p.slot == "with" for p in statement.places)
        pointer = statement.pointers.get("places", statement.pointer)
        group = lists.pointed(groups, Place, statement.index, pointer, places, False) if missing else None
        far = group is not None and not pointer and group.first - statement.index > _FAR
        if far and group is not None and any(cues.NOUN.search(scan.text, *item.own) for item in group.items):
            # Rows with titles of their own, far from the words that tell no more than a number.
            group = None
        if group is not None and lists.besides(scan, statement.index, group):
            # 「A社、2自治体と協定」 over its own text: that text tells which.
            statement.weak = statement.reference = True
            yield statement
            return
        if group is not None and places > 1 and any(item.own_dates for item in group.items) and not group.claimed:
            group.claimed = True
            yield from _per_entry(scan, statement, group)
            return
        if group is not None and places > 1:
            own = {p.key for p in statement.places}
            statement.places += [p for p in _parties(group) if p.key not in own]
            statement.more.append(_quote_of(group))
    named = [p for p in statement.bodies if p.slot != "subject"]
    bodies = statement.counts.get("bodies", 0) or (statement.counts.get("parties", 0) if statement.pointer else 0)
    if named and not (bodies > len(statement.bodies) and statement.pointer):
        yield statement
        return
    if not named and statement.act == "end":
        yield statement
        return
    beneath = beneath and (not statement.weak or sentence.kind == "heading")
    if not statement.places and not statement.bodies and beneath:
        # 「自治体との協定」 over a list of municipalities: the partner is whoever speaks.
        entries_ = lists.pointed(groups, Place, statement.index, statement.pointer, places, True)
        if entries_ is not None and not entries_.claimed and _entries_apart(scan, statement, entries_):
            entries_.claimed = True
            yield from _per_entry(scan, statement, entries_)
            return
    group = lists.pointed(groups, Body, statement.index, statement.pointer, bodies, beneath)
    if group is None:
        yield statement
        return
    if group.claimed:
        # The list's own heading repeats what the statement said that announced it.
        statement.weak = True
        statement.reference = True
        yield statement
        return
    adjacent = statement.index < group.first <= statement.index + 6
    if adjacent and not statement.parties and bodies in counted and bodies > 1:
        yield statement
        return
    group.claimed = True
    if adjacent and _entries_apart(scan, statement, group):
        yield from _per_entry(scan, statement, group)
        return
    own = {p.key for p in statement.bodies}
    statement.bodies += [p for p in _parties(group) if p.key not in own]
    yield statement


_FAR: Final = 8


def _list_next(groups: list[lists.Group], index: int) -> bool:
    return any(group.kind is Body and group.first == index + 1 for group in groups)


def _parties(group: lists.Group) -> list[Party]:
    return [Party(name, "with", name.span) for name in group.names]


def _quote_of(group: lists.Group) -> Span:
    return group.items[0].sentence.span


def _entries_apart(scan: Scan, statement: Statement, group: lists.Group) -> bool:
    """Whether each entry of a list is an agreement of its own: 締結しています, それぞれ, or entries with own dates or
    titles; 「令和5年4月1日、下記の3社と三者協定を締結しました」 is one agreement."""
    sentence = scan.sentences[statement.index]
    if 2 * sum(bool(item.dates) for item in group.items) > len(group.items):
        return True
    if any(cues.NOUN.search(scan.text, *item.own) for item in group.items) or _own_titles(scan, group):
        return True
    if cues.EACH.search(scan.text, *sentence.span):
        return True
    if statement.places and len(statement.places) > 1:
        return False
    tail = _BRACKET.sub("", scan.text[statement.noun.end : sentence.span.end]).rstrip("。：: 　）)")
    return bool(_STANDING.search(tail)) and statement.date is None and not statement.counts.get("parties")


def _own_titles(scan: Scan, group: lists.Group) -> bool:
    """Whether a key beneath most entries tells the title of an agreement (「協定の名称：…」)."""
    titled = sum(
        any(s.key and keys.known(scan.words(s.key)) == keys.Known("name", True) for s in item.beneath)
        for item in group.items
    )
    return 2 * titled > len(group.items)


def _per_entry(scan: Scan, statement: Statement, group: lists.Group) -> Iterator[Statement]:
    for item in group.items:
        sentences = [item.sentence, *item.beneath]
        dates = item.dates
        noun = next((m for s in sentences for m in cues.NOUN.finditer(scan.text, *(s.value or s.span))), None)
        own = replace(
            statement,
            index=item.sentence.index,
            quote=item.own,
            bodies=[p for p in statement.bodies if p.slot == "subject"]
            + [Party(name, "with") for name in item.names if isinstance(name, Body)],
            places=statement.places + [Party(name, "with") for name in item.names if isinstance(name, Place)],
            date=dates[0] if dates else statement.date,
            more=[statement.quote, *(s.span for s in item.beneath if s.dates or cues.NOUN.search(scan.text, *s.span))],
            counts={},
            each="",
            notes=list(statement.notes),
            items=[s.span for s in item.beneath],
            weak=False,
            listing=False,
            force="fact",
        )
        own.ended = next((d for d in item.own_dates[1:] if _ENDED.match(scan.text, d.span.end, item.own.end)), None)
        own.over = own.over or own.ended is not None
        own.places = [p if p.mention in item.names else replace(p, cite=p.cite or p.mention.span) for p in own.places]
        if noun is not None:
            ends = [m.span.end for m in item.sentence.mentions if m.span.end <= noun.start()]
            name, generic = titles.title(scan.text, noun, max([item.sentence.span.start, *ends]) if
                                         noun.start() < item.sentence.span.end else _start_of(scan, noun.start()))  # fmt: skip
            if name is not None and not (generic and not own.generic):
                own.name, own.generic, own.noun = name, generic, type(statement.noun)(noun.start(), noun.end())
        yield own


_ENDED: Final = re.compile(
    r"(?:に|で|末|をも(?:って|ちまして)|付けで)*(?:期間)?(?:終了|満了|解除|失効|廃止)(?!予定|する予定)"
)


def _start_of(scan: Scan, at: int) -> int:
    return max(scan.text.rfind("\n", 0, at) + 1, 0)
