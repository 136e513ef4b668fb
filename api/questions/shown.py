"""The pages of the catalogue: what stands on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from starlette.datastructures import QueryParams

from api.asking import SIZE, SKIP, Asked, Some, ask, asked, some
from api.coverage import coverage
from api.data import MOST
from api.errors import NotFoundError
from api.explore.diagram import diagram, stages
from api.explore.gather import cut, load
from api.explore.grid import Known
from api.explore.network import network
from api.explore.shown import SMALL, node_address
from api.lists import PAGE
from api.questions import form as forms
from api.questions.answer import Node, nodes, ordered, table
from api.questions.chain import chain, is_chain
from api.questions.form import Form, told
from api.questions.looked import looked_at
from api.questions.matrix import Matrix, matrix
from api.rendering import listing
from api.resolving import Resolver
from graph.errors import UsageError
from graph.store.base import View
from queries import catalogue
from queries.browser.saved import script
from queries.values import CHOICES, KINDS

PIECES: Final = "画面の部品"
"""The group of questions that pages put together; people seldom need them, so they stand last and apart."""
WAY: Final = "道すじ"
"""The view of an answer whose rows are steps from one body to another."""
_SORTED: Final = 2_000
"""Rows of a question with pages that are read where they are sorted or drawn."""
_DRAWN: Final = 400
"""Records that are read for a diagram."""


class Look(NamedTuple):
    """How an answer is looked at. ``every``: with the columns of ids."""

    seen: str
    sort: str
    backward: bool
    number: int
    every: bool = False


def everything() -> dict[str, Any]:
    """All questions by group; groups of nothing are left out."""
    groups = {group: found for group, found in catalogue.grouped().items() if found}
    return {
        "groups": [(group, found) for group, found in groups.items() if group != PIECES],
        "pieces": groups.get(PIECES, []),
    }


async def question(view: View, name: str, given: QueryParams, names: Resolver, look: Look) -> dict[str, Any]:
    """Everything on the page of a question. Raises `NotFoundError` and `UsageError`."""
    query = catalogue.catalogue().get(name)
    if query is None:
        raise NotFoundError(f"「{name}」という問いはありません。「問い」の一覧から選んでください。")
    strange = forms.unknown(query, given)
    if strange:
        query.values(strange)
    form = forms.make(query, given, names, await _words(view))
    path = f"/catalogue/{quote(name)}"
    common = {
        "query": query,
        "form": form,
        "kinds": KINDS,
        "path": path,
        "here": lambda **changed: listing(path, **{**form.values, "列": "全部" if look.every else "", **changed}),
        "told": told,
        "look": look,
        "answer": None,
        "text": query.texts.get(view.engine, query.text),
        "browser": script(query, await query.prepared(view, **_plain(form)) if form.ready else None).text,
    }
    if not form.ready:
        return common
    wanted = asked(name, QueryParams(form.values))
    return {**common, **await _answer(view, wanted, form, names, look)}


def _plain(form: Form) -> dict[str, Any]:
    lists = {each.name for each in form.query.parameters if each.type == "文字のリスト"}
    return {
        key: [part for part in value.split(",") if part] if key in lists else value
        for key, value in form.values.items()
    }


async def _words(view: View) -> dict[str, Sequence[str]]:
    """What a person can choose from, by kind of value."""
    found: dict[str, Sequence[str]] = {kind: words for kind, words in CHOICES.items() if kind != "印"}
    found["都道府県"] = [row["都道府県"] for row in await ask(view, "record_prefectures", 記録="施策")]
    fields = await ask(view, "field_tree")
    found["分野"] = [row["分野"] for row in fields]
    found["大分野"] = [row["分野"] for row in fields if row["階層"] == 1]
    return found


async def _answer(view: View, wanted: Asked, form: Form, names: Resolver, look: Look) -> dict[str, Any]:
    found = await _rows(view, wanted, look)
    rows = found.rows.dicts()
    if look.sort:
        if look.sort not in found.rows.columns:
            raise UsageError(f"「{look.sort}」という列はありません。表の見出しから選んでください。")
        found = Some(ordered(found.rows, look.sort, backward=look.backward), found.more)
    total = _total(wanted, found, look)
    page, first = _page(wanted, found, look)
    tied = [{**row, **_asked_for(wanted)} for row in rows]
    way = await chain(view, rows) if is_chain(found.rows.columns) else None
    seen = look.seen or (WAY if way else "表")
    made: Matrix | None = matrix(rows, names.name, (await _known(view, rows)).of) if seen == "行列" else None
    drawn = await _drawn(view, tied) if seen == "関係図" else {}
    whole = listing(f"/api/queries/{wanted.query.name}.csv", **form.values)
    return {
        "answer": True,
        "seen": seen,
        "views": ([WAY] if way else []) + _views(rows, tied),
        "chain": way,
        "look_limit": wanted.values.get("上限"),
        "table": table(wanted.query.columns, rows, page, names.thing, every=look.every),
        "looked": await looked_at(view, wanted) if not rows else None,
        "first": first,
        "shown": len(page),
        "total": total,
        "more": found.more,
        "cap": len(found.rows.rows),
        "pages": max(1, -(-(total or 0) // PAGE)) if total is not None else None,
        "following": (total is None and found.more) or (total is not None and first + len(page) < total),
        "matrix": made,
        "small": SMALL,
        "csv": whole,
        "xlsx": whole.replace(".csv", ".xlsx", 1),
        "json": whole.replace(".csv", "", 1),
        **drawn,
    }


async def _rows(view: View, wanted: Asked, look: Look) -> Some:
    """All rows up to the cap where they are sorted or drawn; of a question with pages else only the page."""
    if wanted.pages and not wanted.sized:
        plain = look.seen in ("", "表") and not look.sort
        size, skipped = (
            (PAGE, (look.number - 1) * PAGE + wanted.values[SKIP]) if plain else (_SORTED, wanted.values[SKIP])
        )
        wanted = wanted._replace(values={**wanted.values, SIZE: size, SKIP: skipped})
    return await some(view, wanted, MOST)


def _total(wanted: Asked, found: Some, look: Look) -> int | None:
    """How many rows there are in all; None where only the next page will tell."""
    rows = found.rows
    if wanted.pages and not wanted.sized:
        if "全数" in rows.columns and rows.rows:
            return int(rows.rows[0][rows.columns.index("全数")])
        if look.sort or look.seen not in ("", "表") or not found.more:
            skipped = (look.number - 1) * PAGE if look.seen in ("", "表") and not look.sort else 0
            return None if found.more else skipped + len(rows.rows)
        return None
    return None if found.more else len(rows.rows)


def _page(wanted: Asked, found: Some, look: Look) -> tuple[list[dict[str, Any]], int]:
    """The rows of the page and how many lie before them. Raises `NotFoundError` beyond the last."""
    first = (look.number - 1) * PAGE
    rows = found.rows.dicts()
    here = (
        rows[:PAGE]
        if wanted.pages and not wanted.sized and not look.sort and look.seen in ("", "表")
        else rows[first : first + PAGE]
    )
    if look.number > 1 and not here:
        raise NotFoundError("この答えには、その頁がありません。前の頁に戻ってください。")
    return here, first


def _asked_for(wanted: Asked) -> dict[str, Any]:
    """The body that a question is about, as if it were a column of each row."""
    for parameter in wanted.query.parameters:
        value = wanted.values.get(parameter.name)
        if parameter.name == "id" and value and parameter.kind in ("自治体id", "企業id", "団体id"):
            kind = (
                "企業id"
                if parameter.kind == "企業id" or (parameter.kind == "団体id" and not str(value).isdigit())
                else "自治体id"
            )
            return {"問いの団体": [Node(kind.removesuffix("id"), str(value))]}
    return {}


def _views(rows: Sequence[Mapping[str, Any]], tied: Sequence[Mapping[str, Any]]) -> list[str]:
    found = ["表"]
    kinds = {each.kind for row in rows[:200] for many in nodes(row).values() for each in many}
    if len(kinds & {"自治体", "企業", "分野", "協定", "施策", "文書"}) > 1:
        found.append("行列")
    every = kinds | {each.kind for row in tied[:1] for each in row.get("問いの団体", ())}
    if {"協定", "施策"} & every or {"自治体", "企業"} <= every or kinds == {"企業"}:
        found.append("関係図")
    return found


async def _known(view: View, rows: Sequence[Mapping[str, Any]]) -> Known:
    """What is on record between the municipalities and bodies of an answer, whether or not it has a row for them."""
    found = {each for row in rows for many in nodes(row).values() for each in many}
    places = sorted(each.id for each in found if each.kind == "自治体")
    if not places or not any(each.kind == "企業" for each in found):
        return Known((), ())
    tied = {(row["自治体id"], row["企業id"]) for row in await ask(view, "works_of", ids=places)}
    return Known(tied, {place.id for place in (await coverage(view)).both if place.complete})


async def _drawn(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The diagram of an answer: its agreements and measures, or those that tie the bodies which it names."""
    ids = dict.fromkeys(
        each.id for row in rows for many in nodes(row).values() for each in many if each.kind in ("協定", "施策")
    )
    if not ids:
        ids = await _between(view, rows)
    drawn = cut(await load(view, list(ids)[:_DRAWN]))
    net = network(drawn)
    return {
        "diagram": diagram(net, node_address),
        "dashes": stages(net),
        "drawn": len(drawn),
        "all_drawn": len(ids),
    }


async def _between(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[str, None]:
    """Records in which the municipalities and bodies of a row take part together."""
    pairs: set[tuple[str, str]] = set()
    for row in rows:
        named = [each for many in nodes(row).values() for each in many] + list(row.get("問いの団体", ()))
        places = [each.id for each in named if each.kind == "自治体"]
        bodies = [each.id for each in named if each.kind == "企業"]
        pairs |= {(place, body) for place in places for body in bodies}
    if not pairs:
        return {}
    side = 0 if len({place for place, _ in pairs}) < len({body for _, body in pairs}) else 1
    wanted = sorted({pair[side] for pair in pairs})[:_DRAWN]
    found = await ask(view, "works_of", ids=wanted)
    return {row["記録id"]: None for row in found if (row["自治体id"], row["企業id"]) in pairs}
