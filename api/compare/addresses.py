"""The address of the comparison, and how a person puts municipalities into it: by name, by a pasted list, by peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import QueryParams

from api.asking import ask
from api.asof import AsOf, When
from api.compare.table import comparison
from api.deps import TheStore
from api.errors import NotFoundError
from api.lookup import TheLookups
from api.rendering import listing, page
from api.resolving import Resolver
from api.searching.addresses import TheIndexes
from graph.errors import UsageError
from graph.store.base import View

router = APIRouter(include_in_schema=False)

METHODS: Final = ["GET", "HEAD"]
PATH: Final = "/compare"
MOST: Final = 30
"""Municipalities that stand side by side."""
PARTS: Final = ("相手", "時期", "経費", "成果", "所管課", "出典")
_LINES: Final = 100
_PEERS: Final = 8


class Choice(NamedTuple):
    """What is compared. ``hidden``: what the cells do not show; ``turned``: municipalities go down, not across."""

    ids: tuple[str, ...]
    fields: tuple[str, ...]
    hidden: tuple[str, ...]
    turned: str
    when: AsOf

    def values(self) -> dict[str, str]:
        """What stands in the address."""
        return {
            "自治体": ",".join(self.ids),
            "分野": ",".join(self.fields),
            "隠す": ",".join(self.hidden),
            "向き": self.turned,
            **self.when.conditions,
        }

    def address(self, **changed: Any) -> str:
        """The comparison with something changed."""
        return listing(PATH, **self._replace(**changed).values())

    def without(self, id: str) -> str:
        """The comparison without a municipality."""
        return self.address(ids=tuple(each for each in self.ids if each != id))

    def with_(self, *ids: str) -> str:
        """The comparison with more municipalities."""
        return self.address(ids=tuple(dict.fromkeys((*self.ids, *ids))))


def _several(given: QueryParams, name: str) -> tuple[str, ...]:
    found = (part.strip() for text in given.getlist(name) for part in text.split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def _lines(text: str) -> list[str]:
    """The names in what was typed or pasted: one a line, or parted by commas, tabs or 、."""
    for sign in ",、\t，":
        text = text.replace(sign, "\n")
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > _LINES:
        raise UsageError(f"一度に加えられるのは {_LINES} 行までです（いま {len(found)} 行）。")
    return list(dict.fromkeys(found))


@router.api_route("/compare", methods=METHODS)
async def compare(
    request: Request,
    store: TheStore,
    indexes: TheIndexes,
    lookups: TheLookups,
    when: When,
    typed: Annotated[str, Query(alias="足す", max_length=4_000)] = "",
    turned: Annotated[Literal["", "団体"], Query(alias="向き")] = "",
) -> Response:
    given = request.query_params

    async def work(view: View) -> dict[str, Any]:
        names = Resolver(await indexes.of(view), await lookups.of(view))
        fields = [row["分野"] for row in await ask(view, "field_tree") if row["階層"] == 1]
        hidden = _hidden(given)
        choice = Choice(_several(given, "自治体"), _several(given, "分野"), hidden, turned, when)
        for each in choice.fields:
            if each not in fields:
                raise UsageError(f"「{each}」という大きな分野はありません。一覧の「分野」から選んでください。")
        for id in choice.ids:
            thing = names.thing(id)
            if thing is None or thing.kind != "自治体":
                raise NotFoundError(f"「{id}」という団体コードの自治体はありません。名前で加えてください。")
        meant = [names.mean(line, ("自治体",)) for line in _lines(typed)]
        found = tuple(each.chosen.id for each in meant if each.chosen)
        choice = choice._replace(ids=tuple(sorted({*choice.ids, *found})))
        if len(choice.ids) > MOST:
            raise UsageError(f"並べて比べられるのは {MOST} 団体までです（いま {len(choice.ids)}）。減らしてください。")
        return {
            "choice": choice,
            "parts": PARTS,
            "fields": fields,
            "open": [each for each in meant if each.chosen is None],
            "named": [(id, names.name(id)) for id in choice.ids],
            "most": MOST,
            "table": await comparison(view, choice.ids, choice.fields, when) if choice.ids else None,
            "peers": await _peers(view, choice.ids) if choice.ids else [],
            "beginnings": [] if choice.ids else await _beginnings(view),
            "csv": _download("csv", choice),
            "xlsx": _download("xlsx", choice),
        }

    return await page(request, store, "compare.html", "比較", work)


def _hidden(given: QueryParams) -> tuple[str, ...]:
    """What cells leave out: named, or everything that was not ticked where the form was sent."""
    shown = given.getlist("出す")
    if shown:
        return tuple(part for part in PARTS if part not in shown)
    return tuple(part for part in PARTS if part in _several(given, "隠す"))


def _download(format: str, choice: Choice) -> str:
    values = {key: value for key, value in choice.values().items() if key not in ("隠す", "向き")}
    return listing(f"/api/queries/comparison.{format}", **values)


async def _peers(view: View, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Municipalities like the first one that are not there yet."""
    rows = await ask(view, "similar_municipalities", id=ids[0], 件数=200)
    recorded = sorted(rows, key=lambda row: row["状態"] != "あり")
    return [row for row in recorded if row["自治体id"] not in ids][:_PEERS]


async def _beginnings(view: View) -> list[dict[str, Any]]:
    rows = [row for row in await ask(view, "coverage") if row["協定数"] + row["施策数"]]
    return sorted(rows, key=lambda row: (-row["協定数"] - row["施策数"], row["自治体id"]))[:12]
