"""Which of several readings of a name the rest of its document bears out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from typing import Final

from loaders.prose.raw import RawBody
from loaders.prose.rightwards import Extent, Reading


def often(text: str, reach: Sequence[tuple[int, int, bool, Extent]]) -> set[tuple[bool, str]]:
    """Names that stand more than once, with other words beside them each time: whether the form is before, and the name.

    ``reach``: for each legal form of a folded text its start and end, whether it stands before the name, and the readings.
    """
    beside: dict[tuple[bool, str], set[str]] = defaultdict(set)
    for _, _, before, extent in reach:
        for r in extent.readings if not extent.sure else ():
            other = text[r.end : r.end + 2] if before else text[max(0, r.start - 2) : r.start]
            beside[before, text[r.start : r.end]].add(other)
    return {name for name, others in beside.items() if len(others) > 1}


def chosen(
    text: str, readings: Sequence[Reading], before: bool, often: set[tuple[bool, str]], known: Sequence[Container[str]]
) -> Reading | None:
    """The reading that is one of the ``known`` names, or that the document has elsewhere as well (`often`), or None."""
    words = [(text[r.start : r.end], r) for r in readings]
    for name, reading in words:
        if any(name in names for names in known):
            return reading
    return max((r for name, r in words if (before, name) in often), key=lambda r: r.end - r.start, default=None)


def whole(text: str, found: list[RawBody]) -> list[RawBody]:
    """Bodies with the names that they have elsewhere in the document, where just these words stand: 「村とやんばる果実合同会社」
    beside 「やんばる果実合同会社」, which nothing before it cuts."""
    names = {text[body.start : body.end] for body in found}
    for body in found:
        reach = range(min(_REACH, body.start), 0, -1)
        body.start -= next((n for n in reach if text[body.start - n : body.end] in names), 0)
        ends = range(body.end + 1, min(body.end + _FURTHER, len(text)) + 1) if body.formed else ()
        further = next((end for end in ends if text[body.start : end] in names), 0)
        if further:
            # 「株式会社かわちやと」 beside 「株式会社かわちや」
            body.end = further
            body.stop = max(body.stop, body.end)
    return found


_FURTHER: Final = 2
_REACH: Final = 24
"""Letters by which a name may be longer elsewhere."""
