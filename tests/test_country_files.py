"""A made-up country as curated files (`bench.folder`): the whole way from files to the graph, at a small share of it.

Every word of the country is invented; only the municipalities are real.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from bench import folder
from graph.store.embedded import EmbeddedStore
from graph.tables import Bucket, Tables
from loaders.check import check
from loaders.context import Checked
from loaders.evidence import Originals
from tests.factory import DATA

SHARE = 0.0004
"""Forty agreements and sixty measures."""


def _bytes(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The country's folder."""
    root = tmp_path_factory.mktemp("country")
    folder.write(root, SHARE)
    return root


@pytest.fixture(scope="module")
def checked(made: Path) -> Checked:
    """What check says of it; without the shipped documents, so that every fact is the country's."""
    shipped = made.parent / "shipped"
    shipped.mkdir(exist_ok=True)
    for path in DATA.iterdir():
        if path.is_file():
            (shipped / path.name).write_bytes(path.read_bytes())
    return check(shipped, made, Originals())


@pytest.fixture(scope="module")
def graph(checked: Checked) -> Tables:
    """The graph of it."""
    return checked.facts.tables()


def test_the_same_share_of_the_country_is_the_same_bytes(made: Path, tmp_path: Path) -> None:
    folder.write(tmp_path / "again", SHARE)
    assert _bytes(tmp_path / "again") == _bytes(made)


def test_the_country_passes_the_check_with_every_quote_compared(checked: Checked) -> None:
    assert checked.errors == []
    assert checked.without_original == []
    assert checked.unconfirmed == 0


def test_the_country_has_as_many_facts_as_it_says_with_words_on_every_one(graph: Tables) -> None:
    counts = graph.counts()
    assert (counts["自治体"], counts["協定"], counts["施策"]) == (1_788, 40, 60)
    for bucket, table in graph.relationships.items():
        if bucket.type in ("締結", "実施", "参画", "対象", "根拠", "記載"):
            quotes = [quote for row in table.column("引用").to_pylist() for quote in row]
            assert all(quotes), bucket
    assert graph.relationships[Bucket("根拠", "施策", "協定")].num_rows == 3 * counts["協定"] // 5


def test_the_country_builds_on_the_embedded_store_and_comes_back_as_it_was(graph: Tables, tmp_path: Path) -> None:
    async def load() -> tuple[int, int, Tables]:
        store = EmbeddedStore(tmp_path / "graph.json")
        try:
            first, again = await store.replace(graph), await store.replace(graph)
            return first.written, again.written, await store.tables()
        finally:
            await store.close()

    first, again, found = asyncio.run(load())
    assert (first, again) == (sum(graph.counts().values()), 0)
    assert all(found.nodes[label].equals(table) for label, table in graph.nodes.items())
    assert all(found.relationships[bucket].equals(table) for bucket, table in graph.relationships.items())
