"""Facts that a text tells by its layout: rows, cards, forms, headings, chronicles. All texts are made up; the
municipalities exist, what is told of them does not."""

from __future__ import annotations

import pytest

from loaders.draft import Found
from tests.test_prose import AOBA, UDA, acting, agreed, read

NABARI = "三重県名張市"
IGA = "三重県伊賀市"
MIDORI = "みどり大学"
SAKURA = "有限会社さくら"
BOTH = [([UDA], [AOBA], "2019-05-01"), ([UDA], [MIDORI], "2020-06-02")]


def working(found: Found) -> list[tuple[list[str], list[str]]]:
    """Municipalities and bodies of each measure."""
    return [([p["名称"] for p in m["自治体"]], [b["名称"] for b in m["企業"]]) for m in found.measures]


@pytest.mark.parametrize(
    "rows",
    [
        "株式会社あおば　見守り協定　令和元年5月1日\nみどり大学　包括連携協定　令和2年6月2日\n",
        "見守り協定　株式会社あおば　令和元年5月1日\n包括連携協定　みどり大学　令和2年6月2日\n",
        "R1.5.1　見守り協定　㈱あおば\nR2.6.2　包括連携協定　みどり大学\n",
        "1 見守り協定 株式会社あおば 令和元年5月1日\n2 包括連携協定 みどり大学 令和2年6月2日\n",
        "・株式会社あおば（見守り協定、令和元年5月1日締結）\n・みどり大学（包括連携協定、令和2年6月2日締結）\n",
        "株式会社あおば：見守り協定（2019年5月1日）\nみどり大学：包括連携協定（2020年6月2日）\n",
        "見守り協定／株式会社あおば／2019年5月1日\n包括連携協定／みどり大学／2020年6月2日\n",
        "| 株式会社あおば | 見守り協定 | 令和元年5月1日 |\n| みどり大学 | 包括連携協定 | 令和2年6月2日 |\n",
        "【福祉】\n株式会社あおば　見守り協定　令和元年5月1日\n\n【教育】\nみどり大学　包括連携協定　令和2年6月2日\n",
        "株式会社あおば（大阪市）　見守り協定　令和元年5月1日\nみどり大学　奈良市　包括連携協定　令和2年6月2日\n",
        "株式会社あおば　令和元年5月1日\nみどり大学　令和2年6月2日\n",
        "株式会社あおば\n令和元年5月1日締結\n\nみどり大学\n令和2年6月2日締結\n",
        "①株式会社あおば（令和元年5月1日）②みどり大学（令和2年6月2日）\n",
        "相手方　株式会社あおば　みどり大学\n締結日　令和元年5月1日　令和2年6月2日\n",
        "株式会社あおば\n　協定名：見守り協定\n　締結日：令和元年5月1日\nみどり大学\n　協定名：包括連携協定\n　締結日：令和2年6月2日\n",
        "締結先｜株式会社あおば\n締結日｜令和元年5月1日\n\n締結先｜みどり大学\n締結日｜令和2年6月2日\n",
        "【締結先】株式会社あおば\n【締結日】令和元年5月1日\n\n【締結先】みどり大学\n【締結日】令和2年6月2日\n",
        "相 手 方…株式会社あおば\n締 結 日…令和元年5月1日\n\n相 手 方…みどり大学\n締 結 日…令和2年6月2日\n",
        "協定日：2019年5月1日（株式会社あおば）、2020年6月2日（みどり大学）\n",
    ],
)
def test_each_row_of_a_list_is_an_agreement_however_its_cells_are_parted(rows: str) -> None:
    assert agreed(read(f"奈良県宇陀市　協定一覧\n\n{rows}")) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        "株式会社あおば　自治体との連携\n\n＜協定＞\n2019年5月1日　奈良県宇陀市\n2020年6月2日　三重県名張市\n",
        "自治体との連携 | 株式会社あおば\n\n■見守り協定\n奈良県　宇陀市（2019.5.1）\n三重県　名張市（2020.6.2）\n",
        "株式会社あおば\n◆協定締結自治体（締結順）\n奈良県宇陀市 2019/05/01\n三重県名張市 2020/06/02\n",
        "株式会社あおば　沿革\n\n2019年\n5月1日　奈良県宇陀市と包括連携協定を締結\n2020年\n6月2日　三重県名張市と見守り協定を締結\n",
        "地域連携｜株式会社あおば\n\n奈良県宇陀市\n・「見守り協定」を締結（2019年5月1日）\n\n三重県名張市\n・「見守り協定」を締結（2020年6月2日）\n",
        "地域連携｜株式会社あおば\n\n■2019年5月1日　奈良県宇陀市\n見守り協定を締結しました。\n\n■2020年6月2日　三重県名張市\n見守り協定を締結しました。\n",
    ],
)
def test_the_page_of_a_body_lists_municipalities_and_leaves_itself_out(text: str) -> None:
    assert agreed(read(text)) == [([UDA], [AOBA], "2019-05-01"), ([NABARI], [AOBA], "2020-06-02")]


