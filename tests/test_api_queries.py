"""The questions that the explorer's pages ask give equal rows in equal order on every engine, whatever they are given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.store.base import Rows, Store, View
from graph.store.embedded import EmbeddedStore
from queries import catalogue
from tests import graphs
from tests.conftest import make_store
from tests.test_api import facts

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("coverage", {"都道府県": "奈良県"}),
    ("municipality", {"id": graphs.UDA}),
    ("organisation", {"id": "o-x"}),
    ("organisation_list", {"区分": "企業", "飛ばす": 1, "件数": 2}),
    ("agreement_ids", {"都道府県": "奈良県", "種別": "見守り協定"}),
    ("agreement_ids", {"分野": "高齢者・障害者・見守り", "件数": 1}),
    ("agreement_counts", {"都道府県": "広島県"}),
    ("measure_ids", {"飛ばす": 100, "件数": 100}),
    ("measure_ids", {"都道府県": "奈良県", "分野": "防災・危機管理", "段階": "計画", "飛ばす": 3, "件数": 4}),
    ("measure_counts", {"分野": "防災・危機管理"}),
    ("record_prefectures", {"記録": "協定"}),
    ("record_fields", {"記録": "施策"}),
    ("records_of", {"id": graphs.UDA}),
    ("agreement_details", {"ids": ["k1", "k2", "k3"]}),
    ("measure_details", {"ids": ["m1", "p004"]}),
    ("record_parties", {"ids": ["k1", "k3", "m1", "m2"]}),
    ("record_topics", {"ids": ["k1", "m2"]}),
    ("record_links", {"ids": ["k1"]}),
    ("record_links", {"ids": ["m1"]}),
    ("record_evidence", {"ids": ["k1", "k3", "m1", "m2"]}),
    ("record_grounds", {"ids": ["k1", "m1", "m2"]}),
    ("record_statements", {"ids": ["k1", "k2", "m1"]}),
    ("affiliations", {"id": "o-c"}),
    ("affiliation_evidence", {"id": "o-a"}),
    ("coverage_evidence", {"id": graphs.UDA}),
    ("documents_on", {"id": graphs.UDA}),
    ("document_counts", {}),
    ("document_list", {"ids": [], "飛ばす": 1, "件数": 1}),
    ("document_list", {"ids": ["d2", "d3"]}),
    ("document_coverage", {"id": "d2"}),
    ("document_facts", {"id": "d1"}),
    ("evidence_counts", {}),
    ("evidence_places", {}),
)


async def _answers(store: Store) -> list[tuple[str, Rows]]:
    async def ask(view: View) -> list[tuple[str, Rows]]:
        return [(name, await catalogue.find(name).run(view, **given)) for name, given in ASKED]

    await store.replace(facts().tables())
    return await store.read(ask)


async def test_each_question_finds_something(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph.json")
    for name, answer in await _answers(store):
        assert answer.rows, name
    await store.close()


@pytest.mark.neo4j
@pytest.mark.parametrize("kind", ["neo4j"])
async def test_both_engines_answer_alike(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> None:
    stores: list[Store] = [EmbeddedStore(tmp_path / "graph.json"), make_store(request, kind, tmp_path)]
    first, second = [await _answers(store) for store in stores]
    for (name, expected), (_, found) in zip(first, second, strict=True):
        assert found == expected, name
    for store in stores:
        await store.close()
