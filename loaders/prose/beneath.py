"""What stands beneath or behind a row of a list and belongs to it: its title, its day, remarks, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.prose import cues, governing
from loaders.prose.folding import fold
from loaders.prose.parts import Body, Place, Scan, Sentence, When
from loaders.read import Span

_ALONE: Final = re.compile(
    r"[「『](?P<quoted>[^「」『』\n]{4,60}?(?:協定|覚書)書?)[」』][ 　]*(?:[（(][^（）()]{1,30}[）)])?[ 　]*"
    r"|(?P<title>[^「」『』。はがを（）()\n]{4,60}?(?:協定|覚書)書?)[ 　]*(?:[（(][^（）()]{1,12}[）)])?[ 　]*"
)


def title(scan: Scan, sentence: Sentence) -> Span | None:
    """The title that stands alone on the line beneath a row, set in deeper (「R6.12.20　A信用金庫」 over 「　　「…協定」」)."""
    below = scan.sentences[sentence.index + 1] if sentence.index + 1 < len(scan.sentences) else None
    if below is None or below.key is not None or below.mark or below.dates or below.paragraph != sentence.paragraph:
        return None
    alone = _ALONE.fullmatch(scan.text, *below.span)
    deeper = governing.indent(scan, below) > governing.indent(scan, sentence)
    if alone is None or not deeper:
        return None
    found = Span(*alone.span(str(alone.lastgroup)))
    named = any(isinstance(m, Place | Body) and m.span.start < found.end for m in below.mentions)
    return None if named or cues.GENERIC.fullmatch(scan.text, *found) else found


_DAY: Final = re.compile(
    r"[（(]?[月火水木金土日]?(?:曜日)?[）)]?[ 　]*(?:付け?)?(?:に)?[ 　]*(?:協定)?(?:を)?(?:締結|調印|$)"
)


def day(scan: Scan, sentence: Sentence) -> tuple[When, Sentence] | None:
    """The day that the line beneath a row tells (「令和元年5月1日締結」), and that line."""
    below = scan.sentences[sentence.index + 1] if sentence.index + 1 < len(scan.sentences) else None
    if below is None or below.places or below.bodies or not below.dates or below.key is not None:
        return None
    when = below.dates[0]
    if when.span.start - below.span.start > 2 or not _DAY.match(scan.text, when.span.end, below.span.end):
        return None
    return when, below


_REMARK: Final = re.compile(r"[ 　]+[＊*※](?![ 　]?[\d０-９])|(?<=締結[)）])[ 　]*(?:…{1,2}|―{1,2}|─{1,2}|→)")


def cells_end(scan: Scan, sentence: Sentence) -> int:
    """Where the cells of a line end: before a remark (「洋野町　2016年10月28日　＊A協議会との三者協定です」,
    「A社（R2.9.1締結）……」), else with it."""
    match = _REMARK.search(scan.text, *sentence.span)
    return match.start() if match else sentence.span.end


_NOTED: Final = re.compile(r"[ 　(（]*(?P<mark>[※＊*][ 　]?[\d０-９]{1,2})[)）]?[ 　]*$")
THIRD: Final = re.compile(r"と(?:の|による|で)?(?:[二三四五六\d２-６]者|共同)|を(?:含む|加えた|含めた)")


def notes(scan: Scan, sentence: Sentence) -> Iterator[Sentence]:
    """「… ※1」 and further down 「※1 A社との三者協定」: the notes to which a row points and that name a further party."""
    noted = _NOTED.search(scan.text, *sentence.span)
    if noted is None:
        return
    mark = "".join(fold(noted["mark"]).split())
    for note in scan.sentences[sentence.index + 1 : sentence.index + 1 + _LIST]:
        if "".join(fold(note.mark).split()) == mark and note.bodies and THIRD.search(scan.text, *note.span):
            yield note


_LIST: Final = 60


def each_apart(scan: Scan, sentence: Sentence) -> bool:
    """Whether the line beneath a row says that each of several concluded an agreement of its own."""
    after = scan.sentences[sentence.index + 1 : sentence.index + 2]
    return any(s.kind == "prose" or s.mark for s in after) and _APART.search(scan.text, *after[0].span) is not None


_APART: Final = re.compile("それぞれ|個別に|別々に")
