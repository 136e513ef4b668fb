"""Facts and their evidence, merged into tables.

A fact is a typed relationship with one piece of evidence. The same fact told by several places gives one relationship
with several entries. Properties of agreements and measures are themselves facts (記載: what a document says of one
item); the node's property is chosen among them: 明示 before 推定 before 要確認, then the more precise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from graph import dates, derive, model, tables
from graph.tables import Bucket, Tables


class Node(NamedTuple):
    """A node by label and id."""

    label: str
    id: str


class Evidence(NamedTuple):
    """One place that says something; the order is that of `model.EVIDENCE`. Unknown = ``''``."""

    document: str
    place: str = ""
    quote: str = ""
    gist: str = ""
    certainty: str = "明示"
    said: str = ""
    note: str = ""


class Fact(NamedTuple):
    """``own``: the relationship type's own properties, in its order, ``''`` where unknown."""

    type: str
    start: Node
    end: Node
    evidence: Evidence
    own: tuple[str, ...] = ()


class Contradiction(NamedTuple):
    """Values of one property between which only a person can decide."""

    node: Node
    property: str
    values: tuple[tuple[str, str], ...]
    """Pairs of value and document id."""


STATED_LABELS: Final = ("協定", "施策")
PROVISIONAL: Final = "仮称"
"""項目 under which a name stands that the curator gave, because the document has no title."""

_UNKNOWN: Final = "不明"
_CHANGING: Final = frozenset({"状態", "終了日", "有効期限", "自動更新", "所管課", "最終確認日"})
"""Properties of which a later document may rightly say something else."""

_Entry = tuple[str, ...]
_WIDTH: Final = len(model.EVIDENCE)


