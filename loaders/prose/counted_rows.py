"""Rows of names that say how many they have: where most of them are known to be bodies, the rest are names as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import is_generic

Taken = Callable[[int], bool]
"""Whether a position belongs to a body already."""
_COUNTED: Final = re.compile(r"の(?P<n>[2-9]|1[0-9])(?:社|店|者|団体|事業者)(?=[はがもとのにでを、。])")
_BRACKETED: Final = re.compile(
    r"(?P<n>[2-9]|1[0-9])(?:社|店|者|団体|事業者|か所|カ所|施設|校|軒|法人)\((?P<row>[^()\n。]{6,120})\)"
)
_TIE: Final = re.compile(r"、(?:そして|それに|それから)?|及び|並びに|および|ならびに|・")
_ROW_ITEM: Final = re.compile(
    rf"(?P<name>[{KANJI}{KATAKANA}{HIRAGANA}a-z0-9&'・ー ]{{2,20}}?)(?:さん|様|さま)?(?:\([^()\n]{{1,20}}\))?"
)
_NO_ITEM: Final = re.compile(r"[のをはがに]|ほか|など")
_CALLED_SO: Final = 3
"""So many letters (さん, a bracket) may stand behind a name."""


def find(text: str, taken: Taken) -> Iterator[tuple[int, int]]:
    """Where the names stand of a row that says how many it has (A社、居酒屋B、C（し）の3社は; 3か所（A社、B館、C舎）), at
    least half of which are known to be bodies."""
    for count in _COUNTED.finditer(text):
        begin = max(text.rfind("。", 0, count.start()), text.rfind("\n", 0, count.start())) + 1
        ties = [m.span() for m in _TIE.finditer(text, begin, count.start())][1 - int(count["n"]) :]
        if len(ties) + 1 != int(count["n"]):
            continue
        end = ties[0][0]
        first = max(begin, end - _CALLED_SO)
        if any(map(taken, range(first, end))):
            yield from _untaken(text, taken, [(first, end), *_between([*ties, (count.start(), 0)])])
    for row in _BRACKETED.finditer(text):
        ties = [m.span() for m in _TIE.finditer(text, *row.span("row"))]
        if len(ties) + 1 == int(row["n"]):
            yield from _untaken(text, taken, _between([(0, row.start("row")), *ties, (row.end("row"), 0)]))


def _between(ties: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(a, b) for (_, a), (b, _) in pairwise(ties)]


def _untaken(text: str, taken: Taken, items: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The items of a row that are not known yet, if at least half of it is."""
    known = [any(map(taken, range(max(a, b - _CALLED_SO), b))) or _bracket(text, taken, a, b) for a, b in items]
    for (a, b), is_known in zip(items, known, strict=True) if 2 * sum(known) >= len(items) else ():
        item = _ROW_ITEM.fullmatch(text, a, b)
        if item is None or is_known or _NO_ITEM.search(item["name"]) or is_generic(item["name"]):
            continue
        if not any(map(taken, range(*item.span("name")))):
            yield item.span("name")


def _bracket(text: str, taken: Taken, start: int, end: int) -> bool:
    """Whether a known name stands before the bracket that ends an item."""
    opening = text.rfind("(", start, end) if text[end - 1] == ")" else -1
    return opening > start and taken(opening - 1)
