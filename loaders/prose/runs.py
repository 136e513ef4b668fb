"""Names that a sentence tells in one breath: 「A社（以下「甲」という。）、「B社」及びC社と」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.prose.cases import COUNT
from loaders.prose.parts import Body, Mention, Place, Scan, Sentence

_TIE: Final = re.compile(
    r"[」』】]?\s*(?:、|,|，|・|／|/|＆|&|＋|×|及び|および|並びに|ならびに|と|や)?\s*(?:、|及び|並びに|それに|それから|そして)?\s*(?:同(?:都|道|府|県|郡|じく)(?:の|内の)?|(?:地元|近隣|周辺|隣|市内|町内|村内|区内|県内|府内|都内|道内|大手)の)?[「『【]?"
    r"|[」』】]?(?:、|及び|および|並びに|と)\s*(?:その)?\s*(?:100[%％])?(?:グループ(?:会社|企業)|子会社|関連会社|関係会社)(?:である|の)、?[「『]?"
    r"|、?(?:それに|それから|それと|そして|さらに)、?[^、。はがをにと]{0,20}(?:である|でございます|の)[「『]?"
    r"|と、[^、。はがを]{0,20}(?:つくる|からなる|である|する)[「『]?"
    r"|の(?:社員|職員|配達員|行員|組合員|従業員|店員|スタッフ|学生|生徒|教員|研究者|会員|隊員|技術者)(?:の(?:方々|方|皆さん|みなさん|皆さま|皆様)|さん|たち|ら)?(?:と|、|及び|および|並びに)"
    r"|の(?:[\d０-９]{1,2}|[二三四五六七八九十両])(?:市区?町村|市町|町村|市村|市|町|村|区|自治体)(?:と|及び|および|並びに)"
    r"|[」』】]?(?:、|及び|および|並びに|と)(?:それに|そして)?[^、。はがをにでと「」『』（）()\s]{0,14}(?:店|会社|企業|業者|メーカー|団体|組合|法人|ホテル|スーパー|機関|商社|旅館|大手|木工所|工場|農園|酒蔵|大学|スタートアップ|ベンチャー)の[「『]?"
    r"|[」』】]?(?:、|及び|および|並びに|と)(?:それに|そして)?[^、。はが「」『』（）()\s]{1,20}(?:を(?:営む|営んでいる|手が?掛?ける|手がけている|運営する|展開する|得意とする|扱う|開発する|製造する|販売する|つくる|作る|行う|主催する)|に取り組む)[「『]?"
)


_COUNTED: Final = re.compile(rf"[」』】]?(?:と|、|及び|および|並びに)[^、。はが「」（）()]{{0,10}}{COUNT}[（(]")
"""「A町と町内の3郵便局（」: who is counted stands in the bracket."""
_WHO_IS: Final = re.compile(
    r"(?:の[^、。はがを]{1,14}(?:である|の|・)|に(?:本社|本店|本部|拠点)(?:を(?:置く|構える|おく)|の?ある))[「『]?"
)


def runs(scan: Scan, sentence: Sentence) -> list[list[Place | Body]]:
    """Places and bodies of a sentence in runs; brackets behind a name (seat, abbreviation) do not part a run, and what
    stands in them is no member of it. The lists are kept for the next who asks: read them only."""
    known = scan.breaths.get(sentence.index)
    if known is not None:
        return known
    found: list[list[Place | Body]] = []
    reach = owned = -1
    for part in scan.together(sentence):
        whose = subsidiary_of(scan.text, part[-1], sentence.span.end) if len(part) > 1 else None
        members = [
            m for n, m in enumerate(part)
            if isinstance(m, Place | Body) and not _only_where(scan.text, part, n) and not (whose and m is part[-1])
        ]  # fmt: skip
        if not members:
            continue
        start, end = members[0].span.start, members[-1].span.end
        if start < reach:
            continue
        between = scan.text[reach:start] if found else ""
        seat = found[-1][-1] if found and len(found[-1]) > 1 else None
        if isinstance(seat, Place) and seat.use == "location" and _WHO_IS.fullmatch(between):
            # 「A組合、松山市のスタートアップであるB社と」: the city says only where the next one is.
            found[-1] = [*found[-1][:-1], *members]
        elif found and ((between and (_TIE.fullmatch(between) or _COUNTED.fullmatch(between))) or start == owned):
            found[-1] += members
        else:
            found.append(members)
        owned = whose.end() if whose else -1
        reach = _reach(scan.text, end, sentence.span.end)
    scan.breaths[sentence.index] = found
    return found


def _only_where(text: str, part: Sequence[Mention], n: int) -> bool:
    """岐阜県の恵那市: the prefecture says only where the next one is."""
    if n + 1 >= len(part):
        return False
    here, there = part[n], part[n + 1]
    return (
        isinstance(here, Place) and isinstance(there, Body) and text[here.span.end : there.span.start] == "の"
    ) or (
        isinstance(here, Place) and isinstance(there, Place) and text[here.span.end : there.span.start] in ("", "の", "内の")
        and here.codes[0][2:5] == "000" and here.codes[0][:2] == there.codes[0][:2]
    )  # fmt: skip


_SUBSIDIARY: Final = re.compile(
    r"の(?:完全|連結|100[%％]|１００％)?(?:子会社|関連会社|関係会社|グループの[^、。はが]{1,10}会社|グループ(?:会社|企業)|親会社|系列会社|外郭団体|関連団体)(?:である|でございます|の|であり、|で、)?[「『]?"
)


def subsidiary_of(text: str, last: Mention, stop: int) -> re.Match[str] | None:
    """「A市および当社の子会社であるB社と」: 当社 only says whose the next one is."""
    return _SUBSIDIARY.match(text, last.span.end, stop) if isinstance(last, Body) else None


def _reach(text: str, end: int, stop: int) -> int:
    """The end of a name with the brackets behind it, but without counts (の3社), which end a run."""
    after = end
    while after < stop:
        match = _BRACKET.match(text, after, stop)
        if match is None:
            return after
        after = match.end()
    return after


_BRACKET: Final = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|[ 　]*[一-龥ァ-ヶー]{1,8}(?:工場|支店|支社|営業所|支部|本店|本社|事業所|郵便局|支所|出張所|センター|事務所)(?=[ 　]*[とはがもの、様さで（(及並]|[ 　][一-龥ァ-ヶー]{1,8}(?:支店|支社|営業所|支部|事業所|事務所))|\*{1,2}|\s*[（(＜<〔［\[](?:[^（）()＜＞<>〔〕［］\[\]\n]|\n(?=[^\s]|[ 　]{1,4}[^\s])){0,120}(?:[（(][^（）()\n]{0,40}[）)][^（）()\n]{0,60})?[）)＞>〕］\]]|様|さん"
)
