"""The small made-up graph of `tests.graphs` with names that are not harmless, for the pages that explore and compare.

Municipalities are real; every company, agreement, measure and document is made up.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from lxml import html

from api.app import create_app
from graph.facts import Evidence, Fact, Facts, Node
from graph.settings import Settings
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from tests import graphs

TAKEHARA, TENRI = "342033", "292044"
NAUGHTY = "<script>alert('悪')</script>{{ 7*7 }}\" MATCH (n) 株式会社"


def facts() -> Facts:
    """`graphs.facts` with 竹原市 (covered completely, nothing on record), 天理市 (nobody has looked) and a bad name."""
    found = graphs.facts()
    for code, name in ((TAKEHARA, "広島県竹原市"), (TENRI, "奈良県天理市")):
        found.add_node("自治体", code, 名称=name, 略称=name[3:], 種別="市", 都道府県=name[:3], 緯度=34.5, 経度=135.9)
    found.add_node("企業", "o-x", 名称=NAUGHTY, 区分="企業")
    listed = Evidence("d2", "協定!9", "", "全件の一覧。", "明示")
    found.add(Fact("収録", Node("文書", "d2"), Node("自治体", TAKEHARA), listed, ("全件", "協定")))
    graphs.say(found, "施策", "m3", "d1", 名称=NAUGHTY, 段階="実証", 経費="年 50 万円")
    said = Evidence("d1", "30-40", "", "実証を行う。", "要確認", "同社", "主語がない")
    found.add(Fact("実施", Node("自治体", graphs.UDA), Node("施策", "m3"), said, ("主体", "")))
    found.add(Fact("参画", Node("企業", "o-x"), Node("施策", "m3"), said, ("提供", "")))
    found.add(Fact("対象", Node("施策", "m3"), Node("分野", "f01"), said, ()))
    return found


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """A store of the embedded engine in a folder that holds the graph."""
    store = EmbeddedStore(folder / "graph.json")
    await store.replace(facts().tables())
    yield store
    await store.close()


@asynccontextmanager
async def visited(store: Store, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The explorer over a store, for a user with this folder."""
    transport = httpx.ASGITransport(app=create_app(Settings(data=folder), store))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as web:
        yield web


async def page(web: httpx.AsyncClient, path: str, status: int = 200, **values: str) -> Any:
    """A page as a tree; no name has become an element or a script of it."""
    answer = await web.get(path, params=values or None)
    assert answer.status_code == status, (path, values, answer.text[:2000])
    tree = html.fromstring(answer.text)
    assert all(script.get("src", "").startswith("/static/") for script in tree.iter("script"))
    return tree


def words(node: Any) -> str:
    """What a person reads, without blanks."""
    return re.sub(r"\s+", "", "".join(node.itertext()))
