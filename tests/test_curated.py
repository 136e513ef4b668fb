"""The curated format: a good file becomes exactly its facts; a bad one is refused with file, line, field and remedy.

Every refusal begins with the same good file (`factory.PRESS`), in which one thing is spoilt.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import operator
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from graph.errors import DataProblems, Problem
from loaders import curated, lines
from tests.factory import (
    BOTH,
    CALLING,
    DATA,
    MEETING,
    NOTE,
    ORIGINAL,
    PRESS,
    ROOT,
    SHA256,
    SIGNED,
    Desk,
    cite,
    digest,
    line,
    node,
    place,
    rows,
    spoil,
    told,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def problems(desk: Desk, text: str | bytes, *, originals: bool = True) -> list[Problem]:
    """What is told about one file in the user's folder."""
    desk.write(text)
    return desk.check(originals=originals).problems


# --- a good file ---------------------------------------------------------------------------------------------------


def test_a_good_file_has_no_problem_with_its_original_and_without(desk: Desk) -> None:
    assert problems(desk, PRESS) == []
    assert problems(desk, PRESS, originals=False) == []


def test_a_good_file_becomes_its_facts_and_no_others(desk: Desk) -> None:
    desk.write()
    graph = desk.graph()
    uda, fuchu = "292125", "342084"
    assert {
        kind: set(rows(graph, kind))
        for kind in ("締結", "実施", "参画", "対象", "根拠", "収録", "発行", "記載", "連携")
    } == {
        "締結": {(uda, "k-mimamori"), ("o-yotsuba", "k-mimamori")},
        "実施": {(uda, "m-koekake"), (fuchu, "m-soudan")},
        "参画": {("o-yotsuba", "m-koekake"), ("o-minamo", "m-soudan")},
        "対象": {("k-mimamori", "f06"), ("m-koekake", "f06")},
        "根拠": {("m-koekake", "k-mimamori")},
        "収録": {("d-press", uda)},
        "発行": {(uda, "d-press")},
        "記載": {("k-mimamori", "d-press"), ("m-koekake", "d-press"), ("m-soudan", "d-press")},
        "連携": {(uda, "o-yotsuba")},
    }
    assert node(graph, "協定", "k-mimamori") == {
        "名称": "地域の見守りに関する協定", "種別": "見守り協定", "締結日": "2023-11-08", "締結日精度": "日",
        "開始日": "2023-11-09", "有効期限": "2024-03-31",
    }  # fmt: skip
    assert node(graph, "文書", "d-press")["公開"] == "公開"


def test_the_words_of_a_quote_are_read_from_the_original(desk: Desk) -> None:
    desk.write()
    row = rows(desk.graph(), "締結")["o-yotsuba", "k-mimamori"]
    assert row["引用"] == [BOTH, SIGNED]
    assert row["位置"] == [place(BOTH), place(SIGNED)]
    assert row["要旨"] == ["宇陀市と配送便が当事者。", "協定を結んだ。"]
    assert row["表記"] == ["よつば配送便"] * 2


def test_without_the_original_position_and_gist_remain_and_the_document_is_named(desk: Desk) -> None:
    desk.write()
    checked = desk.check(originals=False)
    assert checked.without_original == ["見守り協定を結びました（試験用の作り話）"]
    row = rows(checked.facts.tables(), "締結")["o-yotsuba", "k-mimamori"]
    assert row["引用"] == ["", ""]
    assert row["位置"] == [place(BOTH), place(SIGNED)]


def test_an_original_is_found_by_its_content_and_not_by_its_name(desk: Desk) -> None:
    (desk.sources / "press.txt").rename(desk.sources / "別の名前.dat")
    desk.write()
    assert desk.check().without_original == []


def test_a_changed_original_is_not_taken_for_the_one_that_was_read(desk: Desk) -> None:
    (desk.sources / "press.txt").write_text(ORIGINAL + "追記。\n", encoding="utf-8", newline="")
    desk.write()
    checked = desk.check()
    assert checked.without_original == ["見守り協定を結びました（試験用の作り話）"]


def test_a_position_may_be_written_as_a_list(desk: Desk) -> None:
    start, end = place(CALLING).split("-")
    text = spoil(PRESS, f'位置: "{place(CALLING)}"', f"位置: [{start}, {end}]")
    assert problems(desk, text) == []
    assert rows(desk.graph(), "参画")["o-yotsuba", "m-koekake"]["引用"] == [CALLING]


def test_everything_stays_the_text_that_was_written(desk: Desk) -> None:
    text = spoil(PRESS, "  種別: 見守り協定", "  種別: 見守り協定\n  自動更新: on\n  所管課: 007\n  枠組み: 1e3")
    assert problems(desk, text) == []
    shown = node(desk.graph(), "協定", "k-mimamori")
    assert (shown["自動更新"], shown["所管課"], shown["枠組み"]) == ("on", "007", "1e3")


