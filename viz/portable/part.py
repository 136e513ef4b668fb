"""The part of a graph that a portable explorer of one prefecture holds."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from graph import derive, model
from graph.errors import UsageError
from graph.tables import Bucket, Tables

_RECORDS: Final = {
    "協定": (Bucket("締結", "自治体", "協定"), Bucket("締結", "企業", "協定")),
    "施策": (Bucket("実施", "自治体", "施策"), Bucket("参画", "企業", "施策")),
}
_COVERS: Final = Bucket("収録", "文書", "自治体")


def prefectures(graph: Tables) -> dict[str, str]:
    """First two digits of the code → name of each prefecture whose municipalities the graph has, in that order."""
    table = graph.nodes["自治体"].sort_by("id")
    pairs = zip(table["id"].to_pylist(), table["都道府県"].to_pylist(), strict=True)
    return {code[:2]: name for code, name in pairs if name}


def within(graph: Tables, prefecture: str) -> Tables:
    """Municipalities of one prefecture with their agreements and measures, all parties of these, and their evidence.

    Parties from elsewhere stay, so that no agreement loses one; 連携 is left empty. Raises `UsageError` where there is no
    such prefecture.
    """
    own = graph.nodes["自治体"].filter(pc.equal(graph.nodes["自治体"]["都道府県"], prefecture))["id"].combine_chunks()
    if not len(own):
        raise UsageError(f"「{prefecture}」という都道府県はありません（例: 奈良県）")
    kept = {label: pc.unique(_where(graph, buckets[0], "start", own)["end"]) for label, buckets in _RECORDS.items()}
    parties = {
        side: [_where(graph, buckets[n], "end", kept[label])["start"] for label, buckets in _RECORDS.items()]
        for n, side in enumerate(("自治体", "企業"))
    }
    bodies = _all(*parties["企業"])
    groups = [
        _where(graph, Bucket("加盟", side, "企業"), "start", ids)["end"]
        for side, ids in (("自治体", own), ("企業", bodies))
    ]
    kept |= {
        "自治体": _all(own, *parties["自治体"]),
        "企業": _all(bodies, *groups),
        "分野": graph.nodes["分野"]["id"].combine_chunks(),
        "文書": graph.nodes["文書"]["id"].combine_chunks(),
    }  # fmt: skip
    found = Tables()
    for bucket, table in graph.relationships.items():
        if bucket == derive.BUCKET:
            continue
        ends = own if bucket == _COVERS else kept[bucket.end]
        found.relationships[bucket] = table.filter(
            pc.and_(pc.is_in(table["start"], value_set=kept[bucket.start]), pc.is_in(table["end"], value_set=ends))
        )
    documents = _told(found)
    found.relationships[_ISSUED] = _where(found, _ISSUED, "end", documents)
    found.relationships[_ISSUED_BY_BODIES] = _where(found, _ISSUED_BY_BODIES, "end", documents)
    issued = [found.relationships[bucket]["文書"].combine_chunks() for bucket in (_ISSUED, _ISSUED_BY_BODIES)]
    kept["文書"] = _all(documents, *map(pc.list_flatten, issued))
    for label, table in graph.nodes.items():
        found.nodes[label] = table.filter(pc.is_in(table["id"], value_set=kept[label]))
    return found


_ISSUED: Final = Bucket("発行", "自治体", "文書")
_ISSUED_BY_BODIES: Final = Bucket("発行", "企業", "文書")


def _where(graph: Tables, bucket: Bucket, side: str, ids: pa.Array) -> pa.Table:
    table = graph.relationships[bucket]
    return table.filter(pc.is_in(table[side], value_set=ids))


def _all(*columns: pa.Array | pa.ChunkedArray) -> pa.Array:
    chunks = [
        chunk for column in columns for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    return pc.unique(pa.chunked_array(chunks, pa.string())).cast(pa.string())


def _told(graph: Tables) -> pa.Array:
    """Documents that state something of what is kept, other than that they were issued."""
    columns = [
        pc.list_flatten(table["文書"].combine_chunks())
        for bucket, table in graph.relationships.items()
        if model.RELATIONSHIP[bucket.type].evidence and bucket not in (_ISSUED, _ISSUED_BY_BODIES)
    ]
    return _all(*columns)


def shares(graph: Tables) -> list[tuple[str, float]]:
    """Prefectures with their share of all agreements and measures, the largest first."""
    home = dict(zip(*(graph.nodes["自治体"][key].to_pylist() for key in ("id", "都道府県")), strict=True))
    found: Counter[str] = Counter()
    for bucket, _ in _RECORDS.values():
        found.update(home.get(start) or "" for start in graph.relationships[bucket]["start"].to_pylist())
    return [(name, number / found.total()) for name, number in found.most_common() if name]
