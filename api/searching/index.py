"""Every name of one version of the graph in memory, so that each letter typed is answered at once.

Names lie folded in one Arrow array per kind, the things with most records first: a search is a few passes over
contiguous text (measured at 130,000 nodes: 5–20 ms), and the order of the arrays is the order of the answers.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from api.asking import ask
from api.coverage import Place
from api.searching.folding import fold
from graph import paths
from graph.places import Gazetteer
from graph.store.base import Version, View

KINDS: Final = ("自治体", "企業", "協定", "施策", "分野", "文書")
_EVERYTHING: Final = 2**31 - 1


class Other(NamedTuple):
    """A further name under which a thing is found; ``what``: 別名, 読み, サービス名, 以前の名前 …"""

    name: str
    what: str


class Thing(NamedTuple):
    """A node that can be found. ``agreements``, ``measures``: how many are on record, where that is counted."""

    kind: str
    id: str
    name: str
    group: str
    others: tuple[Other, ...] = ()
    agreements: int = 0
    measures: int = 0
    places: tuple[str, ...] = ()
    """Of an agreement or a measure: short names of its municipalities."""
    state: str = ""
    """Of a municipality: what is known of it (`api.coverage.State`)."""


class Hits(NamedTuple):
    """What is found of one kind: how many, and those of the page asked for."""

    kind: str
    total: int
    things: list[Thing]


@dataclass(frozen=True, slots=True)
class _Shelf:
    things: list[Thing]
    texts: pa.Array


class Index:
    """Things by kind. ``things`` of one kind stand in the order in which equal matches are shown."""

    def __init__(self, things: Iterable[Thing]) -> None:
        by_kind: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            by_kind[thing.kind].append(thing)
        self._shelves = {
            kind: _Shelf(found, pa.array([_text(thing) for thing in found], pa.string()))
            for kind, found in ((kind, _ordered(by_kind[kind])) for kind in KINDS)
        }
        self._by_id = {thing.id: thing for shelf in self._shelves.values() for thing in shelf.things}

    def thing(self, id: str) -> Thing | None:
        """The thing of this id; None where there is none."""
        return self._by_id.get(id)

    def find(self, words: Sequence[str], most: int, skipped: int = 0, kinds: Sequence[str] = KINDS) -> list[Hits]:
        """Things whose names hold all of the folded words: whole names first, then beginnings, then parts."""
        sought = [word for word in words if word]
        return [self._of(self._shelves[kind], kind, sought, most, skipped) for kind in kinds] if sought else []

    @staticmethod
    def _of(shelf: _Shelf, kind: str, words: list[str], most: int, skipped: int) -> Hits:
        mask = pc.match_substring(shelf.texts, words[0])
        for word in words[1:]:
            mask = pc.and_(mask, pc.match_substring(shelf.texts, word))
        found = pc.indices_nonzero(mask)
        texts = shelf.texts.take(found)
        whole = pc.match_substring(texts, f"\n{''.join(words)}\n")
        start = pc.and_not(pc.match_substring(texts, f"\n{words[0]}"), whole)
        part = pc.invert(pc.or_(whole, start))
        ranked = [found.filter(each) for each in (whole, start, part)]
        shown = pa.concat_arrays(ranked).slice(skipped, most).to_pylist()
        return Hits(kind, len(found), [shelf.things[place] for place in shown])


def _ordered(things: list[Thing]) -> list[Thing]:
    return sorted(things, key=lambda each: (-(each.agreements + each.measures), each.id))


def _text(thing: Thing) -> str:
    """All names of a thing, each between line breaks, so that beginnings and whole names can be told."""
    names = [thing.name, *(other.name for other in thing.others), *thing.places]
    return "\n" + "\n".join(dict.fromkeys(fold(name) for name in names)) + "\n"


class Rows(NamedTuple):
    """What an index is made from: answers to questions of the catalogue."""

    names: list[dict[str, Any]]
    covered: list[dict[str, Any]]
    bodies: list[dict[str, Any]]
    fields: Mapping[str, tuple[int, int]]
    parties: list[dict[str, Any]]


async def rows(view: View) -> Rows:
    """Read all names of a version."""
    counted = {
        kind: {row["分野id"]: row["件数"] for row in await ask(view, "record_fields", 記録=kind)} for kind in KINDS[2:4]
    }
    return Rows(
        await ask(view, "names"),
        await ask(view, "coverage"),
        await ask(view, "organisation_list", 件数=_EVERYTHING),
        {id: (number, counted["施策"].get(id, 0)) for id, number in counted["協定"].items()},
        await ask(view, "municipalities_of_records"),
    )


def make(found: Rows, gazetteer: Gazetteer) -> Index:
    """An index from rows; former names of municipalities come from the gazetteer."""
    numbers = {row["自治体id"]: (row["協定数"], row["施策数"]) for row in found.covered}
    numbers |= {row["企業id"]: (row["協定数"], row["施策数"]) for row in found.bodies}
    numbers |= found.fields
    short = {row["自治体id"]: row["略称"] or row["名称"] for row in found.covered}
    state = {row["自治体id"]: str(Place(*row.values()).state) for row in found.covered}
    where: dict[str, list[str]] = defaultdict(list)
    for row in found.parties:
        where[row["記録id"]].append(short.get(row["自治体id"], ""))
    former = _former(gazetteer)
    return Index(
        Thing(
            row["種類"], row["節点id"], row["名称"] or row["節点id"], row["区分"] or "",
            (*_others(row), *former.get(row["節点id"], ())),
            *numbers.get(row["節点id"], (0, 0)), tuple(where.get(row["節点id"], ())),
            state.get(row["節点id"], ""),
        )
        for row in found.names
    )  # fmt: skip


def _others(row: Mapping[str, Any]) -> Iterable[Other]:
    for key in ("略称", "読み", "法人番号"):
        if row[key] and row[key] != row["名称"]:
            yield Other(row[key], key)
    if row["種類"] == "自治体":
        yield Other(row["節点id"], "団体コード")
    for key in ("別名", "サービス名"):
        for name in row[key] or ():
            yield Other(name, key)


def _former(gazetteer: Gazetteer) -> dict[str, list[Other]]:
    """Names of the past by today's code: whoever types them means today's municipality."""
    found = {body for name in gazetteer.known_before for body in gazetteer.bearers(name, past=True)}
    by_code: dict[str, list[Other]] = defaultdict(list)
    for body in sorted(found):
        by_code[body.code].append(Other(body.former, "以前の名前"))
    return by_code


class Indexes:
    """The index of the version that was last asked for; made once for everyone who waits."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._held: tuple[Version, Index] | None = None
        self._gazetteer: Gazetteer | None = None

    async def of(self, view: View) -> Index:
        """The index of the view's version."""
        async with self._lock:
            if self._held is None or self._held[0] != view.version:
                found = await rows(view)
                self._held = view.version, await asyncio.to_thread(self._build, found)
            return self._held[1]

    def _build(self, found: Rows) -> Index:
        if self._gazetteer is None:
            self._gazetteer = Gazetteer.load(paths.shipped_data())
        return make(found, self._gazetteer)
