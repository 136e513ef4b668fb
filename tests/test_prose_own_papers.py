"""What a local government tells in its own papers of bodies that take part, without any agreement: in whose name the paper
speaks, who does what in it, and what is only spoken of. All texts are made up; the municipalities exist, what is told of
them does not."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, read

SORA = "株式会社空野商店"
HEAD = "くらしの取組のお知らせ\n令和6年5月10日\n奈良県宇陀市 政策課\n\n【主な取組】\n"


def told(words: str) -> set[tuple[str, str]]:
    """The pairs of a page of 宇陀市 that says ``words``."""
    return acting(read(f"{HEAD}{words}\n"))


@pytest.mark.parametrize(
    "head",
    [
        "第2期宇陀市まち・ひと・しごと創生総合戦略　令和6年度の進み具合",
        "宇陀市　買い物の足の試し運転について（中間報告）",
        "宇陀市地域公共交通会議　会議録（要点）",
        "ごみに関するＱ＆Ａ（奈良県宇陀市 環境課）",
        "広報うだ　8月号　まちの話題",
        "総務文教委員会　会議録\n令和5年6月19日　　宇陀市",
        "事業の実績報告書\n\n１　事業主体　　宇陀市（健康課）",
        "取組の記録\n\n件名：宇陀市　来年度の相手方について",
    ],
)
def test_a_paper_is_of_the_local_government_that_its_head_names(head: str) -> None:
    text = f"{head}\n\n体操教室は、株式会社あおばが運営している。\n"
    assert acting(read(text)) == {(UDA, AOBA)}


def test_a_paper_is_of_the_local_government_that_its_foot_names() -> None:
    text = "【共有】取組の棚卸し\n\n体操教室は、株式会社あおばが運営しています。\n\n以上、奈良県宇陀市 政策課（令和6年10月）\n"
    assert acting(read(text)) == {(UDA, AOBA)}


def test_a_page_that_nobody_signs_is_of_the_one_of_whom_it_says_that_the_city_does_it() -> None:
    text = (
        "おでかけの支え\n\n宇陀市では、買い物に困る方に車を出しています。\n"
        "費用は市が持ちます。申込みは市の窓口で受け付けます。\n運転は株式会社あおばの社員が務めます。\n"
    )
    assert acting(read(text)) == {(UDA, AOBA)}


def test_an_article_about_a_city_is_no_paper_of_it() -> None:
    text = "宇陀の秋\n\n奈良県宇陀市で催しが開かれた。株式会社あおばは新しい菓子を並べた。\n"
    assert acting(read(text)) == set()


@pytest.mark.parametrize(
    "words",
    [
        "体操教室は、株式会社あおばが運営しています。",
        "株式会社あおばは、授業で使う端末300台を無償で貸し出しています。",
        "株式会社あおばが移動販売車を週2回、集会所に回している。",
        "株式会社あおばも、券の発行に協力しました。",
        "会の運営は引き続き株式会社あおばが行う。",
        "機器は株式会社あおばが用意。",
        "健診の説明会では、株式会社あおばの管理栄養士が個別の相談に応じました。",
        "株式会社あおばの従業員の皆さんが、毎月、駅前の清掃に参加しています。",
        "見本の貸出しを、株式会社あおばの職員が行っている（家賃なしで入居）。",
    ],
)
def test_a_body_that_does_something_in_an_own_paper_takes_part(words: str) -> None:
    assert told(words) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "words",
    [
        "教室を支えてくれているのは、株式会社あおばです。",
        "本の箱を運ぶのは、株式会社あおばの社員です。",
        "魚を毎回集めるのは、株式会社あおばの役目。",
        "講師は市が招いた株式会社あおばの先生です。",
        "道の駅の指定管理者は株式会社あおばです。",
    ],
)
def test_who_it_is_that_does_something_may_be_told_last(words: str) -> None:
    assert told(words) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "words",
    [
        "株式会社あおばより、専門人材を1名受け入れています。",
        "株式会社あおば様から、図書カードをいただきました。",
        "苗は、株式会社あおばから無償で譲り受けました。",
        "苗は株式会社あおばからの提供です。",
        "株式会社あおばのマイクロバスを市が借り上げて走らせています。",
        "給食の調理を株式会社あおばへ委託しました。",
        "旧小学校は株式会社あおばに貸し付け、宿として使われています。",
        "株式会社あおばの店頭で、血圧計を置いていただいています。",
        "株式会社あおばに見守り協力事業者として登録いただいています。",
        "株式会社あおばをアドバイザーに迎え、商品の開発を進めた。",
        "職員を株式会社あおばへ1年間派遣しています。",
        "移動販売は、株式会社あおばにより週3回行われています。",
        "公立保育園4園で、株式会社あおばによる紙おむつのサービスを導入しました。",
    ],
)
def test_what_is_got_from_or_given_to_a_body_makes_it_take_part(words: str) -> None:
    assert told(words) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "words",
    [
        "株式会社あおばが寄贈した車いすは、市役所の窓口で使っています。",
        "株式会社あおばが運行する路線バスに、市は運行費を補助しています。",
        "指定管理者の株式会社あおばが、朝市を毎週開いています。",
        "PFI事業者として選ばれた株式会社あおばが、給食センターを15年間運営する。",
    ],
)
def test_an_attribute_may_tell_the_part_of_a_body(words: str) -> None:
    assert told(words) == {(UDA, AOBA)}


def test_one_verb_may_be_of_several_bodies() -> None:
    assert told("サッカーは株式会社あおば、吹奏楽は株式会社空野商店が、それぞれ土日の指導を引き受けます。") == {
        (UDA, AOBA),
        (UDA, SORA),
    }


def test_names_in_brackets_do_what_stands_behind_the_brackets() -> None:
    assert told("学生12人を、工場2社（株式会社あおば、株式会社空野商店）が2週間ずつ受け入れた。") == {
        (UDA, AOBA),
        (UDA, SORA),
    }


@pytest.mark.parametrize(
    "lines",
    [
        "・食材の提供 …… 株式会社あおば",
        "・休日の健診の実施　　　　　株式会社あおば",
        "・貝殻を集める　　　　　株式会社あおば",
        "実施主体：市、株式会社あおば",
        "企業版ふるさと納税の寄附企業：株式会社あおば（100万円）",
        "・実施方法：委託（株式会社あおば）",
        "■ 教える人\n　資金の話 … 株式会社あおば 奈良支店の担当者",
        "■ 体制\n株式会社あおば　　　端末の貸与、地図の作成",
        "■ ご寄附をいただいた皆様\n1月9日　株式会社あおば　様　　備蓄用の水 4,800本",
        "武道館 …… 愛称「あおばアリーナ」（株式会社あおば、年額300万円）",
        "・訓練項目　　　　　　　受け持ち\n　物資の積下ろし　　　　株式会社あおば（トラック3台）",
    ],
)
def test_a_line_without_a_verb_says_who_does_what(lines: str) -> None:
    assert told(lines) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "words",
    [
        "株式会社あおばは市内に本社を置く食品会社です。",
        "株式会社あおばが運営するスーパーが3月に閉店しました。",
        "会場は株式会社あおばの会議室です。",
        "お申し込みは株式会社あおばの窓口へお越しください。",
        "他市では、株式会社あおばが見守りを担っている例があります。",
        "株式会社あおばから、要望書の提出がありました。",
        "入札には株式会社あおばなど4者が参加しました。",
        "プロポーザルには株式会社あおばも応募しましたが、選ばれませんでした。",
        "株式会社あおばが提供するクーポンは、市とは関係ありません。",
        "株式会社あおばが協賛しています。",
        "委員　株式会社あおばに任せたらどうか。",
        "質問：株式会社あおばに委託してはどうか。",
        "株式会社あおばの寄附は、条件が折り合わず辞退しました。",
        "以前は株式会社あおばが店を出していましたが、今は空き地です。",
        "写真：株式会社あおば",
        "株式会社あおばに勤める市民が受賞しました。",
    ],
)
def test_in_an_own_paper_too_who_is_only_spoken_of_takes_no_part(words: str) -> None:
    assert told(words) == set()


def test_what_another_local_government_does_is_no_work_of_the_owner() -> None:
    assert (UDA, AOBA) not in told("生駒市では、株式会社あおばと連携して見守りを行っています。")


def test_the_owner_acts_with_those_who_are_named_beside_it() -> None:
    text = f"{HEAD}株式会社あおばが運行する2路線について、国、奈良県とともに運行費を補助し、維持する。\n"
    assert (UDA, AOBA) in acting(read(text))


def test_the_seat_of_a_body_does_not_act() -> None:
    assert told("外国人役は、生駒市の株式会社あおばの社員21人が務めた。") == {(UDA, AOBA)}


def test_a_report_of_a_visit_tells_of_the_place_that_was_visited() -> None:
    text = (
        "視察報告書\n視察者　滋賀県米原市議会\n視察先　奈良県宇陀市\n期日　令和7年1月23日\n\n聞き取ったこと\n"
        "・相談員は、株式会社あおばから週3日来ている。市が人件費を払う。\n"
    )
    assert acting(read(text)) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "words",
    [
        "株式会社あおばは市の南で発電所を計画しているが、市は関わっていない。",
        "株式会社空野商店は、昨年度に株式会社あおばの助成を受けています。",
        "今年は株式会社あおばから融資を受け、醸造所を建てます。",
    ],
)
def test_what_bodies_do_among_themselves_is_no_work_of_the_owner(words: str) -> None:
    before = "市内の株式会社空野商店は、ぶどうを育てています。"
    assert (UDA, AOBA) not in told(f"{before}{words}")


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("株式会社あおばの社員が、録音の整理を令和8年度までの予定で引き受けてくださっています。", "実施"),
        ("体操教室は、令和5年度まで株式会社あおばに委託していました。", "終了"),
        ("次年度は株式会社あおばの協力を得て、教室を設ける計画である。", "計画"),
        ("株式会社あおばと共同で、乗合タクシーの実証運行を行った。", "実証"),
    ],
)
def test_the_stage_of_a_measure_is_told_by_how_its_clause_ends(words: str, stage: str) -> None:
    assert [m["段階"] for m in read(f"{HEAD}{words}\n").measures] == [stage]


def test_a_letter_is_the_paper_of_whoever_sends_it_and_not_of_whom_it_goes_to() -> None:
    text = (
        "令和6年7月8日\n三重県名張市政策部長　様\n奈良県宇陀市企画財政部長（公印省略）\n\n連携の調査について（回答）\n\n"
        "問１　包括連携協定を結んでいる企業\n　・株式会社あおば　令和元年10月1日\n"
    )
    assert acting(read(text)) == {(UDA, AOBA)}