def test_anchors_spare_writing_the_same_parties_twice(desk: Desk) -> None:
    text = NOTE.replace("  企業:\n", "  企業: &all\n") + "- id: k-other\n  名称: 別の協定\n  企業: *all\n"
    assert problems(desk, text) == []
    assert ("o-yotsuba", "k-other") in rows(desk.graph(), "締結")


def test_a_fact_without_a_text_is_entered_by_hand(desk: Desk) -> None:
    assert problems(desk, NOTE) == []
    row = rows(desk.graph(), "締結")["093424", "k-saigai"]
    assert (row["文書"], row["位置"], row["引用"], row["確度"]) == (["d-note"], [""], [""], ["明示"])


def test_ones_own_document_keeps_its_quotes_in_the_file(desk: Desk) -> None:
    text = NOTE + f"  出典:\n  - 引用: 運搬に協力する\n    照合: {digest('運搬に協力する')}\n    要旨: 協力の約束。\n"
    assert problems(desk, text) == []
    assert rows(desk.graph(), "締結")["093424", "k-saigai"]["引用"] == ["運搬に協力する"]


# --- what an entry inherits ----------------------------------------------------------------------------------------


def test_an_entry_without_its_own_evidence_has_that_of_its_record(desk: Desk) -> None:
    desk.write()
    graph = desk.graph()
    for kind, ends in (
        ("実施", ("342084", "m-soudan")),
        ("参画", ("o-minamo", "m-soudan")),
        ("記載", ("m-soudan", "d-press")),
    ):
        row = rows(graph, kind)[ends]
        assert set(row["位置"]) == {place(MEETING)}
        assert set(row["確度"]) == {"推定"}
        assert set(row["注記"]) == {"主催者の明記はない。"}


def test_an_entry_with_its_own_evidence_has_that_alone(desk: Desk) -> None:
    own = f'出典: [{{位置: "{place(SIGNED)}", 照合: "{digest(SIGNED)}", 要旨: 会場の話。}}]'
    text = spoil(
        PRESS, "    役割: 運営\n", f"    役割: 運営\n    {own}\n    確度: 要確認\n    注記: 名前だけが出る。\n"
    )
    assert problems(desk, text) == []
    graph = desk.graph()
    row = rows(graph, "参画")["o-minamo", "m-soudan"]
    assert (row["位置"], row["確度"], row["注記"]) == ([place(SIGNED)], ["要確認"], ["名前だけが出る。"])
    assert rows(graph, "実施")["342084", "m-soudan"]["位置"] == [place(MEETING)]


def test_a_surer_entry_does_not_inherit_the_doubts_of_its_record(desk: Desk) -> None:
    assert problems(desk, spoil(PRESS, "    役割: 運営\n", "    役割: 運営\n    確度: 明示\n")) == []
    row = rows(desk.graph(), "参画")["o-minamo", "m-soudan"]
    assert (row["確度"], row["注記"]) == (["明示"], [""])


def test_a_value_may_have_its_own_evidence(desk: Desk) -> None:
    own = (
        "  締結日:\n    値: 2023-11\n    確度: 推定\n    注記: 日は書かれていない。\n"
        f'    出典: [{{位置: "{place(SIGNED)}", 照合: "{digest(SIGNED)}", 要旨: 本日とある。}}]\n'
    )
    assert problems(desk, spoil(PRESS, "  締結日: 2023-11-08\n", own)) == []
    graph = desk.graph()
    row = rows(graph, "記載")["k-mimamori", "d-press"]
    stated = {
        item: (value, at, sure, note)
        for item, value, at, sure, note in zip(
            row["項目"], row["値"], row["位置"], row["確度"], row["注記"], strict=True
        )
    }
    assert stated["締結日"] == ("2023-11", place(SIGNED), "推定", "日は書かれていない。")
    assert stated["名称"][2:] == ("明示", "")
    assert node(graph, "協定", "k-mimamori")["締結日精度"] == "月"


def test_each_outcome_may_have_its_own_evidence(desk: Desk) -> None:
    own = "  成果:\n  - 延べ1,200回（目標）\n  - {値: 三地区, 確度: 要確認, 注記: 見込み。}\n  段階: 実施\n"
    assert problems(desk, spoil(PRESS, "  段階: 実施\n", own)) == []
    graph = desk.graph()
    assert sorted(node(graph, "施策", "m-koekake")["成果"]) == ["三地区", "延べ1,200回（目標）"]  # type: ignore[call-overload]
    row = rows(graph, "記載")["m-koekake", "d-press"]
    sure = dict(zip(row["値"], row["確度"], strict=True))
    assert (sure["三地区"], sure["延べ1,200回（目標）"]) == ("要確認", "明示")


def test_a_measure_may_rest_on_an_agreement_with_less_certainty(desk: Desk) -> None:
    own = "  協定: {値: k-mimamori, 確度: 推定, 注記: 名指しはない。}"
    assert problems(desk, spoil(PRESS, "  協定: k-mimamori", own)) == []
    row = rows(desk.graph(), "根拠")["m-koekake", "k-mimamori"]
    assert (row["確度"], row["注記"]) == (["推定"], ["名指しはない。"])


