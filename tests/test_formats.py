"""Files in an older form open as they are; those in a newer one are refused, and nothing of them is lost."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from graph import decisions, formats
from graph.errors import DataProblems, UsageError
from graph.paths import shipped_data
from loaders import lines, migrate, registry
from loaders.check import check
from loaders.context import Checked
from loaders.evidence import Originals
from loaders.folder import Folder
from loaders.review import Shelf
from loaders.tables.layouts import Layouts
from loaders.workbook import layout, opening
from renkei.cli import main
from tests import earlier
from viz.reports import storyfile


def checked(user: Path) -> Checked:
    return check(shipped_data(), user, Originals(None))


def agreement(found: Checked, id: str) -> dict[str, Any]:
    return next(row for row in found.facts.tables().node_rows("協定") if row["id"] == id)


def contents(root: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if not name.endswith(".lock")}


def names(data: dict[str, Any]) -> dict[str, Any]:
    """What became of made-up data on the way through the forms."""
    return {key: value for key, value in data.items() if key != formats.KEY}


def test_a_folder_of_the_first_edition_opens_with_all_decisions_in_force_and_stays_as_it_is(tmp_path: Path) -> None:
    root = earlier.folder(tmp_path / "自分")
    before = contents(root)
    found = checked(root)
    assert found.problems == []
    assert found.unconfirmed == 0
    assert agreement(found, earlier.AGREEMENT)["名称"] == "高齢者の見守りに関する協定"
    shelf = Shelf.at(root)
    assert shelf.sync() == []
    assert shelf.document(earlier.DOCUMENT).counts == {"未": 0, "消えた": 0, "済": 3, "却下": 0}
    assert contents(root) == before


# --- the rule, over made-up forms ------------------------------------------------------------------------------------


def rename(old: str, new: str) -> Callable[[dict[str, Any]], None]:
    def step(data: dict[str, Any]) -> None:
        data[new] = data.pop(old)

    return step


STEPS: dict[int, dict[formats.Kind, formats.Step]] = {
    1: {"名簿": rename("団体", "法人")},
    2: {"書き起こし": rename("資料", "文書")},
    3: {"名簿": rename("法人", "組織")},
}


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ({"団体": 1}, {"組織": 1}),
        ({"形式": "1", "団体": 1}, {"組織": 1}),
        ({"形式": 2, "法人": 1}, {"組織": 1}),
        ({"形式": "3", "法人": 1}, {"組織": 1}),
        ({"形式": "4", "組織": 1}, {"組織": 1}),
    ],
)
def test_every_older_form_is_raised_step_by_step_and_no_number_is_the_first(
    given: dict[str, Any], becomes: dict[str, Any]
) -> None:
    before = json.dumps(given)
    raised = formats.raised("名簿", given, steps=STEPS, current=4)
    assert names(raised) == becomes
    assert str(raised[formats.KEY]) == "4"
    assert json.dumps(given) == before, "what was given stays"


@pytest.mark.parametrize("form", ["5", "99", 7, "一", "", "-1", "1.0", None, True, ["1"], {"値": "1"}, "9" * 4_000])
def test_a_newer_form_and_what_is_no_number_are_refused(form: object) -> None:
    with pytest.raises(formats.FormError) as refused:
        formats.raised("名簿", {"形式": form, "組織": []}, steps=STEPS, current=4)
    assert refused.value.remedy


def test_a_form_from_before_the_first_step_is_refused() -> None:
    with pytest.raises(formats.FormError, match="古すぎて"):
        formats.raised("名簿", {"形式": "0"}, steps=STEPS, current=4)


# --- an older form of everything on disk: form 0 had other words ------------------------------------------------------


def older_document(data: dict[str, Any]) -> None:
    data["文書"] = data.pop("資料")
    for each in data["協定"]:
        each["締結日"] = each.pop("日付")


def older_line(data: dict[str, Any]) -> None:
    data["判断"] = {"可": "同じ"}[data.pop("結果")]


OLD_DOCUMENT = """\
# 担当: 政策課
形式: "0"
資料:
  id: rei-0
  題名: 見守り協定の締結について  # 題名は仮
  種別: プレスリリース
  発行日: "2023-11-08"
