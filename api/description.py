"""The description of the interface (OpenAPI): one entry per question, with its parameters, instead of one for all.

The server answers every question at one address with a name in it; whoever reads the description wants to know which
questions there are, which values each takes, and to try them.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from queries import catalogue
from queries.catalogue import Parameter, Query
from queries.values import CHOICES, KINDS, MOST

_ADDRESSES: Final = ("/api/queries/{name}", "/api/queries/{name}.csv", "/api/queries/{name}.xlsx")
_WORDS: Final = {".csv": "（CSV）", ".xlsx": "（Excel）", "": ""}
_ABOUT: Final = """自治体と企業・団体の連携のグラフに、プログラムから問う。

- どの答えも、グラフのひとつの版のもの。`ETag` を `If-None-Match` に付けて求めれば、変わっていないとき 304 を返す。
- 誤りは `application/problem+json`（RFC 9457）で、日本語で何がいけないか、どうすればよいかを言う。
- グラフの更新中とデータベースが答えないときは 503。`Retry-After` の秒数だけ待って、もう一度求める。
- 「記録なし」は、全件を載せた文書があるときだけ。未調査と分けてある。
- どの答えにも受付番号 `X-Request-ID` が付く。運用の記録の番号と同じ。
- 番地に `庁内限り=除く` を付けると、庁内限りの文書だけが述べることを除いて答える（JSON、CSV、Excel、画面とも）。
"""
_DONE: Final = "Successful Response"
_DAY: Final = "年月日"
"""How the meanings of kinds of values that are days begin."""


def install(app: FastAPI) -> None:
    """Let the application describe itself with one entry per question."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            whole = get_openapi(
                title=app.title, version=app.version, summary=app.summary, description=_ABOUT, routes=app.routes
            )
            app.openapi_schema = expanded(_in_japanese(whole))
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _in_japanese(part: Any) -> Any:
    """A part of the description without the docstrings of classes, which are for who reads the code."""
    if isinstance(part, list):
        return [_in_japanese(each) for each in part]
    if not isinstance(part, dict):
        return part
    said = part.get("description")
    kept = {key: _in_japanese(value) for key, value in part.items()}
    if isinstance(said, str) and said.isascii():
        kept.pop("description")
        if "content" in part or said == _DONE:
            # Every answer of a description must have one.
            kept["description"] = "答え"
    return kept


def expanded(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with the three addresses of any question replaced by those of each."""
    paths: dict[str, Any] = {}
    for path, entry in schema["paths"].items():
        if path not in _ADDRESSES:
            paths[path] = entry
            continue
        suffix = path.removeprefix("/api/queries/{name}")
        for query in catalogue.catalogue().values():
            paths[f"/api/queries/{query.name}{suffix}"] = {"get": _asked(entry["get"], query, suffix)}
    return {**schema, "paths": paths}


def _asked(general: dict[str, Any], query: Query, suffix: str) -> dict[str, Any]:
    """The entry of one question."""
    columns = "\n".join(f"- {name}: {meaning}" for name, meaning in query.columns)
    responses = deepcopy(general["responses"])
    # The question exists.
    responses.pop("404", None)
    return {
        **general,
        "tags": [f"問い: {query.group}" if query.group else "問い"],
        "operationId": f"{query.name}{suffix.replace('.', '_')}",
        "summary": f"{query.title}{_WORDS[suffix]}",
        "description": f"{query.question}\n\n列:\n\n{columns}",
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "responses": responses,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.meaning,
        "schema": _schema(parameter),
    }
    if parameter.type == "文字のリスト":
        found |= {"style": "form", "explode": True}
    return found


def _schema(parameter: Parameter) -> dict[str, Any]:
    default = parameter.default
    words = CHOICES.get(parameter.kind)
    if parameter.type == "整数":
        span = {"minimum": 0, "maximum": 1 if parameter.kind == "印" else MOST}
        return {"type": "integer", **span, "default": default, "examples": [default]}
    item: dict[str, Any] = {"type": "string"}
    if words:
        item["enum"] = list(words)
    if parameter.type == "文字のリスト":
        return {"type": "array", "items": item, "default": default, "examples": [default]}
    if words:
        item["enum"] = ["", *words]
    if KINDS.get(parameter.kind, "").startswith(_DAY):
        item["format"] = "partial-date"
    return {**item, "default": default, "examples": [default]}
