"""``/review/same``: pairs that may be one, side by side, decided once; and documents that contradict each other."""

from __future__ import annotations

from typing import Annotated, Any, Final, cast, get_args

from fastapi import APIRouter, Query, Request, Response

from api.lists import PAGE, paging
from api.review import posting
from api.review.desk import Desk, TheDesk
from api.review.document import NO_RECORDER, address
from graph.errors import RenkeiError
from graph.paths import shipped_data
from loaders.review import Shelf, sameness
from loaders.review.sameness import Sameness, Verdict

router = APIRouter()

_LABELS: Final = {"企業": "企業・団体", "協定": "協定", "施策": "施策"}


async def _page(
    request: Request, desk: Desk, number: int = 1, problem: tuple[str, str] | None = None, status: int = 200
) -> Response:
    def job(shelf: Shelf) -> tuple[Sameness, set[str]]:
        whole = sameness.look(shipped_data(), desk.root, desk.settings.sources)
        return whole.shown(desk.shows), set(shelf.folder.documents())

    found, own = await desk.work(job)
    paged = paging(number, len(found.proposals), "/review/same", {})
    context: dict[str, Any] = {
        "found": found,
        "own": own,
        "at": address,
        "paging": paged,
        "proposals": found.proposals[paged.skipped : paged.skipped + PAGE],
        "labels": _LABELS,
        "problems": [problem] if problem else [],
    }
    return posting.shown(request, desk, "review_same.html", context, status)


@router.api_route("/review/same", methods=["GET", "HEAD"])
async def pairs(
    request: Request, desk: TheDesk, number: Annotated[int, Query(alias="頁", ge=1, le=1_000_000)] = 1
) -> Response:
    return await _page(request, desk, number)


@router.post("/review/same")
async def decide(request: Request, desk: TheDesk) -> Response:
    """Keep that two are the same, or are not, or that nobody has decided."""
    form = await posting.received(request, desk)
    if not posting.fresh(form, desk):
        return await _page(request, desk, 1, (posting.STALE, ""), 403)
    by = posting.recorder(request)
    if not by:
        return await _page(request, desk, 1, NO_RECORDER, 422)
    ids = (posting.text(form, "一方"), posting.text(form, "他方"))
    verdict = posting.text(form, "判断")
    if verdict not in get_args(Verdict):
        return await _page(request, desk, 1, ("判断が選ばれていません", "同じ・別のどちらかを押してください"), 422)
    try:
        await desk.work(
            lambda shelf: sameness.decide(desk.root, ids, cast(Verdict, verdict), by, shipped=shipped_data())
        )
    except RenkeiError as error:
        return await _page(request, desk, 1, (error.detail, ""), 422)
    desk.forget_names()
    return posting.see(f"/review/same#{posting.text(form, '次') or 'main'}")
