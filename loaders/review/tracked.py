"""What the tool drafted and wrote last of a document, so that people's own edits of the file are told from the tool's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph import formats
from graph.decisions import Review
from loaders.review import keys

Record = dict[str, Any]

DECIDED: Final = "決"
"""In `Tracked.gone`: a person decided what becomes of a record that the document does not tell any more."""


@dataclass(slots=True)
class Tracked:
    """A drafted record.

    ``drafted``: as drafted from the present text; ``written``: digest of what the tool wrote into the file last, '' if
    it is not to be there; ``applied``: mark of the decision that this follows, '' if none; ``gone``: since when the
    document does not say so any more (a date), `DECIDED` once a person has settled that, else ''; ``before``: key of the gone record that it seems to replace.
    """

    key: str
    drafted: Record
    written: str = ""
    applied: str = ""
    gone: str = ""
    before: str = ""

    @property
    def missing(self) -> bool:
        """Whether a person has yet to decide about a record that the document does not tell any more."""
        return self.gone not in ("", DECIDED)

    @property
    def section(self) -> str:
        return self.key.partition(":")[0]

    @property
    def id(self) -> str:
        return str(self.drafted.get("id", ""))


@dataclass(slots=True)
class Draft:
    """All drafted records of a document. ``info``: 文書 as drafted; ``warnings``: as drafted."""

    document: str
    info: Record = field(default_factory=dict)
    records: dict[str, Tracked] = field(default_factory=dict)

    def follows(self, verdicts: Mapping[str, Review]) -> bool:
        """Whether all decisions are applied already."""
        marks = {key: verdict.mark for key, verdict in verdicts.items()}
        return all(marks.get(key, "") == tracked.applied for key, tracked in self.records.items()) and not (
            marks.keys() - self.records.keys()
        )

    def data(self) -> Record:
        """As it is kept in a file."""
        return {
            formats.KEY: str(formats.FORMAT),
            "文書": self.info,
            "記録": [
                {
                    "対象": t.key,
                    "元": t.drafted,
                    "書いた": t.written,
                    "判断": t.applied,
                    "消えた": t.gone,
                    "前": t.before,
                }
                for t in self.records.values()
            ],
        }

    @classmethod
    def of(cls, document: str, data: Mapping[str, Any] | None) -> Draft:
        """From what is kept in a file; what is not there or broken is taken for not drafted."""
        draft = cls(document)
        try:
            if data:
                draft.info = dict(data["文書"])
                for item in data["記録"]:
                    tracked = Tracked(
                        item["対象"], dict(item["元"]), item["書いた"], item["判断"], item["消えた"], item["前"]
                    )
                    draft.records[tracked.key] = tracked
        except (KeyError, TypeError, ValueError, AttributeError):
            return cls(document)
        return draft


@dataclass(slots=True)
class Located:
    """Where tracked records stand in a curated file: key → index within its section. ``strangers``: section and index of
    records that the tool did not draft."""

    at: dict[str, int]
    strangers: list[tuple[str, int]]


def locate(data: Mapping[str, Any], draft: Draft) -> Located:
    """Find the tracked records in the data of a file: by id, else as written, else by what they claim most of."""
    at: dict[str, int] = {}
    strangers: list[tuple[str, int]] = []
    expected: dict[str, list[Tracked]] = defaultdict(list)
    for tracked in draft.records.values():
        if tracked.written:
            expected[tracked.section].append(tracked)
    for section in keys.SECTIONS:
        records = list(enumerate(data.get(section) or ()))
        left = _pair_by(expected[section], records, at, lambda t: t.id, lambda r: str(r.get("id", "")))
        left = _pair_by(left[0], left[1], at, lambda t: t.written, keys.digest)
        waiting = keys.Nearest(section, [(tracked.key, tracked.drafted) for tracked in left[0]])
        for index, record in left[1]:
            key = waiting.find(record, 0.5) if not record.get("id") else None
            if key is None:
                strangers.append((section, index))
            else:
                at[key] = index
                waiting.drop(key)
    return Located(at, strangers)


def _pair_by(
    tracked: list[Tracked], records: list[tuple[int, Record]], at: dict[str, int], ours: Any, theirs: Any
) -> tuple[list[Tracked], list[tuple[int, Record]]]:
    """Pair what has the same mark, in order; returns what is left of both."""
    waiting: dict[str, list[Tracked]] = defaultdict(list)
    for one in tracked:
        if ours(one):
            waiting[ours(one)].append(one)
    left = []
    for index, record in records:
        candidates = waiting.get(theirs(record)) if isinstance(record, dict) else None
        if candidates:
            at[candidates.pop(0).key] = index
        elif isinstance(record, dict):
            left.append((index, record))
    return [one for one in tracked if one.key not in at], left


def adopt(data: Mapping[str, Any], draft: Draft) -> Located:
    """Track the records that the tool did not draft as well, under the keys of what they claim now."""
    located = locate(data, draft)
    all_keys = keys.keys(data) if located.strangers else {}
    for section, index in located.strangers:
        record = data[section][index]
        key = _free(all_keys[section][index], draft.records)
        draft.records[key] = Tracked(key, dict(record), keys.digest(record))
        located.at[key] = index
    located.strangers.clear()
    return located


def _free(key: str, taken: Iterable[str]) -> str:
    taken, n, found = set(taken), 1, key
    while found in taken:
        n += 1
        found = f"{key}-h{n}"
    return found
