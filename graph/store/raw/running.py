"""The way of a statement: by its words, by the engine's own plan where it has one, then in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from graph.store.base import Store, View
from graph.store.raw import words
from graph.store.raw.limits import Answer, Limits, check_parameters, cut, too_slow
from graph.store.raw.process import Found, Worker


async def run(
    store: Store, text: str, parameters: Mapping[str, Any] | None = None, limits: Limits | None = None
) -> Answer:
    """What a person's statement gives, all of it from one version; nothing but reading is run.

    Raises `QueryError` that says what is refused or wrong and where, `LimitError` where time or memory is over,
    `StoreError` where no graph answers.
    """
    given, within = dict(parameters or {}), limits or Limits()
    check_parameters(given)
    statement = words.check(text, store.name)

    async def work(view: View) -> Answer:
        try:
            async with asyncio.timeout(within.seconds):
                job = await view.job(statement, given, within.seconds)
        except TimeoutError:
            raise too_slow(within) from None
        found = await _apart(job, within)
        return Answer(view.version, found.rows, cut(found.cut, within, len(found.rows.rows)) if found.cut else "")

    return await store.read(work)


async def _apart(job: Mapping[str, Any], limits: Limits) -> Found:
    worker = Worker(limits)
    try:
        return await asyncio.to_thread(worker.run, job)
    except asyncio.CancelledError:
        # Whoever asked is gone; the thread ends as soon as its process does.
        await asyncio.shield(asyncio.to_thread(worker.stop))
        raise
