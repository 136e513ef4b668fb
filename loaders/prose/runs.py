"""Names that a sentence tells in one breath: 「A社（以下「甲」という。）、「B社」及びC社と」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.prose.parts import Body, Mention, Place, Scan, Sentence

_TIE: Final = re.compile(
    r"[」』】]?\s*(?:、|,|，|・|／|/|＆|&|＋|×|及び|および|並びに|ならびに|と|や)?\s*(?:、|及び|並びに|それに|それから|そして)?\s*(?:(?:地元|市内|町内|村内|区内|県内|府内|都内|道内|大手)の)?[「『【]?"
)


def runs(scan: Scan, sentence: Sentence) -> list[list[Place | Body]]:
    """Places and bodies of a sentence in runs; brackets behind a name (seat, abbreviation) do not part a run, and what
    stands in them is no member of it. The lists are kept for the next who asks: read them only."""
    known = scan.breaths.get(sentence.index)
    if known is not None:
        return known
    found: list[list[Place | Body]] = []
    reach = -1
    for part in scan.together(sentence):
        members = [m for n, m in enumerate(part) if isinstance(m, Place | Body) and not _only_where(scan.text, part, n)]
        if not members:
            continue
        start, end = members[0].span.start, members[-1].span.end
        if start < reach:
            continue
        between = scan.text[reach:start] if found else ""
        if found and between and _TIE.fullmatch(between):
            found[-1] += members
        else:
            found.append(members)
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
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|[ 　]*[一-龥ァ-ヶー]{1,8}(?:工場|支店|支社|営業所|支部|本店|本社|事業所|郵便局|支所|出張所|センター|事務所)(?=[ 　]*[とはがもの、様さで（(及並]|[ 　][一-龥ァ-ヶー]{1,8}(?:支店|支社|営業所|支部|事業所|事務所))|\*{1,2}|\s*[（(＜<〔［\[][^（）()＜＞<>〔〕［］\[\]\n]{0,120}(?:[（(][^（）()\n]{0,40}[）)][^（）()\n]{0,60})?[）)＞>〕］\]]|様|さん"
)
