"""The partnership map of a choice: one self-contained page, drawn once per version of the graph, or its file."""

from __future__ import annotations

import asyncio
import importlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from api.asking import asked
from api.asof import When
from api.deps import Field, Prefecture, TheStore
from api.downloads import fit
from api.map_files import Form, Kind, file, selected
from api.public import NAME
from api.rendering import known, unchanged, whole
from graph import model
from graph.errors import StoreChangingError, UsageError
from graph.store.base import Store, Version
from viz.choice import DEEPEST
from viz.wanted import Wanted

router = APIRouter(include_in_schema=False)

Draw: TypeAlias = Callable[[Store, Wanted], Awaitable[str]]
_TRIES: Final = 3
_KEPT: Final = 24
_KEPT_SIZE: Final = 64_000_000
"""Characters of all maps that are kept."""
_FILES: Final = Kind("連携の地図", "viz.figures")
_OWN: Final = frozenset(
    ("まわり", "段", "広げる", "分野", "都道府県", "種別", "時点", "終了も", "問い", "保存", "形")
)  # fmt: skip


async def drawing(store: Store, wanted: Wanted) -> str:
    """The map of a choice, without what is 庁内限り; the drawing library is loaded when it is first needed."""
    module = await asyncio.to_thread(importlib.import_module, "viz.interactive")
    shown, wished = await selected(store, wanted)

    def work() -> str:
        text: str = module.render(module.chosen(shown, wished))
        return text

    return await asyncio.to_thread(work)


class Maps:
    """The last used maps of the present version. One is drawn at a time; one that a load overtook is not kept."""

    def __init__(self, draw: Draw = drawing) -> None:
        self._draw = draw
        self._version: Version | None = None
        self._drawn: OrderedDict[Wanted, str] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(self, store: Store, wanted: Wanted) -> tuple[Version, str]:
        """The map and the version that it shows. Raises `StoreChangingError` if loads keep overtaking it."""
        async with self._lock:
            for _ in range(_TRIES):
                version = await store.version()
                if version != self._version:
                    self._version, self._drawn = version, OrderedDict()
                if wanted in self._drawn:
                    self._drawn.move_to_end(wanted)
                    return version, self._drawn[wanted]
                text = await self._draw(store, wanted)
                if await store.version() == version:
                    self._keep(wanted, text)
                    return version, text
        raise StoreChangingError("グラフが続けて更新されています。少し待って、開き直してください。")

    def _keep(self, wanted: Wanted, text: str) -> None:
        """Let go of the maps that were not asked for longest, so that any number of choices takes so much room."""
        self._drawn[wanted] = text
        while len(self._drawn) > 1 and (len(self._drawn) > _KEPT or sum(map(len, self._drawn.values())) > _KEPT_SIZE):
            self._drawn.popitem(last=False)


class _Head(HTMLParser):
    """Reads the policy and the title that a page carries in its head."""

    policy = ""
    title = ""
    _within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = given.get("content") or ""
        self._within = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._within:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._within = False


def _head_of(page: str) -> _Head:
    parser = _Head()
    parser.feed(page[:20_000])
    return parser


@router.api_route("/map", methods=["GET", "HEAD"])
async def partnership_map(
    request: Request,
    store: TheStore,
    when: When,
    around: Annotated[str, Query(alias="まわり", max_length=200)] = "",
    depth: Annotated[int, Query(alias="段", ge=1, le=DEEPEST)] = 1,
    hubs: Annotated[Literal["", "1"], Query(alias="広げる")] = "",
    field: Field = "",
    prefecture: Prefecture = "",
    kind: Annotated[str, Query(alias="種別", max_length=20)] = "",
    question: Annotated[str, Query(alias="問い", max_length=60)] = "",
    kept: Annotated[Literal["", "1"], Query(alias="保存")] = "",
    form: Form = "",
) -> Response:
    """The page's own policy allows its own scripts and nothing else; it is sent as a header too.

    With 問い, all other conditions are values of that question. ``保存=1`` gives a file to be kept, 形 one of another kind.
    """
    version = await store.version()
    if known(request, version):
        return unchanged(version)
    if question:
        wanted = Wanted(question=question, given=_given(request, question))
    else:
        _refuse_unknown(request, kind)
        wanted = Wanted(
            around.strip(),
            depth,
            bool(hubs),
            field.strip(),
            prefecture,
            (kind,) if kind else (),
            when.date,
            not when.ended,
        )
    if form:
        return await file(request, store, version, wanted, form, _FILES)
    maps: Maps = request.app.state.maps
    return sent(*await maps.get(store, wanted), bool(kept))


def sent(version: Version, text: str, kept: bool) -> Response:
    """A self-contained page with its own policy as a header too; ``kept``: as a file named after its title."""
    response = whole(version, text, "text/html")
    head = _head_of(text)
    if head.policy:
        response.headers["Content-Security-Policy"] = f"{head.policy}; frame-ancestors 'none'"
    if kept:
        name = f"{fit(head.title) or '連携の地図'}.html"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _given(request: Request, question: str) -> tuple[tuple[str, object], ...]:
    """The values of a question, checked; lists as tuples, so that the choice can be kept."""
    values = [
        (key, text) for key, text in request.query_params.multi_items() if key not in ("問い", "保存", "形", NAME)
    ]
    found = asked(question, type(request.query_params)(values))
    sent = {key for key, _ in values}
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in found.shown.items()
        if name in sent
    )


def _refuse_unknown(request: Request, kind: str) -> None:
    if kind and kind not in model.AGREEMENT_KINDS:
        raise UsageError(f"「{kind}」という協定の種別はありません。使える種別: {'、'.join(model.AGREEMENT_KINDS)}")
    unknown = sorted(request.query_params.keys() - _OWN - {NAME})
    if unknown:
        raise UsageError(
            f"「{unknown[0][:40]}」という条件は地図にありません。使える条件: {'、'.join(sorted(_OWN - {'保存', '形'}))}"
        )
