"""Typed answers about the main things: 自治体, 企業・団体, 協定, 施策, 分野, 文書, each fact with its evidence.

A request comes in with an id or with conditions; shapes (`shapes`) go out, put together (`records`, `nodes`) from rows
of the catalogue.
"""

from fastapi import APIRouter

from api.things import addresses, lists

__all__ = ["router"]

router = APIRouter()
# Lists first: an id may hold any character.
for room in (lists, addresses):
    router.include_router(room.router)
