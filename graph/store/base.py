"""What a store can do, whichever engine is behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from graph import model
from graph.diff import Changes
from graph.public import publish
from graph.tables import Tables

T = TypeVar("T")
Parameters = Mapping[str, Any]

COMPLETE: Final = "完了"
CHANGING: Final = "更新中"

BATCH: Final = 5_000
"""Rows of a piece of a long answer."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: scalars and lists, in the order of ``columns``."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Version(NamedTuple):
    """The mark of the graph that a store holds. ``number`` grows with every load that changes something."""

    number: int
    state: str
    time: str


class Progress(Protocol):
    """Told how far a load is: ``step`` in words, rows done of all rows."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


class View(ABC):
    """One version of the graph, for the length of one piece of work. ``engine``: the name of its store."""

    engine: str = ""
    version: Version

    @abstractmethod
    async def rows(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        columns: tuple[str, ...] = (),
    ) -> Rows:
        """Run a reading query, at most ``limit`` rows. Raises `QueryError` where the engine refuses it.

        ``columns``: the names of its columns where the asker knows them, which saves a store some work.
        """

    @abstractmethod
    def batches(self, query: str, parameters: Parameters | None = None) -> AsyncGenerator[Rows]:
        """The same answer piece by piece, at most `BATCH` rows each, so that a long one need not be held in memory.

        There is always a first piece, even of no rows. Close the generator (``aclosing``) where it is left early.
        """

    @abstractmethod
    async def job(self, statement: str, parameters: Parameters, seconds: float) -> dict[str, Any]:
        """What a process of its own needs to run a person's statement in this version (see `graph.store.raw`).

        Raises `QueryError` where the engine says, within ``seconds``, that it would do anything but read.
        """


class Store(ABC):
    """Holds one graph. Every method may raise `StoreError`."""

    name: str

    @abstractmethod
    async def replace(self, graph: Tables, *, verify: bool = False, progress: Progress = silent) -> Changes:
        """Make the stored graph equal to ``graph``; readers see the old one, the new one, or are told to wait.

        ``verify``: compare with what is really stored, not with the stamps of the last load, and repair.
        """

    @abstractmethod
    async def read(self, work: Callable[[View], Awaitable[T]]) -> T:
        """Do a piece of reading work whose answer belongs to one version; it may be called again if that moves."""

    @abstractmethod
    async def tables(self) -> Tables:
        """The whole graph."""

    async def shown(self, *, internal: bool) -> Tables:
        """The whole graph, or without anything that only a document marked 庁内限り tells."""
        graph = await self.tables()
        return graph if internal else await asyncio.to_thread(publish, graph)

    @abstractmethod
    async def last_changes(self) -> Changes | None:
        """What the last load that wrote something changed; None before any load."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of connections and files."""

    async def rows(self, query: str, parameters: Parameters | None = None, *, limit: int | None = None) -> Rows:
        """One query in one version."""

        async def work(view: View) -> Rows:
            return await view.rows(query, parameters, limit=limit)

        return await self.read(work)

    async def version(self) -> Version:
        """The mark of the graph that answers at present."""

        async def work(view: View) -> Version:
            return view.version

        return await self.read(work)


def now() -> str:
    """The time of a load: UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None)})
"""Classes of values that are the same for an engine, for us, and in JSON."""


def plain_row(row: Iterable[Any]) -> tuple[Any, ...]:
    """A row of either engine, each value as `plain` gives it."""
    return tuple([value if value.__class__ in AS_THEY_ARE else plain(value) for value in row])


def plain(value: Any) -> Any:
    """A value of either engine as JSON knows it; nodes and relationships without ``_`` keys and unset properties."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        if "_NODES" in value:
            return {"節点": plain(value["_NODES"]), "関係": plain(value["_RELS"])}
        found = {k: plain(v) for k, v in value.items() if not k.startswith("_") and v is not None}
        if "_LABEL" in value:
            label = value["_LABEL"]
            if label in model.LABEL:
                own = {"id", *(p.name for p in model.LABEL[label].properties)}
                return {"ラベル": label, **{k: v for k, v in found.items() if k in own}}
            return {"種類": label, **found}
        return found
    return value
