"""The day of an agreement where it stands apart from the sentence that tells the agreement: beside it, under a key of
its own (日時, 調印の日), in the heading of a chronicle, or one for each partner in a sentence or a list of days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loaders.prose import cues, lists, splitting
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.prose.stated import Party, Statement
from loaders.read import Span


def of_each(scan: Scan, statement: Statement, groups: list[lists.Group]) -> Iterator[Statement]:
    """One statement for each partner where a list or a sentence nearby tells the day of each; else the statement."""
    apart = list(_told(scan, statement)) or list(_in_list(statement, groups))
    yield from apart or [statement]


def _in_list(statement: Statement, groups: list[lists.Group]) -> Iterator[Statement]:
    """「6市町とそれぞれ協定を結びました」 over 「締結日」 with the six and their days: one statement for each day's names."""
    named = {Place: statement.places, Body: statement.bodies}.get(
        Place if statement.each == "place" else Body if statement.each == "body" else object, []
    )
    group = (
        next((g for g in groups if _same_names(g, named)), None) if len(named) > 1 and statement.date is None else None
    )
    if group is None:
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


def _told(scan: Scan, statement: Statement) -> Iterator[Statement]:
    """「締結日は、A市が6月26日、B町が28日です」 behind a statement with several partners: one statement for each."""
    side = statement.places if len(statement.places) > 1 else statement.bodies if len(statement.bodies) > 1 else []
    if not side or statement.act != "conclude" or statement.weak:
        return
    own = scan.sentences[statement.index]
    for near in scan.sentences[own.index : own.index + _SOON + 1]:
        begin = statement.noun.end if near is own else near.span.start
        lead = _DAYS_OF.search(scan.text, begin, near.span.end)
        if lead is None and _CEREMONIES.search(scan.text, begin, near.span.end) is None:
            continue
        days = _of_names(scan, near, lead.end() if lead else begin)
        if len({when.date for when in days.values()}) < _SOME or not days.keys() >= {p.key for p in side}:
            continue
        for party in side:
            rest = [p for p in statement.parties if all(p is not other for other in side)]
            yield replace(
                statement, date=days[party.key], each="", notes=list(statement.notes), more=[*statement.more, near.span],
                places=[p for p in [*rest, party] if isinstance(p.mention, Place)],
                bodies=[p for p in [*rest, party] if isinstance(p.mention, Body)],
            )  # fmt: skip
        return


_SOME: Final = 2
_DAYS_OF: Final = re.compile(
    r"(?:締\s*結|調印|署名|取り?交わし)(?:式|した)?の?(?:年月日|年月|期日|日付|日|時期|時)?(?:は|が|：|:|につきましては)"
    r"|(?:締\s*結|調印)(?:し(?:た|ました)|済み?)?(?=[（(])"
)
_CEREMONIES: Final = re.compile(
    r"(?:締\s*結|調印|署名)式?(?:を|が)?(?:し|それぞれ)?(?:行|開[かきい]|執り行|しました|した|を?終え)"
)
"""「A町とは7月6日に、B町とは12日に締結式を行いました」"""
_OF_NAME: Final = re.compile(
    r"(?:様|さま|さん)?(?:と(?:の(?:協定|分|間))?)?(?:は|が|では|については|につきましては|：|:|＝|=|…+)?[\s　、]*"
)


def _of_names(scan: Scan, sentence: Sentence, start: int) -> dict[str, When]:
    """The day right behind each name of a sentence, by the party's key; names in one run share theirs."""
    found: dict[str, When] = {}
    for run in scan.together(sentence):
        names = [Party(m) for m in run if isinstance(m, Place | Body) and m.span.start >= start]
        after = cues.after_name(scan.text, names[-1].mention.span.end, sentence.span.end) if names else -1
        for when in sentence.dates if names else ():
            if when.date and when.span.start >= after and _OF_NAME.fullmatch(scan.text, after, when.span.start):
                found |= {name.key: when for name in names}
    return found


