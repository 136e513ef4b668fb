"""Which texts are versions of one document: a web page that was corrected, a list that was brought up to date.

A new text is a version of a known document if it is one of its texts; or if the texts are alike (at least `ALIKE` of
their runs of five characters shared) and either both have the same origin (file name or 入手元) and a company in common,
or at least half of the old document's claims recur. Press releases written after one pattern about different partners
are alike too, so likeness alone is not enough. In doubt it is another document: nothing gets lost by that.
"""

from __future__ import annotations

import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ALIKE: Final = 0.6
RECURRING: Final = 0.5
_SHINGLE: Final = 5
_SKETCH: Final = 128
_CONSIDERED: Final = 500
_READ: Final = 50_000
"""Characters that are looked at: beyond that the cost would grow and the answer hardly change."""


def sketch(text: str) -> list[int]:
    """The smallest hashes of the text's runs of five characters, spaces aside: a bottom-k sketch (Broder 1997)."""
    plain = "".join(text[: 2 * _READ].split())[:_READ]
    runs = {plain[n : n + _SHINGLE] for n in range(max(1, len(plain) - _SHINGLE + 1))}
    return heapq.nsmallest(_SKETCH, {zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs})


def likeness(first: Iterable[int], second: Iterable[int]) -> float:
    """The estimated share of runs that two texts have in common (Jaccard), 0 … 1, from their sketches."""
    a, b = set(first), set(second)
    union = heapq.nsmallest(_SKETCH, a | b)
    return sum(value in a and value in b for value in union) / len(union) if union else 0.0


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document. ``origin``: file name and 入手元, without what is empty."""

    document: str
    text_sha256: str
    origin: frozenset[str]
    sketch: tuple[int, ...]
    keys: frozenset[str]
    bodies: frozenset[str]

    def data(self) -> dict[str, Any]:
        """As it is kept in a file."""
        return {
            "文書": self.document, "本文sha256": self.text_sha256, "由来": sorted(self.origin),
            "印": list(self.sketch), "対象": sorted(self.keys), "企業": sorted(self.bodies),
        }  # fmt: skip

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Version:
        """From what is kept in a file. Raises KeyError or TypeError where that is broken."""
        return cls(
            str(data["文書"]), str(data["本文sha256"]), frozenset(data["由来"]), tuple(data["印"]),
            frozenset(data["対象"]), frozenset(data["企業"]),
        )  # fmt: skip


@dataclass
class Versions:
    """All texts that were stored, found by likeness without comparing with each."""

    _all: list[Version] = field(default_factory=list)
    _by_hash: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_text: dict[str, str] = field(default_factory=dict)
    _texts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, version: Version) -> None:
        """Know one more text."""
        for value in version.sketch:
            self._by_hash[value].append(len(self._all))
        self._all.append(version)
        self._by_text[version.text_sha256] = version.document
        self._texts[version.document].add(version.text_sha256)

    def texts(self, document: str) -> frozenset[str]:
        """本文sha256 of all texts of a document."""
        return frozenset(self._texts.get(document, ()))

    def knows(self, version: Version) -> bool:
        """Whether this text is known to be of this document."""
        return self._by_text.get(version.text_sha256) == version.document

    def document(self, new: Version) -> str | None:
        """The id of the document of which the new text is a version, or None."""
        known = self._by_text.get(new.text_sha256)
        if known:
            return known
        shared: Counter[int] = Counter()
        for holders in sorted((self._by_hash.get(value, []) for value in new.sketch), key=len):
            # What many documents share (an address, a set phrase) tells least, and costs most.
            if shared and len(shared) + len(holders) > _CONSIDERED:
                break
            shared.update(holders)
        for n, _ in shared.most_common(20):
            old = self._all[n]
            if likeness(old.sketch, new.sketch) >= ALIKE and _same_matter(old, new):
                return old.document
        return None


def _same_matter(old: Version, new: Version) -> bool:
    if old.origin & new.origin:
        return not old.bodies or not new.bodies or bool(old.bodies & new.bodies)
    return bool(old.keys) and len(old.keys & new.keys) >= RECURRING * len(old.keys)
