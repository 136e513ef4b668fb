"""Collections of cases (事例集), digests and lists of names: an entry is about whom its own lines name, a day without month
belongs to the month that the digest tells of, and an item that stands among bodies is one.

All texts are made up; the municipalities exist, what is told of them does not.
"""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, read

NABARI, SORA = "三重県名張市", "株式会社そら"
CASES = """官民連携の事例集
編集・発行　一般財団法人つなぐ支援機構

――――――――――――
事例1　畑の学校
{key}　　　奈良県宇陀市
連携先　　　株式会社あおば
取組の内容
　市と株式会社あおばは、令和3年4月に「食育の推進に関する協定」を結んだ。

――――――――――――
事例2　空の教室
{key}　　　三重県名張市
連携先　　　株式会社そら
取組の内容
　令和4年5月、市は株式会社そらと「空の学びに関する協定」を結んだ。同年、株式会社そらとも「防災に関する覚書」を交わした。
担当者の声
　「子どもの目が輝いた」（市担当課）

参考　似た取組のある団体
　奈良県桜井市、三重県伊賀市、奈良県御所市
"""


@pytest.mark.parametrize("key", ["団体名", "自治体名", "市町村名"])
def test_in_a_collection_each_entry_has_its_own_city_and_the_editor_does_none_of_it(key: str) -> None:
    found = read(CASES.format(key=key))
    assert acting(found) == {(UDA, AOBA), (NABARI, SORA)}
    told = {(a["名称"], a["自治体"][0]["名称"]) for a in found.agreements}
    assert ("食育の推進に関する協定", UDA) in told
    assert ("空の学びに関する協定", NABARI) in told
    assert {m["名称"] for m in found.measures}.isdisjoint({"――――――――――――"})


def test_who_says_we_and_signs_at_the_foot_speaks() -> None:
    text = (
        "みどりの約束 報告書2024\n\n森づくり\n　当社は、2016年5月に奈良県宇陀市と「森づくりに関する協定」を結びました。\n\n"
        "工場見学\n　見学を受け入れています。\n\n株式会社あおば　広報室\n"
    )
    assert acting(read(text)) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("今週の動き　2025年2月第3週（2月10日～16日）", "2025-02-12"),
        ("県内の動き（2025年2月）", "2025-02-12"),
        ("月刊つながり　2025年3月号\n2月の自治体と企業", "2025-02-12"),
        ("今週の動き（2025年2月20日～3月5日）", "2025-02-12"),
    ],
)
def test_a_day_in_a_digest_is_of_its_month(head: str, date: str) -> None:
    found = read(f"{head}\n\n12日、奈良県宇陀市は株式会社あおばと「見守りに関する協定」を結んだ。\n")
    assert [a["締結日"] for a in found.agreements] == [date]


def test_a_line_of_a_digest_begins_with_its_own_day() -> None:
    found = read(
        "県内の動き（2025年1月）\n\n"
        "14日（火）　奈良県宇陀市、株式会社あおばと「森に関する協定」を締結。2月末まで試行。\n"
        "16日（木）　三重県名張市、株式会社そらと「空に関する協定」を締結。\n"
    )
    assert [a["締結日"] for a in found.agreements] == ["2025-01-14", "2025-01-16"]


def test_the_month_of_an_issue_is_not_that_of_its_news() -> None:
    found = read("月刊つながり　2025年3月号\n\n12日、奈良県宇陀市は株式会社あおばと「見守りに関する協定」を結んだ。\n")
    assert [a.get("締結日", "") for a in found.agreements] == [""]


ITEMS = """見守りの協定を結びました

　宇陀市は令和5年10月25日、次の4事業者とそれぞれ「見守りに関する協定」を結びました。

●結んだ相手
{items}
"""


@pytest.mark.parametrize("last", ["てんとう新聞舗", "北はりまハイヤー", "とちのは生活協同組合"])
def test_items_beside_known_bodies_are_names_as_well(last: str) -> None:
    items = f"・株式会社あおば\n・八溝信用金庫 宇陀支店\n・合同会社ひなた配食\n・{last}"
    found = read(ITEMS.format(items=items), municipality=UDA)
    assert acting(found) == {(UDA, AOBA), (UDA, "八溝信用金庫"), (UDA, "合同会社ひなた配食"), (UDA, last)}


@pytest.mark.parametrize("last", ["ほか2団体", "市民課", "奈良県桜井市"])
def test_items_that_are_none_stay_none(last: str) -> None:
    items = f"・株式会社あおば\n・八溝信用金庫 宇陀支店\n・合同会社ひなた配食\n・{last}"
    assert last not in {body for _, body in acting(read(ITEMS.format(items=items), municipality=UDA))}


