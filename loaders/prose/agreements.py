"""Agreements (協定) out of a text: statements of one agreement become one record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final, NamedTuple

from loaders.prose import (
    blocks,
    complete,
    cues,
    cycle_rows,
    doubts,
    fitting,
    keys,
    listed,
    merging,
    renewals,
    rows,
    splitting,
    tagged,
)
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Agreement, Party, Statement
from loaders.prose.statements import statements
from loaders.prose.told import Told, by_body


class Understood(NamedTuple):
    """``agreements`` that the text states, in its order; ``forms`` that tell of a measure without any agreement;
    ``plans``: statements of agreements that are only intended, with their parties."""

    agreements: list[Agreement]
    forms: list[Statement]
    plans: list[Statement]


def agreements(scan: Scan) -> Understood:
    """What the text says of agreements."""
    told_in_cells = list(cycle_rows.statements(scan))
    cells = {s.index for s in told_in_cells}
    told_in_rows = [*told_in_cells, *(s for s in rows.statements(scan) if s.index not in cells)]
    in_rows = {s.index for s in told_in_rows}
    over_rows = {span for s in told_in_rows for span in s.more}
    in_sentences = (
        s for s in statements(scan)
        if not (s.weak and s.index in in_rows) and not _asks(scan, s)
        # 「令和元年5月1日締結」 over the rows of those with whom it was: each row has taken its day.
        and (s.parties or s.name is not None or scan.sentences[s.index].span not in over_rows)
    )  # fmt: skip
    said = complete.complete(
        scan,
        list(
            chain(in_sentences, blocks.statements(scan), listed.headings(scan), tagged.statements(scan), told_in_rows)
        ),
    )
    doubted = [s for s in said if s.force in ("plan", "denied")]
    facts = [s for s in said if s.force in ("fact", "announced") and s.agreement]
    deeds = [s for s in said if s.force == "fact" and not s.agreement and s.places and s.bodies]
    found = Told()
    partial: list[Statement] = []
    denied, proofs = by_body(doubted), by_body(s for s in facts if doubts.firm(scan, s))
    told = doubts.titles(scan.text) if any(s.weak for s in facts) else Counter()
    # Headlines shorten: they join what the sentences say.
    for statement in sorted(facts, key=lambda s: _headline(scan, s)):
        if not _full(statement) or (statement.weak and statement.reference):
            partial.append(statement)
        elif not statement.bodies and len(statement.places) == 1 and splitting.stands(scan, statement):
            # 「民間の事業者と協定を締結しています」 speaks of those whom the text names elsewhere, or of nobody.
            continue
        elif not statement.bodies and statement.unnamed and _headed(scan, statement, found):
            continue
        elif doubts.doubtful(scan, statement, denied, proofs, told):
            continue
        else:
            for single in _apart(statement):
                _place(scan, single, found)
                found.keep_up(single)
    for statement in partial:
        _name_all(statement, found)
        _attach(scan, statement, found)
    made = [a for a in sorted(found, key=lambda a: (a.first, a.noun))
            if a.places and (a.bodies or len(a.places) > 1 or (a.unnamed and not _in_general(scan, a, found)))]  # fmt: skip
    plans = [s for s in doubted if s.force == "plan" and s.places and s.bodies]
    return Understood(made, deeds, plans)


def _in_general(scan: Scan, agreement: Agreement, found: Told) -> bool:
    """「市は、民間企業や大学と包括連携協定を締結し、…」 over a list of them: no agreement beside those."""
    plain = agreement.date is None and (agreement.name is None or cues.GENERIC.fullmatch(scan.text, *agreement.name))
    return bool(plain) and any(a.bodies and a.places.keys() >= agreement.places.keys() for a in found)


def _headline(scan: Scan, statement: Statement) -> bool:
    kind = scan.sentences[statement.index].kind
    plain = not statement.form and not statement.more and statement.date is None
    return kind == "heading" or (kind == "line" and plain and len(statement.parties) > _PAIR)


_PAIR: Final = 2


def _headed(scan: Scan, statement: Statement, found: Told) -> bool:
    """「区内の3つの法人と協定を結びました」 as a headline over what the text tells of each."""
    return scan.sentences[statement.index].kind != "prose" and any(a.bodies for a in found.sharing(statement))


def _name_all(statement: Statement, found: list[Agreement]) -> None:
    """「協定の名称：…」 told once for all agreements of a paper that have no title of their own."""
    if statement.form and statement.name is not None and not statement.generic and not statement.parties:
        for agreement in found:
            if agreement.name is None or agreement.generic:
                agreement.name, agreement.generic = statement.name, False
                agreement.cites.append(statement.quote)


_PAGE: Final = re.compile(r"(?:一覧|状況|ページ|コーナー|募集|要綱|要領|窓口)$")
_COUNTED: Final = re.compile(r"(?:は|が|を)?(?:、?(?:全部で|合わせて|あわせて|計|約|現在))?[\d０-９]{1,3}件")


def _asks(scan: Scan, statement: Statement) -> bool:
    """「協定の相手方と締結日」 alone on a line asks; what it heads tells. The name of a page (「協定締結状況」) and a mere
    number of agreements tell of none."""
    sentence = scan.sentences[statement.index]
    if _on_the_entry_above(sentence, statement):
        return True
    if scan.header.kind == "協定書" and statement.act == "end" and statement.reference and not statement.parties:
        # 「この協定が終了した後も、同様とする」 provides for a day to come.
        return True
    if statement.name is not None and _PAGE.search(scan.words(statement.name)):
        return True
    if not statement.parties and _COUNTED.match(scan.text, statement.noun.end, sentence.span.end):
        return True
    if sentence.kind == "prose" or statement.parties:
        return False
    return keys.heads_answers(scan.words(sentence.span)) or _ENDED_ONES.fullmatch(scan.text, *sentence.span) is not None


def _on_the_entry_above(sentence: Sentence, statement: Statement) -> bool:
    """「※２町と２団体の四者による協定」 beneath an entry speaks of that one."""
    return (
        sentence.mark.startswith("※")
        and bool(sentence.heading)
        and statement.act == "exist"
        and statement.generic
        and statement.date is None
        and all(p.mention.how == "pronoun" for p in statement.parties)
    )


_ENDED_ONES: Final = re.compile(
    r"[^\w\s]*[〇 　]*(?:既に|すでに|期間が)?(?:終了|満了|解除|失効|廃止)(?:し(?:た|ました)|済み?の?|となった)?(?:連携|包括連携)?協定(?:等|など|一覧|について)*[^\w\s]*"
)
"""「終了した協定」 heads those of which it is told; it tells of none itself."""


def _full(statement: Statement) -> bool:
    if not statement.places or statement.several:
        return False
    if statement.bodies:
        return True
    if statement.open_partner or len(statement.places) == 1:
        return bool(statement.unnamed)
    own = [p for p in statement.places if p.cite is None]
    if any(p.slot in ("with", "of", "partner") for p in own):
        return True
    if statement.some_bodies:
        return False
    return sum(p.slot == "subject" for p in own) > 1 and statement.act != "exist"


def _apart(statement: Statement) -> list[Statement]:
    """One statement per agreement: 「それぞれ」 makes one of each place, or of each body."""
    if statement.each == "place" and len(statement.places) > 1:
        return [replace(statement, places=[party]) for party in statement.places]
    withs = [p for p in statement.bodies if p.slot != "subject"]
    if statement.each == "body" and len(withs) > 1:
        rest = [p for p in statement.bodies if p.slot == "subject"]
        return [replace(statement, bodies=[*rest, party]) for party in withs]
    return [statement]


def _place(scan: Scan, statement: Statement, found: Told) -> None:
    """Merge a statement into the agreement that it tells of, or begin a new one."""
    if scan.sentences[statement.index].kind == "heading" and statement.date is None:
        sides = {p.key for p in statement.places}, {p.key for p in statement.bodies}
        same = [a for a in found if (set(a.places), set(a.bodies)) == sides]
        if len(same) == 1:
            # A headline words the title freely.
            merging.merge(scan, same[0], statement, parties=False)
            return
    if statement.act == "renew" and statement.date is not None:
        older = next(
            (
                a
                for a in reversed(found.sharing(statement))
                if fitting.same_parties(a, statement) and fitting.names_fit(scan, a, statement)
            ),
            None,
        )
        if older is None and statement.before is not None:
            older = _new(scan, statement, found)
            older.date = statement.before
        if older is not None and (older.date is None or older.date.date != statement.date.date):
            newer = _new(scan, statement, found)
            if newer.generic and not older.generic:
                newer.name, newer.generic = older.name, older.generic
            newer.renews = older
            older.renewed = True
            return
        if older is not None:
            merging.merge(scan, older, statement)
            return
        _new(scan, statement, found)
        return
    if statement.before is not None and statement.date is None:
        statement.date = statement.before
    matching = [
        a
        for a in found.sharing(statement)
        if fitting.same_parties(a, statement)
        and fitting.names_fit(scan, a, statement)
        and fitting.dates_fit(a, statement)
    ]
    if statement.each:
        # One of several that are told apart is never a part of another.
        matching = [a for a in matching if set(a.places) == {p.key for p in statement.places}]
    if not matching:
        _new(scan, statement, found)
    elif len(matching) > 1 and _covers(statement, matching):
        for agreement in matching:
            merging.merge(scan, agreement, statement, parties=False)
    else:
        merging.merge(scan, _nearest(scan, statement, matching), statement)


def _nearest(scan: Scan, statement: Statement, matching: list[Agreement]) -> Agreement:
    """The agreement told last, unless the words of an end (「福祉バスの協定を終了」) are those of another."""
    if statement.act != "end" or statement.name is None or len(matching) == 1:
        return matching[-1]
    own = _pairs(scan.words(statement.name))
    shared = [len(own & _pairs(scan.words(a.name))) if a.name is not None else 0 for a in matching]
    best = max(shared)
    return next(a for a, n in zip(reversed(matching), reversed(shared), strict=True) if n == best)


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring letters of a title, without those of 協定 itself."""
    return {a + b for a, b in pairwise(words.removesuffix("書").removesuffix("協定"))}


