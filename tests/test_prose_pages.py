"""Wherever a page cuts its lines, the same is told, with the words of the file at their places."""

from __future__ import annotations

import pytest

from loaders.draft import Record
from tests.test_prose import AOBA, UDA, agreed, read
from tests.test_prose_layout import MIDORI, working

PAPER = (
    "　奈良県宇陀市は令和5年8月2日、株式会社あおば及びみどり大学と「森づくりと健康に関する連携協定」を締結しました。市民の皆さんに森を歩いていただく催しを、三者で毎年春と秋に開いていきます。\n"
    "　宇陀市ではこれまで、森の手入れをする人が足りないことが課題となっていました。締結式で市長は、若い人に森を知ってもらう機会にしたいと話しました。\n"
    "　なお、隣の名張市とも話合いを始めていますが、時期は決まっていません。\n"
)


def cut(text: str, width: int) -> str:
    """A text as a page of so many characters a line sets it: no line begins with a comma, a full stop or a bracket."""
    lines = []
    for paragraph in text.splitlines():
        while len(paragraph) > width:
            at = width
            while paragraph[at] in "、。」）":
                at -= 1
            lines.append(paragraph[:at])
            paragraph = paragraph[at:]
        lines.append(paragraph)
    return "\n".join(lines) + "\n"


def quotes(record: Record) -> list[tuple[list[int], str]]:
    return [(each["位置"], each["引用"]) for each in record["出典"]]


@pytest.mark.parametrize("width", range(22, 44))
def test_a_page_may_cut_its_lines_anywhere(width: int) -> None:
    text = cut(PAPER, width)
    found = read(text)
    assert agreed(found) == agreed(read(PAPER)) == [([UDA], [AOBA, MIDORI], "2023-08-02")]
    for record in [*found.agreements, *found.measures]:
        assert all(text[start:end] == words for (start, end), words in quotes(record))


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    lines = cut(PAPER, 30).splitlines()
    paged = "\n".join([*lines[:2], "", "　　　　　　　　－ 7 －", "", *lines[2:]]) + "\n"
    assert agreed(read(paged)) == agreed(read(PAPER))


def test_rows_that_end_at_one_edge_stay_rows() -> None:
    rows = "".join(
        f"災害時における{what}の供給に関する協定\n　{body}　　　　令和{year}年5月1日\n"
        for what, body, year in (
            ("物資", "株式会社あおば", 3),
            ("飲料", "株式会社みどり", 4),
            ("燃料", "株式会社しろい", 5),
        )
    )
    found = read(f"奈良県宇陀市の災害時応援協定\n\n市では、次のとおり協定を締結しています。\n\n{rows}")
    assert [day for _, _, day in agreed(found)] == ["2021-05-01", "2022-05-01", "2023-05-01"]


def test_an_entry_has_its_own_title_and_the_stage_that_its_words_tell() -> None:
    found = read(
        "官民連携の取組事例集\n\n【奈良県宇陀市】　森の学校事業\n　◇実施体制\n　　　宇陀市／株式会社あおば\n　◇成果\n　　　参加者 延べ96人\n\n"
        "【三重県名張市】　買物便の運行\n　◇実施体制\n　　　名張市／みどり大学\n　◇内容\n　　　令和8年4月から運行を始める予定である。\n"
    )
    assert [(m["名称"], m["段階"]) for m in found.measures] == [("森の学校事業", "実施"), ("買物便の運行", "計画")]
    assert working(found)[0] == ([UDA], [AOBA])
    assert "参加者 延べ96人" in "".join(words for _, words in quotes(found.measures[0]))


def test_a_name_that_is_numbered_again_is_no_foot_of_a_page() -> None:
    found = read(
        "奈良県宇陀市　協定の相手\n\n1　　株式会社あおば\n「見守り協定」　令和元年5月1日締結\n\n2　　株式会社あおば\n「森づくり協定」　令和2年6月2日締結\n"
    )
    assert [day for _, _, day in agreed(found)] == ["2019-05-01", "2020-06-02"]
