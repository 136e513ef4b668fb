"""The interface does what its description says: made-up requests, right and wrong ones, to its addresses.

Questions whose parameters are alike go through the same code, so one of each likeness is tried, and its files for a
few; with ``RENKEI_CONTRACT=all`` every address is.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings, strategies
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from queries import catalogue
from tests.test_names_list import facts

ALL = os.environ.get("RENKEI_CONTRACT") == "all"
EXAMPLES = 20 if ALL else 2
FILES = ("partners", "measure_ids", "record_parties")

# Days as people write them: the description cannot say it in a pattern.
schemathesis.openapi.format(
    "partial-date",
    strategies.sampled_from(["", "2023-11-08", "2015-04", "2016", "令和5年11月8日", "令和4年度", "平成30年3月"]),
)


def _chosen() -> set[str]:
    """Addresses of questions that stand for all that are like them."""
    alike = {
        tuple(sorted((p.type, p.kind) for p in query.parameters)): name
        for name, query in catalogue.catalogue().items()
        if len(query.parameters) < 4
    }
    files = {f"{name}.{suffix}" for name in FILES for suffix in ("csv", "xlsx")}
    return {f"/api/queries/{name}" for name in {*alike.values(), *files}}


folder = TemporaryDirectory()
store = EmbeddedStore(Path(folder.name) / "graph.json")
app = create_app(Settings(host="testserver"), store)
everything = schemathesis.openapi.from_asgi("/openapi.json", app)
chosen = _chosen()
requests = everything.include(
    lambda context: ALL or not context.operation.path.startswith("/api/queries/") or context.operation.path in chosen
)


@pytest.fixture(scope="module", autouse=True)
def _graph() -> Iterator[None]:
    asyncio.run(store.replace(facts().tables()))
    yield
    asyncio.run(store.close())
    folder.cleanup()


@requests.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_address_keeps_to_its_description(case: Any) -> None:
    # A text of the right type may still hold no name, or name no municipality.
    free = [positive_data_acceptance] if case.operation.path.startswith("/api/names") else []
    case.call_and_validate(excluded_checks=free)
