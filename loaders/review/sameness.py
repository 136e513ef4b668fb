"""What people say is the same, or is not: candidates with what each side tells, decisions into the log, and their undoing.

`loaders.same` finds the candidates; here they get their two sides, so that a person can compare them without looking
anything up, and the decision (種類 同一) goes into the log that all other commands read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from graph import decisions, model, names
from graph.decisions import Decision
from graph.errors import UsageError
from graph.facts import PROVISIONAL, STATED_LABELS, Facts, Node
from graph.tables import Bucket
from loaders import check, lines, registry, same
from loaders.evidence import Originals
from loaders.folder import Folder
from loaders.review.choices import department

Verdict = Literal["同じ", "別", "取消"]

_ITEMS: Final = {"協定": ("種別", "締結日", "終了日", "状態"), "施策": ("段階", "時期", "成果")}
_OF_BODY: Final = ("法人格", "区分", "所在", "法人番号", "URL")
_RECORDS: Final = 8
"""How many agreements and measures of a body are named."""


class Telling(NamedTuple):
    """A document that tells of one side, with the words that it uses."""

    document: str
    title: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """One of two: ``told``: item → what documents or the registry say of it."""

    id: str
    name: str
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    documents: tuple[Telling, ...] = ()


class Proposal(NamedTuple):
    """A candidate with both sides."""

    candidate: same.Candidate
    sides: tuple[Side, Side]

    @property
    def items(self) -> list[str]:
        """What either side tells, in order."""
        return list(dict.fromkeys(item for side in self.sides for item in side.told))


class Decided(NamedTuple):
    """A decision in force, with what it is about."""

    decision: Decision
    sides: tuple[Side, Side]

    @property
    def names(self) -> tuple[str, str]:
        return self.sides[0].name, self.sides[1].name


class Difference(NamedTuple):
    """A property of which documents say different things: value, document, place and words of each."""

    node: Node
    name: str
    property: str
    values: tuple[tuple[str, Telling, str], ...]


@dataclass(frozen=True)
class Sameness:
    """What is open and what was decided. ``broken``: how many errors keep part of the data out of the comparison."""

    proposals: tuple[Proposal, ...]
    decided: tuple[Decided, ...]
    differences: tuple[Difference, ...]
    broken: int = 0
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """文書.id → what is known of the document."""

    @property
    def latest(self) -> dict[frozenset[str], str]:
        """Two ids → what is decided about them, '' where they are only proposed."""
        return {frozenset(each.candidate.ids): "" for each in self.proposals} | {
            frozenset(each.decision.対象): each.decision.判断 for each in self.decided
        }

    def shown(self, wanted: Callable[[Mapping[str, Any]], bool]) -> Sameness:
        """What rests on wanted documents alone. ``wanted``: told of a document by what is known of it."""
        kept = {id for id, info in self.documents.items() if wanted(info)}

        def all_kept(sides: Iterable[Side]) -> bool:
            return all(telling.document in kept for side in sides for telling in side.documents)

        return replace(
            self,
            proposals=tuple(each for each in self.proposals if all_kept(each.sides)),
            decided=tuple(each for each in self.decided if all_kept(each.sides)),
            differences=tuple(each for each in self.differences if all(t.document in kept for _, t, _ in each.values)),
        )


def look(shipped: Path, user: Path, sources: Path | None = None) -> Sameness:
    """Compare everything that the shipped data and the user's folder hold."""
    layers = [shipped] + ([user] if user.is_dir() and user.resolve() != shipped.resolve() else [])
    log, _ = decisions.load(layers)
    normaliser = names.Normaliser.load(shipped)
    checked = check.check(shipped, user, Originals(sources))
    # Without the decisions, so that both sides of one still have a name of their own.
    _, entries, _ = registry.load(layers, normaliser)
    entries |= checked.new
    latest = {pair: decision for pair, decision in log.pairs().items() if decision.判断 != "取消"}
    merged = log.same()
    alive = [entry for id, entry in sorted(entries.items()) if id not in merged]
    found = same.candidates(checked.facts, alive, normaliser, latest.keys())
    sides = _Sides(checked.facts, entries, _titles(layers, merged))
    return Sameness(
        tuple(Proposal(each, (sides.of(each.label, each.ids[0]), sides.of(each.label, each.ids[1]))) for each in found),
        tuple(
            Decided(each, (sides.known(each.対象[0]), sides.known(each.対象[1])))
            for each in sorted(latest.values(), key=lambda d: (d.日付, d.時刻), reverse=True)
        ),
        tuple(sides.differences()),
        len(checked.errors),
        dict(checked.facts.nodes["文書"]),
    )


def decide(
    folder: Path,
    ids: tuple[str, str],
    verdict: Verdict,
    by: str,
    *,
    shipped: Path | None = None,
    clock: Callable[[], dt.datetime] = dt.datetime.now,
) -> Decision | None:
    """Keep a decision about two ids in the user's log; None where it is decided so already. See `decide_all`."""
    return next(iter(decide_all(folder, [(ids, verdict)], by, shipped=shipped, clock=clock)), None)


