"""Branches and departments of bodies (奈良支店, 統括本部), told apart from the name."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA

_BRANCH: Final = (
    r"(?:統括|主管|営業|法人|地域|第[一二三1-3])?(?:支店|支社|支局|営業所|本店|出張所|事業所|製作所|工場|事業部|営業部|支部|本部|店|支所|センター|ターミナル"
    r"|研究所|オフィス|キャンパス|カンパニー|ステーション|地区|サービス部|推進部|企画部|公共政策室|チーム)"
)
_BRANCH_END: Final = re.compile(
    rf"(?P<place>[{KANJI}{KATAKANA}ヶケ・]{{0,12}}?)(?P<unit>{_BRANCH})(?![{KANJI}{KATAKANA}])"
)
_BRANCH_NEXT: Final = re.compile(
    rf" ?(?P<words>[{KANJI}{KATAKANA}ヶケ・a-z]{{0,14}}?{_BRANCH}(?: ?[{KANJI}{KATAKANA}]{{1,10}}?(?:部|課|室|グループ|チーム))?)(?=及び|並びに|[^{KANJI}{KATAKANA}]|$)"
)
_UNIT_NEXT: Final = re.compile(
    rf" (?P<words>[{KANJI}{KATAKANA}]{{1,14}}?(?:部|課|室|グループ|チーム|本部|事務局))(?![{KANJI}{KATAKANA}{HIRAGANA}])"
)


def branch_inside(run: str, stems: frozenset[str]) -> int:
    """Where a branch begins within a name that it follows without a space (あおば奈良支店 → 3); the length if none.

    ``stems``: names of places without 市, 県 …, and regions.
    """
    match = next(reversed(list(_BRANCH_END.finditer(run))), None)
    if match is None or match.end() != len(run):
        return len(run)
    at = match.start("unit")
    for length in range(min(8, at - 1), 0, -1):
        if run[at - length : at] in stems:
            return at - length
    if match["unit"] in (
        "センター",
        "研究所",
        "製作所",
        "本部",
        "地区",
        "店",
        "オフィス",
        "ステーション",
        "カンパニー",
        "チーム",
    ):
        return len(run)
    # Without a known place the script tells: katakana or hiragana before, kanji of the place behind.
    place = re.search(rf"(?<=[{KATAKANA}{HIRAGANA}a-z])[{KANJI}]{{1,5}}$", run[:at])
    if place and place.start() > 0:
        return place.start()
    return at if at > 1 else len(run)


def branch_behind(text: str, end: int) -> int:
    """Where a branch or department that follows a name ends (あおば 奈良支店), or ``end`` if none follows."""
    match = _BRANCH_NEXT.match(text, end, end + 36) or _UNIT_NEXT.match(text, end, end + 30)
    if not match or re.match(r"の?(?:センター|店|本部|地区)$", match["words"]):
        return end
    return match.end()
