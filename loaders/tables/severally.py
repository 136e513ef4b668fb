"""One row that tells of several agreements: a title and a day for each, or one with each partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.tables import remarks, topics
from loaders.tables.grid import Line
from loaders.tables.records import Entry
from loaders.tables.roles import Role

if TYPE_CHECKING:
    from loaders.tables.agreements import List


def apart(rows: List, entry: Entry, line: Line) -> Iterable[Entry]:
    """The entry, or one for each partner where the row says that each has its own agreement."""
    if entry.several:
        told = "同じ行の協定名と締結日を、並びの順に組にしました"
        return [
            replace(entry.copy(), name=name, date=date, kind=topics.kind(name), inferred=[*entry.inferred, told])
            for name, date in entry.several
        ]
    texts = [rows.said(line, role) for role in (Role.NAME, Role.NOTE, Role.CONTENT)]
    if len(entry.bodies) < 2 or not remarks.each(*texts):
        return [entry]
    told = "相手方ごとに別の協定と読みました"
    return [replace(entry.copy(), bodies=[body], unnamed=[], inferred=[*entry.inferred, told]) for body in entry.bodies]
