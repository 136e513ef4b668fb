"""Lines of a text, and which of them a page has cut in the middle of a sentence or a word."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from loaders.read import Span

MARK: Final = re.compile(
    r"(?P<md>#{1,6}) +"
    r"|(?P<bold>\*\*(?=[^*。\n]{1,60}\*\*:? *(?:\n|$)))"
    r"|(?P<article>第(?:\d{1,3}|[一二三四五六七八九十]{1,3})[章条節項]) *"
    r"|(?P<note>※)(?: *\d{1,2}(?!\d| ?[市町村区県社者団年月日人件回つ]))? *"
    r"|(?P<square>[■◆▼★▶▲♦□◇●◎〇○◯☆▽▷△➢➤❏❖⬛]) *"
    r"|(?P<paren>\((?:\d{1,2}|[一二三四五六七八九十]{1,2}|[ア-コ])\)|[⑴-⒇]) *"
    r"|(?P<circle>[①-⑳❶-❿㊀-㊉]) *"
    r"|(?P<part>\d{1,2}-\d{1,2}\.?(?= +[^\d ])) *"
    r"|(?P<number>\d{1,2} *\.(?!\d)|\d{1,2}(?= +[市町村][のがで])|\d{1,2}(?= +[^ 月日年社名人件回個本台円時分歳%か自市町村箇条者団つ])|[ⅰ-ⅻⅠ-Ⅻ]+[. ]) *"
    r"|(?P<turn>[qa]\d{1,2}(?=[ .:]+[^ \d])|[qa](?=[.:] *[一-鿿ぁ-んァ-ヺ]))[ .:]+"
    r"|(?P<dot>[・‣•◦∙⚫⦁✓✔]|[-*+] ) *"
    r"|(?P<letter>[ア-コロハニホヘト](?=[ .)])[.)]?) *"
    r"|(?P<quote>> ) *"
)
KEY: Final = re.compile(r"(?P<key>[^ :、。「」()\d][^:、。「」\n]{0,14}?) *: *(?!//)")
ENDS: Final = re.compile(r"[。!?] *[」』)】]* *$")
COMMA: Final = re.compile(r"(?:[、,とがはをにの]|および|及び|並びに)$")
_PAGE: Final = re.compile(r"-{1,2} *\d{1,3} *-{1,2}|\d{1,3} */ *\d{1,3}(?: *ページ)?")
_HIRAGANA: Final = re.compile("[ぁ-ん]")
_FRAGMENT: Final = re.compile(
    r"(?:[ぁぃぅぇぉっゃゅょんーァィゥェォッャュョン、。)」』]|(?:株式|有限|合同)会社(?=$|[、。)])|[一-鿿]$|[ぁ-ん]{1,3}$)"
)
_FORM_CUT: Final = re.compile(
    r"(?:株\n式会|(?:株式|有限|合同)\n会社|(?:株式|有限|合同)会\n社|協\n同組|協同\n組合|協同組\n合|信用金\n庫|信用\n金庫|商工会議\n所|商工会\n議所)"
)
_TITLE_LIKE: Final = re.compile(r"(?:[^はがをへと、。\n]|との)+(?:[一-鿿ァ-ヺー)」]|について)")
_SUBJECT: Final = re.compile(r"[^、。はがとのを「」(]{2,14}(?:(?:で|に)?は|が)[^ぁ-ん]")
"""A line without a particle over one that begins with who does it: a heading or a name, and a sentence of its own."""
_KATAKANA_END: Final = re.compile("[ァ-ヺー]$")
_KATAKANA_START: Final = re.compile("[ァ-ヺー]")
_DATE_CUT: Final = re.compile(r"(?:\d年|元年|\d月|令和|平成)$")
_DATE_REST: Final = re.compile(r"\d{1,2} ?(?:年|月|日)")


@dataclass(slots=True)
class Line:
    start: int
    end: int
    number: int
    blank_before: int
    indent: int
    wrapped: bool = False
    """The page has cut the line: the sentence goes on in the next one."""
    paged: bool = False
    """A page ends before the line."""


CASE: Final = "事例|ケース|例|トピック|レポート|case|file"
"""Words before the number of a case in a collection (事例2)."""
_PICTURES: Final = re.compile("[ \U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+$")
"""Small pictures at the end of a line, behind its last word."""
_RULE: Final = re.compile(r"(?:[^\w|]|[ー_]){4,}")
"""A line that is drawn (────, ◇◇◇◇) and says nothing; the bars of a table in markdown stay."""


def lines_of(folded: str, skip: Sequence[Span]) -> list[Line]:
    skipped = sorted(skip)
    starts = [span.start for span in skipped]
    lines: list[Line] = []
    blank, at, paged = 1, 0, False
    texts = folded.splitlines()
    running = _running(texts)
    for number, words in enumerate(texts):
        start, at = at, at + len(words) + 1
        body = words.strip()
        if skipped and body:
            inside = bisect.bisect_right(starts, start) - 1
            if inside >= 0 and skipped[inside].start <= start < skipped[inside].end:
                body = ""
        if not body:
            blank += 1
            continue
        if number in running or (body[0] in "-0123456789" and _PAGE.fullmatch(body)):
            # The number of a page stands between its lines, it says nothing.
            blank, paged = blank + 1, True
            continue
        if (body[0] == "ー" or not body[0].isalnum()) and _RULE.fullmatch(body):
            blank += 1
            continue
        indent = words.index(body[0])
        body = _PICTURES.sub("", body) or body
        lines.append(Line(start + indent, start + indent + len(body), number, blank, indent, paged=paged))
        blank, paged = 0, False
    return lines


def _running(texts: list[str]) -> set[int]:
    """Lines at the end of pages, with nothing beside them, that are alike but for a number which grows by one."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, words in enumerate(texts):
        body = words.strip()
        beside = texts[max(0, number - 1) : number] + texts[number + 1 : number + 2]
        if not body or len(body) > _FOOT or any(map(str.strip, beside)) or not (page := _FOOTED.fullmatch(body)):
            continue
        found.setdefault(page["rest"] or page["last"] or "", []).append((number, int(page["page"] or page["end"])))
    return {
        number
        for pages in found.values()
        if len(pages) > 1 and all(b[1] - a[1] == 1 for a, b in pairwise(pages))
        for number, _ in pages
    }


