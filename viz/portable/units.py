"""Texts as bytes for a compressor that looks back 32 KB: the most frequent UTF-16 units as one byte, the others as two.

Japanese takes three bytes a letter in UTF-8; written so it takes little more than one, and the compressor sees twice as
much of it. ``js/unpack.js`` reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import pyarrow as pa

_SINGLE: Final = 232
"""Units of one byte, where the remaining bytes lead to all others."""
_AT_ONCE: Final = 50_000
"""Texts of which Python objects are made at one time."""


def written(texts: pa.Array) -> tuple[pa.Array, bytes]:
    """The alphabet (UTF-16 units; the first ends every text and occurs in none) and all texts in it."""
    seen: Counter[int] = Counter()
    for units in _units(texts, b""):
        seen.update(units)
    end = next(unit for unit in range(0xFFFF, -1, -1) if unit not in seen)
    alphabet = [end, *sorted(seen, key=lambda unit: (-seen[unit], unit))]
    single = min(_SINGLE, (0x10000 - len(alphabet)) // 255)
    letters = [b""] * 0x10000
    for place, unit in enumerate(alphabet):
        above, below = divmod(place - single, 256)
        letters[unit] = bytes([place]) if place < single else bytes([single + above, below])
    found = [b"".join(map(letters.__getitem__, units)) for units in _units(texts, end.to_bytes(2, "little"))]
    return pa.array(alphabet, pa.int64()), b"".join(found)


def _units(texts: pa.Array, end: bytes) -> Iterator[memoryview]:
    """The units of all texts, ``end`` after each of them."""
    for at in range(0, len(texts), _AT_ONCE):
        some = texts.slice(at, _AT_ONCE).to_pylist()
        yield memoryview(b"".join(text.encode("utf-16-le") + end for text in some)).cast("H")
