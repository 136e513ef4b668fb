"""An answer that is a way from one body to another: its stations, and what ties each to the next, with the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from api import records
from api.citations import Cell, Citations
from api.questions.answer import Node
from api.records import Record
from api.sources import Sources, sources
from graph.store.base import View
from queries.evidence import Entry

_STEP: Final = ("番", "関係", "ここからid", "ここまでid", "文書id", "位置", "確度")
_WORDS: Final = {
    "締結": "協定の当事者", "実施": "施策の実施", "参画": "施策への参画", "加盟": "加盟", "承継": "承継",
}  # fmt: skip


class Step(NamedTuple):
    """What ties a station to the next. ``roles``: of a body in a measure, in the words of the documents."""

    words: str
    roles: list[str]
    cells: list[Cell]


class Station(NamedTuple):
    """A node on the way. ``record``: set of an agreement or a measure; ``step``: None of the last."""

    node: Node
    name: str
    record: Record | None
    step: Step | None


class Chain(NamedTuple):
    """The whole way; ``length``: the number of its steps."""

    stations: list[Station]
    sources: Sources

    @property
    def length(self) -> int:
        return len(self.stations) - 1


def is_chain(columns: Sequence[str]) -> bool:
    """Whether the rows of an answer with these columns are steps of one way."""
    return set(_STEP) <= set(columns)


async def chain(view: View, rows: Sequence[Mapping[str, Any]]) -> Chain | None:
    """The way that some rows describe, in their order; None of no rows."""
    if not rows:
        return None
    entries = [_entries(row) for row in rows]
    citations = Citations([each for found in entries for each in found])
    ends = [*((row, "ここから") for row in rows), (rows[-1], "ここまで")]
    ids = [str(row[f"{side}id"]) for row, side in ends]
    found = await records.load(view, ids, ids)
    told = {**found.agreements, **found.measures}
    stations = []
    for at, (row, side) in enumerate(ends):
        step = None
        if at < len(rows):
            roles = list(dict.fromkeys(role for role in row.get("役割") or () if role))
            step = Step(_WORDS.get(row["関係"], str(row["関係"])), roles, citations.cells(entries[at]))
        node = Node(str(row[f"{side}の種類"]), ids[at])
        stations.append(Station(node, str(row[side] or ids[at]), told.get(ids[at]), step))
    return Chain(stations, await sources(view, citations))


def _entries(row: Mapping[str, Any]) -> list[Entry]:
    """The evidence of a step: its lists are parallel."""
    lists = [row.get(name) or [] for name in ("文書id", "位置", "引用", "要旨", "確度", "表記", "注記")]
    start, end = str(row["ここからid"]), str(row["ここまでid"])
    return [
        Entry(
            row["関係"], start, end, document, place or "", quote or "", gist or "", certainty, said or "", note or ""
        )
        for document, place, quote, gist, certainty, said, note in zip(*lists, strict=True)
    ]
