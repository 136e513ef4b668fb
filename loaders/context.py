"""What every curated file is read against, and what comes of reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph import names, places
from graph.errors import DataProblems, Problem
from graph.facts import Facts
from loaders import evidence, fields, registry
from loaders.lines import Located, Path_


@dataclass(slots=True)
class Checked:
    """The outcome: facts, every problem, organisations that are new, and originals that are not at hand."""

    facts: Facts
    problems: list[Problem] = field(default_factory=list)
    new: dict[str, registry.Entry] = field(default_factory=dict)
    documents: int = 0
    without_original: list[str] = field(default_factory=list)
    unconfirmed: int = 0

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.warning]

    def raise_errors(self) -> None:
        """Raise `DataProblems` if anything stops a build."""
        if self.errors:
            raise DataProblems(self.problems)


@dataclass(slots=True)
class Context:
    """What every file is read against."""

    gazetteer: places.Gazetteer
    bodies: names.Registry
    entries: dict[str, registry.Entry]
    taxonomy: fields.Taxonomy
    originals: evidence.Originals
    same: dict[str, str]
    where: dict[str, str] = field(default_factory=dict)
    """Record id → file:line of its first use."""
    references: list[tuple[Located, Path_, str, str]] = field(default_factory=list)
    """(file, path, label, id) of every reference to another record."""
