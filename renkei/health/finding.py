"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Level = Literal["良", "注意", "問題"]
GOOD: Final[Level] = "良"
NOTICE: Final[Level] = "注意"
WRONG: Final[Level] = "問題"

Fact = str | int | float | bool | list[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """``what``: in words, for the person at the machine; ``remedy``: what to do, '' where nothing is to be done.

    ``facts``: the same for a request for support, as numbers and names of the program itself. ``what`` may hold paths,
    titles and names and never leaves the machine by itself; ``facts`` never hold any.
    """

    level: Level
    subject: str
    what: str
    remedy: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        line = f"{self.level}　{self.subject}: {self.what}"
        return f"{line}\n      → {self.remedy}" if self.remedy else line

    def told(self) -> dict[str, Any]:
        """What may be sent to others."""
        return {"段階": self.level, "項目": self.subject, **dict(self.facts)}
