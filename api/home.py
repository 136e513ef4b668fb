"""The first page: how much is on record, and how much of the country has been looked at."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple

from api import dots
from api.asking import ask
from api.asof import AsOf
from api.bodies import reach
from api.coverage import Coverage, Part, Place, State, Tally, coverage, parts, state_parts, tally
from api.rendering import STAGE_ORDER
from graph import model
from graph.errors import UsageError
from graph.store.base import View
from viz.country.tiles import tile_places

_DOCUMENTS: Final = 8
"""How many documents the first page names; the list names all."""


class Tile(NamedTuple):
    """A prefecture's 市区町村; ``column`` and ``line`` from 1."""

    prefecture: str
    short: str
    column: int
    line: int
    tally: Tally
    bar: list[Part]


class Count(NamedTuple):
    """A line of the counts: never a bare number, but what it counts against."""

    kind: str
    word: str
    number: int
    bar: list[Part]
    against: list[str]
    address: str


_EVERY: Final = 2_000
"""More than there are local governments."""


async def home(view: View, when: AsOf, field: str) -> dict[str, Any]:
    """Everything that the first page shows. ``when``, ``field``: what the map shows. Raises `UsageError`."""
    covered = await coverage(view)
    fields = [row["分野"] for row in await ask(view, "record_fields") if row["階層"] == 1]
    if field and field not in fields:
        raise UsageError(f"「{field}」という大きな分野はありません。地図の上の「分野」から選んでください。")
    places, marked = await _marked(view, covered.municipalities, when, field)
    kinds = [(row["種別"] or "種別の記載なし", row["件数"]) for row in await ask(view, "document_counts")]
    return {
        "municipalities": tally(covered.municipalities),
        "prefectures": tally(covered.prefectures),
        "documents": await ask(view, "document_list", 件数=_DOCUMENTS),
        "document_kinds": kinds,
        "all_documents": sum(number for _, number in kinds),
        "counts": await _counts(view, covered),
        "tiles": _tiles(covered),
        "complete_prefectures": sum(1 for place in covered.prefectures if place.complete),
        "complete_municipalities": sum(1 for place in covered.municipalities if place.complete),
        "picture": dots.picture(places),
        "marked": marked,
        "when": when,
        "field": field,
        "fields": [(name, 0) for name in fields],
    }


async def _marked(view: View, places: list[Place], when: AsOf, field: str) -> tuple[list[Place], int]:
    """The municipalities as the map shows them, and of how many something is on record under the conditions."""
    if not (when.set or field):
        return places, sum(1 for place in places if place.state is State.RECORDED)
    rows = await ask(view, "field_municipalities", 分野=field, **when.values, 件数=_EVERY)
    numbers = {row["自治体id"]: row for row in rows if row["協定数"] or row["施策数"]}
    # What lies outside the conditions is not "none": only a place with nothing at all can be that.
    shown = [place for place in places if place.id in numbers or place.state is not State.RECORDED]
    return reach.seen_from(shown, numbers), sum(1 for place in places if place.id in numbers)


def _tiles(covered: Coverage) -> list[Tile]:
    places = tile_places()
    tiles = []
    for prefecture in covered.prefectures:
        column, line = places.get(prefecture.name, (0, 0))
        counted = tally(place for place in covered.municipalities if place.prefecture == prefecture.name)
        name = prefecture.name
        short = name if name == "北海道" else name[:-1]
        tiles.append(Tile(name, short, column, line, counted, state_parts(counted)))
    return tiles


async def _counts(view: View, covered: Coverage) -> list[Count]:
    return [
        _places("市区町村", tally(covered.municipalities), "/municipalities?種別=市区町村"),
        _places("都道府県", tally(covered.prefectures), "/municipalities?種別=都道府県"),
        await _bodies(view),
        await _agreements(view),
        await _measures(view),
        await _evidence(view),
    ]


def _places(word: str, counted: Tally, address: str) -> Count:
    places = f"（施策の場所としてだけの {counted.only_place:,} を含む）" if counted.only_place else ""
    against = [
        f"{counted.total:,} のうち{places}。全件を読んで記録なし {counted.none:,}",
        f"抜粋など {counted.extract:,}",
        f"未調査 {counted.unseen:,}",
    ]
    return Count("自治体", word, counted.recorded, state_parts(counted), against, address)


async def _bodies(view: View) -> Count:
    rows = await ask(view, "organisation_counts")
    total = sum(row["件数"] for row in rows)
    confirmed = sum(row["法人番号あり"] for row in rows)
    bar = parts((("organisation", confirmed), ("empty", total - confirmed)), total)
    against = [f"法人番号を確かめたもの {confirmed:,}", f"未確認 {total - confirmed:,}"]
    return Count("企業", "企業・団体", total, bar, against, "/organisations")


async def _agreements(view: View) -> Count:
    number: Counter[str] = Counter()
    for row in await ask(view, "agreement_counts"):
        number[row["締結日精度"]] += row["件数"]
    total = number.total()
    partial = number["月"] + number["年"] + number["年度"]
    bar = parts(
        (
            ("agreement", number["日"]),
            ("agreement-light", partial),
            ("agreement-faint", number["年なし"]),
            ("empty", number[""]),
        ),
        total,
    )
    against = [
        f"締結日が日まで分かるもの {number['日']:,}",
        f"月・年まで {partial:,}",
        f"年の記載なし {number['年なし']:,}",
        f"日付の記載なし {number['']:,}",
    ]
    return Count("協定", "協定", total, bar, against, "/agreements")


async def _measures(view: View) -> Count:
    number = {row["段階"]: row["件数"] for row in await ask(view, "measure_counts")}
    total = sum(number.values())
    fill = {"実施": "measure", "実証": "trial", "計画": "measure-light", "検討": "measure-faint", "終了": "over"}
    bar = parts(((fill.get(stage, "empty"), number.get(stage, 0)) for stage in STAGE_ORDER), total)
    against = [f"{stage} {number[stage]:,}" for stage in STAGE_ORDER if stage in number]
    return Count("施策", "施策", total, bar, against, "/measures")


async def _evidence(view: View) -> Count:
    rows = {row["確度"]: row for row in await ask(view, "evidence_counts")}
    number = {certainty: rows[certainty]["件数"] if certainty in rows else 0 for certainty in model.CERTAINTIES}
    total = sum(number.values())
    quoted = sum(row["語句あり"] for row in rows.values())
    places = sum(row["箇所数"] for row in await ask(view, "evidence_places"))
    fill = dict(zip(model.CERTAINTIES, ("sure", "inferred", "doubtful"), strict=True))
    bar = parts(((fill[certainty], number[certainty]) for certainty in model.CERTAINTIES), total)
    against = [f"{certainty} {number[certainty]:,}" for certainty in model.CERTAINTIES]
    against[-1] += f"。文書の {places:,} か所による。原文の語句が手元にあるもの {quoted:,}"
    return Count("根拠", "根拠", total, bar, against, "")
