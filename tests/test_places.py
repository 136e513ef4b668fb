"""Local governments: every name leads to its code, and a name that several bear is never guessed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import names, places
from graph.places import PREFECTURE, Ambiguous, Body, Unknown
from tests import factory

ROWS = factory.table("municipalities.tsv")
WARDS = factory.table("wards.tsv")
FORMER = tuple(row for row in factory.table("former_municipalities.tsv") if row["successors"])
BY_CODE = {row["code"]: row for row in ROWS}
OFFICE = {PREFECTURE: "庁", "市": "役所", "町": "役場", "村": "役場", "特別区": "役所"}

resolve = factory.gazetteer().resolve


def full(row: dict[str, str]) -> str:
    """A municipality's name from its prefecture on, put together from the table."""
    return row["name"] if row["kind"] == PREFECTURE else row["prefecture"] + row["name"]


def wrong(found: dict[str, object], expected: dict[str, object]) -> dict[str, tuple[object, object]]:
    """Names that do not lead where they should: name → (found, expected)."""
    return {name: (found[name], expected[name]) for name in expected if found[name] != expected[name]}


def bare_names() -> dict[str, set[str]]:
    """Name without prefecture → codes of all who bear it, wards counted for their city."""
    bearers = defaultdict(set)
    for row in ROWS:
        bearers[places.key(row["name"])].add(row["code"])
    for ward in WARDS:
        bearers[places.key(ward["name"])].add(ward["city_code"])
    return bearers


def test_there_are_1788_local_governments_with_distinct_names_and_codes() -> None:
    assert len(ROWS) == len(BY_CODE) == len({full(row) for row in ROWS}) == 1788
    assert sum(row["kind"] == PREFECTURE for row in ROWS) == 47


def test_every_full_name_resolves_to_itself() -> None:
    expected = {full(row): Body(row["code"]) for row in ROWS}
    assert not wrong({name: resolve(name) for name in expected}, expected)
    assert not wrong({m.full_name: Body(m.code) for m in factory.gazetteer().by_code.values()}, expected)


def test_every_name_with_its_county_resolves() -> None:
    expected = {row["prefecture"] + row["county"] + row["name"]: Body(row["code"]) for row in ROWS if row["county"]}
    assert len(expected) > 900
    assert not wrong({name: resolve(name) for name in expected}, expected)


@pytest.mark.parametrize(
    ("written", "code"),
    [("塩釜市", "042030"), ("鯵ヶ沢町", "023213"), ("高知県檮原町", "394050"), ("龍ヶ崎市", "082082"), ("竜ケ崎市", "082082"),
     ("東京都桧原村", "133078"), ("飛驒市", "212172"), ("曾爾村", "293857")],
)  # fmt: skip
def test_a_name_in_other_letters_is_the_same_name(written: str, code: str) -> None:
    found = resolve(written)
    assert isinstance(found, Body)
    assert found.code == code


def test_no_two_local_governments_become_one_by_their_letters() -> None:
    keys = [places.key(m.full_name) for m in factory.gazetteer().by_code.values()]
    assert len(set(keys)) == len(keys)


def test_every_office_stands_for_its_body() -> None:
    expected = {full(row) + OFFICE[row["kind"]]: Body(row["code"]) for row in ROWS if row["name"] != "北海道"}
    expected |= {full(row) + "長": Body(row["code"]) for row in ROWS if row["kind"] != PREFECTURE}
    expected["北海道庁"] = Body("010006")
    assert not wrong({name: resolve(name) for name in expected}, expected)


@pytest.mark.parametrize(
    "part",
    ["教育委員会", "議会", "議会事務局", "教育委員会事務局学校教育課", "総務部企画課", "まちづくり推進室", "会計管理者事務局",
     "消防本部", "保健センター", "農業委員会", "産業振興課", "長寿福祉課", "民生部", "街づくり推進課", "営繕課", "内部統制室",
     "外国人支援課", "立地推進課", "有害鳥獣対策室", "制度改革担当"],
)  # fmt: skip
def test_a_department_behind_any_name_is_kept_apart(part: str) -> None:
    expected = {full(row) + part: Body(row["code"], part) for row in ROWS}
    assert not wrong({name: resolve(name) for name in expected}, expected)


