"""Names with the day of their agreement in a bracket behind: 「【株式会社あおば】（協定締結日：令和3年4月1日）」 over what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import cues
from loaders.prose.entries import OPEN_HEADING
from loaders.prose.parts import Scan, Sentence
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_BEHIND: Final = re.compile(
    r"[】\]］〕>＞」』]?[\s　]*[（(＜【〔]?(?:[^（）()\n]{0,8}(?:協定|覚書)[^（）()\n]{0,6}?)?(?:締結|調印)(?:年月日|年月|日)?[：:\s　]*$"
)
_DAY_AND: Final = re.compile(r"[】\]］〕>＞」』]?[\s　]*[（(＜【〔](?:[^（）()\n]{0,8}協定[、：:\s　])?$")
_SIGNED: Final = re.compile(r"(?:に|付け?(?:で)?)?[\s　]*(?:協定(?:書)?(?:を)?)?(?:を)?(?:締結|調印)(?!予定)")
_CLOSES: Final = re.compile(r"[\s　]*(?:締結|調印)?[）)＞】〕]?[\s　]*$")
_ORDER: Final = re.compile(r"[\s　■●◆○□◇▼▽・*＊#\d０-９①-⑳.．、()（）【\[［〔<＜「『]*$")


def statements(scan: Scan) -> Iterator[Statement]:
    """A statement for each line that says nothing but a body and the day of its agreement."""
    if "締結" not in scan.text and "調印" not in scan.text:
        return
    for sentence in scan.sentences:
        if sentence.kind == "prose" or not sentence.mentions:
            continue
        bodies = [b for b in sentence.bodies if b.certain and not b.product]
        if len(bodies) == 1 and len(sentence.dates) == 1 and not sentence.places and _tagged(scan.text, sentence):
            statement = Statement(sentence.index, sentence.span, Span(sentence.span.start, sentence.span.start))
            statement.bodies.append(Party(bodies[0], "with"))
            statement.date = sentence.dates[0] if sentence.dates[0].date else None
            _kind_above(scan, sentence, statement)
            if not any(OPEN_HEADING.search(scan.text, *scan.sentences[i].span) for i in sentence.heading):
                yield statement


def _tagged(text: str, sentence: Sentence) -> bool:
    (start, stop), body, day = sentence.span, sentence.bodies[0], sentence.dates[0]
    if day.span.start < body.span.end or not _ORDER.match(text[start : body.span.start]):
        return False
    between, rest = text[body.span.end : day.span.start], text[day.span.end : stop]
    asked = _BEHIND.match(between) and _CLOSES.match(rest)
    told = _DAY_AND.match(between) and (match := _SIGNED.match(rest)) and _CLOSES.match(rest[match.end() :])
    return bool(asked or told)


def _kind_above(scan: Scan, sentence: Sentence, statement: Statement) -> None:
    """The kind of agreement of which the headings over a name speak (包括連携協定に基づく取組)."""
    title = [scan.header.title_span] if scan.header.title_span else []
    for span in [*(scan.sentences[i].span for i in reversed(sentence.heading)), *title]:
        noun = next(cues.NOUN.finditer(scan.text, *span), None)
        if noun is None:
            continue
        begin = noun.start()
        while begin > span.start and "一" <= scan.text[begin - 1] <= "鿿":
            begin -= 1
        if cues.GENERIC.fullmatch(scan.text, begin, noun.end()):
            statement.name, statement.noun = Span(begin, noun.end()), Span(noun.start(), noun.end())
            statement.more.append(Span(begin, noun.end()))
        return
