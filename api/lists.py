"""The lists: everything there is, under conditions, a hundred a page."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, Literal, NamedTuple

from api import records
from api.asking import ask
from api.citations import Citations
from api.coverage import MEANINGS, State, coverage, tally
from api.errors import NotFoundError
from api.rendering import STAGE_ORDER, listing
from api.sources import sources
from graph.errors import UsageError
from graph.store.base import View

PAGE: Final = 100


class Paging(NamedTuple):
    """A page of a list: its number from 1, and how many things there are in all."""

    number: int
    total: int
    path: str
    conditions: dict[str, str]
    size: int = PAGE

    @property
    def pages(self) -> int:
        return max(-(-self.total // self.size), 1)

    @property
    def skipped(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        return self.skipped + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.skipped + self.size, self.total)

    @property
    def active(self) -> bool:
        """Whether any condition is set."""
        return any(self.conditions.values())

    def address(self, number: int) -> str:
        """Where another page of the same list is."""
        return listing(self.path, **self.conditions, 頁=number if number > 1 else "")

    def where(self, thing: int) -> str:
        """Where the page of a thing by its number is; '' for this page."""
        number = (thing - 1) // self.size + 1
        return "" if number == self.number else self.address(number)

    def under(self, **changed: str) -> str:
        """The same list under other conditions."""
        return listing(self.path, **{**self.conditions, **changed})


def paging(number: int, total: int, path: str, conditions: dict[str, str], size: int = PAGE) -> Paging:
    """The page asked for. Raises `NotFoundError` beyond the last."""
    found = Paging(number, total, path, conditions, size)
    if number > found.pages:
        raise NotFoundError(f"この一覧は {found.pages:,} 頁までです（{total:,} 件）。")
    return found


class Options(NamedTuple):
    """What a condition can be: pairs of value and number of records."""

    prefectures: list[tuple[str, int]]
    fields: list[tuple[str, int]]


async def _options(view: View, kind: str, prefecture: str, field: str) -> Options:
    """The choices, after a look whether those made exist. Raises `UsageError`."""
    found = Options(
        [(row["都道府県"], row["件数"]) for row in await ask(view, "record_prefectures", 記録=kind)],
        [(row["分野"], row["件数"]) for row in await ask(view, "record_fields", 記録=kind)],
    )
    for name, value, choices in (("都道府県", prefecture, found.prefectures), ("分野", field, found.fields)):
        if value and value not in {choice for choice, _ in choices}:
            raise UsageError(f"「{value}」という{name}はありません。一覧の「{name}」から選んでください。")
    return found


async def _scope(view: View, prefecture: str) -> dict[str, Any]:
    covered = await coverage(view, prefecture)
    return {
        "where": prefecture,
        "municipalities": tally(covered.municipalities),
        "prefectures": tally(covered.prefectures),
    }


async def agreements(view: View, number: int, prefecture: str, field: str, kind: str) -> dict[str, Any]:
    """協定, each with the measures done under it."""
    options = await _options(view, "協定", prefecture, field)
    kinds: Counter[str] = Counter()
    for row in await ask(view, "agreement_counts", 都道府県=prefecture, 分野=field):
        kinds[row["種別"]] += row["件数"]
    total = kinds[kind] if kind else kinds.total()
    paged = paging(number, total, "/agreements", {"都道府県": prefecture, "分野": field, "種別": kind})
    ids = [
        row["協定id"]
        for row in await ask(
            view, "agreement_ids", 都道府県=prefecture, 分野=field, 種別=kind, 飛ばす=paged.skipped, 件数=PAGE
        )
    ]
    under = [row["始点id"] for row in await ask(view, "record_links", ids=ids) if row["関係"] == "根拠"]
    found = await records.load(view, ids, under)
    table = records.table(found)
    citations = Citations(table.entries)
    table.cite(citations)
    without = sum(1 for record in found.agreements.values() if not record.measures)
    return {
        "paging": paged,
        "options": options,
        "kinds": kinds.most_common(),
        "scope": await _scope(view, prefecture),
        "table": table,
        "without": without,
        "sources": await sources(view, citations),
    }


async def measures(view: View, number: int, prefecture: str, field: str, stage: str) -> dict[str, Any]:
    """施策 in order of municipality."""
    options = await _options(view, "施策", prefecture, field)
    stages = {row["段階"]: row["件数"] for row in await ask(view, "measure_counts", 都道府県=prefecture, 分野=field)}
    total = stages.get(stage, 0) if stage else sum(stages.values())
    paged = paging(number, total, "/measures", {"都道府県": prefecture, "分野": field, "段階": stage})
    ids = [
        row["施策id"]
        for row in await ask(
            view, "measure_ids", 都道府県=prefecture, 分野=field, 段階=stage, 飛ばす=paged.skipped, 件数=PAGE
        )
    ]
    found = await records.load(view, measures=ids)
    table = records.table(found, topics=True)
    citations = Citations(table.entries)
    table.cite(citations)
    return {
        "paging": paged,
        "options": options,
        "stages": [(name, stages.get(name, 0)) for name in STAGE_ORDER],
        "all_stages": sum(stages.values()),
        "scope": await _scope(view, prefecture),
        "table": table,
        "sources": await sources(view, citations),
    }


async def municipalities(
    view: View, number: int, prefecture: str, state: str, kind: Literal["", "市区町村", "都道府県"]
) -> dict[str, Any]:
    """All local governments, whether or not anything is on record."""
    covered = await coverage(view)
    names = [place.name for place in covered.prefectures]
    if prefecture and prefecture not in names:
        raise UsageError(f"「{prefecture}」という都道府県はありません。一覧の「都道府県」から選んでください。")
    chosen = {"市区町村": covered.municipalities, "都道府県": covered.prefectures, "": covered.both}[kind]
    inside = [place for place in chosen if not prefecture or place.prefecture == prefecture]
    shown = [place for place in inside if not state or place.state == state]
    paged = paging(number, len(shown), "/municipalities", {"都道府県": prefecture, "状況": state, "種別": kind})
    within = [place for place in covered.both if not prefecture or place.prefecture == prefecture]
    return {
        "paging": paged,
        "names": names,
        "states": [(each, sum(1 for place in inside if place.state is each)) for each in State],
        "meanings": MEANINGS,
        "all_states": len(inside),
        "places": shown[paged.skipped : paged.last],
        "scope": {
            "where": prefecture,
            "municipalities": tally(place for place in within if not place.is_prefecture),
            "prefectures": tally(place for place in within if place.is_prefecture),
        },
    }


async def organisations(view: View, number: int, kind: str) -> dict[str, Any]:
    """企業・団体, those with most municipalities first."""
    counted = await ask(view, "organisation_counts")
    kinds = Counter({row["区分"]: row["件数"] for row in counted})
    total = kinds[kind] if kind else kinds.total()
    paged = paging(number, total, "/organisations", {"区分": kind})
    return {
        "paging": paged,
        "kinds": [(name, count) for name, count in kinds.most_common() if name],
        "all_kinds": kinds.total(),
        "confirmed": sum(row["法人番号あり"] for row in counted),
        "bodies": await ask(view, "organisation_list", 区分=kind, 飛ばす=paged.skipped, 件数=PAGE),
        "scope": await _scope(view, ""),
    }


async def documents(view: View, number: int) -> dict[str, Any]:
    """文書 with what each covers."""
    total = sum(row["件数"] for row in await ask(view, "document_counts"))
    paged = paging(number, total, "/documents", {})
    return {
        "paging": paged,
        "documents": await ask(view, "document_list", 飛ばす=paged.skipped, 件数=PAGE),
        "scope": await _scope(view, ""),
    }
