"""Days told without their month: 「11日にA社と、25日にB社と」 goes on in the month of the day told before."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

from graph import dates
from loaders.prose.folding import number
from loaders.prose.parts import Scan, Sentence, When
from loaders.read import Span

_BARE: Final = re.compile(
    r"(?<=[、。）)」とはがを\n 　▽▼△▲◇◆□■○●☆★・])(?P<next>翌)?(?P<day>[\d０-９]{1,2})日(?=(?:[（(][月火水木金土日](?:曜日?)?[）)])?(?:に(?!わた|渡|及)|付|には|、|(?P<apart>[ 　])))(?!間|目)"
)


def fill(scan: Scan) -> None:
    """Add to each sentence its days without month: those that follow a day or a month of the same paragraph, in a text
    with a day of its own the days shortly before that day (「市は12日、…」 in a paper of the 14th), and in a digest the
    days of its month (「7月の動き」, 「2月10日～16日」)."""
    last: When | None = None
    issued = scan.header.issued.date if scan.header.issued is not None else ""
    latest = issued if len(issued) == _FULL else _of_digest(scan)
    paragraph = -1
    for sentence in scan.sentences:
        if sentence.paragraph != paragraph:
            last, paragraph = None, sentence.paragraph
        if last is not None or sentence.dates or latest:
            last = _of(scan, sentence, last, latest)


_FULL: Final = len("2023-06-14")
_HEAD: Final = 3
_ISSUE: Final = re.compile(r"[ 　]*号")


def _of_digest(scan: Scan) -> str:
    """The last day that a digest tells of by the month or the days of its first lines, or ''. The month of an issue
    (11月号) is none: it tells of the months before."""
    year = ""
    for sentence in scan.sentences[:_HEAD]:
        for when in sentence.dates if sentence.kind != "prose" else ():
            if not when.date:
                continue
            date = when.end or when.likely or when.date
            year = date[:4] if date[0] != "-" else year
            date = year + date[1:] if date.startswith("--") and year else date
            told = _TOLD.fullmatch(date)
            if told is None or date[0] == "-" or _ISSUE.match(scan.text, when.span.end):
                continue
            if when.end or when.precision == "月" or len(when.date) == _MONTH:
                return date if told["day"] else f"{date}-{monthrange(int(date[:4]), int(told['month'][5:]))[1]}"
    return ""


_MONTH: Final = len("--07")


def _of(scan: Scan, sentence: Sentence, last: When | None, latest: str) -> When | None:
    """The last day told when a sentence ends; its bare days become mentions. ``latest``: the last day of which the text
    can tell, or ''."""
    told = sentence.dates
    for match in _BARE.finditer(scan.text, *sentence.span):
        if match["apart"] and match.start() != sentence.span.start:
            continue
        if any(m.span.start < match.end() and match.start() < m.span.end for m in sentence.mentions):
            continue
        # A line of a digest begins with its own day, whatever the line before has told last.
        heads = bool(match["apart"]) and bool(latest)
        before = None if heads else next((d for d in reversed(told) if d.span.end <= match.start()), last)
        when = _after(before, match) if before is not None else _before(latest, match)
        if when is not None:
            told = sorted([*told, when], key=lambda d: d.span.start)
    added = [d for d in told if all(d is not m for m in sentence.mentions)]
    if added:
        sentence.mentions = sorted([*sentence.mentions, *added], key=lambda m: m.span.start)
    return told[-1] if told else last


def _after(before: When, match: re.Match[str]) -> When | None:
    """The bare day of a match in the month of the day told before it, if it lies behind that day."""
    told = _TOLD.fullmatch(before.date)
    if before.end or told is None:
        return None
    day = number(match["day"].translate(_NARROW))
    if told["day"] and day <= int(told["day"]):
        return None
    return _when(match, told["month"], day)


def _before(latest: str, match: re.Match[str]) -> When | None:
    """The last such day up to the last of which the text can tell."""
    if not latest:
        return None
    day = number(match["day"].translate(_NARROW))
    months = int(latest[:4]) * 12 + int(latest[5:7]) - 1 - (day > int(latest[8:]))
    return _when(match, f"{months // 12:04}-{months % 12 + 1:02}", day)


def _when(match: re.Match[str], month: str, day: int) -> When | None:
    try:
        date = dates.check(f"{month}-{day:02}")
    except dates.BadDateError:
        return None
    return When(Span(*match.span()), date, dates.precision(date), relative=True)


_TOLD: Final = re.compile(r"(?P<month>(?:\d{4}|-)-\d\d)(?:-(?P<day>\d\d))?")


_NARROW: Final = str.maketrans("０１２３４５６７８９", "0123456789")
