"""What may be the same: candidates among bodies, agreements and measures, each with its reasons, for people to decide.

Nothing is merged here. Decisions (種類 同一) stand in the log; what was decided, either way, is not proposed again.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from graph import names
from graph.facts import PROVISIONAL, STATED_LABELS, Facts, fits
from loaders.registry import Entry

ALIKE: Final = 0.8
"""Least likeness (difflib ratio of the names without legal form) of two spellings of one body."""
ALIKE_TITLES: Final = 0.6
_TOO_COMMON: Final = 200
"""Names sharing two letters with more others than this are compared by their rarer letters only."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two things of one label that may be one.

    ``reasons``: what speaks for it; ``against``: what differs, side by side (``締結日: 2023-11-08／2023-11``).
    """

    label: str
    ids: tuple[str, str]
    names: tuple[str, str]
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


@dataclass(slots=True)
class _Told:
    """An agreement or a measure as its documents tell it."""

    names: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)


def candidates(
    facts: Facts, entries: Iterable[Entry], normaliser: names.Normaliser, decided: Collection[frozenset[str]]
) -> list[Candidate]:
    """All pairs that a person should look at, without those already decided."""
    records = _records(facts)
    alike = (each for each in bodies(entries, normaliser) if records[each.ids[0]].isdisjoint(records[each.ids[1]]))
    found = [*alike, *statements(facts)]
    return sorted(candidate for candidate in found if frozenset(candidate.ids) not in decided)


def _records(facts: Facts) -> dict[str, set[str]]:
    """Body → its agreements and measures; two parties of one of them are two bodies."""
    found: dict[str, set[str]] = defaultdict(set)
    for bucket, pairs in facts.entries.items():
        if bucket.start == "企業" and bucket.end in STATED_LABELS:
            for start, end in pairs:
                found[start].add(end)
    return found


# --- bodies ----------------------------------------------------------------------------------------------------------


def bodies(entries: Iterable[Entry], normaliser: names.Normaliser) -> Iterator[Candidate]:
    """Bodies of the registry that may be one: the same number, the same name but for its legal form, a like spelling."""
    everyone = sorted(entries, key=lambda entry: entry.id)
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_id = {entry.id: entry for entry in everyone}
    cores = {
        entry.id: {normaliser.parse(name).core for name in (entry.名称, *(a.name for a in entry.aliases))}
        for entry in everyone
    }
    for group in _groups((entry.法人番号, entry.id) for entry in everyone if entry.法人番号):
        for pair in combinations(group, 2):
            reasons[pair].append(f"法人番号が同じ（{by_id[pair[0]].法人番号}）")
    for group in _groups((core, id) for id, own in cores.items() for core in own):
        for first, second in combinations(group, 2):
            forms = [normaliser.parse(by_id[id].名称) for id in (first, second)]
            if forms[0].core == forms[1].core:
                reasons[first, second].append("法人格の書き方のほかは同じ名前")
            else:
                reasons[first, second].append("一方の別名が他方の名前と同じ")
    for first, second, likeness in _alike({entry.id: normaliser.parse(entry.名称).core for entry in everyone}):
        if (first, second) not in reasons:
            reasons[first, second].append(f"名前が似ている（{likeness:.0%}）")
    for (first, second), why in reasons.items():
        one, other = by_id[first], by_id[second]
        against = [
            f"{item}: {mine}／{theirs}"
            for item in ("法人格", "法人番号", "所在", "区分")
            if (mine := getattr(one, item)) and (theirs := getattr(other, item)) and mine != theirs
        ]
        if not (one.法人番号 and other.法人番号 and one.法人番号 != other.法人番号):
            yield Candidate("企業", (first, second), (one.名称, other.名称), tuple(why), tuple(against))


def _groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for key, id in pairs:
        groups[key].add(id)
    return [sorted(ids) for ids in groups.values() if len(ids) > 1]


def _alike(cores: dict[str, str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose names look alike, found through the pieces of two letters that they share."""
    pieces = {id: {core[n : n + 2] for n in range(len(core) - 1)} for id, core in cores.items()}
    bearers: dict[str, list[str]] = defaultdict(list)
    for id, own in pieces.items():
        for piece in own:
            bearers[piece].append(id)
    shared: Counter[tuple[str, str]] = Counter()
    for holders in bearers.values():
        if len(holders) <= _TOO_COMMON:
            shared.update(combinations(sorted(holders), 2))
    for (first, second), count in shared.items():
        if 2 * count < 0.6 * max(len(pieces[first]), len(pieces[second])):
            continue
        likeness = difflib.SequenceMatcher(None, cores[first], cores[second]).ratio()
        if cores[first] != cores[second] and likeness >= ALIKE:
            yield first, second, likeness


