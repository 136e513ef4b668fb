"""連携事項 of an agreement: what it is about, item by item in the words of the text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import Final

from loaders.prose import cues, records
from loaders.prose.parts import Scan, Sentence
from loaders.prose.stated import Agreement
from loaders.read import Span

_HEAD: Final = re.compile(
    r"[\s　\d０-９①-⑳.．、()（）【\[［〔<＜■●◆○◇□]*(?:第\S{1,3}条)?[\s　]*(?:主な)?(?:連携|協定|協力|取組)(?:して取り組む)?(?:の)?(?:事項|項目|内容|分野)(?:等|について)?[\s　】\]］〕>＞)）：:]*"
)
_LEADS: Final = re.compile(
    r"(?:次|以下|下記)(?:の|に掲げる)(?:[\d０-９一二三四五六七八九十]+(?:つの)?)?(?:の)?(?:事項|項目|取組|分野|内容)[^。]{0,24}(?:連携|協力|協働|取り組|実施|協議)"
)
_MARK: Final = re.compile(
    r"[\s　]*(?:[(（][\d０-９一二三四五六七八九十ア-ンｱ-ﾝ]{1,3}[)）]|[\d０-９]{1,2}[.．、)）\s　]|[①-⑳]|[一二三四五六七八九十]{1,3}[\s　、]|[ア-ン][\s　、.．]|[・●○■□◆◇※\-*])?[\s　]*"
)
_ABOUT: Final = re.compile(r"(?P<what>[^、。「」（）()\n]{2,40}?に関する(?:こと|事項))")
_QUOTED: Final = re.compile(
    r"「(?P<what>[^「」\n]{2,30})」(?=[、・]?「|(?:など|等|の)?(?:の)?[\d０-９一二三四五六七八九十]+(?:つの)?(?:分野|項目|事項))"
)
_LONGEST: Final = 80
_MOST: Final = 30


def fill(scan: Scan, made: Sequence[Agreement]) -> dict[int, list[str]]:
    """連携事項 by identity of the agreement; each item is words of the text on one line."""
    found: dict[int, list[str]] = {id(a): [] for a in made}
    begun = sorted({a.first for a in made})
    announced = bool(made) and _LEADS.search(scan.text) is not None
    for sentence in scan.sentences if made else ():
        lines = _beneath(scan, sentence, announced)
        owners = _owners(made, begun, sentence.index) if lines else []
        for owner in owners:
            _add(found[id(owner)], (text for line in lines for text in _of_span(scan, line)))
    for agreement in made:
        if not found[id(agreement)]:
            for span in agreement.cites:
                _add(found[id(agreement)], _told(scan, span))
    return found


def _owners(made: Sequence[Agreement], begun: Sequence[int], index: int) -> list[Agreement]:
    """The agreement told last before a list, with those that the same statement began; ``begun``: where they begin."""
    at = bisect.bisect_right(begun, index)
    if not at:
        return list(made) if len(made) == 1 else []
    return [a for a in made if a.first == begun[at - 1]]


def _beneath(scan: Scan, sentence: Sentence, announced: bool) -> list[Span]:
    """The lines of a list that a heading 連携事項, or a sentence 「次の事項について連携する」, announces; ``announced``:
    whether any sentence of the text may."""
    start, stop = sentence.span
    value = sentence.value
    end = sentence.key.end if sentence.key is not None else stop
    head = end - start <= _SHORT and _HEAD.fullmatch(scan.text, start, end) is not None
    if not head and not (announced and _LEADS.search(scan.text, start, stop)):
        return []
    if value is not None and head and value.end > value.start:
        return [value]
    lines: list[Span] = []
    first = -1
    for line in scan.sentences[sentence.index + 1 : sentence.index + 1 + _MOST]:
        if line.kind not in ("bullet", "line") or line.key is not None:
            break
        if lines and line.kind == "bullet" and line.level < first:
            break
        first = line.level if not lines else first
        if line.kind == "line" and not line.mark and not _MARKED.match(scan.text, *line.span):
            if not lines or "\n\n" in scan.text[lines[-1].end : line.span.start]:
                break
            lines[-1] = Span(lines[-1].start, line.span.end)
            continue
        lines.append(line.span)
    return lines


_SHORT: Final = 18
_MARKED: Final = re.compile(r"[一二三四五六七八九十ア-ン][\s　]|[(（①-⑳]")


def _of_span(scan: Scan, span: Span) -> Iterator[str]:
    """The items of a line: one, or several that commas part."""
    words = records.plain(scan.words(span))
    mark = _MARK.match(words)
    words = words[mark.end() :] if mark else words
    pieces = re.split(r"[、，]", words)
    if all(_NOUN_END.search(piece) and len(piece) <= _PIECE for piece in pieces):
        yield from pieces
    else:
        yield words


_NOUN_END: Final = re.compile(
    r"(?:[^ぁ-ん]|こと|など|づくり|もの|見守り|取り組み|まちづくり)。?$(?<!その他)(?<!及び)(?<!並びに)"
)
_PIECE: Final = 25
_SENTENCE: Final = re.compile(
    r"(?:ます|ました|[^っ]た|です|である|ている|する|[くすむぶつうる])。?$|は、|。.|[：:]|^(?:第\S{1,3}条|「?\d{4}年|令和|平成)"
)


def _told(scan: Scan, span: Span) -> Iterator[str]:
    """Items in a sentence: 「防災に関する事項」, 「健康増進」「観光振興」など3分野."""
    for pattern, needs in ((_ABOUT, "に関する"), (_QUOTED, "「")):
        for match in pattern.finditer(scan.text, *span) if scan.text.find(needs, *span) >= 0 else ():
            if cues.NOUN.search(match["what"]) is None and not re.search(r"次の|以下の|その他の", match["what"]):
                yield records.plain(match["what"])


def _add(items: list[str], words: Iterator[str]) -> None:
    for said in words:
        item = said.strip(" 　、，。・")
        inside = (
            len(item) > 1
            and not _SENTENCE.search(item)
            and len(item) <= _LONGEST
            and not records.private(item, Span(0, len(item)))
        )
        if inside and item not in items and len(items) < _MOST:
            items.append(item)
