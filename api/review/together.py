"""``/review/{id}/all``: everything that waits in a document is accepted at once, after it was listed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.review import cards, posting
from api.review.desk import Desk, TheDesk
from api.review.document import NO_RECORDER, address, find, pairs
from graph.errors import DataProblems
from loaders.review import ChangedMeanwhileError, Choice, Document, Item

router = APIRouter()


def _acceptable(desk: Desk, document: Document) -> tuple[list[Item], list[tuple[Item, str]]]:
    """Records that wait and could enter the graph as they are, and those that could not, with the reason."""
    good, bad = list[Item](), list[tuple[Item, str]]()
    for item in cards.ordered(document.items):
        if item.state != "未":
            continue
        errors = [p for p in desk.checker()(item.section, item.record, document.info) if not p.warning]
        if errors:
            bad.append((item, "、".join(p.what for p in errors)))
        else:
            good.append(item)
    return good, bad


async def _all_page(request: Request, desk: Desk, id: str, problems: list[tuple[str, str]], status: int) -> Response:
    document = await find(desk, id)
    good, bad = await desk.work(lambda shelf: _acceptable(desk, document))
    context = {"document": document, "good": good, "bad": bad, "problems": problems, "at": address,
               "anchor": cards.anchor}  # fmt: skip
    return posting.shown(request, desk, "review_all.html", context, status)


@router.api_route("/review/_/{id}/all", methods=["GET", "HEAD"])
@router.api_route("/review/{id}/all", methods=["GET", "HEAD"])
async def ask_all(request: Request, desk: TheDesk, id: str) -> Response:
    """Show what would be accepted at once; nothing is decided yet."""
    return await _all_page(request, desk, id, [], 200)


@router.post("/review/_/{id}/all")
@router.post("/review/{id}/all")
async def accept_all(request: Request, desk: TheDesk, id: str) -> Response:
    """Accept exactly the records that the confirmation listed, all or none."""
    form = await posting.received(request, desk)
    by = posting.recorder(request)
    if not posting.fresh(form, desk):
        return await _all_page(request, desk, id, [(posting.STALE, "")], 403)
    if not by:
        return await _all_page(request, desk, id, [NO_RECORDER], 422)
    seen = [str(value).partition(" ") for value in form.getlist("見た")]
    choices = [Choice(key, "採用", seal=seal) for key, _, seal in seen]
    if not choices:
        return await _all_page(request, desk, id, [("採用する記録がありません", "")], 422)
    try:
        await desk.work(lambda shelf: shelf.decide(id, choices, by))
    except ChangedMeanwhileError as error:
        return await _all_page(request, desk, id, pairs(error.problems), 409)
    except DataProblems as error:
        return await _all_page(request, desk, id, pairs(error.problems), 422)
    note = desk.note(f"{len(choices):,} 件を採用しました（記録者 {by}）。")
    return posting.see(address(id, 知らせ=note))
