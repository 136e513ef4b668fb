"""The taxonomy of fields of policy (``fields.yaml``): two levels, with the synonyms that the field's people use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from graph import names
from graph.errors import Problem
from loaders import curated, lines
from loaders.curated import Id, Strict, Text

FILE: Final = "fields.yaml"


class Entry(Strict):
    """One field."""

    id: Id
    名称: Text
    上位: Id | None = Field(None, description="上の分野の id（2階層目のとき）")
    同義語: tuple[Text, ...] = ()


class FieldsFile(Strict):
    """分野の一覧"""

    形式: Literal["1"]
    分野: tuple[Entry, ...] = ()


@dataclass
class Taxonomy:
    """All fields, found by name."""

    by_id: dict[str, Entry]

    def find(self, name: str) -> str | None:
        """The id of the field of this name or synonym, or None; a name goes before a synonym."""
        return self._names.get(names.fold(name))

    @cached_property
    def _names(self) -> dict[str, str]:
        entries = self.by_id.values()
        synonyms = {names.fold(word): entry.id for entry in entries for word in entry.同義語}
        return synonyms | {names.fold(entry.名称): entry.id for entry in entries}


def load(folders: Iterable[Path]) -> tuple[Taxonomy, list[Problem]]:
    """Read the taxonomies of all layers."""
    by_id: dict[str, Entry] = {}
    problems: list[Problem] = []
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        located = lines.load(path)
        problems += located.problems
        if located.problems or located.data is None:
            continue
        try:
            file = FieldsFile.model_validate(located.data)
        except ValidationError as error:
            problems += curated.problems_of(error, located, FieldsFile)
            continue
        for n, entry in enumerate(file.分野):
            path_ = ("分野", n, "id")
            if entry.id in by_id:
                problems.append(located.problem(path_, f"id「{entry.id}」が重なっています", "id を変えてください"))
            elif entry.上位 and (entry.上位 not in by_id or by_id[entry.上位].上位):
                problems.append(
                    located.problem(path_, f"上位「{entry.上位}」が先に書かれた1階層目の分野ではありません",
                                    "上の分野を先に書いてください（階層は2つまで）")
                )  # fmt: skip
            else:
                by_id[entry.id] = entry
    return Taxonomy(by_id), problems
