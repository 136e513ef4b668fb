"""What a person looks at, as the address says it: where to start, what is opened and pinned, and which records count.

Every link of the page is made here, so that a step is an address and going back is the browser's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import Depends, Query
from starlette.datastructures import QueryParams
from starlette.requests import Request

from api.asof import AsOf, When
from api.rendering import listing
from graph import model
from graph.errors import UsageError

PATH: Final = "/explore"
VIEWS: Final = ("行列", "関係図", "一覧", "年表")
COUNTS: Final = ("協定", "企業", "自治体")
SORTS: Final = {"": "かたまりが近くなる順", "コード": "団体コードと名前の順", "数": "記録の多い順"}
_MOST: Final = 60
"""Things that an address names in each list."""

Seen = Literal["", "行列", "関係図", "一覧", "年表"]


class Conditions(NamedTuple):
    """Conditions that hold for every view. Lists are choices of which any may be met; empty means all."""

    start: tuple[str, ...] = ()
    """Ids of municipalities and bodies to start from."""
    opened: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    prefecture: str = ""
    fields: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    undated: str = ""
    """'0': records of which no year is known are left out where a range of years is set."""
    when: AsOf = AsOf()
    seen: Seen = ""
    sort: str = ""
    counted: str = ""
    chosen: str = ""
    page: int = 1

    @property
    def roots(self) -> tuple[str, ...]:
        """The bodies whose records are drawn."""
        return tuple(dict.fromkeys((*self.start, *self.opened)))

    @property
    def begun(self) -> bool:
        """Whether there is anything to start from."""
        return bool(self.roots or self.prefecture or self.fields or self.kinds or self.stages or self.pinned)

    @property
    def filtered(self) -> bool:
        """Whether conditions leave records out."""
        return bool(
            self.kinds or self.stages or self.certainties or self.first or self.last or self.when.set
            or (self.roots and (self.prefecture or self.fields))
        )  # fmt: skip

    @property
    def question(self) -> dict[str, str]:
        """The values with which one question of the catalogue (``body_records``) tells the same records; none where it cannot."""
        more = self.prefecture or self.kinds or self.first or self.last or self.undated or self.pinned
        if len(self.roots) != 1 or more:
            return {}
        lists = {"分野": self.fields, "段階": self.stages, "確度": self.certainties}
        return {
            "id": self.roots[0],
            **{name: ",".join(words) for name, words in lists.items()},
            **self.when.conditions,
        }

    def values(self) -> dict[str, Any]:
        """What stands in the address, in its words."""
        return {
            "始め": ",".join(self.start),
            "開く": ",".join(self.opened),
            "留める": ",".join(self.pinned),
            "都道府県": self.prefecture,
            "分野": ",".join(self.fields),
            "種別": ",".join(self.kinds),
            "段階": ",".join(self.stages),
            "確度": ",".join(self.certainties),
            "年から": self.first or "",
            "年まで": self.last or "",
            "年なし": self.undated,
            **self.when.conditions,
            "見る": self.seen,
            "並べる": self.sort,
            "数える": self.counted,
            "選ぶ": self.chosen,
            "頁": self.page if self.page > 1 else "",
        }

    def address(self, *, jump: str = "", **changed: Any) -> str:
        """The page with some conditions changed. What is chosen stays only if it is named; so does the page."""
        after = self._replace(**{"chosen": "", "page": 1, **changed})
        return listing(PATH, **after.values()) + (f"#{jump}" if jump else "")

    def opening(self, id: str) -> str:
        """Where the things around a body are drawn too."""
        return self.address(opened=(*self.opened, id), jump="picture")

    def closing(self, id: str) -> str:
        """Where they are not any more; of a body to start from, the page without it."""
        after = self._replace(start=_without(self.start, id), opened=_without(self.opened, id))
        return after.address(jump="picture" if after.begun else "")

    def pinning(self, id: str) -> str:
        """Where a thing stays whatever the conditions, or no longer does."""
        after = _without(self.pinned, id) if id in self.pinned else (*self.pinned, id)
        return self.address(pinned=after, chosen=self.chosen, jump="picture")

    def choosing(self, *ids: str) -> str:
        """Where a thing, or what two things share, is shown with its evidence."""
        return self.address(chosen="~".join(ids), jump="chosen")


def _without(ids: Iterable[str], one: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != one)


def several(given: QueryParams, name: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """A list from the address, repeated or separated by commas. Raises `UsageError` for a word that is none."""
    found = tuple(
        dict.fromkeys(part.strip() for text in given.getlist(name) for part in text.split(",") if part.strip())
    )
    words = tuple(known)
    for each in found:
        if words and each not in words:
            raise UsageError(f"「{name}」は次のどれかです: {'、'.join(words)}（いまの値: {each}）")
    if len(found) > _MOST:
        raise UsageError(f"「{name}」に並べられるのは {_MOST} までです（いま {len(found)}）。減らしてください。")
    return found


def _conditions(
    request: Request,
    when: When,
    prefecture: Annotated[str, Query(alias="都道府県", max_length=10)] = "",
    first: Annotated[str, Query(alias="年から", max_length=4, pattern=r"^\d*$", description="西暦の年")] = "",
    last: Annotated[str, Query(alias="年まで", max_length=4, pattern=r"^\d*$", description="西暦の年")] = "",
    undated: Annotated[Literal["", "0"], Query(alias="年なし")] = "",
    seen: Annotated[Seen, Query(alias="見る")] = "",
    sort: Annotated[Literal["", "コード", "数"], Query(alias="並べる")] = "",
    counted: Annotated[Literal["", "協定", "企業", "自治体"], Query(alias="数える")] = "",
    chosen: Annotated[str, Query(alias="選ぶ", max_length=500)] = "",
    page: Annotated[int, Query(alias="頁", ge=1, le=1_000_000)] = 1,
) -> Conditions:
    given = request.query_params
    years = (int(first or 0), int(last or 0))
    if all(years) and years[0] > years[1]:
        raise UsageError(f"「年から」（{years[0]}）が「年まで」（{years[1]}）より後です。どちらかを直してください。")
    return Conditions(
        several(given, "始め"),
        several(given, "開く"),
        several(given, "留める"),
        prefecture,
        several(given, "分野"),
        several(given, "種別", model.AGREEMENT_KINDS),
        several(given, "段階", model.STAGES),
        several(given, "確度", model.CERTAINTIES),
        *years,
        undated,
        when,
        seen,
        sort,
        counted,
        chosen,
        page,
    )


TheConditions = Annotated[Conditions, Depends(_conditions)]
