"""Asks a Neo4j server about a statement before it runs: which functions were added to it, and the statement's plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import neo4j
from neo4j import exceptions as driver_errors

from graph.store.raw import messages, plan
from graph.store.raw.limits import Limits


async def check(session: neo4j.AsyncSession, text: str, parameters: Mapping[str, Any], seconds: float) -> None:
    """Raises `QueryError` where the statement may do anything but read the graph. The session must be a reading one."""
    try:
        added = [record.value() async for record in await session.run(plan.FUNCTIONS)]
        plan.check_functions(text, added)
        explained = await session.run(neo4j.Query(messages.EXPLAIN + text, timeout=seconds), dict(parameters))
        summary = await explained.consume()
    except (driver_errors.ClientError, driver_errors.DatabaseError) as error:
        code, message = error.code or "", error.message or ""
        raise messages.translated(code, message, Limits(seconds=seconds), explained=True) from error
    plan.check(summary.query_type, summary.plan)
