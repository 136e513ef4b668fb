"""Made-up files for the tests of curated data.

The municipalities are real; the companies, agreements, measures and every word of the document are invented for these
tests, in the style of a press release. `Desk` is a shipped layer (reference tables only), a user's folder and a folder
of originals in a temporary place. A test takes a good file, spoils one thing with `spoil`, and looks at what is told.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph import names, places
from graph.errors import Problem
from graph.facts import Evidence
from graph.tables import Tables
from loaders.check import Checked, check
from loaders.evidence import Originals

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
REFERENCE = ("municipalities.tsv", "former_municipalities.tsv", "wards.tsv", "legal_forms.tsv", "fields.yaml")

ORIGINAL = """報道発表（試験のための作り話。実在の協定ではありません）
令和5年11月8日
奈良県宇陀市と株式会社よつば配送便は、本日、地域の見守りに関する協定を結びました。
配達員が日々の配達の中で住民に声をかけ、気づいたことを市に知らせます。
十二月から市内の三地区で声かけを始め、初年度は延べ1,200回を見込みます。
広島県府中市は、みなも信用金庫が開く起業の相談会に会場を貸します。
"""


def digest(words: str) -> str:
    """照合 of a quote, worked out here once more so that the code is not its own witness."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def place(words: str, text: str = ORIGINAL) -> str:
    """The position of words that occur once in a text."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return f"{start}-{start + len(words)}"


def cite(words: str, gist: str = "作り話の要旨。") -> str:
    """One line of 出典 for words of the made-up original."""
    return f'{{位置: "{place(words)}", 照合: "{digest(words)}", 要旨: {gist}}}'


SHA256 = hashlib.sha256(ORIGINAL.encode()).hexdigest()
SIGNED = "本日、地域の見守りに関する協定を結びました"
BOTH = "奈良県宇陀市と株式会社よつば配送便は"
CALLING = "十二月から市内の三地区で声かけを始め"
MEETING = "広島県府中市は、みなも信用金庫が開く起業の相談会に会場を貸します"

PRESS = f"""形式: "1"
文書:
  id: d-press
  題名: 見守り協定を結びました（試験用の作り話）
  種別: プレスリリース
  発行日: 2023-11-08
  sha256: {SHA256}
  本文sha256: {SHA256}
発行:
- 自治体: 奈良県宇陀市
収録:
- 自治体: 奈良県宇陀市
  網羅: 抜粋
  対象: 見守りの協定と声かけ
協定:
- id: k-mimamori
  名称: 地域の見守りに関する協定
  種別: 見守り協定
  締結日: 2023-11-08
  開始日: 2023-11-09
  有効期限: 2024-03-31
  自治体:
  - 名称: 奈良県宇陀市
    部署: 福祉課
  企業:
  - 名称: 株式会社よつば配送便
    表記: よつば配送便
  分野:
  - 名称: 高齢者・障害者・見守り
  出典:
  - {cite(BOTH, "宇陀市と配送便が当事者。")}
  - {cite(SIGNED, "協定を結んだ。")}
施策:
- id: m-koekake
  名称: 配達時の声かけ
  段階: 実施
  時期: 2023-12
  終了時期: 2025-03
  自治体:
  - 名称: 奈良県宇陀市
    役割: 主体
  企業:
  - 名称: 株式会社よつば配送便
    役割: 提供
  分野:
  - 名称: 高齢者・障害者・見守り
  協定: k-mimamori
  出典:
  - {cite(CALLING, "三地区で始めた。")}
- id: m-soudan
  名称: 起業の相談会
  段階: 計画
  自治体:
  - 名称: 広島県府中市
    役割: 場所
  企業:
  - 名称: みなも信用金庫
    役割: 運営
  出典:
  - {cite(MEETING, "会場を貸す。")}
  確度: 推定
  注記: 主催者の明記はない。
"""

NOTE = """形式: "1"
文書:
  id: d-note
  題名: 電話での聞き取り（試験用の作り話）
  種別: 聞き取り
  基準日: 2024-05-10