@pytest.mark.parametrize(
    "body",
    ["社会福祉協議会", "社会福祉協議会事務局", "観光協議会", "観光協会", "国際交流協会事務局", "商工会青年部", "商工会議所", "文化振興財団",
     "森林組合", "まつり実行委員会", "シルバー人材センター", "警察署", "警察本部", "税務署", "年金事務所", "郵便局", "労働局", "土地開発公社"],
)  # fmt: skip
def test_a_body_named_after_a_place_is_no_department_of_it(body: str) -> None:
    expected = {full(row) + body: Unknown() for row in ROWS}
    assert not wrong({name: resolve(name) for name in expected}, expected)


@pytest.mark.parametrize(
    "part", ["協働推進課", "協議会担当課", "組合指導係", "審議会", "学校教育課", "選挙管理委員会", "水道局"]
)
def test_a_department_that_deals_with_bodies_is_one(part: str) -> None:
    expected = {full(row) + part: Body(row["code"], part) for row in ROWS}
    assert not wrong({name: resolve(name) for name in expected}, expected)


@pytest.mark.parametrize(
    ("name", "code", "part"),
    [
        ("奈良県宇陀市役所福祉課", "292125", "福祉課"),
        ("宇陀市　農林商工部　観光課", "292125", "農林商工部観光課"),
        ("当別町役場", "013030", ""),
        ("札幌市中央区役所総務企画課", "011002", "中央区総務企画課"),
        ("岡山県市町村課", "330001", "市町村課"),
        ("東京都市町村課", "130001", "市町村課"),
        ("渋谷区議会", "131130", "議会"),
    ],
)
def test_office_and_department_together(name: str, code: str, part: str) -> None:
    assert resolve(name) == Body(code, part)


def test_a_ward_of_a_designated_city_leads_to_the_city() -> None:
    expected = {ward["city"] + ward["name"]: Body(ward["city_code"], ward["name"]) for ward in WARDS}
    expected |= {BY_CODE[body.code]["prefecture"] + name: body for name, body in expected.items()}
    expected |= {name + "役所": body for name, body in expected.items()}
    assert len(WARDS) == 171
    assert not wrong({name: resolve(name) for name in expected}, expected)


def test_every_former_municipality_leads_to_todays_with_its_name_of_the_time() -> None:
    bearers = defaultdict(set)
    spelt = {}
    for row in FORMER:
        name = row["prefecture"] + row["county"] + row["name"]
        bearers[places.key(name)] |= set(row["successors"].split())
        spelt[places.key(name)] = row["prefecture"] + row["name"]
    today = {places.key(row["prefecture"] + row["county"] + row["name"]) for row in ROWS}
    assert len(bearers) > 1700
    expected = {
        name: Body(min(codes), former=spelt[name])
        if len(codes) == 1
        else Ambiguous(tuple(full(BY_CODE[code]) for code in sorted(codes)))
        for name, codes in bearers.items()
        if name not in today
    }
    assert not wrong({name: resolve(name) for name in expected}, expected)


def test_every_successor_is_a_municipality_of_today_in_the_same_prefecture() -> None:
    # 長野県山口村 went over to 岐阜県中津川市 in 2005, the only merger across a border of prefectures.
    strays = {
        row["name"]: code
        for row in FORMER
        for code in row["successors"].split()
        if code not in BY_CODE or BY_CODE[code]["prefecture"] != row["prefecture"]
    }
    assert strays == {"山口村": "212067"}


def test_a_village_that_was_divided_is_not_guessed() -> None:
    assert resolve("上九一色村") == Ambiguous(("山梨県甲府市", "山梨県富士河口湖町"))


