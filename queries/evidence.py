"""Rows of the questions about evidence as one kind of entry, and a position in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """One place that states one fact; unknown = ''.

    ``about``: what it states, in words with an address, where somebody shows it.
    """

    relation: str
    start: str
    end: str
    document: str
    place: str
    quote: str
    gist: str
    certainty: str
    said: str
    note: str
    item: str = ""
    value: str = ""
    about: tuple[str, str] = ("", "")


def entry(row: Mapping[str, Any]) -> Entry:
    """An entry from a row of the catalogue's questions about evidence."""
    return Entry(
        relation=row.get("関係") or "記載",
        start=row["始点id"] if "始点id" in row else row["節点id"],
        end=row["終点id"] if "終点id" in row else row["文書id"],
        document=row["文書id"],
        place=row["位置"] or "",
        quote=row["引用"] or "",
        gist=row["要旨"] or "",
        certainty=row["確度"],
        said=row.get("表記") or "",
        note=row["注記"] or "",
        item=row.get("項目") or "",
        value=row.get("値") or "",
    )


def place_words(place: str) -> str:
    """A position as people read it: ``930–979 字目``; ``シート「一覧」3行``; '' where there is no text."""
    sheet, mark, row = place.rpartition("!")
    if mark:
        return f"シート「{sheet}」{row}行"
    return f"{place.replace('-', '–')} 字目" if place else ""