def test_bare_names_are_partners_under_words_that_say_so() -> None:
    text = "奈良県宇陀市\n協定締結企業一覧\n1 株式会社あおば\n2 有限会社さくら\n"
    assert agreed(read(text)) == [([UDA], [AOBA], ""), ([UDA], [SAKURA], "")]
    text = "株式会社あおば　サステナビリティ\n\n【協定締結自治体】\n奈良県宇陀市、三重県名張市、三重県伊賀市\n"
    assert agreed(read(text)) == [([UDA], [AOBA], ""), ([NABARI], [AOBA], ""), ([IGA], [AOBA], "")]


@pytest.mark.parametrize(
    "text",
    [
        "株式会社あおば　自治体との連携\n\n■協定\n奈良県桜井市（2019.5.1）\n\n■店舗所在地\n奈良県宇陀市（2020.6.2）\n",
        "奈良県桜井市　協定締結予定\n株式会社あおば　見守り協定　令和9年5月1日\n",
        "奈良県宇陀市　公民連携\n\n関連リンク\n・三重県名張市　包括連携協定\n・株式会社あおば\n",
        "奈良県宇陀市　産業まつり\n出展企業\n株式会社あおば\n日時：令和元年5月1日\n",
        "奈良県宇陀市　入札結果\n落札者　株式会社あおば\n契約日　令和元年5月1日\n",
        "奈良県宇陀市の協定\n\n■受賞\n令和元年5月1日　株式会社あおば\n",
    ],
)
def test_rows_under_other_words_are_no_agreement(text: str) -> None:
    assert (UDA, AOBA) not in acting(read(text))
    assert read(text).measures == []


def test_a_sign_for_as_above_takes_the_title_of_the_row_above() -> None:
    text = "奈良県宇陀市　災害協定一覧\n物資の供給に関する協定　株式会社あおば　令和元年5月1日\n〃　有限会社さくら　令和2年6月2日\n"
    assert [a["名称"] for a in read(text).agreements] == ["物資の供給に関する協定"] * 2


def test_a_row_tells_the_end_of_its_agreement() -> None:
    text = "奈良県宇陀市　協定一覧\n株式会社あおば　見守り協定　令和元年5月1日（令和5年3月31日終了）\n"
    record = read(text).agreements[0]
    assert (record["締結日"], record["終了日"], record["状態"]) == ("2019-05-01", "2023-03-31", "終了")


