"""What the pages of fields show."""

from __future__ import annotations

from typing import Any, Final

from api import records
from api.asking import ask
from api.asof import AsOf
from api.bodies import reach
from api.citations import Citations
from api.fields import cross, tree
from api.lists import PAGE, paging
from api.rendering import address
from api.sources import sources
from graph.store.base import View

VIEWS: Final = (("", "協定・施策"), ("自治体", "自治体"), ("企業", "企業・団体"))
_RECORDS: Final = 25
"""Agreements, and as many measures, that the first view shows; the lists have all."""
_FEW: Final = 8
_WORDS: Final = 40


async def overview(view: View) -> dict[str, Any]:
    """All fields with those below them."""
    return {"families": await tree.all_families(view), "seen": ""}


async def crossing(view: View, seen: str, when: AsOf) -> dict[str, Any]:
    """A cross-table of large fields: 都道府県 or 業種."""
    if seen == "都道府県":
        found = cross.by_prefecture(await ask(view, "fields_prefectures", **when.values), when.conditions)
    else:
        found = cross.by_industry(await ask(view, "fields_industries", **when.values), when.conditions)
    return {"cross": found, "seen": seen, "when": when, "classes": reach.CLASSES}


async def field(view: View, id: str, when: AsOf) -> dict[str, Any]:
    """The first view of a field's page. Raises `NotFoundError`."""
    head = await _head(view, id, when)
    name = head["place"].field.name
    agreements = await ask(view, "agreements_at", 分野=name, 件数=_RECORDS, **when.values)
    measures = await ask(view, "measure_outcomes", 分野=name, 件数=_RECORDS, **when.values)
    found = await records.load(view, [row["協定id"] for row in agreements], [row["施策id"] for row in measures])
    table = records.table(found, topics=True)
    citations = Citations(table.entries)
    table.cite(citations)
    return {
        **head,
        "table": table,
        "agreements": agreements[0]["全数"] if agreements else 0,
        "measures": measures[0]["全数"] if measures else 0,
        "tiles": reach.tiles(head["reaches"]),
        "classes": reach.CLASSES,
        "bodies": await ask(view, "hubs", 分野=name, 最少=1, 件数=_FEW, **when.values),
        "words": await ask(view, "field_words", 分野=name, 件数=_WORDS),
        "shares": sorted(
            (each for each in head["reaches"] if each.working), key=lambda each: (-each.working, each.code)
        )[:_FEW],
        "sources": await sources(view, citations),
    }


async def municipalities(view: View, id: str, number: int, when: AsOf, prefecture: str) -> dict[str, Any]:
    """The municipalities with something on record in a field, a hundred a page."""
    head = await _head(view, id, when)
    name = head["place"].field.name
    rows = await ask(
        view,
        "field_municipalities",
        分野=name,
        都道府県=prefecture,
        **when.values,
        飛ばす=(number - 1) * PAGE,
        件数=PAGE,
    )
    conditions = {"見る": "自治体", "都道府県": prefecture, **when.conditions}
    inside = [each for each in head["reaches"] if not prefecture or each.prefecture == prefecture]
    return {
        **head,
        "rows": rows,
        "prefecture": prefecture,
        "inside": reach.together(inside, prefecture or "全国"),
        "options": [(each.prefecture, each.working) for each in head["reaches"]],
        "paging": _paged(rows, number, id, conditions),
    }


async def bodies(view: View, id: str, number: int, when: AsOf) -> dict[str, Any]:
    """The bodies that take part in a field, a hundred a page."""
    head = await _head(view, id, when)
    name = head["place"].field.name
    rows = await ask(view, "hubs", 分野=name, 最少=1, **when.values, 飛ばす=(number - 1) * PAGE, 件数=PAGE)
    return {**head, "rows": rows, "paging": _paged(rows, number, id, {"見る": "企業", **when.conditions})}


async def _head(view: View, id: str, when: AsOf) -> dict[str, Any]:
    place = tree.find(await tree.all_families(view), id)
    found = reach.reaches(await ask(view, "field_prefectures", 分野=place.field.name, **when.values))
    return {
        "place": place,
        "path": address("分野", id),
        "when": when,
        "views": VIEWS,
        "reaches": found,
        "country": reach.together(found),
        "prefectures": sum(1 for each in found if each.state == "あり"),
    }


def _paged(rows: list[dict[str, Any]], number: int, id: str, conditions: dict[str, str]) -> Any:
    # A page beyond the last has no row that tells how many there are.
    total = rows[0]["全数"] if rows else (number - 1) * PAGE if number > 1 else 0
    return paging(number, total, address("分野", id), conditions)
