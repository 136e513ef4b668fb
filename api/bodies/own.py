"""A body's agreements and measures: one page of them in a table, and counts of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from api import records
from api.asking import ask
from api.asof import AsOf
from api.bodies.sifting import Sift
from api.citations import Citations
from api.errors import NotFoundError
from api.lists import Paging, paging
from api.rendering import STAGE_ORDER, address
from graph.store.base import View
from queries.evidence import Entry


class Partner(NamedTuple):
    """The other side, where only records with it are shown."""

    kind: str
    id: str
    name: str


class Own(NamedTuple):
    """``unknown``: records left out because the year of their start is not known; ``partner``: records with it alone."""

    table: records.Table
    paging: Paging
    agreements: int
    measures: int
    stages: list[tuple[str, int]]
    only_place: int
    unknown: int
    outside: int
    """Records left out by the conditions, ``unknown`` among them."""
    partner: Partner | None


async def own(
    view: View, id: str, kind: str, number: int, when: AsOf | Sift, other: str = "", kept: Collection[str] | None = None
) -> Own:
    """The records of a body: agreements with the body's measures under them, then its other measures.

    ``other``: the id of a party that takes part in all of them; ``kept``: ids of those that meet conditions beyond the day.
    Raises `NotFoundError` for a party that is none.
    """
    rows = await ask(view, "records_at", id=id, 時点=when.date)
    partner = await _partner(view, other) if other else None
    if partner:
        shared = {row["記録id"] for row in await ask(view, "records_of", id=partner.id)}
        rows = [row for row in rows if row["記録id"] in shared]
    inside = [row for row in rows if holds(row, when) and (kept is None or row["記録id"] in kept)]
    agreements: dict[str, list[str]] = {row["記録id"]: [] for row in inside if row["記録"] == "協定"}
    measures: dict[str, dict[str, Any]] = {}
    for row in inside:
        if row["記録"] == "施策" and row["記録id"] not in measures:
            measures[row["記録id"]] = row
    under = {row["記録id"]: row["協定id"] for row in reversed(inside) if row["協定id"] in agreements}
    for measure, agreement in under.items():
        agreements[agreement].append(measure)
    loose = [measure for measure in measures if measure not in under]
    units = [*((agreement, members) for agreement, members in agreements.items()), *(("", [id]) for id in loose)]
    paged = paging(number, len(units), address(kind, id), {**when.conditions, "相手": other})
    shown = units[paged.skipped : paged.last]
    wanted = [measure for _, members in shown for measure in sorted(members)]
    found = await records.load(view, [agreement for agreement, _ in shown if agreement], wanted)
    stages = Counter(row["段階"] or "不明" for row in measures.values())
    left_out = {row["記録id"]: row for row in rows} if when.set else {}
    for row in inside:
        left_out.pop(row["記録id"], None)
    return Own(
        records.table(found, id),
        paged,
        len(agreements),
        len(measures),
        [(stage, stages[stage]) for stage in STAGE_ORDER if stages[stage]],
        sum(1 for row in measures.values() if set(row["役割"] or ()) == {records.PLACE}),
        sum(1 for row in left_out.values() if when.date and not row["開始"]),
        len(left_out),
        partner,
    )


def holds(row: dict[str, Any], when: AsOf | Sift) -> bool:
    """Whether a record of `records_at` is inside the conditions."""
    if when.ended and row["終了"]:
        return False
    return not when.date or (bool(row["開始"]) and row["開始"] <= when.date)


async def _partner(view: View, id: str) -> Partner:
    for kind, question in (("企業", "organisation"), ("自治体", "municipality")):
        for row in await ask(view, question, id=id):
            return Partner(kind, id, row["名称"] or id)
    raise NotFoundError(f"「{id}」という id の自治体も企業・団体もありません。一覧から探してください。")


def cite(found: Own, more: Iterable[list[Entry]]) -> Citations:
    """Number the evidence of the table and of what else the page shows."""
    citations = Citations([*found.table.entries, *(each for entries in more for each in entries)])
    found.table.cite(citations)
    return citations
