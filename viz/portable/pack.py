"""A graph → bytes: columns of whole numbers over one pool of texts, compressed. Nothing is lost but 連携, which is derived.

Node tables and relationship tables stand as in `graph.tables`, but in the order of the documents: what one passage
tells lies together. A place that states a fact is a row of ``passages`` (document, place, words), told once however many
facts rest on it. ``js/unpack.js`` reads it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from graph import derive, model
from graph.memory import give_back
from graph.tables import Bucket, Tables
from viz.portable import units
from viz.portable.columns import Columns, Way
from viz.portable.pool import Closed, Handle, Pool

FORMAT: Final = 1
LISTED: Final = 8
"""So many values of a property in a list are told by their place."""
_RECORDS: Final = ("協定", "施策")
_LEADING: Final = tuple(Bucket("記載", label, "文書") for label in _RECORDS)
"""What documents say of records comes first into the pool: names, figures and quotes of a record side by side."""
_PASSAGE: Final = ("文書", "位置", "引用")
_PLACE: Final = r"^(?P<start>0|[1-9]\d{0,8})-(?P<end>0|[1-9]\d{0,8})$"
_ROW: Final = r"(?s)^(?P<sheet>.*)!(?P<row>0|[1-9]\d{0,8})$"


def pack(graph: Tables, head: dict[str, object], extra: dict[str, pa.Array] | None = None) -> bytes:
    """The container (gzip). ``head``: what the page says of itself; ``extra``: further columns, of texts or numbers.

    The graph is used up: a table is let go when it is packed.
    """
    packer = zlib.compressobj(level=9, wbits=31)
    found = [packer.compress(part) for part in _Packer(graph).parts(head, extra or {})]
    return b"".join((*found, packer.flush()))


def raw(graph: Tables, head: dict[str, object], extra: dict[str, pa.Array] | None = None) -> bytes:
    """The container before it is compressed."""
    return b"".join(_Packer(graph).parts(head, extra or {}))


class _Packer:
    def __init__(self, graph: Tables) -> None:
        self.columns = Columns()
        self.pool = Pool()
        self.later: list[tuple[str, Handle]] = []
        self.values: dict[tuple[str, str], _Values] = {}
        self.claims: list[_Claims] = []
        self.nodes = {label: graph.nodes[label].take(_order(graph, label)) for label in model.LABEL}
        graph.nodes.clear()
        self.relationships = graph.relationships
        self.relationships.pop(derive.BUCKET, None)
        self.ids = {label: table["id"].combine_chunks() for label, table in self.nodes.items()}

    def parts(self, head: dict[str, object], extra: dict[str, pa.Array]) -> Iterator[bytes]:
        """The container in pieces."""
        give_back(max(table.num_rows for table in self.nodes.values()))
        passages = _Passages(self)
        for bucket in (*_LEADING, *(each for each in self.relationships if each not in _LEADING)):
            self._relationships(bucket, passages)
        for label in self.nodes:
            self._nodes(label)
        for name, values in extra.items():
            if pa.types.is_integer(values.type):
                self.columns.add(name, values)
            else:
                self._text(name, values)
        closed = self.pool.close()
        for name, handle in self.later:
            self.columns.add(name, _shifted(closed[handle]))
        for claims in self.claims:
            self.columns.add(f"{claims.name}.値", claims.short(closed, self.values))
        passages.write(closed)
        self._texts(closed.texts)
        del self.pool, closed, passages, self.nodes
        yield from self.columns.parts({"format": FORMAT, **head})

    def _text(self, name: str, column: pa.Array) -> Handle:
        (handle,) = self.pool.add(column)
        self.later.append((name, handle))
        return handle

    def _texts(self, texts: pa.Array) -> None:
        alphabet, written = units.written(texts)
        self.columns.add("texts.alphabet", alphabet, Way.PLAIN)
        self.columns.text("texts", written)

    def _nodes(self, label: str) -> None:
        table = self.nodes[label]
        self._text(f"{label}.id", self.ids[label])
        for prop in model.LABEL[label].properties:
            values = table[prop.name].combine_chunks()
            name = f"{label}.{prop.name}"
            if prop.many:
                lengths = pc.list_value_length(values)
                self.columns.add(f"{name}#", pc.fill_null(lengths, 0))
                handle = self._text(name, pc.list_flatten(values))
                self.values[label, prop.name] = _Values(handle, pc.fill_null(lengths, 0).cast(pa.int64()))
            else:
                self.values[label, prop.name] = _Values(self._text(name, _words(values)))

    def _relationships(self, bucket: Bucket, passages: _Passages) -> None:
        table = self.relationships.pop(bucket)
        if not table.num_rows:
            return
        name = "-".join(bucket)
        start = pc.index_in(table["start"].combine_chunks(), value_set=self.ids[bucket.start])
        end = pc.index_in(table["end"].combine_chunks(), value_set=self.ids[bucket.end])
        first, second = (start, end) if bucket.start in _RECORDS else (end, start)
        order = pc.sort_indices(pa.table({"a": first, "b": second}), sort_keys=[("a", "ascending"), ("b", "ascending")])
        self.columns.add(f"{name}.start", start.take(order))
        self.columns.add(f"{name}.end", end.take(order))
        kind = model.RELATIONSHIP[bucket.type]
        if not kind.evidence:
            return
        documents = table["文書"].combine_chunks().take(order)
        number = pc.list_value_length(documents)
        self.columns.add(f"{name}.entries", number)
        subjects = start.take(order).take(pc.list_parent_indices(documents))
        # One column at a time, and texts as places in their own small dictionary: a whole table in flat form is large.
        flat: dict[str, pa.DictionaryArray] = {}
        for prop in kind.columns:
            lists = table[prop.name].combine_chunks().take(order)
            if lists.null_count:
                # A column that is unset as a whole is told apart from one of empty texts.
                self.columns.add(f"{name}.{prop.name}?", pc.is_valid(lists).cast(pa.int8()))
                flat[prop.name] = _filled(lists, number).dictionary_encode()
            else:
                flat[prop.name] = pc.list_flatten(lists).dictionary_encode()
            del lists
            give_back(table.num_rows)
        told = [key for key in flat if key not in (*_PASSAGE, "確度")]
        ordered = [*sorted(told, key=lambda key: key not in ("項目", "値")), "引用"]
        handles = dict(zip(ordered, self.pool.add(*(flat[key] for key in ordered)), strict=True))
        if bucket.type == "記載":
            told.remove("値")
            self.claims.append(_Claims(name, bucket.start, subjects, handles["項目"], handles["値"]))
        told.remove("要旨")
        self.later += [(f"{name}.{key}", handles[key]) for key in told]
        certainty = flat["確度"]
        known = pc.index_in(certainty.dictionary, value_set=pa.array(model.CERTAINTIES))
        self.columns.add(f"{name}.確度", known.take(certainty.indices))
        passages.add(name, flat["文書"], flat["位置"], handles["引用"], handles["要旨"])
        give_back(table.num_rows)


@dataclass(frozen=True, slots=True)
class _Values:
    """A property of all nodes of a label; ``lengths`` where it is a list."""

    handle: Handle
    lengths: pa.Array | None = None


@dataclass(frozen=True, slots=True)
class _Claims:
    """What documents say of single items; mostly it is what stands in the node, and is then told by its place there."""

    name: str
    label: str
    subjects: pa.Array
    item: Handle
    value: Handle

    def short(self, closed: Closed, known: Mapping[tuple[str, str], _Values]) -> pa.Array:
        """Below `LISTED` the place in the node's property; else the place in the pool and `LISTED`."""
        items, values = closed[self.item], closed[self.value].cast(pa.int64())
        found = pc.add(values, LISTED)
        for (label, prop), value in known.items():
            at = pc.index(closed.texts, prop).as_py()
            if label != self.label or at < 0:
                continue
            mine = pc.equal(items, at)
            column = closed[value.handle].cast(pa.int64())
            if value.lengths is None:
                same = pc.equal(column.take(self.subjects), values)
                found = pc.if_else(pc.fill_null(pc.and_(mine, same), False), 0, found)
                continue
            starts = pc.subtract(pc.cumulative_sum(value.lengths), value.lengths).take(self.subjects)
            length = value.lengths.take(self.subjects)
            for place in range(min(LISTED, pc.max(value.lengths).as_py() or 0)):
                there = pc.and_(mine, pc.greater(length, place))
                same = pc.equal(column.take(pc.if_else(there, pc.add(starts, place), None)), values)
                found = pc.if_else(pc.fill_null(pc.and_(there, same), False), place, found)
        return found


