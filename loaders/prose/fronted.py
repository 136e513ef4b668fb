"""Bodies that other words than a legal form or a last word show: JA and コープ in front, the names of ministries."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from loaders.prose import sides, suffixes
from loaders.prose.branches import branch_inside
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.generic import is_generic
from loaders.prose.raw import RawBody
from loaders.prose.rightwards import right

_KATAKANA: Final = re.compile(f"[{KATAKANA}]")
_LATIN: Final = re.compile(r"[a-z0-9à-ÿ]")
_KANJI: Final = re.compile(f"[{KANJI}]")
_COOPERATIVE: Final = re.compile(rf"ja(?=[{KANJI}{KATAKANA}{HIRAGANA}])|コープ(?=[{KANJI}{KATAKANA}{HIRAGANA}])")
_HIRAGANA_OPENING: Final = re.compile(f"[{HIRAGANA}]+")


def national(text: str) -> list[RawBody]:
    """Ministries and agencies, and their bureaus in the regions, in a folded text."""
    found: list[RawBody] = []
    for match in suffixes.NATIONAL.finditer(text):
        start, end = match.span()
        if _KANJI.match(text, start - 1) and start > 0 and text[start - 1] not in "及並元現":
            continue
        unit = suffixes.NATIONAL_UNIT.match(text, end, end + 30)
        following = _KANJI.match(text, end)
        if following and not unit and not suffixes.FOLLOWED.match(text, end) and text[end] not in "大副政幹":
            continue
        if unit and suffixes.BUREAU.search(unit[0]):
            end = unit.end()
        found.append(RawBody(start, end, unit.end() if unit else end, "国の機関", rank=3))
    return found


def cooperatives(text: str, placed: Collection[str]) -> list[RawBody]:
    """JA〇〇, コープ〇〇 in a folded text. ``placed``: names of places of which names of bodies are made."""
    found: list[RawBody] = []
    for match in _COOPERATIVE.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before and (_LATIN if match[0] == "ja" else _KATAKANA).match(before):
            continue
        extent = right(text, match.end(), placed)
        for reading in extent.readings:
            name = text[reading.start : reading.end]
            opening = _HIRAGANA_OPENING.match(name)
            if (
                re.match(r"グループ|バンク|共済(?!連)|機関紙|広報|職員|直売所", name)
                or is_generic(name)
                or (opening and sides.leads_on(opening[0]))
            ):
                continue
            end = reading.start + branch_inside(name, frozenset())
            found.append(RawBody(match.start(), end, reading.end, "協同組合", rank=2))
            break
    return found
