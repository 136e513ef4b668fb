"""Runs one statement, in a process that its parent ends. Nothing of the project is imported, so that it starts fast.

A job (one JSON object) comes on the standard input; on the standard output go JSON lines: ``{"ready": true}``,
``{"columns": […]}``, a list per row, and at last ``{"end": reason}`` or ``{"error": {"code", "message"}}``.
Where the system has resource limits, the process can take no more memory or processor time, write no file, and, once
the embedded database is open, open no other file and no connection, whatever a statement may try.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

try:
    import resource
except ImportError:  # Windows has no such limits; the parent's clock and the engine's own memory limit remain.
    resource = None  # type: ignore[assignment]

_POOL = 128 * 2**20
"""Buffer pool of the embedded engine, bytes."""
_ROUND_TRIP = 200
"""Rows that Neo4j sends at a time."""


class Output:
    """The answer on its way to the parent, cut at the limits."""

    def __init__(self, stream: BinaryIO, rows: int, size: int) -> None:
        self._stream, self._rows, self._left = stream, rows, size

    def tell(self, **message: Any) -> None:
        self._stream.write(json.dumps(message).encode() + b"\n")
        self._stream.flush()

    def rows(self, columns: list[str], found: Iterator[list[Any]]) -> None:
        """All rows that may go."""
        self.tell(columns=columns)
        for number, row in enumerate(found):
            if number == self._rows:
                return self.tell(end="rows")
            line = json.dumps([simple(value) for value in row], ensure_ascii=False).encode(errors="replace")
            self._left -= len(line)
            if self._left < 0:
                return self.tell(end="bytes")
            self._stream.write(line + b"\n")
        return self.tell(end="")


def simple(value: Any) -> Any:
    """A value as JSON has it; nodes, relationships and paths as maps with ``_LABEL``, ``_NODES``, ``_RELS``."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, dict):
        return {str(key): simple(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [simple(each) for each in value]
    if isinstance(value, bytes | bytearray):
        return value.hex()
    kind = type(value).__name__
    if kind == "Decimal":
        return int(value) if value == value.to_integral_value() else float(value)
    if kind == "Node":
        return {"_LABEL": next(iter(value.labels), ""), **simple(dict(value))}
    if kind == "Path":
        return {"_NODES": simple(value.nodes), "_RELS": simple(value.relationships)}
    if hasattr(value, "start_node"):
        return {"_LABEL": value.type, **simple(dict(value))}
    for name in ("iso_format", "isoformat"):
        if hasattr(value, name):
            return getattr(value, name)()
    return str(value)


def main() -> None:
    # An engine that prints must not disturb the answer.
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    job = json.loads(sys.stdin.buffer.read())
    output = Output(stream, job["rows"], job["bytes"])
    try:
        (_embedded if job["engine"] == "embedded" else _neo4j)(job, output)
    except MemoryError:
        output.tell(error={"code": "memory", "message": ""})
    except Exception as error:
        output.tell(error={"code": getattr(error, "code", "") or type(error).__name__, "message": _told(error)})
    stream.flush()
    # The engine's own way to end may take long after a statement was broken off.
    os._exit(0)


def _told(error: Exception) -> str:
    return str(getattr(error, "message", None) or error)[:2000]


def _embedded(job: dict[str, Any], output: Output) -> None:
    import datetime  # noqa: F401 - what a value may need is loaded before no file can be opened any more
    import decimal  # noqa: F401
    import uuid  # noqa: F401

    import ladybug

    try:
        database = ladybug.Database(job["file"], read_only=True, buffer_pool_size=_POOL, max_num_threads=2)
        connection: Any = ladybug.Connection(database)
        connection.execute("RETURN 1").close()
    except Exception as error:
        output.tell(error={"code": "open", "message": str(error)[:2000]})
        return
    connection.set_query_timeout(int(job["seconds"] * 1000))
    confine(job["memory"], job["seconds"], files=False)
    output.tell(ready=True)
    # Preparing refuses a second statement, which executing would run.
    statement = connection._prepare(job["text"], job["parameters"])
    if not statement.is_success():
        raise RuntimeError(statement.get_error_message())
    result = connection.execute(statement, job["parameters"])
    output.rows(result.get_column_names(), _rows(result))


def _rows(result: Any) -> Iterator[list[Any]]:
    while result.has_next():
        yield result.get_next()


def _neo4j(job: dict[str, Any], output: Output) -> None:
    import neo4j

    trust = neo4j.TrustCustomCAs(job["ca"]) if job["ca"] else None
    options: dict[str, Any] = {"encrypted": True, "trusted_certificates": trust} if trust else {}
    try:
        driver = neo4j.GraphDatabase.driver(
            job["uri"], auth=tuple(job["auth"]), notifications_min_severity="OFF", connection_timeout=10.0, **options
        )
        driver.verify_connectivity(database=job["database"])
    except Exception as error:
        output.tell(error={"code": "open", "message": _told(error)})
        return
    confine(job["memory"], job["seconds"], files=True)
    output.tell(ready=True)
    query = neo4j.Query(job["text"], timeout=job["seconds"])
    session = driver.session(
        database=job["database"],
        default_access_mode=neo4j.READ_ACCESS,
        fetch_size=_ROUND_TRIP,
        # Whichever member of a cluster answers, it must know the version that the statement is asked of.
        bookmarks=neo4j.Bookmarks.from_raw_values(job["bookmarks"]),
    )
    result = session.run(query, job["parameters"])
    output.rows(list(result.keys()), (record.values() for record in result))


def confine(memory: int, seconds: float, *, files: bool) -> None:
    """Set limits that last until this process ends. ``files``: others may still be opened."""
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + memory
    if wanted > memory:
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    # Two threads may each work all the time.
    most = int(seconds * 2) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Bytes of addresses in use; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib would load more than this file needs
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
