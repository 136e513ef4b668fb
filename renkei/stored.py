"""What commands share that read the graph: their options, the settings, the open store, and files written whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from graph import settings as settings_module
from graph.errors import UsageError, reason
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import Store
from renkei.output import write_file

T = TypeVar("T")

STORE = click.option(
    "--store",
    type=click.Choice(["embedded", "neo4j"]),
    help="使うデータベース（既定は RENKEI_STORE、なければ embedded）",
)
INTERNAL = click.option("--internal", is_flag=True, help="庁内限りの文書から来た事実も含める")


def settings_with(**given: Any) -> Settings:
    """Settings with what the command line gives over them."""
    return settings_module.load().model_copy(update={k: v for k, v in given.items() if v is not None})


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """What some work on the store gives; the store is closed after it."""

    async def run() -> T:
        store = open_store(settings)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """``名=値`` … as a dict. Raises `UsageError`."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise UsageError(f"「{text}」は 名=値 の形ではありません。")
        found[name] = value
    return found


def write(path: Path, content: bytes) -> None:
    """Write a whole file or none. Raises `UsageError` where it cannot be written."""
    try:
        write_file(path, content)
    except OSError as error:
        raise UsageError(f"{path} に書けません（{reason(error)}）。") from error