class _Passages:
    """Places of documents with their words, each once, in the order in which facts use them."""

    def __init__(self, packer: _Packer) -> None:
        self.packer = packer
        self.found: list[tuple[str, pa.Array, pa.DictionaryArray, Handle, Handle]] = []

    def add(
        self, name: str, documents: pa.DictionaryArray, places: pa.DictionaryArray, quotes: Handle, gists: Handle
    ) -> None:
        """The places of one relationship table: the texts in their own dictionaries, quotes and gists in the pool."""
        known = pc.index_in(documents.dictionary, value_set=self.packer.ids["文書"])
        self.found.append((name, known.take(documents.indices).cast(pa.int64()), places, quotes, gists))

    def write(self, closed: Closed) -> None:
        columns = self.packer.columns
        if not self.found:
            return
        document = pa.concat_arrays([each[1] for each in self.found])
        place = pa.chunked_array([each[2] for each in self.found]).unify_dictionaries().combine_chunks()
        quote = pa.concat_arrays([closed[each[3]] for each in self.found]).cast(pa.int64())
        key = pc.add(pc.multiply(document, len(place.dictionary)), place.indices.cast(pa.int64()))
        # Two numbers in one: fewer than 2³¹ keys, because a key is one of at most so many rows.
        key = pc.add(pc.multiply(key.dictionary_encode().indices.cast(pa.int64()), 2**32), quote).dictionary_encode()
        first = pc.index_in(pa.array(range(len(key.dictionary)), pa.int32()), value_set=key.indices)
        gist = pa.concat_arrays([closed[each[4]] for each in self.found]).cast(pa.int64())
        usual = gist.take(first)
        other = pc.if_else(pc.equal(usual.take(key.indices), gist), 0, pc.add(gist, 1))
        start = 0
        for name, documents, *_ in self.found:
            columns.add(f"{name}.passage", key.indices.slice(start, len(documents)))
            columns.add(f"{name}.要旨", other.slice(start, len(documents)))
            start += len(documents)
        columns.add("passages.gist", usual)
        columns.add("passages.document", document.take(first))
        columns.add("passages.quote", quote.take(first))
        self._places(place.dictionary.take(place.indices.take(first)), closed)

    def _places(self, places: pa.Array, closed: Closed) -> None:
        """``start-end`` and ``sheet!row`` as numbers; whatever else a place is, as a text."""
        columns = self.packer.columns
        span, row = pc.extract_regex(places, _PLACE), pc.extract_regex(places, _ROW)
        begin, end = _number(pc.struct_field(span, 0)), _number(pc.struct_field(span, 1))
        is_span = pc.and_(pc.is_valid(span), pc.greater_equal(end, begin))
        is_row = pc.and_(pc.invert(is_span), pc.is_valid(row))
        sheet = pc.if_else(is_span, None, pc.if_else(is_row, pc.struct_field(row, 0), places))
        names = sheet.dictionary_encode()
        columns.add("passages.kind", pc.if_else(is_span, 0, pc.if_else(is_row, 1, 2)))
        columns.add(
            "passages.from", pc.if_else(is_span, begin, pc.if_else(is_row, _number(pc.struct_field(row, 1)), 0))
        )
        columns.add("passages.to", pc.if_else(is_span, pc.subtract(end, begin), 0))
        columns.add("passages.sheet", _shifted(names.indices))
        columns.text("passages.sheets", orjson.dumps(names.dictionary.to_pylist()))