# --- agreements and measures -----------------------------------------------------------------------------------------


def statements(facts: Facts) -> Iterator[Candidate]:
    """Agreements, and measures, that two documents may tell of in common: common parties, dates that fit, like names."""
    for label in STATED_LABELS:
        told = _told(facts, label)
        blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
        for id, one in told.items():
            for place in one.places:
                for partner in one.bodies or one.places - {place}:
                    blocks[place, partner].append(id)
        pairs = {pair for ids in blocks.values() for pair in combinations(sorted(set(ids)), 2)}
        for first, second in sorted(pairs):
            found = _compare(label, (first, second), told[first], told[second])
            if found:
                yield found


def _told(facts: Facts, label: str) -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(_Told)
    for id, claims in facts.claims(label):
        for claim in claims:
            told[id].documents.add(claim.document)
            if claim.item in ("名称", PROVISIONAL):
                told[id].names.append(claim.value)
            elif claim.item in ("締結日", "時期"):
                told[id].dates.append(claim.value)
    for bucket, pairs in facts.entries.items():
        if bucket.end == label and bucket.start in ("自治体", "企業"):
            for start, end in pairs:
                (told[end].places if bucket.start == "自治体" else told[end].bodies).add(start)
    return told


def _compare(label: str, ids: tuple[str, str], one: _Told, other: _Told) -> Candidate | None:
    if one.documents & other.documents or not (one.names and other.names):
        # One document tells of each of its agreements once.
        return None
    reasons, against = [], []
    same_parties = (one.places, one.bodies) == (other.places, other.bodies)
    reasons.append("当事者が同じ" if same_parties else "当事者が重なる")
    fit = [fits(mine, theirs) for mine in one.dates for theirs in other.dates]
    item = "締結日" if label == "協定" else "時期"
    if fit:
        both = f"{item}: {'、'.join(sorted(set(one.dates)))}／{'、'.join(sorted(set(other.dates)))}"
        if all(fit):
            reasons.append(f"{item}が合う（{both.partition(': ')[2]}）")
        else:
            against.append(both)
    likeness = max(_likeness(mine, theirs) for mine in one.names for theirs in other.names)
    if likeness == 1:
        reasons.append("名称が同じ")
    elif likeness >= ALIKE_TITLES:
        reasons.append("名称が似ている")
    else:
        against.append(f"名称: {one.names[0]}／{other.names[0]}")
    if _worth_a_look(label, fit, likeness, same_parties):
        return Candidate(label, ids, (one.names[0], other.names[0]), tuple(reasons), tuple(against))
    return None


def _worth_a_look(label: str, fit: list[bool], likeness: float, same_parties: bool) -> bool:
    if label == "施策":
        return likeness >= ALIKE_TITLES and (not fit or any(fit))
    if fit and not any(fit):
        # Other days: a renewal or a second agreement, unless both are called the same and the parties agree.
        return likeness == 1 and same_parties
    return bool(fit) or likeness >= ALIKE_TITLES or same_parties


def _likeness(one: str, other: str) -> float:
    first, second = names.fold(one), names.fold(other)
    if first == second:
        return 1.0
    if min(len(first), len(second)) >= 4 and (first in second or second in first):
        return 0.9
    return difflib.SequenceMatcher(None, first, second).ratio()
