"""Agreements and measures with their parties, their fields and the evidence of all of it: what a fact table shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from api.asking import Given, ask, given
from api.citations import Cell, Citations
from graph.store.base import View
from queries.evidence import Entry, entry

_END_HAS_IT: Final = frozenset({"締結", "実施", "参画"})
PLACE: Final = "場所"


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in a record, as what (``roles``) and with which departments."""

    kind: Literal["自治体", "企業"]
    id: str
    name: str
    short: str
    roles: tuple[str, ...]
    departments: tuple[str, ...]

    @property
    def only_place(self) -> bool:
        return bool(self.roles) and set(self.roles) == {PLACE}


class Link(NamedTuple):
    """Another record or a field, by id and name."""

    id: str
    name: str


@dataclass(slots=True)
class Record:
    """An agreement (協定) or a measure (施策)."""

    kind: Literal["協定", "施策"]
    id: str
    properties: Given
    parties: list[Party] = field(default_factory=list)
    topics: list[Link] = field(default_factory=list)
    under: list[Link] = field(default_factory=list)
    """Of a measure: the agreements on which it rests."""
    measures: list[Link] = field(default_factory=list)
    """Of an agreement: the measures that rest on it."""
    renews: list[Link] = field(default_factory=list)
    renewed_by: list[Link] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    """Everything that is stated of it, with where."""

    @property
    def name(self) -> str:
        return str(self.properties.get("名称") or self.id)

    @property
    def state(self) -> str:
        """The stage of a measure, the state of an agreement."""
        return str(self.properties["段階" if self.kind == "施策" else "状態"])

    @property
    def municipalities(self) -> list[Party]:
        return [party for party in self.parties if party.kind == "自治体"]

    @property
    def bodies(self) -> list[Party]:
        return [party for party in self.parties if party.kind == "企業"]

    def stating(self, *relations: str, end: str = "", item: str = "") -> list[Entry]:
        """Entries of some kinds, if wanted only those with one end, or about one property."""
        return [
            each
            for each in self.entries
            if (not relations or each.relation in relations)
            and (not end or end in (each.start, each.end))
            and (not item or each.item == item)
        ]


class Group(NamedTuple):
    """An agreement with measures under it, or measures without one."""

    agreement: Record | None
    measures: list[Record]


@dataclass(frozen=True, slots=True)
class Records:
    """Some records by id, in the order asked for."""

    agreements: dict[str, Record]
    measures: dict[str, Record]

    def groups(self) -> list[Group]:
        """Each agreement with its measures; last, measures whose agreement is not among these."""
        placed: dict[str, list[Record]] = defaultdict(list)
        for measure in self.measures.values():
            placed[next((link.id for link in measure.under if link.id in self.agreements), "")].append(measure)
        groups = [Group(agreement, placed[id]) for id, agreement in self.agreements.items()]
        return groups + ([Group(None, placed[""])] if placed[""] else [])


async def load(view: View, agreements: Iterable[str] = (), measures: Iterable[str] = ()) -> Records:
    """Read records by id; ids that name nothing are left out."""
    wanted = {"協定": list(dict.fromkeys(agreements)), "施策": list(dict.fromkeys(measures))}
    found: dict[str, Record] = {}
    for row in await ask(view, "agreement_details", ids=wanted["協定"]) if wanted["協定"] else ():
        found[row["協定id"]] = Record("協定", row["協定id"], given(row))
    for row in await ask(view, "measure_details", ids=wanted["施策"]) if wanted["施策"] else ():
        found[row["施策id"]] = Record("施策", row["施策id"], given(row))
    if not found:
        return Records({}, {})
    ids = list(found)
    await _add_parties(view, found, ids)
    await _add_links(view, found, ids)
    for question in ("record_evidence", "record_grounds", "record_statements"):
        for row in await ask(view, question, ids=ids):
            each = entry(row)
            owner = each.end if each.relation in _END_HAS_IT else each.start
            if owner in found:
                found[owner].entries.append(each)
    return Records(
        {id: found[id] for id in wanted["協定"] if id in found}, {id: found[id] for id in wanted["施策"] if id in found}
    )


