"""What drafting knows before it reads: places, organisations and fields."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph import names, places
from graph.errors import DataProblems
from loaders import fields, registry


@dataclass(frozen=True)
class Vocabulary:
    """Gazetteer, registry of organisations and taxonomy, of the shipped data with the user's folder over it."""

    gazetteer: places.Gazetteer
    bodies: names.Registry
    taxonomy: fields.Taxonomy

    @property
    def normaliser(self) -> names.Normaliser:
        return self.bodies.normaliser

    @classmethod
    def load(cls, shipped: Path, user: Path | None = None) -> Vocabulary:
        """Read both layers. Raises `DataProblems` where the registry or the taxonomy is broken."""
        layers = [shipped] + ([user] if user and user.is_dir() and user.resolve() != shipped.resolve() else [])
        bodies, _, problems = registry.load(layers, names.Normaliser.load(shipped))
        taxonomy, more = fields.load(layers)
        errors = [problem for problem in problems + more if not problem.warning]
        if errors:
            raise DataProblems(errors)
        return cls(places.Gazetteer.load(shipped), bodies, taxonomy)
