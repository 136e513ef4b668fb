"""A file that is being read: its name, its bytes, its limits, and how to speak of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath

from graph.errors import Problem
from loaders.read.errors import ReadError
from loaders.read.limits import LIMITS, Limits


@dataclass
class Source:
    """``shown``: the name (with its folder) under which the person knows the file. ``warnings`` are collected here."""

    shown: str
    raw: bytes
    limits: Limits = LIMITS
    warnings: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return PurePath(self.shown).name

    @property
    def stem(self) -> str:
        return PurePath(self.shown).stem

    @property
    def suffix(self) -> str:
        """Lower case, with its dot; '' where there is none."""
        return PurePath(self.shown).suffix.lower()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    def error(self, what: str, remedy: str, place: str = "") -> ReadError:
        """An error about this file, to be raised."""
        return ReadError(self.shown, what, remedy, place)

    def warn(self, what: str, remedy: str, place: str = "") -> None:
        """Tell the person something that did not stop the reading. ``what`` names file and place by itself."""
        at = f"{self.name} {place}".strip()
        self.warnings.append(Problem(self.shown, 0, place, f"{at}: {what}", remedy, warning=True))
