"""The container of older office files, checked before it is read.

It is a little file system whose sectors are chained; a damaged chain may never end, and readers that trust it fill the
memory. Layout as in [MS-CFB].
"""

from __future__ import annotations

import struct
from typing import Final

_LAST: Final = 0xFFFFFFFA
_SMALL: Final = 4096


def stream(raw: bytes, *names: str) -> bytes | None:
    """The first stream of one of these names; None where any chain of sectors does not end within the file."""
    try:
        streams = _Container(raw).streams()
    except (struct.error, IndexError, ValueError):
        return None
    return next((streams[name] for name in names if name in streams), None)


class _Container:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        shift, small_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sizes of sectors")
        self._size = 1 << shift
        _, self._directory, _, _, self._small_table, _, more, count = struct.unpack_from("<8I", raw, 44)
        places = [n for n in struct.unpack_from("<109I", raw, 76) if n < _LAST]
        for _ in range(min(count, len(raw) // self._size)):
            if more >= _LAST:
                break
            *found, more = self._numbers(more)
            places += [n for n in found if n < _LAST]
        self._table = [n for place in places for n in self._numbers(place)]

    def streams(self) -> dict[str, bytes]:
        """All streams by name; of several with one name, the first."""
        small = [n for place in self._chain(self._small_table, self._table) for n in self._numbers(place)]
        found: dict[str, bytes] = {}
        box = b""
        for place in self._chain(self._directory, self._table):
            sector = self._sector(place)
            for at in range(0, len(sector) - 127, 128):
                (length,), kind = struct.unpack_from("<H", sector, at + 64), sector[at + 66]
                start, size = struct.unpack_from("<2I", sector, at + 116)
                if kind not in (2, 5) or not size:
                    continue
                if size > len(self._raw):
                    raise ValueError("a stream beyond the end")
                if kind == 5 or size >= _SMALL:
                    whole = b"".join(self._sector(each) for each in self._chain(start, self._table))
                else:
                    whole = b"".join(box[n * 64 : n * 64 + 64] for n in self._chain(start, small))
                box = whole if kind == 5 else box
                found.setdefault(sector[at : at + max(0, length - 2)].decode("utf-16-le", "replace"), whole[:size])
        return found

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if begin >= len(self._raw):
            raise ValueError("a sector beyond the end")
        return self._raw[begin : begin + self._size]

    def _numbers(self, number: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._size // 4}I", self._sector(number))

    def _chain(self, start: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while start < _LAST:
            if len(chain) > len(table):
                raise ValueError("a chain without end")
            chain.append(start)
            start = table[start]
        return chain