def _number(texts: pa.Array) -> pa.Array:
    return pc.fill_null(pc.cast(texts, pa.int64()), 0)


def _shifted(places: pa.Array) -> pa.Array:
    """0 for what is unset."""
    return pc.fill_null(pc.add(places.cast(pa.int64()), 1), 0)


def _words(values: pa.Array) -> pa.Array:
    """Numbers and flags as JSON writes them."""
    if pa.types.is_string(values.type):
        return values
    return pa.array([None if v is None else str(v).lower() for v in values.to_pylist()], pa.string())


def _filled(values: pa.Array, number: pa.Array) -> pa.Array:
    """A flat column of parallel lists some of which are unset: empty texts stand for these."""
    pairs = zip(values.to_pylist(), number.to_pylist(), strict=True)
    return pa.array([each for found, length in pairs for each in (found or [""] * length)], pa.string())


def _order(graph: Tables, label: str) -> pa.Array:
    """Rows of a node table: records by the first passage that tells of them, everything else by id."""
    ids = graph.nodes[label]["id"].combine_chunks()
    if label not in _RECORDS:
        return pc.sort_indices(ids)
    parts = []
    for bucket, side in ((Bucket("記載", label, "文書"), "start"), (_party(label), "end")):
        table = graph.relationships[bucket]
        if table.num_rows:
            place = pc.list_element(table["位置"].combine_chunks(), 0)
            parts.append(
                pa.table({
                    "id": table[side].combine_chunks(),
                    "document": pc.list_element(table["文書"].combine_chunks(), 0),
                    "from": _number(pc.struct_field(pc.extract_regex(place, r"(?P<n>\d{1,9})(?:-|$)"), 0)),
                })
            )  # fmt: skip
    if not parts:
        return pc.sort_indices(ids)
    told = pa.concat_tables(parts).group_by("id").aggregate([("document", "min"), ("from", "min")])
    at = pc.index_in(ids, value_set=told["id"].combine_chunks())
    keys = pa.table({
        "document": told["document_min"].combine_chunks().take(at), "from": told["from_min"].combine_chunks().take(at), "id": ids,
    })  # fmt: skip
    return pc.sort_indices(keys, sort_keys=[("document", "ascending"), ("from", "ascending"), ("id", "ascending")])


def _party(label: str) -> Bucket:
    return Bucket("締結" if label == "協定" else "実施", "自治体", label)
