"""Whom or what a report is about: what a person names becomes ids, or a message offers names that come close."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.errors import UsageError
from graph.store.base import Store, View
from graph.tables import Tables
from viz import naming
from viz.reports.model import Kind
from viz.reports.records import ask

LEAST, MOST = 2, 30
"""Municipalities of a comparison."""
_ASKED: Final = {"自治体": "municipality", "企業": "organisation"}

Whole = Callable[[], Awaitable[Tables]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about: one name, of a comparison several. ``as_of`` as a person writes it."""

    kind: Kind
    names: tuple[str, ...]
    as_of: str = ""
    ended: bool = True
    internal: bool = False


class Found(NamedTuple):
    """A thing by id and name."""

    id: str
    name: str


async def find(store: Store, subject: Subject, whole: Whole) -> list[Found]:
    """What the names mean; of a comparison each municipality once, in the order of codes (建制順).

    ``whole``: gives the graph, where names have to be read one by one. Raises `NameUnclearError`, and `UsageError` for a
    comparison of too few or too many.
    """
    if subject.kind == "分野":
        return [await _field(store, subject.names[0], whole)]
    label = "自治体" if subject.kind == "比較" else subject.kind
    found = {each.id: each for each in [await _body(store, label, name, whole) for name in subject.names]}
    if subject.kind == "比較" and not LEAST <= len(found) <= MOST:
        raise UsageError(f"比べる自治体は、違うものを {LEAST} から {MOST} まで挙げてください（いま {len(found)}）。")
    return [found[id] for id in sorted(found)]


async def _body(store: Store, label: str, name: str, whole: Whole) -> Found:
    """An id is looked up in the store; only a name needs the whole graph."""

    async def by_id(view: View) -> list[Found]:
        return [Found(name.strip(), row["名称"]) for row in await ask(view, _ASKED[label], id=name.strip())]

    for each in await store.read(by_id):
        return each
    graph = await whole()
    id = naming.find(graph, name, (label,)).id
    return Found(id, _called(graph, label, id))


async def _field(store: Store, name: str, whole: Whole) -> Found:
    async def by_name(view: View) -> list[Found]:
        rows = await ask(view, "field_tree")
        return [Found(row["分野id"], row["分野"]) for row in rows if name.strip() in (row["分野"], row["分野id"])]

    for each in await store.read(by_name):
        return each
    graph = await whole()
    id = naming.field(graph, name).id
    return Found(id, _called(graph, "分野", id))


def _called(graph: Tables, label: str, id: str) -> str:
    return next(str(row["名称"]) for row in graph.node_rows(label) if row["id"] == id)


async def subject_of(
    store: Store, around: str, field: str, compared: Sequence[str], as_of: str, ended: bool
) -> Subject:
    """The subject of an address: ``around`` a municipality or a body, or a field, or municipalities to compare.

    Raises `NameUnclearError` for a name that means nothing.
    """
    if compared:
        return Subject("比較", tuple(compared), as_of, ended)
    if field:
        return Subject("分野", (field,), as_of, ended)

    async def known(view: View) -> list[Kind]:
        kinds: tuple[Kind, Kind] = ("自治体", "企業")
        return [kind for kind in kinds if await ask(view, _ASKED[kind], id=around.strip())]

    for kind in await store.read(known):
        return Subject(kind, (around,), as_of, ended)
    label = naming.find(await store.tables(), around).label
    return Subject("自治体" if label == "自治体" else "企業", (around,), as_of, ended)


def split(names: str) -> tuple[str, ...]:
    """Names that a person wrote one after another."""
    return tuple(filter(None, (each.strip() for each in names.replace("、", ",").replace("，", ",").split(","))))
