"""Number formats of workbooks: what a cell shows for the number it holds.

Codes as in ECMA-376 part 1, 18.8.30 and 18.8.31 (with the built-in formats of the Japanese locale).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

_WAREKI, _SHORT_WAREKI = '[$-411]ggge"年"m"月"d"日"', "[$-411]ge.m.d"
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _SHORT_WAREKI, 28: _WAREKI, 29: _WAREKI, 30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"時"mm"分"', 33: 'h"時"mm"分"ss"秒"', 34: _YEAR_MONTH, 35: _MONTH_DAY,
    36: _SHORT_WAREKI, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0", 42: "#,##0;-#,##0", 43: "#,##0.00;-#,##0.00", 44: "#,##0.00;-#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@", 50: _SHORT_WAREKI, 51: _WAREKI, 52: _YEAR_MONTH,
    53: _MONTH_DAY, 54: _WAREKI, 55: _YEAR_MONTH, 56: _MONTH_DAY, 57: _SHORT_WAREKI, 58: _WAREKI,
}  # fmt: skip
_TOKEN: Final = re.compile(
    r'"([^"]*)"?|\\(.)|_.|\*.|\[(h+|m+|s+)\]|\[[^\]]*\]|(AM/PM|A/P)|(.)', re.IGNORECASE | re.DOTALL
)
_ERAS: Final = (
    ("令和", "2019-05-01"),
    ("平成", "1989-01-08"),
    ("昭和", "1926-12-25"),
    ("大正", "1912-07-30"),
    ("明治", "1868-01-25"),
)
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_SERIAL: Final = 2_958_466


@dataclass(frozen=True, slots=True)
class Format:
    """A number format, taken apart. ``date``: it shows a date; then ``shows`` has the letters y, m, d, t (time)."""

    code: str
    shows: str = ""
    fiscal: bool = False
    time: bool = False

    @property
    def date(self) -> bool:
        return any(letter in self.shows for letter in "ymd")

    @property
    def yearless(self) -> bool:
        """Shows a date without its year."""
        return self.date and "y" not in self.shows


@lru_cache(maxsize=4096)
def parse(code: str) -> Format:
    """What a format code shows: a date, a time of day, or a number."""
    first = _sections(code)[0]
    letters = "".join(m[5] or (m[3] and f"[{m[3]}]") or (m[4] and "p") or "" for m in _TOKEN.finditer(first)).lower()
    if (
        "general" in letters
        or "g/標準" in letters
        or not re.search(r"[ymdehsag\[]", letters)
        or re.search(r"[0#?]", letters)
    ):
        return Format(code)
    without_minutes = re.sub(r"(?<=h)[^a-z\[]*m+|m+(?=[^a-z]*s)|\[[hms]+\][^a-z]*m*", "t", letters)
    shows = "".join(
        letter for letter, pattern in (("y", r"[ye]"), ("m", r"m"), ("d", r"d"), ("t", r"[hst]"))
        if re.search(pattern, without_minutes)
    )  # fmt: skip
    literal = "".join(m[1] or m[2] or m[5] or "" for m in _TOKEN.finditer(first))
    return Format(code, shows, fiscal="年度" in literal and "m" not in shows, time=shows == "t")


def shown(format: Format, value: float, *, from_1904: bool = False) -> tuple[str, bool]:
    """The text of a cell and whether it is a real date.

    A date is ISO text, as precise as it is shown: a day where the format shows a day (or the date is not the first of
    its month), else a month or a year. A format of fiscal years (年度) gives what it shows, which is no date.
    """
    if format.date:
        moment = _moment(value, from_1904)
        if moment is None:
            return number(value), False
        return _date(format, moment)
    if format.time and 0 <= value < _LAST_SERIAL:
        minutes = round(value * 1440) if "[" in format.code else round(value % 1 * 1440)
        return f"{minutes // 60}:{minutes % 60:02}", False
    return _numeric(format.code, value) or number(value), False


def of_day(format: Format, moment: datetime) -> tuple[str, bool]:
    """The text of a day that a library has made out of a number, as precise as the format shows it; see `shown`."""
    return _date(format, moment) if format.date else (of_moment(moment), True)


def number(value: float) -> str:
    """A number as the format General shows it, with all the digits that a workbook keeps."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def of_moment(moment: datetime) -> str:
    """ISO text of a date, with its time where it has one."""
    return moment.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")


def _moment(value: float, from_1904: bool) -> datetime | None:
    if not 0 < value < _LAST_SERIAL:
        return None
    if from_1904:
        return _EPOCH_1904 + timedelta(minutes=round(value * 1440))
    # Excel counts a 29 February 1900 that never was.
    return _EPOCH_1900 + timedelta(days=value < 60, minutes=round(value * 1440))


def _date(format: Format, moment: datetime) -> tuple[str, bool]:
    if format.fiscal:
        return f"{_year(format.code, moment)}年度", False
    if "d" in format.shows or moment.day != 1:
        return (of_moment(moment) if "t" in format.shows else f"{moment:%Y-%m-%d}"), True
    return (f"{moment:%Y-%m}" if "m" in format.shows else f"{moment:%Y}"), True


def _year(code: str, moment: datetime) -> str:
    if "e" not in code.lower():
        return f"{moment:%Y}"
    era, start = next((each for each in _ERAS if f"{moment:%Y-%m-%d}" >= each[1]), _ERAS[-1])
    return f"{era}{moment.year - int(start[:4]) + 1}"


def _sections(code: str) -> list[str]:
    return [m[0] for m in re.finditer(r'(?:"[^"]*"?|\\.|[^;"\\])+|(?<=;)(?=;|$)|^(?=;)', code)] or [""]


@lru_cache(maxsize=4096)
def _pattern(section: str) -> tuple[str, str, str] | None:
    """A number section as literal before, digits, literal after; None where it has more to it than that."""
    before, digits, after = "", "", ""
    for token in _TOKEN.finditer(section):
        if re.match(r"\[[<>=]", token[0]):
            return None
        letter = token[5] or ""
        if letter and letter in "0#?.,":
            if after:
                return None
            digits += letter
        elif letter in ("/", "@") or (letter.isascii() and letter.isalpha()):
            return None
        elif literal := token[1] or token[2] or letter:
            before, after = (before, after + literal) if digits else (before + literal, after)
    return (before, digits, after) if digits else None


def _numeric(code: str, value: float) -> str:
    """A number under a format of digits, %, thousands and literals; '' where the format is none of that."""
    sections = _sections(code)
    chosen = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    parts = _pattern(sections[chosen])
    if parts is None:
        return ""
    before, digits, after = parts
    whole, _, decimals = digits.partition(".")
    scaled = Decimal(repr(value)) * 100 ** (before + after).count("%")
    scaled /= 1000 ** (len(digits) - len(digits.rstrip(",")))
    places = decimals.count("0") + decimals.count("#") + decimals.count("?")
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole.strip(",") else f"{rounded:f}"
    head, _, tail = text.partition(".")
    optional = len(decimals.rstrip(",")) - len(decimals.rstrip(",#?"))
    tail = tail[: len(tail) - optional] + tail[len(tail) - optional :].rstrip("0") if tail else ""
    least = whole.count("0")
    head = head.zfill(least) if least > 1 and "," not in head else head
    sign = "-" if value < 0 and chosen == 0 and rounded else ""
    return f"{sign}{before}{head}{f'.{tail}' if tail else ''}{after}".strip()
