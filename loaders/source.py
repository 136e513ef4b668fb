"""The text of an original that is at hand, with the places that citations mean in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, NamedTuple

CHECK_DIGITS: Final = 12
_CELLS: Final = 60


class Place(NamedTuple):
    """Code points ``start`` … ``end`` (excluded) of a text."""

    start: int
    end: int


def digest(quote: str) -> str:
    """照合 of a quote: the first 12 hex digits of its SHA-256."""
    return hashlib.sha256(quote.encode()).hexdigest()[:CHECK_DIGITS]


@dataclass(frozen=True)
class Source:
    """A text; ``rows``: where its rows stand, if its places are told as ``sheet!row``."""

    text: str
    rows: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def span(self, place: str) -> Place | None:
        """Where a place stands in the text (the whole row at ``sheet!row``); None where there is no such place."""
        if place in self.rows:
            return Place(*self.rows[place])
        start, _, end = place.partition("-")
        if not (start.isdecimal() and end.isdecimal()) or not int(start) < int(end) <= len(self.text):
            return None
        return Place(int(start), int(end))

    def words(self, place: str) -> str | None:
        """The words at a place."""
        span = self.span(place)
        return self.text[span.start : span.end] if span else None

    def row(self, span: Place) -> str | None:
        """The row that holds a run of the text."""
        held = (place for place, (start, end) in self.rows.items() if start <= span.start and span.end <= end)
        return next(held, None)

    def cited(self, citation: Mapping[str, Any]) -> Place | None:
        """The very words that a citation means, checked against its 引用 or 照合; None where they are not there.

        At ``start-end`` they are exactly the words of that place, at ``sheet!row`` a run of the row (of whole cells,
        where only 照合 tells them).
        """
        place = str(citation.get("位置") or "")
        span = self.span(place)
        if span is None:
            return None
        words = self.text[span.start : span.end]
        quote, expected = citation.get("引用"), citation.get("照合")
        if place not in self.rows:
            agrees = (quote is None or words == quote) and (expected is None or digest(words) == expected)
            return span if agrees else None
        if quote is None:
            quote = next((run for run in _runs(words) if digest(run) == expected), None)
        at = words.find(quote) if quote else -1
        if not quote or at < 0 or (expected is not None and digest(quote) != expected):
            return None
        return Place(span.start + at, span.start + at + len(quote))


def _runs(row: str) -> Iterator[str]:
    """Every run of whole cells of a row."""
    edges = [0, *(n + 1 for n, char in enumerate(row) if char == "\t"), len(row) + 1]
    for first, last in combinations(edges[:_CELLS], 2):
        yield row[first : last - 1]
