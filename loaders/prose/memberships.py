"""Memberships (加盟) that a text tells by clear words: 「当機構会員の…」, 「協議会には…が参加」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from loaders.draft import Record, cite
from loaders.prose import deeds, privacy, runs
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.records import plain

_MEMBER_OF: Final = re.compile(r"の?(?:法人|正|賛助|特別)?会員(?:企業|団体)?(?:である|の)\s*")
_FRIEND_OF: Final = re.compile(r"の友好団体(?:である|の)?[「『]?\s*")
_JOINS: Final = re.compile(
    r"(?:など|等|ほか)?[^。]{0,30}?(?:が|も)[^。]{0,12}?(?:参加して|参画して|加盟して|加入して|名を連ね|で構成|から構成|参加し(?:た|ます))"
)
_MADE_OF: Final = re.compile(r"(?:など|等)?[^。、]{0,16}(?:で|から|により)(?:構成|組織|成る|なる)")
_UNION: Final = re.compile(
    r"(?:協議会|連絡会|推進会議|コンソーシアム|プラットフォーム|連合会?|委員会|機構|ネットワーク|研究会|協会|連盟)(?:[」』）)])?$"
)
_TOPIC: Final = re.compile(r"[」』）)]*(?:に|は|では)(?:は)?")


class Told(NamedTuple):
    """Members of one union that a sentence names; ``relation``: 会員, 構成員 or 友好団体."""

    sentence: Sentence
    union: Body
    members: list[Place | Body]
    relation: str


def memberships(scan: Scan) -> list[Record]:
    """Records of 加盟, each member of a body once."""
    found: dict[tuple[str, str], Record] = {}
    for each in told(scan):
        for member in each.members:
            found.setdefault((member.name, each.union.name), _record(scan, each, member))
    return list(found.values())


def told(scan: Scan) -> list[Told]:
    """Every membership that a sentence tells by clear words."""
    found: list[Told] = []
    for sentence in scan.sentences:
        if len(sentence.mentions) < 2 or not any(isinstance(m, Body) for m in sentence.mentions):
            continue
        if _HINT.search(scan.text, *sentence.span) and not deeds.NO_FACT.search(scan.text, *sentence.span):
            found += _of(scan, sentence)
    return found


_HINT: Final = re.compile(r"会員|友好団体|参加|構成|参画|加盟|加入|組織|名を連ね")


def _of(scan: Scan, sentence: Sentence) -> Iterator[Told]:
    text, stop = scan.text, sentence.span.end
    breaths = runs.runs(scan, sentence)
    for body in sentence.bodies:
        for pattern, relation in ((_MEMBER_OF, "会員"), (_FRIEND_OF, "友好団体")):
            match = pattern.match(text, body.span.end, stop)
            run = next((r for r in breaths if match and r[0].span.start == match.end()), [])
            members = [m for m in run if _may_belong(m, relation)]
            if members:
                yield Told(sentence, body, members, relation)
        topic = _TOPIC.match(text, body.span.end, stop)
        if topic is None or not _UNION.search(body.name):
            continue
        yield from _made_of(scan, sentence, breaths, body, topic.end())
    short = _SHORT.match(text, *sentence.span)
    if short and not any(b.span.start < short.end() for b in sentence.bodies):
        # 「推進協議会には…」 after 「○○推進協議会」
        before = [b for s in scan.sentences[max(0, sentence.index - 3) : sentence.index] for b in s.bodies]
        union = next((b for b in reversed(before) if b.name.endswith(short["tail"])), None)
        if union is not None:
            yield from _made_of(scan, sentence, breaths, union, short.end())


_SHORT: Final = re.compile(
    r"(?:同|本|当|この)?(?P<tail>[一-龥ァ-ヶー]{0,6}(?:協議会|推進会議|連絡会|コンソーシアム|プラットフォーム|委員会))(?:に(?:は|も)?|は)"
)


def _made_of(scan: Scan, sentence: Sentence, breaths: list[list[Place | Body]], union: Body, at: int) -> Iterator[Told]:
    """「…には、A市、B社、C大学などが参加している」 from ``at`` on."""
    text, stop = scan.text, sentence.span.end
    members = [m for r in breaths for m in r if m.span.start >= at and m.name != union.name and _may_belong(m, "")]
    end = members[-1].span.end if members else stop
    if members and (_JOINS.match(text, end, stop) or _MADE_OF.match(text, end, stop)):
        yield Told(sentence, union, members, "構成員")


def _may_belong(member: Place | Body, relation: str) -> bool:
    if isinstance(member, Place):
        return member.use == "actor" and relation != "友好団体"
    return bool(member.name) and not member.product


def _record(scan: Scan, each: Told, member: Place | Body) -> Record:
    side = "自治体" if isinstance(member, Place) else "会員"
    made: Record = {side: member.name, "団体": each.union.name, "関係": each.relation}
    if member.said != member.name:
        made["表記"] = plain(member.said)
    made["出典"] = cite(scan.page, privacy.clean(scan.text, [each.sentence.span], [member.span, each.union.span]))
    certain = member.certain if isinstance(member, Body) else member.resolved
    return made | ({"確度": "明示"} if certain else {"確度": "推定", "注記": "名前が正式でない形で書かれています"})
