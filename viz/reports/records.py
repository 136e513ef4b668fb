"""Agreements and measures with their parties, fields and evidence, asked of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from graph.store.base import View
from queries import catalogue
from queries.evidence import Entry, entry

PLACE: Final = "場所"
STAGES: Final = ("実施", "実証", "計画", "検討", "終了", "不明")
"""In the order in which people are told: what is done first."""
ALL: Final = 1_000_000
_PARTY: Final = ("締結", "実施", "参画")
_PIECE: Final = 2_000
"""Ids that go into one question."""


async def ask(view: View, question: str, **given: Any) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return (await catalogue.find(question).run(view, **given)).dicts()


class Conditions(NamedTuple):
    """``as_of``: a day, '' for everything known; ``ended``: whether what has ended counts; ``internal``: 庁内限り too."""

    as_of: str = ""
    ended: bool = True
    internal: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The same for questions of the catalogue."""
        return {"時点": self.as_of, "終了も": int(self.ended)}

    def holds(self, row: dict[str, Any]) -> bool:
        """Whether a record of ``records_at`` meets them."""
        if not self.ended and row["終了"]:
            return False
        return not self.as_of or (bool(row["開始"]) and row["開始"] <= self.as_of)


class Party(NamedTuple):
    """Who takes part in a record, as what and with which departments."""

    kind: Literal["自治体", "企業"]
    id: str
    name: str
    short: str
    roles: tuple[str, ...]
    departments: tuple[str, ...]

    @property
    def only_place(self) -> bool:
        """Whether it is where a measure happens and no more."""
        return bool(self.roles) and set(self.roles) == {PLACE}


@dataclass(slots=True)
class Record:
    """An agreement (協定) or a measure (施策)."""

    kind: Literal["協定", "施策"]
    id: str
    given: dict[str, Any]
    parties: list[Party] = field(default_factory=list)
    topics: list[tuple[str, str]] = field(default_factory=list)
    under: list[tuple[str, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """A property as text, lists joined by 、; '' where it is not set."""
        value = self.given.get(name)
        if isinstance(value, list):
            return "、".join(map(str, value))
        return "" if value is None else str(value)

    @property
    def name(self) -> str:
        return self["名称"] or self.id

    @property
    def state(self) -> str:
        """The stage of a measure, the state of an agreement."""
        return self["段階" if self.kind == "施策" else "状態"] or "不明"

    @property
    def began(self) -> tuple[str, str]:
        """When it began and how precisely that is known; '' where no document tells."""
        if self.kind == "施策":
            return self["時期"], self["時期精度"]
        return (self["締結日"], self["締結日精度"]) if self["締結日"] else (self["開始日"], "")

    @property
    def municipalities(self) -> list[Party]:
        return [party for party in self.parties if party.kind == "自治体"]

    @property
    def bodies(self) -> list[Party]:
        return [party for party in self.parties if party.kind == "企業"]

    def about(self, *items: str, named: Iterable[str] = ()) -> list[Entry]:
        """Entries that state these items, and that these parties take part."""
        ids = set(named)
        return [
            each
            for each in self.entries
            if (each.relation == "記載" and each.item in items) or (each.relation in _PARTY and each.start in ids)
        ]

    @property
    def order(self) -> tuple[Any, ...]:
        """By date; months without a year after those with one; what has no date last."""
        date = self.began[0]
        return (not date, date.startswith("--"), date, self.id)


async def load(view: View, ids: Iterable[str]) -> dict[str, Record]:
    """Records by id, in the order of the ids; ids that name nothing are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), _PIECE):
        found |= await _load(view, wanted[start : start + _PIECE])
    return {id: found[id] for id in wanted if id in found}


async def _load(view: View, ids: list[str]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for row in await ask(view, "agreement_details", ids=ids):
        found[row["協定id"]] = Record("協定", row["協定id"], row)
    for row in await ask(view, "measure_details", ids=ids):
        found[row["施策id"]] = Record("施策", row["施策id"], row)
    ids = list(found)
    if not ids:
        return found
    for row in await ask(view, "record_parties", ids=ids):
        name = row["名称"] or row["当事者id"]
        party = Party(row["当事者"], row["当事者id"], name, row["略称"] or name, _once(row["役割"]), _once(row["部署"]))
        found[row["記録id"]].parties.append(party)
    for row in await ask(view, "record_topics", ids=ids):
        found[row["記録id"]].topics.append((row["分野id"], row["分野"]))
    for row in await ask(view, "record_links", ids=ids):
        if row["関係"] == "根拠" and row["始点id"] in found:
            found[row["始点id"]].under.append((row["終点id"], row["終点"] or row["終点id"]))
    for question in ("record_evidence", "record_grounds", "record_statements"):
        for row in await ask(view, question, ids=ids):
            each = entry(row)
            owner = each.end if each.relation in _PARTY else each.start
            if owner in found:
                found[owner].entries.append(each)
    return found


def _once(values: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values or () if value))


def by_stage(records: Iterable[Record]) -> list[tuple[str, int]]:
    """How many measures are at which stage, in the order of `STAGES`."""
    stages = [record.state for record in records if record.kind == "施策"]
    return [(stage, stages.count(stage)) for stage in STAGES]
