"""Local governments that share one last letter: 「宇陀、名張両市」「宇陀・名張の2市」."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from loaders.prose.folding import KANJI, KATAKANA

_SHARED: Final = re.compile(r"[両二三四五六七八九2-9](?P<kinds>市町村|市町|町村|市|町|村|県|区)(?![場民内長立営間村])")
_LINKS: Final = ("、", "・", ",", "と")


class Stem(NamedTuple):
    """A name without its last letter, as it stands, and the whole name."""

    start: int
    end: int
    name: str


class Joint(NamedTuple):
    """The names of one group, in order; ``start`` … ``end``: the words that they share (両市)."""

    stems: tuple[Stem, ...]
    start: int
    end: int


def find(text: str, known: Collection[str]) -> list[Joint]:
    """Groups in a folded text whose every member, with the last letter that they share, is a known name."""
    found: list[Joint] = []
    for match in _SHARED.finditer(text):
        end = match.start() - (text[match.start() - 1 : match.start()] == "の")
        stems = _stems(text, end, match["kinds"], known)
        if len(stems) > 1:
            found.append(Joint(tuple(stems), *match.span()))
    return found


def _stems(text: str, end: int, kinds: str, known: Collection[str]) -> list[Stem]:
    """The members before ``end``, as far to the left as names follow each other."""
    stems: list[Stem] = []
    while name := next((n for n in (_stem(text, end, kind, known) for kind in kinds) if n), None):
        stems.append(name)
        end = name.start - 1
        if text[end : name.start] not in _LINKS:
            break
    return stems[::-1]


def _stem(text: str, end: int, kind: str, known: Collection[str]) -> Stem | None:
    for length in range(min(6, end), 0, -1):
        start = end - length
        if text[start:end] + kind in known and not re.match(f"[{KANJI}{KATAKANA}]", text[start - 1 : start]):
            return Stem(start, end, text[start:end] + kind)
    return None
