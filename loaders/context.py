"""What every curated file is read against, and what comes of reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from graph import names, places
from graph.errors import DataProblems, Problem
from graph.facts import Facts, Node
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
    """«label id» of every record → file:line of its first use."""
    nodes: dict[Node, str] = field(default_factory=dict)
    """Agreement or measure of the graph → file:line of a record that tells of it."""
    unconfirmed: set[str] = field(default_factory=set)
    """«label id» of records that nobody has confirmed yet."""
    references: list[Reference] = field(default_factory=list)
    new_names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Core of a name that no registry has → the names in which it occurs."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that refers to another; ``add`` states the fact once it is known that the other exists."""

    located: Located
    path: Path_
    label: str
    id: str
    add: Callable[[], None]