def test_a_name_that_the_curator_gave_is_marked_as_provisional(desk: Desk) -> None:
    assert problems(desk, spoil(PRESS, "  種別: 見守り協定", '  仮称: "true"\n  種別: 見守り協定')) == []
    assert node(desk.graph(), "協定", "k-mimamori")["仮称"] is True


# --- names ---------------------------------------------------------------------------------------------------------


def test_a_department_behind_a_name_becomes_the_department(desk: Desk) -> None:
    text = spoil(PRESS, "  - 名称: 奈良県宇陀市\n    部署: 福祉課", "  - 名称: 宇陀市役所福祉課")
    assert problems(desk, text) == []
    assert rows(desk.graph(), "締結")["292125", "k-mimamori"]["部署"] == ["福祉課"] * 2


@pytest.mark.parametrize(
    ("old", "new", "kind", "ends"),
    [
        ("  - 名称: 奈良県宇陀市\n    部署: 福祉課", "  - 名称: 大宇陀町", "締結", ("292125", "k-mimamori")),
        ("発行:\n- 自治体: 奈良県宇陀市", "発行:\n- 自治体: 大宇陀町", "発行", ("292125", "d-press")),
        ("収録:\n- 自治体: 奈良県宇陀市", "収録:\n- 自治体: 大宇陀町", "収録", ("d-press", "292125")),
    ],
    ids=["a party", "an issuer", "what a document covers"],
)
def test_a_former_municipality_leads_to_todays_and_its_name_is_kept(
    desk: Desk, old: str, new: str, kind: str, ends: tuple[str, str]
) -> None:
    assert problems(desk, spoil(PRESS, old, new)) == []
    assert set(rows(desk.graph(), kind)[ends]["表記"]) == {"大宇陀町"}


def test_a_code_decides_where_a_name_is_shared(desk: Desk) -> None:
    assert problems(desk, spoil(PRESS, "  - 名称: 広島県府中市", '  - 名称: 府中市\n    id: "342084"')) == []
    assert ("342084", "m-soudan") in rows(desk.graph(), "実施")


def test_an_id_decides_where_the_name_of_a_body_is_shared(desk: Desk) -> None:
    both = '形式: "1"\n組織:\n- {id: o-a, 名称: あおぞら信用金庫}\n- {id: o-b, 名称: あおぞら株式会社}\n'
    desk.put(both, "organisations.yaml")
    text = spoil(PRESS, "  - 名称: みなも信用金庫", "  - 名称: あおぞら")
    problem = told(problems(desk, text), "あおぞら")
    assert "あおぞら信用金庫（id: o-a）、あおぞら株式会社（id: o-b）" in problem.what
    assert "id:" in problem.remedy
    assert problems(desk, spoil(text, "  - 名称: あおぞら", "  - 名称: あおぞら\n    id: o-b")) == []
    assert ("o-b", "m-soudan") in rows(desk.graph(), "参画")


def test_a_name_of_the_time_counts_at_the_date_of_the_agreement(desk: Desk) -> None:
    then = spoil(spoil(NOTE, "2019-09", "2014-09"), "株式会社よつば配送便", "四葉運輸株式会社")
    assert problems(desk, then) == []
    assert ("o-yotsuba", "k-saigai") in rows(desk.graph(), "締結")
    assert told(problems(desk, spoil(then, "2014-09", "2019-09")), "四葉運輸株式会社").warning


# --- what is refused: one thing spoilt, one thing told -------------------------------------------------------------


class Fault(NamedTuple):
    """One thing that is wrong, and what must be told about it."""

    old: str
    new: str
    field: str
    says: str
    remedy: str = ""
    at: str = ""
    """Words on the line where a reader must look, if not the last line of ``new``."""


