"""The numbered evidence by document: where it stands, the words, what they are taken to say, and what rests on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from viz import scope
from viz.citations import Citations, Passage, Saying, place_words, told
from viz.figures import setting, typeface
from viz.figures.booklet.drawn import EVIDENCE, INK, SUB, Anchor, Rule, Strip, Words, badge, moved, text
from viz.figures.booklet.flow import INSIDE, Flow
from viz.network import Network

SIZE: Final = 8.6
_NUMBER: Final = 34.0
"""Room for the number."""
_WIDE: Final = INSIDE - _NUMBER


def evidence(flow: Flow, network: Network, citations: Citations) -> None:
    """Set the evidence and the notes, with a bookmark for each document."""
    sayings, notes = citations.sayings(), citations.notes()
    documents = network.graph["documents"]
    for n, (id, passages) in enumerate(groupby(citations.passages, key=lambda passage: passage.document)):
        known = documents.get(id, {})
        title = str(known.get("題名", id))
        flow.head = None
        _document(flow, f"d{n}", title, scope.facts_of(known))
        flow.head = partial(_again, title)
        for passage in passages:
            _item(flow, passage, list(_said(network, passage, sayings[passage.number], notes)))
    flow.head = None
    if notes:
        flow.space(8)
        _title(flow, "注記", "推定・要確認とした理由と、書かれていないこと", Anchor(0, 0, "notes", "注記", 0), INK)
        for note, n in notes.items():
            anchor = Anchor(0, 0, f"c{n}")
            flow.row([_numbered(f"注{n}", INK, anchor), text(note, _WIDE, SIZE)], (0.0, _NUMBER))


def _document(flow: Flow, name: str, title: str, about: str) -> None:
    flow.space(10)
    _title(flow, title, about, Anchor(0, 0, name, title, 1), INK)


def _again(title: str) -> Strip:
    """What stands above evidence that goes on on a further page."""
    words = setting.label(title, _WIDE / SIZE - 4, 1)[0] + "（続き）"
    line = SIZE * 1.55
    return Strip(line + 3, (Words(0, line * 0.8, words, SIZE, False, SUB), Rule(0, line + 2, INSIDE, line + 2, 0.8)))


def _title(flow: Flow, title: str, about: str, anchor: Anchor, colour: str) -> None:
    lines = text(title, INSIDE, 10, bold=True, colour=colour)
    first, *rest = lines
    rule = Strip(3, (Rule(0, 2, INSIDE, 2, 0.8),))
    anchored = Strip(first.height, (anchor, *first.drawn))
    flow.put(anchored, *rest, *text(about, INSIDE, SIZE, colour=SUB), rule, keep=40)


def _item(flow: Flow, passage: Passage, lines: Sequence[Strip]) -> None:
    anchor = Anchor(0, 0, f"e{passage.number}")
    flow.row([_numbered(str(passage.number), EVIDENCE, anchor), lines], (0.0, _NUMBER))


def _numbered(words: str, colour: str, anchor: Anchor) -> list[Strip]:
    x = _NUMBER - 12 - typeface.width(words, SIZE, bold=True)
    return [Strip(SIZE * 1.55, (anchor, Words(x, SIZE * 1.15, words, SIZE, True, colour)))]


def _said(network: Network, passage: Passage, sayings: Sequence[Saying], notes: Mapping[str, int]) -> Iterator[Strip]:
    place = f"位置 {place_words(passage.place) or '記載なし'}"
    if not passage.quote:
        place += "（原文の語句は手元にない）"
    said_first = sayings[0].gist if sayings else ""
    indent = typeface.width(place, SIZE) + 10
    first, *rest = text(said_first, _WIDE, SIZE, indent=indent)
    yield Strip(first.height, (Words(0, first.height * 0.72, place, SIZE, False, SUB), *first.drawn))
    yield from rest
    for strip in text(passage.quote, _WIDE, SIZE, indent=8) if passage.quote else ():
        yield strip._replace(drawn=(Rule(1, 0, 1, strip.height, 2, EVIDENCE), *strip.drawn))
    for n, saying in enumerate(sayings):
        if n:
            yield from text(saying.gist or "要旨の記載なし", _WIDE, SIZE)
        for support in saying.supports:
            words = told(network, support.facts) + (f"　注\u00a0{notes[support.note]}" if support.note else "")
            target = f"c{notes[support.note]}" if support.note else ""
            long, things = badge(support.certainty, "", target, certainty=support.certainty)
            first, *rest = text(words, _WIDE, SIZE, colour=SUB, indent=long + 5)
            yield Strip(first.height, (*moved(things, 0, first.height / 2), *first.drawn))
            yield from rest
