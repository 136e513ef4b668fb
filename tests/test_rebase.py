"""Positions carried over to a changed text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from graph.errors import DataProblems, UsageError
from loaders import written
from loaders.align import Alignment, Windows
from loaders.carry import Mover
from loaders.evidence import Originals, row_places
from loaders.read import ReadError, read
from loaders.rebase import Rebased, rebase
from loaders.source import Source, digest
from tests.factory import BOTH, CALLING, ORIGINAL, PRESS, Desk, told

NEW = "【訂正版】" + ORIGINAL.replace("本日、", "本日付けで、").replace("地域の見守り", "地域での見守り")
MOVED = ORIGINAL.replace("報道発表", "【訂正】報道発表")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = Desk.make(tmp_path)
    path = found.write("# 覚え書き\n" + PRESS)
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: k-mimamori\n", "id: k-mimamori  # 確かめた\n", 1),
        encoding="utf-8",
    )
    return found


def run(desk: Desk, text: str, *, sources: bool = True, partial: bool = False, id: str = "d-press") -> Rebased:
    """Rebase to a text; the old original is at hand or not."""
    file = desk.user.parent / "new.txt"
    file.write_text(text, encoding="utf-8", newline="")
    return rebase(desk.user, file, id, desk.sources if sources else None, partial=partial)


def after(desk: Desk, text: str) -> Any:
    """Check against the new text alone."""
    (desk.sources / "press.txt").write_text(text, encoding="utf-8", newline="")
    return desk.check()


@pytest.mark.parametrize("sources", [True, False], ids=["with the old text", "by digest alone"])
def test_words_that_moved_are_found_and_the_file_keeps_its_comments(desk: Desk, sources: bool) -> None:
    done = run(desk, MOVED, sources=sources)
    assert (done.total, done.moved, done.lost, done.written) == (4, 4, 0, True)
    text = done.path.read_text(encoding="utf-8")
    assert text.startswith("# 覚え書き\n")
    assert "id: k-mimamori  # 確かめた\n" in text
    checked = after(desk, MOVED)
    assert checked.errors == []
    assert checked.without_original == []


def test_nothing_is_written_where_words_are_lost(desk: Desk) -> None:
    before = (desk.user / "documents" / "press.yaml").read_bytes()
    done = run(desk, NEW)
    assert (done.lost, done.written) == (1, False)
    problem = told(done.problems, "同じ語句が見当たりません")
    assert (problem.line > 0, "地域の見守りに関する協定" in problem.what) == (True, True)
    assert (desk.user / "documents" / "press.yaml").read_bytes() == before
    assert not (desk.user / "texts").exists()


def test_with_partial_what_is_lost_is_doubtful_and_the_rest_is_moved(desk: Desk) -> None:
    done = run(desk, NEW, partial=True)
    assert (done.total, done.moved, done.lost, done.written) == (4, 3, 1, True)
    data = written.read(done.path.read_text(encoding="utf-8"))
    [record] = data["協定"]
    assert (record["確度"], "見当たりません" in record["注記"]) == ("要確認", True)
    assert [set(c) for c in record["出典"]] == [{"位置", "照合", "要旨"}, {"要旨"}]
    assert "確度" not in data["施策"][0]
    assert after(desk, NEW).errors == []


def test_the_same_text_changes_nothing(desk: Desk) -> None:
    before = (desk.user / "documents" / "press.yaml").read_bytes()
    done = run(desk, ORIGINAL)
    assert (done.same, done.written) == (4, False)
    assert (desk.user / "documents" / "press.yaml").read_bytes() == before


def test_of_several_places_the_one_that_took_the_old_one_s_is_meant() -> None:
    old = "甲市は協定を結んだ。乙市は協定を結んだ。丙市は協定を結んだ。"
    new = "まえがき。乙市は協定を結んだ。丁市は協定を結んだ。丙市は協定を結んだ。"
    mover = Mover(Source(old), Source(new))
    start = old.index("協定", old.index("丙市"))
    moved = mover.citation({"位置": f"{start}-{start + 2}", "引用": "協定"})
    at = new.index("協定", new.index("丙市"))
    assert moved == {"位置": f"{at}-{at + 2}", "引用": "協定"}


@given(
    st.lists(
        st.sampled_from(
            ["市と会社は協定を結びました。", "市は訓練を行いました。", "\n", "会社が物資を運びました。", "市。"]
        ),
        min_size=1,
        max_size=12,
    ),
    st.lists(
        st.tuples(st.integers(0, 12), st.sampled_from(["追記。", "市。", "市と会社は協定を結びました。"])), max_size=4
    ),
    st.data(),
)
def test_a_place_never_comes_to_mean_other_words(
    parts: list[str], added: list[tuple[int, str]], data: st.DataObject
) -> None:
    old = "".join(parts)
    for at, text in added:
        parts.insert(at, text)
    new = "".join(parts)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = Alignment(old, new).find(start, end)
    assert (found is None) == (old[start:end] not in new)
    assert found is None or new[found.start : found.end] == old[start:end]


@given(st.text("あい", min_size=1, max_size=30), st.data())
def test_words_are_found_by_their_digest(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    starts = Windows(text, {}).starts(digest(words), len(words))
    assert start in starts
    assert {text[at : at + len(words)] for at in starts} == {words}


# --- sheets ----------------------------------------------------------------------------------------------------------

ROWS = [
    ["協定名", "相手方", "締結日"],
    ["見守りに関する協定", "株式会社よつば配送便", "令和5年11月8日"],
    ["物資の運搬に関する協定", "みなも信用金庫", "令和元年9月1日"],
]
LIST = """形式: "1"
文書:
  id: d-list
  題名: 協定の一覧（試験用の作り話）
  種別: 協定一覧
  入手元: list.xlsx
  sha256: {sha256}
  本文sha256: {text_sha256}
