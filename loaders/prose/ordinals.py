"""Partners told in the order in which they came: 「協定の第1号は2015年のA社、第2号は2019年のB会だった」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import cues, parties
from loaders.prose.parts import Body, Place, Scan, Sentence
from loaders.prose.stated import Statement
from loaders.read import Span

_NTH: Final = re.compile(
    r"(?:第[\d０-９一二三四五六七八九十]+(?:号|弾)|[\d０-９一二三四五六七八九十]+(?:例|社|件|番)目|最初)(?:の(?:相手|企業|締結先))?は、?"
    r"(?:[^、。はが]{1,16}の)?[「『]?$"
)
_IS: Final = re.compile(r"[」』]?(?:、|で(?:す|あ|、|し)|だ(?:った)?|。|と(?:なった|なる|の))")
_HINT: Final = re.compile("第.{1,3}[号弾]|目は|最初")
_SEVERAL: Final = 2


def statements(scan: Scan, sentence: Sentence, noun: Span, breaths: list[list[Place | Body]]) -> Iterator[Statement]:
    """One statement for each of at least two partners who are counted in a sentence that speaks of agreements."""
    text, stop = scan.text, sentence.span.end
    if _HINT.search(text, *sentence.span) is None or cues.told(text, noun.end, noun.end, stop).force != "fact":
        return
    found = []
    for run in breaths:
        before = text[noun.end : run[0].span.start]
        if run[0].span.start < noun.end or not isinstance(run[0], Body) or not _NTH.search(before):
            continue
        if not _IS.match(text, cues.after_name(text, run[-1].span.end, stop), stop):
            continue
        statement = Statement(sentence.index, cues.trimmed(text, sentence.span.start, run[-1].span.end), noun, "exist")
        for mention in run:
            parties.add(statement, mention, "partner")
        statement.date = next(
            (
                d
                for d in reversed(sentence.dates)
                if d.date and text[d.span.end : run[0].span.start] in ("の", "に", "、")
            ),
            None,
        )
        found.append(statement)
    if len(found) >= _SEVERAL:
        yield from found
