"""Whatever a sheet holds: every row is accounted for once, every quote is exact, and nobody's number gets out."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from loaders.read import Reading
from loaders.tables import draft as module
from tests.grids import LEFT, UP, Struck, reading
from tests.test_lists import UDA, VOCABULARY, sound

PARTNERS = ["株式会社あおば", "㈱みどり\nそら銀行", "うみ信用金庫 奈良支店", "宇陀市、曽爾村", "府中市", "株式会社あおばほか3社", "市内郵便局",
            "株式会社あおば 代表取締役 山田 太郎", "〃", "", "－", "ローソン\n株式会社みどり", "（", "株式会社", "・", "、、", "0742-00-0000"]  # fmt: skip
DATES = [
    "R5.4.1",
    "令和5年4月1日",
    "45017",
    "4月1日",
    "締結予定",
    "R5.2.30",
    "〃",
    "",
    "不明",
    "5.4.1",
    "令和5年度",
    "R5.4.1\nR5.5.1",
]
NAMES = ["地域見守り協定", "包括連携協定", "宇陀市と株式会社あおばとの協定", "〃", "", "PDF", "協定名"]
NOTES = [
    "自動更新",
    "R5.3.31終了",
    "令和5年更新",
    "旧協定は平成30年4月1日締結",
    "",
    "担当 山田太郎 0742-00-0000",
    "taro@example.jp",
    "それぞれ締結",
    "協議中",
]
SINGLE = ["令和5年度", "■災害時応援協定", "合計", "※注", "【宇陀市】", "以上", "長い説明が続きます。" * 5]
HEADS = [["No", "相手方", "締結日", "協定名", "備考"], ["相手方", "締結日", "協定名", "連携事項"], ["市町村名", "企業名", "締結日"],
         ["企業名", "宇陀市", "曽爾村"], ["締結日", "締結先", "有効期間", "状態", "担当者", "電話"], ["相手方", "防災", "観光", "締結日"],
         ["協定名", "締結日"], ["あれ", "それ"]]  # fmt: skip
cells = st.one_of(
    st.sampled_from(PARTNERS), st.sampled_from(DATES), st.sampled_from(NAMES), st.sampled_from(NOTES), st.sampled_from(["○", "△", "1", "宇陀市"]),
    st.sampled_from([UP, LEFT, None]), st.text(max_size=8), st.builds(Struck, st.sampled_from(PARTNERS)),
)  # fmt: skip
bodies = st.lists(
    st.one_of(st.lists(cells, min_size=1, max_size=6), st.sampled_from([[s] for s in SINGLE])), max_size=12
)


def whole(grid: list[list[Any]]) -> list[list[Any]]:
    """The grid without merges that begin nowhere, and without line ends that no reader leaves in a cell."""
    width = max(map(len, grid))
    found: list[list[Any]] = []
    for row in grid:
        made: list[Any] = []
        for n in range(width):
            value = row[n] if n < len(row) else None
            if (value is UP and not found) or (value is LEFT and not made):
                value = None
            made.append(re.sub(r"[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "", value) if type(value) is str else value)
        found.append(made)
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(HEADS), bodies, st.sampled_from(["xlsx", "html"]), st.booleans())
def test_rows_in_are_facts_and_left_out_and_warned(
    head: list[str], rows: list[list[Any]], format: str, titled: bool
) -> None:
    grid = whole([["協定一覧"] if titled else [""], head, *rows])
    document: Reading = reading(grid, format=format, title="協定一覧")
    try:
        found = sound(module.draft(document, VOCABULARY, municipality=UDA), document)
    except UsageError as asked:
        assert "--" in asked.detail  # noqa: PT017 (asking is one of two right answers)
        return
    for private in ("山田", "太郎", "00-0000", "example"):
        assert private not in str(found.agreements)
        assert private not in str(found.said)
        assert private not in str(found.warnings)


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_a_draft_is_the_same_every_time(rows: list[list[Any]]) -> None:
    grid = whole([["宇陀市 協定一覧"], HEADS[0], *rows])
    document = reading(grid)
    assert module.draft(document, VOCABULARY) == module.draft(document, VOCABULARY)


def test_a_number_or_a_name_in_the_columns_of_validity_stays_out_and_is_told() -> None:
    head = ["相手方", "締結日", "自動更新", "有効期間"]
    document = reading([["協定一覧"], head, ["株式会社あおば", "R5.4.1", "0742-00-0000", "担当 山田太郎 0742-00-0000"]], format="xlsx")  # fmt: skip
    found = sound(module.draft(document, VOCABULARY, municipality=UDA), document)
    assert "00-0000" not in str(found.agreements)
    assert "山田" not in str(found.agreements)
    assert found.agreements[0]["注記"] == "自動更新の欄に個人の情報があるため、写しませんでした"
