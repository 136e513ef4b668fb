"""Whether a record could enter the graph as it is: the same checks that a build makes, for one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import decisions, names, places
from graph.errors import Problem
from graph.facts import Facts
from loaders import curated, evidence, fields, registry
from loaders.context import Checked, Context
from loaders.lines import Located
from loaders.reader import Reader

Record = dict[str, Any]


@dataclass(frozen=True)
class Checker:
    """The shipped data with the user's folder over it, to check single records against."""

    gazetteer: places.Gazetteer
    bodies: names.Registry
    entries: dict[str, registry.Entry]
    taxonomy: fields.Taxonomy

    @classmethod
    def load(cls, shipped: Path, user: Path) -> Checker:
        """Read what names are resolved against."""
        layers = [shipped] + ([user] if user.is_dir() and user.resolve() != shipped.resolve() else [])
        log, _ = decisions.load(layers)
        bodies, entries, _ = registry.load(layers, names.Normaliser.load(shipped), log.same())
        taxonomy, _ = fields.load(layers)
        return cls(places.Gazetteer.load(shipped), bodies, entries, taxonomy)

    def __call__(self, section: str, record: Mapping[str, Any], info: Mapping[str, Any]) -> list[Problem]:
        """What is wrong with one record of a document; the field of a problem is a path below the record.

        References to other records (協定, 更新) are not followed, positions are not looked up.
        """
        bare = {
            key: value
            for key, value in record.items()
            if key not in ("確認", "更新") and (section, key) != ("施策", "協定")
        }
        identified = {"id": "x-a01", **bare} if section in ("協定", "施策") else bare
        located = Located("", {
            "形式": curated.FORMAT,
            "文書": {"id": "x", "題名": "x"} | {k: v for k, v in info.items() if k == "sha256"},
            section: [identified],
        })  # fmt: skip
        file, problems = curated.parse(located)
        if file and not problems:
            context = Context(self.gazetteer, self.bodies, self.entries, self.taxonomy, evidence.Originals(), {})
            checked = Checked(Facts())
            Reader(context, checked, located, file).read()
            problems = checked.problems
        return [_below(problem, section) for problem in problems]


def _below(problem: Problem, section: str) -> Problem:
    field = problem.field.removeprefix(f"{section}[1]").lstrip(".")
    return Problem(problem.file, 0, field, problem.what, problem.remedy, problem.warning)
