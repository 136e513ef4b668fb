"""Where a page has cut its lines: at its right edge, and in values that go on beneath themselves.

Widths are counted as a page sets them: two for a character of Japanese, one for a letter or digit of half width.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from loaders.prose import keys
from loaders.prose.lines import ENDS, KEY, MARK, ROW, Line

_LEAST: Final = 40
"""Units of a line that a page may have cut; shorter ones end by themselves."""
_SLACK: Final = 4
"""Units that a line may fall short of the edge: a comma or a bracket is never the first or last of a line."""
_SEVERAL: Final = 4
_MOST: Final = 0.6
_SHORT: Final = 0.7
_VALUE: Final = re.compile(
    r"[^ 。、「」()]{1,10}(?: {1,2}[^ 。、「」()]{1,4}){0,4}(?: {2,}| *[:|] *| (?=[^ ]))(?=[^ ])"
)
_COLUMNS: Final = re.compile(r"[^ 。、] {2,}[^ ]")
_DAY_LAST: Final = re.compile(r"(?:\d ?日|\d ?月|[\d元] ?年)(?:締結|調印)?[)」】]*$")
_SIGNED: Final = re.compile(r"(?:\d ?日|\d ?月|[\d元] ?年)(?:(?:締結|調印)[)」】]*|[)】])$")
"""The end of an entry, which says when what it names was concluded."""
_PARTICLE: Final = re.compile(r"[にのをはがでとへも、]|から|より|まで|付|し[たてま]|さ[れせ]")
_TITLE_REST: Final = re.compile(r"[^、。]{1,30}(?:協定|覚書|契約|宣言|事業|計画)書?[」』]?(?:\([^()]*\))?")
_RUNS: Final = re.compile("[ぁ-ん]")


def mark(text: str, folded: str, lines: list[Line]) -> None:
    """Mark the lines that the page has cut, and unmark those that end long before its edge."""
    if len(lines) < _SEVERAL:
        return
    rights = [_right(text, line) for line in lines]
    edge = _edge(text, folded, lines, rights)
    column = 0
    for n, (line, following) in enumerate(pairwise(lines)):
        begin = _width(text, following.start - following.indent, following.start)
        column = _value(text, folded, line) or (column if begin == column else 0)
        if ENDS.search(folded, line.end - 4, line.end) or (following.blank_before and not following.paged):
            continue
        hangs = bool(column) and begin == column
        if MARK.match(folded, following.start, following.end) or ROW.match(folded, following.start, following.end):
            continue
        if _SIGNED.search(folded, line.start, line.end) and not _PARTICLE.match(folded, following.start):
            line.wrapped = False
        if _is_row(folded, line, following):
            line.wrapped |= begin > 0 and begin == _last_cell(text, folded, line) and _cut_cell(folded, line, following)
            continue
        if hangs and (folded[following.start] == "(" or _within_word(folded, line, following)):
            line.wrapped = True
        elif edge and rights[n] >= edge - _SLACK:
            line.wrapped |= hangs or following.indent <= line.indent + 1
        elif edge and rights[n] < _SHORT * edge and following.indent > line.indent and not hangs:
            line.wrapped = False


def _edge(text: str, folded: str, lines: list[Line], rights: list[int]) -> int:
    """The edge at which most lines end that end without a full stop, or 0 where they end here and there."""
    stops = _stopping(folded, lines)
    open_ = [
        right
        for right, stop, (line, following) in zip(rights, stops, pairwise(lines), strict=False)
        if right >= _LEAST
        and stop
        and not following.blank_before
        and not _is_row(folded, line, following)
        and not MARK.match(folded, following.start, following.end)
        and not KEY.match(folded, following.start, following.end)
        and keys.parted(text, folded, following.start, following.end) is None
        and _RUNS.search(folded, line.start, line.end)
        and not ENDS.search(folded, line.end - 4, line.end)
    ]
    counts = Counter(open_)
    best, edge = max(
        ((sum(counts[right] for right in range(edge - _SLACK, edge + 1)), -edge) for edge in counts), default=(0, 0)
    )
    return -edge if best >= _SEVERAL and best >= _MOST * len(open_) else 0


def _stopping(folded: str, lines: list[Line]) -> list[bool]:
    """For each line whether a full stop ends a sentence further down in its block: what it says is a sentence."""
    found: list[bool] = []
    below = False
    for line in reversed(lines):
        found.append(below)
        below = not line.blank_before and (below or folded.find("。", line.start, line.end) >= 0)
    return found[::-1]


def _is_row(folded: str, line: Line, following: Line) -> bool:
    """Whether a line has columns, or ends with a day and nothing goes on from it: what is as wide is a table."""
    for each in (line, following):
        key = _VALUE.match(folded, each.start, each.end)
        if _COLUMNS.search(folded, key.end() if key else each.start, each.end):
            return True
    return (
        _DAY_LAST.search(folded, line.start, line.end) is not None and _PARTICLE.match(folded, following.start) is None
    )


def _value(text: str, folded: str, line: Line) -> int:
    """The column in which the value of a line begins that has a key before it; 0 for others."""
    match = _VALUE.match(folded, line.start, line.end)
    return _width(text, line.start - line.indent, match.end()) if match else 0


def _last_cell(text: str, folded: str, line: Line) -> int:
    """The column in which the last cell of a row begins; 0 where it has but one."""
    gaps = list(_COLUMNS.finditer(folded, line.start, line.end))
    return _width(text, line.start - line.indent, gaps[-1].end() - 1) if gaps else 0


def _cut_cell(folded: str, line: Line, following: Line) -> bool:
    """Whether a cell ends within a word or a title that the line beneath takes up."""
    begins = _RUNS.match(folded, following.start) is not None
    return begins or _within_word(folded, line, following)


def _within_word(folded: str, line: Line, following: Line) -> bool:
    """「…に関す」 over 「る連携協定」; names in hiragana may stand over each other as well."""
    rest = _TITLE_REST.fullmatch(folded, following.start, following.end)
    return rest is not None and _RUNS.match(folded[line.end - 1]) is not None


def _right(text: str, line: Line) -> int:
    """The column behind the last character of a line; of one that goes on in others, of its last part."""
    cut = text.rfind("\n", line.start, line.end)
    return _width(text, cut + 1 if cut >= 0 else line.start - line.indent, line.end)


def _width(text: str, start: int, end: int) -> int:
    # A character of Japanese takes three bytes in UTF-8, one of half width takes one.
    words = text[start:end]
    return (len(words.encode("utf-8", "replace")) + len(words)) // 2
