"""Bodies as they stand in a text, before anything is known of who they are, and which of two that overlap counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from loaders.read import Span

_SCHOOL: Final = re.compile(r"(?:学校法人|(?:国立|公立)大学法人|独立行政法人国立高等専門学校機構)")


@dataclass(slots=True)
class RawBody:
    """A body as it stands: ``start``…``end`` the name, ``stop`` with its branch; ``rank``: what wins an overlap."""

    start: int
    end: int
    stop: int
    kind: str = ""
    certain: bool = True
    product: bool = False
    rank: int = 0
    formed: bool = False
    """The text writes the legal form."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.stop)


def without_overlaps(found: list[RawBody]) -> list[RawBody]:
    """Bodies in order, no two overlapping: higher ranks and longer names go before."""
    kept: list[RawBody] = []
    for body in sorted(found, key=lambda b: (b.start, -b.rank, b.start - b.end)):
        if kept and body.start < kept[-1].stop:
            last = kept[-1]
            if body.formed and last.rank == 1 and last.end > body.start and last.end <= body.end:
                # コカ・コーラ ボトラーズジャパン株式会社: a known name reaches further to the left.
                body.start = last.start
                kept[-1] = body
            elif (body.rank > last.rank and body.end > last.end) or (
                body.rank == last.rank and body.stop > last.stop and not last.formed
            ):
                if body.start >= last.end:
                    last.stop = last.end
                    kept.append(body)
                else:
                    kept[-1] = body
            elif body.start >= last.end and body.formed:
                last.stop = last.end
                kept.append(body)
            continue
        kept.append(body)
    return kept


def with_schools(text: str, found: list[RawBody]) -> list[RawBody]:
    """「学校法人あおば学園 あおば大学」 is one body: the school is named behind the corporation that runs it."""
    kept: list[RawBody] = []
    for body in found:
        last = kept[-1] if kept else None
        if (
            last is not None and last.formed and last.stop == last.end and body.kind == "大学・学校" and not body.formed
            and text[last.end : body.start] in ("", " ") and _SCHOOL.match(text, last.start)
        ):  # fmt: skip
            last.end, last.stop = body.end, body.stop
            continue
        kept.append(body)
    return kept
