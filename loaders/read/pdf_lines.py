"""Characters of a PDF page become lines of segments; lines become paragraphs.

Lengths are in points, from the top left corner of the page. A segment is a run of characters without a wide gap.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, NamedTuple

from loaders.read.compose import well_formed

# A gap of this many ems parts segments; of the second, where the file has no space in it (a cell ends there); of the
# third, words.
_WIDE_GAP: Final = 1.4
_CELL_GAP: Final = 0.55
_WORD_GAP: Final = 0.3
_RUBY: Final = 0.6
_UNMAPPED: Final = re.compile(r"^\(cid:\d+\)$")
_BULLET: Final = re.compile(
    r"^[ \u3000]*(?:[・･○●◎◯■□◆◇▲△▼▽★☆※＊*→⇒➢✓•◦‣\-－–—]|[①-⓿]|[(（][0-9０-９一二三四五六七八九十ア-ンa-zA-Z]{1,3}[)）]"
    r"|第[0-9０-９一二三四五六七八九十百]+[条章節項]|[0-9０-９]{1,2}[.．、 \u3000)）]|[一二三四五六七八九十][ 　、.．]|[ア-ン][ \u3000.．、)）]|記$|【|〔|<|＜)"
)
# Radicals for which Unicode gives no kanji, or another than the one of Japanese writing.
_RADICALS: Final = dict(zip("⻑⻄⻘⻝⻤⻩⻭⻯⻲⻆⻅⻉⻋⺟⺠⻫⻨⻣⻁⻖⺩⼾⾭⿊⿈⻔⻢⻥⻰⻎⻌⺾⺿⻀⺮⺧⺷⺡",
                            "長西青食鬼黄歯竜亀角見貝車母民斉麦骨虎阝王戸青黒黄門馬魚竜辶辶艹艹艹竹牛羊氵", strict=True))  # fmt: skip
_LATIN: Final = re.compile(r"[A-Za-z0-9,.;:]")


class Segment(NamedTuple):
    """A run of text and its box.

    ``size`` is the height of its characters, ``space`` what parts it from the segment on its left.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    space: str = " "


@dataclass(slots=True)
class TextLine:
    """Segments on one base line, from left to right; ``margin`` is where lines of its column end."""

    segments: list[Segment]
    margin: float = 0.0

    @property
    def text(self) -> str:
        first, *rest = self.segments
        return first.text + "".join(segment.space + segment.text for segment in rest)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def top(self) -> float:
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        return max(segment.bottom for segment in self.segments)

    @property
    def size(self) -> float:
        return max(segment.size for segment in self.segments)


def lines(chars: Iterable[dict[str, Any]]) -> list[TextLine]:
    """Lines from top to bottom; readings in small type above words (ルビ) are left out."""
    rows: list[list[dict[str, Any]]] = []
    spaces: list[tuple[float, dict[str, Any]]] = []
    middle = height = 0.0
    for char in sorted(chars, key=lambda c: (c["top"] + c["bottom"]) / 2):
        own = (char["top"] + char["bottom"]) / 2
        size = char["bottom"] - char["top"]
        if char["text"].isspace():
            spaces.append((own, char))
        elif rows and own - middle <= 0.4 * min(max(size, 1), max(height, 1)):
            rows[-1].append(char)
            middle += (own - middle) / len(rows[-1])
            height = max(height, size)
        else:
            rows.append([char])
            middle, height = own, size
    made = [TextLine(_segments(sorted(row, key=_left))) for row in _with_spaces(rows, spaces)]
    kept = [line for n, line in enumerate(made) if not _is_ruby(line, made[n + 1 : n + 3])]
    return sorted(kept, key=lambda line: line.top)


def _left(char: dict[str, Any]) -> float:
    return float(char["x0"])


def _with_spaces(
    rows: list[list[dict[str, Any]]], spaces: Sequence[tuple[float, dict[str, Any]]]
) -> list[list[dict[str, Any]]]:
    """The rows with the spaces that stand in them."""
    tops = [min(char["top"] for char in row) for row in rows]
    for middle, space in spaces:
        n = bisect_right(tops, middle) - 1
        if n >= 0 and middle < max(char["bottom"] for char in rows[n]):
            rows[n].append(space)
    return rows


def glyph(text: str) -> str:
    """The character of a glyph; what the file gives no character for becomes the mark for that.

    Many Japanese PDFs name a kanji by the radical that looks like it (⼤ for 大); the word of the page is the kanji.
    """
    if len(text) == 1:
        if "\u2e80" <= text <= "\u2fdf":
            return _RADICALS.get(text) or unicodedata.normalize("NFKC", text)
        return well_formed(text)
    return "\ufffd" if _UNMAPPED.match(text) else well_formed(text)


