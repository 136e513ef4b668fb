"""What a Neo4j server or the way to it refuses: told in Japanese, and whether asking again makes sense."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from neo4j import exceptions as driver_errors

from graph.errors import QueryError, StoreError

DRIVER: Final = (driver_errors.DriverError, driver_errors.Neo4jError)
"""Whatever the driver raises."""

_AWAY: Final = frozenset({
    "Neo.TransientError.General.DatabaseUnavailable",
    "Neo.TransientError.Database.DatabaseUnavailable",
    "Neo.TransientError.Transaction.Terminated",
    "Neo.ClientError.Database.DatabaseNotFound",
})  # fmt: skip
"""What a server says while it starts or stops."""

_LOST: Final = (
    driver_errors.ServiceUnavailable,
    driver_errors.SessionExpired,
    driver_errors.DatabaseUnavailable,
    ConnectionError,
)
_NO_WRITER: Final = (
    driver_errors.NotALeader,
    driver_errors.ForbiddenOnReadOnlyDatabase,
    driver_errors.WriteServiceUnavailable,
)
_HOPELESS: Final = ("OutOfMemory", "BookmarkTimeout")
"""Parts of the codes of transient errors that come again at once, or have waited long enough."""


def lost(error: BaseException) -> bool:
    """Whether the connection or the server went away, and another one may be there."""
    return isinstance(error, _LOST) and not _distrusted(error)


def repeatable(error: BaseException, *, routed: bool) -> bool:
    """Whether a transaction that is safe to repeat should be; ``routed``: another server may be the one that writes."""
    if isinstance(error, _NO_WRITER):
        return routed
    if isinstance(error, driver_errors.Neo4jError):
        return error.is_retryable() and not any(part in (error.code or "") for part in _HOPELESS)
    return lost(error)


@contextmanager
def told(uri: str, *, writing: bool = False, advice: str = "") -> Iterator[None]:
    """Raises `StoreError` where the server cannot be used at all; what it says of a statement passes.

    ``writing``: the statements are our own, so that nothing passes. ``advice``: what to do in every such case.
    """
    try:
        yield
    except driver_errors.AuthError as error:
        raise StoreError(
            f"Neo4j（{uri}）に入れません。RENKEI_NEO4J_USER と RENKEI_NEO4J_PASSWORD を確かめてください。{advice}"
        ) from error
    except _NO_WRITER as error:
        raise StoreError(
            f"Neo4j（{uri}）は、いま書き込みを受け付けません。クラスターなら接続先を neo4j:// で始め、"
            "書き込むサーバー（リーダー）が選び直されるのを待ってから、もう一度お試しください。" + advice
        ) from error
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, OSError) as error:
        raise StoreError(_unreachable(uri, error) + advice) from error
    except driver_errors.Neo4jError as error:
        if detail := _said(uri, error, writing=writing):
            raise StoreError(detail + advice) from error
        raise
    except driver_errors.DriverError as error:
        raise StoreError(f"Neo4j（{uri}）とのやりとりが途切れました。もう一度お試しください。{advice}") from error


def refused(error: driver_errors.Neo4jError) -> QueryError:
    """What a server says of a statement."""
    return QueryError(f"問い合わせを実行できません: {error.message}")


def _said(uri: str, error: driver_errors.Neo4jError, *, writing: bool) -> str:
    """What an answer of the server means; '' where it is about a statement."""
    code = error.code or ""
    if code in _AWAY:
        return f"Neo4j（{uri}）は起動か停止の途中です。少し待ってから、もう一度お試しください。"
    if "OutOfMemory" in code:
        return (
            "Neo4j のメモリーが足りません。ヒープ（server.memory.heap.max_size）か、"
            "書くときの上限（dbms.memory.transaction.total.max）を増やしてください。"
        )
    if "BookmarkTimeout" in code:
        return "Neo4j のクラスターで、新しい内容がまだ行き渡っていません。少し待ってから、もう一度お試しください。"
    if not writing:
        return ""
    if isinstance(error, driver_errors.Forbidden):
        return (
            f"Neo4j（{uri}）は、この利用者に読み込みを許していません。RENKEI_NEO4J_USER に、"
            "書き込みと、制約・索引を作ることのできる利用者を指定してください。"
        )
    return f"Neo4j（{uri}）が読み込みを断りました。データベースの説明: {error.message}"


def _unreachable(uri: str, error: BaseException) -> str:
    if _distrusted(error):
        return (
            f"Neo4j（{uri}）の証明書を確かめられません。庁内の認証局の証明書なら、そのファイル（PEM）を RENKEI_NEO4J_CA に、"
            "接続先の名前が証明書と違うなら、証明書にある名前を RENKEI_NEO4J_URI に書いてください。"
        )
    return f"Neo4j（{uri}）につながりません。動いているか、RENKEI_NEO4J_URI が正しいか確かめてください。"


def _distrusted(error: BaseException) -> bool:
    """Whether somewhere behind it a certificate was not accepted."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        if isinstance(each, ssl.SSLCertVerificationError):
            return True
        seen.add(id(each))
        waiting += [each.__cause__, each.__context__, *getattr(each, "exceptions", ())]
    return False
