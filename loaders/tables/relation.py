"""Whether a row of a list goes on with the agreement of the row above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.tables.grid import Line
from loaders.tables.roles import Role
from loaders.tables.signs import NOTHING

if TYPE_CHECKING:
    from loaders.tables.agreements import List


def state(line: Line, column: int | None) -> str:
    """own, merged, blank; '' where there is no such column."""
    if column is None:
        return ""
    if column in line.merged:
        return "merged"
    return "blank" if line.cells[column].text.strip() in NOTHING else "own"


def goes_on(rows: List, line: Line) -> str:
    """'', 明示 (further words of the agreement above) or 推定 (a further partner of it)."""
    if rows.open is None:
        return ""
    layout = rows.layout
    states = {role: state(line, layout.first(role)) for role in (Role.NUMBER, Role.DATE, Role.NAME, Role.PARTNER)}
    if layout.flags and states[Role.PARTNER] == "own":
        return ""
    if all(found != "own" for found in states.values()):
        return "明示" if rows.keys else ""
    if any(states[role] == "own" for role in (Role.NUMBER, Role.DATE, Role.NAME)):
        return ""
    if states[Role.NUMBER] == "merged" or (states[Role.NUMBER] == "blank" and rows.numbered):
        return "推定"
    if not states[Role.NUMBER] and states[Role.NAME] == "merged" and states[Role.DATE] in ("merged", ""):
        return "推定"
    return ""


def unclear(rows: List, line: Line) -> bool:
    """Whether a row holds a partner alone: it may go on with the row above, or stand for itself."""
    number, date, name = (rows.layout.first(role) for role in (Role.NUMBER, Role.DATE, Role.NAME))
    if rows.open is None or rows.year or (number is not None and state(line, number) == "own"):
        return False
    states = [state(line, column) for column in (date, name) if column is not None]
    return bool(states) and all(found == "blank" for found in states)
