"""The fields as they lie in one another, with their numbers of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from api.asking import ask
from api.errors import NotFoundError
from graph.store.base import View


class Field(NamedTuple):
    """A 分野. ``agreements``, ``measures``: those of the fields below it included; ``above``: the id of the larger field."""

    id: str
    name: str
    level: int
    above: str
    agreements: int
    measures: int


class Family(NamedTuple):
    """A large field with those below it."""

    field: Field
    below: list[Field]


def families(rows: Iterable[Mapping[str, Any]]) -> list[Family]:
    """Fields in order of id, from the question ``field_tree``. A field whose upper field is missing stands alone."""
    fields = [
        Field(
            row["分野id"],
            row["分野"] or row["分野id"],
            row["階層"] or 1,
            row["上位id"] or "",
            row["協定数"],
            row["施策数"],
        )
        for row in rows
    ]
    ids = {field.id for field in fields}
    found = {field.id: Family(field, []) for field in fields if field.above not in ids}
    for field in fields:
        if field.above in found:
            found[field.above].below.append(field)
    return list(found.values())


async def all_families(view: View) -> list[Family]:
    """All fields of a version."""
    return families(await ask(view, "field_tree"))


class Place(NamedTuple):
    """A field, the large one above it (None for a large one), and those below it."""

    field: Field
    above: Field | None
    below: list[Field]


def find(found: Iterable[Family], id: str) -> Place:
    """The field of an id. Raises `NotFoundError`."""
    for family in found:
        if family.field.id == id:
            return Place(family.field, None, family.below)
        for field in family.below:
            if field.id == id:
                return Place(field, family.field, [])
    raise NotFoundError(f"「{id}」という id の分野はありません。分野の一覧から探してください。")
