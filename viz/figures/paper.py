"""The sheets that static figures are made for, and how large their texts are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.errors import UsageError
from viz.layout import TEXT

_POINTS: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in mm, and what 14 units of the picture (the size of its labels) print at, in points.

    ``fixed``: the figure fills the sheet; else it is as high as it needs to be, at most ``height``. ``margin`` in mm.
    ``small``: notes, in points.
    """

    name: str
    width: float
    height: float
    text: float
    small: float
    margin: float = 0.0
    fixed: bool = False

    @property
    def unit(self) -> float:
        """Points that one unit of the picture prints at."""
        return self.text / TEXT

    def units(self, mm: float) -> float:
        """A length on paper in units of the picture."""
        return mm * _POINTS / self.unit

    @property
    def inside(self) -> float:
        """Units between the margins."""
        return self.units(self.width - 2 * self.margin)

    @property
    def note(self) -> float:
        """Size of notes in units."""
        return self.small / self.unit


PAPERS: Final = {
    paper.name: paper
    for paper in (
        # What a Japanese Word page leaves between margins of 30 mm, so that nothing is shrunk when it is put in.
        Paper("a4", 150, 225, 8.2, 8.0, margin=1),
        Paper("a4-landscape", 237, 142, 9.0, 8.0, margin=1),
        # A whole slide of PowerPoint, 13.333 by 7.5 inches.
        Paper("16:9", 338.667, 190.5, 12.0, 10.0, margin=12, fixed=True),
    )
}


def paper(name: str) -> Paper:
    """The sheet of a name. Raises `UsageError`."""
    if name not in PAPERS:
        raise UsageError(f"「{name}」という用紙はありません。{'、'.join(PAPERS)} のどれかで指定してください。")
    return PAPERS[name]
