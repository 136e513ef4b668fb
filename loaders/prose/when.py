"""Dates in running text: 和暦 and 西暦, partial ones, spans of time, and words such as 同月 and 本日."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from graph import dates
from loaders.prose.folding import number
from loaders.prose.parts import When
from loaders.read import Span

_N: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ERA_YEAR: Final = rf"(?:令和|平成|昭和|大正|明治) ?(?:元|{_N}) ?年(?!間|生|目|代)"
_KANJI_YEAR: Final = "(?:一[八九]|二〇)[〇一二三四五六七八九]{2}|二千[一二三四五六七八九十]{1,3}"
_YEAR: Final = rf"(?:1[89]|20|21)\d\d ?年(?!間|生|目|代)|(?:{_KANJI_YEAR})年"
_ALSO: Final = rf"(?: ?\((?:(?:令和|平成|昭和) ?(?:元|{_N})|(?:1[89]|20)\d\d|[rhs] ?\d{{1,2}})(?:年)?\)(?= ?年))?"
_TWICE: Final = rf"(?: ?\((?:{_ERA_YEAR}|{_YEAR}|(?:1[89]|20)\d\d|[rhs] ?\d{{1,2}})\))?"
_DAY: Final = rf"(?P<month>{_N}) ?月(?! ?(?:額|間))(?: ?(?P<day>{_N}) ?日(?!間|目|本))?"
_FULL: Final = re.compile(
    rf"(?:(?P<era>令和|平成|昭和|大正|明治) ?(?P<era_year>元|{_N})|(?P<year>(?:1[89]|20|21)\d\d|{_KANJI_YEAR})"
    rf"|(?P<letter>(?<![a-z0-9])[rhs])\.? ?(?P<letter_year>元|\d{{1,2}})(?=[年.]))"
    rf"(?:{_ALSO} ?年(?!間|生|目|代)(?P<fiscal>度)?{_TWICE}(?(fiscal)|(?:\)? ?{_DAY})?)"
    r"|\. ?(?P<month2>1[0-2]|0?[1-9])(?:\. ?(?P<day2>3[01]|[12]\d|0?[1-9])(?!\d)|月|(?=[ )~、,\n]|$))"
    r"|[/\-](?P<month3>1[0-2]|0?[1-9])[/\-](?P<day3>3[01]|[12]\d|0?[1-9])(?!\d))"
    rf"|(?P<same>同年度?|同月|同日|同じ日(?=に|、|付|$)|本年度?|今年度?|昨年度?|一昨年|前年度?|翌年度?|来年度?|当年度?|本日|今月|先月|来月|翌月|前月|翌日|前日|昨日|翌(?:令和|平成|昭和)? ?\d{{1,2}} ?年(?!度|間)|翌(?=\d{{1,2}} ?月)|同(?= ?\d{{1,2}} ?日))"
    rf"(?(same)(?:の)?(?: ?(?P<month4>{_N}) ?月)?(?: ?(?P<day4>{_N}) ?日(?!間|目|本))?)"
    r"|(?:(?<=[\n▽▼△▲○●◎◇◆□■・*])|(?<=[\n▽▼△▲○●◎◇◆□■・*] )|(?<=[(（:：、。]))(?P<month6>1[0-2]|0?[1-9])/(?P<day6>3[01]|[12]\d|0?[1-9])(?![\d/])(?= ?(?:\([月火水木金土日]|締結|調印|付|に|、|[ ]|(?<=(?:協定|覚書|締結)\(\d/\d)\)|(?<=(?:協定|覚書|締結)\(\d/\d\d)\)|(?<=(?:協定|覚書|締結)\(\d\d/\d)\)|(?<=(?:協定|覚書|締結)\(\d\d/\d\d)\)|(?<=協定」\(\d/\d)\)|(?<=協定」\(\d/\d\d)\)|(?<=協定」\(\d\d/\d)\)|(?<=協定」\(\d\d/\d\d)\)))"
    rf"|(?<![\d.,])(?P<month5>{_N}) ?月(?! ?(?:額|間|号|刊|例|次|末締))(?: ?(?P<day5>{_N}) ?日(?!間|目|本))?"
)
_CANDIDATE: Final = re.compile(
    # A set of first letters, so that the engine skips at full speed to where one stands.
    r"[令平昭大明0-9rhs一二三四五六七八九十同本今昨前翌来当先](?=[和成正治年月日じ昨元\d /.〇一二三四五六七八九十千])"
    r"(?:(?<=令)和|(?<=平)成|(?<=昭)和|(?<=大)正|(?<=明)治|(?<=[12])\d\d\d ?[年./\-・、(]|(?<=\d)\d? ?月|(?<=\d)\d?/|(?<=[rhs])\.? ?(?:\d|元)|(?<=[一二三四五六七八九十])(?:[一二三四五六七八九十]*月|[〇千八九][〇一二三四五六七八九十])"
    r"|(?<=同)(?:[年月日\d]|じ日)|(?<=本)[年日]|(?<=[今来])[年月]|(?<=昨)[年日]|(?<=一)昨年|(?<=前)[年月日]|(?<=翌)(?:[年月日]|(?=\d))|(?<=当)年|(?<=先)月)"
)
_UNTIL: Final = re.compile(
    rf" ?(?:\([月火水木金土日](?:[・,][祝休])?(?:曜日?)?\))? ?(?:~|-|から|より|・|、) ?(?:同(?:年|月))? ?"
    rf"(?:(?P<year>{_ERA_YEAR}|{_YEAR}) ?)?(?:(?P<month>{_N}) ?月 ?)?(?P<day>{_N}) ?日(?!間|目|本)"
)
_SPAN_BEGINS: Final = frozenset(" (~-かよ")
_SEVERAL: Final = re.compile(r"(?P<era>令和|平成|昭和) ?(?P<first>元|\d{1,2})|(?P<century>(?:19|20))(?P<two>\d\d)")
_NEXT_YEAR: Final = re.compile(
    r"(?: ?年度?)?(?:・|、|,|及び|から|~|-) ?(\d{1,2})(?=(?:年度?)?(?:・|、|,|及び|から|~|-)\d{1,2} ?年(?!間|生|目|代)| ?年(?!間|生|目|代))"
)
_YEAR_MARK: Final = re.compile(r" ?年(度)?(?! ?\d{1,2} ?月)")
_WEEKDAY: Final = re.compile(r" ?\(([月火水木金土日])")
_STEPS: Final = {"本": 0, "今": 0, "当": 0, "同": 0, "昨": -1, "前": -1, "先": -1, "一": -2, "翌": 1, "来": 1}
_LETTERS: Final = {"r": "令和", "h": "平成", "s": "昭和"}


def find(text: str) -> list[When]:
    """All dates of a folded text in order; relative words still without a date (see `settle`). Raises nothing."""
    found: list[When] = []
    end = 0
    for candidate in _CANDIDATE.finditer(text):
        if candidate.start() < end:
            continue
        if several := _several(text, candidate.start()):
            found += several
            end = several[-1].span.end
            continue
        match = _FULL.match(text, candidate.start())
        if match is None:
            continue
        when = _absolute(match) if match["same"] is None else _relative(match, text)
        if when is not None:
            if when.date and (last := _last(text, when)):
                when = last
            found.append(when)
            end = when.span.end
    return found


def settle(found: list[When], text: str, issued: str) -> None:
    """Give relative words their date: 同… from the date named before, 本日, 今年 … from the document's own date.

    ``issued``: partial date of the document or ''. What has nothing to refer to keeps ''.
    """
    last = near = ""
    full: When | None = None
    latest = max((int(d[:4]) for d in (issued, *(w.date for w in found)) if dates.has_year(d)), default=0)
    for when in found:
        if when.date.startswith("--"):
            _of_two_figures(when, text, full, latest)
        if dates.has_year(when.date) and not when.relative:
            full = when
        if when.relative:
            words = text[when.span.start : when.span.end]
            if near.startswith("--") and words.startswith("同") and words[1:2] != "年":
                _apply_yearless(when, words, near)
            else:
                base = last if words[0] in "同翌前" else issued
                _apply(when, words, base)
        if dates.has_year(when.date):
            last = when.date
        near = when.date or near


def _of_two_figures(when: When, text: str, full: When | None, latest: int) -> None:
    """「2021年6月に…、22年2月に…」: the year in two figures is of the century, or of the era, of the date before it.

    Where no date before tells which, the day stays without a date: it is of that year and of no other. ``latest``: of the
    years that the text tells in full.
    """
    start = when.span.start
    short = _TWO_FIGURES.search(text, max(0, start - _SHORT), start)
    if short is None:
        return
    told = _in_full(int(short["year"]), text, full, latest)
    when.span = Span(short.start("year"), when.span.end)
    when.date = f"{told:04}{when.date[1:]}" if told is not None else ""
    when.precision = dates.precision(when.date) if when.date else when.precision


def _in_full(two: int, text: str, full: When | None, latest: int) -> int | None:
    """The year of two figures by the century or the era of a date that is told in full, if it can be."""
    if full is None:
        return None
    words = text[slice(*full.span)]
    if century := _WESTERN.match(words):
        year, earliest = int(century[0]) * 100 + two, 0
    else:
        base = next((base for name, _, base, _ in dates.ERAS if words.startswith(name)), None)
        if base is None:
            return None
        year, earliest = base - 1 + two, int(full.date[:4])
    return year if earliest <= year <= latest + 1 else None


_SHORT: Final = 6
_TWO_FIGURES: Final = re.compile(r"(?<![\d.])(?P<year>\d\d) ?年(?:の)? ?$")
_WESTERN: Final = re.compile(r"(?:19|20)(?=\d\d)")


def suggest(found: list[When], text: str, issued: str) -> None:
    """Fill ``likely`` where a day without a year stands in a document that tells its own date.

    The year is the one that brings the date nearest to the document's own, from ten months before to two after; a
    weekday in brackets must agree.
    """
    if not dates.has_year(issued):
        return
    if len(issued) < 7:
        _suggest_session(found, text, issued)
        return
    # At New Year's Day all that is told of months is the year before.
    ahead = -1 if issued.endswith("-01-01") else 1
    own = int(issued[:4]) * 12 + int(issued[5:7])
    for when in found:
        if not when.date.startswith("--"):
            continue
        month = int(when.date[2:4])
        year = next(
            (y for y in range(int(issued[:4]) - 1, int(issued[:4]) + 2) if ahead - 11 <= y * 12 + month - own <= ahead),
            None,
        )
        date = _date(year, month, int(when.date[5:]) if len(when.date) > 4 else None) if year else ""
        weekday = _WEEKDAY.match(text, when.span.end)
        if date and (
            not weekday or len(date) < 10 or "月火水木金土日"[dt.date.fromisoformat(date).weekday()] == weekday[1]
        ):
            when.likely = date


def _suggest_session(found: list[When], text: str, year: str) -> None:
    """The year of an assembly's session for the months before it: the fourth of a year is in December, the third in September."""
    session = _SESSION.search(text, 0, _OPENING)
    if session is None:
        return
    last = 9 if session["third"] else 12
    for when in found:
        if when.date.startswith("--") and int(when.date[2:4]) <= last:
            when.likely = year + when.date[1:]


