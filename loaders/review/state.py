"""What a curated file should hold, given what was drafted, what people decided, and what they wrote into it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.decisions import Review
from loaders.carry import Mover
from loaders.review import keys
from loaders.review.tracked import DECIDED, Draft, Located, Tracked
from loaders.written import Change

Record = dict[str, Any]


@dataclass(slots=True)
class Settled:
    """Changes of the file, and keys of hand-edited records that a decision of somebody else could not be applied to."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def settle(
    data: Mapping[str, Any],
    draft: Draft,
    located: Located,
    verdicts: Mapping[str, Review],
    *,
    chosen: frozenset[str],
    mover: Mover | None = None,
) -> Settled:
    """Apply decisions that are not applied yet; ``draft`` is brought up to date.

    ``chosen``: keys that the person decided on just now, having seen what is in the file; elsewhere an edit made by hand
    is never overwritten. ``mover``: seats edited records, which may come from another version, in the present text.
    """
    settled = Settled()
    for tracked in draft.records.values():
        verdict = verdicts.get(tracked.key)
        mark = verdict.mark if verdict else ""
        if mark == tracked.applied:
            continue
        index = located.at.get(tracked.key)
        current = None if index is None else dict(data[tracked.section][index])
        by_hand = keys.digest(current) != tracked.written
        target = wanted(tracked, verdict, mover)
        tracked.applied = mark
        if verdict and tracked.gone:
            tracked.gone = DECIDED
        if by_hand and (tracked.key not in chosen or verdict is None):
            if current is None or target is None or not _agrees(verdict, current, target):
                settled.conflicts.append(tracked.key)
            else:
                confirm(tracked, index, current, target["確認"], settled.changes)
            continue
        write(tracked, index, current, target, settled.changes)
    return settled


def _agrees(verdict: Review | None, current: Record, target: Record) -> bool:
    """Whether a decision can be followed without losing what a person wrote: only 確認 changes."""
    return verdict is None or verdict.判断 == "採用" or keys.same(current, target)


def wanted(tracked: Tracked, verdict: Review | None, mover: Mover | None = None) -> Record | None:
    """The record as a decision wants it in the file; None if it is to stay out."""
    if verdict is None or verdict.判断 == "取消":
        return {**tracked.drafted, "確認": keys.UNCONFIRMED}
    if verdict.判断 == "却下":
        return None
    record = tracked.drafted
    if verdict.判断 == "修正" and verdict.内容:
        record = edited(tracked.drafted, verdict.内容, verdict.元 or {})
        record = mover.record(record)[0] if mover else record
    return {**record, "確認": keys.CONFIRMED}


def edited(drafted: Record, content: Record, original: Record) -> Record:
    """An edited record under the ids that the draft has here.

    ``original``: the record as drafted where it was edited; a reference that the edit left alone is the draft's.
    """
    record = {key: value for key, value in content.items() if key not in ("id", "確認")}
    for key in ("協定", "更新"):
        if key in record and key in drafted and record[key] == original.get(key):
            record[key] = drafted[key]
    return ({"id": drafted["id"]} if "id" in drafted else {}) | record


def confirm(tracked: Tracked, index: int | None, current: Record, status: str, changes: list[Change]) -> None:
    """Note the change of 確認 alone; what a person wrote stays known as theirs."""
    if keys.confirmed(current) != (status == keys.CONFIRMED):
        changes.append(Change(tracked.section, index, {**current, "確認": status}))


def write(
    tracked: Tracked, index: int | None, current: Record | None, target: Record | None, changes: list[Change]
) -> None:
    """Note the change from what is in the file to what shall be there."""
    if target is not None and (current is None or current != target):
        changes.append(Change(tracked.section, index, target))
    elif target is None and index is not None:
        changes.append(Change(tracked.section, index, None))
    tracked.written = keys.digest(target)
