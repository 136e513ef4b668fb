"""Numbered evidence of one page: every passage that its facts rest on, once, in order of document and position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph import model
from graph.facts import place_order
from queries.evidence import Entry

_DOUBT = {certainty: n for n, certainty in enumerate(model.CERTAINTIES)}


class Cell(NamedTuple):
    """What stands in the column 根拠: a certainty and the number of a passage."""

    certainty: str
    number: int


@dataclass(frozen=True, slots=True)
class Saying:
    """What a passage is taken to say, in the editors' words, with the source's own names for parties and fields."""

    certainty: str
    note: str
    gists: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    about: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a document. ``quote`` is empty where the original is not at hand."""

    number: int
    document: str
    place: str
    quote: str
    sayings: list[Saying]

    @property
    def certainty(self) -> str:
        """The least sure of its readings."""
        return max((saying.certainty for saying in self.sayings), key=_DOUBT.__getitem__)


class Citations:
    """The passages behind some entries, numbered from 1."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            found.setdefault((entry.document, entry.place), []).append(entry)
        order = sorted(found, key=lambda key: (key[0], place_order(key[1]), key))
        self._numbers = {key: number for number, key in enumerate(order, 1)}
        self.passages = [
            Passage(number, *key, next((e.quote for e in found[key] if e.quote), ""), _sayings(found[key]))
            for key, number in self._numbers.items()
        ]

    def cells(self, entries: Iterable[Entry]) -> list[Cell]:
        """Certainty and number of each passage behind some entries, once, the surest first.

        Where readings of one passage differ, the least sure stands for it.
        """
        found: dict[int, str] = {}
        for entry in entries:
            number = self._numbers[entry.document, entry.place]
            found[number] = max(found.get(number, entry.certainty), entry.certainty, key=_DOUBT.__getitem__)
        cells = [Cell(certainty, number) for number, certainty in found.items()]
        return sorted(cells, key=lambda cell: (_DOUBT[cell.certainty], cell.number))

    @property
    def documents(self) -> list[str]:
        """Ids of the documents that are cited."""
        return sorted({passage.document for passage in self.passages})

    @property
    def quoted(self) -> int:
        """How many passages have their words at hand."""
        return sum(1 for passage in self.passages if passage.quote)


def _sayings(entries: list[Entry]) -> list[Saying]:
    found: dict[tuple[str, str], Saying] = {}
    for entry in entries:
        saying = found.setdefault((entry.certainty, entry.note), Saying(entry.certainty, entry.note))
        if entry.gist and entry.gist not in saying.gists:
            saying.gists.append(entry.gist)
        if entry.said and entry.said not in saying.said:
            saying.said.append(entry.said)
        if entry.about[0] and entry.about not in saying.about:
            saying.about.append(entry.about)
    return sorted(found.values(), key=lambda saying: (_DOUBT[saying.certainty], saying.note))