@pytest.mark.parametrize(
    ("name", "code", "former"),
    [
        ("大宇陀町", "292125", "奈良県大宇陀町"),
        ("浦和市", "111007", "埼玉県浦和市"),
        ("篠山市", "282219", "兵庫県篠山市"),
        ("奈良県宇陀郡榛原町", "292125", "奈良県榛原町"),
        ("霞ケ浦町役場", "082309", "茨城県霞ヶ浦町"),
    ],
)
def test_a_municipality_of_the_past_is_known_by_its_name(name: str, code: str, former: str) -> None:
    assert resolve(name) == Body(code, former=former)


def test_every_bare_name_that_several_bear_is_ambiguous_with_all_of_them() -> None:
    shared = {name: codes for name, codes in bare_names().items() if len(codes) > 1}
    assert {"府中市", "伊達市", "森町", "池田町", "美里町", "中央区", "北区"} <= set(shared)
    expected = {name: Ambiguous(tuple(full(BY_CODE[c]) for c in sorted(codes))) for name, codes in shared.items()}
    expected |= {name + "教育委員会": candidates for name, candidates in expected.items()}
    assert not wrong({name: resolve(name) for name in expected}, expected)


def test_every_bare_name_that_one_alone_bears_resolves() -> None:
    alone = {name: codes for name, codes in bare_names().items() if len(codes) == 1}
    assert len(alone) > 1700
    assert {name for name, codes in alone.items() if getattr(resolve(name), "code", None) not in codes} == set()


def test_the_context_of_a_prefecture_decides_between_namesakes() -> None:
    for name, codes in bare_names().items():
        for prefecture in {BY_CODE[code]["prefecture"] for code in codes}:
            here = {code for code in codes if BY_CODE[code]["prefecture"] == prefecture}
            found = resolve(name, prefecture=prefecture)
            if len(here) == 1:
                assert isinstance(found, Body), (name, prefecture)
                assert found.code in here
            elif len(codes) > 1:
                assert found == Ambiguous(tuple(full(BY_CODE[c]) for c in sorted(here))), (name, prefecture)


def test_a_name_that_contains_another_is_not_taken_for_it() -> None:
    bearers = bare_names()
    inside = [
        (shorter, longer)
        for shorter in bearers
        for longer in bearers
        if shorter != longer and longer.endswith(shorter) and len(bearers[longer]) == 1
    ]
    assert {("勝浦町", "那智勝浦町"), ("津市", "大津市")} <= set(inside)
    for _, longer in inside:
        for name in (longer, longer + "総務課"):
            assert getattr(resolve(name), "code", None) in bearers[longer], name


def test_a_short_name_at_the_head_of_a_longer_one_does_not_win() -> None:
    bearers = bare_names()
    for longer, codes in bearers.items():
        for shorter in bearers:
            if longer != shorter and longer.startswith(shorter) and len(codes) == 1:
                assert getattr(resolve(longer), "code", None) in codes, (shorter, longer)
    assert resolve("東村山市") == Body("132136")


def test_a_stem_of_one_character_is_no_name() -> None:
    stems = {row["name"][0] for row in ROWS if len(row["name"]) == 2}
    assert {"柏", "津", "光"} <= stems
    assert all(isinstance(resolve(stem), Unknown) for stem in stems)


def test_a_name_in_a_text_of_its_time_may_be_a_namesake_that_has_since_gone() -> None:
    today = {places.key(row["name"]): row["code"] for row in ROWS if row["kind"] != PREFECTURE}
    shared = bare_names()
    tried = 0
    for row in FORMER:
        name, successors = places.key(row["name"]), set(row["successors"].split())
        if name not in today or len(shared[name]) > 1 or successors == {today[name]}:
            continue
        tried += 1
        assert resolve(name) == Body(today[name])
        assert resolve(name, when="2026-04-01") == Body(today[name])
        then = resolve(name, when="1996")
        assert isinstance(then, Ambiguous), row
        assert {full(BY_CODE[code]) for code in successors | {today[name]}} <= set(then.candidates)
    assert tried > 50


