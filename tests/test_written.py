"""A curated file changed in one record: the rest stays to the letter, whatever way it is written."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from loaders import lines, written
from loaders.folder import Folder
from loaders.written import Change, Written

TEXT = """# 覚え書き（試験のための作り話）
形式: "1"
文書:
  id: d-a   # 変えない
  題名: あ
協定:
# 最初の協定
- id: a01  # 確かめた
  締結日: 2023-11-08
  枠組み: 011002
  # 課長に聞く
  確認: 未  # まだ
  企業:
  - 名称: "株式会社あ"
    # 支店
    部署: い
  注記: |
    一行目
    # これは注釈ではない

# 二つ目の協定
- id: a02
  名称: >-
    長い
    名前

  確認: 未
- {id: a03, 名称: 波かっこ, 確認: 未}
# おわり
施策: []
加盟:
- 団体: 協議会
"""


def plain(text: str) -> Any:
    """The data, read apart from the code that is tested."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506


def test_one_record_changes_and_every_other_line_stays() -> None:
    record = plain(TEXT)["協定"][0]
    record["締結日"] = "2023-11-09"
    record["企業"].append({"名称": "株式会社う", "表記": "2016"})
    after = written.apply(TEXT, [Change("協定", 0, record)])
    assert plain(after)["協定"][0] == record
    begin, end = TEXT.index("- id: a01"), TEXT.index("\n# 二つ目の協定")
    assert after.startswith(TEXT[:begin])
    assert after.endswith(TEXT[end:])
    for comment in ("# 確かめた", "# 課長に聞く", "# まだ", "# 支店"):
        assert comment in after
    assert "枠組み: 011002\n" in after
    assert '表記: "2016"' in after


def test_a_confirmation_changes_one_word() -> None:
    record = {**plain(TEXT)["協定"][0], "確認": "済"}
    assert written.apply(TEXT, [Change("協定", 0, record)]) == TEXT.replace("確認: 未  # まだ", "確認: 済  # まだ", 1)


def test_a_record_is_taken_out_with_its_lines_alone() -> None:
    after = written.apply(TEXT, [Change("協定", 1, None)])
    assert "a02" not in after
    assert "# 二つ目の協定\n- {id: a03" in after
    assert [r["id"] for r in plain(after)["協定"]] == ["a01", "a03"]


def test_records_are_added_where_their_section_is_empty_missing_or_in_use() -> None:
    new = {"id": "m01", "名称": "𠮷野"}
    after = written.apply(
        TEXT, [Change("施策", None, new), Change("記載", None, {"値": "no"}), Change("加盟", None, {"団体": "会"})]
    )
    data = plain(after)
    assert (data["施策"], data["記載"], data["加盟"][1]) == ([new], [{"値": "no"}], {"団体": "会"})
    assert "𠮷野" in after
    assert yaml.safe_load(after)["記載"] == [{"値": "no"}]


def test_the_last_record_of_a_section_leaves_an_empty_list() -> None:
    after = written.apply(TEXT, [Change("加盟", 0, None)])
    assert after.endswith("加盟: []\n")


