"""``/review``: which documents wait for people, and new files from their desks."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import UploadFile

from api.coverage import Part, parts
from api.review import posting, uploads
from api.review.desk import Desk, TheDesk
from api.review.document import address
from graph.errors import UsageError
from loaders import personal
from loaders.review import Document

router = APIRouter()

LONGEST_NAME: Final = 50


async def _page(
    request: Request,
    desk: Desk,
    *,
    outcomes: list[uploads.Outcome] | None = None,
    problem: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    documents, wrong = await desk.work(lambda shelf: (shelf.documents(), shelf.problems()))
    hidden = sum(not desk.shows(d.info) for d in documents)
    documents = [d for d in documents if desk.shows(d.info)]
    documents.sort(key=lambda d: (not _open(d), d.title, d.id))
    counts = {state: sum(d.counts[state] for d in documents) for state in ("未", "消えた", "済", "却下")}
    context = {
        "documents": documents,
        "hidden": hidden,
        "waiting": sum(1 for d in documents if _open(d)),
        "counts": counts,
        "progress": _progress(counts),
        "progress_of": {d.id: _progress(d.counts) for d in documents},
        "log_problems": wrong,
        "outcomes": outcomes or [],
        "problem": problem,
        "typed": typed or {},
        "at": address,
        "folder": str(desk.root),
        "file_megabytes": uploads.FILE_BYTES // 1_000_000,
        "all_megabytes": uploads.ALL_BYTES // 1_000_000,
        "formats": uploads.FORMATS,
    }
    return posting.shown(request, desk, "review.html", context, status)


def _open(document: Document) -> int:
    return document.counts["未"] + document.counts["消えた"]


def _progress(counts: dict[str, int]) -> list[Part]:
    """The bar of three parts: in the graph, left out, waiting."""
    waiting = counts["未"] + counts["消えた"]
    shares = (("recorded", counts["済"]), ("none", counts["却下"]), ("unseen", waiting))
    return parts(shares, sum(number for _, number in shares))


@router.api_route("/review", methods=["GET", "HEAD"])
async def documents(
    request: Request, desk: TheDesk, note: Annotated[str, Query(alias="知らせ", max_length=20)] = ""
) -> Response:
    noted = desk.noted(note)
    return await _page(request, desk, outcomes=noted if isinstance(noted, list) else None)


@router.post("/review/by")
async def say_who(request: Request, desk: TheDesk) -> Response:
    """Keep the department that decides in the browser; asked once."""
    form = await posting.received(request, desk)
    posting.demand_fresh(form, desk)
    by = posting.text(form, "記録者").strip()
    if not by or len(by) > LONGEST_NAME or "\n" in by or personal.in_words(by):
        raise UsageError(
            f"記録者には、判断する部署の名前（{LONGEST_NAME} 字以内。個人名・連絡先は書かない）を書いてください。戻って書き直せます。"
        )
    answer = posting.see(posting.within(posting.text(form, "次")))
    posting.remember(answer, by)
    return answer


@router.post("/review/add")
async def add(request: Request, desk: TheDesk) -> Response:
    """Draft the files that a person sent, each on its own; one that fails stops no other."""
    form = await posting.received(request, desk, uploads.ALL_BYTES + posting.FORM_BYTES)
    try:
        typed = {name: posting.text(form, name).strip() for name in ("自治体", "列")}
        if not posting.fresh(form, desk):
            return await _page(request, desk, problem=posting.STALE, typed=typed, status=403)
        files = [f for f in form.getlist("ファイル") if isinstance(f, UploadFile) and f.filename]
        try:
            sent = uploads.sent([(f.filename or "", f.size or 0) for f in files])
            asked = uploads.asked(typed["自治体"], typed["列"], desk.vocabulary(), desk.root)
        except UsageError as error:
            return await _page(request, desk, problem=error.detail, typed=typed, status=422)
        outcomes: list[Any] = []
        for name, file in zip(sent, files, strict=True):
            outcomes.append(await uploads.take(desk, name, await file.read(), asked))
    finally:
        await form.close()
    if any(outcome.failed for outcome in outcomes):
        return await _page(request, desk, outcomes=outcomes, typed=typed, status=422)
    return posting.see(f"/review?知らせ={desk.note(outcomes)}")
