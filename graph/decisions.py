"""Decisions of people about what is the same, kept in an append-only log (``decisions.jsonl``).

One JSON object a line, so that two people's logs merge by putting their lines together:
``{"日付": "2026-04-01", "記録者": "政策課", "種類": "同一", "対象": ["id1", "id2"], "判断": "同じ"}``.
The latest line about the same ids counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from graph import dates
from graph.errors import Problem, relative

FILE: Final = "decisions.jsonl"


class Decision(BaseModel):
    """One line of the log."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    日付: Annotated[str, AfterValidator(dates.check)] = Field(description="決めた日")
    記録者: str = Field(default="", description="決めた部署（個人名は書かない）")
    種類: Literal["同一"] = Field(description="何についての判断か")
    対象: tuple[str, str] = Field(description="協定か施策の id ふたつ")
    判断: Literal["同じ", "別", "取消"] = Field(description="同じか別か。取消で前の判断をなくす")


@dataclass(slots=True)
class Decisions:
    """All decisions in force."""

    log: list[tuple[Decision, str, int]]
    """Each decision with the file and line that hold it."""

    def same(self) -> dict[str, str]:
        """id → the id that stands for it: the smallest of all that people called the same."""
        latest: dict[frozenset[str], Decision] = {}
        for decision in sorted((entry[0] for entry in self.log), key=lambda d: d.日付):
            latest[frozenset(decision.対象)] = decision
        parent: dict[str, str] = {}

        def root(id: str) -> str:
            while parent.get(id, id) != id:
                id = parent[id]
            return id

        for decision in latest.values():
            if decision.判断 == "同じ":
                first, second = sorted(map(root, decision.対象))
                parent[second] = first
        return {id: root(id) for id in list(parent) if root(id) != id}


def load(folders: Iterable[Path]) -> tuple[Decisions, list[Problem]]:
    """Read the logs of all layers."""
    log: list[tuple[Decision, str, int]] = []
    problems: list[Problem] = []
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                text = line.decode("utf-8-sig")
                log.append((Decision.model_validate(json.loads(text)), relative(path), number))
            except (UnicodeDecodeError, json.JSONDecodeError, ValidationError) as error:
                reason = str(error).splitlines()[0]
                problems.append(
                    Problem(relative(path), number, "", f"判断の記録として読めません（{reason}）",
                            "1行に1件の JSON で書き直すか、この行を消してください")
                )  # fmt: skip
    return Decisions(log), problems
