"""Dates as the cells of a list write them: real dates, serial numbers, 和暦 short and long, ranges, and words.

A date is never guessed: what does not say its era, its century or an existing day comes back with ``problem``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from graph import dates


class When(NamedTuple):
    """A date with its 精度; ``note`` says what was inferred, ``problem`` what could not be read.

    ``renewed``: words of the cell that tell of a renewal beside the date. ``pending``: the cell says that the day is
    still to come. ``completed``: the year is not the cell's own. ``vague``: about then (頃).
    """

    date: str = ""
    precision: str = ""
    note: str = ""
    problem: str = ""
    renewed: str = ""
    pending: bool = False
    completed: bool = False
    vague: bool = False


class Period(NamedTuple):
    """What a cell on validity says; ``words``: what of it is no date and no renewal (締結日から1年間 …)."""

    start: str = ""
    end: str = ""
    renewal: str = ""
    words: str = ""
    problem: str = ""


class Context(NamedTuple):
    """A year that a row above the date or a column beside it gives: ``year`` and whether it is a 年度."""

    year: int
    fiscal: bool


_ERA: Final = r"(?:令和|平成|昭和|大正|明治|[RHSTMrhstm](?=[0-9元.]))"
_ONE: Final = re.compile(
    rf"{_ERA}\.?(?:元|[0-9]{{1,2}})(?:年度|年|[./-])?(?:[0-9]{{1,2}}(?:月(?:[0-9]{{1,2}}日?)?|[./-][0-9]{{1,2}}日?)?)?"
    r"|(?:18|19|20)[0-9]{2}(?:年度|(?:年|[./-])(?:[0-9]{1,2}(?:月(?:[0-9]{1,2}日?)?|[./-][0-9]{1,2}日?)?)?)"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|[0-9]{1,2}月[0-9]{1,2}日"
)
_DOUBLED: Final = re.compile(
    rf"\((?:(?:18|19|20)[0-9]{{2}}|{_ERA}\.?(?:元|[0-9]{{1,2}}))(?:年度?)?(?:[0-9月日年./-]{{0,12}}[0-9月日])?\)"
)
_WEEKDAY: Final = re.compile(r"[(\[][月火水木金土日](?:曜日?)?(?:[・,]?祝)?[)\]]|[月火水木金土日]曜日?$")
_CLOCK: Final = re.compile(r"(?:t|\s)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?$", re.I)
_FRINGE: Final = re.compile(r"(?:に?(?:締結|調印|取交わし|付け?|より|から|開始|施行|以降|まで|迄)(?:済み?)?|~|-)+$")
_ABOUT: Final = re.compile(r"(?:上旬|中旬|下旬|初旬|頃|ごろ|末)$")
_PENDING: Final = re.compile(r"予定|見込|協議中|調整中|検討中|準備中|未締結|締結前|未定(?!稿)")
_RENEWED: Final = re.compile(r"更新|改定|改正|改訂|変更|再締結|見直し")
_UNKNOWN: Final = re.compile(r"(?:不明|不詳|未詳|記載なし|なし|無し?|n/?a|[-ー―—–‐−─*/.…・]+)?")
_SHORT: Final = re.compile(r"(元|[0-9]{1,2})[./年-]([0-9]{1,2})[./月-]([0-9]{1,2})日?")
_SHORT_MONTH: Final = re.compile(r"(元|[0-9]{1,2})年([0-9]{1,2})月")
_COMPACT: Final = re.compile(r"([RHSTMrhstm])([0-9]{2})([0-9]{2})([0-9]{2})")
_MONTH_DAY: Final = re.compile(r"([0-9]{1,2})(?:月|/|\.)([0-9]{1,2})日?")
_SERIAL: Final = range(30_000, 60_001)
_EPOCH: Final = dt.date(1899, 12, 30)


def squeezed(text: str) -> str:
    """NFKC without spaces, with one kind of wave and dash."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", plain).translate(str.maketrans("〜∼～‐‑–—−―ー─", "~~~--------"))


@lru_cache(maxsize=20_000)
def day(text: str, real: bool = False, era: str = "", context: Context | None = None) -> When:
    """The date of a cell. ``real``: the file holds a date; ``era``: the era that the heading gives (令和 …)."""
    if real:
        return _plain(text, text[:10])
    whole = squeezed(text)
    if _UNKNOWN.fullmatch(whole):
        return When()
    bare = _CLOCK.sub(
        "", _WEEKDAY.sub("", _DOUBLED.sub("", _CLOCK.sub("", unicodedata.normalize("NFKC", text.strip()))))
    )
    bare = _FRINGE.sub("", _WEEKDAY.sub("", _DOUBLED.sub("", squeezed(bare))))
    if _PENDING.search(whole):
        return When(pending=True, problem=f"「{text.strip()}」はまだ結ばれていない協定のようです")
    about = _ABOUT.search(bare)
    if about:
        found = _plain(text, bare[: about.start()])
        return (
            found
            if found.problem
            else found._replace(note=f"原文は「{text.strip()}」", vague=about[0] in ("頃", "ごろ"))
        )
    if bare.isascii() and bare.isdigit():
        return _digits(text, bare)
    found = _plain(text, bare)
    if not found.problem:
        return _with_year(found, context)
    if era and (short := _SHORT.fullmatch(bare) or _SHORT.fullmatch(bare.removeprefix(era))):
        return _plain(text, f"{era}{short[1]}年{short[2]}月{short[3]}日")._replace(note=f"元号「{era}」は見出しから")
    if era and (short := _SHORT_MONTH.fullmatch(bare)):
        return _plain(text, f"{era}{short[1]}年{short[2]}月")._replace(note=f"元号「{era}」は見出しから")
    if compact := _COMPACT.fullmatch(bare):
        return _plain(text, f"{compact[1].upper()}{int(compact[2])}.{int(compact[3])}.{int(compact[4])}")
    if context and (short := _MONTH_DAY.fullmatch(bare)):
        return _with_year(_plain(text, f"{short[1]}月{short[2]}日"), context)
    several = list(_ONE.finditer(bare))
    beside = len(several) > 1 and several[0].start() == 0 and re.fullmatch(r"\(.*\)", bare[several[0].end() :])
    if beside and not _RENEWED.search(bare):
        shown = " ".join(text.split())
        return _plain(text, several[0][0])._replace(note=f"原文は「{shown}」")
    if len(several) > 1 and several[0].start() == 0:
        rest = bare[several[0].end() :]
        if _RENEWED.search(rest) and not _RENEWED.search(bare[: several[0].end()]):
            return _plain(text, several[0][0])._replace(renewed=rest.strip("()"))
    elif (
        several
        and several[0].start() == 0
        and re.fullmatch(r"\((?:当初|締結|最初|初回|調印)\)", bare[several[0].end() :])
    ):
        return _plain(text, several[0][0])
    return found


