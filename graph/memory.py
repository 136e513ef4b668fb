"""Memory while a whole country is in the hands of the interpreter."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyarrow as pa

_TRIM: Final = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
"""The C library's own way, where it is GNU's."""
_MANY: Final = 20_000
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


def give_back(rows: int) -> None:
    """Give to the system what was let go with a table of so many rows; the allocators of Arrow and of the embedded engine
    else keep it. Few rows are not worth the look through the memory."""
    if rows < _MANY:
        return
    pa.default_memory_pool().release_unused()
    if _TRIM is not None:
        _TRIM(0)
