"""The agreements and measures that a person looks at: from where to start, under conditions, ranked and cut."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from api import records
from api.asking import ask
from api.bodies.own import holds
from api.explore.asked import Conditions
from api.records import Record, Records
from graph.store.base import View

MOST: Final = 500
"""Things that one picture draws."""
READ: Final = 1_000
"""Records that are read for one page; of more the first are taken, and the page says so."""

_STAGES: Final = {stage: n for n, stage in enumerate(("実施", "実証", "計画", "検討", "終了", "不明"))}


class Found(NamedTuple):
    """Records that meet the conditions, the most telling first.

    ``drawn``: those that fit into a picture. ``reach``: how many there are around the start, before conditions;
    ``read``: how many of them were read. ``undated``: left out because no year is known.
    """

    records: list[Record]
    drawn: list[Record]
    reach: int
    read: int
    undated: int

    @property
    def left_out(self) -> int:
        """Records that meet the conditions and are not drawn."""
        return len(self.records) - len(self.drawn)


async def gather(view: View, asked: Conditions) -> Found:
    """Read what the conditions reach."""
    ids, reach = await _reached(view, asked)
    taken = list(dict.fromkeys([*asked.pinned, *ids]))[:READ]
    every = await load(view, taken)
    above = await fields_above(view)
    kept, undated = [], 0
    for record in every:
        if record.id in asked.pinned:
            kept.append(record)
        elif meets(record, asked, above):
            if in_years(record, asked):
                kept.append(record)
            elif not year(record):
                undated += 1
    if asked.kinds:
        # A kind of agreement asked for: of measures, those done under such an agreement.
        inside = {record.id for record in kept if record.kind == "協定"}
        kept = [
            each for each in kept
            if each.id in inside or each.id in asked.pinned or any(link.id in inside for link in each.under)
        ]  # fmt: skip
    ranked = rank(kept, asked)
    return Found(ranked, cut(ranked), reach, min(len(ids), READ), undated)


async def load(view: View, ids: Iterable[str]) -> list[Record]:
    """Agreements and measures by id, in the order of the ids; whatever else an id names is left out."""
    wanted = list(dict.fromkeys(ids))
    found = await records.load(view, wanted, wanted)
    every = {**found.agreements, **found.measures}
    return [every[id] for id in wanted if id in every]


async def _reached(view: View, asked: Conditions) -> tuple[list[str], int]:
    """Ids of the records around the start and how many there are.

    Without a body, a prefecture or a field: the agreements of the kinds and the measures of the stages asked for.
    """
    if asked.roots:
        found: dict[str, None] = {}
        for id in asked.roots:
            for row in await ask(view, "records_at", id=id, 時点=asked.when.date):
                if holds(row, asked.when):
                    found[row["記録id"]] = None
        return list(found), len(found)
    somewhere = asked.prefecture or asked.fields
    kinds, stages = (("",), ("",)) if somewhere else (asked.kinds, asked.stages)
    ids: dict[str, None] = {}
    total = 0
    for field in asked.fields or ("",):
        given: dict[str, Any] = {"都道府県": asked.prefecture, "分野": field, **asked.when.values, "件数": READ}
        agreements = [await ask(view, "agreements_at", **given, 種別=kind) for kind in kinds]
        measures = [await ask(view, "measure_outcomes", **given, 段階=stage) for stage in stages]
        total += sum(rows[0]["全数"] for rows in (*agreements, *measures) if rows)
        one = [row["協定id"] for rows in agreements for row in rows if not row["年不明"]]
        other = [row["施策id"] for rows in measures for row in rows]
        # Both kinds have their share of what can be read.
        half = READ // 2
        ids |= dict.fromkeys([*one[: max(half, READ - len(other))], *other[: max(half, READ - len(one))]])
    # A record of two chosen fields counts once where all were read.
    return list(ids), len(ids) if len(ids) < READ else total


async def fields_above(view: View) -> dict[str, str]:
    """Names of fields with the names of the fields of the first level in which they lie, or which they are."""
    rows = await ask(view, "field_tree")
    names = {row["分野id"]: row["分野"] for row in rows}
    return {row["分野"]: names.get(row["上位id"], row["分野"]) for row in rows}


def meets(record: Record, asked: Conditions, above: dict[str, str]) -> bool:
    """Whether a record meets all conditions but that of the years."""
    if record.kind == "協定" and asked.kinds and (record.properties["種別"] or "不明") not in asked.kinds:
        return False
    if record.kind == "施策" and asked.stages and record.state not in asked.stages:
        return False
    if asked.fields and asked.roots:
        own = {name for topic in record.topics for name in (topic.name, above.get(topic.name, ""))}
        if not own & set(asked.fields):
            return False
    if asked.prefecture and asked.roots and not any(
        party.name.startswith(asked.prefecture) for party in record.municipalities
    ):  # fmt: skip
        return False
    return not asked.certainties or surest(record) in asked.certainties


def surest(record: Record) -> str:
    """The best certainty with which a party is stated."""
    order = ("明示", "推定", "要確認")
    said = [each.certainty for each in record.stating("締結", "実施", "参画")] or [e.certainty for e in record.entries]
    return min(said, key=order.index, default="要確認")


def year(record: Record) -> int:
    """The year in which a record began; 0 where no document tells it."""
    given = record.properties
    dates = (given["締結日"], given["開始日"]) if record.kind == "協定" else (given["時期"],)
    return next((int(date[:4]) for date in dates if date and not date.startswith("--")), 0)


def in_years(record: Record, asked: Conditions) -> bool:
    """Whether a record began in the range of years."""
    if not (asked.first or asked.last):
        return True
    known = year(record)
    if not known:
        return not asked.undated
    return (asked.first or 0) <= known <= (asked.last or 9999)


def rank(found: Iterable[Record], asked: Conditions) -> list[Record]:
    """Pinned ones first, then what ties most of the chosen bodies, what was really done, and the latest."""
    roots = set(asked.roots)
    return sorted(
        found,
        key=lambda record: (
            record.id not in asked.pinned,
            -sum(party.id in roots or party.id in asked.pinned for party in record.parties),
            _STAGES.get(record.state, 9) if record.kind == "施策" else 0,
            -year(record),
            record.id,
        ),
    )


def cut(ranked: list[Record]) -> list[Record]:
    """As many records as fit with their parties into one picture."""
    nodes: set[tuple[str, str]] = set()
    drawn = []
    for record in ranked:
        more = {(record.kind, record.id), *((party.kind, party.id) for party in record.parties)}
        if len(nodes | more) <= MOST:
            nodes |= more
            drawn.append(record)
    return drawn


def as_records(found: Iterable[Record]) -> Records:
    """Some records for a fact table: agreements first, in order of their first municipality."""

    def key(record: Record) -> tuple[str, str]:
        return (record.municipalities[0].id if record.municipalities else "~", record.id)

    ordered = sorted(found, key=key)
    return Records(
        {record.id: record for record in ordered if record.kind == "協定"},
        {record.id: record for record in ordered if record.kind == "施策"},
    )


def counts(found: Iterable[Record]) -> dict[str, int]:
    """How many things of each kind some records name, themselves included."""
    listed = list(found)
    number: dict[str, Any] = {"協定": 0, "施策": 0}
    for record in listed:
        number[record.kind] += 1
    for kind in ("自治体", "企業"):
        number[kind] = len({party.id for record in listed for party in record.parties if party.kind == kind})
    return number