def test_a_form_below_a_bullet_without_colons_names_all_its_parties() -> None:
    text = (
        "見守り協定の締結について\n\n令和元年5月1日、下記のとおり協定を締結しました。\n\n　　　　記\n\n１　締結日\n　　令和元年5月1日\n"
        "２　協定者\n　　甲　奈良県宇陀市\n　　乙　株式会社あおば\n　　丙　みどり大学\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA, MIDORI], "2019-05-01")]


def test_a_value_goes_on_in_the_lines_set_in_under_it() -> None:
    text = (
        "見守り協定の概要\n締結日　令和元年5月1日\n協定者　奈良県宇陀市\n　　　　株式会社あおば\n　　　　みどり大学\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA, MIDORI], "2019-05-01")]


def test_cards_tell_an_agreement_only_where_their_words_do() -> None:
    card = "自治体名　{place}\n連携先　　{body}\n開始　　　令和元年5月\n概要　　　{what}\n\n"
    found = read(
        "官民連携事例集\n\n事例1　見守る\n"
        + card.format(place=UDA, body=AOBA, what="配達の際に声をかける。協定を結び、市へ知らせている。")
        + "事例2　学ぶ\n"
        + card.format(place=NABARI, body=MIDORI, what="学生が放課後の教室を開いている。")
    )
    assert agreed(found) == [([UDA], [AOBA], "")]
    assert working(found) == [([NABARI], [MIDORI])]


@pytest.mark.parametrize(
    ("form", "role"),
    [
        ("事業名　学習支援\n委託先　株式会社あおば\n", "受託"),
        ("施設名　　体育館\n指定管理者　株式会社あおば\n指定期間　令和元年度から5年間\n", "受託"),
        ("■採択企業：株式会社あおば\n", "協力"),
        ("相手　→　株式会社あおば\n時期　→　令和元年5月\n内容　→　講師を学校に派遣\n", "協力"),
    ],
)
def test_a_form_may_tell_of_a_measure_alone(form: str, role: str) -> None:
    found = read(f"奈良県宇陀市の官民連携の取組\n\n{form}")
    assert found.agreements == []
    told = [(m["自治体"][0]["名称"], m["企業"][0]["名称"], m["企業"][0]["役割"]) for m in found.measures]
    assert (UDA, AOBA, role) in told
    assert acting(found) == {(UDA, AOBA)}


def test_a_form_without_a_partner_yet_tells_nothing() -> None:
    text = "奈良県宇陀市の取組\n\n相手　→　調整中\n時期　→　令和9年度\n内容　→　株式会社あおばに打診している\n"
    assert (read(text).agreements, read(text).measures) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "誤　奈良県宇陀市は株式会社あおばと見守り協定を締結しました。\n正　奈良県宇陀市は有限会社さくらと見守り協定を締結しました。\n",
        "（誤）奈良県宇陀市は株式会社あおばと見守り協定を締結しました。\n（正）奈良県宇陀市は有限会社さくらと見守り協定を締結しました。\n",
        "【訂正前】奈良県宇陀市は株式会社あおばと見守り協定を締結しました。\n【訂正後】奈良県宇陀市は有限会社さくらと見守り協定を締結しました。\n",
    ],
)
def test_the_wrong_half_of_a_correction_is_no_fact(text: str) -> None:
    assert agreed(read(f"お詫びと訂正\n\n{text}")) == [([UDA], [SAKURA], "")]


def test_a_column_of_years_dates_the_months_beneath() -> None:
    text = "奈良県宇陀市　連携のあゆみ\n\n令和元年\n　5月　　株式会社あおばと見守り協定を締結\n　10月　公開講座を開始\n令和2年\n　2月　　募金箱を設置\n　6月　　みどり大学と包括連携協定を締結\n"
    assert agreed(read(text)) == [([UDA], [AOBA], "2019-05"), ([UDA], [MIDORI], "2020-06")]


def test_a_body_tells_of_its_work_under_the_names_of_municipalities() -> None:
    text = (
        "自治体との協働 | 株式会社あおば\n\n奈良県宇陀市\n・森林台帳の電子化を受託（令和3年度）\n\n三重県名張市\n・橋の点検を市と共同で実証（令和4年10月）\n\n"
        "三重県伊賀市\n・担当者を訪問し、導入を検討中\n"
    )
    assert working(read(text)) == [([UDA], [AOBA]), ([NABARI], [AOBA])]


@pytest.mark.parametrize(
    "text",
    [
        "事例1　奈良県宇陀市×株式会社あおば\n\n移動販売車の話です。\n",
        "奈良県宇陀市の広報\n\n・スマートフォン教室を開始（協力：株式会社あおば）\n",
        "株式会社あおば　導入の手引き\n連携自治体：奈良県宇陀市\n",
        "| 自治体 | 相手先 | 始まり |\n|---|---|---|\n| 奈良県宇陀市 | 株式会社あおば | 2014年 |\n| 三重県名張市 | 未定 | 検討中 |\n",
    ],
)
def test_names_side_by_side_tell_of_common_work(text: str) -> None:
    assert working(read(text)) == [([UDA], [AOBA])]


def test_members_of_a_council_act_together() -> None:
    found = read("宇陀市地域づくり協議会\n\n構成員：奈良県宇陀市、株式会社あおば、みどり大学\n")
    assert working(found) == [([UDA], [AOBA, MIDORI, "宇陀市地域づくり協議会"])]


