"""Numbered sources: every passage on which a line of a report rests, once, by document and position."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph import model
from graph.facts import place_order
from queries.evidence import Entry
from viz.reports.model import Cite, Source

_DOUBT: Final = {certainty: n for n, certainty in enumerate(model.CERTAINTIES)}


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
