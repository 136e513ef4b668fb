"""The key that a server asks for which other machines can reach.

Whoever opens the address that was printed at the start (``?token=…``) gets a cookie and goes on without it; programs
send ``Authorization: Bearer …``. What holds no facts (style sheets, health, the guide for Neo4j Browser) needs no key.
"""

from __future__ import annotations

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem

TOKEN: Final = "token"  # noqa: S105 - the name, not the key
INSIDE: Final = "renkei.inside"
"""An extension of requests that the server sends to itself."""
_COOKIE: Final = "renkei"
_OPEN: Final = ("/static/", "/browser/", "/health", "/ready")
_DAYS: Final = 30


class Gate:
    """Lets through who has the key. ``token``: the key, not empty."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self._token = token.encode()
        # A cookie lies on disks and in backups: it opens this server, but does not tell the key.
        self._proof = hmac.new(self._token, b"renkei", hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._passes(scope):
            await self.app(scope, receive, send)
            return
        await self._refuse_or_welcome(scope)(scope, receive, send)

    def _passes(self, scope: Scope) -> bool:
        if INSIDE in scope.get("extensions", {}) or scope["path"].startswith(_OPEN):
            return True
        headers = Headers(scope=scope)
        kind, _, given = headers.get("authorization", "").partition(" ")
        # Headers are read as Latin-1 whatever was sent: back to the bytes.
        if kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode("latin-1"), self._token):
            return True
        return hmac.compare_digest(_cookie(headers.get("cookie", "")).encode(), self._proof.encode())

    def _refuse_or_welcome(self, scope: Scope) -> Response:
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="replace")
        given = [value for name, value in query if name == TOKEN]
        if scope["method"] in ("GET", "HEAD") and given and hmac.compare_digest(given[-1].encode(), self._token):
            rest = urlencode([(name, value) for name, value in query if name != TOKEN])
            # One slash: what begins with two would lead to another host.
            path = "/" + scope["path"].lstrip("/")
            welcome = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
            welcome.set_cookie(_COOKIE, self._proof, _DAYS * 86_400, httponly=True, samesite="lax")
            welcome.headers["Cache-Control"] = "no-store"
            return welcome
        told = "合い言葉が違います。" if given else "この画面を見るには、合い言葉が要ります。"
        refused = problem(
            401,
            f"{told}起動したときに示された場所（…/?token=…）を開いてください。"
            "プログラムからは Authorization: Bearer に合い言葉を付けてください。",
            scope["path"],
        )
        refused.headers.update({"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        return refused


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
