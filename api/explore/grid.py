"""Municipalities down, bodies across: what each two of them do together, and where nobody has looked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from api.explore.asked import Conditions
from api.records import Party, Record
from viz.labels import wrap
from viz.network import Network
from viz.order import arrange

MOST: Final = 60
"""Rows, and columns, of one matrix."""

_LONG: Final = 13.0
"""Names of bodies break beyond so many em."""
_AGREED: Final = ("有効", "不明", "終了", "更新済")
_DONE: Final = ("実施", "実証", "計画", "検討", "終了", "不明")

Pair = tuple[str, str]


class Square(NamedTuple):
    """A crossing: the best state of its agreements and the best stage of its measures, '' where there are none.

    ``known``: what is known where nothing is drawn: ほか (a record that is not drawn here), 記録なし or 未調査.
    """

    agreement: str = ""
    measure: str = ""
    words: str = ""
    address: str = ""
    chosen: bool = False
    known: str = ""


class Side(NamedTuple):
    """A row or a column: with how many of the other kind, and with how many of these there is a measure.

    ``lines``: its name in pieces that stand beside each other where it is set vertically.
    """

    id: str
    lines: tuple[str, ...]
    full: str
    partners: int
    done: int
    chosen: bool = False


class Grid(NamedTuple):
    """``pairs``: how many crossings hold what: 全, 連携, 協定, 施策, ほか, 記録なし, 未調査."""

    rows: list[tuple[Side, list[Square]]]
    columns: list[Side]
    pairs: dict[str, int]
    left_out: tuple[int, int]


class Known(NamedTuple):
    """What is known beyond the records that are drawn.

    ``tied``: pairs of municipality and body with any record; ``complete``: municipalities all of whose records a
    document lists.
    """

    tied: Collection[Pair]
    complete: Collection[str]

    def of(self, pair: Pair) -> str:
        """What is known of a pair of which nothing is drawn."""
        if pair in self.tied:
            return "ほか"
        return "記録なし" if pair[0] in self.complete else "未調査"


def grid(found: Iterable[Record], net: Network, asked: Conditions, known: Known) -> Grid | None:
    """The matrix of some records; None where no municipality and body take part in the same. A place is no actor."""
    ties = _ties(found)
    if not ties.pairs:
        return None
    places, bodies = _orders(ties, net, asked.sort)
    across = [_side(body, ties, 1, asked) for body in bodies[:MOST]]
    rows = [
        (_side(place, ties, 0, asked), [_square((place, body.id), ties, asked, known) for body in across])
        for place in places[:MOST]
    ]
    left_out = (max(0, len(places) - MOST), max(0, len(bodies) - MOST))
    return Grid(rows, across, _counts(places, bodies, ties, known), left_out)


@dataclass(frozen=True, slots=True)
class _Ties:
    """What two parties have in common, and for each party the other parties."""

    pairs: dict[Pair, list[Record]]
    parties: dict[str, Party]
    others: dict[str, set[str]]

    def done(self, id: str, at: int) -> int:
        """With how many others a party has a measure."""
        ends = ((id, other) if at == 0 else (other, id) for other in self.others[id])
        return sum(any(record.kind == "施策" for record in self.pairs[end]) for end in ends)


def _ties(found: Iterable[Record]) -> _Ties:
    pairs: dict[Pair, list[Record]] = defaultdict(list)
    parties: dict[str, Party] = {}
    others: dict[str, set[str]] = defaultdict(set)
    for record in found:
        for place in record.municipalities:
            for body in record.bodies if not place.only_place else ():
                pairs[place.id, body.id].append(record)
                parties |= {place.id: place, body.id: body}
                others[place.id].add(body.id)
                others[body.id].add(place.id)
    return _Ties(pairs, parties, others)


def _orders(ties: _Ties, net: Network, sort: str) -> tuple[list[str], list[str]]:
    """Both sides: near to what they are tied to, by code and name, or by how much there is."""
    ids = [{end[at] for end in ties.pairs} for at in (0, 1)]
    if sort == "コード":
        return sorted(ids[0]), sorted(ids[1], key=lambda id: (ties.parties[id].name, id))
    by_number = [sorted(each, key=lambda id: (-len(ties.others[id]), id)) for each in ids]
    if sort == "数":
        return by_number[0], by_number[1]
    order = arrange(net)
    # Where not all fit, those with most ties stay, in the order that brings what belongs together together.
    kept = [set(each[:MOST]) for each in by_number]
    sides = (
        [node.id for node in order.left if node.id in ids[0]],
        [node.id for node in order.right if node.id in ids[1]],
    )
    near = [sorted(side, key=lambda id, n=n: id not in kept[n]) for n, side in enumerate(sides)]  # type: ignore[misc]
    return near[0], near[1]


def _side(id: str, ties: _Ties, at: int, asked: Conditions) -> Side:
    party = ties.parties[id]
    return Side(
        id,
        (party.short,) if party.kind == "自治体" else wrap(party.name, _LONG),
        party.name,
        len(ties.others[id]),
        ties.done(id, at),
        id in asked.chosen.split("~"),
    )


def _square(pair: Pair, ties: _Ties, asked: Conditions, known: Known) -> Square:
    same = ties.pairs.get(pair)
    if not same:
        more = known.of(pair)
        return Square(
            known=more, address=asked.opening(pair[0]) if more == "ほか" and pair[0] not in asked.roots else ""
        )
    agreed = [record.state for record in same if record.kind == "協定"]
    done = [record.state for record in same if record.kind == "施策"]
    parts = [f"協定 {len(agreed)}"] if agreed else []
    parts += [f"施策 {len(done)}（{'、'.join(dict.fromkeys(sorted(done, key=_DONE.index)))}）"] if done else []
    names = [ties.parties[id] for id in pair]
    return Square(
        min(agreed, key=_AGREED.index, default=""),
        min(done, key=_DONE.index, default=""),
        f"{names[0].short}と{names[1].name}: {'・'.join(parts)}",
        asked.choosing(*pair),
        asked.chosen == "~".join(pair),
    )


def _counts(places: list[str], bodies: list[str], ties: _Ties, known: Known) -> dict[str, int]:
    found = {"全": len(places) * len(bodies), "連携": len(ties.pairs)}
    for kind in ("協定", "施策"):
        found[kind] = sum(any(record.kind == kind for record in same) for same in ties.pairs.values())
    rest = Counter(known.of((p, b)) for p in places for b in bodies if (p, b) not in ties.pairs)
    return {**found, **{word: rest[word] for word in ("ほか", "記録なし", "未調査")}}