_SESSION: Final = re.compile(r"(?P<third>第[3三]回|9月)[^、。\n]{0,10}定例会|(?:第[4四]回|12月)[^、。\n]{0,10}定例会")
_OPENING: Final = 120


def _several(text: str, start: int) -> list[When]:
    """Years that share their era or century: 令和4・5年度, 2021、22年; empty where no second year follows."""
    head = _SEVERAL.match(text, start)
    if head is None or (following := _NEXT_YEAR.match(text, head.end())) is None:
        return []
    spans = [Span(start, head.end())]
    numbers = [number(head["first"] or head["two"])]
    at = head.end()
    while following is not None:
        spans.append(Span(following.start(1), following.end(1)))
        numbers.append(int(following[1]))
        at = following.end()
        following = _NEXT_YEAR.match(text, at)
    mark = _YEAR_MARK.match(text, at)
    rising = all(a < b for a, b in pairwise(numbers))
    if mark is None or not rising:
        return []
    spans[-1] = Span(spans[-1].start, mark.end())
    base = int(head["century"]) * 100 if head["century"] else 0
    if head["era"]:
        base = next(first for name, _, first, _ in dates.ERAS if name == head["era"]) - 1
    return [When(span, f"{base + n:04}", "年度" if mark[1] else "年") for span, n in zip(spans, numbers, strict=True)]


