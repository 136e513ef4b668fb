"""Of whom headings, counts, 市, 社協 and papers speak, and how an agreement went on. All texts are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.extract import draft_file
from tests.test_prose import AOBA, UDA, agreed, read, vocabulary
from tests.test_prose_openings import pairs

TENRI = "奈良県天理市"


def test_a_name_alone_over_lines_set_in_deeper_heads_them() -> None:
    text = (
        "株式会社あおば　ニュースリリース\n\n奈良県宇陀市と包括連携協定を締結しました\n\n　当社は、令和7年2月3日、奈良県宇陀市と包括連携協定を締結しました。\n\n"
        "＜これまでの取り組み＞\n天理市\n　　令和5年10月11日に包括連携協定を締結。同年12月には、天理市社会福祉協議会を加えた三者で、除雪の保険料を当社が負担する仕組みをつくりました。\n"
        "桜井市\n　　2019年5月に結んだ「事故防止に関する協定」は、目標に達したため、令和6年3月31日の期間満了をもって終了しました。\n"
    )
    assert sorted(agreed(read(text))) == [
        (["奈良県天理市"], [AOBA], "2023-10-11"),
        (["奈良県宇陀市"], [AOBA], "2025-02-03"),
        (["奈良県桜井市"], [AOBA], "2019-05"),
    ]
    assert (TENRI, "天理市社会福祉協議会") in pairs(text)
    (over,) = (a for a in read(text).agreements if a.get("状態") == "終了")
    assert over["終了日"] == "2024-03-31"


def test_a_newspaper_in_whose_title_a_text_stands_is_no_party() -> None:
    text = (
        "やまと南部新聞　2024年（令和6年）12月7日（土）　2面\n\n天理市は㈱あおばと6日、ごみの再資源化に関する協定を結んだ。\n"
        "宇陀市は昨年4月から桜井農業協同組合と手を携え、「畑の番」を続けており、集めたごみは市が処分費を受け持つ。\n"
    )
    assert pairs(text) == {(TENRI, AOBA), (UDA, "桜井農業協同組合")}


def test_the_group_that_the_begin_names_is_meant_by_its_number() -> None:
    text = (
        "宇陀市・曽爾村・御杖村と電力供給で協力\n株式会社あおば\n\n　株式会社あおばは、令和6年11月22日、宇陀市、曽爾村及び御杖村と「電力の供給に関する協定」を締結しました。\n\n"
        "　当社では、電力の専門の部署を設けています。要請の際の連絡の方法も定めました。\n　費用は最初の7日間は当社が負担します。\n　協定の期間は1年です。\n\n"
        "　当社の子会社である㈱空野サービスは、昨年12月から、1市2村の防災担当職員と毎月1回、接続訓練を合同で行っています。\n"
    )
    assert {p for p, b in pairs(text) if b == "株式会社空野サービス"} == {UDA, "奈良県曽爾村", "奈良県御杖村"}


def test_a_kind_of_body_alone_is_the_only_one_that_was_named() -> None:
    text = "宇陀市の取組\n\n宇陀市は、宇陀市社会福祉協議会の見守りの研修を受けた。\n\n社協には、令和6年4月から電話の受付を委託している。\n"
    assert (UDA, "宇陀市社会福祉協議会") in pairs(text)
    assert read("宇陀市の取組\n\n社協には、令和6年4月から電話の受付を委託している。\n").measures == []


def test_who_was_turned_down_is_not_the_company_that_is_spoken_of_next() -> None:
    text = (
        "健康のまち\n\n奈良県宇陀市は、株式会社あおばと2021年に協定を結んだ。\n"
        "前年には株式会社空野通信の案は費用が見合わず、採らなかった。\n市と同社は毎月1回、ともに結果を確かめている。\n"
    )
    assert pairs(text) == {(UDA, AOBA)}


def test_an_agreement_that_ran_out_and_was_concluded_anew_is_two() -> None:
    text = (
        "株式会社あおば\n\n宇陀市とは平成31年4月1日に「見守りに関する協定」を結び、声かけを続けてきました。"
        "この協定は令和6年3月31日に期間が満了しましたが、翌4月1日付で、消費者被害の防止を加えて改めて結び直しています。"
    )
    older, newer = sorted(read(text).agreements, key=lambda a: a["締結日"])
    assert (older["締結日"], older["終了日"], older["状態"]) == ("2019-04-01", "2024-03-31", "終了")
    assert newer["締結日"] == "2024-04-01"
    assert "終了日" not in newer
    assert newer["更新"] == [older["id"]]


def test_a_remark_beneath_a_row_speaks_of_that_row() -> None:
    text = (
        "生協のなかま\n発行：奈良北部生活協同組合連合会\n\n会員生協が市町と結んでいる「地域見守り協定」は次のとおりです。\n\n"
        "　生協　　　　　　　　相手先　　　締結\n　みよし生活協同組合　　宇陀市　　　2017年3月\n　たちばな生活協同組合　天理市　　　2020年9月　※\n\n"
        "　※天理市との協定は2025年3月31日で期間が満了し、現在、更新にむけて市と協議しています。\n"
    )
    assert (TENRI, "奈良北部生活協同組合連合会") not in pairs(text)


def test_a_table_of_which_only_some_rows_tell_of_agreements_is_read_row_by_row(tmp_path: Path) -> None:
    text = (
        "# 地域連携ニュース\n\n大和工科大学（奈良県天理市）\n\n本学は2009年3月27日に天理市と包括連携協定を結んでいます。\n\n## これまでの連携から\n\n"
        "| 相手 | 内容 | 時期 |\n|---|---|---|\n| 奈良県宇陀市 | 「データの活用に関する覚書」 | 2018年10月締結、2023年9月に期間満了で終了 |\n"
        "| 奈良県三宅町 | 木質チップの乾燥試験（町と共同） | 2021年度、終了 |\n"
    )
    (tmp_path / "news.md").write_text(text, encoding="utf-8")
    made = draft_file(tmp_path / "news.md", vocabulary()).record
    told = [a for a in made["協定"] if a["自治体"][0]["名称"] == UDA]
    assert [(a["名称"], a["締結日"], a["終了日"]) for a in told] == [("データの活用に関する覚書", "2018-10", "2023-09")]
    assert not any(a["自治体"][0]["名称"] == "奈良県三宅町" for a in made["協定"])
    assert any(m["自治体"][0]["名称"] == "奈良県三宅町" for m in made["施策"])


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("宇陀市では、やまと女性防災の会の皆さまのお力を借り、令和6年から手引きを市民に配っています。", "やまと女性防災の会"),
        ("令和6年7月から、市の依頼により、宇陀郵便局の配達員の方々と株式会社あおばの社員が、市のちらしを手渡しました。", "宇陀郵便局"),
        ("市は令和6年、宇陀森林組合から作業場をお借りし、苗を育てました。", "宇陀森林組合"),
    ],
)  # fmt: skip
def test_who_lends_strength_people_or_a_place_takes_part(sentence: str, body: str) -> None:
    assert (UDA, body) in pairs(f"宇陀市の取組\n\n{sentence}\n")


def test_an_adverb_is_no_begin_of_a_name() -> None:
    text = "天理市は天理商工会議所と歩んできた。今回、新たに商工会議所を加えた3者で、学生の起業を後押しする。"
    assert not any(body.startswith("たに") for _, body in pairs(text))


@pytest.mark.parametrize(
    "aside",
    [
        "いただいた寄附金は、公園の遊具の更新に使わせていただきました（施工：株式会社空野建設）。",
        "市営の体育館2か所を直しました。設計は株式会社空野建設。",
        "貼る札（株式会社空野建設製）を市が無料でお渡ししています。",
        "なお、使用する車両は、株式会社空野建設が製作したものです。",
        "車両2台は、株式会社空野建設から購入したものです。",
        "秋のまつりでは、株式会社空野建設ほか7社から協賛を頂きました。",
        "なお、株式会社空野建設が運行する便とは曜日が重ならないようにしています。",
        "長く雇用を支えていただいた株式会社空野建設が、9月に市内の工場を閉じられることになりました。",
    ],
)
def test_an_aside_on_a_maker_a_sponsor_or_a_neighbour_makes_no_partner(aside: str) -> None:
    text = (
        f"宇陀市　記者会見の要旨\n\n宇陀市は、令和6年4月、株式会社あおばと共同で見守りの事業を始めました。\n\n{aside}\n"
    )
    assert pairs(text) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "sentence",
    [
        "本日、一部の新聞において、当社が奈良県宇陀市、天理市と電力に関する協定を結び、共同で新会社を設立するとの報道がありましたが、当社が発表したものではありません。",
        "前号の「㈱あおばと奈良県宇陀市が協定」の記事で、締結先を宇陀市としたのは、正しくは天理市でした。",
        "宇陀市、天理市の協定の結び方も参考としながら、手順を次回にお示しします。",
        "宇陀市とは、協定の締結を視野に意見交換を始めています。",
        "当社は11月18日、宇陀市役所を訪ね、市長に要望書を手渡しました。",
        "2024年春からは、宇陀市の担当課の皆さまとも勉強会を重ねています。",
    ],
)
def test_what_was_reported_put_right_or_is_in_view_is_no_fact(sentence: str) -> None:
    made = read(f"株式会社あおば　お知らせ\n\n{sentence}\n")
    assert (made.agreements, made.measures) == ([], [])


def test_three_who_are_named_are_all_who_act() -> None:
    text = (
        "商工会だより\n発行：奈良県東部商工会広域協議会\n\n"
        "宇陀市では11月1日から、市、宇陀商工会及び㈱あおば（天理市）の三者で商品券の取扱いを開始しました。\n"
    )
    assert {body for _, body in pairs(text)} <= {AOBA, "宇陀商工会"}


def test_the_end_of_a_line_of_buses_is_no_party() -> None:
    text = (
        "3町村の取組\n\n奈良県曽爾村、御杖村、東吉野村は2020年2月に協定を結んだ。"
        "旅行の企画は株式会社あおばが3村と共同で行い、10月からは天理市と3村を結ぶ周遊バスの実証運行を空野観光バス株式会社の協力を得て実施した。\n"
    )
    assert TENRI not in {place for place, _ in pairs(text)}


def test_a_row_that_begins_in_bold_is_of_the_town_that_it_names() -> None:
    text = (
        "# 県内市町村の連携の状況\n\n奈良県企画部\n\n## 協定によらない取組\n\n"
        "- **三宅町**　貝殻を肥料にする実証を、桜井農業協同組合、天理市のスタートアップである株式会社あおばと共同で進めています。\n"
        "- **宇陀市**　令和4年10月から、株式会社空野観光に運行を任せ、乗合タクシーの実証運行を行いました。\n"
    )
    assert pairs(text) == {
        ("奈良県三宅町", "桜井農業協同組合"),
        ("奈良県三宅町", AOBA),
        (UDA, "株式会社空野観光"),
    }


def test_minutes_count_from_the_day_of_the_meeting() -> None:
    text = (
        "令和5年度　第2回推進協議会　議事要旨\n\n日　時：令和6年2月14日（水）　午後1時30分～3時20分\n出席者：奈良県宇陀市（企画課長）、曽爾村（総務課長）\n\n"
        "・昨年12月19日、宇陀市は株式会社あおばと「応急対策に関する協定」を締結した。\n"
        "湯前：株式会社空野急送に頼んではどうか。見積りも安い。\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA], "2023-12-19")]
    assert not any("空野急送" in body for _, body in pairs(text))


def test_what_was_concluded_is_of_the_body_told_before_and_not_of_whose_monthly_it_is() -> None:
    text = (
        "研究員コラム\n\n一般財団法人大和経済研究所　月報2025年2月号\n\n"
        "　奈良県宇陀市は、一社に任せる道をとった。市は地元の株式会社あおばを選び、2019年4月、全路線を同社に委ねた。"
        "よりどころとなる「交通の運行に関する協定」が交わされたのは、その前年の12月である。\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA], "2018-12")]


def test_an_evaluation_form_is_of_the_town_that_it_names_first() -> None:
    text = (
        "令和6年度　事務事業評価シート\n\n担当課　　　企画課\n\n【事業の目的】\n　宇陀市内の空き家の流通を進める。\n【実施体制】\n"
        "　・改修資金　令和3年2月に株式会社あおばと「空き家対策に関する連携協定」を締結。市が利子の一部を補給する。\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA], "2021-02")]


def test_a_town_s_own_body_in_a_heading_says_which_town_is_meant() -> None:
    text = (
        "連携レポート\n\n奈良県商工会連合会\n\n■三宅町商工会\n三宅町商工会は、町、株式会社あおばと共同で、商品券を令和3年10月に始めた。\n\n"
        "■田原本町商工会\n田原本町商工会と町、株式会社空野配送は、品を届ける実証を、令和5年1月から3月まで行った。\n"
    )
    assert pairs(text) == {
        ("奈良県三宅町", "三宅町商工会"),
        ("奈良県三宅町", AOBA),
        ("奈良県田原本町", "田原本町商工会"),
        ("奈良県田原本町", "株式会社空野配送"),
    }


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("令和6年5月、市の検証を、桜井農業大学及びSora合同会社と測量を実施（令和6年度）。", "Sora合同会社"),
        ("自動運転の実証実験（10月）。本市、株式会社あおば、空野交通㈱の共同。", "空野交通株式会社"),
        ("株式会社空野食品と本市とで平成26年度から行ってきた体験学習は、令和6年に終えた。", "株式会社空野食品"),
        ("平成30年度から続けてきたきよら保険㈱との「健康ポイント事業」は、12月28日で終了します。", "きよら保険株式会社"),
        ("令和6年度から、市と奥やまと山林組合が一緒に、林業の研修所を開いています。", "奥やまと山林組合"),
        ("まずは、市と株式会社あおばさんで令和2年度から行っております買物代行の周知に努めてまいりたいと考えております。", AOBA),
    ],
)  # fmt: skip
def test_plain_words_of_common_work_join_those_who_are_named(sentence: str, body: str) -> None:
    assert (UDA, body) in pairs(f"宇陀市の取組\n\n{sentence}\n")


def test_those_who_are_counted_stand_in_the_bracket() -> None:
    text = "宇陀市広報\n\n令和5年10月25日、宇陀市と市内の3郵便局（榛原郵便局、室生郵便局、菟田野郵便局）は「包括的連携に関する協定」を締結しました。\n"
    assert agreed(read(text)) == [([UDA], ["榛原郵便局", "室生郵便局", "菟田野郵便局"], "2023-10-25")]


def test_an_abbreviated_form_beside_a_cross_is_no_sign_of_the_same() -> None:
    text = (
        "HOME > 共創のひろば > 事例紹介\n\nCASE 01 足をつくる\n奈良県三宅町 × 株式会社空野交通\n町と同社は2024年3月21日に「足の協定」に調印。\n\n"
        "CASE 02 いちごを育てる\n奈良県宇陀市 × (同)ゆのはな農園\n市と同社は2025年3月21日に「温泉熱の利用に関する協定」に調印。\n"
    )
    assert ([UDA], ["合同会社ゆのはな農園"], "2025-03-21") in agreed(read(text))


def test_a_cooperative_whose_form_stands_before_its_name_says_we() -> None:
    text = "生活協同組合コープ大和の里　ニュース\n\n生活協同組合コープ大和の里は宇陀市で販売を始めました。\n\n当生協と宇陀市は、2014年7月に「見守りに関する協定」を締結しています。\n"
    assert agreed(read(text)) == [([UDA], ["生活協同組合コープ大和の里"], "2014-07")]


def test_on_the_same_day_is_that_day() -> None:
    text = (
        "広報うだ　令和7年11月号\n\n宇陀市は10月8日、㈱あおばと「見守りに関する協定」を結びました。"
        "お隣の曽爾村と御杖村も、同じ日に同社とそれぞれ同じ協定を交わしており、一台の車が走ります。\n"
    )
    assert sorted(agreed(read(text))) == [
        (["奈良県宇陀市"], [AOBA], "2025-10-08"),
        (["奈良県御杖村"], [AOBA], "2025-10-08"),
        (["奈良県曽爾村"], [AOBA], "2025-10-08"),
    ]


def test_both_of_them_and_the_town_are_three() -> None:
    text = (
        "宇陀市議会　一般質問　答弁要旨\n\n宇陀市の木のボイラーについて、木は宇陀森林組合から供給を受け、保守は、市と二人三脚で取り組んできた株式会社あおばが担っております。"
        "この両者と市は、平成30年11月5日に「木質熱利用の推進に関する協定」を取り交わしました。\n"
    )
    assert agreed(read(text)) == [([UDA], ["宇陀森林組合", AOBA], "2018-11-05")]


def test_the_owner_of_a_table_beside_its_partners_is_none_of_them(tmp_path: Path) -> None:
    text = (
        "# 施策評価シート（令和6年度実績）\n\n**宇陀市まち・ひと・しごと創生総合戦略**\n\n## 主な事業の実施状況\n\n"
        "| 事業名 | 主体・連携先 | 状況 | R6決算（千円） |\n|---|---|---|---|\n"
        "| ① 体験商品づくり | 市、一般社団法人うだ観光局、宇陀川漁業協同組合 | 継続 | 2,700 |\n| ② 保育付き滞在 | 市 | 未着手 | 0 |\n\n"
        "令和6年5月20日には、観光局、漁協と市の間で「体験観光推進協定」を締結した。\n\n"
        "## 包括連携協定の活用状況\n\n1. **大和大学**（H28.3.25締結）……令和6年度は、学生の調査3件を受け入れた。\n"
        "2. **株式会社あおば**（R2.9.1締結）……社員によるちらしの配布。\n"
    )
    (tmp_path / "sheet.md").write_text(text, encoding="utf-8")
    made = draft_file(tmp_path / "sheet.md", vocabulary()).record
    named = {b["名称"] for told in (*made["協定"], *made["施策"]) for b in told["企業"]}
    assert named == {"一般社団法人うだ観光局", "宇陀川漁業協同組合", "大和大学", AOBA}
    assert sorted(a["締結日"] for a in made["協定"]) == ["2016-03-25", "2020-09-01", "2024-05-20"]


def test_a_partner_stands_in_the_bracket_behind_the_title() -> None:
    text = (
        "宇陀市　災害時の応援協定\n\n「災害時における石油類の供給に関する協定」（平成18年8月21日締結、相手方：株式会社あおば）は、"
        "同社の廃業により、令和5年9月30日に終わりました。\n"
    )
    (made,) = read(text).agreements
    assert [b["名称"] for b in made["企業"]] == [AOBA]
    assert (made["締結日"], made["終了日"]) == ("2006-08-21", "2023-09-30")


def test_an_agreement_may_be_concluded_anew_with_another() -> None:
    text = (
        "宇陀市　災害時の応援協定\n\n平成22年3月30日に土佐なぎさ農業協同組合と結んだ「食料等の供給に関する協定」は、合併により相手方が黒潮こうち農業協同組合に変わったため、"
        "平成31年2月1日に同組合と結び直しました。\n"
    )
    assert ([UDA], ["黒潮こうち農業協同組合"], "2019-02-01") in agreed(read(text))


def test_a_remark_may_name_those_in_whose_names_as_well() -> None:
    text = (
        "宇陀市　災害時の応援協定\n\n▼居室の提供に関する協定\n・相手　　株式会社あおば\n・締結　　2024.12.19\n・内容　　居室の貸与\n"
        "・備考　　曽爾村、御杖村との連名（1市2村と同社の4者による協定）です。\n"
    )
    assert [sorted(places) for places, _, _ in agreed(read(text))] == [["奈良県宇陀市", "奈良県御杖村", "奈良県曽爾村"]]


def test_the_sender_beneath_a_title_of_results_is_party_to_the_rows() -> None:
    text = (
        "自治体連携の実績（2024年3月末現在）\n株式会社あおば\n\n自治体名　　　協定の名称　　　　　　　　締結年月日\n"
        "奈良県宇陀市　　健康増進に関する協定　　　2017年5月8日\n奈良県天理市　　物資の供給に関する協定　　2020年1月20日\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA], "2017-05-08"), ([TENRI], [AOBA], "2020-01-20")]


def test_a_form_answers_who_the_next_body_is() -> None:
    text = (
        "ふるさと納税について\n\n奈良県宇陀市では、返礼品の発送の管理を、次の事業者に委託しています。\n\n"
        "　　事業者名　　株式会社あおば\n　　委託期間　　令和5年4月1日～令和8年3月31日\n"
    )
    assert pairs(text) == {(UDA, AOBA)}


def test_to_eat_up_is_no_duty() -> None:
    text = "宇陀市の取組\n\n市は、平成30年に曽爾村、宇陀フードバンク協議会とともに「食べきり宣言」を行い、呼びかけを続けている。\n"
    assert (UDA, "宇陀フードバンク協議会") in pairs(text)


def test_the_ceremony_is_that_of_the_papers_exchanged_at_it() -> None:
    text = (
        "広報うだ　2023年11月号\n\n10月17日、宇陀市役所で高齢者等の見守りに関する協定の調印式が行われ、"
        "宇陀市は、桜井農業協同組合、株式会社あおばとそれぞれ協定を取り交わしました。\n"
    )
    assert sorted(agreed(read(text))) == [
        ([UDA], [AOBA], "2023-10-17"),
        ([UDA], ["桜井農業協同組合"], "2023-10-17"),
    ]
