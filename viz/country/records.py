"""What each municipality has on record: agreements and measures with the years in which they began and ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph import asof, dates
from graph.facts import Node
from graph.tables import Bucket, Tables
from viz.reach import PLACE

LABELS: Final = ("協定", "施策")
PLANNED: Final = frozenset({"検討", "計画"})
"""段階 of a measure that has not begun: a plan is shown as a plan."""

_ACTS: Final = {"協定": Bucket("締結", "自治体", "協定"), "施策": Bucket("実施", "自治体", "施策")}
_LONG: Final = 200
"""Years that are looked through for the one in which a record ended."""


@dataclass(frozen=True, slots=True)
class Record:
    """An agreement or a measure as a map of years needs it.

    ``since``: the year in which it began, None where no year is known. ``over``: whether it has ended as of the day of
    the map; ``over_from``: the first year at the end of which it had ended (0: it ended, no year known; None: it had not
    ended in any year looked at).
    """

    node: Node
    planned: bool
    since: int | None
    over: bool
    over_from: int | None

    def begun(self, year: int | None) -> bool:
        """Whether it is known to have begun by the end of a year; None: whatever is on record."""
        return year is None or (self.since is not None and self.since <= year)

    def ended(self, year: int | None) -> bool:
        """Whether it is known to have ended by the end of a year; None: by the day of the map."""
        return self.over if year is None else self.over_from is not None and self.over_from <= year


Records = dict[str, list[Record]]
"""Code of a municipality → what it takes part in, by kind and id."""


def records(graph: Tables, as_of: str = "") -> Records:
    """The records of each municipality that acts in one; mere places of measures do not act. ``as_of``: a day or ''."""
    later = _renewals(graph)
    known = {
        Node(label, row["id"]): _record(Node(label, row["id"]), row, as_of, later.get(row["id"], ()))
        for label in LABELS
        for row in graph.node_rows(label)
    }
    found: Records = defaultdict(list)
    for label, bucket in _ACTS.items():
        for code, id in acting(graph, bucket):
            found[code].append(known[Node(label, id)])
    return {code: sorted(mine, key=lambda record: record.node) for code, mine in sorted(found.items())}


def acting(graph: Tables, bucket: Bucket) -> Iterable[tuple[str, str]]:
    """Pairs of ends of the relationships in which somebody acts."""
    table = graph.relationships[bucket]
    roles = table["役割"].to_pylist() if bucket.type == "実施" else [None] * table.num_rows
    for start, end, role in zip(table["start"].to_pylist(), table["end"].to_pylist(), roles, strict=True):
        if not role or set(role) != {PLACE}:
            yield start, end


def _renewals(graph: Tables) -> Mapping[str, tuple[str, ...]]:
    """Agreement → the days on which those that replaced it were concluded, as far as the year is known."""
    table = graph.nodes["協定"]
    day = dict(zip(table["id"].to_pylist(), table["締結日"].to_pylist(), strict=True))
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    pairs = graph.relationships[Bucket("更新", "協定", "協定")]
    for new, old in zip(pairs["start"].to_pylist(), pairs["end"].to_pylist(), strict=True):
        if day.get(new) and dates.has_year(day[new]):
            found[old] += (day[new],)
    return found


def _record(node: Node, row: Mapping[str, Any], as_of: str, renewed: Iterable[str]) -> Record:
    began = asof.start(row)
    days = list(renewed)

    def ended(day: str) -> bool:
        return asof.ended(row, day, renewed_later=bool(day) and any(new > day for new in days))

    return Record(
        node,
        row.get("段階") in PLANNED,
        int(began[:4]) if began else None,
        ended(as_of),
        _over_from(began, asof.end(row), days, ended) if _may_end(row) else None,
    )


def _may_end(row: Mapping[str, Any]) -> bool:
    return bool(asof.end(row)) or "終了" in (row.get("状態"), row.get("段階")) or row.get("状態") == "更新済"


def _over_from(began: str, end: str, renewed: Iterable[str], ended: Any) -> int | None:
    known = [int(date[:4]) for date in (began, end, *renewed) if dates.has_year(date)]
    if not known:
        return 0 if ended("") else None
    if ended(f"{min(known) - 1}-12-31"):
        return 0
    years = range(min(known), min(max(known) + 2, min(known) + _LONG))
    return next((year for year in years if ended(f"{year}-12-31")), None)


def years(found: Iterable[Record]) -> tuple[int, int] | None:
    """The first and the last year in which something began; None where no year is known."""
    known = [record.since for record in found if record.since is not None]
    return (min(known), max(known)) if known else None
