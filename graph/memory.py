"""How the interpreter looks for garbage while a whole country is in its hands."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_YOUNG: Final = 200_000
"""Objects made between two searches; the interpreter's own 700 would search a growing graph ten thousand times."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search seldom for garbage in cycles, of which building a graph makes next to none."""
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