協定:
- id: k-list
  名称: 物資の運搬に関する協定
  自治体: [{{名称: 奈良県宇陀市}}]
  企業: [{{名称: みなも信用金庫}}]
  出典:
  - {{位置: "一覧!3", {proof}}}
"""


def book(path: Path, rows: list[list[str]]) -> Path:
    made = Workbook()
    made.active.title = "一覧"
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize(
    "proof",
    ['引用: "物資の運搬に関する協定\\tみなも信用金庫"', f"照合: {digest('みなも信用金庫')}", "引用: 運搬"],
    ids=["a run of cells", "by digest", "a part of a cell"],
)
@pytest.mark.parametrize("old", [True, False], ids=["with the old file", "without"])
def test_rows_of_a_sheet_are_carried_over(tmp_path: Path, proof: str, old: bool) -> None:
    desk = Desk.make(tmp_path)
    original = read(book(desk.sources / "list.xlsx", ROWS))
    path = desk.write(LIST.format(sha256=original.sha256, text_sha256=original.text_sha256, proof=proof), "list.yaml")
    assert desk.check().errors == []
    new = book(
        tmp_path / "list.xlsx", [["令和6年4月1日現在"], *ROWS[:2], ["新しい協定", "株式会社ひいらぎ乳業", ""], ROWS[2]]
    )
    done = rebase(desk.user, new, "", desk.sources if old else None)
    assert (done.moved, done.lost) == (1, 0)
    assert "一覧!5" in path.read_text(encoding="utf-8")
    (desk.sources / "list.xlsx").write_bytes(new.read_bytes())
    assert desk.check().errors == []


@pytest.mark.parametrize(
    ("proof", "place", "says"),
    [
        ("引用: 別の語句", "一覧!3", "引用する語句がありません"),
        ("引用: みなも信用金庫", "一覧!2", "引用する語句がありません"),
        ("引用: みなも信用金庫", "一覧!9", "という行は原本にありません"),
        ("要旨: 一覧にある。", "一覧!3", "引用がありません"),
    ],
)
def test_a_row_that_does_not_hold_the_quote_is_refused(tmp_path: Path, proof: str, place: str, says: str) -> None:
    desk = Desk.make(tmp_path)
    original = read(book(desk.sources / "list.xlsx", ROWS))
    text = LIST.format(sha256=original.sha256, text_sha256=original.text_sha256, proof=proof).replace("一覧!3", place)
    desk.write(text, "list.yaml")
    assert told(desk.check().problems, says).line > 0


def test_every_row_of_a_sheet_has_its_line_in_the_text(tmp_path: Path) -> None:
    reading = read(book(tmp_path / "list.xlsx", ROWS))
    places = row_places(reading)
    assert [reading.text[slice(*places[f"一覧!{n}"])].split("\t") for n in (1, 2, 3)] == ROWS


def test_an_original_of_any_format_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><main><h1>協定</h1><p>市と会社は協定を結びました。</p></main></body></html>", encoding="utf-8"
    )
    reading = read(page)
    original = Originals(tmp_path).get(reading.sha256)
    assert original.text == reading.text
    assert "協定を結びました" in original.text


# --- wrong usage -------------------------------------------------------------------------------------------------------


def test_an_unknown_document_is_told_with_those_that_there_are(desk: Desk) -> None:
    with pytest.raises(UsageError, match="d-press"):
        run(desk, MOVED, id="d-nothing")


def test_the_only_document_need_not_be_named(desk: Desk) -> None:
    assert run(desk, MOVED, id="").written


def test_of_several_documents_one_must_be_named(desk: Desk) -> None:
    desk.write(
        PRESS.replace("d-press", "d-second").replace("id: k-", "id: l-").replace("id: m-", "id: n-"), "second.yaml"
    )
    with pytest.raises(UsageError, match="d-second"):
        run(desk, MOVED, id="")


def test_a_file_that_cannot_be_read_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    before = (desk.user / "documents" / "press.yaml").read_bytes()
    with pytest.raises(ReadError):
        rebase(desk.user, tmp_path / "empty.pdf", "d-press", None)
    assert (desk.user / "documents" / "press.yaml").read_bytes() == before


def test_a_broken_curated_file_is_told(desk: Desk) -> None:
    desk.write(PRESS + "[こわれた\n")
    with pytest.raises(DataProblems):
        run(desk, MOVED)


def test_the_made_up_original_has_the_words_that_the_tests_move() -> None:
    assert BOTH in ORIGINAL
    assert CALLING in NEW
