"""An answer as a matrix: where its rows tie nodes of two kinds, one kind goes down, the other across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from api.explore.grid import Pair
from api.questions.answer import Node, nodes
from viz.labels import wrap

ROWS: Final = 60
COLUMNS: Final = 40
_LONG: Final = 13.0

_DOWN: Final = ("自治体", "分野", "企業", "協定", "施策", "文書")
"""The kind that comes first goes down."""
_COUNTED: Final = ("あり", "件数", "協定数", "施策数", "記録数", "企業数", "自治体数")


class Side(NamedTuple):
    """A row or a column with its sum. ``lines``: its name in pieces, for a vertical head."""

    node: Node
    name: str
    lines: tuple[str, ...]
    total: int


class Square(NamedTuple):
    """A crossing. ``number``: None where the answer has no row for it."""

    number: int | None
    state: str = ""


class Matrix(NamedTuple):
    """``counted``: what the numbers are; ``left_out``: rows and columns that are not drawn."""

    down: str
    across: str
    rows: list[tuple[Side, list[Square]]]
    columns: list[Side]
    counted: str
    left_out: tuple[int, int]


def matrix(
    rows: Sequence[Mapping[str, Any]], name: Callable[[str], str], known: Callable[[Pair], str] = lambda pair: ""
) -> Matrix | None:
    """The matrix of an answer; None where it does not tie nodes of two kinds.

    ``known``: what is known of a pair of municipality and body for which the answer has no row.
    """
    pair = _pair(rows)
    if pair is None:
        return None
    one, other = pair
    counted = next((each for each in _COUNTED if rows and isinstance(rows[0].get(each), int)), "")
    # A number that belongs to the whole row says nothing of one crossing where the row has several.
    number: Counter[tuple[Node, Node]] = Counter()
    said: dict[tuple[Node, Node], str] = {}
    single = True
    for row in rows:
        found = nodes(row)
        ends = [(a, b) for a in found.get(one, ()) for b in found.get(other, ())]
        single = single and len(ends) <= 1
        for end in ends:
            number[end] += 1
            state = row.get("状態")
            if isinstance(state, str) and len(ends) == 1:
                said[end] = state
    if counted and single:
        number.clear()
        for row in rows:
            found = nodes(row)
            for a in found.get(one, ()):
                for b in found.get(other, ()):
                    number[a, b] += int(row.get(counted) or 0)
    else:
        counted = ""
    down = _ranked(Counter({a: 0 for a, _ in number}), number, 0)
    across = _ranked(Counter({b: 0 for _, b in number}), number, 1)
    shown = across[:COLUMNS]

    def square(a: Node, b: Node) -> Square:
        if (a, b) in number:
            return Square(number[a, b], said.get((a, b), ""))
        return Square(None, known((a.id, b.id)) if (a.kind, b.kind) == ("自治体", "企業") else "")

    def side(node: Node, at: int) -> Side:
        total = sum(count for ends, count in number.items() if ends[at] == node)
        return Side(node, name(node.id), wrap(name(node.id), _LONG), total)

    return Matrix(
        down[0].kind,
        across[0].kind,
        [(side(a, 0), [square(a, b) for b in shown]) for a in down[:ROWS]],
        [side(b, 1) for b in shown],
        counted,
        (max(0, len(down) - ROWS), max(0, len(across) - COLUMNS)),
    )


def _pair(rows: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """The two columns whose nodes are of two kinds: municipalities and bodies before anything else."""
    kinds: dict[str, str] = {}
    for row in rows:
        for column, found in nodes(row).items():
            kinds.setdefault(column, found[0].kind)
    columns = sorted(kinds, key=lambda column: (_DOWN.index(kinds[column]), column == "都道府県id"))
    wanted = (("自治体", "企業"), ("自治体", "分野"), ("企業", "分野"))
    for down, across in wanted:
        one = next((each for each in columns if kinds[each] == down), None)
        other = next((each for each in columns if kinds[each] == across), None)
        if one and other:
            return one, other
    first = columns[0] if columns else ""
    other = next((each for each in columns if kinds[each] != kinds[first]), None) if columns else None
    return (first, other) if other else None


def _ranked(found: Counter[Node], number: Counter[tuple[Node, Node]], at: int) -> list[Node]:
    """Municipalities and fields by id (建制順), everything else by how often it occurs."""
    for ends, count in number.items():
        found[ends[at]] += count
    if found and next(iter(found)).kind in ("自治体", "分野"):
        return sorted(found, key=lambda node: node.id)
    return sorted(found, key=lambda node: (-found[node], node.id))
