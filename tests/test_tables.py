"""Tables of measures: cells, positions and bullets. The table below is invented."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph.paths import shipped_data
from graph.places import Gazetteer
from loaders import lines
from loaders.evidence import Originals
from loaders.tables import measures as tables

GAZETTEER = Gazetteer.load(shipped_data())

TABLE = """\
試験用の作り話の一覧（令和6年3月末現在）

\t行政\t暮らし\t
\t\t見守り\t防災・減災
青森県\t・庁内の手続を紙なしに ・窓口の待ち時間を短く\t配達員による声かけの\t+
秋田県 山形県\t\t仕組みづくり ・地域の見守り・声かけ\t〇・避難所の通信を確保
岩手県\t<u> </u>\t\t・訓練を共同で
"""


def found() -> dict[tuple[tuple[str, ...], str], tables.Cell]:
    return {(cell.bodies, cell.heading): cell for cell in tables.cells(TABLE, GAZETTEER)}


def words(cell: tables.Cell) -> list[str]:
    return [part.words for part in cell.parts]


def test_a_cell_with_several_bullets_is_several_parts_with_exact_positions() -> None:
    cell = found()[("020001",), "行政"]
    assert words(cell) == ["庁内の手続を紙なしに", "窓口の待ち時間を短く"]
    assert all(TABLE[part.start : part.end] == part.words for part in cell.parts)


def test_the_lowest_heading_names_the_column() -> None:
    assert {heading for _, heading in found()} == {"行政", "見守り", "防災・減災"}


def test_a_dot_inside_a_phrase_is_no_bullet() -> None:
    assert "地域の見守り・声かけ" in words(found()[("050008", "060003"), "見守り"])


def test_a_merged_row_keeps_all_its_names_and_decides_nothing() -> None:
    assert ("050008", "060003") in {bodies for bodies, _ in found()}


def test_what_begins_without_a_bullet_may_belong_to_the_cell_above() -> None:
    cell = found()[("050008", "060003"), "見守り"]
    assert cell.loose
    assert words(cell)[0] == "仕組みづくり"
    assert not found()[("020001",), "行政"].loose


def test_signs_of_a_scanner_are_no_cells() -> None:
    assert ("020001",) in {bodies for bodies, heading in found()}
    assert (("020001",), "防災・減災") not in found()
    assert (("030007",), "行政") not in found()


def test_text_without_such_a_table_has_no_cells() -> None:
    assert list(tables.cells("市は\t会社と\t協定を\t結んだ\n\n以上", GAZETTEER)) == []


def test_a_page_break_inside_a_table_does_not_end_it() -> None:
    broken = TABLE.replace("岩手県", "\n岩手県")
    assert any(cell.bodies == ("030007",) for cell in tables.cells(broken, GAZETTEER))


def test_every_shipped_measure_of_a_table_lies_in_the_cell_of_its_prefecture_and_heading() -> None:
    folder = os.environ.get("RENKEI_SOURCES")
    if not folder:
        pytest.skip("RENKEI_SOURCES がありません")
    curated = lines.load(shipped_data() / "documents" / "it-senryaku-2015.yaml").data
    original = Originals(Path(folder)).get(curated["文書"]["sha256"])
    assert original
    cells = list(tables.cells(original.text, GAZETTEER))
    for measure in curated["施策"]:
        start, _, end = measure["出典"][0]["位置"].partition("-")
        cell = next(c for c in cells if any(p.start <= int(start) and int(end) <= p.end for p in c.parts))
        named = {GAZETTEER.resolve(party["名称"])[0] for party in measure["自治体"]}
        assert named == set(cell.bodies), measure["id"]
        assert cell.heading in {field["表記"] for field in measure["分野"]}, measure["id"]