def test_the_number_of_a_page_belongs_to_no_list() -> None:
    text = "奈良県宇陀市　協定一覧\n株式会社あおば　見守り協定　令和元年5月1日\n- 12 -\nみどり大学　包括連携協定　令和2年6月2日\n"
    assert agreed(read(text)) == BOTH


def test_numbers_in_two_steps_keep_the_kind_of_their_heading() -> None:
    text = "奈良県宇陀市の協定\n\n1. 見守り協定\n 1-1. 株式会社あおば（令和元年5月1日）\n2. 包括連携協定\n 2-1. みどり大学（令和2年6月2日）\n"
    found = read(text)
    assert agreed(found) == BOTH
    assert [a["名称"].split("の")[-1] for a in found.agreements] == ["見守り協定", "包括連携協定"]


def test_the_day_as_of_which_a_list_holds_is_no_day_of_an_agreement() -> None:
    text = "株式会社あおば　地域とのかかわり\n連携協定を締結している自治体（2024年3月現在）\n宇陀市（奈良県）／名張市（三重県）\n"
    assert agreed(read(text)) == [([UDA], [AOBA], ""), ([NABARI], [AOBA], "")]


def test_all_names_of_a_list_may_be_parties_of_one_agreement() -> None:
    text = "奈良県宇陀市は、次の三者と避難所の運営に関する協定を締結しました。\n\n株式会社あおば\n有限会社さくら\nみどり大学\n"
    assert agreed(read(text)) == [([UDA], [AOBA, SAKURA, MIDORI], "")]


def test_a_sentence_over_a_list_says_who_concluded_the_agreements() -> None:
    text = (
        "見守りネットワークは、奈良県宇陀市と三重県名張市が進める取組です。2市はそれぞれの事業者と「見守りに関する協定」を締結しています。\n\n"
        "協定締結団体一覧（順不同）\n株式会社あおば\n有限会社さくら\n\n賛助会員\nみどり大学\n"
    )
    assert acting(read(text)) == {(UDA, AOBA), (UDA, SAKURA), (NABARI, AOBA), (NABARI, SAKURA)}


@pytest.mark.parametrize(
    "text",
    [
        "協定書（様式第3号）\n奈良県宇陀市（以下「甲」という。）と○○株式会社（以下「乙」という。）は、次のとおり協定を締結する。\n記入例：株式会社あおば\n",
        "見守り協定の締結式について\n\n日時　令和9年5月1日\n締結者　奈良県宇陀市、株式会社あおば（予定）\n",
        "奈良県宇陀市　協定の状況\n株式会社あおば　見守り協定　令和9年4月締結予定\n",
        "奈良県宇陀市は株式会社あおばを訪ねました。くわしくは「協定締結状況」のページをご覧ください。",
    ],
)
def test_blanks_plans_and_names_of_pages_are_no_agreement(text: str) -> None:
    assert read(text).agreements == []


def test_a_form_of_a_table_in_markdown_is_read_key_by_key() -> None:
    text = "## 奈良県宇陀市「共創」\n\n| 項目 | 内容 |\n| --- | --- |\n| 相手 | 株式会社あおば、みどり大学 |\n| 協定 | 「里山に関する三者協定」（2016年2月締結） |\n"
    record = read(text).agreements[0]
    assert (record["名称"], record["締結日"], len(record["企業"])) == ("里山に関する三者協定", "2016-02", 2)


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市　市内の宿泊施設\n施設名　　運営会社　　　電話\n湯の宿　　株式会社あおば　0745-00-0000\n",
        "道の駅うだ（奈良県宇陀市）\n所在地　宇陀市榛原\n運営会社　株式会社あおば\n営業時間　9時から17時\n",
        "奈良県宇陀市　随意契約の結果\n件名　公用車の購入\n契約の相手方　株式会社あおば\n契約金額　200万円\n",
        "奈良県宇陀市　求人情報\n企業名：株式会社あおば\n業務内容：製造\n期間：令和6年4月から\n",
        "導入事例｜株式会社あおば\n奈良県宇陀市\n・申請業務の電子化を実施\n・年間200時間を削減\n",
        "奈良県宇陀市長×株式会社あおば社長　対談\n地域の未来を語る\n",
    ],
)
def test_directories_purchases_and_customers_are_no_common_work(text: str) -> None:
    assert acting(read(text)) == set()


