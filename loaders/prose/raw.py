"""Bodies as they stand in a text, before anything is known of who they are, and which of two that overlap counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from loaders.prose.generic import is_generic
from loaders.read import Span

_SCHOOL: Final = re.compile(r"(?:学校法人|(?:国立|公立)大学法人|独立行政法人国立高等専門学校機構)")

_POST: Final = re.compile(r"日本郵便(?:株式会社|\(株\)|㈱)?$")
_OFFICE: Final = re.compile(r"(?: |の)?\S+郵便局")
_BESIDE: Final = ("", " ", "の")
_RUN_BY: Final = re.compile(
    r"\S+?(?:学園|学院|学舎|学館|義塾|育英会|奨学会|教育財団|国立大学機構|専門学校機構) ?(?=[^\s()]{2,14}(?:大学|短期大学部|大学校|高等専門学校|高等学校|高校|専門学校)$)"
)


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
    run_by: int = 0
    """So many letters at the start name the corporation that runs the school; the body is the school."""

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
    """「学校法人あおば学園 あおば大学」 is one body, the school: the corporation that runs it is named before it."""
    kept: list[RawBody] = []
    for body in found:
        last = kept[-1] if kept else None
        run = _RUN_BY.match(text, body.start, body.end) if body.formed and _SCHOOL.match(text, body.start) else None
        if run and not is_generic(text[run.end() : body.end]):
            body.run_by, body.kind, body.formed = run.end() - body.start, "大学・学校", False
        if (
            last is not None
            and last.stop == last.end
            and _POST.search(text, last.start, last.end)
            and _OFFICE.match(text, last.end, body.end)
            and text.endswith("郵便局", body.start, body.end)
            and text[last.end : body.start] in _BESIDE
        ):
            last.stop = body.stop
            continue
        if (
            last is not None and last.formed and not last.run_by and last.stop == last.end and body.kind == "大学・学校" and not body.formed
            and text[last.end : body.start] in ("", " ") and _SCHOOL.match(text, last.start)
        ):  # fmt: skip
            last.run_by = body.start - last.start
            last.end, last.stop, last.kind, last.formed = body.end, body.stop, body.kind, False
            continue
        kept.append(body)
    return kept
