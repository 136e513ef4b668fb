"""Two versions of one user's folder, 甲 and 乙: what is in one only, what differs, what is the same.

Real municipalities; agreements, measures, companies and every other word are made up for these tests.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from graph.paths import shipped_data
from graph.tables import Tables
from loaders import registry
from loaders.check import check
from loaders.evidence import Originals
from tests.factory import gazetteer

VERSIONS = "甲乙"


@dataclass(frozen=True)
class World:
    """The two folders below ``root``, and the whole graph that each of them makes."""

    root: Path
    graphs: dict[str, Tables]

    @classmethod
    def make(cls, root: Path, documents: int, records: int) -> World:
        """So many documents of so many agreements and measures each."""
        graphs = {}
        for version in VERSIONS:
            folder = root / version
            (folder / "documents").mkdir(parents=True)
            for number in range(documents):
                if number % 5 == (0 if version == "甲" else 1):
                    continue
                text = _document(version, number, records)
                (folder / "documents" / f"t{number}.yaml").write_text(text, encoding="utf-8")
            graphs[version] = _graph(folder)
        made = cls(root, graphs)
        assert [made.named(graph) for graph in graphs.values()] == list(VERSIONS)
        return made

    def put(self, version: str, user: Path) -> None:
        """Make a user's folder what it is in a version before its first build, which lets new bodies into the registry."""
        shutil.rmtree(user / "documents", ignore_errors=True)
        (user / registry.FILE).unlink(missing_ok=True)
        shutil.copytree(self.root / version / "documents", user / "documents")

    def named(self, graph: Tables) -> str:
        """Which version a whole graph is, every node and relationship with all that it says; '' if neither."""
        return next((version for version, known in self.graphs.items() if _same(known, graph)), "")


def _same(first: Tables, second: Tables) -> bool:
    return all(
        one.keys() == other.keys() and all(one[key].equals(other[key]) for key in one)
        for one, other in ((first.nodes, second.nodes), (first.relationships, second.relationships))
    )


def _graph(user: Path) -> Tables:
    checked = check(shipped_data(), user, Originals())
    checked.raise_errors()
    return checked.facts.tables()


def _document(version: str, number: int, records: int) -> str:
    places = sorted(body.full_name for body in gazetteer().by_code.values())
    lines = [
        f"""形式: "1"
文書:
  id: t{number}
  題名: 第{number}回の聞き取り（試験用の作り話）
  種別: 聞き取り
  基準日: 2024-05-{number % 28 + 1:02}
協定:"""
    ]
    for n in range(records):
        if n % 7 == (0 if version == "甲" else 1):
            continue
        changed = version if n % 3 == 0 else ""
        partner = (number * 3 + n + (n % 5 == 2 and version == "乙")) % 40
        lines.append(
            f"""- id: k{number}-{n}
  名称: 第{number}の{n}の見守りの協定{changed}
  種別: 見守り協定
  締結日: {2000 + n % 20}-0{n % 9 + 1}
  自治体:
  - 名称: {places[(number * 101 + n * 7) % len(places)]}
  企業:
  - 名称: 株式会社つくりばなし{partner}商店
  分野:
  - 名称: 防災・危機管理"""
        )
    lines.append("施策:")
    for n in range(records):
        lines.append(
            f"""- id: m{number}-{n}
  名称: 第{number}の{n}の声かけ
  段階: {"計画" if version == "甲" and n % 4 == 0 else "実施"}
  自治体:
  - 名称: {places[(number * 101 + n * 7) % len(places)]}
    役割: 主体
  企業:
  - 名称: 株式会社つくりばなし{(number + n) % 40}商店
    役割: 提供"""
        )
    return "\n".join(lines) + "\n"