def test_a_form_of_which_nothing_is_used_does_not_hinder_the_next() -> None:
    between = "\n\nこの取り組みは住民の声を聞きながら少しずつ進められてきました。" * 16
    text = f"奈良県宇陀市\n\n構成企業：みどり大学\n{between}\n\n協定の名称：見守りに関する協定\n相手方：株式会社あおば\n締結日：令和元年5月1日\n"
    assert agreed(read(text)) == [([UDA], [AOBA], "2019-05-01")]


COLLECTION = """官民連携事例集

【事例１】移住のいま
　市町村：奈良県宇陀市
　企業等：株式会社あおば（大阪市）
　町家を改修した宿を、市と同社が共同で営んでいます。令和５年２月１日には「まちの宿に関する協定」を締結しました。
　壁は株式会社みかど塗装が塗りました。

【事例２】森の恵み
　市町村：三重県名張市
　企業等：みどり森林組合、みどり大学
　三者で「森の学校に関する協定」を令和４年４月２日に締結し、市有林で学生が学んでいます。

【事例３】本の道
　市町村：広島県府中町
　企業等：なし（町の単独事業）
　町の職員が本を運んでいます。棚は有限会社さくらのものです。

【事例４】湯の里
　市町村：三重県伊賀市
　企業等：湯元本舗、あおい銀行
　湯けむりを町の灯りに使っています。
"""
HEADS = [
    "体制：{0}、{1}",
    "{0}／{1}",
    "{0}　×　{1}",
    "【自治体】{0}　【連携先】{1}",
    "団体名：{0}\n事業者：{1}",
]


def test_who_takes_part_stands_at_the_head_of_each_entry_of_a_collection() -> None:
    found = read(COLLECTION)
    assert agreed(found) == [
        ([UDA], [AOBA], "2023-02-01"),
        ([NABARI], ["みどり森林組合", MIDORI], "2022-04-02"),
    ]
    assert working(found) == [([UDA], [AOBA]), ([IGA], ["湯元本舗", "あおい銀行"])]


@pytest.mark.parametrize("head", HEADS)
def test_an_entry_speaks_of_those_who_take_part_without_their_names(head: str) -> None:
    entries = [
        f"小さな取組\n{head.format(place, body)}\n冬の夜を灯すため、令和５年２月{day}日に連携協定を結んだ。町では灯りが増えた。"
        for place, body, day in ((UDA, AOBA, 1), (NABARI, MIDORI, 2))
    ]
    assert agreed(read("事例集\n\n" + "\n\n".join(entries) + "\n")) == [
        ([UDA], [AOBA], "2023-02-01"),
        ([NABARI], [MIDORI], "2023-02-02"),
    ]


def test_a_name_of_a_row_that_is_set_in_goes_on_from_the_line_above() -> None:
    text = f"ファイル\n\nその１　{UDA}　×　{NABARI}　×　み\n　　　　どり大学\n　令和５年２月１日に三者で連携協定を結んだ。\n"
    assert agreed(read(text)) == [([UDA, NABARI], [MIDORI], "2023-02-01")]


@pytest.mark.parametrize(
    "entry",
    [
        "（{n}）　小さな取組　【近畿】\n　　　◎{place}、{body}\n　　　空いた車で荷物を運ぶ。",
        "（{n}）　小さな取組　【近畿】\n　　　◎{body}、{place}\n　　　空いた車で荷物を運ぶ。",
        "・小さな取組（{place}、{body}）",
    ],
)
def test_several_entries_that_name_both_kinds_side_by_side_tell_who_works_together(entry: str) -> None:
    both = ((UDA, AOBA), (NABARI, SAKURA))
    text = "採択した事業\n\n" + "\n".join(entry.format(n=n, place=p, body=b) for n, (p, b) in enumerate(both, 1)) + "\n"
    assert working(read(text)) == [([UDA], [AOBA]), ([NABARI], [SAKURA])]
    assert working(read(text.replace("採択した事業", "■協賛"))) == []


def test_a_card_tells_whom_its_text_counts() -> None:
    text = f"""広報　まちのしごと
奈良県宇陀市

防災の人づくり
　連 携 先　{AOBA}、{MIDORI}
　開　　始　令和４年４月～
　内　　容　市と２者は令和４年３月24日に「防災人材の育成に関する連携協定」を締結。
"""
    assert agreed(read(text)) == [([UDA], [AOBA, MIDORI], "2022-03-24")]
