"""Places of a curated record carried over from one version of a text to another.

A place keeps its words or is reported as lost; it never comes to mean other words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from loaders.align import Alignment, Windows, occurrences
from loaders.source import Place, Source, digest

Record = dict[str, Any]

LOST: Final = "新しい本文に同じ語句が見当たりません"
DOUBTFUL: Final = "要確認"


@dataclass
class Mover:
    """Carries citations from an old text to a new one. ``old`` None: only the new text is at hand."""

    old: Source | None
    new: Source
    lengths: dict[int, set[str]] = field(default_factory=dict)
    """Length → 照合 that will be asked for without their words, so that the text is searched once a length."""

    @cached_property
    def _alignment(self) -> Alignment:
        assert self.old
        return Alignment(self.old.text, self.new.text)

    @cached_property
    def _windows(self) -> Windows:
        return Windows(self.new.text, self.lengths)

    def expect(self, record: Mapping[str, Any]) -> None:
        """Say beforehand which words known by 照合 alone will be asked for."""
        for citation in citations(record):
            length = _length(citation)
            if length and "照合" in citation and "引用" not in citation:
                self.lengths.setdefault(length, set()).add(str(citation["照合"]))

    def citation(self, citation: Mapping[str, Any]) -> Record | None:
        """The citation at its place in the new text; None if its words are not there. Without a place it stays."""
        if "位置" not in citation:
            return dict(citation)
        found = self._found(citation)
        if found is None:
            return None
        words = self.new.text[found.start : found.end]
        row = self.new.row(found) if "!" in str(citation["位置"]) or self.new.rows else None
        moved = dict(citation) | {"位置": row or f"{found.start}-{found.end}"}
        if "引用" in citation:
            moved["引用"] = words
        if "照合" in citation:
            moved["照合"] = digest(words)
        return moved

    def _found(self, citation: Mapping[str, Any]) -> Place | None:
        span = self.old.cited(citation) if self.old else None
        if span:
            return self._alignment.find(*span)
        quote, near = citation.get("引用"), _start(citation, self.new)
        if quote:
            starts, length = occurrences(self.new.text, quote), len(quote)
        elif citation.get("照合") and "!" in str(citation["位置"]):
            return self._row_by_digest(str(citation["照合"]), str(citation["位置"]))
        elif citation.get("照合"):
            length = _length(citation)
            starts = self._windows.starts(str(citation["照合"]), length)
        else:
            return None
        at = min(starts, key=lambda start: abs(start - near), default=None)
        return None if at is None else Place(at, at + length)

    def _row_by_digest(self, expected: str, place: str) -> Place | None:
        old_row = int(place.rpartition("!")[2])
        for row in sorted(self.new.rows, key=lambda p: (p != place, abs(int(p.rpartition("!")[2]) - old_row), p)):
            found = self.new.cited({"位置": row, "照合": expected})
            if found:
                return found
        return None

    def record(self, record: Mapping[str, Any], note: str = LOST) -> tuple[Record, list[Record]]:
        """The record with all its citations carried over, and the citations that were lost.

        What cites lost words becomes 要確認 with a note, and keeps 引用 and 要旨 without a place.
        """
        lost: list[Record] = []

        def carry(owner: Record) -> Record:
            before = len(lost)
            kept = []
            for citation in owner["出典"]:
                moved = self.citation(citation)
                if moved is None:
                    lost.append(dict(citation))
                    moved = {key: value for key, value in citation.items() if key not in ("位置", "照合")}
                if moved:
                    kept.append(moved)
            owner = {**owner, "出典": kept}
            return doubted(owner, note) if len(lost) > before else owner

        return _with_owners(record, carry), lost


def doubted(record: Mapping[str, Any], note: str) -> Record:
    """The record as 要確認, with the reason in its 注記."""
    written = str(record.get("注記", ""))
    told = written if note in written else f"{written}／{note}" if written else note
    return {**record, "確度": DOUBTFUL, "注記": told}


def _with_owners(value: Any, change: Callable[[Record], Record]) -> Any:
    """A copy in which everything that has 出典 went through ``change``."""
    if isinstance(value, Mapping):
        copy = {key: item if key == "出典" else _with_owners(item, change) for key, item in value.items()}
        return change(copy) if copy.get("出典") else copy
    return [_with_owners(item, change) for item in value] if isinstance(value, list | tuple) else value


def citations(value: Any) -> Iterator[Mapping[str, Any]]:
    """All citations of a record and of its entries."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == "出典":
                yield from item
            else:
                yield from citations(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from citations(item)


def _length(citation: Mapping[str, Any]) -> int:
    start, _, end = str(citation.get("位置", "")).partition("-")
    return int(end) - int(start) if start.isdecimal() and end.isdecimal() else 0


def _start(citation: Mapping[str, Any], new: Source) -> int:
    place = str(citation["位置"])
    if place in new.rows:
        return new.rows[place][0]
    start = place.partition("-")[0]
    return int(start) if start.isdecimal() else 0
