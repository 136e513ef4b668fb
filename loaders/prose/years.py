"""The year of a day that the text tells without one: the document's own date, its title or the heading above says it.

The year is filled in only where the document itself gives it; a record that uses such a date says so in its 注記.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph import dates
from loaders.prose.parts import Scan, Sentence, When

FROM_DOCUMENT: Final = "締結日の年は文書の日付による"
FROM_TEXT: Final = "締結日の年は前の文による"
_JOINS: Final = re.compile(r"[）)]?(?:の|、)?\s*")
_OF_THAT_YEAR: Final = re.compile(r"(?:この|その|同じ)年の$")
_ZERO_WIDTH: Final = re.compile(r"(?P<year>(?:19|20)\d\d)[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+年$")


def fill(scan: Scan) -> None:
    """Give every date without a year the year that stands right before it (平成18年の3月, この年の6月)."""
    last: When | None = None
    column: When | None = None
    for sentence in scan.sentences:
        if not sentence.mentions:
            column = None if sentence.kind == "heading" else column
            continue
        column = _column(scan.text, sentence, column)
        for when in sentence.dates:
            if when.date.startswith("--"):
                year = _before(scan.text, when, last) or _of_column(sentence, when, column)
                if year:
                    when.date, when.likely = year + when.date[1:], ""
                    when.precision = dates.precision(when.date)
            if dates.has_year(when.date):
                last = when


def _column(text: str, sentence: Sentence, column: When | None) -> When | None:
    """The year that stands alone on a line over the lines of its months (a chronicle), until the next heading."""
    first = next(iter(sentence.dates), None)
    start = sentence.span.start
    if first is not None and first.span.start - start <= 1 and first.precision in ("年", "年度") and not first.relative:
        alone = re.match(
            r"(?![^\n]*(?:年頭|新年|あいさつ|挨拶))[（(]?[^\n（()）]{0,9}[）)】＞>]?[ 　]*(?:\n|$)",
            text[first.span.end : sentence.span.end],
        )
        return first if alone else column
    return None if sentence.kind == "heading" and not sentence.dates else column


def _of_column(sentence: Sentence, when: When, column: When | None) -> str:
    if column is None or when.span.start != sentence.span.start:
        return ""
    fiscal = column.precision == "年度" and int(when.date[2:4]) < _FISCAL
    return f"{int(column.date[:4]) + fiscal:04}"


def _before(text: str, when: When, last: When | None) -> str:
    """The year that the words right before a date give, as four figures, or ''."""
    written = _ZERO_WIDTH.search(text, max(0, when.span.start - 12), when.span.start)
    if written:
        return written["year"]
    if last is None:
        return ""
    gap = text[last.span.end : when.span.start]
    if last.precision == "年" and _JOINS.fullmatch(gap):
        return last.date[:4]
    return last.date[:4] if _OF_THAT_YEAR.search(text, when.span.start - 5, when.span.start) else ""


def known(scan: Scan, when: When) -> tuple[When, str]:
    """A date with its year where the document tells it, and the 注記 that says whence; else the date as it is.

    A year that the same paragraph has told before (「転機は2019年に訪れた。… 5月20日に交わした」) is nearer than the
    document's own.
    """
    if not when.date.startswith("--"):
        return when, ""
    if (meant := _meant(scan, when)) is not None:
        told, note = known(scan, meant)
        date = _valid(told.date[:4] + when.date[1:]) if dates.has_year(told.date) else ""
        return (_full(when, date), note) if date else (when, "")
    near = (
        ""
        if _THIS.search(scan.text, max(0, when.span.start - 4), when.span.start)
        or _RECENT.search(scan.text, max(0, when.span.start - 8), when.span.start)
        else _sentence(scan, when) or _paragraph(scan, when)
    )
    if near and when.likely and near > when.likely[:4]:
        # 「2025年に工場ができる」 in a paper of 2023 tells nothing of the month that follows.
        near = ""
    if near:
        if when.likely[:4] == near:
            return _full(when, when.likely), FROM_DOCUMENT
        full = _valid(near + when.date[1:])
        return (_full(when, full), FROM_TEXT) if full else (when, "")
    other = scan.text[when.span.start] in "昨一前翌来先"
    if date := when.likely or (_beside(scan, when) if other and when.relative else _titled(scan, when)):
        return _full(when, date), FROM_DOCUMENT
    if _THIS.search(scan.text, max(0, when.span.start - 4), when.span.start):
        # 「この9月」 is that of the document.
        return when, ""
    date = _valid(earlier + when.date[1:]) if (earlier := _earlier(scan, when)) else ""
    return (_full(when, date), FROM_TEXT) if date else (when, "")


def _earlier(scan: Scan, when: When) -> str:
    """The year of the day that the same paragraph tells last before, if the months go on."""
    home = scan.at(when.span.start)
    for sentence in reversed(scan.sentences[max(0, home.index - _BACK) : home.index]) if home else ():
        if home is None or sentence.paragraph != home.paragraph or sentence.kind != "prose":
            return ""
        told = [d for d in sentence.dates if dates.has_year(d.date) and len(d.date) >= _MONTH]
        if told:
            return told[-1].date[:4] if int(told[-1].date[5:7]) <= int(when.date[2:4]) else ""
    return ""


_THIS: Final = re.compile(r"(?<=[、。\s　は])この$")
_RECENT: Final = re.compile(
    r"(?:先週|先日|先ごろ|先頃|去る|さる|過日|今週|昨日|きのう|このほど|このたび)(?:、|の)?[ 　]*$"
)
"""「先週、6月30日に」 is near the document's own day, whatever year was told before."""
_BACK: Final = 3


