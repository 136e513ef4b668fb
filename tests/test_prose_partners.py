"""Measures and agreements that a page tells beneath the name of a partner, in rows, and in short words of notes.
All texts are made up; the municipalities exist, what is told of them does not."""

from __future__ import annotations

import pytest

from tests.test_prose import AOBA, UDA, acting, agreed, read

SORA = "株式会社空野商店"
PAGE = "奈良県宇陀市　公民連携の実績\n\n"


@pytest.mark.parametrize(
    "words",
    [
        "学生による地域調査を市と共同で実施しました。",
        "市有林の手入れをお願いしています（委託）。",
        "市の公式ページの運用を支援いただいています。",
        "協定は結んでいませんが、毎年、市と一緒に薬草の栽培試験を行っています。",
    ],
)
def test_beneath_the_name_of_a_partner_the_page_tells_of_it(words: str) -> None:
    assert acting(read(f"{PAGE}▶ 株式会社あおば\n　{words}\n")) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "words",
    [
        "空き店舗の活用について、提案をいただいています。",
        "市の職員が見学しました。",
        "株式会社空野商店と共同で新しい菓子をつくりました。",
        "市と一緒に行うことを検討しています。",
    ],
)
def test_beneath_the_name_of_a_partner_not_everything_is_common_work(words: str) -> None:
    assert (UDA, AOBA) not in acting(read(f"{PAGE}▶ 株式会社あおば\n　{words}\n"))


def test_each_name_heads_only_the_lines_beneath_it() -> None:
    text = f"{PAGE}株式会社空野商店\n　市の公式ページの運用を支援いただいています。\n株式会社あおば\n　市と共同で地域調査を実施しました。\n"
    assert acting(read(text)) == {(UDA, AOBA), (UDA, SORA)}
    told = [[c["名称"] for c in m["企業"]] for m in read(text).measures]
    assert sorted(told) == [[AOBA], [SORA]]


def test_a_row_that_tells_its_day_of_signing_needs_nothing_above_it() -> None:
    text = (
        "奈良県宇陀市の取組の実績\n\n【株式会社あおば】（協定締結日：平成27年10月8日）\n　・事業承継セミナー（2回）\n"
    )
    assert agreed(read(text)) == [([UDA], [AOBA], "2015-10-08")]


@pytest.mark.parametrize(
    "words",
    [
        "平成30年度から株式会社あおばと契約。",
        "市が公募し、株式会社あおばが受託。",
        "通訳は、株式会社あおばが、市から頼まれてしています。",
        "ごみの収集を株式会社あおばにお願いしています。",
        "回収は市から株式会社あおばへの委託によるものです。",
    ],
)
def test_short_words_of_a_contract_tell_a_measure(words: str) -> None:
    assert acting(read(f"{UDA}\n{words}\n")) == {(UDA, AOBA)}


@pytest.mark.parametrize(
    "text",
    [
        "奈良県宇陀市は、株式会社あおばとも、停電への備えについて勉強会を始めている。",
        "奈良県宇陀市の話。株式会社空野商店は桜井市と協定を結んでいる。電気の調達では、株式会社あおばと契約を結んでいる。",
        "奈良県宇陀市とは別に、株式会社あおばから融資を受けています。",
    ],
)
def test_what_is_done_with_somebody_else_is_no_measure(text: str) -> None:
    assert AOBA not in {name for _, name in acting(read(text))}


def test_who_speaks_is_one_of_those_who_act_with_others_whom_they_name() -> None:
    text = (
        "奈良県宇陀市　産業課\n\n港の利用を広げるため、奈良県と株式会社あおばと共同で、企業への訪問を続けております。"
    )
    assert acting(read(text)) == {(UDA, AOBA), ("奈良県", AOBA)}
