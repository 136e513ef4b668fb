"""Companies and other bodies: two spellings give one, two bodies never become one, and nothing ambiguous is guessed."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from graph import names
from graph.names import Alias, Ambiguous, Known, Name, Organisation, Registry, Unknown, fold, mint
from tests import factory

many = settings(max_examples=100, deadline=None)
FORMS = factory.normaliser().forms
parse = factory.normaliser().parse

# What occurs in names of Japanese bodies, half and full width, small kana, marks of voicing also apart from their kana,
# Greek and Latin letters, digits, punctuation and several kinds of space.
LETTERS = "よつば青空森ヶケガカサパハｶﾞﾊﾟ\u3099\u309b\u309cーｰ－-・･.,&'’(（）)ＡAａaßﬁİΣσς１1①㌔㈱㈳㍿ー 　\u00a0\t"
cores = st.text(LETTERS, min_size=1, max_size=8)
plain_cores = st.text("よつばあおぞら青空森ひかり配送ガパーabzＡ１2", min_size=1, max_size=6)


def writings(form: names.LegalForm) -> tuple[str, ...]:
    """Every way of writing a legal form."""
    return (form.canonical, *form.variants)


# --- one key for all spellings of a name ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    ["㈱よつば配送便", "(株)よつば配送便", "（株）よつば配送便", "㍿よつば配送便", "株式会社よつば配送便", "株式会社　よつば配送便",
     " 株式会社 よつば 配送便 ", "K.K.よつば配送便", "k.k. よつば配送便", "Ｋ．Ｋ．よつば配送便", "株式会社\u00a0よつば配送便"],
)  # fmt: skip
def test_every_way_of_writing_a_company_in_front_gives_one_key(spelling: str) -> None:
    assert parse(spelling) == Name("株式会社", True, "よつば配送便")


@pytest.mark.parametrize(
    "spelling",
    [
        "Yotsuba株式会社",
        "ＹＯＴＳＵＢＡ㈱",
        "yotsuba（株）",
        "Yotsuba K.K.",
        "YOTSUBA Co., Ltd.",
        "yotsuba co.,ltd.",
        "Yotsuba Inc.",
    ],
)
def test_every_way_of_writing_a_company_behind_gives_one_key(spelling: str) -> None:
    assert parse(spelling) == Name("株式会社", False, "yotsuba")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.canonical)
@settings(max_examples=20, deadline=None)
@given(core=plain_cores)
def test_all_variants_of_every_legal_form_give_one_key(form: names.LegalForm, core: str) -> None:
    for writing in writings(form):
        if form.before:
            assert parse(writing + core) == Name(form.canonical, True, fold(core)), writing
        if form.after:
            assert parse(core + writing) == Name(form.canonical, False, fold(core)), writing


def test_the_form_before_and_behind_the_name_are_two_names() -> None:
    assert parse("株式会社よつば") != parse("よつば株式会社")
    assert mint(factory.normaliser(), "株式会社よつば") != mint(factory.normaliser(), "よつば株式会社")


def test_different_forms_are_different_names() -> None:
    spelt = ["株式会社よつば", "有限会社よつば", "合同会社よつば", "一般社団法人よつば", "公益社団法人よつば", "よつば"]
    assert len({parse(text) for text in spelt}) == len(spelt)


@pytest.mark.parametrize("text", ["商工会議所青年部", "信用金庫みなも", "みなも学校法人", "ひので一般社団法人"])
def test_a_form_at_the_end_where_it_never_stands_is_a_part_of_the_name(text: str) -> None:
    assert parse(text) == Name("", False, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("(協)みなも信用金庫", Name("信用金庫", False, "(協)みなも")),
        ("信用金庫みなも(協)", Name("協同組合", False, "信用金庫みなも")),
    ],
)
def test_where_a_form_stands_at_either_end_the_longer_one_that_fits_counts(text: str, name: Name) -> None:
    assert parse(text) == name


def test_half_width_kana_and_voicing_marks_are_one_spelling() -> None:
    assert len({parse(text) for text in ("ガーデン", "ｶﾞｰﾃﾞﾝ", "カ\u3099ーテ\u3099ン", "カ\u309bーテ\u309bン")}) == 1


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u2060", "\u00ad"], ids=["ZWSP", "BOM", "WJ", "SHY"])
def test_what_nobody_can_see_makes_no_second_body(mark: str) -> None:
    assert parse(f"株式会社{mark}よつば{mark}") == parse("株式会社よつば")


def test_a_name_that_is_nothing_but_a_legal_form_is_a_name() -> None:
    for form in FORMS:
        assert parse(form.canonical).core


@many
@given(cores)
@example("カ\u309b")
@example("か\u3099")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@many
@given(st.sampled_from(FORMS), st.booleans(), plain_cores)
def test_taking_a_name_apart_and_together_again_changes_nothing(form: names.LegalForm, before: bool, core: str) -> None:
    assume(form.before if before else form.after)
    name = parse(form.canonical + core if before else core + form.canonical)
    again = name.form + name.core if name.before else name.core + name.form
    assert parse(again) == name


@many
@given(
    cores,
    cores | st.sampled_from(["", "株式会社", "(株)", "㈲", "NPO法人", "一般", "大", "1", "北"]),
    st.sampled_from(["株式会社{}", "{}株式会社", "㈱{}", "{}㈲", "一般社団法人{}", "NPO法人{}", "{}信用金庫"]),
    st.sampled_from(["{0}{1}", "{1}{0}", "{1}"]),
)
def test_two_different_cores_never_become_one_name(first: str, more: str, form: str, mix: str) -> None:
    second = mix.format(first, more)
    assume(fold(first) != fold(second))
    assume(fold(first) and fold(second))
    assert parse(form.format(first)) != parse(form.format(second))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("㈱よつば", "企業"), ("みなも信用金庫", "金融機関"), ("NPO法人ほしぞら", "NPO"), ("（一社）こもれび", "団体"),
     ("学校法人あけぼの", "大学・学校"), ("あけぼの大学", "")],
)  # fmt: skip
def test_a_legal_form_tells_what_kind_of_body_it_is(name: str, kind: str) -> None:
    assert factory.normaliser().kind(name) == kind


# --- the name that is written into a registry ------------------------------------------------------------------------

official = factory.normaliser().official


@many
@given(st.sampled_from(FORMS), st.booleans(), plain_cores, st.data())
def test_a_name_with_its_form_written_out_is_the_same_name(
    form: names.LegalForm, before: bool, core: str, data: st.DataObject
) -> None:
    assume(form.before if before else form.after)
    writing = data.draw(st.sampled_from(writings(form)))
    text = writing + core if before else core + writing
    assert parse(official(text)) == parse(text)
    assert official(official(text)) == official(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [("㈱よつば配送便", "株式会社よつば配送便"), ("よつば配送便（株）", "よつば配送便株式会社"), ("みなも信金", "みなも信用金庫"),
     ("（一社）こもれび連携機構", "一般社団法人こもれび連携機構"), ("NPO法人ほしぞら", "特定非営利活動法人ほしぞら"),
     ("よつば　ＤＸ ラボ", "よつば DX ラボ"), ("㈱ よつば配送便", "株式会社よつば配送便"),
     ("よつば配送便 ㈱", "よつば配送便株式会社")],
)  # fmt: skip
def test_an_abbreviated_form_is_written_out(text: str, written: str) -> None:
    assert official(text) == written


@pytest.mark.parametrize(
    "text",
    ["国立研究開発法人こもれび研究所", "医療法人社団あおぞら会", "医療法人財団あおぞら会", "社会医療法人あおぞら会",
     "認定NPO法人ほしぞら", "事業協同組合よつば", "Yotsuba Inc.", "Yotsuba LLC", "Yotsuba Co., Ltd."],
)  # fmt: skip
def test_a_form_that_is_no_abbreviation_is_not_written_as_another(text: str) -> None:
    assert official(text) == text


@pytest.mark.parametrize("text", ["(社)こもれび協会", "（財）あおぞら協会", "㈳こもれび協会", "㈶あおぞら協会"])
def test_an_old_association_is_not_said_to_be_general_or_public(text: str) -> None:
    # Until 2013 社団法人 and 財団法人; since then 一般 or 公益, which the mark does not tell.
    assert not official(text).startswith(("一般", "公益"))


def test_two_medical_corporations_of_one_core_stay_two() -> None:
    assert (
        len({parse(form + "あおぞら会") for form in ("医療法人", "医療法人社団", "医療法人財団", "社会医療法人")}) == 4
    )


# --- the registry --------------------------------------------------------------------------------------------------

YOTSUBA = Organisation(
    "o-1", "株式会社よつば配送便", (Alias("よつば便"), Alias("四葉運輸株式会社", end="2015-03")), ("よつばポータル",)
)
AOZORA_BANK = Organisation("o-2", "あおぞら信用金庫", (), ("まちポータル",))
AOZORA_COMPANY = Organisation("o-3", "あおぞら株式会社", (), ("まちポータル",))
HEIR = Organisation("o-4", "四葉運輸株式会社北", (Alias("四葉運輸株式会社", start="2016-04"),))


def registry(*bodies: Organisation) -> Registry:
    return Registry(factory.normaliser(), bodies)


@pytest.mark.parametrize("name", ["株式会社よつば配送便", "㈱よつば配送便", "よつば配送便", "よつば便", "よつば　便"])
def test_a_body_is_known_by_its_name_its_alias_and_its_bare_name(name: str) -> None:
    assert registry(YOTSUBA).resolve(name) == Known("o-1")


@pytest.mark.parametrize("name", ["Yotsuba K.K.", "YOTSUBA Co., Ltd.", "Yotsuba Inc."])
def test_a_latin_form_does_not_tell_on_which_side_the_japanese_one_stands(name: str) -> None:
    before, behind = Organisation("o-5", "株式会社Yotsuba"), Organisation("o-6", "Yotsuba株式会社")
    assert registry(before).resolve(name) == Known("o-5")
    assert registry(behind).resolve(name) == Known("o-6")
    assert registry(before, behind).resolve(name) == Known("o-6")
    assert registry(before).resolve("Yotsuba株式会社") == Unknown()


@pytest.mark.parametrize("name", ["有限会社よつば配送便", "よつば配送便株式会社", "一般社団法人よつば配送便"])
def test_another_legal_form_is_another_body(name: str) -> None:
    found = registry(YOTSUBA)
    assert found.resolve(name) == Unknown()
    assert found.near(name) == ("株式会社よつば配送便",)


def test_a_name_that_looks_alike_is_shown_and_never_merged() -> None:
    found = registry(YOTSUBA)
    assert found.resolve("株式会社よつば配達便") == Unknown()
    assert found.near("株式会社よつば配達便") == ("株式会社よつば配送便",)
    assert found.near("株式会社ひいらぎ測量") == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("なも", "みなも"), ("みなと", "みなとや"), ("みなのとや", "みなもとや"), ("なもとや", "みなもとや")],
)
def test_a_slip_of_the_pen_is_found_among_many_bodies_wherever_it_stands(written: str, meant: str) -> None:
    others = [Organisation(f"o-{n}", f"株式会社{chr(0x4E00 + n)}測量{n}") for n in range(150)]
    assert registry(*others, Organisation("o-x", f"株式会社{meant}")).near(written) == (f"株式会社{meant}",)


def test_at_most_five_names_that_look_alike_are_shown_in_order() -> None:
    found = registry(
        *(Organisation(f"o-{n}", f"株式会社よつば配送{letter}") for n, letter in enumerate("きかおえういあ"))
    )
    shown = found.near("株式会社よつば配送便")
    assert len(shown) == 5
    assert list(shown) == sorted(shown)


def test_a_bare_name_that_two_bodies_share_is_ambiguous() -> None:
    both = registry(AOZORA_BANK, AOZORA_COMPANY)
    candidates = (("o-2", "あおぞら信用金庫"), ("o-3", "あおぞら株式会社"))
    assert both.resolve("あおぞら") == Ambiguous(candidates)
    assert both.resolve("あおぞら信金") == Known("o-2")
    assert both.resolve("あおぞら㈱") == Known("o-3")


def test_one_official_name_of_two_entries_is_ambiguous() -> None:
    twins = registry(Organisation("o-8", "株式会社ふたば"), Organisation("o-9", "㈱ふたば"))
    assert twins.resolve("株式会社ふたば") == Ambiguous((("o-8", "株式会社ふたば"), ("o-9", "㈱ふたば")))


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("2010", Known("o-1")),
        ("2015", Known("o-1")),
        ("2015-03", Known("o-1")),
        ("2015-03-31", Known("o-1")),
        ("2015-04-01", None),
        ("2016-03", None),
        ("2016", Known("o-4")),
        ("2016-04-01", Known("o-4")),
        ("2024-01-01", Known("o-4")),
    ],
)
def test_an_alias_counts_in_the_years_in_which_it_was_in_use(when: str, found: Known | None) -> None:
    resolved = registry(YOTSUBA, HEIR).resolve("四葉運輸株式会社", when=when)
    assert resolved == found if found else isinstance(resolved, Unknown)


@pytest.mark.parametrize("when", ["", "--08-05"])
def test_where_the_year_is_unknown_every_bearer_of_an_alias_is_possible(when: str) -> None:
    found = registry(YOTSUBA, HEIR).resolve("四葉運輸株式会社", when=when)
    assert isinstance(found, Ambiguous)
    assert [id for id, _ in found.candidates] == ["o-1", "o-4"]


def test_a_service_stands_for_its_body_and_the_answer_says_so() -> None:
    assert registry(YOTSUBA).resolve("よつば ポータル") == Known("o-1", by_service=True)


def test_a_service_that_two_bodies_name_is_ambiguous() -> None:
    assert isinstance(registry(AOZORA_BANK, AOZORA_COMPANY).resolve("まちポータル"), Ambiguous)


def test_a_body_of_that_name_goes_before_a_service_of_that_name() -> None:
    named = Organisation("o-7", "株式会社よつばポータル")
    assert registry(YOTSUBA, named).resolve("よつばポータル") == Known("o-7")


# --- ids -----------------------------------------------------------------------------------------------------------


def test_the_id_of_a_new_body_is_the_same_wherever_it_is_entered() -> None:
    spelt = {
        mint(factory.normaliser(), text) for text in ("㈱ひいらぎ測量", "株式会社 ひいらぎ測量", "（株）ひいらぎ測量")
    }
    # Kept for life in people's registries, so the rule must never change.
    assert spelt == {"o-pcwzveqe"}
    assert mint(factory.normaliser(), "ひいらぎ測量") == "o-joyxfui3"


@many
@given(plain_cores, plain_cores)
def test_two_names_get_two_ids(first: str, second: str) -> None:
    assume(fold(first) != fold(second))
    assert mint(factory.normaliser(), "株式会社" + first) != mint(factory.normaliser(), "株式会社" + second)


# --- 法人番号 --------------------------------------------------------------------------------------------------------

numbers = st.text("0123456789", min_size=12, max_size=12).map(lambda base: f"{names.corporate_check_digit(base)}{base}")


@pytest.mark.parametrize("number", ["7000012050002", "1180301018771", "8000020130001"])
def test_published_numbers_are_right(number: str) -> None:
    assert names.corporate_number_problem(number) == ""


@many
@given(numbers)
def test_only_one_check_digit_fits(number: str) -> None:
    fitting = [digit for digit in "0123456789" if not names.corporate_number_problem(digit + number[1:])]
    assert fitting == [number[0]]


@many
@given(numbers, st.integers(0, 12), st.sampled_from("0123456789"))
def test_every_wrong_digit_is_noticed_where_the_rule_can(number: str, position: int, digit: str) -> None:
    assume(digit != number[position])
    mistyped = number[:position] + digit + number[position + 1 :]
    # The rule works modulo 9, so it cannot tell 0 from 9 in the twelve base digits.
    blind = position > 0 and {digit, number[position]} == {"0", "9"}
    assert bool(names.corporate_number_problem(mistyped)) is not blind


@many
@given(numbers, st.integers(1, 11))
def test_two_neighbours_swapped_are_noticed_where_the_rule_can(number: str, position: int) -> None:
    first, second = number[position], number[position + 1]
    assume(int(first) % 9 != int(second) % 9)
    swapped = number[:position] + second + first + number[position + 2 :]
    assert names.corporate_number_problem(swapped)


@pytest.mark.parametrize(
    "number", ["", "700001205000", "70000120500020", "7000012O50002", "７000012050002", "7-0000-1205-0002"]
)
def test_what_is_not_thirteen_digits_is_no_number(number: str) -> None:
    assert "13桁" in names.corporate_number_problem(number)


def test_no_two_variants_of_different_forms_are_written_alike() -> None:
    written = {(fold(text), form.canonical) for form in FORMS for text in writings(form)}
    assert len({text for text, _ in written}) == len(written)
