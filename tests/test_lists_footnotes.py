"""Signs in the cells of a list (※1, (注2)) and the notes beneath it to which they point. All is made up."""

from __future__ import annotations

import pytest

from loaders.read import read_bytes
from loaders.tables.draft import draft
from tests.grids import Grid
from tests.test_lists import HEAD, UDA, VOCABULARY, WATCH, A, B, T, drafted


def noted(mark: str, note: str) -> Grid:
    return [T, HEAD, [f"{A}{mark}", WATCH, "令和2年4月1日"], [B, WATCH, "令和3年4月1日"], [note]]


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        (" ※1", "※1 相手方のサービス終了に伴い、令和5年3月31日をもって協定を終了しました。"),
        ("（注１）", "（注1）令和5年3月31日をもって終了"),
        ("*2", "*2：令和5年3月31日付けで解除"),
        ("　注1)", "注1）令和5年3月31日終了"),
    ],
)
@pytest.mark.parametrize("format", ["xlsx", "html"])
def test_the_end_that_a_note_tells_is_that_of_the_row_that_points_to_it(mark: str, note: str, format: str) -> None:
    found = drafted(noted(mark, note), format=format)
    first, second = found.agreements
    assert [b["名称"] for b in first["企業"]] == [A]
    assert (first["状態"], first["終了日"]) == ("終了", "2023-03-31")
    assert any(note[3:] in cited["引用"] for cited in first["出典"])
    assert "状態" not in second
    assert [b["名称"] for b in second["企業"]] == [B]


def test_a_note_tells_who_else_is_party() -> None:
    (first, _) = drafted(noted("※3", "※3 曽爾村を加えた三者による協定です。")).agreements
    assert [m["名称"] for m in first["自治体"]] == [UDA, "奈良県曽爾村"]


def test_a_sign_without_a_note_only_leaves_the_name() -> None:
    (first, _) = drafted(noted(" ※1", "※2 令和5年3月31日をもって終了")).agreements
    assert [b["名称"] for b in first["企業"]] == [A]
    assert "状態" not in first


def test_a_note_on_the_page_is_told_once() -> None:
    text = (
        "宇陀市の協定一覧\n\n締結日\t相手方\t協定名\n令和2年4月1日\t株式会社あおば ※1\t地域見守り協定\n令和3年4月1日\t株式会社みどり\t地域見守り協定\n\n"
        "※1　株式会社そらを加えた三者による協定です。\n"
    )
    given = read_bytes("a.txt", text.encode())
    found = draft(given, VOCABULARY)
    assert [[b["名称"] for b in a["企業"]] for a in found.agreements] == [[A, "株式会社そら"], [B]]
    assert any(given.quote(span).startswith("※1") for span in found.used)