def _full(when: When, date: str) -> When:
    return replace(when, date=date, precision=dates.precision(date))


def _valid(date: str) -> str:
    try:
        return dates.check(date)
    except dates.BadDateError:
        return ""


def _paragraph(scan: Scan, when: When) -> str:
    """The bare year (2019年) told last before a date in its own paragraph."""
    home = scan.at(when.span.start)
    if home is None or home.kind != "prose":
        return ""
    if scan.bare_years is None:
        scan.bare_years = [year for s in scan.sentences if s.kind == "prose" for year in _bare(scan, s)]
    at = bisect.bisect_left(scan.bare_years, (when.span.start,)) - 1
    _, paragraph, year = scan.bare_years[at] if at >= 0 else (0, -1, "")
    return year if paragraph == home.paragraph else ""


def _sentence(scan: Scan, when: When) -> str:
    """The year of the full day told last before in the same sentence, of which the months go on (令和5年2月1日、… 3月5日)."""
    home = scan.at(when.span.start)
    before = [d for d in home.dates if d.span.end <= when.span.start and dates.has_year(d.date)] if home else []
    if before and before[-1].precision == "年度" and not before[-1].end:
        # 「2024年度に締結したのは、A市（6月）、…」
        return str(int(before[-1].date[:4]) + (int(when.date[2:4]) < _FISCAL))
    if before and before[-1].precision == "年" and not _SPAN.match(scan.text, before[-1].span.end):
        # 「平成24年　…協定を結ぶ（11月3日）」
        return before[-1].date[:4]
    told = [d for d in before if len(d.date) >= _MONTH]
    if not told or not dates.has_year(told[-1].date) or int(told[-1].date[5:7]) > int(when.date[2:4]):
        return ""
    return told[-1].date[:4]


_MONTH: Final = 7
_SPAN: Final = re.compile(r"(?:[（(][^（）()]{1,12}[）)])?(?:から|以降|以来|より|まで|度|創業|設立|[〜～~])")


def _bare(scan: Scan, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Position, paragraph and year of every bare year (2019年) of a sentence."""
    for when in sentence.dates:
        if when.precision == "年" and not when.relative and not _SPAN.match(scan.text, when.span.end):
            yield when.span.start, sentence.paragraph, when.date[:4]


def _meant(scan: Scan, when: When) -> When | None:
    """The date to which 同月 and 同日 refer: the last one before in the same paragraph that is of that month."""
    home = scan.at(when.span.start)
    if home is None or not when.relative or scan.text[when.span.start] != "同":
        return None
    near = [s for s in scan.sentences[max(0, home.index - _BACK) : home.index + 1] if s.paragraph == home.paragraph]
    before = [d for s in near for d in s.dates if d.span.end <= when.span.start and d.date[:4] == when.date[:4]]
    return before[-1] if before else None


def _beside(scan: Scan, when: When) -> str:
    """「昨年6月」 in a paper whose title tells its year."""
    by = next((n for word, n in _YEARS.items() if scan.text.startswith(word, when.span.start)), 0)
    one = _above(scan, when) if by else None
    return _valid(f"{int(one.date[:4]) + by:04}{when.date[1:]}") if one is not None and one.precision != "年度" else ""


_YEARS: Final = {"昨年": -1, "前年": -1, "一昨年": -2, "翌年": 1, "来年": 1}


def _titled(scan: Scan, when: When) -> str:
    """The date with the year of the title or of a heading above it, if they tell one year and not a later month."""
    one = _above(scan, when)
    if one is None:
        return ""
    month = int(when.date[2:4])
    if one.precision == "年度":
        return _valid(str(int(one.date[:4]) + (month < _FISCAL)) + when.date[1:])
    if len(one.date) > 4 and int(one.date[5:7]) < month:
        return ""
    return _valid(one.date[:4] + when.date[1:])


def _above(scan: Scan, when: When) -> When | None:
    """The day or year that a heading over a date tells, else the title; None where they tell several years."""
    home = scan.at(when.span.start)
    if home is None:
        return None
    title = [s for s in scan.sentences[:_TITLE] if scan.header.title_span and s.span.start < scan.header.title_span.end
             and scan.header.title_span.start < s.span.end]  # fmt: skip
    for above in [*(scan.sentences[i] for i in reversed(home.heading)), *title]:
        told = [d for d in above.dates if dates.has_year(d.date) and not d.relative]
        if told:
            return told[0] if len({d.date[:4] for d in told}) == 1 else None
    return None


_TITLE: Final = 8
_FISCAL: Final = 4
