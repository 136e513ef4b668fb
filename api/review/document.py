"""``/review/{id}``: the original with its quoted words marked, beside it the records to decide about, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, NamedTuple, cast, get_args
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response

from api.errors import NotFoundError
from api.lists import PAGE, paging
from api.rendering import listing
from api.review import cards, posting
from api.review.desk import Desk, TheDesk
from api.review.passages import Mark, passages
from graph.decisions import Verdict
from graph.errors import DataProblems, Problem, RenkeiError, UsageError
from loaders.review import STATES, ChangedMeanwhileError, Choice, Document, Item, Shelf
from loaders.workbook import cells

router = APIRouter()

RESERVED: Final = frozenset({"same", "entry", "build", "add", "by", "_"})
"""Words of fixed addresses; a document that is called so is found below ``/review/_/``."""
NO_RECORDER: Final = ("記録者がまだありません", "画面の上の「記録者」に、判断する部署の名前を入れてください")


class Looking(NamedTuple):
    """What of a document a person looks at. ``now``: key of the current record; ``edit``: of the one in its form."""

    state: str = ""
    number: int = 0
    now: str = ""
    edit: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Attempt:
    """A decision that was not taken: what a person wanted and typed, and why it could not be."""

    key: str
    problems: list[tuple[str, str]]
    typed: Mapping[str, str] | None = None
    wrong: tuple[cells.Wrong, ...] = ()
    status: int = 422


def address(id: str, *, key: str = "", **conditions: object) -> str:
    """Where a document is reviewed; ``key``: the record at which the page opens."""
    middle = "_/" if id in RESERVED else ""
    found = listing(f"/review/{middle}{quote(id, safe='')}", **conditions)
    return f"{found}#{cards.anchor(key)}" if key else found


def looking(
    state: Annotated[Literal["", *STATES, "残り"], Query(alias="状態")] = "",  # type: ignore[valid-type]
    number: Annotated[int, Query(alias="頁", ge=0, le=1_000_000)] = 0,
    now: Annotated[str, Query(alias="今", max_length=100)] = "",
    edit: Annotated[str, Query(alias="直す", max_length=100)] = "",
    whole: Annotated[Literal["", "全部"], Query(alias="本文")] = "",
) -> Looking:
    return Looking(state, number, now, edit, bool(whole))


Look = Annotated[Looking, Depends(looking)]


async def find(desk: Desk, id: str) -> Document:
    """A document under review. Raises `NotFoundError`."""

    missing = f"「{id}」という文書は、確認する文書の中にありません。一覧から探してください。"

    def job(shelf: Shelf) -> Document:
        try:
            return shelf.document(id)
        except UsageError as error:
            raise NotFoundError(missing) from error

    document = await desk.work(job)
    if not desk.shows(document.info):
        raise NotFoundError(missing)
    return document


async def page(
    request: Request, desk: Desk, document: Document, look: Looking, attempt: Attempt | None = None, said: str = ""
) -> Response:
    """The page of a document."""
    context = await desk.work(lambda shelf: _context(desk, document, look, attempt))
    return posting.shown(
        request, desk, "review_document.html", {**context, "said": said}, attempt.status if attempt else 200
    )


def _context(desk: Desk, document: Document, look: Looking, attempt: Attempt | None) -> dict[str, Any]:
    everything = cards.ordered(document.items)
    current = attempt.key if attempt else look.now or look.edit
    listed = [item for item in everything if _wanted(item, look.state) or item.key == current]
    order = [item.key for item in listed]
    number = look.number or (order.index(current) // PAGE + 1 if current in order else 1)
    conditions = {"状態": look.state, "本文": "全部" if look.whole else ""}
    paged = paging(number, len(listed), address(document.id), conditions)
    shown = listed[paged.skipped : paged.last]
    made = [cards.card(item, document) for item in shown]
    for card, after in pairwise(made):
        card.next = after.anchor
    if current not in {item.key for item in shown}:
        current = next((item.key for item in shown if item.open), shown[0].key if shown else "")
    for card in made:
        item = card.item
        card.current = item.key == current
        if item.open:
            card.hints = desk.checker()(item.section, item.record, document.info)
        if attempt and attempt.key == item.key:
            card.problems = attempt.problems
            if attempt.wrong or attempt.typed is not None:
                card.inputs = cards.inputs(item, attempt.typed, attempt.wrong)
        elif desk.writable and item.state != "却下" and item.key == look.edit:
            card.inputs = cards.inputs(item)
    marks = [
        Mark(quote.start, quote.end, card.anchor, card.item.open)
        for card in made
        for quote in card.item.quotes
        if quote.start >= 0
    ]
    counts = document.counts
    return {
        "document": document,
        "counts": counts,
        "left": counts["未"],
        "open": counts["未"] + counts["消えた"],
        "groups": _groups(made),
        "current": cards.anchor(current) if current else "",
        "parts": passages(document.text, marks, whole=look.whole) if document.text is not None else None,
        "look": look,
        "paging": paged,
        "conditions": conditions,
        "states": _states(document, look.state),
        "fields": sorted({entry.名称 for entry in desk.checker().taxonomy.by_id.values()}),
        "at": address,
        "last": bool(made) and paged.number == max(paged.pages, 1),
    }  # fmt: skip


def _wanted(item: Item, state: str) -> bool:
    return not state or item.state == state or (state == "残り" and item.open)


_STATE_WORDS: Final = {"未": "未確認", "消えた": "新しい版にない", "済": "採用", "却下": "却下"}


def _states(document: Document, chosen: str) -> list[tuple[str, str, int]]:
    """What the records can be narrowed to: value, word, number; what would show nothing is left out."""
    counts = document.counts
    found = [(state, _STATE_WORDS[state], counts[state]) for state in STATES]
    if counts["消えた"]:
        found.insert(0, ("残り", "残り", counts["未"] + counts["消えた"]))
    return [("", "すべて", len(document.items)), *(each for each in found if each[2] or each[0] == chosen)]


def _groups(made: list[cards.Card]) -> list[tuple[str, list[cards.Card]]]:
    found: dict[str, list[cards.Card]] = {}
    for card in made:
        found.setdefault(card.item.section, []).append(card)
    return list(found.items())


# --- looking ---------------------------------------------------------------------------------------------------------


@router.api_route("/review/_/{id}", methods=["GET", "HEAD"])
@router.api_route("/review/{id}", methods=["GET", "HEAD"])
async def look_at(
    request: Request,
    desk: TheDesk,
    id: str,
    look: Look,
    note: Annotated[str, Query(alias="知らせ", max_length=20)] = "",
) -> Response:
    said = desk.noted(note)
    return await page(request, desk, await find(desk, id), look, said=said if isinstance(said, str) else "")


# --- deciding --------------------------------------------------------------------------------------------------------


@router.post("/review/_/{id}/decide")
@router.post("/review/{id}/decide")
async def decide(request: Request, desk: TheDesk, id: str) -> Response:
    """Take one decision; what cannot be taken is shown at the record with all that was typed."""
    form = await posting.received(request, desk)
    key, wanted, seal = (posting.text(form, name) for name in ("対象", "判断", "封"))
    whole = bool(posting.text(form, "本文"))
    look = Looking(posting.text(form, "状態") if posting.text(form, "状態") in (*STATES, "残り") else "", whole=whole)
    typed = posting.typed(form)
    document = await find(desk, id)
    item = document.item(key)
    if item is None:
        raise NotFoundError("この記録は、いまの文書にはありません。画面を開き直してください。")
    after = await _decided(request, desk, document, item, wanted, seal, typed, form)
    if isinstance(after, Attempt):
        return await page(request, desk, await find(desk, id), look, after)
    next_one = following(after, key, look.state)
    return posting.see(address(id, key=next_one, 状態=look.state, 本文="全部" if whole else "", 今=next_one))


def following(document: Document, key: str, state: str = "") -> str:
    """The record to look at after one is decided: the next that is open, from there on and then from the start."""
    order = cards.ordered(document.items)
    at = next((n for n, item in enumerate(order) if item.key == key), 0)
    for item in (*order[at + 1 :], *order[:at]):
        if item.open and _wanted(item, state):
            return item.key
    return key


async def _decided(
    request: Request,
    desk: Desk,
    document: Document,
    item: Item,
    wanted: str,
    seal: str,
    typed: Mapping[str, str],
    form: Mapping[str, Any],
) -> Document | Attempt:
    """The document after the decision, or why it was not taken."""
    kept = typed if wanted == "修正" else None
    by = posting.recorder(request)
    if not posting.fresh(form, desk):
        return Attempt(item.key, [(posting.STALE, "")], kept, status=403)
    if not by:
        return Attempt(item.key, [NO_RECORDER], kept)
    if wanted not in get_args(Verdict):
        return Attempt(item.key, [("判断が選ばれていません", "採用・却下などのボタンを押してください")], kept)
    content = None
    if wanted == "修正":
        content, wrong = cells.edited(item.section, item.record, typed)
        if wrong:
            # All mistakes at once: what the checks find in the fields that could be read as well.
            found = [p for p in desk.checker()(item.section, content, document.info) if not p.warning]
            told = {each.column for each in wrong}
            wrong += [each for each in _wrong(item, found) if each.column not in told]
            return Attempt(
                item.key, [("直したところに誤りがあります", "印の付いた欄を直してください")], kept, tuple(wrong)
            )
    choice = Choice(item.key, cast(Verdict, wanted), content, seal)

    def job(shelf: Shelf) -> Document:
        if wanted == "取消":
            now = shelf.document(document.id).item(item.key)
            if now and seal and now.seal != seal:
                raise ChangedMeanwhileError([
                    Problem("", 0, "", f"「{now.name}」は、見ている間に変わりました（いまは「{now.state}」）",
                            "いまの内容を見てから、もう一度判断してください")
                ])  # fmt: skip
            return shelf.undo(document.id, item.key, by)
        return shelf.decide(document.id, [choice], by)

    try:
        return await desk.work(job)
    except ChangedMeanwhileError as error:
        return Attempt(item.key, pairs(error.problems), kept, status=409)
    except DataProblems as error:
        wrong = _wrong(item, error.problems)
        # What keeps a record out of the graph is put right in its form.
        return Attempt(item.key, pairs(error.problems), kept, tuple(wrong))
    except RenkeiError as error:
        return Attempt(item.key, [(error.detail, "")], kept)


def _wrong(item: Item, problems: list[Problem]) -> list[cells.Wrong]:
    return [cells.Wrong(cards.column_of(item.section, p, item), p.what, p.remedy) for p in problems if not p.warning]


def pairs(problems: list[Problem]) -> list[tuple[str, str]]:
    """What is wrong and what to do, for `problems` of the templates."""
    return [(problem.what, problem.remedy) for problem in problems if not problem.warning]
