"""Bodies as they stand in a text, before anything is known of who they are, and which of two that overlap counts."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.read import Span


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
