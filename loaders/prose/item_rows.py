"""Items of a list that stand beside known bodies: where most items of one list are bodies, or where the list has just as
many as the words above it count (「次の4事業者と…」), the rest are names as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from loaders.prose import suffixes
from loaders.prose.counted_rows import Taken
from loaders.prose.generic import is_generic

_ITEM: Final = re.compile(
    r"^ *(?P<mark>[・●○◆◇■□▽▼▲△*\-]|\(?\d{1,2}[.)]|[①-⑳])(?:\d{1,2}[.)])? *(?P<item>(?:\([^\n()]{1,3}\))?[^\n:。、「」()/]{2,30}?)"
    r" *(?:様|さま|さん)?(?:(?:\(| {2,})[^\n]*)?$",
    re.MULTILINE,
)
_DATED: Final = re.compile(
    r"^(?P<mark> +)(?P<item>(?:\([^\n()]{1,3}\))?[^\n:。、「」()/ ]{2,24})(?:\([^\n()]{1,20}\))? {2,}(?:平成|令和|昭和|\d{4}[年./]|[hrs]\d)[^\n]*$",
    re.MULTILINE,
)
"""A line without a mark whose second cell is a day."""
_NOTE: Final = re.compile(r"\n(?: *※[^\n]*\n| {2,}[^\n]*\n)?")
_COUNT: Final = re.compile(r"(?P<n>[2-9]|1\d)(?:事業者|企業|社|団体|者|店舗?|法人|機関|組織)")
_NO_NAME: Final = re.compile(r"[をはがにへ]|ほか|など|協定$|覚書$|[0-9]{2,}|す[るべ]|した$|まで$|から$")
_ABOVE: Final = 3
"""Lines before a list that may count it."""


def find(text: str, taken: Taken, may_be_name: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where the names stand that are not known yet, in a folded text. ``may_be_name``: whether words can be a name at all."""
    for pattern in (_ITEM, _DATED):
        yield from _rows(text, taken, may_be_name, pattern)


def _rows(
    text: str, taken: Taken, may_be_name: Callable[[str], bool], pattern: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    row: list[re.Match[str]] = []
    for item in pattern.finditer(text):
        if row and not (
            row[-1]["mark"][-1] == item["mark"][-1] and _NOTE.fullmatch(text, row[-1].end(), item.start()) is not None
        ):
            yield from _untaken(text, taken, may_be_name, row)
            row = []
        row.append(item)
    yield from _untaken(text, taken, may_be_name, row)


def _untaken(
    text: str, taken: Taken, may_be_name: Callable[[str], bool], row: list[re.Match[str]]
) -> Iterator[tuple[int, int]]:
    if len(row) < 2:
        return
    known = [taken(item.start("item")) or taken(item.end("item") - 1) for item in row]
    if not any(known) or all(known) or (2 * sum(known) < len(row) and not _counts(text, row[0].start(), len(row))):
        return
    for item, is_known in zip(row, known, strict=True):
        name = item["item"]
        if is_known or is_generic(name) or not may_be_name(name):
            continue
        if _formed(name) or not _NO_NAME.search(name):
            yield item.span("item")


def _counts(text: str, start: int, number: int) -> bool:
    """Whether the lines above say that so many follow."""
    begin = start
    for _ in range(_ABOVE):
        begin = max(0, text.rfind("\n", 0, max(0, begin - 1)))
    return any(int(count["n"]) == number for count in _COUNT.finditer(text, begin, start))


def _formed(name: str) -> bool:
    """Whether the last word tells a body by itself (とちのは生活協同組合)."""
    return any(match.end() == len(name) and match.start() > 1 for match in suffixes.find(name))
