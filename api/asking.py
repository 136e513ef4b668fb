"""Questions of the catalogue, asked in one version of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.errors import NotFoundError
from graph.store.base import View
from queries import catalogue


class Given(dict[str, Any]):
    """What is set of a row; asking for anything else gives None."""

    def __missing__(self, key: str) -> None:
        return None


def given(row: Mapping[str, Any]) -> Given:
    """A row without what is unset."""
    return Given((key, value) for key, value in row.items() if value not in (None, "", []))


async def ask(view: View, question: str, **given: Any) -> list[dict[str, Any]]:
    """The rows of an answer as dicts."""
    return (await catalogue.find(question).run(view, **given)).dicts()


async def the_one(view: View, question: str, id: str, kind: str) -> Given:
    """The only row about a node, without what is unset. Raises `NotFoundError`; ``kind`` names the node in the message."""
    for row in await ask(view, question, id=id):
        return given(row)
    raise NotFoundError(f"「{id}」という{kind}はありません。一覧から探してください。")