協定:
- id: k-saigai
  名称: 災害時の物資の運搬に関する協定
  種別: 災害時応援協定
  締結日: 2019-09
  自治体:
  - 名称: 栃木県益子町
  企業:
  - 名称: 株式会社よつば配送便
"""

REGISTRY = """形式: "1"
# 試験用の名簿。名前はすべて作ったもの
組織:
- id: o-yotsuba
  名称: 株式会社よつば配送便
  別名:
  - よつば便
  - 名称: 四葉運輸株式会社
    終了: 2015-03
  サービス名:
  - よつばポータル
  区分: 企業
- id: o-minamo  # 金融機関
  名称: みなも信用金庫
  区分: 金融機関
"""


def spoil(text: str, old: str, new: str) -> str:
    """The text with its first ``old`` replaced; an error if there is none, so that no test spoils nothing."""
    assert old in text, old
    return text.replace(old, new, 1)


@dataclass(frozen=True)
class Desk:
    """A shipped layer, a user's folder over it, and originals."""

    shipped: Path
    user: Path
    sources: Path

    @classmethod
    def make(cls, root: Path, *, registry: str = REGISTRY) -> Desk:
        """Folders below ``root``: reference tables without documents, the registry above, the made-up original."""
        desk = cls(root / "shipped", root / "user", root / "originals")
        for folder in (desk.shipped, desk.user, desk.sources):
            folder.mkdir(parents=True)
        for name in REFERENCE:
            shutil.copyfile(DATA / name, desk.shipped / name)
        (desk.shipped / "organisations.yaml").write_text(registry, encoding="utf-8")
        (desk.sources / "press.txt").write_text(ORIGINAL, encoding="utf-8", newline="")
        return desk

    def write(self, text: str | bytes = PRESS, name: str = "press.yaml", *, layer: Path | None = None) -> Path:
        """A curated file in the user's folder (or another layer)."""
        return self.put(text, f"documents/{name}", layer=layer)

    def put(self, text: str | bytes, name: str, *, layer: Path | None = None) -> Path:
        """Any file of a layer."""
        path = (layer or self.user) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def check(self, *, originals: bool = True) -> Checked:
        """What ``renkei check`` would find."""
        return check(self.shipped, self.user, Originals(self.sources if originals else None))

    def graph(self, *, originals: bool = True) -> Tables:
        """The graph of files without errors."""
        checked = self.check(originals=originals)
        checked.raise_errors()
        return checked.facts.tables()


def line(path: Path, words: str) -> int:
    """The line (from 1) of a file that contains the words, which must occur on one line only."""
    found = [n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in text]
    assert len(found) == 1, (words, found)
    return found[0]


def told(problems: list[Problem], what: str) -> Problem:
    """The one problem whose message contains the words; it names a file and says what to do next."""
    found = [problem for problem in problems if what in problem.what]
    assert len(found) == 1, (what, [str(problem) for problem in problems])
    assert found[0].file
    assert found[0].remedy
    return found[0]


def rows(graph: Tables, type: str) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Relationships of a type by their ends."""
    return {(row.pop("start"), row.pop("end")): row for _, row in graph.relationship_rows(type)}


def node(graph: Tables, label: str, id: str) -> dict[str, object]:
    """The properties of one node."""
    return next(row for row in graph.node_rows(label) if row.pop("id") == id)


def said(document: str, place: str = "", certainty: str = "明示", **more: str) -> Evidence:
    """A piece of evidence with a made-up gist."""
    return Evidence(document, place, gist="作り話の要旨。", certainty=certainty, **more)


@cache
def gazetteer() -> places.Gazetteer:
    """The gazetteer of the shipped data."""
    return places.Gazetteer.load(DATA)


@cache
def normaliser() -> names.Normaliser:
    """The normaliser of the shipped table of legal forms."""
    return names.Normaliser.load(DATA)


@cache
def shipped() -> Checked:
    """The shipped data alone, checked once for all tests."""
    return check(DATA, DATA, Originals())


@cache
def shipped_graph() -> Tables:
    """The graph of the shipped data."""
    return shipped().facts.tables()


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a reference table, read apart from the code that is tested."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t"))
