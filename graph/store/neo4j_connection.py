"""The way to a Neo4j server or cluster: its address, who asks, whom to trust, and what must not be forgotten on the way.

``bolt://`` leads to one server, ``neo4j://`` to a cluster (or one server) that says itself who writes and who reads.
``+s`` encrypts and checks the server's certificate, ``+ssc`` encrypts and checks nothing.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import neo4j
from neo4j.api import AsyncBookmarkManager, BookmarkManager

from graph.errors import UsageError

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
CONNECTION_TIMEOUT: Final = 10.0
_SIDES: Final = ("loads", "questions")

# What the driver remarks is for logs where there are some; people are told in Japanese what came of it.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Connection:
    """Where and how. ``ca``: a PEM file with the certificates of the authority that signed the server's; '' = the system's.

    Making one raises `UsageError` where the address or the file cannot be used; nothing is connected.
    """

    uri: str
    auth: tuple[str, str] = field(repr=False)
    database: str
    ca: str = ""

    def __post_init__(self) -> None:
        _check(self.uri)
        if self.ca:
            _check_trust(self.uri, self._trusted)

    @property
    def routed(self) -> bool:
        """Whether the servers themselves say which of them is to be asked."""
        return self.uri.startswith("neo4j")

    @property
    def address(self) -> str:
        """The address as the driver takes it: beside certificates of one's own it wants the bare scheme."""
        return self.uri.replace("+s://", "://", 1) if self.ca else self.uri

    @property
    def trusted(self) -> str:
        """The file of ``ca`` as a path, or ''."""
        return str(self._trusted) if self.ca else ""

    @property
    def _trusted(self) -> Path:
        return Path(self.ca).expanduser()

    def options(self) -> dict[str, Any]:
        """Everything for ``GraphDatabase.driver`` beside the address."""
        found: dict[str, Any] = {
            "auth": self.auth,
            "notifications_min_severity": "OFF",
            "connection_timeout": CONNECTION_TIMEOUT,
        }
        if self.ca:
            found |= {"encrypted": True, "trusted_certificates": neo4j.TrustCustomCAs(self.trusted)}
        return found


class Bookmarks:
    """What this process has last seen and written; in a cluster no member may answer it with less.

    Loads and questions have drivers of their own; each tells the other through this.
    """

    def __init__(self) -> None:
        self._seen: dict[str, neo4j.Bookmarks] = {side: neo4j.Bookmarks.from_raw_values(()) for side in _SIDES}

    def of_loads(self) -> AsyncBookmarkManager:
        """For the sessions of the driver that loads."""
        return neo4j.AsyncGraphDatabase.bookmark_manager(
            bookmarks_supplier=self._supplier("questions"), bookmarks_consumer=self._consumer("loads")
        )

    def of_questions(self) -> BookmarkManager:
        """For the sessions of the driver that asks."""
        return neo4j.GraphDatabase.bookmark_manager(
            bookmarks_supplier=self._supplier("loads"), bookmarks_consumer=self._consumer("questions")
        )

    def values(self) -> list[str]:
        """All of them, as another process can use them; they are no secret."""
        return sorted({value for seen in self._seen.values() for value in seen.raw_values})

    def _supplier(self, side: str) -> Callable[[], neo4j.Bookmarks]:
        return lambda: self._seen[side]

    def _consumer(self, side: str) -> Callable[[neo4j.Bookmarks], None]:
        def keep(seen: neo4j.Bookmarks) -> None:
            self._seen[side] = seen

        return keep


def _check(uri: str) -> None:
    """Raises `UsageError`; the address is not repeated where it may hold a password."""
    try:
        parts = urlsplit(uri)
        port, host, user = parts.port, parts.hostname, parts.username
    except ValueError:
        port, host, user = None, "", None
    if user is not None:
        raise UsageError(
            "RENKEI_NEO4J_URI に利用者名とパスワードは書けません。RENKEI_NEO4J_USER と RENKEI_NEO4J_PASSWORD に書いてください。"
        )
    if not host or parts.scheme not in SCHEMES or port == 0:
        raise UsageError(
            f"RENKEI_NEO4J_URI（{uri}）が正しくありません。一台なら bolt://名前:7687、クラスターなら neo4j://名前:7687、"
            "暗号化するなら bolt+s:// か neo4j+s:// の形で書いてください。"
        )
    if parts.scheme.startswith("bolt") and parts.query:
        raise UsageError("RENKEI_NEO4J_URI の「?」より後ろは、neo4j:// の接続先にだけ書けます。")


def _check_trust(uri: str, file: Path) -> None:
    if "+s://" not in uri:
        raise UsageError(
            "RENKEI_NEO4J_CA（認証局の証明書）は、証明書を確かめる接続先（neo4j+s:// か bolt+s://）といっしょに使います。"
            f"RENKEI_NEO4J_URI は {uri} です。"
        )
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except OSError as error:
        raise UsageError(
            f"RENKEI_NEO4J_CA（{file}）を読めません。認証局の証明書のファイル（PEM）を指定してください。"
        ) from error