def _absolute(match: re.Match[str]) -> When | None:
    part = match.groupdict()
    year: int | None = None
    era = part["era"] or _LETTERS.get(part["letter"] or "")
    if era:
        base = next(base for name, _, base, _ in dates.ERAS if name == era)
        year = base - 1 + number(part["era_year"] or part["letter_year"])
    elif part["year"]:
        year = number(part["year"])
    month = part["month"] or part["month2"] or part["month3"] or part["month5"] or part["month6"]
    day = part["day"] or part["day2"] or part["day3"] or part["day5"] or part["day6"]
    date = _date(year, number(month) if month else None, number(day) if day else None)
    if not date:
        return None
    return When(Span(*match.span()), date, "年度" if part["fiscal"] else dates.precision(date))


def _relative(match: re.Match[str], text: str) -> When | None:
    start, end = match.span()
    before = text[start - 1 : start]
    word = match["same"]
    if "一" <= before <= "鿿" and before not in "は、。" and not (word[0] in "同本" and before in "日月"):
        return None
    if word == "同日" and _SAME_DAY_AS.search(text, max(0, start - 8), start):
        return None
    while text[end - 1] == "の":
        end -= 1
    return When(Span(start, end), "", "年なし", relative=True)


_SAME_DAY_AS: Final = re.compile(r"(?:設立|開業|開設|開所|開店|創業|竣工|開館|オープン|就任|発足|施行)と$")
"""「設立と同日付で」: the day is that of something else than the day told last."""


