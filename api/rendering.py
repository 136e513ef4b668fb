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

from api import marks
from api.citations import place_words
from graph import dates, model
from graph.store.base import Store, Version, View

T = TypeVar("T")

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
JAPAN: Final = dt.timezone(dt.timedelta(hours=9))

SECTIONS: Final = (
    ("自治体", "/municipalities", "自治体"),
    ("企業", "/organisations", "企業・団体"),
    ("協定", "/agreements", "協定"),
    ("施策", "/measures", "施策"),
    ("文書", "/documents", "文書"),
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
    """A mark that changes with any template or static file."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted((*HERE.glob("templates/*"), *STATIC.glob("*"), *HERE.glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _static(name: str) -> str:
    return f"/static/{name}?v={design()}"


def _loaded(version: Version) -> str:
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
    environment.filters |= {"number": "{:,}".format, "place": place_words, "day": day, "span": span, "loaded": _loaded}
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
    return _environment().get_template(template).render(context)


def tag(version: Version) -> str:
    """The ETag of everything that is told from one version: its number, and a digest of its time and of the design."""
    digest = hashlib.blake2b(f"{version.time}|{design()}".encode(), digest_size=6).hexdigest()
    return f'"{version.number}-{digest}"'


def known(request: Request, version: Version) -> bool:
    """Whether the browser already has what this version tells."""
    given = request.headers.get("if-none-match", "")
    return tag(version) in {each.strip().removeprefix("W/") for each in given.split(",")}


async def from_one_version(
    request: Request,
    store: Store,
    work: Callable[[View], Awaitable[T]],
    render: Callable[[Version, T], tuple[str, str]],
) -> Response:
    """The answer to a request, all of it from one version of the graph; 304 if the browser has it.

    ``render`` gives the body and its media type.
    """

    async def once(view: View) -> tuple[Version, list[T]]:
        return view.version, [] if known(request, view.version) else [await work(view)]

    version, found = await store.read(once)
    if not found:
        return unchanged(version)
    return whole(version, *render(version, found[0]))


def unchanged(version: Version) -> Response:
    """304: the browser has it."""
    return Response(status_code=304, headers=_headers(version))


def whole(version: Version, body: str, media_type: str) -> Response:
    """An answer that was worked out from one version."""
    return Response(body, headers=_headers(version), media_type=media_type)


def _headers(version: Version) -> dict[str, str]:
    return {"ETag": tag(version), "Cache-Control": "private, no-cache"}


async def page(
    request: Request, store: Store, template: str, section: str, work: Callable[[View], Awaitable[Mapping[str, Any]]]
) -> Response:
    """A page of one section, from what ``work`` finds."""

    def render(version: Version, context: Mapping[str, Any]) -> tuple[str, str]:
        return html(template, {"section": section, "version": version, **context}), "text/html"

    return await from_one_version(request, store, work, render)
