"""PDF pages written vertically are read from right to left, and said to be. All texts are made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from graph.paths import shipped_data
from loaders import extract
from loaders.read import Reading, read_bytes
from loaders.vocabulary import Vocabulary
from tests.documents.files import MINCHO, drawn, exact, paragraph, pdf, pdf_table

TEXT = ["宇陀市は株式会社あおばと、", "見守りに関する協定を令和", "五年四月一日に結びました。"]
WHOLE = "".join(TEXT)
PITCH, LEAD = 11, 20


def down(canvas: Canvas, lines: Sequence[str], *, x: float = 520, y: float = 780, size: int = 10) -> None:
    """Columns from right to left, a character at a time; digits of two figures stand side by side."""
    canvas.setFont(MINCHO, size)
    for n, line in enumerate(lines):
        at, place = 0, 0
        while at < len(line):
            pair = line[at : at + 2]
            if pair.isdigit() and len(pair) == 2:
                canvas.drawString(x - n * LEAD, y - place * PITCH, pair)
                at += 1
            else:
                canvas.drawString(x - n * LEAD, y - place * PITCH, line[at])
            at, place = at + 1, place + 1


def read(raw: bytes) -> Reading:
    return exact(read_bytes("a.pdf", raw))


def told(reading: Reading) -> str:
    return " ".join(problem.what for problem in reading.warnings)


def test_columns_are_read_from_right_to_left_and_the_page_is_named() -> None:
    reading = read(drawn(lambda canvas: down(canvas, TEXT)))
    assert reading.text.replace("\n", "") == WHOLE
    assert "縦書きのページがあります（1 ページ）" in told(reading)


def test_a_heading_across_the_page_comes_first_and_glyphs_of_vertical_writing_are_the_usual_ones() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(200, 810, "広報うだ 試験のための号")
        down(canvas, ["︵宇陀市の協定に名のある", "﹁あおば﹂は会社の名です。"], y=770)

    assert read(drawn(draw)).text.split() == [
        "広報うだ",
        "試験のための号",
        "（宇陀市の協定に名のある「あおば」は会社の名です。",
    ]


def test_two_figures_side_by_side_in_a_column_are_one_number() -> None:
    reading = read(drawn(lambda canvas: down(canvas, ["令和5年12月25日に宇陀市は", "株式会社あおばと会いました。"])))
    assert "令和5年12月25日に宇陀市は株式会社あおばと会いました。" in reading.text.replace("\n", "")


def test_two_tiers_are_read_one_after_the_other() -> None:
    upper = ["上の段の一行目に置いた字です", *["上の段の文が同じ長さで続きます"] * 7]
    lower = ["下の段の一行目に置いた字です", *["下の段の文が同じ長さで続きます"] * 7]

    def draw(canvas: Canvas) -> None:
        down(canvas, upper, y=780)
        down(canvas, lower, y=380)

    text = read(drawn(draw)).text
    assert 0 <= text.index("上の段の一行目") < text.index("下の段の一行目")
    assert text.rindex("上の段の文") < text.index("下の段の一行目")


def test_what_a_vertical_page_states_is_drafted_with_exact_quotes() -> None:
    reading = read(drawn(lambda canvas: down(canvas, TEXT)))
    [agreement] = extract.draft(reading, Vocabulary.load(shipped_data())).record["協定"]
    assert ([p["名称"] for p in agreement["企業"]], agreement["締結日"]) == (["株式会社あおば"], "2023-04-01")
    for cited in agreement["出典"]:
        assert reading.text[slice(*cited["位置"])] == cited["引用"]


@pytest.mark.parametrize("heading", ["締\n結\n日", "相\n手\n方\n名"])
def test_vertical_headings_of_a_table_make_no_vertical_page(heading: str) -> None:
    rows = [[heading, "協定名"], *[["株式会社あおば", "見守りに関する協定"]] * 4]
    reading = read(pdf(paragraph("宇陀市の協定一覧です。横に書いた文がつづきます。"), pdf_table(rows, [60, 200])))
    assert "縦書き" not in told(reading)
    assert "宇陀市の協定一覧です。横に書いた文がつづきます。" in reading.text
