"""The cells of a line: what parts them, and what is left of a line without those that are understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.read import Span

PARTS: Final = r" \t　\n|｜/／:：→,，、・;；…‥①-⑳"
OPEN: Final = re.compile(
    r"予定|検討|協議中|未定|調整中|募集|打診|見送|断念|辞退|準備中|(?:協定|覚書)(?:の締結)?(?:は|も)?(?:なし|無し|無$)|。"
)
GAP: Final = re.compile(r"(?:[ 　]{2,}|\t|[|｜])")


def apart(text: str, span: Span, taken: Sequence[Span]) -> bool:
    """Whether wide gaps part a line into cells of which the first is taken and the last is (a name … a day): what stands
    in the middle one may be worded freely."""
    cells = GAP.split(text[span.start : span.end])
    if len(cells) < _CELLS or not taken:
        return False
    first, last = span.start + len(cells[0]), span.end - len(cells[-1])
    return taken[0].start < first and last <= taken[-1].start


_CELLS: Final = 3


def without(text: str, span: Span, taken: Sequence[Span]) -> str:
    """The words of a line outside what is taken, without signs and figures."""
    pieces, at = [], span.start
    for each in taken:
        pieces.append(text[at : each.start])
        at = max(at, each.end)
    pieces.append(text[at : span.end])
    return re.sub(rf"[{PARTS}()（）\[\]［］「」『』*\d０-９.．]+", " ", " ".join(pieces)).strip()
