"""The container of the portable explorer read back into a graph, apart from the code that writes it."""

from __future__ import annotations

import json
from typing import Any

from graph import model, tables
from graph.tables import Bucket, Tables

LISTED = 8


class Reader:
    """Columns by name, as ``viz/portable/js/unpack.js`` reads them."""

    def __init__(self, container: bytes) -> None:
        length = int.from_bytes(container[:4], "little")
        self.head: dict[str, Any] = json.loads(container[4 : 4 + length])
        self.bytes = container
        self.places: dict[str, tuple[int, int, int, int]] = {}
        at = 4 + length
        for name, count, width, way in self.head["columns"]:
            self.places[name] = at, count, width, way
            at += count * width
        assert at == len(container)
        alphabet, written = self.column("texts.alphabet"), iter(self.whole("texts"))
        single = min(232, (65_536 - len(alphabet)) // 255)
        told = [n if n < single else single + (n - single) * 256 + next(written) for n in written]
        text = b"".join(alphabet[n].to_bytes(2, "little") for n in told).decode("utf-16-le")
        self.texts: list[str] = text.split(chr(alphabet[0]))
        assert self.texts.pop() == ""

    def whole(self, name: str) -> bytes:
        at, count, width, _ = self.places[name]
        return self.bytes[at : at + count * width]

    def column(self, name: str) -> list[int]:
        if name not in self.places:
            return []
        _, count, width, way = self.places[name]
        raw = self.whole(name)
        numbers = [sum(raw[plane * count + n] << 8 * plane for plane in range(width)) for n in range(count)]
        if way == 1:
            last, found = 0, []
            for step in numbers:
                last += -((step + 1) // 2) if step % 2 else step // 2
                found.append(last)
            return found
        if way == 2:
            table = self.column(f"{name}@")
            return [table[n] for n in numbers]
        return numbers

    def optional(self, place: int) -> str | None:
        return self.texts[place - 1] if place else None

    def strings(self, name: str) -> list[str | None]:
        return [self.optional(place) for place in self.column(name)]

    def graph(self) -> Tables:
        """Everything but 連携."""
        found = Tables()
        ids = {label: self.strings(f"{label}.id") for label in model.LABEL}
        rows = {label: self._nodes(label, ids[label]) for label in model.LABEL}
        passages = self._passages(ids["文書"])
        for label in model.LABEL:
            found.nodes[label] = tables.node_table(label, rows[label])
        for name in self.head["schema"]["buckets"]:
            bucket = Bucket(*name.split("-"))
            found.relationships[bucket] = tables.relationship_table(
                bucket.type, self._relationships(bucket, name, ids, rows, passages)
            )
        return found

    def _nodes(self, label: str, ids: list[str | None]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [{"id": id} for id in ids]
        for prop in model.LABEL[label].properties:
            values = iter(self.strings(f"{label}.{prop.name}"))
            lengths = self.column(f"{label}.{prop.name}#") if prop.many else []
            for n, row in enumerate(rows):
                if prop.many:
                    row[prop.name] = [next(values) for _ in range(lengths[n])] or None
                else:
                    text = next(values)
                    typed = prop.kind in ("number", "integer", "flag")
                    row[prop.name] = json.loads(text) if typed and text is not None else text
        return rows

    def _passages(self, documents: list[str | None]) -> list[tuple[Any, str, str, str]]:
        sheets = json.loads(self.whole("passages.sheets")) if "passages.sheets" in self.places else []
        columns = (
            self.column(f"passages.{key}") for key in ("document", "kind", "from", "to", "sheet", "quote", "gist")
        )
        found = []
        for document, kind, start, length, sheet, quote, gist in zip(*columns, strict=True):
            place = (
                f"{start}-{start + length}"
                if kind == 0
                else sheets[sheet - 1]
                if kind == 2
                else f"{sheets[sheet - 1]}!{start}"
            )
            found.append((documents[document], place, self.texts[quote], self.texts[gist]))
        return found

    def _relationships(self, bucket: Bucket, name: str, ids: Any, rows: Any, passages: Any) -> list[dict[str, Any]]:
        kind = model.RELATIONSHIP[bucket.type]
        starts, ends = self.column(f"{name}.start"), self.column(f"{name}.end")
        found = [{"start": ids[bucket.start][a], "end": ids[bucket.end][b]} for a, b in zip(starts, ends, strict=True)]
        if not kind.evidence or not found:
            return found
        columns = {
            key: self.column(f"{name}.{key}")
            for key in ("passage", "確度", "要旨", "表記", "注記", *(p.name for p in kind.properties))
        }
        at = 0
        for n, (row, number) in enumerate(zip(found, self.column(f"{name}.entries"), strict=True)):
            entries = range(at, at + number)
            at += number
            told = [passages[columns["passage"][e]] for e in entries]
            row |= {
                "文書": [t[0] for t in told], "位置": [t[1] for t in told], "引用": [t[2] for t in told],
                "要旨": [self.texts[g - 1] if (g := columns["要旨"][e]) else passages[columns["passage"][e]][3] for e in entries],
                "確度": [model.CERTAINTIES[columns["確度"][e]] for e in entries],
                "表記": [self.optional(columns["表記"][e]) for e in entries],
                "注記": [self.optional(columns["注記"][e]) for e in entries],
            }  # fmt: skip
            for prop in kind.properties:
                valid = self.column(f"{name}.{prop.name}?")
                if valid and not valid[n]:
                    continue
                row[prop.name] = [self.optional(columns[prop.name][e]) for e in entries] if prop.name != "値" else None
            if bucket.type == "記載":
                node = rows[bucket.start][starts[n]]
                row["値"] = [self._value(columns["値"][e], node, row["項目"][k]) for k, e in enumerate(entries)]
        return found

    def _value(self, code: int, node: dict[str, Any], item: str) -> str:
        if code >= LISTED:
            return self.texts[code - LISTED]
        said = node[item]
        return str(said[code] if isinstance(said, list) else json.dumps(said) if isinstance(said, bool) else said)
