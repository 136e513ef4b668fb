"""What stores keep beside the graph (`graph.model.KEPT`), worked out from its tables.

`own`: columns that follow from a row alone; they are written with the row. `of_documents`: what follows from all facts
that name a document, and so may change where the document's own row does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph import diff, model, tables
from graph.tables import BUCKETS, Tables

EVENTS: Final = {
    "協定": {"締結日": "締結", "開始日": "効力の開始", "有効期限": "期限", "終了日": "終了"},
    "施策": {"時期": "施策の時期", "終了時期": "施策の終わり"},
    "文書": {"取得日": "文書の取得", "発行日": "文書の発行"},
}
"""What a date of a node is called as an event."""

STAMP: Final = "_控"
"""Hash of what `of_documents` tells of a document."""

UNDATED: Final = "日付の記載なし"
_DATED: Final = ("協定", "施策")
"""Labels whose nodes without any date have an event that says so."""

_WIDTH: Final = 10


def own(key: diff.Key, table: pa.Table) -> pa.Table:
    """A table with the columns that follow from its rows."""
    if isinstance(key, str):
        if key not in EVENTS:
            return table
        return table.append_column("_年表", pa.array(_events(key, table), pa.list_(pa.string())))
    if not model.RELATIONSHIP[key.type].evidence:
        return table
    return table.append_column("_疑", _doubtful(table))


def _events(label: str, table: pa.Table) -> Iterator[list[str] | None]:
    columns = [table.column(name).to_pylist() for name in ("id", *EVENTS[label])]
    events = EVENTS[label].values()
    for id, *days in zip(*columns, strict=True):
        found = [_event(day, id, event) for day, event in zip(days, events, strict=True) if day]
        if not found and label in _DATED:
            found = [_event("", id, UNDATED)]
        yield found or None


def _event(day: str, id: str, event: str) -> str:
    """A text that sorts as events do: by date, vaguer dates first, those without a year last; then by id."""
    placed = f"{day:<{_WIDTH}}" if day >= "1" else f"~{day:<{_WIDTH - 1}}"
    return f"{placed}\t{id}\t{event}"


def _doubtful(table: pa.Table) -> pa.Array:
    """1 for every row with an entry that is not 明示."""
    rows = table.column("確度").combine_chunks()
    doubtful = pc.list_parent_indices(rows).filter(pc.not_equal(pc.list_flatten(rows), model.CERTAINTIES[0]))
    found = [0] * len(rows)
    for row in pc.unique(doubtful).to_pylist():
        found[row] = 1
    return pa.array(found, pa.int64())


def of_documents(graph: Tables) -> pa.Table:
    """``id`` of every document, what is kept with it beside its own events, and `STAMP`."""
    entries = pa.concat_tables(_entries(graph))
    quoted = pc.cast(pc.not_equal(entries.column("引用"), ""), pa.int64())
    counted = (
        entries.append_column("語句", quoted).group_by(["文書", "確度"]).aggregate([([], "count_all"), ("語句", "sum")])
    )
    numbers: dict[tuple[str, str], tuple[int, int]] = {
        (document, certainty): (number, quotes)
        for document, certainty, number, quotes in zip(
            *(counted.column(name).to_pylist() for name in ("文書", "確度", "count_all", "語句_sum")), strict=True
        )
    }
    places = _lists(entries, "位置", "count_distinct")
    starts = _lists(entries, "始点", "distinct")
    ids = graph.nodes["文書"].column("id").to_pylist()
    columns: dict[str, list[Any]] = {"id": ids, "_始点": [sorted(starts.get(id, ())) or None for id in ids]}
    for n, suffix in enumerate(("", "の語句")):
        for certainty in model.CERTAINTIES:
            columns[f"_{certainty}{suffix}"] = [numbers.get((id, certainty), (0, 0))[n] for id in ids]
    columns["_箇所"] = [places.get(id, 0) for id in ids]
    kept = [prop for prop in model.KEPT["文書"] if prop.name in columns]
    found = pa.table({"id": columns["id"], **{p.name: pa.array(columns[p.name], tables.arrow_type(p)) for p in kept}})
    return found.append_column(STAMP, pa.array(tables.stamps(found), pa.int64()))


def _entries(graph: Tables) -> Iterator[pa.Table]:
    """Every entry of evidence: 文書, 確度, 引用, 位置, and the id of the fact's start."""
    for bucket in BUCKETS:
        if model.RELATIONSHIP[bucket.type].evidence:
            table = graph.relationships[bucket]
            lists = {name: table.column(name).combine_chunks() for name in ("文書", "確度", "引用", "位置")}
            rows = pc.list_parent_indices(lists["文書"])
            flat = {name: pc.list_flatten(values) for name, values in lists.items()}
            yield pa.table({**flat, "始点": table.column("start").take(rows)})


def _lists(entries: pa.Table, column: str, function: str) -> dict[str, Any]:
    found = entries.group_by("文書").aggregate([(column, function)])
    return dict(zip(found.column("文書").to_pylist(), found.column(f"{column}_{function}").to_pylist(), strict=True))