_FOOT: Final = 80
_FOOTED: Final = re.compile(r"(?P<page>\d{1,3})(?: {2,}(?P<rest>\S.*))?|(?P<last>\S.*?) {2,}(?P<end>\d{1,3})")


def join_hanging(folded: str, lines: list[Line]) -> list[Span]:
    """Let a line of names (A村 × B社 × C) go on in the one beneath that is set in far; gives what lies between them."""
    seams: list[Span] = []
    kept: list[Line] = []
    for line in reversed(lines):
        if kept and _hangs(folded, line, kept[-1]):
            seams.append(Span(line.end, kept[-1].start))
            line.end = kept.pop().end
        kept.append(line)
    lines[:] = reversed(kept)
    return seams


def _hangs(folded: str, line: Line, following: Line) -> bool:
    return (
        not following.blank_before
        and following.indent - line.indent >= _HANGING
        and _CROSSED.search(folded, line.start, line.end) is not None
        and not ENDS.search(folded, line.end - 4, line.end)
        and not MARK.match(folded, following.start, following.end)
        and not ENDS.search(folded, following.end - 4, following.end)
    )


_HANGING: Final = 4
_CROSSED: Final = re.compile(" [×✕✖╳] ?")


def mark_cuts(folded: str, lines: list[Line]) -> None:
    """Mark the lines of blocks that end with a full stop and are sentences throughout, and lines that end in a fragment."""
    block: list[Line] = []
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else None
        block.append(line)
        mark = MARK.match(folded, line.start, line.end)
        short_title = mark is not None and (line.end - line.start < 16 or mark["bold"] is not None)
        goes_on = (
            following is not None
            and not following.blank_before
            and not MARK.match(folded, following.start, following.end)
        )
        if following is not None and goes_on:
            words, behind = folded[line.start : line.end], folded[following.start : following.end]
            hanging = following.indent > line.indent
            # A page that cuts a title or a value at its edge does not let the next line run far beyond it.
            told = mark is not None and hanging
            beyond = (told or KEY.match(words) is not None) and len(behind) > 2 * len(words)
            line.wrapped = not beyond and _is_cut(words, behind, hanging)
            # A new paragraph is set in, and what stands before it is none of its sentences.
            goes_on = line.wrapped or not hanging
        if goes_on and not (short_title and not line.wrapped):
            continue
        if len(block) > 1 and ENDS.search(folded, block[-1].end - 4, block[-1].end):
            upper = block[:-1]
            columns = sum(_COLUMNS.search(folded, entry.start, entry.end) is not None for entry in upper)
            if (
                columns < _SEVERAL
                and all(
                    entry.end - entry.start >= 4
                    and _HIRAGANA.search(folded, entry.start, entry.end)
                    and (entry is block[0] or not KEY.match(folded, entry.start, entry.end))
                    and not ENDS.search(folded, entry.end - 2, entry.end)
                    and not ROW.match(folded, entry.start, entry.end)
                    and not _CROSSED.search(folded, entry.start, entry.end)
                    and (
                        entry is not block[0]
                        or entry.end - entry.start >= _MUCH_SHORTER * min(after.end - after.start, _WIDEST)
                    )
                    and not (
                        _TITLE_LIKE.fullmatch(folded, entry.start, entry.end)
                        and _SUBJECT.match(folded, after.start, after.end)
                    )
                    for entry, after in pairwise(block)
                )
                and any(COMMA.search(folded, entry.end - 3, entry.end) is None for entry in upper)
            ):
                for entry in upper:
                    entry.wrapped = True
            elif all(entry.end - entry.start >= 4 for entry in upper):
                for entry, after in pairwise(block):
                    # A sentence that a full stop ends somewhere below, with a word cut in two.
                    if (
                        not ENDS.search(folded, entry.end - 2, entry.end)
                        and _HIRAGANA.search(folded, entry.start, entry.end)
                        and folded[after.start] in "ぁぃぅぇぉっゃゅょんーをしますたでりれ"
                    ):
                        entry.wrapped = True
        _mark_paragraph(folded, block)
        block = []


