"""What Neo4j Browser fetches from here: the guide, the style sheet and the saved queries.

Browser is another origin, so these public files say that any page may read them; nothing else here does. Its requests
carry headers (against caching, and tracing whose names change with its version), for which a browser asks leave first
(``OPTIONS``).
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from queries.browser import guide, saved

router = APIRouter(prefix="/browser", include_in_schema=False)

_METHODS: Final = ["GET", "HEAD"]
_OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}
_LEAVE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "600",
}


@router.api_route(f"/{guide.GUIDE}", methods=_METHODS)
async def the_guide(request: Request) -> Response:
    return Response(guide.guide(str(request.base_url)), media_type="text/html; charset=utf-8", headers=_OPEN)


@router.api_route(f"/{guide.STYLE}", methods=_METHODS)
async def the_style() -> Response:
    return Response(guide.style(), media_type="text/plain; charset=utf-8", headers=_OPEN)


@router.api_route(f"/{guide.SAVED}", methods=_METHODS)
async def the_saved_queries() -> Response:
    return Response(saved.archive(), media_type="application/zip", headers=_OPEN)


@router.options(f"/{guide.GUIDE}")
@router.options(f"/{guide.STYLE}")
async def leave() -> Response:
    return Response(status_code=204, headers=_LEAVE)
