"""Cross-tables: fields by prefectures and by lines of business. A cell tells あり from 記録なし and from 未調査."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from api.bodies.reach import CLASSES
from api.rendering import listing

SHOWN: Final = 16
"""Lines of business that the table shows, those with most bodies first."""


class Cell(NamedTuple):
    """``filling``: a class of the share ramp, none or unseen; ``number`` '' where there is nothing to count."""

    number: str
    filling: str
    words: str
    address: str


class Row(NamedTuple):
    """A line of a cross-table with its total."""

    id: str
    name: str
    address: str
    cells: list[Cell]
    total: str


class Column(NamedTuple):
    """``note``: what its numbers count against."""

    id: str
    name: str
    address: str
    note: str = ""


class Cross(NamedTuple):
    columns: list[Column]
    rows: list[Row]
    left_out: int = 0
    """Columns that are not shown."""


def ramp(number: int, total: int) -> str:
    """The class of a share."""
    return next(name for upper, name, _ in CLASSES if 100 * number / total < upper) if number and total else "none"


def by_prefecture(rows: Iterable[Mapping[str, Any]], when: Mapping[str, str]) -> Cross:
    """Prefectures down, large fields across: how many 市区町村 have something on record."""
    columns: dict[str, str] = {}
    lines: dict[str, list[Cell]] = {}
    names: dict[str, str] = {}
    totals: dict[str, int] = {}
    for row in rows:
        columns[row["分野id"]] = row["分野"]
        code = row["都道府県id"] or row["都道府県"]
        names[code] = row["都道府県"]
        totals[code] = row["対象数"]
        lines.setdefault(code, []).append(_prefecture_cell(row, when))
    return Cross(
        [Column(id, name, listing(f"/fields/{id}", **when)) for id, name in columns.items()],
        [
            Row(code, names[code], listing("/municipalities", 都道府県=names[code]), cells, f"{totals[code]:,}")
            for code, cells in lines.items()
        ],
    )


def _prefecture_cell(row: Mapping[str, Any], when: Mapping[str, str]) -> Cell:
    working, total, unsure = row["あり"], row["対象数"], row["抜粋"] + row["未調査"]
    filling = ramp(working, total) if working else "unseen" if unsure == total else "none"
    own = f"、都道府県そのものの記録 {row['都道府県の記録数']}" if row["都道府県の記録数"] else ""
    words = (
        f"{row['都道府県']}の{row['分野']}　市区町村 {total:,} のうち記録あり {working:,}、記録なし {row['記録なし']:,}、"
        f"抜粋など {row['抜粋']:,}、未調査 {row['未調査']:,}{own}"
    )
    number = f"{working:,}" if working else "＋" if row["都道府県の記録数"] else ""
    address = listing(f"/fields/{row['分野id']}", 見る="自治体", 都道府県=row["都道府県"], **when) if number else ""
    return Cell(number, filling, words, address)


def by_industry(rows: Iterable[Mapping[str, Any]], when: Mapping[str, str]) -> Cross:
    """Large fields down, lines of business across: how many bodies take part."""
    found = list(rows)
    size = {row["業種"]: row["対象数"] for row in found}
    order = sorted(size, key=lambda name: (-size[name], name))
    shown = order[:SHOWN]
    lines: dict[str, dict[str, Mapping[str, Any]]] = {}
    names: dict[str, str] = {}
    for row in found:
        names[row["分野id"]] = row["分野"]
        lines.setdefault(row["分野id"], {})[row["業種"]] = row
    return Cross(
        [Column(name, name, "", f"{size[name]:,}") for name in shown],
        [
            Row(
                id, names[id], listing(f"/fields/{id}", 見る="企業", **when),
                [_industry_cell(cells.get(name), when) for name in shown], f"{sum(row['企業数'] for row in cells.values()):,}",
            )
            for id, cells in sorted(lines.items())
        ],
        len(order) - len(shown),
    )  # fmt: skip


def _industry_cell(row: Mapping[str, Any] | None, when: Mapping[str, str]) -> Cell:
    if row is None:
        return Cell("", "none", "記録はまだない", "")
    words = (
        f"{row['分野']}・{row['業種']}　企業・団体 {row['対象数']:,} のうち {row['企業数']:,}、協定 {row['協定数']:,}、"
        f"施策 {row['施策数']:,}、自治体 {row['自治体数']:,}"
    )
    address = listing(f"/fields/{row['分野id']}", 見る="企業", **when)
    return Cell(f"{row['企業数']:,}", ramp(row["企業数"], row["対象数"]), words, address)
