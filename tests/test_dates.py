"""Dates: as precise as the source and no more; 和暦 understood; days that do not exist refused."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph import dates
from graph.dates import BadDateError

many = settings(max_examples=100, deadline=None)
days = st.dates(dt.date(1868, 10, 23), dt.date(2200, 12, 31))
partial = st.one_of(
    days.map(lambda day: day.isoformat()),
    days.map(lambda day: day.isoformat()[:7]).filter(lambda month: month > "1868-10"),
    days.map(lambda day: day.isoformat()[:4]),
)
without_year = st.one_of(
    st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map(lambda day: f"--{day:%m-%d}"),
    st.integers(1, 12).map(lambda month: f"--{month:02}"),
)
PARTS = {"年": 1, "月": 2, "日": 3}


def spoken(date: str, kind: str = "") -> str:
    """The date as shown, without the bracket that follows it."""
    return dates.japanese(date, kind).partition("（")[0]


@many
@given(partial | without_year)
def test_a_date_in_the_form_of_the_files_is_kept_to_the_letter(date: str) -> None:
    assert dates.check(date) == date
    assert dates.parse(date) == (date, dates.precision(date))


@many
@given(partial | without_year)
def test_a_date_that_is_shown_to_people_reads_back_as_itself(date: str) -> None:
    assert dates.parse(spoken(date)) == (date, dates.precision(date))


@many
@given(partial.filter(lambda date: date < "2118"))
@example("1912-07-29")
@example("1912-07-30")
@example("1926-12-24")
@example("1926-12-25")
@example("1989-01-07")
@example("1989-01-08")
@example("2019-04-30")
@example("2019-05-01")
@example("1989-01")
@example("2019-04")
@example("2019")
def test_the_japanese_year_that_is_shown_reads_back_as_the_same_date(date: str) -> None:
    text = dates.japanese(date)
    era = re.search(r"（(.+)）", text)
    assert era
    assert dates.parse(era[1] + text[len(date[:4]) + 1 : era.start()]) == (date, dates.precision(date))


@many
@given(st.dates(dt.date(2019, 5, 1), dt.date(2117, 12, 31)).map(lambda day: day.isoformat()[:4]))
def test_a_fiscal_year_stays_a_fiscal_year(year: str) -> None:
    assert dates.parse(spoken(year, "年度")) == (year, "年度")
    assert dates.parse(dates.era_year(year) + "度") == (year, "年度")


@many
@given(partial | without_year, st.sampled_from(["", " ", "　"]), st.booleans())
def test_width_and_spaces_do_not_matter(date: str, space: str, wide: bool) -> None:
    text = re.sub(r"([年度月])", rf"\1{space if not date.startswith('--') else ''}", spoken(date))
    if wide:
        text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert dates.parse(f"{space}{text}{space}") == (date, dates.precision(date))


@many
@given(days, st.sampled_from(["{y}年", "{y}/{m}", "{y}.{m}.{d}", "{y}年{m}月", "{y}-{m}-{d}", "{y}年{m}月{d}日"]))
def test_a_date_is_never_more_precise_than_its_text(day: dt.date, form: str) -> None:
    date, precision = dates.parse(form.format(y=day.year, m=day.month, d=day.day))
    assert dates.rank(date) == PARTS[precision] == form.count("{")
    assert day.isoformat().startswith(date)


@many
@given(st.integers(1868, 2200), st.integers(0, 14), st.integers(0, 33))
@example(2024, 2, 29)
@example(2023, 2, 29)
@example(2100, 2, 29)
@example(2000, 2, 29)
def test_a_day_is_accepted_if_and_only_if_the_calendar_has_it(year: int, month: int, day: int) -> None:
    exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    for text in (f"{year}年{month}月{day}日", f"{year}/{month}/{day}"):
        if exists:
            assert dates.parse(text) == (f"{year}-{month:02}-{day:02}", "日")
        else:
            with pytest.raises(BadDateError):
                dates.parse(text)


@many
@given(st.text("0123456789年月日度元令和平成昭HRS-/. 　０９（）", max_size=14) | st.text(max_size=8))
def test_any_text_gives_a_date_that_exists_or_is_refused(text: str) -> None:
    try:
        date, precision = dates.parse(text)
    except BadDateError:
        return
    assert dates.check(date) == date
    assert precision in dates.PRECISIONS
    assert precision == dates.precision(date) or (precision, len(date)) == ("年度", 4)


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("令和5年11月8日", "2023-11-08", "日"),
        ("令和元年5月1日", "2019-05-01", "日"),
        ("令和1年", "2019", "年"),
        ("平成31年4月30日", "2019-04-30", "日"),
        ("平成元年1月8日", "1989-01-08", "日"),
        ("昭和64年1月7日", "1989-01-07", "日"),
        ("昭和元年12月25日", "1926-12-25", "日"),
        ("大正15年12月24日", "1926-12-24", "日"),
        ("大正元年7月30日", "1912-07-30", "日"),
        ("明治45年7月29日", "1912-07-29", "日"),
        ("令和5年（2023年）11月8日", "2023-11-08", "日"),
        ("平成27年(西暦2015年)4月", "2015-04", "月"),
        ("2023年11月8日（令和5年）", "2023-11-08", "日"),
        ("令和元年度（2019年）", "2019", "年度"),
        ("H27.4", "2015-04", "月"),
        ("S64.1.7", "1989-01-07", "日"),
        ("T15.12.24", "1926-12-24", "日"),
        ("M45.7.29", "1912-07-29", "日"),
        ("R5.11.8", "2023-11-08", "日"),
        ("Ｒ５．１１．８", "2023-11-08", "日"),
        ("㋿5年", "2023", "年"),
        ("㍻27年度", "2015", "年度"),
        ("令和元年度", "2019", "年度"),
        ("平成31年度", "2019", "年度"),
        ("2016年度", "2016", "年度"),
        ("8月5日", "--08-05", "年なし"),
        ("2月29日", "--02-29", "年なし"),
        ("3月", "--03", "年なし"),
        ("2023/11/8", "2023-11-08", "日"),
        ("2023.11.08", "2023-11-08", "日"),
    ],
)
def test_the_ways_in_which_documents_write_a_date_are_read(text: str, date: str, precision: str) -> None:
    assert dates.parse(text) == (date, precision)


@pytest.mark.parametrize(
    "text",
    [
        "平成31年5月1日",
        "平成31年5月",
        "令和元年4月30日",
        "令和元年4月",
        "昭和64年1月8日",
        "昭和64年2月",
        "平成元年1月7日",
        "昭和65年",
        "大正15年12月26日",
        "昭和元年12月24日",
        "明治45年7月31日",
        "大正元年7月29日",
    ],
)
def test_a_day_outside_its_era_is_refused(text: str) -> None:
    with pytest.raises(BadDateError):
        dates.parse(text)


@pytest.mark.parametrize("text", ["令和0年", "令和0年度", "平成0年4月1日", "R0.4.1", "平成00年度"])
def test_no_era_has_a_year_zero(text: str) -> None:
    with pytest.raises(BadDateError):
        dates.parse(text)


@pytest.mark.parametrize("text", ["2023年度.3", "令和5年度/3", "2023年度-11-8", "令和5年度年3月"])
def test_a_month_behind_a_fiscal_year_is_refused_rather_than_put_into_the_wrong_year(text: str) -> None:
    with pytest.raises(BadDateError):
        dates.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "未定", "元年", "13月", "0月5日", "4月31日", "20231108", "2023 11 8", "5/8", "1867年", "2201年", "年度", "8日",
     "令和五年頃", "2023年11月8日予定", "11月8日2023年"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDateError):
        dates.parse(text)


@pytest.mark.parametrize(
    "text",
    ["2023-1-8", "2023/11/08", "2023-13", "2023-02-29", "--02-30", "--13", "20231108", "２０２３", "2023-11-08 ", "-08-05",
     "2023-11-08T00:00", "1867", "", "2023-00-05", "2023-11-00", "2023-00", "--00", "--08-00"],
)  # fmt: skip
def test_a_file_takes_no_other_form_of_a_date(text: str) -> None:
    with pytest.raises(BadDateError, match=re.escape(f"「{text}」")):
        dates.check(text)


@pytest.mark.parametrize(
    ("date", "kind", "shown"),
    [
        ("2023-11-08", "日", "2023年11月8日（令和5年）"),
        ("2019-05", "月", "2019年5月（令和元年）"),
        ("2019-04", "月", "2019年4月（平成31年）"),
        ("2015", "年", "2015年（平成27年）"),
        ("1868-01-01", "日", "1868年1月1日（西暦1868年）"),
        ("--08-05", "年なし", "8月5日（年の記載なし）"),
        ("--08", "年なし", "8月（年の記載なし）"),
    ],
)
def test_people_see_both_calendars(date: str, kind: str, shown: str) -> None:
    assert dates.japanese(date, kind) == shown


@pytest.mark.parametrize(
    ("date", "era"),
    [
        ("2019", "令和元年"),
        ("1989", "平成元年"),
        ("1926", "昭和元年"),
        ("1926-12", "昭和元年"),
        ("1912-07", "大正元年"),
        ("1868-10-23", "明治元年"),
    ],
)
def test_where_two_eras_meet_the_later_is_shown_unless_the_date_tells(date: str, era: str) -> None:
    assert dates.era_year(date) == era


def test_a_more_precise_date_has_the_higher_rank() -> None:
    assert [dates.rank(date) for date in ("2023-11-08", "2023-11", "2023")] == [3, 2, 1]
    assert [dates.rank(date) for date in ("--08-05", "--08")] == [2, 1]


def test_only_a_date_with_a_year_stands_on_a_time_line() -> None:
    assert dates.has_year("2016")
    assert not dates.has_year("--08-05")
    assert not dates.has_year("")


def test_today_is_a_date_to_the_day() -> None:
    assert dates.precision(dates.check(dates.today())) == "日"