REFUSED = {
    "a municipality that does not exist": Fault(
        "- 名称: 奈良県宇陀市\n    部署", "- 名称: 奈良県宇蛇市\n    部署", "協定[1].自治体[1]",
        "「奈良県宇蛇市」という自治体はありません", "奈良県宇陀市", at="- 名称: 奈良県宇蛇市",
    ),
    "a name that several municipalities bear": Fault(
        "- 名称: 広島県府中市", "- 名称: 府中市", "施策[2].自治体[1]", "東京都府中市、広島県府中市", "都道府県名から",
    ),
    "a village that was divided": Fault(
        "- 名称: 広島県府中市", "- 名称: 上九一色村", "施策[2].自治体[1]", "山梨県甲府市、山梨県富士河口湖町", "都道府県名から",
    ),
    "an unknown municipality in the coverage": Fault(
        "収録:\n- 自治体: 奈良県宇陀市", "収録:\n- 自治体: 奈良県宇蛇市", "収録[1].自治体", "奈良県宇蛇市", "奈良県宇陀市",
    ),
    "a code with a wrong check digit": Fault(
        "- 名称: 広島県府中市", '- 名称: 広島県府中市\n    id: "342085"', "施策[2].自治体[1].id", "342085", "コード",
    ),
    "an organisation id that no registry has": Fault(
        "- 名称: みなも信用金庫", "- 名称: みなも信用金庫\n    id: o-nobody", "施策[2].企業[1].id", "o-nobody", "organisations.yaml",
    ),
    "a municipality among the companies": Fault(
        "- 名称: みなも信用金庫", "- 名称: 広島県府中市", "施策[2].企業[1]", "自治体です", "「自治体」の欄",
    ),
    "an ambiguous municipality among the companies": Fault(
        "- 名称: みなも信用金庫", "- 名称: 府中市", "施策[2].企業[1]", "府中市", "「自治体」の欄",
    ),
    "a ward among the companies": Fault(
        "- 名称: みなも信用金庫", "- 名称: 札幌市中央区", "施策[2].企業[1]", "札幌市中央区", "「自治体」の欄",
    ),
    "a misspelt key": Fault(
        "  終了時期: 2025-03", "  終了時其: 2025-03", "施策[1].終了時其", "「終了時其」という項目はありません", "「終了時期」",
    ),
    "an unknown key": Fault(
        "  種別: プレスリリース", "  xyz: プレスリリース", "文書.xyz", "「xyz」という項目はありません", "消して",
    ),
    "a key that belongs elsewhere": Fault(
        "  協定: k-mimamori", "  締結日: 2023-12-01", "施策[1].締結日", "「締結日」という項目はありません",
    ),
    "a date that the calendar does not have": Fault(
        "締結日: 2023-11-08", "締結日: 2023-02-29", "協定[1].締結日", "「2023-02-29」という日はありません", "正しい値",
    ),
    "a date in another form": Fault(
        "発行日: 2023-11-08", "発行日: 令和5年11月8日", "文書.発行日", "「令和5年11月8日」は日付の形ではありません",
    ),
    "a date with its own evidence that does not exist": Fault(
        "締結日: 2023-11-08", "締結日: {値: 2023-13-01, 確度: 推定}", "協定[1].締結日.値", "2023-13-01",
    ),
    "an end before the beginning": Fault(
        "終了時期: 2025-03", "終了時期: 2023-11", "施策[1].終了時期", "終了時期（2023-11）が時期（2023-12）より前です", "直して",
    ),
    "a term that ends before it begins": Fault(
        "有効期限: 2024-03-31", "有効期限: 2023-11-08", "協定[1].有効期限", "有効期限（2023-11-08）が開始日（2023-11-09）より前です", "直して",
    ),
    "an agreement that ends before it was signed": Fault(
        "  開始日: 2023-11-09\n  有効期限: 2024-03-31", "  終了日: 2022", "協定[1].終了日",
        "終了日（2022）が締結日（2023-11-08）より前です", "直して",
    ),
    "a term that was over before the agreement was signed": Fault(
        "  開始日: 2023-11-09\n  有効期限: 2024-03-31", "  有効期限: 2022-03-31", "協定[1].有効期限", "より前です", "直して",
    ),
    "a kind that does not exist": Fault("  種別: 見守り協定", "  種別: 見守協定", "協定[1].種別", "「見守協定」は使えません"),
    "a stage that does not exist": Fault("  段階: 実施", "  段階: 実行", "施策[1].段階", "「実行」は使えません"),
    "a role of a municipality that does not exist": Fault(
        "    役割: 主体", "    役割: 主役", "施策[1].自治体[1].役割", "「主役」は使えません", "主体",
    ),
    "a role of a company that does not exist": Fault(
        "    役割: 提供", "    役割: 納品", "施策[1].企業[1].役割", "「納品」は使えません", "提供",
    ),
    "a certainty that does not exist": Fault(
        "  確度: 推定", "  確度: たぶん", "施策[2].確度", "「たぶん」は使えません", "要確認",
    ),
    "a field that the taxonomy does not have": Fault(
        "- 名称: 高齢者・障害者・見守り", "- 名称: 見守り全般", "協定[1].分野[1].名称", "「見守り全般」は分野の一覧にありません", "fields.yaml",
    ),
    "an agreement that no file has": Fault(
        "  協定: k-mimamori", "  協定: k-mimamoru", "施策[1].協定", "協定「k-mimamoru」がどのファイルにもありません", "綴り",
    ),
    "a renewal of an agreement that no file has": Fault(
        "  種別: 見守り協定", "  種別: 見守り協定\n  更新: [k-older]", "協定[1].更新[1]", "協定「k-older」", "綴り",
    ),
    "a missing name": Fault(
        "  名称: 起業の相談会\n", "", "施策[2].名称", "「名称」がありません", "「名称:」", at="- id: m-soudan",
    ),
    "an empty value": Fault("  段階: 計画", "  段階:", "施策[2].段階", "空です", "消して"),
    "a text where a list is meant": Fault(
        "企業:\n  - 名称: みなも信用金庫\n    役割: 運営", "企業: みなも信用金庫", "施策[2].企業", "箇条書き", "「- 」",
    ),
    "a text where an entry is meant": Fault(
        "- 名称: みなも信用金庫\n    役割: 運営", "- みなも信用金庫", "施策[2].企業[1]", "「項目: 値」", "字下げ",
    ),
    "an id with a blank": Fault("- id: m-soudan", "- id: m soudan", "施策[2].id", "「m soudan」", "空白"),
    "a position in another form": Fault(
        f'位置: "{place(CALLING)}"', "位置: 12行目", "施策[1].出典[1].位置", "「12行目」", "812-913",
    ),
    "a check sum in another form": Fault(
        f'照合: "{digest(CALLING)}"', '照合: "123"', "施策[1].出典[1].照合", "「123」", "12桁",
    ),
    "a record without evidence": Fault(
        f'  出典:\n  - {{位置: "{place(MEETING)}", 照合: "{digest(MEETING)}", 要旨: 会場を貸す。}}\n', "", "施策[2]",
        "出典がありません", "位置・照合・要旨", at="- id: m-soudan",
    ),
    "evidence without a position": Fault(
        f'{{位置: "{place(MEETING)}", ', "{", "施策[2].出典[1]", "位置がありません", "位置", at=digest(MEETING),
    ),
    "a measure without a municipality": Fault(
        "  自治体:\n  - 名称: 広島県府中市\n    役割: 場所\n", "  自治体: []\n", "施策[2].自治体", "ひとつもありません", "少なくとも",
    ),
    "an issuer that is nobody": Fault(
        "発行:\n- 自治体: 奈良県宇陀市", "発行:\n- 表記: 市", "発行[1]", "どちらかひとつ", "どちらかひとつ",
    ),
    "an issuer that is both": Fault(
        "発行:\n- 自治体: 奈良県宇陀市", "発行:\n- 自治体: 奈良県宇陀市\n  企業: みなも信用金庫", "発行[1]", "どちらかひとつ",
        "どちらかひとつ", at="発行:\n-",
    ),
    "another version of the format": Fault('形式: "1"', '形式: "2"', "形式", "新しい版の連携グラフの形式（2）", "新しい版にして"),
    "a sha256 of the wrong length": Fault(
        f"  sha256: {SHA256}", f"  sha256: {SHA256[:-1]}", "文書.sha256", "形が正しくありません", "64桁",
    ),
    "a sha256 of the text of the wrong length": Fault(
        f"本文sha256: {SHA256}", f"本文sha256: {SHA256[:-1]}", "文書.本文sha256", "形が正しくありません", "64桁",
    ),
    "a succession on a day that does not exist": Fault(
        "収録:\n",
        "承継:\n- {旧: よつば便, 新: みなも信用金庫, 日付: 2020-02-30, 種類: 合併, 出典: [" + cite(SIGNED) + "]}\n収録:\n",
        "承継[1].日付", "2020-02-30", at="2020-02-30",
    ),
    "a telephone number in a gist": Fault(
        "要旨: 会場を貸す。", "要旨: 問い合わせは0745-00-0000へ。", "施策[2].出典[1]", "電話番号", "外して",
    ),
    "a telephone number in wide digits": Fault(
        "要旨: 会場を貸す。", "要旨: 問い合わせは０７４５－００－００００へ。", "施策[2].出典[1]", "電話番号", "外して",
    ),
    "a mobile number without dashes": Fault(
        "要旨: 会場を貸す。", "要旨: 携帯は09000000000。", "施策[2].出典[1]", "電話番号", "外して",
    ),
    "a mail address in a gist": Fault(
        "要旨: 会場を貸す。", "要旨: 宛先は madoguchi@example.jp 。", "施策[2].出典[1]", "メールアドレス", "外して",
    ),
    "a telephone number in a property": Fault(
        "  種別: 見守り協定", "  種別: 見守り協定\n  所管課: 福祉課 0745-00-0000", "協定[1].所管課", "電話番号", "外して",
    ),
    "a telephone number in a note": Fault(
        "注記: 主催者の明記はない。", "注記: 0745-00-0000 で聞いた。", "施策[2]", "電話番号", "外して",
    ),
    "a telephone number in a department": Fault(
        "    部署: 福祉課", "    部署: 福祉課（0745-00-0000）", "協定[1].自治体[1]", "電話番号", "外して",
    ),
}  # fmt: skip


