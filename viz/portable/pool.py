"""Every text of a graph once, in the order in which it is first used, so that what is told together lies together."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

Handle = tuple[int, int]
"""Group and column of texts that were put into a pool."""


class Pool:
    """Texts come in by groups of columns of equal length; a group is read row by row."""

    def __init__(self) -> None:
        self._groups: list[list[pa.DictionaryArray]] = []

    def add(self, *columns: pa.Array) -> list[Handle]:
        """Put in the columns of a group (unset = null; as texts or as a dictionary of them); the handles lead to their numbers after `close`."""
        self._groups.append([_encoded(column) for column in columns])
        return [(len(self._groups) - 1, at) for at in range(len(columns))]

    def close(self) -> Closed:
        """The texts in order, and for every column their places."""
        encoded = [column for group in self._groups for column in group]
        mapping = pa.concat_arrays([each.dictionary for each in encoded]).dictionary_encode()
        lengths = [[len(each.dictionary) for each in group] for group in self._groups]
        indices = [[each.indices for each in group] for group in self._groups]
        self._groups.clear()
        del encoded
        places: list[list[pa.Array]] = []
        start = 0
        for group, sizes in zip(indices, lengths, strict=True):
            found = []
            for each, size in zip(group, sizes, strict=True):
                found.append(mapping.indices.slice(start, size).take(each))
                start += size
            places.append(found)
        order = pc.unique(pa.concat_arrays([rows(group).drop_null() for group in places]))
        rank = pc.array_sort_indices(order).cast(pa.int32())
        return Closed(mapping.dictionary.take(order), [[rank.take(each) for each in group] for group in places])


class Closed:
    """``texts``: all, each once; ``[handle]``: places of a column in it, null where unset."""

    def __init__(self, texts: pa.Array, places: list[list[pa.Array]]) -> None:
        self.texts = texts
        self._places = places

    def __getitem__(self, handle: Handle) -> pa.Array:
        group, column = handle
        return self._places[group][column]


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    if isinstance(column, pa.DictionaryArray):
        return column
    whole = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    return whole.cast(pa.string()).dictionary_encode()


def rows(columns: Sequence[pa.Array]) -> pa.Array:
    """Columns of equal length as one array, row after row."""
    number, width = len(columns[0]), len(columns)
    if width == 1 or not number:
        return columns[0]
    at = pa.array(range(number * width), pa.int64())
    row = pc.divide(at, width)
    place = pc.add(pc.multiply(pc.subtract(at, pc.multiply(row, width)), number), row)
    return pa.concat_arrays(columns).take(place)
