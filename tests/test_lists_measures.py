"""Tables of measures become drafts. The tables here are made up; one test uses the project's own sources, if at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph.paths import shipped_data
from loaders import lines
from loaders.draft import Found
from loaders.read import read
from loaders.tables.draft import draft
from loaders.tables.plans import name
from tests.grids import Grid, reading
from tests.test_lists import VOCABULARY, sound

GRID = [
    ["", "行政", "暮らし", ""],
    ["", "", "見守り", "防災・減災"],
    ["青森県", "・庁内の手続を紙なしにする取組 ・窓口の待ち時間を短くする仕組み", "・配達員による声かけの実施", "+"],
    ["秋田県\n山形県", "", "・地域の見守り・声かけの仕組み", ""],
    ["岩手県", "", "支援し、暮らしを守る", "・訓練を共同で実施する仕組みづくり・避難所の通信機器を県内全域で確保"],
]


def drafted(grid: Grid, before: str, format: str = "html") -> Found:
    given = reading(grid, format=format, before=before)
    return sound(draft(given, VOCABULARY), given)


def told(found: Found) -> list[tuple[str, str]]:
    return [(m["自治体"][0]["名称"], m["出典"][0]["引用"]) for m in found.measures]


def test_every_bullet_is_a_measure_of_the_row_it_stands_in() -> None:
    found = drafted(GRID, "都道府県の戦略にある主な施策一覧（令和6年3月現在）")
    assert told(found) == [
        ("青森県", "庁内の手続を紙なしにする取組"), ("青森県", "窓口の待ち時間を短くする仕組み"), ("青森県", "配達員による声かけの実施"),
        ("岩手県", "訓練を共同で実施する仕組みづくり"), ("岩手県", "避難所の通信機器を県内全域で確保"),
    ]  # fmt: skip
    assert {m["段階"] for m in found.measures} == {"計画"}
    assert all(len(m["名称"]) <= 30 for m in found.measures)
    assert found.document["種別"] == "施策一覧"


def test_what_the_table_leaves_open_is_warned_of() -> None:
    found = drafted(GRID, "主な施策一覧")
    assert any("秋田県と山形県" in w for w in found.warnings)
    assert any("上の欄の続き" in w for w in found.warnings)
    assert {m["段階"] for m in found.measures} == {"不明"}


def test_the_heading_stays_in_the_words_and_decides_a_field_only_as_inferred() -> None:
    fields = [f for m in drafted(GRID, "主な施策一覧").measures for f in m["分野"]]
    assert {f["表記"] for f in fields} <= {"行政", "見守り", "防災・減災"}
    assert all("注記" in f for f in fields if f.get("確度") == "推定")


@pytest.mark.parametrize("before", ["市役所の所在地", "市町村の協定にもとづく取組"])
def test_other_tables_of_municipalities_give_no_measures(before: str) -> None:
    assert not drafted(GRID, before).measures
    plain = [["市町村", "所在地", "電話"], ["宇陀市", "榛原下井足", "0745-00-0000"], ["曽爾村", "今井", "0745-00-0000"]]
    assert not drafted(plain, "施策一覧").measures


def test_a_long_measure_is_named_by_its_first_clause() -> None:
    assert (
        name("庁内の手続を紙なしにし、住民の待ち時間を短くするための仕組みをすべての窓口で使えるようにする")
        == "庁内の手続を紙なしにし"
    )
    assert len(name("あ" * 50)) == 30


def test_measures_of_the_prefectural_table_are_those_of_the_curated_file() -> None:
    folder = os.environ.get("RENKEI_SOURCES")
    if not folder:
        pytest.skip("RENKEI_SOURCES がありません")
    curated = lines.load(shipped_data() / "documents" / "it-senryaku-2015.yaml").data

    def key(municipality: str, start: int) -> tuple[str, int]:
        return VOCABULARY.gazetteer.resolve(municipality)[0], start

    right = {key(m["自治体"][0]["名称"], int(m["出典"][0]["位置"].split("-")[0])) for m in curated["施策"]}
    any_part = right | {
        key(m["自治体"][0]["名称"], int(c["位置"].split("-")[0])) for m in curated["施策"] for c in m["出典"]
    }
    path = next(path for path in sorted(Path(folder).iterdir()) if path.name.startswith("003_"))
    found = draft(read(path), VOCABULARY)
    mine = {key(m["自治体"][0]["名称"], m["出典"][0]["位置"][0]) for m in found.measures}
    assert len(mine & any_part) / len(mine) >= 0.98
    assert len(mine & right) / len(right) >= 0.98
    assert {m["段階"] for m in found.measures} == {"計画"}
