"""What a company, a bank or a school tells in its own paper of what it does with local governments.

All names and texts are made up; the local governments are real.
"""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, read

HISTORY = "会社案内　沿革\n\n株式会社あおば（本社：三重県名張市）\n\n"
PAGE = "地域とのかかわり\n株式会社あおば\n\n当社は、地域とともに歩んでいます。\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "2003年　奈良県宇陀市からし尿処理施設の運転管理を受託（現在も継続中）",
        "2015年　奈良県宇陀市の全小学校で「水の教室」を開始。毎年社員が出前授業をしています",
        "2024年　記念事業として奈良県宇陀市に防災用の濾過装置2台を寄贈",
    ],
)
def test_a_line_of_a_history_that_touches_a_local_government_is_a_measure_of_the_company(line: str) -> None:
    assert acting(read(f"{HISTORY}1974年　名張市内で創業\n{line}\n")) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "line",
    [
        "1988年　奈良県宇陀市に営業所を開設",
        "1996年　有限会社から株式会社へ組織変更",
        "2021年　奈良県宇陀市から健康経営の認定を取得",
        "2022年　奈良県宇陀市の祭りに出店",
        "2023年　奈良県宇陀市が当社の製品を購入",
        "2024年　奈良県宇陀市での実証を検討",
    ],
)
def test_the_companys_own_business_in_a_town_is_no_measure(line: str) -> None:
    assert acting(read(f"{HISTORY}1974年　名張市内で創業\n{line}\n")) == set()


def test_under_the_name_of_a_local_government_the_sentences_speak_of_it_as_city_or_town() -> None:
    text = f"{PAGE}■奈良県宇陀市\n市の職員の方々に、聞き取りの仕方を教える研修を行いました。\n\n■三重県名張市\n名張工場の食堂を改装しました。\n"
    assert acting(read(text)) == {(UDA, AOBA)}


def test_who_is_chosen_for_a_programme_takes_part_in_it_and_who_uses_a_product_does_not() -> None:
    text = (
        "プレスリリース\n2024年5月20日\n株式会社あおば\n\n学びの島プログラムの採択自治体を決定\n\n当社は次のとおり決定しました。\n\n"
        "＜採択自治体＞\n奈良県宇陀市\n三重県名張市\n\n＜教材の導入自治体＞\n奈良県葛城市\n"
    )
    assert acting(read(text)) == {(UDA, AOBA), ("三重県名張市", AOBA)}


def test_what_another_body_does_in_a_town_is_not_the_companys() -> None:
    text = f"{PAGE}宇陀市には同業のみどり警備株式会社が、給水ポンプを届けました。\n"
    assert (UDA, AOBA) not in acting(read(text))


def test_a_municipality_s_own_page_is_nobody_else_s() -> None:
    text = "奈良県宇陀市\n令和6年4月1日\n\n宇陀市は市の小学校で水の教室を開いています。株式会社あおばの工場も見学しました。\n"
    assert acting(read(text)) == set()