def _mark_paragraph(folded: str, block: list[Line]) -> None:
    """Mark the full lines of a paragraph whose lines are all but as long as each other, wherever it ends (a page may)."""
    if len(block) < _LINES:
        return
    width = max(line.end - line.start for line in block)
    if width < _WIDTH or not any(_STOPS.search(folded, line.start, line.end - 1) for line in block):
        return
    for line, after in pairwise(block):
        full = line.end - line.start >= _FULL * width and line.indent <= after.indent + 2
        running = _RUNNING.search(folded, line.start, line.end) is not None and _HIRAGANA.search(
            folded, after.start, after.end
        )
        if (
            full
            and running
            and not ENDS.search(folded, line.end - 4, line.end)
            and not KEY.match(folded, after.start, after.end)
        ):
            line.wrapped = True


ROW: Final = re.compile(r"(?:令和|平成|昭和)? ?[\d元]{1,4} ?[年./][ \d月日./]{0,8} +[^ ]|\d{1,2}:\d\d +[^ ]")
"""A line that a day opens, parted by blanks from what follows, is an entry."""
_MUCH_SHORTER: Final = 0.5
"""A line that a page has cut is about as long as the next one; one that is much shorter ends by itself."""
_WIDEST: Final = 60
_COLUMNS: Final = re.compile(r"[^ 。、] {2,}[^ ]")
_SEVERAL: Final = 2
"""Lines of which several are parted by wide blanks are rows of columns."""
_LINES: Final = 3
_WIDTH: Final = 20
_FULL: Final = 0.92
_STOPS: Final = re.compile("。")
_RUNNING: Final = re.compile("[一-鿿ァ-ヺー」][はがをにで、]")


def _is_cut(words: str, behind: str, hanging: bool) -> bool:
    """Whether a line ends in the middle of a word that the next line takes up."""
    if ENDS.search(words) or len(words) < 5:
        return False
    if _unclosed(words) or (_DATE_CUT.search(words) and _DATE_REST.match(behind)):
        return True
    if _FORM_CUT.search(words + "\n" + behind[:3]):
        return True
    if _FRAGMENT.match(behind) and not (hanging and behind[0] in "「『("):
        return True
    # A word in katakana that goes on; lines that are nothing but names may follow each other.
    return (
        bool(_KATAKANA_END.search(words) and _KATAKANA_START.match(behind))
        and (hanging or "、" in words or KEY.match(words) is not None) and not behind.startswith(MARK.sub("", words))
    )  # fmt: skip


def _unclosed(words: str) -> bool:
    """Whether a line leaves a bracket open that must close in the next."""
    return words.count("「") > words.count("」") or words.count("『") > words.count("』")
