"""Addresses of the search: the page, and the list that opens under the box while a person types."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from api.deps import PageNumber, TheStore
from api.lists import Paging
from api.rendering import from_one_version, html, page
from api.searching import results
from api.searching.index import KINDS, Indexes
from graph.store.base import Version, View

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]


async def _indexes(request: Request) -> Indexes:
    found: Indexes = request.app.state.searching
    return found


TheIndexes = Annotated[Indexes, Depends(_indexes)]
Word = Annotated[
    str, Query(alias="語", max_length=results.LONGEST, description="名前の一部。空白で区切ると、すべてを含むもの")
]
Kind = Annotated[Literal["", *KINDS], Query(alias="種類")]  # type: ignore[valid-type]


@router.api_route("/search", methods=METHODS)
async def search(
    request: Request, store: TheStore, indexes: TheIndexes, word: Word = "", kind: Kind = "", number: PageNumber = 1
) -> Response:
    async def work(view: View) -> dict[str, Any]:
        index = await indexes.of(view)
        most = dict.fromkeys(KINDS, results.PAGE if kind else results.FIRST)
        skipped = (number - 1) * results.PAGE if kind else 0
        found = await results.groups(view, index, word, most, kind, skipped)
        every = await results.groups(view, index, word, dict.fromkeys(KINDS, 0)) if kind else found
        total = next((group.total for group in found), 0)
        return {
            "word": word,
            "kind": kind,
            "groups": found,
            "every": every,
            "total": sum(group.total for group in every),
            "paging": Paging(number, total, "/search", {"語": word, "種類": kind}, results.PAGE) if kind else None,
        }

    return await page(request, store, "search.html", "", work)


@router.api_route("/search/typing", methods=METHODS)
async def typing(request: Request, store: TheStore, indexes: TheIndexes, word: Word = "") -> Response:
    """A fragment for the list under the box: at most some of each kind, and how many there are in all."""

    async def work(view: View) -> list[results.Group]:
        return await results.groups(view, await indexes.of(view), word, results.TYPING, brief=True)

    def render(version: Version, found: list[results.Group]) -> tuple[str, str]:
        total = sum(group.total for group in found)
        shown = sum(len(group.lines) for group in found)
        return html("_typing.html", {"word": word, "groups": found, "total": total, "shown": shown}), "text/html"

    return await from_one_version(request, store, work, render)
