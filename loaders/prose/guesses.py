"""Proper nouns that nothing but their look and their company makes bodies; all of them uncertain."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from loaders.prose.abreast import TIE
from loaders.prose.folding import KATAKANA
from loaders.prose.generic import is_everyday
from loaders.prose.parts import Body, Place, Sentence
from loaders.read import Span

_CUE: Final = re.compile(
    r"協定|覚書|連携|締結|協力|提供|共同|支援|寄附|寄付|委託|運営|協働|無償|実証|開発|派遣|共催|参画"
)
_NOUN: Final = re.compile(
    rf"(?<![{KATAKANA}・a-z0-9@/._\-])(?:[{KATAKANA}][{KATAKANA}・]{{2,24}}|[a-z][a-z0-9&]{{1,20}}(?: [a-z][a-z0-9&]{{1,20}}){{0,2}})(?![{KATAKANA}a-z0-9@/_]|\.[a-z])"
)
_LABEL: Final = re.compile("[qa][0-9]{1,2}")
_TITLE: Final = re.compile(r"(?:社|さん|様)(?=[はがとのにをへも、,。\)及並])")
_LED: Final = re.compile(
    r"(?:会員(?:企業)?|企業|会社|大手|事業者|法人|ベンチャー|スタートアップ|メーカー|運営する|手がける|手掛ける)の? ?[「『]?$"
)
_ROLE: Final = re.compile(
    r"(?:[」』]?)(?:が|は|も|と|とともに|と共同|との|による|により|から)(?!し|な(?:る|っ|り)|する)"
)


def find(text: str, folded: str, sentences: list[Sentence]) -> list[tuple[int, Body]]:
    """Uncertain bodies with the index of their sentence: by 社/さん behind, by 会員の … before, as neighbour of a body in an
    enumeration, or as the one who acts together with somebody. A word must be no everyday one."""
    found: list[tuple[int, Body]] = []
    known = {b.name: b for s in sentences for b in s.bodies if b.certain and not b.product}
    for sentence in sentences:
        start, end = sentence.span
        if not sentence.mentions or not _CUE.search(folded, start, end):
            continue
        for match in _NOUN.finditer(folded, start, end):
            a, b = match.span()
            if (
                any(m.span.start < b and a < m.span.end for m in sentence.mentions)
                or is_everyday(match[0])
                or _LABEL.fullmatch(match[0])
            ):
                continue
            if not _acts(folded, sentence, a, b):
                continue
            title = _TITLE.match(folded, b)
            same = known.get(text[a:b])
            if same is not None:
                # Named so elsewhere, where the text says what it is.
                found.append((sentence.index, replace(same, span=Span(a, b), department="")))
                continue
            found.append((sentence.index, Body(Span(a, b), text[a:b], text[a:b], certain=False)))
            if title:
                found[-1][1].kind = "企業"
                found[-1][1].certain = title[0] == "社"
    return found


def _acts(folded: str, sentence: Sentence, start: int, end: int) -> bool:
    if _TITLE.match(folded, end) or _LED.search(folded, max(0, start - 12), start):
        return True
    for body in sentence.mentions:
        if not isinstance(body, Body):
            continue
        first, second = (body.span.end, start) if body.span.end <= start else (end, body.span.start)
        # X の Y社 tells what Y is.
        if TIE.fullmatch(folded, first, second) and "の" not in folded[first:second]:
            return True
    return bool(_ROLE.match(folded, end)) and any(isinstance(m, Place) and m.use == "actor" for m in sentence.mentions)
