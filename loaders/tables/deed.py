"""One measure of the curated format, put together from what the cells of its rows tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from graph import names
from loaders.draft import Record
from loaders.tables.plans import name
from loaders.tables.records import Entry, Shared, stated

_MANY: Final = ("gist", "methods", "costs", "outcomes")


@dataclass(slots=True)
class Deed(Entry):
    """A measure while its rows are read: ``gist`` 概要, ``methods`` 手法, ``costs`` 経費, ``outcomes`` 成果."""

    stage: str = ""
    finish: str = ""
    plan: str = ""
    under: str = ""
    """The title of the agreement under which it is done."""
    gist: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    costs: list[Record] = field(default_factory=list)
    outcomes: list[Record] = field(default_factory=list)

    def copy(self) -> Deed:
        """Another measure that the same row tells."""
        made = replace(self)
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, list | dict):
                setattr(made, each.name, value.copy())
        return made

    def extend(self, other: Entry) -> None:
        """Take in a further row of the same measure."""
        Entry.extend(self, other)
        if isinstance(other, Deed):
            for key in _MANY:
                mine = getattr(self, key)
                mine += [part for part in getattr(other, key) if part not in mine]
            self.stage = self.stage or other.stage
            self.finish = self.finish or other.finish


def record(deed: Deed, cited: list[Record], shared: Shared, *, stage: str) -> Record:
    """The record of a measure, its id still to be given. ``stage``: what the table says of all its rows, or ''."""
    title = name(deed.name)
    found: Record = {"id": "", "名称": title}
    gist = [words for words in dict.fromkeys((deed.name, *deed.gist)) if words != title]
    if gist:
        found["概要"] = "／".join(gist)
    found["段階"] = deed.stage or stage or "不明"
    if deed.date.date:
        found["時期"] = stated(deed.date, deed.date_source)
        found["時期精度"] = deed.date.precision
    if deed.finish:
        found["終了時期"] = deed.finish
    for key, values in (("手法", deed.methods), ("経費", deed.costs), ("成果", deed.outcomes)):
        if values:
            found[key] = values
    if deed.plan:
        found["枠組み"] = deed.plan
    if deed.unnamed:
        found["相手方表記"] = deed.unnamed
    found["自治体"] = [party if n else _leading(party, deed) for n, party in enumerate(deed.municipalities)]
    found["企業"] = shared(deed.bodies)
    found["分野"] = shared(deed.topics)
    found["出典"] = cited
    notes = [*dict.fromkeys((*deed.doubts, *deed.inferred, *deed.remarks))]
    found["確度"] = "要確認" if deed.doubts else "推定" if deed.inferred else "明示"
    if notes:
        found["注記"] = "。".join(notes)
    found["確認"] = "未"
    return found


def _leading(party: Record, deed: Deed) -> Record:
    """The local government whose measure it is, with the department that the row names."""
    department = deed.own.get("所管課")
    return {**party, "役割": "主体"} | ({"部署": department} if department else {})


def under(title: str, measure: Record, agreements: Sequence[Record]) -> str:
    """The id of the one agreement of this title among those of the document that shares a party, or ''."""
    bodies = {party["名称"] for party in measure["企業"]}
    alike = [a for a in agreements if names.fold(a["名称"]) == names.fold(title)]
    shared = [a for a in alike if bodies & {party["名称"] for party in a["企業"]}]
    return str(shared[0]["id"]) if len(shared) == 1 else ""