def together(root: Path, texts: Mapping[str, str | bytes]) -> dict[str, list[Problem]]:
    """What one check of many files tells about each of them; the ids of the good file are made different."""
    desk = Desk.make(root)
    for n, text in enumerate(texts.values()):
        if isinstance(text, str):
            text = re.sub(r"\b(d-press|k-mimamori|m-koekake|m-soudan)\b", rf"\1-{n}", text)
        desk.write(text, f"{n}.yaml")
    found = desk.check().problems
    return {what: [p for p in found if Path(p.file).name == f"{n}.yaml"] for n, what in enumerate(texts)}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    texts = {what: spoil(PRESS, fault.old, fault.new) for what, fault in REFUSED.items()}
    return together(tmp_path_factory.mktemp("refused"), texts)


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_line_field_and_remedy(refusals: dict[str, list[Problem]], what: str) -> None:
    fault = REFUSED[what]
    text = spoil(PRESS, fault.old, fault.new)
    [problem] = refusals[what]
    assert fault.says in problem.what
    assert problem.remedy
    assert fault.remedy in problem.remedy
    assert problem.field.startswith(fault.field)
    assert not problem.warning
    words = fault.at or fault.new.splitlines()[-1].strip()
    at = text.index(words, 0 if fault.at else PRESS.index(fault.old))
    lines_in_question = {text.count("\n", 0, at) + 1, text.count("\n", 0, at + len(words)) + 1}
    assert problem.line in lines_in_question


