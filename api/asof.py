"""As of when a page is told, and whether what has ended counts: the same two conditions on every page, in its address."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import Depends, Query

from api.rendering import day
from queries.values import value

NOTHING: Final[dict[str, str]] = {}


class AsOf(NamedTuple):
    """``date``: a day, '' for everything that is known today. ``said``: as the person wrote it. ``ended``: '' or '0'."""

    date: str = ""
    said: str = ""
    ended: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """What stands in an address."""
        return {"時点": self.said, "終了も": self.ended}

    @property
    def values(self) -> dict[str, Any]:
        """The same for questions of the catalogue."""
        return {"時点": self.date, "終了も": 0 if self.ended else 1}

    @property
    def set(self) -> bool:
        """Whether any condition holds."""
        return bool(self.date or self.ended)

    @property
    def words(self) -> str:
        """The conditions as a sentence: ``2024年3月31日（令和6年）までに始まったもの。終わったものを除く。``"""
        parts = []
        if self.date:
            read = day(self.date)
            parts.append(f"{read.day}（{read.note}）までに始まったと分かるものだけ。")
        if self.ended:
            parts.append("終わった（改められた）ものを除く。")
        return "".join(parts)


def _as_of(
    said: Annotated[
        str,
        Query(
            alias="時点", max_length=30, description="年月日。年や年月ならその終わりの日。空なら、いま分かっていること"
        ),
    ] = "",
    ended: Annotated[Literal["", "0", "1"], Query(alias="終了も", description="0 なら、終わったものを除く")] = "",
) -> AsOf:
    """Read from the address. Raises `UsageError` for a date that is none."""
    return AsOf(value("時点", "文字", "時点", said), said.strip(), "0" if ended == "0" else "")


When = Annotated[AsOf, Depends(_as_of)]
