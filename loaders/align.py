"""Where words of one text stand in another version of it: the same words, at the place that took the old one's."""

from __future__ import annotations

import difflib
import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from loaders.source import CHECK_DIGITS, Place

_SEGMENT: Final = re.compile(r"[^。\n]*(?:[。\n]+|$)")
_CONTEXT: Final = 30
_CANDIDATES: Final = 2_000


class _Block(NamedTuple):
    old: int
    new: int
    length: int


@dataclass
class Alignment:
    """Two versions of a text."""

    old: str
    new: str

    @cached_property
    def _blocks(self) -> list[_Block]:
        """Runs that both texts have in the same order, by sentences and lines."""
        ours, theirs = _segments(self.old), _segments(self.new)
        matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
        starts, others = _offsets(ours), _offsets(theirs)
        return [
            _Block(starts[m.a], others[m.b], starts[m.a + m.size] - starts[m.a])
            for m in _matches(matcher, ours, theirs)
            if m.size
        ]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.old for block in self._blocks]

    def find(self, start: int, end: int) -> Place | None:
        """Where the words ``old[start:end]`` stand now, or None if they stand nowhere.

        Of several places that one which the texts around it make the successor of the old place.
        """
        if self.old == self.new:
            return Place(start, end)
        n = bisect_right(self._starts, start) - 1
        block = self._blocks[n] if n >= 0 else _Block(0, 0, 0)
        if end <= block.old + block.length:
            return Place(start - block.old + block.new, end - block.old + block.new)
        words = self.old[start:end]
        found = occurrences(self.new, words)
        if not found:
            return None
        expected = self._expected(n, start)
        before, after = self.old[max(0, start - _CONTEXT) : start], self.old[end : end + _CONTEXT]

        def fit(at: int) -> tuple[int, int]:
            behind = at + len(words)
            shared = _common_end(before, self.new[max(0, at - _CONTEXT) : at])
            shared += _common_start(after, self.new[behind : behind + _CONTEXT])
            return (-shared, abs(at - expected))

        near = sorted(found, key=lambda at: abs(at - expected))[:50]
        at = min(near, key=fit)
        return Place(at, at + len(words))

    def _expected(self, n: int, start: int) -> int:
        """The place in the new text that lies between what is before and what is after, as the old one did."""
        before = self._blocks[n] if n >= 0 else _Block(0, 0, 0)
        after = self._blocks[n + 1] if n + 1 < len(self._blocks) else _Block(len(self.old), len(self.new), 0)
        old_gap = max(1, after.old - before.old - before.length)
        new_gap = after.new - before.new - before.length
        into = start - before.old - before.length
        return before.new + before.length + round(into * new_gap / old_gap)


def _matches(matcher: difflib.SequenceMatcher[str], ours: list[str], theirs: list[str]) -> Iterable[difflib.Match]:
    """Matching runs; equal heads and tails are cut off first, since the matcher's cost grows with repetition."""
    head = 0
    while head < min(len(ours), len(theirs)) and ours[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(ours), len(theirs)) - head and ours[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    if head:
        yield difflib.Match(0, 0, head)
    matcher.set_seqs(ours[head : len(ours) - tail], theirs[head : len(theirs) - tail])
    for m in matcher.get_matching_blocks():
        yield difflib.Match(m.a + head, m.b + head, m.size)
    if tail:
        yield difflib.Match(len(ours) - tail, len(theirs) - tail, tail)


def _segments(text: str) -> list[str]:
    return [match for match in _SEGMENT.findall(text) if match]


def _offsets(segments: list[str]) -> list[int]:
    offsets = [0]
    for segment in segments:
        offsets.append(offsets[-1] + len(segment))
    return offsets


def _common_start(first: str, second: str) -> int:
    count = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        count += 1
    return count


def _common_end(first: str, second: str) -> int:
    return _common_start(first[::-1], second[::-1])


def occurrences(text: str, words: str) -> list[int]:
    """Where the words begin, each place, overlapping ones too; at most a few thousand."""
    found: list[int] = []
    at = text.find(words)
    while words and at >= 0 and len(found) < _CANDIDATES:
        found.append(at)
        at = text.find(words, at + 1)
    return found


@dataclass
class Windows:
    """Finds words of which only the digest and the length are known (照合), without their text.

    ``wanted``: length → digests of that length. Each length costs one pass over the text.
    """

    text: str
    wanted: Mapping[int, Iterable[str]]
    digits: int = CHECK_DIGITS
    _found: dict[int, dict[str, list[int]]] = field(default_factory=dict)

    def starts(self, digest: str, length: int) -> list[int]:
        """Where words of this digest and length begin."""
        if length not in self._found:
            self._found[length] = self._scan(length, {digest, *self.wanted.get(length, ())})
        return self._found[length].get(digest, [])

    def _scan(self, length: int, wanted: set[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at in range(len(self.text) - length + 1):
            digest = hashlib.sha256(self.text[at : at + length].encode()).hexdigest()[: self.digits]
            if digest in wanted:
                found[digest].append(at)
        return found
