"""Words that stand for what was named before, names that share a letter, and dates that lean on others.

All texts are made up.
"""

from __future__ import annotations

import pytest

from loaders.prose.mentions import Body, Place
from tests.test_mentions import dates, read

UDA = "奈良県宇陀市"
NABARI = "三重県名張市"
AOBA = "株式会社あおば"


def stands_for(text: str, word: str) -> list[str]:
    """Names of the parties that the last occurrence of a word stands for."""
    start = text.rindex(word)
    found = [m for s in read(text).sentences for m in s.mentions if isinstance(m, Place | Body)]
    return [m.name for m in found if m.span.start == start]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        (f"宇陀市と{AOBA}は協定を結んだ。両者は見守りを行う。", "両者", [UDA, AOBA]),
        (f"宇陀市、名張市、{AOBA}が集まった。三者は見守りを行う。", "三者", [UDA, NABARI, AOBA]),
        (f"{AOBA}と株式会社みどりが参加した。2社は車を出す。", "2社", [AOBA, "株式会社みどり"]),
        (f"{AOBA}と株式会社みどりが参加した。二社による案内だ。", "二社", [AOBA, "株式会社みどり"]),
        (f"宇陀市と{AOBA}は協定を結んだ。\n\n三者は見守りを行う。", "三者", []),
        (f"{AOBA}が参加した。ほか3社は車を出す。", "3社", []),
        (f"宇陀市、{AOBA}と名張市の三者で結んだ。", "三者", []),
        ("百五銀行は参加した。同行は融資する。", "同行", ["百五銀行"]),
        ("奈良中央信用金庫と結んだ。同庫は融資する。", "同庫", ["奈良中央信用金庫"]),
        ("宇陀森林組合と結んだ。同組合は木を切る。", "同組合", ["宇陀森林組合"]),
        ("NPO法人あおばと結んだ。同法人は歌う。", "同法人", ["特定非営利活動法人あおば"]),
        ("奈良大学と結んだ。同大は学ぶ。", "同大", ["奈良大学"]),
        ("奈良県斑鳩町は雨だ。同町は晴れた。", "同町", ["奈良県斑鳩町"]),
        ("大きさは同大のものがよい。", "同大", []),
    ],
)
def test_a_word_for_a_group_stands_for_just_so_many_named_before(text: str, word: str, expected: list[str]) -> None:
    assert stands_for(text, word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("宇陀、名張両市は協定を結んだ。", [UDA, NABARI]),
        ("昨年は、宇陀・名張の両市が参加した。", [UDA, NABARI]),
        ("宇陀、名張、伊賀の3市が参加した。", [UDA, NABARI, "三重県伊賀市"]),
        ("紫波、矢巾両町と結んだ。", ["岩手県紫波町", "岩手県矢巾町"]),
        ("奈良、三重両県が後援した。", ["奈良県", "三重県"]),
        ("米、野菜の2町分を運んだ。", []),
        ("赤、青両市松模様の布", []),
    ],
)
def test_names_that_share_their_last_letter_are_whole_names(text: str, expected: list[str]) -> None:
    assert [p.name for s in read(text).sentences for p in s.places] == expected


def test_prefectures_in_brackets_tell_namesakes_apart_and_act_in_nothing() -> None:
    found = [p for s in read("朝日町（山形県、富山県）は参加した。").sentences for p in s.places]
    assert [(p.name, p.use) for p in found] == [
        ("山形県朝日町", "actor"), ("富山県朝日町", "actor"), ("山形県", "address"), ("富山県", "address"),
    ]  # fmt: skip
    assert found[0].span == found[1].span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二三年十一月八日に結んだ。", ["2023-11-08"]),
        ("平成三十年四月一日から令和元年度まで", ["2018-04-01", "2019"]),
        ("一九九八年三月に結んだ。", ["1998-03"]),
        ("二千二十三年四月一日", ["2023-04-01"]),
        ("令和4・5年度に行った。", ["2022", "2023"]),
        ("令和３～５年度に行った。", ["2021", "2023"]),
        ("平成29年度・30年度の事業", ["2017", "2018"]),
        ("2021・22年度の事業", ["2021", "2022"]),
        ("令和5・11・8", []),
        ("令和5(2023)年11月8日と2023(令和5)年11月9日", ["2023-11-08", "2023-11-09"]),
        ("2017年3月1日に結び、翌年3月18日に始めた。", ["2017-03-01", "2018-03-18"]),
        ("2017年12月31日に結び、翌日に始め、翌月に終えた。", ["2017-12-31", "2018-01-01", "2018-02"]),
        ("2017年12月1日に結び、前日に発表した。", ["2017-12-01", "2017-11-30"]),
        ("2017年12月1日に結び、前年の4月から試した。", ["2017-12-01", "2016-04"]),
        ("2018年2月1日に結び、同年度に始めた。", ["2018-02-01", "2017"]),
        ("2017年12月1日に結び、翌1月に始めた。", ["2017-12-01", "2018-01"]),
        ("2017年に結び、翌月に始めた。", ["2017", ""]),
        ("昨年、先月、昨日に結んだ。", ["", "", ""]),
        ("発行日：2023年5月10日\n\n市は昨年、先月、今月、来月1日、昨年度、一昨年、昨日、本日に動いた。",
         ["2023-05-10", "2022", "2023-04", "2023-05", "2023-06-01", "2022", "2021", "2023-05-09", "2023-05-10"]),
    ],
)  # fmt: skip
def test_a_date_leans_on_the_one_before_or_on_the_documents_own_and_on_nothing_else(
    text: str, expected: list[str]
) -> None:
    assert dates(text) == expected
