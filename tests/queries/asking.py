"""Which values to ask the questions with, drawn from a graph: every parameter of every question is used at least once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph import tables
from graph.tables import Bucket, Tables
from queries.catalogue import Query


class Sample:
    """Ids and names that occur in a graph: the busiest of each kind, so that answers are not empty."""

    def __init__(self, graph: Tables) -> None:
        busy: dict[str, dict[str, int]] = {"自治体": {}, "企業": {}}
        ends = (
            ("自治体", "締結", "協定"),
            ("自治体", "実施", "施策"),
            ("企業", "締結", "協定"),
            ("企業", "参画", "施策"),
        )
        for label, type, end in ends:
            for row in tables.rows(graph.relationships[Bucket(type, label, end)]):
                busy[label][row["start"]] = busy[label].get(row["start"], 0) + 1
        by_work = {label: sorted(found, key=lambda id: (-found[id], id)) for label, found in busy.items()}
        municipality, other = by_work["自治体"][0], by_work["自治体"][1]
        body, agreement = by_work["企業"][0], self._first(graph, "協定")
        measure, document = self._first(graph, "施策"), self._first(graph, "文書")
        place = next(row for row in graph.node_rows("自治体") if row["id"] == municipality)
        name = next(row["名称"] for row in graph.node_rows("企業") if row["id"] == body)
        self.values: dict[str, list[Any]] = {
            "自治体id": [municipality],
            "企業id": [body],
            "団体id": [municipality, body],
            "記録id": [agreement, measure],
            "協定id": [agreement],
            "施策id": [measure],
            "文書id": [document],
            "節点id": [municipality, body, agreement, measure, document],
            "分野": [next(row["名称"] for row in graph.node_rows("分野"))],
            "大分野": [next(row["名称"] for row in graph.node_rows("分野") if row["階層"] == 1)],
            "都道府県": [place["都道府県"]],
            "協定種別": ["包括連携協定"],
            "記録": ["協定"],
            "段階": ["実施"],
            "区分": ["企業"],
            "確度": ["推定"],
            "団体種別": ["市"],
            "状態": ["記録なし"],
            "類似の基準": ["都道府県", "近隣"],
            "種類": ["企業"],
            "時点": ["2019"],
            "基準日": ["2026-11-22"],
            "以後": ["2016-04"],
            "印": [0, 1],
            "件数": [3],
            "飛ばす": [2],
            "数": [1],
            "検索語": [name[-3:]],
        }
        self.lists: dict[str, list[Any]] = {
            kind: [*found, other] if kind == "自治体id" else found for kind, found in self.values.items()
        }
        records = [[row["id"] for row in graph.node_rows(label)][:5] for label in ("協定", "施策")]
        self.lists["記録id"] = records[0] + records[1]

    @staticmethod
    def _first(graph: Tables, label: str) -> str:
        found: str = next(row["id"] for row in graph.node_rows(label))
        return found

    def asked(self, query: Query, *, each: bool = True) -> Iterator[dict[str, Any]]:
        """Sets of values: the defaults with the id that the question is about, with each other parameter, with several."""
        base: dict[str, Any] = {}
        for p in query.parameters:
            if p.name in ("id", "相手id"):
                base[p.name] = self.values[p.kind][-1 if p.name == "相手id" else 0]
            elif p.kind == "基準日":
                base[p.name] = "2026-11-22"
        yield base
        for p in query.parameters if each else ():
            if p.kind in ("飛ばす", "件数"):
                continue
            if p.type == "文字のリスト":
                yield base | {p.name: self.lists[p.kind or "団体id"]}
            else:
                for value in self.values[p.kind]:
                    yield base | {p.name: value}
        several = ("時点", "都道府県", "件数", "飛ばす")
        together = {p.name: self.values[p.kind][0] for p in query.parameters if p.kind in several}
        together |= {p.name: 0 for p in query.parameters if p.name == "終了も"}
        if together:
            yield base | together
