"""What goes wrong, said in Japanese: problem details (RFC 9457) for programs, a plain page for people.

RenkeiError          the tool's own errors, with their status
└── NotFoundError    404  an address that names nothing in the graph
HTTPException        the framework's: no such address (404), no such method (405)
RequestValidationError  a value in the address that cannot be (422)
ClientDisconnect        who sent did not wait for the answer, nobody reads this one (400)
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.headers import HEADERS
from api.noting import note, number
from api.rendering import html
from graph.errors import RenkeiError

MEDIA_TYPE: Final = "application/problem+json"

_TITLES: Final = {
    400: "受け付けられない要求",
    401: "合い言葉が要る",
    403: "許されない要求",
    404: "見つからない",
    405: "使えない方法",
    409: "見ている間の変更",
    413: "大きすぎる",
    422: "値が正しくない",
    500: "内部の誤り",
    503: "いまは答えられない",
}
_SHOWN: Final = 200
"""Characters of a wrong value that are told."""
_CHOICE: Final = re.compile("'([^']*)'")
_MACHINE: Final = ("/api/", "/health", "/ready", "/openapi.json")


class NotFoundError(RenkeiError):
    """There is no such page, node or question."""

    http_status = 404


class Problem(BaseModel):
    """Problem details. ``title`` names the kind of problem, ``detail`` says what to do."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str = Field(description="何が起きたか")
    status: int = Field(description="HTTP の状態コード")
    detail: str = Field(description="どこがいけないか、どうすればよいか")
    instance: str = Field("", description="求められた場所")


def for_programs(path: str) -> bool:
    """Whether an address is read by programs rather than by people."""
    return path == "/api" or path.startswith(_MACHINE)


def problem(status: int, detail: str, path: str) -> Response:
    """An error in the form that fits the address."""
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    if for_programs(path):
        body = Problem(title=title, status=status, detail=detail, instance=path)
        return Response(body.model_dump_json(), status, media_type=MEDIA_TYPE)
    page = html("error.html", {"title": title, "status": status, "detail": detail, "section": ""})
    return Response(page, status, media_type="text/html")


def hidden(address: str) -> str:
    """The page for what only documents marked 庁内限り tell, where that is left out; ``address`` shows it."""
    detail = "庁内限りの文書だけが述べるものなので、除いた画面には出しません。"
    told = {
        "title": "庁内限りを除いた画面にはありません",
        "status": 404,
        "detail": detail,
        "section": "",
        "other": address,
    }
    return html("error.html", {**told, "left_out": True})


async def explain(request: Request, error: Exception) -> Response:
    """The one handler of all errors."""
    note(request.scope, error)
    status, detail = _told(error)
    if status == 500 and number(request.scope):
        detail += f"受付番号 {number(request.scope)} を、動かしている人に伝えてください。"
    response = problem(status, detail, request.url.path)
    # The framework answers an unforeseen error outside of everything else, so the headers are set here too.
    response.headers.update({**HEADERS, "Cache-Control": "no-store"})
    if status == 503:
        response.headers["Retry-After"] = "2"
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _told(error: Exception) -> tuple[int, str]:
    if isinstance(error, RenkeiError):
        return error.http_status, error.detail
    if isinstance(error, RequestValidationError):
        return 422, "。".join(_wrong(each) for each in error.errors())
    if isinstance(error, HTTPException):
        said = {404: "この場所には何もありません。", 405: "この場所では、その方法（メソッド）は使えません。"}
        return error.status_code, said.get(error.status_code, str(error.detail))
    if isinstance(error, ClientDisconnect):
        return 400, "送られている途中で切れました。"
    return 500, "思いがけない誤りが起きました。serve を動かしている画面か記録（RENKEI_LOG）に詳しいことがあります。"


def _wrong(error: dict[str, Any]) -> str:
    where = str(error["loc"][-1])
    context = error.get("ctx", {})
    given = _shortened(str(error.get("input")))
    if "expected" in context:
        wanted = "、".join(filter(None, _CHOICE.findall(str(context["expected"]))))
        return f"「{where}」は次のどれかです: {wanted}（いまの値: {given}）"
    if error["type"] == "string_too_long":
        return f"「{where}」が長すぎます（{context['max_length']} 字まで）"
    if error["type"].startswith("int"):
        return f"「{where}」は整数です（いまの値: {given}）"
    if error["type"] == "greater_than_equal":
        return f"「{where}」は {context['ge']} 以上です（いまの値: {given}）"
    if error["type"] == "less_than_equal":
        return f"「{where}」は {context['le']} 以下です（いまの値: {given}）"
    return f"「{where}」の値が正しくありません（いまの値: {given}）"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def install(app: FastAPI) -> None:
    """Let `explain` answer for every error."""
    for kind in (RenkeiError, RequestValidationError, HTTPException, ClientDisconnect, Exception):
        app.add_exception_handler(kind, explain)
