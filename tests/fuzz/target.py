"""What a target is, and what several of them ask."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.read import ReadError, Reading

ROOT: Final = Path(__file__).resolve().parents[2]
_OWN: Final = tuple(str(ROOT / name) for name in ("graph", "loaders", "queries", "api", "viz", "renkei"))
JAPANESE: Final = re.compile("[ぁ-んァ-ヶ一-龠]")


class BrokenError(AssertionError):
    """The contract does not hold for this input."""


@dataclass(frozen=True, slots=True)
class Target:
    """``run`` takes an input and raises where the contract does not hold. ``seeds``: inputs to begin with. ``words``: what
    the fuzzer may put in. ``longest``: bytes of an input; ``seconds``: how long one of that size may take."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    words: Sequence[str] = ()
    longest: int = 4_000
    seconds: float = 2.0


def holds(condition: object, what: str) -> None:
    """Raise `BrokenError` where a sentence is not true."""
    if not condition:
        raise BrokenError(what)


def text(raw: bytes) -> str:
    """Any bytes as a text."""
    return raw.decode("utf-8", "ignore")


def plainly_refused(error: ReadError) -> None:
    """A refusal says why in Japanese, and does not hide a fault of our own code."""
    holds(JAPANESE.search(error.detail), f"no Japanese: {error.detail}")
    hidden = error.__cause__
    if hidden is not None and type(hidden).__module__ == "builtins" and not isinstance(hidden, OSError):
        last = traceback.extract_tb(hidden.__traceback__)[-1]
        if last.filename.startswith(_OWN):
            raise hidden


def well_placed(reading: Reading) -> None:
    """Every cell, row and heading of a reading stands where it says."""
    length = len(reading.text)
    holds(reading.text.strip(), "nothing was read, and not refused")
    for table in reading.tables:
        holds(len({len(row.cells) for row in table.rows}) <= 1, f"{table.name}: rows of different widths")
        numbers = [row.number for row in table.rows]
        holds(numbers == sorted(set(numbers)), f"{table.name}: numbers of rows")
        for row in table.rows:
            for cell in row.cells:
                holds(0 <= cell.span.start <= cell.span.end <= length, f"a cell beyond the text: {cell}")
                holds(
                    reading.quote(cell.span).replace("\t", " ") == cell.text.replace("\n", " "),
                    f"a cell elsewhere: {cell}",
                )
                holds("\t" not in cell.text, f"a cell with a tab: {cell}")
    for heading in reading.headings:
        holds(reading.quote(heading).strip() and "\n" not in reading.quote(heading), f"a heading elsewhere: {heading}")
    for place, span in reading.places.items():
        holds(0 <= span.start <= span.end <= length, f"a place beyond the text: {place}")