def test_the_information_of_the_document_keeps_its_comments() -> None:
    after = written.apply(TEXT, [Change("文書", None, {"id": "d-a", "題名": "い", "種別": "記事"})])
    assert "  id: d-a   # 変えない\n  題名: い\n  種別: 記事\n協定:" in after


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT.rstrip("\n"),
        "{協定: [{id: a01, 確認: 未}, {id: a02}], 加盟: []}\n",
        "協定: [{id: a01, 確認: 未}, {id: a02}]\n加盟: [{団体: x}]\n",
        "文書: &d {id: x}\n協定:\n- id: a01\n  確認: 未\n  写し: *d\n- id: a02\n加盟: []\n",
        "協定:\n  -\n    id: a01\n    確認: 未\n  -   id: a02\n加盟:\n",
        "協定:\n- id: a01\n  注記: 'いち\n\n    に'\n  確認: 未\n-\n  id: a02\n加盟: ~\n",
    ],
    ids=["CRLF", "BOM", "no last line end", "in brackets", "lists in brackets", "aliases", "indented", "folded"],
)  # fmt: skip
def test_every_way_of_writing_is_understood(text: str) -> None:
    before = plain(text.removeprefix("\ufeff"))
    changed = {**before["協定"][0], "確認": "済", "名称": "新しい名前"}
    after = written.apply(
        text, [Change("協定", 0, changed), Change("協定", 1, None), Change("加盟", None, {"団体": "y"})]
    )
    wanted = {**before, "協定": [changed, *before["協定"][2:]]}
    old = before.get("加盟")
    wanted["加盟"] = [*(old if isinstance(old, list) else []), {"団体": "y"}]
    assert plain(after.removeprefix("\ufeff")) == wanted
    assert ("\r\n" in after) == ("\r\n" in text)


VALUES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t#:-'\"[]{}|>&*!%@`～①𠮷"),
    max_size=12,
)
RECORDS = st.fixed_dictionaries(
    {"id": VALUES.filter(bool)},
    optional={
        "確認": st.sampled_from(["未", "済"]), "名称": VALUES, "注記": VALUES,
        "企業": st.lists(st.dictionaries(st.sampled_from(["名称", "表記"]), VALUES, min_size=1), max_size=2),
    },
)  # fmt: skip


@given(st.lists(RECORDS, min_size=1, max_size=4), st.lists(RECORDS, max_size=2), st.data())
def test_any_records_can_be_written_changed_and_read_again(
    records: list[Any], added: list[Any], data: st.DataObject
) -> None:
    text = written.dump({"形式": "1", "協定": records, "加盟": [{"団体": "x"}]})
    changes, wanted = [], []
    for n, record in enumerate(records):
        new = data.draw(st.one_of(st.just(record), st.none(), RECORDS))
        if new is not record:
            changes.append(Change("協定", n, new))
        if new is not None:
            wanted.append(new)
    changes += [Change("協定", None, record) for record in added]
    after = Written.parse(text).apply(changes)
    assert after.data["協定"] == plain(after.text)["協定"] == wanted + added
    assert after.data["加盟"] == [{"団体": "x"}]


def test_what_is_written_can_be_read_as_a_curated_file(tmp_path: Any) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(written.dump({"形式": "1", "協定": [{"id": "a", "注記": "あ\tい\nう # え"}]}), encoding="utf-8")
    located = lines.load(path)
    assert (located.problems, located.data["協定"][0]["注記"]) == ([], "あ\tい\nう # え")


def test_a_folder_finds_documents_by_their_id_whatever_the_file_is_called(tmp_path: Any) -> None:
    folder = Folder(tmp_path)
    path = tmp_path / "documents" / "わたしの書き起こし.yaml"
    path.parent.mkdir()
    path.write_text('# x\n形式: "1"\n文書:\n  # y\n  題名: あ\n  id: "d-a"  # z\n', encoding="utf-8")
    assert folder.document("d-a") == path
    folder.write_document("d-b", "文書:\n  id: d-b\n")
    assert set(folder.documents()) == {"d-a", "d-b"}
    path.rename(path.with_name("b.yaml"))
    assert folder.document("d-a").name == "b.yaml"
    path.with_name("b.yaml").unlink()
    assert set(folder.documents()) == {"d-b"}


@pytest.mark.parametrize("id", ["con", "a:b", "a\\b", "a*", "終わり.", "d?x"])
def test_ids_that_no_system_takes_for_a_file_name_have_one_of_their_own(tmp_path: Any, id: str) -> None:
    folder = Folder(tmp_path)
    folder.write_document(id, f"文書:\n  id: {id}\n")
    [path] = (tmp_path / "documents").iterdir()
    assert not set('\\/:*?"<>|') & set(path.name)
    assert folder.document(id) == path
    assert folder.document("d-other") != path
