"""An answer as a table: what each column holds, which cells lead to a page, a page of rows in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from api.rendering import address
from api.searching.index import Thing
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
_NAMES: Final = ("名称", "題名")
_SHORT: Final = 5
_MIDDLE: Final = 12
_LONG: Final = 40
"""Characters beyond which a column gets more room."""


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
    """A column as it is shown. ``name``: as the answer has it; ``label``: as people read it; ``number``: its values are
    numbers; ``ids``: it holds ids; ``size``: '', 'some', 'middle' or 'long', by its longest value."""

    name: str
    label: str
    meaning: str
    number: bool
    ids: bool = False
    size: str = ""


class Table(NamedTuple):
    """A page of an answer as a table. ``folded``: columns with ids that are not shown beside the names they belong to."""

    heads: list[Head]
    lines: list[list[Cell]]
    folded: list[str]


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


def companions(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Columns with ids, and the column beside each that names the same things; ids without names are left out."""
    found: dict[str, str] = {}
    bare: list[str] = []
    for column in columns:
        base = column.removesuffix("id")
        if base == column:
            if column in _NAMES and bare:
                # 名称 belongs to the id that stands nearest before it and has no name of its own.
                found[bare.pop()] = column
        elif f"{base}名" in columns:
            found[column] = f"{base}名"
        elif base in columns and not any(str(row.get(base)) in _LABELS for row in rows):
            found[column] = base
        else:
            bare.append(column)
    return found


def table(
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Mapping[str, Any]],
    page: Sequence[Mapping[str, Any]],
    thing: Callable[[str], Thing | None],
    *,
    every: bool,
) -> Table:
    """A page of an answer: names lead to pages, and ids are folded away unless ``every`` column is wanted.

    ``thing``: the node of an id. An id that no column names is shown by the name of its node.
    """
    names = [name for name, _ in columns]
    beside = companions(names, rows)
    folded = [] if every else [name for name in names if name in beside]
    ids = {name: column for column, name in beside.items()}
    lines = []
    for row in page:
        by_column = nodes(row)
        line = []
        for name in names:
            if name in folded:
                continue
            if name.endswith("id") and not every:
                line.append(_named(row.get(name), by_column.get(name, []), thing))
            else:
                line.append(_cell(row.get(name), by_column.get(name) or by_column.get(ids.get(name, ""), [])))
        lines.append(line)
    shown = [(name, meaning) for name, meaning in columns if name not in folded]
    heads = []
    for at, (name, meaning) in enumerate(shown):
        cells = [line[at] for line in lines]
        holds = name.endswith("id")
        base = name.removesuffix("id")
        label = name if every or not holds else f"{base}の名前" if base in names else base
        number = any(cell.number for cell in cells) and all(cell.number or not cell.items for cell in cells)
        longest = max((sum(len(item.text) for item in cell.items) for cell in cells), default=0)
        size = "long" if longest > _LONG else "middle" if longest > _MIDDLE else "some" if longest > _SHORT else ""
        heads.append(Head(name, label, meaning, number, holds and every, size))
    return Table(heads, lines, folded)


def _cell(value: Any, targets: Sequence[Node]) -> Cell:
    values = value if isinstance(value, list) else [value]
    texts = [str(each) for each in values if each not in (None, "")]
    same = len(targets) == len(texts)
    items = [Item(text, address(*targets[n]) if same else "") for n, text in enumerate(texts)]
    return Cell(items, isinstance(value, int | float), value in _UNSEEN if isinstance(value, str) else False)


def _named(value: Any, known: Sequence[Node], thing: Callable[[str], Thing | None]) -> Cell:
    """Ids as the names of their nodes, each once."""
    values = value if isinstance(value, list) else [value]
    kinds = {node.id: node.kind for node in known}
    items = []
    for id in dict.fromkeys(str(each) for each in values if each not in (None, "")):
        node = thing(id)
        kind = node.kind if node else kinds.get(id, "")
        items.append(Item(node.name if node else id, address(kind, id) if kind else ""))
    return Cell(items)


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
