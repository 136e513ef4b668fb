"""Pictures that are finished, each on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from viz.figures import painter, typeface
from viz.figures.booklet.drawn import Anchor, Drawn, Picture
from viz.figures.booklet.emit import pdf
from viz.figures.booklet.flow import MARGIN, TALL, WIDE

_FOOT = 22.0


class Plate(NamedTuple):
    """An SVG and the title of its bookmark."""

    svg: str
    title: str


def plates(pictures: Sequence[Plate], *, title: str, subject: str, landscape: bool = False) -> bytes:
    """A PDF of A4 pages with a picture each, as large as it goes, with page numbers and bookmarks.

    ``subject``: what is shown, in sentences, for the properties of the file. Texts stay texts. Equal input gives equal
    bytes. Raises `ValueError` where a text is no SVG with a viewBox.
    """
    wide, tall = (TALL, WIDE) if landscape else (WIDE, TALL)
    pages = [
        _page(plate, f"plate{n}", wide - 2 * MARGIN, tall - 2 * MARGIN - _FOOT) for n, plate in enumerate(pictures)
    ]
    return pdf(pages, title=typeface.drawn(title), subject=typeface.drawn(subject), landscape=landscape)


def _page(plate: Plate, name: str, wide: float, tall: float) -> list[Drawn]:
    size = painter.size(plate.svg)
    across = min(wide, tall * size.width / size.height)
    return [Anchor(MARGIN, MARGIN, name, plate.title), Picture(MARGIN, MARGIN, plate.svg, across)]
