"""A choice as people write it, in words of the command or of an address; names and questions become what they mean."""

from __future__ import annotations

from typing import Any, NamedTuple

from graph.errors import UsageError
from graph.store.base import View
from graph.tables import Tables
from queries import catalogue
from queries.values import value
from viz import naming
from viz.choice import Choice


class Wanted(NamedTuple):
    """The conditions of a `Choice` as written. ``question``: a question of the catalogue, ``given``: its values."""

    around: str = ""
    depth: int = 1
    hubs: bool = False
    field: str = ""
    prefecture: str = ""
    kinds: tuple[str, ...] = ()
    as_of: str = ""
    ended: bool = True
    question: str = ""
    given: tuple[tuple[str, Any], ...] = ()


async def answer(view: View, wanted: Wanted) -> frozenset[str] | None:
    """The ids of all nodes that the question answers or was asked about; None where none is asked.

    Raises `UsageError` for an unknown question, a value that is none, or an answer without nodes.
    """
    if not wanted.question:
        return None
    question = catalogue.find(wanted.question)
    given = {name: list(each) if isinstance(each, tuple) else each for name, each in wanted.given}
    rows = await question.run(view, **given)
    columns = [n for n, column in enumerate(rows.columns) if column.endswith("id")]
    if not columns:
        raise UsageError(f"問い {question.name} の答えには、地図に描けるもの（id の列）がありません。")
    about = [given[p.name] for p in question.parameters if p.kind.endswith("id") and p.name in given]
    return frozenset(id for row in rows.rows for n in columns for id in _ids(row[n])) | {
        id for each in about for id in _ids(each)
    }


def _ids(cell: Any) -> list[str]:
    return [str(each) for each in (cell if isinstance(cell, (list, tuple)) else [cell]) if each]


def choice(graph: Tables, wanted: Wanted, ids: frozenset[str] | None = None) -> Choice:
    """What the words mean in a graph. Raises `NameUnclearError` and `UsageError`."""
    return Choice(
        around=naming.find(graph, wanted.around) if wanted.around else None,
        depth=wanted.depth,
        hubs=wanted.hubs,
        field=naming.field_name(graph, wanted.field) if wanted.field else "",
        prefecture=wanted.prefecture,
        kinds=wanted.kinds,
        as_of=value("時点", "文字", "時点", wanted.as_of),
        ended=wanted.ended,
        ids=ids,
        asked=_asked(graph, wanted),
    )


def _asked(graph: Tables, wanted: Wanted) -> str:
    """The question in words, with the names of what it is about: ``自治体の相手（奈良県宇陀市）``."""
    if not wanted.question:
        return ""
    said = "、".join(naming.name(graph, id) for _, each in wanted.given for id in _ids(each))
    return catalogue.find(wanted.question).title + (f"（{said}）" if said else "")
