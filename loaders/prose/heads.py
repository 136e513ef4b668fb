"""Thousands of literal words in text after text: only where one can begin is looked at at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_DEPTH: Final = 4
"""So many first characters a place must show before its words are compared."""


class Heads:
    """What `words.Words` does with a long list, which is prepared once and then meets many texts.

    One pattern of character sets lets the regular expression engine skip to the few places whose first characters each
    stand at that position of some word; only there are words compared. ``words``: in the form of `folding.fold`; words
    of one character are not looked for.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) > 1}
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:2]].add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._gate = _gate(self._words)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Places ``(start, end)`` of words in a folded text, left to right, the longest at each place first.

        Shorter words at the same place follow; overlaps are the caller's to decide.
        """
        lengths, words = self._lengths, self._words
        for match in self._gate.finditer(text):
            start = match.start()
            for length in lengths.get(text[start : start + 2], ()):
                word = text[start : start + length]
                if word in words and len(word) == length:
                    yield start, start + length


def _gate(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches one character wherever a word may begin. Hiragana begin few names and stand everywhere, so
    that words that begin with them have sets of their own."""
    alike: dict[tuple[bool, int], list[str]] = defaultdict(list)
    for word in words:
        alike["ぁ" <= word[0] <= "ゖ", min(len(word), _DEPTH)].append(word)
    branches = [
        _any_of(w[0] for w in group) + f"(?={''.join(_any_of(w[n] for w in group) for n in range(1, depth))})"
        for (_, depth), group in sorted(alike.items())
    ]
    return re.compile("|".join(branches) or r"(?!)")


def _any_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"
