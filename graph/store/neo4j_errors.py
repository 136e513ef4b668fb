"""What a Neo4j server or the way to it refuses, told in Japanese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from neo4j import exceptions as driver_errors

from graph.errors import QueryError, StoreError

_AWAY: Final = frozenset({
    "Neo.TransientError.General.DatabaseUnavailable",
    "Neo.TransientError.Database.DatabaseUnavailable",
    "Neo.TransientError.Transaction.Terminated",
    "Neo.ClientError.Database.DatabaseNotFound",
})  # fmt: skip
"""What a server says while it starts or stops."""


@contextmanager
def told(uri: str) -> Iterator[None]:
    """Raises `StoreError` where the server cannot be used at all; what it says of a statement passes."""
    try:
        yield
    except driver_errors.AuthError as error:
        raise StoreError(
            f"Neo4j（{uri}）に入れません。RENKEI_NEO4J_USER と RENKEI_NEO4J_PASSWORD を確かめてください。"
        ) from error
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, OSError) as error:
        raise StoreError(
            f"Neo4j（{uri}）につながりません。動いているか、RENKEI_NEO4J_URI が正しいか確かめてください。"
        ) from error
    except driver_errors.Neo4jError as error:
        if error.code in _AWAY:
            raise StoreError(
                f"Neo4j（{uri}）は起動か停止の途中です。少し待ってから、もう一度お試しください。"
            ) from error
        if error.code and "OutOfMemory" in error.code:
            raise StoreError(
                "Neo4j のメモリーが足りません。ヒープ（server.memory.heap.max_size）を増やしてください。"
            ) from error
        raise


def refused(error: driver_errors.Neo4jError) -> QueryError:
    """What a server says of a statement."""
    return QueryError(f"問い合わせを実行できません: {error.message}")
