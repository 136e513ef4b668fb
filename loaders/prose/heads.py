"""Thousands of literal words in text after text: only where one can stand is looked at at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_DEPTH: Final = 4
"""So many first characters a place must show before its words are compared."""
_COMMON: Final = (
    " ・ー年日会のにはをてたいとしるがでなっれかまりすもらくよこうさきあんやわけみめえそだせおちつどろじほび"
)
"""Letters that running text is full of, the commonest first; hiragana beside these are rare, and others rarer still."""


class Heads:
    """What `words.Words` does with a long list, which is prepared once and then meets many texts.

    One pattern of character sets lets the regular expression engine skip to the few places whose first characters each
    stand at that position of some word; only there are words compared. Hiragana stand everywhere, so that a word which
    begins with them is looked for by the rarest of its letters. ``words``: in the form of `folding.fold`; words of one
    character are not looked for.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) > 1}
        plain = [word for word in self._words if not _is_hiragana(word[0])]
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in plain:
            lengths[word[:2]].add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._gate = gate(plain)
        self._inner: dict[str, set[tuple[int, int]]] = defaultdict(set)
        """Rarest letter of words that begin with hiragana → how far inside it stands, and how long they are."""
        for word in self._words.difference(plain):
            at = max(range(len(word)), key=lambda n: _rareness(word[n]))
            self._inner[word[at]].add((at, len(word)))
        self._rare = re.compile(_any_of(self._inner) if self._inner else r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Places ``(start, end)`` of words in a folded text, left to right, the longest at each place first.

        Shorter words at the same place follow; overlaps are the caller's to decide.
        """
        found: set[tuple[int, int]] = set()
        lengths, words = self._lengths, self._words
        for match in self._gate.finditer(text):
            start = match.start()
            for length in lengths.get(text[start : start + 2], ()):
                word = text[start : start + length]
                if word in words and len(word) == length:
                    found.add((start, start + length))
        for match in self._rare.finditer(text):
            for inside, length in self._inner[match[0]]:
                start = match.start() - inside
                if start >= 0 and text[start : start + length] in words and start + length <= len(text):
                    found.add((start, start + length))
        return iter(sorted(found, key=lambda place: (place[0], -place[1])))


def _is_hiragana(letter: str) -> bool:
    return "ぁ" <= letter <= "ゖ"


def _rareness(letter: str) -> int:
    at = _COMMON.find(letter)
    return at if at >= 0 else len(_COMMON) + (not _is_hiragana(letter))


def gate(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches one character wherever one of the words may begin."""
    alike: dict[int, list[str]] = defaultdict(list)
    for word in words:
        alike[min(len(word), _DEPTH)].append(word)
    if not alike:
        return re.compile(r"(?!)")
    branches = [
        f"(?<={_any_of(w[0] for w in group)})(?={''.join(_any_of(w[n] for w in group) for n in range(1, depth))})"
        for depth, group in sorted(alike.items())
    ]
    # The set of all first letters stands in front, so that the engine skips at full speed to where one stands.
    return re.compile(f"{_any_of(w[0] for group in alike.values() for w in group)}(?:{'|'.join(branches)})")


def _any_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"
