"""``POST /api/cypher`` on both engines: closed unless the setting opens it, bounded, and in nobody's way."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from api import cypher
from api.app import create_app
from graph.settings import Settings
from graph.store.base import Store
from tests import graphs
from tests.conftest import ENGINES, make_store
from tests.test_api import client

SLOW = "UNWIND range(1, 100000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a % 7 + b % 3) AS x"


@pytest.fixture(scope="module", params=ENGINES)
async def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = make_store(request, request.param, tmp_path_factory.mktemp("raw-api"))
    await opened.replace(graphs.small())
    yield opened
    await opened.close()


@pytest.fixture
async def web(held: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with client(create_app(Settings(cypher=True), held)) as opened:
        yield opened


async def ask(web: httpx.AsyncClient, text: str, **more: Any) -> httpx.Response:
    return await web.post("/api/cypher", json={"文": text, **more}, timeout=60)


def said(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


async def test_it_is_off_until_the_setting_opens_it_and_says_how(held: Store) -> None:
    assert not Settings().cypher
    async with client(create_app(Settings(), held)) as web:
        detail = said(await ask(web, "RETURN 1 AS x"), 403)
        assert "RENKEI_CYPHER=on" in detail
        assert "/api/queries" in detail


def test_the_setting_is_on_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_CYPHER", "on")
    assert Settings().cypher
    monkeypatch.setenv("RENKEI_CYPHER", "off")
    assert not Settings().cypher


async def test_a_statement_with_parameters_gives_columns_rows_and_the_version(
    web: httpx.AsyncClient, held: Store
) -> None:
    text = "MATCH (m:自治体) WHERE m.都道府県 = $県 RETURN m.id AS 自治体id, m.名称 AS 名称 ORDER BY m.id"
    answer = await ask(web, text, 引数={"県": "奈良県"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    version = await held.version()
    assert answer.json() == {
        "版": {"番号": version.number, "日時": version.time},
        "列": ["自治体id", "名称"],
        "行": [[graphs.NARA, "奈良県"], [graphs.UDA, "奈良県宇陀市"]],
        "続きがある": False,
        "注意": "",
    }


async def test_a_node_is_a_map_with_its_kind(web: httpx.AsyncClient) -> None:
    [[node]] = (await ask(web, "MATCH (c:企業 {id: 'o-b'}) RETURN c")).json()["行"]
    assert node == {"ラベル": "企業", "id": "o-b", "名称": "みどり信用金庫", "区分": "企業"}


async def test_rows_beyond_the_limit_are_left_out_and_it_is_said(web: httpx.AsyncClient) -> None:
    found = (await ask(web, "UNWIND range(1, 100) AS 番 RETURN 番", 行数=3)).json()
    assert found["行"] == [[1], [2], [3]]
    assert found["続きがある"]
    assert "行が多すぎます（3 行まで）" in found["注意"]


async def test_what_takes_too_long_ends_while_others_are_answered(web: httpx.AsyncClient) -> None:
    # Connections are opened and the question is planned before the clock runs.
    await web.get("/api/queries/fields")
    asked = asyncio.create_task(ask(web, SLOW, 秒=2))
    await asyncio.sleep(0.2)
    waits: list[float] = []
    while not asked.done():
        # An answer that is ready gives no other task its turn, as a network would.
        await asyncio.sleep(0.02)
        started = time.monotonic()
        answer = await web.get("/api/queries/fields")
        assert answer.status_code == 200
        waits.append(time.monotonic() - started)
    assert "時間切れです（2 秒まで）" in said(await asked, 400)
    assert len(waits) > 5
    assert statistics.median(waits) < 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CREATE (n:企業 {id: 'x'}) RETURN n", "書き込み"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "「LOAD」"),
        ("CALL db.labels()", "「CALL」"),
        ("RETURN 1 AS x; RETURN 2 AS x", "ひとつ"),
        ("MATCH (n)\nRETUN n", "2 行目 1 文字目"),
        ("RETURN $ない AS x", "値がありません"),
        ("RETURN '\u0000' AS x", "U+0000"),
    ],
)
async def test_what_is_refused_is_told_as_problem_details(web: httpx.AsyncClient, text: str, words: str) -> None:
    assert words in said(await ask(web, text), 400)


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        ('{"文": "RETURN 1 AS x"}', "text/plain", 422, "application/json"),
        ("文=RETURN 1", "application/x-www-form-urlencoded", 422, "application/json"),
        ("{", "application/json", 422, "値が正しくありません"),
        ("[]", "application/json", 422, "値が正しくありません"),
        ('{"文": 1}', "application/json", 422, "文"),
        ('{"文": "RETURN 1", "行数": 1000000}', "application/json", 422, "10000 以下"),
        ('{"文": "RETURN 1", "秒": 3600}', "application/json", 422, "10.0 以下"),
        ('{"文": "RETURN 1", "ほか": 1}', "application/json", 422, "ほか"),
        (json.dumps({"文": "x" * 20_001}), "application/json", 422, "長すぎます"),
        (json.dumps({"文": "RETURN $x", "引数": {"x": "あ" * 400_000}}), "application/json", 413, "まで"),
    ],
)
async def test_what_is_no_request_is_refused(
    web: httpx.AsyncClient, body: str, kind: str, status: int, words: str
) -> None:
    answer = await web.post("/api/cypher", content=body.encode(), headers={"content-type": kind})
    assert words in said(answer, status)


async def test_more_than_a_few_at_once_wait_and_are_then_sent_away(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher, "PATIENCE", 0.3)
    app = create_app(Settings(cypher=True), held)
    async with client(app) as web, AsyncExitStack() as busy:
        for _ in range(cypher.AT_ONCE):
            await busy.enter_async_context(app.state.cypher.turn())
        answer = await ask(web, "RETURN 1 AS x")
        assert "少し待って" in said(answer, 503)
        assert answer.headers["retry-after"]
        await busy.aclose()
        assert (await ask(web, "RETURN 1 AS x")).json()["行"] == [[1]]


async def test_it_is_described_with_an_example_that_runs(web: httpx.AsyncClient) -> None:
    operation = (await web.get("/openapi.json")).json()["paths"]["/api/cypher"]["post"]
    assert set(operation["responses"]) == {"200", "400", "403", "413", "422", "503"}
    [example] = operation["requestBody"]["content"]["application/json"]["schema"]["examples"]
    answer = await web.post("/api/cypher", json=example)
    assert answer.status_code == 200, answer.text
    assert answer.json()["行"] == [["奈良県宇陀市", "株式会社あおば見守り"]]
