"""What may be the same, decided in the workbook and on the terminal, into the log of the pages. All names are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from graph.paths import shipped_data
from loaders.review import sameness
from loaders.workbook import layout, pairs
from tests import drafts
from tests.factory import NOTE, PRESS, spoil
from tests.test_review_terminal import run

OTHER_DAY = spoil(
    spoil(spoil(NOTE, "災害時の物資の運搬に関する協定", "地域の見守りに関する協定"), "2019-09\n", "2023-11-10\n"),
    "栃木県益子町", "奈良県宇陀市",
)  # fmt: skip
"""A call that gives the agreement of the press release another day."""
IDS = ("k-mimamori", "k-saigai")


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder in which two documents tell of what may be one agreement."""
    root = tmp_path / "user"
    (root / "documents").mkdir(parents=True)
    (root / "documents" / "press.yaml").write_text(PRESS, encoding="utf-8")
    (root / "documents" / "phone.yaml").write_text(OTHER_DAY, encoding="utf-8")
    monkeypatch.setenv("RENKEI_DATA", str(root))
    monkeypatch.chdir(tmp_path)
    return root


def lines_of(user: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in drafts.lines_of(user)]


def look(user: Path) -> sameness.Sameness:
    return sameness.look(shipped_data(), user)


def open_pairs(user: Path) -> list[tuple[str, str]]:
    return [each.candidate.ids for each in look(user).proposals]


class Book:
    """The workbook as a spreadsheet program would save it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.path = folder / "確認表.xlsx"
        assert run("review", "--xlsx", str(self.path), *options).exit_code == 0

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        book = load_workbook(self.path)
        head, *rows = book[sheet].iter_rows(values_only=True) if sheet in book.sheetnames else [()]
        return [dict(zip(head, row, strict=True)) for row in rows]

    def choose(self, verdict: str | None, row: int = 2, column: str = layout.VERDICT) -> None:
        book: Workbook = load_workbook(self.path)
        at = pairs.COLUMNS.index(column) + 1
        book[layout.SAME].cell(row, at).value = verdict
        book.save(self.path)

    def back(self) -> Any:
        return run("import", str(self.path), "--by", "政策課")


def test_the_workbook_shows_a_pair_with_its_reasons_and_both_dates_side_by_side(user: Path, tmp_path: Path) -> None:
    [row] = Book(tmp_path).rows(layout.SAME)
    assert (row["種類"], row["一方"], row["他方"]) == ("協定", "地域の見守りに関する協定", "地域の見守りに関する協定")
    assert "名称が同じ" in row["似ているところ"]
    assert row["違うところ"] == "締結日: 2023-11-08／2023-11-10"
    assert "締結日: 2023-11-08" in row["一方の記載"]
    assert "締結日: 2023-11-10" in row["他方の記載"]
    assert "電話での聞き取り" in row["他方の文書"]


@pytest.mark.parametrize("verdict", ["同じ", "別"])
def test_a_pair_decided_in_the_workbook_is_in_the_log_and_never_asked_again(
    user: Path, tmp_path: Path, verdict: str
) -> None:
    book = Book(tmp_path)
    book.choose(verdict)
    assert book.back().exit_code == 0
    [line] = lines_of(user)
    assert (line["種類"], tuple(line["対象"]), line["判断"], line["記録者"]) == ("同一", IDS, verdict, "政策課")
    assert open_pairs(user) == []
    assert Book(tmp_path).rows(layout.SAME) == []


def test_a_workbook_read_twice_changes_nothing_the_second_time(user: Path, tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.choose("別")
    assert [book.back().exit_code, book.back().exit_code] == [0, 0]
    assert len(lines_of(user)) == 1


@pytest.mark.parametrize("left", [None, "保留"])
def test_a_pair_left_open_comes_again(user: Path, tmp_path: Path, left: str | None) -> None:
    book = Book(tmp_path)
    book.choose(left)
    assert book.back().exit_code == 0
    assert open_pairs(user) == [IDS]


def test_a_decision_that_is_emptied_in_the_workbook_is_taken_back(user: Path, tmp_path: Path) -> None:
    sameness.decide(user, IDS, "別", "政策課")
    book = Book(tmp_path, "--all")
    assert [row[layout.VERDICT] for row in book.rows(layout.SAME)] == ["別"]
    book.choose(None)
    assert book.back().exit_code == 0
    assert open_pairs(user) == [IDS]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (layout.VERDICT, "おなじ", "使えません"),
        ("一方id", None, "書き出したときになかった行"),
        ("他方id", "k-nobody", "なくなりました"),
    ],
)
def test_what_the_sheet_cannot_mean_is_told_with_its_row_and_nothing_is_taken(
    user: Path, tmp_path: Path, column: str, value: str | None, words: str
) -> None:
    book = Book(tmp_path)
    book.choose("別")
    book.choose(value, column=column)
    result = book.back()
    assert result.exit_code == 1
    assert "同じもの" in result.output
    assert words in result.output
    assert ":2" in result.output
    assert not lines_of(user)


def test_a_pair_that_somebody_decided_meanwhile_is_not_decided_over(user: Path, tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.choose("同じ")
    sameness.decide(user, IDS, "別", "防災課")
    result = book.back()
    assert (result.exit_code, "「別」と決まりました" in result.output) == (1, True)
    assert [line["判断"] for line in lines_of(user)] == ["別"]


def test_documents_that_contradict_each_other_stand_below_one_another_in_the_workbook(
    user: Path, tmp_path: Path
) -> None:
    sameness.decide(user, IDS, "同じ", "政策課")
    told = [row for row in Book(tmp_path).rows(layout.APART) if row["項目"] == "締結日"]
    assert sorted((row["値"], row["文書"][:2]) for row in told) == [("2023-11-08", "見守"), ("2023-11-10", "電話")]


def test_on_the_terminal_a_pair_is_shown_and_decided(user: Path) -> None:
    result = run("review", "--same", "--by", "政策課", typed="b\n")
    assert result.exit_code == 0
    for words in (
        "ひとつかもしれない組 1",
        "違うところ: 締結日: 2023-11-08／2023-11-10",
        "締結日: 2023-11-08 ／ 2023-11-10",
        "1 組を決めました",
    ):
        assert words in result.output
    assert open_pairs(user) == []


def test_on_the_terminal_the_last_decision_can_be_taken_back(user: Path) -> None:
    third = spoil(spoil(OTHER_DAY, "k-saigai", "k-third"), "d-note", "d-third")
    (user / "documents" / "third.yaml").write_text(third, encoding="utf-8")
    run("review", "--same", "--by", "政策課", typed="u\nb\nu\no\nq\n")
    assert [line["判断"] for line in lines_of(user)] == ["別", "取消", "同じ"]


def test_on_the_terminal_other_keys_are_explained_and_the_department_is_asked_for(user: Path) -> None:
    result = run("review", "--same", "--by", "政策課", typed="x\ns\n")
    assert "のどれかを入れてください" in result.output
    assert not lines_of(user)
    assert "1 組を決めました" in run("review", "--same", typed="o\n政策課\n").output
    assert [(line["判断"], line["記録者"]) for line in lines_of(user)] == [("同じ", "政策課")]


def test_on_the_terminal_contradicting_dates_are_shown_side_by_side(user: Path) -> None:
    sameness.decide(user, IDS, "同じ", "政策課")
    output = run("review", "--same").output
    assert "協定「地域の見守りに関する協定」の締結日" in output
    assert "2023-11-08" in output
    assert "2023-11-10" in output
    assert "決めるものはありません" in output
