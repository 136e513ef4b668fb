"""As of a day: what had begun, and what had ended."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from graph import asof


@pytest.mark.parametrize(
    ("told", "start"),
    [
        ({}, ""),
        ({"締結日": "2023-11-08", "開始日": "2024-01-01"}, "2023-11-08"),
        ({"締結日": None, "開始日": "2024-01"}, "2024-01"),
        ({"時期": "2022"}, "2022"),
        ({"開始日": "2024", "時期": "2022"}, "2024"),
        ({"締結日": "--11-08", "時期": "2022"}, "2022"),
        ({"締結日": "--11-08"}, ""),
    ],
)
def test_a_record_begins_on_the_first_of_its_dates_that_has_a_year(told: Mapping[str, str], start: str) -> None:
    assert asof.start(told) == start


@pytest.mark.parametrize(
    ("told", "day", "begun"),
    [
        ({"締結日": "2024-03-31"}, "2024-03-31", True),
        ({"締結日": "2024-04-01"}, "2024-03-31", False),
        ({"締結日": "2024"}, "2024-03-31", True),
        ({}, "2024-03-31", False),
        ({"締結日": "--11-08"}, "2024-03-31", False),
        ({}, "", True),
        ({"締結日": "2099-01-01"}, "", True),
    ],
)
def test_by_a_day_has_begun_what_is_known_to_have(told: Mapping[str, str], day: str, begun: bool) -> None:
    assert asof.begun(told, day) is begun


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ({}, ""),
        ({"終了日": "2025-03-31", "終了時期": "2024"}, "2025-03-31"),
        ({"終了時期": "2024"}, "2024"),
        ({"終了日": None}, ""),
    ],
)
def test_a_record_ends_when_it_is_said_to(told: Mapping[str, str], end: str) -> None:
    assert asof.end(told) == end


@pytest.mark.parametrize(
    ("told", "day", "later", "ended"),
    [
        ({"終了日": "2024-03-30"}, "2024-03-31", False, True),
        ({"終了日": "2024-03-31"}, "2024-03-31", False, False),
        ({"終了日": "2025-03-31", "状態": "終了"}, "2024-03-31", False, False),
        ({"終了日": "2024-03"}, "2024-03-31", False, False),
        ({"終了日": "2024-02"}, "2024-03-31", False, True),
        ({"終了時期": "2023"}, "2024-03-31", False, True),
        ({"終了日": "--03-31", "状態": "有効"}, "2024-03-31", False, False),
        ({"状態": "終了"}, "2024-03-31", False, True),
        ({"状態": "終了"}, "", False, True),
        ({"段階": "終了"}, "", False, True),
        ({"状態": "更新済"}, "", False, True),
        ({"状態": "更新済"}, "2024-03-31", True, False),
        ({"状態": "有効"}, "", False, False),
        ({"状態": "有効", "終了日": "2020-03-31"}, "", False, False),
        ({"終了日": "2020-03-31"}, "", False, True),
        ({"終了日": "2020-03-31", "状態": "不明"}, "", False, True),
        ({"終了時期": "2020"}, "", False, False),
        ({}, "", False, False),
    ],
)
def test_by_a_day_has_ended_what_is_known_to_have_or_was_replaced_by_then(
    told: Mapping[str, str], day: str, later: bool, ended: bool
) -> None:
    assert asof.ended(told, day, renewed_later=later) is ended


def test_today_is_meant_where_no_day_is_said() -> None:
    assert asof.ended({"状態": "更新済"})
    assert asof.ended({"終了日": "2020-03-31"})
