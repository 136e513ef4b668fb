"""An answer as a table: what each column holds, which cells lead to a page, a page of rows in the order asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from api.rendering import address
from graph.store.base import Rows

KINDS: Final = {
    "自治体id": "自治体", "都道府県id": "自治体", "企業id": "企業", "協定id": "協定", "施策id": "施策", "分野id": "分野",
    "文書id": "文書", "前の協定id": "協定", "後の協定id": "協定", "相手id": "企業",
}  # fmt: skip
"""What the columns with ids of one kind hold."""
_TOLD_BY: Final = {
    "記録id": "記録", "節点id": "種類", "団体id": "種類", "始点id": "始点", "終点id": "終点", "ここからid": "ここからの種類",
    "ここまでid": "ここまでの種類", "当事者id": "当事者",
}  # fmt: skip
"""Columns with ids of several kinds, and the column that tells the kind."""
_LABELS: Final = frozenset({"自治体", "企業", "協定", "施策", "分野", "文書"})
_UNSEEN: Final = frozenset({"未調査", "抜粋"})
SHOWN: Final = 4
"""Items of a list that a cell shows at once."""


class Item(NamedTuple):
    """A value of a cell, with the page that it leads to."""

    text: str
    address: str = ""


class Cell(NamedTuple):
    """A cell. ``unseen``: it says that nobody has looked."""

    items: list[Item]
    number: bool = False
    unseen: bool = False


class Node(NamedTuple):
    """A node that an answer names."""

    kind: str
    id: str


class Head(NamedTuple):
    """A column. ``number``: its values are numbers."""

    name: str
    meaning: str
    number: bool


def kind_of(column: str, row: Mapping[str, Any]) -> str:
    """The kind of node whose id stands in a column of a row; '' for none."""
    if column in KINDS:
        return KINDS[column]
    told = row.get(_TOLD_BY.get(column, ""))
    return str(told) if told in _LABELS else ""


def nodes(row: Mapping[str, Any]) -> dict[str, list[Node]]:
    """The nodes that a row names, by column."""
    found = {}
    for column, value in row.items():
        kind = kind_of(column, row) if column.endswith("id") else ""
        ids = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
        if kind and ids:
            found[column] = [Node(kind, each) for each in dict.fromkeys(ids)]
    return found


def cells(row: Mapping[str, Any]) -> list[Cell]:
    """The cells of a row. A name beside its id leads to the same page."""
    by_column = nodes(row)
    beside = {column.removesuffix("id"): found for column, found in by_column.items()}
    beside |= {f"{column.removesuffix('id')}名": found for column, found in by_column.items()}
    for column in ("名称", "題名"):
        first = next(iter(by_column.values()), [])
        if column in row and len(first) == 1:
            beside.setdefault(column, first)
    made = []
    for column, value in row.items():
        targets = by_column.get(column) or beside.get(column, [])
        values = value if isinstance(value, list) else [value]
        texts = [str(each) for each in values if each not in (None, "")]
        same = len(targets) == len(texts)
        items = [Item(text, address(*targets[n]) if same else "") for n, text in enumerate(texts)]
        made.append(Cell(items, isinstance(value, int | float), value in _UNSEEN if isinstance(value, str) else False))
    return made


def heads(columns: Sequence[tuple[str, str]], rows: Rows) -> list[Head]:
    """The columns with what they mean."""
    numeric = [
        any(isinstance(row[at], int | float) for row in rows.rows) and all(
            row[at] is None or isinstance(row[at], int | float) for row in rows.rows
        )
        for at in range(len(columns))
    ]  # fmt: skip
    return [Head(name, meaning, number) for (name, meaning), number in zip(columns, numeric, strict=True)]


def ordered(rows: Rows, column: str, *, backward: bool) -> Rows:
    """The rows by one column; what is not set comes last, equal rows stay as they were."""
    at = rows.columns.index(column)

    def key(row: tuple[Any, ...]) -> tuple[int, float, str]:
        value = row[at]
        if isinstance(value, int | float):
            return (0, float(value), "")
        text = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
        return (1, 0.0, text)

    unset = [row for row in rows.rows if row[at] in (None, "", [])]
    known = [row for row in rows.rows if row[at] not in (None, "", [])]
    return Rows(rows.columns, sorted(known, key=key, reverse=backward) + unset)
