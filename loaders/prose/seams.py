"""A text whose lines a page has cut, read as if it had not, with the way back to the places of the original."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import Final

from loaders.read import Span

_LETTER: Final = "一-鿿々ぁ-んァ-ヺー"
_APART: Final = re.compile(rf" (?<=[{_LETTER}].)[{_LETTER}] ")
"""A letter between blanks: without one no word is spread."""
_SPREAD: Final = re.compile(
    rf"(?<![{_LETTER}])(?:(?:[{_LETTER}] ){{3,}}[{_LETTER}]|(?:[一-鿿] {{1,2}}){{2}}[都道府県市区町村])(?![{_LETTER}])"
)
_UNSEEN: Final = "[\u200b-\u200d\u2060\ufeff\u00ad\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_INVISIBLE: Final = re.compile(f"{_UNSEEN}{_UNSEEN}*")


def spread(folded: str) -> list[Span]:
    """What stands between the letters of one word: the blanks of words set with a blank between all letters (可 児 銀 行),
    and marks that nobody sees (the variation selector in 葛城市)."""
    apart = _APART.search(folded) is not None
    blanks = [
        Span(at, at + 1)
        for match in (_SPREAD.finditer(folded) if apart else ())
        for at in range(match.start(), match.end())
        if folded[at] == " "
    ]
    hidden = [Span(*match.span()) for match in _INVISIBLE.finditer(folded)] if not folded.isascii() else []
    return sorted([*blanks, *hidden])


def _start(span: Span) -> int:
    return span.start


class Seamless:
    """``text``: a text without its seams (in order); ``place`` and ``end`` lead back to the original, ``there`` to the text."""

    def __init__(self, original: str, seams: Sequence[Span]) -> None:
        pieces: list[str] = []
        self._seams = seams
        self._starts: list[int] = []
        self._shifts: list[int] = []
        last = shift = 0
        for seam in seams:
            pieces.append(original[last : seam.start])
            last = seam.end
            shift += seam.end - seam.start
            self._starts.append(seam.end - shift)
            self._shifts.append(shift)
        pieces.append(original[last:])
        self.text = "".join(pieces) if seams else original
        self.cut = bool(seams)
        """Whether any place moves at all."""

    def there(self, span: Span) -> Span:
        """A span of the original in ``text``."""
        return Span(self._there(span.start), self._there(span.end))

    def _there(self, position: int) -> int:
        at = bisect.bisect_right(self._seams, position, key=_start) - 1
        if at < 0:
            return position
        seam = self._seams[at]
        # What lies within a seam stands where the seam was.
        return max(position, seam.end) - self._shifts[at]

    def place(self, position: int) -> int:
        """Where a character of ``text`` stands in the original."""
        at = bisect.bisect_right(self._starts, position) - 1
        return position + self._shifts[at] if at >= 0 else position

    def end(self, position: int) -> int:
        """The end of what ends before a position of ``text``: a seam behind it is not part of it."""
        return self.place(position - 1) + 1 if position else 0

    def span(self, span: Span) -> Span:
        """A span of ``text`` in the original."""
        return Span(self.place(span.start), self.end(span.end))


def without_invisible(words: str) -> str:
    """Words without the marks that nobody sees."""
    return words if words.isascii() else _INVISIBLE.sub("", words)
