"""``/review/build``: the graph is made anew from the files, and what changed is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.deps import TheStore
from api.review import posting
from api.review.desk import TheDesk
from graph.diff import Changes
from graph.errors import DataProblems, Problem, RenkeiError
from loaders.build import build

router = APIRouter()

SHOWN: Final = 200
_COUNTED: Final = ("自治体", "企業", "協定", "施策", "文書", "連携")


@dataclass(frozen=True)
class Outcome:
    """What a build did. ``failed``: why nothing was written, '' if all went well."""

    failed: str = ""
    changes: Changes | None = None
    counts: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    unconfirmed: int = 0
    new: tuple[str, ...] = ()


@router.api_route("/review/build", methods=["GET", "HEAD"])
async def last(
    request: Request, desk: TheDesk, note: Annotated[str, Query(alias="知らせ", max_length=20)] = ""
) -> Response:
    """What the build did to which the address belongs; without one, the button."""
    outcome = desk.noted(note)
    return _page(request, desk, outcome if isinstance(outcome, Outcome) else None)


def _page(request: Request, desk: TheDesk, outcome: Outcome | None, status: int = 200, problem: str = "") -> Response:
    context = {"outcome": outcome, "problem": problem, "limit": SHOWN}
    return posting.shown(request, desk, "review_build.html", context, status)


@router.post("/review/build")
async def make(request: Request, desk: TheDesk, store: TheStore) -> Response:
    """Check all files and make the graph equal to them. Where something is wrong nothing is written."""
    form = await posting.received(request, desk)
    if not posting.fresh(form, desk):
        return _page(request, desk, None, 403, posting.STALE)
    if desk.building.locked():
        return _page(request, desk, None, 409, "いまグラフを作り直している途中です。少し待ってから開き直してください。")
    async with desk.building:
        try:
            done = await build(desk.settings, store)
        except DataProblems as error:
            outcome = Outcome("データに誤りがあるので、グラフは前のままです。", problems=tuple(error.problems))
            return _page(request, desk, outcome, 422)
        except RenkeiError as error:
            return _page(request, desk, Outcome(error.detail), error.http_status)
    desk.forget_names()
    outcome = Outcome(
        changes=done.changes,
        counts=tuple((name, done.counts[name]) for name in _COUNTED),
        problems=tuple(sorted(done.checked.problems)),
        unconfirmed=done.checked.unconfirmed,
        new=tuple(entry.名称 for entry in done.checked.new.values()),
    )
    return posting.see(f"/review/build?知らせ={desk.note(outcome)}")
