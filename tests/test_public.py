"""Pages and files without what only documents marked 庁内限り tell; all documents here are made up."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import openpyxl
import pytest

from api.app import create_app
from api.public import carry
from graph.facts import Facts
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from tests.explorer import FUCHU, facts
from tests.explorer_world import page, words

LEFT_OUT = {"庁内限り": "除く"}


def world(*, internal: bool = True) -> Facts:
    """`tests.explorer` where the list of 府中市 (d2, with its only agreement) is 庁内限り."""
    found = facts()
    if internal:
        found.add_node("文書", "d2", 題名="協定一覧（試験用の作り話）", 種別="協定一覧", 公開="庁内限り")
    return found


@asynccontextmanager
async def explorer(folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Store]]:
    """The explorer over that graph in a folder, as it runs, and its store."""
    store = EmbeddedStore(folder / "graph.json")
    await store.replace(world().tables())
    app = create_app(Settings(data=folder), store)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000") as opened,
    ):
        yield opened, store
    await store.close()


@pytest.fixture(scope="module")
async def web(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    async with explorer(tmp_path_factory.mktemp("public")) as (opened, _):
        yield opened


async def test_a_page_leaves_out_what_only_an_internal_document_tells_and_says_so(web: httpx.AsyncClient) -> None:
    whole = await page(web, f"/municipalities/{FUCHU}")
    assert "府中見守り協定" in words(whole)
    assert "庁内限りを除いて開く" in words(whole)
    without = await page(web, f"/municipalities/{FUCHU}", **LEFT_OUT)
    assert "府中見守り協定" not in words(without)
    assert "未調査" in words(without.xpath("//div[@class='scope']")[0])
    assert "庁内限りの文書から来たことを除いている" in words(without)


async def test_what_only_an_internal_document_tells_is_said_to_be_left_out_and_what_is_not_there_is_not(
    web: httpx.AsyncClient,
) -> None:
    hidden = await page(web, "/agreements/k2", 404, **LEFT_OUT)
    assert "庁内限りの文書だけが述べるもの" in words(hidden)
    assert "府中見守り協定" not in words(hidden)
    shown = await page(web, hidden.xpath("//p[@class='without-internal']/a/@href")[0])
    assert "府中見守り協定" in words(shown)
    assert "庁内限り" not in words(await page(web, "/agreements/k-nowhere", 404, **LEFT_OUT))


async def test_the_links_and_forms_of_such_a_page_keep_it_left_out(web: httpx.AsyncClient) -> None:
    tree = await page(web, "/organisations/o-a", **LEFT_OUT)
    links = [href for href in tree.xpath("//main//a/@href") if href.startswith("/") and not href.startswith("/map")]
    assert links
    assert all("%E5%BA%81%E5%86%85%E9%99%90%E3%82%8A=" in href for href in links)
    assert all(form.xpath("./input[@name='庁内限り'][@value='除く']") for form in tree.xpath("//form"))
    back = tree.xpath("//p[@class='without-internal']/a/@href")[0]
    assert "府中市" in words((await page(web, back)).xpath("//main")[0])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_file_leaves_it_out_and_says_which_it_is(web: httpx.AsyncClient, kind: str) -> None:
    ids = {}
    for given in ({}, LEFT_OUT):
        answer = await web.get(f"/api/queries/agreements.{kind}", params=given)
        assert answer.status_code == 200
        if kind == "csv":
            ids[len(given)] = [row[0] for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))][1:]
            continue
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        ids[len(given)] = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
        about = {row[0].value: row[1].value for row in book["条件"].iter_rows()}
        assert about["庁内限りの文書から来たこと"].startswith("除いた" if given else "含む")
    assert ids[0] == [*ids[1], "k2"] or set(ids[0]) - set(ids[1]) == {"k2"}


async def test_a_load_is_followed(tmp_path: Path) -> None:
    async with explorer(tmp_path) as (web, store):
        await page(web, "/agreements/k2", 404, **LEFT_OUT)
        await store.replace(world(internal=False).tables())
        tree = await page(web, "/agreements/k2", **LEFT_OUT)
        assert "府中見守り協定" in words(tree)
        assert "第2版" in words(tree)
        assert "庁内限りを除いて開く" not in words(await page(web, "/agreements/k2"))


def test_a_condition_is_carried_by_addresses_within_the_explorer_alone() -> None:
    told = carry(
        '<a href="/a?x=1#y">一</a><a href="#e1">二</a><a href="https://a.example/">三</a><a href="/review">四</a>&#34;'
    )
    assert told.startswith('<a href="/a?x=1&amp;%E5%BA%81%E5%86%85%E9%99%90%E3%82%8A=%E9%99%A4%E3%81%8F#y">一</a>')
    assert told.count("=%E9%99%A4%E3%81%8F") == 1
