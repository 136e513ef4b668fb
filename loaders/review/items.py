"""What a person reviews: each drafted record with its quotes, its state and what was decided before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from graph.decisions import Review
from graph.errors import Problem
from loaders.carry import citations
from loaders.review import keys
from loaders.review.tracked import Draft, Located, Tracked
from loaders.source import Source

Record = dict[str, Any]

STATES: Final = ("未", "消えた", "済", "却下")
"""未: nobody has decided. 消えた: accepted, but the document does not say so any more. 済: in the graph. 却下: left out."""


class Quote(NamedTuple):
    """One place that a record cites. ``start``/``end``: the words in the text, -1 where the text is not at hand or does
    not have them there; ``words``: 引用, or read from the text."""

    place: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Item:
    """A drafted record.

    ``record``: as it stands in the file now (as drafted if it is rejected); ``drafted``: as the tool drafted it;
    ``decision``: the one in force; ``before``: the record, and the decision about it, that this one seems to replace in a
    newer version of the document; ``by_hand``: a person edited it in the file. ``seal`` changes with every change of the
    record or its state; what was shown to a person under another seal has changed meanwhile.
    """

    key: str
    section: str
    record: Record
    drafted: Record
    state: str
    decision: Review | None = None
    before: tuple[Record, Review | None] | None = None
    by_hand: bool = False
    quotes: tuple[Quote, ...] = ()

    @property
    def seal(self) -> str:
        return f"{keys.digest(self.record)}{STATES.index(self.state)}"

    @property
    def open(self) -> bool:
        """Whether a person has yet to decide."""
        return self.state in ("未", "消えた")

    @property
    def conflict(self) -> bool:
        """Whether a decision stands in the log that would overwrite what a person wrote into the file."""
        told = self.decision
        if not (told and self.by_hand) or told.判断 == "採用":
            return False
        return told.判断 == "却下" or not keys.same(_bare(self.record), _bare(told.内容 or {}))

    @property
    def name(self) -> str:
        """The record in a few words."""
        return name(self.section, self.record)


@dataclass(frozen=True)
class Document:
    """A document under review. ``text``: the extracted original, None where it is not at hand; ``warnings``: of drafting."""

    id: str
    path: Path
    info: Record
    items: tuple[Item, ...]
    text: str | None = None
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def title(self) -> str:
        return str(self.info.get("題名", self.id))

    @property
    def counts(self) -> dict[str, int]:
        """State → how many records are in it."""
        return {state: sum(item.state == state for item in self.items) for state in STATES}

    def item(self, key: str) -> Item | None:
        """The record of a key."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}


def name(section: str, record: Mapping[str, Any]) -> str:
    """A record in a few words."""
    if section == "加盟":
        return f"{_text(record.get('会員') or record.get('自治体'))} → {_text(record.get('団体'))}"
    if section == "承継":
        return f"{_text(record.get('旧'))} → {_text(record.get('新'))}"
    if section == "記載":
        who = _text(next((record[key] for key in ("企業", "自治体", "協定", "施策") if record.get(key)), ""))
        return f"{who} {_text(record.get('項目'))}: {_text(record.get('値'))}"
    if section in ("収録", "発行"):
        return _text(record.get("自治体") or record.get("企業"))
    return _text(record.get("名称"))


def _bare(record: Mapping[str, Any]) -> Record:
    return {key: value for key, value in record.items() if key not in ("id", "確認")}


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("値", ""))
    return "" if value is None else str(value)


def items(
    data: Mapping[str, Any], draft: Draft, located: Located, verdicts: Mapping[str, Review], source: Source | None
) -> Iterator[Item]:
    """The records of a document, in the order of the file, then those that were rejected."""
    order = sorted(
        draft.records.values(),
        key=lambda t: (keys.SECTIONS.index(t.section), t.key not in located.at, located.at.get(t.key, 0)),
    )
    for tracked in order:
        index = located.at.get(tracked.key)
        record = tracked.drafted if index is None else dict(data[tracked.section][index])
        yield Item(
            tracked.key, tracked.section, record, tracked.drafted, _state(tracked, index, record),
            verdicts.get(tracked.key), _before(tracked, draft, verdicts),
            index is not None and keys.digest(record) != tracked.written, tuple(quotes(record, source)),
        )  # fmt: skip


def _state(tracked: Tracked, index: int | None, record: Record) -> str:
    if index is None:
        return "却下"
    if tracked.missing:
        return "消えた"
    return "済" if keys.confirmed(record) else "未"


def _before(tracked: Tracked, draft: Draft, verdicts: Mapping[str, Review]) -> tuple[Record, Review | None] | None:
    old = draft.records.get(tracked.before)
    decision = verdicts.get(tracked.before)
    if old:
        return old.drafted, decision
    return (decision.元, decision) if decision and decision.元 else None


def quotes(record: Mapping[str, Any], source: Source | None) -> Iterator[Quote]:
    """Every place that a record and its entries cite, each once."""
    seen: set[tuple[str, str]] = set()
    for citation in citations(record):
        place, words = str(citation.get("位置", "")), str(citation.get("引用", ""))
        if (place, words) in seen:
            continue
        seen.add((place, words))
        span = source.cited(citation) if source else None
        if source and span:
            yield Quote(place, span.start, span.end, source.text[span.start : span.end])
        else:
            yield Quote(place, -1, -1, words)
