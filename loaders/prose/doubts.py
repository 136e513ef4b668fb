"""Headings and mere mentions (「A社との協定」) that prove nothing by themselves, and what in the text speaks for or against them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from loaders.prose import affairs, cues, governing, speakers, verbless
from loaders.prose.parts import Scan
from loaders.prose.stated import Statement


def doubtful(
    scan: Scan,
    statement: Statement,
    doubts: dict[str, list[Statement]],
    proofs: dict[str, list[Statement]],
    told: Counter[str],
) -> bool:
    """A heading, or a mere 「A社との協定」, proves nothing where the text tells of the same parties that they have not
    or not yet concluded; and nothing at all where it has no act and nobody else says so."""
    heading = scan.sentences[statement.index].kind == "heading"
    if not statement.weak and not heading and statement.force == "fact" and statement.act != "exist":
        return False
    bodies = {p.key for p in statement.bodies}
    if any(s is not statement for key in bodies for s in proofs.get(key, ())):
        return False
    same = any(key in doubts for key in bodies)
    alone = statement.weak and statement.date is None
    return same or (
        alone
        and not _entry(statement, scan)
        and not _headline(scan, statement, proofs)
        and not _recurs(statement, scan, told)
    )


def _entry(statement: Statement, scan: Scan) -> bool:
    """Whether a paper of one of the two lists a partner with the title of the agreement: 「A社「…に関する協定」」."""
    sentence = scan.sentences[statement.index]
    if sentence.kind not in ("bullet", "line") or statement.name is None or statement.generic:
        return False
    if not verbless.quoted(scan.text, statement.name) or governing.barring(scan, sentence) >= 0:
        return False
    beside = any(
        _BESIDE.fullmatch(scan.text, p.mention.span.end, statement.name.start)
        for p in statement.parties
        if p.cite is None
    )
    return beside and (affairs.own(scan) is not None or speakers.voice(scan) is not None)


def _headline(scan: Scan, statement: Statement, proofs: dict[str, list[Statement]]) -> bool:
    """Whether a headline says who concludes with whom: 「A市がB社と災害協定」 (and not 「A市とB社との協定」, a mere title), and no
    sentence tells more exactly with whom that local government has concluded one."""
    own = {p.key for p in statement.places}
    if any(p.key in own for told in proofs.values() for s in told for p in s.places):
        return False
    places = {p.slot for p in statement.places if p.cite is None}
    bodies = {p.slot for p in statement.bodies if p.cite is None}
    if places == bodies == {"loose"}:
        # 「A市とB社、森林整備で協定」
        return scan.text.startswith("で", statement.noun.start - 1)
    return "subject" in places and bool(bodies & {"with", "subject"})


_BESIDE: Final = re.compile(r"(?:[（(][^（）()]{1,24}[）)])?(?:と(?:の)?)?[\s　：:、・]*[「『]?")


def firm(scan: Scan, statement: Statement) -> bool:
    """Whether a sentence says of an agreement that it is concluded."""
    return not statement.weak and statement.force == "fact" and scan.sentences[statement.index].kind != "heading"


def _recurs(statement: Statement, scan: Scan, told: Counter[str]) -> bool:
    """Whether the title of a mere heading 「A社との○○協定」 is told of elsewhere in the text."""
    if statement.name is None or cues.GENERIC.fullmatch(scan.text, *statement.name):
        return False
    return told[_tail(scan.words(statement.name))] > 1


def titles(text: str) -> Counter[str]:
    """How often each title stands in a text, by its last characters."""
    nouns = cues.NOUN.finditer(text)
    return Counter(_tail(text[max(0, noun.start() - 3 * _LONG_TITLE) : noun.end()]) for noun in nouns)


def _tail(words: str) -> str:
    return re.sub(r"[・\s「」『』]", "", words)[-_LONG_TITLE:]


_LONG_TITLE: Final = 10
