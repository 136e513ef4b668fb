"""``/forms``: the 棚卸し of a local government's agreements and the 照会票 to it, as workbooks to send out.

What is 庁内限り never enters them here; whoever wants it there asks the command for it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from api.deps import TheStore
from api.errors import NotFoundError
from graph import dates, forms
from graph.facts import public
from graph.tables import Tables
from queries.tabular import XLSX_TYPE

router = APIRouter(include_in_schema=False)

_NAMES: Final = {"stocktaking": "棚卸し", "inquiry": "照会票"}
_BUSY: Final = threading.Lock()
"""A form is made from the whole graph: one at a time."""


@router.api_route("/forms/{kind}/{id}.xlsx", methods=["GET", "HEAD"])
async def form(
    request: Request,
    store: TheStore,
    kind: Literal["stocktaking", "inquiry"],
    id: Annotated[str, Path(pattern=r"^\d{6}$")],
) -> Response:
    """The workbook, one sheet for each section in charge (棚卸し) or one for all (照会票)."""
    graph = await store.tables()
    name, content = await asyncio.to_thread(_made, graph, kind, id)
    target = quote(f"{_NAMES[kind]}_{name}.xlsx")
    return Response(
        content if request.method == "GET" else b"",
        media_type=XLSX_TYPE,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{target}", "Cache-Control": "private, no-cache"},
    )


def _made(graph: Tables, kind: str, id: str) -> tuple[str, bytes]:
    """The name of the local government, and the workbook."""
    # The libraries behind workbooks are slow to import, and most pages need none.
    from viz import forms as outgoing

    if not any(row["id"] == id for row in graph.node_rows("自治体")):
        raise NotFoundError(f"団体コード「{id}」の自治体はありません。")
    with _BUSY:
        shown = public(graph)
        if kind == "inquiry":
            made = [outgoing.inquiry(shown, id, dates.today())]
        else:
            made = outgoing.stocktaking(shown, id, forms.last_fiscal_year(dt.date.today()))
        return made[0].name, outgoing.write(made)
