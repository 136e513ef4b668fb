"""``/review/entry``: facts that no file tells — a call, an answer to an inquiry, an agreement on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.review import posting
from api.review.cards import Input
from api.review.desk import Desk, TheDesk
from api.review.document import address
from graph.errors import DataProblems
from loaders import lines, personal
from loaders.review import Document, Shelf
from loaders.workbook import entry
from loaders.workbook.cells import Wrong

router = APIRouter()

_NEEDED: Final = frozenset({"資料", "日付", "自治体", "部署", "事実", "名称", "要旨"})
_GROUPS: Final = (
    ("どこから聞いたか", ("資料", "日付", "自治体", "部署", "題名", "公開")),
    ("何があったか", ("事実", "名称", "相手", "締結日・時期", "要旨", "分野")),
    ("協定のとき", ("協定の種別",)),
    ("施策のとき", ("段階", "相手の役割")),
    ("確かさ", ("確度", "注記")),
)
_COLUMN_OF: Final = {
    "企業": "相手", "種別": "協定の種別", "締結日": "締結日・時期", "時期": "締結日・時期", "出典": "要旨", "段階": "段階",
}  # fmt: skip
_BEFORE: Final = "h-"
"""How ids of documents that were entered by hand begin."""
_LISTED: Final = 50


async def _page(
    request: Request,
    desk: Desk,
    typed: Mapping[str, str],
    wrong: list[Wrong],
    *,
    said: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    columns = {column.name: column for column in entry.COLUMNS}
    inputs = {
        name: Input(
            name, f"{name}（必ず）" if name in _NEEDED else name, "lines" if name == "要旨" else column.kind,
            typed.get(name, ""), column.choices, column.meaning.replace("（Alt+Enter で改行）", ""), True, tuple((each.what, each.remedy) for each in wrong if each.column == name),
        )
        for name, column in columns.items()
    }  # fmt: skip
    grouped = [(title, [inputs[name] for name in names]) for title, names in _GROUPS]
    context = {
        "groups": grouped,
        "said": said,
        "problems": ([(problem, "")] if problem else [])
        + [(w.what, w.remedy) for w in wrong if w.column not in inputs],
        "entered": await desk.work(_entered),
        "fields": sorted({each.名称 for each in desk.checker().taxonomy.by_id.values()}),
        "at": address,
    }
    return posting.shown(request, desk, "review_entry.html", context, status)


def _entered(shelf: Shelf) -> list[Document]:
    """Documents that were entered by hand, the latest day first."""
    found = [shelf.document(id) for id in shelf.folder.documents() if id.startswith(_BEFORE)]
    return sorted(found, key=lambda d: (str(d.info.get("発行日", "")), d.id), reverse=True)[:_LISTED]


@router.api_route("/review/entry", methods=["GET", "HEAD"])
async def form(
    request: Request, desk: TheDesk, note: Annotated[str, Query(alias="知らせ", max_length=20)] = ""
) -> Response:
    said = desk.noted(note)
    return await _page(request, desk, {"公開": "公開"}, [], said=said if isinstance(said, str) else "")


@router.post("/review/entry")
async def enter(request: Request, desk: TheDesk) -> Response:
    """First show what would be in the graph; put it into the folder when that is confirmed."""
    sent = await posting.received(request, desk)
    typed = posting.typed(sent)
    if not posting.fresh(sent, desk):
        return await _page(request, desk, typed, [], problem=posting.STALE, status=403)
    if posting.text(sent, "段") == "直す":
        return await _page(request, desk, typed, [])
    document, section, record, wrong = entry.fact(typed)
    known = {each.column for each in wrong}
    if section in entry.FACTS:
        wrong += [each for each in _refused(desk, document, section, record) if each.column not in known]
    if wrong:
        return await _page(request, desk, typed, wrong, status=422)
    if posting.text(sent, "段") != "入れる":
        return posting.shown(
            request, desk, "review_entry_confirm.html", _confirmation(desk, typed, document, section, record)
        )
    made = entry.documents([(1, document, section, record)])

    def job(shelf: Shelf) -> int:
        return sum(shelf.enter(id, entered.data) for id, entered in made.items())

    try:
        count = await desk.work(job)
    except DataProblems as error:
        return await _page(
            request, desk, typed, [Wrong(_column(p.field), p.what, p.remedy) for p in error.problems], status=422
        )
    told = f"「{record['名称']}」を入れました。" if count else f"「{record['名称']}」は、すでに入っています。"
    return posting.see(f"/review/entry?知らせ={desk.note(told)}")


def _refused(desk: Desk, document: Mapping[str, Any], section: str, record: dict[str, Any]) -> list[Wrong]:
    """Why the fact could not enter the graph."""
    if personal.problems(lines.Located("", [document, record])):
        return [Wrong("要旨", "電話番号かメールアドレスが入っています", "連絡先を消してください")]
    check = desk.checker()
    found = [
        Wrong(_column(problem.field), problem.what, problem.remedy)
        for problem in [*check(section, record, {}), *check("発行", document["発行"], {})]
        if not problem.warning
    ]
    # The municipality stands in the record and in the document.
    return list(dict.fromkeys(found))


def _column(path: str) -> str:
    head = path.partition(".")[0].partition("[")[0]
    return _COLUMN_OF.get(head, head if head in {column.name for column in entry.COLUMNS} else "名称")


def _confirmation(
    desk: Desk, typed: Mapping[str, str], document: Mapping[str, Any], section: str, record: dict[str, Any]
) -> dict[str, Any]:
    hints = [p for p in desk.checker()(section, record, {}) if p.warning]
    return {
        "typed": typed, "document": document["文書"], "issuer": document["発行"], "kind": section, "record": record,
        "hints": hints,
        "date": record.get("締結日") or record.get("時期") or "",
        "precision": record.get("締結日精度") or record.get("時期精度") or "",
    }  # fmt: skip
