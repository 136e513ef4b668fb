"""Words and dates as a report writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from graph import dates
from viz.reports.model import Cite

MISSING: Final = "記載なし"

_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CUT: Final = "…（全文は Excel）"


def plain(text: str) -> str:
    """The text with what no XML may hold, and what turns the direction of writing, made visible."""
    return _BIDI.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", "".join(map(_seen, text)))


def _seen(char: str) -> str:
    code = ord(char)
    if char in "\n\t":
        return char
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
        return f"〔U+{code:04X}〕"
    return char


def short(text: str, most: int) -> str:
    """The text, cut where it is longer than ``most`` characters."""
    return text if len(text) <= most else text[: most - len(_CUT)].rstrip() + _CUT


def day(date: str, precision: str = "") -> str:
    """``2023年11月8日（令和5年）``; '' stays ''."""
    return dates.japanese(date, precision) if date else ""


def parted(date: str, precision: str = "") -> tuple[str, str]:
    """The day, and what stands behind it: ``2023年11月8日`` and ``令和5年``; ``8月5日`` and ``年の記載なし``."""
    words, _, note = day(date, precision).partition("（")
    return words, note.removesuffix("）")


def several(names: Sequence[str], most: int = 0) -> str:
    """Names joined by 、; of more than ``most`` the rest is counted."""
    if most and len(names) > most:
        return "、".join(names[:most]) + f" ほか{len(names) - most:,}"
    return "、".join(names)


def counts(pairs: Iterable[tuple[str, int]]) -> str:
    """``実施 5、計画 7``, without what there is none of."""
    return "、".join(f"{word} {number:,}" for word, number in pairs if number)


_SIGN: Final = {"明示": "明", "推定": "推", "要確認": "要"}


def sign(certainty: str) -> str:
    """明, 推 or 要."""
    return _SIGN[certainty]


def runs(cites: Iterable[Cite]) -> list[tuple[str, str, int]]:
    """Sources as they stand in a cell: sign, ``3`` or ``3–6`` for numbers that follow one another, first number."""
    found: list[tuple[str, int, int]] = []
    for certainty, number in cites:
        if found and found[-1][0] == certainty and found[-1][2] == number - 1:
            found[-1] = (certainty, found[-1][1], number)
        else:
            found.append((certainty, number, number))
    return [(sign(each), f"{first}" if first == last else f"{first}–{last}", first) for each, first, last in found]


def refs(cites: Iterable[Cite]) -> str:
    """The same as text: ``明3–6、推9``."""
    return "、".join(f"{mark}{numbers}" for mark, numbers, _ in runs(cites))


def file_name(text: str) -> str:
    """A name that any file system takes."""
    folded = unicodedata.normalize("NFC", plain(text))
    return re.sub(r'[\\/:*?"<>|\n\t]', "＿", folded)[:80].strip(" .") or "連携グラフ"
