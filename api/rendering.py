"""Templates in, pages out; and answers that a browser need not fetch twice."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api import marks, ready
from api.public import notice
from api.ready import Ready
from graph import dates, model
from graph.store.base import Store, Version, View
from queries.evidence import place_words

T = TypeVar("T")

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
JAPAN: Final = dt.timezone(dt.timedelta(hours=9))

SECTIONS: Final = (
    ("自治体", "/municipalities", "自治体"),
    ("企業", "/organisations", "企業・団体"),
    ("協定", "/agreements", "協定"),
    ("施策", "/measures", "施策"),
    ("分野", "/fields", "分野"),
    ("文書", "/documents", "文書"),
    ("比較", "/compare", "比較"),
    ("問い", "/catalogue", "問い"),
    ("地図", "/map", "地図"),
    ("確認", "/review", "確認"),
)
_PATHS: Final = {kind: path for kind, path, _ in SECTIONS}
_WORDS: Final = {kind: word for kind, _, word in SECTIONS}
STAGE_ORDER: Final = ("実施", "実証", "計画", "検討", "終了", "不明")


class Day(NamedTuple):
    """A date as people read it: the day, and what stands behind it in brackets (和暦, or that no year is given)."""

    day: str
    note: str


def day(date: str, precision: str | None = "") -> Day:
    """``2023年11月8日`` and ``令和5年``."""
    words, _, note = dates.japanese(date, precision or "").partition("（")
    return Day(words, note.removesuffix("）"))


def span(ends: tuple[str, str], precision: str | None = "") -> list[Day]:
    """From a date to another, each with its note unless one note serves both: ``8月19日から`` ``8月21日まで（年の記載なし）``."""
    start, end = day(ends[0], precision), day(ends[1])
    return [Day(f"{start.day}から", "" if start.note == end.note else start.note), Day(f"{end.day}まで", end.note)]


def address(kind: str, id: str) -> str:
    """Where the page of a node is."""
    return f"{_PATHS[kind]}/{quote(id, safe='')}"


def listing(path: str, **conditions: object) -> str:
    """The address of a list under conditions; what is not set is left out."""
    given = {key: str(value) for key, value in conditions.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


@cache
def design() -> str:
    """A mark that changes with any template, static file or piece of code."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted((*HERE.glob("templates/*"), *STATIC.glob("*"), *HERE.rglob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _static(name: str) -> str:
    return f"/static/{name}?v={design()}"


def loaded(version: Version) -> str:
    """When a version was loaded, in Japan's time."""
    try:
        moment = dt.datetime.fromisoformat(version.time).astimezone(JAPAN)
    except ValueError:
        return version.time
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": "{:,}".format, "place": place_words, "day": day, "span": span, "loaded": loaded}
    environment.globals |= {
        "sections": SECTIONS,
        "words": _WORDS,
        "stage_order": STAGE_ORDER,
        "certainties": model.CERTAINTIES,
        "mark": marks.mark,
        "cell": marks.cell,
        "hatch": marks.HATCH,
        "static": _static,
        "address": address,
        "listing": listing,
    }
    return environment


def html(template: str, context: Mapping[str, Any]) -> str:
    """A page."""
    return _environment().get_template(template).render({"left_out": False, "internal": False, **context})


def tag(version: Version, asked: str = "") -> str:
    """The ETag of what is told from one version: its number, and a digest of its time, of the design and of what was
    asked, where the address alone does not say that (a question whose default is today)."""
    digest = hashlib.blake2b(f"{version.time}|{design()}|{asked}".encode(), digest_size=6).hexdigest()
    return f'"{version.number}-{digest}"'


def known(request: Request, version: Version, asked: str = "") -> bool:
    """Whether the browser already has what this version tells."""
    given = request.headers.get("if-none-match")
    return given is not None and tag(version, asked) in {each.strip().removeprefix("W/") for each in given.split(",")}


async def from_one_version(
    request: Request,
    store: Store,
    work: Callable[[View], Awaitable[T]],
    render: Callable[[Version, T], tuple[str | bytes, str]],
    asked: str = "",
) -> Response:
    """The answer to a request, all of it from one version of the graph; 304 if the browser has it.

    ``render`` gives the body and its media type; ``asked`` is as in `tag`.
    """

    kept: Ready | None = getattr(request.app.state, "ready", None)
    what = ready.what(request, asked)

    async def once(view: View) -> tuple[Version, ready.Body | None, list[T]]:
        body = kept.get(view.version, what) if kept else None
        if body or known(request, view.version, asked):
            return view.version, body, []
        return view.version, None, [await work(view)]

    version, body, found = await store.read(once)
    if known(request, version, asked):
        return unchanged(version, asked)
    if body is None:
        body = ready.Body(*render(version, found[0]))
        if kept:
            kept.keep(version, what, body)
    return whole(version, *body, asked)


def unchanged(version: Version, asked: str = "") -> Response:
    """304: the browser has it."""
    return Response(status_code=304, headers=headers(version, asked))


def whole(version: Version, body: str | bytes, media_type: str, asked: str = "") -> Response:
    """An answer that was worked out from one version."""
    return Response(body, headers=headers(version, asked), media_type=media_type)


def headers(version: Version, asked: str = "") -> dict[str, str]:
    """What lets a browser ask whether its copy still holds."""
    return {"ETag": tag(version, asked), "Cache-Control": "private, no-cache"}


async def page(
    request: Request, store: Store, template: str, section: str, work: Callable[[View], Awaitable[Mapping[str, Any]]]
) -> Response:
    """A page of one section, from what ``work`` finds."""

    def render(version: Version, context: Mapping[str, Any]) -> tuple[str, str]:
        return html(template, {"section": section, "version": version, **context}), "text/html"

    async def told(view: View) -> Mapping[str, Any]:
        return {**await work(view), **await notice(request, view)}

    return await from_one_version(request, store, told, render)