def test_whatever_is_spoilt_is_told_in_the_readers_words_at_the_right_place(desk: Desk) -> None:
    """Every value of the good file is replaced by values of other shapes; no message may show the machinery."""
    located = lines.load(desk.write())
    located.locate()
    known = set(curated.keys())
    ugly = []
    for path in [path for path in located.lines if path]:
        for value in ("", "あ い", [], {}, ["あ"], [["あ"]], {"値": ""}, {"あ": "い"}):
            spoilt = copy.deepcopy(located.data)
            inner = functools.reduce(operator.getitem, path[:-1], spoilt)
            inner[path[-1]] = value
            _, found = curated.parse(lines.Located(located.file, spoilt, located.lines))
            for problem in found:
                steps = set(re.split(r"\[\d+\]\.?|\.", problem.field)) - {""}
                foreign = re.findall(
                    r"[A-Za-z]{3,}", re.sub(r"sha256|SHA-256|docs/data-format\.md|「.*?」", "", problem.what)
                )
                if foreign or not steps <= known | {"あ"} or not problem.remedy or problem.line < 1:
                    ugly.append((path, value, problem.field, problem.what))
    assert ugly == []


def test_a_company_number_with_a_wrong_check_digit_is_refused(desk: Desk) -> None:
    path = desk.put('形式: "1"\n組織:\n- id: o-x\n  名称: 甲商会\n  法人番号: 1000012050002\n', "organisations.yaml")
    problem = told(desk.check().problems, "検査数字")
    assert (problem.line, problem.field, problem.warning) == (line(path, "法人番号"), "組織[1].法人番号", False)


# --- positions -----------------------------------------------------------------------------------------------------


def test_a_position_whose_words_are_others_is_refused_and_the_right_one_is_shown(desk: Desk) -> None:
    start, end = map(int, place(CALLING).split("-"))
    path = desk.write(spoil(PRESS, place(CALLING), f"{start + 3}-{end + 3}"))
    problem = told(desk.check().problems, "照合")
    assert place(CALLING) in problem.remedy
    assert f"原本の {ORIGINAL[:start].count(chr(10)) + 1} 行目" in problem.what
    assert (problem.line, problem.field) == (line(path, f"{start + 3}-{end + 3}"), "施策[1].出典[1].位置")


def test_words_that_are_nowhere_in_the_original_are_refused(desk: Desk) -> None:
    problem = told(problems(desk, spoil(PRESS, digest(CALLING), digest("書かれていないこと"))), "照合")
    assert "位置を直して" in problem.remedy


def test_a_position_beyond_the_original_is_refused(desk: Desk) -> None:
    problem = told(problems(desk, spoil(PRESS, place(CALLING), "900000-900005")), "原本")
    assert f"{len(ORIGINAL):,}" in problem.what


@pytest.mark.parametrize("at", ["9-3", "5-5"])
@pytest.mark.parametrize("originals", [True, False], ids=["with the original", "without"])
def test_a_position_that_ends_before_it_begins_is_refused(desk: Desk, at: str, originals: bool) -> None:
    found = problems(desk, spoil(PRESS, place(CALLING), at), originals=originals)
    assert [problem.field for problem in found] == ["施策[1].出典[1].位置"]


def test_a_position_without_check_sum_is_refused_and_the_check_sum_is_shown(desk: Desk) -> None:
    problem = told(problems(desk, spoil(PRESS, f' 照合: "{digest(CALLING)}",', "")), "照合がありません")
    assert digest(CALLING) in problem.remedy


def test_a_quote_that_does_not_match_its_check_sum_is_refused(desk: Desk) -> None:
    text = NOTE + f"  出典:\n  - {{引用: 運搬に協力する, 照合: {digest('別の語')}, 要旨: 約束。}}\n"
    problem = told(problems(desk, text), "照合が引用と合いません")
    assert digest("運搬に協力する") in problem.remedy


def test_an_original_whose_text_reads_differently_is_refused(desk: Desk) -> None:
    problem = told(problems(desk, spoil(PRESS, f"本文sha256: {SHA256}", f"本文sha256: {'0' * 64}")), "本文")
    assert problem.field == "文書.本文sha256"