def chronicle(scan: Scan) -> frozenset[int]:
    """Indices of the headings of a chronicle: at least two that say nothing but a year, a month or a day, each another, or that
    begin with a day (「▼5月20日　…」)."""
    alone = {
        s.index: s.dates[0].date for s in scan.sentences
        if s.kind != "prose" and len(s.dates) == 1 and s.dates[0].date and not s.dates[0].relative and s.key is None
        and (s.dates[0].precision in ("年", "年度", "月") or (s.kind == "heading" and s.dates[0].precision == "日"))
        and not re.search("以[前降]|まで|から", scan.words(s.span)) and len(scan.words(s.span)) - (s.dates[0].span.end - s.dates[0].span.start) <= _MARKS
    }  # fmt: skip
    opened = {
        s.index: s.dates[0].date for s in scan.sentences
        if s.mark and s.kind in ("heading", "bullet") and len(s.dates) == 1 and s.dates[0].span.start == s.span.start
        and s.dates[0].precision in ("日", "年なし") and s.dates[0].date and not s.dates[0].end
        and scan.text[s.dates[0].span.end : s.dates[0].span.end + 1] in _PARTS
    }  # fmt: skip
    days = opened if len(set(opened.values())) > 1 else {}
    return frozenset(alone | days) if len(set(alone.values())) > 1 else frozenset(days)


_PARTS: Final = ("　", " ", "\t", "：", ":")
_MARKS: Final = 3
_BESIDE: Final = 6


def above(scan: Scan, statement: Statement, chronicle: frozenset[int]) -> None:
    """「▽天草市　9月3日」 over 「A社と協定を締結。」: news under the name of the place and the day; in a chronicle the
    heading's year, month or day, unless its days are those on which news came out."""
    if statement.date is not None or statement.act not in ("conclude", "renew") or statement.force != "fact":
        return
    sentence = scan.sentences[statement.index]
    if statement.form or not sentence.heading:
        return
    heading = scan.sentences[sentence.heading[-1]]
    if len(heading.dates) != 1 or not heading.dates[0].date or _issued(scan, heading.dates[0]):
        return
    rest = heading.span.end - heading.span.start - sum(m.span.end - m.span.start for m in heading.mentions)
    of_place = (
        not statement.reference and heading.index + 1 == sentence.index and bool(heading.places) and rest <= _BESIDE
    )
    told = {p.mention.name for p in statement.bodies}
    of_body = (
        not statement.reference and heading.index + 1 == sentence.index and heading.kind == "bullet" and rest <= _BESIDE
        and bool(told) and told <= {b.name for b in heading.bodies}
    )  # fmt: skip
    line = scan.sentences[sentence.index - 1]
    if (
        line.kind != "prose" and line.index != heading.index and len(line.dates) == 1 and line.dates[0].date and statement.parties
        and len(scan.words(line.span)) - (line.dates[0].span.end - line.dates[0].span.start) <= _MARKS
        and not _issued(scan, line.dates[0])
    ):  # fmt: skip
        # 「平成24年3月9日」 alone on the line above is nearer than the heading.
        statement.date = line.dates[0]
        statement.more.append(line.span)
        return
    news = heading.dates[0].precision == "日" and not heading.mark and _NEWS.search(scan.header.title) is not None
    of_year = heading.index in chronicle and not news and bool(statement.parties) and not _STANDING.match(
        scan.text, statement.quote.end - _TAIL, sentence.span.end
    )  # fmt: skip
    if of_place or of_body or of_year:
        statement.date = heading.dates[0]
        statement.more.append(heading.span)


_TAIL: Final = 8
_NEWS: Final = re.compile("お知らせ|ニュース|新着|トピックス|更新情報|news|NEWS|News|ブログ|日記")
_STANDING: Final = re.compile(r"[^。]*?て(?:い|お)(?:る|ます|り)")


def _issued(scan: Scan, when: When) -> bool:
    """Whether a day is that of the document itself."""
    return scan.header.issued is not None and scan.header.issued.span == when.span


_SIGNED: Final = re.compile(
    r"(?:締\s*結|調印|署名|取り?交わし)(?:式|日|の日)?(?:は|が|を)、?(?:いずれも|それぞれ|ともに|共に|両者とも|全て|すべて|同じく|[^\s、。]{0,4}とも)?、?$"
)
_FAR: Final = 14
_IT_WAS: Final = re.compile("(?:のことで|のことだ|のことであ|である|でした|だった)")
_HELD: Final = re.compile(
    r"[^。]{0,40}?(?:締\s*結|調印|署名)式(?:典)?(?:を|が|は)[^。]{0,12}?(?:行|開|あ[りっ]|催|執り|挙行|実施)"
)


def _held(scan: Scan, statement: Statement, near: Sentence, when: When) -> bool:
    """「4月1日、市役所で締結式を開きました」 right behind the sentence that tells the agreement."""
    if (
        not -1 <= near.index - statement.index <= _SOON
        or near.paragraph > scan.sentences[statement.index].paragraph + 1
    ):
        return False
    match = _HELD.match(scan.text, when.span.end, near.span.end)
    return match is not None and cues.told(scan.text, when.span.end, match.end(), near.span.end).force == "fact"