協定:
- id: rei-0-a01
  名称: 地域見守り協定
  日付: "2023-11-08"
  自治体:
  - 名称: 奈良県宇陀市
  企業:
  - 名称: 株式会社あおば見守り
  出典:
  - 要旨: 市と会社が見守り協定を結んだ。
"""
OLD_LINE = '{"形式": "0", "日付": "2026-04-01", "種類": "同一", "対象": ["rei-0-a01", "rei-0-a02"], "結果": "可"}'
LINE = '{"日付": "2026-04-02", "種類": "同一", "対象": ["rei-0-a01", "rei-0-a03"], "判断": "別"}'


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    steps: dict[formats.Kind, formats.Step] = {
        "書き起こし": older_document,
        "判断": older_line,
        "名簿": rename("団体", "組織"),
        "下書き": rename("記", "記録"),
        "列の覚え書き": rename("型", "表"),
    }
    monkeypatch.setitem(formats.STEPS, 0, steps)
    root = tmp_path / "自分"
    (root / "documents").mkdir(parents=True)
    (root / "drafts").mkdir()
    (root / "documents" / "rei-0.yaml").write_text(OLD_DOCUMENT, encoding="utf-8")
    (root / "decisions.jsonl").write_text(f"{OLD_LINE}\n{LINE}\nこわれた行\n", encoding="utf-8")
    (root / "organisations.yaml").write_text(
        "形式: '0'\n団体:\n- {id: o-rei, 名称: 株式会社あおば見守り}\n", encoding="utf-8"
    )
    (root / "drafts" / "rei-0.json").write_text('{"形式": "0", "記": [], "文書": {}}', encoding="utf-8")
    (root / "layouts.json").write_text(
        '{"形式": "0", "型": [{"見出し": ["名"], "列": {"協定": "A"}}]}', encoding="utf-8"
    )
    return root


def test_an_older_form_is_read_without_changing_a_byte_on_disk(old: Path) -> None:
    before = contents(old)
    found = checked(old)
    assert [problem.what for problem in found.errors] == ["判断の記録として読めません（JSON になっていません）"]
    assert agreement(found, "rei-0-a01")["締結日"] == "2023-11-08"
    log, _ = decisions.load([old])
    assert log.same() == {"rei-0-a02": "rei-0-a01"}
    assert Folder(old).read_draft("rei-0") == {"形式": "1", "記録": [], "文書": {}}
    assert Layouts.load(old / "layouts.json").find(["名"]) == {"協定": "A"}
    assert contents(old) == before


def test_migrate_shows_first_and_then_writes_all_after_a_backup_and_keeps_what_people_wrote_beside(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_DATA", str(old))
    before = contents(old)
    shown = CliRunner().invoke(main, ["migrate"])
    assert shown.exit_code == 0
    assert shown.output.count("形式 0 → 1") == 5
    assert "まだ何も書いていません" in shown.output
    assert contents(old) == before
    told = checked(old)
    done = CliRunner().invoke(main, ["migrate", "--write"])
    assert done.exit_code == 0, done.output
    [kept] = old.parent.glob("*.zip")
    with zipfile.ZipFile(kept) as archive:
        assert archive.read("renkei-data/documents/rei-0.yaml") == before["documents/rei-0.yaml"]
    text = (old / "documents" / "rei-0.yaml").read_text(encoding="utf-8")
    assert "# 担当: 政策課" in text
    assert "資料" not in text
    log = (old / "decisions.jsonl").read_text(encoding="utf-8").split("\n")
    assert log[1:] == [LINE, "こわれた行", ""]
    after = checked(old)
    assert agreement(after, "rei-0-a01") == agreement(told, "rei-0-a01")
    assert [problem.what for problem in after.problems] == [problem.what for problem in told.problems]
    again = CliRunner().invoke(main, ["migrate", "--write"])
    assert "今の形式（1）です" in again.output
    assert len(list(old.parent.glob("*.zip"))) == 1


def test_who_writes_into_a_file_in_an_older_form_writes_all_of_it_in_that_of_today(old: Path) -> None:
    registry.append(old, [registry.Entry(id="o-new", 名称="青葉信用金庫")])
    written = lines.load(old / "organisations.yaml")
    assert (written.older, written.problems) == (False, [])
    assert [body["id"] for body in written.data["組織"]] == ["o-rei", "o-new"]


@pytest.mark.parametrize("name", ["documents/rei-0.yaml", "organisations.yaml", "decisions.jsonl", "layouts.json"])
def test_a_newer_form_is_refused_by_name_and_nothing_is_written(
    old: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_DATA", str(old))
    path = old / name
    path.write_text(path.read_text(encoding="utf-8").replace('"0"', '"2"').replace("'0'", "'2'"), encoding="utf-8")
    before = contents(old)
    for arguments in (["migrate", "--write"], *([] if name == "layouts.json" else [["build"]])):
        said = CliRunner().invoke(main, arguments)
        assert said.exit_code == 1
        assert Path(name).name in said.stderr
        assert "新しい版の連携グラフの形式（2）" in said.stderr
        assert "読めるのは形式 1 まで" in said.stderr
        assert "Traceback" not in said.output
    assert contents(old) == before
    assert not list(old.parent.glob("*.zip"))


def test_what_a_newer_edition_remembers_is_not_overwritten(tmp_path: Path) -> None:
    root = earlier.folder(tmp_path / "自分")
    for path in (root / "drafts").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace('"形式": "1"', '"形式": "2"'), encoding="utf-8")
    (root / "layouts.json").write_text('{"形式": "2", "表": []}', encoding="utf-8")
    before = contents(root)
    with pytest.raises(DataProblems) as refused:
        Shelf.at(root).sync()
    assert "新しい版" in refused.value.problems[0].what
    with pytest.raises(UsageError, match="新しい版"):
        Layouts.load(root / "layouts.json")
    with pytest.raises(DataProblems):
        migrate.write(root)
    assert contents(root) == before


def test_a_story_in_a_newer_form_is_refused_with_its_line() -> None:
    assert storyfile.read("形式: '1'\n題: 見守り\n頁:\n- 題: だれと\n", "話.yaml").title == "見守り"
    with pytest.raises(UsageError, match=r"話\.yaml 2 行目: 新しい版"):
        storyfile.read("題: 見守り\n形式: 2\n新しい項目: 1\n", "話.yaml")


def test_a_workbook_of_a_newer_edition_is_refused_as_such(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = layout.GUIDE
    book.active["A1"] = layout.FORM.replace("1", "2")
    book.save(tmp_path / "確認表.xlsx")
    with pytest.raises(DataProblems) as refused:
        opening.opened(tmp_path / "確認表.xlsx")
    assert "新しい版の連携グラフの確認表" in refused.value.problems[0].what


def test_a_decision_carries_its_form_once_there_is_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = decisions.Decision.model_validate_json(LINE)
    decisions.append(tmp_path, [made])
    monkeypatch.setattr(formats, "FORMAT", 2)
    decisions.append(tmp_path, [made])
    first, second = (tmp_path / decisions.FILE).read_text(encoding="utf-8").splitlines()
    assert first == made.line
    assert json.loads(second) == {**json.loads(first), "形式": "2"}


def test_files_are_written_in_the_form_that_is_read() -> None:
    assert formats.FIRST <= formats.FORMAT
    assert set(range(formats.FIRST, formats.FORMAT)) <= formats.STEPS.keys()