def test_a_telephone_number_in_the_words_of_the_original_is_refused(desk: Desk) -> None:
    call = "電話 0745-00-0000 まで"
    text = f"{ORIGINAL}お問い合わせは{call}。\n"
    (desk.sources / "press.txt").write_text(text, encoding="utf-8", newline="")
    curated_text = PRESS.replace(SHA256, hashlib.sha256(text.encode()).hexdigest()).replace(
        f'位置: "{place(MEETING)}", 照合: "{digest(MEETING)}"', f'位置: "{place(call, text)}", 照合: "{digest(call)}"'
    )
    problem = told(problems(desk, curated_text), "電話番号")
    assert problem.field == "施策[2].出典[1]"


def test_what_only_looks_like_a_telephone_number_is_accepted(tmp_path: Path) -> None:
    harmless = [
        "会場を貸す（2023-11-08）。",
        "受付は10-12時。",
        "補助は0-2歳。",
        "年1200-1500回。",
        "〒633-0292",
        "法人番号 7000012050002",
    ]
    texts = {words: spoil(PRESS, "要旨: 会場を貸す。", f"要旨: {words}") for words in harmless}
    assert together(tmp_path, texts) == {words: [] for words in harmless}


# --- files that are no YAML ----------------------------------------------------------------------------------------


UNREADABLE: dict[str, tuple[str | bytes, int, str]] = {
    # what the file is: (its text, the line that is told, words of the message)
    "a tab": ('形式: "1"\n\t文書: d\n', 2, "YAML として読めません"),
    "a wrong indent": ('形式: "1"\n文書:\n  id: d\n 題名: 作り話\n', 4, "YAML として読めません"),
    "an open quote": ('形式: "1"\n文書: "閉じない\n', 3, "YAML として読めません"),
    "two documents": ('形式: "1"\n---\n形式: "1"\n', 2, "YAML として読めません"),
    "an unknown alias": ('形式: "1"\n文書: *nowhere\n', 2, "YAML として読めません"),
    "an escaped control character": ('形式: "1"\n文書:\n  id: d1\n  題名: "甲\\u0007乙"\n', 4, "制御文字"),
    "a control character": ('形式: "1"\n文書:\n  id: d2\n  題名: 甲\x07乙\n', 4, "制御文字|control"),
    "a NUL": ('形式: "1"\n文書:\n  id: d3\n  題名: 甲\x00乙\n', 4, "制御文字|control"),
    "Shift_JIS": ('形式: "1"\n文書:\n  id: d4\n'.encode() + "  題名: 作り話\n".encode("cp932"), 4, "UTF-8"),
    "UTF-16": ('形式: "1"\n'.encode("utf-16"), 1, "UTF-8"),
    "a key twice": ('形式: "1"\n文書:\n  id: d5\n  題名: 甲\n  題名: 乙\n', 5, "「題名」が2回あります（先は 4 行目）"),
    "a list as key": ('形式: "1"\n文書: {id: d6, 題名: 甲}\n? [協定]\n: d\n', 3, "項目名が文字ではありません"),
    "an empty file": ("", 1, "中身がありません"),
    "comments only": ("# 覚え書きだけ\n", 1, "中身がありません"),
    "a list": ("- 形式\n", 1, "中身がありません"),
}


@pytest.fixture(scope="module")
def unreadable(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return together(tmp_path_factory.mktemp("unreadable"), {what: text for what, (text, *_) in UNREADABLE.items()})


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_once_with_the_line(
    unreadable: dict[str, list[Problem]], what: str
) -> None:
    _, at, words = UNREADABLE[what]
    [problem] = unreadable[what]
    assert re.search(words, problem.what)
    assert (problem.line, problem.warning) == (at, False)
    assert problem.remedy


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(desk: Desk) -> None:
    assert problems(desk, b"\xef\xbb\xbf" + PRESS.replace("\n", "\r\n").encode()) == []


def test_a_tag_in_a_file_runs_nothing(desk: Desk) -> None:
    target = desk.user / "written"
    text = spoil(
        PRESS, "題名: 見守り協定を結びました（試験用の作り話）", f'題名: !!python/object/apply:os.mkdir ["{target}"]'
    )
    assert problems(desk, text)
    assert not target.exists()


def survives(text: str, folder: Path) -> str:
    """What is told about a hostile file, by a process of its own that gets five seconds."""
    path = folder / "hostile.yaml"
    path.write_text(text, encoding="utf-8")
    code = "import sys, pathlib; from loaders import lines; print(lines.load(pathlib.Path(sys.argv[1])).problems)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=5)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_aliases_that_multiply_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    rungs = ["a0: &a0 [" + ",".join("x" * 10) + "]"]
    rungs += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "大きすぎる" in survives("\n".join(rungs), tmp_path)


def test_an_alias_of_itself_is_refused(tmp_path: Path) -> None:
    assert "入れ子が深すぎ" in survives("形式: &x [*x]\n", tmp_path)


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000], ids=["square", "curly"])
def test_brackets_without_end_are_refused_and_do_not_bring_down_the_process(tmp_path: Path, text: str) -> None:
    assert "Problem" in survives(text, tmp_path)


# --- all problems at once ------------------------------------------------------------------------------------------


