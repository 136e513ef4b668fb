"""A made-up country of national size with realistic wording: every property of a record is stated by a document.

1,788 municipalities by their real names; bodies, agreements, measures and words invented (`bench.wording`). Made column
by column, because rows as dicts would not fit the memory.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import yaml

from bench import wording
from graph import derive, model, paths, tables
from graph.places import Gazetteer
from graph.tables import Bucket, Tables


@dataclass(slots=True)
class _Columns:
    """A relationship table in the making. Entries of the same ends that follow each other are one relationship."""

    start: list[str] = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    number: int = 0
    own: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def table(self, type: str) -> pa.Table:
        offsets = pa.array([*self.offsets, self.number], pa.int32())
        found = {"start": pa.array(self.start, pa.string()), "end": pa.array(self.end, pa.string())}
        for prop in model.RELATIONSHIP[type].columns:
            found[prop.name] = pa.ListArray.from_arrays(offsets, pa.array(self.own[prop.name], pa.string()))
        table = pa.table(found, schema=tables.relationship_schema(type))
        return tables.canonical(table, keys=("start", "end"))


@dataclass(frozen=True, slots=True)
class Size:
    """How many of what."""

    bodies: int = 20_000
    agreements: int = 100_000
    measures: int = 150_000
    documents: int = 8_000


def national(size: Size = Size()) -> Tables:
    """The graph; the same rows at every call."""
    return _Maker(size).make()


class _Maker:
    def __init__(self, size: Size) -> None:
        self.size = size
        self.words = wording.Writer(20231108)
        self.random = random.Random(8)
        self.places = sorted(Gazetteer.load(paths.shipped_data()).by_code.values(), key=lambda m: m.code)
        self.names = [wording.body(n) for n in range(size.bodies)]
        self.columns: dict[Bucket, _Columns] = defaultdict(_Columns)
        self.fields = self._fields()

    def _fields(self) -> list[str]:
        tree = yaml.safe_load((paths.shipped_data() / "fields.yaml").read_text(encoding="utf-8"))
        return [each["名称"] for each in tree["分野"] if "上位" not in each]

    def make(self) -> Tables:
        graph = Tables()
        graph.nodes["自治体"] = tables.node_table("自治体", [
            {"id": m.code, "名称": m.full_name, "略称": m.name, "種別": m.kind, "都道府県": m.prefecture, "郡": m.county or None,
             "読み": m.kana, "緯度": m.latitude, "経度": m.longitude, "法人番号": m.corporate_number} for m in self.places
        ])  # fmt: skip
        graph.nodes["企業"] = tables.node_table("企業", [
            {"id": f"o-{n:06x}", "名称": name, "区分": model.BODY_KINDS[n % 7], "別名": [name[:-2]] if n % 5 == 0 else None}
            for n, name in enumerate(self.names)
        ])  # fmt: skip
        graph.nodes["分野"] = tables.node_table(
            "分野", [{"id": f"f{n:02}", "名称": name, "階層": 1} for n, name in enumerate(self.fields)]
        )
        owners = [self.places[n * 7 % len(self.places)] for n in range(self.size.documents)]
        graph.nodes["文書"] = tables.node_table("文書", [
            {"id": f"d-{n:05}", "題名": f"{owner.name} 協定・連携事業一覧（作り話 その{n}）", "種別": "協定一覧", "公開": "公開",
             "発行日": self.words.day()[0], "入手元": "試験のための作り話"}
            for n, owner in enumerate(owners)
        ])  # fmt: skip
        for n, owner in enumerate(owners):
            self._add(Bucket("収録", "文書", "自治体"), f"d-{n:05}", owner.code, n, "1-40", f"{owner.name}が結ぶ協定の一覧",
                      "この自治体の協定の一覧である。", 網羅="全件" if n % 3 == 0 else "抜粋", 対象="協定")  # fmt: skip
        agreements = [self._agreement(n, owners) for n in range(self.size.agreements)]
        measures = [self._measure(n, owners) for n in range(self.size.measures)]
        graph.nodes["協定"] = tables.node_table("協定", agreements)
        graph.nodes["施策"] = tables.node_table("施策", measures)
        del agreements, measures
        for bucket in list(self.columns):
            graph.relationships[bucket] = self.columns.pop(bucket).table(bucket.type)
        parents = [
            {"start": m.code, "end": p.code} for m in self.places for p in self.places
            if p.kind == "都道府県" and m.kind != "都道府県" and p.prefecture == m.prefecture
        ]  # fmt: skip
        graph.relationships[Bucket("所属", "自治体", "自治体")] = tables.relationship_table("所属", parents)
        graph.relationships[derive.BUCKET] = derive.collaborations(graph)
        return graph

    def _body(self) -> int:
        """Bodies differ: a few work with more than a thousand municipalities, most with one or two."""
        return min(int(self.random.paretovariate(0.35)) - 1, self.random.randrange(self.size.bodies))

    def _add(self, bucket: Bucket, start: str, end: str, n: int, place: str, quote: str, gist: str, *,
             document: str = "", said: str = "", note: str = "", **own: str) -> None:  # fmt: skip
        columns = self.columns[bucket]
        if not columns.start or (columns.start[-1], columns.end[-1]) != (start, end):
            columns.start.append(start)
            columns.end.append(end)
            columns.offsets.append(columns.number)
        columns.number += 1
        certainty = "要確認" if n % 100 == 99 else "推定" if n % 20 == 19 else "明示"
        values = {
            "文書": document or start,
            "位置": place,
            "引用": quote,
            "要旨": gist,
            "確度": certainty,
            "表記": said,
            "注記": note,
        }
        for prop in model.RELATIONSHIP[bucket.type].columns:
            columns.own[prop.name].append({**values, **own}.get(prop.name, ""))

    def _agreement(self, n: int, owners: list[Any]) -> dict[str, Any]:
        number = n * self.size.documents // self.size.agreements
        owner, document, partner = owners[number], f"d-{number:05}", self._body()
        name, (day, wareki) = self.words.agreement(), self.words.day()
        office = self.random.choice(wording.OFFICES)
        said = self.names[partner].replace("株式会社", "㈱") if n % 4 == 0 else self.names[partner]
        row = f"協定一覧!{n % 60 + 4}"
        quote = f"{name}\t{said}\t{wareki}\t{office}"
        gist = f"{owner.name}と{self.names[partner]}の協定の行。"
        id, at = f"k-{n:06}", {"document": document}
        self._add(Bucket("締結", "自治体", "協定"), owner.code, id, n, row, quote, gist, said=owner.name, **at)
        self._add(Bucket("締結", "企業", "協定"), f"o-{partner:06x}", id, n, row, quote, gist, said=said, **at)
        self._add(Bucket("対象", "協定", "分野"), id, f"f{self.random.randrange(len(self.fields)):02}", n, row, quote, gist,
                  said=name[:6], note="題名から読み取った。" if n % 3 else "", **at)  # fmt: skip
        for item, value in (
            ("名称", name),
            ("締結日", day),
            ("所管課", office),
            ("種別", model.AGREEMENT_KINDS[n % 4]),
        ):
            self._add(Bucket("記載", "協定", "文書"), id, document, n, row, quote, gist, 項目=item, 値=value, **at)
        return {"id": id, "名称": name, "締結日": day, "締結日精度": "日", "所管課": office, "種別": model.AGREEMENT_KINDS[n % 4],
                "状態": "不明"}  # fmt: skip

    def _measure(self, n: int, owners: list[Any]) -> dict[str, Any]:
        number = n * self.size.documents // self.size.measures
        owner, document, partner = owners[number], f"d-{number:05}", self._body()
        name, gist, outcome = self.words.measure(owner.name), self.words.gist(), self.words.outcome()
        quote, place = self.words.told(owner.name, self.names[partner]), self.random.randrange(60_000)
        span, stage = f"{place}-{place + len(quote)}", self.random.choice(model.STAGES)
        day = self.words.day()[0][:7]
        id, at = f"m-{n:06}", {"document": document}
        self._add(Bucket("実施", "自治体", "施策"), owner.code, id, n, span, quote, gist, 役割="主体", **at)
        if n % 10 < 8:
            self._add(Bucket("参画", "企業", "施策"), f"o-{partner:06x}", id, n, span, quote, gist, said=self.names[partner],
                      役割=model.TAKE_PART_ROLES[n % 9], **at)  # fmt: skip
        self._add(
            Bucket("対象", "施策", "分野"),
            id,
            f"f{self.random.randrange(len(self.fields)):02}",
            n,
            span,
            quote,
            gist,
            **at,
        )
        for item, value in (("名称", name), ("段階", stage), ("時期", day), ("成果", outcome)):
            self._add(Bucket("記載", "施策", "文書"), id, document, n, span, quote, gist, 項目=item, 値=value, **at)
        return {"id": id, "名称": name, "段階": stage, "時期": day, "時期精度": "月", "成果": [outcome]}
