"""PDF as offices make them: ruled and unruled tables, over pages, among running text. All documents are made up."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Spacer

from loaders.read import Reading, read_bytes
from tests.documents.files import (
    GOTHIC,
    ITEM,
    LARGE,
    LINES_ONLY,
    MINCHO,
    RULED,
    drawn,
    exact,
    paragraph,
    pdf,
    pdf_table,
    texts,
)

STORY = (
    "宇陀市（以下「市」という。）と株式会社あおば見守りは、高齢者が住み慣れた地域で安心して暮らし続けられるよう、"
    "令和5年11月8日に見守り協定を結びました。今後は、配達の際の声かけを行います。この取り組みは県内で初めてです。"
)
HEAD = ["番号", "協定", "相手方", "締結日"]


def row(n: int) -> list[str]:
    return [str(n), f"物資の供給に関する協定その{n}", f"株式会社みどり物産{n}\n中央支店", f"令和{n % 5 + 2}年4月1日"]


def reading_of(*flow: Any, **how: Any) -> Reading:
    return exact(read_bytes("a.pdf", pdf(*flow, **how)))


def test_sentences_broken_over_lines_are_whole_and_paragraphs_and_lists_stay_apart() -> None:
    reading = reading_of(
        paragraph("見守り協定を結びました", LARGE), paragraph(STORY), paragraph(STORY),
        paragraph("・声かけをする。" + STORY, ITEM), paragraph("・配達をする。", ITEM), paragraph("以上"),
    )  # fmt: skip
    assert reading.text.splitlines() == [
        "見守り協定を結びました", STORY, STORY, "・声かけをする。" + STORY, "・配達をする。", "以上"
    ]  # fmt: skip
    assert reading.title == "見守り協定を結びました"
    assert [reading.quote(h) for h in reading.headings] == ["見守り協定を結びました"]


@pytest.mark.parametrize("lead", range(1, 5))
def test_a_paragraph_goes_on_over_the_page(lead: int) -> None:
    stories = [f"第{n}の話。" + STORY * (2 + n % 3) for n in range(10)]
    reading = reading_of(Spacer(1, 17 * lead), *(paragraph(story) for story in stories), head="宇陀市の広報")
    assert reading.text.splitlines() == ["宇陀市の広報", *stories]


WIDTHS = [40, 150, 150, 90]


@pytest.mark.parametrize("wide", [False, True])
def test_a_ruled_table_goes_on_over_pages_with_its_headings_as_rows(wide: bool) -> None:
    rows = [row(n) for n in range(1, 40)]
    reading = reading_of(
        paragraph("協定一覧", LARGE), pdf_table([HEAD, *rows], WIDTHS), paragraph("※終わり"), wide=wide
    )
    (table,) = reading.tables
    found = texts(table)
    assert [line for line in found if line != HEAD] == rows
    assert found.count(HEAD) > 1
    assert reading.text.endswith("※終わり\n")
    assert "- 1 -" not in reading.text


def test_merged_cells_of_a_ruled_table_are_one_cell() -> None:
    rows = [["分野", "協定", ""], ["", "名", "日"], ["防災", "物資", "R5"], ["", "避難所", "R6"]]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 2), (0, 3))]
    reading = reading_of(pdf_table(rows, [80, 150, 90], [*RULED, *spans]))
    table = reading.tables[0]
    assert texts(table) == [
        ["分野", "協定", "協定"],
        ["分野", "名", "日"],
        ["防災", "物資", "R5"],
        ["防災", "避難所", "R6"],
    ]
    assert table.rows[2].cells[0] is table.rows[3].cells[0]


def test_lines_that_fill_a_cell_run_on_and_shorter_ones_end() -> None:
    long = "災害時における生活物資の供給及び応急対策に必要な資機材の確保並びに輸送に関する協定"
    reading = reading_of(
        pdf_table([["協定", "相手方"], [long, "㈱あおば\n㈱みどり"], [long * 2, "㈱わかば"]], [110, 110])
    )
    assert texts(reading.tables[0]) == [["協定", "相手方"], [long, "㈱あおば\n㈱みどり"], [long * 2, "㈱わかば"]]


@pytest.mark.parametrize("rules", [[], LINES_ONLY], ids=["no rules", "rules between rows"])
def test_a_table_without_ruled_columns_is_found_by_where_words_stand(rules: list[Any]) -> None:
    rows = [[f"見守り協定{n}", f"㈱あおば{n}", f"令和{n % 5 + 2}年4月1日"] for n in range(1, 70)]
    rows[3][1] = ""
    reading = reading_of(
        paragraph("協定一覧", LARGE), paragraph("令和6年4月1日現在"), pdf_table([["協定", "相手方", "締結日"], *rows], [170, 150, 110], rules),
        Spacer(1, 30), paragraph("※終了したものを除く"), head="宇陀市",
    )  # fmt: skip
    (table,) = reading.tables
    assert [line for line in texts(table) if line[0] != "協定"] == rows
    assert reading.text.splitlines()[:3] == ["宇陀市", "協定一覧", "令和6年4月1日現在"]
    assert reading.text.endswith("※終了したものを除く\n")


def test_cells_that_wrap_between_rules_belong_to_their_row() -> None:
    long = "災害時における生活物資の供給及び応急対策に必要な資機材の確保に関する協定"
    rows = [[f"{long}{n}", f"㈱あおば{n}", "R5.4.1"] for n in range(1, 6)]
    reading = reading_of(pdf_table([["協定", "相手方", "締結日"], *rows], [130, 150, 110], LINES_ONLY))
    assert texts(reading.tables[0])[1:] == rows


def test_text_in_two_columns_is_read_one_after_the_other() -> None:
    left = [f"左の段の{n}行目には見守り協定の話が続く。" for n in range(12)]
    right = [f"右の段の{n}行目には物資の協定の話が続く。" for n in range(12)]

    def draw(canvas: Any) -> None:
        canvas.drawString(60, 800, "二段に組まれた広報の見出しで、この行は両方の段にまたがって長く続いています")
        for n, (one, two) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(60, 760 - 16 * n, one)
            canvas.drawString(320, 760 - 16 * n, two)

    reading = read_bytes("a.pdf", drawn(draw))
    text = reading.text.replace("\n", "")
    assert text.index(left[-1]) < text.index(right[0])
    assert not reading.tables


def test_readings_above_words_are_left_out_and_radicals_are_the_words_they_stand_for() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont(MINCHO, 12)
        canvas.drawString(60, 700, "宇陀市は協定を結びました")
        canvas.setFont(MINCHO, 5)
        canvas.drawString(62, 711, "う だ し")

    assert read_bytes("a.pdf", drawn(draw)).text == "宇陀市は協定を結びました\n"


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(50, 640, 400, 80)
        canvas.drawString(60, 700, "囲みの中の文です。")
        canvas.drawString(60, 660, "二行目です。")

    reading = read_bytes("a.pdf", drawn(draw))
    assert (reading.text, reading.tables) == ("囲みの中の文です。\n二行目です。\n", ())


def test_pages_that_are_pictures_are_told() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "文字のあるページです。")
        canvas.showPage()
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(_dot()), 0, 0, *A4)
        canvas.showPage()

    reading = read_bytes("a.pdf", drawn(draw))
    assert reading.text == "文字のあるページです。\n"
    assert "文字のないページがあります（2 ページ" in reading.warnings[0].what


def _dot() -> Any:
    import io

    return io.BytesIO(
        bytes.fromhex(
            "424d3a0000000000000036000000280000000100000001000000010018000000000004000000c40e0000c40e00000000000000000000ffffff00"
        )
    )


def test_words_of_latin_letters_keep_their_spaces() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont(GOTHIC, 11)
        canvas.drawString(60, 700, "LINE WORKS と SDGs Partner Co., Ltd. が参加")

    assert read_bytes("a.pdf", drawn(draw)).text == "LINE WORKS と SDGs Partner Co., Ltd. が参加\n"


def boxed(rows: list[list[str]], xs: list[float], pieces: bool) -> bytes:
    """A table with rules across only, headings above the first rule; rules whole or in a piece for every cell."""

    def draw(canvas: Any) -> None:
        for n, line in enumerate(rows):
            for x, text in zip(xs, line, strict=False):
                for m, part in enumerate(text.split("\n")):
                    canvas.drawString(x + 3, 760 - 30 * n - 11 * m, part)
            for x, end in pairwise(xs) if pieces else [(xs[0], xs[-1])]:
                canvas.line(x, 745 - 30 * n, end, 745 - 30 * n)

    return drawn(draw)


@pytest.mark.parametrize("pieces", [True, False])
def test_rules_across_part_rows_and_their_joints_columns(pieces: bool) -> None:
    rows = [["協定", "相手方", "日"], *([f"見守り{n}", f"㈱あおば{n}", f"R{n}.4.1"] for n in range(2, 7))]
    reading = exact(read_bytes("a.pdf", boxed(rows, [60, 200, 350, 450], pieces)))
    assert texts(reading.tables[0]) == rows


def test_rules_at_head_and_foot_alone_make_no_single_row_of_all() -> None:
    def draw(canvas: Any) -> None:
        for n in range(8):
            canvas.drawString(60, 700 - 20 * n, "協定" if not n else f"見守り協定{n}")
            canvas.drawString(250, 700 - 20 * n, "相手方" if not n else f"㈱あおば{n}")
            canvas.drawString(400, 700 - 20 * n, "日" if not n else f"R{n}.4.1")
        for y in (715, 693, 552):
            canvas.line(55, y, 500, y)

    assert len(exact(read_bytes("a.pdf", drawn(draw))).tables[0].rows) == 8


def test_a_table_with_open_sides_keeps_its_outer_columns() -> None:
    rows = [["協定", "相手方", "締結日"], *([f"見守り協定{n}", f"㈱あおば{n}", f"R{n}.4.1"] for n in range(1, 6))]
    style = [*LINES_ONLY, ("LINEAFTER", (0, 0), (-2, -1), 0.5, "black")]
    assert texts(reading_of(pdf_table(rows, [150, 150, 90], style)).tables[0]) == rows


def test_rows_whose_words_stand_in_the_middle_of_wrapped_cells_are_whole() -> None:
    long = "災害時における生活物資の供給に関する協定その"
    rows = [["番号", "協定", "相手方"], *([f"{n}", f"{long}{n}", f"㈱あおば{n}"] for n in range(1, 7))]
    reading = reading_of(pdf_table(rows, [50, 110, 150], [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    assert texts(reading.tables[0]) == rows


def test_what_stands_beside_a_table_in_large_type_is_a_heading_and_other_text_is_not() -> None:
    table = [["協定", "相手方"], *([f"見守り{n}", f"㈱あおば{n}"] for n in range(20))]
    reading = reading_of(paragraph("協定一覧", LARGE), pdf_table(table, [150, 150]), paragraph("以上です。"))
    assert [reading.quote(h) for h in reading.headings] == ["協定一覧"]


def test_characters_printed_twice_to_look_bold_are_read_once() -> None:
    def draw(canvas: Any) -> None:
        for shift in (0, 0.4):
            canvas.drawString(60 + shift, 700, "見守り協定、いい話")

    assert read_bytes("a.pdf", drawn(draw)).text == "見守り協定、いい話\n"