def decide_all(
    folder: Path,
    chosen: Iterable[tuple[tuple[str, str], Verdict]],
    by: str,
    *,
    shipped: Path | None = None,
    clock: Callable[[], dt.datetime] = dt.datetime.now,
) -> list[Decision]:
    """Keep decisions about pairs of ids in the user's log, all or none; returns those that were not in force already.

    ``shipped``: the layer below, whose decisions count until the user's own replace them. Raises `UsageError` for
    anything but two different ids and a known verdict.
    """
    wanted = list(chosen)
    for ids, verdict in wanted:
        if verdict not in get_args(Verdict) or len(set(ids)) != 2 or not all(ids):
            raise UsageError("同じか別かは、ちがう2件について決めてください。")
    recorder = department(by) if wanted else ""
    made: list[Decision] = []
    with Folder(folder).lock():
        log, _ = decisions.load([shipped, folder] if shipped else [folder])
        known = log.pairs()
        for ids, verdict in wanted:
            latest = known.get(frozenset(ids))
            if (latest.判断 if latest else "取消") == verdict:
                continue
            first, second = sorted(ids)
            one = Decision(
                **decisions.stamp(clock(), latest), 記録者=recorder, 種類="同一", 対象=(first, second), 判断=verdict
            )
            known[frozenset(ids)] = one
            made.append(one)
        decisions.append(folder, made)
    return made


def _titles(layers: Iterable[Path], merged: Mapping[str, str]) -> dict[str, str]:
    """What the files call the agreements and measures that were put into another one and are no nodes any more."""
    found: dict[str, str] = {}
    for layer in layers if merged else ():
        for path in sorted((layer / check.DOCUMENTS).glob("*.y*ml")):
            data = lines.load(path).data
            for label in STATED_LABELS if isinstance(data, dict) else ():
                for record in data.get(label) or ():
                    if isinstance(record, dict) and record.get("id") in merged:
                        name = record.get("名称", "")
                        found[record["id"]] = str(name.get("値", "") if isinstance(name, dict) else name)
    return found


class _Sides:
    """What the facts tell of single agreements, measures and bodies."""

    def __init__(self, facts: Facts, entries: Mapping[str, registry.Entry], merged: Mapping[str, str]) -> None:
        self.facts = facts
        self.entries = entries
        self.merged = merged
        self.titles = {id: str(info.get("題名", id)) for id, info in facts.nodes["文書"].items()}
        self.claims = {label: dict(facts.claims(label)) for label in STATED_LABELS}
        self.parties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.records: dict[str, list[str]] = defaultdict(list)
        self.tellings: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for bucket, pairs in facts.entries.items():
            for (start, end), found in pairs.items():
                ours = start if bucket.start in STATED_LABELS and bucket.end == "文書" else end
                if bucket.end in STATED_LABELS and bucket.start in ("自治体", "企業"):
                    self.parties[end][bucket.start].append(start)
                    self.records[start].append(end)
                    self._tell(start, found)
                elif bucket.type != "記載" or bucket.start not in STATED_LABELS:
                    continue
                self._tell(ours, found)

    def _tell(self, id: str, found: Iterable[tuple[str, ...]]) -> None:
        for entry in found:
            quotes = self.tellings[id][entry[0]]
            words = entry[2] or entry[3]
            if words and words not in quotes:
                quotes.append(words)

    def name(self, id: str) -> str:
        """What an id is called, the id itself where nothing tells."""
        if id in self.entries:
            return self.entries[id].名称
        for label in STATED_LABELS:
            for item in ("名称", PROVISIONAL):
                for claim in self.claims[label].get(id, ()):
                    if claim.item == item:
                        return claim.value
        info = self.facts.nodes["自治体"].get(id)
        return str(info["名称"]) if info else self.merged.get(id, id)

    def of(self, label: str, id: str) -> Side:
        """One side of a candidate."""
        told = dict(self._body(id) if label == "企業" else self._record(label, id))
        documents = tuple(
            Telling(document, self.titles.get(document, document), tuple(quotes[:3]))
            for document, quotes in sorted(self.tellings[id].items())
        )
        return Side(id, self.name(id), told, documents)

    def known(self, id: str) -> Side:
        """One side of a decision: its name and the documents that tell of it."""
        documents = (
            Telling(document, self.titles.get(document, document), ()) for document in sorted(self.tellings[id])
        )
        return Side(id, self.name(id), {}, tuple(documents))

    def _body(self, id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        entry = self.entries.get(id)
        if entry:
            if entry.aliases:
                yield "別名", tuple(alias.name for alias in entry.aliases)
            for item in _OF_BODY:
                if getattr(entry, item):
                    yield item, (str(getattr(entry, item)),)
        records = sorted(set(self.records[id]))
        if records:
            more = (f"ほか {len(records) - _RECORDS}",) if len(records) > _RECORDS else ()
            yield "協定・施策", (*(self.name(record) for record in records[:_RECORDS]), *more)

    def _record(self, label: str, id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for kind, word in (("自治体", "自治体"), ("企業", "企業・団体")):
            if self.parties[id][kind]:
                yield word, tuple(sorted(map(self.name, self.parties[id][kind])))
        for item in _ITEMS[label]:
            values = tuple(dict.fromkeys(c.value for c in self.claims[label].get(id, ()) if c.item == item))
            if values:
                yield item, values

    def differences(self) -> Iterator[Difference]:
        """Properties between which only a person can decide, with the words of each document."""
        for node, prop, values in self.facts.contradictions():
            told = []
            for value, document in values:
                entries = self.facts.entries[Bucket("記載", node.label, "文書")][node.id, document]
                own = [entry for entry in entries if entry[_ITEM : _ITEM + 2] == (prop, value)]
                quotes = tuple(dict.fromkeys(entry[2] or entry[3] for entry in own if entry[2] or entry[3]))
                place = own[0][1] if own else ""
                told.append((value, Telling(document, self.titles.get(document, document), quotes), place))
            yield Difference(node, self.name(node.id), prop, tuple(told))


_ITEM: Final = len(model.EVIDENCE)