async def _add_parties(view: View, found: dict[str, Record], ids: list[str]) -> None:
    for row in await ask(view, "record_parties", ids=ids):
        party = Party(
            row["当事者"],
            row["当事者id"],
            row["名称"] or row["当事者id"],
            row["略称"] or row["名称"] or row["当事者id"],
            _once(row["役割"]),
            _once(row["部署"]),
        )
        found[row["記録id"]].parties.append(party)
    for record in found.values():
        # 自治体 first; within a kind the order of ids stays.
        record.parties.sort(key=lambda party: party.kind != "自治体")
    for row in await ask(view, "record_topics", ids=ids):
        found[row["記録id"]].topics.append(Link(row["分野id"], row["分野"]))


async def _add_links(view: View, found: dict[str, Record], ids: list[str]) -> None:
    for row in await ask(view, "record_links", ids=ids):
        newer, older = (
            Link(row["始点id"], row["始点"] or row["始点id"]),
            Link(row["終点id"], row["終点"] or row["終点id"]),
        )
        under, over = ("under", "measures") if row["関係"] == "根拠" else ("renews", "renewed_by")
        if newer.id in found:
            getattr(found[newer.id], under).append(older)
        if older.id in found:
            getattr(found[older.id], over).append(newer)


def _once(values: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values or () if value))


_SHOWN: Final = {
    "協定": frozenset({"名称", "仮称", "締結日", "締結日精度", "状態"}),
    "施策": frozenset({"名称", "段階", "時期", "時期精度", "終了時期", "成果", "経費", "相手方表記"}),
}
"""Items that a line of the fact table shows."""
_NAMED: Final = 3
"""How many parties a line names; the record's own page names all."""


@dataclass(slots=True)
class Row:
    """A line of the fact table, seen from ``subject`` ('' in lists): who leads, with whom, on what evidence."""

    record: Record
    lead: list[Party]
    partners: list[Party]
    as_place: bool
    """The subject is only the place of it."""
    entries: list[Entry]
    cells: list[Cell] = field(default_factory=list)

    @property
    def lead_named(self) -> list[Party]:
        return self.lead[:_NAMED]

    @property
    def partners_named(self) -> list[Party]:
        return self.partners[:_NAMED]


def row(record: Record, subject: str = "", *, topics: bool = False) -> Row:
    """The line of a record. On a municipality's page its partners are everyone else; elsewhere municipalities lead."""
    own = [party for party in record.parties if party.id == subject]
    if own and own[0].kind == "自治体":
        lead: list[Party] = []
        partners = record.bodies + [party for party in record.municipalities if party.id != subject]
    else:
        lead, partners = record.municipalities, own + [party for party in record.bodies if party.id != subject]
    made = Row(record, lead, partners, bool(own) and own[0].only_place, [])
    named = {party.id for party in (*own, *made.lead_named, *made.partners_named)}
    relations = {"根拠", "対象"} if topics else {"根拠"}
    made.entries = [
        each
        for each in record.entries
        if each.relation in relations
        or (each.relation in _END_HAS_IT and each.start in named)
        or (each.relation == "記載" and each.item in _SHOWN[record.kind])
    ]
    return made


class Table(NamedTuple):
    """A fact table: groups of an agreement's line and its measures' lines."""

    groups: list[tuple[Row | None, list[Row]]]

    @property
    def rows(self) -> list[Row]:
        return [
            each for agreement, measures in self.groups for each in (*([agreement] if agreement else []), *measures)
        ]

    @property
    def agreements(self) -> int:
        return sum(1 for each in self.rows if each.record.kind == "協定")

    @property
    def measures(self) -> int:
        return sum(1 for each in self.rows if each.record.kind == "施策")

    @property
    def entries(self) -> list[Entry]:
        """Everything that its lines show."""
        return [entry for each in self.rows for entry in each.entries]

    def cite(self, citations: Citations) -> None:
        """Give each line the numbers of its evidence."""
        for each in self.rows:
            each.cells = citations.cells(each.entries)


def table(found: Records, subject: str = "", *, topics: bool = False) -> Table:
    """The fact table of some records, not yet cited."""
    return Table(
        [
            (
                row(group.agreement, subject) if group.agreement else None,
                [row(measure, subject, topics=topics) for measure in group.measures],
            )
            for group in found.groups()
        ]
    )


def stage_counts(found: Iterable[Record], order: Iterable[str]) -> list[tuple[str, int]]:
    """How many measures are at which stage, in order, stages of none left out."""
    stages = [record.state for record in found]
    return [(stage, stages.count(stage)) for stage in order if stage in stages]