def _segments(chars: Sequence[dict[str, Any]]) -> list[Segment]:
    made: list[Segment] = []
    run: list[dict[str, Any]] = []
    text = space = lead = ""
    for char in chars:
        if char["text"].isspace():
            space = space or char["text"][0]
            continue
        gap = (char["x0"] - run[-1]["x1"]) / _em(char, run[-1]) if run else 0.0
        word = glyph(char["text"])
        between = _between(text, word, gap, space) if run else ""
        if run and gap > (_WIDE_GAP if space else _CELL_GAP):
            made.append(_segment(text, run, lead))
            run, text, lead, between = [], "", between or " ", ""
        text += between + word
        run.append(char)
        space = ""
    made.append(_segment(text, run, lead))
    return made


def _between(text: str, word: str, gap: float, space: str) -> str:
    """What stands between two characters that are ``gap`` ems apart, with or without a space in the file."""
    if space:
        return space if space == "\u3000" or gap > 0.1 else ""
    latin = _LATIN.match(text[-1]) and _LATIN.match(word)
    if gap > (_WORD_GAP * 0.6 if latin else 2 * _WORD_GAP):
        return "\u3000" if 0.8 < gap <= _WIDE_GAP and not latin else " "
    return ""


def _em(one: dict[str, Any], other: dict[str, Any]) -> float:
    return max(float(one["bottom"] - one["top"]), float(other["bottom"] - other["top"]), 1.0)


def _segment(text: str, run: Sequence[dict[str, Any]], space: str) -> Segment:
    top, bottom = min(c["top"] for c in run), max(c["bottom"] for c in run)
    return Segment(text, run[0]["x0"], run[-1]["x1"], top, bottom, median(c["bottom"] - c["top"] for c in run), space)


def _is_ruby(line: TextLine, below: Sequence[TextLine]) -> bool:
    return any(
        line.size <= _RUBY * base.size
        and base.top - 0.5 * line.size <= line.bottom <= base.top + 0.5 * base.size
        and all(any(b.x0 - b.size <= s.x0 and s.x1 <= b.x1 + b.size for b in base.segments) for s in line.segments)
        and all("\u3041" <= c <= "\u30ff" for s in line.segments for c in s.text.replace("\u3000", "").replace(" ", ""))
        for base in below
    )


class Paragraph(NamedTuple):
    """A paragraph as one line of text; ``size`` is that of its characters.

    ``unfinished``: its last line runs to the margin without an end; ``flush``: its first begins at the margin, so that
    it may be the rest of what stands in the column or on the page before.
    """

    text: str
    size: float
    unfinished: bool
    flush: bool


def paragraphs(given: Sequence[TextLine]) -> list[Paragraph]:
    """Join lines that were broken at the right margin; lists, headings and indented lines begin anew."""
    if not given:
        return []
    pitches = [after.top - line.top for line, after in itertools.pairwise(given) if after.top > line.top]
    usual = min(median(pitches), 2.2 * median(line.size for line in given)) if pitches else 0.0
    left = min(line.x0 for line in given)
    made: list[Paragraph] = []
    text, begun, last = given[0].text, given[0], given[0]
    for line in [*given[1:], None]:
        if line is not None and _runs_on(last, line, usual, begun):
            text = join(text, line.text)
        else:
            unfinished = last.x1 > last.margin - 1.9 * last.size and not text.endswith(("。", "．", ".", "」", "）"))
            flush = begun.x0 < left + 0.5 * begun.size and not _BULLET.match(text)
            made.append(Paragraph(text, begun.size, unfinished, flush))
            text, begun = (line.text, line) if line is not None else ("", begun)
        last = line or last
    return made


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph at the head of a column or page is the rest of the one at the foot of the one before."""
    return before.unfinished and after.flush and abs(before.size - after.size) < 0.15 * before.size


def join(text: str, more: str) -> str:
    """Two parts of a broken line as one: a space between words of Latin letters, none in Japanese."""
    latin = text and more and _LATIN.match(text[-1]) and _LATIN.match(more[0])
    return f"{text} {more}" if latin and not (text[-1].isdecimal() and more[0].isdecimal()) else text + more


def _runs_on(line: TextLine, after: TextLine, usual: float, begun: TextLine) -> bool:
    em = line.size
    if line.x1 < line.margin - 1.9 * em or abs(after.size - em) > 0.15 * em or len(after.segments) > 3:
        return False
    if after.top - line.top > 1.3 * max(usual, em) or after.top <= line.top:
        return False
    if _BULLET.match(after.text):
        return False
    indent = after.x0 - line.x0
    if line is begun:
        hanging = bool(_BULLET.match(line.text)) and indent < 4.5 * em
        return hanging or -4.5 * em < indent < 0.5 * em
    return abs(indent) < 0.5 * em