def _plain(text: str, bare: str) -> When:
    try:
        date, precision = dates.parse(bare.upper() if bare[:1] in "rhstm" else bare)
    except dates.BadDateError as error:
        known = "という日は" in str(error) or "期間にありません" in str(error) or "月がありません" in str(error)
        shown = text.strip().replace("\n", " ")
        return When(
            problem=f"日付「{shown}」は、暦にないか、その元号の期間にない日です"
            if known
            else f"日付「{shown}」が読めません"
        )
    return When(date, precision)


def _digits(text: str, bare: str) -> When:
    """Digits alone: 20230401, 202304, 2023, or the serial number of a day."""
    if len(bare) == 8:
        return _plain(text, f"{bare[:4]}-{bare[4:6]}-{bare[6:]}")
    if len(bare) == 6 and bare[:2] in ("19", "20") and 1 <= int(bare[4:]) <= 12:
        return _plain(text, f"{bare[:4]}-{bare[4:]}")
    if len(bare) == 5 and int(bare) in _SERIAL:
        date = (_EPOCH + dt.timedelta(days=int(bare))).isoformat()
        return When(date, "日", note=f"表計算の通し番号「{bare}」から")
    if len(bare) == 4 and 1868 <= int(bare) <= 2200:
        return When(bare, "年")
    return When(problem=f"日付「{text.strip()}」が読めません")


def _with_year(found: When, context: Context | None) -> When:
    if not context or not found.date.startswith("--"):
        return found
    month = int(found.date[2:4])
    year = context.year + (context.fiscal and month < 4)
    try:
        date = dates.check(f"{year:04}{found.date[1:]}")
    except dates.BadDateError:
        return When(problem=f"{year}年に「{found.date[2:]}」という日はありません")
    return When(date, dates.precision(date), note="年は表の年の見出しから", completed=True)


@lru_cache(maxsize=10_000)
def year_of(text: str) -> Context | None:
    """The year that a heading row or a cell of a 年度 column gives (令和5年度, R5, 2023年)."""
    bare = re.sub(
        r"(?:締結|協定|分|に?締結した.*|以降)$",
        "",
        _DOUBLED.sub("", squeezed(text)).strip("■□◆◇●○◎【】[]()<>〈〉《》・※"),
    )
    bare = re.sub(r"(?:締結|協定|分)$", "", bare)
    if not re.fullmatch(rf"(?:{_ERA}\.?(?:元|[0-9]{{1,2}})|(?:19|20)[0-9]{{2}})(?:年度?)?", bare):
        return None
    try:
        date, precision = dates.parse(bare)
    except dates.BadDateError:
        return None
    return Context(int(date[:4]), precision == "年度")


@lru_cache(maxsize=20_000)
def period(text: str) -> Period:
    """What a cell on validity says: start, end and automatic renewal; lengths of time are never counted out."""
    bare = _DOUBLED.sub("", squeezed(text))
    renewal = text.strip().replace("\n", " ") if re.search(r"自動(?:更新|延長|継続)|自動的に", bare) else ""
    found = list(_ONE.finditer(bare))
    if not found:
        known = _UNKNOWN.fullmatch(bare) or renewal
        return Period(renewal=renewal, words="" if known else text.strip().replace("\n", " "))
    read = [_plain(match[0], match[0]) for match in found]
    problem = next((when.problem for when in read if when.problem), "")
    if problem:
        return Period(renewal=renewal, problem=problem)
    tail = bare[found[-1].end() :]
    if len(found) == 1:
        before = bare[: found[0].start()]
        if re.match(r"(?:まで|迄|限り|をも(?:って|ちまして)|満了)", tail) or re.search(r"(?:~|-|至|から)$", before):
            return Period(end=read[0].date, renewal=renewal)
        if re.match(r"(?:から|より|~|-|以降|施行)", tail) or before.endswith("自"):
            words = "" if re.fullmatch(r"(?:から|より|~|-|以降|施行)*", tail) else text.strip().replace("\n", " ")
            return Period(start=read[0].date, renewal=renewal, words="" if renewal else words)
        if not before and not tail.strip("()。"):
            return Period(end=read[0].date, renewal=renewal)
    between = bare[found[0].end() : found[1].start()] if len(found) == 2 else ""
    if len(found) == 2 and re.search(r"から|より|~|-|至|→", between):
        return Period(read[0].date, read[1].date, renewal)
    if len(found) == 2 and bare[: found[0].start()].endswith("自"):
        return Period(read[0].date, read[1].date, renewal)
    return Period(renewal=renewal, words=text.strip().replace("\n", " "))
