"""The documents behind a picture, numbered, in few lines; and the numbers behind each agreement and measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph import dates, model
from graph.facts import Node
from viz.figures import setting, typeface
from viz.network import Entry, Network

_JOINT = "　"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """``numbers``: by document, from 1, in the order of the citations. ``lines``: their names set in lines.

    ``complete``: whether the lines name every one; only then do numbers in a picture lead anywhere.
    """

    numbers: dict[str, int]
    lines: tuple[str, ...]
    complete: bool

    def references(self, network: Network) -> dict[Node, str]:
        """The numbers of the documents behind each agreement and measure; none where they are not all named."""
        return references(network, lambda entry: self.numbers[entry.document]) if self.complete else {}


def references(network: Network, number: Callable[[Entry], int]) -> dict[Node, str]:
    """The numbers behind each agreement and measure, led by 推 or 要 where none is stated outright: ``［推2・5］``."""
    return {node: _numbers(entries, number) for node, entries in _behind(network) if entries}


def _numbers(entries: list[Entry], number: Callable[[Entry], int]) -> str:
    numbers = sorted({number(entry) for entry in entries})
    surest = min((entry.certainty for entry in entries), key=model.CERTAINTIES.index)
    mark = "" if surest == model.CERTAINTIES[0] else surest[0]
    rest = len(numbers) - _NAMED
    return f"［{mark}{'・'.join(map(str, numbers[:_NAMED]))}{f' ほか{rest}' if rest > 0 else ''}］"


def _behind(network: Network) -> Iterator[tuple[Node, list[Entry]]]:
    for node, known in network.nodes(data=True):
        if node.label in ("協定", "施策"):
            facts = [fact for _, _, fact in network.in_edges(node, data="fact")]
            yield node, [entry for fact in (*facts, *known["facts"]) for entry in fact.entries]


def sources(network: Network, width: float, size: float, most: int) -> Sources:
    """The documents of a network in at most ``most`` lines of a width."""
    used = sorted({entry.document for _, entries in _behind(network) for entry in entries})
    numbers = {id: n for n, id in enumerate(used, 1)}
    names = [_told(network.graph["documents"].get(id, {}), id) for id in used]
    for kept in range(len(names), -1, -1) if len(names) <= most * 4 else range(most * 2, -1, -1):
        left = len(names) - kept
        words = [f"{n}{_JOINT}{name}" if not left else name for n, name in enumerate(names[:kept], 1)]
        rest = [f"{'ほか ' if kept else ''}{left:,} 文書"] if left else []
        lines = setting.lines(f"出典{_JOINT}" + ("／" if left else _JOINT).join([*words, *rest]), width, size)
        if len(lines) <= most:
            return Sources(numbers, tuple(lines), not left)
    return Sources(numbers, (f"出典{_JOINT}{len(names):,} 文書",), complete=False)


def _told(document: dict[str, object], id: str) -> str:
    title = " ".join(str(document.get("題名", id)).split())
    if typeface.width(title) > 40:
        title = setting.label(title, 40, 1)[0]
    about = [setting.label(" ".join(str(document.get("種別", "")).split()), 20, 1)[0], _day(document)]
    return f"{title}（{'、'.join(word for word in about if word)}）"


def _day(document: dict[str, object]) -> str:
    if "発行日" in document:
        return dates.japanese(str(document["発行日"]))
    return f"{dates.japanese(str(document['基準日']))}時点" if "基準日" in document else "発行日の記載なし"
