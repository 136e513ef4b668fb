"""Words of an answer as the graph holds them: one line, the items of a list, a short name, a stage."""

from __future__ import annotations

import re
from typing import Final

from loaders.replies import values

_LONGEST: Final = 30
"""Characters of a name of a measure."""


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split("\n"))


def items(text: str) -> list[str]:
    """What a cell lists, one a line, without bullets."""
    return [line.strip().lstrip("・●○").strip() or line.strip() for line in text.split("\n") if line.strip()]


def stage(text: str) -> str:
    """What a text in a column about what was done tells of its stage."""
    if values.CONSIDERED.search(text):
        return "検討"
    return "計画" if values.PLANNED.search(text) else "実施"


_CLAUSE: Final = re.compile("[。．、，,（(]")


def short(text: str) -> str:
    """The beginning of a text that can be a name: whole where it is short, else its first clauses."""
    first = line(text)
    if len(first) <= _LONGEST:
        return first.rstrip("。")
    ends = [match.start() for match in _CLAUSE.finditer(first) if 4 <= match.start() <= _LONGEST]
    return first[: ends[-1]] if ends else first[: _LONGEST - 1] + "…"