def test_on_the_day_of_a_merger_the_name_of_before_no_longer_counts() -> None:
    merged = next(row for row in FORMER if row["name"] == "大野町" and row["prefecture"] == "北海道")
    assert merged["valid_to"] == "2006-02-01"
    assert resolve("大野町", when="2006-02-01") == Body("214035")
    for when in ("2006-01-31", "2006-01", "2006"):
        assert resolve("大野町", when=when) == Ambiguous(("北海道北斗市", "岐阜県大野町")), when


def test_namesakes_of_the_past_are_told_apart_by_the_prefecture_of_the_context() -> None:
    today = bare_names()
    found = {
        row["prefecture"] + row["name"]: resolve(row["name"], prefecture=row["prefecture"])
        for row in FORMER
        if places.key(row["name"]) not in today
    }
    known = {name: body.former for name, body in found.items() if isinstance(body, Body)}
    assert len(known) > 1600
    assert not wrong(known, {name: name for name in known})


def test_who_bears_a_name_today_and_who_bore_it_once_are_asked_apart() -> None:
    gazetteer = factory.gazetteer()
    assert gazetteer.bearers("府中 市") == [Body("132063"), Body("342084")]
    assert gazetteer.bearers("府中市総務課") == []
    assert Body("011002", "中央区") in gazetteer.bearers("中央区")
    assert gazetteer.bearers("大宇陀町") == []
    assert gazetteer.bearers("大宇陀町", past=True) == [Body("292125", former="奈良県大宇陀町")]
    assert gazetteer.bearers("上九一色村", past=True) == [
        Body("192015", former="山梨県上九一色村"), Body("194301", former="山梨県上九一色村"),
    ]  # fmt: skip
    assert gazetteer.bearers("宇陀市", past=True) == []


def test_the_names_of_today_and_of_the_past_are_listed_apart() -> None:
    gazetteer = factory.gazetteer()
    assert {"宇陀市", "奈良県宇陀市", "北海道", "札幌市中央区", "茅ケ崎市"} <= gazetteer.known_today
    assert {"大宇陀町", "奈良県宇陀郡大宇陀町"} <= gazetteer.known_before
    assert "大宇陀町" not in gazetteer.known_today
    assert "宇陀市" not in gazetteer.known_before


def test_a_ward_of_a_designated_city_is_one_and_a_special_ward_is_not() -> None:
    assert factory.gazetteer().is_ward("中央区")
    assert not factory.gazetteer().is_ward("渋谷区")


def test_a_municipality_that_left_no_successor_is_unknown() -> None:
    left = {"prefecture": "奈良県", "county": "", "name": "ほしぞら村", "valid_to": "1955-01-01", "successors": ""}
    assert places.Gazetteer(factory.gazetteer().by_code.values(), [left], []).resolve("ほしぞら村") == Unknown()


@pytest.mark.parametrize(
    ("one", "other"), [("茅ヶ崎市", "茅ケ崎市"), ("龍ヶ崎市", "龍ケ崎市"), ("鎌ヶ谷市", "鎌ケ谷市")]
)
def test_the_two_writings_of_small_ke_are_one_name(one: str, other: str) -> None:
    assert resolve(one) == resolve(other)
    assert isinstance(resolve(one), Body)


def test_width_and_spaces_do_not_matter() -> None:
    assert resolve("奈良県 宇陀市") == resolve("奈良県　宇陀市") == resolve(" 奈良県\u00a0宇陀市\n") == Body("292125")


def test_an_unknown_name_comes_with_names_that_it_may_have_meant() -> None:
    assert factory.gazetteer().near("奈良県宇蛇市") == ("奈良県宇陀市",)
    assert "奈良県宇陀市" in factory.gazetteer().near("宇陀")
    assert factory.gazetteer().near("宇陀町") == ("奈良県宇陀市",)
    assert factory.gazetteer().near("宇市") == ()
    assert factory.gazetteer().near("") == factory.gazetteer().near("市") == ()
    assert all(len(factory.gazetteer().near(text)) <= 5 for text in ("東京", "山", "川西"))