@dataclass(slots=True)
class Facts:
    """All facts of a set of documents, with the nodes that exist apart from any fact."""

    nodes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    entries: dict[Bucket, dict[tuple[str, str], list[_Entry]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    plain: dict[Bucket, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def add_node(self, label: str, id: str, **properties: Any) -> None:
        """A node whose properties come from reference data (自治体, 企業, 分野, 文書)."""
        self.nodes[label][id] = {key: value for key, value in properties.items() if value not in (None, "", [])}

    def add(self, fact: Fact) -> None:
        """A fact with its evidence."""
        own = len(model.RELATIONSHIP[fact.type].properties)
        if len(fact.own) != own:
            raise ValueError(f"{fact.type} has {own} own properties, not {len(fact.own)}")
        bucket = Bucket(fact.type, fact.start.label, fact.end.label)
        self.entries[bucket][fact.start.id, fact.end.id].append((*fact.evidence, *fact.own))

    def link(self, type: str, start: Node, end: Node) -> None:
        """A relationship that needs no evidence (所属, 上位)."""
        self.plain[Bucket(type, start.label, end.label)].add((start.id, end.id))

    def tables(self) -> Tables:
        """The graph, with stated properties chosen and 連携 derived."""
        result = Tables()
        for label in model.LABEL:
            rows = [{"id": id, **properties} for id, properties in self.nodes[label].items()]
            if label in STATED_LABELS:
                rows = [{"id": id, **choose(label, claims)} for id, claims in self.claims(label)]
            result.nodes[label] = tables.node_table(label, rows)
        for bucket, pairs in self.entries.items():
            result.relationships[bucket] = tables.relationship_table(
                bucket.type, (_row(bucket.type, ends, found) for ends, found in pairs.items())
            )
        for bucket, ends in self.plain.items():
            result.relationships[bucket] = tables.relationship_table(
                bucket.type, ({"start": start, "end": end} for start, end in ends)
            )
        result.relationships[derive.BUCKET] = derive.collaborations(result)
        return result

    def claims(self, label: str) -> Iterator[tuple[str, list[Claim]]]:
        """What the documents say of each agreement or measure."""
        found: dict[str, list[Claim]] = defaultdict(list)
        days: dict[str, str] = defaultdict(str)
        days |= {id: row.get("基準日") or row.get("発行日") or "" for id, row in self.nodes["文書"].items()}
        for (id, document), entries in self.entries[Bucket("記載", label, "文書")].items():
            for entry in _merged(entries):
                item, value = entry[_WIDTH], entry[_WIDTH + 1]
                found[id].append(Claim(item, value, entry[4], document, entry[1], days[document]))
        for id, claims in sorted(found.items()):
            yield id, sorted(claims, key=lambda claim: (claim.document, place_order(claim.place), claim))

    def contradictions(self) -> Iterator[Contradiction]:
        """Properties for which equally good claims differ."""
        for label in STATED_LABELS:
            for id, claims in self.claims(label):
                for prop in model.LABEL[label].properties:
                    values = {} if prop.many else _rivals([c for c in claims if c.item == prop.name], prop)
                    if len(values) > 1 and len(set(values.values())) > 1:
                        yield Contradiction(Node(label, id), prop.name, tuple(sorted(values.items())))


class Claim(NamedTuple):
    """What a place says of one property."""

    item: str
    value: str
    certainty: str
    document: str
    place: str
    day: str = ""
    """The day that the document describes, or that it was issued on."""


def choose(label: str, claims: list[Claim]) -> dict[str, Any]:
    """The properties of an agreement or a measure from everything that is claimed of it."""
    properties: dict[str, Any] = {}
    for prop in model.LABEL[label].properties:
        said = [claim for claim in claims if claim.item == prop.name]
        if prop.name == PROVISIONAL or not said or _is_precision(prop.name, label):
            continue
        if prop.many:
            properties[prop.name] = list(dict.fromkeys(claim.value for claim in said))
            continue
        winner = _best(said)[0]
        properties[prop.name] = winner.value
        if prop.kind == "date" and f"{prop.name}精度" in _names(label):
            stated = [c.value for c in claims if c.item == f"{prop.name}精度" and c.document == winner.document]
            fiscal = stated[:1] == ["年度"] and dates.precision(winner.value) == "年"
            properties[f"{prop.name}精度"] = "年度" if fiscal else dates.precision(winner.value)
    provisional = [claim for claim in claims if claim.item == PROVISIONAL]
    if provisional and "名称" not in properties:
        properties |= {"名称": _best(provisional)[0].value, "仮称": True}
    return properties


def _names(label: str) -> set[str]:
    return {prop.name for prop in model.LABEL[label].properties}


def _is_precision(name: str, label: str) -> bool:
    """Whether a property only tells how precise a date is; it follows the date that is chosen."""
    return name.endswith("精度") and name.removesuffix("精度") in _names(label)


def _rivals(claims: list[Claim], prop: model.Property) -> dict[str, str]:
    """Value → document of the claims among which only a person can decide.

    The equally good ones; and for dates also vaguer ones, just as sure, that the chosen day does not fit.
    """
    best = _best(claims)
    values = {claim.value: claim.document for claim in reversed(best)}
    if prop.kind == "date" and best:
        chosen = best[0]
        for claim in claims:
            if claim.certainty == chosen.certainty and not fits(claim.value, chosen.value):
                values.setdefault(claim.value, claim.document)
    return values


def fits(one: str, other: str) -> bool:
    """Whether two dates may be the same day: what both tell is equal."""
    if one.startswith("--") == other.startswith("--"):
        return one.startswith(other) or other.startswith(one)
    months = sorted(
        (one[2:] if one.startswith("--") else one[5:], other[2:] if other.startswith("--") else other[5:]), key=len
    )
    return months[1].startswith(months[0])


def _best(claims: list[Claim]) -> list[Claim]:
    """The claims that no other outranks: the surest, among them the most precise; in order of document and place.

    Of what changes with time, those of the latest documents come first.
    """

    def rank(claim: Claim) -> tuple[int, int]:
        is_date = claim.item.endswith(("日", "時期", "期限"))
        precise = 2 * dates.rank(claim.value) + dates.has_year(claim.value) if is_date else int(claim.value != _UNKNOWN)
        return (-model.CERTAINTIES.index(claim.certainty), precise)

    top = max((rank(claim) for claim in claims), default=(0, 0))
    best = [claim for claim in claims if rank(claim) == top]
    if best and best[0].item in _CHANGING:
        best.sort(key=lambda claim: claim.day, reverse=True)
    return best


def place_order(place: str) -> tuple[str, int, int]:
    """Sort key of a position: ``start-end`` by number, ``sheet!row`` by sheet and row."""
    sheet, _, row = place.rpartition("!")
    start, _, end = row.partition("-")
    return (sheet, int(start) if start.isdecimal() else 0, int(end) if end.isdecimal() else 0)


def _merged(entries: Iterable[_Entry]) -> list[_Entry]:
    return sorted(set(entries), key=lambda entry: (entry[0], place_order(entry[1]), entry))


def _row(type: str, ends: tuple[str, str], entries: Iterable[_Entry]) -> dict[str, Any]:
    columns = zip(*_merged(entries), strict=True)
    names = (prop.name for prop in model.RELATIONSHIP[type].columns)
    return {"start": ends[0], "end": ends[1]} | {
        name: list(column) for name, column in zip(names, columns, strict=True)
    }


def public(whole: Tables) -> Tables:
    """The graph without anything that only a document marked 庁内限り tells.

    Entries of such documents go; relationships and nodes that rested on them alone go; properties and 連携 are worked
    out again from what remains.
    """
    internal = {row["id"] for row in whole.node_rows("文書") if row.get("公開") == "庁内限り"}
    if not internal:
        return whole
    told = {
        Node(bucket.start, row["start"])
        for bucket, row in whole.relationship_rows("記載")
        if set(row["文書"]) - internal
    }

    def hidden(node: Node) -> bool:
        """An internal document, or an agreement or measure that only such documents tell of."""
        return (node.label == "文書" and node.id in internal) or (node.label in STATED_LABELS and node not in told)

    kept = Facts()
    touched: set[Node] = set()
    remaining: set[Node] = set()
    for type in model.RELATIONSHIPS:
        for bucket, row in whole.relationship_rows(type.name):
            ends = Node(bucket.start, row["start"]), Node(bucket.end, row["end"])
            if not type.evidence and not type.derived:
                kept.link(type.name, *ends)
                continue
            touched |= set(ends)
            if type.derived or any(map(hidden, ends)):
                continue
            for entry in zip(*(row[prop.name] for prop in type.columns), strict=True):
                if entry[0] not in internal:
                    kept.entries[bucket][row["start"], row["end"]].append(entry)
                    remaining |= set(ends)
    for label in model.LABEL:
        for row in whole.node_rows(label):
            node = Node(label, row.pop("id"))
            gone = label == "企業" and node in touched and node not in remaining
            if not gone and not hidden(node):
                kept.add_node(label, node.id, **row)
    return kept.tables()