def test_a_heading_that_is_nothing_but_a_title_names_the_agreements_of_its_items() -> None:
    found = read(
        "災害時の協定\n\n○災害時における生活物資の供給協力に関する協定\n　・株式会社あおば（平成25年7月1日締結）\n"
        "　・株式会社そら（平成28年3月4日締結）\n",
        municipality=UDA,
    )
    assert {a["名称"] for a in found.agreements} == {"災害時における生活物資の供給協力に関する協定"}
    assert not any(a.get("仮称") for a in found.agreements)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "宇陀市とやんばる果実合同会社は、協定を結んだ。\n\nやんばる果実合同会社は、菓子を作る。\n",
            "やんばる果実合同会社",
        ),
        ("みねカルストでんき株式会社は、宇陀市と協定を結んだ。\n", "みねカルストでんき株式会社"),
        (
            "十勝ひなたエナジー株式会社（以下「ひなたエナジー」）は、宇陀市と協定を結んだ。\n",
            "十勝ひなたエナジー株式会社",
        ),
    ],
)
def test_a_name_is_as_long_as_the_document_shows_it(text: str, name: str) -> None:
    assert name in {body for _, body in acting(read(text, municipality=UDA))}


def test_a_form_that_says_each_tells_an_agreement_with_each() -> None:
    found = read(
        "宇陀市の協定\n\n▽災害時の福祉避難所に関する協定\n　相手方　株式会社あおば、株式会社そら\n"
        "　締結日　平成26年3月24日（両社とそれぞれ締結）\n",
        municipality=UDA,
    )
    assert [[b["名称"] for b in a["企業"]] for a in found.agreements] == [[AOBA], [SORA]]


def test_a_key_that_denies_an_agreement_tells_none() -> None:
    found = read(
        "事例集\n\n自治体名　奈良県宇陀市\n連携先　　株式会社あおば\n開始　　　令和4年度\n"
        "協定　　　締結していない（業務ごとの覚書による）\n"
    )
    assert not found.agreements
    assert acting(found) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("PRESS RELEASE　／　2022.3.28", "2022"),
        ("2022.03.28　地域・社会連携", "2022"),
        ("ニュースリリース　　　　　　　　　　　　　　　　　　　2022年3月28日", "2022"),
        ("つながりだより　第88号（令和4年4月）", "2022"),
    ],
)
def test_the_day_of_a_paper_beside_a_word_of_its_kind_gives_the_year(head: str, year: str) -> None:
    found = read(
        f"株式会社あおば\n\n{head}\n\n協定を結びました\n\n　3月25日、奈良県宇陀市と「見守りに関する協定」を結びました。\n"
    )
    assert [a["締結日"] for a in found.agreements] == [f"{year}-03-25"]


def test_the_strategy_of_a_town_in_hiragana_is_its_own() -> None:
    text = "第３期ときがわ町まち・ひと・しごと創生総合戦略\n\n町は、株式会社あおばと共同で教室を開いています。\n"
    assert acting(read(text)) == {("埼玉県ときがわ町", AOBA)}


def test_a_remark_heads_nothing() -> None:
    found = read(
        "茂木町の協定\n（令和6年4月1日現在　栃木県茂木町）\n\n１　物資\n　(1)　災害時の段ボールに関する協定\n　　　株式会社あおば　　令和元年12月２日\n"
        "　　　※最寄りの拠点は足利市の同社工場\n\n２　応急復旧\n　(1)　災害時の電気設備に関する協定\n　　　株式会社そら　　平成29年１月17日\n"
    )
    assert acting(found) == {("栃木県茂木町", AOBA), ("栃木県茂木町", SORA)}


def test_a_line_of_towns_with_their_days_lists_agreements() -> None:
    found = read(
        "生活協同組合あおばコープ\n\n三郷町と見守り協定を結びました\n\n　当組合は2023年7月11日、奈良県三郷町と「見守りに関する協定」を結びました。\n\n"
        "■あおばコープが見守り協定を締結している自治体\n"
        "　平群町（2013年9月）、斑鳩町（2013年12月）、上牧町（2015年3月）、王寺町（2016年6月）、三郷町（2023年7月）\n"
    )
    assert {(a["自治体"][0]["名称"], a["締結日"]) for a in found.agreements} == {
        ("奈良県三郷町", "2023-07-11"), ("奈良県平群町", "2013-09"), ("奈良県斑鳩町", "2013-12"),
        ("奈良県上牧町", "2015-03"), ("奈良県王寺町", "2016-06"),
    }  # fmt: skip


def test_the_days_of_a_weekly_digest_are_not_the_day_of_its_issue() -> None:
    found = read(
        "自治体と企業　週間ダイジェスト\n2024年11月4日～11月10日\n\n　奈良県宇陀市は5日、株式会社あおばと「見守りに関する協定」を結んだ。\n"
    )
    assert [a["締結日"] for a in found.agreements] == ["2024-11-05"]