def _covers(statement: Statement, matching: list[Agreement]) -> bool:
    """A headline 「A市、B市とC社が協定を締結」 over agreements of each."""
    places, bodies = {p.key for p in statement.places}, {p.key for p in statement.bodies}
    within = all(set(a.places) <= places and (set(a.bodies) <= bodies or bodies <= set(a.bodies)) for a in matching)
    return within and (
        len({key for a in matching for key in a.places}) > 1 or len({key for a in matching for key in a.bodies}) > 1
    )


def _new(scan: Scan, statement: Statement, found: Told) -> Agreement:
    agreement = Agreement(noun=statement.noun)
    found.append(agreement)
    merging.merge(scan, agreement, statement)
    return agreement


_OLDER: Final = re.compile(r"(?:最初|当初|前回|従前|以前|元|旧)の?$")


def _attach(scan: Scan, statement: Statement, found: Told) -> None:
    """Details told without parties (協定日：…, 本協定は…) go to the agreement told last before, if it can be the one."""
    if statement.act == "exist" and statement.date is None and not statement.items and not statement.naming:
        return
    if statement.open_partner and not statement.reference:
        return
    near = fitting.about(scan, statement, found.before(scan, statement))
    if statement.act == "renew" and statement.force == "fact" and statement.date is not None:
        older = renewals.renewed(scan, statement, near)
        if older is not None:
            found.append(renewals.renew(scan, statement, older))
            return

    memo = statement.reference and scan.words(statement.noun) == "覚書"

    def fits(a: Agreement) -> bool:
        return (
            all(p.key in a.places for p in statement.places) and all(p.key in a.bodies for p in statement.bodies)
            and fitting.dates_fit(a, statement) and (statement.naming or fitting.names_fit(scan, a, statement))
            and not (memo and a.name is not None and "覚書" not in scan.words(a.name))
        )  # fmt: skip

    last = next(filter(fits, reversed(near)), None)
    if last is None and statement.form and statement.date is not None and not statement.parties:
        # 「調印の日」 further down is that of the one agreement whose day the text has not told.
        undated = [a for a in found if a.date is None and a.sure and fits(a)]
        last = undated[0] if len(undated) == 1 else None
    if last is None and statement.form:
        # 「締結先：A村、B村、C村」 asks of agreements that one statement began together (それぞれ).
        for agreement in _together(statement, found):
            merging.details(scan, agreement, statement)
            agreement.cites += [statement.quote, *statement.more]
    if last is None:
        return
    first_one = _OLDER.search(scan.text, max(0, statement.noun.start - 6), statement.noun.start)
    if first_one and statement.date is not None and last.date is not None and last.date.date != statement.date.date:
        first = replace(
            last, date=statement.date, renews=None, renewed=True, cites=[*last.cites, statement.quote],
            places=dict(last.places), bodies=dict(last.bodies), indices=[*last.indices, statement.index], notes=list(last.notes),
        )  # fmt: skip
        found.append(first)
        last.renews = first
        return
    if first_one and statement.act == "end":
        # 「従前の協定は終了した」 is said of the older of two.
        last = next((a for a in near if a.renewed and fits(a)), min(
            (a for a in near if fits(a) and a.date is not None), key=lambda a: a.date.date if a.date else "", default=last
        ))  # fmt: skip
        merging.details(scan, last, statement)
        last.cites += [statement.quote, *statement.more]
        return
    # Agreements that one statement began together (それぞれ) share what is said afterwards.
    for agreement in [a for a in near if a.first == last.first and fits(a)] or [last]:
        merging.details(scan, agreement, statement)
        agreement.cites += [statement.quote, *statement.more]


def _together(statement: Statement, told: Told) -> list[Agreement]:
    """The agreements begun by one statement that have, together, exactly the places that a form names."""
    wanted = {p.key for p in statement.places}
    for first in dict.fromkeys(a.first for a in reversed(told)):
        group = [a for a in told if a.first == first]
        fits = all(
            fitting.dates_fit(a, statement) and {p.key for p in statement.bodies} <= set(a.bodies) for a in group
        )
        if len(group) > 1 and fits and {key for a in group for key in a.places} == wanted:
            return group
    return []


def schools_only(bodies: Iterable[Party]) -> bool:
    """Whether all bodies are schools."""
    kinds = [p.mention.kind for p in bodies if isinstance(p.mention, Body)]
    return bool(kinds) and all(kind == "大学・学校" for kind in kinds)


def open_places(agreement: Agreement) -> list[Place]:
    """Places whose prefecture the text leaves open."""
    return [p.mention for p in agreement.places.values() if isinstance(p.mention, Place) and not p.mention.resolved]
