"""Addresses that open Neo4j Browser with a text in its editor, or with the guide."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from graph.settings import Settings

_LONGEST: Final = 8_000
"""Characters that every web server and proxy takes in an address; Neo4j itself refuses more than about 30,000."""
_WEB_PORT: Final = 7474
_BOLT_PORT: Final = 7687


class Browser(NamedTuple):
    """A Neo4j Browser. ``dbms``: where it shall connect, ``bolt://user@host:port``; '' lets it ask its own server."""

    address: str
    dbms: str
    database: str

    def edit(self, text: str) -> str:
        """Opens with ``text`` in the editor; it does not run until the person says so.

        Browser decodes the whole address before it looks for ``&`` and ``#``, so these two would end the text however
        they are encoded; Cypher reads their escapes as the same characters. A long text goes behind ``#``, where
        Browser looks as well and which no server has to take.
        """
        return self._with("edit", text.replace("&", r"\u0026").replace("#", r"\u0023"))

    def play(self, guide: str) -> str:
        """Opens with the guide at the address ``guide``."""
        return self._with("play", guide)

    def _with(self, command: str, argument: str) -> str:
        where = f"dbms={quote(self.dbms, safe='')}&" if self.dbms else ""
        here = f"{self.address}?{where}db={quote(self.database, safe='')}"
        asked = f"&cmd={command}&arg={quote(argument, safe='')}"
        return here + asked if len(here + asked) <= _LONGEST else f"{here}#{asked}"


def browser_of(settings: Settings) -> Browser | None:
    """The Browser of the Neo4j that the settings name; None with the embedded store, which has none.

    ``RENKEI_NEO4J_BROWSER`` says where it stands if it is not at port 7474 of the server, as in a container, whose inner
    name no person's machine knows; then Browser finds its database by itself.
    """
    if settings.store != "neo4j":
        return None
    if settings.neo4j_browser:
        return Browser(settings.neo4j_browser.partition("?")[0].rstrip("/") + "/", "", settings.neo4j_database)
    parts = urlsplit(settings.neo4j_uri)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or "localhost"
    dbms = f"{parts.scheme}://{quote(settings.neo4j_user, safe='')}@{host}:{parts.port or _BOLT_PORT}"
    scheme, port = ("https", 7473) if parts.scheme.endswith(("+s", "+ssc")) else ("http", _WEB_PORT)
    return Browser(f"{scheme}://{host}:{port}/browser/", dbms, settings.neo4j_database)
