"""What the user's own tables say of local governments beside the gazetteer: 人口, 類似団体区分, sets (中核市, own lists).

It lies in two tables of the user's folder, ``reference/municipalities.csv`` and ``reference/sets.csv``, which
`renkei import` writes after checking and people may edit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph import dates, places
from graph.errors import Problem, relative
from graph.paths import write_whole

DETAILS: Final = "reference/municipalities.csv"
SETS: Final = "reference/sets.csv"

_DETAIL_KEYS: Final = ("団体コード", "自治体", "人口", "人口基準日", "類似団体区分")
_SET_KEYS: Final = ("集合", "団体コード", "自治体")
_AGAIN: Final = "直すか、もとの表から renkei import で取り込み直してください"


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of one local government. ``population``: persons; ``when``: the day it is of, as precise as told;
    ``peers``: 類似団体区分. None or '' where nothing is known."""

    population: int | None = None
    when: str = ""
    peers: str = ""

    def over(self, other: Detail) -> Detail:
        """This over another: a population comes with its own day."""
        newer, peers = (other if self.population is None else self), self.peers or other.peers
        return Detail(newer.population, newer.when, peers)


@dataclass
class Reference:
    """``details``: by code of the local government; ``sets``: name → codes of its members."""

    details: dict[str, Detail] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def properties(self, code: str) -> dict[str, object]:
        """Properties of the node of a local government; None and [] where nothing is known."""
        detail = self.details.get(code, Detail())
        return {
            "人口": detail.population, "人口基準日": detail.when, "類似団体区分": detail.peers,
            "集合": sorted(name for name, members in self.sets.items() if code in members),
        }  # fmt: skip

    def over(self, other: Reference) -> Reference:
        """This over another: of a local government what is new, of a set all members."""
        details = dict(other.details)
        for code, detail in self.details.items():
            details[code] = detail.over(details.get(code, Detail()))
        return Reference(details, {**other.sets, **self.sets})


def load(user: Path, gazetteer: places.Gazetteer) -> tuple[Reference, list[Problem]]:
    """Read both tables of the user's folder, with all their problems."""
    found, problems = Reference(), list[Problem]()
    members: dict[str, set[str]] = {}
    for line, row, path in _rows(user / DETAILS, _DETAIL_KEYS, gazetteer, problems):
        try:
            found.details[row["団体コード"]] = _detail(row)
        except ValueError as error:
            problems.append(Problem(relative(path), line, "", str(error), _AGAIN))
    for line, row, path in _rows(user / SETS, _SET_KEYS, gazetteer, problems):
        if row["集合"]:
            members.setdefault(row["集合"], set()).add(row["団体コード"])
        else:
            problems.append(Problem(relative(path), line, "集合", "集合の名がありません", _AGAIN))
    found.sets = {name: frozenset(codes) for name, codes in members.items()}
    return found, problems


def save(user: Path, reference: Reference, gazetteer: places.Gazetteer) -> None:
    """Write both tables, each in one step, so that a spreadsheet opens them."""
    details = [
        (code, gazetteer.by_code[code].full_name, "" if d.population is None else str(d.population), d.when, d.peers)
        for code, d in sorted(reference.details.items())
    ]
    members = [
        (name, code, gazetteer.by_code[code].full_name)
        for name, codes in sorted(reference.sets.items())
        for code in sorted(codes)
    ]
    for path, keys, rows in ((user / DETAILS, _DETAIL_KEYS, details), (user / SETS, _SET_KEYS, members)):
        if rows or path.is_file():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([keys, *rows])
            # The mark tells Excel that the text is UTF-8.
            write_whole(path, "\ufeff" + text.getvalue())


def _detail(row: Mapping[str, str]) -> Detail:
    number = row["人口"]
    if number and not (number.isascii() and number.isdecimal()):
        raise ValueError(f"人口「{number}」が整数ではありません")
    return Detail(
        int(number) if number else None,
        dates.check(row["人口基準日"]) if row["人口基準日"] else "",
        row["類似団体区分"],
    )


def _rows(
    path: Path, keys: tuple[str, ...], gazetteer: places.Gazetteer, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str], Path]]:
    """Line, values and file of every row of a local government."""
    if not path.is_file():
        return
    shown = relative(path)
    try:
        records = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(shown, 0, "", f"読めません（{error}）", "UTF-8 の CSV として保存し直してください"))
        return
    if not records or tuple(records[0][: len(keys)]) != keys:
        problems.append(Problem(shown, 1, "", f"見出しが {'、'.join(keys)} ではありません", _AGAIN))
        return
    for line, record in enumerate(records[1:], 2):
        values = [value.strip() for value in record] + [""] * len(keys)
        row = dict(zip(keys, values, strict=False))
        if not any(record):
            continue
        # Spreadsheets drop leading zeros of what looks like a number.
        row["団体コード"] = row["団体コード"].zfill(6)
        if row["団体コード"] in gazetteer.by_code:
            yield line, row, path
        else:
            problems.append(
                Problem(
                    shown,
                    line,
                    "団体コード",
                    f"「{row['団体コード']}」（{row['自治体']}）という自治体はありません",
                    _AGAIN,
                )
            )
