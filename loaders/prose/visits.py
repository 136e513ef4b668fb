"""Whom the writers of a report visited: 「視察先　沼田町」 heads what follows as an entry of a collection does."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import Final

from loaders.prose.parts import Header, Place, Sentence

_VISITED: Final = re.compile(r"(?:行政)?(?:視察|訪問|調査|研修|見学)(?:先|地|市|町|村|市町村|自治体)(?:名)?[ 　：:]")


def find(text: str, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Indices of the lines that tell whom they visited."""
    return tuple(s.index for s in sentences if s.places and _VISITED.match(text, s.span.start))


def above(header: Header, sentences: Sequence[Sentence], sentence: Sentence) -> list[Place]:
    """Whom they visited last before a sentence, unless a heading since names another; [] in any other document."""
    at = bisect.bisect_left(header.visits, sentence.index) - 1
    if at < 0 or any(i > header.visits[at] and sentences[i].places for i in sentence.heading):
        return []
    return sentences[header.visits[at]].places
