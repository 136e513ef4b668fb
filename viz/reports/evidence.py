"""Numbered sources: every passage on which a line of a report rests, once, by document and position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from graph import model
from graph.facts import place_order
from viz.reports.model import Cite, Source

_DOUBT: Final = {certainty: n for n, certainty in enumerate(model.CERTAINTIES)}


class Entry(NamedTuple):
    """One place that states one fact; unknown = ''."""

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


def entry(row: Mapping[str, Any]) -> Entry:
    """An entry from a row of the catalogue's questions about evidence."""
    return Entry(
        row.get("関係") or "記載",
        row["始点id"] if "始点id" in row else row["節点id"],
        row["終点id"] if "終点id" in row else row["文書id"],
        row["文書id"],
        row["位置"] or "",
        row["引用"] or "",
        row["要旨"] or "",
        row["確度"],
        row.get("表記") or "",
        row["注記"] or "",
        row.get("項目") or "",
        row.get("値") or "",
    )


class Numbers:
    """The passages behind some entries, numbered from 1 in the order of documents and positions."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found: dict[tuple[str, str], list[Entry]] = {}
        for each in entries:
            found.setdefault((each.document, each.place), []).append(each)
        order = sorted(found, key=lambda key: (key[0], place_order(key[1]), key))
        self._numbers = {key: number for number, key in enumerate(order, 1)}
        self.sources = tuple(_source(number, found[key]) for key, number in self._numbers.items())

    def cites(self, entries: Iterable[Entry]) -> tuple[Cite, ...]:
        """Each passage once, the surest first; where readings of one differ, the least sure stands for it."""
        found: dict[int, str] = {}
        for each in entries:
            number = self._numbers[each.document, each.place]
            found[number] = max(found.get(number, each.certainty), each.certainty, key=_DOUBT.__getitem__)
        cites = [Cite(certainty, number) for number, certainty in found.items()]
        return tuple(sorted(cites, key=lambda cite: (_DOUBT[cite.certainty], cite.number)))


def _source(number: int, entries: list[Entry]) -> Source:
    first = entries[0]
    return Source(
        number,
        first.document,
        first.place,
        max((each.certainty for each in entries), key=_DOUBT.__getitem__),
        next((each.quote for each in entries if each.quote), ""),
        _once(each.gist for each in entries),
        _once(each.said for each in entries),
        _once(each.note for each in entries),
    )


def _once(texts: Iterable[str]) -> str:
    return "／".join(dict.fromkeys(text for text in texts if text))


def place_words(place: str) -> str:
    """A position as people read it: ``930–979 字目``; ``シート「一覧」3行``; '' where there is no text."""
    sheet, mark, row = place.rpartition("!")
    if mark:
        return f"シート「{sheet}」{row}行"
    return f"{place.replace('-', '–')} 字目" if place else ""
