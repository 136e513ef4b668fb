"""The conditions of a body's pages, and what its agreements and measures come to under them.

Without a field, a stage or a certainty the questions of the catalogue count; with one everything is counted here, from
the rows of the one question (`body_records`) that the page also gives as a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Request

from api.asking import ask
from api.asof import AsOf, When
from api.bodies.reach import Reach
from api.coverage import Place
from api.explore.asked import several
from api.rendering import STAGE_ORDER
from graph import model
from graph.errors import UsageError
from graph.store.base import View


class Sift(NamedTuple):
    """A day and whether what has ended counts, and fields, stages and certainties of which any may be met."""

    when: AsOf = AsOf()
    fields: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()

    @property
    def date(self) -> str:
        return self.when.date

    @property
    def said(self) -> str:
        return self.when.said

    @property
    def ended(self) -> str:
        return self.when.ended

    @property
    def narrowed(self) -> bool:
        """Whether more than a day is asked for."""
        return bool(self.fields or self.stages or self.certainties)

    @property
    def set(self) -> bool:
        return self.when.set or self.narrowed

    @property
    def values(self) -> dict[str, Any]:
        """The day and what has ended, for questions of the catalogue."""
        return self.when.values

    @property
    def conditions(self) -> dict[str, str]:
        """What stands in an address."""
        lists = (("分野", self.fields), ("段階", self.stages), ("確度", self.certainties))
        return {**self.when.conditions, **{name: ",".join(chosen) for name, chosen in lists}}

    @property
    def words(self) -> str:
        """The conditions as sentences."""
        parts = [f"分野は{'・'.join(self.fields)}。"] if self.fields else []
        parts += [f"施策の段階は{'・'.join(self.stages)}（協定は段階によらない）。"] if self.stages else []
        parts += [f"当事者の確度は{'・'.join(self.certainties)}。"] if self.certainties else []
        return self.when.words + "".join(parts)


def _sift(request: Request, when: When) -> Sift:
    given = request.query_params
    return Sift(
        when, several(given, "分野"), several(given, "段階", STAGE_ORDER), several(given, "確度", model.CERTAINTIES)
    )


Sifted = Annotated[Sift, Depends(_sift)]


async def known_fields(view: View, sift: Sift) -> list[str]:
    """The fields of the first level. Raises `UsageError` where one that is asked for is no field."""
    rows = await ask(view, "field_tree")
    for field in sift.fields:
        if field not in {row["分野"] for row in rows}:
            raise UsageError(f"「{field}」という分野はありません。「分野」から選んでください。")
    return [row["分野"] for row in rows if row["階層"] == 1]


async def kept(view: View, id: str, sift: Sift) -> list[dict[str, Any]]:
    """The agreements and measures of a body that meet the conditions."""
    return await ask(
        view, "body_records", id=id, 分野=list(sift.fields), 段階=list(sift.stages), 確度=list(sift.certainties),
        **sift.values,
    )  # fmt: skip


def by_municipality(rows: Iterable[Mapping[str, Any]], places: Iterable[Place]) -> list[dict[str, Any]]:
    """Municipalities by code with what they have with the body, as the question ``organisation_municipalities`` tells it."""
    own: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        for place in row["自治体id"]:
            own.setdefault(place, []).append(row)
    found = []
    for each in sorted(places, key=lambda place: place.id):
        same = own.get(each.id)
        if same:
            dated = sorted(row["開始"] for row in same if row["開始"])
            found.append({
                "自治体id": each.id, "自治体": each.name, "都道府県": each.prefecture, "種別": each.kind,
                "協定数": sum(row["記録"] == "協定" for row in same), "施策数": sum(row["記録"] == "施策" for row in same),
                "終了数": sum(row["終了"] for row in same), "年不明数": 0,
                "開始": dated[0] if dated else "", "最終": dated[-1] if dated else "",
            })  # fmt: skip
    return found


def partners(id: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bodies that act with a municipality, most first, as the question ``municipality_partners`` tells it."""
    own: dict[str, list[Mapping[str, Any]]] = {}
    names: dict[str, str] = {}
    for row in rows:
        # Where the municipality is only the place of a measure, it has no partner there.
        if id in row["自治体id"]:
            for body, name in zip(row["企業id"], row["企業"], strict=True):
                own.setdefault(body, []).append(row)
                names[body] = name
    found = []
    for body, same in own.items():
        dated = sorted(row["開始"] for row in same if row["開始"])
        found.append({
            "企業id": body, "企業": names[body],
            "協定数": sum(row["記録"] == "協定" for row in same), "施策数": sum(row["記録"] == "施策" for row in same),
            "終了数": sum(row["終了"] for row in same), "年不明数": 0,
            "開始": dated[0] if dated else "", "最終": dated[-1] if dated else "", "全数": len(own),
        })  # fmt: skip
    return sorted(found, key=lambda row: (-row["協定数"], -row["施策数"], row["企業id"]))


def together(id: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bodies in the same agreements and measures, most first, as the question ``organisations_together`` tells it."""
    own: dict[str, list[Mapping[str, Any]]] = {}
    names: dict[str, str] = {}
    listed = list(rows)
    numbers = {kind: sum(row["記録"] == kind for row in listed) for kind in ("協定", "施策")}
    for row in listed:
        for body, name in zip(row["企業id"], row["企業"], strict=True):
            if body != id:
                own.setdefault(body, []).append(row)
                names[body] = name
    found = [
        {
            "企業id": body, "企業": names[body],
            "協定数": sum(row["記録"] == "協定" for row in same), "施策数": sum(row["記録"] == "施策" for row in same),
            "自治体数": len({place for row in same for place in row["自治体id"]}),
            "こちらの協定数": numbers["協定"], "こちらの施策数": numbers["施策"], "全数": len(own),
        }
        for body, same in own.items()
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row["協定数"], -row["施策数"], row["企業id"]))


async def with_kinds(view: View, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows about bodies with what kind of body each is."""
    made = []
    for row in rows:
        body = await ask(view, "organisation", id=row["企業id"])
        made.append({**row, "区分": body[0]["区分"] if body else None})
    return made


def reaches(places: Sequence[Place], working: Iterable[str], ever: Iterable[str]) -> list[Reach]:
    """Prefectures in order of code: with how many of their 市区町村 the body works under the conditions.

    ``ever``: municipalities with which it works under any conditions.
    """
    inside, known = set(working), set(ever)

    def state(place: Place) -> str:
        if place.id in inside:
            return "あり"
        if place.id in known:
            return "条件外"
        if place.complete:
            return "記録なし"
        return "抜粋" if place.documents else "未調査"

    found = []
    for prefecture in sorted((place for place in places if place.is_prefecture), key=lambda place: place.id):
        states = [
            state(place) for place in places if not place.is_prefecture and place.prefecture == prefecture.prefecture
        ]
        numbers = [states.count(each) for each in ("あり", "条件外", "記録なし", "抜粋", "未調査")]
        found.append(Reach(prefecture.prefecture, prefecture.id, state(prefecture), len(states), *numbers))
    return found
