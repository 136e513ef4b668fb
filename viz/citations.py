"""Numbered evidence: every passage that the facts of a picture rest on, once, by document and position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from graph.facts import place_order
from viz.network import Entry, Fact, Network, edges

Key = tuple[str, str, str]


class Passage(NamedTuple):
    """A place in a document. ``quote`` is empty where the original is not at hand."""

    number: int
    document: str
    place: str
    quote: str


class Saying(NamedTuple):
    """What a passage is taken to say, in the editors' words."""

    certainty: str
    gist: str
    note: str


@dataclass(frozen=True, slots=True)
class Citations:
    """All facts of a picture, numbered from 0, and the passages behind them, numbered from 1."""

    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    _numbers: dict[Key, int]
    _places: dict[tuple[object, ...], int]

    def number(self, entry: Entry) -> int:
        """The passage's number."""
        return self._numbers[_key(entry)]

    def numbers(self, facts: Iterable[Fact]) -> list[int]:
        """The passages behind some facts, in order, each once."""
        return sorted({self.number(entry) for fact in facts for entry in fact.entries})

    def index(self, fact: Fact) -> int:
        """The fact's place in ``facts``."""
        return self._places[fact.type, fact.start, fact.end]

    def sayings(self) -> dict[int, list[Saying]]:
        """What each passage says, each saying once."""
        found: dict[int, dict[Saying, None]] = {passage.number: {} for passage in self.passages}
        for fact in self.facts:
            for entry in fact.entries:
                found[self.number(entry)].setdefault(Saying(entry.certainty, entry.gist, entry.note))
        return {number: list(sayings) for number, sayings in found.items()}


def cite(network: Network) -> Citations:
    """Number the evidence of a network."""
    facts = tuple(_facts(network))
    keys = sorted(
        {_key(entry) for fact in facts for entry in fact.entries}, key=lambda key: (key[0], place_order(key[1]), key)
    )
    numbers = {key: n for n, key in enumerate(keys, 1)}
    return Citations(
        facts,
        tuple(Passage(n, *key) for key, n in numbers.items()),
        numbers,
        {(fact.type, fact.start, fact.end): n for n, fact in enumerate(facts)},
    )


def _key(entry: Entry) -> Key:
    return entry.document, entry.place, entry.quote


def _facts(network: Network) -> Iterator[Fact]:
    yield from edges(network)
    for _, own in sorted(network.nodes(data="facts")):
        yield from own


def place_words(place: str) -> str:
    """A position as people read it: ``930–978``; ``シート「一覧」3行``; nothing where there is no text."""
    sheet, mark, row = place.rpartition("!")
    return f"シート「{sheet}」{row}行" if mark else place.replace("-", "–")
