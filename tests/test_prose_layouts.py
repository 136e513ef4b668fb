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


def test_a_company_that_tells_of_its_own_term_is_whose_report_it_is_and_who_keeps_its_register_is_none() -> None:
    text = """株主通信　第31期中間報告書

　ここに、ゆらぎホールディングス株式会社の第31期中間期の概況をご報告申しあげます。

〔地域との取り組み〕
　静岡県川根本町と2020年４月１日に締結した「観光振興に関する包括連携協定」は、2025年３月31日をもって期間満了となりましたが、双方協議のうえ、翌４月１日付で５年間更新いたしました。当社は引き続き、町とともに周遊バスの運行に取り組んでまいります。

【株主名簿管理人】あかつき信託銀行株式会社
"""
    assert told(text) == {
        ("静岡県川根本町", "ゆらぎホールディングス株式会社", "観光振興に関する包括連携協定", "2020-04-01"),
        ("静岡県川根本町", "ゆらぎホールディングス株式会社", "観光振興に関する包括連携協定", "2025-04-01"),
    }
    states = {a["締結日"]: a.get("状態") for a in read(text).agreements}
    assert states["2020-04-01"] == "更新済"


def test_a_treaty_that_provides_for_its_end_has_not_ended_and_ends_the_one_that_it_names() -> None:
    text = """遠隔相談の推進に関する協定書

　椎葉村（以下「甲」という。）及び株式会社とおみ（以下「乙」という。）は、次のとおり協定を締結する。

（秘密の保持）
第１条　甲及び乙は、個人情報その他の秘密を漏らしてはならない。この協定が終了した後も、同様とする。

（従前の覚書）
第２条　甲と乙が令和３年６月１日付けで締結した「遠隔相談の試行に関する覚書」は、この協定の締結の日をもって終了する。

　　令和７年４月１８日
　　　　甲　椎葉村長
　　　　乙　株式会社とおみ　代表取締役
"""
    states = {a["締結日"]: a.get("状態") for a in read(text).agreements}
    assert states == {"2025-04-18": None, "2021-06-01": "終了"}


def test_an_agreement_that_was_reviewed_gives_way_to_the_one_told_next_with_the_same_local_government() -> None:
    text = """株式会社みやま陸送　沿革

平成25年11月　滋賀県多賀町と「災害時における物資の輸送に関する協定」を締結
令和４年10月　多賀町との平成25年の協定を見直し、㈱やすらぎ倉庫を加えた三者で「災害時における物資の輸送及び保管に関する協定」を改めて締結
"""
    assert told(text) == {
        ("滋賀県多賀町", "株式会社みやま陸送", "災害時における物資の輸送に関する協定", "2013-11"),
        (
            "滋賀県多賀町",
            "株式会社やすらぎ倉庫・株式会社みやま陸送",
            "災害時における物資の輸送及び保管に関する協定",
            "2022-10",
        ),
    }


def test_a_neighbour_in_a_list_tells_the_prefecture_where_the_document_names_it_and_the_same_name_is_the_same_title() -> (
    None
):
    text = """生活協同組合ひとなみ　活動報告2025

生活協同組合ひとなみ（本部：島根県江津市）は、宅配の際に見守りを行っています。２０１４年６月に江津市と「地域見守りに関する協定」を結びました。その後、２０１７年５月に邑南町、美郷町ともそれぞれ同名の協定を結びました。隣の広島県北広島町からは見学がありました。
"""
    title = "地域見守りに関する協定"
    assert told(text) == {
        ("島根県江津市", "生活協同組合ひとなみ", title, "2014-06"),
        ("島根県邑南町", "生活協同組合ひとなみ", title, "2017-05"),
        ("島根県美郷町", "生活協同組合ひとなみ", title, "2017-05"),
    }


def test_the_day_of_an_agreement_is_not_that_of_what_is_done_on_its_ground_and_three_act_together() -> None:
    text = """水道メーターの共同実証を始めました

　茂木町は、令和６年10月30日に株式会社はれまと締結した「地域課題の解決に関する連携協定」に基づき、同社及び通信を担当するNagi Works合同会社の３者で、遠隔検針の実証実験を令和８年２月２日から開始しました。
"""
    (measure,) = read(text).measures
    assert measure["時期"] == "2026-02-02"
    assert {b["名称"] for b in measure["企業"]} == {"株式会社はれま", "Nagi Works合同会社"}
