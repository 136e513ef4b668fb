"""Parties that a statement only counts and a sentence beside it names: 「4町村と協定を結んだ。4町村は、A町、B町、C村、D村」."""

from __future__ import annotations

import re
from typing import Final

from loaders.prose import cues, runs
from loaders.prose.parts import Body, Place, Scan
from loaders.prose.stated import Party, Statement

_NEAR: Final = 4
_JUST: Final = 2
"""How many sentences before a bare number (4市町とは) stand those whom it counts."""
_LEAD: Final = re.compile(r"(?:とは|は|の(?:内訳|構成|相手方?|顔ぶれ)は)、?$")


def fill(scan: Scan, statement: Statement) -> None:
    """Add the parties of a side of which the statement tells the number and names none."""
    if statement.force not in ("fact", "announced") or statement.pointer:
        return
    kinds: tuple[tuple[str, type[Place] | type[Body], list[Party]], ...] = (
        ("places", Place, statement.places), ("bodies", Body, statement.bodies),
    )  # fmt: skip
    for side, kind, known in kinds:
        count = statement.counts.get(side, 0)
        if count > 1 and not any(p.slot != "subject" or len(known) > 1 for p in known):
            _from_beside(scan, statement, kind, known, count)


def _from_beside(
    scan: Scan, statement: Statement, kind: type[Place] | type[Body], known: list[Party], count: int
) -> None:
    home = statement.index
    for near in scan.sentences[max(0, home - _NEAR) : home + _NEAR + 1]:
        if near.index == home or len(near.mentions) < count:
            continue
        for run in runs.runs(scan, near):
            names = [m for m in run if isinstance(m, kind)]
            if len({m.name for m in names}) != count or len(run) != count:
                continue
            if _says_who(scan, run, near.span, count) or home - _JUST <= near.index < home:
                own = {p.key for p in statement.parties}
                known += [p for p in (Party(m, "with", m.span) for m in names) if p.key not in own]
                statement.more.append(near.span)
                return


def _says_who(scan: Scan, run: list[Place | Body], within: tuple[int, int], count: int) -> bool:
    """Whether the number stands right before the names (4町村は、…) or right behind them (…の4町村)."""
    text, (start, stop) = scan.text, within
    before = [m for m in cues.COUNT.finditer(text, start, run[0].span.start) if cues.number(m["n"]) == count]
    if before and _LEAD.match(text, before[-1].end(), run[0].span.start):
        return True
    behind = re.compile(r"[\s　]*の?[\s　]*").match(text, run[-1].span.end, stop)
    match = cues.COUNT.match(text, behind.end(), stop) if behind else None
    return match is not None and cues.number(match["n"]) == count
