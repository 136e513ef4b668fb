"""Who and when stand in a text: local governments, bodies and dates, each exactly where the text names them.

All texts are made up.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.paths import shipped_data
from loaders.prose.mentions import Body, Place, Scan, When, scan
from loaders.read import Reading, Span
from loaders.vocabulary import Vocabulary


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(shipped_data())


def read(text: str, municipality: str = "", title: str = "") -> Scan:
    return scan(Reading("作り話.txt", "txt", "0" * 64, text, title), vocabulary(), municipality=municipality)


def places(text: str, municipality: str = "") -> list[str]:
    """Names of the places that a text names, as ``name`` or ``name/department``; open ones with a question mark."""
    found = [m for s in read(text, municipality).sentences for m in s.places]
    return [m.name + ("" if m.resolved else "?") + (f"/{m.department}" if m.department else "") for m in found]


def uses(text: str) -> dict[str, str]:
    return {m.said: m.use for s in read(text).sentences for m in s.places}


def bodies(text: str) -> list[str]:
    """Names of the bodies that a text certainly names, as ``name`` or ``name/department``."""
    found = [m for s in read(text).sentences for m in s.bodies if m.certain and not m.product]
    return [m.name + (f"/{m.department}" if m.department else "") for m in found]


def dates(text: str) -> list[str]:
    return [m.date + (f"~{m.end}" if m.end else "") for s in read(text).sentences for m in s.dates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("奈良県宇陀市が始めた。", ["奈良県宇陀市"]),
        ("四日市市と大津市、津市が集まった。", ["三重県四日市市", "滋賀県大津市", "三重県津市"]),
        ("山梨県大月市、富士川町の職員", ["山梨県大月市", "山梨県富士川町"]),
        ("奈良県生駒郡斑鳩町の役場", ["奈良県斑鳩町"]),
        ("宇陀市役所企画政策課と宇陀市教育委員会", ["奈良県宇陀市/企画政策課", "奈良県宇陀市/教育委員会"]),
        ("宇陀市長が出席した。", ["奈良県宇陀市"]),
        ("宇陀市まちづくり支援課へ", ["奈良県宇陀市/まちづくり支援課"]),
        ("大阪市北区と札幌市中央区", ["大阪府大阪市/北区", "北海道札幌市/中央区"]),
        ("東京都渋谷区とつくばみらい市", ["東京都渋谷区", "茨城県つくばみらい市"]),
        ("中央区は募集を始めた。", ["中央区?"]),
        ("府中市は募集を始めた。", ["府中市?"]),
        ("府中市（広島県）は募集を始めた。", ["広島県府中市", "広島県"]),
        ("広島県府中市の話題。府中市は募集を始めた。", ["広島県府中市", "広島県府中市"]),
        ("福井県の池田町と組む。", ["福井県", "福井県池田町"]),
    ],
)
def test_a_local_government_is_found_by_its_name_and_never_guessed(text: str, expected: list[str]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "町田市場と市川市場へ野菜を運ぶ。",
        "都市の市場と町内会、村上さんの町並み。",
        "海沿いの町に泊まる。",
        "東京と大阪を結ぶ。",
        "横浜ゴムの工場と大阪ガスの店。",
        "地区の学区で朝市が立つ。",
    ],
)
def test_ordinary_words_and_cities_without_their_suffix_are_no_local_government(text: str) -> None:
    assert [p for p in places(text) if p.endswith(("市", "町", "村", "区", "都", "府", "県"))] == []


@pytest.mark.parametrize(
    ("text", "said", "use"),
    [
        ("札幌市民会館で開いた。", "札幌市", "inside"),
        ("府中市美術館の展示", "府中市", "inside"),
        ("奈良県立図書館の本", "奈良県", "inside"),
        ("舞鶴市内のホテルで開いた。", "舞鶴市", "location"),
        ("三条市のカレー店が並ぶ。", "三条市", "location"),
        ("福岡市で開催された催し", "福岡市", "location"),
        ("四日市市に本店を置く会社", "四日市市", "location"),
        ("所在地：奈良県奈良市登大路町0番地", "奈良県奈良市", "address"),
        ("〒000-0000 柏市大島田00-1", "柏市", "address"),
        ("株式会社あおば（豊橋市）が運ぶ。", "豊橋市", "address"),
        ("宇陀市は企業と協定を結んだ。", "宇陀市", "actor"),
    ],
)
def test_what_stands_around_a_name_tells_actor_address_facility_and_place_apart(text: str, said: str, use: str) -> None:
    assert uses(text)[said] == use


def test_a_former_name_leads_to_todays_local_government_and_is_kept() -> None:
    (place,) = [m for s in read("旧鳩ヶ谷市の協定を引き継いだ。").sentences for m in s.places]
    assert (place.name, place.former) == ("埼玉県川口市", "埼玉県鳩ヶ谷市")


def test_a_namesake_of_another_prefecture_does_not_stand_for_a_merged_town() -> None:
    text = "豊川市は愛知県にある。平成18年2月に一宮町を編入した。"
    assert [m.former for s in read(text).sentences for m in s.places if m.said == "一宮町"] == ["愛知県一宮町"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("株式会社あおばと協定を締結した。", ["株式会社あおば"]),
        ("株式会社みなと製薬、ひかり生活協同組合が参加した。", ["株式会社みなと製薬", "ひかり生活協同組合"]),
        ("㈱あおば食品と（有）こもろ屋", ["株式会社あおば食品", "有限会社こもろ屋"]),
        ("宇陀市とあけぼの運輸株式会社は", ["あけぼの運輸株式会社"]),
        ("株式会社 AGRI Vision と REDEE 株式会社", ["株式会社AGRI Vision", "REDEE株式会社"]),
        ("有限会社エム・エヌ・ディが運ぶ。", ["有限会社エム・エヌ・ディ"]),
        ("遠州青果（株）、JA掛川みなみの２者と協力する。", ["遠州青果株式会社", "JA掛川みなみ"]),
        ("株式会社あおば奈良支店が参加した。", ["株式会社あおば/奈良支店"]),
        ("百五銀行玉城支店と協力する。", ["百五銀行/玉城支店"]),
        ("岡山吉備大学農学部と覚書を交わした。", ["岡山吉備大学/農学部"]),
        ("NPO法人カルストの森が教える。", ["特定非営利活動法人カルストの森"]),
        ("一般社団法人房総こども未来協会を含む。", ["一般社団法人房総こども未来協会"]),
        ("株式会社あおば代表取締役社長が署名した。", ["株式会社あおば"]),
        ("株式会社あおばの社員が訪ねた。", ["株式会社あおば"]),
        ("株式会社あおばです。", ["株式会社あおば"]),
        ("新見商工会議所、阿哲商工会と阿哲信用金庫", ["新見商工会議所", "阿哲商工会", "阿哲信用金庫"]),
        ("総務省と農林水産省北陸農政局が後援した。", ["総務省", "農林水産省北陸農政局"]),
        ("日 本 橋 銀 行 株 式 会 社と結んだ。", ["日本橋銀行株式会社"]),
        ("信楽物産株式会\n社は、町内の店で陶器を売ります。", ["信楽物産株式会社"]),
    ],
)
def test_a_body_is_found_with_its_whole_name_and_its_branch_apart(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "市内企業や関係機関、金融機関と連携する。",
        "株式会社等の民間企業が参加した。",
        "株式会社として独り立ちした。",
        "包括連携協定締結企業の一覧",
        "大学生と高校生、銀行員が集まった。",
        "交通安全と公共交通、天然ガスの利用",
        "三郷町のように大学と組む。",
        "株式会社○○と協定を結ぶ場合",
    ],
)
def test_words_for_kinds_of_bodies_are_no_body(text: str) -> None:
    assert bodies(text) == []


def test_how_far_a_name_reaches_is_read_from_the_rest_of_the_document() -> None:
    text = "株式会社ことのは\n\n株式会社ことのはは、本を運ぶ。株式会社ことのはと市が組んだ。"
    assert set(bodies(text)) == {"株式会社ことのは"}


def test_a_name_that_the_document_writes_in_full_is_known_without_its_form_further_on() -> None:
    assert bodies("会員\n株式会社CI\n\nCIとciが講師を送る。") == ["株式会社CI"] * 3


def test_a_common_word_does_not_become_a_body_because_a_company_bears_it() -> None:
    assert bodies("株式会社プラットフォームの新しいプラットフォーム") == ["株式会社プラットフォーム"]


def test_the_name_of_a_product_is_marked_as_such() -> None:
    products = [(m.said, m.product) for s in read("市のLINE公式アカウントとLINEの社員").sentences for m in s.bodies]
    assert products == [("LINE", True), ("LINE", False)]


def test_persons_stand_in_no_name() -> None:
    text = "株式会社あおば（代表取締役社長：山田花子、本社：奈良市）と宇陀市長 山田太郎は"
    names = [m.name for s in read(text).sentences for m in s.mentions if isinstance(m, Place | Body)]
    assert names == ["株式会社あおば", "奈良県奈良市", "奈良県宇陀市"]


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("宇陀市（以下「甲」という。）と株式会社あおば（以下「乙」という。）。甲は乙に頼む。", "甲", "奈良県宇陀市"),
        ("宇陀市（以下「甲」という。）と株式会社あおば（以下「乙」という。）。甲は乙に頼む。", "乙", "株式会社あおば"),
        ("半田信用金庫（以下「半信」）がある。半信は運ぶ。", "半信", "半田信用金庫"),
        ("株式会社あおば（本社：奈良市、以下「AB」）は運ぶ。ABは走る。", "AB", "株式会社あおば"),
        ("株式会社あおば交通（あおば社）は運ぶ。あおば社は走る。", "あおば社", "株式会社あおば交通"),
        ("ピンネ農業協同組合（JAピンネ）は運ぶ。ＪＡピンネは走る。", "ＪＡピンネ", "ピンネ農業協同組合"),
    ],
)
def test_a_short_name_that_the_text_introduces_stands_for_the_whole(text: str, short: str, name: str) -> None:
    last = [m for m in read(text).sentences[-1].mentions if isinstance(m, Place | Body) and m.said == short]
    assert [(m.name, m.how) for m in last] == [(name, "alias")]


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("宇陀市役所\n\n本市は、協定を結びました。", "本市", "奈良県宇陀市"),
        ("高浜町と株式会社あおばが組んだ。町は家を貸す。", "町", "福井県高浜町"),
        ("【水戸市】市では配信を行う。\n\n【鎌倉市】市では本を配る。", "市", "神奈川県鎌倉市"),
        ("和光市が始め、流山市も加わった。同市は貸し出す。", "同市", "千葉県流山市"),
        ("株式会社みどりは休み、株式会社あおばが運ぶ。同社は走る。", "同社", "株式会社あおば"),
        ("株式会社あおば\n\n当社は、宇陀市と協定を結びました。", "当社", "株式会社あおば"),
        ("倉吉市で始めた。同県の北栄町も続く。", "同県", "鳥取県"),
    ],
)
def test_a_pronoun_stands_for_the_issuer_or_the_last_named(text: str, word: str, name: str) -> None:
    found = [m.name for s in read(text).sentences for m in s.mentions if isinstance(m, Place | Body) and m.said == word]
    assert found[-1:] == [name]


def test_a_word_for_two_stands_for_the_last_two() -> None:
    text = "湯梨浜町と北栄町も関心を寄せる。両町は説明を受けた。"
    assert places(text)[-2:] == ["鳥取県湯梨浜町", "鳥取県北栄町"]


def test_the_own_city_of_a_report_of_a_visit_is_not_the_city_that_was_visited() -> None:
    text = "行政視察報告書\n\n【豊川市】\n豊川市は運行している。\n\nおわりに\n本市でも進めたい。"
    assert "本市" not in [m.said for s in read(text).sentences for m in s.places]


def test_the_owner_that_the_user_tells_goes_before_the_text() -> None:
    assert places("本市は協定を結びました。府中市の広報", "広島県府中市") == ["広島県府中市", "広島県府中市"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和5年11月8日（水）に", ["2023-11-08"]),
        ("令和５年（２０２３年）１１月８日", ["2023-11-08"]),
        ("平成二十六年九月一日に", ["2014-09-01"]),
        ("H27.4月から、R5.11.8まで", ["2015-04", "2023-11-08"]),
        ("2023/11/8、2024-03-01、2022.9.1", ["2023-11-08", "2024-03-01", "2022-09-01"]),
        ("8月5日に結んだ。", ["--08-05"]),
        ("令和4年度は12件", ["2022"]),
        ("令和5年4月1日から令和8年3月31日まで", ["2023-04-01~2026-03-31"]),
        ("8月19日から21日まで", ["--08-19~--08-21"]),
        ("2021年に始めた。同年8月5日に結び、同月に配った。", ["2021", "2021-08-05", "2021-08"]),
        ("令和5年2月30日に", []),
        ("10年間、6カ月、100円、03-0000-0000、5000人", []),
    ],
)
def test_a_date_is_as_precise_as_the_text(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


def test_words_of_time_follow_the_documents_own_date_and_keep_month_and_day_without_one() -> None:
    assert dates("令和6年2月3日\n株式会社あおば\n\n本日、昨年8月5日の協定を改めました。")[1:] == [
        "2024-02-03",
        "2023-08-05",
    ]
    assert dates("昨年8月5日の協定を改めました。") == ["--08-05"]


def test_a_day_without_a_year_keeps_its_form_and_only_suggests_the_year() -> None:
    text = "令和6年2月3日\n株式会社あおば\n\n1月15日（月）と1月16日（月）に結んだ。"
    found = [(m.date, m.likely) for s in read(text).sentences for m in s.dates]
    assert found[1:] == [("--01-15", "2024-01-15"), ("--01-16", "")]


def test_sentences_know_the_headings_and_bullets_above_them() -> None:
    text = "# 協定\n\n## 締結している協定\n\n- 株式会社あおば\n- 株式会社みどり\n\n## 終了した協定\n\n■概要\n終わりました。次です。"
    sentences = read(text).sentences
    chains = {read(text).words(s.span): [read(text).words(sentences[i].span) for i in s.heading] for s in sentences}
    assert chains["株式会社みどり"] == ["協定", "締結している協定"]
    assert chains["次です。"] == ["協定", "終了した協定", "概要"]


def test_a_full_stop_in_quotes_or_brackets_ends_no_sentence() -> None:
    text = "宇陀市（以下「甲」という。）と結んだ。市は「進める。」と話した。"
    assert [read(text).words(s.span) for s in read(text).sentences] == [
        "宇陀市（以下「甲」という。）と結んだ。",
        "市は「進める。」と話した。",
    ]


def test_lines_that_a_page_has_cut_are_one_sentence() -> None:
    text = "甲賀市は、市内の陶器や茶の販路を広げるた\nめ、近江鉄\n道株式会社と下記のとおり協定を締結\nしました。"
    assert len(read(text).sentences) == 1


def test_keys_and_values_of_a_line_are_told_apart() -> None:
    (sentence,) = read("締結日：令和5年4月1日").sentences
    assert sentence.key is not None
    assert sentence.value is not None
    assert (sentence.key, sentence.value) == (Span(0, 3), Span(4, 12))


def test_skipped_spans_have_no_sentences_but_their_names_are_known() -> None:
    text = "株式会社CI\n\nCIが講師を送る。"
    found = scan(Reading("作り話.txt", "txt", "0" * 64, text), vocabulary(), skip=[Span(0, 6)])
    assert [(m.span.start, m.name) for s in found.sentences for m in s.bodies] == [(8, "株式会社CI")]


@pytest.mark.parametrize(
    ("text", "issuers", "issued", "kind"),
    [
        ("報道関係者各位\n\n令和5年11月8日\n株式会社あおば\n\n宇陀市と協定を締結しました", ["株式会社あおば"], "2023-11-08", "プレスリリース"),
        ("協定を結びました\n\n発信元：新潟県燕市\n\n燕市は協定を結びました。", ["新潟県燕市"], "", "その他"),
        ("災害に強いまち\n更新日：2022年7月1日\n\nお知らせです。\n\nお問い合わせ\n奈良県宇陀市役所", ["奈良県宇陀市"], "2022-07-01", "その他"),
        ("（奈良県斑鳩町議会会議録より）\n本町の話。", ["奈良県斑鳩町"], "", "その他"),
    ],
)  # fmt: skip
def test_the_header_tells_who_issues_the_document_and_when(
    text: str, issuers: list[str], issued: str, kind: str
) -> None:
    header = read(text).header
    assert set(issuers) <= {issuer.name for issuer in header.issuers}
    assert (header.issued.date if header.issued else "") == issued
    assert header.kind == kind


def test_the_day_that_a_list_describes_is_no_day_of_issue() -> None:
    header = read("宇陀市の主な協定\n（令和6年4月1日現在）\n\n・株式会社あおば").header
    assert (header.as_of and header.as_of.date, header.issued, header.kind) == ("2024-04-01", None, "協定一覧")


def test_fields_are_found_by_the_words_of_the_taxonomy() -> None:
    found = read("災害時の物資の供給について").fields(Span(0, 13))
    assert all(field.word == "災害時の物資の供給について"[field.span.start : field.span.end] for field in found)


def test_names_joined_by_commas_and_conjunctions_are_one_run() -> None:
    text = "宇陀市は、株式会社あおば、株式会社みどり及び株式会社そらと結んだ。"
    (sentence,) = read(text).sentences
    runs = read(text).together(sentence)
    assert [[m.name for m in run if isinstance(m, Place | Body)] for run in runs] == [
        ["奈良県宇陀市"],
        ["株式会社あおば", "株式会社みどり", "株式会社そら"],
    ]


PIECES = st.sampled_from(
    [*"市町村県、。（）「」『』 　\n・●①1一年月日はがと甲乙", "株式会社", "㈱", "宇陀市", "府中市", "奈良県", "あおば", "以下「甲」", "令和5年", "同社", "本市", "大学", "協議会", "LINE", "#", "【", "】", "ﾊﾟ", "\u200b", "𠮷"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
@example("甲株式会社")
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_and_every_mention_stands_where_it_says(text: str) -> None:
    found = read(text)
    for sentence in found.sentences:
        assert 0 <= sentence.span.start < sentence.span.end <= len(text)
        assert all(index < sentence.index for index in sentence.heading)
        for first, second in pairwise(sentence.mentions):
            assert first.span == second.span or first.span.end <= second.span.start
        for mention in sentence.mentions:
            assert sentence.span.start <= mention.span.start < mention.span.end <= len(text)
            assert isinstance(mention, When) or mention.name
            assert not isinstance(mention, Place) or mention.codes
