"""What drafting reads out of sentences. All texts are made up; the municipalities exist, what is told of them does not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.paths import shipped_data
from loaders import curated
from loaders.draft import Found
from loaders.prose.draft import draft
from loaders.read import Reading
from loaders.vocabulary import Vocabulary


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(shipped_data())


def read(text: str, municipality: str = "") -> Found:
    """The draft of a made-up text; every draft of these tests must be valid and quote exactly."""
    found = draft(
        Reading(name="made-up.txt", format="txt", sha256="0" * 64, text=text), vocabulary(), municipality=municipality
    )
    valid(found)
    exact(found, text)
    return found


def valid(found: Found) -> None:
    """Raises where the records are not what the curated format allows."""
    document = {"id": "d", "題名": "作り話", **found.document, "sha256": "0" * 64}
    curated.CuratedFile.model_validate(
        {
            "形式": "1", "文書": document, "発行": found.issuers, "収録": found.coverage, "協定": found.agreements,
            "施策": found.measures, "加盟": found.memberships, "記載": found.said, "警告": found.warnings,
        }
    )  # fmt: skip


def exact(value: Any, text: str) -> None:
    """Every 引用 is the text at its 位置."""
    if isinstance(value, Found):
        for part in (value.issuers, value.coverage, value.agreements, value.measures, value.memberships):
            exact(part, text)
    elif isinstance(value, list):
        for item in value:
            exact(item, text)
    elif isinstance(value, dict):
        if "位置" in value:
            start, end = value["位置"]
            assert value["引用"] == text[start:end]
            assert value["引用"].strip()
        for item in value.values():
            exact(item, text)


def agreed(found: Found) -> list[tuple[list[str], list[str], str]]:
    """Municipalities, bodies and date of each agreement."""
    return [
        ([p["名称"] for p in a["自治体"]], [p["名称"] for p in a["企業"]], a.get("締結日", ""))
        for a in found.agreements
    ]


def acting(found: Found) -> set[tuple[str, str]]:
    """Pairs of all agreements and measures."""
    return {(m["名称"], c["名称"]) for r in found.agreements + found.measures for m in r["自治体"] for c in r["企業"]}


UDA, AOBA = "奈良県宇陀市", "株式会社あおば"


def test_a_sentence_gives_parties_title_kind_and_day() -> None:
    found = read("奈良県宇陀市は令和5年11月8日、株式会社あおばと「地域見守り協定」を締結しました。")
    assert agreed(found) == [([UDA], [AOBA], "2023-11-08")]
    record = found.agreements[0]
    assert (record["名称"], record["種別"], record["確度"]) == ("地域見守り協定", "見守り協定", "明示")
    assert "仮称" not in record


def test_an_agreement_without_a_title_gets_a_descriptive_name_of_its_own_words() -> None:
    record = read("奈良県宇陀市は2023年11月、株式会社あおばと包括連携協定を締結した。").agreements[0]
    assert (record["仮称"], record["種別"], record["締結日"]) == ("true", "包括連携協定", "2023-11")
    assert "宇陀市" in record["名称"]
    assert record["名称"].endswith("の包括連携協定")


@pytest.mark.parametrize(
    "sentence",
    [
        "奈良県宇陀市は株式会社あおばと協定を締結していません。",
        "奈良県宇陀市と株式会社あおばは協議を重ねたが、協定の締結には至らなかった。",
        "奈良県宇陀市は株式会社あおばとの協定の締結を見送った。",
        "奈良県宇陀市は来年、株式会社あおばと見守り協定を締結する予定です。",
        "奈良県宇陀市は株式会社あおばとの包括連携協定の締結を目指している。",
        "奈良県宇陀市は株式会社あおばと協定を結ぶことを検討している。",
        "仮に奈良県宇陀市が株式会社あおばと協定を結べば、負担は減る。",
        "奈良県宇陀市は、例えば株式会社あおばのような会社と協定を締結したいとしている。",
        "奈良県宇陀市は株式会社あおばと協定を締結していますか。",
        "奈良県宇陀市が株式会社あおばと協定を締結した場合、報告する。",
    ],
)
def test_what_is_denied_planned_wished_asked_or_supposed_is_no_agreement(sentence: str) -> None:
    found = read(sentence)
    assert found.agreements == []
    assert acting(found) == set()


def test_each_municipality_has_an_agreement_of_its_own_where_the_text_says_each() -> None:
    found = read(
        "株式会社あおばは令和6年2月1日、奈良県宇陀市、三重県名張市、奈良県曽爾村とそれぞれ見守り協定を締結しました。"
    )
    assert agreed(found) == [([place], [AOBA], "2024-02-01") for place in (UDA, "三重県名張市", "奈良県曽爾村")]


def test_one_sentence_may_tell_of_two_agreements_with_two_partners() -> None:
    found = read(
        "奈良県宇陀市は令和4年4月1日、株式会社あおばとは見守り活動に関する協定を、"
        "みなと運輸株式会社とは災害時の物資輸送に関する協定を締結した。"
    )
    assert agreed(found) == [([UDA], [AOBA], "2022-04-01"), ([UDA], ["みなと運輸株式会社"], "2022-04-01")]
    assert [a["名称"] for a in found.agreements] == ["見守り活動に関する協定", "災害時の物資輸送に関する協定"]


def test_headline_lead_and_form_of_one_agreement_are_one_record() -> None:
    found = read(
        "奈良県宇陀市と株式会社あおばが包括連携協定を締結\n\n"
        "奈良県宇陀市と株式会社あおばは、地域の課題の解決に向けて包括連携協定を締結しました。\n\n"
        "締結日：令和5年4月1日\n相手方：株式会社あおば\n連携事項：\n(1) 防災に関すること\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2023-04-01")]


def test_a_list_under_an_announcement_gives_one_agreement_per_entry() -> None:
    found = read(
        "奈良県宇陀市では、次の企業と包括連携協定を締結しています。\n\n"
        "・株式会社あおば（令和3年4月1日）\n・みなと運輸株式会社（令和4年10月）\n・東信ひかり信用金庫（令和5年）\n"
    )
    assert agreed(found) == [
        ([UDA], [AOBA], "2021-04-01"),
        ([UDA], ["みなと運輸株式会社"], "2022-10"),
        ([UDA], ["東信ひかり信用金庫"], "2023"),
    ]


def test_an_announced_number_of_companies_is_filled_by_the_list_of_that_many_lines() -> None:
    found = read(
        "奈良県宇陀市および会員企業のうち3社（※以下に記載）は8月5日、「まちづくり包括連携協定」を締結しました。\n\n"
        "市の取組はこれからも続きます。\n\n"
        "※まちづくり包括連携協定を締結する会員企業3社\n株式会社あおば\nみなと運輸株式会社\n有限会社やまと製作\n"
    )
    assert agreed(found) == [([UDA], [AOBA, "みなと運輸株式会社", "有限会社やまと製作"], "--08-05")]


def test_the_end_of_an_agreement_is_told_only_where_the_text_tells_it() -> None:
    found = read(
        "奈良県宇陀市は平成30年4月1日、株式会社あおばと「見守り協定」を締結した。"
        "この協定は令和5年3月31日をもって終了した。"
    )
    assert [(a["締結日"], a["終了日"], a["状態"]) for a in found.agreements] == [("2018-04-01", "2023-03-31", "終了")]


def test_a_renewal_is_a_second_agreement_that_renews_the_first() -> None:
    found = read("奈良県宇陀市と株式会社あおばは、平成30年4月1日に締結した見守り協定を令和5年4月1日に更新しました。")
    assert [a["締結日"] for a in found.agreements] == ["2018-04-01", "2023-04-01"]
    assert found.agreements[1]["更新"] == [found.agreements[0]["id"]]


def test_no_person_and_no_telephone_number_stands_in_a_quote() -> None:
    found = read(
        "奈良県宇陀市（市長：架空太郎）と株式会社あおば（代表取締役社長：仮野 花子、電話 0742-00-0000）は、"
        "令和5年4月1日に包括連携協定を締結しました。"
    )
    assert agreed(found) == [([UDA], [AOBA], "2023-04-01")]
    assert not any(word in str(found) for word in ("架空", "仮野", "花子", "0742"))


def test_a_bare_name_of_several_municipalities_stays_open_with_a_warning() -> None:
    found = read("府中市は令和5年4月1日、株式会社あおばと「見守り協定」を締結した。")
    assert agreed(found) == [(["府中市"], [AOBA], "2023-04-01")]
    assert any("府中市" in w and "東京都府中市" in w and "広島県府中市" in w for w in found.warnings)


def test_municipalities_alone_make_an_agreement_between_municipalities() -> None:
    found = read("奈良県宇陀市と三重県名張市は令和2年9月1日、災害時における相互応援に関する協定を締結した。")
    assert agreed(found) == [([UDA, "三重県名張市"], [], "2020-09-01")]
    assert found.agreements[0]["種別"] == "自治体間"


@pytest.mark.parametrize(
    ("sentence", "role", "stage"),
    [
        ("奈良県宇陀市は、株式会社あおばから100万円の寄附を受けました。", "寄附", "実施"),
        ("奈良県宇陀市は、高齢者の見守り業務を株式会社あおばに委託しています。", "受託", "実施"),
        ("奈良県宇陀市と株式会社あおばは、共同で見守り機器の実証実験を行った。", "協力", "実証"),
        ("奈良県宇陀市は株式会社あおばの協力により、来年度から声かけを始めます。", "協力", "計画"),
    ],
)
def test_what_both_do_together_is_a_measure_with_role_and_stage(sentence: str, role: str, stage: str) -> None:
    found = read(sentence)
    assert acting(found) == {(UDA, AOBA)}
    assert [(m["段階"], m["企業"][0]["役割"]) for m in found.measures] == [(stage, role)]
    assert all(len(m["名称"]) <= 30 for m in found.measures)


@pytest.mark.parametrize(
    "sentence",
    [
        "株式会社あおばは奈良県宇陀市に本社を置く。",
        "催しは奈良県宇陀市で開かれ、株式会社あおばが出展した。",
        "奈良県宇陀市の窓口では株式会社あおばの製品が使われている。",
        "奈良県宇陀市は株式会社あおばから提案を受けたが、採否は決まっていない。",
        "奈良県宇陀市は、株式会社あおばのような会社との連携に期待を寄せる。",
    ],
)
def test_a_mere_mention_is_no_fact(sentence: str) -> None:
    assert acting(read(sentence)) == set()


def test_members_of_a_council_are_told_as_memberships() -> None:
    found = read("大和観光推進協議会には、奈良県宇陀市、宇陀商工会、株式会社あおばなどが参加している。")
    assert [(m.get("会員") or m.get("自治体"), m["団体"], m["関係"]) for m in found.memberships] == [
        (UDA, "大和観光推進協議会", "構成員"),
        ("宇陀商工会", "大和観光推進協議会", "構成員"),
        (AOBA, "大和観光推進協議会", "構成員"),
    ]


DOCUMENTS = sorted((Path(__file__).parent / "documents" / "prose").glob("*.txt"))


def test_drafts_of_the_annotated_documents_are_valid_and_quote_exactly() -> None:
    wrong = {}
    for path in DOCUMENTS:
        try:
            read(path.read_text(encoding="utf-8"))
        except (AssertionError, ValueError) as error:  # all of them are told, not only the first
            wrong[path.name] = error
    assert len(DOCUMENTS) > 800
    assert wrong == {}


def test_a_plan_with_named_parties_is_told_in_a_warning() -> None:
    found = read("奈良県宇陀市は来年、株式会社あおばと見守り協定を締結する予定です。")
    assert [("予定" in w, "位置" in w) for w in found.warnings] == [(True, True)]


def test_what_is_only_said_to_be_so_and_then_denied_is_no_agreement() -> None:
    assert acting(read(
        "奈良県宇陀市が株式会社あおばと包括連携協定を締結したと一部で報じられましたが、そのような事実はありません。"
    )) == set()  # fmt: skip


def test_sentences_that_go_on_without_a_verb_tell_further_agreements() -> None:
    found = read(
        "奈良県宇陀市は、企業と協定を結んでおります。平成28年6月に東信ひかり信用金庫と。"
        "平成30年2月8日に、みなと運輸株式会社と「物流の効率化に関する協定」を。"
    )
    assert agreed(found) == [
        ([UDA], ["東信ひかり信用金庫"], "2016-06"),
        ([UDA], ["みなと運輸株式会社"], "2018-02-08"),
    ]


def test_entries_of_one_line_with_days_of_their_own_are_agreements_of_their_own() -> None:
    found = read(
        "株式会社あおばは、次の2市とそれぞれ「見守りに関する協定」を締結しました。\n"
        "奈良県宇陀市（2021年5月11日）／三重県名張市（2021年7月30日）\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2021-05-11"), (["三重県名張市"], [AOBA], "2021-07-30")]


def test_the_text_of_an_agreement_has_its_heading_as_title_and_its_last_line_as_day() -> None:
    found = read(
        "災害時における物資の供給に関する協定書\n\n"
        "奈良県宇陀市（以下「甲」という。）と株式会社あおば（以下「乙」という。）は、次のとおり協定を締結する。\n\n"
        "（目的）\n第1条　この協定は、甲が乙に対し物資の供給を要請し、乙が協力することを目的とする。\n\n"
        "令和5年6月1日\n\n甲　奈良県宇陀市\n\n乙　株式会社あおば\n"
    )
    assert agreed(found) == [([UDA], [AOBA], "2023-06-01")]
    assert found.agreements[0]["名称"] == "災害時における物資の供給に関する協定書"
    assert found.measures == []


def test_a_form_without_any_agreement_tells_a_measure() -> None:
    found = read(
        "取組事例集\n\n事例1　奈良県宇陀市　空き家の活用\n相手方：株式会社あおば\n内容：古民家を会社が借り受けている\n"
    )
    assert found.agreements == []
    assert acting(found) == {(UDA, AOBA)}


def test_donors_in_a_list_have_a_measure_each() -> None:
    found = read(
        "奈良県宇陀市は、次の企業から企業版ふるさと納税による寄附をいただきました。\n\n"
        "・株式会社あおば　500万円\n・みなと運輸株式会社　100万円\n"
    )
    assert [([c["名称"] for c in m["企業"]], [c["値"] for c in m["経費"]]) for m in found.measures] == [
        ([AOBA], ["500万円"]),
        (["みなと運輸株式会社"], ["100万円"]),
    ]


def test_the_seat_of_a_company_does_not_make_its_city_a_party() -> None:
    found = read("奈良県宇陀市は令和5年4月1日、三重県名張市の株式会社あおばと見守り協定を結んだ。")
    assert agreed(found) == [([UDA], [AOBA], "2023-04-01")]


def test_partners_without_a_name_are_kept_in_the_words_of_the_text() -> None:
    record = read("奈良県宇陀市は2022年4月、大手通信会社と包括連携協定を締結した。").agreements[0]
    assert (record["相手方表記"], record["企業"]) == (["大手通信会社"], [])


def test_fields_keep_the_words_of_the_text() -> None:
    record = read("奈良県宇陀市は令和5年4月1日、株式会社あおばと「観光の振興に関する協定」を締結した。").agreements[0]
    assert record["分野"]
    assert all(field["表記"] in "観光の振興に関する協定" for field in record["分野"])
