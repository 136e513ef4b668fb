"""Many literal words in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]

from loaders.prose.heads import Heads

_FEW: Final = 80
"""Up to so many words a plain search for each is faster than to prepare one for all."""
_MANY: Final = 1000
"""From so many words on, which are those of a vocabulary and meet many texts, a costlier preparation pays."""


class Words:
    """Finds the longest word at every place where one begins.

    ``words``: in the form of `folding.fold`; words of one character are not looked for.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) > 1}

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for word in self._words:
            automaton.add_word(word, len(word))
        automaton.make_automaton()
        return automaton

    @cached_property
    def _heads(self) -> Heads:
        return Heads(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Places ``(start, end)`` of words in a folded text, left to right, the longest at each place first.

        Shorter words at the same place follow; overlaps are the caller's to decide.
        """
        if len(self._words) > _MANY:
            return self._heads.find(text)
        if len(self._words) > _FEW:
            found = [(last + 1 - length, last + 1) for last, length in self._automaton.iter(text)]
        else:
            found = self._one_by_one(text)
        return iter(sorted(found, key=lambda place: (place[0], -place[1])))

    def _one_by_one(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for word in self._words:
            at = text.find(word)
            while at >= 0:
                found.append((at, at + len(word)))
                at = text.find(word, at + 1)
        return found
