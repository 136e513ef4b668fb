"""Mentions in the order of the text: which come first, which lie within others, which prefectures stand above them."""

from __future__ import annotations

import bisect

from loaders.prose.parts import Mention, Sentence, When


def order(mention: Mention) -> tuple[int, int]:
    """Key by which mentions are sorted: by place, the longest first."""
    return mention.span.start, -mention.span.end


def prefectures_named(named: list[tuple[int, str]], index: int, sentence: Sentence) -> list[str]:
    """Prefectures named in the headings of a sentence, or before it beneath the innermost of them."""
    inner = index if sentence.level >= 0 else sentence.heading[-1] if sentence.heading else 0
    return [prefecture for at, prefecture in named if at >= inner or at in sentence.heading]


def in_order(mentions: list[Mention]) -> list[Mention]:
    """Mentions by place, the longest first; none that begins within another."""
    if len(mentions) < 2:
        return mentions
    kept: list[Mention] = []
    for mention in sorted(mentions, key=order):
        if not kept or mention.span.start >= kept[-1].span.end or mention.span == kept[-1].span:
            kept.append(mention)
    return kept


def covered(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    """Whether a short name that the text introduced stands where the mention does."""
    return not isinstance(mention, When) and any(
        start <= mention.span.start and mention.span.end <= end for start, end in spans
    )


def inside(taken: list[tuple[int, int]], position: int) -> bool:
    """Whether a position lies within one of the spans (start, end), which are sorted."""
    at = bisect.bisect_right(taken, (position, 1 << 60)) - 1
    return at >= 0 and taken[at][0] <= position < taken[at][1]
