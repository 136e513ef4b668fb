"""Whether a title may begin where a chain of nouns was cut off: never with half a word, a particle or the end of a verb."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues
from loaders.prose.grammar import is_grammar

_HIRAGANA: Final = re.compile(r"[ぁ-ん]+")
_NO_FIRST: Final = frozenset("んゃゅょっーらむぶぬぐつくる")
_VERBAL: Final = re.compile(
    r"(?:[一-龥]{1,2}[ぁ-ん]{0,3}[うくぐすつぬぶむるいた]|(?:[ぁ-ん]{1,4}[うくぐすつぬぶむる])(?=ため|よう))(?:ため|よう)?(?=[一-龥ァ-ヶーa-zA-Z0-9ぁ-ん])"
)
_CLAUSE_END: Final = re.compile(
    r"(?:[ぁ-ん][うくぐすつぬぶむるた]|[^すく]ない)$(?<![関対資]する)(?<!に係る)(?<!かかる)(?<!わる)(?<!とする)(?<!めぐる)(?<!巡る)(?<!向けた)"
)
_CUT_BRACKET: Final = re.compile(r"[一-龥ァ-ヶーぁ-んa-zA-Z0-9][（(][^（）()\n]{1,30}[）)]の?$")
_PARTICLES: Final = tuple("をにでがもと")
_NO_KIND: Final = frozenset("のにと・及お \n　")
_BACK: Final = 40


def fair(text: str, begin: int, noun: int, left: int) -> bool:
    """Whether what stands from ``begin`` to the ``noun`` (協定) can open a title; ``left``: where the names before it end."""
    words = text[begin:noun]
    if not words:
        return True
    if _CLAUSE_END.search(words):
        # 「人をつなぐ|協定」「助け合う|協定」 are told, not named.
        return False
    hiragana = _HIRAGANA.match(words)
    if hiragana is not None:
        if words[0] in _NO_FIRST or (hiragana.end() < len(words) and is_grammar(hiragana[0], behind_kanji=False)):
            return False
        if hiragana.end() == len(words) and not words.endswith("の"):
            return False
    if text.startswith(_PARTICLES, begin - 1) and _VERBAL.match(words):
        return False
    bracket = _CUT_BRACKET.search(text, max(left, begin - _BACK), begin)
    return bracket is None or bracket.start() < left


def kind(text: str, begin: int, noun: int, end: int) -> int:
    """Where the longest chain begins, not before ``begin``, that names a kind (包括連携協定); at least the ``noun`` is one."""
    return next(
        (at for at in range(begin, noun) if text[at] not in _NO_KIND and cues.GENERIC.fullmatch(text, at, end)), noun
    )
