"""Putting a draft into the user's folder: beside what people decided, and never over what they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph import dates, decisions
from graph.errors import Problem, relative
from loaders.carry import Mover, doubted
from loaders.review import keys
from loaders.review.incoming import Incoming
from loaders.review.state import settle, wanted
from loaders.review.tracked import Draft, Located, Tracked, locate
from loaders.written import Change, Written

Record = dict[str, Any]

GONE: Final = "文書の新しい版には見当たりません"
_REPLACES: Final = 0.4
"""The share of values that a changed fact has in common with the one that it replaces."""

_INFO_OF_VERSION: Final = ("sha256", "本文sha256", "取得日")


@dataclass(slots=True)
class Stored:
    """What became of a draft.

    ``document``: 文書.id under which it lies (that of an earlier version where it is one); ``path``: the curated file;
    ``new``: keys that are asked now; ``kept``: known ones that are not asked again; ``gone``: known ones that the text
    does not say any more (accepted ones stay, marked 要確認); ``changed``: whether the file was written; ``problems``:
    warnings for people.
    """

    document: str
    path: Path
    version: bool = False
    changed: bool = False
    new: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def fresh(arrived: Incoming, verdicts: Mapping[str, decisions.Review], mover: Mover) -> tuple[Record, Draft]:
    """The data of a new curated file, with decisions that others took about it already."""
    draft = Draft(arrived.data["文書"]["id"], dict(arrived.data["文書"]))
    data = {key: value for key, value in arrived.data.items() if key not in keys.SECTIONS}
    lists: dict[str, list[Record]] = {section: [] for section in keys.SECTIONS if arrived.data.get(section)}
    for key, record in arrived.records():
        tracked = draft.records[key] = Tracked(key, {k: v for k, v in record.items() if k != "確認"})
        verdict = verdicts.get(key)
        target = wanted(tracked, verdict, mover)
        tracked.applied = verdict.mark if verdict else ""
        tracked.written = keys.digest(target)
        if target is not None:
            lists[tracked.section].append(target)
    ordered = {key: data[key] for key in ("形式", "文書")}
    ordered |= {
        section: lists[section]
        for section in ("発行", "収録", "協定", "施策", "加盟", "承継", "記載")
        if lists.get(section)
    }
    return ordered | {key: value for key, value in data.items() if key not in ordered}, draft


def merged(
    stored: Stored,
    before: Written,
    draft: Draft,
    arrived: Incoming,
    verdicts: Mapping[str, decisions.Review],
    mover: Mover,
) -> Written:
    """A curated file after its document was drafted again; ``draft`` is brought up to date."""
    data = before.data
    located = locate(data, draft)
    _adopt_equal(data, draft, located, arrived)
    settled = settle(data, draft, located, verdicts, chosen=frozenset(), mover=mover)
    stored.problems += [conflict(stored.path, key) for key in settled.conflicts]
    if settled.changes:
        before = before.apply(settled.changes)
        data = before.data
        located = locate(data, draft)
    changes: list[Change] = []
    here = dict(arrived.records())
    gone = [t for t in draft.records.values() if t.key not in here]
    nearest = {s: keys.Nearest(s, [(t.key, t.drafted) for t in gone if t.section == s]) for s in keys.SECTIONS}
    ids = _Ids(arrived, draft, data)
    for key, record in here.items():
        drafted = ids.settled(key, {k: v for k, v in record.items() if k != "確認"})
        known = draft.records.get(key)
        if known:
            known.drafted, known.gone = drafted, ""
            _renewed(known, located.at.get(key), data, verdicts, mover, changes)
            stored.kept.append(key)
        else:
            replaced = nearest[key.partition(":")[0]].find(drafted, _REPLACES)
            tracked = draft.records[key] = Tracked(key, drafted, before=replaced or "")
            verdict = verdicts.get(key)
            target = wanted(tracked, verdict, mover)
            tracked.applied, tracked.written = (verdict.mark if verdict else ""), keys.digest(target)
            if target is not None:
                changes.append(Change(tracked.section, None, target))
            (stored.kept if verdict else stored.new).append(key)
    for tracked in gone:
        _gone(stored, tracked, located.at.get(tracked.key), data, draft, mover, changes)
    for section, index in located.strangers:
        record, lost = mover.record(data[section][index])
        if record != data[section][index]:
            changes.append(Change(section, index, record))
        stored.problems += [_lost(stored, section, record, one) for one in lost]
    info = _info(data, draft, arrived)
    if info != data.get("文書"):
        changes.append(Change("文書", None, info))
    draft.info = dict(arrived.data["文書"])
    return before.apply(changes)


def _adopt_equal(data: Mapping[str, Any], draft: Draft, located: Located, arrived: Incoming) -> None:
    """Records that a person wrote, and that claim what the new draft claims, are that draft's: they are not doubled."""
    if not located.strangers:
        return
    claimed = keys.keys(data)
    here = {key for key, _ in arrived.records()}
    for section, index in list(located.strangers):
        key = claimed[section][index]
        if key in here and key not in draft.records:
            draft.records[key] = Tracked(key, dict(data[section][index]), keys.digest(data[section][index]))
            located.at[key] = index
            located.strangers.remove((section, index))


