"""The list of agreements and measures with their parties, as rows of a table with numbers of the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from graph.facts import Node
from viz.citations import Citations
from viz.figures import typeface
from viz.figures.booklet.drawn import INK, MUTE, SUB, ZONE, Anchor, Drawn, Mark, Rule, Strip, Words, badge, moved, text
from viz.figures.booklet.flow import INSIDE, Flow
from viz.network import Fact, Network
from viz.sheet import Row

SIZE: Final = 8.6
_HEADS: Final = ("自治体（役割）", "協定・施策／成果・経費", "相手（役割）", "段階・時期")
_AT: Final = (0.0, 120.0, 284.0, 452.0)
"""Where the columns begin."""
_GAP: Final = 8.0
_WIDE: Final = tuple(end - begin - _GAP for begin, end in zip(_AT, (*_AT[1:], INSIDE + _GAP), strict=True))
_NAMED: Final = 3
_LINE: Final = SIZE * 1.55


def listing(flow: Flow, network: Network, citations: Citations, rows: Sequence[Row]) -> None:
    """Set the list, with a bookmark for each prefecture."""
    names = {node: str(network.nodes[node]["properties"].get("名称", node.id)) for node in network}
    flow.head = _head
    flow.put(_head(), keep=4 * _LINE)
    seen = ""
    for n, row in enumerate(rows):
        place = _prefecture(network, row)
        if place and place != seen and not row.below:
            flow.put(Strip(0.1, (Anchor(0, 0, f"p{n}", place, 1),)), keep=4 * _LINE)
            seen = place
        cells = (
            _parties(row.municipalities, names, citations, _WIDE[0], plain="主体"),
            _record(row, citations),
            [*_parties(row.bodies, names, citations, _WIDE[2]), *_unnamed(row)],
            _when(row),
        )
        flow.row(cells, _AT, zone=ZONE if row.node.label == "協定" else "")
    flow.head = None


def _head() -> Strip:
    things = [Words(x, _LINE * 0.8, words, SIZE, False, SUB) for x, words in zip(_AT, _HEADS, strict=True)]
    return Strip(_LINE + 4, (*things, Rule(0, _LINE + 3, INSIDE, _LINE + 3, 0.8, INK)))


def _prefecture(network: Network, row: Row) -> str:
    if not row.municipalities:
        return ""
    known = network.nodes[row.municipalities[0].start]["properties"]
    return str(known.get("都道府県") or known.get("名称", ""))


def cited(numbers: Sequence[int]) -> str:
    """Numbers as they stand in a badge: the first three, and how many more."""
    rest = len(numbers) - _NAMED
    return "・".join(map(str, numbers[:_NAMED])) + (f" ほか{rest}" if rest > 0 else "")


def _parties(
    facts: Sequence[Fact], names: dict[Node, str], citations: Citations, width: float, *, plain: str = ""
) -> list[Strip]:
    found: list[Strip] = []
    for fact in facts:
        roles = [role for role in fact.own("役割") if role != plain]
        words = names[fact.start] + (f"（{'・'.join(roles)}）" if roles else "")
        numbers = citations.numbers([fact])
        long, things = badge(fact.certainty[0], cited(numbers), f"e{numbers[0]}", certainty=fact.certainty)
        found += _with_badge(text(words, width, SIZE), things, width - long)
    return found


def _with_badge(lines: list[Strip], things: Sequence[Drawn], x: float) -> list[Strip]:
    """Lines with a badge at the end of the last, or below it where it does not fit."""
    last = lines[-1]
    if typeface.width(_last_words(last), SIZE) + 4 > x:
        return [*lines, Strip(last.height, tuple(moved(things, x, last.height / 2)))]
    return [*lines[:-1], Strip(last.height, (*last.drawn, *moved(things, x, last.height / 2)))]


def _record(row: Row, citations: Citations) -> list[Strip]:
    indent = (10.0 if row.below else 0.0) + 14.0
    name = str(row.properties.get("名称", row.node.id)) + ("（仮称）" if row.properties.get("仮称") else "")
    bold = row.node.label == "協定"
    lines = text(name, _WIDE[1], SIZE, bold=bold, indent=indent)
    first, *rest = lines
    lines = [Strip(first.height, (*first.drawn, Mark(indent - 9, first.height / 2, row.mark, 9.5))), *rest]
    if row.own:
        numbers = citations.numbers(row.own)
        long, things = badge("内容", cited(numbers), f"e{numbers[0]}")
        last = lines[-1]
        end = indent + typeface.width(_last_words(last), SIZE, bold=bold) + 6
        if end + long <= _WIDE[1]:
            lines[-1] = Strip(last.height, (*last.drawn, *moved(things, end, last.height / 2)))
        else:
            lines.append(Strip(_LINE, tuple(moved(things, indent, _LINE / 2))))
    if row.details:
        lines += text("。".join(row.details), _WIDE[1], SIZE, colour=SUB, indent=indent)
    if row.fields:
        lines += text(f"分野 {'、'.join(row.fields)}", _WIDE[1], SIZE, colour=SUB, indent=indent)
    return lines


def _last_words(strip: Strip) -> str:
    return next((thing.words for thing in strip.drawn if isinstance(thing, Words)), "")


def _unnamed(row: Row) -> Iterator[Strip]:
    if not row.bodies:
        yield from text("名の記載なし", _WIDE[2], SIZE, colour=MUTE)
    if row.properties.get("相手方表記"):
        yield from text(f"名のない相手 {'、'.join(row.properties['相手方表記'])}", _WIDE[2], SIZE, colour=SUB)


def _when(row: Row) -> list[Strip]:
    when = text(row.when, _WIDE[3], SIZE) if row.when else text("時期の記載なし", _WIDE[3], SIZE, colour=MUTE)
    return [*text(row.word, _WIDE[3], SIZE), *when]
