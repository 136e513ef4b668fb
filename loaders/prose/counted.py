"""Local governments counted instead of named: 「4町村は、勝浦町、上勝町…」 says once which four are meant wherever 4町村 stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from loaders.prose.folding import number
from loaders.prose.parts import Place, Sentence
from loaders.prose.pronouns import Word

_IS: Final = re.compile(r"(?:は|とは|とも|、|:|\(|「| )*")
_OF: Final = re.compile(r"(?:の|、|\()?(?:計|合わせて|以上)?")
_TIE: Final = re.compile(r"(?:[ \n]*(?:、|・|,|と|や|及び|および|並びに|ならびに)){0,2}[ \n]*")
_COUNT: Final = re.compile(r"\d+|[一二三四五六七八九]")


def wanted(word: str) -> tuple[int, str]:
    """How many, and the last letters of the names that count: 「3市村」 → 3, 市村; 「3市1町」 → 4, 市町; any kind for 「3自治体」."""
    counts = [number(count[0]) for count in _COUNT.finditer(word)]
    kinds = _COUNT.sub("", word)
    return sum(counts), "市町村区県都道府" if kinds == "自治体" else kinds


def definitions(
    folded: str, sentences: Sequence[Sentence], words: Mapping[int, Iterable[object]]
) -> dict[str, tuple[int, list[Place]]]:
    """Counted word → index of the sentence that lists its members, and the members.

    ``words``: pronouns by the index of their sentence.
    """
    found: dict[str, tuple[int, list[Place]]] = {}
    for index, here in words.items():
        for word in here:
            if not isinstance(word, Word) or word.sense not in ("counted", "defined") or word.what in found:
                continue
            if members := _members(folded, sentences[index], word):
                found[word.what] = (index, members)
    return found


def _members(folded: str, sentence: Sentence, word: Word) -> list[Place]:
    """The members that stand beside the word in its sentence, if they are just so many."""
    count, kinds = wanted(word.what)
    places = [p for p in sentence.places if p.use != "inside" and p.how == "name" and p.name[-1] in kinds]
    behind: list[Place] = []
    at, tie = word.end, _IS
    for place in places:
        if place.span.start < word.end:
            continue
        if not tie.fullmatch(folded, at, place.span.start):
            break
        behind.append(place)
        at, tie = place.span.end, _TIE
    before: list[Place] = []
    at, tie = word.start, _OF
    for place in reversed(places):
        if place.span.end > word.start:
            continue
        if not tie.fullmatch(folded, place.span.end, at):
            break
        before.insert(0, place)
        at, tie = place.span.start, _TIE
    return next((run for run in (behind, before) if len({p.codes for p in run}) == count == len(run)), [])
