"""Pages of the lists for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from fastapi import Depends, Query

from api.deps import PageNumber

T = TypeVar("T")

MOST: Final = 500
"""Records of one page: each comes with all its evidence."""


class Cut(NamedTuple):
    """The page that is asked for: its number from 1, and how many things are on it."""

    number: int
    size: int

    @property
    def skipped(self) -> int:
        return (self.number - 1) * self.size

    def of(self, things: Sequence[T]) -> Sequence[T]:
        """The things on the page."""
        return things[self.skipped : self.skipped + self.size]

    def page(self, total: int, rows: list[Any]) -> dict[str, Any]:
        """The fields of a `shapes.Page`."""
        return {"全件": total, "頁": self.number, "頁数": max(-(-total // self.size), 1), "行": rows}


async def _cut(
    number: PageNumber = 1, size: Annotated[int, Query(alias="件数", ge=1, le=MOST, description="一頁の件数")] = 100
) -> Cut:
    return Cut(number, size)


Paged = Annotated[Cut, Depends(_cut)]
