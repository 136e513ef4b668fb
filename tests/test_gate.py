"""A server that other machines can reach asks for its key, and asks nobody on its own machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from pydantic import SecretStr

from api.app import create_app
from api.gate import Gate
from graph.errors import UsageError
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from renkei import serving
from tests import graphs

EVERYWHERE = "0.0.0.0"  # noqa: S104
KEY = "見守りの合い言葉 & +12"
HOST = "192.168.7.9"


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("gate") / "graph.json")
    await opened.replace(graphs.small())
    yield opened
    await opened.close()


def web(store: Store, **more: Any) -> httpx.AsyncClient:
    chosen = Settings(host=HOST, token=SecretStr(KEY), _env_file=None, **more)  # type: ignore[call-arg]
    transport = httpx.ASGITransport(app=create_app(chosen, store))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}:8000")


async def test_without_the_key_no_address_tells_a_fact(store: Store) -> None:
    async with web(store) as client:
        for path in ("/", "/municipalities/292125", "/api/queries/counts", "/map", "/review", "/openapi.json", "//x/"):
            for more in ("", "?token=", "?token=ちがう", "?token=renkei"):
                answer = await client.get(path + more)
                assert answer.status_code == 401, path
                assert "合い言葉" in answer.text
                assert "宇陀" not in answer.text
                assert not answer.cookies
        refused = await client.post("/api/cypher", json={"文": "RETURN 1"})
        assert refused.status_code == 401
        assert refused.json()["title"] == "合い言葉が要る"


async def test_the_printed_address_opens_the_door_and_the_key_leaves_the_address(store: Store) -> None:
    async with web(store) as client:
        first = await client.get(f"/municipalities?token={quote(KEY, safe='')}&県=奈良県")
        assert first.status_code == 303
        assert "token" not in first.headers["location"]
        assert first.headers["location"].startswith("/municipalities?")
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert KEY not in cookie
        assert (await client.get(first.headers["location"])).status_code == 200
        assert (await client.get("/api/queries/counts")).status_code == 200


async def test_a_program_sends_it_in_a_header(store: Store) -> None:
    async with web(store) as client:
        bearer = {"Authorization": b"Bearer " + KEY.encode()}
        assert (await client.get("/api/queries/counts", headers=bearer)).status_code == 200


async def test_what_holds_no_facts_is_open(store: Store) -> None:
    async with web(store) as client:
        for path in ("/health", "/ready", "/static/explorer.css", "/browser/guide.html"):
            assert (await client.get(path)).status_code == 200, path


async def test_no_address_leads_to_another_host(store: Store) -> None:
    async with web(store) as client:
        answer = await client.get(f"//evil.example/%2e?token={quote(KEY, safe='')}")
        assert answer.headers.get("location", "/").startswith("/")
        assert not answer.headers.get("location", "/").startswith("//")


async def _never(*_: Any) -> None:
    raise AssertionError("it passed")


@settings(max_examples=200, deadline=None)
@given(some.text(max_size=40), some.text(max_size=60), some.binary(max_size=60))
@example("bearer", "", b"token=%ff")
async def test_nothing_but_the_key_passes(kind: str, cookie: str, query: bytes) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [
        (b"authorization", f"{kind} {cookie}".encode("latin-1", "replace")),
        (b"cookie", f"renkei={cookie}".encode("latin-1", "replace")),
    ]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": query, "headers": headers}
    await Gate(_never, "a key that nobody guesses")(scope, _never, send)
    assert sent[0]["status"] == 401


@pytest.mark.parametrize(
    ("host", "token", "asks"),
    [
        ("127.0.0.1", "", False), ("localhost", "", False), ("::1", "", False),
        (EVERYWHERE, "", True), (HOST, "", True), (EVERYWHERE, "off", False), (HOST, "well chosen key", True),
    ],
)  # fmt: skip
def test_a_key_is_made_where_others_can_reach_and_none_was_chosen(host: str, token: str, asks: bool) -> None:
    given_ = Settings(host=host, token=SecretStr(token), _env_file=None)  # type: ignore[call-arg]
    ready = serving._with_key(given_)
    assert bool(ready.key) == asks
    if asks and not token:
        assert ready.key != serving._with_key(given_).key
        assert len(ready.key) > 20


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="RENKEI_TOKEN"):
        serving._with_key(Settings(host=HOST, token=SecretStr("himitsu"), _env_file=None))  # type: ignore[call-arg]
