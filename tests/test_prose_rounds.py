"""How prose is drafted where a fact is told in roundabout ways. All texts are made up; the municipalities exist, what
is told of them does not."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, agreed, read

NABARI = "三重県名張市"


def test_a_day_without_a_year_takes_the_year_of_the_documents_own_date() -> None:
    record = read("2021年9月3日\n\n奈良県宇陀市は9月1日、株式会社あおばと「見守り協定」を締結しました。\n").agreements[
        0
    ]
    assert (record["締結日"], record["締結日精度"], record["確度"]) == ("2021-09-01", "日", "明示")
    assert record["注記"] == "締結日の年は文書の日付による"


def test_a_day_without_a_year_takes_the_year_of_the_title() -> None:
    found = read("協定の動き（2023年7月）\n\n奈良県宇陀市は7月18日、株式会社あおばと見守り協定を締結した。\n")
    assert [record["締結日"] for record in found.agreements] == ["2023-07-18"]


def test_a_year_told_before_in_the_paragraph_is_nearer_than_the_documents_date() -> None:
    found = read(
        "2025年2月1日\n\n転機は2019年に訪れた。奈良県宇陀市は5月20日、株式会社あおばと見守り協定を締結した。\n"
    )
    assert [record["締結日"] for record in found.agreements] == ["2019-05-20"]


def test_a_day_stays_without_a_year_where_the_document_gives_none() -> None:
    record = read("奈良県宇陀市は8月5日、株式会社あおばと見守り協定を締結した。").agreements[0]
    assert (record["締結日"], record["締結日精度"]) == ("--08-05", "年なし")
    assert "注記" not in record


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は令和5年6月5日、株式会社あおばの本社を訪れ、「見守り協定」の調印を行った。",
        "奈良県宇陀市は、株式会社あおばから話を持ちかけられ、令和5年6月5日に「見守り協定」を締結した。",
        "奈良県宇陀市が協定を結んでいる会社は、株式会社あおば（令和5年6月5日締結「見守り協定」）である。",
        "株式会社あおばと奈良県宇陀市が「見守り協定」を結んだのは、令和5年6月5日のことだ。",
        "奈良県宇陀市は株式会社あおばと「見守り協定」を締結しました。締結日はいずれも令和5年6月5日です。",
        "奈良県宇陀市は、株式会社あおば　奈良支社　榛原営業所と「見守り協定」を令和5年6月5日に締結した。",
        "奈良県宇陀市は1社と協定を結んだ。\n\n奈良県宇陀市　株式会社あおばと「見守り協定」（R5.6.5）。",
    ],
)
def test_a_partner_is_found_however_the_sentence_turns(text: str) -> None:
    assert (([UDA], [AOBA], "2023-06-05")) in agreed(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は株式会社あおばの本社を訪れたが、協定の締結には至らなかった。",
        "奈良県宇陀市は株式会社あおばから話を持ちかけられたが、協定は結んでいない。",
        "奈良県宇陀市はまだ協定を結んでいない株式会社あおばとの協議を続ける。",
        "検討中の協定\n・株式会社あおば（令和5年6月5日）\n",
    ],
)
def test_a_visit_an_offer_or_an_open_list_is_no_agreement(text: str) -> None:
    assert read(text, municipality=UDA).agreements == []


def test_partners_with_days_of_their_own_have_agreements_of_their_own() -> None:
    found = read("株式会社あおばは、奈良県宇陀市とは平成30年に、三重県名張市とは令和元年に見守りの協定を結んでいる。")
    assert agreed(found) == [([UDA], [AOBA], "2018"), ([NABARI], [AOBA], "2019")]


def test_titles_with_their_days_in_brackets_stay_apart() -> None:
    found = read(
        "奈良県宇陀市は、株式会社あおばと「見守り協定」（令和2年3月13日）を、有限会社なぎさ給食と「食材提供協定」"
        "（令和4年8月4日）を結んでいる。"
    )
    assert agreed(found) == [([UDA], [AOBA], "2020-03-13"), ([UDA], ["有限会社なぎさ給食"], "2022-08-04")]


def test_who_the_partners_are_may_be_told_in_a_sentence_of_its_own() -> None:
    found = read(
        "奈良県宇陀市は令和3年3月11日、小売業の2社と「物資の供給に関する協定」を締結した。\n"
        "協定を結んだのは、株式会社あおばと有限会社なぎさ給食の2社。"
    )
    assert agreed(found) == [([UDA], [AOBA, "有限会社なぎさ給食"], "2021-03-11")]
    assert found.agreements[0]["名称"] == "物資の供給に関する協定"


def test_the_title_may_be_told_afterwards() -> None:
    found = read(
        "奈良県宇陀市と株式会社あおばは令和6年2月2日、森林の活用に関する協定に調印した。協定の名称は「うだ森の学び協定」。"
    )
    assert [record["名称"] for record in found.agreements] == ["うだ森の学び協定"]


def test_names_with_days_under_a_heading_are_agreements() -> None:
    found = read(
        "民間企業との連携\n\n奈良県宇陀市の取組です。\n\n■包括連携協定\n・株式会社あおば（平成28年1月13日）\n"
        "・有限会社なぎさ給食（平成25年6月5日／令和5年6月4日終了）\n",
        municipality=UDA,
    )
    assert agreed(found) == [([UDA], [AOBA], "2016-01-13"), ([UDA], ["有限会社なぎさ給食"], "2013-06-05")]
    assert (found.agreements[1]["状態"], found.agreements[1]["終了日"]) == ("終了", "2023-06-04")


def test_an_agreement_renewed_with_a_new_partner_is_another_one() -> None:
    found = read(
        "奈良県宇陀市は平成29年11月、株式会社あおばと「特産品の販売に関する協定」を締結しました。"
        "この協定は、令和4年11月に内容を見直して更新し、新たにミナミ給食有限会社が加わりました。"
    )
    assert agreed(found) == [([UDA], [AOBA], "2017-11"), ([UDA], [AOBA, "ミナミ給食有限会社"], "2022-11")]
    assert found.agreements[0]["状態"] == "更新済"
    assert found.agreements[1]["更新"] == [found.agreements[0]["id"]]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("奈良県宇陀市は株式会社あおばに、島を回る船の運航費を補助している。", ""),
        ("奈良県宇陀市は、株式会社あおばから木くずを受け取り、花壇で使っている。", "提供"),
        ("奈良県宇陀市の資料館は、株式会社あおばが運営している。", "運営"),
        ("奈良県宇陀市が共同研究を行っているのは、株式会社あおばで、令和元年から続く。", "協力"),
        ("奈良県宇陀市は令和5年9月29日、株式会社あおばと給食センターの事業契約を締結した。", "受託"),
        ("株式会社あおばが試験飛行を行いました。奈良県宇陀市がこれに協力しました。", ""),
    ],
)
def test_what_a_body_does_with_a_municipality_is_a_measure(text: str, role: str) -> None:
    found = read(text)
    assert acting(found) == {(UDA, AOBA)}
    assert [c.get("役割", "") for m in found.measures for c in m["企業"]] == [role]


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市の職員は、株式会社あおばが運営する店舗で買い物をした。",
        "奈良県宇陀市での催しの開催にあたっては、株式会社あおばが送迎を受け持った。",
        "奈良県宇陀市は株式会社あおばに補助していない。",
        "奈良県宇陀市は、株式会社あおばとの契約を検討している。",
    ],
)
def test_a_place_of_business_an_event_or_a_wish_is_no_measure(text: str) -> None:
    assert acting(read(text)) == set()


def test_a_list_of_roles_names_who_takes_part() -> None:
    found = read("実証実験について\n\n■役割分担\n・奈良県宇陀市：用地の提供\n・株式会社あおば：車両の提供\n")
    assert acting(found) == {(UDA, AOBA)}


def test_facilities_and_their_managers_are_told_line_by_line() -> None:
    found = read(
        "指定管理者の指定について\n\n奈良県宇陀市　総務課\n\n次のとおり指定管理者を指定しました。\n"
        "・ふれあい温泉　　株式会社あおば\n・みはらし公園　　有限会社なぎさ給食\n",
        municipality=UDA,
    )
    assert acting(found) == {(UDA, AOBA), (UDA, "有限会社なぎさ給食")}
    assert [m["名称"] for m in found.measures] == ["ふれあい温泉", "みはらし公園"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "奈良県宇陀市は株式会社あおばと協力して、空き家の片付けを手伝う取組を始めました。",
            "空き家の片付けを手伝う取組",
        ),
        ("奈良県宇陀市と株式会社あおばは、無人の渡し船の実証実験を共同で行った。", "無人の渡し船の実証実験"),
        ("奈良県宇陀市は、株式会社あおばに、窓口案内の作成を委託した。", "窓口案内の作成の委託"),
        ("奈良県宇陀市は株式会社あおばと協定を結び、薬草風呂を開いている。", "薬草風呂"),
        ("奈良県宇陀市の資料館は、株式会社あおばが運営している。", "資料館の運営"),
    ],
)
def test_a_measure_is_named_by_a_noun_phrase_of_the_text(text: str, name: str) -> None:
    assert [m["名称"] for m in read(text).measures] == [name]


def test_what_an_agreement_is_about_is_kept_item_by_item() -> None:
    found = read(
        "奈良県宇陀市は令和5年11月8日、株式会社あおばと「見守り協定」を締結しました。\n\n■連携事項\n"
        "　(1) 高齢者の見守りに関すること\n　(2) 災害時の支援に関すること\n\n■問い合わせ\n　企画課\n"
    )
    assert found.agreements[0]["連携事項"] == ["高齢者の見守りに関すること", "災害時の支援に関すること"]


def test_items_on_one_line_are_parted_only_where_each_is_a_noun() -> None:
    found = read(
        "協定名：見守り協定\n相手方：株式会社あおば\n締結日：令和5年11月8日\n連携事項：駅前の整備、公共交通の利用促進\n",
        municipality=UDA,
    )
    assert found.agreements[0]["連携事項"] == ["駅前の整備", "公共交通の利用促進"]
