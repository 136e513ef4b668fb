"""Lines across a PDF page (rules): pieces that touch are one, and those of equal extent belong to one table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

_TOUCH: Final = 3.0
_LEAST: Final = 3
_NARROWEST: Final = 12.0


class Rules(NamedTuple):
    """Rules below one another that begin and end alike; ``tops`` from the first to the last, at least three.

    ``joints``: where most of them are made of pieces that meet, as programs draw the borders of cells that have none at
    their sides; empty where lines run down between the cells.
    """

    x0: float
    x1: float
    tops: tuple[float, ...]
    joints: tuple[float, ...] = ()


def rules_of(page: Any) -> list[Rules]:
    """The groups of rules on a page."""
    rows: dict[int, list[list[float]]] = defaultdict(list)
    for edge in sorted((e for e in page.edges if e["orientation"] == "h"), key=lambda e: float(e["x0"])):
        row = rows[round(edge["top"])]
        if row and edge["x0"] <= row[-1][-1] + _TOUCH:
            if edge["x1"] > row[-1][-1] + _TOUCH:
                row[-1].append(float(edge["x1"]))
        else:
            row.append([float(edge["x0"]), float(edge["x1"])])
    alike: dict[tuple[int, int], list[tuple[float, list[float]]]] = defaultdict(list)
    for top, row in rows.items():
        for ends in row:
            alike[round(ends[0] / _TOUCH), round(ends[-1] / _TOUCH)].append((top, ends))
    found = [
        Rules(
            group[0][1][0],
            group[0][1][-1],
            tuple(_apart(top for top, _ in group)),
            _joints([ends for _, ends in group]),
        )
        for group in alike.values()
    ]
    upright = [e for e in page.edges if e["orientation"] == "v"]
    return [
        rules._replace(joints=()) if any(_within(e, rules) for e in upright) else rules
        for rules in found
        if len(rules.tops) >= _LEAST
    ]


def _within(edge: dict[str, Any], rules: Rules) -> bool:
    """Whether a line down stands among rules (the short ends of thick rules are no lines)."""
    return bool(
        rules.x0 + _TOUCH < edge["x0"] < rules.x1 - _TOUCH
        and edge["bottom"] - edge["top"] > _TOUCH
        and edge["bottom"] > rules.tops[0] + _TOUCH
        and edge["top"] < rules.tops[-1] - _TOUCH
    )


def _joints(rules: Sequence[list[float]]) -> tuple[float, ...]:
    """Where pieces meet in most rules; pieces that are no wider than a letter are the dashes of a line."""
    often = Counter(round(x) for ends in rules for x in ends[1:-1])
    known = sorted(x for x, count in often.items() if count >= max(_LEAST, 0.6 * len(rules)))
    ends = [rules[0][0], *known, rules[0][-1]]
    return tuple(map(float, known)) if all(b - a >= _NARROWEST for a, b in pairwise(ends)) else ()


def _apart(tops: Iterable[float]) -> Iterator[float]:
    """Heights without the second edge of a thick rule."""
    last = float("-inf")
    for top in sorted(tops):
        if top - last > _TOUCH:
            yield top
        last = top