@lru_cache(maxsize=4096)
def _date(year: int | None, month: int | None, day: int | None) -> str:
    """A partial date, or '' where the calendar has no such day."""
    if year is None and month is None:
        return ""
    head = "-" if year is None else f"{year:04}"
    try:
        return dates.check(head + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else ""))
    except dates.BadDateError:
        return ""


def _last(text: str, when: When) -> When | None:
    """The same date with its last day where a span of time follows (8月19日から21日まで), or None."""
    if when.date[-3:-2] != "-" or dates.rank(when.date) < 2:
        return None
    if text[when.span.end : when.span.end + 1] not in _SPAN_BEGINS:
        return None
    match = _UNTIL.match(text, when.span.end)
    has_day = len(when.date) in (7, 10) and (len(when.date) == 10 or when.date.startswith("--"))
    if not match or not has_day:
        return None
    gap = match[0]
    if "、" in gap or "・" in gap:
        return None
    year = when.date[:4] if dates.has_year(when.date) else ""
    if match["year"]:
        words = match["year"].replace(" ", "")
        try:
            year = dates.parse(words)[0][:4]
        except dates.BadDateError:
            return None
    month = number(match["month"]) if match["month"] else int(when.date[-5:-3])
    end = _date(int(year) if year else None, month, number(match["day"]))
    if not end:
        return None
    return When(Span(when.span.start, match.end()), when.date, when.precision, end=end, relative=when.relative)


def _apply_yearless(when: When, words: str, base: str) -> None:
    """「3月12日 … 同月11日」: as yearless as the day to which it refers."""
    match = _FULL.match(words)
    if match is None:
        return
    if words.startswith(("同日", "同じ日")) and len(base) <= len("--03"):
        # No day was told that it could be.
        return
    day = int(base[5:]) if words.startswith(("同日", "同じ日")) else None
    if match["day4"]:
        day = number(match["day4"])
    when.date = _date(None, int(base[2:4]), day)
    when.precision = dates.precision(when.date) if when.date else when.precision


def _apply(when: When, words: str, base: str) -> None:
    match = _FULL.fullmatch(words) or _FULL.match(words)
    if not match or not match["same"]:
        return
    word = match["same"]
    month = number(match["month4"]) if match["month4"] else None
    day = number(match["day4"]) if match["day4"] else None
    if not dates.has_year(base):
        # 「昨年12月18日」 in a text without a day of its own is still the 18th of December.
        if month and "年" in word and "度" not in word and (date := _date(None, month, day)):
            when.date, when.precision = date, dates.precision(date)
        return
    step = _STEPS[word[0]]
    if "年" in word:
        date = _date(int(base[:4]) + step, month, day if month else None)
        # 「昨年度」 of a date before April is another fiscal year; the day of the document must be known to the month.
        if "度" in word:
            if len(base) < 7 and word[0] != "同":
                return
            fiscal = int(base[:4]) - (len(base) >= 7 and int(base[5:7]) < 4)
            date = _date(fiscal + step, None, None)
            when.date, when.precision = date, "年度"
            return
    elif word == "翌":
        # 「翌1月」 is the January after the date before.
        if len(base) < 7 or not month:
            return
        date = _date(int(base[:4]) + (month <= int(base[5:7])), month, day)
    elif word.endswith("月") or word == "同":
        if len(base) < 7:
            return
        count = int(base[:4]) * 12 + int(base[5:7]) - 1 + step
        date = _date(count // 12, count % 12 + 1, day)
    else:
        if len(base) < 10:
            return
        date = (dt.date.fromisoformat(base) + dt.timedelta(days=step)).isoformat()
    if date:
        when.date, when.precision = date, dates.precision(date)
