"""Dates as precise as the source: ``2023-11-08``, ``2015-04``, ``2016``, ``--08-05`` (no year given), ``--08``.

和暦 (明治 … 令和) is understood on the way in and shown on the way out. Era boundaries: 内閣府「元号について」,
the first day of each era belongs to the new era.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from typing import Final

ERAS: Final = (
    ("令和", "2019-05-01", 2019, "R"),
    ("平成", "1989-01-08", 1989, "H"),
    ("昭和", "1926-12-25", 1926, "S"),
    ("大正", "1912-07-30", 1912, "T"),
    ("明治", "1868-10-23", 1868, "M"),
)
_MIDNIGHT: Final = "1926-12-25"
PRECISIONS: Final = ("日", "月", "年", "年度", "年なし")

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?|--(?P<nm>\d{2})(?:-(?P<nd>\d{2}))?", re.ASCII)
_WORDS = re.compile(
    r"(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM])\.?\s*(?P<ey>元|\d{1,2})|(?P<y>\d{4}))\s*"
    r"(?P<fiscal>年度)?(?:[年./-]\s*(?:(?P<m>\d{1,2})\s*(?:[月./-]\s*(?:(?P<d>\d{1,2})\s*日?)?)?)?)?"
    r"|(?P<nm>\d{1,2})月(?:(?P<nd>\d{1,2})日)?",
    re.ASCII,
)


_DOUBLED = re.compile(
    r"^(.*?年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?)\((?:(?:西暦)?\d{4}年|(?:令和|平成|昭和|大正|明治)(?:元|\d{1,2})年)\)",
    re.ASCII,
)
"""The year told twice: 令和5年(2023年)11月8日, 2023年11月8日(令和5年)."""


class BadDateError(ValueError):
    """A text that is no date, or a day that does not exist."""


def _build(year: int | None, month: int | None, day: int | None, text: str) -> str:
    if year is not None and not 1868 <= year <= 2200:
        raise BadDateError(f"「{text}」は年として扱えません（1868〜2200）")
    if month is not None and not 1 <= month <= 12:
        raise BadDateError(f"「{text}」の月がありません")
    if day is not None:
        assert month is not None
        # Without a year 2月29日 may exist.
        last = calendar.monthrange(year or 2000, month)[1]
        if not 1 <= day <= last:
            raise BadDateError(f"「{text}」という日はありません")
    head = "-" if year is None else f"{year:04}"
    return head + ("" if month is None else f"-{month:02}") + ("" if day is None else f"-{day:02}")


def check(text: str) -> str:
    """Return the partial date unchanged, or raise `BadDateError` if it is not one of the forms above."""
    match = _ISO.fullmatch(text)
    if not match:
        raise BadDateError(
            f"「{text}」は日付の形ではありません（例: 2023-11-08、2015-04、2016、年の記載がなければ --08-05）"
        )
    year, month, day = match["y"], match["m"] or match["nm"], match["d"] or match["nd"]
    return _build(int(year) if year else None, int(month) if month else None, int(day) if day else None, text)


def parse(text: str) -> tuple[str, str]:
    """Read a date as people write it (``令和5年11月8日``, ``H27.4``, ``2023/11/8``, ``8月5日``, ``令和4年度``).

    Returns the partial date and its precision. Raises `BadDateError`.
    """
    plain = _DOUBLED.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    if _ISO.fullmatch(plain):
        return check(plain), precision(plain)
    match = _WORDS.fullmatch(plain)
    if not match:
        raise BadDateError(f"「{text}」は日付として読めません")
    part = match.groupdict()
    if part["nm"]:
        return _build(None, int(part["nm"]), int(part["nd"]) if part["nd"] else None, text), "年なし"
    year = int(part["y"]) if part["y"] else None
    if part["era"]:
        start, base = next((s, b) for name, s, b, letter in ERAS if part["era"] in (name, letter))
        number = 1 if part["ey"] == "元" else int(part["ey"])
        if number == 0:
            raise BadDateError(f"「{text}」という年はありません（元号の年は1から）")
        year = base - 1 + number
    month = int(part["m"]) if part["m"] else None
    day = int(part["d"]) if part["d"] else None
    if part["fiscal"] and month:
        raise BadDateError(f"「{text}」は年度と月が続いていて、どの年の月か決まりません")
    date = _build(year, month, day, text)
    if part["era"] and not part["fiscal"] and not _within_era(date, start):
        raise BadDateError(f"「{text}」はその元号の期間にありません")
    return date, "年度" if part["fiscal"] else precision(date)


def _within_era(date: str, start: str) -> bool:
    """Whether some day of the partial date lies in the era.

    昭和 and 平成 ended at midnight; the last days of 明治 and 大正 were the first days of 大正 and 昭和 as well.
    """
    later = [dt.date.fromisoformat(s) for _, s, _, _ in ERAS if s > start]
    last = (min(later) - dt.timedelta(days=start >= _MIDNIGHT)).isoformat() if later else "9999-12-31"
    return start[: len(date)] <= date <= last[: len(date)]


def precision(date: str) -> str:
    """日, 月, 年 or 年なし; 年度 cannot be told from the text of a date and must be given."""
    if date.startswith("--"):
        return "年なし"
    return {4: "年", 7: "月", 10: "日"}[len(date)]


def rank(date: str) -> int:
    """How precise a date is: the number of its parts that are known (1 … 3)."""
    return sum(part != "" for part in date.split("-"))


def has_year(date: str) -> bool:
    """Whether the date can stand on a time line."""
    return bool(date) and not date.startswith("--")


def japanese(date: str, kind: str = "") -> str:
    """The date as people read it: ``2023年11月8日（令和5年）``; ``8月5日（年の記載なし）``."""
    year, month, day = date[:4], date[5:7], date[8:10]
    if date.startswith("--"):
        month, day = date[2:4], date[5:7]
        return f"{int(month)}月" + (f"{int(day)}日" if day else "") + "（年の記載なし）"
    text = f"{int(year)}年" + ("度" if kind == "年度" else "")
    text += f"{int(month)}月" if month else ""
    text += f"{int(day)}日" if day else ""
    return text + f"（{era_year(date)}）"


def era_year(date: str) -> str:
    """令和5年 for ``2023-…``; a year in which two eras meet shows the later era unless the date tells."""
    year = int(date[:4])
    probe = date if len(date) == 10 else date + {4: "-12-31", 7: "-31"}[len(date)]
    for name, start, base, _ in ERAS:
        if probe >= start:
            number = year - base + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"西暦{year}年"


def today() -> str:
    """Today as a date text, in local time."""
    return dt.date.today().isoformat()
