"""What a page says of a body beside its records: to whom it belongs, what documents state, with the evidence."""

from __future__ import annotations

from typing import Any, NamedTuple

from api.asking import ask
from api.citations import Cell, Citations
from graph.store.base import View
from queries.evidence import Entry


class Affiliation(NamedTuple):
    """A body to which the subject belongs, or that belongs to it; or its forerunner or successor."""

    word: str
    kind: str
    id: str
    name: str
    ways: list[str]
    cells: list[Cell]


class Statement(NamedTuple):
    """What documents say of one item."""

    item: str
    value: str
    cells: list[Cell]


_WAYS = {
    ("加盟", True): "加盟先", ("加盟", False): "加盟している団体",
    ("承継", True): "引き継いだ先", ("承継", False): "引き継いだもと",
}  # fmt: skip


def between(entries: list[Entry], start: str, end: str) -> list[Entry]:
    """The entries that say something of two ends."""
    return [each for each in entries if each.start == start and each.end == end]


def words(values: list[str] | None) -> list[str]:
    """Each word once, without blanks."""
    return list(dict.fromkeys(value for value in values or () if value))


def statements(entries: list[Entry], citations: Citations) -> list[Statement]:
    """What documents state, each value once; values that differ stand side by side."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        found.setdefault((each.item, each.value), []).append(each)
    return [Statement(item, value, citations.cells(same)) for (item, value), same in sorted(found.items())]


async def affiliations(view: View, id: str, citations: Citations, entries: list[Entry]) -> list[Affiliation]:
    """加盟 and 承継 of a body, in both directions."""
    found = []
    for row in await ask(view, "affiliations", id=id):
        upward = row["始点id"] == id
        side = "終点" if upward else "始点"
        cells = citations.cells(
            each for each in between(entries, row["始点id"], row["終点id"]) if each.relation == row["関係"]
        )
        ways: list[Any] = [*(row["属し方"] or ()), *(row["種類"] or ()), *(row["日付"] or ())]
        found.append(
            Affiliation(
                _WAYS[row["関係"], upward], row[side], row[f"{side}id"], row[f"{side}名"] or row[f"{side}id"], words(ways), cells
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.word, each.kind != "自治体", each.id))
