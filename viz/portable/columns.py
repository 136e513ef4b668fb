"""Whole numbers as bytes that compress well, and one container for many columns of them.

A column is written in as few bytes per number as its largest needs, lowest bytes of all numbers first (planes), so that
what is alike lies together. The container begins with the length of its table of contents (4 bytes, lowest first).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

_FEW: Final = 256
"""Columns with no more different values are written as places in a small table of these values."""


class Way(IntEnum):
    """How the numbers of a column are written."""

    PLAIN = 0
    STEPS = 1
    """Differences from the number before; negative ones odd (2d, -2d-1)."""
    TABLE = 2
    """Places in the table, the column of the same name with @ behind it."""


class Columns:
    """Columns by name, in the order in which they are put in; ``texts`` are UTF-8."""

    def __init__(self) -> None:
        self._contents: list[tuple[str, int, int, int]] = []
        self._parts: deque[bytes] = deque()

    def add(self, name: str, numbers: pa.Array, way: Way | None = None) -> None:
        """Numbers from 0 to 2³²-1. Without a ``way`` the one is chosen that suits: a small table or steps."""
        numbers = numbers.cast(pa.int64())
        if way is None:
            distinct = pc.unique(numbers)
            if len(distinct) <= _FEW:
                self.add(f"{name}@", distinct, Way.PLAIN)
                numbers, way = pc.index_in(numbers, value_set=distinct).cast(pa.int64()), Way.TABLE
            else:
                way = Way.STEPS
        self._put(name, steps(numbers) if way is Way.STEPS else numbers, way)

    def text(self, name: str, text: bytes) -> None:
        """A text as it is."""
        self._contents.append((name, len(text), 1, Way.PLAIN))
        self._parts.append(text)

    def _put(self, name: str, numbers: pa.Array, way: Way) -> None:
        most = pc.max(numbers).as_py() or 0
        width = max(1, (most.bit_length() + 7) // 8)
        self._contents.append((name, len(numbers), width, way))
        self._parts.append(planes(numbers, width))

    def parts(self, head: dict[str, object]) -> Iterator[bytes]:
        """The container in pieces; ``head`` is told in its table of contents. What was given out is let go."""
        contents = orjson.dumps({**head, "columns": self._contents})
        yield len(contents).to_bytes(4, "little") + contents
        while self._parts:
            yield self._parts.popleft()


def steps(numbers: pa.Array) -> pa.Array:
    """Each number less the one before."""
    if not len(numbers):
        return numbers
    before = pa.concat_arrays([pa.array([0], pa.int64()), numbers.slice(0, len(numbers) - 1)])
    change = pc.subtract(numbers, before)
    twice = pc.multiply(change, 2)
    return pc.if_else(pc.less(change, 0), pc.subtract(pc.negate(twice), 1), twice)


def planes(numbers: pa.Array, width: int) -> bytes:
    """The lowest bytes of all numbers, then the next."""
    whole = pa.concat_arrays([numbers.cast(pa.uint32())])
    buffer = whole.buffers()[1]
    raw = memoryview(buffer)[: 4 * len(whole)].tobytes() if buffer else b""
    return b"".join(raw[plane::4] for plane in range(width))