@pytest.mark.parametrize(
    "name", ["株式会社よつば配送便", "市", "県庁", "区役所", "市民", "宇陀市場株式会社", "奈良県立こもれび大学"]
)
def test_what_is_no_municipality_is_unknown(name: str) -> None:
    assert isinstance(resolve(name), Unknown)


TAILS = [
    "民会館",
    "立図書館",
    "長室",
    "長公室",
    "営業所",
    "内の事業者連絡室",
    "立病院事務局",
    "産業振興課",
    "市場管理事務所",
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ROWS), st.sampled_from(TAILS) | st.text("都道府県市区町村庁所課室大津山川口第一", max_size=6))
def test_whatever_follows_a_municipality_it_is_never_taken_for_a_department_of_its_prefecture(
    row: dict[str, str], tail: str
) -> None:
    found = resolve(full(row) + tail)
    if isinstance(found, Body) and not found.former:
        assert BY_CODE[found.code]["prefecture"] == row["prefecture"]
        assert (BY_CODE[found.code]["kind"] == PREFECTURE) <= (row["kind"] == PREFECTURE)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("宇陀市民会館", "市民会館"),
        ("奈良市立図書館", "市立図書館"),
        ("宇陀市長室", "市長室"),
        ("益子町民センター", "町民センター"),
    ],
)
def test_a_department_is_not_cut_in_the_middle_of_a_word(name: str, whole: str) -> None:
    found = resolve(name)
    assert isinstance(found, Unknown) or found.part == whole  # type: ignore[union-attr]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=12))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(resolve(text), Body | Ambiguous | Unknown)


# --- codes and numbers ---------------------------------------------------------------------------------------------


def test_every_code_has_its_check_digit_and_no_other() -> None:
    for code in BY_CODE:
        assert [d for d in "0123456789" if places.code_is_valid(code[:5] + d)] == [code[5]]


@pytest.mark.parametrize("code", ["", "29212", "2921250", "29212５", "29212a", " 292125", "292125\n"])
def test_what_is_not_six_digits_is_no_code(code: str) -> None:
    assert not places.code_is_valid(code)


def test_the_corporate_number_of_a_local_government_follows_from_its_code() -> None:
    numbers = {m.code: m.corporate_number for m in factory.gazetteer().by_code.values()}
    assert not [number for number in numbers.values() if names.corporate_number_problem(number)]
    # As published by the National Tax Agency (国税庁法人番号公表サイト).
    published = {"130001": "8000020130001", "010006": "7000020010006", "270008": "4000020270008"}
    assert {code: numbers[code] for code in published} == published


def test_a_local_government_whose_position_nobody_wrote_down_is_known_all_the_same(tmp_path: Path) -> None:
    head, first, *_ = (factory.DATA / "municipalities.tsv").read_text(encoding="utf-8").splitlines()
    row = dict(zip(head.split("\t"), first.split("\t"), strict=True)) | {"lat": "", "lon": ""}
    (tmp_path / "municipalities.tsv").write_text(f"{head}\n" + "\t".join(row.values()) + "\n", encoding="utf-8")
    for name in ("former_municipalities.tsv", "wards.tsv"):
        (tmp_path / name).write_text(
            (factory.DATA / name).read_text(encoding="utf-8").splitlines()[0], encoding="utf-8"
        )
    gazetteer = places.Gazetteer.load(tmp_path)
    assert gazetteer.by_code["010006"].latitude is gazetteer.by_code["010006"].longitude is None
    assert gazetteer.resolve("北海道") == Body("010006")


def test_every_position_lies_in_japan() -> None:
    for m in factory.gazetteer().by_code.values():
        assert m.latitude is not None
        assert m.longitude is not None
        assert 24 < m.latitude < 46
        assert 122 < m.longitude < 146
