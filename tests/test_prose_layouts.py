"""Lists as pages set them out: what stands over an entry, beside it and beneath it is told of that entry and of no other.

All texts are made up.
"""

from __future__ import annotations

import pytest

from tests.test_prose import read


def told(text: str) -> set[tuple[str, str, str, str]]:
    """Local governments, bodies, title and day of every agreement."""
    return {
        ("・".join(p["名称"] for p in a["自治体"]), "・".join(p["名称"] for p in a["企業"]),
         "" if a.get("仮称") else a["名称"], str(a.get("締結日", "")))
        for a in read(text).agreements
    }  # fmt: skip


def test_a_day_over_a_list_is_that_of_what_stands_beneath_it() -> None:
    text = """見守りネットワーク　協力事業者

大月市では、事業者の皆さまと「大月市見守り協定」を結んでいます。
　平成25年12月3日締結
　　・株式会社あおば新聞
　　・みどり生活協同組合
　平成28年6月15日締結
　　・有限会社そら薬局
"""
    name = "大月市見守り協定"
    assert told(text) == {
        ("山梨県大月市", "株式会社あおば新聞", name, "2013-12-03"),
        ("山梨県大月市", "みどり生活協同組合", name, "2013-12-03"),
        ("山梨県大月市", "有限会社そら薬局", name, "2016-06-15"),
    }


def test_a_place_over_entries_says_whose_they_are() -> None:
    text = """県内市町と企業との連携協定

三重県では、市町から報告のあった協定を取りまとめています。
北勢地域
　いなべ市
　　・みなと観光株式会社　「自転車のまちづくりに関する連携協定」　令和6年5月22日
　木曽岬町
　　・医療法人かもめ会　「災害時の医療救護に関する協定」　令和6年7月1日
"""
    assert told(text) == {
        ("三重県いなべ市", "みなと観光株式会社", "自転車のまちづくりに関する連携協定", "2024-05-22"),
        ("三重県木曽岬町", "医療法人かもめ会", "災害時の医療救護に関する協定", "2024-07-01"),
    }


def test_who_writes_about_others_is_party_to_nothing() -> None:
    text = """みらい総研レポート　廃校のいま
株式会社みらい総研　調査部

１　蔵になった分校――長野県小海町
　小海町は2018年3月、株式会社やまびこ醸造と「旧分校の活用に関する協定」を締結した。

２　染物の工房――静岡県川根本町
　川根本町は2016年7月、有限会社せせらぎ染工と覚書を交わした。
"""
    assert {(place, body) for place, body, _, _ in told(text)} == {
        ("長野県小海町", "株式会社やまびこ醸造"),
        ("静岡県川根本町", "有限会社せせらぎ染工"),
    }


@pytest.mark.parametrize("head", ["協定締結日\n事業者名\n内容\n", "締結日\n相手方\n見守りの機会\n"])
def test_a_table_copied_cell_by_cell_keeps_its_rows(head: str) -> None:
    text = f"""見守り協定
飯綱町では、事業者の皆さまと「飯綱町見守り協定」を締結しています。

{head}平成27年4月28日
いいづな朝刊会
新聞の配達
平成28年10月3日
オオタ牛乳店
牛乳の配達
"""
    assert told(text) == {
        ("長野県飯綱町", "いいづな朝刊会", "飯綱町見守り協定", "2015-04-28"),
        ("長野県飯綱町", "オオタ牛乳店", "飯綱町見守り協定", "2016-10-03"),
    }


def test_a_title_beneath_its_row_is_not_that_of_the_next() -> None:
    text = """紀の川市　協定一覧

【令和６年度】
　Ｒ6.12.20　きのくに信用金庫
　　　　　　　「事業承継の支援に関する協定」
　Ｒ7.3.3　ほほえみ生活協同組合
　　　　　　　「高齢者等の見守りに関する協定」
"""
    assert told(text) == {
        ("和歌山県紀の川市", "きのくに信用金庫", "事業承継の支援に関する協定", "2024-12-20"),
        ("和歌山県紀の川市", "ほほえみ生活協同組合", "高齢者等の見守りに関する協定", "2025-03-03"),
    }


def test_a_remark_beneath_a_form_is_said_of_that_form() -> None:
    text = """災害時の応援協定

さつま町では、次の協定を結んでいます。
●災害時における宿泊施設の提供に関する協定書
　　相手方：旅館ゆあみ荘
　　締結日：平成26年10月8日
　　※同館の廃業により、令和4年9月30日に終了しました。
●災害時における飲料水の提供に関する協定書
　　相手方：紫尾の水株式会社
　　締結日：平成28年11月25日
"""
    ends = {a["企業"][0]["名称"]: a.get("終了日") for a in read(text).agreements}
    assert ends == {"旅館ゆあみ荘": "2022-09-30", "紫尾の水株式会社": None}


def test_an_end_is_that_of_the_agreement_that_it_names() -> None:
    text = """あけぼの交通株式会社　沿革

2008年4月　岐阜県恵那市と「福祉バスの運行に関する協定」を締結
2012年9月　恵那市と「災害時における輸送に関する協定」を締結
2019年3月　恵那市との福祉バスの協定を終了
"""
    over = {a["名称"]: a.get("状態") for a in read(text).agreements}
    assert over == {"福祉バスの運行に関する協定": "終了", "災害時における輸送に関する協定": None}


def test_a_row_with_a_span_of_time_was_concluded_on_its_first_day_and_the_word_of_the_next_row_is_not_its_own() -> None:
    text = """王滝村官民連携だより

協定の動き
  新規  みたけ生活協同組合     見守りに関する協定          R6.6.12
  更新  御岳信用組合           地方創生に関する連携協定    R7.3.31
  終了  ㈱こもれび電力         再エネ導入に関する連携協定  R3.8.20～R6.8.19
"""
    assert told(text) == {
        ("長野県王滝村", "みたけ生活協同組合", "見守りに関する協定", "2024-06-12"),
        ("長野県王滝村", "御岳信用組合", "地方創生に関する連携協定", "2025-03-31"),
        ("長野県王滝村", "株式会社こもれび電力", "再エネ導入に関する連携協定", "2021-08-20"),
    }


def test_an_entry_of_a_chronicle_is_of_its_owner_and_not_of_who_acts_in_the_entry_before() -> None:
    text = """沿革｜たかね機材株式会社

平成26年 3月　株式会社ふもとレンタカーを子会社化
平成28年11月　ふもとレンタカーが岐阜県白川村と「災害時における車両の提供に関する協定」を締結
平成30年 5月　岐阜県御嵩町と「災害時における機材の提供に関する協定」を締結
"""
    assert told(text) == {
        ("岐阜県白川村", "株式会社ふもとレンタカー", "災害時における車両の提供に関する協定", "2016-11"),
        ("岐阜県御嵩町", "たかね機材株式会社", "災害時における機材の提供に関する協定", "2018-05"),
    }


def test_an_agreement_that_renews_itself_is_no_other_agreement() -> None:
    text = """三好みらい大学は、徳島県東みよし町と2020年8月7日に「包括的な連携協力に関する協定」を締結しました。
この協定は2023年8月に自動更新されています。
"""
    assert told(text) == {("徳島県東みよし町", "三好みらい大学", "包括的な連携協力に関する協定", "2020-08-07")}
