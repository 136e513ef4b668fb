"""Many literal words in one pass: a pair of characters decides where it is worth looking."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_FEW: Final = 80
"""Up to so many words a plain search for each is faster than to prepare one for all."""


class Words:
    """Finds the longest word at every place where one begins.

    ``words``: in the form of `folding.fold`; words of one character are not looked for.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) > 1}
        self._lengths: dict[str, list[int]] = {}
        self._pairs: re.Pattern[str] | None = None
        if len(self._words) > _FEW:
            self._prepare()

    def _prepare(self) -> None:
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:2]].add(len(word))
        self._lengths = {pair: sorted(found, reverse=True) for pair, found in lengths.items()}
        first = "".join(sorted({word[0] for word in self._words}))
        second = "".join(sorted({word[1] for word in self._words}))
        # A look-ahead, so that a pair may begin within the pair before it.
        self._pairs = re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Places ``(start, end)`` of words in a folded text, left to right, the longest at each place first.

        Shorter words at the same place follow; overlaps are the caller's to decide.
        """
        if self._pairs is None:
            yield from self._one_by_one(text)
            return
        for match in self._pairs.finditer(text):
            at = match.start()
            for length in self._lengths.get(text[at : at + 2], ()):
                if at + length <= len(text) and text[at : at + length] in self._words:
                    yield at, at + length

    def _one_by_one(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for word in self._words:
            at = text.find(word)
            while at >= 0:
                found.append((at, at + len(word)))
                at = text.find(word, at + 1)
        return sorted(found, key=lambda place: (place[0], -place[1]))
