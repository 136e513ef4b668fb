"""The picture on the pages of a booklet: in pieces that each stand for themselves, or reduced where it is too large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph.facts import Node
from viz.figures import groups
from viz.figures.fitting import Fitted, Referring, fit, frame, within
from viz.figures.paper import Paper
from viz.layout import Frame, Layout
from viz.network import Network
from viz.order import arrange

PAPER: Final = Paper("booklet", 180, 267, 8.6, 8.6)
MOST: Final = 12
"""Pages of pictures; beyond them nobody turns pages, and the reduced picture says more."""

_ROW: Final = 16.0
"""Units of height that a record takes at least."""

Piece = tuple[Network, Layout]


def pieces(network: Network, referring: Referring, first: float, most: float) -> list[Piece] | None:
    """The network over pages: records in the order of the picture, each page with all who take part in its records.

    ``first``, ``most``: units of height on the first and on further pages. None where it would be more than `MOST`
    pages, or where one agreement alone is too large for a page.
    """
    framed = frame(PAPER, referring)
    whole = within(framed, first, network)
    if whole:
        return [(network, whole)]
    records = sum(node.label in ("協定", "施策") for node in network)
    if records * _ROW > most * MOST:
        return None
    units = list(arrange(network).units)
    found: list[Piece] = []
    while units:
        some = _most(network, framed, units, most if found else first)
        if some is None and not found:
            some = _most(network, framed, units, most)
        if some is None or len(found) == MOST:
            return None
        count, piece = some
        found.append(piece)
        units = units[count:]
    return found


def _most(network: Network, framed: Frame, units: Sequence[Sequence[Node]], room: float) -> tuple[int, Piece] | None:
    """As many units as fit: their number, and what they show."""
    best: tuple[int, Piece] | None = None
    low, high = 0, len(units)
    while low < high:
        middle = (low + high + 1) // 2
        part = groups.only(network, (node for unit in units[:middle] for node in unit))
        layout = within(framed, room, part)
        if layout:
            best, low = (middle, (part, layout)), middle
        else:
            high = middle - 1
    return best


def reduced(network: Network, referring: Referring, room: float) -> Fitted:
    """The network on one page, made smaller as far as it must be."""
    return fit(network, PAPER, referring, room)
