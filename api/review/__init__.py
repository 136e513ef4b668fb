"""The desk of those who review: the only room of the explorer that writes, and only into the user's own folder.

Requests from a page of ours on this very machine come in (`posting`); decisions about drafts, new drafts and facts
entered by hand go through `loaders` into the files, and the graph is built from them again.
"""

from fastapi import APIRouter

from api.review import building, document, entry, overview, sameness, together
from api.review.desk import Desk

__all__ = ["Desk", "router"]

router = APIRouter(include_in_schema=False)
# Fixed addresses before those that hold an id.
for room in (overview, building, sameness, entry, document, together):
    router.include_router(room.router)
