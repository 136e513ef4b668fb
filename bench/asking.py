"""``python -m bench.asking``: every question of the catalogue once, on the store that the settings name; the slowest ten."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Final

from bench.folder import hub_id
from graph import settings
from graph.errors import RenkeiError
from graph.store import open_store
from graph.store.base import Store
from queries import catalogue
from queries.catalogue import Query

SLOWEST: Final = 10
_PLACE: Final = "141003"
_PLACES: Final = [_PLACE, "292125", "131130"]


def _values() -> dict[str, Any]:
    """What a value of each kind is here: busy municipalities, a body with a thousand of them, records near them."""
    hub, other = hub_id(0), hub_id(1)
    return {
        "自治体id": _PLACE, "企業id": hub, "団体id": hub, "記録id": "k-000000", "協定id": "k-000000",
        "施策id": "m-000000", "文書id": "list-141003", "節点id": hub, "相手id": other, "検索語": "見守り",
    }  # fmt: skip


def _lists() -> dict[str, list[str]]:
    return {
        "自治体id": _PLACES, "企業id": [hub_id(2)], "団体id": [*_PLACES, hub_id(0)],
        "記録id": [f"k-{n:06}" for n in range(100)], "協定id": [f"k-{n:06}" for n in range(100)],
        "施策id": [f"m-{n:06}" for n in range(100)], "文書id": ["list-141003", "works-141003"],
        "節点id": [*_PLACES, hub_id(0)],
    }  # fmt: skip


def given(query: Query) -> dict[str, Any]:
    """Values for a question: those that it needs to answer with many rows."""
    single, lists = _values(), _lists()
    found: dict[str, Any] = {}
    for parameter in query.parameters:
        known: Any = lists.get(parameter.kind) if parameter.type == "文字のリスト" else single.get(parameter.kind)
        if parameter.name == "相手id":
            known = single["相手id"]
        if known is not None and parameter.name not in query.first and parameter.name != "通らない":
            found[parameter.name] = known
    return found


async def _ask(store: Store) -> list[tuple[float, str, int]]:
    took = []
    for query in catalogue.catalogue().values():
        start = time.perf_counter()
        try:
            rows = await store.read(lambda view, query=query: query.run(view, **given(query)))  # type: ignore[misc]
            number = len(rows.rows)
        except RenkeiError as error:
            raise SystemExit(f"{query.name}: {error.detail}") from error
        took.append((time.perf_counter() - start, query.name, number))
    await store.close()
    return took


def main() -> None:
    """Ask, and print what the slowest took as JSON."""
    took = asyncio.run(_ask(open_store(settings.load())))
    slowest = sorted(took, reverse=True)[:SLOWEST]
    print(
        json.dumps(
            {"問い": len(took), "遅い順": [[name, round(s, 3), n] for s, name, n in slowest]}, ensure_ascii=False
        )
    )


if __name__ == "__main__":
    main()
