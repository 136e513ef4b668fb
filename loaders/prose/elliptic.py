"""Conclusions that leave out the noun once agreements are the topic: 「4月にA社と、7月にB社と締結しました」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import aftermath, cues, parties, roundabout, runs, signing, splitting
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement
from loaders.read import Span

_AND_WITH: Final = re.compile(r"(?:と|でございます|です|である)。?\s*")
_VERB: Final = re.compile(r"締\s*結|調印|取り?交わ[しすさ]|結(?:ん[だで]|びま|ばれ)")
_OTHER_OBJECT: Final = re.compile(r"契約|条約|合意|取引|縁|関係|約束|絆|手を|提携|同盟|[」』]を|を$")
_TOGETHER: Final = re.compile(r"[\d０-９三四五六七八九十]者(?:で|間|による)|連名|合同|共同で")
_LONGEST: Final = 70


def following(scan: Scan, sentence: Sentence, *, firm: bool) -> Iterator[Statement]:
    """What a sentence without the noun tells after one with it; ``firm``: that one said that agreements are concluded."""
    if not sentence.bodies:
        if (
            firm
            and sentence.places
            and (
                and_with := list(without_noun(scan, sentence, sentence.span.start, runs.runs(scan, sentence), Place))
                or list(_those(scan, sentence))
            )
        ):
            yield from and_with
            return
        if firm and (same := _same_one(scan, sentence)) is not None:
            yield same
            return
        if all(p.how != "name" for p in sentence.places) and _VERB.search(scan.text, *sentence.span):
            yield from _answer(scan, sentence)
        if firm:
            yield from _over(scan, sentence)
        return
    if firm and (series := list(_series(scan, sentence))):
        yield from series
        return
    told = False
    if _VERB.search(scan.text, *sentence.span):
        for statement in without_noun(scan, sentence, sentence.span.start, runs.runs(scan, sentence)):
            told = True
            yield statement
    if firm and not told:
        yield from _unfinished(scan, sentence)


_DAY_THEN: Final = re.compile(r"(?:[（(][^（）()]{1,14}[）)])?(?:に|には|が|は|付けで?)?、?(?:締結の)?")
_SO_MUCH: Final = re.compile(
    r"(?:の(?:順(?:番)?|[\d０-９一二三四五六七八九十]+(?:社|者|件|団体|法人|校)))?(?:と|でございます|です|である|でした|だ|など|とな(?:って(?:い|お)(?:る|ます|ります)|ります|る))?。?\s*"
)


def _series(scan: Scan, sentence: Sentence) -> Iterator[Statement]:
    """「締結順に、平成28年10月3日にA社、平成31年2月20日にB大学でございます」: each name behind its day, and nothing else said."""
    if len(sentence.dates) < _SEVERAL or len(sentence.bodies) < _SEVERAL:
        return
    text = scan.text
    named = [Party(b, "with") for b in sentence.bodies]
    days = splitting.in_brackets(text, sentence, named)
    pairs: list[tuple[When, list[Place | Body]]] = [(days[id(p)], [p.mention]) for p in named if id(p) in days]
    if len(pairs) < len(named):
        pairs.clear()
    for run in runs.runs(scan, sentence) if not pairs else ():
        day = next(
            (d for d in sentence.dates if d.date and _DAY_THEN.fullmatch(text, d.span.end, run[0].span.start)), None
        )
        if day is None or not all(isinstance(m, Body) for m in run):
            return
        pairs.append((day, run))
    last = pairs[-1][1][-1]
    rest = cues.after_name(text, last.span.end, sentence.span.end)
    if len(pairs) < _SEVERAL or not _SO_MUCH.fullmatch(text, rest, sentence.span.end):
        return
    for day, run in pairs:
        for mention in run:
            statement = Statement(
                sentence.index, Span(day.span.start, mention.span.end), Span(day.span.start, day.span.start), date=day
            )
            parties.add(statement, mention, "with")
            yield statement


_THOSE: Final = re.compile(
    r"(?:締\s*結|調印)(?:し(?:た|ました)|いたしました)のは、?|(?:新規)?(?:締\s*結|調印)(?:先)?は、?|結(?:んだ|びました)のは、?"
)
_NO_MORE: Final = re.compile(
    r"(?:の[\d０-９一二三四五六七八九十]+(?:件|市町村?|市|町|村|自治体|団体))?(?:です|でした|である|であった|だった|だ)。?"
)


def _those(scan: Scan, sentence: Sentence) -> Iterator[Statement]:
    """「このうち新たに締結したのは、A市（6月）、B町（9月）の2件です」: each with the day in its bracket."""
    text, stop = scan.text, sentence.span.end
    lead = _THOSE.search(text, *sentence.span)
    run = next((r for r in runs.runs(scan, sentence) if lead and r[0].span.start == lead.end()), [])
    after = cues.after_name(text, run[-1].span.end, stop) if run else stop
    if lead is None or not run or not _NO_MORE.fullmatch(text, after, stop):
        return
    days = splitting.in_brackets(text, sentence, partners := [Party(m, "with") for m in run])
    for party in partners:
        statement = Statement(sentence.index, sentence.span, Span(*lead.span()), date=days.get(id(party)))
        parties.add(statement, party.mention, "with")
        yield statement


_SEVERAL: Final = 2
_IT: Final = re.compile(
    r"(?:なお|ただし|しかし|その後|ただ|もっとも)?、?(?:こちら|これ|それ|本件|同件)(?:の(?:協定|ほう|方))?(?:は|につきましては|については|も)、?"
)


def _over(scan: Scan, sentence: Sentence) -> Iterator[Statement]:
    """「こちらは、令和元年6月16日で終了しております」: what was told last has ended."""
    lead = _IT.match(scan.text, *sentence.span)
    if lead is None:
        return
    for act in cues.ACT.finditer(scan.text, lead.end(), sentence.span.end):
        said = cues.told(scan.text, lead.end(), act.end(), sentence.span.end)
        if (
            cues.act_of(act) == "end"
            and said.force == "fact"
            and aftermath.FINITE.match(scan.text, act.end(), sentence.span.end)
        ):
            days = [d for d in sentence.dates if d.date and d.span.end <= act.start()]
            yield Statement(
                sentence.index, cues.trimmed(scan.text, sentence.span.start, said.end), Span(act.start(), act.start()),
                "end", reference=True, ended=days[-1] if days else None,
            )  # fmt: skip
            return


_IT_TOO: Final = re.compile(
    r"(?:なお|また|その後)?、?(?:(?:この|同|本|当該)?(?:協\s*定|覚書)書?(?:は|の締結は)|(?:これ|それ|こちら|締結|調印)は)?、?"
)
_THEN_SIGNED: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に|付けで?|には|、)?、?(?P<again>改めて|あらためて|再び|再度|もう一度)?、?(?:正式に)?(?:締\s*結|調印|結(?:ん[だで]|びま|ばれ|び直)|取?り?交わ[しさ])"
)


def _same_one(scan: Scan, sentence: Sentence) -> Statement | None:
    """「令和2年2月に締結しました」 「令和2年7月に改めて締結した」: the day of the agreement told last, or of one that follows it."""
    text, day = scan.text, next(iter(sentence.dates), None)
    if (
        day is None
        or not day.date
        or sentence.places
        or not _IT_TOO.fullmatch(text, sentence.span.start, day.span.start)
    ):
        return None
    signed = _THEN_SIGNED.match(text, day.span.end, sentence.span.end)
    if signed is None or cues.told(text, sentence.span.start, signed.end(), sentence.span.end).force != "fact":
        return None
    return Statement(
        sentence.index, cues.trimmed(text, sentence.span.start, signed.end()), Span(signed.start(), signed.start()),
        "renew" if signed["again"] else "conclude", date=day, reference=True,
    )  # fmt: skip


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
    after = cues.after_name(scan.text, last[-1].span.end, sentence.span.end) if last else -1
    if not last or not (_AND_WITH.fullmatch(scan.text, after, sentence.span.end) or _day_last(scan, sentence, after)):
        return
    if _SOMETHING_ELSE.search(scan.text, sentence.span.start, last[0].span.start):
        return
    statement = Statement(sentence.index, sentence.span, Span(sentence.span.start, sentence.span.start))
    for mention in last:
        parties.add(statement, mention, "with")
    statement.date = next((d for d in sentence.dates if d.date), None)
    yield statement


_SOMETHING_ELSE: Final = re.compile(r"(?<!相手)(?<!相手方)(?<![先目者社順でと])は、?[「『]?$")
"""「店舗は、A社（5月開店）です」: the names are those of something else."""
_ON: Final = re.compile(r"(?:[（(][^（）()]{1,8}[）)])?(?:に|付けで?)(?:でございます|です)?。?\s*")


def _day_last(scan: Scan, sentence: Sentence, after: int) -> bool:
    """「A社と令和3年7月15日に。」"""
    link = re.compile(r"と(?:は|も)?、?").match(scan.text, after, sentence.span.end)
    day = sentence.dates[-1]
    return bool(
        link and day.date and link.end() == day.span.start and _ON.fullmatch(scan.text, day.span.end, sentence.span.end)
    )


_CONCLUDED: Final = re.compile(
    r"(?:[（(][^（）()]{1,8}[）)])?(?:に|付けで?)?、?(?:締\s*結|調印)(?:済み?|し(?:た|ました)|いたしました)?(?:です)?。?\s*"
)


def dated_next(scan: Scan, sentence: Sentence) -> When | None:
    """The day of 「2024年3月締結。」 right behind 「A社と「…協定」。」, or None."""
    if sentence.index + 1 >= len(scan.sentences):
        return None
    following = scan.sentences[sentence.index + 1]
    day = following.dates[0] if following.dates else None
    if (
        day is None
        or not day.date
        or day.span.start != following.span.start
        or following.paragraph != sentence.paragraph
    ):
        return None
    return day if _CONCLUDED.fullmatch(scan.text, day.span.end, following.span.end) else None


def _is_partner(text: str, sentence: Sentence, run: list[Place | Body], stop: int) -> bool:
    return cues.slot(text, run[-1].span.end, stop) == "with" or roundabout.is_who(text, sentence.span.start, run, stop)


def _day_each(scan: Scan, sentence: Sentence, run: list[Place | Body]) -> bool:
    """Whether a name stands between its day and the next (「9月にA町、11月にB町と」)."""
    start, end = run[0].span.start, run[-1].span.end
    return any(d.date and _DAY_THEN.fullmatch(scan.text, d.span.end, start) for d in sentence.dates) and any(
        d.date and scan.text[end : d.span.start] == "、" for d in sentence.dates
    )


def without_noun(
    scan: Scan, sentence: Sentence, left: int, breaths: list[list[Place | Body]], kind: type[Place | Body] = Body
) -> Iterator[Statement]:
    """「A社とは7月に締結しました」: from ``left`` on a sentence tells a conclusion with partners of a kind, but not of what."""
    text, stop = scan.text, sentence.span.end
    for act in _VERB.finditer(text, left, stop):
        near = [r for r in breaths if left <= r[0].span.start and r[-1].span.end <= act.start()]
        withs = [r for r in near if isinstance(r[-1], kind) and _is_partner(text, sentence, r, stop)]
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
            if (case == "other" and run in withs) or (run not in withs and _day_each(scan, sentence, run)):
                case = "with"
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
