"""Which agreement of a list renewed which: told by a remark, and only where both are rows of the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graph import names
from loaders.draft import Record


class Renewal(NamedTuple):
    """Indices of the newer and the older record; ``sure``: a date in the remark tells which."""

    newer: int
    older: int
    sure: bool


def find(records: Sequence[Record], renewed: Mapping[int, tuple[str, str]]) -> tuple[list[Renewal], list[int]]:
    """Renewals between records, and the records whose remark tells of one that cannot be placed.

    ``renewed``: index of a record → dates of the renewal and of the agreement before it, '' where not told.
    """
    if not renewed:
        return [], []
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        groups[_parties(record)].append(n)
    found: list[Renewal] = []
    open_: list[int] = []
    for n, (new, old) in renewed.items():
        link = _link(n, new, old, groups[_parties(records[n])], records)
        if link:
            found.append(link)
        elif new or old:
            open_.append(n)
    distinct = {(link.newer, link.older): link for link in sorted(found, key=lambda link: link.sure)}
    return list(distinct.values()), open_


def note(newer: Record, older: Record, *, sure: bool) -> None:
    """Write a renewal into the newer record; the older one was renewed, unless its row says something else."""
    newer.setdefault("更新", []).append(older["id"])
    if sure:
        older.setdefault("状態", "更新済")
    if not sure:
        told = "同じ相手・同じ名の前の行を更新したものと読みました"
        newer["注記"] = f"{newer['注記']}。{told}" if newer.get("注記") else told
        newer["確度"] = "推定" if newer["確度"] == "明示" else newer["確度"]


def _parties(record: Record) -> tuple[object, ...]:
    return tuple(sorted(p["名称"] for p in record["自治体"])), tuple(sorted(p["名称"] for p in record["企業"]))


def _date(record: Record) -> str:
    stated: Any = record.get("締結日", "")
    return str(stated["値"] if isinstance(stated, dict) else stated)


def _link(n: int, new: str, old: str, group: list[int], records: Sequence[Record]) -> Renewal | None:
    own = _date(records[n])
    others = {m: date for m in group if m != n and own and (date := _date(records[m]))}
    if old:
        matching = [m for m, date in others.items() if _same_day(date, old) and date < own]
        return Renewal(n, matching[0], True) if len(matching) == 1 else None
    later = [m for m, date in others.items() if new and _same_day(date, new) and date > own]
    if len(later) == 1:
        return Renewal(later[0], n, True)
    title = names.fold(records[n]["名称"])
    earlier = [m for m, date in others.items() if date < own and names.fold(records[m]["名称"]) == title]
    if len(earlier) == 1 and (not new or _same_day(own, new)):
        return Renewal(n, earlier[0], False)
    return None


def _same_day(one: str, other: str) -> bool:
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
