"""Forms that change something: who may send them, how large they may be, and what a page answers.

A form counts if this server can be reached from its own machine alone, the browser says that the form comes from a page
of this server (``Sec-Fetch-Site``, ``Origin``), and it holds the token of this process.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from fastapi import Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from api.rendering import html
from api.review.desk import Desk
from graph.errors import RenkeiError

FORM_BYTES: Final = 5_000_000
FIELDS: Final = 50_000
COOKIE: Final = "renkei_by"
_YEAR: Final = 365 * 24 * 3600

STALE: Final = "この画面は、前に動かした serve のものでした。内容はそのままです。もう一度押してください。"


class RefusedError(RenkeiError):
    """A form that no page of ours on this machine sent."""

    http_status = 403


class TooMuchError(RenkeiError):
    """More than is taken at once."""

    http_status = 413


class BadFormError(RenkeiError):
    """What was sent is no form of ours."""

    http_status = 400


async def received(request: Request, desk: Desk, limit: int = FORM_BYTES) -> FormData:
    """The form that a page of ours sent. Raises `RefusedError`, `TooMuchError`, `BadFormError`.

    Whether its token is of this process is asked by `fresh`: a form of before a restart is shown again, not lost.
    """
    if not desk.writable:
        raise RefusedError(READ_ONLY)
    if not _own(request):
        raise RefusedError("この画面からの送信だけを受け付けます。連携グラフの画面を開き直して、そこで押してください。")
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise BadFormError("送られたものの大きさが分かりません。画面の欄とボタンから送ってください。")
    if int(length) > limit:
        raise TooMuchError(
            f"一度に送れるのは {limit // 1_000_000:,} MB までです（いまは {int(length) / 1e6:,.1f} MB）。分けて送ってください。"
        )
    try:
        return await request.form(max_files=1_000, max_fields=FIELDS)
    except HTTPException as error:
        raise BadFormError("送られたものを読み取れません。画面の欄とボタンから、もう一度送ってください。") from error


def fresh(form: Mapping[str, Any], desk: Desk) -> bool:
    """Whether a form holds the token of this process."""
    return secrets.compare_digest(str(form.get("印", "")).encode(), desk.token.encode())


def demand_fresh(form: Mapping[str, Any], desk: Desk) -> None:
    """Raise `RefusedError` where a form does not hold the token of this process."""
    if not fresh(form, desk):
        raise RefusedError("この画面は、前に動かした serve のものです。画面を開き直して、もう一度押してください。")


READ_ONLY: Final = (
    "この画面は読むだけです。ほかの機械からも開ける形で serve を動かしているので、確認や取り込みはできません。"
    "--host を付けずに renkei serve を動かした手元の画面（http://127.0.0.1:…）で行ってください。"
)


def _own(request: Request) -> bool:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return False
    here = f"{request.url.scheme}://{request.headers.get('host', '')}".lower()
    return site in (None, "same-origin") and origin in (None, here)


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FIELD: Final = "欄:"
"""How fields that a person fills in begin; the others are the page's own."""


def text(form: Mapping[str, Any], name: str) -> str:
    """A field of a form, '' where there is none."""
    value = form.get(name, "")
    return clean(value) if isinstance(value, str) else ""


def typed(form: FormData) -> dict[str, str]:
    """What a person filled in, by the name of the column."""
    return {
        name[len(_FIELD) :]: clean(value)
        for name, value in form.multi_items()
        if name.startswith(_FIELD) and isinstance(value, str)
    }


def clean(words: str) -> str:
    """Words without what no file of ours may hold: what is pasted from other programs brings control characters."""
    return _CONTROL.sub("", words.replace("\x0b", "\n").replace("\r\n", "\n").replace("\r", "\n"))


def recorder(request: Request) -> str:
    """The department that decides, as it was told once; '' if not yet."""
    return unquote(request.cookies.get(COOKIE, ""))[:50].strip()


def remember(response: Response, by: str) -> None:
    """Keep the department in the browser."""
    response.set_cookie(COOKIE, quote(by), max_age=_YEAR, path="/review", httponly=True, samesite="strict")


def within(address: str, otherwise: str = "/review") -> str:
    """An address of the review pages as given, or ``otherwise`` where it leads elsewhere."""
    parts = urlsplit(address)
    inside = parts.path == "/review" or parts.path.startswith("/review/")
    return address if inside and not parts.scheme and not parts.netloc and "\\" not in address else otherwise


def see(address: str) -> Response:
    """Go and look there (303), so that going back or reloading sends nothing twice."""
    return Response(status_code=303, headers={"Location": quote(address, safe="/?&=#%:+,;@"), **_NEVER_KEPT})


_NEVER_KEPT: Final = {"Cache-Control": "no-store"}


def shown(request: Request, desk: Desk, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """A review page; never kept by the browser, since it holds the token and what others may change."""
    common = {
        "section": "確認",
        "token": desk.token,
        "writable": desk.writable,
        "read_only": READ_ONLY,
        "recorder": recorder(request),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    }
    return Response(html(template, {**common, **context}), status, media_type="text/html", headers=_NEVER_KEPT)
