"""What the log of operation tells, and that nobody's data are in it."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from api.app import create_app
from api.journal import HEADER, Watch
from graph import events
from graph.errors import StoreError, UsageError
from graph.settings import Settings
from graph.store.base import Store, Version
from graph.store.embedded import EmbeddedStore
from renkei import journal
from renkei.cli import main
from tests import graphs

ROOT = Path(__file__).resolve().parent.parent
KEY = "himitsu-no-aikotoba-2026"
SECRETS = ("山田", "yamada", "0742-00-0000", "yamada@example.jp", KEY, "192.168.7.9", "evil", "宇陀", "MATCH", "%E5")
"""What the requests of these tests hold, and no line of the log may."""


@pytest.fixture(scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("journal") / "graph.json")
    await opened.replace(graphs.small())
    yield opened
    await opened.close()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "記録" / "renkei.jsonl"
    journal.listen(Settings(log=str(path), log_level="debug"))
    yield path
    journal.listen(Settings(log=""))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def clean(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    assert text.isascii(), "names are not ASCII, and nothing else of the log is not"
    for secret in SECRETS:
        assert secret.lower() not in text.lower(), secret
    return lines(path)


def web(store: Store, **more: Any) -> httpx.AsyncClient:
    app = create_app(Settings(**more, cypher=True, _env_file=None), store)  # type: ignore[call-arg]
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=("192.168.7.9", 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")


async def test_requests_are_told_by_route_and_nothing_of_what_was_asked(store: Store, log: Path) -> None:
    async with web(store) as client:
        found = await client.get(f"/municipalities/{graphs.UDA}")
        await client.get("/search", params={"語": "山田太郎 0742-00-0000 yamada@example.jp"})
        await client.get("/organisations/山田太郎")
        await client.get('/organisations/%0d%0a{"event":"evil"}%00')
        await client.get("/山田/yamada?evil=1", headers={"X-Request-ID": "yamada", "User-Agent": "yamada"})
        await client.post("/api/cypher", json={"文": "MATCH (n {名称: '山田太郎'}) RETURN n", "値": {"名": "山田"}})
        await client.request("YAMADA", "/")
        await client.get("/", headers={"Host": "yamada.evil.example"})
        await client.get("/?庁内限り=除く&q=山田")
        await client.get("/health")
        await client.get("/static/yamada.css")
    told = clean(log)
    assert {each["route"] for each in told} >= {"/search", "/api/cypher", "/", "/health", "-"}
    assert next(each["request"] for each in told if each.get("status") == 200) == found.headers[HEADER]
    assert any("{id" in each["route"] and each["status"] == 404 and each["error"] == "NotFoundError" for each in told)
    assert {each["method"] for each in told} == {"GET", "POST", "OTHER"}
    assert [each["status"] for each in told if each["event"] == "refused"] == [400]
    assert [each["level"] for each in told if each["route"] in ("/health", "/static")] == ["debug"] * 2


async def test_who_has_no_key_is_told_as_refused_and_the_key_is_not_told(store: Store, log: Path) -> None:
    async with web(store, host="0.0.0.0", token=SecretStr(KEY)) as client:  # noqa: S104
        await client.get("/?token=yamada-yamada")
        await client.get(f"/?token={KEY}")
        await client.get("/", headers={"Authorization": f"Bearer {KEY}"})
    told = clean(log)
    assert [(each["event"], each["status"]) for each in told] == [("refused", 401), ("request", 303), ("request", 200)]


async def test_a_failing_store_and_a_failing_page_are_told_by_class_and_place(
    store: Store, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreError("bolt://yamada:himitsu@192.168.7.9 につながりません") from OSError("山田")

    async def broken(*_: object) -> None:
        yamada = "山田太郎"
        raise KeyError(yamada)

    async with web(store) as client:
        monkeypatch.setattr(store, "read", away)
        assert (await client.get("/municipalities?q=山田")).status_code == 503
        monkeypatch.setattr(store, "read", broken)
        page = await client.get("/municipalities?q=山田")
    away_told, broken_told = clean(log)
    assert (away_told["level"], away_told["error"], away_told["cause"]) == ("warning", "StoreError", "OSError")
    assert (broken_told["level"], broken_told["error"]) == ("error", "KeyError")
    assert broken_told["at"][-1].endswith(" broken")
    assert page.status_code == 500
    assert broken_told["request"] in page.text, "who reports it can name the line"


def test_a_store_that_goes_away_and_comes_back_is_told_once_each_and_so_is_a_new_version(log: Path) -> None:
    watch = Watch("neo4j")
    for number in (1, 1, 2):
        watch.saw(Version(number, "完了", ""))
    watch.lost(StoreError("山田"))
    watch.lost(StoreError("山田"))
    watch.saw(Version(2, "完了", ""))
    told = [(each["event"], each.get("before"), each.get("version")) for each in clean(log)]
    assert told == [("graph", None, 1), ("graph", 1, 2), ("store_lost", None, None), ("store_back", None, 2)]


def test_what_libraries_say_is_told_without_their_words(log: Path) -> None:
    try:
        raise ValueError("山田太郎")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception for %s", "yamada")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("neo4j.pool").info("yamada")
    trouble, refused = clean(log)
    assert (trouble["event"], trouble["error"], refused["event"]) == ("trouble", "ValueError", "refused")


def test_what_is_no_name_of_the_program_does_not_get_through(log: Path) -> None:
    events.emit("slow_query", query="山田太郎", ms=1.0, at=["yamada\n"], store="x" * 500)
    assert clean(log)[0] | {"time": ""} == {
        "time": "", "level": "warning", "event": "slow_query", "query": "?", "ms": 1.0, "at": ["?"], "store": "?",
    }  # fmt: skip


def test_commands_are_told_by_name_and_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.jsonl"
    monkeypatch.setenv("RENKEI_LOG", str(path))
    monkeypatch.setenv("RENKEI_DATA", str(tmp_path / "山田"))
    for arguments in (["query", "--list"], ["query", "山田"], ["query", "counts"], ["yamada"]):
        CliRunner().invoke(main, arguments)
    journal.listen(Settings(log=""))
    told = [(each["command"], each["exit"], each.get("error")) for each in clean(path)]
    assert told == [("query", 0, None), ("query", 2, "UsageError"), ("query", 1, "StoreError")]


def test_the_file_is_put_aside_when_it_has_grown_and_no_line_is_lost(tmp_path: Path) -> None:
    handlers = [journal.File(tmp_path / "log.jsonl", largest=1_000, kept=50) for _ in range(2)]
    for n in range(100):
        handlers[n % 2].write(f"{n:05}" + "x" * 94 + "\n")
    files = sorted(tmp_path.iterdir())
    assert len(files) == 10
    found = [line for file in files for line in file.read_text().splitlines()]
    assert sorted(int(line[:5]) for line in found) == list(range(100))
    few = journal.File(tmp_path / "few" / "log.jsonl", largest=100, kept=2)
    for _ in range(10):
        few.write("x" * 100)
    assert len(list((tmp_path / "few").iterdir())) == 2


def test_a_log_that_cannot_be_written_stops_the_server_with_a_message_and_a_command_with_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ファイル").touch()
    place = str(tmp_path / "ファイル" / "log.jsonl")
    with pytest.raises(UsageError, match="RENKEI_LOG"):
        journal.writable(Settings(log=place))
    monkeypatch.setenv("RENKEI_LOG", place)
    said = CliRunner().invoke(main, ["query", "--list"])
    journal.listen(Settings(log=""))
    assert said.exit_code == 0
    assert said.stderr.count("RENKEI_LOG") == 1


def test_every_event_and_field_is_explained() -> None:
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    assert set(events.MEANING) == set(events.Fields.__annotations__)
    for name, meaning in [*events.MEANING.items(), *((name, said) for name, (_, said) in events.EVENTS.items())]:
        assert f"| `{name}` |" in page, name
        assert meaning in page, name
