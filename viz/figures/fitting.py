"""How much of a network a sheet takes, and the layout of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from graph.facts import Node
from viz import labels
from viz.figures import groups, setting, typeface
from viz.figures.paper import Paper
from viz.layout import MARK, TEXT, Frame, Layout, Lines, lay_out
from viz.network import Network

_SHARES: Final = {"自治体": 0.19, "協定": 0.34, "施策": 0.34, "企業": 0.27}
"""Of the width of the sheet that labels of a kind may take, at most."""
_REGIONS: Final = 5
"""Prefectures that a picture of prefectures has at least."""
_TRIES: Final = 60
"""How many further records are tried when the next largest does not fit."""
_MOST_LINES: Final = 3
_GAP: Final = " "
"""Between a label and the numbers after it: an em space."""

References = Mapping[Node, str]
"""The numbers of the evidence that stand behind the label of an agreement or a measure."""
Referring = Callable[[Network], References]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a sheet shows of a network.

    ``whole``: the network that was to be shown; ``network``: what is drawn. ``step``: how it was made smaller, in
    words, or ''.
    """

    whole: Network
    network: Network
    layout: Layout
    step: str

    def left(self) -> dict[str, int]:
        """How many nodes of each kind the sheet does not show."""
        return {
            label: groups.count(self.whole, label) - groups.count(self.network, label)
            for label in ("自治体", "協定", "施策", "企業")
        }


def frame(paper: Paper, referring: Referring) -> Frame:
    """The frame of a sheet for `viz.layout`."""
    return Frame(round(paper.inside, 1), partial(_lines, paper, referring), typeface.width)


def _lines(paper: Paper, referring: Referring, network: Network) -> Lines:
    references = referring(network)
    names = labels.captions(network)
    found: dict[Node, tuple[str, ...]] = {}
    for node in network:
        widest = paper.inside * _SHARES[node.label] / TEXT
        known = network.nodes[node]["properties"]
        # A caption may be shortened already; here a name is cut with its length said.
        name = names[node] if names[node] == known.get("略称") else str(known.get("名称", node.id))
        found[node] = _referred(setting.label(name, widest, _MOST_LINES), references.get(node, ""), widest)
    return found


def _referred(lines: tuple[str, ...], numbers: str, width: float) -> tuple[str, ...]:
    if not numbers:
        return lines
    if typeface.width(lines[-1] + _GAP + numbers) <= width:
        return (*lines[:-1], lines[-1] + _GAP + numbers)
    return (*lines, numbers)


def split(line: str, numbers: str) -> tuple[str, str]:
    """A line of a label and the numbers at its end, either may be ''."""
    if numbers and (line == numbers or line.endswith(_GAP + numbers)):
        return line[: -len(numbers)], numbers
    return line, ""


def fit(network: Network, paper: Paper, referring: Referring, room: float) -> Fitted:
    """The network as far as ``room`` (units of height) goes; at least one row of it."""
    fitting = partial(within, frame(paper, referring), room)
    layout = fitting(network)
    if layout:
        return Fitted(network, network, layout, "")
    alike = groups.merged(network)
    layout = fitting(alike)
    if layout:
        return Fitted(network, alike, layout, "顔ぶれが同じものは一つにまとめた。")
    best = _most(network, alike, fitting, "顔ぶれが同じものは一つにまとめ、件数の多いものから入るだけ示す。")
    shown, all_ = (groups.count(some, "自治体") for some in (best.network, network))
    if shown * 2 >= all_ or groups.prefectures(network) < _REGIONS:
        return best
    regions = groups.by_prefecture(network)
    layout = fitting(regions)
    told = "自治体は都道府県ごとに、顔ぶれが同じものは一つにまとめ"
    if layout:
        return Fitted(network, regions, layout, f"{told}た。")
    other = _most(network, regions, fitting, f"{told}、件数の多いものから入るだけ示す。")
    return max(best, other, key=lambda fitted: groups.count(fitted.network, "自治体"))


def within(frame: Frame, room: float, network: Network) -> Layout | None:
    """The layout if it fits into so many units of height. The height is known to be too much, without laying out, from the number of rows."""
    rows = max((sum(node.label in column for node in network) for column in _COLUMNS), default=0)
    if rows * TEXT > room:
        return None
    layout = lay_out(network, frame)
    return layout if layout.height <= room else None


_COLUMNS: Final = (("自治体",), ("協定", "施策"), ("企業",))


def _most(whole: Network, network: Network, fitting: partial[Layout | None], step: str) -> Fitted:
    """The largest records as far as they fit, then those of the next that still do.

    The layout of one record is taken as it is.
    """
    ranked = groups.largest(network)
    _, room = fitting.args

    def some(records: Sequence[Node]) -> Network:
        # With fewer records more bodies are tied alike.
        return groups.merged(groups.only(network, records))

    low, high = 1, max(1, min(len(ranked), int(room / MARK)))
    best = some(ranked[:1])
    layout = fitting(best) or lay_out(best, fitting.args[0])
    while low < high:
        middle = (low + high + 1) // 2
        found = fitting(tried := some(ranked[:middle]))
        if found:
            low, best, layout = middle, tried, found
        else:
            high = middle - 1
    kept = ranked[:low]
    for record in ranked[low : low + _TRIES]:
        found = fitting(tried := some([*kept, record]))
        if found:
            kept, best, layout = [*kept, record], tried, found
    return Fitted(whole, best, layout, step)
