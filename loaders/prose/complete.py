"""Statements with all their parties: from the lists to which they point and from their surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loaders.prose import cues, enumerated, listed, lists, speakers, surroundings, titles
from loaders.prose.entries import contract, entries
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_STANDING: Final = re.compile(r"(?:し|され)?て(?:い|お)(?:る|ます|り)|一覧|企業等?$|先$|協定$|結んで(?:い|お)")


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
    found = listed.who(scan, found)
    firm = [s for s in found if s.force == "fact" and s.act == "conclude" and s.parties and not s.weak]
    for statement in found:
        if statement.force != "fact" or statement.act != "conclude" or statement.reference:
            continue
        if statement.date is None or _REPORTED.search(scan.text, *statement.quote):
            _dated_beside(scan, statement, only=len(firm) == 1)
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
            surroundings.fill(scan, statement, main)
            if statement.date is None and statement.act == "conclude" and not statement.reference:
                _dated_beside(scan, statement)
    done = [apart for statement in done for apart in _days_in_list(statement, groups)]
    return sorted(done, key=lambda s: s.index)


def _days_in_list(statement: Statement, groups: list[lists.Group]) -> Iterator[Statement]:
    """「6市町とそれぞれ協定を結びました」 over 「締結日」 with the six and their days: one statement for each day's names."""
    named = {Place: statement.places, Body: statement.bodies}.get(
        Place if statement.each == "place" else Body if statement.each == "body" else object, []
    )
    group = (
        next((g for g in groups if _same_names(g, named)), None) if len(named) > 1 and statement.date is None else None
    )
    if group is None:
        yield statement
        return
    for item in group.items:
        own = {name.name for name in item.names}
        day = next((d for d in item.own_dates if d.date), None)
        side = [p for p in named if p.mention.name in own]
        more = [*statement.more, item.own]
        if statement.each == "place":
            yield replace(statement, places=side, date=day, more=more, notes=list(statement.notes))
        else:
            rest = [p for p in statement.bodies if p.slot == "subject" and p.mention.name not in own]
            yield replace(statement, bodies=[*rest, *side], date=day, more=more, notes=list(statement.notes))


def _same_names(group: lists.Group, named: list[Party]) -> bool:
    told = {name.name for name in group.names}
    return bool(told) and told == {p.mention.name for p in named} and all(item.own_dates for item in group.items)


_REPORTED: Final = re.compile(r"と(?:正式に)?(?:発表|公表|明らかに)し(?:た|ました)")
_SIGNED: Final = re.compile(
    r"(?:締\s*結|調印)(?:式|日|の日)?(?:は|が|を)、?(?:いずれも|それぞれ|ともに|共に|両者とも|全て|すべて|同じく|[^\s、。]{0,4}とも)?、?$"
)
_FAR: Final = 14
_IT_WAS: Final = re.compile("(?:のことで|のことだ|のことであ|である|でした|だった)")
_HELD: Final = re.compile(
    r"[^。]{0,40}?(?:締\s*結|調印|署名)式(?:典)?(?:を|が|は)[^。]{0,12}?(?:行|開|あ[りっ]|催|執り|挙行|実施)"
)


def _held(scan: Scan, statement: Statement, near: Sentence, when: When) -> bool:
    """「4月1日、市役所で締結式を開きました」 right behind the sentence that tells the agreement."""
    if not 0 < near.index - statement.index <= _SOON or near.paragraph > scan.sentences[statement.index].paragraph + 1:
        return False
    match = _HELD.match(scan.text, when.span.end, near.span.end)
    return match is not None and cues.told(scan.text, when.span.end, match.end(), near.span.end).force == "fact"


_SOON: Final = 3
_WHEN: Final = re.compile(r"(?:日\s*時|期\s*日|日\s*程|日\s*付|と\s*き)[\s　]*[：:]?[\s　]*$")


def _dated_beside(scan: Scan, statement: Statement, *, only: bool = False) -> None:
    """「締結式は4月1日」 in the sentences after, or 「日時：4月1日」 beside words of a ceremony; ``only``: it is the only
    agreement of the text, so that the day may stand behind the list of its partners."""
    own = scan.sentences[statement.index]
    ceremony = re.search(r"(?:締\s*結|調印)式|執り行|します", scan.text[statement.noun.end : own.span.end])
    for near in scan.sentences[max(0, own.index - 3) : own.index + (_FAR if only else 4)]:
        for when in near.dates if near.index != own.index else ():
            before = scan.text[max(near.span.start, when.span.start - 16) : when.span.start]
            said = near.index > own.index and (only or near.paragraph == own.paragraph) and _SIGNED.search(before)
            if (
                when.date
                and near.index == own.index + 1
                and _IT_WAS.match(scan.text, when.span.end)
                and (when.span.start == near.span.start and near.paragraph == own.paragraph)
            ):
                said = _IT_WAS.match(scan.text, when.span.end)
            if when.date and (said or (ceremony and _WHEN.search(before)) or _held(scan, statement, near, when)):
                statement.date = when
                statement.more.append(near.span if near.span.end - near.span.start < 120 else when.span)
                return


def _several(found: list[Statement]) -> None:
    """「本日、次の２つの協定を締結しました」: its day and its parties are those of the agreements beneath."""
    for heading in [s for s in found if s.several and s.force == "fact"]:
        for statement in found:
            if statement.index > heading.index and (statement.form or statement.weak):
                if statement.date is None and heading.date is not None:
                    statement.date = heading.date
                    statement.more.append(heading.quote)
                if not statement.places:
                    statement.places += [replace(p, cite=p.cite or p.mention.span) for p in heading.places]


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
    if any(cues.NOUN.search(scan.text, *item.own) for item in group.items):
        return True
    if cues.EACH.search(scan.text, *sentence.span):
        return True
    if statement.places and len(statement.places) > 1:
        return False
    tail = scan.text[statement.noun.end : sentence.span.end].rstrip("。：: 　）)")
    return bool(_STANDING.search(tail)) and statement.date is None and not statement.counts.get("parties")


def _per_entry(scan: Scan, statement: Statement, group: lists.Group) -> Iterator[Statement]:
    for item in group.items:
        sentences = [item.sentence, *item.beneath]
        dates = item.dates
        noun = next((m for s in sentences for m in cues.NOUN.finditer(scan.text, *s.span)), None)
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


_ENDED: Final = re.compile(r"(?:に|で|末|をもって|付けで)*(?:期間)?(?:終了|満了|解除|失効|廃止)(?!予定|する予定)")


def _start_of(scan: Scan, at: int) -> int:
    return max(scan.text.rfind("\n", 0, at) + 1, 0)
