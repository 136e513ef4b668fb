"""``/report``: the document, the workbook or the slides on what a page is about, to be kept as a file.

What is 庁内限り never enters them here; whoever wants it there asks the command for it.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api.asof import When
from api.deps import Field
from api.downloads import disposition
from api.errors import NotFoundError
from api.rendering import headers, known, unchanged
from graph.errors import NameUnclearError, UsageError
from graph.store.base import Store
from viz.reports.kinds import KINDS, MEDIA

router = APIRouter(include_in_schema=False)

_busy: Final = asyncio.Lock()
"""A report holds the whole graph while it is made: one at a time."""
_OLD: Final = {".docx": "report.docx", ".xlsx": "report.xlsx", ".pptx": "report.pptx"}


@router.api_route("/report", methods=["GET", "HEAD"])
async def report(
    request: Request,
    when: When,
    kind: Annotated[Literal["docx", "xlsx", "pptx"], Query(alias="形")] = "docx",
    around: Annotated[str, Query(alias="まわり", max_length=200)] = "",
    field: Field = "",
    compared: Annotated[str, Query(alias="比較", max_length=400)] = "",
) -> Response:
    """One of まわり (id of a municipality or a body), 分野 and 比較 (codes of municipalities, parted by commas)."""
    # The libraries behind documents are slow to import, and most pages need none.
    from viz.reports.making import make
    from viz.reports.subjects import split, subject_of
    from viz.reports.words import file_name

    if sum(map(bool, (around, field, compared))) != 1:
        raise UsageError("資料は、自治体か企業・団体（まわり）、分野、比較のどれか一つについて作ります。")
    store: Store = request.app.state.shown
    version = await store.version()
    if known(request, version):
        return unchanged(version)
    suffix = f".{kind}"
    async with _busy:
        try:
            subject = await subject_of(store, around, field, split(compared), when.said, not when.ended)
            made = await make(store, subject, suffix)
        except NameUnclearError as error:
            raise NotFoundError(
                f"資料に書けるものが見つかりません。{error.detail}庁内限りの文書だけに出るものは、ここでは資料になりません"
                "（要るときは renkei report --internal）。"
            ) from error
    name = f"{file_name(made.title)}_第{version.number}版{suffix}"
    return Response(
        made.content if request.method == "GET" else b"",
        media_type=MEDIA[suffix],
        headers={**headers(version), "Content-Disposition": disposition(name, _OLD[suffix])},
    )


PROGRAMS: Final = tuple((suffix.removeprefix("."), word) for suffix, word in KINDS.items())
"""What 形 may be, with the program that opens it."""
