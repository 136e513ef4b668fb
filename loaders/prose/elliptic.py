"""Conclusions that leave out the noun once agreements are the topic: 「4月にA社と、7月にB社と締結しました」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loaders.prose import cues, parties, runs, signing, splitting
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Statement
from loaders.read import Span

_AND_WITH: Final = re.compile(r"(?:と|でございます|です|である)。?\s*")
_VERB: Final = re.compile(r"締\s*結|調印|取り?交わ[しすさ]|結(?:ん[だで]|びま|ばれ)")
_OTHER_OBJECT: Final = re.compile(r"契約|条約|合意|取引|縁|関係|約束|絆|手を|提携|同盟|[」』]を|を$")
_TOGETHER: Final = re.compile(r"[\d０-９三四五六七八九十]者(?:で|間|による)|連名|合同|共同で")
_LONGEST: Final = 70


def following(scan: Scan, sentence: Sentence, *, firm: bool) -> Iterator[Statement]:
    """What a sentence without the noun tells after one with it; ``firm``: that one said that agreements are concluded."""
    if not sentence.bodies:
        if all(p.how != "name" for p in sentence.places) and _VERB.search(scan.text, *sentence.span):
            yield from _answer(scan, sentence)
        return
    told = False
    if _VERB.search(scan.text, *sentence.span):
        for statement in without_noun(scan, sentence, sentence.span.start, runs.runs(scan, sentence)):
            told = True
            yield statement
    if firm and not told:
        yield from _unfinished(scan, sentence)


_ASKED: Final = re.compile(
    r"と(?:の)?(?:間の)?[^、。はが「」]{0,24}[「『]?[^、。「」]{0,40}(?:協\s*定|覚書|件|話|締結)[」』]?(?:は|について|につきまして|に関して)[^。]{0,30}[。？?]?$"
)


def _answer(scan: Scan, sentence: Sentence) -> Iterator[Statement]:
    """「（市長）こちらは先月28日に締結した」 after 「（記者）A社との協定はどうか」."""
    text = scan.text
    for before in reversed(scan.sentences[max(0, sentence.index - 2) : sentence.index]):
        body = next(
            (b for b in before.bodies if not b.product and b.certain
             and _ASKED.fullmatch(text, cues.after_name(text, b.span.end, before.span.end), before.span.end)), None,
        )  # fmt: skip
        act = _VERB.search(text, *sentence.span)
        if body is None or act is None or _OTHER_OBJECT.search(text, sentence.span.start, act.start()):
            continue
        said = cues.told(text, sentence.span.start, act.end(), sentence.span.end)
        statement = Statement(
            sentence.index, cues.trimmed(text, sentence.span.start, said.end), Span(act.start(), act.start()), "conclude", said.force
        )  # fmt: skip
        parties.add(statement, body, "with")
        statement.more.append(before.span)
        signing.dates(text, sentence, statement, sentence.span.start, said.end, act)
        yield statement
        return


def _unfinished(scan: Scan, sentence: Sentence) -> Iterator[Statement]:
    """「平成28年6月に土佐ひかり銀行と。」 after a sentence that spoke of agreements."""
    if not sentence.dates:
        return
    breaths = runs.runs(scan, sentence)
    last = breaths[-1] if breaths else []
    if not last or not _AND_WITH.fullmatch(
        scan.text, cues.after_name(scan.text, last[-1].span.end, sentence.span.end), sentence.span.end
    ):
        return
    statement = Statement(sentence.index, sentence.span, Span(sentence.span.start, sentence.span.start))
    for mention in last:
        parties.add(statement, mention, "with")
    statement.date = next((d for d in sentence.dates if d.date), None)
    yield statement


_RENEWED: Final = re.compile(
    r"(?:[（(][^（）()]{1,8}[）)])?(?:に|には|付けで?|付で|、)、?(?:[^、。はが]{0,16}[をに])?(?:一部)?(?P<act>更新|改定|改訂|再締結|締結し直|結び直)"
)


def renewed(scan: Scan, sentence: Sentence, left: int, last: Statement) -> Iterator[Statement]:
    """「…協定を締結し、令和5年3月に更新しました」: the agreement told before in the same sentence, on another day."""
    if last.force != "fact" or last.date is None or not last.parties:
        return
    text, stop = scan.text, sentence.span.end
    for when in sentence.dates:
        match = _RENEWED.match(text, when.span.end, stop) if when.date and when.span.start >= left else None
        if match is None or cues.NOUN.search(text, match.end(), stop):
            continue
        said = cues.told(text, left, match.end(), stop)
        if said.force == "fact" and when.date != last.date.date:
            yield replace(
                last, quote=cues.trimmed(text, left, said.end), act="renew", date=when, before=None, ended=None,
                places=list(last.places), bodies=list(last.bodies), notes=[], more=[last.quote], counts={},
            )  # fmt: skip
            return


def without_noun(scan: Scan, sentence: Sentence, left: int, breaths: list[list[Place | Body]]) -> Iterator[Statement]:
    """「A社とは7月に締結しました」: from ``left`` on a sentence tells a conclusion with partners, but not of what."""
    text, stop = scan.text, sentence.span.end
    for act in _VERB.finditer(text, left, stop):
        near = [r for r in breaths if left <= r[0].span.start and r[-1].span.end <= act.start()]
        withs = [r for r in near if cues.slot(text, r[-1].span.end, stop) == "with" and isinstance(r[-1], Body)]
        if not withs:
            continue
        between = text[cues.after_name(text, withs[-1][-1].span.end, stop) : act.start()]
        if len(between) > _LONGEST or _OTHER_OBJECT.search(between) or cues.NOUN.search(between):
            continue
        said = cues.told(text, left, act.end(), stop)
        statement = Statement(
            sentence.index, cues.trimmed(text, left, said.end), Span(act.start(), act.start()), "conclude", said.force
        )
        for run in near:
            case = cues.slot(text, run[-1].span.end, stop)
            if case in ("with", "subject"):
                for mention in run:
                    parties.add(statement, mention, case)
        signing.dates(text, sentence, statement, left, said.end, act)
        if sum(p.slot == "with" for p in statement.bodies) > 1 and not _TOGETHER.search(text, left, said.end):
            statement.each = "body"
        elif sum(p.slot == "subject" for p in statement.places) > 1 and len(statement.bodies) == 1:
            statement.each = "place"
        yield from splitting.by_date(scan, sentence, statement)
        left = said.end
