"""Parts of a sheet, one below the other: each is drawn from its own top, and knows its height."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import escape

from viz import marks
from viz.figures import setting, typeface
from viz.layout import LEADING

INK: Final = "#1B1F24"
SUB: Final = "#4A525C"
EVIDENCE: Final = "#9A2113"
RULE: Final = "#868F99"

_TITLE: Final = 21.0


class Block(NamedTuple):
    """SVG from y = 0 down to its height."""

    height: float
    svg: str


def text(
    x: float, y: float, words: str, size: float, *, bold: bool = False, fill: str = INK, anchor: str = "start"
) -> str:
    """One line of text."""
    more = (' font-weight="700"' if bold else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}"{more}>{escape(words)}</text>'


def title(words: str, width: float, *, most: int = 2) -> Block:
    """The title in at most two lines; a longer one ends in … and its length."""
    lines = setting.label(words, width / _TITLE * 0.98, most)
    leading = _TITLE * 1.4
    drawn = (text(0, _TITLE + n * leading, line, _TITLE, bold=True) for n, line in enumerate(lines))
    return Block(_TITLE * 0.5 + leading * len(lines), "".join(drawn))


def scope(sentences: Iterable[str], width: float, size: float, *, most: int = 14) -> Block:
    """The sentences that say what is shown, beside a bar; what is beyond ``most`` lines is cut, and that is said."""
    told = " ".join("".join(sentences).split())
    lines = setting.lines(told, width - 16, size)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"…（全{len(told):,}字。長いので、ここまで）"]
    leading = size * 1.5
    bar = f'<path d="M2 2V{leading * len(lines) + 2:g}" stroke="{INK}" stroke-width="4"/>'
    drawn = (text(16, size * 1.15 + n * leading, line, size) for n, line in enumerate(lines))
    return Block(round(leading * len(lines) + 10, 1), bar + "".join(drawn))


def note(words: str, width: float, size: float) -> Block:
    """A remark in its own lines."""
    leading = size * 1.5
    lines = setting.lines(words, width, size)
    drawn = (text(0, size * 1.1 + n * leading, line, size) for n, line in enumerate(lines))
    return Block(round(leading * len(lines) + 4, 1), "".join(drawn))


def foot(lines: Sequence[str], width: float, size: float) -> Block:
    """The documents, below a rule."""
    leading = size * 1.5
    rule = f'<path d="M0 6H{width:g}" stroke="{INK}" stroke-width="1"/>'
    drawn = (text(0, 10 + size * 1.1 + n * leading, line, size, fill=SUB) for n, line in enumerate(lines))
    return Block(round(10 + leading * len(lines) + 4, 1), rule + "".join(drawn))


class Sign(NamedTuple):
    """A sign of the picture with its meaning; drawn in a box of 16 units height, ``wide`` units wide."""

    svg: str
    wide: float
    words: str


def legend(signs: Iterable[Sign], width: float, size: float) -> Block:
    """Signs and their meanings in rows."""
    rows = list(_rows(signs, width, size))
    svg = ""
    for n, row in enumerate(rows):
        for x, sign in row:
            svg += f'<g transform="translate({x:g} {n * LEADING + 4:g})">{sign.svg}</g>'
            svg += text(x + sign.wide + 5, n * LEADING + 4 + 8 + size * 0.36, sign.words, size)
    return Block(LEADING * len(rows) + 8, svg)


def _rows(signs: Iterable[Sign], width: float, size: float) -> Iterator[list[tuple[float, Sign]]]:
    row: list[tuple[float, Sign]] = []
    x = 0.0
    for sign in signs:
        wide = sign.wide + 5 + typeface.width(sign.words, size)
        if row and x + wide > width:
            yield row
            row, x = [], 0.0
        row.append((round(x, 1), sign))
        x += wide + 18
    if row:
        yield row


def marked(name: str, x: float, y: float, wide: float = 16.0) -> str:
    """A mark with its centre at a point."""
    scale = f" scale({wide / 16:g})" if wide != 16 else ""
    at = f"translate({x - wide / 2:g} {y - wide / 2:g}){scale}"
    return f'<g transform="{at}" color="{marks.colour(name)}">{marks.inner(name)}</g>'


def stack(blocks: Iterable[Block], pinned: Block | None = None, height: float | None = None) -> Block:
    """Blocks one below the other; with ``pinned`` at the foot of ``height``, where there is one."""
    y, svg = 0.0, ""
    for block in blocks:
        svg += f'<g transform="translate(0 {y:g})">{block.svg}</g>'
        y = round(y + block.height, 1)
    if pinned:
        y = max(y, round((height or 0) - pinned.height, 1))
        svg += f'<g transform="translate(0 {y:g})">{pinned.svg}</g>'
        y += pinned.height
    return Block(round(y, 1), svg)
