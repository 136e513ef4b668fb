"""Whether a known word stands as a word of its own, where no spaces tell."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose.branches import branch_behind
from loaders.prose.folding import HIRAGANA, KANJI, KATAKANA
from loaders.prose.leftwards import ends_with_lead

_SOLID: Final = re.compile(rf"[{KANJI}{KATAKANA}a-z0-9à-ÿ&]")
_KATAKANA: Final = re.compile(f"[{KATAKANA}]")
_LATIN: Final = re.compile(r"[a-z0-9à-ÿ]")
_KANJI: Final = re.compile(f"[{KANJI}]")
_HIRAGANA: Final = re.compile(f"[{HIRAGANA}]")
_AFTER_NAME: Final = re.compile(
    r"[とはがのをにへでもや、。()（）「」『』\s・,:/|~]|および|及び|並び|ならび|など|から|より|等|様|殿|さん|社|各社|だけ|まで|奈良|製|側|担当|代表|協力|提供|主催|共催|$"
)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a known word is a word of its own here and no part of a longer one."""
    first, last = text[start], text[end - 1]
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    if before:
        if _KATAKANA.match(first) and _KATAKANA.match(before):
            return False
        if _LATIN.match(first) and (_LATIN.match(before) or before in "@/._"):
            return False
        if _KANJI.match(first) and _KANJI.match(before) and not ends_with_lead(text, start):
            return False
        if _HIRAGANA.match(first) and (_HIRAGANA.match(before) and before not in "とはがのをにやもでへび"):
            return False
        if before in "@/":
            return False
    if behind:
        if _KATAKANA.match(last) and _KATAKANA.match(behind):
            return False
        if _LATIN.match(last) and (
            _LATIN.match(behind) or behind in "@/_" or re.match(r"\.[a-z]", text[end : end + 2])
        ):
            return False
        if (
            _KANJI.match(last)
            and _SOLID.match(behind)
            and not _AFTER_NAME.match(text, end)
            and branch_behind(text, end) == end
        ):
            return False
        if _HIRAGANA.match(last) and not _AFTER_NAME.match(text, end) and branch_behind(text, end) == end:
            return False
    return True