def test_all_problems_of_all_files_are_told_at_once(desk: Desk) -> None:
    desk.write(
        spoil(PRESS, "奈良県宇陀市\n    部署", "奈良県宇蛇市\n    部署").replace("広島県府中市", "府中市"), "a.yaml"
    )
    desk.write(spoil(spoil(NOTE, "2019-09", "2019-13"), "  種別: 災害時応援協定", "  種類: 災害時応援協定"), "b.yaml")
    desk.write("形式: [\n", "c.yaml")
    desk.write("形式: 一\n".encode("cp932"), "d.yaml")
    desk.put("{}\n", "decisions.jsonl")
    checked = desk.check()
    told_of = {(Path(problem.file).name, problem.field) for problem in checked.errors}
    assert told_of >= {
        ("a.yaml", "協定[1].自治体[1]"), ("a.yaml", "施策[2].自治体[1]"), ("b.yaml", "協定[1].締結日"), ("b.yaml", "協定[1].種類"),
        ("c.yaml", ""), ("d.yaml", ""), ("decisions.jsonl", ""),
    }  # fmt: skip
    with pytest.raises(DataProblems, match=f"{len(checked.errors)} 件"):
        checked.raise_errors()


def test_all_problems_of_one_file_are_told_at_once_whatever_their_kind(desk: Desk) -> None:
    text = spoil(PRESS, "  - 名称: 広島県府中市", "  - 名称: 府中市")
    text = spoil(text, "  終了時期: 2025-03", "  終了時其: 2025-03")
    text = spoil(text, "  開始日: 2023-11-09", "  締結日: 2023-11-08")
    fields = {problem.field for problem in problems(desk, text)}
    assert fields == {"協定[1].締結日", "施策[1].終了時其", "施策[2].自治体[1]"}


def test_many_mistakes_of_one_record_are_told_apart(desk: Desk) -> None:
    text = spoil(PRESS, "  種別: 見守り協定", "  種別: 見守協定")
    text = spoil(text, "締結日: 2023-11-08", "締結日: 2023-11-31")
    text = spoil(text, "    部署: 福祉課", "    部暑: 福祉課")
    assert sorted(problem.field for problem in problems(desk, text)) == [
        "協定[1].種別", "協定[1].締結日", "協定[1].自治体[1].部暑",
    ]  # fmt: skip


def test_a_problem_reads_as_place_field_message_and_remedy() -> None:
    problem = Problem("press.yaml", 12, "協定[1].締結日", "「2023-02-29」という日はありません", "直してください")
    assert str(problem) == (
        "誤り press.yaml:12 [協定[1].締結日] 「2023-02-29」という日はありません\n      → 直してください"
    )
    assert str(Problem("a", 0, "", "何か", "何とか", warning=True)).startswith("注意 a 何か")


# --- for editors ---------------------------------------------------------------------------------------------------


@functools.cache
def schema() -> dict[str, Any]:
    """The JSON Schema as `renkei` prints it."""
    found: dict[str, Any] = json.loads(curated.json_schema())
    return found


@functools.cache
def complaints() -> Callable[[str], list[list[str | int]]]:
    """What an editor would underline in a file: it reads numbers as numbers and dates as text."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())

    def as_editors_see_it(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_editors_see_it(item) for key, item in value.items()}
        if isinstance(value, list):
            return [as_editors_see_it(item) for item in value]
        return value.isoformat() if hasattr(value, "isoformat") else value

    def of(text: str) -> list[list[str | int]]:
        data = as_editors_see_it(YAML(typ="safe").load(text))
        return [list(error.absolute_path) for error in validator.iter_errors(data)]

    return of


def test_every_reference_in_the_json_schema_leads_somewhere() -> None:
    definitions = schema()["$defs"]
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    todo: list[Any] = [schema()]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            if "$ref" in item:
                assert item["$ref"].removeprefix("#/$defs/") in definitions
            todo += item.values()
        elif isinstance(item, list):
            todo += item


def test_an_editor_accepts_a_good_file() -> None:
    assert complaints()(PRESS) == []
    assert complaints()(NOTE) == []


@pytest.mark.parametrize(
    "what",
    ["a misspelt key", "an unknown key", "a key that belongs elsewhere", "a missing name", "a text where a list is meant",
     "a certainty that does not exist", "another version of the format", "a check sum in another form",
     "a kind that does not exist", "a stage that does not exist", "a role of a company that does not exist",
     "a date in another form", "a sha256 of the wrong length"],
)  # fmt: skip
def test_an_editor_underlines_while_one_writes(what: str) -> None:
    assert complaints()(spoil(PRESS, REFUSED[what].old, REFUSED[what].new))


def test_an_editor_accepts_a_position_as_a_list() -> None:
    assert complaints()(spoil(PRESS, f'位置: "{place(CALLING)}"', "位置: [1, 9]")) == []


@pytest.mark.parametrize("path", sorted((DATA / "documents").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_editor_has_no_complaint_about_a_shipped_file(path: Path) -> None:
    # A 照合 that looks like a number (1564220477e1) needs quotes.
    assert complaints()(path.read_text(encoding="utf-8")) == []
