"""What a portable explorer knows beside the graph: its words, the schema, counts, former names, the country's picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph import derive, model, paths
from graph.places import PREFECTURE, Gazetteer
from graph.tables import Bucket, Tables
from viz.country import projection
from viz.country.outlines import outlines
from viz.country.tiles import tile_places

_DATES: Final = tuple(p.name for label in model.LABELS for p in label.properties if p.kind == "date")


def head(
    graph: Tables, counted: Mapping[str, Any], *, title: str, prefecture: str = "", made: str = ""
) -> dict[str, object]:
    """The table of contents of the data. ``counted``: `counts`; ``made``: a sentence on what was chosen."""
    return {
        "title": title,
        "prefecture": prefecture,
        "made": made,
        "schema": _schema(graph),
        "counts": counted,
        "country": {
            "size": [projection.WIDTH, projection.HEIGHT],
            "frames": [{"name": frame.name, "box": frame.box} for frame in projection.FRAMES],
            "tiles": tile_places(),
        },
    }


def beside(graph: Tables, prefecture: str = "", outside: Collection[str] = ()) -> dict[str, pa.Array]:
    """Columns beside the graph's: places on the picture (tenths of a pixel), land, names of the past.

    ``prefecture``: only its land is drawn, with the borders of its municipalities. ``outside``:
    municipalities whose every record the choice left out.
    """
    rows = sorted(graph.node_rows("自治体"), key=lambda row: str(row["id"]))
    spots = [
        projection.place(row["緯度"], row["経度"]) if "緯度" in row and "経度" in row else (0.0, 0.0) for row in rows
    ]
    number = {row["id"]: n for n, row in enumerate(rows)}
    drawn = outlines()
    inside = {row["id"] for row in rows if prefecture in ("", row.get("都道府県"))}
    land = [shape.path for code, shape in sorted(drawn.shapes.items()) if not prefecture or code in inside]
    former = [(number[code], name) for code, name in _former() if code in number]
    return {
        "spot.x": pa.array([_tenths(x) for x, _ in spots], pa.int64()),
        "spot.y": pa.array([_tenths(y) for _, y in spots], pa.int64()),
        "outside": pa.array([number[code] for code in sorted(outside) if code in number], pa.int64()),
        "former.at": pa.array([at for at, _ in former], pa.int64()),
        "former.name": pa.array([name for _, name in former], pa.string()),
        "land": pa.array(["".join(land) + ("" if prefecture else drawn.land)], pa.string()),
        "borders": pa.array(["" if prefecture else drawn.borders], pa.string()),
    }


def _tenths(length: float) -> int:
    return max(0, round(length * 10))


@cache
def _former() -> list[tuple[str, str]]:
    """Today's code and a name of the past: whoever types it means today's municipality."""
    gazetteer = Gazetteer.load(paths.shipped_data())
    bodies = {body for name in gazetteer.known_before for body in gazetteer.bearers(name, past=True)}
    return sorted((body.code, body.former) for body in bodies)


def _schema(graph: Tables) -> dict[str, Any]:
    return {
        "labels": {
            label.name: [{"name": p.name, "many": p.many, "kind": p.kind} for p in label.properties]
            for label in model.LABELS
        },
        "types": {t.name: [p.name for p in t.properties] if t.evidence else [] for t in model.RELATIONSHIPS},
        "buckets": ["-".join(bucket) for bucket in graph.relationships if bucket != derive.BUCKET],
        "kinds": model.AGREEMENT_KINDS,
        "bodies": model.BODY_KINDS,
        "dates": sorted(set(_DATES)),
    }


def counts(graph: Tables) -> dict[str, Any]:
    """What the first page counts, besides numbers of nodes."""
    precision = Counter(graph.nodes["協定"]["締結日精度"].to_pylist())
    stages = Counter(stage or "不明" for stage in graph.nodes["施策"]["段階"].to_pylist())
    certainty: Counter[str] = Counter()
    quoted = 0
    passages = pa.table({"文書": pa.array([], pa.string()), "位置": pa.array([], pa.string())})
    for table in _told(graph):
        for each in pc.value_counts(_flat(table, "確度")).to_pylist():
            certainty[each["values"]] += each["counts"]
        quoted += pc.sum(pc.not_equal(_flat(table, "引用"), "")).as_py() or 0
        told = pa.table({key: _flat(table, key) for key in ("文書", "位置")})
        passages = pa.concat_tables([passages, told]).group_by(["文書", "位置"]).aggregate([])
    return {
        "agreements": {
            "日": precision["日"], "月": precision["月"], "年": precision["年"] + precision["年度"],
            "年なし": precision["年なし"], "なし": precision[None],
        },
        "measures": stages,
        "evidence": [certainty[each] for each in model.CERTAINTIES],
        "passages": passages.num_rows,
        "quoted": quoted,
        "confirmed": graph.nodes["企業"].num_rows - graph.nodes["企業"]["法人番号"].null_count,
    }  # fmt: skip


def _told(graph: Tables) -> list[pa.Table]:
    found: Mapping[Bucket, pa.Table] = graph.relationships
    return [table for bucket, table in found.items() if model.RELATIONSHIP[bucket.type].evidence and table.num_rows]


def _flat(table: pa.Table, key: str) -> pa.Array:
    return pc.list_flatten(table[key].combine_chunks())


def acting(graph: Tables) -> set[str]:
    """Municipalities that a record names, as party or as place."""
    buckets = (Bucket("締結", "自治体", "協定"), Bucket("実施", "自治体", "施策"))
    return {start for bucket in buckets for start in pc.unique(graph.relationships[bucket]["start"]).to_pylist()}


def municipalities(graph: Tables, prefecture: str) -> tuple[int, int]:
    """How many 市区町村 a portable explorer counts against, and how many of them a fact mentions."""
    named = acting(graph)
    inside = [
        row["id"]
        for row in graph.node_rows("自治体")
        if row.get("種別") != PREFECTURE and prefecture in ("", row.get("都道府県"))
    ]
    return len(inside), sum(id in named for id in inside)
