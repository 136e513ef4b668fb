"""The embedded store: LadybugDB in a file, built anew by bulk load, put in place by a small pointer file.

A build writes a new file and then replaces the pointer (`graph.store.embedded_pointer`), so a failed build leaves the old
graph, and a reader stays with the file that it began with.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import ladybug

from graph import diff, model
from graph.diff import Changes, Stamped
from graph.errors import QueryError, StoreError
from graph.schema import quote
from graph.store import embedded_rows as wire
from graph.store.base import BATCH, COMPLETE, Parameters, Progress, Rows, Store, Version, View, now, plain_row, silent
from graph.store.embedded_building import ADDRESSES, MEMORY, build, why
from graph.store.embedded_pointer import Pointer, Signature, signature
from graph.tables import Tables

T = TypeVar("T")

_ASKED: Final = 4
"""What the engine may hold for all questions at once, in sizes of the file: it keeps what it has read, and the largest
questions of the catalogue put two to three times the file beside it."""
_SHORT: Final = 0.05
"""Seconds. A connection keeps the plan of each question and the memory in which it was answered, for the next time: worth
having for short questions, but hundreds of megabytes after long ones. After those the connection is closed."""
CONNECTIONS: Final = 4
_ATTEMPTS: Final = 5


@dataclass(slots=True)
class _Open:
    """One database file with its connections; closed when it is superseded and nobody reads it any more."""

    path: Path
    database: Any
    version: Version
    idle: list[Any]
    readers: int = 0
    superseded: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        for connection in self.idle:
            connection.close()
        self.database.close()


class EmbeddedStore(Store):
    """See the module."""

    name = "embedded"

    def __init__(self, pointer: Path) -> None:
        self.pointer = pointer
        self._pointer = Pointer(pointer)
        self._current: _Open | None = None
        self._seen: tuple[Signature, Signature] | None = None
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="embedded")

    # --- reading -----------------------------------------------------------------------------------------------

    async def read(self, work: Callable[[View], Awaitable[T]]) -> T:
        opened = self._enter_at_once() or await self._run(self._enter)
        try:
            return await work(_EmbeddedView(self, opened))
        finally:
            if not self._leave_at_once(opened):
                await self._run(self._leave, opened)

    async def tables(self) -> Tables:
        opened = await self._run(self._enter)
        try:
            found: Tables = await self._run(_tables, opened)
            return found
        except (RuntimeError, ValueError) as error:
            raise _damaged(opened.path) from error
        finally:
            await self._run(self._leave, opened)

    async def last_changes(self) -> Changes | None:
        if not self.pointer.is_file():
            return None
        found = (await self.rows(f"MATCH (v:{quote(model.VERSION)}) RETURN v.`変更` AS c")).rows
        return Changes.from_json(json.loads(found[0][0])) if found else None

    async def close(self) -> None:
        self._threads.shutdown(wait=True)
        if self._current:
            self._current.close()
            self._current = None

    async def _run(self, function: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)

    def _enter(self) -> _Open:
        with self._lock:
            for _ in range(_ATTEMPTS):
                seen = self._pointer.signature
                try:
                    return self._entered(seen)
                except StoreError:
                    # The file that the pointer named may be gone because a build has just put another in its place.
                    if self._pointer.signature == seen:
                        raise
            return self._entered(self._pointer.signature)

    def _entered(self, pointed: Signature) -> _Open:
        path = self._pointer.target()
        seen = (pointed, signature(path))
        current = self._current
        # A file that is gone is still whole for whoever has it open.
        replaced = seen[1] is not None and self._seen is not None and seen[1] != self._seen[1]
        if current is None or current.path != path or replaced:
            if not self._pointer.intact(whole=False):
                raise _damaged(path)
            self._current = _open(path)
            if current:
                current.superseded = True
                if not current.readers:
                    current.close()
            current = self._current
        self._seen = seen
        current.readers += 1
        return current

    def _enter_at_once(self) -> _Open | None:
        """The open file without going through a thread, where the pointer is the one that was read last."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            if self._current is None or self._seen != (self._pointer.signature, signature(self._current.path)):
                return None
            self._current.readers += 1
            return self._current
        finally:
            self._lock.release()

    def _leave_at_once(self, opened: _Open) -> bool:
        """Leave without going through a thread, where no file is to be closed."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if opened.superseded and opened.readers == 1:
                return False
            opened.readers -= 1
            return True
        finally:
            self._lock.release()

    def _leave(self, opened: _Open) -> None:
        with self._lock:
            opened.readers -= 1
            if opened.superseded and not opened.readers:
                opened.close()

    # --- building ----------------------------------------------------------------------------------------------

    async def replace(self, graph: Tables, *, verify: bool = False, progress: Progress = silent) -> Changes:
        return await self._run(self._replace, graph, verify, progress)  # type: ignore[no-any-return]

    def _replace(self, graph: Tables, verify: bool, progress: Progress) -> Changes:
        with self._pointer.exclusive():
            new = Stamped(graph)
            old = self._old(verify)
            found = {
                key: difference
                for key in diff.ALL_KEYS
                if (difference := diff.compare(old.stamps[key] if old else {}, new.by_key(key)))
            }
            if old and not found:
                self._pointer.sweep(old.path)
                return Changes()
            names = old.name if old else (lambda label, id: "")
            changes = diff.summarise(found, names, graph, first=old is None)
            version = Version(self._pointer.number() + 1, COMPLETE, now())
            target = self._pointer.new_file(version.number)
            try:
                build(target, new, version, changes, progress)
                self._pointer.point(target, version.number)
            except BaseException as error:
                self._pointer.discard(target)
                if isinstance(error, RuntimeError | OSError):
                    raise self._pointer.unwritable(why(error, target.parent)) from error
                raise
            self._pointer.sweep(target)
            return changes

    def _old(self, verify: bool) -> _Old | None:
        """The graph in force; None where there is none that can be read whole."""
        if not self._pointer.intact(whole=True):
            return None
        try:
            opened = _open(self._pointer.target())
        except StoreError:
            return None
        try:
            return _Old.read(opened, verify)
        except Exception:  # whatever the engine makes of a damaged file: it is made anew
            return None
        finally:
            opened.close()


@dataclass(slots=True)
class _Old:
    """What a new version is compared with. Names are read only when there is something to tell."""

    path: Path
    stamps: dict[diff.Key, dict[str, int]]
    _names: dict[tuple[str, str], str] | None = None

    def name(self, label: str, id: str) -> str:
        if self._names is None:
            self._names = _names(self.path)
        return self._names.get((label, id), "")

    @classmethod
    def read(cls, opened: _Open, verify: bool) -> _Old:
        if verify:
            stamped = Stamped(_tables(opened))
            stamps = {key: stamped.by_key(key) for key in diff.ALL_KEYS}
        else:
            stamps = wire.read_stamps(opened.database)
        return cls(opened.path, stamps)


def _open(path: Path) -> _Open:
    try:
        database = _database(path, max(MEMORY, _ASKED * path.stat().st_size))
        idle = [ladybug.Connection(database) for _ in range(CONNECTIONS)]
        row = _all(idle[0], f"MATCH (v:{quote(model.VERSION)}) RETURN v.`番号`, v.`状態`, v.`日時`")[0]
    except (RuntimeError, IndexError, OSError) as error:
        raise StoreError(f"グラフのファイル {path} を開けません。renkei build で作り直してください。") from error
    return _Open(path, database, Version(*row), idle)


def _database(path: Path, pool: int) -> Any:
    return ladybug.Database(str(path), read_only=True, buffer_pool_size=pool, max_db_size=ADDRESSES)


def _tables(opened: _Open) -> Tables:
    """The whole graph, by databases of their own: the one for questions would keep in memory what was read."""

    @contextmanager
    def own() -> Iterator[Any]:
        try:
            database = _database(opened.path, MEMORY)
        except (RuntimeError, OSError):  # gone by now, and still whole for whoever has it open
            yield opened.database
            return
        try:
            yield database
        finally:
            database.close()

    return wire.read_tables(own)


def _names(path: Path) -> dict[tuple[str, str], str]:
    opened = _open(path)
    try:
        return wire.read_names(opened.idle[0])
    except (RuntimeError, ValueError):  # a damaged file: ids must do
        return {}
    finally:
        opened.close()


def _damaged(path: Path) -> StoreError:
    return StoreError(f"グラフのファイル {path} がないか、壊れています。renkei build で作り直してください。")


def _all(connection: Any, query: str) -> list[list[Any]]:
    result = connection.execute(query)
    found: list[list[Any]] = result.get_all()
    result.close()
    return found


SKIPPED: Final = "飛ばす"
WANTED: Final = "件数"
"""Parameters of questions with pages, which end in ``SKIP $飛ばす LIMIT $件数``."""

_PARAMETER: Final = re.compile(r"\$(`[^`]+`|\w+)")


@lru_cache(maxsize=512)
def parameters_of(query: str) -> frozenset[str]:
    """Names of the parameters in a query text (a missing one would silently give no rows)."""
    bare = re.sub(r"//[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", " ", query, flags=re.S)
    return frozenset(name.strip("`") for name in _PARAMETER.findall(bare))


class _EmbeddedView(View):
    engine = "embedded"

    def __init__(self, store: EmbeddedStore, opened: _Open) -> None:
        self._store = store
        self._opened = opened
        self.version = opened.version

    async def rows(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        columns: tuple[str, ...] = (),
    ) -> Rows:
        given, skipped = _unskipped(_complete(query, parameters))
        wanted = None if limit is None else limit + skipped
        found: Rows = await self._store._run(self._rows, query, given, wanted)
        return Rows(found.columns, found.rows[skipped:]) if skipped else found

    async def batches(self, query: str, parameters: Parameters | None = None) -> AsyncGenerator[Rows]:
        given, skipped = _unskipped(_complete(query, parameters))
        connection, result, kept = await self._store._run(self._begin, query, given)
        try:
            columns = tuple(result.get_column_names())
            more = True
            while more:
                found = await self._store._run(result.get_n, BATCH)
                more = len(found) == BATCH
                yield Rows(columns, [plain_row(row) for row in found[skipped:]])
                skipped -= min(skipped, len(found))
        except RuntimeError as error:
            raise self._refused(error) from error
        finally:
            await self._store._run(self._end, connection, result, kept)

    async def job(self, statement: str, parameters: Parameters, seconds: float) -> dict[str, Any]:
        given = _complete(statement, parameters)
        return {"engine": self.engine, "file": str(self._opened.path), "text": statement, "parameters": given}

    def _begin(self, query: str, parameters: dict[str, Any]) -> tuple[Any, Any, bool]:
        with self._opened.lock:
            connection = self._opened.idle.pop() if self._opened.idle else ladybug.Connection(self._opened.database)
        result = None
        try:
            begun = time.perf_counter()
            result = connection.execute(query, parameters)
            if isinstance(result, list):
                raise QueryError("一度に実行できる文はひとつです。")
            kept = time.perf_counter() - begun < _SHORT
        except RuntimeError as error:
            # A question that ran out of memory leaves its pages with the connection; only closing it frees them.
            connection.close()
            raise self._refused(error) from error
        except BaseException:
            self._end(connection, None, True)
            raise
        return connection, result, kept

    def _end(self, connection: Any, result: Any, kept: bool) -> None:
        if result is not None:
            result.close()
        if kept:
            with self._opened.lock:
                self._opened.idle.append(connection)
        else:
            connection.close()

    def _rows(self, query: str, parameters: dict[str, Any], limit: int | None) -> Rows:
        connection, result, kept = self._begin(query, parameters)
        try:
            columns = tuple(result.get_column_names())
            # Row by row takes the engine half as long again as all at once.
            whole = limit is None or result.get_num_tuples() <= limit
            found = result.get_all() if whole else result.get_n(limit)
        except RuntimeError as error:
            raise self._refused(error) from error
        finally:
            self._end(connection, result, kept)
        return Rows(columns, [plain_row(row) for row in found])

    def _refused(self, error: RuntimeError) -> QueryError | StoreError:
        text = str(error)
        if "Buffer manager exception" in text:
            return StoreError(
                "グラフのメモリーがいっぱいで、いまは答えられません。少し待つか、条件をしぼってください。"
            )
        if "IO exception" in text:
            return _damaged(self._opened.path)
        return QueryError(f"問い合わせを実行できません: {error}")


def _complete(query: str, parameters: Parameters | None) -> dict[str, Any]:
    """The parameters as a dict. Raises `QueryError` where the text asks for one that is not among them."""
    given = dict(parameters or {})
    missing = parameters_of(query) - given.keys()
    if missing:
        raise QueryError(f"問い合わせに値がありません: {'、'.join(sorted(missing))}")
    return given


def _unskipped(given: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The parameters so that no row is skipped, and how many rows of the answer are to be left out instead.

    LadybugDB 0.22 ends the whole process (SIGSEGV) where a SKIP after ORDER BY goes well beyond the last row.
    """
    skipped = given.get(SKIPPED, 0)
    if not (isinstance(skipped, int) and skipped > 0 and isinstance(given.get(WANTED), int)):
        return given, 0
    return {**given, SKIPPED: 0, WANTED: min(given[WANTED] + skipped, 2**31 - 1)}, skipped
