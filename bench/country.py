"""A made-up country in the shape of the schema: deterministic, with evidence on every fact.

``small``: about 130,000 nodes and 320,000 relationships. ``national``: about 100,000 agreements and 150,000 measures.
All words are invented.
"""

from __future__ import annotations

import multiprocessing
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.ipc

from graph import derive, diff, model, tables
from graph.tables import Bucket, Tables


@dataclass(frozen=True, slots=True)
class Size:
    """How many of what. ``stated``: facts of each agreement that a document states one by one."""

    municipalities: int
    bodies: int
    agreements: int
    measures: int
    documents: int


SIZES: Final = {
    "small": Size(1_788, 9_000, 40_000, 76_000, 3_200),
    "national": Size(1_788, 20_000, 100_000, 150_000, 8_000),
}

_TOPICS = (
    "高齢者の見守り",
    "災害時の物資供給",
    "行政の電子化",
    "特産品の販売",
    "健康づくり",
    "空き家の活用",
    "子どもの学習支援",
)
_KINDS = ("包括連携協定", "災害時応援協定", "見守り協定", "個別連携協定")


def country(size: str) -> Tables:
    """The graph of a named size; the same rows at every call.

    It is made in a process of its own and handed over as Arrow files, so that the memory of making it is not counted
    where the loads are measured.
    """
    with tempfile.TemporaryDirectory() as name:
        maker = multiprocessing.get_context("spawn").Process(target=_save, args=(size, name))
        maker.start()
        maker.join()
        graph = Tables()
        for n, key in enumerate(diff.ALL_KEYS):
            with pa.ipc.open_file(Path(name) / f"{n}.arrow") as file:
                table = file.read_all()
            (graph.nodes if isinstance(key, str) else graph.relationships)[key] = table  # type: ignore[index]
        return graph


def _save(size: str, folder: str) -> None:
    graph = diff.Stamped(_Maker(SIZES[size]).make())
    for n, key in enumerate(diff.ALL_KEYS):
        table = graph.table(key)
        with pa.ipc.new_file(Path(folder) / f"{n}.arrow", table.schema) as file:
            file.write_table(table)


class _Maker:
    def __init__(self, size: Size) -> None:
        self.size = size
        self.random = random.Random(20231108)
        self.rows: dict[Bucket, list[dict[str, Any]]] = {bucket: [] for bucket in tables.BUCKETS}

    def make(self) -> Tables:
        size, choose = self.size, self.random
        nodes = {
            "自治体": [
                {"id": f"{n:06}", "名称": f"試験県{n}市", "略称": f"{n}市", "種別": "市", "都道府県": "試験県",
                 "緯度": 30 + n % 15 + 0.1, "経度": 130 + n % 15 + 0.1}
                for n in range(size.municipalities)
            ],
            "企業": [{"id": f"o-{n:06}", "名称": f"株式会社試験{n}", "区分": "企業"} for n in range(size.bodies)],
            "分野": [{"id": f"f{n:02}", "名称": topic, "階層": 1} for n, topic in enumerate(_TOPICS)],
            "文書": [{"id": f"d-{n:05}", "題名": f"協定一覧{n}（試験用）", "種別": "協定一覧", "公開": "公開"}
                    for n in range(size.documents)],
        }  # fmt: skip
        nodes["協定"] = [
            {"id": f"k-{n:06}", "名称": f"{choose.choice(_TOPICS)}に関する協定{n}", "種別": choose.choice(_KINDS),
             "締結日": f"20{choose.randrange(10, 26)}-{choose.randrange(1, 13):02}", "締結日精度": "月", "状態": "不明"}
            for n in range(size.agreements)
        ]  # fmt: skip
        nodes["施策"] = [
            {"id": f"m-{n:06}", "名称": f"{choose.choice(_TOPICS)}の取組{n}", "段階": choose.choice(model.STAGES),
             "成果": [f"延べ {choose.randrange(1, 9_000):,} 人"]}
            for n in range(size.measures)
        ]  # fmt: skip
        for n, row in enumerate(nodes["協定"]):
            where, with_whom = self._municipality(n), self._body()
            self._fact(Bucket("締結", "自治体", "協定"), where, row["id"], n, 部署="")
            self._fact(Bucket("締結", "企業", "協定"), with_whom, row["id"], n, 部署="")
        for n, row in enumerate(nodes["施策"]):
            self._fact(Bucket("実施", "自治体", "施策"), self._municipality(n), row["id"], n, 役割="主体", 部署="")
            if n % 10 < 8:
                self._fact(Bucket("参画", "企業", "施策"), self._body(), row["id"], n, 役割="提供", 部署="")
            if n % 10 < 2:
                self._fact(Bucket("対象", "施策", "分野"), row["id"], f"f{n % len(_TOPICS):02}", n)
        graph = Tables()
        for label, rows in nodes.items():
            graph.nodes[label] = tables.node_table(label, rows)
        for bucket, rows in self.rows.items():
            unique = {(row["start"], row["end"]): row for row in rows}
            graph.relationships[bucket] = tables.relationship_table(bucket.type, unique.values())
        graph.relationships[derive.BUCKET] = derive.collaborations(graph)
        return graph

    def _municipality(self, n: int) -> str:
        return f"{n % self.size.municipalities:06}"

    def _body(self) -> str:
        """A body; a few are hubs with more than a thousand municipalities."""
        hub = self.random.random() < 0.05
        return f"o-{self.random.randrange(3 if hub else self.size.bodies):06}"

    def _fact(self, bucket: Bucket, start: str, end: str, n: int, **own: str) -> None:
        place = self.random.randrange(20_000)
        entry = {
            "文書": f"d-{n % self.size.documents:05}",
            "位置": f"{place}-{place + 40}",
            "引用": f"本市と当該企業は、{_TOPICS[n % len(_TOPICS)]}に関して相互に協力する旨を取り決めました（第{n}号）",
            "要旨": f"第{n}号として取り決めた。",
            "確度": "要確認" if n % 100 == 99 else "推定" if n % 20 == 19 else "明示",
            "表記": f"試験{n % 97}",
            "注記": "",
            **own,
        }
        row: dict[str, Any] = {name: [value] for name, value in entry.items()}
        self.rows[bucket].append({"start": start, "end": end, **row})
