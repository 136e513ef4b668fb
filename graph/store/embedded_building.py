"""A new database file of the embedded engine, by bulk load."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import ladybug
import pyarrow as pa

from graph import diff, model, schema
from graph.diff import Changes, Stamped
from graph.errors import reason
from graph.schema import quote
from graph.store import kept
from graph.store.base import Progress, Version

MEMORY: Final = 768 * 2**20
"""Buffer pool of the engine, bytes: at least so much, for building as for asking."""
_HELD: Final = 8
"""What the engine holds of a table while it takes it up, in sizes of the table; the pool must have room for it."""
ADDRESSES: Final = 2**40
"""Addresses that an open database reserves, bytes. The engine's own choice is eight times as many, and a process in which
more than a dozen databases are open would have none left."""

_FULL: Final = 1_000_000
"""Free bytes below which a disk is taken for full, whatever the engine makes of it."""
_SYSTEM: Final = (
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.EIO,
)  # fmt: skip


def pool_for(tables: Iterable[int]) -> int:
    """The buffer pool, bytes, in which tables of these sizes can be taken up one after the other."""
    return max(MEMORY, _HELD * max(tables))


def build(path: Path, graph: Stamped, version: Version, changes: Changes, progress: Progress) -> None:
    """Write a graph to a file that is not there yet. Raises `RuntimeError` or `OSError`; see `why`."""
    total = sum(graph.tables.counts().values())
    done = 0
    pool = pool_for(graph.table(key).nbytes for key in diff.ALL_KEYS)
    database = ladybug.Database(str(path), buffer_pool_size=pool, max_db_size=ADDRESSES)
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


def _beside(graph: Stamped, key: diff.Key) -> pa.Table:
    """A table with everything that is kept beside it."""
    table = kept.own(key, graph.table(key))
    if key == "文書":
        counted = kept.of_documents(graph.tables)
        for name in counted.column_names[1:]:
            table = table.append_column(name, counted.column(name))
    return table


def why(error: RuntimeError | OSError, folder: Path) -> str:
    """Why the engine could not write to a folder, in words for people.

    The engine tells the system's reason in the system's words, or only that what it thinks it wrote cannot be read.
    """
    if isinstance(error, OSError):
        return reason(error)
    text = str(error)
    for code in _SYSTEM:
        if os.strerror(code) in text:
            return reason(OSError(code, os.strerror(code)))
    if "IO exception" in text and shutil.disk_usage(folder).free < _FULL:
        return reason(OSError(errno.ENOSPC, ""))
    if "Cannot write to file" in text:
        return "途中までしか書けませんでした"
    if "Cannot read from file" in text:
        return "書いたものを読み返せませんでした"
    if "Buffer manager exception" in text:
        return "メモリーが足りません"
    return text