_SOON: Final = 3
_INTENDED: Final = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?(?:に|の|を|ごろの?|頃の?)?[^。、]{0,8}(?:予定|見込|めど|目途|目指|計画)"
)
_WHEN: Final = re.compile(r"(?:日\s*時|期\s*日|日\s*程|日\s*付|と\s*き)[\s　]*[：:]?[\s　]*$")


def beside(scan: Scan, statement: Statement, *, only: bool = False) -> None:
    """「締結式は4月1日」 in the sentences after, or 「日時：4月1日」 beside words of a ceremony; ``only``: it is the only
    agreement of the text, so that the day may stand behind the list of its partners."""
    own = scan.sentences[statement.index]
    if (
        only
        and statement.date is None
        and not splitting.stands(scan, statement)
        and (found := _under_key(scan, statement)) is not None
    ):
        statement.date = found[1]
        statement.more.append(found[0])
        return
    ceremony = re.search(r"(?:締\s*結|調印)式|執り行|します", scan.text[statement.noun.end : own.span.end])
    for when in own.dates:
        if when.date and when.span.start >= statement.noun.end and _held(scan, statement, own, when):
            statement.date = when
            statement.more.append(own.span)
            return
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
            if said and _INTENDED.match(scan.text, when.span.end, near.span.end):
                # 「締結は来年1月の予定」: what was announced is still to come.
                statement.force = "plan" if statement.force == "announced" else statement.force
                continue
            if when.date and (said or (ceremony and _WHEN.search(before)) or _held(scan, statement, near, when)):
                statement.date = when
                statement.more.append(near.span if near.span.end - near.span.start < 120 else when.span)
                return


_KEY_OF_DAY: Final = re.compile(
    r"[\s　■●◆○□◇▼・*\d０-９.．、()（）【\[〔<＜①-⑳]*(?P<of>(?:協定の?)?(?:締\s*結|調\s*印|署名|協定)(?:式|した)?(?:等|典)?の?(?:開催)?)?"
    r"(?:日\s*時|期\s*日|日\s*程|日\s*付|年月日|日|と\s*き|実施日|開催日)(?:(?:及び|および|並びに|・|、|と|／)[\s　]*(?:場\s*所|会\s*場|と\s*こ\s*ろ|方法))?"
    r"[\s　】\]〕>＞)）*：:]*"
)
_POINTS: Final = re.compile(r"(?:次|下記|以下|別記|左記)の(?:とおり|通り|日程|日時)|記のとおり|式")
_FAR_KEY: Final = 40


def _under_key(scan: Scan, statement: Statement) -> tuple[Span, When] | None:
    """「日時及び場所」 over 「令和3年10月21日」 further down, where the text points to what is beneath or the key itself speaks of
    the signing; with the place of the words."""
    own = scan.sentences[statement.index]
    pointing = any(
        _POINTS.search(scan.text, *s.span) is not None
        for s in scan.sentences[max(0, own.index - 2) : own.index + 3] if s.paragraph - own.paragraph in (-1, 0, 1)
    )  # fmt: skip
    for near in scan.sentences[own.index + 1 : own.index + _FAR_KEY]:
        day = next((d for d in near.dates if d.date and d.precision in ("日", "年なし") and not d.relative), None)
        if day is None:
            continue
        own_words = scan.text[near.span.start : day.span.start]
        heading = scan.sentences[near.heading[-1]] if near.heading else None
        over = scan.words(heading.span) if heading is not None and near.index == heading.index + 1 else ""
        match = _KEY_OF_DAY.fullmatch(own_words) if own_words.strip() else _KEY_OF_DAY.fullmatch(over)
        if match is None or not (match["of"] or (pointing and not _of_other(scan, own, near))) or _later(scan, day):
            continue
        return (near.span if near.span.end - near.span.start < _SHORT else day.span), day
    return None


def _of_other(scan: Scan, own: Sentence, near: Sentence) -> bool:
    """Whether the key stands under a heading of its own that speaks of no signing (説明会, 講座)."""
    over = [scan.words(scan.sentences[i].span) for i in near.heading if i > own.index]
    return any(not _KEY_OF_DAY.fullmatch(words) and not _OF_SIGNING.search(words) for words in over)


_OF_SIGNING: Final = re.compile(r"締結|調印|署名|式|協定|概要|^記$|次第|詳細|日時|日程")
_SHORT: Final = 120


def _later(scan: Scan, day: When) -> bool:
    """Whether a day lies after that of the document: what is told as done was not done then."""
    issued = scan.header.issued
    return issued is not None and len(issued.date) == len(day.date) and issued.date < day.date
