"""Numbered evidence: every passage that the facts of a picture rest on, once, by document and position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.facts import place_order
from viz.network import Entry, Fact, Network, edges

Key = tuple[str, str, str]


class Passage(NamedTuple):
    """A place in a document. ``quote`` is empty where the original is not at hand."""

    number: int
    document: str
    place: str
    quote: str


class Support(NamedTuple):
    """Facts that a passage supports equally well and for the same reason."""

    certainty: str
    note: str
    facts: tuple[Fact, ...]


class Saying(NamedTuple):
    """What a passage is taken to say, in the editors' words, and what rests on it."""

    gist: str
    supports: tuple[Support, ...]


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
        """What each passage says, each saying once, in the order of the facts."""
        found: dict[int, dict[str, dict[tuple[str, str], dict[int, Fact]]]] = {p.number: {} for p in self.passages}
        for n, fact in enumerate(self.facts):
            for entry in fact.entries:
                by_gist = found[self.number(entry)].setdefault(entry.gist, {})
                by_gist.setdefault((entry.certainty, entry.note), {})[n] = fact
        return {
            number: [
                Saying(
                    gist, tuple(Support(*reason, tuple(facts.values())) for reason, facts in sorted(reasons.items()))
                )
                for gist, reasons in by_gist.items()
            ]
            for number, by_gist in found.items()
        }

    def notes(self) -> dict[str, int]:
        """Each note once, numbered from 1 in the order in which the passages need them."""
        said = (
            support.note
            for sayings in self.sayings().values()
            for saying in sayings
            for support in saying.supports
            if support.note
        )
        return {note: n for n, note in enumerate(dict.fromkeys(said), 1)}


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


_NAMED: Final = 4


def told(network: Network, facts: Iterable[Fact]) -> str:
    """Facts in words, by type: ``締結 奈良県宇陀市、株式会社例 ほか3／記載 概要・段階``."""
    named: dict[str, dict[str, None]] = {}
    for fact in facts:
        for word in _words(network, fact):
            named.setdefault(fact.type, {})[word] = None
    return "／".join(f"{type} {_some(list(words))}" for type, words in named.items())


def _words(network: Network, fact: Fact) -> Iterator[str]:
    if fact.type == "記載":
        yield from fact.own("項目")
    elif fact.type == "対象":
        yield network.graph["fields"].get(fact.end.id, fact.end.id)
    else:
        yield network.nodes[fact.start]["properties"].get("名称", fact.start.id)


def _some(words: list[str]) -> str:
    rest = len(words) - _NAMED
    return "、".join(words[:_NAMED]) + (f" ほか{rest}" if rest > 0 else "")
