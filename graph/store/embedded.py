"""The embedded store: LadybugDB in a file, built anew by bulk load, put in place by a small pointer file.

The pointer (JSON) names the database file beside it. A build writes a new file and then replaces the pointer, so a
failed build leaves the old graph, and a reader stays with the file that it began with.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, TypeVar

import ladybug
import pyarrow as pa
from filelock import FileLock, Timeout

from graph import diff, model, schema
from graph.diff import Changes, Stamped
from graph.errors import QueryError, StoreError
from graph.schema import quote
from graph.store import embedded_rows as wire
from graph.store import kept
from graph.store.base import BATCH, COMPLETE, Parameters, Progress, Rows, Store, Version, View, now, plain, silent
from graph.tables import Tables

T = TypeVar("T")

CONNECTIONS: Final = 4
MEMORY: Final = 768 * 2**20
"""Buffer pool of the engine, bytes: enough for a national graph, and known in advance."""
ADDRESSES: Final = 2**40
"""Addresses that an open database reserves, bytes. The engine's own choice is eight times as many, and a process in which
more than a dozen databases are open would have none left."""


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
        self._current: _Open | None = None
        self._seen: tuple[int, int, int] | None = None
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
            found: Tables = await self._run(wire.read_tables, opened.database)
            return found
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
            seen = _signature(self.pointer)
            path = self._target()
            if self._current is None or self._current.path != path:
                if self._current:
                    self._current.superseded = True
                    if not self._current.readers:
                        self._current.close()
                self._current = _open(path)
            self._seen = seen
            self._current.readers += 1
            return self._current

    def _enter_at_once(self) -> _Open | None:
        """The open file without going through a thread, where the pointer is the one that was read last."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            if self._current is None or self._seen is None or self._seen != _signature(self.pointer):
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

    def _target(self) -> Path:
        try:
            pointer = json.loads(self.pointer.read_text(encoding="utf-8"))
            name, shape = pointer["ファイル"], pointer["形"]
        except FileNotFoundError:
            raise StoreError(
                f"グラフがまだありません（{self.pointer}）。先に renkei build を実行してください。"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"グラフの指示ファイル {self.pointer} を読めません。renkei build で作り直してください。"
            ) from error
        if shape != schema.embedded_shape():
            raise StoreError(
                f"グラフ {self.pointer} は別の版の連携グラフが作りました。renkei build で作り直してください。"
            )
        return self.pointer.parent / str(name)

    # --- building ----------------------------------------------------------------------------------------------

    async def replace(self, graph: Tables, *, verify: bool = False, progress: Progress = silent) -> Changes:
        return await self._run(self._replace, graph, verify, progress)  # type: ignore[no-any-return]

    def _replace(self, graph: Tables, verify: bool, progress: Progress) -> Changes:
        with self._exclusive():
            new = Stamped(graph)
            old = self._old(verify)
            found = {
                key: difference
                for key in diff.ALL_KEYS
                if (difference := diff.compare(old.stamps[key] if old else {}, new.by_key(key)))
            }
            if old and not found:
                return Changes()
            names = old.name if old else (lambda label, id: "")
            changes = diff.summarise(found, names, graph, first=old is None)
            version = Version(self._last_number() + 1, COMPLETE, now())
            target = self.pointer.with_name(f"{self.pointer.stem}-{version.number:06}-{token_hex(4)}.lbug")
            try:
                _build(target, new, version, changes, progress)
                self._point(target, version)
            except BaseException:
                _remove(target)
                raise
            self._sweep(target)
            return changes

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        try:
            self.pointer.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.pointer.with_name(self.pointer.name + ".lock"), timeout=0):
                yield
        except Timeout:
            raise StoreError("ほかの build が同じグラフを作っています。終わるのを待ってください。") from None
        except OSError as error:
            raise StoreError(
                f"{self.pointer.parent} に書けません（{error.strerror}）。空き容量と書き込みの許可を確かめてください。"
            ) from error

    def _old(self, verify: bool) -> _Old | None:
        try:
            path = self._target()
        except StoreError:
            return None
        if not path.is_file():
            return None
        try:
            opened = _open(path)
        except StoreError:
            return None
        try:
            return _Old.read(opened, verify)
        finally:
            opened.close()

    def _point(self, target: Path, version: Version) -> None:
        content = {"ファイル": target.name, "番号": version.number, "形": schema.embedded_shape()}
        temporary = self.pointer.with_name(self.pointer.name + ".new")
        temporary.write_text(
            json.dumps(content, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(self.pointer)

    def _last_number(self) -> int:
        """The number of the version that the pointer names, even if its file cannot be read any more."""
        try:
            return int(json.loads(self.pointer.read_text(encoding="utf-8"))["番号"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _sweep(self, keep: Path) -> None:
        for path in self.pointer.parent.glob(f"{self.pointer.stem}-*.lbug*"):
            if not path.name.startswith(keep.name):
                # On Windows a file that a server still reads cannot go; the next build takes it.
                _remove(path)


@dataclass(slots=True)
class _Old:
    """What a new version is compared with. Names are read only when there is something to tell."""

    path: Path
    stamps: dict[diff.Key, dict[str, int]]
    _names: dict[tuple[str, str], str] | None = None

    def name(self, label: str, id: str) -> str:
        if self._names is None:
            opened = _open(self.path)
            self._names = wire.read_names(opened.idle[0])
            opened.close()
        return self._names.get((label, id), "")

    @classmethod
    def read(cls, opened: _Open, verify: bool) -> _Old:
        if verify:
            stamped = Stamped(wire.read_tables(opened.database))
            stamps = {key: stamped.by_key(key) for key in diff.ALL_KEYS}
        else:
            stamps = wire.read_stamps(opened.database)
        return cls(opened.path, stamps)


def _signature(pointer: Path) -> tuple[int, int, int] | None:
    """What tells a pointer from the one that replaced it; None where there is none."""
    try:
        found = pointer.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _open(path: Path) -> _Open:
    try:
        database = ladybug.Database(str(path), read_only=True, buffer_pool_size=MEMORY, max_db_size=ADDRESSES)
        idle = [ladybug.Connection(database) for _ in range(CONNECTIONS)]
        row = _all(idle[0], f"MATCH (v:{quote(model.VERSION)}) RETURN v.`番号`, v.`状態`, v.`日時`")[0]
    except (RuntimeError, IndexError, OSError) as error:
        raise StoreError(f"グラフのファイル {path} を開けません。renkei build で作り直してください。") from error
    return _Open(path, database, Version(*row), idle)


def _remove(path: Path) -> None:
    for each in (path, path.with_name(path.name + ".wal"), path.with_name(path.name + ".shadow")):
        with suppress(OSError):
            each.unlink()


def _all(connection: Any, query: str) -> list[list[Any]]:
    result = connection.execute(query)
    found: list[list[Any]] = result.get_all()
    result.close()
    return found


def _build(path: Path, graph: Stamped, version: Version, changes: Changes, progress: Progress) -> None:
    """A new database file with everything in it."""
    total = sum(graph.tables.counts().values())
    done = 0
    try:
        database = ladybug.Database(str(path), buffer_pool_size=MEMORY, max_db_size=ADDRESSES)
        connection = ladybug.Connection(database)
        try:
            for statement in (*schema.embedded_tables(), *schema.MACROS):
                connection.execute(statement)
            for key in diff.ALL_KEYS:
                table = graph.table(key)
                if table.num_rows == 0:
                    continue
                rows = _beside(graph, key).append_column(model.STAMP, pa.array(graph.stamps(key), pa.int64()))  # noqa: F841
                if isinstance(key, str):
                    connection.execute(f"COPY {quote(key)} FROM rows")
                else:
                    connection.execute(f"COPY {quote(key.type)} FROM rows (FROM='{key.start}', TO='{key.end}')")
                done += table.num_rows
                progress("グラフを書く", done, total)
            connection.execute(
                f"CREATE (:{quote(model.VERSION)} {{id: '版', `番号`: $n, `状態`: $s, `日時`: $t, `変更`: $c}})",
                {
                    "n": version.number,
                    "s": version.state,
                    "t": version.time,
                    "c": json.dumps(changes.as_json(), ensure_ascii=False),
                },
            )
        finally:
            connection.close()
            database.close()
    except (RuntimeError, OSError) as error:
        raise StoreError(f"グラフを書けません（{error}）。前のグラフはそのまま残っています。") from error


def _beside(graph: Stamped, key: diff.Key) -> pa.Table:
    """A table with everything that is kept beside it."""
    table = kept.own(key, graph.table(key))
    if key == "文書":
        counted = kept.of_documents(graph.tables)
        for name in counted.column_names[1:]:
            table = table.append_column(name, counted.column(name))
    return table


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
        connection, result = await self._store._run(self._begin, query, given)
        try:
            columns = tuple(result.get_column_names())
            more = True
            while more:
                found = await self._store._run(result.get_n, BATCH)
                more = len(found) == BATCH
                yield Rows(columns, [tuple(map(plain, row)) for row in found[skipped:]])
                skipped -= min(skipped, len(found))
        except RuntimeError as error:
            raise _refused(error) from error
        finally:
            await self._store._run(self._end, connection, result)

    async def job(self, statement: str, parameters: Parameters, seconds: float) -> dict[str, Any]:
        given = _complete(statement, parameters)
        return {"engine": self.engine, "file": str(self._opened.path), "text": statement, "parameters": given}

    def _begin(self, query: str, parameters: dict[str, Any]) -> tuple[Any, Any]:
        with self._opened.lock:
            connection = self._opened.idle.pop() if self._opened.idle else ladybug.Connection(self._opened.database)
        result = None
        try:
            result = connection.execute(query, parameters)
            if isinstance(result, list):
                raise QueryError("一度に実行できる文はひとつです。")
        except RuntimeError as error:
            # A question that ran out of memory leaves its pages with the connection; only closing it frees them.
            connection.close()
            raise _refused(error) from error
        except BaseException:
            self._end(connection, None)
            raise
        return connection, result

    def _end(self, connection: Any, result: Any) -> None:
        if result is not None:
            result.close()
        with self._opened.lock:
            self._opened.idle.append(connection)

    def _rows(self, query: str, parameters: dict[str, Any], limit: int | None) -> Rows:
        connection, result = self._begin(query, parameters)
        try:
            columns = tuple(result.get_column_names())
            found = result.get_all() if limit is None else result.get_n(limit)
        except RuntimeError as error:
            raise _refused(error) from error
        finally:
            self._end(connection, result)
        return Rows(columns, [tuple(map(plain, row)) for row in found])


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


def _refused(error: RuntimeError) -> QueryError | StoreError:
    if "Buffer manager exception" in str(error):
        return StoreError("グラフのメモリーがいっぱいで、いまは答えられません。少し待つか、条件をしぼってください。")
    return QueryError(f"問い合わせを実行できません: {error}")
