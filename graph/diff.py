"""What is new, changed and gone between two versions of the graph, as facts that people can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pyarrow as pa

from graph import model, tables
from graph.tables import BUCKETS, Bucket, Tables

Key = str | Bucket
"""A label, or a bucket of relationships."""

_GLUE: Final = "\t"
SHOWN: Final = 2_000
"""Facts that a summary lists at most; the counts are always whole."""


class Difference(NamedTuple):
    """Row keys of one table (``id``, or start TAB end) that were added, changed or removed."""

    new: list[str]
    changed: list[str]
    gone: list[str]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def keys(table: pa.Table) -> list[str]:
    """The key of every row: ``id``, or ``start`` TAB ``end``."""
    if "id" in table.column_names:
        found: list[str] = table.column("id").to_pylist()
        return found
    return list(map(join, table.column("start").to_pylist(), table.column("end").to_pylist()))


def join(start: str | None, end: str | None) -> str:
    """The key of a relationship."""
    return f"{start}{_GLUE}{end}"


def split(key: str) -> tuple[str, str]:
    """Start and end of a relationship's key."""
    start, _, end = key.partition(_GLUE)
    return start, end


def compare(old: dict[str, int], new: dict[str, int]) -> Difference:
    """Compare stamps by row key."""
    if old == new:
        return Difference([], [], [])
    return Difference(
        [key for key in new if key not in old],
        [key for key, stamp in new.items() if key in old and old[key] != stamp],
        [key for key in old if key not in new],
    )


@dataclass(slots=True)
class Stamped:
    """A graph with the stamp of every row, worked out table by table when first asked for."""

    tables: Tables
    _stamps: dict[Key, list[int]] = field(default_factory=dict)

    def table(self, key: Key) -> pa.Table:
        return self.tables.nodes[key] if isinstance(key, str) else self.tables.relationships[key]

    def stamps(self, key: Key) -> list[int]:
        """Stamps in the order of the rows."""
        if key not in self._stamps:
            self._stamps[key] = tables.stamps(self.table(key))
        return self._stamps[key]

    def by_key(self, key: Key) -> dict[str, int]:
        """Row key → stamp."""
        return dict(zip(keys(self.table(key)), self.stamps(key), strict=True))

    def digest(self, key: Key) -> tuple[int, int]:
        """Number of rows and a sum over their stamps, as a server can compute it too."""
        found = self.stamps(key)
        return len(found), sum(stamp % DIGEST_MODULUS for stamp in found)


DIGEST_MODULUS: Final = 1 << 40
ALL_KEYS: Final[tuple[Key, ...]] = (*model.LABEL, *BUCKETS)


def everything(new: Stamped) -> dict[Key, Difference]:
    """All of a graph as new, without working out a stamp."""
    rows = {key: keys(new.table(key)) for key in ALL_KEYS}
    return {key: Difference(found, [], []) for key, found in rows.items() if found}


class ChangedFact(NamedTuple):
    """One line of a summary: 変化 (新/変/消), 種類 (label or type), 内容 in words."""

    change: str
    kind: str
    text: str


@dataclass(slots=True)
class Changes:
    """The outcome of a load. ``written`` counts rows that were written or removed; 0 = nothing to do."""

    first: bool = False
    counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    facts: list[ChangedFact] = field(default_factory=list)
    repaired: int = 0

    @property
    def written(self) -> int:
        return sum(sum(count) for count in self.counts.values())

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the version mark."""
        return {
            "初回": self.first,
            "件数": {kind: list(count) for kind, count in self.counts.items()},
            "事実": [list(fact) for fact in self.facts[:SHOWN]],
            "修復": self.repaired,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Changes:
        """The inverse of `as_json`."""
        return cls(
            value["初回"],
            {kind: (new, changed, gone) for kind, (new, changed, gone) in value["件数"].items()},
            [ChangedFact(*fact) for fact in value["事実"]],
            value["修復"],
        )


def summarise(
    found: dict[Key, Difference], old_names: Callable[[str, str], str], graph: Tables, *, first: bool
) -> Changes:
    """Differences by table as counts and as facts in words. ``old_names``: (label, id) → name before the load."""
    changes = Changes(first)
    names = _names(graph) if any(found.values()) and not first else {}

    def name(label: str, id: str) -> str:
        return names.get((label, id)) or old_names(label, id) or id

    for key, difference in found.items():
        kind = key if isinstance(key, str) else key.type
        new, changed, gone = changes.counts.get(kind, (0, 0, 0))
        changes.counts[kind] = (
            new + len(difference.new), changed + len(difference.changed), gone + len(difference.gone)
        )  # fmt: skip
        if not first:
            changes.facts += _facts(key, difference, name, SHOWN - len(changes.facts))
    changes.counts = {kind: count for kind, count in changes.counts.items() if any(count)}
    return changes


def _facts(key: Key, difference: Difference, name: Callable[[str, str], str], room: int) -> Iterable[ChangedFact]:
    def one(change: str, row: str) -> ChangedFact:
        if isinstance(key, str):
            return ChangedFact(change, key, name(key, row))
        start, end = split(row)
        return ChangedFact(change, key.type, f"{name(key.start, start)} → {name(key.end, end)}")

    rows = [("新", r) for r in difference.new] + [("変", r) for r in difference.changed]
    rows += [("消", r) for r in difference.gone]
    return [one(change, row) for change, row in rows[: max(0, room)]]


NAME_KEY: Final = {"文書": "題名"}
"""The property that names a node, where it is not 名称."""


def _names(graph: Tables) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for label, table in graph.nodes.items():
        names = table.column(NAME_KEY.get(label, "名称")).to_pylist()
        ids = table.column("id").to_pylist()
        found |= {(label, id): name or id for id, name in zip(ids, names, strict=True)}
    return found