def additions(data: Mapping[str, Any], entered: Mapping[str, Any]) -> list[Change]:
    """Agreements and measures that a file does not tell yet, under ids of their own."""
    known = {key for section in keys.keys(data).values() for key in section}
    used = {str(r.get("id")) for section in ("協定", "施策") for r in data.get(section) or ()}
    changes = []
    for section in ("協定", "施策"):
        for key, record in zip(keys.keys(entered)[section], entered.get(section, ()), strict=True):
            if key not in known:
                id = _Ids.free(record["id"], used)
                used.add(id)
                changes.append(Change(section, None, {**record, "id": id}))
    return changes


class _Ids:
    """Ids of records: once given they stay, new ones never take one that was in use."""

    def __init__(self, arrived: Incoming, draft: Draft, data: Mapping[str, Any]) -> None:
        self.of_key = {key: t.id for key, t in draft.records.items() if t.id}
        used = set(self.of_key.values())
        used |= {str(r["id"]) for s in ("協定", "施策") for r in data.get(s) or () if isinstance(r, dict) and "id" in r}
        self.new: dict[str, str] = {}
        for key, record in arrived.records():
            if "id" in record:
                id = self.of_key.get(key) or self.free(record["id"], used)
                used.add(id)
                self.new[record["id"]] = id

    @staticmethod
    def free(id: str, used: set[str]) -> str:
        """The id, or the next one after it that is not in use."""
        head, number = re.fullmatch(r"(.*?)(\d*)", id, re.DOTALL).groups()  # type: ignore[union-attr]
        while id in used:
            number = str(int(number or 0) + 1).zfill(len(number) or 2)
            id = head + number
        return id

    def settled(self, key: str, record: Record) -> Record:
        """The record with the ids that it and what it refers to have here."""
        found = {**record, "id": self.new[record["id"]]} if "id" in record else dict(record)
        if key.startswith("施策:") and "協定" in found:
            base = found["協定"]
            found["協定"] = (
                {**base, "値": self.new.get(base["値"], base["値"])}
                if isinstance(base, dict)
                else self.new.get(base, base)
            )
        if key.startswith("協定:") and "更新" in found:
            found["更新"] = [self.new.get(one, one) for one in found["更新"]]
        return found


def _renewed(
    tracked: Tracked,
    index: int | None,
    data: Mapping[str, Any],
    verdicts: Mapping[str, decisions.Review],
    mover: Mover,
    changes: list[Change],
) -> None:
    """A known record whose document was drafted again: evidence of today, everything else as people left it."""
    if index is None:
        return
    current = dict(data[tracked.section][index])
    verdict = verdicts.get(tracked.key)
    by_hand = keys.digest(current) != tracked.written
    if by_hand or (verdict and verdict.判断 == "修正"):
        target, _ = mover.record(current)
    else:
        target = {**tracked.drafted, "確認": current.get("確認", keys.CONFIRMED)}
    if target != current:
        changes.append(Change(tracked.section, index, target))
    if not by_hand:
        tracked.written = keys.digest(target)


def _gone(
    stored: Stored,
    tracked: Tracked,
    index: int | None,
    data: Mapping[str, Any],
    draft: Draft,
    mover: Mover,
    changes: list[Change],
) -> None:
    """A known record that the text does not say any more."""
    if index is None:
        return
    current = dict(data[tracked.section][index])
    by_hand = keys.digest(current) != tracked.written
    if not (by_hand or keys.confirmed(current)):
        stored.gone.append(tracked.key)
        changes.append(Change(tracked.section, index, None))
        del draft.records[tracked.key]
        return
    moved, lost = mover.record(current, GONE)
    target = moved if lost or tracked.gone else doubted(moved, GONE)
    tracked.gone = tracked.gone or dates.today()
    if target != current:
        changes.append(Change(tracked.section, index, target))
    if not by_hand:
        tracked.written = keys.digest(target)
        tracked.drafted = {key: value for key, value in target.items() if key != "確認"}
    if not tracked.missing:
        return
    stored.gone.append(tracked.key)
    name = str(current.get("名称") or current.get("団体") or current.get("項目") or current.get("自治体") or "")
    stored.problems.append(
        Problem(relative(stored.path), 0, tracked.section, f"確認済みの「{name}」が、{GONE}",
                "renkei review で、そのまま採用するか却下するかを決めてください（決めるまで要確認として残ります）", warning=True)
    )  # fmt: skip


def conflict(path: Path, key: str) -> Problem:
    """A decision of somebody else that would overwrite what a person wrote into the file."""
    return Problem(
        relative(path), 0, key.partition(":")[0], f"手で直された記録（{key}）に、ほかの人の判断が記録されています",
        "renkei review で両方を見て、どちらにするかを決めてください（それまで手で直したままです）", warning=True,
    )  # fmt: skip


def _lost(stored: Stored, section: str, record: Mapping[str, Any], citation: Mapping[str, Any]) -> Problem:
    words = str(citation.get("引用") or citation.get("要旨") or citation.get("位置") or "")[:30]
    name = str(record.get("名称") or record.get("団体") or record.get("項目") or record.get("自治体") or "")
    return Problem(
        relative(stored.path), 0, section, f"「{name}」の出典「{words}」が、{GONE}",
        "いまの本文での位置を書くか、記録を直してください（要確認としました）", warning=True,
    )  # fmt: skip


def _info(data: Mapping[str, Any], draft: Draft, arrived: Incoming) -> Record:
    """文書 of today: what a person changed stays, what names the version follows the new text."""
    now: Record = dict(data.get("文書") or {})
    for key, value in arrived.data["文書"].items():
        untouched = now.get(key) == draft.info.get(key)
        if key in _INFO_OF_VERSION or (untouched and key != "id"):
            now[key] = value
    return now
