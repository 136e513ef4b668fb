"""`renkei review` and `renkei import` as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from renkei import cli, reviewing
from tests.drafts import SIGNED, TEXT, decide, draft, key, lines_of, shelf
from tests.test_review import read, states

DOCUMENT = "d-mimamori"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with one draft."""
    root = tmp_path / "user"
    monkeypatch.setenv("RENKEI_DATA", str(root))
    monkeypatch.chdir(tmp_path)
    shelf(root).store(draft(), TEXT, "mimamori.txt")
    return root


def run(*arguments: str, typed: str = "") -> Result:
    group = cli._Group("renkei")
    for command in (reviewing.review, reviewing.import_, reviewing.rebase):
        group.add_command(command)
    result = CliRunner().invoke(group, list(arguments), input=typed)
    assert "Traceback" not in result.output
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_list_tells_what_waits(user: Path) -> None:
    result = run("review", "--list")
    assert result.exit_code == 0
    assert f"{DOCUMENT}  未 4  消えた 0  済 0  却下 0" in result.output


def test_a_sitting_shows_each_record_with_its_quote_in_context_and_keeps_each_decision(user: Path) -> None:
    result = run("review", "--by", "政策課", typed="a\nr\ns\nq\n")
    assert result.exit_code == 0
    assert f"令和5年11月8日、【{SIGNED}】。" in result.output
    assert states(shelf(user)) == {"協定": "済", "施策": "却下", "加盟": "未", "収録": "未"}


def test_the_end_of_the_input_keeps_what_was_decided(user: Path) -> None:
    assert run("review", "--by", "政策課", typed="a\n").exit_code == 0
    assert states(shelf(user))["協定"] == "済"


def test_the_last_decision_can_be_undone_and_decided_anew(user: Path) -> None:
    run("review", "--by", "政策課", typed="a\nu\nr\nq\n")
    assert states(shelf(user))["協定"] == "却下"
    assert len(lines_of(user)) == 3


def test_a_record_is_edited_property_by_property(user: Path) -> None:
    typed = "s\ne\n段階\n実施\n企業\n株式会社よつば配送便［役割: 提供］｜みなも信用金庫［役割: 融資］\n\nq\n"
    result = run("review", "--by", "政策課", typed=typed)
    assert result.exit_code == 0
    [record] = read(user)["施策"]
    assert (record["段階"], [p["名称"] for p in record["企業"]]) == ("実施", ["株式会社よつば配送便", "みなも信用金庫"])


def test_what_cannot_be_taken_is_told_and_asked_again(user: Path) -> None:
    result = run("review", "--by", "政策課", typed="e\n自治体\n府中市\n\nへ\na\nq\n")
    assert "広島県府中市" in result.output
    assert "「へ」は使えません" in result.output
    assert states(shelf(user))["協定"] == "済"


def test_the_department_is_asked_for_once(user: Path) -> None:
    result = run("review", typed="a\n\nsomeone@example.jp\na\n政策課\na\nq\n")
    assert result.exit_code == 0
    assert states(shelf(user))["施策"] == "済"
    assert all('"記録者": "政策課"' in line for line in lines_of(user))


def test_accepting_all_needs_a_department(user: Path) -> None:
    result = run("review", "--accept-all", DOCUMENT)
    assert (result.exit_code, "--by" in result.output) == (2, True)
    assert lines_of(user) == []
    assert run("review", "--accept-all", DOCUMENT, "--by", "政策課").exit_code == 0
    assert set(states(shelf(user)).values()) == {"済"}


def test_an_unknown_document_is_wrong_usage(user: Path) -> None:
    result = run("review", "d-nowhere", "--list")
    assert (result.exit_code, DOCUMENT in result.output) == (2, True)


def test_two_ways_of_review_at_once_are_wrong_usage(user: Path) -> None:
    assert run("review", "--list", "--xlsx", "a.xlsx").exit_code == 2


def test_a_workbook_goes_out_and_comes_back(user: Path, tmp_path: Path) -> None:
    assert run("review", "--xlsx", "確認.xlsx").exit_code == 0
    book = load_workbook("確認.xlsx")
    book["使い方"]["B2"] = "防災課"
    book["協定"]["A2"] = "採用"
    book["加盟"]["A2"] = "却下"
    book.save("確認.xlsx")
    result = run("import", "確認.xlsx")
    assert result.exit_code == 0
    assert "採用 1" in result.output
    assert all('"記録者": "防災課"' in line for line in lines_of(user))
    assert states(shelf(user))["加盟"] == "却下"
    assert "書き出したあとに" not in run("import", "確認.xlsx").output


def test_a_workbook_without_a_department_is_refused(user: Path) -> None:
    run("review", "--xlsx", "確認.xlsx")
    book = load_workbook("確認.xlsx")
    book["協定"]["A2"] = "採用"
    book.save("確認.xlsx")
    result = run("import", "確認.xlsx")
    assert (result.exit_code, "記録者" in result.output) == (2, True)
    assert lines_of(user) == []


def test_mistakes_in_a_workbook_are_told_with_their_place_and_exit_status_1(user: Path) -> None:
    run("review", "--xlsx", "確認.xlsx")
    book = load_workbook("確認.xlsx")
    book["協定"]["A2"] = "よい"
    book.save("確認.xlsx")
    result = run("import", "確認.xlsx", "--by", "政策課")
    assert result.exit_code == 1
    assert "確認.xlsx:2" in result.output
    assert "シート「協定」A列「判断」" in result.output


def test_an_empty_entry_workbook_is_written(user: Path) -> None:
    assert run("review", "--template", "手入力.xlsx").exit_code == 0
    assert "手入力" in load_workbook("手入力.xlsx").sheetnames
    assert "手入力 0" in run("import", "手入力.xlsx").output


def test_somebody_elses_lines_are_applied_when_the_command_starts(user: Path, tmp_path: Path) -> None:
    other = shelf(tmp_path / "other")
    other.store(draft(), TEXT, "mimamori.txt")
    decide(other, "協定", "却下")
    (user / "decisions.jsonl").write_bytes((tmp_path / "other" / "decisions.jsonl").read_bytes())
    assert "却下 1" in run("review", "--list").output
    assert not read(user)["協定"]


def test_a_line_of_the_log_that_cannot_be_read_is_told_and_the_rest_counts(user: Path) -> None:
    found = shelf(user)
    decide(found, "協定", "採用")
    with (user / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write("こわれた行\n")
    result = run("review", "--list")
    assert "decisions.jsonl:2" in result.output
    assert "済 1" in result.output


def test_what_changed_in_a_new_version_is_shown_beside_the_old_decision(user: Path) -> None:
    found = shelf(user)
    decide(found, "協定", "採用")
    text = TEXT.replace("11月8日", "11月18日")
    found.store(draft(text, id="d-new", date="2023-11-18"), text, "mimamori.txt")
    result = run("review", "--by", "政策課", typed="r\na\nq\n")
    assert "締結日 2023-11-08 → 2023-11-18" in result.output
    assert [r["締結日"] for r in read(user)["協定"]] == ["2023-11-18"]
    assert key(found, "協定")
